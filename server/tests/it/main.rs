//! Store, services and HTTP, on SQLite and on a real PostgreSQL that the tests start and stop.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod access;
mod api_bad_input;
mod api_parity;
mod api_scopes;
mod api_story;
mod calendar;
mod covers;
mod covers_random;
mod guarantee;
mod http_basics;
mod leave;
mod names;
mod outlook;
mod page_data;
mod pay_examples;
mod pay_quote;
mod profile;
mod search;
mod sign_in;
mod store_writes;
mod support;
mod unfit;
mod wishes;
