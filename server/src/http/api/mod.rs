//! The HTTP API: one file for each vertical.

mod access;
mod alerts;
mod answer;
mod audit;
mod board;
mod body;
mod call_outs;
mod changes;
mod choices;
mod conflicts;
mod contacts;
mod corrections;
mod costs;
mod cover_choices;
mod covers;
mod description;
mod docs;
mod drafts;
mod duty;
mod escalation;
mod extract;
mod feeds;
mod handover;
mod history;
mod holidays;
mod import_people;
mod inbox;
mod leave;
mod lookup;
mod notices;
mod offers;
mod oncall;
mod once;
mod organisation;
mod pay_columns;
mod payroll;
mod people;
mod permissions;
mod planning_jobs;
mod planning_people;
mod planning_rules;
mod problem;
mod profile;
mod rate_cards;
mod rota_settings;
mod rotas;
mod rotation;
mod search;
mod services;
mod shifts;
mod support;
mod teams;
mod timeline;
mod toil;
mod tokens;
mod webhooks;
mod wishes;

use crate::{
    Tandem,
    services::{CARD_BYTES, HOLIDAY_FILE_BYTES, PEOPLE_FILE_BYTES},
};
use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, OriginalUri},
    middleware,
    routing::{any, get},
};
use description::Description;
use problem::Problem;
use std::sync::Arc;
use utoipa::OpenApi as _;
use utoipa_axum::{router::OpenApiRouter, routes};

/// The largest JSON body: nothing that is sent comes near.
const BODY_BYTES: usize = 64 * 1024;
/// The largest report of alerts: a storm of thousands.
const REPORT_BYTES: usize = 4 * 1024 * 1024;

/// Everything under `/api`.
pub(super) fn router(tandem: &Arc<Tandem>) -> Router<Arc<Tandem>> {
    let (endpoints, mut spec) = OpenApiRouter::<Arc<Tandem>>::with_openapi(Description::openapi())
        .merge(duty_and_covers())
        .merge(rotas_and_services())
        .merge(teams_and_people())
        .merge(administration())
        .merge(pay())
        .merge(payroll())
        .layer(middleware::from_fn_with_state(Arc::clone(tandem), once::once))
        .merge(lookups())
        .split_for_parts();
    description::complete(&mut spec);
    let page: Arc<str> = docs::page(&spec).into();
    description::add_keys(&mut spec);
    let spec = Arc::new(spec);
    endpoints
        .route("/api/openapi.json", get(move || async move { Json(Arc::clone(&spec)) }))
        .route("/api/docs", get(move || docs::answer(Arc::clone(&page))))
        .route("/api", any(nothing_here))
        .route("/api/", any(nothing_here))
        .route("/api/{*rest}", any(nothing_here))
        .method_not_allowed_fallback(wrong_method)
}

/// What is asked for most: nothing stands between these and their answer.
fn lookups() -> OpenApiRouter<Arc<Tandem>> {
    OpenApiRouter::new()
        .routes(routes!(oncall::of_rota))
        .routes(routes!(oncall::of_many))
        .routes(routes!(duty::of_rota))
        .routes(routes!(escalation::of_service))
}

fn duty_and_covers() -> OpenApiRouter<Arc<Tandem>> {
    OpenApiRouter::new()
        .routes(routes!(cover_choices::list, covers::make))
        .routes(routes!(covers::withdraw_several))
        .routes(routes!(changes::show))
        .routes(routes!(changes::undo))
        .routes(routes!(corrections::list, corrections::make))
        .routes(routes!(corrections::show))
        .routes(routes!(corrections::withdraw))
        .routes(routes!(covers::show, covers::change, covers::withdraw))
        .merge(offers())
        .routes(routes!(board::now))
        .routes(routes!(board::rotas))
        .routes(routes!(board::services))
        .routes(routes!(conflicts::list))
        .routes(routes!(search::find))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
}

