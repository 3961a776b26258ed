//! How a person wants to read: dates, times of day and the colours of pages.

use super::{Part, Result, Write, codec::Columns};
use domain::{PersonId, time::Style};
use std::str::FromStr;

/// The colours of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the device prefers.
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// The word in the database, in forms and in the cookie.
    pub const fn key(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl FromStr for Theme {
    type Err = String;
    fn from_str(word: &str) -> std::result::Result<Self, String> {
        let known = [Self::System, Self::Light, Self::Dark];
        known
            .into_iter()
            .find(|theme| theme.key() == word)
            .ok_or_else(|| format!("‘{word}’ is not a theme: use system, light or dark"))
    }
}

/// How a person wants to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Preferences {
    /// Dates and times of day.
    pub style: Style,
    /// The colours of pages, once chosen.
    pub theme: Option<Theme>,
}

impl Preferences {
    pub(super) fn of(row: &Columns<'_>) -> Result<Self> {
        Ok(Self {
            style: Style {
                dates: row.parsed("date_order")?,
                clock: row.parsed("hour_clock")?,
            },
            theme: row.parsed_option("theme")?,
        })
    }
}

impl Write {
    /// Keeps how a person wants to read.
    pub async fn set_preferences(&mut self, person: PersonId, preferences: Preferences) -> Result<()> {
        self.touch(Part::Person(person));
        let revision = self.revision();
        sqlx::query("UPDATE person SET date_order = $2, hour_clock = $3, theme = $4, revision = $5 WHERE id = $1")
            .bind(person.to_string())
            .bind(preferences.style.dates.key())
            .bind(preferences.style.clock.key())
            .bind(preferences.theme.map(Theme::key))
            .bind(revision)
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
