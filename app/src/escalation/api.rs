//! What services' pages show and ask for.

use crate::now::Card;
use domain::Role;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Every service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ServicesPage {
    /// By name.
    pub services: Vec<ServiceCard>,
    /// Whether the viewer may create a service.
    pub may_create: bool,
}

/// A service in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ServiceCard {
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is; may be empty.
    pub description: String,
    /// The team that owns it.
    pub team: String,
    /// Who would be called first for a P1 now: id, name, and why.
    pub first: Option<(String, String, String)>,
    /// Whether a role is a gap now on the rota that serves it.
    pub gap: bool,
}

/// One service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ServicePage {
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is; may be empty.
    pub description: String,
    /// The team that owns it.
    pub team: String,
    /// The team's name in addresses.
    pub team_slug: String,
    /// Which rotas serve it, in words.
    pub rotas: String,
    /// The rota that serves it now.
    pub card: Card,
    /// Whether the viewer may change it.
    pub may_manage: bool,
    /// The severity asked about.
    pub severity: String,
    /// The instant asked about, as a wall time: `2026-11-24T03:12`.
    pub at: String,
    /// The zone of that wall time, as people say it.
    pub zone: String,
    /// The instant asked about, in words.
    pub moment: String,
    /// Instants that are worth asking about.
    pub instants: Vec<AskedInstant>,
    /// Whole hours from now to the instant asked about, from 0 to a fortnight.
    pub hours_ahead: u32,
    /// Office hours or not, which rota serves the service, and until when the answer holds.
    pub hours: String,
    /// What may go wrong then, the gravest first.
    pub warnings: Vec<CallWarning>,
    /// Who would be called, in order.
    pub calls: Vec<Call>,
    /// The rule of the policy that applies, in words.
    pub rule: String,
    /// What became of each target of that rule, in order.
    pub reasons: Vec<CallReason>,
    /// How often the steps are gone through, in words; empty for once.
    pub repeat: String,
    /// The policy as a form: the one in force, or one that is being edited.
    pub policy: PolicyForm,
    /// Whether the policy shown is being edited and not in force.
    pub draft: bool,
    /// What is wrong with the edited policy, if anything: the calls are then those of the one in force.
    pub fault: Option<String>,
    /// Value and words of whom a step may call.
    pub targets: Vec<(String, String)>,
    /// A policy that is thought about, for those who may publish it.
    pub kept_draft: Option<KeptDraft>,
    /// The versions of the policy, the latest first.
    pub versions: Vec<PolicyVersionView>,
}

/// A policy that is thought about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct KeptDraft {
    /// Who saved it, and when.
    pub saved: String,
    /// Whether the policy in force was changed since: it has to be looked at again before it is published.
    pub stale: bool,
    /// How it differs from the policy in force.
    pub changes: Vec<PolicyLine>,
    /// The page on which it is edited.
    pub edit: String,
}

/// A policy as it was put in force.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PolicyVersionView {
    /// Revision at which it was.
    pub revision: i64,
    /// From when on, in words.
    pub since: String,
    /// Who put it in force; may be empty.
    pub by: String,
    /// Whether it is the one in force.
    pub in_force: bool,
    /// How it differs from the one before.
    pub changes: Vec<PolicyLine>,
}

/// A difference between two policies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct PolicyLine {
    /// Whether it is new, and not gone.
    pub added: bool,
    /// What, in words.
    pub words: String,
}

/// An instant that is worth asking about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct AskedInstant {
    /// What asks about it: `tonight`, or a wall time.
    pub at: String,
    /// In words.
    pub words: String,
    /// Whether it is the one asked about.
    pub asked: bool,
    /// Whether a role is a gap then.
    pub gap: bool,
}

/// Something that may go wrong when people are called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CallWarning {
    /// Whether it should be mended before an incident.
    pub grave: bool,
    /// What, in words.
    pub words: String,
}

/// What became of one target of a step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CallReason {
    /// The step of the rule.
    pub step: String,
    /// `at once`, `+10 min`.
    pub time: String,
    /// Whom it asks for.
    pub asks: String,
    /// Whom that leads to, or why to nobody.
    pub became: String,
}

/// One step of who would be called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Call {
    /// `03:12`, then `+10 min`.
    pub time: String,
    /// Called at the same time.
    pub targets: Vec<CallTarget>,
}

