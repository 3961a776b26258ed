//! A plan in the making: who sits where, what each person carries, and what it all costs, kept up to date move by move.

use super::bits::TurnSets;
use super::fitness::Fitness;
use super::model::{Lock, Model, Seat};
use super::score::Scale;
use crate::Role;

/// With more people than this the table of pairs would be too large, and pairs may repeat as they like.
const MOST_PEOPLE_PAIRED: usize = 1024;

/// Who sits in the two seats of each turn.
pub(super) type Seating = Vec<[Option<usize>; 2]>;

pub(super) struct Board<'m> {
    pub(super) model: &'m Model<'m>,
    pub(super) fitness: &'m Fitness,
    pub(super) scale: &'m Scale,
    seating: Seating,
    pub(super) held: TurnSets,
    /// For each limit, person and day: the shifts that start within the limit's window that ends on this day.
    windows: Vec<Vec<u32>>,
    /// For each person and day: the shifts that start on it.
    days: Vec<u32>,
    /// Points of each person, those carried in among them.
    points: Vec<i64>,
    /// For each two people: how often they are together.
    together: Vec<u32>,
    gaps: Vec<Seat>,
    /// Where each seat stands in `gaps`.
    gap_places: Vec<usize>,
    cost: i64,
}

impl<'m> Board<'m> {
    /// A board on which those sit who are locked.
    pub(super) fn new(model: &'m Model<'m>, fitness: &'m Fitness, scale: &'m Scale) -> Self {
        let (people, turns) = (model.people.len(), model.turns.len());
        let prior = |person: usize| i64::from(model.people[person].candidate.prior_load);
        let mut board = Self {
            model,
            fitness,
            scale,
            seating: vec![[None; 2]; turns],
            held: TurnSets::new(people, turns),
            windows: model
                .limits
                .iter()
                .map(|limit| vec![0; people * (model.days + limit.days)])
                .collect(),
            days: vec![0; people * model.days],
            points: (0..people).map(prior).collect(),
            together: vec![
                0;
                if people > MOST_PEOPLE_PAIRED {
                    0
                } else {
                    people * people
                }
            ],
            gaps: Vec::new(),
            gap_places: vec![usize::MAX; 2 * turns],
            cost: (0..people).map(|person| scale.load(person, prior(person))).sum(),
        };
        for (person, member) in model.people.iter().enumerate() {
            member
                .busy_days
                .iter()
                .for_each(|day| board.count_day(person, *day, true));
        }
        model.open_seats().for_each(|seat| board.open(seat));
        board.cost += scale.weights.gap * board.gaps.len() as i64;
        for seat in (0..2 * turns).map(Seat::at) {
            if let Lock::Member(person) = model.lock(seat) {
                board.cost += board.cost_of_sitting(person, seat, true);
                board.count(person, seat, true);
            }
        }
        board
    }

