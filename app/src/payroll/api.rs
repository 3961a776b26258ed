//! What the pages and the API say about payroll, and the server functions of the pages.

use super::Amount;
#[cfg(feature = "ssr")]
use super::{PayQueryForm, PayRun, StatementPage};
use crate::call_outs::CallOutsPage;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A pay period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PayPeriodRow {
    /// Its first date.
    pub first: String,
    /// Its last date.
    pub last: String,
    /// In words, such as `Sun 1 Nov – Mon 30 Nov`.
    pub words: String,
    /// Whether today is in it.
    pub now: bool,
}

/// How often people are paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PaySettings {
    /// `monthly`, `four-weekly`, `weekly`, or `weeks` for another number of them.
    pub cycle: String,
    /// Of monthly periods: the day of the month on which each begins.
    pub day: u32,
    /// The cycle in words.
    pub words: String,
    /// The first date of the period after the last of which there are statements, or of the present one: another cycle can
    /// begin then.
    pub from: String,
    /// After how many days time off that was not taken is lost; empty is never.
    pub toil_expires_days: String,
    /// The period before, the present one and the next.
    pub periods: Vec<PayPeriodRow>,
}

/// What the form sends.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct PaySettingsForm {
    /// `monthly`, `four-weekly` or `weekly`; empty leaves the cycle as it is.
    pub cycle: String,
    /// Of monthly periods: the day of the month, 1 to 28, on which each begins; empty is 1.
    pub day: String,
    /// The date from which it is so: four-weekly and weekly periods are counted from it.
    pub from: String,
    /// After how many days time off that was not taken is lost; empty is never.
    pub toil_expires_days: String,
}

/// A statement in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PaySummary {
    /// The statement's id.
    pub id: String,
    /// Its period in words.
    pub words: String,
    /// `draft`, `submitted`, `approved` or `exported`.
    pub state: String,
    /// What it comes to, by currency.
    pub totals: Vec<Amount>,
    /// What it comes to so far, while the period goes on.
    pub so_far: Vec<Amount>,
    /// Time off it gives; empty for none.
    pub toil: String,
    /// How many things could not be paid.
    pub problems: usize,
}

/// Somebody's pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MyPay {
    /// The present period.
    pub present: PaySummary,
    /// The next, as planned.
    pub next: Option<PaySummary>,
    /// Those that are over and not yet submitted, the latest first.
    pub waiting: Vec<PaySummary>,
    /// Those that are submitted, approved or with payroll, the latest first.
    pub past: Vec<PaySummary>,
    /// Their time off in lieu.
    pub toil: crate::toil::ToilSum,
    /// Their call-outs.
    pub call_outs: CallOutsPage,
    /// Whether the viewer prepares pay.
    pub payroll: bool,
}

/// Pay as a person sees it, and as those who prepare it do.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// The viewer's own pay.
    async fn my_pay(&self) -> crate::Answer<MyPay>;
    /// A statement.
    async fn statement(&self, id: String) -> crate::Answer<StatementPage>;
    /// Submits a statement.
    async fn submit_statement(&self, id: String) -> crate::Answer<()>;
    /// Approves statements: all of them or none.
    async fn approve_statements(&self, ids: Vec<String>) -> crate::Answer<()>;
    /// Takes a statement back to a draft.
    async fn reopen_statement(&self, id: String, reason: String) -> crate::Answer<()>;
    /// Asks about a line; answers the question's id.
    async fn query_line(&self, id: String, form: PayQueryForm) -> crate::Answer<String>;
    /// Answers a question.
    async fn answer_query(&self, query: String, answer: String) -> crate::Answer<()>;
    /// The pay run of a period.
    async fn pay_run(&self, period: String) -> crate::Answer<PayRun>;
    /// Submits the drafts of a period; answers how many.
    async fn submit_all(&self, period: String) -> crate::Answer<usize>;
    /// Hands what is approved of a period to payroll; answers the export's id.
    async fn export_pay(&self, period: String, key: String) -> crate::Answer<String>;
    /// How often people are paid.
    async fn pay_settings(&self) -> crate::Answer<PaySettings>;
    /// Changes that.
    async fn change_pay_settings(&self, form: PaySettingsForm) -> crate::Answer<()>;
}

/// The viewer's own pay.
#[server(endpoint = "payroll/mine")]
pub async fn load_my_pay() -> Result<MyPay, crate::AppError> {
    crate::ports::ports()?.my_pay().await
}

/// How often people are paid.
#[server(endpoint = "payroll/settings")]
pub async fn load_pay_settings() -> Result<PaySettings, crate::AppError> {
    crate::ports::ports()?.pay_settings().await
}

/// Changes how often people are paid.
#[server(endpoint = "payroll/change-settings")]
pub async fn change_pay_settings(#[server(default)] form: PaySettingsForm) -> Result<(), crate::AppError> {
    crate::ports::ports()?.change_pay_settings(form).await?;
    leptos_axum::redirect("/pay/settings?done=saved");
    Ok(())
}
