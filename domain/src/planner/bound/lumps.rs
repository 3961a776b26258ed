//! The least spread when loads come in lumps: few turns of few different loads cannot be shared out as finely as points.

use crate::planner::model::Model;
use std::collections::BTreeMap;

/// With more ways to hand out some of the turns than this, lumps are not looked into.
const MOST_STATES: usize = 2_000;
/// No more pairs of least and most loaded are tried than this.
const MOST_PAIRS: usize = 4_000;

/// The turns of each load: how many have been handed out is a state, numbered in a mixed radix.
struct Lumps {
    /// For each load its roles, and the number of one of them in a state.
    kinds: Vec<(usize, usize)>,
    states: usize,
    /// The points of each state.
    points: Vec<i64>,
}

/// The least that the most and the least loaded can be apart when every role is filled, all other rules set aside;
/// `None` when there are too many ways to hand them out.
pub(super) fn spread(model: &Model) -> Option<i64> {
    let lumps = Lumps::new(model)?;
    let people: Vec<(i64, i64)> = model
        .people
        .iter()
        .map(|member| (member.share as i64, i64::from(member.candidate.prior_load)))
        .collect();
    let mut values: Vec<i64> = people
        .iter()
        .flat_map(|person| lumps.points.iter().map(|points| full(*person, *points)))
        .collect();
    values.sort_unstable();
    values.dedup();
    let shares: i64 = people.iter().map(|(share, _)| share).sum();
    let total: i64 = people.iter().map(|(_, prior)| prior).sum::<i64>() + lumps.points[lumps.states - 1];
    // Some carry no more than the mean, some no less. Nobody is looked for further from it than one turn weighs at most.
    let mean = total.checked_mul(1200)? / shares.max(1);
    let heaviest = model.turns.iter().map(|turn| turn.load).max().unwrap_or(0);
    let reach = people.iter().map(|(share, _)| full((*share, 0), heaviest)).max()?;
    let near = |value: &&i64| (**value - mean).abs() <= reach + 1;
    let near: Vec<i64> = values.iter().filter(near).copied().collect();
    let most = |least: i64| near.iter().filter(move |most| **most >= least.max(mean - 1));
    let least = near.iter().filter(|least| **least <= mean + 1);
    let pairs = least.flat_map(|least| most(*least).map(move |most| (most - least, *least)));
    let mut pairs: Vec<(i64, i64)> = pairs.filter(|(spread, _)| *spread <= reach).collect();
    pairs.sort_unstable();
    pairs.truncate(MOST_PAIRS);
    let possible = |(spread, least): &&(i64, i64)| lumps.can_be_shared(&people, *least, least + spread);
    let tried = match pairs.len() {
        MOST_PAIRS => pairs.last().map_or(0, |(spread, _)| *spread),
        _ => reach,
    };
    Some(pairs.iter().find(possible).map_or(tried, |(spread, _)| *spread))
}

/// Twelfths of a point, as if the share were a full one.
fn full((share, prior): (i64, i64), points: i64) -> i64 {
    (prior + points) * 1200 / share.max(1)
}

impl Lumps {
    fn new(model: &Model) -> Option<Self> {
        let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
        for turn in &model.turns {
            *counts.entry(turn.load).or_default() += 2;
        }
        let mut kinds = Vec::new();
        let mut states = 1usize;
        for count in counts.values() {
            kinds.push((*count, states));
            states = states.checked_mul(count + 1).filter(|states| *states <= MOST_STATES)?;
        }
        let of = |state: usize| {
            let loads = counts.keys().zip(&kinds);
            loads
                .map(|(load, (count, radix))| load * (state / radix % (count + 1)) as i64)
                .sum()
        };
        let points = (0..states).map(of).collect();
        Some(Self { kinds, states, points })
    }

    /// Whether all turns can be handed out so that everybody carries something from `least` to `most`.
    fn can_be_shared(&self, people: &[(i64, i64)], least: i64, most: i64) -> bool {
        let mut reached = vec![false; self.states];
        reached[0] = true;
        for person in people {
            let fits = |part: &usize| (least..=most).contains(&full(*person, self.points[*part]));
            let parts: Vec<usize> = (0..self.states).filter(fits).collect();
            let mut next = vec![false; self.states];
            for state in (0..self.states).filter(|state| reached[*state]) {
                for part in parts.iter().filter(|part| self.has_room(state, **part)) {
                    next[state + part] = true;
                }
            }
            reached = next;
        }
        reached[self.states - 1]
    }

    /// Whether there are as many turns of each load as the two take together.
    fn has_room(&self, state: usize, part: usize) -> bool {
        let taken = |of: usize, (count, radix): &(usize, usize)| of / radix % (count + 1);
        self.kinds
            .iter()
            .all(|kind| taken(state, kind) + taken(part, kind) <= kind.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::planner::instances::weekly;

    #[test]
    fn turns_that_cannot_be_shared_evenly_leave_a_turn_between_most_and_least() {
        // Six roles of ten points for four people: two have two, two have one.
        assert_eq!(spread(&Model::new(&weekly(3, 4))), Some(120));
        assert_eq!(spread(&Model::new(&weekly(4, 4))), Some(0));
    }

    #[test]
    fn many_turns_are_left_to_the_bound_by_points() {
        let mut request = weekly(40, 4);
        for (slot, load) in request.slots.iter_mut().zip([3, 8, 12, 16].into_iter().cycle()) {
            slot.load = load;
        }
        assert_eq!(spread(&Model::new(&request)), None);
    }
}