fn offers() -> OpenApiRouter<Arc<Tandem>> {
    OpenApiRouter::new()
        .routes(routes!(offers::choices, offers::make))
        .routes(routes!(offers::show, offers::withdraw))
        .routes(routes!(offers::answer))
        .routes(routes!(offers::decide))
        .routes(routes!(offers::of_person))
        .routes(routes!(offers::find_cover))
        .routes(routes!(offers::change_settings))
}

fn payroll() -> OpenApiRouter<Arc<Tandem>> {
    OpenApiRouter::new()
        .routes(routes!(call_outs::of_person, call_outs::enter))
        .routes(routes!(call_outs::change, call_outs::withdraw))
        .routes(routes!(call_outs::end))
        .routes(routes!(toil::of_person, toil::take))
        .routes(routes!(toil::withdraw))
        .routes(routes!(toil::choose))
        .routes(routes!(payroll::of_person))
        .routes(routes!(payroll::show))
        .routes(routes!(payroll::submit))
        .routes(routes!(payroll::submit_all))
        .routes(routes!(payroll::approve))
        .routes(routes!(payroll::reopen))
        .routes(routes!(payroll::query))
        .routes(routes!(payroll::answer))
        .routes(routes!(payroll::run))
        .routes(routes!(payroll::export))
        .routes(routes!(payroll::file))
        .routes(routes!(pay_columns::list))
        .routes(routes!(pay_columns::put, pay_columns::remove))
        .routes(routes!(payroll::settings, payroll::change_settings))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
}

fn rotas_and_services() -> OpenApiRouter<Arc<Tandem>> {
    let reports = OpenApiRouter::new()
        .routes(routes!(alerts::report))
        .layer(DefaultBodyLimit::max(REPORT_BYTES));
    OpenApiRouter::new()
        .routes(routes!(rotas::list, rota_settings::create))
        .routes(routes!(rotas::one))
        .routes(routes!(rota_settings::show, rota_settings::change))
        .routes(routes!(rota_settings::preview))
        .routes(routes!(choices::rotas))
        .routes(routes!(timeline::of_rota))
        .routes(routes!(timeline::of_many))
        .routes(routes!(history::of_rota))
        .routes(routes!(handover::show, handover::write))
        .routes(routes!(handover::acknowledge))
        .routes(routes!(handover::list))
        .routes(routes!(handover::uses))
        .merge(plans())
        .routes(routes!(planning_jobs::start))
        .routes(routes!(planning_jobs::outlook))
        .routes(routes!(planning_jobs::show, planning_jobs::cancel))
        .routes(routes!(planning_rules::of_rota, planning_rules::change_of_rota))
        .routes(routes!(rotation::show, rotation::put, rotation::end))
        .routes(routes!(services::list, services::create))
        .routes(routes!(services::show))
        .routes(routes!(services::settings, services::change))
        .routes(routes!(services::change_policy))
        .routes(routes!(support::show, support::change))
        .routes(routes!(alerts::list))
        .routes(routes!(alerts::act))
        .routes(routes!(choices::services))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .merge(reports)
}

fn plans() -> OpenApiRouter<Arc<Tandem>> {
    OpenApiRouter::new()
        .routes(routes!(drafts::plan))
        .routes(routes!(drafts::list, drafts::make))
        .routes(routes!(drafts::show, drafts::discard))
        .routes(routes!(drafts::choices))
        .routes(routes!(drafts::edit))
        .routes(routes!(drafts::again))
        .routes(routes!(drafts::impact))
        .routes(routes!(drafts::publish))
        .routes(routes!(drafts::restore))
}

fn teams_and_people() -> OpenApiRouter<Arc<Tandem>> {
    OpenApiRouter::new()
        .routes(routes!(teams::list, teams::create))
        .routes(routes!(teams::show, teams::rename))
        .routes(routes!(teams::put_member, teams::remove_member))
        .routes(routes!(teams::preview_member))
        .routes(routes!(teams::preview_merge, teams::merge))
        .routes(routes!(teams::archive))
        .routes(routes!(teams::restore))
        .routes(routes!(leave::of_team))
        .routes(routes!(handover::change_checklist))
        .routes(routes!(leave::enter))
        .routes(routes!(leave::withdraw))
        .routes(routes!(wishes::list, wishes::enter))
        .routes(routes!(wishes::withdraw))
        .routes(routes!(planning_people::show))
        .routes(routes!(planning_people::put))
        .routes(routes!(planning_people::keep_apart))
        .routes(routes!(planning_people::end_apart))
        .routes(routes!(profile::show, profile::change))
        .routes(routes!(shifts::of_person))
        .routes(routes!(inbox::list, inbox::read_all))
        .routes(routes!(inbox::read))
        .routes(routes!(inbox::choices, inbox::choose))
        .routes(routes!(feeds::show, feeds::make))
        .routes(routes!(feeds::renew))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
}

