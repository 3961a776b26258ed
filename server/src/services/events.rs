//! Duty as calendar events, and the marks by which subscribers see what changed.

use super::Result;
use crate::{
    secret::fingerprint,
    store::{EventContent, PersonRecord, RotaRecord, Write},
};
use domain::{
    Instant, PersonId, Role, Span,
    calendar::{Piece, pieces},
    timeline::{Duty, State},
};
use std::collections::{BTreeSet, HashMap};

/// An unbroken stretch of one person in one role, and whoever holds the other role meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stretch {
    /// Who, which role, when.
    pub piece: Piece,
    /// Who holds the other role, in order of time; `None` is a gap.
    pub partners: Vec<Option<PersonId>>,
}

/// The stretches of both roles in duty that consists of whole shifts.
pub(crate) fn stretches(duty: &Duty) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Role::BOTH
        .into_iter()
        .flat_map(|role| pieces(duty.segments(), role))
        .map(|piece| Stretch {
            piece,
            partners: Vec::new(),
        })
        .collect();
    found.sort_unstable_by_key(|stretch| (stretch.piece.span.start(), stretch.piece.role));
    let mut open: [Option<usize>; 2] = [None, None];
    let mut ahead = 0;
    for (span, row) in duty.segments().filter(|(_, row)| row.state == State::Covered) {
        while found
            .get(ahead)
            .is_some_and(|stretch| stretch.piece.span.start() <= span.start())
        {
            let lane = usize::from(found[ahead].piece.role == Role::Engineer);
            open[lane] = Some(ahead);
            ahead += 1;
        }
        for index in open.into_iter().flatten() {
            let stretch = &mut found[index];
            let partner = row.pairing.holder(stretch.piece.role.other());
            if stretch.piece.span.contains(span.start()) && stretch.partners.last() != Some(&partner) {
                stretch.partners.push(partner);
            }
        }
    }
    found
}

/// Marks the events of the shifts around `window` that say something else than before: called where duty is settled.
pub(super) async fn mark(write: &mut Write, rota: &RotaRecord, window: Span) -> Result<()> {
    let shifts = write.shifts(rota.id, window).await?;
    let start = shifts
        .iter()
        .map(|shift| shift.span.start())
        .fold(window.start(), Instant::min);
    let end = shifts
        .iter()
        .map(|shift| shift.span.end())
        .fold(window.end(), Instant::max);
    let Ok(window) = Span::new(start, end) else {
        return Ok(());
    };
    let rows = write.duty_since(rota.id, start).await?;
    let stretches = stretches(&Duty::from_rows(window, &rows));

    let names = names(write, &stretches).await?;
    let mut before: HashMap<(Instant, Role), String> = write
        .event_contents(rota.id, window)
        .await?
        .into_iter()
        .map(|event| ((event.starts_at, event.role), event.content))
        .collect();
    for stretch in &stretches {
        let event = EventContent {
            starts_at: stretch.piece.span.start(),
            role: stretch.piece.role,
            content: content(&rota.name, &names, stretch),
        };
        if before.remove(&(event.starts_at, event.role)).as_ref() != Some(&event.content) {
            write.put_event(rota.id, &event).await?;
        }
    }
    for ((starts_at, role), content) in before {
        if !content.is_empty() {
            write
                .put_event(
                    rota.id,
                    &EventContent {
                        starts_at,
                        role,
                        content: String::new(),
                    },
                )
                .await?;
        }
    }
    Ok(())
}

/// Marks every event of a rota that says something else than before, since a name was changed.
pub(super) async fn mark_all(write: &mut Write, rota: &RotaRecord) -> Result<()> {
    let rows = write.duty_since(rota.id, Instant::MIN).await?;
    let ends = rows.first().zip(rows.last());
    match ends.and_then(|(first, last)| Span::new(first.starts_at, last.starts_at).ok()) {
        Some(window) => mark(write, rota, window).await,
        None => Ok(()),
    }
}

