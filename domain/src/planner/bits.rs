//! A set of turns for each person.

use std::ops::Range;

/// For each person a set of turns, as bits.
pub(super) struct TurnSets {
    words: Vec<u64>,
    per_person: usize,
}

impl TurnSets {
    pub(super) fn new(people: usize, turns: usize) -> Self {
        let per_person = turns.div_ceil(64);
        Self {
            words: vec![0; people * per_person],
            per_person,
        }
    }

    pub(super) fn contains(&self, person: usize, turn: usize) -> bool {
        self.words[person * self.per_person + turn / 64] & (1 << (turn % 64)) != 0
    }

    /// Puts the turn in if it is not there, and takes it out if it is.
    pub(super) fn flip(&mut self, person: usize, turn: usize) {
        self.words[person * self.per_person + turn / 64] ^= 1 << (turn % 64);
    }

    /// The person's turns within `range`, in order.
    pub(super) fn within(&self, person: usize, range: Range<usize>) -> impl Iterator<Item = usize> + '_ {
        let words = self.of(person);
        let mut place = range.start / 64;
        let mut word = words
            .get(place)
            .map_or(0, |word| word & (u64::MAX << (range.start % 64)));
        std::iter::from_fn(move || {
            while word == 0 {
                place += 1;
                if place * 64 >= range.end {
                    return None;
                }
                word = *words.get(place)?;
            }
            let turn = place * 64 + word.trailing_zeros() as usize;
            word &= word - 1;
            (turn < range.end).then_some(turn)
        })
    }

    /// The person's last turn before `turn`.
    pub(super) fn before(&self, person: usize, turn: usize) -> Option<usize> {
        let words = self.of(person);
        let (mut place, bit) = (turn / 64, turn % 64);
        let mut word = words.get(place)? & !(u64::MAX << bit);
        while word == 0 {
            place = place.checked_sub(1)?;
            word = words[place];
        }
        Some(place * 64 + 63 - word.leading_zeros() as usize)
    }

    /// The person's first turn after `turn`.
    pub(super) fn after(&self, person: usize, turn: usize) -> Option<usize> {
        self.within(person, turn + 1..usize::MAX).next()
    }

    fn of(&self, person: usize) -> &[u64] {
        &self.words[person * self.per_person..][..self.per_person]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_are_found_across_words() {
        let held = [0, 5, 63, 64, 130, 199];
        let mut sets = TurnSets::new(2, 200);
        held.iter().for_each(|turn| sets.flip(1, *turn));
        for turn in 0..200 {
            assert_eq!(
                sets.before(1, turn),
                held.into_iter().rfind(|other| *other < turn),
                "before {turn}"
            );
            assert_eq!(
                sets.after(1, turn),
                held.into_iter().find(|other| *other > turn),
                "after {turn}"
            );
            assert_eq!(sets.contains(1, turn), held.contains(&turn));
            let from: Vec<usize> = sets.within(1, turn..turn + 66).collect();
            let expected: Vec<usize> = held
                .into_iter()
                .filter(|held| (turn..turn + 66).contains(held))
                .collect();
            assert_eq!(from, expected, "from {turn}");
        }
        assert_eq!(sets.within(0, 0..200).count(), 0);
        sets.flip(1, 64);
        assert!(!sets.contains(1, 64));
    }
}
