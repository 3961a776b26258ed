#![allow(clippy::unwrap_used, clippy::expect_used)]
use super::*;
use crate::{Instant, Pairing, PersonId, Role, RotaId, ShiftId, Span, rota::Shift};

fn rota() -> RotaId {
    "9b2b0a0e-6c0e-4b9f-9d55-3a4b8e6f2a12".parse().unwrap()
}

fn person(letter: char) -> PersonId {
    format!("6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a1{letter}").parse().unwrap()
}

fn span(from: i64, to: i64) -> Span {
    Span::new(Instant::from_seconds(from), Instant::from_seconds(to)).unwrap()
}

fn turn(from: i64, to: i64, lead: char, engineer: char) -> Shift {
    Shift {
        id: ShiftId::of(rota(), Instant::from_seconds(from)),
        span: span(from, to),
        stretches: vec![span(from, to)],
        pairing: Pairing::new(Some(person(lead)), Some(person(engineer))).unwrap(),
    }
}

fn seat(shift: &Shift, role: Role) -> Seat {
    Seat { shift: shift.id, role }
}

#[test]
fn a_swap_that_puts_one_person_into_both_roles_is_refused_and_changes_nothing() {
    let shifts = [turn(0, 100, 'a', 'b'), turn(100, 200, 'b', 'c')];
    let sheet = Sheet::of(&shifts);
    let (one, other) = (seat(&shifts[0], Role::Lead), seat(&shifts[1], Role::Lead));
    let refused = sheet.edit(&Command::Swap { one, other }, Some("they asked for it"));
    assert_eq!(refused, Err(Refused::SamePerson(shifts[0].id, person('b'))));
}

#[test]
fn what_is_locked_is_neither_given_away_nor_swapped() {
    let shifts = [turn(0, 100, 'a', 'b'), turn(100, 200, 'c', 'd')];
    let mut sheet = Sheet::of(&shifts);
    let (one, other) = (seat(&shifts[0], Role::Lead), seat(&shifts[1], Role::Lead));
    let lock = |locked| Command::Lock {
        seats: vec![one, one],
        locked,
    };
    let edit = sheet.edit(&lock(true), None).unwrap();
    assert_eq!(edit.changes.len(), 1);
    sheet.apply(&edit).unwrap();
    assert_eq!(
        sheet.locks(shifts[0].id),
        Pairing::new(Some(person('a')), None).unwrap()
    );
    for command in [
        Command::Give {
            seat: one,
            person: None,
        },
        Command::Swap { one: other, other: one },
    ] {
        assert_eq!(sheet.edit(&command, Some("why")), Err(Refused::Locked(one)));
    }
    assert_eq!(sheet.edit(&lock(true), None), Err(Refused::Nothing));
    sheet.apply(&sheet.edit(&lock(false), None).unwrap()).unwrap();
    assert!(sheet.edit(&Command::Swap { one: other, other: one }, None).is_ok());
}

#[test]
fn every_edit_can_be_undone_and_done_again() {
    let shifts = [turn(0, 100, 'a', 'b'), turn(100, 200, 'c', 'd')];
    let start = Sheet::of(&shifts);
    let (one, other) = (seat(&shifts[0], Role::Lead), seat(&shifts[1], Role::Engineer));
    let commands = [
        Command::Give {
            seat: one,
            person: Some(person('e')),
        },
        Command::Swap { one, other },
        Command::Lock {
            seats: vec![one, other],
            locked: true,
        },
        Command::Give {
            seat: one.other(),
            person: None,
        },
    ];
    let (mut now, mut made) = (start.clone(), Vec::new());
    for command in &commands {
        let edit = now.edit(command, Some("because")).unwrap();
        now.apply(&edit).unwrap();
        made.push(edit);
    }
    let end = now.clone();
    for edit in made.iter().rev() {
        now.apply(&edit.reversed()).unwrap();
    }
    assert_eq!(now, start);
    for edit in &made {
        now.apply(edit).unwrap();
    }
    assert_eq!(now, end);
    assert_eq!(now.apply(&made[0]), Err(Refused::Moved(one)));
}

#[test]
fn turns_that_are_gone_new_or_at_other_hours_differ() {
    let published = [
        turn(0, 100, 'a', 'b'),
        turn(100, 200, 'c', 'd'),
        turn(200, 300, 'a', 'b'),
    ];
    let draft = [
        turn(0, 100, 'a', 'b'),
        turn(100, 300, 'c', 'e'),
        turn(300, 400, 'a', 'b'),
    ];
    let found = difference(&published, &draft, span(0, 400));
    let told: Vec<_> = found
        .iter()
        .map(|one| (one.span.start().seconds(), one.role, one.kind))
        .collect();
    let expected = [
        (100, Role::Lead, Kind::Hours),
        (100, Role::Engineer, Kind::Changed),
        (200, Role::Lead, Kind::Gone),
        (200, Role::Engineer, Kind::Gone),
        (300, Role::Lead, Kind::New),
        (300, Role::Engineer, Kind::New),
    ];
    assert_eq!(told, expected);
    assert!(difference(&published, &published, span(0, 400)).is_empty());
}

fn part_at(
    draft: &[Shift],
    wanted: Span,
    planned: Option<Span>,
    published: &[Shift],
    now: i64,
) -> Result<Part, NoPart> {
    let whole = Span::new(draft[0].span.start(), draft[draft.len() - 1].span.end()).unwrap();
    part(
        rota(),
        whole,
        draft,
        wanted,
        planned,
        published,
        Instant::from_seconds(now),
    )
}

#[test]
fn a_turn_that_began_and_was_never_published_is_taken_from_now_on() {
    let draft = [turn(100, 200, 'a', 'b'), turn(200, 300, 'a', 'b')];
    let part = part_at(&draft, span(0, 300), None, &[], 150).unwrap();
    assert_eq!(
        (part.span, part.shifts[0].span, part.shifts.len()),
        (span(150, 300), span(150, 200), 2)
    );
}

#[test]
fn a_published_turn_under_way_stands() {
    let draft = [turn(100, 200, 'a', 'b'), turn(200, 300, 'a', 'b')];
    let part = part_at(&draft, span(0, 300), Some(span(0, 200)), &[], 150).unwrap();
    assert_eq!(
        (part.span, part.shifts[0].span, part.shifts.len()),
        (span(200, 300), span(200, 300), 1)
    );
}

#[test]
fn a_part_is_whole_turns_and_leaves_the_rest() {
    let draft = [
        turn(100, 200, 'a', 'b'),
        turn(200, 300, 'a', 'b'),
        turn(300, 400, 'a', 'b'),
    ];
    let published = [
        turn(0, 100, 'a', 'b'),
        turn(100, 250, 'a', 'b'),
        turn(250, 400, 'a', 'b'),
    ];
    let planned = Some(span(0, 400));
    let middle = part_at(&draft, span(200, 201), planned, &draft, 50).unwrap();
    assert_eq!((middle.span, middle.shifts.len()), (span(200, 300), 1));
    assert_eq!(part_at(&draft, span(210, 290), planned, &draft, 50), Err(NoPart::Empty));
    assert_eq!(
        part_at(&draft, span(200, 300), planned, &published, 50),
        Err(NoPart::Cuts(span(100, 250)))
    );
    assert_eq!(
        part_at(&draft, span(0, 400), planned, &published, 400),
        Err(NoPart::Past)
    );
    let late = part_at(&draft, span(300, 400), Some(span(0, 200)), &[], 50);
    assert_eq!(late, Err(NoPart::LeavesOut(Instant::from_seconds(200))));
}
