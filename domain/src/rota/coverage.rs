//! When somebody has to be there.

use super::pattern::{self, DAY_MINUTES, Day, Pattern};
use super::{Days, OfficeHours, TimeOfDay, WeeklyWindow};
use crate::holidays::Holidays;
use crate::{Span, Zone};
use chrono::{NaiveDateTime, Timelike, Weekday};
use serde::{Deserialize, Serialize};

/// What a rota covers on a public holiday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolidayRule {
    /// What it covers on a Sunday.
    #[default]
    AsSunday,
    /// What it covers on that weekday.
    AsUsual,
    /// The whole day.
    AllDay,
    /// Nothing.
    Uncovered,
}

/// What a one-off window does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// Adds coverage.
    Cover,
    /// Takes coverage away.
    Uncover,
}

/// A window that does not come back: wall time in the rota's zone, from `from` up to `to`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OneOff {
    /// The start on the wall clock, to the minute.
    pub from: NaiveDateTime,
    /// The end on the wall clock, to the minute.
    pub to: NaiveDateTime,
    /// Whether it adds coverage or takes it away.
    pub effect: Effect,
}

/// When a rota has to be covered: weekly windows, a rule for public holidays, and one-off windows on top.
///
/// Each local date looks like its weekday, or on a holiday as the rule says: the windows are cut at midnight first, so
/// that a holiday Monday under [`HolidayRule::AsSunday`] is covered like a Sunday from midnight to midnight. Of two
/// one-off windows the later in the list wins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct Coverage {
    weekly: Vec<WeeklyWindow>,
    holiday_rule: HolidayRule,
    one_offs: Vec<OneOff>,
}

/// The windows do not make coverage.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CoverageError {
    /// Nothing would ever be covered.
    #[error("this rota would never be covered: add a weekly window or a one-off one")]
    NeverCovers,
    /// A one-off window has to end after it starts.
    #[error("the one-off window from {from} ends at {to}: let it end after it starts")]
    Inverted {
        /// The start that was given.
        from: NaiveDateTime,
        /// The end that was given.
        to: NaiveDateTime,
    },
    /// One-off windows are to the minute.
    #[error("the time {0} of a one-off window has seconds: give it to the minute")]
    Seconds(NaiveDateTime),
}

impl Coverage {
    /// Puts coverage together.
    ///
    /// # Errors
    /// [`CoverageError`] when it would never cover anything, or a one-off window is inverted or not to the minute.
    ///
    /// ```
    /// use domain::rota::{Coverage, CoverageError, HolidayRule};
    /// assert_eq!(Coverage::new(vec![], HolidayRule::AsSunday, vec![]), Err(CoverageError::NeverCovers));
    /// ```
    pub fn new(
        weekly: Vec<WeeklyWindow>,
        holiday_rule: HolidayRule,
        one_offs: Vec<OneOff>,
    ) -> Result<Self, CoverageError> {
        for OneOff { from, to, .. } in &one_offs {
            if from >= to {
                return Err(CoverageError::Inverted { from: *from, to: *to });
            }
            if let Some(time) = [from, to]
                .into_iter()
                .find(|time| time.second() > 0 || time.nanosecond() > 0)
            {
                return Err(CoverageError::Seconds(*time));
            }
        }
        let ever = !weekly.is_empty()
            || holiday_rule == HolidayRule::AllDay
            || one_offs.iter().any(|one_off| one_off.effect == Effect::Cover);
        if ever {
            Ok(Self {
                weekly,
                holiday_rule,
                one_offs,
            })
        } else {
            Err(CoverageError::NeverCovers)
        }
    }

    /// All day, every day, holidays included.
    pub fn round_the_clock() -> Self {
        let weekly = vec![WeeklyWindow::round_the_clock()];
        Self {
            weekly,
            holiday_rule: HolidayRule::AsSunday,
            one_offs: Vec::new(),
        }
    }

    /// Everything outside office hours. Around Monday to Friday 09:00 to 17:30 that is every night from Monday to
    /// Thursday, Friday 17:30 to Monday 09:00, and holidays all day. Where the office never closes it is the holidays.
    ///
    /// ```
    /// use domain::rota::{Coverage, OfficeHours};
    /// let nights = Coverage::out_of_hours(&OfficeHours::default());
    /// let windows: Vec<String> = nights.weekly().iter().map(ToString::to_string).collect();
    /// assert_eq!(windows, ["Mon–Thu 17:30 – 09:00", "Fri 17:30 – Mon 09:00"]);
    /// ```
    pub fn out_of_hours(office: &OfficeHours) -> Self {
        let open = Pattern::of(&office.windows);
        if open.is_empty() {
            return Self::round_the_clock();
        }
        // The office is closed on holidays: Sundays show how that looks only where it is closed on Sundays too.
        let closed_on_sunday = open.day(Weekday::Sun).is_empty();
        let holiday_rule = if closed_on_sunday {
            HolidayRule::AsSunday
        } else {
            HolidayRule::AllDay
        };
        Self {
            weekly: windows_of(&open.free_runs()),
            holiday_rule,
            one_offs: Vec::new(),
        }
    }

