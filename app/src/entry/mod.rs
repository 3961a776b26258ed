//! Entry links: by one, an invited person, or one who has lost their password, sets a password and is in.

mod ask;
mod card;
mod page;

use crate::components::Stamp;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub use ask::ForgottenPage;
pub use card::{EntryCard, MadeLink};
pub use page::EnterPage;

/// Somebody's open link, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct EntryLinkRow {
    /// Whether it invites them; else it resets their password.
    pub invitation: bool,
    /// Until when it works, or worked.
    pub until: Stamp,
    /// Whether that is past.
    pub expired: bool,
}

/// A link that was just made: its address is shown this once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MadeEntryLink {
    /// For whom.
    pub name: String,
    /// The address to give to them alone.
    pub address: String,
    /// `invitation`, or `reset` for somebody who has a password.
    pub purpose: String,
    /// Until when it works, once.
    pub until: Stamp,
    /// Where it is on its way to by mail, if it is.
    pub mailed_to: Option<String>,
}

/// What the page behind a link needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryForm {
    /// Whose link it is.
    pub name: String,
    /// Their e-mail address, with which they sign in later.
    pub email: String,
    /// The organisation.
    pub organisation: String,
    /// Whether they have had no password before.
    pub invitation: bool,
}

/// Entry links.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// Makes a link for somebody, in place of the one they have, and sends it by mail if so; answers its id.
    async fn make_entry_link(&self, person: String, mail: bool) -> crate::Answer<String>;
    /// Words and address of the link of an id that the viewer has just made: once.
    async fn made_entry_link(&self, id: String) -> crate::Answer<Option<(String, String)>>;
    /// Ends somebody's open link.
    async fn revoke_entry_link(&self, person: String) -> crate::Answer<()>;
    /// Sends a link to whoever has this address, if anybody has; nobody learns whether.
    async fn ask_for_entry_link(&self, email: String) -> crate::Answer<()>;
    /// What the page behind a link needs, if its `key` is good.
    async fn entry_form(&self, key: String) -> crate::Answer<EntryForm>;
    /// Uses a link up: sets the password and signs in.
    async fn enter(&self, key: String, password: String) -> crate::Answer<()>;
}

/// Makes a link for somebody, shows it once on their page, and sends it to them if `mail` is there.
#[server(endpoint = "entry/make")]
pub async fn make_entry_link(person: String, mail: Option<String>) -> Result<(), crate::AppError> {
    let link = crate::ports::ports()?
        .make_entry_link(person.clone(), mail.is_some())
        .await?;
    leptos_axum::redirect(&format!("/people/{person}?link={link}"));
    Ok(())
}

/// Words and address of a link that the viewer has just made: once.
#[server(endpoint = "entry/made")]
pub async fn load_made_entry_link(id: String) -> Result<Option<(String, String)>, crate::AppError> {
    crate::ports::ports()?.made_entry_link(id).await
}

/// Ends somebody's open link.
#[server(endpoint = "entry/revoke")]
pub async fn revoke_entry_link(person: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.revoke_entry_link(person.clone()).await?;
    leptos_axum::redirect(&format!("/people/{person}?done=link-revoked"));
    Ok(())
}

/// Sends a link to whoever has this address, if anybody has.
#[server(endpoint = "entry/ask")]
pub async fn ask_for_entry_link(email: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.ask_for_entry_link(email).await?;
    leptos_axum::redirect("/forgotten?done=asked");
    Ok(())
}

/// What the page behind a link needs.
#[server(endpoint = "entry/form")]
pub async fn load_entry_form(key: String) -> Result<EntryForm, crate::AppError> {
    crate::ports::ports()?.entry_form(key).await
}

/// Sets the password, signs in and uses the link up.
#[server(endpoint = "entry/enter")]
pub async fn enter(key: String, password: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.enter(key, password).await?;
    leptos_axum::redirect("/");
    Ok(())
}
