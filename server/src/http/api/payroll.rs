//! Pay: of a person, statements and what becomes of them, the pay run, and the organisation's pay periods.

use super::{
    answer::{created, nothing},
    body::{Body, Form},
    extract::{Administrator, Asked, PayClerk, Segment},
    problem::Problem,
};
use app::payroll::{MyPay, PayQueryForm, PayRun, PaySettings, PaySettingsForm, Port as _, StatementPage};
use axum::{
    Json,
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, header};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// Somebody's pay: this period so far, the next as planned, and those before.
#[utoipa::path(
    get, path = "/api/v1/people/{id}/pay", tag = "Pay", operation_id = "get_pay", security(("token" = ["pay"])),
    params(("id" = String, Path, description = "The person's id.")),
    responses((status = 200, description = "Each statement with what it comes to.", body = MyPay)),
)]
pub(super) async fn of_person(PayClerk(desk): PayClerk, Segment(id): Segment) -> Result<Json<MyPay>, Problem> {
    Ok(Json(desk.pay_of(&id).await?))
}

/// A statement, line by line. Its id is the first date of its period, a point, and the person's id. A draft follows duty;
/// what is submitted is kept as it was.
#[utoipa::path(
    get, path = "/api/v1/pay/statements/{id}", tag = "Pay", operation_id = "get_statement", security(("token" = ["pay"])),
    params(("id" = String, Path, description = "The statement's id.")),
    responses((status = 200, description = "The sum, its lines with how each is worked out, and what is made good of earlier periods.", body = StatementPage)),
)]
pub(super) async fn show(PayClerk(desk): PayClerk, Segment(id): Segment) -> Result<Json<StatementPage>, Problem> {
    Ok(Json(desk.statement(id).await?))
}

/// Submits a statement when its period is over, or submits it anew as it has become.
#[utoipa::path(
    post, path = "/api/v1/pay/statements/{id}/submit", tag = "Pay", operation_id = "submit_statement", security(("token" = ["pay"])),
    params(("id" = String, Path, description = "The statement's id.")),
    responses(
        (status = 200, description = "The statement, as it stands then.", body = StatementPage),
        (status = 409, description = "period-not-over, statement-stands or cannot-be-worked-out.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn submit(PayClerk(desk): PayClerk, Segment(id): Segment) -> Result<Json<StatementPage>, Problem> {
    desk.submit_statement(id.clone()).await?;
    Ok(Json(desk.statement(id).await?))
}

/// Which statements are approved.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Approvals {
    /// Ids of statements that are submitted.
    ids: Vec<String>,
}

/// Approves statements: all of them or none. Those that are approved already stay as they are, so that it may be sent again.
/// Who approves may not be who is paid, nor the token of whoever is.
#[utoipa::path(
    post, path = "/api/v1/pay/approvals", tag = "Pay", operation_id = "approve_statements", security(("token" = ["pay"])),
    request_body(content = Approvals, description = "Which."),
    responses(
        (status = 204, description = "All of them are approved."),
        (status = 409, description = "own-pay, statement-stands, query-open or statement-changed; `errors` names each that stands in the way, and none is approved.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn approve(PayClerk(desk): PayClerk, Body(body): Body<Approvals>) -> Result<Response, Problem> {
    desk.approve_statements(body.ids).await?;
    Ok(nothing())
}

/// Why a statement is reopened.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct Reopening {
    /// It is kept.
    reason: String,
}

/// Takes a statement back to a draft. What was approved or exported is kept beside it.
#[utoipa::path(
    post, path = "/api/v1/pay/statements/{id}/reopen", tag = "Pay", operation_id = "reopen_statement", security(("token" = ["admin"])),
    params(("id" = String, Path, description = "The statement's id.")),
    request_body(content = Reopening, description = "Why."),
    responses(
        (status = 200, description = "The statement, as it stands then.", body = StatementPage),
        (status = 409, description = "statement-stands, or later-settled: a later one counts on it.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn reopen(
    Administrator(desk): Administrator,
    Segment(id): Segment,
    Body(body): Body<Reopening>,
) -> Result<Json<StatementPage>, Problem> {
    desk.reopen_statement(id.clone(), body.reason).await?;
    Ok(Json(desk.statement(id).await?))
}

/// Something that was made.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PayMade {
    /// Its id.
    id: String,
}

/// Asks about a line, in the name of whoever is paid.
#[utoipa::path(
    post, path = "/api/v1/pay/statements/{id}/queries", tag = "Pay", operation_id = "query_statement", security(("token" = ["pay"])),
    params(("id" = String, Path, description = "The statement's id.")),
    request_body(content = PayQueryForm, description = "The key of the line, and the question."),
    responses((status = 201, description = "It waits for an answer.", body = PayMade)),
)]
pub(super) async fn query(
    PayClerk(desk): PayClerk,
    Segment(id): Segment,
    Form(form): Form<PayQueryForm>,
) -> Result<Response, Problem> {
    let made = desk.query_line(id.clone(), form).await?;
    Ok(created(format!("/api/v1/pay/statements/{id}"), PayMade { id: made }))
}

/// An answer.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct PayAnswer {
    /// What whoever asked is told.
    answer: String,
}

