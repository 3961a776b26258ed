//! What is wrong when all duty of a person is seen together: on two rotas at once, or too little rest in between.

use super::{Conflict, Kind, TwoRotas, Watched};
use crate::{
    CoverId, Instant, PersonId, Role, RotaId, ShiftId, Span,
    timeline::{Duty, State},
};

/// How far back duty is looked at for rest: no rota asks for more than a week of it.
const BEFORE_SECONDS: i64 = 7 * 86_400;

/// One person's duty without a break in one role of one shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// Who.
    pub person: PersonId,
    /// When.
    pub span: Span,
    /// Where.
    pub rota: RotaId,
    /// As what.
    pub role: Role,
    /// Of which shift.
    pub shift: Option<ShiftId>,
    /// Through which cover.
    pub cover: Option<CoverId>,
}

impl Held {
    /// All duty of a rota in a window, in order of start for each role.
    pub fn all_of(rota: RotaId, duty: &Duty) -> Vec<Self> {
        let mut found: Vec<Self> = Vec::new();
        for role in Role::BOTH {
            let from = found.len();
            for (span, row) in duty.segments().filter(|(_, row)| row.state == State::Covered) {
                let Some(person) = row.pairing.holder(role) else {
                    continue;
                };
                let (shift, cover) = (row.shift, row.cover(role));
                let goes_on = found[from..].last_mut().filter(|last| {
                    last.span.end() == span.start() && (last.person, last.shift, last.cover) == (person, shift, cover)
                });
                match goes_on {
                    Some(last) => last.span = Span::new(last.span.start(), span.end()).unwrap_or(last.span),
                    None => found.push(Self {
                        person,
                        span,
                        rota,
                        role,
                        shift,
                        cover,
                    }),
                }
            }
        }
        found
    }

    fn conflict(&self, span: Span, kind: Kind) -> Conflict {
        Conflict {
            rota: self.rota,
            role: Some(self.role),
            person: Some(self.person),
            shift: self.shift,
            span,
            kind,
            accepted: None,
        }
    }
}

/// How long somebody rests before and after `taken`, given when else they are on duty: `None` where nothing is near.
/// What touches or overlaps `taken` is one duty with it.
///
/// ```
/// use domain::{Instant, Span, conflicts::rest_around};
/// let hours = |from: i64, to: i64| Span::new(Instant::from_seconds(from * 3600), Instant::from_seconds(to * 3600));
/// let (night, taken) = (hours(0, 8)?, hours(16, 24)?);
/// assert_eq!(rest_around(&[night], taken), (Some(8 * 3600), None));
/// let (touching, later) = (hours(24, 26)?, hours(30, 31)?);
/// assert_eq!(rest_around(&[later, touching], taken), (None, Some(4 * 3600)));
/// # Ok::<(), domain::time::EmptySpan>(())
/// ```
pub fn rest_around(duties: &[Span], taken: Span) -> (Option<i64>, Option<i64>) {
    let mut sorted = duties.to_vec();
    sorted.sort_unstable();
    let touching = |whole: Span, one: &Span| whole.end() >= one.start() && one.end() >= whole.start();
    let joined = |whole: Span, one: &Span| match touching(whole, one) {
        true => Span::new(whole.start().min(one.start()), whole.end().max(one.end())).unwrap_or(whole),
        false => whole,
    };
    // Once in each direction, so that a chain of touching duties is taken in from both sides.
    let whole = sorted.iter().fold(taken, joined);
    let whole = sorted.iter().rev().fold(whole, joined);
    let before = sorted.iter().map(Span::end).filter(|end| *end < whole.start()).max();
    let after = sorted
        .iter()
        .map(Span::start)
        .filter(|start| *start > whole.end())
        .min();
    (
        before.map(|end| whole.start() - end),
        after.map(|start| start - whole.end()),
    )
}

/// Conflicts between a person's own duties.
pub(super) fn across(rotas: &[Watched<'_>], two_rotas: TwoRotas, window: Span) -> Vec<Conflict> {
    let wide = Span::new(window.start() - BEFORE_SECONDS, window.end()).unwrap_or(window);
    let mut held: Vec<(Held, i64)> = rotas
        .iter()
        .flat_map(|watched| {
            let duty = Duty::from_rows(wide, watched.duty);
            let all = Held::all_of(watched.rota, &duty);
            all.into_iter().map(|held| (held, watched.min_rest_seconds))
        })
        .collect();
    held.sort_unstable_by_key(|(held, _)| (held.person, held.span, held.rota, held.role));
    let mut found = Vec::new();
    for of_person in held.chunk_by(|(one, _), (other, _)| one.person == other.person) {
        if two_rotas != TwoRotas::Allow {
            found.extend(at_once(of_person, window));
        }
        found.extend(too_little_rest(of_person, window.start()));
    }
    found
}

/// On two rotas at the same time; said of the duty that was taken over by a cover, or begins later.
fn at_once(of_person: &[(Held, i64)], window: Span) -> Vec<Conflict> {
    let mut found: Vec<Conflict> = Vec::new();
    for (index, (one, _)) in of_person.iter().enumerate() {
        let later = of_person[index + 1..].iter().map(|(held, _)| held);
        for other in later.take_while(|other| other.span.start() < one.span.end()) {
            let both = one
                .span
                .intersection(&other.span)
                .and_then(|span| span.intersection(&window));
            let Some(span) = both.filter(|_| one.rota != other.rota) else {
                continue;
            };
            let (blamed, beside) = match (one.cover, other.cover) {
                (Some(_), None) => (one, other),
                _ => (other, one),
            };
            let kind = Kind::TwoRotas {
                other: beside.rota,
                role: beside.role,
            };
            let conflict = blamed.conflict(span, kind);
            if !found.iter_mut().any(|known| known.takes_in(&conflict)) {
                found.push(conflict);
            }
        }
    }
    found
}

/// Too short a pause between two duties, when a cover or another rota is the cause: what a plan does within its rota was
/// decided when it was published.
fn too_little_rest(of_person: &[(Held, i64)], now: Instant) -> Vec<Conflict> {
    let mut found = Vec::new();
    let mut last: Option<&Held> = None;
    for (held, needed) in of_person {
        if let Some(before) = last {
            let seconds = held.span.start() - before.span.end();
            let short = 0 < seconds && seconds < *needed && held.span.end() > now;
            let one_shift = (before.rota, before.shift) == (held.rota, held.shift);
            let by_change = before.cover.is_some() || held.cover.is_some() || before.rota != held.rota;
            if short && !one_shift && by_change {
                let needed = *needed;
                found.push(held.conflict(held.span, Kind::Rest { seconds, needed }));
            }
        }
        if last.is_none_or(|last| last.span.end() < held.span.end()) {
            last = Some(held);
        }
    }
    found
}
