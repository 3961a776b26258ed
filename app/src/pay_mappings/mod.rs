//! Columns for payroll systems, saved by name.

mod page;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub use page::PayMappingsPageView;

/// Saved columns, as the form sends them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct PayMappingForm {
    /// What they are called: the file of an export has this name.
    pub name: String,
    /// `lines` for a row for each line and adjustment, `people` for one for each person and currency.
    pub rows: String,
    /// A column on each line: `Heading = column`, or `Heading = "text"` for the same text in every row.
    pub columns: String,
    /// `comma`, `semicolon` or `tab`; empty is `comma`.
    pub separator: String,
    /// `yes` for amounts with a comma (`12,50`); empty for a point.
    pub decimal_comma: String,
    /// `no` for a file without headings; empty for one with them.
    pub headings: String,
}

/// Saved columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PayMappingRow {
    /// What they are.
    pub form: PayMappingForm,
    /// In a few words, such as `a row for each line, 5 columns`.
    pub words: String,
    /// Who saved them, and when.
    pub saved: String,
}

/// All that is saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PayMappingsPage {
    /// By name.
    pub mappings: Vec<PayMappingRow>,
    /// The columns that there are in a row for each line.
    pub line_columns: Vec<String>,
    /// The columns that there are in a row for each person.
    pub person_columns: Vec<String>,
}

/// Columns for payroll systems.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// All that is saved.
    async fn pay_mappings(&self) -> crate::Answer<PayMappingsPage>;
    /// Saves columns under a name.
    async fn put_pay_mapping(&self, form: PayMappingForm) -> crate::Answer<()>;
    /// Removes those of a name.
    async fn remove_pay_mapping(&self, name: String) -> crate::Answer<()>;
}

/// All columns that are saved.
#[server(endpoint = "pay-mappings/list")]
pub async fn load_pay_mappings() -> Result<PayMappingsPage, crate::AppError> {
    crate::ports::ports()?.pay_mappings().await
}

/// Saves columns under a name, in place of those of the same name.
#[server(endpoint = "pay-mappings/put")]
pub async fn put_pay_mapping(#[server(default)] form: PayMappingForm) -> Result<(), crate::AppError> {
    crate::ports::ports()?.put_pay_mapping(form).await?;
    leptos_axum::redirect("/pay/columns?done=saved");
    Ok(())
}

/// Removes the columns of a name.
#[server(endpoint = "pay-mappings/remove")]
pub async fn remove_pay_mapping(#[server(default)] name: String) -> Result<(), crate::AppError> {
    crate::ports::ports()?.remove_pay_mapping(name).await?;
    leptos_axum::redirect("/pay/columns?done=removed");
    Ok(())
}
