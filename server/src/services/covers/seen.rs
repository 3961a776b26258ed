//! What whoever asks for a cover has seen of the rota, so that nobody overwrites what they have not seen.

use super::{CoverRequest, Result};
use crate::{secret::fingerprint, store::RotaRecord};
use app::AppError;
use domain::{Role, timeline::Duty};

/// What the asker has seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// The rota at this revision: refused when anything of it was changed since.
    Revision(i64),
    /// The [`mark`] of the duty that a preview showed: refused when that duty is another now.
    Duty(String),
}

/// The duty of a preview as a text to compare: a digest for each stretch, so that of a cover from now on, what has ended
/// since can be left out.
pub(in crate::services) fn mark(before: &Duty) -> String {
    let stretches = before.segments().map(|(span, row)| {
        let holder = |role| row.pairing.holder(role).map(|id| id.to_string()).unwrap_or_default();
        let words = format!(
            "{:?} {} {} {}",
            row.state,
            span.end(),
            holder(Role::Lead),
            holder(Role::Engineer)
        );
        fingerprint(&words)[..8].to_owned()
    });
    stretches.collect::<Vec<_>>().join(".")
}

/// Whether the rota is still at the revision that was seen.
pub(super) fn check_revision(rota: &RotaRecord, seen: Option<&Seen>, next: i64) -> Result<()> {
    match seen {
        Some(Seen::Revision(seen)) if *seen >= next => Err(AppError::Stale(format!(
            "There has been no revision {seen} yet: the latest is {}.",
            next - 1
        ))),
        Some(Seen::Revision(seen)) if rota.revision > *seen => Err(AppError::Stale(format!(
            "{} was changed meanwhile (revision {}, you have seen {seen}). Look again, then decide.",
            rota.name, rota.revision
        ))),
        _ => Ok(()),
    }
}

/// Whether duty in the time of a cover is still what the preview showed.
pub(super) fn check_duty(before: &Duty, request: &CoverRequest) -> Result<()> {
    let Some(Seen::Duty(seen)) = &request.if_match else {
        return Ok(());
    };
    let is = mark(before);
    let same = match request.from {
        Some(_) => *seen == is,
        None => seen.ends_with(&is),
    };
    if same {
        return Ok(());
    }
    Err(changed_since())
}

/// The same for a time that does not begin now; nothing is said of what was seen by an empty `seen`.
pub(in crate::services) fn must_be_as_seen(seen: &str, before: &Duty) -> Result<()> {
    match seen.is_empty() || *seen == mark(before) {
        true => Ok(()),
        false => Err(changed_since()),
    }
}

fn changed_since() -> AppError {
    AppError::Stale(
        "Somebody changed duty in this time after you looked. The preview shows how it is now: save again if yours is still \
         right."
            .to_owned(),
    )
}
