//! Contact methods: how to reach somebody, in their own order, and whether it is known to work.

use crate::{Tandem, store::PersonRecord};
use domain::{
    CodeId,
    contact::{ContactKind, code_of},
};

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
    let placed = own
        .clone()
        .any(|way| way.kind == ContactKind::Email && way.value == person.email);
    let last = (!placed).then_some(Way {
        kind: ContactKind::Email,
        value: &person.email,
        verified: None,
    });
    own.chain(last)
}

/// The digits of a code. They derive from its id with the server's key, so that nobody reads them from the database.
pub(crate) fn digits_of(tandem: &Tandem, code: CodeId) -> String {
    code_of(tandem.key.sign(&format!("contact code {code}")).as_bytes())
}
