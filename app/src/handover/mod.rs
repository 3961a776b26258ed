//! Handover: what the outgoing pair leaves for the incoming one.

mod api;
mod history;
mod notes;
mod page;
mod settings;
mod write;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{
    AcknowledgeForm, AcknowledgeHandover, ChangeChecklist, Check, ChecklistForm, HandoverCard, HandoverForm,
    HandoverHistory, HandoverPage, HandoverPerson, HandoverSettings, HandoverVersion, HandoverView, LoadHandover,
    LoadHandovers, NotePiece, UseHandoverNotes, WriteHandover, acknowledge_handover, change_checklist, load_handover,
    load_handovers, use_handover_notes, write_handover,
};
pub use history::HandoverHistoryPage;
pub use notes::HandoverCardView;
pub use page::HandoverPageView;
