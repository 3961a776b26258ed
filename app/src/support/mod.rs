//! The support card: one page about a service for whoever supports it and whoever relies on it.

mod api;
mod edit;
mod page;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{
    LevelForm, LevelView, LoadSupportCard, PutSupportCard, SupportCall, SupportCardPage, SupportForm,
    load_support_card, put_support_card,
};
pub use page::SupportCardPageView;
