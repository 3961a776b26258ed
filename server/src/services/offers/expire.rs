//! Ending offers whose time is over.

use super::super::{
    Result,
    notices::{Notice, OfferNews},
};
use crate::{Tandem, services::Actor, store::OfferRecord};
use std::sync::Arc;

/// Ends the offers whose time is over and tells the givers, and whoever waits for an approval. Several nodes may do it at
/// once: the write serialises them, and the later ones find nothing.
///
/// # Errors
/// When the database cannot be reached.
pub async fn expire_offers(tandem: &Arc<Tandem>) -> Result<()> {
    let now = tandem.now();
    if !tandem.store.has_expired_offers(now).await? {
        return Ok(());
    }
    let mut write = tandem.store.begin(&Actor::Console.key(), now).await?;
    let mut any = false;
    for record in OfferRecord::pending(write.connection()).await? {
        let Some(next) = record.offer.expired(now) else {
            continue;
        };
        any = true;
        write.move_offer(record.id, &next.state).await?;
        let (offer, news) = (record.id, OfferNews::Expired);
        let people = [Some(next.terms.giver), record.offer.state.taker()];
        for person in people.into_iter().flatten() {
            tandem
                .inform(&mut write, person, &Notice::Offer { offer, news })
                .await?;
        }
        let detail = serde_json::json!({ "person": next.terms.giver });
        write.audit("offer.expired", &format!("offer {offer}"), detail).await?;
    }
    if any {
        tandem.commit(write).await?;
    }
    Ok(())
}
