//! Security: one's own password, and where one is signed in.

mod page;
mod sessions;

use crate::components::Stamp;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub use page::SecurityPage;
pub use sessions::{SessionsCard, SessionsHandle, use_sessions};

/// Where somebody is signed in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SessionsPage {
    /// Whose sessions.
    pub person: String,
    /// The zone of the times, as people say it.
    pub zone: String,
    /// The present one first, then the latest seen.
    pub sessions: Vec<SessionRow>,
}

/// A browser that is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct SessionRow {
    /// Id; not what is in the cookie.
    pub id: String,
    /// Such as `Firefox on Windows`.
    pub device: String,
    /// When it was begun.
    pub begun: Stamp,
    /// When it was last seen, to the minute or so.
    pub seen: Stamp,
    /// When it ends, unless it is used again.
    pub ends: Stamp,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// A password changed by whose it is.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PasswordChange {
    /// The present one.
    pub current_password: String,
    /// The one to have from now on: 12 to 128 characters.
    pub new_password: String,
}

/// One's own password, and sessions.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// The sessions of the viewer, or for an administrator of anybody.
    async fn sessions(&self, person: String) -> crate::Answer<SessionsPage>;
    /// Changes the viewer's password; ends their other sessions.
    async fn change_password(&self, change: PasswordChange) -> crate::Answer<()>;
    /// Ends one session.
    async fn end_session(&self, person: String, session: String) -> crate::Answer<()>;
    /// Ends all sessions of somebody's but the one that asks.
    async fn end_sessions(&self, person: String) -> crate::Answer<()>;
}

/// The sessions of the viewer, or for an administrator of anybody.
#[server(endpoint = "security/sessions")]
pub async fn load_sessions(person: String) -> Result<SessionsPage, crate::AppError> {
    crate::ports::ports()?.sessions(person).await
}

/// Changes the viewer's password; ends their other sessions.
#[server(endpoint = "security/change-password")]
pub async fn change_password(change: PasswordChange) -> Result<(), crate::AppError> {
    crate::ports::ports()?.change_password(change).await?;
    leptos_axum::redirect("/settings/security?done=password");
    Ok(())
}

/// Ends one session, and goes back to the page it was asked on, as [`end_sessions`] does.
#[server(endpoint = "security/end-session")]
pub async fn end_session(person: String, session: String, own: Option<String>) -> Result<(), crate::AppError> {
    crate::ports::ports()?.end_session(person.clone(), session).await?;
    leptos_axum::redirect(&page_of(&person, own.is_some()));
    Ok(())
}

/// Ends all sessions of somebody's but the one that asks, and goes back to the page it was asked on: one's own (`own`), or
/// the person's.
#[server(endpoint = "security/end-sessions")]
pub async fn end_sessions(person: String, own: Option<String>) -> Result<(), crate::AppError> {
    crate::ports::ports()?.end_sessions(person.clone()).await?;
    leptos_axum::redirect(&page_of(&person, own.is_some()));
    Ok(())
}

#[cfg(feature = "ssr")]
fn page_of(person: &str, own: bool) -> String {
    if own {
        "/settings/security?done=sessions".to_owned()
    } else {
        format!("/people/{person}?done=sessions")
    }
}
