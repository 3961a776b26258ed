//! How good a plan is, term by term.

use super::Term;
use super::board::Board;
use super::model::Seat;
use crate::Role;
use serde::{Deserialize, Serialize};

/// How good a plan is: less is better, the gaps first.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Score {
    /// Roles that stay a gap.
    pub unfilled: u32,
    /// What every term adds, in the order of [`Term::ALL`].
    pub terms: Vec<TermScore>,
    /// No plan without a gap costs less than this.
    pub bound: i64,
}

/// What one term adds to the cost of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermScore {
    /// Which.
    pub term: Term,
    /// How much of it is missing: see [`Term::counts`].
    pub amount: i64,
    /// What one of it costs.
    pub weight: i64,
}

impl TermScore {
    /// What it adds to the cost.
    pub fn cost(&self) -> i64 {
        self.amount.saturating_mul(self.weight)
    }
}

impl Score {
    /// What the plan costs, its gaps apart.
    ///
    /// ```
    /// use domain::planner::{Score, Term, TermScore};
    /// let terms = vec![
    ///     TermScore { term: Term::FairLoad, amount: 24, weight: 1 },
    ///     TermScore { term: Term::Wishes, amount: 3, weight: 12 },
    /// ];
    /// let score = Score { terms, bound: 60, ..Score::default() };
    /// assert_eq!((score.cost(), score.amount(Term::Wishes)), (60, 3));
    /// assert!(score.is_proven_optimal());
    /// ```
    pub fn cost(&self) -> i64 {
        self.terms.iter().map(TermScore::cost).sum()
    }

    /// How much of a term is missing.
    pub fn amount(&self, term: Term) -> i64 {
        self.terms
            .iter()
            .find(|score| score.term == term)
            .map_or(0, |score| score.amount)
    }

    /// Whether it is known that no plan is better.
    pub fn is_proven_optimal(&self) -> bool {
        self.unfilled == 0 && self.cost() <= self.bound
    }
}

/// The score of the plan on the board, counted anew.
pub(super) fn score(board: &Board) -> Score {
    let term = |term| TermScore {
        term,
        amount: amount(board, term),
        weight: board.costs.weight(term),
    };
    Score {
        unfilled: board.gaps().len() as u32,
        terms: Term::ALL.map(term).to_vec(),
        bound: 0,
    }
}

fn amount(board: &Board, term: Term) -> i64 {
    let people = 0..board.model.people.len();
    match term {
        Term::FairLoad => board.load.spread(),
        Term::FairHolidays => board.holidays.spread(),
        Term::Wishes => {
            board.costs.wanted
                + held(board)
                    .map(|(person, seat)| board.costs.wish(person, seat.turn))
                    .sum::<i64>()
        }
        Term::PairVariety => repeated_pairs(board),
        Term::EvenTurns => people.map(|person| crowding(board, person)).sum(),
        Term::RoleAlternation => people.map(|person| repeated_roles(board, person)).sum(),
        Term::FewChanges => seats(board)
            .map(|seat| board.costs.change(seat, board.holder(seat)))
            .sum(),
    }
}

fn seats(board: &Board) -> impl Iterator<Item = Seat> {
    (0..2 * board.model.turns.len()).map(Seat::at)
}

fn held<'b>(board: &'b Board) -> impl Iterator<Item = (usize, Seat)> + 'b {
    seats(board).filter_map(|seat| Some((board.holder(seat)?, seat)))
}

/// How often two people are together beyond the cap.
fn repeated_pairs(board: &Board) -> i64 {
    let people = board.model.people.len();
    let pairs = (0..people).flat_map(|one| (one + 1..people).map(move |other| (one, other)));
    pairs
        .map(|(one, other)| i64::from(board.together(one, other).saturating_sub(board.costs.pair_cap)))
        .sum()
}

fn crowding(board: &Board, person: usize) -> i64 {
    let turns = &board.model.turns;
    let held = board.holding.held().within(person, 0..turns.len());
    let starts = held.map(|turn| turns[turn].block.start().seconds());
    let (before, after) = board.costs.outside(person);
    let starts: Vec<i64> = before.into_iter().chain(starts).chain(after).collect();
    starts
        .windows(2)
        .map(|pair| board.costs.crowding(person, pair[0], pair[1]))
        .sum()
}

fn repeated_roles(board: &Board, person: usize) -> i64 {
    if !board.costs.alternates(person) {
        return 0;
    }
    let held = board.holding.held().within(person, 0..board.model.turns.len());
    let roles: Vec<Option<Role>> = held.map(|turn| board.role_of(person, turn)).collect();
    roles.windows(2).filter(|pair| pair[0] == pair[1]).count() as i64
}
