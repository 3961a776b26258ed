//! A plan in the making: who sits where, what each person carries, and what it all costs, kept up to date move by move.

use super::Term;
use super::costs::Costs;
use super::fitness::Fitness;
use super::holding::Holding;
use super::ledger::Ledger;
use super::model::{Lock, Model, Seat};
use crate::Role;

/// With more people than this the table of pairs would be too large, and pairs may repeat as they like.
const MOST_PEOPLE_PAIRED: usize = 1024;

/// Nobody sits there.
const NOBODY: u32 = u32::MAX;

/// Who sits in the two seats of each turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Seating(Vec<u32>);

impl Seating {
    pub(super) fn holder(&self, seat: Seat) -> Option<usize> {
        let holder = self.0[seat.index()];
        (holder != NOBODY).then_some(holder as usize)
    }
}

/// What a plan lacks of [`Term::Wishes`], [`Term::PairVariety`], [`Term::EvenTurns`], [`Term::RoleAlternation`] and
/// [`Term::FewChanges`]: the terms that are sums over seats.
pub(super) const SUMS: [Term; 5] = [
    Term::Wishes,
    Term::PairVariety,
    Term::EvenTurns,
    Term::RoleAlternation,
    Term::FewChanges,
];

pub(super) struct Board<'m> {
    pub(super) model: &'m Model<'m>,
    pub(super) fitness: &'m Fitness,
    pub(super) costs: &'m Costs,
    seating: Seating,
    pub(super) holding: Holding,
    pub(super) load: Ledger,
    pub(super) holidays: Ledger,
    /// For each two people: how often they are together.
    together: Vec<u32>,
    gaps: Vec<Seat>,
    /// Where each seat stands in `gaps`.
    gap_places: Vec<usize>,
    sums: i64,
}

impl<'m> Board<'m> {
    /// A board on which those sit who are locked.
    pub(super) fn new(model: &'m Model<'m>, fitness: &'m Fitness, costs: &'m Costs) -> Self {
        let (people, turns) = (model.people.len(), model.turns.len());
        let paired = if people > MOST_PEOPLE_PAIRED { 0 } else { people };
        let seats = (0..2 * turns).map(Seat::at);
        let changes: i64 = seats.map(|seat| costs.change(seat, None)).sum();
        let mut board = Self {
            model,
            fitness,
            costs,
            seating: Seating(vec![NOBODY; 2 * turns]),
            holding: Holding::new(model),
            load: ledger(model, |person| person.prior_load, |turn| turn.load),
            holidays: ledger(model, |person| person.prior_holiday_load, |turn| turn.holiday_load),
            together: vec![0; paired * paired],
            gaps: Vec::new(),
            gap_places: vec![usize::MAX; 2 * turns],
            sums: costs.weight(Term::Wishes) * costs.wanted + costs.weight(Term::FewChanges) * changes,
        };
        model.open_seats().for_each(|seat| board.open(seat));
        for seat in (0..2 * turns).map(Seat::at) {
            if let Lock::Member(person) = model.lock(seat) {
                board.count(person, seat, true);
            }
        }
        board
    }

