//! Duty from shifts and covers, against a reading second by second.

use crate::support::*;
use domain::rota::Shift;
use domain::timeline::{BadCover, Conflict, Cover, Duty, DutyRow, Inputs, State, resolve};
use domain::{Instant, Pairing, PersonId, Role, ShiftId, Span};
use proptest::prelude::*;

const END: i64 = 120;

fn duty(shifts: &[Shift], covers: &[Cover], window: Span) -> Result<Duty, Vec<Conflict>> {
    resolve(&Inputs {
        shifts,
        covers,
        corrections: &[],
        planned: Some(seconds(10, 100)),
        window,
    })
}

fn cover(number: u128, from: i64, to: i64, lead: Option<char>, engineer: Option<char>) -> Cover {
    Cover::new(
        cover_id(number),
        seconds(from, to),
        lead.map(person),
        engineer.map(person),
    )
    .unwrap()
}

/// Two shifts with time off inside the first and before the second.
fn two_shifts() -> Vec<Shift> {
    let first = Shift {
        stretches: vec![seconds(10, 20), seconds(25, 40)],
        ..shift(seconds(10, 50), pairing(Some('a'), Some('b')))
    };
    let second = Shift {
        stretches: vec![seconds(60, 100)],
        ..shift(seconds(50, 100), pairing(Some('c'), None))
    };
    vec![first, second]
}

#[test]
fn time_is_covered_inside_stretches_off_inside_the_plan_and_unplanned_beyond() {
    let duty = duty(&two_shifts(), &[], seconds(0, END)).unwrap();
    let states: Vec<(i64, State)> = duty
        .rows()
        .iter()
        .map(|row| (row.starts_at.seconds(), row.state))
        .collect();
    use State::*;
    let expected = [
        (0, Unplanned),
        (10, Covered),
        (20, Off),
        (25, Covered),
        (40, Off),
        (60, Covered),
        (100, Unplanned),
    ];
    assert_eq!(states, expected);
    assert_eq!(duty.gaps().collect::<Vec<_>>(), [(seconds(60, 100), Role::Engineer)]);
}

#[test]
fn a_cover_fills_a_gap_and_never_covers_time_that_is_off() {
    let filled = duty(&two_shifts(), &[cover(1, 0, END, None, Some('d'))], seconds(0, END)).unwrap();
    let state = |at| filled.at(Instant::from_seconds(at)).unwrap().state;
    assert_eq!(
        (state(22), state(5), state(110)),
        (State::Off, State::Unplanned, State::Unplanned)
    );
    assert_eq!(filled.gaps().count(), 0);
    let row = filled.at(Instant::from_seconds(70)).unwrap();
    assert_eq!(
        (row.pairing, row.engineer_cover, row.lead_cover),
        (pairing(Some('c'), Some('d')), Some(cover_id(1)), None)
    );
}

#[test]
fn rows_of_different_shifts_stay_apart() {
    let same = pairing(Some('a'), Some('b'));
    let shifts = [shift(seconds(10, 50), same), shift(seconds(50, 90), same)];
    let duty = duty(&shifts, &[], seconds(10, 90)).unwrap();
    assert_eq!(duty.rows().len(), 2);
    assert_eq!(duty.rows()[1].shift, Some(shifts[1].id));
}

#[test]
fn withdrawing_the_lower_half_of_an_exchange_alone_is_refused_and_names_the_cover_in_the_way() {
    // Base a and b; c takes the Lead, then a takes the Engineer: legal. Without the first, a would be both.
    let shifts = [shift(seconds(10, 50), pairing(Some('a'), Some('b')))];
    let (first, second) = (cover(1, 10, 50, Some('c'), None), cover(2, 20, 30, None, Some('a')));
    assert!(duty(&shifts, &[first, second.clone()], seconds(0, END)).is_ok());
    let conflicts = duty(&shifts, &[second], seconds(0, END)).unwrap_err();
    let expected = Conflict {
        span: seconds(20, 30),
        person: person('a'),
        shift: shifts[0].id,
        lead_cover: None,
        engineer_cover: Some(cover_id(2)),
        lead_correction: None,
        engineer_correction: None,
    };
    assert_eq!(conflicts, [expected]);
}

