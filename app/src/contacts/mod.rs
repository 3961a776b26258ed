//! Contact methods: how to reach somebody, in their own order, and whether it is known to work.

mod api;
mod card;
mod code;
mod link;
mod page;
mod row;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{
    AddContact, ChangeContact, CheckContact, ContactChange, ContactRow, ContactWay, ContactsPage, LoadContacts,
    MoveContact, RemoveContact, SendContactCode, VerifyContact, add_contact, change_contact, check_contact,
    load_contacts, move_contact, remove_contact, send_contact_code, verify_contact,
};
pub use card::{ContactsCard, ContactsHandle, use_contacts};
pub use link::ContactLink;
pub use page::ContactsPageView;
