//! Teams and their members.

mod archive;
mod member;
mod merge;

use archive::is_open;
pub(crate) use archive::{takes_duty, takes_new};
pub(crate) use member::{days_words, not_serving};

use super::{Desk, Reader, Result, coming::soonest, directory::known_person, setup::check_name, slug::slug, wording};
use crate::{
    collation,
    snapshot::{RotaImage, Snapshot},
    store::{MemberRecord, PersonRecord, ServiceRecord, TeamRecord, Write, offers_need_approval},
};
use app::{
    AppError,
    teams::{MemberForm, MemberImpact, MemberRow, MergePreview, TeamCard, TeamEnd, TeamLink, TeamPage, TeamsPage},
};
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::{Instant, PersonId, Qualification, TeamId, membership::ServiceDays, time::Style, timeline::on_call};
use serde_json::json;
use std::sync::Arc;

/// Discs on a team's card.
const DISCS: usize = 8;

/// People to choose from in a list; of more, an address is typed.
const MOST_CANDIDATES: usize = 300;

#[async_trait]
impl app::teams::Port for Desk {
    async fn teams(&self) -> Result<TeamsPage> {
        self.may_look()?;
        let (snapshot, now) = (self.tandem.snapshot(), self.tandem.now());
        let mut teams: Vec<TeamCard> = snapshot
            .directory()
            .teams()
            .filter(|team| !snapshot.directory().is_archived(team.id, now))
            .map(|team| TeamCard {
                conflicts: self.conflicts_of_team(&snapshot, team.id),
                ..card(&snapshot, team, now)
            })
            .collect();
        teams.sort_by_cached_key(|team| (collation::key(&team.name), team.slug.clone()));
        let archived = snapshot
            .directory()
            .teams()
            .filter(|team| snapshot.directory().is_archived(team.id, now));
        Ok(TeamsPage {
            teams,
            archived: by_name(archived.map(|team| TeamLink {
                slug: team.slug.clone(),
                name: team.name.clone(),
                note: self.end_words(&snapshot, team),
            })),
            may_create: self.may_administer().is_ok(),
        })
    }

    async fn team_page(&self, slug: String) -> Result<TeamPage> {
        self.may_look()?;
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let team = known_team(&snapshot, &slug)?;
        let may_manage = self.manages(&snapshot, team.id);
        let candidates = if may_manage {
            few(candidates(&snapshot, team.id))
        } else {
            Some(Vec::new())
        };
        Ok(TeamPage {
            members: member_rows(&snapshot, team.id, &reader),
            conflicts: self.conflicts_of_team(&snapshot, team.id),
            rotas: rota_links(&snapshot, team.id, reader.style),
            services: service_links(&snapshot, team.id),
            candidates: candidates.as_deref().unwrap_or_default().to_vec(),
            many_candidates: candidates.is_none(),
            may_manage,
            end: team.archived_at.map(|at| TeamEnd {
                words: self.end_words(&snapshot, &team),
                over: at <= reader.now,
                into: team
                    .merged_into
                    .and_then(|id| snapshot.directory().team(id))
                    .map(|into| (into.slug.clone(), into.name.clone())),
            }),
            duty_ahead: archive::duty_ahead(&snapshot, team.id, &reader),
            others: self.others(&snapshot, &team),
            may_administer: self.may_administer().is_ok(),
            offers_need_approval: offers_need_approval(&mut *self.tandem.store.read().await?, team.id).await?,
            offers: self.pending_offers(&snapshot, team.id, None, &reader),
            slug: team.slug,
            name: team.name,
        })
    }

    async fn preview_merge(&self, slug: String, into: String) -> Result<MergePreview> {
        self.preview_of_merge(&slug, &into)
    }

    async fn merge_team(&self, slug: String, into: String) -> Result<()> {
        self.merge(slug, into).await
    }

    async fn archive_team(&self, slug: String, last_day: String) -> Result<()> {
        self.archive(slug, &last_day).await
    }

    async fn restore_team(&self, slug: String) -> Result<()> {
        self.restore(slug).await
    }

