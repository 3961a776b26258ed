//! Gaps and conflicts: what of published duty has to be mended.

mod api;
mod page;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{ConflictFilter, ConflictPage, ConflictRow, Fix, LoadConflicts, load_conflicts};
pub use page::{ConflictsPage, TeamConflictsPage};
