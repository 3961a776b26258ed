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
    /// What is lost next unless it is taken before: the first date on which it is no longer there, and how much.
    pub next_to_expire: Option<(NaiveDate, i64)>,
}

/// What changed someone's time off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToilChange {
    /// The entry of this place was earned or taken.
    Entry(usize),
    /// It was not taken in time.
    Expired,
}

/// A line of the ledger of someone's time off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToilStep {
    /// When.
    pub on: NaiveDate,
    /// What happened.
    pub change: ToilChange,
    /// By how much the balance grew, in seconds; below zero when it shrank.
    pub seconds: i64,
    /// The balance after it; below zero when more was taken than earned.
    pub balance: i64,
}

/// Less is there than is to be taken off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ToilShort {
    /// On which date.
    pub on: NaiveDate,
    /// How much is there then, in seconds.
    pub left: i64,
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
    let mut ledger = Ledger::default();
    ledger.run(entries, date);
    ledger.balance()
}

/// Every line of the ledger up to the end of `date`, in order of time.
///
/// ```
/// use domain::pay::{ToilChange, ToilEntry, toil_steps};
/// let date = |text: &str| text.parse().unwrap();
/// let entries = [
///     ToilEntry::Taken { on: date("2027-02-01"), seconds: 3600 },
///     ToilEntry::Earned { on: date("2027-01-04"), seconds: 7200, expires: Some(date("2027-03-01")) },
/// ];
/// let steps = toil_steps(&entries, date("2027-12-31"));
/// let seen: Vec<_> = steps.iter().map(|step| (step.change, step.seconds, step.balance)).collect();
/// assert_eq!(seen, [
///     (ToilChange::Entry(1), 7200, 7200),
///     (ToilChange::Entry(0), -3600, 3600),
///     (ToilChange::Expired, -3600, 0),
/// ]);
/// ```
pub fn toil_steps(entries: &[ToilEntry], date: NaiveDate) -> Vec<ToilStep> {
    let mut ledger = Ledger::default();
    ledger.run(entries, date);
    ledger.steps
}

/// Fine when so many seconds may be taken off on a date, beside what is entered already: they are earned by then and not
/// lost, and what is entered for later stays earned too.
///
/// # Errors
/// [`ToilShort`]: on the first date on which more would be taken than is there.
///
/// ```
/// use domain::pay::{ToilEntry, ToilShort, check_toil};
/// let date = |text: &str| text.parse().unwrap();
/// let entries = [
///     ToilEntry::Earned { on: date("2027-01-04"), seconds: 7200, expires: None },
///     ToilEntry::Taken { on: date("2027-03-01"), seconds: 3600 },
/// ];
/// assert_eq!(check_toil(&entries, date("2027-02-01"), 3600), Ok(()));
/// assert_eq!(check_toil(&entries, date("2027-01-03"), 3600), Err(ToilShort { on: date("2027-01-03"), left: 0 }));
/// assert_eq!(check_toil(&entries, date("2027-02-01"), 7200), Err(ToilShort { on: date("2027-03-01"), left: 3600 }));
/// ```
pub fn check_toil(entries: &[ToilEntry], on: NaiveDate, seconds: i64) -> Result<(), ToilShort> {
    let Some(short) = short_on(entries, on, seconds) else {
        return Ok(());
    };
    // The more is taken, the shorter it gets: the most that can be taken lies between what can and what cannot.
    let (mut left, mut too_much) = (0, seconds);
    while too_much - left > 1 {
        let middle = left + (too_much - left) / 2;
        match short_on(entries, on, middle) {
            None => left = middle,
            Some(_) => too_much = middle,
        }
    }
    Err(ToilShort { on: short, left })
}

/// The first date on which time off is taken that would not be there, if so many seconds were taken on a date.
fn short_on(entries: &[ToilEntry], on: NaiveDate, seconds: i64) -> Option<NaiveDate> {
    let with: Vec<ToilEntry> = entries
        .iter()
        .copied()
        .chain([ToilEntry::Taken { on, seconds }])
        .collect();
    let taken = |entry: &&ToilEntry| matches!(entry, ToilEntry::Taken { .. }) && entry.on() >= on;
    let mut dates: Vec<NaiveDate> = with.iter().filter(taken).map(ToilEntry::on).collect();
    dates.sort_unstable();
    let short = |date: &NaiveDate| toil_balance(&with, *date).overdrawn > toil_balance(entries, *date).overdrawn;
    dates.into_iter().find(short)
}

/// What was earned and is still there, what expires first in front, with all that happened so far.
#[derive(Default)]
struct Ledger {
    pots: Vec<(NaiveDate, i64)>,
    expired: i64,
    overdrawn: i64,
    steps: Vec<ToilStep>,
}

impl Ledger {
    fn run(&mut self, entries: &[ToilEntry], date: NaiveDate) {
        let mut entries: Vec<(usize, &ToilEntry)> =
            entries.iter().enumerate().filter(|(_, it)| it.on() <= date).collect();
        entries.sort_by_key(|(_, entry)| (entry.on(), matches!(entry, ToilEntry::Taken { .. })));
        for (place, entry) in entries {
            self.expire(entry.on());
            let seconds = match *entry {
                ToilEntry::Earned { seconds, expires, .. } => {
                    self.earn(seconds, expires.unwrap_or(NaiveDate::MAX));
                    seconds
                }
                ToilEntry::Taken { seconds, .. } => {
                    self.take(seconds);
                    -seconds
                }
            };
            self.note(entry.on(), ToilChange::Entry(place), seconds);
        }
        self.expire(date);
    }

    /// What was overdrawn is made up first.
    fn earn(&mut self, seconds: i64, expires: NaiveDate) {
        let repaid = self.overdrawn.min(seconds);
        self.overdrawn -= repaid;
        self.pots.push((expires, seconds - repaid));
        self.pots.sort_unstable();
    }

    fn take(&mut self, seconds: i64) {
        let mut wanted = seconds;
        for (_, left) in &mut self.pots {
            let taken = wanted.min(*left);
            *left -= taken;
            wanted -= taken;
        }
        self.overdrawn += wanted;
    }

    fn expire(&mut self, on: NaiveDate) {
        // What is kept for ever is not lost on any date.
        let lost = |pot: &(NaiveDate, i64)| pot.0 <= on && pot.0 != NaiveDate::MAX;
        while let Some((expires, seconds)) = self.pots.first().copied().filter(lost) {
            self.pots.remove(0);
            if seconds > 0 {
                self.expired += seconds;
                self.note(expires, ToilChange::Expired, -seconds);
            }
        }
    }

    fn left(&self) -> i64 {
        self.pots.iter().map(|(_, seconds)| seconds).sum()
    }

    fn note(&mut self, on: NaiveDate, change: ToilChange, seconds: i64) {
        let balance = self.left() - self.overdrawn;
        self.steps.push(ToilStep {
            on,
            change,
            seconds,
            balance,
        });
    }

    fn balance(&self) -> ToilBalance {
        let next = self.pots.iter().find(|(_, seconds)| *seconds > 0);
        ToilBalance {
            left: self.left(),
            expired: self.expired,
            overdrawn: self.overdrawn,
            next_to_expire: next.copied().filter(|(expires, _)| *expires != NaiveDate::MAX),
        }
    }
}
