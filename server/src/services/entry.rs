//! Entry links: invitations and password resets, shown once, used once.

use super::{Desk, Result, directory::known_person, passwords::put_password, people, wording};
use crate::{
    secret::{fingerprint, random_secret},
    store::{EntryLinkRecord, PersonRecord},
};
use app::{
    AppError,
    entry::{EntryForm, EntryLinkRow, MadeEntryLink},
};
use async_trait::async_trait;
use domain::{EntryLinkId, access::EntryPurpose};
use serde_json::json;

/// How many new links wait to be shown, at most.
const WAITING: usize = 100;

#[async_trait]
impl app::entry::Port for Desk {
    async fn make_entry_link(&self, person: String) -> Result<String> {
        let (link, made) = self.new_entry_link(&person).await?;
        let (maker, until) = (self.actor.key(), made.until.text);
        let words = format!("{} Works once, until {until}.", made_words(link.purpose, &made.name));
        self.tandem
            .keep_new_secret(link.id.uuid(), maker, words, made.address, WAITING);
        Ok(link.id.to_string())
    }

    async fn made_entry_link(&self, id: String) -> Result<Option<(String, String)>> {
        self.may_administer()?;
        let id = id.parse::<EntryLinkId>().ok();
        Ok(id.and_then(|id| self.tandem.take_new_secret(id.uuid(), &self.actor.key())))
    }

    async fn revoke_entry_link(&self, person: String) -> Result<()> {
        self.may_administer()?;
        let id = known_person(&self.tandem.snapshot(), &person)?.id;
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            let person = people::existing(&mut write, id).await?;
            let Some(link) = person.link else {
                return Err(AppError::NotFound(format!("{} has no open link.", person.name)));
            };
            write.end_entry_link_of(id).await?;
            let detail = json!({ "purpose": link.purpose.key() });
            write.audit("entry_link.revoked", &people::subject(id), detail).await?;
            desk.tandem.commit(write).await?;
            Ok(())
        })
        .await
    }

    async fn entry_form(&self, key: String) -> Result<EntryForm> {
        let link = self
            .tandem
            .store
            .entry_link(&fingerprint(&key), self.tandem.now())
            .await?
            .ok_or_else(not_good)?;
        let snapshot = self.tandem.snapshot();
        let person = known_person(&snapshot, &link.person.to_string())?;
        Ok(EntryForm {
            name: person.name,
            email: person.email,
            organisation: snapshot.organisation().map(|it| it.name.clone()).unwrap_or_default(),
            invitation: link.purpose == EntryPurpose::Invitation,
        })
    }

    async fn enter(&self, key: String, password: String) -> Result<()> {
        let hash = fingerprint(&key);
        let link = self
            .tandem
            .store
            .entry_link(&hash, self.tandem.now())
            .await?
            .ok_or_else(not_good)?;
        let person = known_person(&self.tandem.snapshot(), &link.person.to_string())?;
        let password = self.hash_password("password", password, &person).await?;
        let desk = self.clone();
        let person = self
            .to_the_end(async move { desk.use_entry_link(&hash, &password, &person).await })
            .await?;
        self.forgive_account(&person.email).await;
        self.begin_session(&person).await
    }
}

impl Desk {
    /// Makes a link for somebody in place of the one they have; answers it with its address, which is kept nowhere.
    ///
    /// # Errors
    /// `Forbidden`; `Refused` for somebody who is deactivated.
    pub(crate) async fn new_entry_link(&self, person: &str) -> Result<(EntryLinkRecord, MadeEntryLink)> {
        self.may_administer()?;
        let id = known_person(&self.tandem.snapshot(), person)?.id;
        let secret = random_secret()?;
        let hash = fingerprint(&secret);
        let desk = self.clone();
        let (link, name) = self
            .to_the_end(async move {
                let mut write = desk.begin().await?;
                let person = people::existing(&mut write, id).await?;
                if person.deactivated_at.is_some() {
                    let words = format!("{} is deactivated. Reactivate them first.", person.name);
                    return Err(AppError::refused("deactivated", words));
                }
                let purpose = EntryPurpose::of(person.can_sign_in);
                let link = EntryLinkRecord {
                    id: EntryLinkId::from_uuid(desk.tandem.new_id()),
                    hash,
                    person: id,
                    purpose,
                    expires_at: write.at() + purpose.seconds(),
                };
                write.put_entry_link(&link).await?;
                let detail = json!({ "purpose": purpose.key(), "expires_at": link.expires_at });
                write.audit("entry_link.made", &people::subject(id), detail).await?;
                desk.tandem.commit(write).await?;
                Ok((link, person.name))
            })
            .await?;
        let snapshot = self.tandem.snapshot();
        let zone = self.own_zone(&snapshot);
        let made = MadeEntryLink {
            name,
            address: format!("{}/enter?key={secret}", self.tandem.settings.base_url),
            purpose: link.purpose.key().to_owned(),
            until: wording::stamp(link.expires_at, &zone, &self.reader(&snapshot)),
        };
        Ok((link, made))
    }

    /// Uses a link up for a password of this hash, in the name of the person it is for.
    async fn use_entry_link(&self, hash: &str, password: &str, person: &PersonRecord) -> Result<PersonRecord> {
        let mut write = self
            .tandem
            .store
            .begin(&person.id.to_string(), self.tandem.now())
            .await?;
        let link = write.use_entry_link(hash).await?.ok_or_else(not_good)?;
        let person = people::existing(&mut write, link.person).await?;
        if person.deactivated_at.is_some() {
            return Err(not_good());
        }
        let detail = json!({ "purpose": link.purpose.key() });
        write
            .audit("entry_link.used", &people::subject(person.id), detail)
            .await?;
        let person = put_password(&mut write, person, password).await?;
        self.tandem.commit(write).await?;
        Ok(person)
    }

    /// A person's open link, for those who may make another.
    pub(super) fn entry_link_row(&self, person: &PersonRecord) -> Option<EntryLinkRow> {
        self.may_administer().ok()?;
        let link = person.link?;
        let snapshot = self.tandem.snapshot();
        let (zone, reader) = (self.own_zone(&snapshot), self.reader(&snapshot));
        Some(EntryLinkRow {
            invitation: link.purpose == EntryPurpose::Invitation,
            until: wording::stamp(link.expires_at, &zone, &reader),
            expired: link.expires_at <= reader.now,
        })
    }
}

/// One answer for every link that does not work, so that nothing is learnt by guessing.
fn not_good() -> AppError {
    AppError::Forbidden("This link is unknown, used or expired. Ask an administrator for a new one.".into())
}

fn made_words(purpose: EntryPurpose, name: &str) -> String {
    match purpose {
        EntryPurpose::Invitation => format!("Invitation for {name}."),
        EntryPurpose::Reset => format!("Link for {name} to set a new password."),
    }
}
