//! When one turn ends and the next begins.

use super::TimeOfDay;
use crate::{Instant, Span, Zone};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike};
use serde::{Deserialize, Serialize};

/// What a handover counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Hours of the wall clock.
    Hours,
    /// Calendar days.
    Days,
    /// Calendar weeks.
    Weeks,
    /// Calendar months.
    Months,
}

/// A pattern of handovers on the wall clock: at `anchor`, and every so many units after it and before it.
///
/// - Days, weeks and months keep the anchor's wall time. Months are clamped from the anchor, not from each other:
///   31 January, 29 February, 31 March.
/// - Hours step the wall clock: an hour that occurs twice is used once.
/// - A wall time that does not exist means the first instant after the gap, one that occurs twice the first of the two.
/// - `also_at` adds handovers at other times of the same dates, such as 21:00 beside 09:00.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Handover {
    anchor: NaiveDateTime,
    every: u32,
    unit: Unit,
    also_at: Vec<TimeOfDay>,
}

/// The values do not make a handover pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HandoverError {
    /// Too few or too many units.
    #[error("a handover every {0} is not possible: use 1 to {max}", max = Handover::MOST)]
    Every(u32),
    /// Handovers are to the minute.
    #[error("the first handover {0} has seconds: give it to the minute")]
    Seconds(NaiveDateTime),
    /// Rotas live in years that can be written.
    #[error("the first handover {0} is too far away: use a year from 1 to 9999")]
    Year(NaiveDateTime),
    /// More times of day make no sense between hours.
    #[error("handovers every few hours cannot also be at {0}: count in days instead")]
    AlsoAt(TimeOfDay),
}

impl Handover {
    /// The largest number of units between handovers: a leap year of hours.
    pub const MOST: u32 = 366 * 24;

    /// A handover at `anchor`, wall time in the rota's zone, and every `every` units from there in both directions.
    ///
    /// # Errors
    /// [`HandoverError`] unless `every` is 1 to [`Handover::MOST`], the anchor is to the minute in a year from 1 to
    /// 9999, and `also_at` is empty where the unit is hours.
    ///
    /// ```
    /// use domain::{Zone, rota::{Handover, HandoverError, Unit}};
    /// let monthly = Handover::new("2024-01-31T09:00:00".parse().unwrap(), 1, Unit::Months, vec![])?;
    /// let after = |at: &str| monthly.next_after(&Zone::utc(), at.parse().unwrap()).to_string();
    /// assert_eq!(after("2024-02-01T00:00:00Z"), "2024-02-29T09:00:00Z");
    /// assert_eq!(after("2024-03-01T00:00:00Z"), "2024-03-31T09:00:00Z");
    /// let none = Handover::new("2024-01-31T09:00:00".parse().unwrap(), 0, Unit::Days, vec![]);
    /// assert_eq!(none, Err(HandoverError::Every(0)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(anchor: NaiveDateTime, every: u32, unit: Unit, also_at: Vec<TimeOfDay>) -> Result<Self, HandoverError> {
        if every == 0 || every > Self::MOST {
            return Err(HandoverError::Every(every));
        }
        if anchor.second() > 0 || anchor.nanosecond() > 0 {
            return Err(HandoverError::Seconds(anchor));
        }
        if !(1..=9999).contains(&anchor.year()) {
            return Err(HandoverError::Year(anchor));
        }
        match also_at.first() {
            Some(time) if unit == Unit::Hours => Err(HandoverError::AlsoAt(*time)),
            _ => Ok(Self {
                anchor,
                every,
                unit,
                also_at,
            }),
        }
    }

    /// The wall time the pattern is counted from.
    pub fn anchor(&self) -> NaiveDateTime {
        self.anchor
    }

    /// How many units lie between handovers.
    pub fn every(&self) -> u32 {
        self.every
    }

    /// What it counts in.
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// Further times of the same dates.
    pub fn also_at(&self) -> &[TimeOfDay] {
        &self.also_at
    }

    /// The handovers in `window`, in order and each once. The result grows with the window: callers bound what they
    /// ask for.
    pub fn instants(&self, zone: &Zone, window: Span) -> Vec<Instant> {
        let mut found: Vec<Instant> = Vec::new();
        for at in self.ascending(zone, window.start()) {
            if at >= window.end() {
                break;
            }
            if at >= window.start() && found.last() != Some(&at) {
                found.push(at);
            }
        }
        found
    }

    /// The first handover after `at`; [`Instant::MAX`] where time ends first.
    pub fn next_after(&self, zone: &Zone, at: Instant) -> Instant {
        self.ascending(zone, at).find(|next| *next > at).unwrap_or(Instant::MAX)
    }

    /// The last handover at or before `at`: the start of the turn that `at` lies in. `None` only where time begins
    /// later.
    pub fn at_or_before(&self, zone: &Zone, at: Instant) -> Option<Instant> {
        let steps = Steps::of(self);
        // Where clocks went back just before, wall times later than this one have been there already.
        let late = zone.local(at).checked_add_signed(LARGEST_STEP_BACK)?;
        let last = steps.index_after(late);
        let walls = (0..).map_while(|back| steps.wall(last - back));
        let mut instants = walls.take_while(|wall| wall.year() >= 1).map(|wall| zone.instant(wall));
        instants
            .find(|found| *found <= at)
            .filter(|found| *found > Instant::MIN)
    }

    /// Handovers in order, some before `from` first; not each once.
    fn ascending(&self, zone: &Zone, from: Instant) -> impl Iterator<Item = Instant> {
        let steps = Steps::of(self);
        let first = steps.index_before(zone.local(from));
        let walls = (first..).map_while(move |index| steps.wall(index));
        let instants = walls
            .take_while(|wall| wall.year() <= 9999)
            .map(|wall| zone.instant(wall));
        instants.filter(|at| *at > Instant::MIN) // which also stands for what lies before it
    }
}

