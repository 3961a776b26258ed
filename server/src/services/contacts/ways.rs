//! The ways to reach somebody, for escalation.

use crate::store::PersonRecord;
use domain::contact::ContactKind;

/// A way to reach somebody.
pub(crate) struct Way<'p> {
    pub(crate) kind: ContactKind,
    pub(crate) value: &'p str,
    /// Whether it is known to reach them; nothing for the address that they sign in with and have not placed.
    pub(crate) verified: Option<bool>,
}

/// Every way to reach somebody, in their own order. The address they sign in with comes last, unless they have placed it.
pub(crate) fn ways_of(person: &PersonRecord) -> impl Iterator<Item = Way<'_>> {
    let own = person.contacts.iter().map(|contact| Way {
        kind: contact.kind,
        value: &contact.value,
        verified: Some(contact.verified.is_some()),
    });
    own.chain(last_way(person).map(|value| Way {
        kind: ContactKind::Email,
        value,
        verified: None,
    }))
}

/// The address somebody signs in with, unless it is among their contact methods.
pub(super) fn last_way(person: &PersonRecord) -> Option<&str> {
    let mut own = person.contacts.iter();
    let placed = own.any(|contact| contact.kind == ContactKind::Email && contact.value == person.email);
    (!placed).then_some(person.email.as_str())
}
