//! The support card as a form.

use super::{LevelForm, PutSupportCard, SupportForm};
use crate::{
    AppError,
    components::{Field, FormAlert, Icon, TextArea},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The form, folded until somebody wants it.
#[component]
pub(super) fn Edit(slug: String, form: SupportForm) -> impl IntoView {
    let action = ServerAction::<PutSupportCard>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    // Without JavaScript a form that was refused leads back here with the reason in the query.
    let open = use_query_map().with_untracked(|query| query.get("__err").is_some());
    let levels = form.levels.into_iter().enumerate();
    let levels = levels
        .map(|(place, level)| view! { <Level place level error/> })
        .collect_view();
    view! {
        <details class="disclosure no-print" open=open>
            <summary><Icon name="chevron-right" small=true/>"Edit this card"</summary>
            <ActionForm action=action attr:class="card form">
                <FormAlert error/>
                <input type="hidden" name="slug" value=slug/>
                <input type="hidden" name="form[seen]" value=form.seen/>
                {levels}
                <TextArea name="form[hours]" label="Support hours" value=form.hours error/>
                <TextArea name="form[raise]" label="How users raise an issue" value=form.raise error/>
                <TextArea name="form[tracker]" label="Where issues are kept" value=form.tracker error/>
                <TextArea name="form[triage]" label="Who triages" value=form.triage error/>
                <TextArea name="form[stakeholders]" label="Stakeholders" value=form.stakeholders hint="Who hears of incidents." error/>
                <TextArea name="form[lead]" label="What the Lead does" value=form.lead hint="One thing in a line." error/>
                <TextArea name="form[engineer]" label="What the Engineer does" value=form.engineer hint="One thing in a line." error/>
                <TextArea name="form[runbooks]" label="Runbooks" value=form.runbooks hint="A title and its https:// address in each line." error/>
                <div class="form__actions">
                    <button class="button button--primary" disabled=move || action.pending().get()>"Save card"</button>
                </div>
            </ActionForm>
        </details>
    }
}

#[component]
fn Level(place: usize, level: LevelForm, error: Signal<Option<AppError>>) -> impl IntoView {
    let name = |field: &str| format!("form[levels][{place}][{field}]");
    view! {
        <fieldset class="form__group">
            <legend>{level.severity.clone()}</legend>
            <input type="hidden" name=name("severity") value=level.severity/>
            <Field name=name("definition") label="What it is" value=level.definition error/>
            <Field name=name("examples") label="Examples" value=level.examples error/>
            <div class="form__pair">
                <Field name=name("response") label="Response (minutes)" kind="number" value=level.response error/>
                <Field name=name("restore") label="Restored (minutes)" kind="number" value=level.restore error/>
            </div>
            <div class="form__pair">
                <Field name=name("update") label="Updates every (minutes)" kind="number" value=level.update error/>
                <Field name=name("channel") label="By" value=level.channel hint="Mail, a status page, a call." error/>
            </div>
        </fieldset>
    }
}
