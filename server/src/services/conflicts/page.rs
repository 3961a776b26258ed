//! The list of conflicts: of a team, or of the organisation.

use super::{
    super::{Desk, Reader, Result, wording},
    AHEAD_SECONDS,
};
use crate::{collation, snapshot::Snapshot};
use app::{
    AppError,
    conflicts::{ConflictFilter, ConflictPage, ConflictRow},
};
use async_trait::async_trait;
use domain::{
    Instant, PersonId, RotaId, TeamId,
    conflicts::{Conflict, Kind},
};

/// Conflicts of one page.
const ROWS: usize = 50;

/// Where a conflict stands in the list: what is on first, then by start. Its text is the conflict's id, and the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    /// 0 for what is on, so that it stays where it is while time passes.
    start: i64,
    rank: usize,
    rota: RotaId,
    role: u8,
    person: Option<PersonId>,
    end: Instant,
}

impl Place {
    fn of(conflict: &Conflict, now: Instant) -> Self {
        Self {
            start: if conflict.is_on(now) {
                0
            } else {
                conflict.span.start().seconds()
            },
            rank: conflict.kind.rank(),
            rota: conflict.rota,
            role: conflict.role.map_or(0, |role| role as u8 + 1),
            person: conflict.person,
            end: conflict.span.end(),
        }
    }

    fn text(&self) -> String {
        let person = self.person.map(|person| person.to_string()).unwrap_or_default();
        format!(
            "{}~{}~{}~{}~{person}~{}",
            self.start,
            self.rank,
            self.rota,
            self.role,
            self.end.seconds()
        )
    }

    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('~');
        let place = Self {
            start: parts.next()?.parse().ok()?,
            rank: parts.next()?.parse().ok()?,
            rota: parts.next()?.parse().ok()?,
            role: parts.next()?.parse().ok()?,
            person: match parts.next()? {
                "" => None,
                person => Some(person.parse().ok()?),
            },
            end: Instant::from_seconds(parts.next()?.parse().ok()?),
        };
        parts.next().is_none().then_some(place)
    }
}

/// What is asked for, checked.
struct Wanted {
    team: Option<TeamId>,
    rota: Option<RotaId>,
    kind: Option<usize>,
    person: Option<PersonId>,
    accepted: bool,
    after: Option<Place>,
}

impl Wanted {
    fn read(snapshot: &Snapshot, filter: &ConflictFilter) -> Result<Self> {
        let team = match filter.team.as_str() {
            "" => None,
            slug => {
                let team = snapshot.directory().team_by_slug(slug);
                Some(
                    team.ok_or_else(|| AppError::NotFound(format!("There is no team ‘{slug}’.")))?
                        .id,
                )
            }
        };
        let rota = match filter.rota.as_str() {
            "" => None,
            slug => Some(super::super::covers::known_rota(snapshot, slug)?.id),
        };
        let kind = match filter.kind.as_str() {
            "" => None,
            key => Some(Kind::KEYS.iter().position(|known| *known == key).ok_or_else(|| {
                AppError::field(
                    "kind",
                    format!("‘{key}’ is no kind of conflict: use {}.", Kind::KEYS.join(", ")),
                )
            })?),
        };
        let person = match filter.person.as_str() {
            "" => None,
            id => Some(
                id.parse()
                    .map_err(|_| AppError::field("person", format!("‘{id}’ is not a person’s id.")))?,
            ),
        };
        let after = match filter.after.as_str() {
            "" => None,
            text => Some(Place::read(text).ok_or_else(|| {
                AppError::field(
                    "after",
                    format!("‘{text}’ is not the `next` of an answer. Leave it out for the first ones."),
                )
            })?),
        };
        Ok(Self {
            team,
            rota,
            kind,
            person,
            accepted: !filter.accepted.is_empty(),
            after,
        })
    }

    fn fits(&self, snapshot: &Snapshot, conflict: &Conflict) -> bool {
        self.team
            .is_none_or(|team| super::team_of(snapshot, conflict) == Some(team))
            && self.rota.is_none_or(|rota| rota == conflict.rota)
            && self.kind.is_none_or(|kind| kind == conflict.kind.rank())
            && self.person.is_none_or(|person| Some(person) == conflict.person)
            && (self.accepted || conflict.accepted.is_none())
    }
}

