//! What a people file would do to who there is.

use super::read::{Row, RowPlace, Table, fault};
use crate::store::{MemberRecord, OrganisationRole, PersonRecord, Preferences, TeamRecord};
use app::people::{ImportFault, ImportLine, ImportOutcome};
use domain::{ContactId, PersonId, Qualification, TeamId, contact::Contacts};
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
    /// Their places in the file's teams, where those change.
    pub(super) places: Vec<Place>,
    /// The first of their lines.
    line: usize,
}

/// A place in a team.
pub(super) struct Place {
    pub(super) team: String,
    pub(super) qualification: Option<Qualification>,
    pub(super) manager: bool,
    pub(super) share_percent: u16,
}

/// What the rows of a file would do to who is `known`.
pub(super) fn plan(table: Table, known: &Known) -> Plan {
    let mut planner = Planner::new(known);
    planner.plan.outcome.notes = table.notes;
    for row in table.rows {
        if let Err(fault) = planner.add(row) {
            planner.plan.outcome.faults.push(fault);
        }
    }
    planner.keep_an_administrator(known);
    planner.plan
}

struct Planner<'a> {
    by_id: HashMap<PersonId, &'a PersonRecord>,
    by_email: HashMap<&'a str, &'a PersonRecord>,
    /// By name in small letters; `None` for those that are new.
    teams: HashMap<String, (Option<&'a TeamRecord>, String)>,
    members: HashMap<(TeamId, PersonId), &'a MemberRecord>,
    /// Which step is about the person of an address.
    steps: HashMap<String, usize>,
    /// The first line about each person who is known, and the address it has.
    owners: HashMap<PersonId, (usize, String)>,
    plan: Plan,
}

impl<'a> Planner<'a> {
    fn new(known: &'a Known) -> Self {
        let people = &known.people;
        let place = |member: &'a MemberRecord| ((member.team, member.person), member);
        let team = |team: &'a TeamRecord| (team.name.to_lowercase(), (Some(team), team.name.clone()));
        Self {
            by_id: people.iter().map(|person| (person.id, person)).collect(),
            by_email: people.iter().map(|person| (person.email.as_str(), person)).collect(),
            teams: known.teams.iter().map(team).collect(),
            members: known.members.iter().map(place).collect(),
            steps: HashMap::new(),
            owners: HashMap::new(),
            plan: Plan {
                outcome: ImportOutcome::default(),
                steps: Vec::new(),
            },
        }
    }

    /// Whom a line is about; nobody for somebody new.
    fn person(&self, row: &Row) -> Result<Option<&'a PersonRecord>, ImportFault> {
        let of_email = self.by_email.get(row.email.as_str()).copied();
        let Some(id) = row.id else {
            return Ok(of_email);
        };
        let Some(of_id) = self.by_id.get(&id).copied() else {
            let words = "There is nobody of this id here: leave the cell empty for somebody new.";
            return Err(fault(row.line, "id", &id.to_string(), words.into()));
        };
        match of_email {
            Some(other) if other.id != id => {
                let words = format!(
                    "‘{}’ is the address of {}, and the id that of {}.",
                    row.email, other.name, of_id.name
                );
                Err(fault(row.line, "email", &row.email, words))
            }
            _ => Ok(Some(of_id)),
        }
    }

    fn add(&mut self, row: Row) -> Result<(), ImportFault> {
        let before = self.person(&row)?;
        if let Some(known) = before {
            self.one_address(known, &row)?;
        }
        let person = after(&row, before);
        let mut changes = before.map(|before| person_changes(before, &person)).unwrap_or_default();
        let first = !self.steps.contains_key(&row.email);
        let (team, place) = self.place(&row, before, &mut changes)?;
        if let Some(before) = before {
            check_state(before, &row, &changes)?;
        } else if row.active == Some(false) {
            let words = "Somebody new is active: leave this line out, or deactivate them afterwards.";
            return Err(fault(row.line, "state", "deactivated", words.into()));
        }
        let is_new = before.is_none();
        if is_new || !changes.is_empty() {
            let index = *self.steps.entry(row.email.clone()).or_insert_with(|| {
                self.plan.steps.push(Step {
                    before: before.cloned(),
                    person,
                    places: Vec::new(),
                    line: row.line,
                });
                self.plan.steps.len() - 1
            });
            if let Some(step) = self.plan.steps.get_mut(index) {
                step.places.extend(place);
            }
        }
        self.plan.outcome.lines.push(ImportLine {
            line: row.line,
            name: row.name,
            email: row.email,
            team,
            qualification: row.place.as_ref().and_then(|place| place.qualification),
            new: is_new && first,
            changes: if is_new && first { Vec::new() } else { changes },
        });
        Ok(())
    }

    /// Refuses a second line about somebody that finds them another way and gives them another address.
    fn one_address(&mut self, person: &PersonRecord, row: &Row) -> Result<(), ImportFault> {
        let first = (row.line, row.email.clone());
        let (line, email) = self.owners.entry(person.id).or_insert(first);
        if *email == row.email {
            return Ok(());
        }
        let words = format!(
            "Lines {line} and {} are both about {} and have two addresses, {email} and {}: keep one of them.",
            row.line, person.name, row.email
        );
        Err(fault(row.line, "email", &row.email, words))
    }

    /// The name of a line's team, and the place to write there; what that changes is added to `changes`.
    fn place(
        &mut self,
        row: &Row,
        before: Option<&PersonRecord>,
        changes: &mut Vec<String>,
    ) -> Result<(String, Option<Place>), ImportFault> {
        let Some(wanted) = &row.place else {
            return Ok((String::new(), None));
        };
        let (team, name) = self
            .teams
            .entry(wanted.team.to_lowercase())
            .or_insert_with(|| {
                self.plan.outcome.new_teams.push(wanted.team.clone());
                (None, wanted.team.clone())
            })
            .clone();
        let member = before
            .zip(team)
            .and_then(|(person, team)| self.members.get(&(team.id, person.id)).copied());
        let differs = place_changes(wanted, &name, member);
        if let Some(team) = team.filter(|team| team.archived_at.is_some() && !differs.is_empty()) {
            let words = format!("{} is archived and takes nothing new: choose another team.", team.name);
            return Err(fault(row.line, "team", &team.name, words));
        }
        let place = (!differs.is_empty()).then(|| Place {
            team: name.clone(),
            qualification: wanted.qualification,
            manager: wanted.manager.unwrap_or(member.is_some_and(|member| member.manager)),
            share_percent: wanted.share_percent,
        });
        changes.extend(differs);
        Ok((name, place))
    }

    /// Refuses to leave the organisation without an administrator who can sign in.
    fn keep_an_administrator(&mut self, known: &Known) {
        let is_one = |person: &PersonRecord| {
            person.role == OrganisationRole::Administrator && person.deactivated_at.is_none() && person.can_sign_in
        };
        let demoted: Vec<(PersonId, usize)> = self
            .plan
            .steps
            .iter()
            .filter(|step| step.before.as_ref().is_some_and(is_one) && !is_one(&step.person))
            .map(|step| (step.person.id, step.line))
            .collect();
        let stays = |person: &PersonRecord| is_one(person) && !demoted.iter().any(|(id, _)| *id == person.id);
        if demoted.is_empty() || known.people.iter().any(stays) {
            return;
        }
        let words =
            "Nobody who can sign in would administer the organisation any more: leave one of them administrator.";
        let faults = demoted.iter().map(|(_, line)| fault(*line, "role", "", words.into()));
        self.plan.outcome.faults.extend(faults);
    }
}

