//! Files that a page offers, for whoever is signed in.

use crate::services::{Desk, Format};
use app::{AppError, audit::AuditFilter, people::PeopleFilter};
use axum::{
    Extension,
    body::{Body, Bytes},
    extract::{Path, Query},
    response::{IntoResponse as _, Redirect, Response},
};
use futures_util::stream;
use http::{HeaderValue, StatusCode, header};
use serde::Deserialize;

/// `GET /settings/audit/export.csv` and `.json`: every entry that is asked for, as it is read.
pub(super) async fn audit(
    Extension(desk): Extension<Desk>,
    Path(file): Path<String>,
    Query(filter): Query<AuditFilter>,
) -> Response {
    let (format, kind) = match file.as_str() {
        "export.csv" => (Format::Csv, "text/csv; charset=utf-8"),
        "export.json" => (Format::Json, "application/json"),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    // The first part says whether there is a file at all.
    let (text, rest) = match desk.audit_part(format, filter).await {
        Ok(first) => first,
        Err(error) => return refusal(&error, "/settings/audit"),
    };
    let first = format!("{}{text}", format.head());
    let parts = stream::unfold(Some(Part::Ready(first, rest)), move |part| {
        let desk = desk.clone();
        async move {
            match part? {
                Part::Ready(text, Some(next)) => Some((Ok(text), Some(Part::Asked(next)))),
                Part::Ready(text, None) => Some((Ok(format!("{text}{}", format.end())), None)),
                Part::Asked(filter) => match desk.audit_part(format, filter).await {
                    Ok((text, Some(next))) => Some((Ok(text), Some(Part::Asked(next)))),
                    Ok((text, None)) => Some((Ok(format!("{text}{}", format.end())), None)),
                    // The file breaks off, which whoever fetches it notices.
                    Err(error) => Some((Err(error), None)),
                },
            }
        }
    });
    let name = format!("audit.{}", file.trim_start_matches("export."));
    attachment(&name, kind, Body::from_stream(map_bytes(parts)))
}

/// `GET /people/export.csv`: the people that are asked for, to be changed and imported again.
pub(super) async fn people(Extension(desk): Extension<Desk>, Query(filter): Query<PeopleQuery>) -> Response {
    match desk.people_file(&filter.into()) {
        Ok(text) => attachment("people.csv", "text/csv; charset=utf-8", Body::from(text)),
        Err(error) => refusal(&error, "/people"),
    }
}

/// The filter of the people page, as its address has it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PeopleQuery {
    q: String,
    state: String,
    role: String,
    team: String,
    qualification: String,
}

impl From<PeopleQuery> for PeopleFilter {
    fn from(query: PeopleQuery) -> Self {
        Self {
            query: query.q,
            state: query.state,
            role: query.role,
            team: query.team,
            qualification: query.qualification,
            page: String::new(),
        }
    }
}

/// What comes next of a file.
enum Part {
    /// This text, and what follows it.
    Ready(String, Option<AuditFilter>),
    /// What this asks for.
    Asked(AuditFilter),
}

fn map_bytes(
    parts: impl stream::Stream<Item = Result<String, AppError>>,
) -> impl stream::Stream<Item = Result<Bytes, AppError>> {
    use futures_util::TryStreamExt as _;
    parts.map_ok(Bytes::from)
}

pub(super) fn attachment(name: &str, kind: &'static str, body: Body) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// Why there is no file, in words; whoever is not signed in is led there first.
pub(super) fn refusal(error: &AppError, page: &str) -> Response {
    if matches!(error, AppError::NotSignedIn) {
        return Redirect::to(&format!("/sign-in?next={page}")).into_response();
    }
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, error.to_string()).into_response()
}
