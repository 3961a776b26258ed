//! What a people file would do to who there is.

use super::read::{Row, fault};
use crate::store::{MemberRecord, OrganisationRole, PersonRecord, Preferences, TeamRecord};
use app::people::{ImportFault, ImportLine, ImportOutcome};
use domain::{PersonId, Qualification, TeamId};
use std::collections::HashMap;

/// Who there is.
pub(super) struct Known {
    pub(super) people: Vec<PersonRecord>,
    pub(super) teams: Vec<TeamRecord>,
    pub(super) members: Vec<MemberRecord>,
}

/// What is to be written.
pub(super) struct Plan {
    /// The same, in words.
    pub(super) outcome: ImportOutcome,
    /// One for each person who is new or changes.
    pub(super) steps: Vec<Step>,
}

/// One person to write.
pub(super) struct Step {
    /// As they were.
    pub(super) before: Option<PersonRecord>,
    /// As they are to be.
    pub(super) person: PersonRecord,
    /// Their place in the file's team, when that changes.
    pub(super) place: Option<Place>,
}

/// A place in a team.
pub(super) struct Place {
    pub(super) team: String,
    pub(super) qualification: Qualification,
    pub(super) manager: bool,
    pub(super) share_percent: u16,
}

/// Whether two names mean the same team: capitals do not count.
pub(super) fn same_team(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

/// What `rows` would do to who is `known`.
pub(super) fn plan(rows: Vec<Row>, known: &Known) -> Plan {
    let people: HashMap<&str, &PersonRecord> = known
        .people
        .iter()
        .map(|person| (person.email.as_str(), person))
        .collect();
    let mut teams: HashMap<String, (Option<TeamId>, String)> = known
        .teams
        .iter()
        .map(|team| (team.name.to_lowercase(), (Some(team.id), team.name.clone())))
        .collect();
    let members: HashMap<(TeamId, PersonId), &MemberRecord> = known
        .members
        .iter()
        .map(|member| ((member.team, member.person), member))
        .collect();
    let mut plan = Plan {
        outcome: ImportOutcome::default(),
        steps: Vec::new(),
    };
    for row in rows {
        let before = people.get(row.email.as_str()).copied();
        if let Some(fault) = before.and_then(|person| deactivated(person, row.line)) {
            plan.outcome.faults.push(fault);
            continue;
        }
        let (team, team_name) = teams
            .entry(row.team.to_lowercase())
            .or_insert_with(|| {
                plan.outcome.new_teams.push(row.team.clone());
                (None, row.team.clone())
            })
            .clone();
        let member = before
            .zip(team)
            .and_then(|(person, team)| members.get(&(team, person.id)).copied());
        add(&mut plan, row, team_name, before, member);
    }
    plan
}

/// An import does not bring somebody back by the way.
fn deactivated(person: &PersonRecord, line: usize) -> Option<ImportFault> {
    person.deactivated_at.map(|_| {
        let words = format!(
            "{} is deactivated: reactivate them on their page first, or take this line out.",
            person.name
        );
        fault(line, "email", &person.email, words)
    })
}

fn add(plan: &mut Plan, row: Row, team: String, before: Option<&PersonRecord>, member: Option<&MemberRecord>) {
    let person = after(&row, before);
    let mut changes = before.map(|before| person_changes(before, &person)).unwrap_or_default();
    let place_changes = place_changes(&row, &team, member);
    if before.is_some() {
        changes.extend(place_changes.iter().cloned());
    }
    let place = (!place_changes.is_empty()).then(|| Place {
        team: team.clone(),
        qualification: row.qualification,
        manager: member.is_some_and(|member| member.manager),
        share_percent: row.share_percent,
    });
    if before.is_none() || !changes.is_empty() {
        plan.steps.push(Step {
            before: before.cloned(),
            person,
            place,
        });
    }
    plan.outcome.lines.push(ImportLine {
        line: row.line,
        name: row.name,
        email: row.email,
        team,
        qualification: Some(row.qualification),
        new: before.is_none(),
        changes,
    });
}

fn after(row: &Row, before: Option<&PersonRecord>) -> PersonRecord {
    let mut person = before.cloned().unwrap_or_else(|| PersonRecord {
        // Given when they are written.
        id: PersonId::from_uuid(uuid::Uuid::nil()),
        name: String::new(),
        email: row.email.clone(),
        zone: String::new(),
        phone: None,
        role: OrganisationRole::Member,
        session_epoch: 0,
        deactivated_at: None,
        can_sign_in: false,
        preferences: Preferences::default(),
        link: None,
    });
    person.name.clone_from(&row.name);
    person.zone.clone_from(&row.zone);
    if row.phone.is_some() {
        person.phone.clone_from(&row.phone);
    }
    person
}

fn person_changes(before: &PersonRecord, after: &PersonRecord) -> Vec<String> {
    let none = || "none".to_owned();
    let pairs = [
        ("name", before.name.clone(), after.name.clone()),
        ("time zone", before.zone.clone(), after.zone.clone()),
        (
            "telephone",
            before.phone.clone().unwrap_or_else(none),
            after.phone.clone().unwrap_or_else(none),
        ),
    ];
    pairs
        .into_iter()
        .filter(|(_, old, new)| old != new)
        .map(|(what, old, new)| format!("{what} {old} → {new}"))
        .collect()
}

/// What changes about a place in a team; somebody new to the team joins it.
fn place_changes(row: &Row, team: &str, member: Option<&MemberRecord>) -> Vec<String> {
    let Some(member) = member else {
        return vec![format!("joins {team}")];
    };
    let mut changes = Vec::new();
    if member.qualification != Some(row.qualification) {
        let old = member.qualification.map_or("no duty", Qualification::key);
        changes.push(format!("{team}: {old} → {}", row.qualification.key()));
    }
    if member.share_percent != row.share_percent {
        changes.push(format!(
            "{team}: share {} % → {} %",
            member.share_percent, row.share_percent
        ));
    }
    changes
}
