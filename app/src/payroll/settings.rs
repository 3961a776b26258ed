//! How often people are paid.

use super::{ChangePaySettings, PaySettings, load_pay_settings};
use crate::components::{Badge, Done, Field, FormAlert, Problem, Select};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

/// `/pay/settings`.
#[component]
pub fn PaySettingsPage() -> impl IntoView {
    let action = ServerAction::<ChangePaySettings>::new();
    let load = Resource::new(move || action.version().get(), |_| load_pay_settings());
    view! {
        <Title text="Pay periods"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(settings) => view! { <Page settings action/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(settings: PaySettings, action: ServerAction<ChangePaySettings>) -> impl IntoView {
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let words = settings.words.clone();
    let periods = settings.periods.clone();
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path"><A href="/pay">"Pay"</A></nav>
                <h1>"Pay periods"</h1>
                <p class="muted">{words}</p>
            </div>
        </div>
        <Done key="saved" words="The settings are saved." error/>
        <div class="split">
            <section class="card">
                <div class="card__head"><h2>"Now and next"</h2></div>
                <ul class="list">
                    {periods.into_iter().map(|period| view! {
                        <li>
                            <p class="list__grow">{period.words}</p>
                            {period.now.then(|| view! { <Badge kind="success" word="Now"/> })}
                        </li>
                    }).collect_view()}
                </ul>
            </section>
            <section class="card">
                <div class="card__head"><h2>"Change"</h2></div>
                <FormAlert error/>
                <Form settings action error/>
            </section>
        </div>
    }
}

#[component]
fn Form(
    settings: PaySettings,
    action: ServerAction<ChangePaySettings>,
    error: Signal<Option<crate::AppError>>,
) -> impl IntoView {
    let cycles = [
        ("", "As it is"),
        ("monthly", "Monthly"),
        ("four-weekly", "Every four weeks"),
        ("weekly", "Weekly"),
    ];
    let cycles = cycles
        .map(|(value, words)| (value.to_owned(), words.to_owned()))
        .to_vec();
    view! {
        <ActionForm action=action attr:class="form">
            <Select name="form[cycle]" label="People are paid" options=cycles error/>
            <Field name="form[day]" label="Monthly: from which day of the month" kind="number" value=settings.day.to_string()
                hint="1 to 28. With 21, a period runs from the 21st up to and including the 20th." error/>
            <Field name="form[from]" label="From" kind="date" value=settings.from
                hint="Weekly and four-weekly periods are counted from this date. The period before it is cut short." error/>
            <Field name="form[toil_expires_days]" label="Time off is lost after (days)" kind="number" value=settings.toil_expires_days
                hint="Counted from the day on which it was earned. Leave it empty if it is kept." error/>
            <div class="form__actions">
                <button class="button button--primary" disabled=move || action.pending().get()>"Save"</button>
            </div>
        </ActionForm>
    }
}
