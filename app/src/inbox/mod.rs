//! The inbox: what somebody was told.

mod page;

use crate::components::Stamp;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub use page::InboxPageView;

/// A page of somebody's inbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct InboxPage {
    /// How many entries of the whole inbox are unread.
    pub unread: i64,
    /// Whether this is the page that begins with the latest.
    pub first: bool,
    /// Newest first.
    pub entries: Vec<InboxEntry>,
    /// What to send as `below` for the entries before these; nothing at the end.
    pub next: Option<String>,
}

/// What somebody was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct InboxEntry {
    /// Id.
    pub id: String,
    /// Key of its kind, such as `duty_changed`.
    pub kind: String,
    /// What it is about, in a line.
    pub subject: String,
    /// What it says, in lines.
    pub text: String,
    /// The page that shows what it is about.
    pub link: Option<String>,
    /// When it was made.
    pub made: Stamp,
    /// Whether it was not read yet.
    pub unread: bool,
}

/// The inbox.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// The viewer's inbox from below a place on.
    async fn inbox(&self, below: String) -> crate::Answer<InboxPage>;
    /// Marks an entry as read; answers the page that it leads to.
    async fn open_entry(&self, id: String) -> crate::Answer<Option<String>>;
    /// Marks all entries as read.
    async fn mark_entries(&self) -> crate::Answer<()>;
}

/// The viewer's inbox from below a place on: an empty one is the beginning.
#[server(endpoint = "inbox/list")]
pub async fn load_inbox(below: String) -> Result<InboxPage, crate::AppError> {
    crate::ports::ports()?.inbox(below).await
}

/// Marks an entry as read and, with `follow`, goes on to what it is about.
#[server(endpoint = "inbox/read")]
pub async fn read_entry(id: String, follow: Option<String>) -> Result<(), crate::AppError> {
    let link = crate::ports::ports()?.open_entry(id).await?;
    let place = link.filter(|_| follow.is_some());
    leptos_axum::redirect(place.as_deref().unwrap_or("/inbox"));
    Ok(())
}

/// Marks all entries as read.
#[server(endpoint = "inbox/read-all")]
pub async fn read_all() -> Result<(), crate::AppError> {
    crate::ports::ports()?.mark_entries().await?;
    leptos_axum::redirect("/inbox");
    Ok(())
}
