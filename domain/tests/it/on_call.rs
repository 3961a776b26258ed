//! Who is on call, and until when.

use crate::support::*;
use domain::rota::Shift;
use domain::timeline::{Cover, DutyRow, Inputs, Next, OnCall, State, Via, on_call, resolve};
use domain::{Instant, Role};
use proptest::prelude::*;

fn rows(shifts: &[Shift], covers: &[Cover]) -> Vec<DutyRow> {
    let (planned, window) = (Some(seconds(10, 100)), seconds(0, 120));
    resolve(&Inputs {
        shifts,
        covers,
        corrections: &[],
        planned,
        window,
    })
    .unwrap()
    .into_rows()
}

/// a and b until 40, a and c until 60, off until 70, a and c until 100.
fn week() -> Vec<DutyRow> {
    let shifts = [
        shift(seconds(10, 40), pairing(Some('a'), Some('b'))),
        shift(seconds(40, 60), pairing(Some('a'), Some('c'))),
        shift(seconds(70, 100), pairing(Some('a'), Some('c'))),
    ];
    rows(&shifts, &[])
}

fn now(at: i64) -> OnCall {
    on_call(&week(), Instant::from_seconds(at))
}

fn secs(at: Option<Instant>) -> Option<i64> {
    at.map(Instant::seconds)
}

#[test]
fn a_person_holds_a_role_across_touching_shifts_and_time_off_ends_it() {
    let lead = now(30).lead.unwrap();
    assert_eq!(
        (lead.person, lead.from.seconds(), lead.until.seconds()),
        (person('a'), 10, 60)
    );
    let engineer = now(30).engineer.unwrap();
    assert_eq!(
        (engineer.person, engineer.from.seconds(), engineer.until.seconds()),
        (person('b'), 10, 40)
    );
    let after = now(80).lead.unwrap();
    assert_eq!((after.from.seconds(), after.until.seconds()), (70, 100));
}

#[test]
fn next_is_a_changed_pairing_or_coverage_that_resumes() {
    let next = |at| {
        now(at)
            .next
            .map(|Next { at, lead, engineer }| (at.seconds(), lead, engineer))
    };
    assert_eq!(next(0), Some((10, Some(person('a')), Some(person('b')))));
    assert_eq!(next(39), Some((40, Some(person('a')), Some(person('c')))));
    assert_eq!(next(50), Some((70, Some(person('a')), Some(person('c'))))); // the same pair, after a pause
    assert_eq!(next(65), Some((70, Some(person('a')), Some(person('c')))));
    assert_eq!(next(80), None); // only the end of the plan follows
    assert_eq!(next(110), None);
}

#[test]
fn a_new_shift_of_the_same_pair_is_no_change() {
    let same = pairing(Some('a'), Some('b'));
    let rows = rows(&[shift(seconds(10, 40), same), shift(seconds(40, 60), same)], &[]);
    let now = on_call(&rows, Instant::from_seconds(20));
    assert_eq!(now.next, None);
    assert_eq!(secs(now.changes_at), Some(40)); // the shift itself does change
}

#[test]
fn rows_hold_from_their_first_second_to_the_last_before_the_next() {
    let state = |at| now(at).state;
    assert_eq!(
        (state(9), state(10), state(59), state(60)),
        (State::Unplanned, State::Covered, State::Covered, State::Off)
    );
    assert_eq!(
        (state(69), state(70), state(99), state(100)),
        (State::Off, State::Covered, State::Covered, State::Unplanned)
    );
    assert_eq!(now(39).engineer.map(|held| held.person), Some(person('b')));
    assert_eq!(now(40).engineer.map(|held| held.person), Some(person('c')));
}

#[test]
fn off_time_has_nobody_and_no_gap() {
    let off = now(65);
    assert_eq!((off.lead, off.engineer, off.gap, off.shift), (None, None, vec![], None));
    assert_eq!((secs(off.changes_at), secs(off.planned_until)), (Some(70), Some(100)));
}

#[test]
fn a_gap_names_the_role_that_nobody_holds() {
    let rows = rows(&[shift(seconds(10, 40), pairing(None, Some('b')))], &[]);
    let now = on_call(&rows, Instant::from_seconds(10));
    assert_eq!((now.state, now.lead, now.gap), (State::Covered, None, vec![Role::Lead]));
    assert_eq!(now.engineer.map(|held| held.via), Some(Via::Shift));
}

#[test]
fn via_tells_how_somebody_came_to_hold_the_role_now() {
    let shifts = [
        shift(seconds(10, 40), pairing(Some('a'), Some('b'))),
        shift(seconds(40, 60), pairing(Some('c'), Some('b'))),
    ];
    let cover = Cover::new(cover_id(1), seconds(30, 40), Some(person('c')), None).unwrap();
    let rows = rows(&shifts, &[cover]);
    let lead = |at| on_call(&rows, Instant::from_seconds(at)).lead.unwrap();
    // c takes over early by a cover and stays by plan: one stretch, two reasons.
    assert_eq!((lead(35).via, lead(45).via), (Via::Cover, Via::Shift));
    assert_eq!((lead(35).from, lead(35).until), (lead(45).from, lead(45).until));
    assert_eq!((lead(35).from.seconds(), lead(35).until.seconds()), (30, 60));
}

#[test]
fn no_rows_mean_unplanned_for_ever() {
    let nothing = on_call(&[], Instant::from_seconds(0));
    assert_eq!(
        (nothing.state, nothing.changes_at, nothing.next, nothing.planned_until),
        (State::Unplanned, None, None, None)
    );
    assert_eq!(nothing.gap, vec![]);
}

#[test]
fn a_last_row_that_is_covered_holds_for_ever() {
    let rows = &week()[..2];
    let now = on_call(rows, Instant::from_seconds(20));
    assert_eq!(now.lead.map(|held| held.until), Some(Instant::MAX));
    assert_eq!(now.planned_until, None);
    assert_eq!(on_call(rows, Instant::from_seconds(50)).changes_at, None);
}

#[test]
fn before_the_first_row_time_is_unplanned() {
    let rows = &week()[1..];
    let early = on_call(rows, Instant::MIN);
    assert_eq!((early.state, secs(early.changes_at)), (State::Unplanned, Some(10)));
    assert_eq!(early.next.map(|next| next.at.seconds()), Some(10));
}

proptest! {
    #[test]
    fn the_answer_stays_the_same_until_it_says_it_changes(at in 0_i64..130, later in 0_i64..60) {
        let then = on_call(&week(), Instant::from_seconds(at + later));
        let now = now(at);
        if now.changes_at.is_none_or(|change| Instant::from_seconds(at + later) < change) {
            prop_assert_eq!(now, then);
        }
    }

    #[test]
    fn whoever_is_held_is_there_for_all_of_it_and_not_around_it(at in 10_i64..100) {
        let rows = week();
        let lead_at = |at: i64| on_call(&rows, Instant::from_seconds(at)).lead.map(|held| held.person);
        if let Some(held) = now(at).lead {
            prop_assert!((held.from.seconds()..held.until.seconds()).all(|at| lead_at(at) == Some(held.person)));
            prop_assert_ne!(lead_at(held.from.seconds() - 1), Some(held.person));
            prop_assert_ne!(lead_at(held.until.seconds()), Some(held.person));
        }
    }
}
