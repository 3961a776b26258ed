//! The inbox: what somebody was told, newest first, worded as they read.

use super::{
    Notice,
    about::link,
    letters::{Scene, words},
    page::words_of,
};
use crate::{
    services::{Desk, Result, wording},
    snapshot::Snapshot,
    store::{InboxPlace, InboxRecord, PersonRecord},
};
use app::{
    AppError,
    inbox::{InboxEntry, InboxPage},
};
use async_trait::async_trait;
use domain::{NoticeId, PersonId};

/// Entries of a page.
const SHOWN: i64 = 25;

#[async_trait]
impl app::inbox::Port for Desk {
    async fn inbox(&self, below: String) -> Result<InboxPage> {
        self.inbox_of(&self.person()?.to_string(), &below).await
    }

    async fn open_entry(&self, id: String) -> Result<Option<String>> {
        let me = self.person()?;
        self.mark_entry(&me.to_string(), &id).await?;
        let entry = self.entry(me, &id).await?;
        let notice = serde_json::from_str::<Notice>(&entry.payload).ok();
        Ok(notice.and_then(|notice| link(&notice, &self.tandem.snapshot())))
    }

    async fn mark_entries(&self) -> Result<()> {
        self.mark_inbox(&self.person()?.to_string()).await
    }
}

impl Desk {
    /// The inbox of somebody the actor may act for, from below a place on.
    ///
    /// # Errors
    /// `Forbidden`; `Invalid` for a place that no page gave.
    pub(crate) async fn inbox_of(&self, person: &str, below: &str) -> Result<InboxPage> {
        let snapshot = self.tandem.snapshot();
        let person = self.acting_for(&snapshot, person)?;
        let below = place(below)?;
        let mut connection = self.tandem.store.read().await?;
        let mut kept = InboxRecord::of(&mut connection, person.id, below, SHOWN + 1).await?;
        drop(connection);
        let more = kept.len() > SHOWN as usize;
        kept.truncate(SHOWN as usize);
        let next = kept.last().filter(|_| more).map(written);
        let scene = Scene::of(&self.tandem, person.clone());
        let mut entries = Vec::new();
        for entry in &kept {
            entries.push(shown(&scene, entry, &snapshot, &person).await?);
        }
        Ok(InboxPage {
            unread: snapshot.unread(person.id),
            first: below.is_none(),
            entries,
            next,
        })
    }

    /// Marks an entry of somebody's as read.
    ///
    /// # Errors
    /// `Forbidden` and `NotFound`.
    pub(crate) async fn mark_entry(&self, person: &str, id: &str) -> Result<()> {
        let person = self.acting_for(&self.tandem.snapshot(), person)?.id;
        let entry = self.entry(person, id).await?;
        if entry.read_at.is_some() {
            return Ok(());
        }
        self.write_read(person, Some(entry.id)).await
    }

    /// Marks all that somebody was told as read.
    ///
    /// # Errors
    /// `Forbidden`.
    pub(crate) async fn mark_inbox(&self, person: &str) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let person = self.acting_for(&snapshot, person)?.id;
        if snapshot.unread(person) == 0 {
            return Ok(());
        }
        self.write_read(person, None).await
    }

    async fn write_read(&self, person: PersonId, one: Option<NoticeId>) -> Result<()> {
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            write.mark_read(person, one).await?;
            desk.tandem.commit(write).await?;
            Ok(())
        })
        .await
    }

    async fn entry(&self, person: PersonId, id: &str) -> Result<InboxRecord> {
        let unknown = || AppError::NotFound("There is no such notice in this inbox.".into());
        let id: NoticeId = id.parse().map_err(|_| unknown())?;
        let found = InboxRecord::find(&mut *self.tandem.store.read().await?, person, id).await?;
        found.ok_or_else(unknown)
    }
}

/// An entry in words; one that is of no use any more says why.
async fn shown(
    scene: &Scene<'_>,
    entry: &InboxRecord,
    snapshot: &Snapshot,
    person: &PersonRecord,
) -> Result<InboxEntry> {
    let notice = serde_json::from_str::<Notice>(&entry.payload).ok();
    let said = match &notice {
        Some(notice) => words(scene, notice, &person.email).await?.map_err(str::to_owned),
        None => Err("A newer version of Tandem has written this.".to_owned()),
    };
    let (subject, text) = match said {
        Ok(words) => (words.subject, words.text),
        Err(why) => (words_of(&entry.kind).to_owned(), why),
    };
    let zone = snapshot.directory().zone(person.id);
    Ok(InboxEntry {
        id: entry.id.to_string(),
        kind: entry.kind.clone(),
        subject,
        text,
        link: notice.and_then(|notice| link(&notice, snapshot)),
        made: wording::stamp(entry.made_at, &zone, &scene.reader().with_beside(&zone)),
        unread: entry.read_at.is_none(),
    })
}

/// The place after an entry, as addresses have it.
fn written(entry: &InboxRecord) -> String {
    format!("{}-{}", entry.revision, entry.id)
}

/// The place that an address names; none at the beginning.
fn place(text: &str) -> Result<Option<InboxPlace>> {
    if text.is_empty() {
        return Ok(None);
    }
    let bad = || {
        AppError::field(
            "below",
            format!("‘{text}’ is no place in an inbox: take `next` of the page before."),
        )
    };
    let (revision, id) = text.split_once('-').ok_or_else(bad)?;
    Ok(Some(InboxPlace {
        revision: revision.parse().map_err(|_| bad())?,
        id: id.parse().map_err(|_| bad())?,
    }))
}
