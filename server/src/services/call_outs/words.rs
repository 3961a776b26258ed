//! Call-outs in words.

use super::super::{Desk, Reader, Result, Standing, access, wording};
use super::LISTED_SECONDS;
use crate::{
    collation,
    snapshot::Snapshot,
    store::{CallOutRecord, StatementRecord},
};
use app::{
    AppError,
    call_outs::{CallOutRow, CallOutsPage},
};
use domain::{Instant, PersonId, Span, pay::CallOutRefusal};
use std::collections::BTreeSet;

impl Desk {
    /// Somebody's call-outs, for an actor who may see them.
    pub(in crate::services) async fn call_outs_page(
        &self,
        snapshot: &Snapshot,
        person: PersonId,
    ) -> Result<CallOutsPage> {
        let (reader, zone) = (self.reader(snapshot), snapshot.directory().zone(person));
        let window = Span::new(reader.now - LISTED_SECONDS, reader.now + 1)
            .map_err(|error| AppError::field("from", error.to_string()))?;
        let mut connection = self.tandem.store.read().await?;
        let records = CallOutRecord::of(&mut connection, person, window).await?;
        let statements = StatementRecord::of(&mut connection, person).await?;
        let served = super::duty_of(&mut connection, person, window).await?;
        let rotas: BTreeSet<_> = served.iter().map(|(rota, _)| *rota).collect();
        let rotas = rotas.into_iter().filter_map(|id| snapshot.rota(id));
        let may_enter = self.may_enter_pay(snapshot, person).is_ok();
        let mut running = None;
        let mut rows = Vec::new();
        for record in records.iter().rev() {
            let locked = is_locked(snapshot, record, &statements);
            let row = self.call_out_row(snapshot, record, (may_enter, locked), &reader);
            if record.end.is_none() {
                running = Some(row);
            } else {
                rows.push(row);
            }
        }
        Ok(CallOutsPage {
            person: person.to_string(),
            name: snapshot.directory().name(person).to_owned(),
            own: self.actor.person() == Some(person),
            may_enter,
            zone: wording::zone_name(&zone),
            on_duty: on_duty_words(snapshot, person, &reader),
            running,
            rows,
            rotas: rotas
                .map(|rota| (rota.record.slug.clone(), rota.record.name.clone()))
                .collect(),
            people: self.people_called(snapshot),
            key: self.tandem.new_id().to_string(),
        })
    }

    /// Id and name of those the actor may enter call-outs and time off for.
    pub(in crate::services) fn people_called(&self, snapshot: &Snapshot) -> Vec<(String, String)> {
        let me = self.actor.person();
        let may = |standing: &Standing| access::OWN_CHANGE_MANAGERS_OR_PAYROLL.include(standing, false);
        let everybody = may(&self.standing());
        let mut people: Vec<(String, String)> = snapshot
            .directory()
            .people()
            .filter(|person| person.deactivated_at.is_none())
            .filter(|person| {
                let mut teams = snapshot.directory().teams_of(person.id);
                me == Some(person.id)
                    || (everybody && snapshot.directory().teams_of(person.id).next().is_some())
                    || teams.any(|place| may(&self.standing_in(snapshot, place.team)))
            })
            .map(|person| (person.id.to_string(), person.name.clone()))
            .collect();
        people.sort_by_cached_key(|(_, name)| collation::key(name));
        people
    }

