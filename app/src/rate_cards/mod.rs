//! Rate cards: what duty pays, which card pays which rota, and from when on.

mod api;
mod compare;
mod edit;
mod form;
mod import;
mod list;
mod parts;
mod show;
mod uses;

pub use api::*;
pub use compare::CompareCardsPage;
pub use form::*;
pub use import::ImportCardPage;
pub use list::CardsPageView;
pub use show::CardPageView;
