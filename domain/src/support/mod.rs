//! Service levels: what a service promises, and what whoever supports it does.

use crate::escalation::Severity;
use serde::{Deserialize, Serialize};

/// Characters of a text on a card.
pub const TEXT_CHARACTERS: usize = 1_000;
/// Lines of a list on a card.
pub const MOST_LINES: usize = 30;
/// Characters of one of them.
pub const LINE_CHARACTERS: usize = 300;
/// The longest target, in minutes: ninety days.
pub const MOST_MINUTES: u32 = 90 * 24 * 60;

/// What a Lead does, where a service does not say.
pub const LEAD_DUTIES: [&str; 5] = [
    "Take the call, say so, and take charge",
    "Decide how bad it is and who is needed, and call for help early",
    "Tell stakeholders what is known, when it is due",
    "Keep the Engineer free to work, and decide what may be risked",
    "End the incident, and see to it that what is left has an owner",
];
/// What an Engineer does, where a service does not say.
pub const ENGINEER_DUTIES: [&str; 5] = [
    "Find out what is broken, and say what is seen",
    "Restore service first, explain later",
    "Say before anything that cannot be undone is done",
    "Keep notes with times of what was seen and done",
    "Say when somebody else is needed",
];

/// A service's support card.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SupportCard {
    /// What is promised, the worst severity first; at most one for each.
    pub levels: Vec<ServiceLevel>,
    /// When the service is supported, in words.
    pub hours: String,
    /// Who hears of incidents.
    pub stakeholders: String,
    /// How users raise an issue.
    pub raise: String,
    /// Which system keeps track of issues.
    pub tracker: String,
    /// Who decides how bad an issue is.
    pub triage: String,
    /// What the Lead does; empty for [`LEAD_DUTIES`].
    pub lead: Vec<String>,
    /// What the Engineer does; empty for [`ENGINEER_DUTIES`].
    pub engineer: Vec<String>,
    /// What to do when things break.
    pub runbooks: Vec<Runbook>,
}

/// What is promised about incidents of one severity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceLevel {
    /// Which severity.
    pub severity: Severity,
    /// What such an incident is.
    pub definition: String,
    /// What it is like.
    pub examples: String,
    /// Minutes until somebody works on it.
    pub response: Option<u32>,
    /// Minutes between what stakeholders hear.
    pub update: Option<u32>,
    /// How they hear it.
    pub channel: String,
    /// Minutes until the service is there again.
    pub restore: Option<u32>,
}

impl ServiceLevel {
    /// Whether nothing is promised or said.
    pub fn is_empty(&self) -> bool {
        let words = [&self.definition, &self.examples, &self.channel];
        let targets = [self.response, self.update, self.restore];
        words.iter().all(|text| text.is_empty()) && targets.iter().all(Option::is_none)
    }
}

/// A page that says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Runbook {
    /// What about.
    pub title: String,
    /// Where: an address that begins with `https://` or `http://`.
    pub address: String,
}

/// The line has no address that can be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("‘{0}’ has no address: write a title and then https://…")]
pub struct BadRunbook(pub String);

impl Runbook {
    /// Reads a title with an address at its end; an address alone is its own title.
    ///
    /// ```
    /// use domain::support::Runbook;
    /// let found = Runbook::read("Fail over  https://wiki.example/failover").unwrap();
    /// assert_eq!((found.title.as_str(), found.address.as_str()), ("Fail over", "https://wiki.example/failover"));
    /// assert_eq!(Runbook::read("https://wiki.example").unwrap().title, "https://wiki.example");
    /// assert!(Runbook::read("javascript:alert(1)").is_err());
    /// ```
    ///
    /// # Errors
    /// [`BadRunbook`] when its last word is no such address.
    pub fn read(line: &str) -> Result<Self, BadRunbook> {
        let line = line.trim();
        let (title, address) = line.rsplit_once(char::is_whitespace).unwrap_or(("", line));
        let begins = |start: &str| address.strip_prefix(start).is_some_and(|rest| !rest.is_empty());
        if !(begins("https://") || begins("http://")) {
            return Err(BadRunbook(line.to_owned()));
        }
        let title = if title.trim().is_empty() { address } else { title.trim() };
        Ok(Self {
            title: title.to_owned(),
            address: address.to_owned(),
        })
    }
}

/// A list, or what is usual where it is empty.
pub fn or_usual(own: &[String], usual: &[&str]) -> Vec<String> {
    if own.is_empty() {
        usual.iter().map(|line| (*line).to_owned()).collect()
    } else {
        own.to_vec()
    }
}