    /// The windows of the week.
    pub fn weekly(&self) -> &[WeeklyWindow] {
        &self.weekly
    }

    /// What happens on holidays.
    pub fn holiday_rule(&self) -> HolidayRule {
        self.holiday_rule
    }

    /// The one-off windows; later ones win.
    pub fn one_offs(&self) -> &[OneOff] {
        &self.one_offs
    }

    /// The covered time within `window`: in order, no two touching, clipped to the window. The result grows with the
    /// window, some two spans a day at most for usual rotas: callers bound what they ask for.
    ///
    /// ```
    /// use domain::{Span, Zone, holidays::Holidays, rota::{Coverage, OfficeHours}};
    /// let nights = Coverage::out_of_hours(&OfficeHours::default());
    /// // The weekend on which London's clocks go back: 63.5 hours on the wall clock, 64.5 in truth.
    /// let week = Span::new("2026-10-23T12:00:00Z".parse()?, "2026-10-26T12:00:00Z".parse()?)?;
    /// let spans = nights.spans(&Zone::named("Europe/London")?, &Holidays::none(), week);
    /// assert_eq!(spans, [Span::new("2026-10-23T16:30:00Z".parse()?, "2026-10-26T09:00:00Z".parse()?)?]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn spans(&self, zone: &Zone, holidays: &Holidays, window: Span) -> Vec<Span> {
        let week = Pattern::of(&self.weekly);
        let on_holiday: Option<Day> = match self.holiday_rule {
            HolidayRule::AsSunday => Some(week.day(Weekday::Sun).clone()),
            HolidayRule::AsUsual => None,
            HolidayRule::AllDay => Some(pattern::whole_day()),
            HolidayRule::Uncovered => Some(Day::new()),
        };
        let usual = pattern::lay(zone, window, |date| {
            pattern::day_of(&week, holidays, on_holiday.as_ref(), date)
        });
        self.one_offs.iter().fold(usual, |spans, one_off| {
            let span = Span::new(zone.instant(one_off.from), zone.instant(one_off.to)).ok();
            match span.and_then(|span| span.intersection(&window)) {
                Some(span) => apply(spans, span, one_off.effect),
                None => spans,
            }
        })
    }
}

/// Adds `span` to `spans` or takes it out of them.
fn apply(spans: Vec<Span>, span: Span, effect: Effect) -> Vec<Span> {
    let mut applied: Vec<Span> = Vec::with_capacity(spans.len() + 1);
    match effect {
        Effect::Cover => {
            let before = spans.partition_point(|other| other.start() <= span.start());
            applied.extend(&spans[..before]);
            applied.push(span);
            applied.extend(&spans[before..]);
            pattern::merged(applied)
        }
        Effect::Uncover => {
            for other in spans {
                applied.extend(Span::new(other.start(), other.end().min(span.start())));
                applied.extend(Span::new(other.start().max(span.end()), other.end()));
            }
            applied
        }
    }
}

/// Weekly windows for runs of minutes of the week; runs alike but for their day share a window.
fn windows_of(runs: &[(u32, u32)]) -> Vec<WeeklyWindow> {
    let mut windows: Vec<WeeklyWindow> = Vec::new();
    for &(start, minutes) in runs {
        let time = |minute: u32| TimeOfDay::from_minutes((minute % DAY_MINUTES) as u16).unwrap_or_default();
        let (from, to) = (time(start), time(start + minutes));
        let plus_days = ((start % DAY_MINUTES + minutes) / DAY_MINUTES) as u8;
        let alike = |window: &WeeklyWindow| (window.from(), window.to(), window.plus_days()) == (from, to, plus_days);
        let known = windows.iter().position(alike);
        let others = known.map_or(Days::default(), |index| windows[index].days());
        let weekday = Weekday::try_from((start / DAY_MINUTES % 7) as u8).ok();
        let days: Days = others.iter().chain(weekday).collect();
        match (known, WeeklyWindow::lasting(days, from, to, plus_days)) {
            (Some(index), Ok(window)) => windows[index] = window,
            (None, Ok(window)) => windows.push(window),
            (_, Err(_)) => {} // no run is empty or longer than a week
        }
    }
    windows
}

#[derive(Serialize, Deserialize)]
struct Written {
    weekly: Vec<WeeklyWindow>,
    #[serde(default)]
    holiday_rule: HolidayRule,
    #[serde(default)]
    one_offs: Vec<OneOff>,
}

impl TryFrom<Written> for Coverage {
    type Error = CoverageError;
    fn try_from(written: Written) -> Result<Self, CoverageError> {
        Self::new(written.weekly, written.holiday_rule, written.one_offs)
    }
}

impl From<Coverage> for Written {
    fn from(coverage: Coverage) -> Self {
        let Coverage {
            weekly,
            holiday_rule,
            one_offs,
        } = coverage;
        Self {
            weekly,
            holiday_rule,
            one_offs,
        }
    }
}
