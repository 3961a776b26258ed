//! Drafts of a rota: compared, edited by hand, locked, and published in parts.

mod api;
mod board;
mod compare;
mod compared;
mod difference;
mod keys;
mod list;
mod money;
mod page;
mod panel;
mod publish;
mod seat;
mod tools;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{
    AgainForm, Choice, Choices, DraftMoney, DraftPage, DraftRow, DraftTurn, DraftsPage, EditForm, MoneyRow,
    PublishForm, SeatView, TermWords,
};
pub use compared::{
    Affected, ChangeRow, Column, Comparison, DifferenceView, Impact, LoadCell, PairRow, PersonLoads, TermRow,
};
pub use list::{DraftLinks, DraftsPageView};
pub use page::DraftPageView;
pub use publish::PublishDraftPage;