/// Somebody who would be called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct CallTarget {
    /// The person's id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// The role they hold, when that is why.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<crate::schema::RoleWord>))]
    pub role: Option<Role>,
    /// Whether nobody else was left.
    pub last_resort: bool,
    /// Why, in words.
    pub because: String,
    /// How to reach them, in their own order, for those entitled to it.
    pub contacts: Vec<crate::contacts::ContactWay>,
}

/// A policy as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct PolicyForm {
    /// The rules, the first that matches first.
    pub rules: Vec<RuleForm>,
    /// The steps of all rules, in order.
    pub steps: Vec<StepForm>,
    /// Whom to call when no rule leads to anybody: a value of the targets.
    pub last_resort: String,
    /// What becomes of a step that leads to nobody: `last_resort` (or empty) is called in its place, or `next_step` takes
    /// its time.
    pub on_gap: String,
    /// Revision of the policy the form was opened with; empty for none.
    pub revision: String,
}

/// A rule as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct RuleForm {
    /// Severities, such as `P1` or `P2 P3`; empty for all.
    pub severities: String,
    /// `any`, `in` or `out`.
    pub hours: String,
    /// How often the steps are gone through again.
    pub repeat: String,
}

/// A step as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct StepForm {
    /// Which rule it belongs to, from 0.
    pub rule: String,
    /// Minutes after the incident began.
    pub after: String,
    /// Whom it calls: a value of the targets.
    pub call: String,
}

/// What a service's form shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ServiceFormPage {
    /// The service as it is.
    pub form: ServiceForm,
    /// Slug and name of each team the viewer may give a service to.
    pub teams: Vec<(String, String)>,
    /// Slug and name of each rota.
    pub rotas: Vec<(String, String)>,
}

/// A service as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct ServiceForm {
    /// Its name in addresses; empty for a new one.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What it is; may be empty.
    pub description: String,
    /// Slug of the team that owns it; it stays with its first.
    pub team: String,
    /// Slug of the rota that serves it in office hours.
    pub in_hours_rota: String,
    /// Slug of the rota that serves it out of hours.
    pub out_of_hours_rota: String,
}

/// Services and their policies.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// Every service.
    async fn services_page(&self) -> crate::Answer<ServicesPage>;
    /// One service, and who would be called; `draft` is a policy being edited, as JSON, or empty.
    async fn service_page(
        &self,
        slug: String,
        severity: String,
        at: String,
        draft: String,
    ) -> crate::Answer<ServicePage>;
    /// Puts a policy in force (`act` is `save`), keeps it as a draft (`draft`), puts the kept draft in force or forgets it
    /// (`publish`, `discard`), or changes the one being edited by a row; answers the page to show.
    async fn change_policy(&self, slug: String, policy: PolicyForm, act: String) -> crate::Answer<String>;
    /// What the form of a service, or of a new one, shows.
    async fn service_form(&self, slug: String) -> crate::Answer<ServiceFormPage>;
    /// Creates or changes a service; answers its slug.
    async fn put_service(&self, service: ServiceForm) -> crate::Answer<String>;
}

/// Every service.
#[server(endpoint = "escalation/services")]
pub async fn load_services() -> Result<ServicesPage, crate::AppError> {
    crate::ports::ports()?.services_page().await
}

/// One service, and who would be called.
#[server(endpoint = "escalation/service")]
pub async fn load_service(
    slug: String,
    #[server(default)] severity: String,
    #[server(default)] at: String,
    #[server(default)] draft: String,
) -> Result<ServicePage, crate::AppError> {
    crate::ports::ports()?.service_page(slug, severity, at, draft).await
}

/// Saves a policy, or adds and removes rows of one being edited.
#[server(endpoint = "escalation/policy")]
pub async fn change_policy(
    slug: String,
    #[server(default)] policy: PolicyForm,
    #[server(default)] act: String,
) -> Result<(), crate::AppError> {
    let page = crate::ports::ports()?.change_policy(slug, policy, act).await?;
    leptos_axum::redirect(&page);
    Ok(())
}

/// The form of a service, or of a new one.
#[server(endpoint = "escalation/form")]
pub async fn load_service_form(#[server(default)] slug: String) -> Result<ServiceFormPage, crate::AppError> {
    crate::ports::ports()?.service_form(slug).await
}

/// Creates or changes a service and goes to its page.
#[server(endpoint = "escalation/put-service")]
pub async fn put_service(service: ServiceForm) -> Result<(), crate::AppError> {
    let slug = crate::ports::ports()?.put_service(service).await?;
    leptos_axum::redirect(&format!("/services/{slug}?done=saved"));
    Ok(())
}
