//! Undo of one's last change, on the page that says that it was saved.

mod api;
mod message;

#[cfg(feature = "ssr")]
pub use api::Port;
#[cfg(feature = "ssr")]
pub(crate) use api::after_saving;
pub use api::{ChangeOffer, LoadChange, UndoChange, Undone, load_change, undo_change};
pub(crate) use message::SavedMessage;
