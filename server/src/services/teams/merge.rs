//! One team takes everything of another over: members, rotas, services and calendars.

use super::{described, known_team, rotas_of, services_of, subject};
use crate::{
    collation,
    services::{Desk, Result},
    snapshot::Snapshot,
    store::{ApartRecord, FeedKind, FeedRecord, MemberPlanningRecord, MemberRecord, TeamRecord, Write},
    tandem::Tandem,
};
use app::{AppError, teams::MergePreview};
use domain::{ApartId, PersonId, Qualification, RotaId, ServiceId};
use serde_json::json;

/// What moves when one team is merged into another.
pub(super) struct Merge {
    from: TeamRecord,
    into: TeamRecord,
    /// Each member of `from`: the place they have, and the one that they are to have.
    members: Vec<(MemberRecord, Option<MemberRecord>, MemberRecord)>,
    rotas: Vec<(RotaId, String)>,
    services: Vec<(ServiceId, String)>,
    /// Feeds whose owner has none of `into` yet. Other calendars follow without being touched.
    feeds: Vec<FeedRecord>,
    /// How many calendars show `from`.
    calendars: usize,
    /// Why it cannot be: rule and words.
    refusals: Vec<(String, String)>,
}

impl Merge {
    /// What merging the team of one slug into that of another would do.
    ///
    /// # Errors
    /// `NotFound` when there is no such team.
    pub(super) fn of(snapshot: &Snapshot, from: &str, into: &str) -> Result<Self> {
        let from = known_team(snapshot, from)?;
        let into = snapshot.directory().team_by_slug(into).cloned();
        let into = into.ok_or_else(|| AppError::field("into", "Choose the team that takes everything over."))?;
        let directory = snapshot.directory();
        let mut members: Vec<_> = directory
            .members(from.id)
            .iter()
            .map(|member| {
                let there = directory.member(into.id, member.person);
                (member.clone(), there.cloned(), joined(member, there, &into))
            })
            .collect();
        members.sort_by_cached_key(|(member, ..)| collation::key(directory.name(member.person)));
        let of_team = |feed: &&FeedRecord| feed.kind == FeedKind::Team && feed.subject == from.id.to_string();
        let has_one = |owner: PersonId| {
            let own = |feed: &FeedRecord| feed.owner == owner && feed.subject == into.id.to_string();
            snapshot.feeds().any(|feed| feed.kind == FeedKind::Team && own(feed))
        };
        let (movable, rest): (Vec<_>, Vec<_>) = snapshot
            .feeds()
            .filter(of_team)
            .cloned()
            .partition(|feed| !has_one(feed.owner));
        let mut merge = Self {
            members,
            rotas: named(rotas_of(snapshot, from.id).map(|it| (it.record.id, it.record.name.clone()))),
            services: named(services_of(snapshot, from.id).map(|it| (it.id, it.name.clone()))),
            calendars: movable.len() + rest.len(),
            feeds: movable,
            refusals: Vec::new(),
            from,
            into,
        };
        merge.refusals = merge.refusals(snapshot);
        Ok(merge)
    }

    fn refusals(&self, snapshot: &Snapshot) -> Vec<(String, String)> {
        let mut refusals = Vec::new();
        let mut refuse = |rule: &str, words: String| refusals.push((rule.to_owned(), words));
        if self.from.id == self.into.id {
            refuse(
                "same-team",
                "A team cannot be merged into itself: choose another.".into(),
            );
        }
        for team in [&self.from, &self.into] {
            if team.archived_at.is_some() {
                refuse("archived", format!("{} is archived: restore it first.", team.name));
            }
        }
        let taken: Vec<String> = rotas_of(snapshot, self.into.id)
            .map(|rota| rota.record.name.to_lowercase())
            .collect();
        for (_, name) in &self.rotas {
            if self.from.id != self.into.id && taken.contains(&name.to_lowercase()) {
                let words = format!("Both teams have a rota called “{name}”: give one of them another name first.");
                refuse("same-name", words);
            }
        }
        refusals
    }

    /// The same in words.
    pub(super) fn preview(&self, snapshot: &Snapshot) -> MergePreview {
        let rotas: Vec<String> = self.rotas.iter().map(|(_, name)| name.clone()).collect();
        let services: Vec<String> = self.services.iter().map(|(_, name)| name.clone()).collect();
        let member = |(_, there, after): &(MemberRecord, Option<MemberRecord>, MemberRecord)| {
            let name = snapshot.directory().name(after.person);
            let place = place_words(after);
            match there {
                None => format!("{name} joins: {place}"),
                Some(there) if place_words(there) == place => format!("{name} is there already: {place}"),
                Some(there) => format!("{name} is there already: {} → {place}", place_words(there)),
            }
        };
        MergePreview {
            from: self.from.name.clone(),
            into: self.into.name.clone(),
            into_slug: self.into.slug.clone(),
            members: self.members.iter().map(member).collect(),
            rotas,
            services,
            calendars: self.calendars,
            refusals: self.refusals.iter().map(|(_, words)| words.clone()).collect(),
        }
    }

