//! The page of time off in lieu: the balance on top, its ledger beneath, like a bank's.

use super::{ChooseToil, TakeToil, ToilChoice, ToilPage, ToilRow, ToilSum, WithdrawToil, load_toil};
use crate::{
    components::{Badge, Done, Empty, Field, FormAlert, Icon, Problem, Select, Whose},
    help::Help,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_query_map};

#[derive(Clone, Copy)]
struct Actions {
    take: ServerAction<TakeToil>,
    withdraw: ServerAction<WithdrawToil>,
    choose: ServerAction<ChooseToil>,
}

impl Actions {
    fn versions(self) -> usize {
        self.take.version().get() + self.withdraw.version().get() + self.choose.version().get()
    }
}

/// `/pay/time-off`.
#[component]
pub fn ToilPageView() -> impl IntoView {
    let query = use_query_map();
    let actions = Actions {
        take: ServerAction::new(),
        withdraw: ServerAction::new(),
        choose: ServerAction::new(),
    };
    let person = move || query.with(|query| query.get("person")).unwrap_or_default();
    let load = Resource::new(move || (person(), actions.versions()), |(person, _)| load_toil(person));
    view! {
        <Title text="Time off in lieu"/>
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

/// What somebody has, for the page of pay.
#[component]
pub(crate) fn ToilCard(sum: ToilSum) -> impl IntoView {
    sum.any.then(|| {
        view! {
            <section class="card">
                <div class="card__head"><h2>"Time off in lieu"</h2><A href="/pay/time-off">"Ledger"</A></div>
                <p class="answer">{sum.left.clone()}</p>
                <Beside sum/>
            </section>
        }
    })
}

/// What is to be known beside the balance.
#[component]
fn Beside(sum: ToilSum) -> impl IntoView {
    view! {
        {(sum.seconds < 0).then(|| view! { <p class="field__error"><Icon name="warning" small=true/>"More was taken than earned."</p> })}
        {(!sum.coming.is_empty()).then(|| view! { <p class="muted">{format!("{} more so far, once their statements are approved", sum.coming)}</p> })}
        {(!sum.expiring.is_empty()).then(|| view! { <p class="muted">{format!("Lost unless taken before: {}", sum.expiring)}</p> })}
    }
}

#[component]
fn Page(page: ToilPage, actions: Actions) -> impl IntoView {
    let others = page.people.len() > 1;
    let (people, person) = (page.people.clone(), page.person.clone());
    let error = Signal::derive(move || actions.withdraw.value().get().and_then(Result::err));
    let choice = page.choice.clone();
    let form_person = if page.own { String::new() } else { page.person.clone() };
    let owner = form_person.clone();
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path"><A href="/pay">"Pay"</A></nav>
                <div class="title"><h1>"Time off in lieu"</h1><Help words=&["toil", "statement"]/></div>
                {(!page.own).then(|| view! { <p class="muted"><bdi>{page.name.clone()}</bdi></p> })}
            </div>
        </div>
        <Done key="taken" words="The time off is entered."/>
        <Done key="withdrawn" words="The time off is withdrawn."/>
        <Done key="chosen" words="The choice is saved."/>
        {others.then(|| view! { <Whose action="/pay/time-off" people person/> })}
        <div class="split">
            <div class="stack stack--wide">
                <section class="card statement__sum">
                    <p class="muted">"Still to be taken"</p>
                    <p class="answer answer--huge">{page.sum.left.clone()}</p>
                    <Beside sum=page.sum.clone()/>
                    <p class="muted small">{page.kept.clone()}{(!page.expired.is_empty()).then(|| format!(" {} were not taken in time.", page.expired))}</p>
                </section>
                <FormAlert error/>
                <Rows rows=page.rows.clone() person=owner actions/>
            </div>
            <div class="stack">
                {page.may_enter.then(|| view! { <Take page=page.clone() person=form_person.clone() actions/> })}
                {choice.map(|choice| view! { <Choose choice person=form_person.clone() actions/> })}
            </div>
        </div>
    }
}

#[component]
fn Rows(rows: Vec<ToilRow>, person: String, actions: Actions) -> impl IntoView {
    if rows.is_empty() {
        return view! {
            <Empty icon="clock" title="Nothing yet" text="Duty earns time off where the rate card gives it instead of money. It stands here once its statement is approved.">
                <A href="/pay" attr:class="button">"Pay"</A>
            </Empty>
        }
        .into_any();
    }
    view! {
        <section class="card card--flush">
            <div class="card__head"><h2>"Ledger"</h2></div>
            <ul class="list list--inset">
                {rows.into_iter().map(|row| view! { <Row row person=person.clone() actions/> }).collect_view()}
            </ul>
        </section>
    }
    .into_any()
}

#[component]
fn Row(row: ToilRow, person: String, actions: Actions) -> impl IntoView {
    let label = format!("Withdraw the time off of {}", row.when);
    view! {
        <li>
            <div class="list__grow">
                <p class="row"><b>{row.when}</b>{row.ahead.then(|| view! { <Badge kind="draft" word="Ahead"/> })}</p>
                <p class="muted small"><bdi>{row.what}</bdi></p>
            </div>
            <span class="pay-run__sum"><span class="money">{row.change}</span><span class="muted small">{row.balance}" left"</span></span>
            {row.may_withdraw.then(|| view! {
                <ActionForm action=actions.withdraw>
                    <input type="hidden" name="id" value=row.id/>
                    <input type="hidden" name="person" value=person/>
                    <button class="button button--quiet button--icon" aria-label=label><Icon name="trash"/></button>
                </ActionForm>
            })}
        </li>
    }
}

/// Enters that some is taken.
#[component]
fn Take(page: ToilPage, person: String, actions: Actions) -> impl IntoView {
    let error = Signal::derive(move || actions.take.value().get().and_then(Result::err));
    view! {
        <section class="card stack">
            <div class="card__head"><h2>"Take time off"</h2></div>
            <FormAlert error/>
            <ActionForm action=actions.take attr:class="form">
                <input type="hidden" name="form[person]" value=person/>
                <input type="hidden" name="form[key]" value=page.key/>
                <div class="form__pair">
                    <Field name="form[day]" label="On" kind="date" value=page.today required=true error/>
                    <Field name="form[hours]" label="Hours" hint="7.5 or 7:30" required=true error/>
                </div>
                <Field name="form[note]" label="Note" error/>
                <p class="field__hint">"It takes hours from the balance. So that plans leave the time free, enter it as leave too."</p>
                <div class="form__actions">
                    <button class="button button--primary" disabled=move || actions.take.pending().get()>"Enter the time off"</button>
                </div>
            </ActionForm>
        </section>
    }
}

/// Chooses between time off and money.
#[component]
fn Choose(choice: ToilChoice, person: String, actions: Actions) -> impl IntoView {
    let error = Signal::derive(move || actions.choose.value().get().and_then(Result::err));
    let now = match choice.now.as_str() {
        "time_off" => "Time off",
        _ => "Money",
    };
    let options = [("money", "Money"), ("time_off", "Time off")]
        .map(|(key, words)| (key.to_owned(), words.to_owned()))
        .to_vec();
    view! {
        <section class="card stack">
            <div class="card__head"><h2>"Time off or money"</h2></div>
            <p>"Where the rate card leaves the choice: "<b>{now}</b>{(!choice.later.is_empty()).then(|| format!("; {}", choice.later))}"."</p>
            {choice.may_choose.then(|| view! {
                <FormAlert error/>
                <ActionForm action=actions.choose attr:class="form">
                    <input type="hidden" name="form[person]" value=person/>
                    <div class="form__pair">
                        <Select name="form[choice]" label="Duty gives" options value=choice.now.clone() error/>
                        <Field name="form[from]" label="From" kind="date" value=choice.from.clone() required=true hint="Not before the statements that are approved." error/>
                    </div>
                    <div class="form__actions">
                        <button class="button" disabled=move || actions.choose.pending().get()>"Save the choice"</button>
                    </div>
                </ActionForm>
            })}
        </section>
    }
}
