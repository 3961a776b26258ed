//! Covers: someone else takes a role for a while.

mod api;
mod chart;
mod list;
mod page;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{
    Asked, Candidate, Chart, ChartBar, CoverChange, CoverForm, CoverPage, CoverRow, CoverView, CreateCover,
    LoadCoverPage, Outcome, Preview, Quick, WithdrawCover, WithdrawTogether, create_cover, load_cover_page,
    withdraw_cover, withdraw_together,
};
pub(crate) use chart::Compare;
pub(crate) use chart::Side;
pub use page::CoverPageView;
