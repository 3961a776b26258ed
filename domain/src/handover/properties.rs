#![allow(clippy::unwrap_used)]

use super::{Piece, handovers, last_before, next_after, pieces};
use crate::{
    Instant, Pairing, PersonId, ShiftId,
    timeline::{DutyRow, State},
};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn person(number: u128) -> PersonId {
    PersonId::from_uuid(uuid::Uuid::from_u128(number + 1))
}

fn people(pairing: &Pairing) -> BTreeSet<PersonId> {
    [pairing.lead(), pairing.engineer()].into_iter().flatten().collect()
}

/// Rows an hour apart, of four people, with gaps and pauses.
fn rows() -> impl Strategy<Value = Vec<DutyRow>> {
    let row = (0_u8..4, prop::option::of(0_u128..4), prop::option::of(0_u128..4));
    prop::collection::vec(row, 0..30).prop_map(|rows| {
        let row = |(hour, (kind, lead, engineer)): (usize, (u8, Option<u128>, Option<u128>))| {
            let starts_at = Instant::from_seconds(hour as i64 * 3600);
            if kind == 0 {
                return DutyRow {
                    state: State::Off,
                    ..DutyRow::unplanned(starts_at)
                };
            }
            let engineer = engineer.filter(|engineer| Some(*engineer) != lead);
            DutyRow {
                state: State::Covered,
                shift: Some(ShiftId::from_uuid(uuid::Uuid::from_u128(9))),
                pairing: Pairing::new(lead.map(person), engineer.map(person)).unwrap(),
                ..DutyRow::unplanned(starts_at)
            }
        };
        rows.into_iter().enumerate().map(row).collect()
    })
}

proptest! {
    #[test]
    fn somebody_new_comes_at_each_and_nobody_new_comes_elsewhere(rows in rows()) {
        let found = handovers(&rows);
        let mut before: Option<BTreeSet<PersonId>> = None;
        for row in rows.iter().filter(|row| row.state == State::Covered && row.pairing != Pairing::GAP) {
            let now = people(&row.pairing);
            let comes = before.as_ref().is_some_and(|before| !now.is_subset(before));
            let here = found.iter().find(|handover| handover.at == row.starts_at);
            prop_assert_eq!(here.is_some(), comes);
            if let Some(handover) = here {
                prop_assert_eq!(&people(&handover.outgoing), before.as_ref().unwrap());
                prop_assert_eq!(people(&handover.incoming), now.clone());
                prop_assert!(handover.ended <= handover.at);
            }
            before = Some(now);
        }
    }

    #[test]
    fn an_instant_lies_between_its_last_and_its_next(rows in rows(), hour in 0_i64..31) {
        let (found, now) = (handovers(&rows), Instant::from_seconds(hour * 3600 + 1));
        prop_assert!(last_before(&found, now).is_none_or(|handover| handover.at <= now));
        prop_assert!(next_after(&found, now).is_none_or(|handover| handover.at > now));
        let between = found.iter().filter(|it| it.at <= now).count() + found.iter().filter(|it| it.at > now).count();
        prop_assert_eq!(between, found.len());
    }

    #[test]
    fn pieces_are_the_notes_and_links_are_https(notes in "[a-z ().<>\"\n]{0,12}(https?://|javascript:)?[a-z()./?<>\" ]{0,20}") {
        let pieces = pieces(&notes);
        let whole: String = pieces.iter().map(|piece| match piece { Piece::Text(text) | Piece::Link(text) => text.as_str() }).collect();
        prop_assert_eq!(whole, notes);
        for piece in &pieces {
            if let Piece::Link(address) = piece {
                let clean = address.starts_with("https://") && !address.contains(['<', '>', '"', ' ', '\n']);
                prop_assert!(clean, "{}", address);
            }
        }
    }
}
