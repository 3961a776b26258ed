//! Which covers have to go before something else can be done.

use super::{Cover, Inputs, resolve};
use crate::CoverId;

/// The covers that have to go, so that nobody would hold both roles: those in `without`, and each that is then in the way,
/// the one on top first. With all of them gone duty can be worked out, unless the plan itself is wrong.
///
/// ```
/// use domain::{Pairing, RotaId, ShiftId, Span, rota::Shift, timeline::{Cover, Inputs, covers_in_the_way}};
/// let id = |number: u128| uuid::Uuid::from_u128(number);
/// let person = |number| domain::PersonId::from_uuid(id(number));
/// let night = Span::new("2026-11-24T17:00:00Z".parse()?, "2026-11-25T09:00:00Z".parse()?)?;
/// let shift = Shift {
///     id: ShiftId::of(RotaId::from_uuid(id(9)), night.start()),
///     span: night,
///     stretches: vec![night],
///     pairing: Pairing::new(Some(person(1)), Some(person(2)))?,
/// };
/// let cover = |number, lead, engineer| Cover::new(domain::CoverId::from_uuid(id(number)), night, lead, engineer);
/// let covers = [cover(7, Some(person(3)), None)?, cover(8, None, Some(person(1)))?];
/// let inputs = Inputs { shifts: &[shift], covers: &covers, corrections: &[], planned: Some(night), window: night };
/// assert_eq!(covers_in_the_way(&inputs, vec![covers[0].id()]), [covers[0].id(), covers[1].id()]);
/// assert_eq!(covers_in_the_way(&inputs, vec![covers[1].id()]), [covers[1].id()]);
/// assert!(covers_in_the_way(&inputs, vec![]).is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn covers_in_the_way(inputs: &Inputs<'_>, mut without: Vec<CoverId>) -> Vec<CoverId> {
    loop {
        let left: Vec<Cover> = inputs
            .covers
            .iter()
            .filter(|cover| !without.contains(&cover.id()))
            .cloned()
            .collect();
        let tried = resolve(&Inputs {
            covers: &left,
            ..*inputs
        });
        let Some(conflict) = tried.err().and_then(|conflicts| conflicts.first().copied()) else {
            return without;
        };
        let of_it = |cover: &&Cover| [conflict.lead_cover, conflict.engineer_cover].contains(&Some(cover.id()));
        match left.iter().rev().find(of_it) {
            Some(on_top) => without.push(on_top.id()),
            None => return without,
        }
    }
}
