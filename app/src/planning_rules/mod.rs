//! What is asked of plans: the organisation's defaults, and a rota's own.

mod fields;
mod page;

use crate::rotas::RotaHeading;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

pub(crate) use fields::RulesFields;
pub use page::{PlanningDefaultsPage, RotaRulesPage};

/// The rules of plans as they are typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct RulesForm {
    /// Revision of the rules that were looked at.
    pub revision: String,
    /// `organisation` for a rota that has no rules of its own; the rest of the form is not looked at then.
    pub follow: String,
    /// `uk-working-time`, `light` or `none` in place of everything below.
    pub preset: String,
    /// Hours of rest between two shifts; 0 or empty for none.
    pub min_rest_hours: String,
    /// Hours of unbroken rest within every week; 0 or empty for none.
    pub weekly_rest_hours: String,
    /// `on` when one person may serve two successive shifts.
    pub back_to_back: String,
    /// At most so many shifts in so many days.
    pub windows: Vec<LimitRow>,
    /// The most days in a row; 0 or empty for no limit.
    pub max_consecutive_days: String,
    /// Who is on duty more hours a week on average is reported; 0 or empty reports nobody.
    pub report_weekly_hours: String,
    /// How often two people may be together before it counts; empty for an even share.
    pub pair_cap: String,
    /// How much a fair share of the load counts: 0 (not at all) to 6 (above all); 3 or empty is usual.
    pub fair_load: String,
    /// How much a fair share of bank holidays counts.
    pub fair_holidays: String,
    /// How much wishes count.
    pub wishes: String,
    /// How much varied pairs count.
    pub pair_variety: String,
    /// How much it counts that turns are spread evenly.
    pub even_turns: String,
    /// How much it counts that roles alternate.
    pub role_alternation: String,
    /// How much it counts that little of what is published changes.
    pub few_changes: String,
}

/// At most `max` shifts in `days` days, as it is typed; a row without either is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct LimitRow {
    /// The most shifts.
    pub max: String,
    /// In how many days.
    pub days: String,
}

/// Rules to start from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PresetChoice {
    /// Its word.
    pub key: String,
    /// Its name.
    pub name: String,
    /// What it asks for, in words.
    pub what: String,
}

/// Rules, to be read and changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct RulesPage {
    /// The rota they are for; `None` for the organisation's.
    pub heading: Option<RotaHeading>,
    /// Whether the rota follows the organisation.
    pub follows: bool,
    /// The organisation's rules in words: what, and how it is.
    pub defaults: Vec<(String, String)>,
    /// What can be changed and sent back.
    pub form: RulesForm,
    /// What to start from.
    pub presets: Vec<PresetChoice>,
}

/// Reading and changing what is asked of plans.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// What the organisation asks for.
    async fn planning_defaults(&self) -> crate::Answer<RulesPage>;
    /// Changes it.
    async fn change_planning_defaults(&self, rules: RulesForm) -> crate::Answer<()>;
    /// What a rota asks for.
    async fn rota_planning_rules(&self, slug: String) -> crate::Answer<RulesPage>;
    /// Changes it.
    async fn change_rota_planning_rules(&self, slug: String, rules: RulesForm) -> crate::Answer<()>;
}

/// What the organisation asks of plans.
#[server(endpoint = "planning-rules/defaults")]
pub async fn load_planning_defaults() -> Result<RulesPage, crate::AppError> {
    crate::ports::ports()?.planning_defaults().await
}

/// Changes what the organisation asks of plans.
#[server(endpoint = "planning-rules/change-defaults")]
pub async fn change_planning_defaults(rules: RulesForm) -> Result<(), crate::AppError> {
    crate::ports::ports()?.change_planning_defaults(rules).await?;
    leptos_axum::redirect("/settings/planning?done=saved");
    Ok(())
}

/// What a rota asks of its plans.
#[server(endpoint = "planning-rules/rota")]
pub async fn load_rota_rules(slug: String) -> Result<RulesPage, crate::AppError> {
    crate::ports::ports()?.rota_planning_rules(slug).await
}

/// Changes what a rota asks of its plans.
#[server(endpoint = "planning-rules/change-rota")]
pub async fn change_rota_rules(slug: String, rules: RulesForm) -> Result<(), crate::AppError> {
    crate::ports::ports()?
        .change_rota_planning_rules(slug.clone(), rules)
        .await?;
    leptos_axum::redirect(&format!("/rotas/{slug}/plan/rules?done=saved"));
    Ok(())
}
