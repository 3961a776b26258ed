//! What goes wrong, as RFC 9457 `application/problem+json`.

use app::AppError;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use std::num::NonZeroU32;
use utoipa::ToSchema;

/// Why a request was not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Stable name of the kind of problem, such as `/problems/two-people`.
    #[serde(rename = "type")]
    pub(super) kind: String,
    /// The kind in words.
    pub(super) title: String,
    /// The HTTP status.
    pub(super) status: u16,
    /// What was wrong, with which value, and what to do.
    pub(super) detail: String,
    /// Everything that was wrong, where that is several things or a field's fault.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) errors: Vec<ProblemItem>,
    /// What a caller without a right to it is told to show.
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) challenge: Option<&'static str>,
    /// Seconds until it is worth asking again.
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) retry_after: Option<NonZeroU32>,
}

/// One of several things that were wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ProblemItem {
    /// The kind of problem, for a rule that says no.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<String>,
    /// The parameter or field, for a value that cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) field: Option<String>,
    /// What was wrong.
    pub(super) detail: String,
}

/// Name, title and status of every kind of problem.
pub(super) const KINDS: [(&str, &str, u16); 32] = [
    ("bad-request", "The request cannot be read", 400),
    ("not-signed-in", "A token is needed", 401),
    ("forbidden", "The token may not do this", 403),
    ("not-found", "There is no such thing", 404),
    ("method-not-allowed", "The address does not take this method", 405),
    ("two-people", "One person would hold both roles", 409),
    ("on-leave", "Somebody is on leave", 409),
    ("not-qualified", "Somebody is not qualified for the role", 409),
    ("two-rotas", "Somebody would be on two rotas at once", 409),
    ("nothing-to-cover", "There is nothing to cover", 409),
    ("not-held", "Somebody does not hold what they would give", 409),
    ("offer-over", "The offer has ended, or somebody was first", 409),
    ("not-accepted", "Nobody has accepted the offer", 409),
    ("not-for-you", "The offer is for somebody else", 409),
    ("moved", "What the offer is about has moved", 409),
    ("too-few", "Nobody in the team is qualified", 409),
    (
        "too-many-plans",
        "As many plans are being made already as may be at once",
        409,
    ),
    ("last-administrator", "Nobody else could administer", 409),
    ("deactivated", "Somebody is deactivated", 409),
    ("conflict", "A rule says no", 409),
    ("changed-meanwhile", "Somebody else changed it meanwhile", 412),
    ("too-large", "The body is too large", 413),
    ("unsupported-media-type", "The body is of another kind", 415),
    ("invalid", "A value cannot be used", 422),
    ("built-on", "Something builds on it", 409),
    ("not-undoable", "This cannot be undone", 409),
    ("nothing-changes", "Nothing would change", 409),
    ("nothing-to-correct", "Nobody had to be on duty", 409),
    ("past", "The past stands", 422),
    ("too-many", "Too many requests", 429),
    ("internal", "Something went wrong on our side", 500),
    ("unavailable", "The database cannot be reached", 503),
];

/// When to try again while the database is away.
const AGAIN_SECONDS: u32 = 5;

impl Problem {
    /// A problem of a kind in [`KINDS`]; another kind is a rule that says no.
    pub(super) fn new(kind: &str, detail: impl Into<String>) -> Self {
        let known = KINDS.iter().find(|(name, _, _)| *name == kind);
        let (title, status) = known.map_or(("A rule says no", 409), |(_, title, status)| (*title, *status));
        Self {
            kind: type_of(kind),
            title: title.to_owned(),
            status,
            detail: detail.into(),
            errors: Vec::new(),
            challenge: (kind == "not-signed-in").then_some("Bearer realm=\"tandem\""),
            retry_after: None,
        }
    }

    /// Tells the caller what credentials would do.
    pub(super) fn challenging(mut self, challenge: &'static str) -> Self {
        self.challenge = Some(challenge);
        self
    }
}

