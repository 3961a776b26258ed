//! What is found on one rota and across several.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::{Pairing, timeline::State};
use uuid::Uuid;

#[derive(Default)]
struct People {
    left: Vec<PersonId>,
    unqualified: Vec<PersonId>,
    leave: Vec<Span>,
    serves: Option<Span>,
    accepted: Vec<CoverId>,
}

impl Known for People {
    fn has_left(&self, person: PersonId) -> bool {
        self.left.contains(&person)
    }
    fn is_qualified(&self, _: RotaId, person: PersonId, _: Role) -> bool {
        !self.unqualified.contains(&person)
    }
    /// Only of person 1.
    fn serves(&self, _: RotaId, of: PersonId) -> Span {
        self.serves.filter(|_| of == person(1)).unwrap_or(Span::ALWAYS)
    }
    /// Only of person 1.
    fn leave(&self, of: PersonId) -> &[Span] {
        if of == person(1) { &self.leave } else { &[] }
    }
    fn is_accepted(&self, _: RotaId, cover: CoverId) -> bool {
        self.accepted.contains(&cover)
    }
}

fn person(number: u128) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(number))
}

fn rota(number: u128) -> RotaId {
    RotaId::from_uuid(Uuid::from_u128(number))
}

fn shift(number: u128) -> Option<ShiftId> {
    Some(ShiftId::from_uuid(Uuid::from_u128(number)))
}

fn cover() -> CoverId {
    CoverId::from_uuid(Uuid::from_u128(77))
}

fn hours(from: i64, to: i64) -> Span {
    Span::new(Instant::from_seconds(from * 3600), Instant::from_seconds(to * 3600)).unwrap()
}

/// Duty from an hour on: shift, Lead, Engineer; 0 is nobody.
fn row(hour: i64, of: u128, lead: u128, engineer: u128) -> DutyRow {
    let holder = |number: u128| (number > 0).then(|| person(number));
    DutyRow {
        state: State::Covered,
        shift: shift(of),
        pairing: Pairing::new(holder(lead), holder(engineer)).unwrap(),
        ..DutyRow::unplanned(Instant::from_seconds(hour * 3600))
    }
}

fn off(hour: i64) -> DutyRow {
    DutyRow {
        state: State::Off,
        ..DutyRow::unplanned(Instant::from_seconds(hour * 3600))
    }
}

fn watched(number: u128, duty: &[DutyRow]) -> Watched<'_> {
    Watched {
        rota: rota(number),
        duty,
        min_rest_seconds: 11 * 3600,
    }
}

