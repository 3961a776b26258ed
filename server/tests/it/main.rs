//! Store, services and HTTP, on SQLite and on a real PostgreSQL that the tests start and stop.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod access;
mod api_bad_input;
mod api_parity;
mod api_scopes;
mod api_story;
mod audit;
mod calendar;
mod contacts;
mod covers;
mod covers_random;
mod drafts;
mod guarantee;
mod http_basics;
mod leave;
mod mail;
mod outbox;
mod outlook;
mod page_data;
mod pay_examples;
mod pay_quote;
mod people_many;
mod permissions;
mod planning_jobs;
mod planning_people;
mod planning_rules;
mod rotation;
mod sign_in;
mod store_writes;
mod support;
mod teams;
mod unfit;
mod wishes;
