//! Calendar feeds: secret addresses that can be renewed, and what a calendar finds there.

mod text;

pub(crate) use text::{changed_at, feed, rota_stretches};

use super::{Desk, Result, wording};
use crate::{
    secret::Key,
    snapshot::Snapshot,
    store::{FeedKind, FeedRecord},
};
use app::{AppError, components::Stamp, feeds::FeedView};
use async_trait::async_trait;
use domain::{FeedId, PersonId};
use subtle::ConstantTimeEq as _;

/// Hexadecimal characters of a feed's id in its address; the signature follows.
const ID_CHARACTERS: usize = 32;

/// The path of a feed: its id and a signature over id and generation, which only the server's key can make.
pub(crate) fn path(key: &Key, feed: &FeedRecord) -> String {
    format!("/calendar/{}{}.ics", feed.id.uuid().simple(), signature(key, feed))
}

fn signature(key: &Key, feed: &FeedRecord) -> String {
    key.sign(&format!("{}:{}", feed.id, feed.generation))
}

/// The feed whose secret address holds this token, while its owner is still there.
pub(crate) fn find<'s>(key: &Key, snapshot: &'s Snapshot, token: &str) -> Option<&'s FeedRecord> {
    let (id, signed) = token.split_at_checked(ID_CHARACTERS)?;
    let feed = snapshot.feed(FeedId::from_uuid(uuid::Uuid::try_parse(id).ok()?))?;
    let good: bool = signature(key, feed).as_bytes().ct_eq(signed.as_bytes()).into();
    let owner = snapshot.directory().person(feed.owner)?;
    (good && owner.deactivated_at.is_none()).then_some(feed)
}

#[async_trait]
impl app::feeds::Port for Desk {
    async fn feed(&self, kind: String, subject: String) -> Result<Option<FeedView>> {
        self.feed_of(&self.person()?.to_string(), &kind, &subject)
    }

    async fn make_feed(&self, kind: String, subject: String) -> Result<FeedView> {
        self.make_feed_of(&self.person()?.to_string(), &kind, &subject).await
    }

    async fn renew_feed(&self, kind: String, subject: String) -> Result<FeedView> {
        self.renew_feed_of(&self.person()?.to_string(), &kind, &subject).await
    }
}

impl Desk {
    /// The feed that somebody has of a subject, if it is made, for an actor who may act for them.
    ///
    /// # Errors
    /// `Forbidden`; `NotFound` for nobody, another kind, or nothing of that slug.
    pub(crate) fn feed_of(&self, owner: &str, kind: &str, subject: &str) -> Result<Option<FeedView>> {
        let snapshot = self.tandem.snapshot();
        let owner = self.acting_for(&snapshot, owner)?.id;
        let (kind, subject) = self.feed_subject(owner, kind, subject)?;
        let feed = own_feed(&snapshot, owner, kind, &subject);
        Ok(feed.map(|feed| self.feed_view(&feed)))
    }

    /// That feed, made when it is missing.
    ///
    /// # Errors
    /// As [`Desk::feed_of`].
    pub(crate) async fn make_feed_of(&self, owner: &str, kind: &str, subject: &str) -> Result<FeedView> {
        let feed = self.feed_record(owner, kind, subject).await?;
        Ok(self.feed_view(&feed))
    }

    /// Gives that feed a new address; the old one ends.
    ///
    /// # Errors
    /// As [`Desk::feed_of`].
    pub(crate) async fn renew_feed_of(&self, owner: &str, kind: &str, subject: &str) -> Result<FeedView> {
        let feed = self.feed_record(owner, kind, subject).await?;
        let renewed = FeedRecord {
            generation: feed.generation + 1,
            ..feed
        };
        self.keep_feed(renewed.clone(), "feed.renewed").await?;
        Ok(self.feed_view(&renewed))
    }

    async fn feed_record(&self, owner: &str, kind: &str, subject: &str) -> Result<FeedRecord> {
        let owner = self.acting_for(&self.tandem.snapshot(), owner)?.id;
        let (kind, subject) = self.feed_subject(owner, kind, subject)?;
        self.ensure_feed(owner, kind, subject).await
    }

    /// Kind and subject of a feed that somebody may have: their own duty, or any team or rota. Teams and rotas are named
    /// by their slugs.
    fn feed_subject(&self, owner: PersonId, kind: &str, subject: &str) -> Result<(FeedKind, String)> {
        let snapshot = self.tandem.snapshot();
        let unknown = || AppError::NotFound(format!("There is no {kind} ‘{subject}’."));
        let kind: FeedKind = kind.parse().map_err(AppError::NotFound)?;
        let id = match kind {
            FeedKind::Person => owner.to_string(),
            FeedKind::Team => snapshot
                .directory()
                .team_by_slug(subject)
                .ok_or_else(unknown)?
                .id
                .to_string(),
            FeedKind::Rota => snapshot
                .rota_by_slug(subject)
                .ok_or_else(unknown)?
                .record
                .id
                .to_string(),
        };
        Ok((kind, id))
    }

    /// Somebody's feed of a subject, made when it is missing. `subject` is the id of a person, a team or a rota.
    pub(crate) async fn ensure_feed(&self, owner: PersonId, kind: FeedKind, subject: String) -> Result<FeedRecord> {
        if let Some(feed) = own_feed(&self.tandem.snapshot(), owner, kind, &subject) {
            return Ok(feed);
        }
        let id = FeedId::from_uuid(self.tandem.new_id());
        let feed = FeedRecord {
            id,
            kind,
            owner,
            subject,
            generation: 0,
            last_fetched_at: None,
        };
        self.keep_feed(feed.clone(), "feed.created").await?;
        // Two pages opened at once may both have made it: the row that is kept is the one that counts.
        Ok(own_feed(&self.tandem.snapshot(), owner, kind, &feed.subject).unwrap_or(feed))
    }

    fn feed_view(&self, feed: &FeedRecord) -> FeedView {
        let tandem = &self.tandem;
        let path = path(&tandem.key, feed);
        let base = &tandem.settings.base_url;
        let host = base.split_once("://").map_or(base.as_str(), |(_, host)| host);
        let snapshot = tandem.snapshot();
        let (zone, reader) = (self.own_zone(&snapshot), self.reader(&snapshot));
        let fetched = tandem.feed_marks.latest(feed.id).or(feed.last_fetched_at).map(|at| {
            let stamp = wording::stamp(at, &zone, &reader);
            Stamp {
                text: format!("{}, {}", stamp.text, wording::zone_name(&zone)),
                ..stamp
            }
        });
        FeedView {
            address: format!("{base}{path}"),
            webcal: format!("webcal://{host}{path}"),
            fetched,
        }
    }

    async fn keep_feed(&self, feed: FeedRecord, action: &'static str) -> Result<()> {
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            write.put_feed(&feed).await?;
            let detail =
                serde_json::json!({ "kind": feed.kind.key(), "subject": feed.subject, "generation": feed.generation });
            write.audit(action, &format!("feed {}", feed.id), detail).await?;
            desk.tandem.commit(write).await?;
            Ok(())
        })
        .await
    }
}

/// The feed that somebody has of a subject.
fn own_feed(snapshot: &Snapshot, owner: PersonId, kind: FeedKind, subject: &str) -> Option<FeedRecord> {
    let own = |feed: &&FeedRecord| feed.owner == owner && feed.kind == kind && feed.subject == subject;
    snapshot.feeds().find(own).cloned()
}