/// The name of a page's field as it is in JSON: `rota[windows][0][from]` is `windows[0].from`.
fn json_name(field: &str) -> String {
    let mut parts: Vec<&str> = field.split(['[', ']', '.']).filter(|part| !part.is_empty()).collect();
    // Pages send what these hold under one name.
    if parts.len() > 1 && matches!(parts[0], "rota" | "policy" | "rules" | "form" | "order" | "card") {
        parts.remove(0);
    }
    let mut name = String::new();
    for part in parts {
        match part {
            index if index.bytes().all(|byte| byte.is_ascii_digit()) => name = format!("{name}[{index}]"),
            first if name.is_empty() => name = first.to_owned(),
            part => name = format!("{name}.{part}"),
        }
    }
    name
}

fn type_of(kind: &str) -> String {
    format!("/problems/{kind}")
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        let detail = error.to_string();
        match error {
            AppError::Invalid(fields) => {
                let item = |one: app::FieldError| ProblemItem {
                    kind: None,
                    field: Some(json_name(&one.field)),
                    detail: one.message,
                };
                Self {
                    errors: fields.into_iter().map(item).collect(),
                    ..Self::new("invalid", detail)
                }
            }
            AppError::Refused { rule, message, all } => {
                let item = |(rule, words): (String, String)| ProblemItem {
                    kind: Some(type_of(&rule)),
                    field: None,
                    detail: words,
                };
                Self {
                    errors: all.into_iter().map(item).collect(),
                    ..Self::new(&rule, message)
                }
            }
            AppError::NotSignedIn => Self::new("not-signed-in", "Send a token: Authorization: Bearer tandem_…"),
            AppError::Forbidden(words) => {
                Self::new("forbidden", words).challenging("Bearer realm=\"tandem\", error=\"insufficient_scope\"")
            }
            AppError::NotFound(words) => Self::new("not-found", words),
            AppError::Stale(words) => Self::new("changed-meanwhile", words),
            AppError::TooMany { message, seconds } => Self {
                retry_after: NonZeroU32::new(seconds),
                ..Self::new("too-many", message)
            },
            AppError::Unavailable => Self {
                retry_after: NonZeroU32::new(AGAIN_SECONDS),
                ..Self::new("unavailable", detail)
            },
            AppError::Internal(_) => Self::new("internal", detail),
            AppError::Transport(words) => Self::new("bad-request", words),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self).unwrap_or_default();
        let mut response = (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response();
        if let Some(challenge) = self.challenge {
            response
                .headers_mut()
                .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.get().into());
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_named_as_it_is_in_json() {
        for (page, json) in [
            ("name", "name"),
            ("rota[windows][0][from]", "windows[0].from"),
            ("policy[last_resort]", "last_resort"),
            ("policy", "policy"),
            ("form[rules][wishes]", "rules.wishes"),
            ("order[leads][2][place]", "leads[2].place"),
            ("card[bands][1][lead]", "bands[1].lead"),
            ("changes[0].role", "changes[0].role"),
            ("changes[12].person", "changes[12].person"),
        ] {
            assert_eq!(json_name(page), json);
        }
    }

    #[test]
    fn a_problem_says_its_kind_its_status_and_every_reason() {
        let all = vec![
            ("on-leave".to_owned(), "Ben is on leave.".to_owned()),
            ("not-qualified".to_owned(), "Ben may not be Lead.".to_owned()),
        ];
        let refused = AppError::Refused {
            rule: "on-leave".to_owned(),
            message: "Ben is on leave.".to_owned(),
            all,
        };
        let problem = Problem::from(refused);
        assert_eq!((problem.kind.as_str(), problem.status), ("/problems/on-leave", 409));
        assert_eq!(problem.errors[1].kind.as_deref(), Some("/problems/not-qualified"));
        assert_eq!(Problem::from(AppError::refused("past", "No.")).status, 422);
        let invalid = Problem::from(AppError::field("at", "‘x’ is not an instant"));
        assert_eq!((invalid.status, invalid.errors[0].field.as_deref()), (422, Some("at")));
    }
}
