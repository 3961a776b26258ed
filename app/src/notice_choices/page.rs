//! `/settings/notices`.

use super::{NoticeChoices, NoticeChoicesForm, SaveNoticeChoices, load_notice_choices};
use crate::{
    AppError,
    components::{Done, Field, FormAlert, Problem, Select, typed},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

/// The page of what somebody is told, and how.
#[component]
pub fn NoticeChoicesPage() -> impl IntoView {
    let action = ServerAction::<SaveNoticeChoices>::new();
    let load = Resource::new(move || action.version().get(), |_| load_notice_choices());
    view! {
        <Title text="What you are told"/>
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path"><A href="/settings">"Settings"</A></nav>
                <h1>"What you are told"</h1>
                <p class="muted">"Everything is in your "<A href="/inbox">"inbox"</A>". Here you choose what comes by mail, too, and when."</p>
            </div>
        </div>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(choices) => view! { <ChoicesForm choices action/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn ChoicesForm(choices: NoticeChoices, action: ServerAction<SaveNoticeChoices>) -> impl IntoView {
    let error: Signal<Option<AppError>> = Signal::derive(move || action.value().get().and_then(Result::err));
    let NoticeChoices {
        sends_mail,
        email,
        zone,
        chosen,
        leads,
    } = choices;
    let mail_words = if sends_mail {
        format!("To {email}.")
    } else {
        "Mail is not set up here: until it is, everything stays in your inbox.".to_owned()
    };
    let clock = format!("On your clock, {zone}. Mail waits until they end; leave both empty for none.");
    view! {
        <ActionForm action=action attr:class="card form">
            <Done key="saved" words="Saved." error/>
            <FormAlert error/>
            <fieldset class="field">
                <legend class="field__label">"By mail"</legend>
                <Topics chosen=chosen.clone()/>
                <p class="field__hint">{mail_words}</p>
            </fieldset>
            <h2>"Before a shift"</h2>
            <div class="form__pair">
                <Select name="choices[first_lead]" label="First reminder" options=leads.clone() value=chosen.first_lead error/>
                <Select name="choices[second_lead]" label="Second reminder" options=leads value=chosen.second_lead error/>
            </div>
            <h2>"Quiet hours"</h2>
            <div class="form__pair">
                <Field name="choices[quiet_from]" label="From" kind="time" value=chosen.quiet_from error/>
                <Field name="choices[quiet_to]" label="Until" kind="time" value=chosen.quiet_to error/>
            </div>
            <p class="field__hint">{clock}</p>
            <Tick name="choices[soon_in_quiet]" on=chosen.soon_in_quiet.is_some() word="That a shift starts soon comes all the same"/>
            <h2>"One mail a day"</h2>
            <Field name="choices[digest_at]" label="At" kind="time" value=chosen.digest_at hint="In place of a mail for each. Leave it empty for each at once. That a shift starts soon comes at once all the same." error/>
            <div class="form__actions">
                <button class="button button--primary" disabled=move || action.pending().get()>"Save"</button>
            </div>
        </ActionForm>
    }
}

#[component]
fn Topics(chosen: NoticeChoicesForm) -> impl IntoView {
    view! {
        <Tick name="choices[my_duty]" on=chosen.my_duty.is_some() word="A shift was given to you or taken from you"/>
        <Tick name="choices[starts_soon]" on=chosen.starts_soon.is_some() word="A shift of yours starts soon"/>
        <Tick name="choices[published]" on=chosen.published.is_some() word="A rota of your teams was published"/>
        <Tick name="choices[requests]" on=chosen.requests.is_some() word="Somebody asks you, or has answered you"/>
        <Tick name="choices[pay]" on=chosen.pay.is_some() word="Your pay: a statement to look at, approved or sent back, questions and answers, late changes"/>
        <Tick name="choices[trouble]" on=chosen.trouble.is_some() word="Gaps and conflicts in teams that you manage"/>
    }
}

#[component]
fn Tick(name: &'static str, on: bool, word: &'static str) -> impl IntoView {
    // A form that comes back has been sent as a whole: what it leaves out was not ticked.
    let back = typed("choices[first_lead]").is_some();
    let checked = if back { typed(name).is_some() } else { on };
    view! { <label class="check"><input type="checkbox" name=name checked=checked/><span>{word}</span></label> }
}