#[test]
fn a_conflict_is_one_span_as_long_as_the_same_things_are_in_the_way() {
    let shifts = [shift(seconds(10, 50), pairing(Some('a'), Some('b')))];
    // An unrelated cover below cuts the time, not the conflict.
    let covers = [cover(1, 20, 30, Some('d'), None), cover(2, 15, 45, Some('b'), None)];
    let conflicts = duty(&shifts, &covers, seconds(0, END)).unwrap_err();
    assert_eq!(
        conflicts.iter().map(|conflict| conflict.span).collect::<Vec<_>>(),
        [seconds(15, 45)]
    );
}

#[test]
fn a_cover_names_somebody_and_never_one_person_twice() {
    let new = |lead: Option<char>, engineer: Option<char>| {
        Cover::new(cover_id(1), seconds(0, 1), lead.map(person), engineer.map(person))
    };
    assert_eq!(new(None, None), Err(BadCover::NoRole));
    assert!(matches!(new(Some('a'), Some('a')), Err(BadCover::SamePerson(_))));
    let hostile = serde_json::to_string(&new(Some('a'), Some('b')).unwrap()).unwrap();
    let hostile = hostile.replace(&person('b').to_string(), &person('a').to_string());
    assert!(serde_json::from_str::<Cover>(&hostile).is_err());
}

#[test]
fn a_window_outside_a_duty_clips_to_nothing() {
    let duty = duty(&two_shifts(), &[], seconds(0, 50)).unwrap();
    assert_eq!(duty.clip(seconds(50, 60)), None);
    assert_eq!(duty.at(Instant::from_seconds(50)), None);
    assert_eq!(duty.at(Instant::from_seconds(-1)), None);
    assert!(duty.at(Instant::from_seconds(49)).is_some());
}

#[test]
fn nothing_published_is_unplanned() {
    let window = seconds(0, END);
    let duty = resolve(&Inputs {
        shifts: &[],
        covers: &[],
        corrections: &[],
        planned: None,
        window,
    })
    .unwrap();
    assert_eq!(duty.rows(), [DutyRow::unplanned(window.start())]);
}

#[test]
fn shifts_that_overlap_by_mistake_still_make_one_timeline() {
    let shifts = [
        shift(seconds(10, 50), pairing(Some('a'), Some('b'))),
        shift(seconds(30, 70), pairing(Some('c'), Some('d'))),
    ];
    let duty = duty(&shifts, &[], seconds(10, 70)).unwrap();
    let spans: Vec<Span> = duty.segments().map(|(span, _)| span).collect();
    assert_eq!(spans, [seconds(10, 50), seconds(50, 70)]);
}

/// What holds at a second by definition: state, shift, and person and cover of each role.
type Second = (State, Option<ShiftId>, [(Option<PersonId>, Option<domain::CoverId>); 2]);

fn by_definition(shifts: &[Shift], covers: &[Cover], at: i64) -> Second {
    let instant = Instant::from_seconds(at);
    let inside = |shift: &&Shift| shift.stretches.iter().any(|stretch| stretch.contains(instant));
    let Some(shift) = shifts.iter().find(inside) else {
        let state = if (10..100).contains(&at) {
            State::Off
        } else {
            State::Unplanned
        };
        return (state, None, [(None, None); 2]);
    };
    let roles = Role::BOTH.map(|role| {
        let on_top = covers
            .iter()
            .rev()
            .find(|cover| cover.span().contains(instant) && cover.takes(role).is_some());
        (
            on_top.map_or(shift.pairing.holder(role), |cover| cover.takes(role)),
            on_top.map(Cover::id),
        )
    });
    (State::Covered, Some(shift.id), roles)
}

fn second_of(row: &DutyRow) -> Second {
    (
        row.state,
        row.shift,
        Role::BOTH.map(|role| (row.pairing.holder(role), row.cover(role))),
    )
}

fn both_roles(second: &Second) -> bool {
    second.2[0].0.is_some() && second.2[0].0 == second.2[1].0
}

fn anyone() -> impl Strategy<Value = Option<char>> {
    prop::option::weighted(0.7, prop::sample::select(vec!['a', 'b', 'c', 'd', 'e', 'f']))
}

