//! Plans in the making, and what came of those that made no draft.

use super::{JobView, api::CancelPlan, live};
use crate::components::{Icon, TimeStamp};
use leptos::prelude::*;

/// Without JavaScript the page looks again by itself.
const LOOK_AGAIN: &str =
    r#"<meta http-equiv="refresh" content="3"><p class="muted small">This page looks again every three seconds.</p>"#;

/// Every plan that is being made, and those of the last day that need a word. `ended` is run when one has come to its end.
#[component]
pub(super) fn Jobs(
    slug: String,
    jobs: Vec<JobView>,
    cancel: ServerAction<CancelPlan>,
    ended: Callback<()>,
) -> impl IntoView {
    let (open, over): (Vec<_>, Vec<_>) = jobs.into_iter().partition(JobView::is_open);
    // Only the latest of those that made no draft: it is what somebody may be waiting for.
    let over = over.into_iter().next().filter(|job| job.draft.is_none());
    view! {
        {open.into_iter().map(|job| view! { <Open slug=slug.clone() job cancel ended/> }).collect_view()}
        {over.map(|job| view! { <Over job/> })}
    }
}

#[component]
fn Open(slug: String, job: JobView, cancel: ServerAction<CancelPlan>, ended: Callback<()>) -> impl IntoView {
    let first = match (job.stopping, job.state.as_str(), job.best) {
        (true, ..) => "Stopping…".to_owned(),
        (_, "queued", _) => "Waiting for its turn…".to_owned(),
        (_, _, best) => best.unwrap_or_else(|| "Looking at who could serve…".to_owned()),
    };
    let (progress, words) = (RwSignal::new(job.progress), RwSignal::new(first));
    let events = format!("/rotas/{slug}/plan/jobs/{}/events", job.id);
    Effect::new(move |_| {
        let news = move |(reached, said): (u32, String)| {
            progress.set(reached);
            words.set(said);
        };
        live::follow(&events, news, move || ended.run(()));
    });
    let percent = move || format!("{} %", progress.get() / 10);
    view! {
        <section class="card job" aria-label="A plan in the making">
            <div class="card__head">
                <h2>"Planning"</h2>
                <span class="muted small"><bdi>{job.by}</bdi>" · "<TimeStamp stamp=job.at/></span>
            </div>
            <div class="job__line">
                <progress class="job__bar" max="1000" value=move || progress.get() aria-label="How much of the search is done"></progress>
                <span class="job__percent">{percent}</span>
            </div>
            <p role="status">{move || words.get()}</p>
            <p class="muted small">{job.what}". You may close this page: the plan is kept as a draft."</p>
            <ActionForm action=cancel>
                <input type="hidden" name="slug" value=slug/>
                <input type="hidden" name="job" value=job.id/>
                <button class="button" disabled=move || cancel.pending().get()>"Stop, and keep the best so far"</button>
            </ActionForm>
            <noscript inner_html=LOOK_AGAIN></noscript>
        </section>
    }
}

#[component]
fn Over(job: JobView) -> impl IntoView {
    let (class, title) = match job.state.as_str() {
        "cancelled" => ("alert", "Stopped before there was a plan."),
        "interrupted" => (
            "alert alert--warning",
            "Planning was interrupted: the server went away. Plan again.",
        ),
        _ => ("alert alert--error", "This could not be planned."),
    };
    view! {
        <div class=class role="status">
            <Icon name="warning"/>
            <div>
                <p class="alert__title">{title}</p>
                {job.problem.map(|problem| view! { <p>{problem}</p> })}
                <p class="small">{job.what}" · "<bdi>{job.by}</bdi>" · "<TimeStamp stamp=job.at/></p>
            </div>
        </div>
    }
}