/// The names of everybody in the stretches, as this write would leave them.
async fn names(write: &mut Write, stretches: &[Stretch]) -> Result<HashMap<PersonId, String>> {
    let partners = stretches.iter().flat_map(|stretch| stretch.partners.iter().flatten());
    let people: BTreeSet<PersonId> = stretches
        .iter()
        .map(|stretch| stretch.piece.person)
        .chain(partners.copied())
        .collect();
    let people: Vec<PersonId> = people.into_iter().collect();
    let records = PersonRecord::these(write.connection(), &people).await?;
    Ok(records.into_iter().map(|person| (person.id, person.name)).collect())
}

/// A short text that differs when what the event says does.
fn content(rota: &str, names: &HashMap<PersonId, String>, stretch: &Stretch) -> String {
    let Stretch { piece, partners } = stretch;
    let name = |id: &PersonId| names.get(id).map_or("", String::as_str);
    let partners: Vec<_> = partners
        .iter()
        .map(|partner| partner.as_ref().map(|id| (id, name(id))))
        .collect();
    fingerprint(&format!(
        "{} {} {} {:?} {rota:?} {partners:?}",
        piece.shift,
        piece.span.end(),
        piece.person,
        name(&piece.person),
    ))[..16]
        .to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::*;
    use domain::{Pairing, RotaId, ShiftId, timeline::DutyRow};
    use uuid::Uuid;

    fn person(number: u128) -> PersonId {
        PersonId::from_uuid(Uuid::from_u128(number))
    }

    fn row(hour: i64, lead: u128, engineer: u128) -> DutyRow {
        let holder = |number| Some(number).filter(|number| *number > 0).map(person);
        DutyRow {
            state: State::Covered,
            shift: Some(ShiftId::of(RotaId::from_uuid(Uuid::nil()), Instant::from_seconds(0))),
            pairing: Pairing::new(holder(lead), holder(engineer)).unwrap(),
            ..DutyRow::unplanned(Instant::from_seconds(hour * 3600))
        }
    }

    #[test]
    fn a_stretch_names_everyone_who_holds_the_other_role_meanwhile() {
        let window = Span::new(Instant::from_seconds(0), Instant::from_seconds(30 * 3600)).unwrap();
        let duty = Duty::from_rows(window, &[row(0, 1, 2), row(10, 1, 0), row(20, 3, 2)]);
        let found = stretches(&duty);
        let lanes: Vec<_> = found
            .iter()
            .map(|it| (it.piece.role, it.piece.person, it.partners.clone()))
            .collect();
        let (a, b, c) = (person(1), person(2), person(3));
        assert_eq!(
            lanes,
            [
                (Role::Lead, a, vec![Some(b), None]),
                (Role::Engineer, b, vec![Some(a)]),
                (Role::Lead, c, vec![Some(b)]),
                (Role::Engineer, b, vec![Some(c)]),
            ]
        );
        let names = |of_a: &str| HashMap::from([(a, of_a.to_owned()), (b, "Ben".to_owned()), (c, "Cleo".to_owned())]);
        let say = |rota: &str, of_a: &str| -> Vec<String> {
            found
                .iter()
                .map(|stretch| content(rota, &names(of_a), stretch))
                .collect()
        };
        let contents: BTreeSet<_> = say("Nights", "Ada").into_iter().collect();
        assert_eq!(contents.len(), 4);
        // Cleo's own stretch is the only one that does not name Ada, nor is it about Ben beside her.
        let changed = |after: &[String]| {
            say("Nights", "Ada")
                .iter()
                .zip(after)
                .map(|(one, other)| one != other)
                .collect::<Vec<_>>()
        };
        assert_eq!(changed(&say("Nights", "Ada Lovelace")), [true, true, false, false]);
        assert_eq!(changed(&say("Days", "Ada")), [true; 4]);
    }
}
