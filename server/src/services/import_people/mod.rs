//! People from a file: read, compared with who there is, and written all at once or not at all.
//!
//! The preview and the import go through the same two steps, [`read`] and [`plan`]; only the import writes.

mod plan;
mod read;

use super::{Desk, Result, people, teams};
use crate::store::{MemberRecord, PersonRecord, TeamRecord, Write};
use app::people::ImportOutcome;
use domain::{PersonId, TeamId};
use plan::{Known, Plan, Step, plan};
use serde_json::json;

/// The largest people file: 10 MB.
pub(crate) const FILE_BYTES: usize = 10 * 1024 * 1024;

/// What importing `file` would do.
pub(super) async fn check(desk: &Desk, file: Vec<u8>) -> Result<ImportOutcome> {
    let rows = match read::read(&file) {
        Ok(rows) => rows,
        Err(faults) => {
            return Ok(ImportOutcome {
                faults,
                ..ImportOutcome::default()
            });
        }
    };
    let mut connection = desk.tandem.store.read().await?;
    let known = Known {
        people: PersonRecord::all(&mut connection).await?,
        teams: TeamRecord::all(&mut connection).await?,
        members: MemberRecord::all(&mut connection).await?,
    };
    Ok(plan(rows, &known).outcome)
}

/// Imports `file`: all of it, or nothing when a line is bad or nothing would change.
pub(super) async fn import(desk: &Desk, file: Vec<u8>) -> Result<ImportOutcome> {
    let rows = match read::read(&file) {
        Ok(rows) => rows,
        Err(faults) => {
            return Ok(ImportOutcome {
                faults,
                ..ImportOutcome::default()
            });
        }
    };
    let mut write = desk.begin().await?;
    let known = Known {
        people: PersonRecord::all(write.connection()).await?,
        teams: TeamRecord::all(write.connection()).await?,
        members: MemberRecord::all(write.connection()).await?,
    };
    let mut plan = plan(rows, &known);
    if plan.outcome.faults.is_empty() && !plan.steps.is_empty() {
        for step in plan.steps.iter_mut().filter(|step| step.before.is_none()) {
            step.person.id = PersonId::from_uuid(desk.tandem.new_id());
        }
        save(desk, &mut write, &plan, known.teams).await?;
        desk.tandem.commit(write).await?;
    }
    Ok(plan.outcome)
}

async fn save(desk: &Desk, write: &mut Write, plan: &Plan, mut teams: Vec<TeamRecord>) -> Result<()> {
    for name in &plan.outcome.new_teams {
        let team = teams::insert_team(write, &teams, TeamId::from_uuid(desk.tandem.new_id()), name.clone()).await?;
        teams.push(team);
    }
    for step in &plan.steps {
        save_step(write, step, &teams).await?;
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

async fn save_step(write: &mut Write, step: &Step, teams: &[TeamRecord]) -> Result<()> {
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
    if let Some(place) = &step.place {
        // Every team of the plan is known or was made just before.
        let Some(team) = teams.iter().find(|team| plan::same_team(&team.name, &place.team)) else {
            return Ok(());
        };
        let member = MemberRecord {
            team: team.id,
            person: step.person.id,
            qualification: Some(place.qualification),
            manager: place.manager,
            share_percent: place.share_percent,
        };
        write.put_member(&member).await?;
        let detail = json!({ "person": step.person.id, "after": teams::described(&member) });
        write
            .audit("team.member_put", &format!("team {}", team.id), detail)
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
