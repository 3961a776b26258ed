//! Who could take a stretch of duty, the best first.

use super::super::{Desk, Result, planning::members, planning_rules};
use crate::snapshot::{RotaImage, Snapshot};
use domain::{
    PersonId, Role, Span,
    offer::{Candidate, Known, Stretch, candidates},
    planner,
    timeline::{Duty, State},
};
use std::collections::HashMap;

/// How far back and ahead load is looked at: thirteen weeks.
const LOAD_SECONDS: i64 = 13 * 7 * 86_400;

/// How far around a stretch other duty matters to rest: no rest is longer than a week.
const NEAR_SECONDS: i64 = 7 * 86_400;

/// What somebody does around a stretch.
#[derive(Default)]
struct Around {
    duty: Vec<Span>,
    load: u32,
}

impl Desk {
    /// The team's qualified and other members who might take `stretch`, but for a `giver`; duty in `returned`, which they
    /// would be rid of, does not count.
    pub(in crate::services) async fn ranked(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        stretch: &Stretch,
        giver: Option<PersonId>,
        returned: Option<&Stretch>,
    ) -> Result<Vec<Candidate>> {
        let time = covered(rota, stretch.span);
        let near = Span::new(stretch.span.start() - NEAR_SECONDS, stretch.span.end() + NEAR_SECONDS);
        let near = near.unwrap_or(stretch.span);
        let leave = self.tandem.store.leave(near).await?;
        let (rules, _) = planning_rules::of_rota(&mut *self.tandem.store.read().await?, rota.record.id).await?;
        let mut around = around(snapshot, stretch.span, near, returned);
        let known = members(snapshot, rota.record.team)
            .into_iter()
            .filter(|(person, ..)| Some(*person) != giver)
            .map(|(person, qualification, _)| {
                let of = around.remove(&person).unwrap_or_default();
                Known {
                    person,
                    qualified: qualification.allows(stretch.role)
                        && snapshot.may_hold(rota, person, stretch.role, stretch.span),
                    leave: leave
                        .iter()
                        .filter(|one| one.person == person)
                        .map(|one| one.span)
                        .collect(),
                    duty: of.duty,
                    load: of.load,
                }
            });
        Ok(candidates(
            &time,
            known.collect(),
            i64::from(rules.min_rest_hours) * 3600,
        ))
    }
}

/// The covered time of a span.
pub(super) fn covered(rota: &RotaImage, span: Span) -> Vec<Span> {
    let duty = Duty::from_rows(span, &rota.duty);
    let covered = duty.segments().filter(|(_, row)| row.state == State::Covered);
    covered.map(|(span, _)| span).collect()
}

/// Everybody's duty near a span and load around it, on all rotas.
fn around(snapshot: &Snapshot, span: Span, near: Span, returned: Option<&Stretch>) -> HashMap<PersonId, Around> {
    let window = Span::new(span.start() - LOAD_SECONDS, span.end() + LOAD_SECONDS).unwrap_or(span);
    let mut found: HashMap<PersonId, Around> = HashMap::new();
    for rota in snapshot.rotas() {
        let mut spans: HashMap<PersonId, Vec<Span>> = HashMap::new();
        for (span, row) in Duty::from_rows(window, &rota.duty).segments() {
            for role in Role::BOTH {
                let gone = |wanted: &&Stretch| {
                    wanted.rota == rota.record.id && wanted.role == role && wanted.span.overlaps(&span)
                };
                if let Some(person) = row.pairing.holder(role).filter(|_| returned.filter(gone).is_none()) {
                    spans.entry(person).or_default().push(span);
                }
            }
        }
        for (person, spans) in spans {
            let of = found.entry(person).or_default();
            of.load += planner::load(&spans, &rota.rules.zone, &rota.rules.holidays);
            of.duty.extend(spans.into_iter().filter(|span| span.overlaps(&near)));
        }
    }
    found
}
