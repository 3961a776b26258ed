//! What the pages and the API say about call-outs, and the server functions of the pages.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// One call-out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CallOutRow {
    /// The call-out's id.
    pub id: String,
    /// Id of whoever was called.
    pub person: String,
    /// From when to when, where they live: `Mon 23 Nov 23:10 – 23:55`.
    pub when: String,
    /// How long, such as `45 min`.
    pub length: String,
    /// `remote` or `on_site`.
    pub place: String,
    /// The place in words.
    pub place_words: String,
    /// What it was about; may be empty.
    pub reason: String,
    /// Slug of the rota it was for; empty is whichever they were on.
    pub rota: String,
    /// Wall time at which it began, where they live.
    pub from: String,
    /// Wall time at which it ended; empty while it goes on.
    pub to: String,
    /// Whether it goes on.
    pub running: bool,
    /// Whether the viewer may change or withdraw it.
    pub may_change: bool,
    /// Why nobody but those who prepare pay may change it any more; empty otherwise.
    pub locked: String,
    /// Who entered it, unless they did themselves.
    pub entered: String,
}

/// Somebody's call-outs of the last months.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CallOutsPage {
    /// Id of whose they are.
    pub person: String,
    /// Their name.
    pub name: String,
    /// Whether they are the viewer's own.
    pub own: bool,
    /// Whether the viewer may enter some.
    pub may_enter: bool,
    /// The zone of the times, as people say it.
    pub zone: String,
    /// What they are on duty for now, such as `Lead of Nights until Tue 09:00`; empty when they are not.
    pub on_duty: String,
    /// The one that goes on.
    pub running: Option<CallOutRow>,
    /// Those that are over, the latest first.
    pub rows: Vec<CallOutRow>,
    /// Slug and name of the rotas they were on.
    pub rotas: Vec<(String, String)>,
    /// Id and name of those the viewer may enter call-outs for.
    pub people: Vec<(String, String)>,
    /// The key for the form that enters one.
    pub key: String,
}

/// What the form sends. Times are wall times where the person lives, or instants.
///
/// With `minutes` it has just ended and was that long; with neither `minutes` nor `from` it begins now and goes on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct CallOutForm {
    /// Id of whoever was called; empty is oneself.
    #[cfg_attr(feature = "ssr", schema(ignore))]
    pub person: String,
    /// From when.
    pub from: String,
    /// Until when.
    pub to: String,
    /// How many minutes it took until now, in place of `from` and `to`.
    pub minutes: String,
    /// `remote` or `on_site`; empty is `remote`.
    pub place: String,
    /// What it was about.
    pub reason: String,
    /// Slug of the rota it was for; empty is whichever they were on.
    pub rota: String,
    /// The id that it is to have, a UUID, so that a form sent twice makes one; empty for none.
    pub key: String,
    /// Anything, to be led back to the page of pay instead of that of call-outs.
    #[cfg_attr(feature = "ssr", schema(ignore))]
    pub back: String,
}

/// Entering and changing call-outs.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// Somebody's call-outs; empty is the viewer.
    async fn call_outs(&self, person: String) -> crate::Answer<CallOutsPage>;
    /// Enters one and answers its id.
    async fn enter_call_out(&self, form: CallOutForm) -> crate::Answer<String>;
    /// Changes one.
    async fn change_call_out(&self, id: String, form: CallOutForm) -> crate::Answer<()>;
    /// Says that the one that goes on is over now.
    async fn finish_call_out(&self, id: String) -> crate::Answer<()>;
    /// Withdraws one.
    async fn withdraw_call_out(&self, id: String) -> crate::Answer<()>;
}

/// Somebody's call-outs.
#[server(endpoint = "call-outs/list")]
pub async fn load_call_outs(#[server(default)] person: String) -> Result<CallOutsPage, crate::AppError> {
    crate::ports::ports()?.call_outs(person).await
}

/// Enters a call-out.
#[server(endpoint = "call-outs/enter")]
pub async fn enter_call_out(#[server(default)] form: CallOutForm) -> Result<(), crate::AppError> {
    let back = back(&form.person, &form.back, "entered");
    crate::ports::ports()?.enter_call_out(form).await?;
    leptos_axum::redirect(&back);
    Ok(())
}

/// Changes a call-out.
#[server(endpoint = "call-outs/change")]
pub async fn change_call_out(id: String, #[server(default)] form: CallOutForm) -> Result<(), crate::AppError> {
    let back = back(&form.person, &form.back, "changed");
    crate::ports::ports()?.change_call_out(id, form).await?;
    leptos_axum::redirect(&back);
    Ok(())
}

/// Says that a call-out is over.
#[server(endpoint = "call-outs/finish")]
pub async fn finish_call_out(
    id: String,
    #[server(default)] person: String,
    #[server(default)] back: String,
) -> Result<(), crate::AppError> {
    crate::ports::ports()?.finish_call_out(id).await?;
    leptos_axum::redirect(&self::back(&person, &back, "entered"));
    Ok(())
}

/// Withdraws a call-out.
#[server(endpoint = "call-outs/withdraw")]
pub async fn withdraw_call_out(
    id: String,
    #[server(default)] person: String,
    #[server(default)] back: String,
) -> Result<(), crate::AppError> {
    crate::ports::ports()?.withdraw_call_out(id).await?;
    leptos_axum::redirect(&self::back(&person, &back, "withdrawn"));
    Ok(())
}

/// The page that a form was on.
#[cfg(feature = "ssr")]
fn back(person: &str, pay: &str, done: &str) -> String {
    let plain = !person.is_empty() && person.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    match (pay, plain) {
        ("", true) => format!("/pay/call-outs?person={person}&done={done}"),
        ("", false) => format!("/pay/call-outs?done={done}"),
        _ => format!("/pay?done={done}"),
    }
}
