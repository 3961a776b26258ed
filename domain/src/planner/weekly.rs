//! Weekly rest: after six days of duties that follow closely, a long pause.
//!
//! Duties with less than the weekly rest between them make a run. A run of several lasts at most a week less the rest:
//! then at most six times 24 hours lie between two weekly rests of 24 hours, as in article 8(6) of Regulation (EC)
//! 561/2006. A turn that is longer by itself is what the rota asks for, and stands alone.

use super::Reason;
use super::bits::TurnSets;
use super::model::Model;
use crate::{Instant, Span};

const WEEK: i64 = 7 * 86_400;

/// What somebody holds, but for one turn.
pub(super) type Held<'a> = (&'a TurnSets, Option<usize>);

/// What is said of whoever would have no weekly rest, if they would not with this turn beside what they hold and their
/// duty elsewhere.
pub(super) fn reason(model: &Model, person: usize, turn: usize, held: Option<Held>) -> Option<Reason> {
    let hours = u32::try_from((model.weekly_rest + 3599) / 3600).unwrap_or(u32::MAX);
    breaks(model, person, turn, held).then_some(Reason::WeeklyRest { hours })
}

/// Whether the run with this turn in it would be too long.
pub(super) fn breaks(model: &Model, person: usize, turn: usize, held: Option<Held>) -> bool {
    if model.weekly_rest == 0 {
        return false;
    }
    let (mut run, mut several) = (model.turns[turn].block, false);
    loop {
        let before = run;
        if let Some((turns, left)) = held {
            let near = turns.within(person, model.turns[turn].weekly.clone());
            for other in near.filter(|other| *other != turn && Some(*other) != left) {
                several |= join(&mut run, model.turns[other].block, model.weekly_rest);
            }
        }
        let busy = &model.people[person].busy;
        let first = busy.partition_point(|span| span.end() + model.weekly_rest <= run.start());
        for span in &busy[first..] {
            if span.start() >= run.end() + model.weekly_rest {
                break;
            }
            several |= join(&mut run, *span, model.weekly_rest);
        }
        if several && run.seconds() > WEEK - model.weekly_rest {
            return true;
        }
        if run == before {
            return false;
        }
    }
}

/// Takes a duty into the run if the pause is shorter than the rest.
fn join(run: &mut Span, duty: Span, rest: i64) -> bool {
    if duty.start() - run.end() >= rest || run.start() - duty.end() >= rest {
        return false;
    }
    let (start, end) = (run.start().min(duty.start()), run.end().max(duty.end()));
    *run = Span::new(start, end).unwrap_or(*run);
    true
}

/// From when to when duties can be in one run with this one without making it too long at once.
pub(super) fn reach(block: Span, rest: i64) -> (Instant, Instant) {
    (block.start() + -(WEEK + rest), block.end() + (WEEK + rest))
}
