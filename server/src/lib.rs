//! Tandem's server: configuration, command line, HTTP, services, store and snapshot.

pub mod answers;
pub mod backup;
mod bidi;
pub mod cli;
pub mod clock;
mod collation;
pub mod http;
mod kept;
mod limits;
pub mod mail;
mod marks;
mod metrics;
pub mod outward;
pub mod rota_bench;
pub mod secret;
pub mod services;
pub mod snapshot;
pub mod store;
mod tandem;
pub mod transfer;
mod zones;

pub use tandem::{Settings, Tandem};
