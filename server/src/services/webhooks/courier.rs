//! The courier of webhooks: takes what is due out of the outbox and calls.
//!
//! Each delivery is claimed before it is sent, and is anybody's again when the claim runs out before its end was written
//! down: it is sent at least once, each time with the same id.

use super::{health, secret};
use crate::{
    Tandem,
    outward::{CALL, Call, Fault},
    secret::{hmac_hex, random_id},
    store::{Delivery, Outcome, StoreError, WebhookRecord, WebhookState},
};
use domain::{
    Instant,
    notice::{MOST_TRIES, retry_after},
    webhook::{OVERLAP, Verdict, verdict},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use std::{sync::Arc, time::Duration};
use tokio::task::JoinSet;

/// How often the outbox is looked into, for what is due again and what other nodes and commands have put there.
const LOOK: Duration = Duration::from_secs(2);

/// Deliveries that are sent at once.
const AT_ONCE: i64 = 16;

/// Seconds that a claim lasts: longer than a call may take, by far.
const CLAIM: i64 = 6 * CALL.as_secs() as i64;

/// Seconds for which the rest waits that is for a webhook which has just not taken something.
const PAUSE: i64 = 30;

/// Delivers until this node goes away.
pub(crate) async fn run(tandem: Arc<Tandem>) {
    while !tandem.is_draining() {
        match deliver_webhooks(&tandem).await {
            // There may be more.
            Ok(sent) if sent > 0 => continue,
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "what waits for webhooks cannot be read; it will be tried again"),
        }
        let wait = tokio::time::timeout(LOOK, tandem.hooks.notified());
        drop(wait.await);
    }
}

/// Sends what is due for webhooks, a few deliveries at most; answers how many there were.
///
/// # Errors
/// When the outbox cannot be read.
pub async fn deliver_webhooks(tandem: &Arc<Tandem>) -> Result<usize, StoreError> {
    let (now, claim) = (tandem.now(), random_id().to_string());
    let due = tandem.store.claim_deliveries(&claim, now, now + CLAIM, AT_ONCE).await?;
    let count = due.len();
    let mut tries = JoinSet::new();
    for delivery in due {
        tries.spawn(deliver_one(Arc::clone(tandem), delivery));
    }
    while let Some(done) = tries.join_next().await {
        if let Err(error) = done {
            tracing::error!(%error, "a call of a webhook ended badly; it will be tried again");
        }
    }
    Ok(count)
}

async fn deliver_one(tandem: Arc<Tandem>, delivery: Delivery) {
    // The claim runs out, and somebody tries again.
    if let Err(error) = try_one(&tandem, &delivery).await {
        tracing::warn!(%error, notice = %delivery.notice.id, "a delivery was not worked on; it may be sent twice");
    }
}

/// How a call went.
struct Tried {
    outcome: Outcome,
    answered: Option<u16>,
    gone: bool,
}

async fn try_one(tandem: &Arc<Tandem>, delivery: &Delivery) -> Result<(), StoreError> {
    let webhook = WebhookRecord::find(&mut *tandem.store.read().await?, delivery.webhook).await?;
    let Some(webhook) = webhook else { return Ok(()) };
    let tried = match webhook.state {
        WebhookState::On => attempt(tandem, &webhook, delivery).await,
        WebhookState::Removed => left(Outcome::Dropped("The webhook was removed.".to_owned())),
        WebhookState::Off | WebhookState::Failed => left(Outcome::Failed("The webhook was turned off.".to_owned())),
    };
    let (id, kind) = (delivery.notice.id, &delivery.notice.kind);
    match &tried.outcome {
        Outcome::Sent => tracing::info!(notice = %id, kind, "a webhook has taken it"),
        Outcome::Dropped(reason) => tracing::info!(notice = %id, kind, reason, "not sent to a webhook"),
        Outcome::Again(at, reason) => tracing::warn!(notice = %id, kind, reason, %at, "a webhook is called again"),
        Outcome::Failed(reason) => tracing::warn!(notice = %id, kind, reason, "given up for a webhook"),
    }
    let now = tandem.now();
    let counts = tandem
        .store
        .end_delivery(delivery, &tried.outcome, tried.answered, now)
        .await?;
    if counts && webhook.state == WebhookState::On && tried.outcome != Outcome::Sent {
        tandem.store.put_off_deliveries(webhook.id, now, now + PAUSE).await?;
        health::look_after(tandem, webhook.id, tried.gone).await?;
    }
    Ok(())
}

