//! A rate card as it is written in files: see `docs/pay.md`. Nothing in it is believed until [`CardFile::check`].

use super::{AtOnce, Cut, OnHolidays, Rounding, Share};
use crate::rota::WrittenWindow;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the format that this Tandem writes, and the only one it reads.
pub const FORMAT: u32 = 1;

/// A rate card, format 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardFile {
    /// The version of the format: 1.
    pub tandem_rate_card: u32,
    /// What people call the card.
    pub name: String,
    /// ISO 4217: `GBP`.
    pub currency: String,
    /// The first date it pays: `2027-01-01`.
    pub effective_from: String,
    /// An IANA name, `rota` or `person`.
    pub zone: String,
    /// The key of a calendar such as `GB-ENG`, `none`, or `person` for the one of the person's region.
    #[serde(default = "none")]
    pub holidays: String,
    /// How lines are rounded.
    #[serde(default)]
    pub rounding: Rounding,
    /// What happens at a period's end.
    #[serde(default)]
    pub cut: Cut,
    /// What duty on several rotas at once pays.
    #[serde(default)]
    pub rotas_at_once: AtOnce,
    /// Whether some of the week may be in no band, and so unpaid.
    #[serde(default)]
    pub gaps: Allowed,
    /// Whether bands may overlap, so that the first counts.
    #[serde(default = "allowed")]
    pub overlaps: Allowed,
    /// The bands; of those that hold at once the first counts.
    pub bands: Vec<BandFile>,
    /// When whole stretches are paid as one band.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub whole_shift: Vec<WholeShiftFile>,
    /// The most that standby comes to.
    #[serde(default)]
    pub caps: CapsFile,
    /// How call-outs are paid; without it they cannot be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_outs: Option<CallOutsFile>,
}

fn none() -> String {
    "none".to_owned()
}

const fn allowed() -> Allowed {
    Allowed::Allowed
}

/// Whether something may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Allowed {
    /// It is a fault.
    #[default]
    Refused,
    /// It may be.
    Allowed,
}

/// A band of the week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BandFile {
    /// What people call it; unlike any other band's.
    pub name: String,
    /// When it holds, every week.
    #[serde(default)]
    pub windows: Vec<WrittenWindow>,
    /// What it does on holidays.
    #[serde(default)]
    pub on_holidays: OnHolidays,
    /// Whether it pays on top of the band that holds.
    #[serde(default)]
    pub adds: bool,
    /// What is counted.
    pub unit: UnitFile,
    /// What the Lead is paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<PriceFile>,
    /// What the Engineer is paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engineer: Option<PriceFile>,
    /// What a grade is paid.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub grades: BTreeMap<String, RolesFile>,
    /// What a person is paid, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub people: BTreeMap<String, RolesFile>,
    /// Minutes below which it pays nothing.
    #[serde(default)]
    pub counts_from_minutes: i64,
    /// A wall time that duty has to run across: `00:00`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub across: Option<String>,
    /// What call-outs are multiplied with meanwhile: `1.5`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_out_factor: Option<String>,
    /// Time off instead of money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub toil: Option<ToilFile>,
}

impl BandFile {
    /// What it pays.
    pub(super) fn prices(&self) -> PricesFile {
        PricesFile {
            lead: self.lead.clone(),
            engineer: self.engineer.clone(),
            grades: self.grades.clone(),
            people: self.people.clone(),
        }
    }
}

/// What a band counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitFile {
    /// Hours, to the second.
    Hour,
    /// Shifts.
    Shift,
    /// The band's own windows.
    Night,
    /// Local dates.
    Day,
    /// Weeks from Monday.
    Week,
    /// Started blocks.
    Blocks {
        /// Minutes of the first block.
        first_minutes: i64,
        /// Minutes of each further block.
        each_minutes: i64,
        /// Minutes after which nothing more is paid.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_most_minutes: Option<i64>,
        /// Whether a first block begins again then.
        #[serde(default)]
        again: bool,
    },
}

/// Amounts in major units by role, grade and person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PricesFile {
    /// The Lead's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<PriceFile>,
    /// The Engineer's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engineer: Option<PriceFile>,
    /// By grade.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub grades: BTreeMap<String, RolesFile>,
    /// By person's id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub people: BTreeMap<String, RolesFile>,
}

/// Amounts by role.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RolesFile {
    /// The Lead's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<PriceFile>,
    /// The Engineer's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub engineer: Option<PriceFile>,
}

/// An amount, or for started blocks two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum PriceFile {
    /// `"12.00"`.
    Amount(String),
    /// `{"first":"29.20","then":"3.66"}`.
    Blocks {
        /// For the first block.
        first: String,
        /// For each further block.
        then: String,
    },
}

/// Time off instead of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ToilFile {
    /// Time off for each unit of time: `1.5`.
    pub factor: String,
    /// Whether people choose it.
    #[serde(default)]
    pub chosen: bool,
}

/// When whole stretches are paid as one band.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WholeShiftFile {
    /// The name of the band that the rest is paid as.
    pub band: String,
    /// The names of the bands whose time counts.
    pub counting: Vec<String>,
    /// How much is enough.
    #[serde(default)]
    pub when: Share,
}

/// Caps in major units.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapsFile {
    /// On a local date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// In a week from Monday.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub week: Option<String>,
    /// In a pay period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
}

/// How call-outs are paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallOutsFile {
    /// Per hour.
    pub per_hour: PricesFile,
    /// Remote ones.
    #[serde(default)]
    pub remote: ClaimingFile,
    /// On site.
    #[serde(default)]
    pub on_site: ClaimingFile,
    /// Whether the free minutes are once a shift instead of once a call.
    #[serde(default)]
    pub free_once_a_shift: bool,
    /// Minutes a shift's call-outs come to at least.
    #[serde(default)]
    pub shift_minimum_minutes: i64,
    /// Minutes they come to at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift_cap_minutes: Option<i64>,
    /// Whether the cap cuts time worked too.
    #[serde(default)]
    pub cap_cuts_work: bool,
    /// Whether hourly standby stops meanwhile.
    #[serde(default)]
    pub suspends_standby: bool,
    /// When rest is broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest: Option<RestFile>,
    /// Time off instead of money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub toil: Option<ToilFile>,
}

/// How one call-out is claimed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClaimingFile {
    /// Minutes that standby covers.
    pub free_minutes: i64,
    /// Minutes paid at least.
    pub minimum_minutes: i64,
    /// Rounded up to a multiple of these.
    pub round_up_to_minutes: i64,
}

/// When rest is broken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RestFile {
    /// Minutes of unbroken rest.
    pub minutes: i64,
    /// When people work anyway.
    pub work: Vec<WrittenWindow>,
}