fn administration() -> OpenApiRouter<Arc<Tandem>> {
    let files = OpenApiRouter::new()
        .routes(routes!(people::check_bulk))
        .routes(routes!(people::change_bulk))
        .routes(routes!(import_people::check))
        .routes(routes!(import_people::import))
        .layer(DefaultBodyLimit::max(PEOPLE_FILE_BYTES));
    OpenApiRouter::new()
        .routes(routes!(people::list, people::add))
        .routes(routes!(people::show, people::change))
        .routes(routes!(people::set_password))
        .routes(routes!(people::export))
        .routes(routes!(people::deactivate))
        .routes(routes!(people::reactivate))
        .routes(routes!(access::make_link, access::revoke_link))
        .routes(routes!(access::sessions, access::end_sessions))
        .routes(routes!(access::end_session))
        .routes(routes!(contacts::list, contacts::add))
        .routes(routes!(contacts::change, contacts::remove))
        .routes(routes!(contacts::shift))
        .routes(routes!(contacts::send_code))
        .routes(routes!(contacts::verify))
        .routes(routes!(contacts::check))
        .routes(routes!(choices::people))
        .routes(routes!(tokens::list, tokens::create))
        .routes(routes!(tokens::revoke))
        .routes(routes!(organisation::show, organisation::change))
        .routes(routes!(notices::list))
        .routes(routes!(notices::send_again))
        .routes(routes!(webhooks::list, webhooks::make))
        .routes(routes!(webhooks::list_all, webhooks::make_all))
        .routes(routes!(webhooks::show, webhooks::change, webhooks::remove))
        .routes(routes!(webhooks::rotate))
        .routes(routes!(webhooks::test))
        .routes(routes!(webhooks::replay))
        .routes(routes!(webhooks::switch))
        .routes(routes!(audit::list))
        .routes(routes!(permissions::list))
        .routes(routes!(planning_rules::defaults, planning_rules::change_defaults))
        .layer(DefaultBodyLimit::max(BODY_BYTES))
        .merge(files)
}

fn pay() -> OpenApiRouter<Arc<Tandem>> {
    let files = OpenApiRouter::new()
        .routes(routes!(holidays::show, holidays::put, holidays::remove))
        .layer(DefaultBodyLimit::max(HOLIDAY_FILE_BYTES * 2));
    OpenApiRouter::new()
        .routes(routes!(holidays::list))
        .routes(routes!(holidays::put_day, holidays::remove_day))
        .routes(routes!(rate_cards::list, rate_cards::make))
        .routes(routes!(rate_cards::show, rate_cards::change, rate_cards::withdraw))
        .routes(routes!(rate_cards::try_out))
        .routes(routes!(costs::all))
        .routes(routes!(costs::of_team))
        .routes(routes!(costs::people, costs::put_person))
        .routes(routes!(rate_cards::compare))
        .routes(routes!(rate_cards::put_use, rate_cards::end_use))
        .layer(DefaultBodyLimit::max(CARD_BYTES * 2))
        .merge(files)
}

async fn nothing_here(OriginalUri(uri): OriginalUri) -> Problem {
    Problem::new(
        "not-found",
        format!("There is no ‘{}’ in the API: see /api/docs.", uri.path()),
    )
}

async fn wrong_method(method: http::Method, OriginalUri(uri): OriginalUri) -> Problem {
    Problem::new(
        "method-not-allowed",
        format!("‘{}’ does not take {method}: see /api/docs.", uri.path()),
    )
}
