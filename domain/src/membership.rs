//! From which day to which somebody serves in a team.

use crate::{Instant, Span, Zone};
use chrono::{NaiveDate, NaiveTime};

/// The first and the last day on which a member of a team may be on duty. Days are those of the rota they serve on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ServiceDays {
    /// The first day; `None` for always.
    pub first: Option<NaiveDate>,
    /// The last day; `None` for ever.
    pub last: Option<NaiveDate>,
}

impl ServiceDays {
    /// From when to when they serve, in a zone: from the beginning of the first day to the end of the last. When the last
    /// day is before the first, nothing but the first day is meant.
    ///
    /// ```
    /// use domain::{Instant, Zone, membership::ServiceDays};
    /// let day = |text: &str| text.parse().ok();
    /// let serves = ServiceDays { first: day("2026-12-01"), last: day("2026-12-31") }.span(&Zone::utc());
    /// assert_eq!(serves.start().to_string(), "2026-12-01T00:00:00Z");
    /// assert_eq!(serves.end().to_string(), "2027-01-01T00:00:00Z");
    /// assert_eq!(ServiceDays::default().span(&Zone::utc()).start(), Instant::MIN);
    /// ```
    pub fn span(&self, zone: &Zone) -> Span {
        let midnight = |day: NaiveDate| zone.instant(day.and_time(NaiveTime::MIN));
        let after = |day: NaiveDate| day.succ_opt().map_or(Instant::MAX, midnight);
        let start = self.first.map_or(Instant::MIN, midnight);
        let end = self.last.map_or(Instant::MAX, after);
        let one_day = |_| Span::new(start, self.first.map_or(Instant::MAX, after));
        Span::new(start, end).or_else(one_day).unwrap_or(Span::ALWAYS)
    }
}
