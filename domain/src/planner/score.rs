//! What makes one plan better than another: three soft aims, in a currency of their own.

use super::model::Model;

/// What things cost. A gap outweighs everything; being a whole turn away from one's fair share outweighs crowded turns,
/// and those outweigh a pair that works together again.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weights {
    /// Each role that stays a gap.
    pub(super) gap: i64,
    /// Being one turn above or below one's fair share; two turns cost four times as much.
    pub(super) fairness: f64,
    /// Two turns of a person at the same time; the further apart the less, and nothing from an even spread on.
    pub(super) crowding: f64,
    /// Two people together, for each time they are together already.
    pub(super) repetition: i64,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            gap: 1_000_000_000_000,
            fairness: 10_000.0,
            crowding: 3_000.0,
            repetition: 300,
        }
    }
}

/// No plan, however strange its request, costs more than this for one person: sums stay in range.
const MOST: f64 = 1e14;

/// The cost of what one person carries and of how it is spread. Floating point is used for sums and products alone,
/// which every machine rounds alike.
pub(super) struct Scale {
    pub(super) weights: Weights,
    people: Vec<PersonScale>,
}

struct PersonScale {
    /// Turns, as if this person had a full share, for each point.
    turns_per_point: f64,
    /// The fair number of such turns.
    fair_turns: f64,
    fairness: f64,
    /// Seconds between turns in an even spread.
    interval: f64,
    /// When their last duty before the plan and their first after it start.
    outside: (Option<i64>, Option<i64>),
}

impl Scale {
    pub(super) fn new(model: &Model, weights: Weights) -> Self {
        let shares: f64 = model.people.iter().map(|member| member.share / 100.0).sum();
        let prior: f64 = model
            .people
            .iter()
            .map(|member| f64::from(member.candidate.prior_load))
            .sum();
        let new: f64 = model.turns.iter().map(|turn| 2.0 * turn.load as f64).sum();
        let turn = (new / 2.0 / model.turns.len().max(1) as f64).max(1.0);
        let fair_points = (prior + new) / shares.max(0.01);
        let (first, last) = horizon(model);
        let people = model.people.iter().map(|member| {
            let share = member.share / 100.0;
            let turns = (fair_points * share - f64::from(member.candidate.prior_load)) / turn;
            let starts = || member.candidate.busy.iter().map(|busy| busy.start().seconds());
            PersonScale {
                turns_per_point: 1.0 / (share * turn),
                fair_turns: fair_points / turn,
                fairness: weights.fairness * share,
                interval: (last - first) as f64 / turns.max(1.0),
                outside: (
                    starts().filter(|at| *at < first).max(),
                    starts().filter(|at| *at > last).min(),
                ),
            }
        });
        Self {
            weights,
            people: people.collect(),
        }
    }

    /// The cost of carrying so many points, those carried in among them.
    pub(super) fn load(&self, person: usize, points: i64) -> i64 {
        let scale = &self.people[person];
        let away = points as f64 * scale.turns_per_point - scale.fair_turns;
        (scale.fairness * away * away).min(MOST) as i64
    }

    /// The cost of two turns in succession that start at these seconds.
    pub(super) fn crowding(&self, person: usize, earlier: i64, later: i64) -> i64 {
        let missing = 1.0 - self.closeness(person, earlier, later);
        if missing <= 0.0 {
            0
        } else {
            (self.weights.crowding * missing * missing) as i64
        }
    }

    /// The time between two turns, as a part of what an even spread would leave.
    pub(super) fn closeness(&self, person: usize, earlier: i64, later: i64) -> f64 {
        (later - earlier) as f64 / self.people[person].interval.max(1.0)
    }

    /// When the person's last duty before the plan and their first after it start, in seconds.
    pub(super) fn outside(&self, person: usize) -> (Option<i64>, Option<i64>) {
        self.people[person].outside
    }
}

/// From the start of the first turn to where one after the last would start.
fn horizon(model: &Model) -> (i64, i64) {
    let start = |turn: Option<&super::model::Turn>| turn.map_or(0, |turn| turn.block.start().seconds());
    let (first, last) = (start(model.turns.first()), start(model.turns.last()));
    let gaps = model.turns.len().saturating_sub(1).max(1) as i64;
    (first, last.saturating_add((last - first) / gaps))
}
