//! Who carries how much: one ledger for the load, one for bank holidays.

/// Away from fair by more than this counts as this: sums of squares stay in range.
const FAR: i64 = 200_000;
/// Nobody carries more than this, in twelfths of a point.
const MOST: i64 = 1 << 40;

/// What each person carries, in points and as if everybody had a full share, in twelfths of a point.
pub(super) struct Ledger {
    points: Vec<i64>,
    shares: Vec<i64>,
    full: Vec<i64>,
    /// What everybody would carry if all were the same.
    fair: i64,
    squares: i64,
}

impl Ledger {
    /// A ledger with these shares in percent and points carried in, over which `new` points will be shared out.
    pub(super) fn new(shares: Vec<i64>, prior: Vec<i64>, new: i64) -> Self {
        let points: i64 = prior.iter().sum::<i64>().saturating_add(new);
        let fair = points.saturating_mul(1200) / shares.iter().sum::<i64>().max(1);
        let full: Vec<i64> = prior
            .iter()
            .zip(&shares)
            .map(|(points, share)| full(*points, *share))
            .collect();
        let squares = full.iter().map(|full| square(*full, fair)).sum();
        Self {
            points: prior,
            shares,
            full,
            fair,
            squares,
        }
    }

    pub(super) fn points(&self, person: usize) -> i64 {
        self.points[person]
    }

    /// The sum over everybody of the square of how far they are from fair.
    pub(super) fn squares(&self) -> i64 {
        self.squares
    }

    /// By how much the squares would rise if the person carried so many points more.
    pub(super) fn rise(&self, person: usize, more: i64) -> i64 {
        let after = full(self.points[person] + more, self.shares[person]);
        square(after, self.fair) - square(self.full[person], self.fair)
    }

    pub(super) fn add(&mut self, person: usize, more: i64) {
        self.squares += self.rise(person, more);
        self.points[person] += more;
        self.full[person] = full(self.points[person], self.shares[person]);
    }

    /// Between the most and the least loaded.
    pub(super) fn spread(&self) -> i64 {
        let (least, most) = self.full.iter().fold((i64::MAX, i64::MIN), |(least, most), full| {
            (least.min(*full), most.max(*full))
        });
        most.saturating_sub(least).max(0)
    }
}

/// Twelfths of a point as if the share were a full one.
fn full(points: i64, share: i64) -> i64 {
    (points.saturating_mul(1200) / share.max(1)).min(MOST)
}

fn square(full: i64, fair: i64) -> i64 {
    let away = (full - fair).clamp(-FAR, FAR);
    away * away
}
