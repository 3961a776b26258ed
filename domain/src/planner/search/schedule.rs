//! How the search cools: by the moves tried and never by a clock, so that a seed gives the same plan anywhere.

/// Heat is lowered this often in a search.
const STEPS: u64 = 400;
/// Searches of a similar length cool alike: lengths are rounded up to powers of 5/4.
const RATIO: (u64, u64) = (5, 4);
/// The shortest length that is told apart.
const SHORTEST: u64 = 1_000;

/// How hot it is after so many moves.
pub(super) struct Schedule {
    hot: f64,
    cooling: f64,
    length: u64,
}

impl Schedule {
    /// Cools from `hot` to `cold` in about this many moves: all searches whose moves round up to the same length cool
    /// alike, so that one that was cut short can be told by its moves alone.
    pub(super) fn new(hot: f64, cold: f64, moves: u64) -> Self {
        Self {
            hot,
            cooling: root(cold / hot, STEPS),
            length: rounded_up(moves),
        }
    }

    /// The heat of the `done`th move.
    pub(super) fn heat(&self, done: u64) -> f64 {
        let step = (u128::from(done) * u128::from(STEPS) / u128::from(self.length)) as u64;
        power(self.cooling, step.min(STEPS)) * self.hot
    }
}

/// The first length on the grid that is at least `moves`.
pub(super) fn rounded_up(moves: u64) -> u64 {
    let mut length = SHORTEST;
    while length < moves {
        length = longer(length);
    }
    length
}

/// The last length on the grid that is at most `moves`, or the shortest there is.
pub(super) fn rounded_down(moves: u64) -> u64 {
    let mut length = SHORTEST;
    while longer(length) <= moves {
        length = longer(length);
    }
    length
}

fn longer(length: u64) -> u64 {
    if length > u64::MAX / RATIO.0 {
        return u64::MAX;
    }
    length * RATIO.0 / RATIO.1
}

/// A power by products alone: a library's may round differently on another machine.
fn power(base: f64, exponent: u64) -> f64 {
    let (mut result, mut square, mut left) = (1.0, base, exponent);
    while left > 0 {
        if left % 2 == 1 {
            result *= square;
        }
        square *= square;
        left /= 2;
    }
    result
}

/// The number from 0 to 1 whose power is `value`, by halving.
fn root(value: f64, exponent: u64) -> f64 {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..60 {
        let middle = (low + high) / 2.0;
        if power(middle, exponent) < value {
            low = middle;
        } else {
            high = middle;
        }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_cools_from_hot_to_cold() {
        let schedule = Schedule::new(8.0, 0.5, 1_000);
        assert_eq!(schedule.heat(0), 8.0);
        assert!((schedule.heat(1_000) - 0.5).abs() < 1e-9);
        assert!((schedule.heat(500) - 2.0).abs() < 1e-9);
    }

    #[test]
    fn a_search_cut_short_by_a_fifth_cools_as_the_whole_one() {
        let whole = rounded_down(1_000_000);
        assert_eq!(rounded_up(whole), whole);
        assert_eq!(rounded_up(whole * 4 / 5 + 2), whole);
        assert!((800_000..=1_000_000).contains(&whole), "{whole}");
        assert_eq!(rounded_up(u64::MAX), u64::MAX);
    }
}
