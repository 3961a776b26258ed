//! The courier: takes notices out of the outbox and hands them to the mail server.
//!
//! Every node has one. A notice is claimed before it is sent, and is anybody's again when the claim runs out before its end
//! was written down: it is sent at least once, and once when nothing dies meanwhile.

use super::{
    Notice,
    letters::{Composed, compose},
};
use crate::{
    Tandem, mail,
    secret::random_id,
    services::{Result, entry},
    store::{NoticeRecord, Outcome, StoreError},
};
use domain::notice::{MOST_TRIES, retry_after};
use std::{sync::Arc, time::Duration};
use tokio::task::JoinSet;

/// How often the outbox is looked into, for what is due again and what other nodes and commands have put there.
const LOOK: Duration = Duration::from_secs(2);

/// Notices that are sent at once.
const AT_ONCE: i64 = 8;

/// Seconds that a claim lasts: longer than a letter may take, by far.
const CLAIM: i64 = 3 * mail::LETTER.as_secs() as i64;

/// Delivers until this node goes away.
pub(crate) async fn run(tandem: Arc<Tandem>) {
    while !tandem.is_draining() {
        match deliver(&tandem).await {
            // There may be more.
            Ok(sent) if sent > 0 => continue,
            Ok(_) => {}
            Err(error) => tracing::warn!(%error, "the outbox cannot be read; it will be tried again"),
        }
        let wait = tokio::time::timeout(LOOK, tandem.post.notified());
        drop(wait.await);
    }
}

/// Delivers what is due, a few notices at most; answers how many there were.
///
/// # Errors
/// When the outbox cannot be read.
pub async fn deliver(tandem: &Arc<Tandem>) -> std::result::Result<usize, StoreError> {
    if !tandem.sends_mail() {
        return Ok(0);
    }
    let (now, claim) = (tandem.now(), random_id().to_string());
    let notices = tandem.store.claim_notices(&claim, now, now + CLAIM, AT_ONCE).await?;
    let count = notices.len();
    let mut tries = JoinSet::new();
    for notice in notices {
        tries.spawn(deliver_one(Arc::clone(tandem), notice));
    }
    while let Some(done) = tries.join_next().await {
        if let Err(error) = done {
            tracing::error!(%error, "a try to send a notice ended badly; it will be tried again");
        }
    }
    Ok(count)
}

async fn deliver_one(tandem: Arc<Tandem>, notice: NoticeRecord) {
    let outcome = match attempt(&tandem, &notice).await {
        Ok(Some(outcome)) => outcome,
        Ok(None) => return,
        // The claim runs out, and somebody tries again.
        Err(error) => return tracing::warn!(%error, notice = %notice.id, "a notice was not worked on"),
    };
    match &outcome {
        Outcome::Sent => tracing::info!(notice = %notice.id, kind = notice.kind, "sent"),
        Outcome::Dropped(reason) => tracing::info!(notice = %notice.id, kind = notice.kind, reason, "not sent"),
        Outcome::Again(at, reason) => {
            tracing::warn!(notice = %notice.id, kind = notice.kind, reason, %at, "to be sent again")
        }
        Outcome::Failed(reason) => tracing::error!(notice = %notice.id, kind = notice.kind, reason, "given up"),
    }
    if let Err(error) = tandem.store.end_try(&notice, &outcome, tandem.now()).await {
        tracing::warn!(%error, notice = %notice.id, "how a notice ended was not written down; it may be sent twice");
    }
}

/// One try; `None` when the notice has been dealt with otherwise.
async fn attempt(tandem: &Arc<Tandem>, notice: &NoticeRecord) -> Result<Option<Outcome>> {
    if notice.tries > MOST_TRIES {
        let words = "Every try to send it was cut off.".to_owned();
        return Ok(Some(Outcome::Failed(words)));
    }
    let Ok(content) = serde_json::from_str::<Notice>(&notice.payload) else {
        // Written by a newer node: it sends it.
        let again = tandem.now() + CLAIM;
        return Ok(Some(Outcome::Again(
            again,
            "This node does not know such notices yet.".to_owned(),
        )));
    };
    if matches!(content, Notice::EntryRequest) {
        return entry::answer_request(tandem, notice).await.map(|()| None);
    }
    match compose(tandem, notice, &content).await? {
        Composed::Useless(why) => Ok(Some(Outcome::Dropped(why))),
        Composed::Letter(letter) => Ok(Some(send(tandem, notice, &letter).await)),
    }
}

async fn send(tandem: &Tandem, notice: &NoticeRecord, letter: &mail::Letter) -> Outcome {
    let Some(mail) = &tandem.settings.mail else {
        return Outcome::Again(tandem.now() + CLAIM, "Mail is not set up.".to_owned());
    };
    let Err(fault) = mail.send(letter, tandem.now()).await else {
        return Outcome::Sent;
    };
    let chance = random_id().as_bytes()[0];
    match retry_after(notice.tries, chance).filter(|_| !fault.for_good) {
        Some(wait) => Outcome::Again(tandem.now() + wait, fault.words),
        None => Outcome::Failed(fault.words),
    }
}
