//! Turning webhooks off that take nothing any more.

use super::super::{
    Actor,
    notices::{Notice, whoever_answers_for},
};
use crate::{
    Tandem,
    store::{StoreError, WebhookRecord, WebhookState},
};
use domain::{WebhookId, webhook::turns_off};
use serde_json::json;

/// Turns a webhook off that is gone, or of which nothing was taken for long, and tells whoever answers for it.
pub(super) async fn look_after(tandem: &Tandem, id: WebhookId, gone: bool) -> Result<(), StoreError> {
    let now = tandem.now();
    let too_long = |webhook: &WebhookRecord| gone || webhook.failing_since.is_some_and(|since| turns_off(since, now));
    let found = WebhookRecord::find(&mut *tandem.store.read().await?, id).await?;
    if !found.is_some_and(|webhook| too_long(&webhook)) {
        return Ok(());
    }
    let mut write = tandem.store.begin(&Actor::Console.key(), now).await?;
    let found = WebhookRecord::find(write.connection(), id).await?;
    let Some(webhook) = found.filter(|webhook| webhook.state == WebhookState::On && too_long(webhook)) else {
        return Ok(());
    };
    let state = WebhookState::Failed;
    write
        .put_webhook(&WebhookRecord {
            state,
            ..webhook.clone()
        })
        .await?;
    write.end_waiting(id, true, "The webhook was turned off.").await?;
    let detail = json!({ "name": webhook.name, "gone": gone });
    write
        .audit("webhook.turned_off", &format!("webhook {id}"), detail)
        .await?;
    let notice = Notice::WebhookOff { webhook: id };
    for person in whoever_answers_for(&tandem.snapshot(), webhook.owner, webhook.team) {
        let key = format!("webhook_off {person} {id} {}", write.revision());
        tandem.inform_once(&mut write, person, &notice, key).await?;
    }
    tandem.commit(write).await?;
    Ok(())
}
