//! Calendar days as places on a short line, for the limits that count days.

use crate::{Instant, Zone};
use chrono::Datelike;

/// Windows and runs longer than a year count as a year.
pub(super) const MOST_DAYS: u32 = 366;

/// The day an instant falls on, as a number that grows by one a day.
pub(super) fn day_of(at: Instant, zone: &Zone) -> i32 {
    zone.local(at).num_days_from_ce()
}

/// The days that matter, in order, with a place for each. Days in a row have places in a row; where more than `reach`
/// days lie between two, no limit sees both, and their places are only `reach` apart.
pub(super) struct Days {
    places: Vec<(i32, usize)>,
    /// All places are below this.
    pub(super) len: usize,
}

impl Days {
    pub(super) fn new(mut days: Vec<i32>, reach: usize) -> Self {
        days.sort_unstable();
        days.dedup();
        let mut places: Vec<(i32, usize)> = Vec::with_capacity(days.len());
        for day in days {
            let place = places
                .last()
                .map_or(0, |(before, place)| place + (day.abs_diff(*before) as usize).min(reach));
            places.push((day, place));
        }
        let len = places.last().map_or(0, |(_, place)| place + 1);
        Self { places, len }
    }

    /// The place of a day that was given to [`Days::new`].
    pub(super) fn place(&self, day: i32) -> Option<usize> {
        let index = self.places.binary_search_by_key(&day, |(day, _)| *day).ok()?;
        Some(self.places[index].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_a_row_stay_together_and_long_pauses_shrink() {
        let days = Days::new(vec![100, 101, 103, 5000, 101], 7);
        let places: Vec<_> = [100, 101, 103, 5000]
            .map(|day| days.place(day))
            .into_iter()
            .flatten()
            .collect();
        assert_eq!((places, days.len), (vec![0, 1, 3, 10], 11));
        assert_eq!(days.place(102), None);
    }
}
