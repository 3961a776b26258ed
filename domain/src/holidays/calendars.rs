//! The calendars that an organisation can follow.

use super::{CALENDARS, Holidays, calendar};
use std::collections::BTreeMap;

/// The longest key.
const LONGEST_KEY: usize = 20;

/// The calendars that an organisation has: those that come with Tandem, and its own.
///
/// ```
/// use domain::holidays::{Calendars, Holidays};
/// let (days, _) = Holidays::read("2027-03-17 St Patrick’s Day");
/// let calendars = Calendars::with([("IE".to_owned(), "Ireland".to_owned(), days)]);
/// assert!(calendars.find("IE").is_some() && calendars.find("GB-ENG").is_some());
/// assert_eq!(calendars.name("IE"), Some("Ireland"));
/// assert!(calendars.find("FR").is_none());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendars {
    own: BTreeMap<String, (String, Holidays)>,
}

impl Calendars {
    /// With these of its own: key, name and days.
    pub fn with(own: impl IntoIterator<Item = (String, String, Holidays)>) -> Self {
        let own = own.into_iter().map(|(key, name, days)| (key, (name, days)));
        Self { own: own.collect() }
    }

    /// The calendar of a key, if there is one. An empty text is no holidays.
    pub fn find(&self, key: &str) -> Option<Holidays> {
        calendar(key).or_else(|| self.own.get(key).map(|(_, days)| days.clone()))
    }

    /// Whether there is a calendar of this key.
    pub fn has(&self, key: &str) -> bool {
        self.name(key).is_some()
    }

    /// What a calendar is called.
    pub fn name(&self, key: &str) -> Option<&str> {
        let key = if key.is_empty() { "none" } else { key };
        let built_in = CALENDARS.iter().find(|(known, _)| *known == key);
        built_in
            .map(|(_, name)| *name)
            .or_else(|| self.own.get(key).map(|(name, _)| name.as_str()))
    }

    /// Key and name of each, the organisation's own last.
    pub fn names(&self) -> impl Iterator<Item = (&str, &str)> {
        let own = self.own.iter().map(|(key, (name, _))| (key.as_str(), name.as_str()));
        CALENDARS.iter().copied().chain(own)
    }

    /// Whether a key can be given to a calendar of one's own.
    ///
    /// # Errors
    /// Why it cannot.
    ///
    /// ```
    /// use domain::holidays::Calendars;
    /// assert!(Calendars::check_key("DE-BY").is_ok());
    /// assert!(Calendars::check_key("GB-ENG").is_err(), "it comes with Tandem");
    /// assert!(Calendars::check_key("de by").is_err());
    /// ```
    pub fn check_key(key: &str) -> Result<(), String> {
        let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
        if key.len() < 2 || key.len() > LONGEST_KEY || !key.chars().all(plain) {
            return Err(format!(
                "‘{key}’ is no key: use 2 to {LONGEST_KEY} capital letters, digits and -, such as IE or DE-BY."
            ));
        }
        match CALENDARS.iter().any(|(known, _)| *known == key) {
            true => Err(format!("‘{key}’ comes with Tandem: use another key.")),
            false => Ok(()),
        }
    }
}
