//! The life of an offer: open, then accepted and applied, or ended otherwise.

use super::Stretch;
use crate::{Instant, PersonId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Who may accept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum To {
    /// Anyone qualified in the rota's team.
    Anyone,
    /// These people.
    People(BTreeSet<PersonId>),
}

/// What is offered, to whom, until when: it never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Whose duty it is.
    pub giver: PersonId,
    /// What they give.
    pub given: Stretch,
    /// What they want in return, of the one person it goes to.
    pub wanted: Option<Stretch>,
    /// Who may accept.
    pub to: To,
    /// Until when it may be accepted.
    pub until: Instant,
    /// Whether a manager has to approve.
    pub needs_approval: bool,
}

/// Where an offer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It may be accepted.
    Open,
    /// Somebody has accepted, and a manager has yet to approve.
    Accepted(PersonId),
    /// Somebody has the duty.
    Applied(PersonId),
    /// Everybody it went to has declined.
    Declined,
    /// Whoever made it took it back.
    Withdrawn,
    /// Nobody accepted in time, or no manager approved.
    Expired,
    /// What was offered has moved.
    Cancelled,
    /// A manager said no to whoever had accepted.
    Refused(PersonId),
}

/// An offer that cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadOffer {
    /// It goes to nobody.
    #[error("choose whom it goes to")]
    Nobody,
    /// It goes to the giver.
    #[error("an offer goes to somebody else")]
    ToGiver,
    /// Something in return can only be wanted of one person.
    #[error("something in return is wanted of exactly one person")]
    WantedOfMany,
    /// What is wanted is what is given.
    #[error("what is wanted in return is what is given")]
    WantsTheSame,
    /// It could never be accepted: it ends now or earlier, or what it is about has begun.
    #[error("what is offered or wanted in return has begun, or the offer would end at once")]
    TooLate,
}

/// Why an offer does not go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It has ended, so.
    #[error("the offer has ended")]
    Ended(State),
    /// It did not go to them.
    #[error("the offer is for somebody else")]
    NotForThem,
    /// Somebody has accepted already, and a manager decides.
    #[error("somebody has accepted already")]
    Accepted(PersonId),
    /// Nobody has accepted yet.
    #[error("nobody has accepted yet")]
    NotAccepted,
}

/// An offer.
///
/// ```
/// use domain::{Role, Span, offer::{Offer, Refusal, State, Stretch, Terms, To}};
/// let (ada, bob) = ("6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?, "1b0f6a52-7d0e-4f0e-8a53-0f6b1f2f9f10".parse()?);
/// let span = Span::new("2026-11-24T17:00:00Z".parse()?, "2026-11-25T09:00:00Z".parse()?)?;
/// let given = Stretch { rota: "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?, role: Role::Lead, span };
/// let terms = Terms { giver: ada, given, wanted: None, to: To::Anyone, until: span.end(), needs_approval: false };
/// let now = span.start() - 3600;
/// let open = Offer::new(terms, now)?;
/// assert_eq!(open.terms.until, span.start()); // at the latest when its span begins
/// assert_eq!(open.accept(ada, now), Err(Refusal::NotForThem));
/// let applied = open.accept(bob, now)?;
/// assert_eq!(applied.state, State::Applied(bob));
/// assert_eq!(applied.accept(bob, now), Err(Refusal::Ended(State::Applied(bob))));
/// assert_eq!(open.accept(bob, span.start()), Err(Refusal::Ended(State::Expired)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What is offered.
    pub terms: Terms,
    /// Who has declined.
    pub declined: BTreeSet<PersonId>,
    /// Where it stood when that was last written down; see [`Offer::state_at`].
    pub state: State,
}

impl State {
    /// Its word in databases and answers.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted(_) => "accepted",
            Self::Applied(_) => "applied",
            Self::Declined => "declined",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::Refused(_) => "refused",
        }
    }

    /// The state of a word, with whoever has accepted; `None` for another word, or without somebody where one is needed.
    ///
    /// ```
    /// use domain::offer::State;
    /// let ada = "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse().ok();
    /// assert_eq!(State::of("applied", ada), ada.map(State::Applied));
    /// assert_eq!((State::of("applied", None), State::of("open", None)), (None, Some(State::Open)));
    /// ```
    pub fn of(word: &str, taker: Option<PersonId>) -> Option<Self> {
        match word {
            "open" => Some(Self::Open),
            "accepted" => taker.map(Self::Accepted),
            "applied" => taker.map(Self::Applied),
            "declined" => Some(Self::Declined),
            "withdrawn" => Some(Self::Withdrawn),
            "expired" => Some(Self::Expired),
            "cancelled" => Some(Self::Cancelled),
            "refused" => taker.map(Self::Refused),
            _ => None,
        }
    }

    /// Whoever has accepted.
    pub const fn taker(&self) -> Option<PersonId> {
        match self {
            Self::Accepted(person) | Self::Applied(person) | Self::Refused(person) => Some(*person),
            _ => None,
        }
    }

    /// Whether it may still go on.
    pub const fn is_pending(&self) -> bool {
        matches!(self, Self::Open | Self::Accepted(_))
    }
}

impl Terms {
    /// When the first of what it is about begins.
    pub fn begins(&self) -> Instant {
        let wanted = self.wanted.map(|wanted| wanted.span.start());
        wanted.map_or(self.given.span.start(), |start| start.min(self.given.span.start()))
    }

