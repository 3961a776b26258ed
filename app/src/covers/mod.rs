//! Covers: someone else takes a role for a while.

mod api;
mod chart;
mod list;
mod outcome;
mod page;
mod suggestions;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{
    Asked, Candidate, ChangeCover, Changing, Chart, ChartBar, CoverChange, CoverForm, CoverPage, CoverRow, CoverView,
    CreateCover, LoadCoverPage, Outcome, Preview, Quick, Suggestion, WithdrawCover, WithdrawTogether, change_cover,
    create_cover, load_cover_page, withdraw_cover, withdraw_together,
};
pub(crate) use chart::Compare;
pub(crate) use chart::Side;
use leptos::prelude::*;
pub(crate) use list::Made;
pub(crate) use outcome::OutcomeView;
pub use page::CoverPageView;
pub(crate) use suggestions::Suggestions;

/// What can be sent about covers: one action for each form.
#[derive(Clone, Copy)]
pub(crate) struct Writing {
    pub(crate) create: ServerAction<CreateCover>,
    pub(crate) change: ServerAction<ChangeCover>,
    pub(crate) withdraw: ServerAction<WithdrawCover>,
    pub(crate) together: ServerAction<WithdrawTogether>,
    /// The reason and the override as they are typed, for the form that is drawn anew when what was sent is refused.
    pub(crate) typed: RwSignal<(String, String)>,
}

impl Writing {
    /// Nothing sent yet.
    pub(crate) fn new() -> Self {
        Self {
            create: ServerAction::new(),
            change: ServerAction::new(),
            withdraw: ServerAction::new(),
            together: ServerAction::new(),
            typed: RwSignal::default(),
        }
    }

    /// Grows with everything that is answered.
    pub(crate) fn done(&self) -> usize {
        self.create.version().get()
            + self.change.version().get()
            + self.withdraw.version().get()
            + self.together.version().get()
    }
}
