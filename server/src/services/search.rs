//! Search: the way to any page, rota, team, service and person, and to what can be done, by typing.

mod places;
mod query;

use super::{Desk, Result};
use crate::{
    bidi::isolated,
    collation,
    snapshot::{RotaImage, Snapshot},
    store::{PersonRecord, ServiceRecord, TeamRecord},
};
use app::search::{Found, Hit};
use async_trait::async_trait;
use domain::TeamId;
use places::Place;
use query::Query;
use std::collections::HashSet;

/// How many hits are shown.
const MOST: usize = 20;
/// The longest text that is searched for; nothing has a longer name.
const QUERY_CHARACTERS: usize = 200;

/// Something that may be found, in the order of kinds among equal matches.
#[derive(Clone, Copy)]
enum Thing<'a> {
    Place(&'static Place),
    Rota(&'a RotaImage),
    Cover(&'a RotaImage),
    Plan(&'a RotaImage),
    Team(&'a TeamRecord),
    Service(&'a ServiceRecord),
    Person(&'a PersonRecord),
}

/// Something that matches.
struct Match<'a> {
    /// How well, whose, of which kind, and where among the pages: smaller comes first.
    rank: (u8, bool, u8, usize),
    title: String,
    thing: Thing<'a>,
}

#[async_trait]
impl app::search::Port for Desk {
    async fn find(&self, query: String) -> Result<Found> {
        self.may_look()?;
        let snapshot = self.tandem.snapshot();
        let text: String = query.trim().chars().take(QUERY_CHARACTERS).collect();
        let mut matches = self.matches(&snapshot, &Query::new(&text));
        let more = matches.len() > MOST;
        if more {
            // Only those that are shown are put into the order of their names.
            matches.select_nth_unstable_by(MOST, |a, b| (a.rank, &a.title).cmp(&(b.rank, &b.title)));
            matches.truncate(MOST);
        }
        matches.sort_by_cached_key(|found| (found.rank, collation::key(&found.title)));
        Ok(Found {
            hits: matches.into_iter().map(|found| hit(&snapshot, found)).collect(),
            query: text,
            more,
        })
    }
}

impl Desk {
    /// Everything that the actor may see or do and that matches; of nothing to search for, what they need most.
    fn matches<'a>(&self, snapshot: &'a Snapshot, query: &Query) -> Vec<Match<'a>> {
        let directory = snapshot.directory();
        let own: HashSet<TeamId> = self
            .actor
            .person()
            .map(|me| directory.teams_of(me).map(|member| member.team).collect())
            .unwrap_or_default();
        let mut matches = Matches {
            query,
            found: Vec::new(),
        };
        if self.actor.person().is_some() {
            let may = places::Rights {
                change: !self.only_reads(),
                administer: self.may_administer().is_ok(),
                manage: directory.teams().any(|team| self.manages(snapshot, team.id)),
            };
            places::open_to(may).for_each(|place| matches.add(Thing::Place(place), true));
        }
        for rota in snapshot.rotas().map(AsRef::as_ref) {
            let (team, own) = (rota.record.team, own.contains(&rota.record.team));
            matches.add(Thing::Rota(rota), own);
            if self.actor.person().is_some() && self.may_cover(snapshot, team).is_ok() {
                matches.add(Thing::Cover(rota), own);
            }
            if self.actor.person().is_some() && self.manages(snapshot, team) {
                matches.add(Thing::Plan(rota), own);
            }
        }
        for team in directory.teams() {
            matches.add(Thing::Team(team), own.contains(&team.id));
        }
        for service in snapshot.services() {
            matches.add(Thing::Service(service), own.contains(&service.team));
        }
        if !query.is_empty() {
            for (folded_name, person) in directory.people_to_search() {
                matches.add_folded(Thing::Person(person), false, folded_name);
            }
        }
        matches.found
    }
}

/// Collects what matches.
struct Matches<'a, 'q> {
    query: &'q Query,
    found: Vec<Match<'a>>,
}

impl<'a> Matches<'a, '_> {
    fn add(&mut self, thing: Thing<'a>, own: bool) {
        // Nothing to search for: the viewer's own things and the pages, not those of all others.
        if own || !self.query.is_empty() {
            self.add_folded(thing, own, &collation::folded(&thing.title()));
        }
    }

    fn add_folded(&mut self, thing: Thing<'a>, own: bool, title: &str) {
        if let Some(rank) = self.query.rank(title, thing.other_words()) {
            // Pages have an order of their own until something is searched for.
            let place = match thing {
                Thing::Place(place) if self.query.is_empty() => place.number(),
                _ => 0,
            };
            let rank = (rank + thing.remoteness(), !own, thing.kind(), place);
            let title = thing.title();
            self.found.push(Match { rank, title, thing });
        }
    }
}

impl Thing<'_> {
    fn title(&self) -> String {
        match self {
            Self::Place(place) => place.title.to_owned(),
            Self::Rota(rota) => rota.record.name.clone(),
            Self::Cover(rota) => format!("Cover {} now", isolated(&rota.record.name)),
            Self::Plan(rota) => format!("Plan {}", isolated(&rota.record.name)),
            Self::Team(team) => team.name.clone(),
            Self::Service(service) => service.name.clone(),
            Self::Person(person) => person.name.clone(),
        }
    }

    /// What it is also found by.
    const fn other_words(&self) -> &'static str {
        match self {
            Self::Place(place) => place.other_words,
            Self::Rota(_) => "rota",
            Self::Cover(_) => "find cover",
            Self::Plan(_) => "draft publish",
            Self::Team(_) => "team",
            Self::Service(_) => "service escalation",
            Self::Person(_) => "",
        }
    }

    const fn kind(&self) -> u8 {
        match self {
            Self::Rota(_) => 0,
            Self::Place(_) => 1,
            Self::Cover(_) => 2,
            Self::Plan(_) => 3,
            Self::Team(_) => 4,
            Self::Service(_) => 5,
            Self::Person(_) => 6,
        }
    }

    /// Whoever has left comes after everybody who is here.
    fn remoteness(&self) -> u8 {
        match self {
            Self::Person(person) if person.deactivated_at.is_some() => query::WORST,
            _ => 0,
        }
    }
}

