//! Which people are asked for.

use crate::{
    collation,
    services::{
        Desk, Faults, Result,
        directory::{Places, matches},
    },
    snapshot::Snapshot,
    store::{MemberRecord, OrganisationRole, PersonRecord},
};
use app::people::PeopleFilter;
use domain::{Qualification, Role, TeamId, access::EntryPurpose};

/// Slug and name of each team that is not archived, by name.
pub(super) fn teams(snapshot: &Snapshot) -> Vec<(String, String)> {
    let teams = snapshot.directory().teams().filter(|team| team.archived_at.is_none());
    let mut teams: Vec<_> = teams.map(|team| (team.slug.clone(), team.name.clone())).collect();
    teams.sort_by_cached_key(|(slug, name)| (collation::key(name), slug.clone()));
    teams
}

/// A filter that was read.
struct Wanted {
    state: State,
    role: Option<OrganisationRole>,
    team: Team,
    qualification: Option<May>,
}

enum State {
    Any,
    Active,
    Deactivated,
    Invited,
    Never,
}

enum Team {
    Any,
    None,
    One(TeamId),
}

/// What somebody may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum May {
    Role(Role),
    Both,
    Nothing,
}

impl May {
    /// By its key; `None` for what is no key.
    pub(super) fn of(key: &str) -> Option<Self> {
        Some(match key {
            "lead" => Self::Role(Role::Lead),
            "engineer" => Self::Role(Role::Engineer),
            "both" => Self::Both,
            "none" => Self::Nothing,
            _ => return None,
        })
    }

    /// The qualification of exactly this.
    pub(super) fn qualification(self) -> Option<Qualification> {
        let has = |role| self == Self::Both || self == Self::Role(role);
        Qualification::new(has(Role::Lead), has(Role::Engineer))
    }

    /// Whether a place is one of somebody who may be this: a Lead may be Engineer too.
    fn fits(self, place: &MemberRecord) -> bool {
        match self {
            Self::Role(role) => place.qualification.is_some_and(|it| it.allows(role)),
            Self::Both => place.qualification == Some(Qualification::Both),
            Self::Nothing => place.qualification.is_none(),
        }
    }
}

impl Desk {
    /// The people that a filter asks for: active people first, then by name.
    ///
    /// # Errors
    /// `Invalid`, naming each field that cannot be read.
    pub(super) fn found<'s>(
        &self,
        snapshot: &'s Snapshot,
        places: &Places<'_>,
        filter: &PeopleFilter,
    ) -> Result<Vec<&'s PersonRecord>> {
        let wanted = Wanted::read(snapshot, filter)?;
        let mut found: Vec<_> = snapshot
            .directory()
            .people()
            .filter(|person| wanted.fits(person, places.of(person.id)))
            .filter(|person| matches(&filter.query, self, places, person))
            .collect();
        found.sort_by_cached_key(|person| (person.deactivated_at.is_some(), collation::key(&person.name), person.id));
        Ok(found)
    }
}

impl Wanted {
    fn read(snapshot: &Snapshot, filter: &PeopleFilter) -> Result<Self> {
        let mut faults = Faults::default();
        let state = match filter.state.as_str() {
            "" => State::Any,
            "active" => State::Active,
            "deactivated" => State::Deactivated,
            "invited" => State::Invited,
            "never" => State::Never,
            other => {
                faults.note(
                    "state",
                    format!("‘{other}’ is not a state: use active, deactivated, invited or never."),
                );
                State::Any
            }
        };
        let role = match filter.role.as_str() {
            "" => None,
            key => faults.take("role", key.parse()),
        };
        let team = match filter.team.as_str() {
            "" => Team::Any,
            "none" => Team::None,
            slug => match snapshot.directory().team_by_slug(slug) {
                Some(team) => Team::One(team.id),
                None => {
                    faults.note("team", format!("There is no team ‘{slug}’."));
                    Team::Any
                }
            },
        };
        let qualification = May::of(&filter.qualification);
        if qualification.is_none() && !filter.qualification.is_empty() {
            let words = format!(
                "‘{}’ is not what somebody may be: use lead, engineer, both or none.",
                filter.qualification
            );
            faults.note("qualification", words);
        }
        faults.check()?;
        Ok(Self {
            state,
            role,
            team,
            qualification,
        })
    }

    fn fits(&self, person: &PersonRecord, places: &[&MemberRecord]) -> bool {
        let active = person.deactivated_at.is_none();
        let invited = person.link.is_some_and(|link| link.purpose == EntryPurpose::Invitation);
        let state = match self.state {
            State::Any => true,
            State::Active => active,
            State::Deactivated => !active,
            State::Invited => active && invited,
            State::Never => active && !person.can_sign_in,
        };
        let mut asked = places.iter().filter(|place| match self.team {
            Team::One(team) => place.team == team,
            Team::Any | Team::None => true,
        });
        let place = match (&self.team, self.qualification) {
            (Team::None, _) => places.is_empty(),
            (Team::Any, None) => true,
            (Team::Any, Some(May::Nothing)) => places.iter().all(|place| May::Nothing.fits(place)),
            (Team::One(_), None) => asked.next().is_some(),
            (_, Some(may)) => asked.any(|place| may.fits(place)),
        };
        state && place && self.role.is_none_or(|role| role == person.role)
    }
}
