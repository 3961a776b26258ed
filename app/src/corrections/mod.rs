//! Corrections of past duty: who was there after all, and why that is known only now.

mod api;
mod list;
mod page;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{
    Correct, CorrectionAsked, CorrectionForm, CorrectionPage, CorrectionRow, CorrectionSays, CorrectionView,
    CorrectionWithdrawal, LoadCorrections, WithdrawCorrection, correct, load_corrections, withdraw_correction,
};
pub use page::CorrectionPageView;
