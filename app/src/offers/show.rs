//! The page of one offer.

use super::{
    AnswerOffer, DecideOffer, OfferOutcome, OfferPage, OfferPerson, WithdrawOffer, load_offer, row::StateBadge,
};
use crate::{
    components::{Disc, Done, FormAlert, Icon, Problem, RoleIcon, lane_class},
    covers::{Compare, Outcome},
    help::Help,
    live,
    viewer::refresh_viewer,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_params_map};

#[derive(Clone, Copy)]
struct Actions {
    answer: ServerAction<AnswerOffer>,
    withdraw: ServerAction<WithdrawOffer>,
    decide: ServerAction<DecideOffer>,
}

impl Actions {
    fn versions(self) -> usize {
        self.answer.version().get() + self.withdraw.version().get() + self.decide.version().get()
    }

    fn error(self) -> Option<crate::AppError> {
        let (answer, withdraw, decide) = (self.answer.value(), self.withdraw.value(), self.decide.value());
        [answer.get(), withdraw.get(), decide.get()]
            .into_iter()
            .flatten()
            .find_map(Result::err)
    }
}

/// `/offers/{id}`.
#[component]
pub fn OfferPageView() -> impl IntoView {
    let params = use_params_map();
    let actions = Actions {
        answer: ServerAction::new(),
        withdraw: ServerAction::new(),
        decide: ServerAction::new(),
    };
    Effect::new(move |_| {
        if actions.versions() > 0 {
            refresh_viewer();
        }
    });
    let key = move || {
        (
            params.with(|params| params.get("id")).unwrap_or_default(),
            actions.versions(),
        )
    };
    let load = Resource::new(key, |(id, _)| load_offer(id));
    live::follow("offers", move || load.refetch());
    view! {
        <Title text="Offer"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Page page actions/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(page: OfferPage, actions: Actions) -> impl IntoView {
    let error = Signal::derive(move || actions.error());
    let row = page.row.clone();
    let title = format!("{} offers", row.giver_name);
    let rota = format!("/rotas/{}", row.slug);
    let approval = page.needs_approval && row.state == "open";
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path"><A href="/offers">"Offers"</A></nav>
                <div class="title"><h1><bdi>{title}</bdi></h1><Help words=&["offer", "swap", "cover"]/></div>
            </div>
        </div>
        <Done key="made" words="The offer is made, and those it goes to are told."/>
        <section class=format!("card next {}", lane_class(row.role))>
            <div class="next__text">
                <span class="row"><RoleIcon role=row.role/><A href=rota><bdi>{row.rota.clone()}</bdi></A><StateBadge state=row.state.clone()/></span>
                <p class="answer">{row.when.clone()}</p>
                {row.wanted.clone().map(|wanted| view! { <p><Icon name="swap" small=true/>" in return for "<b>{wanted}</b></p> })}
                {(!page.note.is_empty()).then(|| view! { <p>"“"<bdi>{page.note.clone()}</bdi>"”"</p> })}
                <p class="muted" role="status">{row.state_words.clone()}</p>
                {approval.then(|| view! { <p class="muted small">"Once somebody accepts, a manager of the team has to approve."</p> })}
            </div>
        </section>
        <FormAlert error/>
        <div class="split split--start">
            <div class="stack">
                <Buttons page=page.clone() actions/>
                <Outcomes outcomes=page.outcomes.clone() warnings=page.warnings.clone()/>
            </div>
            <section class="card">
                <div class="card__head"><h2>"Who was asked"</h2><span class="muted small">{row.to.clone()}</span></div>
                <ul class="list">{page.people.into_iter().map(|person| view! { <Asked person/> }).collect_view()}</ul>
                <p class="muted small">{page.made.clone()}</p>
            </section>
        </div>
    }
}

#[component]
fn Asked(person: OfferPerson) -> impl IntoView {
    view! {
        <li>
            <span class="person list__grow"><Disc name=person.name.clone() id=person.id/><bdi>{person.name}</bdi></span>
            <span class="muted small">{person.answer}</span>
        </li>
    }
}

#[component]
fn Buttons(page: OfferPage, actions: Actions) -> impl IntoView {
    let id = page.row.id.clone();
    let refused = page
        .outcomes
        .iter()
        .any(|one| matches!(one.outcome, Outcome::Refused { .. }));
    let answer = page.may_answer.then(|| id.clone());
    let decide = page.may_decide.then(|| id.clone());
    let withdraw = page.may_withdraw.then_some(id);
    let pending = move || actions.answer.pending().get() || actions.decide.pending().get();
    view! {
        {answer.map(|id| view! {
            <ActionForm action=actions.answer attr:class="card form">
                <h2>"Can you take it?"</h2>
                <input type="hidden" name="id" value=id/>
                {refused.then(|| view! { <p class="muted small">"Not as it is: the reason stands below."</p> })}
                <div class="form__actions">
                    <button class="button button--primary" name="answer" value="accept" disabled=move || refused || pending()><Icon name="check"/>"Accept"</button>
                    <button class="button" name="answer" value="decline" disabled=pending><Icon name="x"/>"Decline"</button>
                </div>
            </ActionForm>
        })}
        {decide.map(|id| view! {
            <ActionForm action=actions.decide attr:class="card form">
                <h2>"Do you approve?"</h2>
                <input type="hidden" name="id" value=id/>
                <div class="form__actions">
                    <button class="button button--primary" name="decision" value="approve" disabled=move || refused || pending()><Icon name="check"/>"Approve"</button>
                    <button class="button" name="decision" value="refuse" disabled=pending><Icon name="x"/>"Refuse"</button>
                </div>
            </ActionForm>
        })}
        {withdraw.map(|id| view! {
            <ActionForm action=actions.withdraw>
                <input type="hidden" name="id" value=id/>
                <button class="button"><Icon name="undo"/>"Take the offer back"</button>
            </ActionForm>
        })}
    }
}

/// What it would come to, drawn like a cover's preview.
#[component]
fn Outcomes(outcomes: Vec<OfferOutcome>, warnings: Vec<String>) -> impl IntoView {
    view! {
        {(!warnings.is_empty()).then(|| view! {
            <div class="alert alert--warning" role="status">
                <Icon name="warning"/>
                <div>{warnings.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}</div>
            </div>
        })}
        {outcomes.into_iter().map(|one| match one.outcome {
            Outcome::Possible(preview) => view! {
                <section class="card stack">
                    <div class="card__head"><h2><bdi>{one.rota}</bdi></h2><span class="muted small">{preview.words.clone()}</span></div>
                    <Compare preview/>
                </section>
            }.into_any(),
            Outcome::Refused { reasons, .. } => view! {
                <div class="alert alert--error">
                    <Icon name="warning"/>
                    <div>
                        <p class="alert__title">"It cannot be done as it is"</p>
                        {reasons.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}
                    </div>
                </div>
            }.into_any(),
        }).collect_view()}
    }
}
