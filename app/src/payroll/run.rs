//! The pay run: everybody's statements of a period, and the server functions about it.

#[cfg(feature = "ssr")]
use super::statement::plain_words;
use super::{Amount, PayPeriodRow};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Somebody's statement in the pay run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RunRow {
    /// The statement's id.
    pub id: String,
    /// Id of whoever is paid.
    pub person: String,
    /// Their name.
    pub name: String,
    /// `draft`, `submitted`, `approved` or `exported`.
    pub state: String,
    /// What it comes to, by currency.
    pub totals: Vec<Amount>,
    /// Time off it gives; empty for none.
    pub toil: String,
    /// Whether something is made good in it of earlier periods.
    pub adjusts: bool,
    /// What somebody has to look at, the worst first.
    pub exceptions: Vec<String>,
    /// Whether the viewer may approve it as it is.
    pub may_approve: bool,
}

/// What was handed to payroll at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PayExportRow {
    /// Its id.
    pub id: String,
    /// By whom and when.
    pub made: String,
    /// How many statements are in it.
    pub statements: usize,
    /// What they come to, by currency.
    pub totals: Vec<Amount>,
}

/// The pay run of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PayRun {
    /// The period.
    pub period: PayPeriodRow,
    /// The first date of the period before.
    pub before: Option<String>,
    /// The first date of the period after.
    pub after: Option<String>,
    /// Whether the period is over.
    pub over: bool,
    /// Those with something to look at first.
    pub rows: Vec<RunRow>,
    /// What all of it comes to, by currency.
    pub totals: Vec<Amount>,
    /// How many are drafts, submitted, approved, exported.
    pub counts: [usize; 4],
    /// What was handed to payroll, the latest first.
    pub exports: Vec<PayExportRow>,
    /// The id that the next export is to have, so that a form sent twice makes one.
    pub key: String,
    /// The names of saved columns for payroll systems.
    pub mappings: Vec<String>,
}

/// The pay run of a period; empty is the one that ended last.
#[server(endpoint = "payroll/run")]
pub async fn load_pay_run(#[server(default)] period: String) -> Result<PayRun, crate::AppError> {
    crate::ports::ports()?.pay_run(period).await
}

/// Submits every statement of a period that is a draft and can be worked out.
#[server(endpoint = "payroll/submit-all")]
pub async fn submit_all(#[server(default)] period: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.submit_all(period.clone()).await?;
    leptos_axum::redirect(&format!("/pay/run?period={}&done=submitted", plain_words(&period)));
    Ok(())
}

/// Hands the approved statements of a period to payroll and locks them.
#[server(endpoint = "payroll/export")]
pub async fn export_pay(
    #[server(default)] period: String,
    #[server(default)] key: String,
) -> Result<(), crate::AppError> {
    crate::ports::ports()?.export_pay(period.clone(), key).await?;
    leptos_axum::redirect(&format!("/pay/run?period={}&done=exported", plain_words(&period)));
    Ok(())
}
