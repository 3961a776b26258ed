//! What the published rota costs, by quarter: of a team, and of all of them.

mod page;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub use page::{CostsPageView, TeamCostsPage};

/// What duty of a quarter costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CostsPage {
    /// The team: slug and name; none for all of them.
    pub team: Option<(String, String)>,
    /// The quarter, in words.
    pub period: String,
    /// `last`, `this` or `next`.
    pub quarter: String,
    /// The sum of each currency; they are never added up.
    pub totals: Vec<String>,
    /// Its months.
    pub months: Vec<String>,
    /// Teams, or the team's rotas, by name; those that cost nothing are left out.
    pub rows: Vec<CostRow>,
    /// What is not in it: rotas that no card pays, or that are not published to its end.
    pub notes: Vec<String>,
    /// What could not be worked out, and why.
    pub faults: Vec<String>,
    /// Whether any card pays any of it.
    pub paid: bool,
    /// Whether the viewer may see rate cards and all teams.
    pub sees_pay: bool,
}

/// What a team or a rota costs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CostRow {
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What each month costs, in each currency.
    pub months: Vec<Vec<String>>,
    /// The sum of each currency.
    pub total: Vec<String>,
}

/// What duty costs.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// Of a team, in the last, this or the next quarter.
    async fn team_costs(&self, slug: String, quarter: String) -> crate::Answer<CostsPage>;
    /// Of all teams.
    async fn costs(&self, quarter: String) -> crate::Answer<CostsPage>;
}

/// What a team's duty costs.
#[server(endpoint = "costs/team")]
pub async fn load_team_costs(slug: String, #[server(default)] quarter: String) -> Result<CostsPage, crate::AppError> {
    crate::ports::ports()?.team_costs(slug, quarter).await
}

/// What all duty costs.
#[server(endpoint = "costs/all")]
pub async fn load_costs(#[server(default)] quarter: String) -> Result<CostsPage, crate::AppError> {
    crate::ports::ports()?.costs(quarter).await
}
