//! Notices: what people are told by mail, and what became of it.

mod page;

use crate::components::Stamp;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub use page::MailPageView;

/// Whether mail is set up, what waits and what was given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MailPage {
    /// The mail server, if mail is set up.
    pub through: Option<String>,
    /// Whom mail is from, if it is set up.
    pub from: Option<String>,
    /// Notices to send.
    pub queued: i64,
    /// Notices given up in the last 30 days.
    pub failed: i64,
    /// When the oldest of those to send was made.
    pub oldest: Option<Stamp>,
    /// The zone of the times, as people say it.
    pub zone: String,
    /// The latest of each state: given up, to send, sent, dropped.
    pub notices: Vec<NoticeRow>,
}

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct NoticeRow {
    /// Id.
    pub id: String,
    /// Key of its kind, such as `entry_link`.
    pub kind: String,
    /// Its kind in words.
    pub what: String,
    /// Whom it is for, when that is known.
    pub person: Option<String>,
    /// Where it goes.
    pub address: String,
    /// `queued`, `sent`, `failed` (given up) or `dropped` (of no use any more).
    pub state: String,
    /// When it was made.
    pub made: Stamp,
    /// When it was sent, given up or dropped.
    pub ended: Option<Stamp>,
    /// Whether it is being sent just now.
    pub sending: bool,
    /// When it is tried next, while it is to be sent.
    pub next: Option<Stamp>,
    /// How many times it was tried.
    pub tries: i64,
    /// After how many it is given up.
    pub most_tries: i64,
    /// Why it was not sent, the last time.
    pub reason: Option<String>,
}

/// Notices.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// Whether mail is set up, what waits and what was given up.
    async fn mail_page(&self) -> crate::Answer<MailPage>;
    /// Queues a notice that was given up anew.
    async fn send_notice_again(&self, id: String) -> crate::Answer<()>;
    /// Sends a test mail to the viewer.
    async fn send_test_mail(&self) -> crate::Answer<()>;
}

/// Whether mail is set up, what waits and what was given up.
#[server(endpoint = "notices/list")]
pub async fn load_mail() -> Result<MailPage, crate::AppError> {
    crate::ports::ports()?.mail_page().await
}

/// Queues a notice that was given up anew.
#[server(endpoint = "notices/send-again")]
pub async fn send_notice_again(id: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.send_notice_again(id).await?;
    leptos_axum::redirect("/settings/mail?done=again");
    Ok(())
}

/// Sends a test mail to the viewer.
#[server(endpoint = "notices/test")]
pub async fn send_test_mail() -> Result<(), crate::AppError> {
    crate::ports::ports()?.send_test_mail().await?;
    leptos_axum::redirect("/settings/mail?done=test");
    Ok(())
}