    async fn create_team(&self, name: String) -> Result<String> {
        self.may_administer()?;
        let name = check_name(&name).map_err(|words| AppError::field("name", words))?;
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            let teams = TeamRecord::all(write.connection()).await?;
            name_is_free(&teams, &name, None)?;
            let team = insert_team(&mut write, &teams, TeamId::from_uuid(desk.tandem.new_id()), name).await?;
            desk.tandem.commit(write).await?;
            Ok(team.slug)
        })
        .await
    }

    async fn rename_team(&self, slug: String, name: String) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let team = known_team(&snapshot, &slug)?;
        self.may_manage(&snapshot, team.id)?;
        let name = check_name(&name).map_err(|words| AppError::field("name", words))?;
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            name_is_free(&TeamRecord::all(write.connection()).await?, &name, Some(team.id))?;
            write.rename_team(team.id, &name).await?;
            let detail = json!({ "before": team.name, "after": name });
            write.audit("team.renamed", &subject(team.id), detail).await?;
            desk.tandem.commit(write).await?;
            Ok(())
        })
        .await
    }

    async fn put_member(&self, form: MemberForm) -> Result<()> {
        let desk = self.clone();
        self.to_the_end(async move { desk.write_member(form).await }).await
    }

    async fn preview_member(&self, form: MemberForm) -> Result<MemberImpact> {
        self.member_impact(&form)
    }

    async fn remove_member(&self, team: String, person: String, seen: Option<String>) -> Result<()> {
        let desk = self.clone();
        self.to_the_end(async move { desk.take_out(&team, &person, seen).await })
            .await
    }
}

impl Desk {
    /// Since when, or from when on, a team is archived, and where its things are now.
    fn end_words(&self, snapshot: &Snapshot, team: &TeamRecord) -> String {
        let Some(at) = team.archived_at else {
            return String::new();
        };
        let reader = self.reader(snapshot);
        let when = wording::stamp(at, &self.own_zone(snapshot), &reader).text;
        match team.merged_into.and_then(|id| snapshot.directory().team(id)) {
            Some(into) => format!("merged into {} on {when}", into.name),
            None if at <= reader.now => format!("archived since {when}"),
            None => format!("ends {when}"),
        }
    }

    /// Slug and name of the teams that another may be merged into, for those who may.
    fn others(&self, snapshot: &Snapshot, team: &TeamRecord) -> Vec<(String, String)> {
        if self.may_administer().is_err() {
            return Vec::new();
        }
        let mut others: Vec<_> = snapshot
            .directory()
            .teams()
            .filter(|other| other.id != team.id && other.archived_at.is_none())
            .map(|other| (other.slug.clone(), other.name.clone()))
            .collect();
        others.sort_by_cached_key(|(slug, name)| (collation::key(name), slug.clone()));
        others
    }
}

/// Adds a team of this name under a slug that is free among `teams`.
pub(crate) async fn insert_team(
    write: &mut Write,
    teams: &[TeamRecord],
    id: TeamId,
    name: String,
) -> Result<TeamRecord> {
    let team = TeamRecord {
        id,
        slug: slug(&name, "team", |slug| teams.iter().any(|team| team.slug == slug)),
        name,
        archived_at: None,
        merged_into: None,
    };
    write.insert_team(&team).await?;
    write
        .audit(
            "team.created",
            &subject(team.id),
            json!({ "name": team.name, "slug": team.slug }),
        )
        .await?;
    Ok(team)
}

/// A share of duty in percent, if the text is one.
pub(crate) fn check_share(text: &str) -> std::result::Result<u16, String> {
    let share = text
        .trim()
        .parse::<u16>()
        .ok()
        .filter(|share| (1..=100).contains(share));
    share.ok_or_else(|| format!("‘{}’ is not a share: write a whole number from 1 to 100.", text.trim()))
}

/// A member as the audit keeps them.
pub(crate) fn described(member: &MemberRecord) -> serde_json::Value {
    json!({
        "qualification": member.qualification.map(Qualification::key), "manager": member.manager,
        "share_percent": member.share_percent,
    })
}

fn subject(team: TeamId) -> String {
    format!("team {team}")
}

pub(crate) fn known_team(snapshot: &Snapshot, slug: &str) -> Result<TeamRecord> {
    let found = snapshot.directory().team_by_slug(slug);
    found
        .cloned()
        .ok_or_else(|| AppError::NotFound(format!("There is no team ‘{slug}’.")))
}

fn name_is_free(teams: &[TeamRecord], name: &str, whose: Option<TeamId>) -> Result<()> {
    let same = |team: &&TeamRecord| Some(team.id) != whose && team.name.to_lowercase() == name.to_lowercase();
    match teams.iter().find(same) {
        Some(team) => Err(AppError::field(
            "name",
            format!("There is a team ‘{}’ already.", team.name),
        )),
        None => Ok(()),
    }
}

fn rotas_of(snapshot: &Snapshot, team: TeamId) -> impl Iterator<Item = &Arc<RotaImage>> {
    snapshot.rotas().filter(move |rota| rota.record.team == team)
}

fn services_of(snapshot: &Snapshot, team: TeamId) -> impl Iterator<Item = &ServiceRecord> {
    snapshot.services().filter(move |service| service.team == team)
}