const fn left(outcome: Outcome) -> Tried {
    Tried {
        outcome,
        answered: None,
        gone: false,
    }
}

async fn attempt(tandem: &Tandem, webhook: &WebhookRecord, delivery: &Delivery) -> Tried {
    let tries = delivery.notice.tries;
    if tries > MOST_TRIES {
        return left(Outcome::Failed("Every try to send it was cut off.".to_owned()));
    }
    let called = match call(tandem, webhook, delivery) {
        Ok(call) => tandem.settings.outward.status(&call).await,
        Err(fault) => Err(fault),
    };
    let (answered, words, gone) = match called {
        Ok(status) => match verdict(status) {
            Verdict::Taken => {
                return Tried {
                    answered: Some(status),
                    ..left(Outcome::Sent)
                };
            }
            Verdict::Gone => (
                Some(status),
                format!("It answered {status}: it takes nothing any more."),
                true,
            ),
            Verdict::Again if (300..400).contains(&status) => {
                let words =
                    format!("It answered {status}: redirects are not followed. Give the address where they end.");
                (Some(status), words, false)
            }
            Verdict::Again => (Some(status), format!("It answered {status}."), false),
        },
        Err(fault) => (None, fault.to_string(), false),
    };
    let wait = retry_after(tries, random_id().as_bytes()[0]).filter(|_| !gone);
    let outcome = match wait {
        Some(wait) => Outcome::Again(tandem.now() + wait, words),
        None => Outcome::Failed(words),
    };
    Tried {
        outcome,
        answered,
        gone,
    }
}

/// What is sent: the body as it was written, with who it is from and when.
fn call(tandem: &Tandem, webhook: &WebhookRecord, delivery: &Delivery) -> Result<Call, Fault> {
    let address = tandem.settings.outward.address(&webhook.address)?;
    let body = delivery.notice.payload.clone();
    let signature = signature(tandem, webhook, tandem.now(), &body);
    let texts = [
        (header::CONTENT_TYPE, "application/json".to_owned()),
        (HeaderName::from_static("tandem-event"), delivery.notice.kind.clone()),
        (
            HeaderName::from_static("tandem-event-id"),
            delivery.notice.id.to_string(),
        ),
        (HeaderName::from_static("tandem-signature"), signature),
    ];
    let mut headers = HeaderMap::new();
    for (name, text) in texts {
        if let Ok(value) = HeaderValue::from_str(&text) {
            headers.insert(name, value);
        }
    }
    Ok(Call {
        method: Method::POST,
        address,
        headers,
        body: body.into(),
    })
}

/// `t=…,v1=…`: when it is sent, and the HMAC of that and the body; of the secret before, too, for a day.
fn signature(tandem: &Tandem, webhook: &WebhookRecord, now: Instant, body: &str) -> String {
    let at = now.seconds().to_string();
    let sign = |generation| {
        let secret = secret(&tandem.key, webhook.id, generation);
        hmac_hex(&secret, &[at.as_bytes(), b".", body.as_bytes()])
    };
    let mut signed = format!("t={at},v1={}", sign(webhook.generation));
    if webhook.rotated_at.is_some_and(|rotated| now < rotated + OVERLAP) {
        signed.push_str(&format!(",v1={}", sign(webhook.generation - 1)));
    }
    signed
}