/// Answers a question about a line.
#[utoipa::path(
    post, path = "/api/v1/pay/queries/{id}/answer", tag = "Pay", operation_id = "answer_pay_query", security(("token" = ["pay"])),
    params(("id" = String, Path, description = "The question's id.")),
    request_body(content = PayAnswer, description = "The answer."),
    responses(
        (status = 204, description = "It is answered."),
        (status = 409, description = "query-answered: it was answered before.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn answer(
    PayClerk(desk): PayClerk,
    Segment(id): Segment,
    Body(body): Body<PayAnswer>,
) -> Result<Response, Problem> {
    desk.answer_query(id, body.answer).await?;
    Ok(nothing())
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(default)]
pub(super) struct WhichPeriod {
    /// The first date of the period; without one, the period that ended last.
    period: String,
}

/// Everybody's statements of a period, those with something to look at first.
#[utoipa::path(
    get, path = "/api/v1/pay/run", tag = "Pay", operation_id = "get_pay_run", security(("token" = ["pay"])),
    params(WhichPeriod),
    responses((status = 200, description = "Each with what it comes to, and what was handed to payroll.", body = PayRun)),
)]
pub(super) async fn run(
    PayClerk(desk): PayClerk,
    Asked(question): Asked<WhichPeriod>,
) -> Result<Json<PayRun>, Problem> {
    Ok(Json(desk.pay_run(question.period).await?))
}

/// Of which period.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
pub(super) struct PeriodBody {
    /// The first date of the period; without one, the period that ended last.
    period: String,
    /// The id that an export is to have, a UUID, so that a request sent twice makes one.
    key: String,
}

/// How many were submitted.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct SubmittedMany {
    /// Statements that were drafts and could be worked out.
    submitted: usize,
}

/// Submits every draft of a period that can be worked out.
#[utoipa::path(
    post, path = "/api/v1/pay/submissions", tag = "Pay", operation_id = "submit_statements", security(("token" = ["pay"])),
    request_body(content = PeriodBody, description = "Of which period."),
    responses(
        (status = 200, description = "How many.", body = SubmittedMany),
        (status = 409, description = "period-not-over.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn submit_all(
    PayClerk(desk): PayClerk,
    Body(body): Body<PeriodBody>,
) -> Result<Json<SubmittedMany>, Problem> {
    let submitted = desk.submit_all(body.period).await?;
    Ok(Json(SubmittedMany { submitted }))
}

/// Hands the approved statements of a period to payroll and locks them.
#[utoipa::path(
    post, path = "/api/v1/pay/exports", tag = "Pay", operation_id = "export_pay", security(("token" = ["pay"])),
    request_body(content = PeriodBody, description = "Of which period."),
    responses(
        (status = 201, description = "Its files can be fetched.", body = PayMade),
        (status = 409, description = "nothing-approved.", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(super) async fn export(PayClerk(desk): PayClerk, Body(body): Body<PeriodBody>) -> Result<Response, Problem> {
    let id = desk.export_pay(body.period, body.key).await?;
    Ok(created(
        format!("/api/v1/pay/exports/{id}/statements.json"),
        PayMade { id },
    ))
}

/// A file of an export: `lines.csv` has a row for each line, `people.csv` one for each person and currency,
/// `statements.json` everything, and `NAME.csv` has the columns that are saved under that name. Amounts are texts in major units and integers in minor units, never added across
/// currencies. Texts that a spreadsheet could take for formulas begin with an apostrophe.
#[utoipa::path(
    get, path = "/api/v1/pay/exports/{id}/{file}", tag = "Pay", operation_id = "get_pay_export", security(("token" = ["pay"])),
    params(
        ("id" = String, Path, description = "The export's id."),
        ("file" = String, Path, description = "`lines.csv`, `people.csv`, `statements.json`, or `NAME.csv` for saved columns."),
    ),
    responses((status = 200, description = "The file: the same whenever it is fetched.", content(
        (String = "text/csv"),
        (serde_json::Value = "application/json"),
    ))),
)]
pub(super) async fn file(
    PayClerk(desk): PayClerk,
    Segment((id, file)): Segment<(String, String)>,
) -> Result<Response, Problem> {
    let (file, text) = desk.pay_file(&id, &file).await?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static(file.kind()))], text).into_response())
}

/// How often people are paid, and how long time off is kept.
#[utoipa::path(
    get, path = "/api/v1/pay/settings", tag = "Pay", operation_id = "get_pay_settings", security(("token" = ["pay"])),
    responses((status = 200, description = "The cycle, with the periods around today.", body = PaySettings)),
)]
pub(super) async fn settings(PayClerk(desk): PayClerk) -> Result<Json<PaySettings>, Problem> {
    Ok(Json(desk.pay_settings().await?))
}

/// Changes how often people are paid from a date on, and how long time off is kept.
#[utoipa::path(
    put, path = "/api/v1/pay/settings", tag = "Pay", operation_id = "change_pay_settings", security(("token" = ["pay"])),
    request_body(content = PaySettingsForm, description = "How it is from then on."),
    responses((status = 200, description = "The cycle, with the periods around today.", body = PaySettings)),
)]
pub(super) async fn change_settings(
    PayClerk(desk): PayClerk,
    Form(form): Form<PaySettingsForm>,
) -> Result<Json<PaySettings>, Problem> {
    desk.change_pay_settings(form).await?;
    Ok(Json(desk.pay_settings().await?))
}
