//! One rota in memory.

use crate::{
    kept::KeptAnswer,
    store::{Asker, CoverRecord, EventMark, PlanningRulesRecord, Result, RotaRecord, RulesRecord, Store, StoreError},
    zones,
};
use domain::{CoverId, Instant, Role, Span, Zone, holidays::Calendars, rota::Rules, timeline::DutyRow};
use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

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
    /// The last rules, as they are kept: what plans ahead go by.
    pub kept_rules: RulesRecord,
    /// The same ready to use.
    pub ahead: Arc<Rules>,
    /// The rules in force when this was loaded.
    pub rules: Arc<Rules>,
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
    /// All rules in order of start: each holds until the next.
    in_time: Vec<RulesInTime>,
}

/// Rules and from when on they hold.
#[derive(Debug)]
struct RulesInTime {
    starts_at: Instant,
    rules: Arc<Rules>,
    office: OnceLock<OfficeTimes>,
}

/// The opening times of a year, looked up instead of worked out.
#[derive(Debug)]
struct OfficeTimes {
    window: Option<Span>,
    open: Vec<Span>,
}

impl RotaImage {
    pub(super) async fn load(store: &Store, record: RotaRecord, now: Instant, calendars: &Calendars) -> Result<Self> {
        let mut connection = store.read().await?;
        let overridden = CoverRecord::overridden(&mut connection, record.id, now).await?;
        let own_rules = PlanningRulesRecord::current(&mut connection, Asker::Rota(record.id)).await?;
        let kept = RulesRecord::in_time(&mut connection, record.id).await?;
        let none = || StoreError::Inconsistent {
            table: "rota_rules",
            column: "rota_id",
            reason: format!("{} has no rules", record.slug),
        };
        drop(connection);
        let mut in_time = Vec::new();
        for kept in &kept {
            in_time.push(RulesInTime {
                starts_at: kept.starts_at,
                rules: Arc::new(rules(kept, calendars)?),
                office: OnceLock::new(),
            });
        }
        let ahead = Arc::clone(&in_time.last().ok_or_else(none)?.rules);
        let in_force = in_time.get(place_at(&in_time, now)).map_or(&ahead, |it| &it.rules);
        let in_force = Arc::clone(in_force);
        let kept_rules = kept.into_iter().next_back().ok_or_else(none)?;
        let since = now - KEPT_SECONDS;
        let duty = store.duty_since(record.id, since).await?;
        let first = duty.first().map_or(since, |row| row.starts_at);
        let marks = EventMark::since(&mut *store.read().await?, record.id, first).await?;
        Ok(Self {
            rules: in_force,
            ahead,
            record,
            kept_rules,
            duty,
            marks,
            overridden: overridden.into_iter().collect(),
            own_rest_seconds: own_rules.map(|own| own.rules.min_rest_seconds()),
            since,
            on_call_now: KeptAnswer::default(),
            in_time,
        })
    }

    /// The rules that hold at an instant.
    pub fn rules_at(&self, at: Instant) -> &Rules {
        let found = self.in_time.get(place_at(&self.in_time, at));
        found.map_or(&self.rules, |it| &it.rules)
    }

    /// The zones of the rota's rules in order, each with when it begins; the first holds before that too.
    pub fn zones(&self) -> Vec<(Instant, Zone)> {
        let mut zones: Vec<(Instant, Zone)> = Vec::new();
        for it in &self.in_time {
            if zones.last().is_none_or(|(_, zone)| zone.name() != it.rules.zone.name()) {
                zones.push((it.starts_at, it.rules.zone.clone()));
            }
        }
        zones
    }

    /// When the last rules begin to hold.
    pub fn ahead_from(&self) -> Instant {
        self.kept_rules.starts_at
    }

    /// Whether other rules begin to hold after one instant, and by another.
    pub(crate) fn turns_over(&self, after: Instant, by: Instant) -> bool {
        self.in_time.iter().any(|it| after < it.starts_at && it.starts_at <= by)
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

    /// Whether `at` lies inside office hours, by the rules that hold then, and when that changes next.
    pub fn office_hours(&self, at: Instant) -> (bool, Option<Instant>) {
        let since = self.since + KEPT_SECONDS - DAY;
        let mut place = place_at(&self.in_time, at);
        let Some(held) = self.in_time.get(place) else {
            return (false, None);
        };
        let (open, mut change) = held.office_hours(at, since);
        // Other rules may change it, or leave it as it is for longer.
        while let Some(next) = self.in_time.get(place + 1) {
            if change.is_some_and(|change| change <= next.starts_at) {
                break;
            }
            let (then, after) = next.office_hours(next.starts_at, since);
            if then != open {
                return (open, Some(next.starts_at));
            }
            (place, change) = (place + 1, after);
        }
        (open, change)
    }
}

impl RulesInTime {
    fn office_hours(&self, at: Instant, since: Instant) -> (bool, Option<Instant>) {
        let (zone, holidays) = (&self.rules.zone, &self.rules.holidays);
        let hours = &self.rules.office_hours;
        let times = self.office.get_or_init(|| {
            let window = Span::new(since, since + OFFICE_SECONDS).ok();
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

/// Where the rules are that hold at an instant; the first hold before it too.
fn place_at(in_time: &[RulesInTime], at: Instant) -> usize {
    in_time.partition_point(|it| it.starts_at <= at).saturating_sub(1)
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

/// Rules as they are kept, made ready to use: with the calendar that they follow.
pub fn rules(kept: &RulesRecord, calendars: &Calendars) -> Result<Rules> {
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
        holidays: calendars.find(&kept.holiday_calendar).ok_or_else(|| {
            bad(
                "holiday_calendar",
                format!("‘{}’ is not a calendar", kept.holiday_calendar),
            )
        })?,
    })
}
