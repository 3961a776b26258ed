//! What stands in the way of taking a change back: what builds on it, what has passed, and rights.

use super::{
    super::{Actor, Desk, Reader, Result, audit::action_words, wording},
    Change,
    shifts::until,
};
use crate::{
    snapshot::Snapshot,
    store::{AuditEntry, Connection, CorrectionRecord, CoverRecord, LeaveRecord, OfferRecord, later_shifts},
};
use app::AppError;
use domain::{PersonId, Role, RotaId, Span, TeamId, Zone, rota::Shift, timeline::Corrected};

/// A later change that touches the same.
struct BuiltOn {
    revision: i64,
}

impl Desk {
    /// Fine when the change can be taken back.
    ///
    /// # Errors
    /// `Forbidden` for somebody who may not change this any more; `built-on`, naming what builds on it; `past`.
    pub(super) async fn in_the_way_of(
        &self,
        connection: &mut Connection,
        change: &Change,
        snapshot: &Snapshot,
        reader: &Reader,
    ) -> Result<()> {
        self.may_take_back(change, snapshot)?;
        let passed = passed(change, reader);
        if let Some(words) = passed {
            return Err(AppError::refused("built-on", words));
        }
        if let Some(found) = self.built_on(connection, change).await? {
            let words = self.name(connection, found.revision, snapshot, reader).await?;
            return Err(AppError::refused("built-on", words));
        }
        Ok(())
    }

    /// Whoever may do it may undo it.
    fn may_take_back(&self, change: &Change, snapshot: &Snapshot) -> Result<()> {
        let done = &change.done;
        let team = |rota: RotaId| -> Result<TeamId> {
            let gone = || AppError::NotFound("This rota is not there any more.".to_owned());
            Ok(snapshot.rota(rota).ok_or_else(gone)?.record.team)
        };
        for record in done.covers_made.iter().chain(&done.covers_withdrawn) {
            self.may_cover(snapshot, team(record.rota)?)?;
        }
        for record in done.corrections_made.iter().chain(&done.corrections_withdrawn) {
            self.may_manage(snapshot, team(record.rota)?)?;
        }
        if let Some(rota) = change.rota() {
            self.may_manage(snapshot, team(rota)?)?;
        }
        for leave in done.leave_entered.iter().chain(&done.leave_withdrawn) {
            self.may_enter_leave(snapshot, leave.person)?;
        }
        Ok(())
    }

    async fn built_on(&self, connection: &mut Connection, change: &Change) -> Result<Option<BuiltOn>> {
        let (done, revision) = (&change.done, change.revision);
        for record in done.covers_made.iter().chain(&done.covers_withdrawn) {
            let roles: Vec<Role> = Role::BOTH
                .into_iter()
                .filter(|role| record.cover.takes(*role).is_some())
                .collect();
            let found = on_duty(connection, record.rota, record.cover.span(), &roles, revision).await?;
            if found.is_some() {
                return Ok(found);
            }
        }
        for record in done.corrections_made.iter().chain(&done.corrections_withdrawn) {
            let says = |role: &Role| record.correction.says(*role) != Corrected::Not;
            let roles: Vec<Role> = Role::BOTH.into_iter().filter(says).collect();
            let found = on_duty(connection, record.rota, record.correction.span(), &roles, revision).await?;
            if found.is_some() {
                return Ok(found);
            }
        }
        for (rota, shift) in done.shifts_made.iter().chain(&done.shifts_ended) {
            let found = on_duty(connection, *rota, shift.span, &Role::BOTH, revision).await?;
            if found.is_some() {
                return Ok(found);
            }
        }
        for entry in change.entries.iter().filter(|entry| entry.action == "rota.changed") {
            let found = AuditEntry::later_of(connection, &entry.subject, &entry.action, revision).await?;
            if let Some(revision) = found {
                return Ok(Some(BuiltOn { revision }));
            }
        }
        for leave in &done.leave_entered {
            if LeaveRecord::find(connection, leave.id).await?.is_none() {
                let words = "This leave is withdrawn already.";
                return Err(AppError::refused("built-on", words));
            }
        }
        self.on_leave(connection, change).await
    }

    /// Covers and offers made because somebody is away, or because they are not any more.
    async fn on_leave(&self, connection: &mut Connection, change: &Change) -> Result<Option<BuiltOn>> {
        let done = &change.done;
        let snapshot = self.tandem.snapshot();
        for leave in done.leave_entered.iter().chain(&done.leave_withdrawn) {
            for place in snapshot.directory().teams_of(leave.person) {
                let rotas = snapshot.rotas().filter(|rota| rota.record.team == place.team);
                for rota in rotas {
                    let later = CoverRecord::later(connection, rota.record.id, leave.span, change.revision).await?;
                    let found = later.iter().find(|later| {
                        later.revision == later.what.from_revision && concerns(&later.what, leave.person, &rota.duty)
                    });
                    if let Some(found) = found {
                        return Ok(Some(BuiltOn {
                            revision: found.revision,
                        }));
                    }
                }
            }
        }
        self.offered_since(connection, change).await
    }

