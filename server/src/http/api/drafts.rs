//! `/api/v1/rotas/{slug}/drafts`: planning, and what becomes of a plan.

use super::{
    answer::{created, nothing},
    body::Form,
    extract::{Asked, Segment, Writer},
    planning_jobs::started,
    problem::Problem,
};
use crate::answers::RotaDetailAnswer;
use app::{
    drafts::{AgainForm, Choices, DraftPage, DraftsPage, EditForm, Impact, Port as _, PublishForm},
    planning::{JobView, PlanForm, PlanView, Port as _},
};
use axum::{Json, response::Response};
use serde::Deserialize;
use utoipa::IntoParams;

/// What a rota may be planned by: its rules, and who could serve.
#[utoipa::path(
    get, path = "/api/v1/rotas/{slug}/plan", tag = "Plans", operation_id = "get_plan", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses.")),
    responses((status = 200, description = "Rules, outlook and drafts.", body = PlanView)),
)]
pub(super) async fn plan(Writer(desk): Writer, Segment(slug): Segment) -> Result<Json<PlanView>, Problem> {
    Ok(Json(desk.plan_view(slug).await?))
}

/// Plans a rota.
///
/// The plan is a draft beside the others, and binds nobody until it is published.
#[utoipa::path(
    post, path = "/api/v1/rotas/{slug}/drafts", tag = "Plans", operation_id = "make_draft", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses.")),
    request_body(content = PlanForm, description = "From when, and for how many weeks."),
    responses(
        (status = 201, description = "The draft.", body = DraftPage),
        (status = 409, description = "too-few: nobody in the team is qualified; too-many-drafts: discard some first; archived: the team ends before that.", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "The rules were changed while it was planned.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn make(
    Writer(desk): Writer,
    Segment(slug): Segment,
    Form(form): Form<PlanForm>,
) -> Result<Response, Problem> {
    let id = desk.make_draft(slug.clone(), form).await?;
    let location = format!("/api/v1/rotas/{slug}/drafts/{id}");
    Ok(created(location, desk.draft(slug, id).await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Compare {
    /// Ids of drafts, or `published`, with commas between them: two or three are compared.
    #[serde(default)]
    #[param(required = false)]
    compare: String,
}

/// A rota's drafts, and some of them side by side.
#[utoipa::path(
    get, path = "/api/v1/rotas/{slug}/drafts", tag = "Plans", operation_id = "list_drafts", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses."), Compare),
    responses((status = 200, description = "`compared` is null when fewer than two are named.", body = DraftsPage)),
)]
pub(super) async fn list(
    Writer(desk): Writer,
    Segment(slug): Segment,
    Asked(asked): Asked<Compare>,
) -> Result<Json<DraftsPage>, Problem> {
    let named = asked.compare.split(',').map(|name| name.trim().to_owned()).collect();
    Ok(Json(desk.drafts(slug, named).await?))
}

/// A draft, with its score, its loads and what could not be satisfied.
#[utoipa::path(
    get, path = "/api/v1/rotas/{slug}/drafts/{draft}", tag = "Plans", operation_id = "get_draft", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses."), ("draft" = String, Path, description = "The draft's id.")),
    responses((status = 200, description = "As it is under today's rules, leave and wishes.", body = DraftPage)),
)]
pub(super) async fn show(
    Writer(desk): Writer,
    Segment((slug, draft)): Segment<(String, String)>,
) -> Result<Json<DraftPage>, Problem> {
    Ok(Json(desk.draft(slug, draft).await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct OfSeat {
    /// The role of a turn, as the draft names it.
    #[serde(default)]
    seat: String,
}

/// Who could take a role of a draft, and with which roles it could be exchanged: what each would do, the best first.
#[utoipa::path(
    get, path = "/api/v1/rotas/{slug}/drafts/{draft}/choices", tag = "Plans", operation_id = "get_draft_choices", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses."), ("draft" = String, Path, description = "The draft's id."), OfSeat),
    responses((status = 200, description = "Nothing is changed.", body = Choices)),
)]
pub(super) async fn choices(
    Writer(desk): Writer,
    Segment((slug, draft)): Segment<(String, String)>,
    Asked(asked): Asked<OfSeat>,
) -> Result<Json<Choices>, Problem> {
    Ok(Json(desk.draft_choices(slug, draft, asked.seat).await?))
}

/// Edits a draft by hand, undoes an edit, or does it again.
///
/// A rule that would be broken needs a `reason`, except that one person is never Lead and Engineer at once. Giving a role to
/// whoever has it already states or changes the reason for which they stay.
#[utoipa::path(
    post, path = "/api/v1/rotas/{slug}/drafts/{draft}/edits", tag = "Plans", operation_id = "edit_draft", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses."), ("draft" = String, Path, description = "The draft's id.")),
    request_body(content = EditForm, description = "What to do, and the revision of the draft that was looked at."),
    responses(
        (status = 200, description = "The draft as it is now.", body = DraftPage),
        (status = 409, description = "two-people, on-leave, not-qualified, against-rules, locked or closed.", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "It was changed since it was looked at.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn edit(
    Writer(desk): Writer,
    Segment((slug, draft)): Segment<(String, String)>,
    Form(form): Form<EditForm>,
) -> Result<Json<DraftPage>, Problem> {
    desk.edit_draft(slug.clone(), draft.clone(), form).await?;
    Ok(Json(desk.draft(slug, draft).await?))
}

/// Begins to plan what lies ahead of a draft again, around what is locked.
///
/// The answer comes at once: the job says how far it has come, and which new draft it has led to; the other stays.
#[utoipa::path(
    post, path = "/api/v1/rotas/{slug}/drafts/{draft}/again", tag = "Plans", operation_id = "plan_again", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses."), ("draft" = String, Path, description = "The draft's id.")),
    request_body(content = AgainForm, description = "What should change little."),
    responses(
        (status = 202, description = "The job.", body = JobView),
        (status = 409, description = "too-few: nobody in the team is qualified. too-many-plans: as many are open already.", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "The rules were changed since, or all of it lies in the past.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn again(
    Writer(desk): Writer,
    Segment((slug, draft)): Segment<(String, String)>,
    Form(form): Form<AgainForm>,
) -> Result<Response, Problem> {
    started(&desk, desk.plan_again(slug, draft, form).await?).await
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PartOf {
    /// First local date; all that lies ahead, if absent.
    #[serde(default)]
    #[param(required = false)]
    from: String,
    /// Last local date.
    #[serde(default)]
    #[param(required = false)]
    to: String,
}

/// What publishing a part of a draft would do: who gains and loses, leave, gaps, covers, and what stands in the way.
#[utoipa::path(
    get, path = "/api/v1/rotas/{slug}/drafts/{draft}/impact", tag = "Plans", operation_id = "get_draft_impact", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses."), ("draft" = String, Path, description = "The draft's id."), PartOf),
    responses((status = 200, description = "Nothing is changed.", body = Impact)),
)]
pub(super) async fn impact(
    Writer(desk): Writer,
    Segment((slug, draft)): Segment<(String, String)>,
    Asked(PartOf { from, to }): Asked<PartOf>,
) -> Result<Json<Impact>, Problem> {
    let form = PublishForm {
        from,
        to,
        ..PublishForm::default()
    };
    Ok(Json(desk.draft_impact(slug, draft, form).await?))
}

/// Publishes a draft, or the turns of it that begin from one day to another: from then on they are binding.
///
/// What began before now stands as it is, and the rest of the draft stays a draft.
#[utoipa::path(
    post, path = "/api/v1/rotas/{slug}/drafts/{draft}/publish", tag = "Plans", operation_id = "publish_draft", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses."), ("draft" = String, Path, description = "The draft's id.")),
    request_body(content = PublishForm, description = "Which part, and the revision of the draft that was looked at."),
    responses(
        (status = 200, description = "The rota, and until when it is planned.", body = RotaDetailAnswer),
        (status = 409, description = "two-people, on-leave, not-qualified, against-rules or archived: something has changed since the draft was made, and no reason sets it aside; cuts-a-turn, closed.", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "The draft or the rules were changed since, or all of it lies in the past.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn publish(
    Writer(desk): Writer,
    Segment((slug, draft)): Segment<(String, String)>,
    Form(form): Form<PublishForm>,
) -> Result<Json<RotaDetailAnswer>, Problem> {
    desk.publish_draft(slug.clone(), draft, form).await?;
    Ok(Json(desk.one_rota(&slug)?))
}

/// Discards a draft: it can be taken back.
#[utoipa::path(
    delete, path = "/api/v1/rotas/{slug}/drafts/{draft}", tag = "Plans", operation_id = "discard_draft", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses."), ("draft" = String, Path, description = "The draft's id.")),
    responses((status = 204, description = "It is discarded.")),
)]
pub(super) async fn discard(
    Writer(desk): Writer,
    Segment((slug, draft)): Segment<(String, String)>,
) -> Result<Response, Problem> {
    desk.discard_draft(slug, draft).await?;
    Ok(nothing())
}

/// Takes a discarded draft back.
#[utoipa::path(
    post, path = "/api/v1/rotas/{slug}/drafts/{draft}/restore", tag = "Plans", operation_id = "restore_draft", security(("token" = ["write"])),
    params(("slug" = String, Path, description = "The rota's name in addresses."), ("draft" = String, Path, description = "The draft's id.")),
    responses((status = 200, description = "The draft.", body = DraftPage)),
)]
pub(super) async fn restore(
    Writer(desk): Writer,
    Segment((slug, draft)): Segment<(String, String)>,
) -> Result<Json<DraftPage>, Problem> {
    desk.restore_draft(slug.clone(), draft.clone()).await?;
    Ok(Json(desk.draft(slug, draft).await?))
}