fn hit(snapshot: &Snapshot, found: Match<'_>) -> Hit {
    let team = |id: TeamId| {
        let team = snapshot.directory().team(id);
        team.map(|team| isolated(&team.name).into_owned()).unwrap_or_default()
    };
    let (icon, detail, href) = match found.thing {
        Thing::Place(place) => (place.icon, place.detail.to_owned(), place.href.to_owned()),
        Thing::Rota(rota) => (
            "calendar",
            format!("Rota of {}", team(rota.record.team)),
            rota_page(rota, ""),
        ),
        Thing::Cover(rota) => ("swap", "Find cover".to_owned(), rota_page(rota, "/cover")),
        Thing::Plan(rota) => ("edit", "Plan a rota".to_owned(), rota_page(rota, "/plan")),
        Thing::Team(team) => ("team", "Team".to_owned(), format!("/teams/{}", team.slug)),
        Thing::Service(service) => (
            "shield",
            format!("Service of {}", team(service.team)),
            format!("/services/{}", service.slug),
        ),
        Thing::Person(person) => (
            "person",
            person_words(snapshot, person),
            format!("/people/{}", person.id),
        ),
    };
    let send = match found.thing {
        Thing::Place(place) => place.send.map(|(name, value)| (name.to_owned(), value.to_owned())),
        _ => None,
    };
    Hit {
        icon: icon.to_owned(),
        title: found.title,
        detail,
        href,
        send,
    }
}

fn rota_page(rota: &RotaImage, page: &str) -> String {
    format!("/rotas/{}{page}", rota.record.slug)
}

/// Where somebody belongs.
fn person_words(snapshot: &Snapshot, person: &PersonRecord) -> String {
    let directory = snapshot.directory();
    let teams = directory
        .teams_of(person.id)
        .filter_map(|member| directory.team(member.team));
    let mut teams: Vec<&str> = teams.map(|team| team.name.as_str()).collect();
    teams.sort_by_cached_key(|name| collation::key(name));
    let teams: Vec<_> = teams.into_iter().map(isolated).collect();
    match (person.deactivated_at, teams.is_empty()) {
        (Some(_), _) => "Deactivated".to_owned(),
        (None, true) => "In no team".to_owned(),
        (None, false) => teams.join(", "),
    }
}
