//! What no plan can be better than, where it can be told cheaply: as many wishes come true as rest and leave allow, turn
//! after turn, and loads are as level as whole points allow. Each is a bound of its own, so that their sum is one too.

mod lumps;

use super::Term;
use super::costs::Costs;
use super::fitness::Fitness;
use super::model::{Model, Seat};
use crate::Role;

/// With more choices than this, pairs of two successive turns, wishes are not looked into.
const MOST_CHOICES: usize = 4_000_000;

/// With more points than this, ledgers round.
const MOST_POINTS: i64 = 100_000_000;

/// No plan without a gap costs less than this, its gaps apart.
pub(super) fn bound(model: &Model, fitness: &Fitness, costs: &Costs) -> i64 {
    let open = model.open_seats().count();
    let loads = model.turns.iter().map(|turn| 2 * turn.load);
    let carried = model.people.iter().map(|member| i64::from(member.candidate.prior_load));
    let points: i64 = loads.chain(carried).sum();
    if open < 2 * model.turns.len() || open == 0 || model.people.is_empty() || points > MOST_POINTS {
        return 0;
    }
    let part = |term, amount: &dyn Fn() -> Option<i64>| match costs.weight(term) {
        0 => 0,
        weight => weight * amount().unwrap_or(0),
    };
    part(Term::Wishes, &|| wishes(model, fitness, costs))
        + part(Term::FairLoad, &|| lumps::spread(model).or_else(|| spread(model)))
}

/// A way to fill a turn.
#[derive(Clone, Copy)]
struct Choice {
    people: [usize; 2],
    /// The least that is wished in vain up to this turn.
    vain: i64,
}

/// The least that is wished in vain when nobody takes two turns in succession that are too near, every other rule
/// but leave and qualification set aside.
fn wishes(model: &Model, fitness: &Fitness, costs: &Costs) -> Option<i64> {
    let mut before: Vec<Choice> = Vec::new();
    for turn in 0..model.turns.len() {
        let mut choices = choices(fitness, costs, turn);
        if choices.len().saturating_mul(model.turns.len()) > MOST_CHOICES {
            return None;
        }
        let apart = turn > 0 && model.clash(turn - 1, turn);
        for choice in &mut choices {
            let possible =
                |earlier: &&Choice| !apart || choice.people.iter().all(|person| !earlier.people.contains(person));
            // In order of what is wished in vain, so that the first that is possible is the best.
            let best = before.iter().find(possible);
            choice.vain += match best {
                Some(earlier) => earlier.vain,
                None if turn == 0 => 0,
                None => return None,
            };
        }
        choices.sort_by_key(|choice| choice.vain);
        before = choices;
    }
    Some(costs.wanted + before.first()?.vain)
}

fn choices(fitness: &Fitness, costs: &Costs, turn: usize) -> Vec<Choice> {
    let people = |role| fitness.people(Seat { turn, role });
    let mut choices = Vec::new();
    for lead in people(Role::Lead) {
        for engineer in people(Role::Engineer).iter().filter(|engineer| *engineer != lead) {
            choices.push(Choice {
                people: [*lead, *engineer],
                vain: costs.wish(*lead, turn) + costs.wish(*engineer, turn),
            });
        }
    }
    choices
}

/// The least that the most and the least loaded can be apart when every role is filled and points are shared out freely,
/// but whole.
fn spread(model: &Model) -> Option<i64> {
    let shares: Vec<i64> = model.people.iter().map(|member| member.share as i64).collect();
    let prior: Vec<i64> = model
        .people
        .iter()
        .map(|member| i64::from(member.candidate.prior_load))
        .collect();
    let new: i64 = model.turns.iter().map(|turn| 2 * turn.load).sum();
    let total: i64 = prior.iter().sum::<i64>() + new;
    let mean = total.checked_mul(1200)? / shares.iter().sum::<i64>().max(1);
    let fits = |least: i64, spread: i64| {
        let (mut low, mut high) = (0, 0);
        for (share, prior) in shares.iter().zip(&prior) {
            // Points that come, rounded down, to `least` up to `least + spread` with a full share.
            let fewest = (least * share + 1199).div_euclid(1200).max(*prior);
            let most = ((least + spread + 1) * share - 1).div_euclid(1200);
            if fewest > most {
                return false;
            }
            (low, high) = (low + fewest, high + most);
        }
        (low..=high).contains(&total)
    };
    /// Further apart than this, in twelfths of a point, the least is not looked for.
    const FURTHEST: i64 = 240;
    let found = (0..FURTHEST).find(|spread| (mean - spread - 1..=mean + 1).any(|least| fits(least, *spread)));
    Some(found.unwrap_or(0))
}
