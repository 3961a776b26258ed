//! Tandem's pages and components, their wire types, and the server functions and ports behind them.
//!
//! A vertical (`now`, `people`, `covers`, …) has its wire types and server functions in `api.rs`, its page in `page.rs`,
//! and its port, which the server implements, in `port.rs`.

// Every page is a tree of generic view types; the compiler's default depth is not enough for the larger ones.
#![recursion_limit = "512"]

pub mod alerts;
pub mod audit;
pub mod call_outs;
pub mod changes;
pub mod components;
pub mod conflicts;
pub mod contacts;
pub mod corrections;
pub mod costs;
pub mod covers;
pub mod drafts;
pub mod entry;
pub mod error;
pub mod escalation;
pub mod feeds;
pub mod frame;
pub mod handover;
pub mod help;
pub mod history;
pub mod holidays;
pub mod inbox;
pub mod leave;
pub mod live;
pub mod me;
pub mod notice_choices;
pub mod notices;
pub mod now;
pub mod offers;
pub mod organisation;
pub mod pay_mappings;
pub mod pay_people;
pub mod payroll;
pub mod people;
pub mod permissions;
mod pieces;
pub mod planning;
pub mod planning_people;
pub mod planning_rules;
pub mod profile;
pub mod rate_cards;
pub mod rotas;
pub mod rotation;
#[cfg(feature = "ssr")]
pub mod schema;
pub mod search;
pub mod security;
pub mod session;
pub mod settings;
pub mod setup;
mod shell;
pub mod sign_in;
mod status;
pub mod support;
pub mod teams;
pub mod timeline;
pub mod toil;
pub mod tokens;
pub mod viewer;
pub mod webhooks;
pub mod wishes;

#[cfg(feature = "ssr")]
pub mod ports;

pub use error::{AppError, FieldError};
pub use shell::{App, Assets, shell};

/// What a server function answers.
pub type Answer<T> = Result<T, AppError>;
