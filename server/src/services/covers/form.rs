//! What was chosen on the page, as a request.

use super::{
    super::{Faults, Result, wording},
    CoverChange, CoverRequest, Seen,
};
use crate::{
    snapshot::Snapshot,
    store::{CoverRecord, RotaRecord},
};
use app::covers::CoverForm;
use domain::{CoverId, Instant, PersonId, Role};

/// How long a time that was the present when the page was shown still means now.
const LATELY_SECONDS: i64 = 600;

/// The request of a form whose times are wall times in the rota's zone.
///
/// # Errors
/// `Invalid` with every field that cannot be read.
pub(super) fn request(snapshot: &Snapshot, rota: &RotaRecord, form: CoverForm, now: Instant) -> Result<CoverRequest> {
    let zone = super::decide::zone_of(snapshot, rota.id);
    let mut faults = Faults::default();
    let from = match form.from.trim() {
        "" => None,
        from => faults.take("from", wording::instant(from, &zone)),
    };
    let to = faults.take("to", wording::instant(&form.to, &zone));
    let mut changes = Vec::new();
    for (role, name, chosen) in [
        (Role::Lead, "lead", &form.lead),
        (Role::Engineer, "engineer", &form.engineer),
    ] {
        if form.role != role.other().key() {
            match chosen.parse::<PersonId>() {
                Ok(person) => changes.push((role, person)),
                Err(_) => faults.note(name, format!("Choose who takes the {role}.")),
            }
        }
    }
    let id = match form.key.trim() {
        "" => None,
        key => faults.take("key", key.parse::<CoverId>()),
    };
    faults.check()?;
    Ok(CoverRequest {
        id,
        changes,
        // Fields show whole minutes, and somebody thinks before they save: what was the present lately means now.
        from: from.filter(|from| !(*from <= now && now - *from < LATELY_SECONDS)),
        to: to.unwrap_or(now),
        reason: form.reason,
        override_reason: Some(form.override_reason).filter(|why| !why.trim().is_empty()),
        if_match: Some(form.seen).filter(|seen| !seen.is_empty()).map(Seen::Duty),
    })
}

/// The change of a cover that a form asks for. Fields show whole minutes: one that still shows what it was shown with
/// changes nothing.
///
/// # Errors
/// `Invalid` with every field that cannot be read.
pub(super) fn change(
    snapshot: &Snapshot,
    old: &CoverRecord,
    form: CoverForm,
    seen: Option<i64>,
) -> Result<CoverChange> {
    let zone = super::decide::zone_of(snapshot, old.rota);
    let mut faults = Faults::default();
    let mut time = |name: &str, typed: &str, was: Instant| {
        let unchanged = typed.trim().is_empty() || wording::local_field(was, &zone) == typed.trim();
        match unchanged {
            true => None,
            false => faults.take(name, wording::instant(typed, &zone)),
        }
    };
    let span = old.cover.span();
    let from = time("from", &form.from, span.start());
    let to = time("to", &form.to, span.end());
    let mut changes = Vec::new();
    for (role, name, chosen) in [
        (Role::Lead, "lead", &form.lead),
        (Role::Engineer, "engineer", &form.engineer),
    ] {
        if !form.role.is_empty() && form.role != role.other().key() {
            match chosen.parse::<PersonId>() {
                Ok(person) => changes.push((role, person)),
                Err(_) => faults.note(name, format!("Choose who takes the {role}.")),
            }
        }
    }
    faults.check()?;
    Ok(CoverChange {
        from,
        to,
        changes: Some(changes).filter(|changes| !changes.is_empty()),
        reason: Some(form.reason),
        override_reason: Some(form.override_reason).filter(|why| !why.trim().is_empty()),
        if_match: seen.map(Seen::Revision),
    })
}
