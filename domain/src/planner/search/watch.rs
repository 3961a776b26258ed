//! What a search tells whoever waits for it, and what they answer.

use serde::{Deserialize, Serialize};

/// How far a search has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Moves tried.
    pub iterations: u64,
    /// Moves that will be tried.
    pub planned: u64,
    /// Roles that stay a gap in the best plan so far.
    pub unfilled: usize,
    /// What the best plan so far costs, its gaps apart.
    pub cost: i64,
    /// No plan without a gap costs less than this.
    pub bound: i64,
}

impl Progress {
    /// A search that is stopped after more moves than this can be repeated: a request for as many iterations gives the
    /// same plan.
    ///
    /// ```
    /// use domain::planner::Progress;
    /// let progress = Progress { iterations: 850, planned: 1000, unfilled: 0, cost: 12, bound: 0 };
    /// assert!(progress.iterations > progress.least_to_repeat());
    /// ```
    pub fn least_to_repeat(&self) -> u64 {
        (self.planned / 5).saturating_mul(4).saturating_add(6).min(self.planned)
    }
}

/// Watches a search: shows how far it has come, limits it, stops it. The search is the same with any watch until it is
/// stopped.
pub trait Watch {
    /// Asked once, when so many moves have been tried to warm up: how many are to be tried in all. The answer is
    /// rounded down to one of a row of lengths, each a quarter more than the one before.
    fn length(&mut self, _warmed_up: u64, asked: u64) -> u64 {
        asked
    }

    /// Called every few thousand moves: `false` stops the search, and the best plan so far is the plan.
    fn goes_on(&mut self, _progress: &Progress) -> bool {
        true
    }
}

/// Nobody watches.
impl Watch for () {}
