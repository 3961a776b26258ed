//! What was chosen on the page, as a request.

use super::{
    super::{Faults, Result, wording},
    CoverRequest,
};
use crate::{snapshot::Snapshot, store::RotaRecord};
use app::covers::CoverForm;
use domain::{Instant, PersonId, Role};

/// The request of a form whose times are wall times in the rota's zone.
///
/// # Errors
/// `Invalid` with every field that cannot be read.
pub(super) fn request(snapshot: &Snapshot, rota: &RotaRecord, form: CoverForm, now: Instant) -> Result<CoverRequest> {
    let zone = super::decide::zone_of(snapshot, rota.id);
    let mut faults = Faults::default();
    let from = faults.take("from", wording::instant(&form.from, &zone));
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
    faults.check()?;
    Ok(CoverRequest {
        changes,
        // Fields show whole minutes: the present one means now.
        from: from.filter(|from| !(*from <= now && now - *from < 60)),
        to: to.unwrap_or(now),
        reason: form.reason,
        override_reason: Some(form.override_reason).filter(|why| !why.trim().is_empty()),
        if_match: None,
    })
}
