//! `POST /api/v1/rotas/{slug}/covers`, `GET` and `DELETE /api/v1/covers/{id}`.

use super::{
    answer::created,
    body::Body,
    extract::{Reader, Segment, Writer, instant},
    once,
    problem::Problem,
};
use crate::{
    answers::CoverAnswer,
    services::{CoverChange, CoverRequest, Faults, Seen, cover_id},
};
use app::AppError;
use axum::{Json, response::Response};
use domain::{CoverId, PersonId, Role};
use http::{HeaderMap, header};
use serde::Deserialize;
use utoipa::ToSchema;

/// A cover to make: `role` and `person`, or `changes` for both roles in one change.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NewCover {
    /// `lead` or `engineer`.
    role: Option<String>,
    /// Id of the person who takes the role.
    person: Option<String>,
    /// Both roles in one change, such as a swap of roles between the two on duty.
    changes: Option<Vec<NewChange>>,
    /// From when, in RFC 3339; now, if absent.
    #[schema(format = DateTime)]
    from: Option<String>,
    /// Until when, in RFC 3339.
    #[schema(format = DateTime, required)]
    to: Option<String>,
    /// Why.
    reason: Option<String>,
    /// Why somebody on leave or not qualified is taken all the same.
    #[serde(rename = "override")]
    override_reason: Option<String>,
}

/// Somebody takes a role.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct NewChange {
    /// `lead` or `engineer`.
    role: String,
    /// Id of the person who takes it.
    person: String,
}

/// Makes a cover.
///
/// Refused while it would put one person into both roles; somebody on leave or not qualified needs an override.
#[utoipa::path(
    post, path = "/api/v1/rotas/{slug}/covers", tag = "Covers", operation_id = "make_cover", security(("token" = ["write"])),
    params(
        ("slug" = String, Path, description = "The rota's name in addresses."),
        ("If-Match" = Option<String>, Header, description = "The revision you have seen, such as \"12\": refused when the rota was changed since."),
    ),
    request_body(content = NewCover, description = "Who takes which role, when and why."),
    responses(
        (status = 201, description = "The cover is in force.", body = CoverAnswer),
        (status = 409, description = "A rule says no: two-people, on-leave or not-qualified.", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "The rota was changed since the revision in If-Match.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A value cannot be used, or it lies in the past.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn make(
    Writer(desk): Writer,
    Segment(slug): Segment,
    headers: HeaderMap,
    Body(cover): Body<NewCover>,
) -> Result<Response, Problem> {
    let request = request(cover, &headers)?;
    let made = CoverAnswer::from(desk.make_cover(&slug, request).await?);
    let location = format!("/api/v1/covers/{}", made.id);
    Ok(created(location, made))
}

/// A cover, withdrawn or not.
#[utoipa::path(
    get, path = "/api/v1/covers/{id}", tag = "Covers", operation_id = "get_cover", security(("token" = ["read"])),
    params(("id" = String, Path, description = "The cover's id.")),
    responses(
        (status = 200, description = "The cover.", body = CoverAnswer),
    ),
)]
pub(super) async fn show(Reader(desk): Reader, Segment(id): Segment) -> Result<Json<CoverAnswer>, Problem> {
    Ok(Json(desk.cover(cover_id(&id)?).await?.into()))
}

