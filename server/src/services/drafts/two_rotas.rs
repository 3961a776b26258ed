//! Who would be on duty on two rotas at once when a part is published.

use super::super::{Reader, Result, wording::span_words};
use super::Opened;
use crate::store::{Connection, OrganisationRecord, duty_elsewhere};
use app::AppError;
use domain::{PersonId, Role, Span, conflicts::TwoRotas, rota::Shift};
use std::collections::BTreeSet;

/// The most that is said at once.
const MOST: usize = 12;

/// What the organisation thinks of it, and who it would be: nobody, where it is allowed.
pub(super) async fn two_rotas(
    connection: &mut Connection,
    opened: &Opened,
    shifts: &[Shift],
    part: Span,
    reader: &Reader,
) -> Result<(TwoRotas, Vec<String>)> {
    let organisation = OrganisationRecord::load(connection).await?;
    let setting = organisation.map(|it| it.two_rotas).unwrap_or_default();
    let mut found = Vec::new();
    if setting == TwoRotas::Allow {
        return Ok((setting, found));
    }
    for person in people(shifts) {
        let elsewhere = duty_elsewhere(connection, person, opened.rota.record.id, part).await?;
        let own: Vec<Span> = shifts
            .iter()
            .filter(|shift| shift.pairing.role_of(person).is_some())
            .flat_map(|shift| shift.stretches.iter().copied())
            .collect();
        for (rota, role, span) in elsewhere {
            let Some(both) = own.iter().find_map(|one| one.intersection(&span)) else {
                continue;
            };
            let rota = opened.snapshot.rota(rota).map(|rota| rota.record.name.clone());
            found.push(format!(
                "{} is {role} of {} at the same time, {}",
                opened.snapshot.directory().name_in_words(person),
                rota.unwrap_or_else(|| "another rota".to_owned()),
                span_words(both, &opened.rota.rules.zone, reader)
            ));
        }
    }
    found.truncate(MOST);
    Ok((setting, found))
}

/// Refuses a part that would put somebody on two rotas at once, where the organisation forbids that.
pub(super) async fn refuse_two_rotas(
    connection: &mut Connection,
    opened: &Opened,
    shifts: &[Shift],
    part: Span,
    reader: &Reader,
) -> Result<()> {
    let (setting, found) = two_rotas(connection, opened, shifts, part, reader).await?;
    if setting != TwoRotas::Forbid || found.is_empty() {
        return Ok(());
    }
    let message = format!("Nobody is on two rotas at once. {}.", found.join(". "));
    let all = found.into_iter().map(|words| ("two-rotas".to_owned(), words)).collect();
    Err(AppError::Refused {
        rule: "two-rotas".to_owned(),
        message,
        all,
    })
}

fn people(shifts: &[Shift]) -> BTreeSet<PersonId> {
    let held = shifts
        .iter()
        .flat_map(|shift| Role::BOTH.map(|role| shift.pairing.holder(role)));
    held.flatten().collect()
}
