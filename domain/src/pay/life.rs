//! Where a statement stands, and what may become of it.

use super::Period;
use std::{fmt, str::FromStr};

/// Where a statement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StatementState {
    /// It follows duty.
    Draft,
    /// Whoever is paid, or whoever prepares pay, says that it is right.
    Submitted,
    /// Somebody else has approved it: from now on what changes is an adjustment of a later one.
    Approved,
    /// It was handed to payroll.
    Exported,
}

/// Why a statement cannot be brought further.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StatementRefusal {
    /// Its period is not over.
    NotOver,
    /// It stands elsewhere.
    Stands(StatementState),
    /// Whoever approves is who is paid.
    OwnPay,
    /// So many questions about its lines wait for an answer.
    Unanswered(usize),
    /// It is no longer what was submitted.
    Changed,
    /// A later one counts on it.
    Later(Period),
}

/// What somebody who approves has before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Approval {
    /// Whether it is their own pay.
    pub own: bool,
    /// How many questions about its lines wait for an answer.
    pub unanswered: usize,
    /// Whether it is still what was submitted.
    pub unchanged: bool,
}

impl StatementState {
    /// The word in databases and answers.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Approved => "approved",
            Self::Exported => "exported",
        }
    }

    /// Whether what changes from now on is an adjustment of a later one.
    pub const fn is_settled(self) -> bool {
        matches!(self, Self::Approved | Self::Exported)
    }

    /// Submits it, or submits it anew as it has become.
    ///
    /// # Errors
    /// [`StatementRefusal::NotOver`] while the period goes on; [`StatementRefusal::Stands`] once it is settled.
    ///
    /// ```
    /// use domain::pay::{StatementRefusal, StatementState::{Approved, Draft, Submitted}};
    /// assert_eq!(Draft.submit(true), Ok(Submitted));
    /// assert_eq!(Draft.submit(false), Err(StatementRefusal::NotOver));
    /// assert_eq!(Approved.submit(true), Err(StatementRefusal::Stands(Approved)));
    /// ```
    pub const fn submit(self, over: bool) -> Result<Self, StatementRefusal> {
        match self {
            Self::Draft | Self::Submitted if over => Ok(Self::Submitted),
            Self::Draft | Self::Submitted => Err(StatementRefusal::NotOver),
            settled => Err(StatementRefusal::Stands(settled)),
        }
    }

    /// Approves it. What is settled stays as it is: approving twice is approving once.
    ///
    /// # Errors
    /// [`StatementRefusal`], of which one's own pay comes first.
    ///
    /// ```
    /// use domain::pay::{Approval, StatementRefusal, StatementState::{Approved, Draft, Exported, Submitted}};
    /// let good = Approval { own: false, unanswered: 0, unchanged: true };
    /// assert_eq!(Submitted.approve(good), Ok(Approved));
    /// assert_eq!(Exported.approve(good), Ok(Exported));
    /// assert_eq!(Draft.approve(good), Err(StatementRefusal::Stands(Draft)));
    /// assert_eq!(Submitted.approve(Approval { own: true, ..good }), Err(StatementRefusal::OwnPay));
    /// assert_eq!(Submitted.approve(Approval { unanswered: 2, ..good }), Err(StatementRefusal::Unanswered(2)));
    /// assert_eq!(Submitted.approve(Approval { unchanged: false, ..good }), Err(StatementRefusal::Changed));
    /// ```
    pub const fn approve(self, approval: Approval) -> Result<Self, StatementRefusal> {
        match self {
            _ if approval.own => Err(StatementRefusal::OwnPay),
            Self::Approved | Self::Exported => Ok(self),
            Self::Draft => Err(StatementRefusal::Stands(self)),
            Self::Submitted if approval.unanswered > 0 => Err(StatementRefusal::Unanswered(approval.unanswered)),
            Self::Submitted if !approval.unchanged => Err(StatementRefusal::Changed),
            Self::Submitted => Ok(Self::Approved),
        }
    }

    /// Takes it back to a draft, unless a `later` one is settled, whose adjustments count on it.
    ///
    /// # Errors
    /// [`StatementRefusal::Stands`] for a draft, [`StatementRefusal::Later`].
    ///
    /// ```
    /// use domain::pay::{StatementRefusal, StatementState::{Draft, Exported}};
    /// assert_eq!(Exported.reopen(None), Ok(Draft));
    /// assert_eq!(Draft.reopen(None), Err(StatementRefusal::Stands(Draft)));
    /// ```
    pub const fn reopen(self, later: Option<Period>) -> Result<Self, StatementRefusal> {
        match (self, later) {
            (Self::Draft, _) => Err(StatementRefusal::Stands(self)),
            (_, Some(later)) => Err(StatementRefusal::Later(later)),
            (_, None) => Ok(Self::Draft),
        }
    }
}

impl fmt::Display for StatementState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl FromStr for StatementState {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        let all = [Self::Draft, Self::Submitted, Self::Approved, Self::Exported];
        let found = all.into_iter().find(|state| state.key() == word);
        found.ok_or_else(|| format!("‘{word}’ is not where a statement stands"))
    }
}
