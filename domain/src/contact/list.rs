//! A person's contact methods, in their own order.

use super::{ContactKind, check_value};
use crate::escalation::Severity;
use crate::{ContactId, Instant};
use serde::{Deserialize, Serialize};

/// Contact methods a person may have.
pub const MOST_CONTACTS: usize = 10;

/// One way to reach a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Identity.
    pub id: ContactId,
    /// Which way.
    pub kind: ContactKind,
    /// Number, address or name, as [`check_value`] leaves it.
    pub value: String,
    /// That it reaches them, once that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified: Option<Verified>,
    /// The severities that it is used for; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub severities: Vec<Severity>,
    /// Whether it stays quiet by night for what is supported in office hours alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub not_by_night: bool,
}

/// What somebody is called about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occasion {
    /// How bad it is.
    pub severity: Severity,
    /// Whether nobody is meant to be on duty then: outside the office hours of what is supported in office hours alone.
    pub by_night: bool,
}

impl Contact {
    /// Whether it is used on an occasion.
    pub fn is_for(&self, occasion: Occasion) -> bool {
        let severity = self.severities.is_empty() || self.severities.contains(&occasion.severity);
        severity && !(occasion.by_night && self.not_by_night)
    }
}

/// That a contact method reaches its person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    /// When that was found out.
    pub at: Instant,
    /// How.
    pub how: How,
}

/// How it was found out that a contact method reaches its person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// They entered the code that was sent by it.
    Code,
    /// Somebody has checked it, by the key of whoever did.
    Checked(String),
}

/// Why contact methods cannot be changed so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContactFault {
    /// The value cannot be one of its kind.
    #[error("{0}")]
    Value(String),
    /// They have it already.
    #[error("This contact method is in the list already.")]
    Twice,
    /// The list is full.
    #[error("{MOST_CONTACTS} contact methods are the most: remove one first.")]
    TooMany,
    /// There is no such contact method.
    #[error("There is no such contact method any more.")]
    Unknown,
}

/// A person's contact methods, the one to use first in front: no more than [`MOST_CONTACTS`], none of them twice.
///
/// ```
/// use domain::{ContactId, contact::{ContactFault, ContactKind, Contacts}};
/// # fn id(n: u128) -> ContactId { ContactId::from_uuid(uuid::Uuid::from_u128(n)) }
/// let mut contacts = Contacts::default();
/// contacts.add(id(1), ContactKind::Phone, "+44 20 7946 0101")?;
/// contacts.add(id(2), ContactKind::Email, "ada@example.org")?;
/// assert_eq!(contacts.add(id(3), ContactKind::Phone, "0044 2079460101"), Err(ContactFault::Twice));
///
/// contacts.shift(id(2), true)?;
/// assert_eq!(contacts.iter().next().map(|first| first.kind), Some(ContactKind::Email));
/// assert_eq!(contacts.phone(), Some("+442079460101"));
/// # Ok::<(), ContactFault>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Contacts(Vec<Contact>);

