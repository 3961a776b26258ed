//! Contact methods: how to reach somebody, in their own order, and whether it is known to work.

mod code;
mod page;
mod ways;

pub(crate) use code::digits_of;
pub(crate) use ways::{Way, ways_of};

use super::{
    Desk, Faults, Result,
    directory::{Places, known_person},
    people,
};
use crate::store::{PersonRecord, Write};
use app::{
    AppError,
    contacts::{ContactChange, ContactsPage},
};
use async_trait::async_trait;
use domain::{
    ContactId, PersonId,
    contact::{Contact, ContactFault, ContactKind, Contacts, How},
    escalation::{BadSeverity, Severity},
};
use serde_json::json;
use std::collections::BTreeSet;

#[async_trait]
impl app::contacts::Port for Desk {
    async fn contacts(&self, person: String) -> Result<ContactsPage> {
        self.may_look()?;
        let snapshot = self.tandem.snapshot();
        let person = known_person(&snapshot, &person)?;
        if !self.sees_contacts_of(&Places::new(&snapshot), person.id) {
            return Err(AppError::Forbidden(
                "Only their own teams and administrators see how to reach them.".into(),
            ));
        }
        self.contacts_page(&snapshot, &person).await
    }

    async fn add_contact(&self, person: String, kind: String, value: String) -> Result<String> {
        let person = self.person_to_change(&person)?;
        let kind: ContactKind = kind.parse().map_err(|words: String| AppError::field("kind", words))?;
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            let mut person = people::existing(&mut write, person).await?;
            let id = ContactId::of(&person.email, write.revision(), &value);
            person.contacts.add(id, kind, &value).map_err(|fault| refusal(&fault))?;
            desk.save_contacts(write, &person, "contact.added", id).await?;
            Ok(id.to_string())
        })
        .await
    }

    async fn change_contact(&self, person: String, id: String, change: ContactChange) -> Result<()> {
        let mut faults = Faults::default();
        let severities = change.severities.as_deref().map(severities);
        let severities = severities.and_then(|read| faults.take("severities", read));
        let quiet = change.night.as_deref().map(quiet_by_night);
        let quiet = quiet.and_then(|read| faults.take("night", read));
        faults.check()?;
        self.with_contact(&person, &id, "contact.changed", move |contacts, id| {
            if let Some(value) = &change.value {
                contacts.change(id, value)?;
            }
            let now = contacts.get(id).ok_or(ContactFault::Unknown)?;
            let severities = severities.unwrap_or_else(|| now.severities.clone());
            let quiet = quiet.unwrap_or(now.not_by_night);
            contacts.limit(id, severities, quiet)
        })
        .await
    }

    async fn remove_contact(&self, person: String, id: String) -> Result<()> {
        self.with_contact(&person, &id, "contact.removed", |contacts, id| {
            contacts.remove(id).map(drop)
        })
        .await
    }

    async fn move_contact(&self, person: String, id: String, direction: String) -> Result<()> {
        self.may_edit(known_person(&self.tandem.snapshot(), &person)?.id)?;
        let up = match direction.as_str() {
            "up" => true,
            "down" => false,
            other => {
                return Err(AppError::field(
                    "direction",
                    format!("‘{other}’ is no direction: use up or down."),
                ));
            }
        };
        self.with_contact(&person, &id, "contact.moved", move |contacts, id| {
            contacts.shift(id, up)
        })
        .await
    }

    async fn send_contact_code(&self, person: String, id: String) -> Result<()> {
        let person = self.person_to_change(&person)?;
        self.send_code(person, contact_id(&id)?).await
    }

    async fn verify_contact(&self, person: String, id: String, code: String) -> Result<()> {
        let person = self.person_to_change(&person)?;
        self.take_code(person, contact_id(&id)?, &code).await
    }

    async fn check_contact(&self, person: String, id: String) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let known = known_person(&snapshot, &person)?.id;
        self.may_check_contacts(&snapshot, known)?;
        let (id, desk) = (contact_id(&id)?, self.clone());
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            let mut person = people::existing(&mut write, known).await?;
            let (at, how) = (write.at(), How::Checked(desk.actor.key()));
            person.contacts.verify(id, at, how).map_err(|fault| refusal(&fault))?;
            desk.save_contacts(write, &person, "contact.checked", id).await
        })
        .await
    }
}