    /// The same board with these people in the open seats.
    pub(super) fn seated(&self, seating: &Seating) -> Board<'m> {
        let mut board = Board::new(self.model, self.fitness, self.scale);
        for seat in self.model.open_seats() {
            if let Some(person) = seating[seat.turn][seat.role as usize] {
                board.place(person, seat);
            }
        }
        board
    }

    pub(super) fn seating(&self) -> &Seating {
        &self.seating
    }

    pub(super) fn holder(&self, seat: Seat) -> Option<usize> {
        self.seating[seat.turn][seat.role as usize]
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

    /// What the plan costs: less is better.
    pub(super) fn cost(&self) -> i64 {
        self.cost
    }

    pub(super) fn points(&self, person: usize) -> i64 {
        self.points[person]
    }

    /// How often two people are together; 0 when pairs are not counted.
    pub(super) fn together(&self, one: usize, other: usize) -> u32 {
        self.together
            .get(one * self.model.people.len() + other)
            .copied()
            .unwrap_or(0)
    }

    /// By how much the cost would rise if the person took the seat, which nobody holds.
    pub(super) fn cost_of_placing(&self, person: usize, seat: Seat) -> i64 {
        self.cost_of_sitting(person, seat, true) - self.scale.weights.gap
    }

    /// By how much the cost would rise if the person, who holds the seat, left it.
    pub(super) fn cost_of_clearing(&self, person: usize, seat: Seat) -> i64 {
        self.scale.weights.gap - self.cost_of_sitting(person, seat, false)
    }

    /// Puts a person into an open seat with nobody in it.
    pub(super) fn place(&mut self, person: usize, seat: Seat) {
        self.cost += self.cost_of_placing(person, seat);
        self.close(seat);
        self.count(person, seat, true);
    }

    /// Empties an open seat in which `person` sits.
    pub(super) fn clear(&mut self, person: usize, seat: Seat) {
        self.cost += self.cost_of_clearing(person, seat);
        self.count(person, seat, false);
        self.open(seat);
    }

    /// What it costs that the person sits there: to come (`true`), or already so (`false`).
    fn cost_of_sitting(&self, person: usize, seat: Seat, to_come: bool) -> i64 {
        let turn = &self.model.turns[seat.turn];
        let points = self.points[person] - if to_come { 0 } else { turn.load };
        let load = self.scale.load(person, points + turn.load) - self.scale.load(person, points);
        let partner = self.holder(seat.other());
        let times = partner.map_or(0, |partner| {
            self.together(person, partner).saturating_sub(u32::from(!to_come))
        });
        load + self.cost_of_crowding(person, seat.turn) + self.scale.weights.repetition * i64::from(times)
    }

    /// What it costs the person's spread to have this turn between those before and after it.
    fn cost_of_crowding(&self, person: usize, turn: usize) -> i64 {
        let start = |turn: usize| self.model.turns[turn].block.start().seconds();
        let (earliest, latest) = self.scale.outside(person);
        let before = self.held.before(person, turn).map(start).or(earliest);
        let after = self.held.after(person, turn).map(start).or(latest);
        let between = |earlier: Option<i64>, later: Option<i64>| match (earlier, later) {
            (Some(earlier), Some(later)) => self.scale.crowding(person, earlier, later),
            _ => 0,
        };
        let here = Some(start(turn));
        between(before, here) + between(here, after) - between(before, after)
    }

    /// Writes down that the person sits there, or no longer does.
    fn count(&mut self, person: usize, seat: Seat, sits: bool) {
        let turn = &self.model.turns[seat.turn];
        let (load, day) = (turn.load, turn.day);
        self.held.flip(person, seat.turn);
        self.points[person] += if sits { load } else { -load };
        self.count_day(person, day, sits);
        if let Some(partner) = self.holder(seat.other()) {
            let people = self.model.people.len();
            for pair in [person * people + partner, partner * people + person] {
                if let Some(times) = self.together.get_mut(pair) {
                    *times = if sits { *times + 1 } else { *times - 1 };
                }
            }
        }
        self.seating[seat.turn][seat.role as usize] = sits.then_some(person);
    }

    fn count_day(&mut self, person: usize, day: usize, starts: bool) {
        let change = |count: &mut u32| *count = if starts { *count + 1 } else { *count - 1 };
        change(&mut self.days[person * self.model.days + day]);
        for (limit, windows) in self.model.limits.iter().zip(&mut self.windows) {
            let from = person * (self.model.days + limit.days) + day;
            windows[from..from + limit.days].iter_mut().for_each(change);
        }
    }

    /// How many shifts of the person start on a day.
    pub(super) fn on_day(&self, person: usize, day: usize) -> u32 {
        self.days[person * self.model.days + day]
    }

    /// The shifts of the person in each window of a limit that has this day in it.
    pub(super) fn windows_with(&self, limit: usize, person: usize, day: usize) -> &[u32] {
        let days = self.model.limits[limit].days;
        &self.windows[limit][person * (self.model.days + days) + day..][..days]
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