fn found(rotas: &[Watched<'_>], people: &People) -> Vec<(Kind, Span)> {
    let all = conflicts(rotas, people, TwoRotas::Warn, hours(0, 2000));
    let open = all.into_iter().filter(|one| one.accepted.is_none());
    open.map(|one| (one.kind, one.span)).collect()
}

#[test]
fn a_gap_goes_on_through_a_pause_of_its_shift_and_across_touching_shifts() {
    let duty = [
        row(1, 1, 1, 0),
        off(3),
        row(5, 1, 1, 0),
        row(7, 2, 1, 0),
        off(9),
        row(11, 3, 1, 0),
        off(12),
    ];
    assert_eq!(
        found(&[watched(1, &duty)], &People::default()),
        [(Kind::Gap, hours(1, 9)), (Kind::Gap, hours(11, 12))]
    );
}

#[test]
fn whoever_has_left_is_blamed_for_nothing_else() {
    let duty = [row(1, 1, 1, 2), off(5)];
    let people = People {
        left: vec![person(1)],
        unqualified: vec![person(1), person(2)],
        leave: vec![hours(0, 9)],
        ..People::default()
    };
    assert_eq!(
        found(&[watched(1, &duty)], &people),
        [(Kind::Left, hours(1, 5)), (Kind::NotQualified, hours(1, 5))]
    );
}

#[test]
fn duty_before_the_first_and_after_the_last_day_is_that_of_nobody_who_is_qualified() {
    let duty = [row(1, 1, 1, 2), off(5), row(29, 2, 1, 2), off(32)];
    let people = People {
        serves: Some(hours(3, 30)),
        leave: vec![hours(2, 4)],
        ..People::default()
    };
    assert_eq!(
        found(&[watched(1, &duty)], &people),
        [
            (Kind::NotQualified, hours(1, 3)),
            (Kind::OnLeave, hours(3, 4)),
            (Kind::NotQualified, hours(30, 32)),
        ]
    );
}

#[test]
fn leave_counts_where_it_meets_duty_and_not_where_an_override_put_somebody() {
    let mut duty = [row(1, 1, 1, 2), off(5), row(29, 2, 1, 2), off(32)];
    let mut people = People {
        leave: vec![hours(3, 4), hours(30, 31)],
        ..People::default()
    };
    let leave = [(Kind::OnLeave, hours(3, 4)), (Kind::OnLeave, hours(30, 31))];
    assert_eq!(found(&[watched(1, &duty)], &people), leave);
    duty[2].lead_cover = Some(cover());
    people.accepted = vec![cover()];
    assert_eq!(found(&[watched(1, &duty)], &people), leave[..1]);
    let all = conflicts(&[watched(1, &duty)], &people, TwoRotas::Warn, hours(0, 2000));
    assert_eq!(all[1].accepted, Some(cover()), "it can still be shown");
}

#[test]
fn the_published_end_is_missed_a_fortnight_before() {
    let end = |hour: i64| DutyRow::unplanned(Instant::from_seconds(hour * 3600));
    let near = [row(1, 1, 1, 2), end(335)];
    assert_eq!(
        found(&[watched(1, &near)], &People::default()),
        [(Kind::Unplanned, hours(335, 2000))]
    );
    let far = [row(1, 1, 1, 2), end(336)];
    assert_eq!(found(&[watched(1, &far)], &People::default()), []);
    assert_eq!(
        found(&[watched(1, &[end(0)])], &People::default()),
        [],
        "never published"
    );
}

#[test]
fn two_rotas_at_once_are_said_once_unless_that_is_allowed() {
    let (one, other) = ([row(1, 1, 1, 2), off(5)], [row(3, 2, 3, 1), off(9)]);
    let both = [watched(1, &one), watched(2, &other)];
    let all = conflicts(&both, &People::default(), TwoRotas::Forbid, hours(0, 2000));
    let kind = Kind::TwoRotas {
        other: rota(1),
        role: Role::Lead,
    };
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!((all[0].rota, all[0].kind, all[0].span), (rota(2), kind, hours(3, 5)));
    assert_eq!(
        conflicts(&both, &People::default(), TwoRotas::Allow, hours(0, 2000)),
        []
    );
}

#[test]
fn rest_is_missed_where_a_cover_or_another_rota_shortens_it() {
    let planned = [row(1, 1, 1, 2), off(5), row(9, 2, 1, 2), off(12)];
    assert_eq!(
        found(&[watched(1, &planned)], &People::default()),
        [],
        "as it was published"
    );
    let mut covered = planned;
    covered[2].lead_cover = Some(cover());
    let rest = Kind::Rest {
        seconds: 4 * 3600,
        needed: 11 * 3600,
    };
    assert_eq!(
        found(&[watched(1, &covered)], &People::default()),
        [(rest, hours(9, 12))]
    );
    let (one, other) = ([row(1, 1, 1, 2), off(5)], [row(9, 2, 1, 3), off(12)]);
    let both = [watched(1, &one), watched(2, &other)];
    assert_eq!(found(&both, &People::default()), [(rest, hours(9, 12))]);
    covered[2].shift = shift(1);
    assert_eq!(
        found(&[watched(1, &covered)], &People::default()),
        [],
        "a pause within one shift"
    );
}

#[test]
fn what_is_on_comes_first_then_what_starts_first() {
    let (one, other) = ([row(50, 1, 0, 2), off(51)], [row(-5, 2, 3, 0), off(9)]);
    let all = conflicts(
        &[watched(1, &one), watched(2, &other)],
        &People::default(),
        TwoRotas::Warn,
        hours(0, 2000),
    );
    assert_eq!(all.iter().map(|one| one.rota).collect::<Vec<_>>(), [rota(2), rota(1)]);
    assert!(all[0].is_on(Instant::from_seconds(0)) && !all[1].is_on(Instant::from_seconds(0)));
}
