//! Tandem's rules: plain functions from values to values. No I/O, no async, no clock.
//!
//! Every shift has a Support **Lead** and a Support **Engineer**, and they are two different people: see [`Pairing`].

pub mod access;
pub mod alert;
pub mod calendar;
pub mod conflicts;
pub mod contact;
pub mod draft;
pub mod escalation;
pub mod handover;
pub mod history;
pub mod holidays;
pub mod id;
pub mod membership;
pub mod notice;
pub mod offer;
pub mod pairing;
pub mod pay;
pub mod planner;
pub mod role;
pub mod rota;
pub mod support;
pub mod time;
pub mod timeline;
pub mod webhook;

pub use id::{
    AlertId, ApartId, CallOutId, CodeId, ContactId, CorrectionId, CoverId, DraftId, EntryLinkId, FeedId, LeaveId,
    NoticeId, OfferId, PayDocumentId, PayExportId, PayQueryId, PersonId, PlanningJobId, RateCardId, RotaId, ServiceId,
    SessionId, ShiftId, TeamId, ToilTakenId, TokenId, WebhookId, WishId,
};
pub use pairing::{Pairing, SamePerson};
pub use role::{Qualification, Role};
pub use time::{Clock, Instant, Span, Zone};
