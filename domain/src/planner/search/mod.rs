//! The search: simulated annealing. Small random changes; worse plans are accepted less and less as it cools, and the
//! best plan seen is kept.

mod exchanges;
mod gaps;
mod moves;
mod schedule;
mod watch;

pub use watch::{Progress, Watch};

use super::Term;
use super::board::{Board, Seating};
use super::construct::{fill, keep};
use super::model::{Lock, Seat};
use super::random::Random;
use schedule::{Schedule, rounded_down};

/// What unevenness weighs to guide the search, beside the cost: grows as it cools, from where loads can be exchanged
/// freely to where they settle. Measured; ten times more or less is worse.
const LEVELLING: f64 = 0.02;
/// While a first plan is made, as if it were this hot.
const FIRST_HEAT: f64 = 8.0;
/// How hot it is in the beginning, and how cold in the end, beside what the dearest and the cheapest of the usual
/// changes cost.
const HOT: f64 = 2.0 / 3.0;
const COLD: f64 = 1.0 / 12.0;
/// The end is not colder than this part of the beginning.
const COOLEST: f64 = 1.0 / 200.0;
/// A plan that is there to be kept is not heated as much.
const KEEPING: f64 = 0.4;
/// Moves tried before the length of the search is asked for.
const WARM_UP: u64 = 20_000;
/// The heat is set, and the watch asked, every so many moves.
const ROUND: u64 = 2_000;

/// What a square of a twelfth of a point away from fair weighs in a first plan.
pub(super) fn first_levelling(board: &Board) -> f64 {
    levelling(board, Term::FairLoad, FIRST_HEAT)
}

fn levelling(board: &Board, term: Term, heat: f64) -> f64 {
    let weight = board.costs.weight(term) as f64;
    LEVELLING * weight * weight / heat
}

/// Fills and improves the plan on the board, and says how many moves give the same plan again.
pub(super) fn search(board: &mut Board, bound: i64, watch: &mut dyn Watch) -> u64 {
    keep(board);
    fill(board);
    let request = board.model.request;
    let mut search = Search::new(board, request.seed);
    let moves = search.run(board, request.iterations, bound, watch);
    *board = board.seated(&search.best);
    // What was best may have a gap that somebody can fill as it is.
    fill(board);
    moves
}

/// Gaps, cost and unevenness of a plan: less is better, the first figure first.
type Worth = (usize, i64, i64);

fn worth(board: &Board) -> Worth {
    (
        board.gaps().len(),
        board.cost(),
        board.load.squares() + board.holidays.squares(),
    )
}

struct Search {
    open: Vec<Seat>,
    /// The open seats of each load, and of which load each open seat is.
    alike: Vec<Vec<Seat>>,
    kinds: Vec<u32>,
    levelling: f64,
    levelling_holidays: f64,
    random: Random,
    heat: f64,
    best_worth: Worth,
    best: Seating,
}

impl Search {
    fn new(board: &Board, seed: u64) -> Self {
        let open: Vec<Seat> = board.model.open_seats().collect();
        let load = |seat: &Seat| {
            let turn = &board.model.turns[seat.turn];
            (turn.load, turn.holiday_load)
        };
        let mut loads: Vec<_> = open.iter().map(load).collect();
        loads.sort_unstable();
        loads.dedup();
        let kinds: Vec<u32> = open
            .iter()
            .map(|seat| loads.partition_point(|other| *other < load(seat)) as u32)
            .collect();
        let mut alike = vec![Vec::new(); loads.len()];
        for (seat, kind) in open.iter().zip(&kinds) {
            alike[*kind as usize].push(*seat);
        }
        Self {
            open,
            alike,
            kinds,
            levelling: 0.0,
            levelling_holidays: 0.0,
            random: Random::new(seed),
            heat: 0.0,
            best_worth: worth(board),
            best: board.seating().clone(),
        }
    }