    /// Whether it goes to `person`; with [`To::Anyone`] they have to be qualified besides.
    pub fn goes_to(&self, person: PersonId) -> bool {
        let named = match &self.to {
            To::Anyone => true,
            To::People(people) => people.contains(&person),
        };
        named && person != self.giver
    }
}

impl Offer {
    /// A new offer, open until what it is about begins at the latest.
    ///
    /// # Errors
    /// [`BadOffer`], with what is wrong.
    pub fn new(terms: Terms, now: Instant) -> Result<Self, BadOffer> {
        let until = terms.until.min(terms.begins());
        let people = match &terms.to {
            To::Anyone => None,
            To::People(people) => Some(people),
        };
        if people.is_some_and(BTreeSet::is_empty) {
            return Err(BadOffer::Nobody);
        }
        if people.is_some_and(|people| people.contains(&terms.giver)) {
            return Err(BadOffer::ToGiver);
        }
        if let Some(wanted) = &terms.wanted {
            if people.is_none_or(|people| people.len() != 1) {
                return Err(BadOffer::WantedOfMany);
            }
            if wanted.overlaps(&terms.given) {
                return Err(BadOffer::WantsTheSame);
            }
        }
        if until <= now {
            return Err(BadOffer::TooLate);
        }
        Ok(Self {
            terms: Terms { until, ..terms },
            declined: BTreeSet::new(),
            state: State::Open,
        })
    }

    /// Where it stands at an instant, whether or not that was written down.
    pub fn state_at(&self, now: Instant) -> State {
        let over = match self.state {
            State::Open => now >= self.terms.until,
            State::Accepted(_) => now >= self.terms.begins(),
            _ => false,
        };
        if over { State::Expired } else { self.state }
    }

    /// Somebody accepts: it is applied, or waits for a manager.
    ///
    /// # Errors
    /// [`Refusal`]: it has ended, somebody was first, or it is not for them.
    pub fn accept(&self, by: PersonId, now: Instant) -> Result<Self, Refusal> {
        self.must_be_open(now)?;
        if !self.terms.goes_to(by) {
            return Err(Refusal::NotForThem);
        }
        let state = if self.terms.needs_approval {
            State::Accepted(by)
        } else {
            State::Applied(by)
        };
        let mut declined = self.declined.clone();
        declined.remove(&by);
        Ok(Self {
            declined,
            ..self.in_state(state)
        })
    }

    /// Somebody declines; when all it went to have, it has ended.
    ///
    /// # Errors
    /// [`Refusal`]: it has ended, somebody was first, or it is not for them.
    pub fn decline(&self, by: PersonId, now: Instant) -> Result<Self, Refusal> {
        self.must_be_open(now)?;
        if !self.terms.goes_to(by) {
            return Err(Refusal::NotForThem);
        }
        let mut declined = self.declined.clone();
        declined.insert(by);
        let all = matches!(&self.terms.to, To::People(people) if people.is_subset(&declined));
        let state = if all { State::Declined } else { State::Open };
        Ok(Self {
            declined,
            ..self.in_state(state)
        })
    }

    /// Whoever made it takes it back.
    ///
    /// # Errors
    /// [`Refusal::Ended`].
    pub fn withdraw(&self, now: Instant) -> Result<Self, Refusal> {
        self.must_be_pending(now)?;
        Ok(self.in_state(State::Withdrawn))
    }

    /// A manager lets it be done.
    ///
    /// # Errors
    /// [`Refusal`]: it has ended, or nobody has accepted.
    pub fn approve(&self, now: Instant) -> Result<Self, Refusal> {
        self.accepted(now).map(|taker| self.in_state(State::Applied(taker)))
    }

    /// A manager says no.
    ///
    /// # Errors
    /// [`Refusal`]: it has ended, or nobody has accepted.
    pub fn refuse(&self, now: Instant) -> Result<Self, Refusal> {
        self.accepted(now).map(|taker| self.in_state(State::Refused(taker)))
    }

    /// What it is about has moved.
    ///
    /// # Errors
    /// [`Refusal::Ended`].
    pub fn cancel(&self, now: Instant) -> Result<Self, Refusal> {
        self.must_be_pending(now)?;
        Ok(self.in_state(State::Cancelled))
    }

    /// It, with what time has made of it; `None` when that is written down.
    pub fn expired(&self, now: Instant) -> Option<Self> {
        let state = self.state_at(now);
        (state != self.state).then(|| self.in_state(state))
    }

    fn in_state(&self, state: State) -> Self {
        Self { state, ..self.clone() }
    }

    fn must_be_pending(&self, now: Instant) -> Result<(), Refusal> {
        let state = self.state_at(now);
        if state.is_pending() {
            Ok(())
        } else {
            Err(Refusal::Ended(state))
        }
    }

    fn must_be_open(&self, now: Instant) -> Result<(), Refusal> {
        match self.state_at(now) {
            State::Open => Ok(()),
            State::Accepted(by) => Err(Refusal::Accepted(by)),
            ended => Err(Refusal::Ended(ended)),
        }
    }

    fn accepted(&self, now: Instant) -> Result<PersonId, Refusal> {
        match self.state_at(now) {
            State::Accepted(by) => Ok(by),
            State::Open => Err(Refusal::NotAccepted),
            ended => Err(Refusal::Ended(ended)),
        }
    }
}
