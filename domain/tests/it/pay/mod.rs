//! What duty is paid.

mod adjustments;
mod call_outs;
mod faults;
mod golden;
mod periods;
mod properties;
mod reference;
mod rules;
mod support;
mod toil;
