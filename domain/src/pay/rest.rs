//! Rest that call-outs broke.

use super::{CallOut, RestRule};
use crate::holidays::Holidays;
use crate::rota::merged;
use crate::{Instant, Span, Zone};
use serde::{Deserialize, Serialize};

const DAY: i64 = 86_400;

/// Someone could not rest long enough before work, because they were called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct RestOwed {
    /// When work begins.
    pub before: Instant,
    /// The longest rest in the day before, in seconds.
    pub rested_seconds: i64,
    /// What is missing, in seconds.
    pub owed_seconds: i64,
}

/// For each beginning of work whose rest a call-out broke, what is owed.
///
/// Rest is looked for in the 24 hours before work begins: outside work and call-outs, unbroken.
pub(super) fn owed(rule: &RestRule, call_outs: &[CallOut], zone: &Zone, holidays: &Holidays) -> Vec<RestOwed> {
    let mut owed: Vec<RestOwed> = Vec::new();
    for call in call_outs {
        let Ok(around) = Span::new(call.span.start() - 2 * DAY, call.span.end() + 2 * DAY) else {
            continue;
        };
        let work = rule.work.spans(zone, holidays, around);
        let next = work.iter().find(|span| span.start() >= call.span.start());
        let at_work = work.iter().any(|span| span.contains(call.span.start()));
        let Some(before) = next
            .map(Span::start)
            .filter(|start| !at_work && *start - call.span.start() <= DAY)
        else {
            continue;
        };
        let busy = work.iter().copied().chain(call_outs.iter().map(|call| call.span));
        let rested = longest_rest(busy.collect(), before);
        if rested < rule.seconds && owed.iter().all(|known| known.before != before) {
            owed.push(RestOwed {
                before,
                rested_seconds: rested,
                owed_seconds: rule.seconds - rested,
            });
        }
    }
    owed.sort_unstable_by_key(|rest| rest.before);
    owed
}

fn longest_rest(mut busy: Vec<Span>, before: Instant) -> i64 {
    busy.sort_unstable();
    let mut free_from = before - DAY;
    let mut longest = 0;
    for span in merged(busy) {
        if span.start() >= before {
            break;
        }
        longest = longest.max(span.start() - free_from);
        free_from = free_from.max(span.end());
    }
    longest.max(before - free_from)
}