fn a_pairing() -> impl Strategy<Value = Pairing> {
    (anyone(), anyone()).prop_filter_map("two people", |(lead, engineer)| {
        Pairing::new(lead.map(person), engineer.map(person)).ok()
    })
}

/// Turns one after the other from second 10 to 100, each with up to three stretches.
fn some_shifts() -> impl Strategy<Value = Vec<Shift>> {
    let turn = (a_pairing(), prop::collection::btree_set(0_i64..30, 0..=3));
    prop::collection::vec(turn, 3).prop_map(|turns| {
        let shift_of = |(index, (pairing, cuts)): (usize, (Pairing, std::collections::BTreeSet<i64>))| {
            let start = 10 + 30 * index as i64;
            let span = seconds(start, start + 30);
            let edges: Vec<i64> = cuts.into_iter().map(|cut| start + cut).chain([start + 30]).collect();
            let stretches: Vec<Span> = edges
                .chunks_exact(2)
                .filter(|pair| pair[0] < pair[1])
                .map(|pair| seconds(pair[0], pair[1]))
                .collect();
            (!stretches.is_empty()).then(|| Shift {
                stretches,
                ..shift(span, pairing)
            })
        };
        turns.into_iter().enumerate().filter_map(shift_of).collect()
    })
}

fn some_covers(most: usize) -> impl Strategy<Value = Vec<Cover>> {
    let one = (0_i64..END, 1_i64..50, anyone(), anyone());
    prop::collection::vec(one, 0..=most).prop_map(|list| {
        let cover_of = |(number, (from, length, lead, engineer)): (usize, (i64, i64, Option<char>, Option<char>))| {
            let span = seconds(from, from + length);
            Cover::new(cover_id(number as u128), span, lead.map(person), engineer.map(person)).ok()
        };
        list.into_iter().enumerate().filter_map(cover_of).collect()
    })
}

