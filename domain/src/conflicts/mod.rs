//! What of published duty does not stand as it should: roles that nobody holds, and duty of people who should not hold
//! it. Nothing here changes duty; it says what has to be mended.

mod alone;
#[cfg(test)]
mod tests;
mod together;
mod two_rotas;

pub use together::{Held, rest_around};
pub use two_rotas::TwoRotas;

use crate::{CoverId, Instant, PersonId, Role, RotaId, ShiftId, Span, timeline::DutyRow};

/// Less published time ahead than this is said: a fortnight.
pub const PUBLISHED_AHEAD_SECONDS: i64 = 14 * 86_400;

/// A rota that is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Watched<'a> {
    /// Which.
    pub rota: RotaId,
    /// Its duty, in order; each row is in force until the next.
    pub duty: &'a [DutyRow],
    /// How long its people rest between two duties at least.
    pub min_rest_seconds: i64,
}

/// What is known of people, leave and covers.
pub trait Known {
    /// Whether somebody has left.
    fn has_left(&self, person: PersonId) -> bool;
    /// Whether somebody is qualified for a role of a rota.
    fn is_qualified(&self, rota: RotaId, person: PersonId, role: Role) -> bool;
    /// From when to when somebody serves on a rota: duty outside is that of nobody who is qualified.
    fn serves(&self, rota: RotaId, person: PersonId) -> Span;
    /// When somebody is away.
    fn leave(&self, person: PersonId) -> &[Span];
    /// Whether a cover of a rota was made against a rule, with a reason.
    fn is_accepted(&self, rota: RotaId, cover: CoverId) -> bool;
}

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Nobody holds a role.
    Gap,
    /// The holder has left.
    Left,
    /// The holder is not qualified for the role, or does not serve on the rota then.
    NotQualified,
    /// The holder is on leave.
    OnLeave,
    /// The holder is on duty on another rota too.
    TwoRotas {
        /// Where.
        other: RotaId,
        /// As what.
        role: Role,
    },
    /// The holder has rested too little before.
    Rest {
        /// How long.
        seconds: i64,
        /// How long it should have been.
        needed: i64,
    },
    /// Nothing is published for the time ahead.
    Unplanned,
}

impl Kind {
    /// The words that name the kinds in addresses and in the API, the most serious first.
    pub const KEYS: [&'static str; 7] = [
        "gap",
        "left",
        "not-qualified",
        "on-leave",
        "two-rotas",
        "rest",
        "unplanned",
    ];

    /// Its word in addresses and in the API.
    ///
    /// ```
    /// use domain::conflicts::Kind;
    /// assert_eq!(Kind::OnLeave.key(), "on-leave");
    /// assert_eq!(Kind::Rest { seconds: 3600, needed: 39_600 }.key(), "rest");
    /// ```
    pub const fn key(&self) -> &'static str {
        Self::KEYS[self.rank()]
    }

    /// Its place in [`Kind::KEYS`].
    pub const fn rank(&self) -> usize {
        match self {
            Self::Gap => 0,
            Self::Left => 1,
            Self::NotQualified => 2,
            Self::OnLeave => 3,
            Self::TwoRotas { .. } => 4,
            Self::Rest { .. } => 5,
            Self::Unplanned => 6,
        }
    }
}

/// One thing to mend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Conflict {
    /// Where.
    pub rota: RotaId,
    /// In which role; `None` for time that is not planned.
    pub role: Option<Role>,
    /// Who holds it; `None` for a gap and for time that is not planned.
    pub person: Option<PersonId>,
    /// The first shift that it touches.
    pub shift: Option<ShiftId>,
    /// When.
    pub span: Span,
    /// What is wrong.
    pub kind: Kind,
    /// The cover that put the holder there against a rule with a reason: known, and not to be mended.
    pub accepted: Option<CoverId>,
}

impl Conflict {
    /// Takes a later conflict in that is the same thing going on: without a pause, or in the same shift.
    fn takes_in(&mut self, later: &Self) -> bool {
        let same = Self {
            span: self.span,
            shift: self.shift,
            ..*later
        } == *self;
        let goes_on = self.span.end() >= later.span.start() || (self.shift.is_some() && self.shift == later.shift);
        if same && goes_on {
            let end = self.span.end().max(later.span.end());
            self.span = Span::new(self.span.start(), end).unwrap_or(self.span);
        }
        same && goes_on
    }

    /// Whether it is a matter of the instant `now`.
    pub fn is_on(&self, now: Instant) -> bool {
        self.span.contains(now)
    }
}

/// Everything to mend in `window`, what is on at its start first, then in order of start.
///
/// A stretch of duty is blamed once for its holder: who has left is not said to be on leave too.
///
/// ```
/// use domain::{CoverId, PersonId, Pairing, Role, RotaId, Span, timeline::{DutyRow, State}};
/// use domain::conflicts::{Kind, Known, TwoRotas, Watched, conflicts};
/// struct Everybody;
/// impl Known for Everybody {
///     fn has_left(&self, _: PersonId) -> bool { false }
///     fn is_qualified(&self, _: RotaId, _: PersonId, _: Role) -> bool { true }
///     fn serves(&self, _: RotaId, _: PersonId) -> Span { Span::ALWAYS }
///     fn leave(&self, _: PersonId) -> &[Span] { &[] }
///     fn is_accepted(&self, _: RotaId, _: CoverId) -> bool { false }
/// }
/// let id = "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11";
/// let window = Span::new("2026-11-24T09:00:00Z".parse()?, "2026-11-25T09:00:00Z".parse()?)?;
/// let duty = [DutyRow {
///     state: State::Covered,
///     pairing: Pairing::new(Some(id.parse()?), None)?,
///     ..DutyRow::unplanned(window.start())
/// }];
/// let rota = Watched { rota: id.parse()?, duty: &duty, min_rest_seconds: 0 };
/// let found = conflicts(&[rota], &Everybody, TwoRotas::Warn, window);
/// assert_eq!(found.iter().map(|one| (one.kind, one.role)).collect::<Vec<_>>(), [(Kind::Gap, Some(Role::Engineer))]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn conflicts(rotas: &[Watched<'_>], known: &impl Known, two_rotas: TwoRotas, window: Span) -> Vec<Conflict> {
    let mut found: Vec<Conflict> = rotas
        .iter()
        .flat_map(|watched| alone::of_rota(watched, known, window))
        .collect();
    found.extend(together::across(rotas, two_rotas, window));
    found.sort_by_key(|one| {
        (
            one.span.start().max(window.start()),
            one.kind.rank(),
            one.rota,
            one.role,
            one.person,
        )
    });
    found
}
