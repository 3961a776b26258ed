//! Webhooks: what other programs may be told of, what their answers mean, and when one is turned off.

use crate::Instant;

/// Seconds for which a secret that was replaced still signs beside the new one: a day.
pub const OVERLAP: i64 = 86_400;

/// Seconds without one delivery taken after which a webhook is turned off: three days.
pub const PATIENCE: i64 = 3 * 86_400;

/// What a webhook may be told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Event {
    /// A rota was published.
    RotaPublished,
    /// Duty that lies ahead has changed otherwise.
    DutyChanged,
    /// A role has nobody, soon.
    GapAhead,
    /// Somebody on duty will be away.
    ConflictFound,
    /// An offer was made, or something has become of it.
    OfferChanged,
    /// Handover notes were written or acknowledged.
    HandoverChanged,
}

impl Event {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::RotaPublished,
        Self::DutyChanged,
        Self::GapAhead,
        Self::ConflictFound,
        Self::OfferChanged,
        Self::HandoverChanged,
    ];

    /// The word in databases and bodies.
    ///
    /// ```
    /// use domain::webhook::Event;
    /// assert_eq!(Event::RotaPublished.key(), "rota.published");
    /// assert!(Event::ALL.iter().all(|event| Event::of(event.key()) == Some(*event)));
    /// ```
    pub const fn key(self) -> &'static str {
        match self {
            Self::RotaPublished => "rota.published",
            Self::DutyChanged => "duty.changed",
            Self::GapAhead => "gap.ahead",
            Self::ConflictFound => "conflict.found",
            Self::OfferChanged => "offer.changed",
            Self::HandoverChanged => "handover.changed",
        }
    }

    /// The event of a word.
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.key() == key)
    }
}

/// What the status of an answer says about a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is taken.
    Taken,
    /// It is to be tried again.
    Again,
    /// Nothing is taken there any more.
    Gone,
}

/// What a status says: every 2xx is a yes, 410 a no for good, and everything else, redirects too, may be otherwise next time.
///
/// ```
/// use domain::webhook::{Verdict, verdict};
/// assert_eq!([200, 204].map(verdict), [Verdict::Taken; 2]);
/// assert_eq!([302, 404, 429, 500].map(verdict), [Verdict::Again; 4]);
/// assert_eq!(verdict(410), Verdict::Gone);
/// ```
pub const fn verdict(status: u16) -> Verdict {
    match status {
        200..=299 => Verdict::Taken,
        410 => Verdict::Gone,
        _ => Verdict::Again,
    }
}

/// Whether a webhook of which nothing was taken since `failing_since` is turned off now.
///
/// ```
/// use domain::webhook::{PATIENCE, turns_off};
/// let since: domain::Instant = "2026-11-24T09:00:00Z".parse()?;
/// assert!(!turns_off(since, since + PATIENCE - 1));
/// assert!(turns_off(since, since + PATIENCE));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn turns_off(failing_since: Instant, now: Instant) -> bool {
    now - failing_since >= PATIENCE
}
