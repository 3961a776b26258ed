//! A rate card as it is typed.

use serde::{Deserialize, Serialize};

/// A rate card as it is typed: every field as text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CardForm {
    /// The version that was looked at; empty for a card made from nothing.
    pub version: String,
    /// `on` to leave that version as it is and add another.
    pub add: String,
    /// What people call it.
    pub name: String,
    /// ISO 4217: `GBP`.
    pub currency: String,
    /// The first date it pays: `2027-01-01`.
    pub effective_from: String,
    /// An IANA name, `rota` or `person`.
    pub zone: String,
    /// The key of a calendar such as `GB-ENG`, `none`, or `person`.
    pub holidays: String,
    /// `half_up`, `half_even`, `up` or `down`.
    pub rounding: String,
    /// `at_midnight` or `by_start`.
    pub cut: String,
    /// `once` or `each`.
    pub rotas_at_once: String,
    /// `on` when some of the week may be in no band.
    pub gaps: String,
    /// `on` when bands may not overlap.
    pub no_overlaps: String,
    /// The bands. They are put in the order of their places; one without a name, windows and rates is left out.
    pub bands: Vec<BandForm>,
    /// When whole stretches are paid as one band.
    pub whole_shift: Vec<WholeShiftForm>,
    /// The most that standby comes to on a date.
    pub cap_day: String,
    /// In a week from Monday.
    pub cap_week: String,
    /// In a pay period.
    pub cap_period: String,
    /// How call-outs are paid.
    pub call_outs: CallOutsForm,
    /// What the card is tried on.
    pub example: ExampleForm,
}

/// A band as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct BandForm {
    /// Its place among the bands, from 1.
    pub place: String,
    /// `on` to take it away.
    pub remove: String,
    /// What people call it.
    pub name: String,
    /// When it holds, a line for each window: `Mon–Fri 17:30 – 09:00`.
    pub windows: String,
    /// `as_usual`, `all_day` or `only`.
    pub on_holidays: String,
    /// `on` when it pays on top of the band that holds.
    pub adds: String,
    /// `hour`, `shift`, `night`, `day`, `week` or `blocks`.
    pub unit: String,
    /// Of blocks: minutes of the first.
    pub first_minutes: String,
    /// Of blocks: minutes of each further one.
    pub each_minutes: String,
    /// Of blocks: minutes after which nothing more is paid.
    pub at_most_minutes: String,
    /// Of blocks: `on` when a first block begins again then.
    pub again: String,
    /// What the Lead is paid.
    pub lead: String,
    /// Of blocks: what the Lead is paid for each further one.
    pub lead_then: String,
    /// What the Engineer is paid.
    pub engineer: String,
    /// Of blocks: what the Engineer is paid for each further one.
    pub engineer_then: String,
    /// What grades and people are paid, a line for each: `senior: lead 14.00, engineer 12.00`. People are named by id.
    pub others: String,
    /// Minutes below which it pays nothing.
    pub counts_from_minutes: String,
    /// A wall time that duty has to run across: `00:00`.
    pub across: String,
    /// What call-outs are multiplied with meanwhile: `1.5`.
    pub call_out_factor: String,
    /// Time off for each unit of time instead of money: `1.5`; empty for money.
    pub toil_factor: String,
    /// `on` when people choose between the two.
    pub toil_chosen: String,
}

/// When whole stretches are paid as one band, as it is typed. One without a band is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct WholeShiftForm {
    /// The name of the band that the rest is paid as.
    pub band: String,
    /// The names of the bands whose time counts, with commas between them.
    pub counting: String,
    /// `more_than_half` or `half_or_more`.
    pub when: String,
}

/// How call-outs are paid, as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CallOutsForm {
    /// `on` when they are.
    pub paid: String,
    /// What the Lead is paid an hour.
    pub lead: String,
    /// What the Engineer is paid an hour.
    pub engineer: String,
    /// What grades and people are paid an hour, a line for each.
    pub others: String,
    /// Remote ones: minutes that standby covers.
    pub remote_free: String,
    /// Minutes paid at least.
    pub remote_minimum: String,
    /// Rounded up to a multiple of these minutes.
    pub remote_round: String,
    /// On site: minutes that standby covers.
    pub site_free: String,
    /// Minutes paid at least.
    pub site_minimum: String,
    /// Rounded up to a multiple of these minutes.
    pub site_round: String,
    /// `on` when the free minutes are once a shift.
    pub free_once_a_shift: String,
    /// Minutes that a shift's call-outs come to at least.
    pub shift_minimum: String,
    /// At most.
    pub shift_cap: String,
    /// `on` when that cuts time worked too.
    pub cap_cuts_work: String,
    /// `on` when hourly standby stops meanwhile.
    pub suspends_standby: String,
    /// Minutes of unbroken rest that are owed before work; empty for none.
    pub rest_minutes: String,
    /// When people work anyway, a line for each window.
    pub rest_work: String,
    /// Time off instead of money: `1.5`; empty for money.
    pub toil_factor: String,
    /// `on` when people choose between the two.
    pub toil_chosen: String,
}

/// Duty that a card is tried on, as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ExampleForm {
    /// `lead` or `engineer`.
    pub role: String,
    /// When duty begins, on the card's clock: `2027-01-01T17:30`; empty for the next Friday evening.
    pub from: String,
    /// When duty ends.
    pub to: String,
    /// When a call-out begins; empty for none.
    pub call_from: String,
    /// When it ends.
    pub call_to: String,
    /// The grade of whoever is paid.
    pub grade: String,
    /// The year of the calendar.
    pub year: String,
}

/// What a card that is typed comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CardTrial {
    /// The duty it was tried on, in words.
    pub duty: String,
    /// The lines of the statement: why, and amount.
    pub lines: Vec<(String, String)>,
    /// The sum of the lines; none when it cannot be worked out.
    pub total: Option<String>,
    /// What is no amount of money, such as time off earned.
    pub notes: Vec<String>,
    /// What to look at, such as a holiday calendar that runs out.
    pub warnings: Vec<String>,
    /// A year by band; none while the card has faults.
    pub year: Option<BandYear>,
}

/// A year, each day divided by band.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct BandYear {
    /// Which.
    pub year: i32,
    /// Names of the bands, in order.
    pub bands: Vec<String>,
    /// What days look like: from which minute of the day to which, and the band's number; none where no band holds.
    pub patterns: Vec<Vec<(u32, u32, Option<usize>)>>,
    /// The months.
    pub months: Vec<BandMonth>,
}

/// A month of a [`BandYear`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct BandMonth {
    /// Its name.
    pub name: String,
    /// The weekday of its first day: 0 is Monday.
    pub first: u32,
    /// For each day its pattern's number.
    pub days: Vec<usize>,
    /// Holidays: day of the month, and name.
    pub holidays: Vec<(u32, String)>,
}
