//! Covers: someone else takes a role for a while.

mod api;
mod chart;
mod list;
mod page;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{
    Asked, Candidate, Chart, ChartBar, CoverChange, CoverForm, CoverPage, CoverRow, CoverView, CreateCover,
    LoadCoverPage, Outcome, Preview, Quick, WithdrawCover, create_cover, load_cover_page, withdraw_cover,
};
pub(crate) use chart::Side;
pub use page::CoverPageView;