/// Clocks never go back further than this.
const LARGEST_STEP_BACK: TimeDelta = TimeDelta::hours(26);

/// The wall times of a pattern, numbered in order in both directions; 0 is the first of the anchor's date.
struct Steps<'a> {
    pattern: &'a Handover,
    times: Vec<NaiveTime>,
}

impl<'a> Steps<'a> {
    fn of(pattern: &'a Handover) -> Self {
        let also = pattern.also_at.iter().map(|time| time.naive());
        let mut times: Vec<NaiveTime> = also.chain([pattern.anchor.time()]).collect();
        times.sort_unstable();
        times.dedup();
        Self { pattern, times }
    }

    /// The wall time of this number; `None` where chrono's calendar ends.
    fn wall(&self, index: i64) -> Option<NaiveDateTime> {
        let (turn, time) = (index.div_euclid(self.len()), index.rem_euclid(self.len()) as usize);
        let steps = turn.checked_mul(self.pattern.every.into())?;
        let anchor = self.pattern.anchor;
        let date = match self.pattern.unit {
            Unit::Hours => return anchor.checked_add_signed(TimeDelta::try_hours(steps)?),
            Unit::Days => days_later(anchor.date(), steps)?,
            Unit::Weeks => days_later(anchor.date(), steps.checked_mul(7)?)?,
            Unit::Months => months_later(anchor.date(), steps)?,
        };
        Some(date.and_time(*self.times.get(time)?))
    }

    /// A number whose wall time lies before `wall`, by two turns at most.
    fn index_before(&self, wall: NaiveDateTime) -> i64 {
        self.turn_of(wall) * self.len() - 1
    }

    /// A number whose wall time lies after `wall`, by two turns at most.
    fn index_after(&self, wall: NaiveDateTime) -> i64 {
        (self.turn_of(wall) + 1) * self.len()
    }

    /// The turn in whose hours, days, weeks or months `wall` lies.
    fn turn_of(&self, wall: NaiveDateTime) -> i64 {
        let anchor = self.pattern.anchor;
        let units = match self.pattern.unit {
            Unit::Hours => (wall - anchor).num_seconds().div_euclid(3600),
            Unit::Days => (wall.date() - anchor.date()).num_days(),
            Unit::Weeks => (wall.date() - anchor.date()).num_days().div_euclid(7),
            Unit::Months => month_number(wall.date()) - month_number(anchor.date()),
        };
        units.div_euclid(self.pattern.every.into())
    }

    fn len(&self) -> i64 {
        self.times.len() as i64
    }
}

fn days_later(date: NaiveDate, days: i64) -> Option<NaiveDate> {
    date.checked_add_signed(TimeDelta::try_days(days)?)
}

/// The same day of a later month, or the last day of a month without it.
fn months_later(date: NaiveDate, months: i64) -> Option<NaiveDate> {
    let month = month_number(date).checked_add(months)?;
    let (year, month) = (
        i32::try_from(month.div_euclid(12)).ok()?,
        month.rem_euclid(12) as u32 + 1,
    );
    (1..=date.day())
        .rev()
        .find_map(|day| NaiveDate::from_ymd_opt(year, month, day))
}

fn month_number(date: NaiveDate) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month0())
}

#[derive(Serialize, Deserialize)]
struct Written {
    anchor: NaiveDateTime,
    every: u32,
    unit: Unit,
    #[serde(default)]
    also_at: Vec<TimeOfDay>,
}

impl TryFrom<Written> for Handover {
    type Error = HandoverError;
    fn try_from(written: Written) -> Result<Self, HandoverError> {
        Self::new(written.anchor, written.every, written.unit, written.also_at)
    }
}

impl From<Handover> for Written {
    fn from(handover: Handover) -> Self {
        let Handover {
            anchor,
            every,
            unit,
            also_at,
        } = handover;
        Self {
            anchor,
            every,
            unit,
            also_at,
        }
    }
}
