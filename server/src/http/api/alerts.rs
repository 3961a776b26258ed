//! `/api/v1/alerts`: reports of incidents, and who takes them.

use super::{
    body::{Body, Form},
    extract::{Asked, Monitor, Reader, Segment, Writer},
    problem::{Problem, ProblemItem},
};
use crate::services::{Reported, Taken};
use app::alerts::{AlertsPage, AlertsQuestion, Port as _};
use axum::Json;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::{IntoParams, ToSchema};

/// The most alerts of one report that are taken.
const MOST: usize = 2000;
/// The most faults that an answer names.
const MOST_NAMED: usize = 20;

/// What Prometheus Alertmanager sends to a webhook, version 4; fields that are not needed are not read.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct AlertmanagerReport {
    /// The alerts of a group.
    alerts: Vec<AlertmanagerAlert>,
}

/// One alert of it.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct AlertmanagerAlert {
    /// `firing` or `resolved`.
    status: String,
    /// `service` names the service by its slug, `severity` says how bad it is.
    #[serde(default)]
    labels: BTreeMap<String, String>,
    /// `summary` and `description` say what is wrong.
    #[serde(default)]
    annotations: BTreeMap<String, String>,
    /// What Alertmanager knows it by.
    #[serde(default)]
    fingerprint: String,
    /// The page behind it.
    #[serde(default, rename = "generatorURL")]
    generator_url: String,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct Receiver {
    /// Slug of the service of alerts whose labels name none.
    service: Option<String>,
}

/// What became of a report.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReportAnswer {
    /// Ids of new alerts.
    opened: Vec<String>,
    /// How many were known already.
    repeated: usize,
    /// How many were ended.
    resolved: usize,
    /// How many were left out, because a report has 2,000 at most.
    left_out: usize,
}

/// Takes what Prometheus Alertmanager sends to a webhook.
///
/// Each alert opens one of Tandem's, once, which is told by the service's escalation policy until somebody takes it, and
/// ends with its source. The label `service` names the service; `severity` is P1 to P3, or `critical` (P1), `warning` and
/// `error` (P2), and P3 for anything else. Where no service has the name that is said the answer is a refusal that names
/// it, which Alertmanager writes in its log; the other alerts of the report are taken.
#[utoipa::path(
    post, path = "/api/v1/alerts/alertmanager", tag = "Alerts", operation_id = "report_alerts", security(("token" = ["alerts"])),
    params(Receiver),
    request_body(content = AlertmanagerReport, description = "As Alertmanager sends it."),
    responses((status = 200, description = "What became of it.", body = ReportAnswer)),
)]
pub(super) async fn report(
    Monitor(desk): Monitor,
    Asked(receiver): Asked<Receiver>,
    Body(mut report): Body<AlertmanagerReport>,
) -> Result<Json<ReportAnswer>, Problem> {
    let left_out = report.alerts.len().saturating_sub(MOST);
    report.alerts.truncate(MOST);
    let usual = receiver.service.unwrap_or_default();
    let reports = report.alerts.into_iter().map(|alert| alert.reported(&usual)).collect();
    let taken = desk.take_reports(reports).await?;
    if left_out > 0 {
        tracing::warn!(left_out, "a report had more alerts than are taken at once");
    }
    match misplaced(&taken) {
        Some(problem) => Err(problem),
        None => Ok(Json(ReportAnswer {
            opened: taken.opened.iter().map(ToString::to_string).collect(),
            repeated: taken.repeated,
            resolved: taken.resolved,
            left_out,
        })),
    }
}

