//! What the pages and the API say about time off in lieu, and the server functions of the pages.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What somebody has.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ToilSum {
    /// Still to be taken, in seconds; below zero when more was taken than earned.
    pub seconds: i64,
    /// The same in words, such as `4 h 30 min`.
    pub left: String,
    /// Earned on duty so far that no approved statement gives yet; empty for none.
    pub coming: String,
    /// What is lost next unless it is taken, such as `2 h on 1 Mar`; empty for nothing.
    pub expiring: String,
    /// Whether there is anything to show: something was earned or taken, or there is a choice.
    pub any: bool,
}

/// A line of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ToilRow {
    /// `earned`, `taken` or `expired`.
    pub kind: String,
    /// Id of what was taken; empty otherwise.
    pub id: String,
    /// The date: `2027-01-04`.
    pub date: String,
    /// The date in words.
    pub when: String,
    /// What it is, such as `Duty, on the statement of November`.
    pub what: String,
    /// By how much the balance grew, in seconds; below zero when it shrank.
    pub seconds: i64,
    /// The same in words, such as `+4 h`.
    pub change: String,
    /// The balance after it, in words.
    pub balance: String,
    /// Whether it lies ahead.
    pub ahead: bool,
    /// Whether the viewer may withdraw it.
    pub may_withdraw: bool,
}

/// What somebody chooses where a rate card leaves the choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ToilChoice {
    /// `money` or `time_off`.
    pub now: String,
    /// What is chosen from a later date on; empty for no change.
    pub later: String,
    /// The first date from which it can be chosen anew.
    pub from: String,
    /// Whether the viewer may choose.
    pub may_choose: bool,
}

/// Somebody's time off in lieu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ToilPage {
    /// Id of whose it is.
    pub person: String,
    /// Their name.
    pub name: String,
    /// Whether it is the viewer's own.
    pub own: bool,
    /// What they have.
    pub sum: ToilSum,
    /// What was lost because it was not taken in time, in words; empty for none.
    pub expired: String,
    /// How long it is kept, in words.
    pub kept: String,
    /// The ledger, the latest first.
    pub rows: Vec<ToilRow>,
    /// What they choose; none where no rate card leaves them the choice.
    pub choice: Option<ToilChoice>,
    /// Whether the viewer may enter that they take some.
    pub may_enter: bool,
    /// Id and name of those whose time off the viewer may see.
    pub people: Vec<(String, String)>,
    /// Today.
    pub today: String,
    /// The key for the form that enters some.
    pub key: String,
}

/// Time off that is taken, as the form sends it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ToilForm {
    /// Id of whoever takes it; empty is oneself.
    #[cfg_attr(feature = "ssr", schema(ignore))]
    pub person: String,
    /// On which date: `2027-01-04`.
    pub day: String,
    /// How much: `7.5` or `7:30`, in hours.
    pub hours: String,
    /// What it is for; may be empty.
    pub note: String,
    /// The id that it is to have, a UUID, so that a form sent twice takes it once; empty for none.
    pub key: String,
}

/// What somebody chooses from a date on, as the form sends it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ToilChoiceForm {
    /// Id of whoever chooses; empty is oneself.
    #[cfg_attr(feature = "ssr", schema(ignore))]
    pub person: String,
    /// `money` or `time_off`.
    pub choice: String,
    /// The first date.
    pub from: String,
}

/// Time off in lieu.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// Somebody's; empty is the viewer.
    async fn toil(&self, person: String) -> crate::Answer<ToilPage>;
    /// Enters that some is taken; answers its id.
    async fn take_toil(&self, form: ToilForm) -> crate::Answer<String>;
    /// Withdraws that.
    async fn withdraw_toil(&self, id: String) -> crate::Answer<()>;
    /// Chooses between time off and money.
    async fn choose_toil(&self, form: ToilChoiceForm) -> crate::Answer<()>;
}

/// Somebody's time off in lieu.
#[server(endpoint = "toil/show")]
pub async fn load_toil(#[server(default)] person: String) -> Result<ToilPage, crate::AppError> {
    crate::ports::ports()?.toil(person).await
}

/// Enters that time off is taken.
#[server(endpoint = "toil/take")]
pub async fn take_toil(#[server(default)] form: ToilForm) -> Result<(), crate::AppError> {
    let back = back(&form.person, "taken");
    crate::ports::ports()?.take_toil(form).await?;
    leptos_axum::redirect(&back);
    Ok(())
}

/// Withdraws that time off is taken.
#[server(endpoint = "toil/withdraw")]
pub async fn withdraw_toil(id: String, #[server(default)] person: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.withdraw_toil(id).await?;
    leptos_axum::redirect(&back(&person, "withdrawn"));
    Ok(())
}

/// Chooses between time off and money, where a rate card leaves the choice.
#[server(endpoint = "toil/choose")]
pub async fn choose_toil(#[server(default)] form: ToilChoiceForm) -> Result<(), crate::AppError> {
    let back = back(&form.person, "chosen");
    crate::ports::ports()?.choose_toil(form).await?;
    leptos_axum::redirect(&back);
    Ok(())
}

/// The page that a form was on.
#[cfg(feature = "ssr")]
fn back(person: &str, done: &str) -> String {
    let plain = !person.is_empty() && person.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    match plain {
        true => format!("/pay/time-off?person={person}&done={done}"),
        false => format!("/pay/time-off?done={done}"),
    }
}
