//! What managers choose about handovers.

use super::{ChangeChecklist, HandoverPage, UseHandoverNotes};
use crate::components::{Field, FormAlert, Icon, TextArea};
use leptos::prelude::*;

#[component]
pub(super) fn Settings(
    page: HandoverPage,
    uses: ServerAction<UseHandoverNotes>,
    checklist: ServerAction<ChangeChecklist>,
) -> impl IntoView {
    let Some(settings) = page.settings else {
        return ().into_any();
    };
    let error = Signal::derive(move || checklist.value().get().and_then(Result::err));
    let uses_error = Signal::derive(move || uses.value().get().and_then(Result::err));
    let (slug, team) = (page.heading.slug.clone(), page.heading.team_slug.clone());
    let form = settings.checklist;
    let (on, rota) = (page.uses, slug.clone());
    view! {
        <details class="disclosure" open=!on>
            <summary><Icon name="chevron-right" small=true/>"Settings of handovers"</summary>
            <div class="stack stack--wide">
                <ActionForm action=uses attr:class="card form">
                    <FormAlert error=uses_error/>
                    <input type="hidden" name="slug" value=slug/>
                    {(!on).then(|| view! { <input type="hidden" name="uses" value="on"/> })}
                    <p>{if on { "This rota uses handover notes." } else { "This rota does without handover notes." }}</p>
                    <div class="form__actions">
                        <button class="button" disabled=move || uses.pending().get()>{if on { "Do without them" } else { "Use handover notes" }}</button>
                    </div>
                </ActionForm>
                <ActionForm action=checklist attr:class="card form">
                    <FormAlert error/>
                    <input type="hidden" name="team" value=team/>
                    <input type="hidden" name="rota" value=rota/>
                    <input type="hidden" name="form[seen]" value=form.seen/>
                    <TextArea name="form[items]" label="Checklist" value=form.items hint="One item a line, for all rotas of the team." error/>
                    <Field name="form[remind_after]" label="Say again after" kind="number" value=form.remind_after hint="Minutes until those who came, and you, are told that notes are not acknowledged; 0 for never." error/>
                    <div class="form__actions"><button class="button" disabled=move || checklist.pending().get()>"Save checklist"</button></div>
                </ActionForm>
            </div>
        </details>
    }
    .into_any()
}
