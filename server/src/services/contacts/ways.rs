//! The ways to reach somebody, for escalation.

use crate::store::PersonRecord;
use domain::contact::{Contact, ContactKind, Occasion};

/// A way to reach somebody.
pub(crate) struct Way<'p> {
    pub(crate) kind: ContactKind,
    pub(crate) value: &'p str,
    /// Whether it is known to reach them; nothing for the address that they sign in with and have not placed.
    pub(crate) verified: Option<bool>,
}

/// The ways to reach somebody on an occasion, in their own order. The address they sign in with comes last, unless they have
/// placed it. Whoever has kept every way for other occasions is reached by all of them: somebody has to be.
pub(crate) fn ways_of(person: &PersonRecord, occasion: Occasion) -> Vec<Way<'_>> {
    let way = |contact: &'_ Contact| contact.is_for(occasion);
    let last = last_way(person);
    let none = last.is_none() && !person.contacts.iter().any(way);
    let own = person.contacts.iter().filter(|contact| none || way(contact));
    let own = own.map(|contact| Way {
        kind: contact.kind,
        value: &contact.value,
        verified: Some(contact.verified.is_some()),
    });
    let last = last.map(|value| Way {
        kind: ContactKind::Email,
        value,
        verified: None,
    });
    own.chain(last).collect()
}

/// The address somebody signs in with, unless it is among their contact methods.
pub(super) fn last_way(person: &PersonRecord) -> Option<&str> {
    let mut own = person.contacts.iter();
    let placed = own.any(|contact| contact.kind == ContactKind::Email && contact.value == person.email);
    (!placed).then_some(person.email.as_str())
}
