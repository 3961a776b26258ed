//! Contact methods as their card shows them.

use super::{
    super::{Actor, Desk, Result, wording},
    ways::last_way,
};
use crate::{snapshot::Snapshot, store::PersonRecord};
use app::contacts::{ContactRow, ContactsPage};
use domain::contact::{Contact, ContactKind, How, MOST_CONTACTS, Verified};

impl Desk {
    /// Somebody's contact methods, and what the actor may do with them.
    pub(super) async fn contacts_page(&self, snapshot: &Snapshot, person: &PersonRecord) -> Result<ContactsPage> {
        let may_change = self.may_edit(person.id).is_ok();
        let mut contacts = Vec::new();
        for contact in person.contacts.iter() {
            contacts.push(self.contact_row(snapshot, contact, may_change).await?);
        }
        Ok(ContactsPage {
            person: person.id.to_string(),
            name: person.name.clone(),
            contacts,
            last: last_way(person).map(str::to_owned),
            may_change,
            may_check: self.may_check_contacts(snapshot, person.id).is_ok(),
            most: MOST_CONTACTS,
        })
    }

    async fn contact_row(&self, snapshot: &Snapshot, contact: &Contact, may_change: bool) -> Result<ContactRow> {
        let (zone, reader) = (self.own_zone(snapshot), self.reader(snapshot));
        let takes_code = contact.kind == ContactKind::Email && self.tandem.sends_mail();
        let code = if may_change && takes_code && contact.verified.is_none() {
            self.tandem.store.contact_code(contact.id, reader.now).await?
        } else {
            None
        };
        let how = |verified: &Verified| {
            let at = wording::stamp(verified.at, &zone, &reader).text;
            match &verified.how {
                How::Code => format!("by code, {at}"),
                How::Checked(key) => format!("checked by {}, {at}", Actor::describe(key, snapshot)),
            }
        };
        Ok(ContactRow {
            id: contact.id.to_string(),
            kind: contact.kind,
            value: contact.value.clone(),
            verified: contact.verified.is_some(),
            how: contact.verified.as_ref().map(how).unwrap_or_default(),
            takes_code,
            severities: contact
                .severities
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(" "),
            not_by_night: contact.not_by_night,
            code_until: code.map(|code| wording::stamp(code.expires_at, &zone, &reader)),
        })
    }
}
