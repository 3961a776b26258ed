//! When the office is open.

use super::WeeklyWindow;
use super::pattern::{self, Day, Pattern};
use crate::holidays::Holidays;
use crate::{Instant, Span, Zone};
use serde::{Deserialize, Serialize};

const DAY: i64 = 86_400;

/// Weekly windows in which the office is open; it is closed on holidays, from midnight to midnight.
///
/// ```
/// use domain::{Zone, holidays, rota::OfficeHours};
/// let (london, england) = (Zone::named("Europe/London")?, holidays::calendar("GB-ENG").unwrap());
/// let office = OfficeHours::default(); // Monday to Friday 09:00 to 17:30
/// assert!(office.contains(&london, &england, "2026-12-24T17:29:59Z".parse()?));
/// assert!(!office.contains(&london, &england, "2026-12-25T12:00:00Z".parse()?)); // Christmas Day
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeHours {
    /// When it is open; never, if there are none.
    pub windows: Vec<WeeklyWindow>,
}

/// Monday to Friday 09:00 to 17:30.
impl Default for OfficeHours {
    fn default() -> Self {
        Self {
            windows: vec![WeeklyWindow::usual_office_hours()],
        }
    }
}

impl OfficeHours {
    /// Whether the office is open at an instant.
    pub fn contains(&self, zone: &Zone, holidays: &Holidays, at: Instant) -> bool {
        Span::new(at, at + 1).is_ok_and(|second| !self.spans(zone, holidays, second).is_empty())
    }

    /// The opening times within `window`: in order, no two touching, clipped to the window.
    pub fn spans(&self, zone: &Zone, holidays: &Holidays, window: Span) -> Vec<Span> {
        let (week, closed) = (Pattern::of(&self.windows), Day::new());
        pattern::lay(zone, window, |date| {
            pattern::day_of(&week, holidays, Some(&closed), date)
        })
    }

    /// The first instant after `at` at which the office opens or closes; `None` when it never does again.
    ///
    /// ```
    /// use domain::{Zone, holidays::Holidays, rota::OfficeHours};
    /// let change = OfficeHours::default().next_change(&Zone::utc(), &Holidays::none(), "2026-11-27T18:00:00Z".parse()?);
    /// assert_eq!(change, Some("2026-11-30T09:00:00Z".parse()?));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn next_change(&self, zone: &Zone, holidays: &Holidays, at: Instant) -> Option<Instant> {
        // After the last holiday every week is the same: a change comes within eight days, or within two weeks where
        // clocks going forward skip a window, or not at all.
        let after_holidays = holidays.last().map(|date| zone.instant(date.into()) + 2 * DAY);
        let horizon = after_holidays.map_or(at, |after| after.max(at)) + 16 * DAY;
        let mut from = at;
        let mut days = 9;
        while from < horizon && !self.windows.is_empty() {
            let window = Span::new(from, (from + days * DAY).min(horizon)).ok()?;
            let spans = self.spans(zone, holidays, window);
            let edges = spans.iter().flat_map(|span| [span.start(), span.end()]);
            // The window's own ends are cuts, not changes; the next look overlaps this one so that none is missed.
            let change = edges.into_iter().find(|edge| *edge > from && *edge < window.end());
            if change.is_some() {
                return change;
            }
            from = if window.end() < horizon {
                window.end() - 1
            } else {
                horizon
            };
            days = (days * 4).min(366);
        }
        None
    }
}
