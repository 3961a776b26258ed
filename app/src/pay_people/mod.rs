//! What pay knows of people: grade, region, zone, and who prepares it.

mod page;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub use page::PayPeoplePageView;

/// What pay knows of everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PayPeoplePage {
    /// People who are active, by name.
    pub people: Vec<PayPerson>,
    /// How many more there are than are listed.
    pub more: usize,
    /// What was looked for.
    pub query: String,
    /// The person whose particulars are changed: name, and the form.
    pub edit: Option<(String, PayPersonForm)>,
    /// Grades that rate cards or people have, by name.
    pub grades: Vec<String>,
    /// Holiday calendars to choose from: key and words.
    pub regions: Vec<(String, String)>,
    /// Zones to choose from.
    pub zones: Vec<String>,
    /// Whether the viewer may say who prepares pay.
    pub may_administer: bool,
}

/// What pay knows of somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PayPerson {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their grade; empty for none.
    pub grade: String,
    /// Their region in words; empty for the organisation's.
    pub region: String,
    /// The zone they are paid in; empty for the one they live in.
    pub zone: String,
    /// From when on something else holds, in words.
    pub later: Option<String>,
    /// Whether they prepare pay.
    pub payroll: bool,
}

/// What pay is to know of somebody, from a date on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct PayPersonForm {
    /// Their id.
    pub person: String,
    /// The first date: `2027-01-01`.
    pub from: String,
    /// Their grade; empty for none.
    pub grade: String,
    /// The key of their region's holiday calendar; empty for the organisation's.
    pub holiday_region: String,
    /// The zone they are paid in; empty for the one they live in.
    pub zone: String,
    /// `yes` or `no`: whether they prepare pay. Empty leaves it as it is; only administrators say it.
    pub payroll: String,
}

/// What pay knows of people.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// Everybody whose name holds `query`, with the form of one of them.
    async fn pay_people(&self, query: String, edit: String) -> crate::Answer<PayPeoplePage>;
    /// Changes what pay knows of somebody.
    async fn put_pay_person(&self, form: PayPersonForm) -> crate::Answer<()>;
}

/// What pay knows of everybody.
#[server(endpoint = "pay-people/list")]
pub async fn load_pay_people(
    #[server(default)] query: String,
    #[server(default)] edit: String,
) -> Result<PayPeoplePage, crate::AppError> {
    crate::ports::ports()?.pay_people(query, edit).await
}

/// Changes what pay knows of somebody.
#[server(endpoint = "pay-people/put")]
pub async fn put_pay_person(form: PayPersonForm) -> Result<(), crate::AppError> {
    crate::ports::ports()?.put_pay_person(form).await?;
    leptos_axum::redirect("/pay/people?done=saved");
    Ok(())
}
