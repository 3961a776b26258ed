//! One change to many people: all of it, or nothing, with every refusal named.

use super::{described, filter, filter::May, is_administrator, subject};
use crate::{
    collation,
    services::{Desk, Faults, Result, teams},
    snapshot::Snapshot,
    store::{MemberRecord, OrganisationRole, PersonRecord, TeamRecord, Write},
    tandem::Tandem,
};
use app::{
    AppError,
    people::{BulkCheck, BulkEdit, BulkLine},
};
use domain::{PersonId, Qualification};
use serde_json::json;
use std::collections::BTreeSet;

/// People who are changed at once, at most.
const MOST: usize = 10_000;

/// What is to be done to each.
enum Change {
    Nothing,
    Join(TeamRecord, Option<Qualification>),
    Leave(TeamRecord),
    Qualify(TeamRecord, Option<Qualification>),
    Role(OrganisationRole),
    Active(bool),
}

/// What is done to one person.
enum Step {
    Member {
        before: Option<MemberRecord>,
        after: MemberRecord,
    },
    Remove(MemberRecord),
    Role(OrganisationRole),
    Active(bool),
}

/// What happens to one person.
enum Fate {
    Same(String),
    Changes(Step, String),
    Refused(String),
}

impl Desk {
    /// What a change to many people would do.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` for a change that cannot be read.
    pub(super) fn bulk_check(&self, edit: &BulkEdit) -> Result<BulkCheck> {
        self.may_administer()?;
        let snapshot = self.tandem.snapshot();
        let fates = fates(&snapshot, edit)?;
        Ok(told(&snapshot, &fates))
    }

    /// Makes a change to many people; answers what it did.
    ///
    /// # Errors
    /// As [`Desk::bulk_check`]; `Refused`, with every reason, when somebody cannot be changed: then nobody is.
    pub(super) async fn bulk_change(&self, edit: BulkEdit) -> Result<BulkCheck> {
        self.may_administer()?;
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            // Read after the write has begun, so that it is what nobody else is changing on this node.
            let snapshot = desk.tandem.snapshot();
            let fates = fates(&snapshot, &edit)?;
            let outcome = told(&snapshot, &fates);
            refuse(&fates)?;
            let mut changed = 0_usize;
            for (person, fate) in &fates {
                if let Fate::Changes(step, _) = fate {
                    save(&desk.tandem, &mut write, person, step).await?;
                    changed += 1;
                }
            }
            if changed > 0 {
                let detail = json!({ "change": edit.change, "people": changed });
                write.audit("people.changed_together", "people", detail).await?;
                desk.tandem.commit(write).await?;
            }
            Ok(outcome)
        })
        .await
    }
}

/// What happens to each person of a change, by name.
fn fates(snapshot: &Snapshot, edit: &BulkEdit) -> Result<Vec<(PersonRecord, Fate)>> {
    let people = chosen(snapshot, &edit.people)?;
    let change = Change::read(snapshot, edit)?;
    let stays = |person: &&PersonRecord| is_administrator(person) && person.can_sign_in;
    let leaving: BTreeSet<PersonId> = match change {
        Change::Active(false) => people.iter().map(|person| person.id).collect(),
        Change::Role(role) if role != OrganisationRole::Administrator => people.iter().map(|it| it.id).collect(),
        _ => BTreeSet::new(),
    };
    let mut left = snapshot.directory().people().filter(stays);
    let last = !leaving.is_empty() && !left.any(|person| !leaving.contains(&person.id));
    let fate = |person: &PersonRecord| {
        if last && is_administrator(person) {
            return Fate::Refused("nobody else who can sign in would administer the organisation".into());
        }
        change.fate(snapshot, person)
    };
    Ok(people
        .into_iter()
        .map(|person| (person.clone(), fate(&person)))
        .collect())
}

/// The people of some ids, by name.
fn chosen(snapshot: &Snapshot, ids: &str) -> Result<Vec<PersonRecord>> {
    let ids: BTreeSet<&str> = ids.split_whitespace().collect();
    if ids.is_empty() {
        return Err(AppError::field("people", "Tick the people to change first."));
    }
    if ids.len() > MOST {
        let words = format!(
            "{} people are more than the {MOST} that are changed at once.",
            ids.len()
        );
        return Err(AppError::field("people", words));
    }
    let mut faults = Faults::default();
    let mut people = Vec::with_capacity(ids.len());
    for id in ids {
        let known = id.parse().ok().and_then(|id| snapshot.directory().person(id));
        match known {
            Some(person) => people.push(person.clone()),
            None => faults.note("people", format!("There is no person ‘{id}’.")),
        }
    }
    faults.check()?;
    people.sort_by_cached_key(|person| (collation::key(&person.name), person.id));
    Ok(people)
}

impl Change {
    fn read(snapshot: &Snapshot, edit: &BulkEdit) -> Result<Self> {
        let team = || {
            let found = snapshot.directory().team_by_slug(&edit.team);
            found
                .cloned()
                .ok_or_else(|| AppError::field("team", format!("There is no team ‘{}’: choose one.", edit.team)))
        };
        let may = || {
            let may = May::of(&edit.qualification).ok_or_else(|| {
                let words = format!(
                    "‘{}’ is not what somebody may be: use lead, engineer, both or none.",
                    edit.qualification
                );
                AppError::field("qualification", words)
            });
            may.map(May::qualification)
        };
        Ok(match edit.change.as_str() {
            "" => Self::Nothing,
            "join" => {
                let team = team()?;
                teams::takes_new(snapshot, team.id)?;
                Self::Join(team, may()?)
            }
            "leave" => Self::Leave(team()?),
            "qualify" => Self::Qualify(team()?, may()?),
            "role" => Self::Role(
                edit.role
                    .parse()
                    .map_err(|words: String| AppError::field("role", words))?,
            ),
            "deactivate" => Self::Active(false),
            "reactivate" => Self::Active(true),
            other => {
                let words =
                    format!("‘{other}’ is not a change: use join, leave, qualify, role, deactivate or reactivate.");
                return Err(AppError::field("change", words));
            }
        })
    }