    /// Fine when it can be.
    fn check(&self) -> Result<()> {
        let Some((rule, _)) = self.refusals.first() else {
            return Ok(());
        };
        let words: Vec<_> = self.refusals.iter().map(|(_, words)| words.as_str()).collect();
        Err(AppError::Refused {
            rule: rule.clone(),
            message: words.join(" "),
            all: self.refusals.clone(),
        })
    }

    async fn save(&self, tandem: &Tandem, write: &mut Write, snapshot: &Snapshot) -> Result<()> {
        for (before, _, after) in &self.members {
            write.put_member(after).await?;
            write.remove_member(before.team, before.person).await?;
        }
        for (rota, _) in &self.rotas {
            write.move_rota(*rota, self.into.id).await?;
        }
        for (service, _) in &self.services {
            write.move_service(*service, self.into.id).await?;
        }
        for feed in &self.feeds {
            write.move_team_feed(feed.id, self.into.id).await?;
        }
        self.move_planning(tandem, write).await?;
        write.move_webhooks(self.from.id, self.into.id).await?;
        let at = write.at();
        write.archive_team(self.from.id, Some(at), Some(self.into.id)).await?;
        let preview = self.preview(snapshot);
        let detail = json!({
            "from": self.from.name, "into": self.into.name, "members": preview.members, "rotas": preview.rotas,
            "services": preview.services, "calendars": preview.calendars,
        });
        write
            .audit("team.merged", &subject(self.from.id), detail.clone())
            .await?;
        write.audit("team.took_over", &subject(self.into.id), detail).await?;
        Ok(())
    }

    /// What plans know of the members goes with them, where nothing is known of them yet in the other team.
    async fn move_planning(&self, tandem: &Tandem, write: &mut Write) -> Result<()> {
        let there = MemberPlanningRecord::of_team(write.connection(), self.into.id).await?;
        for known in MemberPlanningRecord::of_team(write.connection(), self.from.id).await? {
            if there.iter().all(|other| other.person != known.person) {
                let team = self.into.id;
                write
                    .put_member_planning(&MemberPlanningRecord { team, ..known })
                    .await?;
            }
        }
        let there = ApartRecord::of_team(write.connection(), self.into.id).await?;
        for pair in ApartRecord::of_team(write.connection(), self.from.id).await? {
            write.end_apart(pair.id).await?;
            if there.iter().all(|other| other.people != pair.people) {
                let moved = ApartRecord {
                    id: ApartId::from_uuid(tandem.new_id()),
                    team: self.into.id,
                    ..pair
                };
                write.insert_apart(&moved).await?;
            }
        }
        Ok(())
    }
}

impl Desk {
    /// What merging one team into another would do.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound`; `Invalid` for a team that is not there to take over.
    pub(super) fn preview_of_merge(&self, from: &str, into: &str) -> Result<MergePreview> {
        self.may_administer()?;
        let snapshot = self.tandem.snapshot();
        Ok(Merge::of(&snapshot, from, into)?.preview(&snapshot))
    }

    /// Merges one team into another, all of it or nothing.
    ///
    /// # Errors
    /// `Refused`, with every reason.
    pub(super) async fn merge(&self, from: String, into: String) -> Result<()> {
        self.may_administer()?;
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            // Read after the write has begun, so that it is what nobody else is changing on this node.
            let snapshot = desk.tandem.snapshot();
            let merge = Merge::of(&snapshot, &from, &into)?;
            merge.check()?;
            merge.save(&desk.tandem, &mut write, &snapshot).await?;
            desk.tandem.commit(write).await?;
            Ok(())
        })
        .await
    }
}

/// The place in `into` of somebody who is a member of both: whatever they may do in either, with their share there.
fn joined(member: &MemberRecord, there: Option<&MemberRecord>, into: &TeamRecord) -> MemberRecord {
    let mut after = MemberRecord {
        team: into.id,
        ..member.clone()
    };
    if let Some(there) = there {
        let allows = |role| {
            let either = [member.qualification, there.qualification];
            either.into_iter().flatten().any(|it| it.allows(role))
        };
        after.qualification = Qualification::new(allows(domain::Role::Lead), allows(domain::Role::Engineer));
        after.manager |= there.manager;
        after.share_percent = there.share_percent;
    }
    after
}

/// `lead+engineer, manager, 80 %`.
fn place_words(member: &MemberRecord) -> String {
    let place = described(member);
    let duty = place["qualification"].as_str().unwrap_or("no duty").to_owned();
    let manager = if member.manager { ", manager" } else { "" };
    format!("{duty}{manager}, {} %", member.share_percent)
}

fn named<Id>(things: impl Iterator<Item = (Id, String)>) -> Vec<(Id, String)> {
    let mut things: Vec<_> = things.collect();
    things.sort_by_cached_key(|(_, name)| collation::key(name));
    things
}
