//! Telling people what concerns their own duty.

use super::{Notice, about::topic};
use crate::{
    Tandem,
    secret::fingerprint,
    services::{Result, internal, webhooks::tell_of_offer},
    store::{Channel, NewEntry, NewNotice, PersonRecord, StoreError, Write, kept_choices},
    zones,
};
use domain::{
    NoticeId, PersonId, Zone,
    notice::{Mailing, Topic},
};

/// Seconds that a digest looks back: a day, and an hour for clocks that go back.
const DIGEST_SECONDS: i64 = 25 * 3600;

impl Tandem {
    /// Tells `person` what concerns their own duty, in the write that gives cause for it: in their inbox, and by mail as they
    /// have chosen. Nobody is told the same twice by one write, nor what they did themselves; whoever is not active is not
    /// told.
    pub(crate) async fn inform(&self, write: &mut Write, person: PersonId, notice: &Notice) -> Result<()> {
        let payload = serde_json::to_string(notice).map_err(|error| internal(&error))?;
        let key = format!(
            "{} {person} {} {}",
            notice.key(),
            write.revision(),
            fingerprint(&payload)
        );
        self.inform_once(write, person, notice, key).await?;
        if let Notice::Offer { offer, news } = notice {
            tell_of_offer(self, write, *offer, news.word()).await?;
        }
        if notice.says_why_duty_changes() {
            write.note_told_why(person);
        }
        Ok(())
    }

    /// The same where `key` says what once means, whichever write tells it; false when it was told, or is not to be.
    pub(in crate::services) async fn inform_once(
        &self,
        write: &mut Write,
        person: PersonId,
        notice: &Notice,
        key: String,
    ) -> std::result::Result<bool, StoreError> {
        if write.actor() == person.to_string() {
            return Ok(false);
        }
        let Some(person) = PersonRecord::find(write.connection(), person).await? else {
            return Ok(false);
        };
        if person.deactivated_at.is_some() {
            return Ok(false);
        }
        let entry = NewEntry {
            id: NoticeId::from_uuid(self.new_id()),
            key,
            person: person.id,
            kind: notice.key().to_owned(),
            payload: payload_of(notice)?,
        };
        let new = write.put_in_inbox(&entry).await?;
        if new && self.sends_mail() {
            self.put_mail(write, &person, notice, entry).await?;
        }
        Ok(new)
    }

    /// Puts into the outbox what an entry of an inbox is to be by mail.
    async fn put_mail(
        &self,
        write: &mut Write,
        person: &PersonRecord,
        notice: &Notice,
        entry: NewEntry,
    ) -> std::result::Result<(), StoreError> {
        let mut kept = kept_choices(write.connection(), Some(person.id)).await?;
        let choices = kept.remove(&person.id).unwrap_or_default();
        let zone = zones::zone(&person.zone).unwrap_or_else(|_| Zone::utc());
        let topic = topic(notice).unwrap_or(Topic::Requests);
        let new = |key, notice: &Notice, payload| NewNotice {
            id: NoticeId::from_uuid(self.new_id()),
            key,
            channel: Channel::Email,
            kind: notice.key().to_owned(),
            payload,
            person: Some(person.id),
            address: person.email.clone(),
        };
        match choices.mailing(topic, write.at(), &zone) {
            Mailing::Never => Ok(()),
            Mailing::At(due) => {
                let mail = new(entry.key, notice, entry.payload);
                write.put_notice_for(&mail, due).await
            }
            Mailing::Digest(due) => {
                let notice = Notice::Digest {
                    from: due - DIGEST_SECONDS,
                    until: due,
                };
                let key = format!("digest {} {}", person.id, due.seconds());
                let mail = new(key, &notice, payload_of(&notice)?);
                write.put_notice_for(&mail, due).await
            }
        }
    }
}

fn payload_of(notice: &Notice) -> std::result::Result<String, StoreError> {
    serde_json::to_string(notice).map_err(|error| StoreError::Inconsistent {
        table: "inbox",
        column: "payload",
        reason: error.to_string(),
    })
}
