//! Offers whose duty has moved under them.

use super::super::{
    Result,
    notices::{Notice, OfferNews},
};
use crate::{
    Tandem,
    store::{OfferRecord, StoreError, Write},
};
use domain::{
    RotaId, Span,
    offer::{State, To, is_held},
};
use std::collections::BTreeSet;

/// Cancels the offers about a stretch of `rota` in `window` that its giver, or whoever something is wanted of, does not
/// hold any more; those concerned are told before the commit.
pub(crate) async fn leave_behind(write: &mut Write, rota: RotaId, window: Span) -> Result<()> {
    let now = write.at();
    for record in OfferRecord::pending_about(write.connection(), rota, window).await? {
        let terms = &record.offer.terms;
        let asked = match &terms.to {
            To::People(people) => people.first().copied(),
            To::Anyone => None,
        };
        let stretches = [(Some(terms.given), Some(terms.giver)), (terms.wanted, asked)];
        let mut moved = false;
        for (stretch, holder) in stretches {
            let (Some(stretch), Some(holder)) = (stretch, holder) else {
                continue;
            };
            if stretch.rota == rota && stretch.span.overlaps(&window) {
                let rows = write.duty_since(rota, stretch.span.start()).await?;
                moved |= !is_held(stretch.role, stretch.span, holder, &rows);
            }
        }
        let Some(next) = moved.then(|| record.offer.cancel(now).ok()).flatten() else {
            continue;
        };
        write.move_offer(record.id, &next.state).await?;
        let detail = serde_json::json!({ "person": next.terms.giver });
        write
            .audit("offer.cancelled", &format!("offer {}", record.id), detail)
            .await?;
        write.leave_behind(record);
    }
    Ok(())
}

/// Tells the giver of each offer that a write has cancelled, and those who were asked by name or had accepted.
pub(crate) async fn tell_left_behind(tandem: &Tandem, write: &mut Write) -> std::result::Result<(), StoreError> {
    for record in write.take_left_behind() {
        let terms = &record.offer.terms;
        let mut people: BTreeSet<_> = [terms.giver].into();
        if let State::Accepted(taker) = record.offer.state {
            people.insert(taker);
        }
        if let To::People(asked) = &terms.to {
            people.extend(asked.difference(&record.offer.declined));
        }
        let (offer, news) = (record.id, OfferNews::Cancelled);
        for person in people {
            let told = tandem.inform(write, person, &Notice::Offer { offer, news }).await;
            told.map_err(|error| StoreError::Inconsistent {
                table: "notice",
                column: "payload",
                reason: error.to_string(),
            })?;
        }
    }
    Ok(())
}
