//! One rota in memory.

use crate::{
    kept::KeptAnswer,
    store::{Asker, CoverRecord, EventMark, PlanningRulesRecord, Result, RotaRecord, RulesRecord, Store, StoreError},
    zones,
};
use domain::{CoverId, Instant, Role, Span, holidays, rota::Rules, timeline::DutyRow};
use std::{collections::HashMap, sync::OnceLock};

/// How far back duty is kept in memory: thirteen months.
const KEPT_SECONDS: i64 = 396 * DAY;
/// How much of the office hours is worked out at once.
const OFFICE_SECONDS: i64 = 400 * DAY;
const DAY: i64 = 86_400;

/// A rota with its rules and its duty.
#[derive(Debug)]
pub struct RotaImage {
    /// Name, team, published span.
    pub record: RotaRecord,
    /// The rules as they are kept.
    pub kept_rules: RulesRecord,
    /// The rules ready to use.
    pub rules: Rules,
    /// Duty from thirteen months back; the last row is unplanned.
    pub duty: Vec<DutyRow>,
    /// When each calendar event was last changed, in order of start and role.
    pub marks: Vec<EventMark>,
    /// The covers that were made against a rule, with the reason.
    pub overridden: HashMap<CoverId, String>,
    /// How long its people rest between two duties, where the rota asks for its own.
    pub own_rest_seconds: Option<i64>,
    /// From when on `duty` is complete.
    pub since: Instant,
    /// Who is on call now.
    pub(crate) on_call_now: KeptAnswer,
    office: OnceLock<OfficeTimes>,
}

/// The opening times of a year, looked up instead of worked out.
#[derive(Debug)]
struct OfficeTimes {
    window: Option<Span>,
    open: Vec<Span>,
}

impl RotaImage {
    pub(super) async fn load(store: &Store, record: RotaRecord, now: Instant) -> Result<Self> {
        let mut connection = store.read().await?;
        let overridden = CoverRecord::overridden(&mut connection, record.id, now).await?;
        let own_rules = PlanningRulesRecord::current(&mut connection, Asker::Rota(record.id)).await?;
        let kept_rules =
            RulesRecord::current(&mut connection, record.id)
                .await?
                .ok_or_else(|| StoreError::Inconsistent {
                    table: "rota_rules",
                    column: "rota_id",
                    reason: format!("{} has no rules", record.slug),
                })?;
        drop(connection);
        let since = now - KEPT_SECONDS;
        let duty = store.duty_since(record.id, since).await?;
        let first = duty.first().map_or(since, |row| row.starts_at);
        let marks = EventMark::since(&mut *store.read().await?, record.id, first).await?;
        Ok(Self {
            rules: rules(&kept_rules)?,
            record,
            kept_rules,
            duty,
            marks,
            overridden: overridden.into_iter().collect(),
            own_rest_seconds: own_rules.map(|own| own.rules.min_rest_seconds()),
            since,
            on_call_now: KeptAnswer::default(),
            office: OnceLock::new(),
        })
    }

    /// When the event that starts at `at` was last changed.
    pub fn mark(&self, at: Instant, role: Role) -> Option<&EventMark> {
        let found = self
            .marks
            .binary_search_by_key(&(at, role), |mark| (mark.starts_at, mark.role))
            .ok()?;
        self.marks.get(found)
    }

    /// Whether the duty at an instant is in memory: before the first published turn there is none to know.
    pub fn remembers(&self, at: Instant) -> bool {
        at >= self.since || self.record.planned.is_none_or(|planned| at < planned.start())
    }

    /// Whether `at` lies inside office hours, and when that changes next.
    pub fn office_hours(&self, at: Instant) -> (bool, Option<Instant>) {
        let (zone, holidays) = (&self.rules.zone, &self.rules.holidays);
        let hours = &self.rules.office_hours;
        let times = self.office.get_or_init(|| {
            let start = self.since + KEPT_SECONDS - DAY;
            let window = Span::new(start, start + OFFICE_SECONDS).ok();
            OfficeTimes {
                open: window
                    .map(|window| hours.spans(zone, holidays, window))
                    .unwrap_or_default(),
                window,
            }
        });
        match times.at(at) {
            Some((open, change)) => (open, Some(change)),
            None => (
                hours.contains(zone, holidays, at),
                hours.next_change(zone, holidays, at),
            ),
        }
    }
}

impl OfficeTimes {
    /// Whether the office is open and when that changes, if both lie inside the window.
    fn at(&self, at: Instant) -> Option<(bool, Instant)> {
        let window = self.window.filter(|window| window.contains(at))?;
        let span = self.open.get(self.open.partition_point(|span| span.end() <= at))?;
        let open = span.contains(at);
        let change = if open { span.end() } else { span.start() };
        (change < window.end()).then_some((open, change))
    }
}

/// Rules as they are kept, made ready to use.
pub fn rules(kept: &RulesRecord) -> Result<Rules> {
    let bad = |column, reason: String| StoreError::Inconsistent {
        table: "rota_rules",
        column,
        reason,
    };
    Ok(Rules {
        zone: zones::zone(&kept.zone).map_err(|error| bad("zone", error.to_string()))?,
        coverage: kept.coverage.clone(),
        handover: kept.handover.clone(),
        office_hours: kept.office_hours.clone(),
        holidays: holidays::calendar(&kept.holiday_calendar).ok_or_else(|| {
            bad(
                "holiday_calendar",
                format!("‘{}’ is not a calendar", kept.holiday_calendar),
            )
        })?,
    })
}