    /// Tries moves until there were enough, the plan is known to be the best, or the watch stops it.
    fn run(&mut self, board: &mut Board, asked: u64, bound: i64, watch: &mut dyn Watch) -> u64 {
        if self.open.is_empty() || asked == 0 {
            return asked;
        }
        let (hot, cold) = heats(board);
        let mut planned = asked;
        let mut done = 0;
        if asked > 2 * WARM_UP {
            self.heat_to(board, hot);
            (0..WARM_UP).for_each(|_| self.try_move(board));
            done = WARM_UP;
            let length = watch.length(done, asked);
            // Whoever asks for a number of moves gets that many, others a length that cools to its end.
            planned = if length == asked {
                asked
            } else {
                rounded_down(length).max(2 * WARM_UP + 1)
            };
        }
        let schedule = Schedule::new(hot, cold, planned);
        while done < planned && !self.is_best(bound) {
            self.heat_to(board, schedule.heat(done));
            let round = ROUND.min(planned - done);
            (0..round).for_each(|_| self.try_move(board));
            done += round;
            if !watch.goes_on(&self.progress(done, planned, bound)) {
                return done;
            }
        }
        planned
    }

    fn heat_to(&mut self, board: &Board, heat: f64) {
        self.heat = heat;
        self.levelling = levelling(board, Term::FairLoad, heat);
        self.levelling_holidays = levelling(board, Term::FairHolidays, heat);
    }

    fn progress(&self, iterations: u64, planned: u64, bound: i64) -> Progress {
        Progress {
            iterations,
            planned,
            unfilled: self.best_worth.0,
            cost: self.best_worth.1,
            bound,
        }
    }

    fn is_best(&self, bound: i64) -> bool {
        self.best_worth.0 == 0 && self.best_worth.1 <= bound
    }

    fn keep_best(&mut self, board: &Board) {
        // No spread is less than 0, so that most plans need not be looked at closely.
        if (board.gaps().len(), board.sums()) > (self.best_worth.0, self.best_worth.1) {
            return;
        }
        let worth = worth(board);
        if worth < self.best_worth {
            self.best_worth = worth;
            self.best.clone_from(board.seating());
        }
    }

    fn accepts(&mut self, rise: f64) -> bool {
        rise <= 0.0 || rise < self.heat * self.random.exponential()
    }

    /// What the guide adds when the person carries so much more.
    fn levelling(&self, board: &Board, person: usize, load: i64, holiday_load: i64) -> f64 {
        let mut rise = 0.0;
        if load != 0 {
            rise += self.levelling * board.load.rise(person, load) as f64;
        }
        if holiday_load != 0 && self.levelling_holidays > 0.0 {
            rise += self.levelling_holidays * board.holidays.rise(person, holiday_load) as f64;
        }
        rise
    }

    /// A seat that the person holds, any of them, if it is not locked.
    fn seat_of(&mut self, board: &Board, person: usize) -> Option<Seat> {
        let held = board.holding.held();
        let from = self.random.below(board.model.turns.len());
        let turn = held.after(person, from).or_else(|| held.before(person, from + 1))?;
        let role = board.role_of(person, turn)?;
        let seat = Seat { turn, role };
        (board.model.lock(seat) == Lock::Open).then_some(seat)
    }
}

/// How hot the search begins and how cold it ends, from what usual changes cost.
fn heats(board: &Board) -> (f64, f64) {
    let weight = |term| board.costs.weight(term) as f64;
    let turns = board.model.turns.len().max(1) as f64;
    let mean = board
        .model
        .turns
        .iter()
        .map(|turn| 12.0 * turn.load as f64)
        .sum::<f64>()
        / turns;
    let has = |term: Term, there: bool| if there { weight(term) } else { 0.0 };
    let request = board.model.request;
    let usual = [
        // In the benchmark's instances a point, of seven that a turn has.
        weight(Term::FairLoad) * mean / 7.0,
        has(Term::Wishes, !request.wishes.is_empty()),
        weight(Term::PairVariety),
        weight(Term::EvenTurns) * 25.0,
        weight(Term::RoleAlternation),
        has(Term::FewChanges, !request.baseline.is_empty()),
    ];
    let dearest = usual.into_iter().fold(1.0, f64::max);
    let cheapest = usual.into_iter().filter(|cost| *cost > 0.0).fold(dearest, f64::min);
    let keeping = if request.baseline.is_empty() { 1.0 } else { KEEPING };
    let hot = HOT * dearest * keeping;
    (hot, (COLD * cheapest).clamp(COOLEST * hot, hot))
}