impl Desk {
    /// The person of an id whose contact methods the actor may change: their own, and an administrator everybody's.
    fn person_to_change(&self, id: &str) -> Result<PersonId> {
        if matches!(self.actor, super::Actor::Nobody) {
            return Err(AppError::NotSignedIn);
        }
        let person = known_person(&self.tandem.snapshot(), id)?.id;
        self.may_edit(person)?;
        Ok(person)
    }

    /// Changes one of somebody's contact methods.
    async fn with_contact(
        &self,
        person: &str,
        id: &str,
        action: &'static str,
        change: impl FnOnce(&mut Contacts, ContactId) -> std::result::Result<(), ContactFault> + Send + 'static,
    ) -> Result<()> {
        let person = self.person_to_change(person)?;
        let (id, desk) = (contact_id(id)?, self.clone());
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            let mut person = people::existing(&mut write, person).await?;
            change(&mut person.contacts, id).map_err(|fault| refusal(&fault))?;
            desk.save_contacts(write, &person, action, id).await
        })
        .await
    }

    /// Saves somebody's contact methods after a change to the one of `id`: a code that was sent to another value ends.
    async fn save_contacts(&self, mut write: Write, person: &PersonRecord, action: &str, id: ContactId) -> Result<()> {
        let before = people::existing(&mut write, person.id).await?;
        if before.contacts == person.contacts {
            return Ok(());
        }
        let (old, new) = (before.contacts.get(id), person.contacts.get(id));
        if old.map(|contact| &contact.value) != new.map(|contact| &contact.value) || is_verified(new) {
            write.end_contact_code(id).await?;
        }
        write.update_person(person).await?;
        let order = |contacts: &Contacts| contacts.iter().map(|contact| contact.id).collect::<Vec<_>>();
        let detail = if action == "contact.moved" {
            json!({ "contact": new, "before": order(&before.contacts), "after": order(&person.contacts) })
        } else {
            json!({ "before": old, "after": new })
        };
        write.audit(action, &people::subject(person.id), detail).await?;
        self.tandem.commit(write).await?;
        Ok(())
    }
}

/// Severities with spaces or commas between them; all of them are none.
fn severities(text: &str) -> std::result::Result<Vec<Severity>, BadSeverity> {
    let words = text.split([' ', ',']).filter(|word| !word.is_empty());
    let read: BTreeSet<Severity> = words.map(str::parse).collect::<std::result::Result<_, _>>()?;
    Ok(if read.len() == Severity::ALL.len() {
        Vec::new()
    } else {
        read.into_iter().collect()
    })
}

fn quiet_by_night(text: &str) -> std::result::Result<bool, String> {
    match text.trim() {
        "" | "any" => Ok(false),
        "quiet" => Ok(true),
        other => Err(format!("‘{other}’: write quiet or any.")),
    }
}

fn is_verified(contact: Option<&Contact>) -> bool {
    contact.is_some_and(|contact| contact.verified.is_some())
}

fn contact_id(id: &str) -> Result<ContactId> {
    id.parse().map_err(|_| refusal(&ContactFault::Unknown))
}

/// A fault of contact methods, in the words of forms.
fn refusal(fault: &ContactFault) -> AppError {
    match fault {
        ContactFault::Value(_) | ContactFault::Twice => AppError::field("value", fault.to_string()),
        ContactFault::TooMany => AppError::refused("too-many-contacts", fault.to_string()),
        ContactFault::Unknown => AppError::NotFound(fault.to_string()),
    }
}