/// Withdraws a cover: what of it has passed stands.
///
/// Refused while that would put one person into both roles.
#[utoipa::path(
    delete, path = "/api/v1/covers/{id}", tag = "Covers", operation_id = "withdraw_cover", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The cover's id.")),
    responses(
        (status = 200, description = "The cover, withdrawn.", body = CoverAnswer),
        (status = 409, description = "Another cover stands in the way; it is named.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "The cover is over.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn withdraw(Writer(desk): Writer, Segment(id): Segment) -> Result<Json<CoverAnswer>, Problem> {
    Ok(Json(desk.withdraw_cover(cover_id(&id)?).await?.into()))
}

/// What of a cover is to be otherwise; what is absent stays.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct ChangedCover {
    /// Who takes which role from now on: one role, or both.
    changes: Option<Vec<NewChange>>,
    /// From when, in RFC 3339. The start of a cover that has begun stays.
    #[schema(format = DateTime)]
    from: Option<String>,
    /// Until when, in RFC 3339.
    #[schema(format = DateTime)]
    to: Option<String>,
    /// Why.
    reason: Option<String>,
    /// Why somebody on leave or not qualified is taken all the same.
    #[serde(rename = "override")]
    override_reason: Option<String>,
}

/// Changes a cover in one go: moved, longer, shorter, or somebody else's.
///
/// What of it has passed stands as it was. The rest is a cover with an id of its own, which keeps the place among other
/// covers that the first had; `replaces` names that.
#[utoipa::path(
    patch, path = "/api/v1/covers/{id}", tag = "Covers", operation_id = "change_cover", security(("token" = ["write"])),
    params(
        ("id" = String, Path, description = "The cover's id."),
        ("If-Match" = Option<String>, Header, description = "The revision you have seen, such as \"12\": refused when the rota was changed since."),
    ),
    request_body(content = ChangedCover, description = "What is to be otherwise."),
    responses(
        (status = 200, description = "The cover as it is now.", body = CoverAnswer),
        (status = 409, description = "A rule says no: two-people, on-leave or not-qualified.", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "It was changed or withdrawn, or the rota was changed since the revision in If-Match.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "A value cannot be used, or it lies in the past.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn change(
    Writer(desk): Writer,
    Segment(id): Segment,
    headers: HeaderMap,
    Body(cover): Body<ChangedCover>,
) -> Result<Json<CoverAnswer>, Problem> {
    let mut faults = Faults::default();
    let only = NewCover {
        role: None,
        person: None,
        changes: cover.changes,
        from: None,
        to: None,
        reason: None,
        override_reason: None,
    };
    let changed = only.changes.is_some().then(|| changes(&mut faults, &only));
    let change = CoverChange {
        from: instant(&mut faults, "from", cover.from.as_deref()),
        to: instant(&mut faults, "to", cover.to.as_deref()),
        changes: changed,
        reason: cover.reason,
        override_reason: cover.override_reason,
        if_match: if_match(&mut faults, &headers),
    };
    faults.check()?;
    Ok(Json(desk.change_cover(cover_id(&id)?, change).await?.into()))
}

/// Covers to withdraw.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Withdrawal {
    /// Their ids, all of one rota.
    covers: Vec<String>,
}

/// Withdraws several covers of one rota in one change: all of them, or none.
///
/// For covers of which none can go alone, because one person would be left in both roles.
#[utoipa::path(
    post, path = "/api/v1/covers/withdraw", tag = "Covers", operation_id = "withdraw_covers", security(("token" = ["write"])),
    request_body(content = Withdrawal, description = "At least one."),
    responses(
        (status = 200, description = "The covers, withdrawn.", body = Vec<CoverAnswer>),
        (status = 404, description = "One of them is not there: then none is withdrawn.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Another cover stands in the way; it is named.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "One of them is over, or they are not of one rota.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn withdraw_several(
    Writer(desk): Writer,
    Body(withdrawal): Body<Withdrawal>,
) -> Result<Json<Vec<CoverAnswer>>, Problem> {
    let ids: Result<Vec<CoverId>, AppError> = withdrawal.covers.iter().map(|id| cover_id(id)).collect();
    let withdrawn = desk.withdraw_covers(ids?).await?;
    Ok(Json(withdrawn.into_iter().map(CoverAnswer::from).collect()))
}

fn request(cover: NewCover, headers: &HeaderMap) -> Result<CoverRequest, AppError> {
    let mut faults = Faults::default();
    let changes = changes(&mut faults, &cover);
    let from = instant(&mut faults, "from", cover.from.as_deref());
    let to = instant(&mut faults, "to", cover.to.as_deref());
    if cover.to.as_deref().is_none_or(|to| to.trim().is_empty()) {
        faults.note("to", "Say until when, such as 2026-11-24T09:00:00Z.");
    }
    let if_match = if_match(&mut faults, headers);
    let id = key(headers);
    faults.check()?;
    let to = to.ok_or_else(|| AppError::field("to", "Say until when."))?;
    let reason = cover.reason.unwrap_or_default();
    Ok(CoverRequest {
        id,
        changes,
        from,
        to,
        reason,
        override_reason: cover.override_reason,
        if_match,
    })
}

fn changes(faults: &mut Faults, cover: &NewCover) -> Vec<(Role, PersonId)> {
    let single = cover.role.is_some() || cover.person.is_some();
    let mut change = |prefix: &str, role: &str, person: &str| {
        let role = faults.take(&format!("{prefix}role"), role.parse::<Role>());
        let person = faults.take(&format!("{prefix}person"), person.parse::<PersonId>());
        role.zip(person)
    };
    match (&cover.changes, single) {
        (Some(changes), false) if (1..=2).contains(&changes.len()) => {
            let each = changes.iter().enumerate();
            each.filter_map(|(index, one)| change(&format!("changes[{index}]."), &one.role, &one.person))
                .collect()
        }
        (None, true) => {
            let text = |value: &Option<String>| value.clone().unwrap_or_default();
            change("", &text(&cover.role), &text(&cover.person))
                .into_iter()
                .collect()
        }
        (Some(_), true) => {
            faults.note("changes", "Send role and person, or changes: not both.");
            Vec::new()
        }
        (Some(changes), false) => {
            faults.note(
                "changes",
                format!("{} changes: send one or two, at most one for each role.", changes.len()),
            );
            Vec::new()
        }
        (None, false) => {
            faults.note("role", "Say who takes which role: role and person, or changes.");
            Vec::new()
        }
    }
}

/// The cover's id, for a key that can be one.
fn key(headers: &HeaderMap) -> Option<CoverId> {
    let text = headers.get(once::KEY)?.to_str().unwrap_or_default();
    text.trim().trim_matches('"').parse().ok()
}

/// The revision in `If-Match`: `"12"`, as a weak tag too. `*` matches anything.
fn if_match(faults: &mut Faults, headers: &HeaderMap) -> Option<Seen> {
    let value = headers.get(header::IF_MATCH)?;
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return None;
    }
    let number = text.strip_prefix("W/").unwrap_or(text).trim_matches('"');
    let revision = number.parse::<i64>().map(Seen::Revision);
    faults.take(
        "If-Match",
        revision.map_err(|_| format!("‘{text}’ is not a revision: send one, such as \"12\".")),
    )
}
