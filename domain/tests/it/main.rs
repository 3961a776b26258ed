//! The rules of the domain, tested from outside against facts, independent oracles and properties.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod clock_changes;
mod corrections;
mod coverage;
mod coverage_properties;
mod extremes;
mod golden;
mod handover;
mod history;
mod holidays;
mod office_hours;
mod on_call;
mod pay;
mod recut;
mod resolve;
mod shifts;
mod support;
mod written;
mod zones;
