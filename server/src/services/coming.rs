//! What somebody is on duty for next.

use super::{Reader, wording};
use crate::snapshot::RotaImage;
use app::people::ComingDuty;
use domain::{Instant, PersonId, Role};

/// The duty of `person` on `rota` that goes on, or else the next one; with its start.
pub(crate) fn coming(rota: &RotaImage, person: PersonId, reader: &Reader) -> Option<(Instant, ComingDuty)> {
    let now = reader.now;
    let first = rota.duty.partition_point(|row| row.starts_at <= now).saturating_sub(1);
    let (row, role) = rota.duty.iter().skip(first).find_map(|row| {
        let role = Role::BOTH
            .into_iter()
            .find(|role| row.pairing.holder(*role) == Some(person))?;
        Some((row, role))
    })?;
    let duty = ComingDuty {
        slug: rota.record.slug.clone(),
        rota: rota.record.name.clone(),
        role,
        now: row.starts_at <= now,
        from: wording::stamp(row.starts_at, &rota.rules.zone, reader),
    };
    Some((row.starts_at, duty))
}

/// The soonest of several rotas.
pub(crate) fn soonest<'a>(
    rotas: impl Iterator<Item = &'a RotaImage>,
    person: PersonId,
    reader: &Reader,
) -> Option<ComingDuty> {
    rotas
        .filter_map(|rota| coming(rota, person, reader))
        .min_by_key(|(at, _)| *at)
        .map(|(_, duty)| duty)
}
