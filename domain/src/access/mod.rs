//! How people get in, and how they are kept out: passwords, tries, sessions and the links that let somebody set a password.

mod device;
mod entry;
mod passphrase;
mod session;
mod tries;

pub use device::device;
pub use entry::{ASKED_LINK_SECONDS, EntryPurpose};
pub use passphrase::{Weakness, check_passphrase};
pub use session::{SESSION_ENDS_AFTER, SESSION_IDLE, session_ends};
pub use tries::{Tries, TryLimit};
