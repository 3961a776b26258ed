//! Rate cards: what duty pays, which card pays which rota, and from when on.

mod api;
mod import;
mod list;
mod show;
mod uses;

pub use api::*;
pub use import::ImportCardPage;
pub use list::CardsPageView;
pub use show::CardPageView;