    /// Offers that were made since of what the change gave or took.
    async fn offered_since(&self, connection: &mut Connection, change: &Change) -> Result<Option<BuiltOn>> {
        let done = &change.done;
        let mut about: Vec<(Option<RotaId>, Option<PersonId>, Span)> = Vec::new();
        about.extend(
            done.shifts_made
                .iter()
                .map(|(rota, shift)| (Some(*rota), None, shift.span)),
        );
        about.extend(done.covers_made.iter().map(|it| (Some(it.rota), None, it.cover.span())));
        about.extend(
            done.leave_entered
                .iter()
                .map(|leave| (None, Some(leave.person), leave.span)),
        );
        if about.is_empty() {
            return Ok(None);
        }
        for offer in OfferRecord::pending(connection).await? {
            let terms = &offer.offer.terms;
            let hit = about.iter().any(|(rota, person, span)| {
                rota.is_none_or(|rota| rota == terms.given.rota)
                    && person.is_none_or(|person| person == terms.giver)
                    && span.overlaps(&terms.given.span)
            });
            if hit && offer.made_revision > change.revision {
                return Ok(Some(BuiltOn {
                    revision: offer.made_revision,
                }));
            }
        }
        Ok(None)
    }

    /// `Ben did this since: Cover made, Tue 24 Nov 10:00. Undo that first.`
    async fn name(
        &self,
        connection: &mut Connection,
        revision: i64,
        snapshot: &Snapshot,
        reader: &Reader,
    ) -> Result<String> {
        let zone = self.own_zone_or(snapshot);
        let entries = AuditEntry::of_write(connection, revision).await?;
        let Some(entry) = entries.first() else {
            return Ok("Something was changed since that builds on it.".to_owned());
        };
        Ok(format!(
            "This cannot be undone by itself, because something builds on it: {}, by {}, {}. Undo or withdraw that first.",
            action_words(&entry.action),
            Actor::describe(&entry.actor, snapshot),
            wording::said(entry.at, &zone, reader)
        ))
    }

    fn own_zone_or(&self, snapshot: &Snapshot) -> Zone {
        self.own_zone(snapshot)
    }
}

/// Whether a cover takes somebody's duty, or gives them some.
fn concerns(record: &CoverRecord, person: PersonId, rows: &[domain::timeline::DutyRow]) -> bool {
    let taken = |role: Role| {
        let by = Some(record.cover.id());
        rows.iter().any(|row| row.cover(role) == by)
    };
    Role::BOTH.into_iter().any(|role| match record.cover.takes(role) {
        Some(taker) if taker == person => true,
        Some(_) => taken(role),
        None => false,
    })
}

/// The first later change of some roles of a rota's duty in a stretch.
async fn on_duty(
    connection: &mut Connection,
    rota: RotaId,
    span: Span,
    roles: &[Role],
    revision: i64,
) -> Result<Option<BuiltOn>> {
    let mut found: Vec<i64> = Vec::new();
    for later in CoverRecord::later(connection, rota, span, revision).await? {
        if roles.iter().any(|role| later.what.cover.takes(*role).is_some()) {
            found.push(later.revision);
        }
    }
    for later in CorrectionRecord::later(connection, rota, span, revision).await? {
        if roles
            .iter()
            .any(|role| later.what.correction.says(*role) != Corrected::Not)
        {
            found.push(later.revision);
        }
    }
    let shifts = later_shifts(connection, rota, span, revision).await?;
    found.extend(shifts.iter().map(|later| later.revision));
    Ok(found.into_iter().min().map(|revision| BuiltOn { revision }))
}

/// What of the change has passed, so that nothing of it is left to take back.
fn passed(change: &Change, reader: &Reader) -> Option<String> {
    let done = &change.done;
    let over = |record: &&CoverRecord| record.cover.span().end() <= reader.now;
    if done
        .covers_made
        .iter()
        .chain(&done.covers_withdrawn)
        .any(|record| over(&record))
    {
        return Some("This cover is over: the past stands. A manager can correct it.".to_owned());
    }
    // One that was cut later than now has passed as it was.
    let as_it_was = |ended: &Shift| {
        let cut = done.shifts_made.iter().find(|(_, made)| made.id == ended.id);
        cut.is_some_and(|(_, cut)| until(cut, reader.now) == until(ended, reader.now))
    };
    let under_way = |(_, shift): &&(RotaId, Shift)| {
        shift.span.start() < reader.now && shift.span.end() > reader.now && !as_it_was(shift)
    };
    if done.shifts_ended.iter().any(|ended| under_way(&ended)) {
        let words = "A shift that was replaced is under way by now: what has passed of its successor stands.";
        return Some(format!("{words} Plan again, or make covers."));
    }
    let begun = done.shifts_made.iter().any(|(_, shift)| shift.span.end() <= reader.now);
    begun.then(|| {
        "Some of what it changed is over: the past stands. Plan again from now on, or change it again.".to_owned()
    })
}
