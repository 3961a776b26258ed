//! Applying an offer: as covers, with every condition looked at again inside the write.

use super::super::{Desk, Result, covers::CoverRequest};
use crate::{
    snapshot::Snapshot,
    store::{OfferRecord, Write},
};
use app::AppError;
use domain::{
    PersonId, RotaId,
    offer::{Offer, Stretch, is_held},
};

/// The covers that an offer comes to when `taker` takes it: one change for the two roles of the same time.
pub(super) fn requests(offer: &Offer, taker: PersonId, note: &str) -> Vec<(RotaId, CoverRequest)> {
    let terms = &offer.terms;
    let cover = |stretch: &Stretch, changes| {
        let request = CoverRequest {
            id: None,
            changes,
            from: Some(stretch.span.start()),
            to: stretch.span.end(),
            reason: if note.is_empty() {
                "By an offer that was accepted".to_owned()
            } else {
                note.to_owned()
            },
            override_reason: None,
            if_match: None,
        };
        (stretch.rota, request)
    };
    let given = (terms.given.role, taker);
    match &terms.wanted {
        None => vec![cover(&terms.given, vec![given])],
        Some(wanted) if wanted.is_beside(&terms.given) => {
            vec![cover(&terms.given, vec![given, (wanted.role, terms.giver)])]
        }
        Some(wanted) => vec![
            cover(&terms.given, vec![given]),
            cover(wanted, vec![(wanted.role, terms.giver)]),
        ],
    }
}

impl Desk {
    /// Applies `next`, which is `record`'s offer accepted: makes the covers and keeps its state.
    ///
    /// # Errors
    /// `moved` (409) when somebody does not hold what they give any more, and whatever a cover is refused for. Nothing may
    /// then be committed.
    pub(super) async fn apply(
        &self,
        write: &mut Write,
        snapshot: &Snapshot,
        record: &OfferRecord,
        next: &Offer,
    ) -> Result<()> {
        let taker = self.still_held(write, next).await?;
        // It has ended before duty changes: it does not leave itself behind.
        write.move_offer(record.id, &next.state).await?;
        for (rota, request) in requests(next, taker, &record.note) {
            let cover = self.put_cover(write, snapshot, rota, &request).await?;
            write.note_offer_cover(record.id, cover.cover.id()).await?;
        }
        Ok(())
    }

    /// Whether it could be applied now, with nothing written.
    ///
    /// # Errors
    /// Like [`Desk::apply`].
    pub(super) async fn could_apply(
        &self,
        write: &mut Write,
        snapshot: &Snapshot,
        record: &OfferRecord,
        next: &Offer,
    ) -> Result<()> {
        let taker = self.still_held(write, next).await?;
        for (rota, request) in requests(next, taker, &record.note) {
            self.decide_in(write, snapshot, rota, &request).await?;
        }
        Ok(())
    }

    /// Fine while each still holds what they give; answers who takes it.
    async fn still_held(&self, write: &mut Write, next: &Offer) -> Result<PersonId> {
        let terms = &next.terms;
        let taker = next.state.taker().ok_or_else(moved)?;
        for (stretch, holder) in [(Some(terms.given), terms.giver), (terms.wanted, taker)] {
            let Some(stretch) = stretch else { continue };
            let rows = write.duty_since(stretch.rota, stretch.span.start()).await?;
            if !is_held(stretch.role, stretch.span, holder, &rows) {
                return Err(moved());
            }
        }
        Ok(taker)
    }
}

fn moved() -> AppError {
    AppError::refused(
        "moved",
        "What this offer is about has moved since it was made: it cannot be done any more.",
    )
}
