//! Hours of duty a week, on average: reported, never forbidden.

use crate::Span;

const WEEK: i64 = 7 * 86_400;
/// The reference period of the Working Time Regulations 1998, regulation 4: seventeen weeks.
const REFERENCE: i64 = 17 * WEEK;

/// Seconds of duty a week on average over the busiest seventeen weeks of `period`; over all of it where it is shorter,
/// and over a week at least. The spans of duty do not overlap.
///
/// ```
/// use domain::{Instant, Span, planner::average_week};
/// let week = 7 * 86_400;
/// let span = |from: i64, lasts: i64| Span::new(Instant::from_seconds(from), Instant::from_seconds(from + lasts)).unwrap();
/// // 60 hours every other week: 30 a week.
/// let duty: Vec<Span> = (0..10).map(|turn| span(turn * 2 * week, 60 * 3600)).collect();
/// assert_eq!(average_week(&duty, span(0, 20 * week)) / 3600, 31);
/// assert_eq!(average_week(&duty, span(0, 4 * week)) / 3600, 30);
/// assert_eq!(average_week(&[], span(0, week)), 0);
/// ```
pub fn average_week(duty: &[Span], period: Span) -> i64 {
    let length = period.seconds().clamp(WEEK, REFERENCE);
    // The busiest window begins where duty does, or ends where the period does.
    let latest = (period.end() + -length).max(period.start());
    let starts = duty.iter().map(|span| span.start().clamp(period.start(), latest));
    let within = |start: crate::Instant| -> i64 {
        let Ok(window) = Span::new(start, start + length) else {
            return 0;
        };
        let inside = duty.iter().filter_map(|span| span.intersection(&window));
        inside.map(|span| span.seconds()).sum()
    };
    let most = starts.chain([latest]).map(within).max().unwrap_or(0);
    most * WEEK / length
}
