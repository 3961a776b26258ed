//! Links that let one person set their password.

use std::{fmt, str::FromStr};

/// Why somebody is given a link that lets them set their password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryPurpose {
    /// They have none yet.
    Invitation,
    /// They have lost it.
    Reset,
}

/// How many seconds a link works that somebody has asked for at the sign-in page: they are waiting for it.
pub const ASKED_LINK_SECONDS: i64 = 3_600;

impl EntryPurpose {
    /// What somebody needs who can sign in, or cannot yet.
    ///
    /// ```
    /// use domain::access::EntryPurpose;
    /// assert_eq!(EntryPurpose::of(false), EntryPurpose::Invitation);
    /// assert_eq!(EntryPurpose::of(true), EntryPurpose::Reset);
    /// ```
    pub const fn of(can_sign_in: bool) -> Self {
        if can_sign_in { Self::Reset } else { Self::Invitation }
    }

    /// How many seconds such a link works: an invitation waits a week for somebody to come back from leave; whoever has
    /// lost their password is waiting for the link, so a day is enough.
    ///
    /// ```
    /// use domain::access::EntryPurpose;
    /// assert_eq!(EntryPurpose::Invitation.seconds(), 7 * 86_400);
    /// assert_eq!(EntryPurpose::Reset.seconds(), 86_400);
    /// ```
    pub const fn seconds(self) -> i64 {
        match self {
            Self::Invitation => 7 * 86_400,
            Self::Reset => 86_400,
        }
    }

    /// The word in databases and answers.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reset => "reset",
        }
    }
}

impl fmt::Display for EntryPurpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

impl FromStr for EntryPurpose {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "invitation" => Ok(Self::Invitation),
            "reset" => Ok(Self::Reset),
            _ => Err(format!("‘{word}’ is not a purpose of a link")),
        }
    }
}
