//! What makes one plan better than another, in words a manager uses.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Something a good plan has. Each is measured as an amount of what is *missing*, so that less is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// Everybody carries their fair share of the load.
    FairLoad,
    /// Everybody carries their fair share of the bank holidays.
    FairHolidays,
    /// Wishes come true.
    Wishes,
    /// Pairs vary.
    PairVariety,
    /// Everybody's turns are spread evenly.
    EvenTurns,
    /// Those who may hold either role take them in turn.
    RoleAlternation,
    /// Little of what is published changes.
    FewChanges,
}

impl Term {
    /// All of them, in the order in which a score is read.
    pub const ALL: [Term; 7] = [
        Term::FairLoad,
        Term::FairHolidays,
        Term::Wishes,
        Term::PairVariety,
        Term::EvenTurns,
        Term::RoleAlternation,
        Term::FewChanges,
    ];

    /// What an amount of it counts, in words.
    ///
    /// ```
    /// use domain::planner::Term;
    /// assert_eq!(Term::PairVariety.to_string(), "varied pairs");
    /// assert_eq!(Term::PairVariety.counts(), "times two people are together beyond the cap");
    /// ```
    pub const fn counts(self) -> &'static str {
        match self {
            Term::FairLoad => {
                "twelfths of a point between the most and the least loaded, as if everybody had a full share"
            }
            Term::FairHolidays => {
                "twelfths of a point of bank holidays between the most and the least loaded, as if everybody had a full share"
            }
            Term::Wishes => "weights of the wishes that do not come true",
            Term::PairVariety => "times two people are together beyond the cap",
            Term::EvenTurns => "percent by which turns are closer together than an even spread, each squared",
            Term::RoleAlternation => "turns in the same role as the one before, of people who may hold either",
            Term::FewChanges => "published roles that change hands",
        }
    }
}

/// The name a manager reads.
impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Term::FairLoad => "fair share of the load",
            Term::FairHolidays => "fair share of bank holidays",
            Term::Wishes => "wishes",
            Term::PairVariety => "varied pairs",
            Term::EvenTurns => "turns spread evenly",
            Term::RoleAlternation => "roles in turn",
            Term::FewChanges => "few changes",
        })
    }
}

/// What each term weighs against the others: a plan's cost is the sum of every [`Term`]'s amount times its weight. With
/// 0 a term does not count. A gap outweighs all of them.
///
/// ```
/// use domain::planner::{Term, Weights};
/// let weights = Weights { wishes: 24, ..Weights::default() };
/// assert_eq!(weights.of(Term::Wishes), 24);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Weights {
    /// Of [`Term::FairLoad`].
    pub fair_load: u32,
    /// Of [`Term::FairHolidays`].
    pub fair_holidays: u32,
    /// Of [`Term::Wishes`]: with 12, a wish of weight 1 is worth a point of load.
    pub wishes: u32,
    /// Of [`Term::PairVariety`].
    pub pair_variety: u32,
    /// How often two people may be together before it counts; `None` for as often as it has to be when all pairs that
    /// are possible share the turns alike.
    pub pair_cap: Option<u32>,
    /// Of [`Term::EvenTurns`].
    pub even_turns: u32,
    /// Of [`Term::RoleAlternation`].
    pub role_alternation: u32,
    /// Of [`Term::FewChanges`].
    pub few_changes: u32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            fair_load: 2,
            fair_holidays: 1,
            wishes: 12,
            pair_variety: 12,
            pair_cap: None,
            even_turns: 1,
            role_alternation: 1,
            few_changes: 12,
        }
    }
}

impl Weights {
    /// The weight of a term.
    pub const fn of(&self, term: Term) -> i64 {
        let weight = match term {
            Term::FairLoad => self.fair_load,
            Term::FairHolidays => self.fair_holidays,
            Term::Wishes => self.wishes,
            Term::PairVariety => self.pair_variety,
            Term::EvenTurns => self.even_turns,
            Term::RoleAlternation => self.role_alternation,
            Term::FewChanges => self.few_changes,
        };
        // Sums stay in range whatever is asked for.
        if weight > MOST { MOST as i64 } else { weight as i64 }
    }
}

/// No weight counts for more than this.
const MOST: u32 = 10_000;