impl Desk {
    /// The conflicts that a filter asks for, the most urgent first: so many of them, how many there are, and what comes
    /// after them.
    ///
    /// # Errors
    /// `NotFound` for a team or rota that is not there, `Invalid` for any other condition that cannot be read.
    pub(crate) fn conflict_rows(
        &self,
        filter: &ConflictFilter,
        limit: usize,
    ) -> Result<(Vec<ConflictRow>, usize, Option<String>)> {
        self.may_look()?;
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let wanted = Wanted::read(&snapshot, filter)?;
        let all = self.conflicts(&snapshot);
        let mut fitting: Vec<(Place, &Conflict)> = all
            .iter()
            .filter(|one| wanted.fits(&snapshot, one))
            .map(|one| (Place::of(one, reader.now), one))
            .collect();
        fitting.sort_unstable_by_key(|(place, _)| *place);
        let total = fitting.len();
        let first = wanted
            .after
            .map_or(0, |after| fitting.partition_point(|(place, _)| *place <= after));
        let shown = &fitting[first..total.min(first + limit)];
        let next = shown
            .last()
            .filter(|_| first + limit < total)
            .map(|(place, _)| place.text());
        let rows = shown
            .iter()
            .filter_map(|(place, one)| self.conflict_row(&snapshot, one, place.text(), &reader));
        Ok((rows.collect(), total, next))
    }
}

#[async_trait]
impl app::conflicts::Port for Desk {
    async fn conflicts(&self, filter: ConflictFilter) -> Result<ConflictPage> {
        let (rows, total, next) = self.conflict_rows(&filter, ROWS)?;
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let team = snapshot.directory().team_by_slug(&filter.team).cloned();
        let clear = clear_words(&snapshot, team.as_ref().map(|team| team.id), &reader, self);
        let accepted = ConflictFilter {
            accepted: "yes".to_owned(),
            after: String::new(),
            ..filter.clone()
        };
        let open = ConflictFilter {
            accepted: String::new(),
            ..accepted.clone()
        };
        let count = |filter: &ConflictFilter| self.conflict_rows(filter, 0).map(|(_, total, _)| total);
        Ok(ConflictPage {
            accepted: count(&accepted)? - count(&open)?,
            team: team.map(|team| (team.slug, team.name)),
            teams: teams(&snapshot, &reader),
            rotas: rotas(&snapshot, &reader),
            filter,
            rows,
            total,
            next,
            clear,
        })
    }
}

/// `Nothing stands open until Thu 24 Dec`: to the nearest published end, or as far as is looked.
fn clear_words(snapshot: &Snapshot, team: Option<TeamId>, reader: &Reader, desk: &Desk) -> String {
    let watched = snapshot
        .rotas()
        .filter(|rota| team.is_none_or(|team| rota.record.team == team));
    let ends = watched
        .filter_map(|rota| rota.record.planned)
        .map(|planned| planned.end());
    let far = reader.now + AHEAD_SECONDS;
    match ends.filter(|end| *end > reader.now).min() {
        None => "Nothing is published yet".to_owned(),
        Some(end) => {
            let zone = desk.own_zone(snapshot);
            let day = |at: Instant| zone.local(at).date();
            let until = day(end.min(far));
            let words = wording::days_words(until, until, day(reader.now), reader.style);
            format!("Nothing stands open until {words}")
        }
    }
}

fn teams(snapshot: &Snapshot, reader: &Reader) -> Vec<(String, String)> {
    let directory = snapshot.directory();
    let there = directory
        .teams()
        .filter(|team| !directory.is_archived(team.id, reader.now));
    sorted(there.map(|team| (team.slug.clone(), team.name.clone())).collect())
}

fn rotas(snapshot: &Snapshot, reader: &Reader) -> Vec<(String, String)> {
    let archived = |team| snapshot.directory().is_archived(team, reader.now);
    let there = snapshot.rotas().filter(|rota| !archived(rota.record.team));
    sorted(
        there
            .map(|rota| (rota.record.slug.clone(), rota.record.name.clone()))
            .collect(),
    )
}

fn sorted(mut choices: Vec<(String, String)>) -> Vec<(String, String)> {
    choices.sort_by_cached_key(|(slug, name)| (collation::key(name), slug.clone()));
    choices
}
