//! What follows a holiday calendar.

use super::super::Result;
use crate::{
    snapshot::Snapshot,
    store::{Connection, OrganisationRecord, PersonPayRecord, RateCardVersionRecord, RulesRecord},
};
use domain::RotaId;

/// The rotas of which some rules follow a calendar, with all their rules in order of start.
pub(super) async fn rotas_with(
    connection: &mut Connection,
    snapshot: &Snapshot,
    key: &str,
) -> Result<Vec<(RotaId, Vec<RulesRecord>)>> {
    let mut ids: Vec<RotaId> = snapshot.rotas().map(|rota| rota.record.id).collect();
    ids.sort_unstable();
    let mut found = Vec::new();
    for id in ids {
        let rules = RulesRecord::in_time(connection, id).await?;
        if rules.iter().any(|rules| rules.holiday_calendar == key) {
            found.push((id, rules));
        }
    }
    Ok(found)
}

/// What follows a calendar, in words, by name.
pub(super) async fn users_of(connection: &mut Connection, snapshot: &Snapshot, key: &str) -> Result<Vec<String>> {
    let rotas = rotas_with(connection, snapshot, key).await?;
    let mut users: Vec<String> = rotas
        .into_iter()
        .filter_map(|(id, _)| Some(format!("the rota {}", snapshot.rota(id)?.record.name)))
        .collect();
    let organisation = OrganisationRecord::load(connection).await?;
    if organisation.is_some_and(|all| all.holiday_calendar == key) {
        users.push("the organisation".to_owned());
    }
    for version in RateCardVersionRecord::all(connection).await? {
        if version.file.holidays == key {
            users.push(format!("the rate card {}", version.file.name));
        }
    }
    for facts in PersonPayRecord::all(connection).await? {
        if facts.holiday_region == key {
            users.push(snapshot.directory().name(facts.person).to_owned());
        }
    }
    users.sort_unstable();
    users.dedup();
    Ok(users)
}
