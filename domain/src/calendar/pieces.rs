//! From duty to the pieces that become events.

use crate::timeline::{DutyRow, State};
use crate::{PersonId, Role, ShiftId, Span};
use std::collections::HashSet;

/// An unbroken stretch of one person in one role within one shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// The shift.
    pub shift: ShiftId,
    /// The role.
    pub role: Role,
    /// Who holds it.
    pub person: PersonId,
    /// For how long.
    pub span: Span,
    /// Whether it starts where the shift's coverage does: at most one piece of each role of a shift.
    pub first: bool,
}

impl Piece {
    /// The UID of its event: `{shift}-{role}@tandem` for the first piece of a shift and
    /// `{shift}-{role}-{start}@tandem` for those after it, so that an event keeps its UID while its end, its person or
    /// the pieces around it change.
    pub fn uid(&self) -> String {
        let (shift, role) = (self.shift, self.role.key());
        if self.first {
            return format!("{shift}-{role}@tandem");
        }
        format!(
            "{shift}-{role}-{}@tandem",
            self.span.start().utc().format("%Y%m%dt%H%M%Sz")
        )
    }
}

/// The pieces of `role` in duty, in order of time: `pieces(duty.segments(), Role::Lead)`.
///
/// Give whole shifts: where duty starts inside a shift, its first piece cannot be told. A gap at the start of a shift
/// counts as its first piece, so that filling it leaves the UIDs of the pieces after it alone.
///
/// ```
/// use domain::{PersonId, Pairing, Role, RotaId, ShiftId, Span, calendar::pieces};
/// use domain::timeline::{Duty, DutyRow, State};
/// let day = Span::new("2026-11-24T09:00:00Z".parse()?, "2026-11-24T21:00:00Z".parse()?)?;
/// let rota: RotaId = "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11".parse()?;
/// let ada: PersonId = "9b2b0a0e-6c0e-4b9f-9d55-3a4b8e6f2a12".parse()?;
/// let shift = ShiftId::of(rota, day.start());
/// let row = DutyRow {
///     state: State::Covered, shift: Some(shift), pairing: Pairing::new(Some(ada), None)?,
///     ..DutyRow::unplanned(day.start())
/// };
/// let duty = Duty::from_rows(day, &[row]);
/// let found = pieces(duty.segments(), Role::Lead);
/// assert_eq!((found[0].person, found[0].span), (ada, day));
/// assert_eq!(found[0].uid(), format!("{shift}-lead@tandem"));
/// assert!(pieces(duty.segments(), Role::Engineer).is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn pieces<'a>(duty: impl IntoIterator<Item = (Span, &'a DutyRow)>, role: Role) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut seen = HashSet::new();
    for (span, row) in duty {
        let Some(shift) = row.shift.filter(|_| row.state == State::Covered) else {
            continue;
        };
        let first = seen.insert(shift);
        let Some(person) = row.pairing.holder(role) else {
            continue;
        };
        match pieces.last_mut() {
            Some(last) if continues(last, shift, person, span) => last.span = joined(last.span, span),
            _ => pieces.push(Piece {
                shift,
                role,
                person,
                span,
                first,
            }),
        }
    }
    pieces
}

fn continues(last: &Piece, shift: ShiftId, person: PersonId, span: Span) -> bool {
    (last.shift, last.person, last.span.end()) == (shift, person, span.start())
}

fn joined(earlier: Span, later: Span) -> Span {
    Span::new(earlier.start(), later.end()).unwrap_or(later)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use crate::{Instant, Pairing, RotaId, timeline::Duty};
    use uuid::Uuid;

    fn person(number: u128) -> PersonId {
        PersonId::from_uuid(Uuid::from_u128(number))
    }

    fn span(from: i64, to: i64) -> Span {
        Span::new(Instant::from_seconds(from * 3600), Instant::from_seconds(to * 3600)).unwrap()
    }

    /// A row from an hour on: the turn it belongs to (0 is off), its Lead and its Engineer (0 is a gap).
    fn row(from: i64, turn: i64, lead: u128, engineer: u128) -> DutyRow {
        let at = Instant::from_seconds(from * 3600);
        let rota = RotaId::from_uuid(Uuid::nil());
        let holder = |number| Some(number).filter(|number| *number > 0).map(person);
        DutyRow {
            state: if turn > 0 { State::Covered } else { State::Off },
            shift: (turn > 0).then(|| ShiftId::of(rota, Instant::from_seconds(turn))),
            pairing: Pairing::new(holder(lead), holder(engineer)).unwrap(),
            ..DutyRow::unplanned(at)
        }
    }

    fn leads(rows: &[DutyRow]) -> Vec<(Span, u128, bool)> {
        let duty = Duty::from_rows(span(0, 100), rows);
        let found = pieces(duty.segments(), Role::Lead);
        found
            .iter()
            .map(|piece| (piece.span, piece.person.uuid().as_u128(), piece.first))
            .collect()
    }

    #[test]
    fn a_change_in_the_other_role_does_not_break_a_piece() {
        let rows = [row(0, 1, 1, 2), row(10, 1, 1, 3), row(20, 0, 0, 0)];
        assert_eq!(leads(&rows), [(span(0, 20), 1, true)]);
    }

    #[test]
    fn a_cover_splits_a_shift_and_only_its_start_is_first() {
        let rows = [row(0, 1, 1, 2), row(10, 1, 3, 2), row(20, 1, 1, 2), row(30, 0, 0, 0)];
        assert_eq!(
            leads(&rows),
            [
                (span(0, 10), 1, true),
                (span(10, 20), 3, false),
                (span(20, 30), 1, false)
            ]
        );
    }

    #[test]
    fn off_time_breaks_a_piece_and_so_does_the_next_shift() {
        let rows = [
            row(0, 1, 1, 2),
            row(10, 0, 0, 0),
            row(20, 1, 1, 2),
            row(30, 2, 1, 2),
            row(40, 0, 0, 0),
        ];
        assert_eq!(
            leads(&rows),
            [
                (span(0, 10), 1, true),
                (span(20, 30), 1, false),
                (span(30, 40), 1, true)
            ]
        );
    }

    #[test]
    fn filling_a_gap_at_the_start_leaves_the_uids_after_it_alone() {
        let uids = |rows: &[DutyRow]| {
            let duty = Duty::from_rows(span(0, 100), rows);
            pieces(duty.segments(), Role::Lead)
                .iter()
                .map(Piece::uid)
                .collect::<Vec<_>>()
        };
        let with_gap = uids(&[row(0, 1, 0, 2), row(10, 1, 1, 2), row(20, 0, 0, 0)]);
        let filled = uids(&[row(0, 1, 3, 2), row(10, 1, 1, 2), row(20, 0, 0, 0)]);
        assert_eq!(with_gap, filled[1..]);
        assert!(
            with_gap[0].ends_with("-lead-19700101t100000z@tandem"),
            "{}",
            with_gap[0]
        );
        assert_eq!(filled.len(), 2);
    }

    #[test]
    fn a_replaced_person_keeps_the_events_uid() {
        let one = Duty::from_rows(span(0, 10), &[row(0, 1, 1, 2)]);
        let other = Duty::from_rows(span(0, 10), &[row(0, 1, 3, 2)]);
        let uid = |duty: &Duty| pieces(duty.segments(), Role::Lead)[0].uid();
        assert_eq!(uid(&one), uid(&other));
    }
}
