//! A rate card: everything that decides what duty is paid.

use super::file::CardFile;
use super::{CallOutRules, Currency, Factor, Prices};
use crate::rota::{TimeOfDay, WeeklyWindow};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A version of a rate card. It can be had only from a [`CardFile`] without faults, and never changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    pub(super) file: CardFile,
    pub(super) currency: Currency,
    pub(super) effective_from: NaiveDate,
    pub(super) zone: ZoneRule,
    pub(super) holidays: HolidayCalendar,
    pub(super) bands: Vec<Band>,
    pub(super) whole_shift: Vec<WholeShift>,
    pub(super) caps: Caps,
    pub(super) call_outs: Option<CallOutRules>,
}

impl Card {
    /// As it is written in files.
    pub fn file(&self) -> &CardFile {
        &self.file
    }

    /// What people call it.
    pub fn name(&self) -> &str {
        &self.file.name
    }

    /// The currency of all its amounts.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// The first date, in its zone, on which it pays.
    pub fn effective_from(&self) -> NaiveDate {
        self.effective_from
    }

    /// Whose wall clock its windows are in.
    pub fn zone(&self) -> &ZoneRule {
        &self.zone
    }

    /// Whose holidays it follows.
    pub fn holidays(&self) -> &HolidayCalendar {
        &self.holidays
    }

    /// Its bands, in order.
    pub fn bands(&self) -> &[Band] {
        &self.bands
    }

    /// Its rules for call-outs, if it pays them.
    pub fn call_outs(&self) -> Option<&CallOutRules> {
        self.call_outs.as_ref()
    }
}

/// Whose wall clock a card's windows are in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ZoneRule {
    /// Always this zone's.
    Named(String),
    /// The zone of the rota.
    Rota,
    /// The person's own zone.
    Person,
}

/// Whose holidays a card follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HolidayCalendar {
    /// Those of the calendar with this key.
    Named(String),
    /// Those of the person's region, wherever the rota is.
    Person,
}

/// A stretch of the week with its rate.
#[derive(Debug, Clone, PartialEq)]
pub struct Band {
    /// What people call it: `weekend`.
    pub name: Arc<str>,
    /// When it holds, every week.
    pub windows: Vec<WeeklyWindow>,
    /// What it does on holidays.
    pub on_holidays: OnHolidays,
    /// Whether it pays on top of the band that holds, instead of being the one that holds.
    pub adds: bool,
    /// What is counted.
    pub unit: Unit,
    /// What one of it pays.
    pub prices: Prices,
    /// Seconds below which it pays nothing.
    pub counts_from: i64,
    /// A wall time that duty has to run across for it to pay.
    pub across: Option<TimeOfDay>,
    /// What call-outs are multiplied with meanwhile.
    pub call_out_factor: Factor,
    /// Time off instead of money.
    pub toil: Option<Toil>,
}

/// What a band does on holidays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnHolidays {
    /// The same as on that weekday.
    #[default]
    AsUsual,
    /// It holds from midnight to midnight, before all weekly windows.
    AllDay,
    /// Only its windows that start on a holiday hold, before all weekly windows.
    Only,
}

/// What a band counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Hours, to the second.
    Hour,
    /// Shifts: once for each.
    Shift,
    /// Its own windows: once for each, on the date on which it starts.
    Night,
    /// Local dates: once for each.
    Day,
    /// Weeks from Monday to Sunday: once for each.
    Week,
    /// Started blocks of each unbroken stretch.
    Blocks(Blocks),
}

/// Started blocks: `up to 8 h, then each started 2 h, at most 24 h`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blocks {
    /// Seconds of the first block.
    pub first: i64,
    /// Seconds of each further block.
    pub each: i64,
    /// Seconds after which no further block is paid.
    pub at_most: Option<i64>,
    /// Whether, after `at_most`, a first block begins again.
    pub again: bool,
}

impl Blocks {
    /// How many first blocks and how many further blocks so many seconds start.
    ///
    /// ```
    /// let hours = |n: i64| n * 3600;
    /// let blocks = domain::pay::Blocks { first: hours(8), each: hours(2), at_most: Some(hours(24)), again: false };
    /// assert_eq!(blocks.started(hours(12)), (1, 2));
    /// assert_eq!(blocks.started(hours(12) + 1), (1, 3));
    /// assert_eq!(blocks.started(hours(100)), (1, 8));
    /// ```
    pub fn started(&self, seconds: i64) -> (i64, i64) {
        let further = |seconds: i64| super::started((seconds - self.first).max(0), self.each);
        let Some(most) = self.at_most.filter(|most| seconds > *most) else {
            return (i64::from(seconds > 0), further(seconds));
        };
        if !self.again {
            return (1, further(most));
        }
        let (whole, rest) = (seconds / most, seconds % most);
        let rest_further = if rest > 0 { further(rest) } else { 0 };
        (whole + i64::from(rest > 0), whole * further(most) + rest_further)
    }
}

/// When enough of an unbroken stretch of duty lies in some bands, all of it is paid at least as `band`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeShift {
    /// The band that the rest of the stretch is paid as.
    pub band: usize,
    /// The bands whose time counts.
    pub counting: Vec<usize>,
    /// How much is enough.
    pub when: Share,
}

/// How much of a stretch is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Share {
    /// More than half.
    #[default]
    MoreThanHalf,
    /// Half, or more.
    HalfOrMore,
}

impl Share {
    /// Whether `part` is enough of `whole`.
    pub const fn reached(self, part: i64, whole: i64) -> bool {
        match self {
            Share::MoreThanHalf => part * 2 > whole,
            Share::HalfOrMore => part * 2 >= whole,
        }
    }
}

/// The most that standby may come to, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Caps {
    /// On a local date.
    pub day: Option<i64>,
    /// In a week from Monday to Sunday.
    pub week: Option<i64>,
    /// In a pay period.
    pub period: Option<i64>,
}

/// What happens to duty that a period's end runs through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cut {
    /// Hours are cut at local midnight; nights, days, weeks, shifts and blocks belong to the period they begin in.
    #[default]
    AtMidnight,
    /// All of a shift belongs to the period it begins in.
    ByStart,
}

/// What someone is paid who is on duty on several rotas at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AtOnce {
    /// Once: the better paid.
    #[default]
    Once,
    /// For each rota.
    Each,
}

/// Time off in lieu.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Toil {
    /// Time off for each unit of time on duty.
    pub factor: Factor,
    /// Whether people choose it; otherwise it always takes the place of money.
    pub chosen: bool,
}

impl Toil {
    /// Whether a payee gets time off instead of money.
    pub const fn given(&self, wished: bool) -> bool {
        wished || !self.chosen
    }
}
