//! People and teams in memory.

use crate::{
    bidi::isolated,
    collation,
    store::{MemberPlanningRecord, MemberRecord, PersonRecord, TeamRecord},
    zones,
};
use domain::{Instant, PersonId, TeamId, Zone, membership::ServiceDays};
use std::{borrow::Cow, collections::HashMap, sync::Arc};

/// People, teams and who belongs where.
#[derive(Debug, Default, Clone)]
pub struct Directory {
    people: HashMap<PersonId, Arc<Known>>,
    teams: HashMap<TeamId, TeamRecord>,
    members: HashMap<TeamId, Arc<[MemberRecord]>>,
    /// Of those of whom a first or a last day is said.
    days: HashMap<(TeamId, PersonId), ServiceDays>,
}

/// A person, with their name as it is searched for.
#[derive(Debug)]
struct Known {
    person: PersonRecord,
    folded_name: Box<str>,
}

impl Known {
    fn new(person: PersonRecord) -> Self {
        Self {
            folded_name: collation::folded(&person.name).into(),
            person,
        }
    }
}

impl Directory {
    /// This directory with changed people, and with changed teams whose members are all in `members`.
    pub(super) fn with(&self, people: Vec<PersonRecord>, teams: Vec<TeamRecord>, members: Vec<MemberRecord>) -> Self {
        let mut next = self.clone();
        next.people.extend(
            people
                .into_iter()
                .map(|person| (person.id, Arc::new(Known::new(person)))),
        );
        let mut of_team: HashMap<TeamId, Vec<MemberRecord>> = HashMap::new();
        for member in members {
            of_team.entry(member.team).or_default().push(member);
        }
        for team in teams {
            let members = of_team.remove(&team.id).unwrap_or_default();
            next.days.retain(|(of, _), _| *of != team.id);
            next.members.insert(team.id, members.into());
            next.teams.insert(team.id, team);
        }
        next
    }

    /// This directory with what is known of members of teams that were just put into it.
    pub(super) fn with_days(mut self, known: Vec<MemberPlanningRecord>) -> Self {
        let said = known.into_iter().filter(|known| known.days() != ServiceDays::default());
        self.days
            .extend(said.map(|known| ((known.team, known.person), known.days())));
        self
    }

    /// Everyone, in no order.
    pub fn people(&self) -> impl Iterator<Item = &PersonRecord> {
        self.people.values().map(|known| &known.person)
    }

    /// Everyone with their name as [`collation::folded`] has it, in no order.
    pub(crate) fn people_to_search(&self) -> impl Iterator<Item = (&str, &PersonRecord)> {
        self.people
            .values()
            .map(|known| (known.folded_name.as_ref(), &known.person))
    }

    /// One person.
    pub fn person(&self, id: PersonId) -> Option<&PersonRecord> {
        self.people.get(&id).map(|known| &known.person)
    }

    /// A person's name; people are never deleted, so there is one.
    pub fn name(&self, id: PersonId) -> &str {
        self.people
            .get(&id)
            .map_or("someone unknown", |known| known.person.name.as_str())
    }

    /// A person's name as it may stand in a sentence.
    pub(crate) fn name_in_words(&self, id: PersonId) -> Cow<'_, str> {
        isolated(self.name(id))
    }

    /// The zone a person lives in; UTC for nobody that is known.
    pub fn zone(&self, id: PersonId) -> Zone {
        let zone = self.person(id).and_then(|person| zones::zone(&person.zone).ok());
        zone.unwrap_or_else(Zone::utc)
    }

    /// Every team, in no order.
    pub fn teams(&self) -> impl Iterator<Item = &TeamRecord> {
        self.teams.values()
    }

    /// One team.
    pub fn team(&self, id: TeamId) -> Option<&TeamRecord> {
        self.teams.get(&id)
    }

    /// The team of this slug, or of this id: machines keep ids, which outlive a change of name.
    pub fn team_by_slug(&self, slug: &str) -> Option<&TeamRecord> {
        let by_id = || self.team(slug.parse().ok()?);
        self.teams.values().find(|team| team.slug == slug).or_else(by_id)
    }

    /// The team that a team's things belong to now: another one, if it was merged.
    pub fn successor(&self, id: TeamId) -> TeamId {
        // As many steps as there are teams: a circle would end too.
        let step = |id: TeamId| self.team(id).and_then(|team| team.merged_into);
        std::iter::successors(Some(id), |id| step(*id))
            .take(self.teams.len().max(1))
            .last()
            .unwrap_or(id)
    }

    /// Whether a team is archived at an instant.
    pub fn is_archived(&self, id: TeamId, at: Instant) -> bool {
        self.team(id)
            .and_then(|team| team.archived_at)
            .is_some_and(|archived| archived <= at)
    }

    /// The members of a team.
    pub fn members(&self, team: TeamId) -> &[MemberRecord] {
        self.members.get(&team).map_or(&[], AsRef::as_ref)
    }

    /// A person's place in a team.
    pub fn member(&self, team: TeamId, person: PersonId) -> Option<&MemberRecord> {
        self.members(team).iter().find(|member| member.person == person)
    }

    /// From which day to which somebody serves in a team.
    pub fn days(&self, team: TeamId, person: PersonId) -> ServiceDays {
        self.days.get(&(team, person)).copied().unwrap_or_default()
    }

    /// The teams a person belongs to.
    pub fn teams_of(&self, person: PersonId) -> impl Iterator<Item = &MemberRecord> {
        self.members
            .values()
            .flat_map(|members| members.iter())
            .filter(move |member| member.person == person)
    }
}
