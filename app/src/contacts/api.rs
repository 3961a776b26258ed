//! What contact methods are shown as, and what may be done with them.

use crate::components::Stamp;
use domain::contact::ContactKind;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A way to reach somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ContactWay {
    /// Which way.
    #[cfg_attr(feature = "ssr", schema(value_type = crate::schema::ContactKindWord))]
    pub kind: ContactKind,
    /// Number, address or name.
    pub value: String,
    /// Whether it is known to reach them; null for the address that they sign in with and have not placed.
    pub verified: Option<bool>,
}

/// Somebody's contact methods.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ContactsPage {
    /// The person's id.
    pub person: String,
    /// Their name.
    pub name: String,
    /// The one to use first in front.
    pub contacts: Vec<ContactRow>,
    /// The address they sign in with, when it is not among them: it is used last.
    pub last: Option<String>,
    /// Whether the viewer may add, change, move, remove and verify them.
    pub may_change: bool,
    /// Whether the viewer may mark them as checked.
    pub may_check: bool,
    /// How many there may be.
    pub most: usize,
}

/// A contact method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ContactRow {
    /// Id.
    pub id: String,
    /// Which way.
    #[cfg_attr(feature = "ssr", schema(value_type = crate::schema::ContactKindWord))]
    pub kind: ContactKind,
    /// Number, address or name.
    pub value: String,
    /// Whether it is known to reach them.
    pub verified: bool,
    /// How and when that was found out, in words; empty until it was.
    pub how: String,
    /// Whether a code can be sent by it.
    pub takes_code: bool,
    /// Until when the code works that was sent by it, if one was.
    pub code_until: Option<Stamp>,
    /// The severities it is used for, with spaces between them; empty for all.
    pub severities: String,
    /// Whether it stays quiet outside the office hours of what is supported in office hours alone.
    pub not_by_night: bool,
}

/// What changes of a contact method; what is left out stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ContactChange {
    /// Number in international form, address, or name.
    pub value: Option<String>,
    /// The severities it is used for, such as `P1 P2`; empty for all.
    pub severities: Option<String>,
    /// `quiet` to stay quiet outside the office hours of what is supported in office hours alone, or `any` for any hour.
    pub night: Option<String>,
}

impl From<&str> for ContactChange {
    fn from(value: &str) -> Self {
        Self {
            value: Some(value.to_owned()),
            ..Self::default()
        }
    }
}

/// Contact methods.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// Somebody's contact methods, for those entitled to them.
    async fn contacts(&self, person: String) -> crate::Answer<ContactsPage>;
    /// Adds one; answers its id.
    async fn add_contact(&self, person: String, kind: String, value: String) -> crate::Answer<String>;
    /// Gives one another value, or says what it is used for.
    async fn change_contact(&self, person: String, id: String, change: ContactChange) -> crate::Answer<()>;
    /// Removes one.
    async fn remove_contact(&self, person: String, id: String) -> crate::Answer<()>;
    /// Moves one a place `up` or `down`.
    async fn move_contact(&self, person: String, id: String, direction: String) -> crate::Answer<()>;
    /// Sends a code by one.
    async fn send_contact_code(&self, person: String, id: String) -> crate::Answer<()>;
    /// Takes the code that was sent by one.
    async fn verify_contact(&self, person: String, id: String, code: String) -> crate::Answer<()>;
    /// Marks one as checked.
    async fn check_contact(&self, person: String, id: String) -> crate::Answer<()>;
}

/// Somebody's contact methods; nothing for a viewer who is not entitled to them.
#[server(endpoint = "contacts/show")]
pub async fn load_contacts(person: String) -> Result<Option<ContactsPage>, crate::AppError> {
    match crate::ports::ports()?.contacts(person).await {
        Err(crate::AppError::Forbidden(_)) => Ok(None),
        found => found.map(Some),
    }
}

/// Adds one, and goes back to the page it was asked on, as the others do: one's own (`own`), or the person's.
#[server(endpoint = "contacts/add")]
pub async fn add_contact(
    person: String,
    kind: String,
    value: String,
    own: Option<String>,
) -> Result<(), crate::AppError> {
    crate::ports::ports()?.add_contact(person.clone(), kind, value).await?;
    back(&person, own.as_ref(), "contact-added");
    Ok(())
}

/// Gives one another value, or says what it is used for.
#[server(endpoint = "contacts/change")]
pub async fn change_contact(
    person: String,
    id: String,
    value: Option<String>,
    severities: Option<String>,
    night: Option<String>,
    own: Option<String>,
) -> Result<(), crate::AppError> {
    let change = ContactChange {
        value,
        severities,
        night,
    };
    crate::ports::ports()?
        .change_contact(person.clone(), id, change)
        .await?;
    back(&person, own.as_ref(), "contact-changed");
    Ok(())
}

/// Removes one.
#[server(endpoint = "contacts/remove")]
pub async fn remove_contact(person: String, id: String, own: Option<String>) -> Result<(), crate::AppError> {
    crate::ports::ports()?.remove_contact(person.clone(), id).await?;
    back(&person, own.as_ref(), "contact-removed");
    Ok(())
}

/// Moves one a place `up` or `down`.
#[server(endpoint = "contacts/move")]
pub async fn move_contact(
    person: String,
    id: String,
    direction: String,
    own: Option<String>,
) -> Result<(), crate::AppError> {
    crate::ports::ports()?
        .move_contact(person.clone(), id, direction)
        .await?;
    back(&person, own.as_ref(), "");
    Ok(())
}

/// Sends a code by one.
#[server(endpoint = "contacts/send-code")]
pub async fn send_contact_code(person: String, id: String, own: Option<String>) -> Result<(), crate::AppError> {
    crate::ports::ports()?.send_contact_code(person.clone(), id).await?;
    back(&person, own.as_ref(), "code-sent");
    Ok(())
}

/// Takes the code that was sent by one.
#[server(endpoint = "contacts/verify")]
pub async fn verify_contact(
    person: String,
    id: String,
    code: String,
    own: Option<String>,
) -> Result<(), crate::AppError> {
    crate::ports::ports()?.verify_contact(person.clone(), id, code).await?;
    back(&person, own.as_ref(), "contact-verified");
    Ok(())
}

/// Marks one as checked.
#[server(endpoint = "contacts/check")]
pub async fn check_contact(person: String, id: String, own: Option<String>) -> Result<(), crate::AppError> {
    crate::ports::ports()?.check_contact(person.clone(), id).await?;
    back(&person, own.as_ref(), "contact-checked");
    Ok(())
}

/// Leads back to the page that a form came from, saying what was done.
#[cfg(feature = "ssr")]
fn back(person: &str, own: Option<&String>, done: &str) {
    let page = match own {
        Some(_) => "/settings/contacts".to_owned(),
        None => format!("/people/{person}"),
    };
    let said = if done.is_empty() {
        String::new()
    } else {
        format!("?done={done}")
    };
    leptos_axum::redirect(&format!("{page}{said}"));
}
