//! Of what people are told by mail, and when. Everything is in their inbox, whatever they choose.

use crate::{Instant, Zone, rota::TimeOfDay};
use chrono::{Days, NaiveDateTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The lead times that may be chosen, in minutes.
pub const LEADS: [i64; 6] = [2_880, 1_440, 720, 240, 60, 15];

/// What notices are about, as people choose among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// A shift was given to them or taken from them.
    MyDuty,
    /// A shift of theirs starts soon.
    StartsSoon,
    /// A rota of their teams was published.
    Published,
    /// Something waits for their answer, or was answered.
    Requests,
    /// Gaps and conflicts in teams that they manage.
    Trouble,
    /// Statements of pay: one to look at, approved, sent back, a question, a late change.
    Pay,
}

impl Topic {
    /// Every topic.
    pub const ALL: [Topic; 6] = [
        Topic::MyDuty,
        Topic::StartsSoon,
        Topic::Published,
        Topic::Requests,
        Topic::Trouble,
        Topic::Pay,
    ];

    /// The word in forms.
    pub const fn key(self) -> &'static str {
        match self {
            Self::MyDuty => "my_duty",
            Self::StartsSoon => "starts_soon",
            Self::Published => "published",
            Self::Requests => "requests",
            Self::Trouble => "trouble",
            Self::Pay => "pay",
        }
    }
}

/// When a notice goes by mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mailing {
    /// It does not.
    Never,
    /// By itself, at this instant or as soon after as it can.
    At(Instant),
    /// With the others of the day, in the mail of this instant.
    Digest(Instant),
}

/// What a person has chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// What they are told by mail.
    pub mail: BTreeSet<Topic>,
    /// How long before a shift they are told that it starts, in minutes.
    pub leads: Vec<i64>,
    /// From when until when mail waits, on their clock; over midnight when the end is the earlier.
    pub quiet: Option<(TimeOfDay, TimeOfDay)>,
    /// Whether they are told in quiet hours, too, that a shift starts soon.
    pub soon_in_quiet: bool,
    /// When they get one mail a day in place of many; what starts soon comes at once all the same.
    pub digest: Option<TimeOfDay>,
}

impl Default for Choices {
    /// Everything by mail, at once; a day and an hour before a shift.
    fn default() -> Self {
        Self {
            mail: Topic::ALL.into(),
            leads: vec![1_440, 60],
            quiet: None,
            soon_in_quiet: true,
            digest: None,
        }
    }
}

impl Choices {
    /// When a notice made at `now` goes by mail to somebody in `zone`.
    ///
    /// ```
    /// use domain::{Zone, notice::{Choices, Mailing, Topic}, rota::TimeOfDay};
    /// let london = Zone::named("Europe/London")?;
    /// let at = |text: &str| text.parse::<domain::Instant>().unwrap();
    /// let night = at("2026-11-24T23:30:00Z");
    /// let open = Choices::default();
    /// assert_eq!(open.mailing(Topic::MyDuty, night, &london), Mailing::At(night));
    ///
    /// let quiet = Choices { quiet: TimeOfDay::new(22, 0).zip(TimeOfDay::new(7, 0)), ..Choices::default() };
    /// let morning = Mailing::At(at("2026-11-25T07:00:00Z"));
    /// assert_eq!(quiet.mailing(Topic::MyDuty, night, &london), morning);
    /// assert_eq!(quiet.mailing(Topic::StartsSoon, night, &london), Mailing::At(night));
    ///
    /// let daily = Choices { digest: TimeOfDay::new(8, 0), ..Choices::default() };
    /// let next = Mailing::Digest(at("2026-11-25T08:00:00Z"));
    /// assert_eq!(daily.mailing(Topic::MyDuty, night, &london), next);
    /// assert_eq!(Choices { mail: [].into(), ..daily }.mailing(Topic::MyDuty, night, &london), Mailing::Never);
    /// # Ok::<(), domain::time::ZoneError>(())
    /// ```
    ///
    /// Where clocks go forward over the end of the quiet hours, they end with the hour that is left out; where clocks go
    /// back over it, the first time:
    ///
    /// ```
    /// use domain::{Zone, notice::{Choices, Mailing, Topic}, rota::TimeOfDay};
    /// let london = Zone::named("Europe/London")?;
    /// let at = |text: &str| text.parse::<domain::Instant>().unwrap();
    /// let quiet = Choices { quiet: TimeOfDay::new(22, 0).zip(TimeOfDay::new(1, 30)), ..Choices::default() };
    /// let ends = |now: &str| quiet.mailing(Topic::MyDuty, at(now), &london);
    /// assert_eq!(ends("2027-03-28T00:15:00Z"), Mailing::At(at("2027-03-28T01:00:00Z")));
    /// assert_eq!(ends("2026-10-24T23:00:00Z"), Mailing::At(at("2026-10-25T00:30:00Z")));
    /// # Ok::<(), domain::time::ZoneError>(())
    /// ```
    pub fn mailing(&self, topic: Topic, now: Instant, zone: &Zone) -> Mailing {
        let soon = topic == Topic::StartsSoon;
        if !self.mail.contains(&topic) {
            return Mailing::Never;
        }
        if let Some(hour) = self.digest.filter(|_| !soon) {
            return Mailing::Digest(next(hour, now, zone));
        }
        match self.quiet {
            Some(quiet) if !(soon && self.soon_in_quiet) => Mailing::At(after_quiet(quiet, now, zone)),
            _ => Mailing::At(now),
        }
    }
}

/// The end of the quiet hours that `now` lies in, or `now`.
fn after_quiet((from, to): (TimeOfDay, TimeOfDay), now: Instant, zone: &Zone) -> Instant {
    let time = TimeOfDay::of(zone.local(now).time());
    let inside = if from <= to {
        from <= time && time < to
    } else {
        from <= time || time < to
    };
    if inside { next(to, now, zone) } else { now }
}

/// The next instant after `now` at which clocks in `zone` show a time of day; a second showing of it does not count.
fn next(time: TimeOfDay, now: Instant, zone: &Zone) -> Instant {
    let today = zone.local(now).date();
    let on = |days| {
        let day = today.checked_add_days(Days::new(days))?;
        Some(zone.instant(NaiveDateTime::new(day, time.naive())))
    };
    [0, 1, 2].into_iter().filter_map(on).find(|at| *at > now).unwrap_or(now)
}
