//! Time off in lieu: what was earned, taken, and has expired.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A movement of someone's time off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ToilEntry {
    /// Earned on duty.
    Earned {
        /// When.
        on: NaiveDate,
        /// How much.
        seconds: i64,
        /// The first date on which it is no longer there.
        expires: Option<NaiveDate>,
    },
    /// Taken off.
    Taken {
        /// When.
        on: NaiveDate,
        /// How much.
        seconds: i64,
    },
}

/// What someone has on a date, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ToilBalance {
    /// Still to be taken.
    pub left: i64,
    /// Lost because it was not taken in time.
    pub expired: i64,
    /// Taken without having been earned.
    pub overdrawn: i64,
}

impl ToilEntry {
    const fn on(&self) -> NaiveDate {
        match self {
            Self::Earned { on, .. } | Self::Taken { on, .. } => *on,
        }
    }
}

/// The balance at the end of `date`. What expires first is taken first; what is overdrawn is made up by what is earned
/// next.
///
/// ```
/// use domain::pay::{ToilEntry, toil_balance};
/// let date = |text: &str| text.parse().unwrap();
/// let earned = |on, hours: i64, expires| ToilEntry::Earned { on: date(on), seconds: hours * 3600, expires: Some(date(expires)) };
/// let entries = [
///     earned("2027-01-04", 8, "2027-04-04"),
///     earned("2027-02-01", 4, "2027-05-01"),
///     ToilEntry::Taken { on: date("2027-03-01"), seconds: 6 * 3600 },
/// ];
/// let balance = toil_balance(&entries, date("2027-04-04"));
/// assert_eq!((balance.left, balance.expired, balance.overdrawn), (4 * 3600, 2 * 3600, 0));
/// ```
pub fn toil_balance(entries: &[ToilEntry], date: NaiveDate) -> ToilBalance {
    let mut entries: Vec<&ToilEntry> = entries.iter().filter(|entry| entry.on() <= date).collect();
    entries.sort_by_key(|entry| (entry.on(), matches!(entry, ToilEntry::Taken { .. })));
    let mut pots: Vec<(NaiveDate, i64)> = Vec::new();
    let mut balance = ToilBalance::default();
    for entry in entries {
        expire(&mut pots, entry.on(), &mut balance);
        match *entry {
            ToilEntry::Earned { seconds, expires, .. } => {
                let repaid = balance.overdrawn.min(seconds);
                balance.overdrawn -= repaid;
                pots.push((expires.unwrap_or(NaiveDate::MAX), seconds - repaid));
                pots.sort_unstable();
            }
            ToilEntry::Taken { seconds, .. } => balance.overdrawn += take(&mut pots, seconds),
        }
    }
    expire(&mut pots, date, &mut balance);
    balance.left = pots.iter().map(|(_, seconds)| seconds).sum();
    balance
}

fn expire(pots: &mut Vec<(NaiveDate, i64)>, on: NaiveDate, balance: &mut ToilBalance) {
    let gone = pots.partition_point(|(expires, _)| *expires <= on);
    balance.expired += pots.drain(..gone).map(|(_, seconds)| seconds).sum::<i64>();
}

/// Takes from the pots in their order, and returns what they did not have.
fn take(pots: &mut [(NaiveDate, i64)], seconds: i64) -> i64 {
    let mut wanted = seconds;
    for (_, left) in pots {
        let taken = wanted.min(*left);
        *left -= taken;
        wanted -= taken;
    }
    wanted
}
