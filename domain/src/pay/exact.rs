//! Amounts before they are rounded: exact, so that lines can be cut and joined without losing anything.

use serde::{Deserialize, Serialize};
use std::iter::Sum;
use std::ops::Add;

/// Millionths of a minor unit in one minor unit.
const MILLION: i128 = 1_000_000;
/// Grains in one minor unit: a millionth, for each second of an hour, for each ten-thousandth of a factor. Every rate,
/// for every number of seconds, times every factor, is a whole number of them.
const GRAINS: i128 = MILLION * 3_600 * 10_000;

/// An amount of money on a card, not negative, to the millionth of a minor unit: `£12.00` an hour, `£29.20` a night.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Rate(i64);

impl Rate {
    /// Nothing.
    pub const ZERO: Rate = Rate(0);

    /// This many millionths of a minor unit; negative ones count as none.
    pub const fn from_millionths(millionths: i64) -> Self {
        Self(if millionths < 0 { 0 } else { millionths })
    }

    /// The millionths of a minor unit.
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// The rate as one of an hour, for so many seconds.
    ///
    /// ```
    /// use domain::pay::{Factor, Rate, Rounding};
    /// let twelve_pounds = Rate::from_millionths(1_200_000_000);
    /// let five_minutes = twelve_pounds.for_seconds(300, Factor::ONE);
    /// assert_eq!(five_minutes.rounded(Rounding::HalfUp), 100); // £1.00
    /// ```
    pub fn for_seconds(self, seconds: i64, factor: Factor) -> Exact {
        Exact(i128::from(self.0) * i128::from(seconds) * i128::from(factor.0))
    }

    /// The rate so many times.
    pub fn times(self, count: i64) -> Exact {
        Exact(i128::from(self.0).saturating_mul(i128::from(count) * (GRAINS / MILLION)))
    }
}

/// What a rate is multiplied with, to the ten-thousandth: 1.5 for time and a half.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Factor(u32);

impl Factor {
    /// Once.
    pub const ONE: Factor = Factor(10_000);

    /// This many ten-thousandths.
    pub const fn from_ten_thousandths(parts: u32) -> Self {
        Self(parts)
    }

    /// So many seconds, multiplied; half a second counts as one.
    ///
    /// ```
    /// let time_and_a_half = domain::pay::Factor::from_ten_thousandths(15_000);
    /// assert_eq!(time_and_a_half.of_seconds(3600), 5400);
    /// ```
    pub fn of_seconds(self, seconds: i64) -> i64 {
        let parts = i128::from(seconds) * i128::from(self.0);
        i64::try_from((parts + 5_000).div_euclid(10_000)).unwrap_or(i64::MAX)
    }
}

impl Default for Factor {
    fn default() -> Self {
        Self::ONE
    }
}

/// For people: `1.5`.
impl std::fmt::Display for Factor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = format!("{}.{:04}", self.0 / 10_000, self.0 % 10_000);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// An exact amount of money: what a line comes to before it is rounded, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Exact(i128);

impl Exact {
    /// Nothing.
    pub const ZERO: Exact = Exact(0);

    /// Whole minor units.
    pub const fn from_minor(minor: i64) -> Self {
        Self(minor as i128 * GRAINS)
    }

    /// Rounded to whole minor units.
    ///
    /// ```
    /// use domain::pay::{Factor, Rate, Rounding};
    /// let half_a_penny = Rate::from_millionths(500_000).times(1);
    /// assert_eq!(half_a_penny.rounded(Rounding::HalfUp), 1);
    /// assert_eq!(half_a_penny.rounded(Rounding::HalfEven), 0);
    /// ```
    pub fn rounded(self, rounding: Rounding) -> i64 {
        let (whole, part) = (self.0.div_euclid(GRAINS), self.0.rem_euclid(GRAINS));
        let up = match rounding {
            Rounding::HalfUp => part * 2 >= GRAINS,
            Rounding::HalfEven => part * 2 > GRAINS || (part * 2 == GRAINS && whole % 2 != 0),
            Rounding::Up => part > 0,
            Rounding::Down => false,
        };
        i64::try_from(whole + i128::from(up)).unwrap_or(i64::MAX)
    }
}

impl Add for Exact {
    type Output = Exact;
    fn add(self, other: Exact) -> Exact {
        Exact(self.0.saturating_add(other.0))
    }
}

impl Sum for Exact {
    fn sum<I: Iterator<Item = Exact>>(amounts: I) -> Exact {
        amounts.fold(Exact::ZERO, Exact::add)
    }
}

/// How a line's exact amount becomes one that can be paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    /// To the nearest, a half up.
    #[default]
    HalfUp,
    /// To the nearest, a half to the even one.
    HalfEven,
    /// Up.
    Up,
    /// Down.
    Down,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_rate_for_a_second_at_the_smallest_factor_is_not_lost() {
        let second = Rate::from_millionths(1).for_seconds(1, Factor::from_ten_thousandths(1));
        let all: Exact = std::iter::repeat_n(second, 3_600).sum();
        assert_eq!(
            all,
            Rate::from_millionths(1).for_seconds(3_600, Factor::from_ten_thousandths(1))
        );
        assert_eq!(second.rounded(Rounding::Up), 1);
    }

    #[test]
    fn the_largest_rate_for_a_century_does_not_overflow() {
        let most =
            Rate::from_millionths(i64::MAX).for_seconds(100 * 366 * 86_400, Factor::from_ten_thousandths(u32::MAX));
        assert_eq!((most + most).rounded(Rounding::HalfUp), i64::MAX);
    }
}
