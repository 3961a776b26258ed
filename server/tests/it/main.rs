//! Store, services and HTTP, on SQLite and on a real PostgreSQL that the tests start and stop.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod guarantee;
mod http_basics;
mod store_writes;
mod support;