    fn call_out_row(
        &self,
        snapshot: &Snapshot,
        record: &CallOutRecord,
        (may_change, locked): (bool, bool),
        reader: &Reader,
    ) -> CallOutRow {
        let zone = snapshot.directory().zone(record.person);
        let until = record.end.unwrap_or(reader.now.max(record.start + 1));
        let field = |at: Instant| wording::local_field(at, &zone);
        let when = match record.span() {
            Some(span) => wording::span_words(span, &zone, reader),
            None => wording::said(record.start, &zone, reader),
        };
        let entered = match record.entered_by == record.person.to_string() {
            true => String::new(),
            false => self.named(snapshot, &record.entered_by),
        };
        let slug = record.rota.and_then(|id| snapshot.rota(id));
        CallOutRow {
            id: record.id.to_string(),
            person: record.person.to_string(),
            when,
            length: wording::length(until - record.start),
            place: record.place.key().to_owned(),
            place_words: record.place.to_string(),
            reason: record.reason.clone(),
            rota: slug.map(|rota| rota.record.slug.clone()).unwrap_or_default(),
            from: field(record.start),
            to: record.end.map(field).unwrap_or_default(),
            running: record.end.is_none(),
            may_change: may_change && (!locked || self.may_pay().is_ok()),
            locked: if locked {
                "On a statement that is approved".to_owned()
            } else {
                String::new()
            },
            entered,
        }
    }

    /// Whoever an actor's key is of, in words.
    fn named(&self, snapshot: &Snapshot, actor: &str) -> String {
        let person = actor.parse::<PersonId>().ok();
        person.map_or_else(
            || "a machine".to_owned(),
            |person| snapshot.directory().name(person).to_owned(),
        )
    }
}

/// `Lead of Nights until Tue 09:00`, for whatever somebody is on duty for.
fn on_duty_words(snapshot: &Snapshot, person: PersonId, reader: &Reader) -> String {
    let held = snapshot.rotas().filter_map(|rota| {
        let mine = super::super::feeds::rota_stretches(rota, Some(person));
        let piece = mine
            .into_iter()
            .find(|stretch| stretch.piece.span.contains(reader.now))?
            .piece;
        let until = wording::said(piece.span.end(), &rota.rules.zone, reader);
        Some(format!("{} of {} until {until}", piece.role, rota.record.name))
    });
    held.collect::<Vec<_>>().join(" · ")
}

/// Why one cannot be entered.
pub(super) fn refused(refusal: CallOutRefusal, snapshot: &Snapshot, record: &CallOutRecord) -> AppError {
    let zone = snapshot.directory().zone(record.person);
    let reader = Reader::unknown(record.entered_at);
    let name = snapshot.directory().name_in_words(record.person);
    match refusal {
        CallOutRefusal::NotOnDuty(at) => {
            let rota = record.rota.and_then(|id| snapshot.rota(id));
            let on = rota.map(|rota| format!(" on {}", rota.record.name)).unwrap_or_default();
            AppError::refused(
                "not-on-duty",
                format!(
                    "{name} is not on duty{on} at {}, when it begins. A call-out begins within duty; it may end later. Were \
                     they on duty all the same, the duty has to be corrected first.",
                    wording::said(at, &zone, &reader)
                ),
            )
        }
        CallOutRefusal::Overlaps(other) => AppError::refused(
            "call-outs-overlap",
            format!(
                "It overlaps the call-out of {}: change that one, or let this one begin after it.",
                wording::span_words(other, &zone, &reader)
            ),
        ),
        CallOutRefusal::Ahead => AppError::field("to", "It has not ended yet: enter it when it is over."),
        CallOutRefusal::TooLong => AppError::field(
            "to",
            format!(
                "{} is longer than two days: enter each day by itself.",
                wording::length(record.end.map_or(0, |end| end - record.start))
            ),
        ),
    }
}

/// Whether a settled statement counts a call-out.
pub(super) fn is_locked(snapshot: &Snapshot, record: &CallOutRecord, statements: &[StatementRecord]) -> bool {
    let on = snapshot.directory().zone(record.person).local(record.start).date();
    let mut settled = statements.iter().filter(|statement| statement.state.is_settled());
    settled.any(|statement| (statement.period.first()..statement.period.end()).contains(&on))
}

/// That a settled statement counts it.
pub(super) fn locked() -> AppError {
    AppError::refused(
        "pay-locked",
        "A statement that is approved counts this call-out: ask those who prepare pay to change it. What changes is made good \
         in the next statement.",
    )
}

/// Why another cannot begin.
pub(super) fn goes_on() -> AppError {
    AppError::refused(
        "call-out-running",
        "A call-out goes on already: say that it is over before another begins.",
    )
}
