//! What the pages and the API say about payroll, and the server functions of the pages.

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

/// One's own pay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct MyPay {
    /// The present period.
    pub period: PayPeriodRow,
    /// One's call-outs.
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