impl Contacts {
    /// All of them, the one to use first in front.
    pub fn iter(&self) -> std::slice::Iter<'_, Contact> {
        self.0.iter()
    }

    /// One of them.
    pub fn get(&self, id: ContactId) -> Option<&Contact> {
        self.0.iter().find(|contact| contact.id == id)
    }

    /// The first telephone number.
    pub fn phone(&self) -> Option<&str> {
        let first = self.0.iter().find(|contact| contact.kind == ContactKind::Phone);
        first.map(|contact| contact.value.as_str())
    }

    /// Adds one at the end.
    ///
    /// # Errors
    /// A value that is none, or one too many.
    pub fn add(&mut self, id: ContactId, kind: ContactKind, text: &str) -> Result<(), ContactFault> {
        let value = self.free_value(None, kind, text)?;
        if self.0.len() >= MOST_CONTACTS {
            return Err(ContactFault::TooMany);
        }
        self.0.push(Contact {
            id,
            kind,
            value,
            verified: None,
            severities: Vec::new(),
            not_by_night: false,
        });
        Ok(())
    }

    /// Says what one is used for: some severities (none for all), and by night or not.
    ///
    /// ```
    /// use domain::{ContactId, contact::{ContactKind, Contacts, Occasion}, escalation::Severity::{P1, P3}};
    /// # let id = ContactId::from_uuid(uuid::Uuid::nil());
    /// let mut contacts = Contacts::default();
    /// contacts.add(id, ContactKind::Phone, "+44 20 7946 0101")?;
    /// contacts.limit(id, vec![P1], true)?;
    /// let used = |severity, by_night| contacts.iter().any(|contact| contact.is_for(Occasion { severity, by_night }));
    /// assert!(used(P1, false) && !used(P3, false) && !used(P1, true));
    /// # Ok::<(), domain::contact::ContactFault>(())
    /// ```
    ///
    /// # Errors
    /// [`ContactFault::Unknown`].
    pub fn limit(&mut self, id: ContactId, severities: Vec<Severity>, not_by_night: bool) -> Result<(), ContactFault> {
        let contact = self.get_mut(id)?;
        contact.severities = severities;
        contact.not_by_night = not_by_night;
        Ok(())
    }

    /// Gives one another value; it then has to be verified anew.
    ///
    /// # Errors
    /// A value that is none.
    ///
    /// ```
    /// use domain::{ContactId, Instant, contact::{ContactKind, Contacts, How}};
    /// # let id = ContactId::from_uuid(uuid::Uuid::nil());
    /// let mut contacts = Contacts::default();
    /// contacts.add(id, ContactKind::Chat, "@ada")?;
    /// contacts.verify(id, Instant::from_seconds(0), How::Code)?;
    /// contacts.change(id, " @ada ")?;
    /// assert!(contacts.get(id).is_some_and(|same| same.verified.is_some()));
    /// contacts.change(id, "@lovelace")?;
    /// assert!(contacts.get(id).is_some_and(|other| other.verified.is_none()));
    /// # Ok::<(), domain::contact::ContactFault>(())
    /// ```
    pub fn change(&mut self, id: ContactId, text: &str) -> Result<(), ContactFault> {
        let kind = self.get(id).ok_or(ContactFault::Unknown)?.kind;
        let value = self.free_value(Some(id), kind, text)?;
        let contact = self.get_mut(id)?;
        if contact.value != value {
            contact.value = value;
            contact.verified = None;
        }
        Ok(())
    }

    /// Removes one; answers it.
    ///
    /// # Errors
    /// [`ContactFault::Unknown`].
    pub fn remove(&mut self, id: ContactId) -> Result<Contact, ContactFault> {
        let place = self.place(id)?;
        Ok(self.0.remove(place))
    }

    /// Moves one a place up, or down; at the end of the list it stays.
    ///
    /// # Errors
    /// [`ContactFault::Unknown`].
    pub fn shift(&mut self, id: ContactId, up: bool) -> Result<(), ContactFault> {
        let place = self.place(id)?;
        let other = if up { place.checked_sub(1) } else { Some(place + 1) };
        if let Some(other) = other.filter(|other| *other < self.0.len()) {
            self.0.swap(place, other);
        }
        Ok(())
    }

    /// Notes that one reaches its person.
    ///
    /// # Errors
    /// [`ContactFault::Unknown`].
    pub fn verify(&mut self, id: ContactId, at: Instant, how: How) -> Result<(), ContactFault> {
        self.get_mut(id)?.verified = Some(Verified { at, how });
        Ok(())
    }

    /// Puts a number in the place of the first telephone number: in front of all when there is none, and nothing for
    /// `None`. Of a number that stands further down it becomes the first.
    ///
    /// ```
    /// use domain::{ContactId, contact::{ContactKind, Contacts}};
    /// # fn id(n: u128) -> ContactId { ContactId::from_uuid(uuid::Uuid::from_u128(n)) }
    /// let mut contacts = Contacts::default();
    /// contacts.add(id(1), ContactKind::Email, "ada@example.org")?;
    /// contacts.set_phone(id(2), Some("+442079460101"))?;
    /// assert_eq!(contacts.iter().next().map(|first| first.id), Some(id(2)));
    /// contacts.set_phone(id(3), Some("+442079460102"))?;
    /// assert_eq!((contacts.phone(), contacts.iter().count()), (Some("+442079460102"), 2));
    /// contacts.set_phone(id(4), None)?;
    /// assert_eq!((contacts.phone(), contacts.iter().count()), (None, 1));
    /// # Ok::<(), domain::contact::ContactFault>(())
    /// ```
    ///
    /// # Errors
    /// A number that is none, or one too many.
    pub fn set_phone(&mut self, id: ContactId, number: Option<&str>) -> Result<(), ContactFault> {
        let is_phone = |contact: &Contact| contact.kind == ContactKind::Phone;
        let first = self.0.iter().position(is_phone);
        match (first, number) {
            (None, None) => {}
            (Some(first), None) => drop(self.0.remove(first)),
            (None, Some(number)) => {
                self.add(id, ContactKind::Phone, number)?;
                self.0.rotate_right(1);
            }
            (Some(first), Some(number)) => {
                let same = |contact: &Contact| is_phone(contact) && contact.value == number;
                match self.0.iter().position(same) {
                    Some(place) => self.0[first..=place].rotate_right(1),
                    None => self.change(self.0[first].id, number)?,
                }
            }
        }
        Ok(())
    }

    fn place(&self, id: ContactId) -> Result<usize, ContactFault> {
        let place = self.0.iter().position(|contact| contact.id == id);
        place.ok_or(ContactFault::Unknown)
    }

    fn get_mut(&mut self, id: ContactId) -> Result<&mut Contact, ContactFault> {
        let found = self.0.iter_mut().find(|contact| contact.id == id);
        found.ok_or(ContactFault::Unknown)
    }

    /// The value of a text that no other than `own` has.
    fn free_value(&self, own: Option<ContactId>, kind: ContactKind, text: &str) -> Result<String, ContactFault> {
        let value = check_value(kind, text).map_err(ContactFault::Value)?;
        let taken = |contact: &Contact| contact.kind == kind && contact.value == value && Some(contact.id) != own;
        if self.0.iter().any(taken) {
            return Err(ContactFault::Twice);
        }
        Ok(value)
    }
}
