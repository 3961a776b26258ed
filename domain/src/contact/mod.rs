//! Contact methods: how to reach a person, in their own order, and whether it is known to work.

mod code;
mod kind;
mod list;
mod value;

pub use code::{CODE_SECONDS, CODE_TRIES, code_of};
pub use kind::ContactKind;
pub use list::{Contact, ContactFault, Contacts, How, MOST_CONTACTS, Occasion, Verified};
pub use value::{check_email, check_phone, check_value};
