//! Ways to reach somebody.

use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// A way to reach somebody.
///
/// ```
/// use domain::contact::ContactKind;
/// assert_eq!("sms".parse(), Ok(ContactKind::Sms));
/// assert!("fax".parse::<ContactKind>().is_err());
/// assert_eq!(ContactKind::Email.words(), "E-mail");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ContactKind {
    /// Call this number.
    Phone,
    /// Text this number.
    Sms,
    /// Write to this address.
    Email,
    /// Message this name.
    Chat,
}

impl ContactKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Phone, Self::Sms, Self::Email, Self::Chat];

    /// The word in forms, databases and answers.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Sms => "sms",
            Self::Email => "email",
            Self::Chat => "chat",
        }
    }

    /// The words on pages.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Phone => "Telephone",
            Self::Sms => "Text message",
            Self::Email => "E-mail",
            Self::Chat => "Chat",
        }
    }
}

impl FromStr for ContactKind {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|kind| kind.key() == word);
        found.ok_or_else(|| format!("‘{word}’ is not a kind of contact method: use phone, sms, email or chat."))
    }
}
