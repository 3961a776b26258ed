//! Corrections lie above plan and covers, and never put one person into both roles.

use crate::support::*;
use domain::rota::Shift;
use domain::timeline::{Conflict, Corrected, Correction, Cover, Duty, Inputs, State, resolve};
use domain::{CorrectionId, Instant, PersonId, Role};
use proptest::prelude::*;

const END: i64 = 60;

fn id(number: u128) -> CorrectionId {
    CorrectionId::from_uuid(uuid::Uuid::from_u128(number))
}

fn correction(number: u128, from: i64, to: i64, lead: Corrected, engineer: Corrected) -> Correction {
    Correction::new(id(number), seconds(from, to), lead, engineer).unwrap()
}

fn duty(shifts: &[Shift], covers: &[Cover], corrections: &[Correction]) -> Result<Duty, Vec<Conflict>> {
    resolve(&Inputs {
        shifts,
        covers,
        corrections,
        planned: Some(seconds(5, 55)),
        window: seconds(0, END),
    })
}

fn base() -> [Shift; 1] {
    [Shift {
        stretches: vec![seconds(10, 20), seconds(30, 50)],
        ..shift(seconds(10, 55), pairing(Some('a'), Some('b')))
    }]
}

fn to(who: char) -> Corrected {
    Corrected::To(person(who))
}

#[test]
fn a_correction_lies_above_covers_and_says_which_it_is() {
    let covers = [Cover::new(cover_id(1), seconds(10, 50), Some(person('c')), None).unwrap()];
    let corrections = [correction(7, 12, 16, to('d'), Corrected::Not)];
    let found = duty(&base(), &covers, &corrections).unwrap();
    let row = found.at(Instant::from_seconds(12)).unwrap();
    assert_eq!(row.pairing, pairing(Some('d'), Some('b')));
    assert_eq!((row.lead_correction, row.lead_cover), (Some(id(7)), None));
    assert_eq!((row.engineer_correction, row.engineer_cover), (None, None));
    let below = found.at(Instant::from_seconds(16)).unwrap();
    assert_eq!((below.lead_correction, below.lead_cover), (None, Some(cover_id(1))));
}

#[test]
fn nobody_is_a_gap_that_names_its_correction() {
    let found = duty(
        &base(),
        &[],
        &[correction(7, 10, 20, Corrected::ToNobody, Corrected::Not)],
    )
    .unwrap();
    let row = found.at(Instant::from_seconds(10)).unwrap();
    assert_eq!(
        (row.pairing, row.lead_correction),
        (pairing(None, Some('b')), Some(id(7)))
    );
    assert_eq!(found.gaps().collect::<Vec<_>>(), [(seconds(10, 20), Role::Lead)]);
}

#[test]
fn a_correction_never_makes_covered_what_was_off() {
    let found = duty(&base(), &[], &[correction(7, 0, END, to('d'), Corrected::Not)]).unwrap();
    for at in [2, 7, 25, 52, 57] {
        assert_ne!(
            found.at(Instant::from_seconds(at)).unwrap().state,
            State::Covered,
            "{at}"
        );
    }
}

#[test]
fn one_person_in_both_roles_is_refused_and_names_the_correction() {
    let conflicts = duty(&base(), &[], &[correction(7, 0, 15, to('b'), Corrected::Not)]).unwrap_err();
    assert_eq!(conflicts.len(), 1);
    assert_eq!((conflicts[0].span, conflicts[0].person), (seconds(10, 15), person('b')));
    assert_eq!(
        (conflicts[0].lead_correction, conflicts[0].engineer_correction),
        (Some(id(7)), None)
    );
    let exchanged = correction(7, 0, 15, to('b'), to('a'));
    assert!(duty(&base(), &[], &[exchanged]).is_ok());
}

fn said() -> impl Strategy<Value = Corrected> {
    prop_oneof![
        Just(Corrected::Not),
        Just(Corrected::ToNobody),
        prop_oneof![Just('a'), Just('b'), Just('c'), Just('d')].prop_map(to),
    ]
}

fn some_corrections() -> impl Strategy<Value = Vec<Correction>> {
    let one = (0..END, 1..40i64, said(), said());
    prop::collection::vec(one, 0..5).prop_map(|list| {
        let all = list.into_iter().enumerate();
        all.filter_map(|(number, (from, long, lead, engineer))| {
            Correction::new(id(number as u128), seconds(from, from + long), lead, engineer).ok()
        })
        .collect()
    })
}

/// Who holds a role at a second inside coverage, read off the inputs.
fn holder(
    shift: &Shift,
    cover: Option<&Cover>,
    corrections: &[Correction],
    role: Role,
    at: Instant,
) -> Option<PersonId> {
    let said = corrections
        .iter()
        .rev()
        .find(|it| it.span().contains(at) && it.says(role) != Corrected::Not);
    if let Some(correction) = said {
        return correction.says(role).person();
    }
    let covered = cover
        .filter(|cover| cover.span().contains(at))
        .and_then(|cover| cover.takes(role));
    covered.or(shift.pairing.holder(role))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn corrected_duty_is_what_holds_at_every_second(corrections in some_corrections(), covered in 0..45i64) {
        let shifts = base();
        let cover = Cover::new(cover_id(1), seconds(covered, covered + 12), Some(person('d')), None).unwrap();
        let result = duty(&shifts, std::slice::from_ref(&cover), &corrections);
        let mut both = false;
        for second in (10..20).chain(30..50) {
            let at = Instant::from_seconds(second);
            let of = |role| holder(&shifts[0], Some(&cover), &corrections, role, at);
            let (lead, engineer) = (of(Role::Lead), of(Role::Engineer));
            both |= lead.is_some() && lead == engineer;
            match &result {
                Ok(duty) => {
                    let pairing = duty.at(at).unwrap().pairing;
                    prop_assert_eq!((pairing.lead(), pairing.engineer()), (lead, engineer), "{}", second);
                }
                Err(conflicts) => {
                    let named = conflicts.iter().any(|conflict| conflict.span.contains(at));
                    prop_assert_eq!(named, lead.is_some() && lead == engineer, "{}", second);
                }
            }
        }
        prop_assert_eq!(result.is_err(), both);
    }
}
