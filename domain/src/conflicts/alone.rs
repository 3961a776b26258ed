//! What is wrong with one rota by itself.

use super::{Conflict, Kind, Known, PUBLISHED_AHEAD_SECONDS, Watched};
use crate::{
    Role, Span,
    timeline::{Duty, DutyRow, State},
};

/// Gaps, duty of those who should not hold it, and too little published time.
pub(super) fn of_rota(watched: &Watched<'_>, known: &impl Known, window: Span) -> Vec<Conflict> {
    let duty = Duty::from_rows(window, watched.duty);
    let mut found = Vec::new();
    for role in Role::BOTH {
        let mut of_role: Vec<Conflict> = Vec::new();
        let covered = duty.segments().filter(|(_, row)| row.state == State::Covered);
        for one in covered.flat_map(|(span, row)| of_row(watched, known, role, span, row)) {
            if !of_role.last_mut().is_some_and(|last| last.takes_in(&one)) {
                of_role.push(one);
            }
        }
        found.extend(of_role);
    }
    found.extend(unplanned(watched, window));
    found
}

fn of_row(watched: &Watched<'_>, known: &impl Known, role: Role, span: Span, row: &DutyRow) -> Vec<Conflict> {
    let of = |kind, span| Conflict {
        rota: watched.rota,
        role: Some(role),
        person: row.pairing.holder(role),
        shift: row.shift,
        span,
        kind,
        accepted: row.cover(role).filter(|cover| known.is_accepted(watched.rota, *cover)),
    };
    let Some(person) = row.pairing.holder(role) else {
        return vec![of(Kind::Gap, span)];
    };
    if known.has_left(person) {
        let left = of(Kind::Left, span);
        return vec![Conflict { accepted: None, ..left }];
    }
    if !known.is_qualified(watched.rota, person, role) {
        return vec![of(Kind::NotQualified, span)];
    }
    let serves = known.serves(watched.rota, person);
    let not_there = span.outside(&serves).map(|span| of(Kind::NotQualified, span));
    let there = span.intersection(&serves);
    let away = there.iter().flat_map(|there| {
        let leave = known.leave(person).iter();
        leave.filter_map(|leave| there.intersection(leave))
    });
    not_there.chain(away.map(|away| of(Kind::OnLeave, away))).collect()
}

/// The time after the published end, when that is near or past. What was never published is not missed.
fn unplanned(watched: &Watched<'_>, window: Span) -> Option<Conflict> {
    let end = watched.duty.last()?;
    let published = watched.duty.len() > 1 || end.state != State::Unplanned;
    let near = end.starts_at - window.start() < PUBLISHED_AHEAD_SECONDS;
    let span = Span::new(end.starts_at.max(window.start()), window.end()).ok()?;
    (end.state == State::Unplanned && published && near).then_some(Conflict {
        rota: watched.rota,
        role: None,
        person: None,
        shift: None,
        span,
        kind: Kind::Unplanned,
        accepted: None,
    })
}
