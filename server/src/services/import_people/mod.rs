//! People from a file: read, compared with who there is, and written all at once or not at all.
//!
//! The preview and the import go through the same two steps, [`read`] and [`plan`]; only the import writes.

mod job;
mod plan;
mod read;
mod repeated;
mod text;

pub(crate) use job::Jobs;

use super::{Desk, Result, people, teams};
use crate::store::{Connection, MemberRecord, PersonRecord, TeamRecord, Write};
use app::people::{ImportFault, ImportOutcome};
use domain::{PersonId, TeamId};
use job::Progress;
use plan::{Known, Plan, Step, plan};
use serde_json::json;
use std::collections::HashMap;

/// The largest people file: 10 MB.
pub(crate) const FILE_BYTES: usize = 10 * 1024 * 1024;

/// What importing `file` would do.
pub(super) async fn check(desk: &Desk, file: Vec<u8>) -> Result<ImportOutcome> {
    let table = match read_aside(file).await? {
        Ok(table) => table,
        Err(faults) => return Ok(faulty(faults)),
    };
    let known = Known::load(&mut *desk.tandem.store.read().await?).await?;
    Ok(plan(table, &known).outcome)
}

/// Imports `file`: all of it, or nothing when a line is bad or nothing would change.
pub(super) async fn import(desk: &Desk, file: Vec<u8>, progress: &Progress) -> Result<ImportOutcome> {
    let table = match read_aside(file).await? {
        Ok(table) => table,
        Err(faults) => return Ok(faulty(faults)),
    };
    let mut write = desk.begin().await?;
    let known = Known::load(write.connection()).await?;
    let mut plan = plan(table, &known);
    if plan.outcome.faults.is_empty() && !plan.steps.is_empty() {
        for step in plan.steps.iter_mut().filter(|step| step.before.is_none()) {
            step.person.id = PersonId::from_uuid(desk.tandem.new_id());
        }
        save(desk, &mut write, &plan, known.teams, progress).await?;
        desk.tandem.commit(write).await?;
    }
    Ok(plan.outcome)
}

/// Reads a file where it holds nobody up: ten megabytes take a while.
async fn read_aside(file: Vec<u8>) -> Result<std::result::Result<read::Table, Vec<ImportFault>>> {
    let read = tokio::task::spawn_blocking(move || read::read(&file)).await;
    read.map_err(|error| super::internal(&error))
}

/// The text of a people file, for the page to send again; empty for what is none.
pub(crate) fn people_file_text(file: &[u8]) -> String {
    text::text_of(file)
        .map(|read| read.text.into_owned())
        .unwrap_or_default()
}

fn faulty(faults: Vec<ImportFault>) -> ImportOutcome {
    ImportOutcome {
        faults,
        ..ImportOutcome::default()
    }
}

impl Known {
    async fn load(connection: &mut Connection) -> Result<Self> {
        Ok(Self {
            people: PersonRecord::all(connection).await?,
            teams: TeamRecord::all(connection).await?,
            members: MemberRecord::all(connection).await?,
        })
    }
}

async fn save(
    desk: &Desk,
    write: &mut Write,
    plan: &Plan,
    mut teams: Vec<TeamRecord>,
    progress: &Progress,
) -> Result<()> {
    for name in &plan.outcome.new_teams {
        let team = teams::insert_team(write, &teams, TeamId::from_uuid(desk.tandem.new_id()), name.clone()).await?;
        teams.push(team);
    }
    let teams: HashMap<String, TeamId> = teams
        .into_iter()
        .map(|team| (team.name.to_lowercase(), team.id))
        .collect();
    progress.begin(plan.steps.len());
    for step in &plan.steps {
        save_step(write, step, &teams).await?;
        progress.step();
    }
    let renamed = |step: &&Step| {
        step.before
            .as_ref()
            .is_some_and(|before| before.name != step.person.name)
    };
    for step in plan.steps.iter().filter(renamed) {
        desk.mark_events_of(write, step.person.id).await?;
    }
    let detail = json!({ "summary": plan.outcome.summary(), "lines": plan.outcome.lines.len() });
    Ok(write.audit("people.imported", "people", detail).await?)
}

async fn save_step(write: &mut Write, step: &Step, teams: &HashMap<String, TeamId>) -> Result<()> {
    let subject = people::subject(step.person.id);
    let after = people::described(&step.person);
    match &step.before {
        None => {
            write.insert_person(&step.person).await?;
            write.audit("person.added", &subject, after).await?;
        }
        Some(before) if people::described(before) != after => {
            write.update_person(&step.person).await?;
            let detail = json!({ "before": people::described(before), "after": after });
            write.audit("person.changed", &subject, detail).await?;
        }
        Some(_) => {}
    }
    for place in &step.places {
        // Every team of the plan is known or was made just before.
        let Some(team) = teams.get(&place.team.to_lowercase()) else {
            continue;
        };
        let member = MemberRecord {
            team: *team,
            person: step.person.id,
            qualification: place.qualification,
            manager: place.manager,
            share_percent: place.share_percent,
        };
        write.put_member(&member).await?;
        let detail = json!({ "person": step.person.id, "after": teams::described(&member) });
        write.audit("team.member_put", &format!("team {team}"), detail).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