/// An import neither brings somebody back by the way nor ends what is theirs.
fn check_state(person: &PersonRecord, row: &Row, changes: &[String]) -> Result<(), ImportFault> {
    let active = person.deactivated_at.is_none();
    match row.active {
        Some(wanted) if wanted != active => {
            let (is, page) = if active {
                ("active", "deactivate")
            } else {
                ("deactivated", "reactivate")
            };
            let words = format!(
                "{} is {is}: {page} them on the people page, or write {is}.",
                person.name
            );
            Err(fault(
                row.line,
                "state",
                if wanted { "active" } else { "deactivated" },
                words,
            ))
        }
        Some(_) if active || changes.is_empty() => Ok(()),
        None if active => Ok(()),
        _ => {
            let words = format!(
                "{} is deactivated: reactivate them on their page first, or take this line out.",
                person.name
            );
            Err(fault(row.line, "email", &person.email, words))
        }
    }
}

fn after(row: &Row, before: Option<&PersonRecord>) -> PersonRecord {
    let mut person = before.cloned().unwrap_or_else(|| PersonRecord {
        // Given when they are written.
        id: PersonId::from_uuid(uuid::Uuid::nil()),
        name: String::new(),
        email: String::new(),
        zone: String::new(),
        contacts: Contacts::default(),
        role: OrganisationRole::Member,
        payroll: false,
        session_epoch: 0,
        deactivated_at: None,
        can_sign_in: false,
        preferences: Preferences::default(),
        link: None,
    });
    person.name.clone_from(&row.name);
    person.email.clone_from(&row.email);
    person.zone.clone_from(&row.zone);
    if let Some(phone) = &row.phone {
        // A number that stands in a file is one, and a list that is full has a first number to put it in place of.
        let id = ContactId::of(&row.email, 0, phone);
        let _ = person.contacts.set_phone(id, Some(phone));
    }
    person.role = row.role.unwrap_or(person.role);
    person
}

fn person_changes(before: &PersonRecord, after: &PersonRecord) -> Vec<String> {
    let none = || "none".to_owned();
    let pairs = [
        ("name", before.name.clone(), after.name.clone()),
        ("e-mail", before.email.clone(), after.email.clone()),
        ("time zone", before.zone.clone(), after.zone.clone()),
        (
            "telephone",
            before.contacts.phone().map_or_else(none, str::to_owned),
            after.contacts.phone().map_or_else(none, str::to_owned),
        ),
        (
            "organisation role",
            before.role.key().to_owned(),
            after.role.key().to_owned(),
        ),
    ];
    pairs
        .into_iter()
        .filter(|(_, old, new)| old != new)
        .map(|(what, old, new)| format!("{what} {old} → {new}"))
        .collect()
}

/// What changes about a place in a team; somebody new to the team joins it.
fn place_changes(wanted: &RowPlace, team: &str, member: Option<&MemberRecord>) -> Vec<String> {
    let Some(member) = member else {
        return vec![format!("joins {team}")];
    };
    let mut changes = Vec::new();
    let key = |qualification: Option<Qualification>| qualification.map_or("no duty", Qualification::key);
    if member.qualification != wanted.qualification {
        let (old, new) = (key(member.qualification), key(wanted.qualification));
        changes.push(format!("{team}: {old} → {new}"));
    }
    if member.share_percent != wanted.share_percent {
        changes.push(format!(
            "{team}: share {} % → {} %",
            member.share_percent, wanted.share_percent
        ));
    }
    if let Some(manager) = wanted.manager.filter(|manager| *manager != member.manager) {
        changes.push(format!(
            "{team}: {}",
            if manager { "manages it" } else { "no longer manages it" }
        ));
    }
    changes
}