/// What is said of alerts that name no service of ours, in words that make sense in Alertmanager's log.
fn misplaced(taken: &Taken) -> Option<Problem> {
    let first = &taken.unknown.first()?.1;
    let others = taken.opened.len() + taken.repeated + taken.resolved;
    let rest = match others {
        0 => String::new(),
        1 => " The other alert was taken.".to_owned(),
        _ => format!(" The other {others} alerts were taken."),
    };
    let why = |slug: &str| match slug.trim() {
        "" => "No service is named".to_owned(),
        slug => format!("There is no service ‘{}’", slug.chars().take(60).collect::<String>()),
    };
    let words = format!(
        "{}: name one by the label `service`, or by ?service= in the address.{rest}",
        why(first)
    );
    tracing::warn!(service = %first, alerts = taken.unknown.len(), "alerts of a service that is not known were not taken");
    let item = |(place, slug): &(usize, String)| ProblemItem {
        kind: None,
        field: Some(format!("alerts[{place}].labels.service")),
        detail: format!("{}.", why(slug)),
    };
    Some(Problem {
        errors: taken.unknown.iter().take(MOST_NAMED).map(item).collect(),
        ..Problem::new("invalid", words)
    })
}

impl AlertmanagerAlert {
    fn reported(self, usual: &str) -> Reported {
        let label = |name: &str| self.labels.get(name).cloned().unwrap_or_default();
        let note = |name: &str| self.annotations.get(name).filter(|text| !text.is_empty()).cloned();
        let labels: Vec<String> = self
            .labels
            .iter()
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        let service = Some(label("service")).filter(|slug| !slug.is_empty());
        let named = Some(label("alertname")).filter(|name| !name.is_empty());
        let address = Some(self.generator_url.clone()).filter(|address| !address.is_empty());
        let more = note("description")
            .into_iter()
            .chain([labels.join("\n")])
            .chain(address);
        Reported {
            firing: self.status != "resolved",
            service: service.unwrap_or_else(|| usual.to_owned()),
            severity: label("severity"),
            fingerprint: if self.fingerprint.is_empty() {
                labels.join(" ")
            } else {
                self.fingerprint.clone()
            },
            title: note("summary").or(named).unwrap_or_else(|| "Alert".to_owned()),
            detail: more.collect::<Vec<_>>().join("\n\n"),
        }
    }
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct Question {
    /// Only this one.
    id: Option<String>,
    /// `open` for those that are not over, which is what nothing means, or `all`.
    state: Option<String>,
    /// Only those after these: `next` of the answer before.
    after: Option<String>,
}

/// Alerts, the latest first, with all that became of each.
#[utoipa::path(
    get, path = "/api/v1/alerts", tag = "Alerts", operation_id = "list_alerts", security(("token" = ["read"])),
    params(Question),
    responses(
        (status = 200, description = "The latest first.", body = AlertsPage),
        (status = 404, description = "There is no such alert.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn list(Reader(desk): Reader, Asked(asked): Asked<Question>) -> Result<Json<AlertsPage>, Problem> {
    let text = Option::unwrap_or_default;
    let asked = AlertsQuestion {
        id: text(asked.id),
        state: text(asked.state),
        after: text(asked.after),
    };
    Ok(Json(desk.alerts(asked).await?))
}

/// What to do with an alert.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(super) struct AlertAct {
    /// `acknowledge`: somebody works on it, and nobody else is called; `resolve`: it is over.
    act: String,
}

/// Takes an alert, or ends it.
#[utoipa::path(
    post, path = "/api/v1/alerts/{id}", tag = "Alerts", operation_id = "act_on_alert", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The alert's id.")),
    request_body(content = AlertAct, description = "What to do with it."),
    responses((status = 200, description = "The alert, as it is then.", body = AlertsPage)),
)]
pub(super) async fn act(
    Writer(desk): Writer,
    Segment(id): Segment,
    Form(AlertAct { act }): Form<AlertAct>,
) -> Result<Json<AlertsPage>, Problem> {
    desk.act_on_alert(id.clone(), act).await?;
    let asked = AlertsQuestion {
        id,
        ..AlertsQuestion::default()
    };
    Ok(Json(desk.alerts(asked).await?))
}
