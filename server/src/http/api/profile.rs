//! `/api/v1/people/{id}/profile`: how somebody is called, where they live and how they read.

use super::{
    body::Form,
    extract::{Segment, Writer},
    problem::Problem,
};
use app::profile::{Profile, ProfileForm};
use axum::Json;

/// Somebody's profile.
#[utoipa::path(
    get, path = "/api/v1/people/{id}/profile", tag = "People", operation_id = "get_profile", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The person's id.")),
    responses((status = 200, description = "The profile, with what may be chosen.", body = Profile)),
)]
pub(super) async fn show(Writer(desk): Writer, Segment(id): Segment) -> Result<Json<Profile>, Problem> {
    Ok(Json(desk.profile_of(&id)?))
}

/// Changes somebody's profile: zone, order of dates, clock and theme; their name needs the scope admin.
#[utoipa::path(
    patch, path = "/api/v1/people/{id}/profile", tag = "People", operation_id = "change_profile", security(("token" = ["write"])),
    params(("id" = String, Path, description = "The person's id.")),
    request_body(content = ProfileForm, description = "What changes; what is left out stays."),
    responses((status = 200, description = "The profile.", body = Profile)),
)]
pub(super) async fn change(
    Writer(desk): Writer,
    Segment(id): Segment,
    Form(form): Form<ProfileForm>,
) -> Result<Json<Profile>, Problem> {
    desk.change_profile(&id, form).await?;
    Ok(Json(desk.profile_of(&id)?))
}
