//! What was believed at a revision is what the changes up to it had made.

use crate::support::*;
use domain::history::{Holding, KeptCover, Record, Versioned, difference};
use domain::timeline::{Corrected, Correction, Cover, Duty, Inputs, resolve};
use domain::{CorrectionId, Instant, Span};
use proptest::prelude::*;

const END: i64 = 100;

/// What changes at a revision.
#[derive(Debug, Clone)]
enum Change {
    Publish(i64, Option<char>, Option<char>),
    Cover(i64, i64, char),
    Withdraw(usize, i64),
    Correct(i64, i64, Corrected),
    TakeBack(usize),
}

fn change() -> impl Strategy<Value = Change> {
    let leads = prop_oneof![Just(None), Just(Some('a')), Just(Some('b'))];
    let engineers = prop_oneof![Just(None), Just(Some('c')), Just(Some('d'))];
    let corrected = prop_oneof![Just(Corrected::ToNobody), Just(Corrected::To(person('g')))];
    prop_oneof![
        ((0..5i64), leads, engineers).prop_map(|(turn, lead, engineer)| Change::Publish(turn, lead, engineer)),
        ((0..90i64), (1..30i64), prop_oneof![Just('e'), Just('f')]).prop_map(|(from, long, who)| Change::Cover(
            from,
            from + long,
            who
        )),
        ((0..20usize), (0..END)).prop_map(|(which, at)| Change::Withdraw(which, at)),
        ((0..90i64), (1..30i64), corrected).prop_map(|(from, long, who)| Change::Correct(from, from + long, who)),
        (0..20usize).prop_map(Change::TakeBack),
    ]
}

/// The inputs as they are, kept plainly: what a fold of the changes gives.
#[derive(Default)]
struct Present {
    shifts: Vec<domain::rota::Shift>,
    covers: Vec<Cover>,
    corrections: Vec<Correction>,
}

impl Present {
    fn duty(&self, window: Span) -> Duty {
        let mut shifts = self.shifts.clone();
        shifts.sort_by_key(|shift| shift.span);
        let ends = shifts
            .first()
            .zip(shifts.last())
            .map(|(first, last)| (first.span.start(), last.span.end()));
        resolve(&Inputs {
            shifts: &shifts,
            covers: &self.covers,
            corrections: &self.corrections,
            planned: ends.and_then(|(start, end)| Span::new(start, end).ok()),
            window,
        })
        .unwrap()
    }

    fn apply(&mut self, record: &mut Record, revision: i64, change: &Change) {
        match change {
            Change::Publish(turn, lead, engineer) => {
                let new = shift(seconds(turn * 20, turn * 20 + 15), pairing(*lead, *engineer));
                self.shifts.retain(|shift| shift.id != new.id);
                let before = record
                    .shifts
                    .iter_mut()
                    .find(|one| one.value.id == new.id && one.to.is_none());
                if let Some(before) = before {
                    before.to = Some(revision);
                }
                self.shifts.push(new.clone());
                record.shifts.push(Versioned {
                    value: new,
                    from: revision,
                    to: None,
                });
            }
            Change::Cover(from, to, who) => {
                let new = Cover::new(
                    cover_id(revision as u128),
                    seconds(*from, *to),
                    Some(person(*who)),
                    None,
                )
                .unwrap();
                self.covers.push(new.clone());
                record.covers.push(KeptCover {
                    cover: new,
                    made: revision,
                    withdrawn: None,
                });
            }
            Change::Correct(from, to, who) => {
                let id = CorrectionId::from_uuid(uuid::Uuid::from_u128(revision as u128));
                let value = Correction::new(id, seconds(*from, *to), *who, Corrected::Not).unwrap();
                self.corrections.push(value.clone());
                record.corrections.push(Versioned {
                    value,
                    from: revision,
                    to: None,
                });
            }
            Change::TakeBack(which) => {
                let Some(kept) = record.corrections.get_mut(*which).filter(|kept| kept.to.is_none()) else {
                    return;
                };
                kept.to = Some(revision);
                self.corrections.retain(|correction| correction.id() != kept.value.id());
            }
            Change::Withdraw(which, at) => {
                let at = Instant::from_seconds(*at);
                let Some(kept) = record.covers.get_mut(*which).filter(|kept| kept.withdrawn.is_none()) else {
                    return;
                };
                kept.withdrawn = Some((revision, at));
                let index = self
                    .covers
                    .iter()
                    .position(|cover| cover.id() == kept.cover.id())
                    .unwrap();
                let span = kept.cover.span();
                match Span::new(span.start(), span.end().min(at)) {
                    Ok(span) => {
                        self.covers[index] = Cover::new(kept.cover.id(), span, kept.cover.lead(), None).unwrap()
                    }
                    Err(_) => drop(self.covers.remove(index)),
                }
            }
        }
    }
}

proptest! {
    #[test]
    fn belief_at_a_revision_is_the_fold_of_the_changes_up_to_it(changes in proptest::collection::vec(change(), 1..25)) {
        let window = seconds(-5, END + 5);
        let (mut present, mut record, mut seen) = (Present::default(), Record::default(), Vec::new());
        for (revision, change) in (1..).zip(&changes) {
            present.apply(&mut record, revision, change);
            seen.push((revision, present.duty(window)));
        }
        for (revision, duty) in &seen {
            prop_assert_eq!(&record.believed(*revision, window).unwrap(), duty);
        }
        prop_assert!(record.believed(0, window).unwrap().rows().iter().all(|row| row.shift.is_none()));
    }

    #[test]
    fn two_beliefs_differ_exactly_where_the_difference_says(changes in proptest::collection::vec(change(), 1..25), first in 0..25i64, second in 0..25i64) {
        let window = seconds(-5, END + 5);
        let (mut present, mut record) = (Present::default(), Record::default());
        for (revision, change) in (1..).zip(&changes) {
            present.apply(&mut record, revision, change);
        }
        let (before, after) = (record.believed(first, window).unwrap(), record.believed(second, window).unwrap());
        let found = difference(&before, &after);
        for second in -5..END + 5 {
            let at = Instant::from_seconds(second);
            let (was, is) = (before.at(at).unwrap(), after.at(at).unwrap());
            for role in domain::Role::BOTH {
                let said = found.iter().find(|change| change.role == role && change.span.contains(at));
                let differs = was.pairing.holder(role) != is.pairing.holder(role) || was.state != is.state
                    && (was.shift.is_some() || is.shift.is_some());
                let pause = was.shift.is_none() && is.shift.is_none();
                prop_assert!(pause || differs == said.is_some(), "{} at {}", role, at);
                if let Some(change) = said.filter(|_| !pause)
                    && let Holding::Person(person) = change.after
                {
                    prop_assert_eq!(is.pairing.holder(role), Some(person));
                }
            }
        }
    }
}