fn card(snapshot: &Snapshot, team: &TeamRecord, now: Instant) -> TeamCard {
    let directory = snapshot.directory();
    let members = directory.members(team.id);
    let mut people: Vec<_> = members
        .iter()
        .map(|it| (it.person.to_string(), directory.name(it.person).to_owned()))
        .collect();
    people.sort_by_cached_key(|(id, name)| (collation::key(name), id.clone()));
    people.truncate(DISCS);
    TeamCard {
        slug: team.slug.clone(),
        name: team.name.clone(),
        members: members.len(),
        people,
        rotas: rotas_of(snapshot, team.id).count(),
        services: services_of(snapshot, team.id).count(),
        conflicts: 0,
        gaps: rotas_of(snapshot, team.id)
            .map(|rota| on_call(&rota.duty, now).gap.len())
            .sum(),
    }
}

fn member_rows(snapshot: &Snapshot, team: TeamId, reader: &Reader) -> Vec<MemberRow> {
    let directory = snapshot.directory();
    let mut members: Vec<MemberRow> = directory
        .members(team)
        .iter()
        .map(|member| MemberRow {
            id: member.person.to_string(),
            name: directory.name(member.person).to_owned(),
            active: directory
                .person(member.person)
                .is_some_and(|person| person.deactivated_at.is_none()),
            qualification: member.qualification,
            manager: member.manager,
            share_percent: member.share_percent,
            first_day: day(directory.days(team, member.person).first),
            last_day: day(directory.days(team, member.person).last),
            days: days(directory.days(team, member.person), reader),
            seen: member::mark(Some(member), directory.days(team, member.person)),
            coming: soonest(rotas_of(snapshot, team).map(Arc::as_ref), member.person, reader),
        })
        .collect();
    members.sort_by_cached_key(|member| (!member.active, collation::key(&member.name), member.id.clone()));
    members
}

/// A day as a field of a form has it; empty for none.
fn day(day: Option<NaiveDate>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

/// From which day to which somebody serves, in words; empty for always.
fn days(days: ServiceDays, reader: &Reader) -> String {
    let word = |day: NaiveDate| reader.style.day(day, reader.now.utc().date());
    let first = days.first.map(|day| format!("from {}", word(day)));
    let last = days.last.map(|day| format!("until {}", word(day)));
    first.into_iter().chain(last).collect::<Vec<_>>().join(" ")
}

/// People to choose from, unless there are too many for a list.
fn few(people: Vec<(String, String)>) -> Option<Vec<(String, String)>> {
    (people.len() <= MOST_CANDIDATES).then_some(people)
}

/// The person of an id, or of an e-mail address where there are too many to choose from.
fn person_of(snapshot: &Snapshot, text: &str) -> Result<PersonRecord> {
    if !text.contains('@') {
        return known_person(snapshot, text).map_err(|_| AppError::field("person", "Choose a person of the list."));
    }
    let email = text.trim().to_lowercase();
    let found = snapshot.directory().people().find(|person| person.email == email);
    found
        .cloned()
        .ok_or_else(|| AppError::field("person", format!("Nobody has the address ‘{email}’.")))
}

fn candidates(snapshot: &Snapshot, team: TeamId) -> Vec<(String, String)> {
    let directory = snapshot.directory();
    let in_team = |person: PersonId| directory.member(team, person).is_some();
    let mut people: Vec<_> = directory
        .people()
        .filter(|person| person.deactivated_at.is_none() && !in_team(person.id))
        .map(|person| (person.id.to_string(), person.name.clone()))
        .collect();
    people.sort_by_cached_key(|(id, name)| (collation::key(name), id.clone()));
    people
}

fn rota_links(snapshot: &Snapshot, team: TeamId, style: Style) -> Vec<TeamLink> {
    let note = |rota: &RotaImage| match rota.record.planned {
        Some(planned) => format!(
            "published to {}",
            style.date(rota.rules.zone.local(planned.end()).date())
        ),
        None => "nothing published".to_owned(),
    };
    by_name(rotas_of(snapshot, team).map(|rota| TeamLink {
        slug: rota.record.slug.clone(),
        name: rota.record.name.clone(),
        note: note(rota),
    }))
}

fn service_links(snapshot: &Snapshot, team: TeamId) -> Vec<TeamLink> {
    let link = |service: &ServiceRecord| TeamLink {
        slug: service.slug.clone(),
        name: service.name.clone(),
        note: service.description.clone(),
    };
    by_name(services_of(snapshot, team).map(link))
}

fn by_name(links: impl Iterator<Item = TeamLink>) -> Vec<TeamLink> {
    let mut links: Vec<_> = links.collect();
    links.sort_by_cached_key(|link| (collation::key(&link.name), link.slug.clone()));
    links
}

#[cfg(test)]
mod tests;
