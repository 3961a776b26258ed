//! Verification by code: six digits go out by the contact method, and its person enters them.

use super::{
    super::{Desk, Result, notices::Notice, people},
    refusal,
};
use crate::{Tandem, store::ContactCodeRecord};
use app::AppError;
use domain::{
    CodeId, ContactId, PersonId,
    contact::{CODE_SECONDS, Contact, ContactFault, ContactKind, How, code_of},
};
use serde_json::json;
use subtle::ConstantTimeEq as _;

/// Why nothing can be entered.
const NO_CODE: &str = "There is no code to enter: it was used, has run out, or was entered wrongly too often. Send a new \
                       one.";

/// The digits of a code. They derive from its id with the server's key, so that nobody reads them from the database.
pub(crate) fn digits_of(tandem: &Tandem, code: CodeId) -> String {
    code_of(tandem.key.sign(&format!("contact code {code}")).as_bytes())
}

impl Desk {
    /// Sends a new code by a contact method, in place of the one before.
    pub(super) async fn send_code(&self, person: PersonId, id: ContactId) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let known = snapshot.directory().person(person);
        let contact = known.and_then(|person| person.contacts.get(id));
        self.takes_code(contact.ok_or_else(|| refusal(&ContactFault::Unknown))?)?;
        self.count_asking(&format!("codes for {person}")).await?;
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            let person = people::existing(&mut write, person).await?;
            let contact = person.contacts.get(id).ok_or_else(|| refusal(&ContactFault::Unknown))?;
            desk.takes_code(contact)?;
            let code = ContactCodeRecord {
                id: CodeId::from_uuid(desk.tandem.new_id()),
                value: contact.value.clone(),
                expires_at: write.at() + CODE_SECONDS,
            };
            write.put_contact_code(person.id, contact, &code).await?;
            let notice = Notice::ContactCode {
                contact: id,
                code: code.id,
            };
            desk.tandem.tell(&mut write, &person, &contact.value, &notice).await?;
            let detail = json!({ "contact": contact });
            write
                .audit("contact.code_sent", &people::subject(person.id), detail)
                .await?;
            desk.tandem.commit(write).await?;
            Ok(())
        })
        .await
    }

    /// Takes a code that somebody enters. Each entry counts, whatever becomes of it.
    pub(super) async fn take_code(&self, person: PersonId, id: ContactId, entered: &str) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let known = snapshot.directory().person(person);
        known
            .and_then(|person| person.contacts.get(id))
            .ok_or_else(|| refusal(&ContactFault::Unknown))?;
        let code = self.tandem.store.try_contact_code(id, self.tandem.now()).await?;
        let code = code.ok_or_else(|| AppError::field("code", NO_CODE))?;
        let entered: String = entered.chars().filter(|c| !c.is_whitespace()).collect();
        let right: bool = digits_of(&self.tandem, code.id)
            .as_bytes()
            .ct_eq(entered.as_bytes())
            .into();
        if !right {
            return Err(AppError::field(
                "code",
                "That is not the code. Look at the latest mail: only its code works.",
            ));
        }
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            let mut person = people::existing(&mut write, person).await?;
            let same = person
                .contacts
                .get(id)
                .is_some_and(|contact| contact.value == code.value);
            if !same {
                return Err(AppError::field(
                    "code",
                    "The code was sent to another address. Send a new one.",
                ));
            }
            let at = write.at();
            person
                .contacts
                .verify(id, at, How::Code)
                .map_err(|fault| refusal(&fault))?;
            desk.save_contacts(write, &person, "contact.verified", id).await
        })
        .await
    }

    /// Refuses a contact method by which nothing can be sent.
    fn takes_code(&self, contact: &Contact) -> Result<()> {
        let words = match contact.kind {
            ContactKind::Email if self.tandem.sends_mail() => return Ok(()),
            ContactKind::Email => "Tandem sends no mail here, so no code can be sent to it.",
            ContactKind::Phone | ContactKind::Sms => "A code cannot be sent to a telephone yet.",
            ContactKind::Chat => "A code cannot be sent to a chat yet.",
        };
        let what = "A manager of the team or an administrator can try it and mark it as checked.";
        Err(AppError::refused("no-code", format!("{words} {what}")))
    }
}