    fn fate(&self, snapshot: &Snapshot, person: &PersonRecord) -> Fate {
        let active = person.deactivated_at.is_none();
        let place = |team: &TeamRecord| snapshot.directory().member(team.id, person.id).cloned();
        match self {
            Self::Nothing => Fate::Same(String::new()),
            Self::Join(team, _) if place(team).is_some() => Fate::Same(format!("is in {} already", team.name)),
            Self::Join(..) if !active => Fate::Refused("is deactivated: reactivate them first".into()),
            Self::Join(team, qualification) => {
                let after = MemberRecord {
                    team: team.id,
                    person: person.id,
                    qualification: *qualification,
                    manager: false,
                    share_percent: 100,
                };
                let words = format!("joins {}: {}", team.name, key(*qualification));
                Fate::Changes(Step::Member { before: None, after }, words)
            }
            Self::Leave(team) => match place(team) {
                None => Fate::Same(format!("is not in {}", team.name)),
                Some(place) => Fate::Changes(
                    Step::Remove(place),
                    format!("leaves {}; duty that is published stays theirs", team.name),
                ),
            },
            Self::Qualify(team, wanted) => match place(team) {
                None => Fate::Refused(format!("is not in {}: add them first", team.name)),
                Some(place) if place.qualification == *wanted => Fate::Same(format!("is {} already", key(*wanted))),
                Some(place) => {
                    let words = format!("{}: {} → {}", team.name, key(place.qualification), key(*wanted));
                    let after = MemberRecord {
                        qualification: *wanted,
                        ..place.clone()
                    };
                    let before = Some(place);
                    Fate::Changes(Step::Member { before, after }, words)
                }
            },
            Self::Role(role) if person.role == *role => Fate::Same(format!("has the role {} already", role.key())),
            Self::Role(role) => Fate::Changes(Step::Role(*role), format!("{} → {}", person.role.key(), role.key())),
            Self::Active(wanted) if active == *wanted => {
                Fate::Same(if active { "is active" } else { "is deactivated already" }.to_owned())
            }
            Self::Active(true) => Fate::Changes(Step::Active(true), "is reactivated".into()),
            Self::Active(false) => Fate::Changes(
                Step::Active(false),
                "is deactivated: sessions, link and calendar addresses end".into(),
            ),
        }
    }
}

fn key(qualification: Option<Qualification>) -> &'static str {
    qualification.map_or("no duty", Qualification::key)
}

fn told(snapshot: &Snapshot, fates: &[(PersonRecord, Fate)]) -> BulkCheck {
    let mut lines: Vec<(u8, BulkLine)> = fates
        .iter()
        .map(|(person, fate)| {
            let (order, kind, words) = match fate {
                Fate::Refused(words) => (0, "refused", words),
                Fate::Changes(_, words) => (1, "changes", words),
                Fate::Same(words) => (2, "same", words),
            };
            let line = BulkLine {
                id: person.id.to_string(),
                name: person.name.clone(),
                kind: kind.to_owned(),
                words: words.clone(),
            };
            (order, line)
        })
        .collect();
    // Those of one kind stay by name.
    lines.sort_by_key(|(order, _)| *order);
    let ids: Vec<String> = fates.iter().map(|(person, _)| person.id.to_string()).collect();
    BulkCheck {
        people: ids.join(" "),
        lines: lines.into_iter().map(|(_, line)| line).collect(),
        teams: filter::teams(snapshot),
    }
}

/// Fine when nobody is refused.
fn refuse(fates: &[(PersonRecord, Fate)]) -> Result<()> {
    let refused = fates.iter().filter_map(|(person, fate)| match fate {
        Fate::Refused(words) => Some(("refused".to_owned(), format!("{} {words}.", person.name))),
        _ => None,
    });
    let all: Vec<(String, String)> = refused.collect();
    if all.is_empty() {
        return Ok(());
    }
    let words: Vec<&str> = all.iter().map(|(_, words)| words.as_str()).collect();
    Err(AppError::Refused {
        rule: "bulk".into(),
        message: format!("Nothing was changed. {}", words.join(" ")),
        all,
    })
}

async fn save(tandem: &Tandem, write: &mut Write, person: &PersonRecord, step: &Step) -> Result<()> {
    match step {
        Step::Member { before, after } => {
            write.put_member(after).await?;
            let detail = json!({
                "person": person.id, "before": before.as_ref().map(teams::described), "after": teams::described(after),
            });
            let team = format!("team {}", after.team);
            Ok(write.audit("team.member_put", &team, detail).await?)
        }
        Step::Remove(before) => {
            write.remove_member(before.team, person.id).await?;
            let detail = json!({ "person": person.id, "before": teams::described(before) });
            let team = format!("team {}", before.team);
            Ok(write.audit("team.member_removed", &team, detail).await?)
        }
        Step::Role(role) => {
            let after = PersonRecord {
                role: *role,
                ..person.clone()
            };
            write.update_person(&after).await?;
            let detail = json!({ "before": described(person), "after": described(&after) });
            Ok(write.audit("person.changed", &subject(person.id), detail).await?)
        }
        Step::Active(active) => tandem.put_active(write, &mut person.clone(), *active).await,
    }
}
