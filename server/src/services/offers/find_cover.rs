//! Finding cover for somebody's leave: their duty in it is offered to those who could best take it.

use super::super::{Desk, Result, me};
use crate::store::LeaveRecord;
use app::AppError;
use domain::{
    LeaveId, PersonId, Span,
    offer::{Stretch, Terms, To},
};
use std::collections::BTreeSet;

/// So many people are asked at once.
const ASKED: usize = 3;
/// Duty that has begun is offered from so many seconds on: time for an answer.
const AHEAD_SECONDS: i64 = 1800;

impl Desk {
    /// Offers each stretch of published duty in a leave to the best candidates, unless it is offered already; answers how
    /// many offers were made.
    ///
    /// # Errors
    /// `NotFound`, and `Forbidden` for somebody who may not enter this leave.
    pub(crate) async fn find_cover_for(&self, leave: &str) -> Result<usize> {
        let unknown = || AppError::NotFound("This leave is not there any more.".to_owned());
        let id: LeaveId = leave.parse().map_err(|_| unknown())?;
        let desk = self.clone();
        self.to_the_end(async move {
            let mut connection = desk.tandem.store.read().await?;
            let leave = LeaveRecord::find(&mut connection, id).await?.ok_or_else(unknown)?;
            drop(connection);
            desk.may_enter_leave(&desk.tandem.snapshot(), leave.person)?;
            desk.offer_duty_in(&leave).await
        })
        .await
    }

    async fn offer_duty_in(&self, leave: &LeaveRecord) -> Result<usize> {
        let snapshot = self.tandem.snapshot();
        let now = self.tandem.now();
        let mut wanted = Vec::new();
        for turn in me::turns(&snapshot, leave.person) {
            let hit: Vec<Span> = turn
                .spans
                .iter()
                .filter_map(|span| span.intersection(&leave.span))
                .collect();
            let (Some(first), Some(last)) = (hit.first(), hit.last()) else {
                continue;
            };
            let Ok(span) = Span::new(first.start().max(now + AHEAD_SECONDS), last.end()) else {
                continue;
            };
            let given = Stretch {
                rota: turn.rota.record.id,
                role: turn.role,
                span,
            };
            if snapshot
                .offers()
                .iter()
                .any(|one| one.offer.terms.given.overlaps(&given))
            {
                continue;
            }
            let best = self
                .ranked(&snapshot, &turn.rota, &given, Some(leave.person), None)
                .await?;
            let best = best.iter().filter(|one| one.can()).take(ASKED);
            let best: BTreeSet<PersonId> = best.map(|one| one.person).collect();
            if !best.is_empty() {
                wanted.push((turn.rota, given, best));
            }
        }
        if wanted.is_empty() {
            return Ok(0);
        }
        let (mut write, made) = (self.begin().await?, wanted.len());
        for (rota, given, best) in wanted {
            let terms = Terms {
                giver: leave.person,
                given,
                wanted: None,
                to: To::People(best),
                until: given.span.start(),
                needs_approval: false,
            };
            self.insert(&mut write, &snapshot, &rota, terms, "On leave then")
                .await?;
        }
        self.tandem.commit(write).await?;
        Ok(made)
    }
}