    /// The same board with these people in the open seats.
    pub(super) fn seated(&self, seating: &Seating) -> Board<'m> {
        let mut board = Board::new(self.model, self.fitness, self.costs);
        for seat in self.model.open_seats() {
            if let Some(person) = seating.holder(seat) {
                board.place(person, seat);
            }
        }
        board
    }

    pub(super) fn seating(&self) -> &Seating {
        &self.seating
    }

    pub(super) fn holder(&self, seat: Seat) -> Option<usize> {
        self.seating.holder(seat)
    }

    /// The role a person holds in a turn.
    pub(super) fn role_of(&self, person: usize, turn: usize) -> Option<Role> {
        Role::BOTH
            .into_iter()
            .find(|role| self.holder(Seat { turn, role: *role }) == Some(person))
    }

    /// The open seats with nobody in them.
    pub(super) fn gaps(&self) -> &[Seat] {
        &self.gaps
    }

    /// What the terms cost that are sums over seats.
    pub(super) fn sums(&self) -> i64 {
        self.sums
    }

    /// What the plan costs, gaps apart: every term's amount times its weight.
    pub(super) fn cost(&self) -> i64 {
        let spread = |term, ledger: &Ledger| match self.costs.weight(term) {
            0 => 0,
            weight => weight * ledger.spread(),
        };
        self.sums + spread(Term::FairLoad, &self.load) + spread(Term::FairHolidays, &self.holidays)
    }

    /// How often two people are together; 0 when pairs are not counted.
    pub(super) fn together(&self, one: usize, other: usize) -> u32 {
        let place = one * self.model.people.len() + other;
        self.together.get(place).copied().unwrap_or(0)
    }

    /// Whether the partner in the other seat, or that there is none, allows the person in this one.
    pub(super) fn partner_allows(&self, person: usize, seat: Seat) -> bool {
        let pairs = &self.model.pairs;
        pairs.free || self.model.lock(seat.other()) == Lock::Outsider || pairs.allow(person, self.holder(seat.other()))
    }

    /// Whether the person may take the seat, which nobody or somebody else holds.
    pub(super) fn allows(&self, person: usize, seat: Seat) -> bool {
        self.fitness.allows(person, seat)
            && self.holding.is_free(self.model, person, seat.turn)
            && self.partner_allows(person, seat)
    }

    /// Whether the seat may become a gap: not beside a newcomer.
    pub(super) fn may_be_left(&self, seat: Seat) -> bool {
        let pairs = &self.model.pairs;
        let partner = || self.holder(seat.other());
        pairs.free
            || self.model.lock(seat.other()) != Lock::Open
            || partner().is_none_or(|partner| !pairs.is_newcomer(partner))
    }

    /// Puts a person into an open seat with nobody in it.
    pub(super) fn place(&mut self, person: usize, seat: Seat) {
        self.close(seat);
        self.count(person, seat, true);
    }

    /// Empties an open seat in which `person` sits.
    pub(super) fn clear(&mut self, person: usize, seat: Seat) {
        self.count(person, seat, false);
        self.open(seat);
    }

    /// Writes down that the person sits there, or no longer does.
    fn count(&mut self, person: usize, seat: Seat, sits: bool) {
        let model = self.model;
        let turn = &model.turns[seat.turn];
        let sign = if sits { 1 } else { -1 };
        if sits {
            self.sums += self.cost_of_sitting(person, seat, None, 0);
        }
        self.holding.set(model, person, seat.turn, sits);
        self.load.add(person, sign * turn.load);
        self.holidays.add(person, sign * turn.holiday_load);
        if let Some(partner) = self.holder(seat.other()) {
            let people = model.people.len();
            for pair in [person * people + partner, partner * people + person] {
                if let Some(times) = self.together.get_mut(pair) {
                    *times = if sits { *times + 1 } else { *times - 1 };
                }
            }
        }
        self.seating.0[seat.index()] = if sits { person as u32 } else { NOBODY };
        if !sits {
            self.sums -= self.cost_of_sitting(person, seat, None, 0);
        }
    }

    /// By how much the sums rise if the person comes to sit in a seat that nobody holds. They leave turn `without` for
    /// it, if any, and `partners` times they are with the seat's partner are not to be counted.
    pub(super) fn cost_of_sitting(&self, person: usize, seat: Seat, without: Option<usize>, partners: u32) -> i64 {
        let mut cost = 0;
        for (term, amount) in SUMS
            .into_iter()
            .zip(self.amounts_of_sitting(person, seat, without, partners))
        {
            cost += self.costs.weight(term) * amount;
        }
        cost
    }

    /// The same by term, in the order of [`SUMS`]; 0 where a term does not count.
    pub(super) fn amounts_of_sitting(
        &self,
        person: usize,
        seat: Seat,
        without: Option<usize>,
        partners: u32,
    ) -> [i64; 5] {
        let costs = self.costs;
        let mut amounts = [0; 5];
        amounts[0] = costs.wish(person, seat.turn);
        if costs.weights.pair_variety > 0
            && let Some(partner) = self.holder(seat.other())
        {
            amounts[1] = i64::from(self.together(person, partner) >= costs.pair_cap.saturating_add(partners));
        }
        if costs.weights.even_turns > 0 || costs.weights.role_alternation > 0 {
            let neighbours = self.neighbours(person, seat.turn, without);
            amounts[2] = self.crowding(person, seat.turn, neighbours);
            amounts[3] = self.repeats(person, seat.role, neighbours);
        }
        if costs.weights.few_changes > 0 {
            amounts[4] = costs.change(seat, Some(person)) - costs.change(seat, None);
        }
        amounts
    }

    /// The turns that the person holds before and after this one.
    fn neighbours(&self, person: usize, turn: usize, without: Option<usize>) -> [Option<usize>; 2] {
        let held = self.holding.held();
        let mut before = held.before(person, turn);
        if before.is_some() && before == without {
            before = before.and_then(|before| held.before(person, before));
        }
        let mut after = held.after(person, turn);
        if after.is_some() && after == without {
            after = after.and_then(|after| held.after(person, after));
        }
        [before, after]
    }

    /// How much more crowded the person's turns are with this one between its neighbours.
    fn crowding(&self, person: usize, turn: usize, [before, after]: [Option<usize>; 2]) -> i64 {
        let start = |turn: usize| self.model.turns[turn].block.start().seconds();
        let (earliest, latest) = self.costs.outside(person);
        let before = before.map(start).or(earliest);
        let after = after.map(start).or(latest);
        let between = |earlier: Option<i64>, later: Option<i64>| match (earlier, later) {
            (Some(earlier), Some(later)) => self.costs.crowding(person, earlier, later),
            _ => 0,
        };
        let here = Some(start(turn));
        between(before, here) + between(here, after) - between(before, after)
    }

    /// How many more turns are in the same role as the one before with one in this role between two others.
    fn repeats(&self, person: usize, role: Role, neighbours: [Option<usize>; 2]) -> i64 {
        if !self.costs.alternates(person) {
            return 0;
        }
        let [before, after] = neighbours.map(|turn| turn.and_then(|turn| self.role_of(person, turn)));
        let same = |one: Option<Role>, other: Option<Role>| i64::from(one.is_some() && one == other);
        same(before, Some(role)) + same(Some(role), after) - same(before, after)
    }

    fn open(&mut self, seat: Seat) {
        self.gap_places[seat.index()] = self.gaps.len();
        self.gaps.push(seat);
    }

    fn close(&mut self, seat: Seat) {
        let place = self.gap_places[seat.index()];
        self.gaps.swap_remove(place);
        if let Some(moved) = self.gaps.get(place) {
            self.gap_places[moved.index()] = place;
        }
    }
}

fn ledger(
    model: &Model,
    prior: impl Fn(&super::Candidate) -> u32,
    load: impl Fn(&super::model::Turn) -> i64,
) -> Ledger {
    let shares = model.people.iter().map(|member| member.share as i64).collect();
    let prior = model
        .people
        .iter()
        .map(|member| prior(member.candidate).into())
        .collect();
    Ledger::new(shares, prior, model.turns.iter().map(|turn| 2 * load(turn)).sum())
}
