//! What of published duty has to be mended, on every rota.

mod kept;
mod page;
mod words;

pub(crate) use kept::KeptConflicts;

use super::{Desk, Reader};
use crate::snapshot::{RotaImage, Snapshot};
use app::timeline::Unfit;
use domain::{
    CoverId, Instant, PersonId, Role, RotaId, Span, TeamId,
    conflicts::{Conflict, Kind, Known, Watched, conflicts},
};
use std::sync::Arc;

/// How far ahead conflicts are looked for: a quarter.
pub(crate) const AHEAD_SECONDS: i64 = 92 * 86_400;

/// How many conflicts a card of the board shows.
const ON_CARD: usize = 2;
/// How far ahead a card of the board looks: a week.
const CARD_SECONDS: i64 = 7 * 86_400;

impl Known for Snapshot {
    fn has_left(&self, person: PersonId) -> bool {
        let known = self.directory().person(person);
        known.is_none_or(|person| person.deactivated_at.is_some())
    }

    fn is_qualified(&self, rota: RotaId, person: PersonId, role: Role) -> bool {
        let member = self
            .rota(rota)
            .and_then(|rota| self.directory().member(rota.record.team, person));
        member
            .and_then(|member| member.qualification)
            .is_some_and(|qualification| qualification.allows(role))
    }

    fn serves(&self, rota: RotaId, person: PersonId) -> Span {
        self.rota(rota).map_or(Span::ALWAYS, |rota| self.serves(rota, person))
    }

    fn leave(&self, person: PersonId) -> &[Span] {
        self.leave(person)
    }

    fn is_accepted(&self, rota: RotaId, cover: CoverId) -> bool {
        self.rota(rota).is_some_and(|rota| rota.overridden.contains_key(&cover))
    }
}

/// All conflicts from `now` on, over all rotas of teams that are not archived.
fn find(snapshot: &Snapshot, now: Instant) -> Vec<Conflict> {
    let Ok(window) = Span::new(now, now + AHEAD_SECONDS) else {
        return Vec::new();
    };
    let watched: Vec<Watched<'_>> = snapshot
        .rotas()
        .filter(|rota| !snapshot.directory().is_archived(rota.record.team, now))
        .map(|rota| Watched {
            rota: rota.record.id,
            duty: &rota.duty,
            min_rest_seconds: snapshot.rest_seconds(rota),
        })
        .collect();
    let two_rotas = snapshot.organisation().map(|organisation| organisation.two_rotas);
    conflicts(&watched, snapshot, two_rotas.unwrap_or_default(), window)
}

impl Desk {
    /// All conflicts, the most urgent first.
    pub(super) fn conflicts(&self, snapshot: &Snapshot) -> Arc<Vec<Conflict>> {
        self.tandem.conflicts.of(snapshot, self.tandem.now())
    }

    /// How many open conflicts concern the actor: those of their teams, or all for administrators who are in none.
    pub(super) fn own_conflicts(&self, snapshot: &Snapshot) -> usize {
        let Some(me) = self.actor.person() else { return 0 };
        let teams: Vec<TeamId> = snapshot.directory().teams_of(me).map(|place| place.team).collect();
        let everywhere = teams.is_empty() && self.may_administer().is_ok();
        let concerns = |one: &&Conflict| everywhere || team_of(snapshot, one).is_some_and(|team| teams.contains(&team));
        open(&self.conflicts(snapshot)).filter(concerns).count()
    }

    /// How many open conflicts a team has.
    pub(super) fn conflicts_of_team(&self, snapshot: &Snapshot, team: TeamId) -> usize {
        let of_team = |one: &&Conflict| team_of(snapshot, one) == Some(team);
        open(&self.conflicts(snapshot)).filter(of_team).count()
    }

    /// The duty of a rota that its holder should not have, the earliest first. What an override with a reason put there
    /// is left out.
    pub(super) fn unfit_ahead(&self, snapshot: &Snapshot, rota: &RotaImage, reader: &Reader) -> Vec<Unfit> {
        self.to_cover(snapshot, rota)
            .filter_map(|one| words::unfit(snapshot, rota, &one, reader))
            .collect()
    }

    /// The first of that duty within a week, and how much more of it there is.
    pub(super) fn unfit_soon(&self, snapshot: &Snapshot, rota: &RotaImage, reader: &Reader) -> (Vec<Unfit>, usize) {
        let mut soon: Vec<Conflict> = self.to_cover(snapshot, rota).collect();
        soon.retain(|one| one.span.start() < reader.now + CARD_SECONDS);
        let shown = soon.iter().take(ON_CARD);
        let unfit = shown.filter_map(|one| words::unfit(snapshot, rota, one, reader));
        (unfit.collect(), soon.len().saturating_sub(ON_CARD))
    }

    fn to_cover(&self, snapshot: &Snapshot, rota: &RotaImage) -> impl Iterator<Item = Conflict> + use<> {
        let all = self.conflicts(snapshot);
        let id = rota.record.id;
        let of_rota: Vec<Conflict> = open(&all)
            .filter(|one| one.rota == id && one.person.is_some())
            .copied()
            .collect();
        of_rota.into_iter()
    }
}

/// Those that nobody has accepted.
fn open(all: &[Conflict]) -> impl Iterator<Item = &Conflict> {
    all.iter().filter(|one| one.accepted.is_none())
}

fn team_of(snapshot: &Snapshot, conflict: &Conflict) -> Option<TeamId> {
    snapshot.rota(conflict.rota).map(|rota| rota.record.team)
}

/// How many open conflicts there are of each kind.
pub(crate) fn figures(tandem: &crate::Tandem) -> [(&'static str, usize); Kind::KEYS.len()] {
    let all = tandem.conflicts.of(&tandem.snapshot(), tandem.now());
    Kind::KEYS.map(|key| (key, open(&all).filter(|one| one.kind.key() == key).count()))
}