fn some_window() -> impl Strategy<Value = Span> {
    (0_i64..END, 1_i64..END).prop_map(|(from, length)| seconds(from, (from + length).min(END)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn duty_is_what_holds_at_every_second(shifts in some_shifts(), covers in some_covers(6), window in some_window()) {
        let seconds_in = || window.start().seconds()..window.end().seconds();
        match duty(&shifts, &covers, window) {
            Ok(duty) => for at in seconds_in() {
                let row = duty.at(Instant::from_seconds(at)).unwrap();
                prop_assert_eq!(second_of(row), by_definition(&shifts, &covers, at), "second {}", at);
            },
            Err(conflicts) => {
                prop_assert!(!conflicts.is_empty());
                prop_assert!(conflicts.iter().all(|conflict| conflict.span.intersection(&window) == Some(conflict.span)));
                for at in seconds_in() {
                    let second = by_definition(&shifts, &covers, at);
                    let named = conflicts.iter().filter(|conflict| conflict.span.contains(Instant::from_seconds(at)));
                    let named: Vec<&Conflict> = named.collect();
                    prop_assert_eq!(named.len(), usize::from(both_roles(&second)), "second {}", at);
                    for conflict in named {
                        let [lead, engineer] = second.2;
                        prop_assert_eq!((Some(conflict.person), conflict.lead_cover), lead);
                        prop_assert_eq!((Some(conflict.person), conflict.engineer_cover), engineer);
                        prop_assert_eq!(Some(conflict.shift), second.1);
                    }
                }
            }
        }
    }

    #[test]
    fn segments_tile_the_window_and_no_two_neighbours_are_alike(
        shifts in some_shifts(), covers in some_covers(4), window in some_window(),
    ) {
        let Ok(duty) = duty(&shifts, &covers, window) else { return Ok(()) };
        let spans: Vec<Span> = duty.segments().map(|(span, _)| span).collect();
        prop_assert_eq!(spans.len(), duty.rows().len());
        prop_assert_eq!(spans[0].start(), window.start());
        prop_assert_eq!(spans[spans.len() - 1].end(), window.end());
        prop_assert!(spans.windows(2).all(|pair| pair[0].end() == pair[1].start()));
        let alike = |pair: &[DutyRow]| second_of(&pair[0]) == second_of(&pair[1]);
        prop_assert!(!duty.rows().windows(2).any(alike));
    }

    #[test]
    fn no_row_ever_has_one_person_in_both_roles(shifts in some_shifts(), covers in some_covers(6), window in some_window()) {
        let Ok(duty) = duty(&shifts, &covers, window) else { return Ok(()) };
        for row in duty.rows() {
            prop_assert!(!both_roles(&second_of(row)));
            prop_assert!(row.state == State::Covered || row.pairing == Pairing::GAP);
        }
    }

    #[test]
    fn resolving_what_was_resolved_changes_nothing(shifts in some_shifts(), covers in some_covers(4)) {
        let window = seconds(0, END);
        let Ok(first) = duty(&shifts, &covers, window) else { return Ok(()) };
        prop_assert_eq!(duty(&shifts, &covers, window), Ok(first.clone()));
        let as_shifts = first.segments().filter_map(|(span, row)| {
            Some(Shift { id: row.shift?, span, stretches: vec![span], pairing: row.pairing })
        });
        let again = duty(&as_shifts.collect::<Vec<_>>(), &covers, window).unwrap();
        prop_assert_eq!(again, first);
    }

    #[test]
    fn the_window_of_a_result_is_the_result_of_the_window(
        shifts in some_shifts(), covers in some_covers(4), window in some_window(),
    ) {
        let Ok(whole) = duty(&shifts, &covers, seconds(0, END)) else { return Ok(()) };
        prop_assert_eq!(whole.clip(window), duty(&shifts, &covers, window).ok());
    }

    #[test]
    fn withdrawing_a_cover_changes_nothing_outside_it_and_gives_back_what_lay_below(
        shifts in some_shifts(), covers in some_covers(5), which in any::<prop::sample::Index>(),
    ) {
        if covers.is_empty() {
            return Ok(());
        }
        let which = which.index(covers.len());
        let rest: Vec<Cover> = [&covers[..which], &covers[which + 1..]].concat();
        let window = seconds(0, END);
        let (Ok(with), Ok(without)) = (duty(&shifts, &covers, window), duty(&shifts, &rest, window)) else { return Ok(()) };
        let withdrawn = &covers[which];
        for at in (0..END).map(Instant::from_seconds) {
            let (before, after) = (second_of(with.at(at).unwrap()), second_of(without.at(at).unwrap()));
            for role in 0..2 {
                let was_on_top = before.2[role].1 == Some(withdrawn.id());
                prop_assert!(was_on_top || before.2[role] == after.2[role], "{}", at);
                prop_assert!(!was_on_top || withdrawn.span().contains(at));
                prop_assert!(after.2[role].1 != Some(withdrawn.id()));
            }
        }
    }

    #[test]
    fn stored_rows_make_the_same_duty_again(shifts in some_shifts(), covers in some_covers(4), window in some_window()) {
        let Ok(whole) = duty(&shifts, &covers, seconds(0, END)) else { return Ok(()) };
        prop_assert_eq!(Some(Duty::from_rows(window, whole.rows())), whole.clip(window));
        prop_assert_eq!(Duty::from_rows(whole.window(), whole.rows()).into_rows(), whole.into_rows());
    }
}

#[test]
fn ten_thousand_shifts_under_ten_thousand_covers_resolve_in_a_sweep() {
    let shifts: Vec<Shift> = (0..10_000)
        .map(|index| shift(seconds(index * 10, index * 10 + 10), pairing(Some('a'), Some('b'))))
        .collect();
    // Every cover reaches to the end, so that looking at each pair would take a hundred million steps.
    let covers: Vec<Cover> = (0..10_000_i64)
        .map(|index| cover(index as u128, index * 10, 100_000, Some('c'), None))
        .collect();
    let window = seconds(0, 100_000);
    let duty = resolve(&Inputs {
        shifts: &shifts,
        covers: &covers,
        corrections: &[],
        planned: Some(window),
        window,
    })
    .unwrap();
    assert_eq!(duty.rows().len(), 10_000);
    let last = duty.rows().last().unwrap();
    assert_eq!(last.lead_cover, Some(cover_id(9_999)));
}
