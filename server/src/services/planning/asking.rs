//! What a plan is asked for, as it is kept with a job and with a draft.

use super::{
    super::{Faults, Result, planning_rules, wording},
    turns::MOST_WEEKS,
};
use app::drafts::AgainForm;
use app::planning::PlanForm;
use chrono::NaiveDate;
use domain::{
    DraftId,
    planner::{PlanningRules, Request},
};
use serde::{Deserialize, Serialize};

/// The weeks that a first plan is asked for.
pub(super) const WEEKS: u32 = 13;
/// How much longer a thorough search is than a quick one.
const THOROUGH: u64 = 20;

/// What a plan is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Asking {
    /// The first local date; `None` for where the published plan ends.
    pub(crate) from: Option<NaiveDate>,
    /// How many weeks.
    pub(crate) weeks: u32,
    /// The last local date, in place of `weeks`.
    #[serde(default)]
    pub(crate) until: Option<NaiveDate>,
    /// Another seed gives another plan that is about as good.
    pub(crate) seed: u64,
    /// How long to search.
    #[serde(default)]
    pub(crate) effort: Effort,
    /// Rules for this plan alone, in place of the rota's.
    #[serde(default)]
    pub(crate) rules: Option<PlanningRules>,
}

/// What a job is to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Task {
    /// What the plan is asked for.
    #[serde(flatten)]
    pub(crate) asking: Asking,
    /// The draft that is planned again; `None` for a plan from nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) again: Option<Again>,
}

/// A draft to plan again around what is locked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Again {
    pub(crate) draft: DraftId,
    pub(crate) form: AgainForm,
}

/// How long to search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Effort {
    /// A good plan, mostly within a second.
    #[default]
    Quick,
    /// The best plan that can be found within some seconds.
    Thorough,
}

impl Effort {
    /// What a form says; quick where it says nothing.
    pub(crate) fn read(text: &str) -> std::result::Result<Self, String> {
        match text.trim() {
            "" | "quick" => Ok(Self::Quick),
            "thorough" => Ok(Self::Thorough),
            other => Err(format!("‘{other}’ is not how long to search: use quick or thorough.")),
        }
    }

    pub(super) const fn key(self) -> &'static str {
        match self {
            Self::Quick => "quick",
            Self::Thorough => "thorough",
        }
    }

    /// The moves to try for so many slots.
    pub(super) fn iterations(self, slots: usize) -> u64 {
        let quick = Request::default_iterations(slots);
        match self {
            Self::Quick => quick,
            Self::Thorough => quick.saturating_mul(THOROUGH),
        }
    }
}

impl Asking {
    /// So many weeks from where the published plan ends, by the rota's rules.
    pub(crate) fn weeks(weeks: u32, seed: u64) -> Self {
        Self {
            from: None,
            weeks,
            until: None,
            seed,
            effort: Effort::Quick,
            rules: None,
        }
    }

    /// What a form asks for; `kept` are the rota's rules. What is left empty is as usual, but for how long it is.
    ///
    /// # Errors
    /// `Invalid` with every field that cannot be read.
    pub(super) fn read(form: &PlanForm, kept: &PlanningRules) -> Result<Self> {
        let mut faults = Faults::default();
        let mut date = |field: &str, text: &str| match text.trim() {
            "" => None,
            text => faults.take(field, wording::day(text)),
        };
        let (from, until) = (date("from", &form.from), date("until", &form.until));
        let weeks = match until {
            Some(_) if form.weeks.trim().is_empty() => Some(WEEKS),
            _ => faults.take("weeks", weeks(&form.weeks)),
        };
        let seed = faults.take("seed", seed(&form.seed));
        let effort = faults.take("effort", Effort::read(&form.effort));
        let rules = match form.rules == Default::default() {
            true => None,
            false => planning_rules::over(&form.rules, kept, "form[rules]", &mut faults),
        };
        faults.check()?;
        Ok(Self {
            from,
            weeks: weeks.unwrap_or(WEEKS),
            until,
            seed: seed.unwrap_or(1),
            effort: effort.unwrap_or_default(),
            rules: rules.filter(|rules| rules != kept),
        })
    }

    /// The form that asks for it, with `kept` where the rules are the rota's.
    pub(super) fn form(&self, kept: &PlanningRules) -> PlanForm {
        let date = |date: Option<NaiveDate>| date.map_or_else(String::new, |date| date.to_string());
        PlanForm {
            from: date(self.from),
            weeks: self.weeks.to_string(),
            until: date(self.until),
            effort: self.effort.key().to_owned(),
            seed: self.seed.to_string(),
            rules: planning_rules::of(self.rules.as_ref().unwrap_or(kept), 0),
        }
    }
}

/// The seed in a form; 1 where there is none.
pub(crate) fn seed(text: &str) -> std::result::Result<u64, String> {
    match text.trim() {
        "" => Ok(1),
        text => text
            .parse()
            .map_err(|_| format!("‘{text}’ is not a number of a plan: use a whole number.")),
    }
}

fn weeks(text: &str) -> std::result::Result<u32, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(format!("Say for how many weeks, 1 to {MOST_WEEKS}, or until when."));
    }
    let weeks = text
        .parse::<u32>()
        .ok()
        .filter(|weeks| (1..=MOST_WEEKS).contains(weeks));
    weeks.ok_or_else(|| format!("‘{text}’ is not a number of weeks: use 1 to {MOST_WEEKS}."))
}
