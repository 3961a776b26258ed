//! Entry links: invitations and password resets, shown once, used once.

use super::{Actor, Desk, Result, directory::known_person, notices::Notice, people, wording};
use crate::{
    Tandem,
    secret::fingerprint,
    store::{EntryLinkRecord, NoticeRecord, PersonRecord, Write},
};
use app::{
    AppError,
    entry::{EntryForm, EntryLinkRow, MadeEntryLink},
};
use async_trait::async_trait;
use domain::{
    EntryLinkId,
    access::{ASKED_LINK_SECONDS, EntryPurpose},
    contact::check_email,
};
use serde_json::json;
use std::sync::Arc;

/// How many new links wait to be shown, at most.
const WAITING: usize = 100;

/// A link that is over within so many seconds is not sent again.
const SOON_OVER: i64 = 900;

#[async_trait]
impl app::entry::Port for Desk {
    async fn make_entry_link(&self, person: String, mail: bool) -> Result<String> {
        let (link, made) = self.new_entry_link(&person, mail).await?;
        let (maker, until) = (self.actor.key(), made.until.text);
        let sent = made.mailed_to.map(|address| format!(", on its way to {address}"));
        let what = made_words(link.purpose, &made.name);
        let words = format!("{what}{}. Works once, until {until}.", sent.unwrap_or_default());
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

    async fn ask_for_entry_link(&self, email: String) -> Result<()> {
        if !self.tandem.sends_mail() {
            let words = "Tandem sends no mail here. Ask an administrator for a link that sets a new password.";
            return Err(AppError::refused("no-mail", words));
        }
        let email = check_email(&email).map_err(|words| AppError::field("email", words))?;
        self.count_asking(&format!("link {email}")).await?;
        self.put_entry_request(&email).await
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
    pub(crate) async fn new_entry_link(&self, person: &str, mail: bool) -> Result<(EntryLinkRecord, MadeEntryLink)> {
        self.may_administer()?;
        if mail && !self.tandem.sends_mail() {
            let words = "Mail is not set up: make the link without sending it, and pass it on yourself.";
            return Err(AppError::refused("no-mail", words));
        }
        let id = known_person(&self.tandem.snapshot(), person)?.id;
        let desk = self.clone();
        let (link, person) = self
            .to_the_end(async move {
                let mut write = desk.begin().await?;
                let person = people::existing(&mut write, id).await?;
                if person.deactivated_at.is_some() {
                    let words = format!("{} is deactivated. Reactivate them first.", person.name);
                    return Err(AppError::refused("deactivated", words));
                }
                let purpose = EntryPurpose::of(person.can_sign_in);
                let link = put_link(&desk.tandem, &mut write, &person, purpose, purpose.seconds()).await?;
                if mail {
                    mail_link(&desk.tandem, &mut write, &person, &link).await?;
                }
                desk.tandem.commit(write).await?;
                Ok((link, person))
            })
            .await?;
        let snapshot = self.tandem.snapshot();
        let zone = self.own_zone(&snapshot);
        let made = MadeEntryLink {
            name: person.name,
            address: address_of(&self.tandem, link.id),
            mailed_to: mail.then_some(person.email),
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
        let person = self.put_password(&mut write, person, password).await?;
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

/// The secret of a link. It derives from the link's id with the server's key, so that the letter that brings it can be
/// written at any time, and nobody reads it from the database.
fn secret_of(tandem: &Tandem, id: EntryLinkId) -> String {
    tandem.key.sign(&format!("entry link {id}"))
}

/// Where a link leads.
pub(super) fn address_of(tandem: &Tandem, id: EntryLinkId) -> String {
    format!("{}/enter?key={}", tandem.settings.base_url, secret_of(tandem, id))
}

/// Keeps a new link for somebody in place of the one they have.
async fn put_link(
    tandem: &Tandem,
    write: &mut Write,
    person: &PersonRecord,
    purpose: EntryPurpose,
    seconds: i64,
) -> Result<EntryLinkRecord> {
    let id = EntryLinkId::from_uuid(tandem.new_id());
    let link = EntryLinkRecord {
        id,
        hash: fingerprint(&secret_of(tandem, id)),
        person: person.id,
        purpose,
        expires_at: write.at() + seconds,
    };
    write.put_entry_link(&link).await?;
    let detail = json!({ "purpose": purpose.key(), "expires_at": link.expires_at });
    write
        .audit("entry_link.made", &people::subject(person.id), detail)
        .await?;
    Ok(link)
}

/// Sends somebody their link.
async fn mail_link(tandem: &Tandem, write: &mut Write, person: &PersonRecord, link: &EntryLinkRecord) -> Result<()> {
    let detail = json!({ "purpose": link.purpose.key(), "address": person.email });
    write
        .audit("entry_link.mailed", &people::subject(person.id), detail)
        .await?;
    let notice = Notice::EntryLink { link: link.id };
    tandem.tell(write, person, &person.email, &notice).await
}

/// Answers a request from the sign-in page: by a link for somebody who has a password, by the invitation for somebody who
/// is invited, and not at all for anybody else.
pub(super) async fn answer_request(tandem: &Arc<Tandem>, request: &NoticeRecord) -> Result<()> {
    let known = PersonRecord::for_sign_in(&mut *tandem.store.read().await?, &request.address).await?;
    let welcome =
        |person: &PersonRecord| person.deactivated_at.is_none() && (person.can_sign_in || person.link.is_some());
    let Some((person, _)) = known.filter(|(person, _)| welcome(person)) else {
        tandem.store.remove_notice(request.id).await?;
        return Ok(());
    };
    let mut write = tandem.store.begin(&Actor::Nobody.key(), tandem.now()).await?;
    if !write.remove_notice(request.id).await? {
        return Ok(());
    }
    if let Some(link) = asked_link(tandem, &mut write, &person).await? {
        mail_link(tandem, &mut write, &person, &link).await?;
    }
    tandem.commit(write).await?;
    Ok(())
}

/// The link that somebody is sent who has asked for one. One that is open stays, or anybody could end it.
async fn asked_link(tandem: &Tandem, write: &mut Write, person: &PersonRecord) -> Result<Option<EntryLinkRecord>> {
    let open = EntryLinkRecord::open_of(write.connection(), person.id).await?;
    let at = write.at();
    let good = |link: &EntryLinkRecord| {
        link.expires_at > at + SOON_OVER && link.hash == fingerprint(&secret_of(tandem, link.id))
    };
    match open.filter(good) {
        Some(link) => Ok(Some(link)),
        None if person.can_sign_in => put_link(tandem, write, person, EntryPurpose::Reset, ASKED_LINK_SECONDS)
            .await
            .map(Some),
        None => Ok(None),
    }
}

/// One answer for every link that does not work, so that nothing is learnt by guessing.
fn not_good() -> AppError {
    AppError::Forbidden("This link is unknown, used or expired. Ask an administrator for a new one.".into())
}

fn made_words(purpose: EntryPurpose, name: &str) -> String {
    match purpose {
        EntryPurpose::Invitation => format!("Invitation for {name}"),
        EntryPurpose::Reset => format!("Link for {name} to set a new password"),
    }
}
