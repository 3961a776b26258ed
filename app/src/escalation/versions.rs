//! The draft of a policy, and its versions.

use super::{ChangePolicy, KeptDraft, PolicyLine, PolicyVersionView};
use crate::components::{FormAlert, Icon};
use leptos::prelude::*;
use leptos_router::components::A;

/// What a version changes, line by line.
#[component]
fn Changes(lines: Vec<PolicyLine>) -> impl IntoView {
    if lines.is_empty() {
        return view! { <p class="muted small">"No difference."</p> }.into_any();
    }
    let lines = lines.into_iter().map(|line| {
        let (class, said) = if line.added {
            ("policy-changes__new", "New: ")
        } else {
            ("policy-changes__gone", "Gone: ")
        };
        view! { <li class=class><span class="sr-only">{said}</span>{line.words}</li> }
    });
    view! { <ul class="policy-changes">{lines.collect_view()}</ul> }.into_any()
}

/// A policy that is thought about: published, edited or forgotten.
#[component]
pub(super) fn Draft(slug: String, draft: KeptDraft) -> impl IntoView {
    let action = ServerAction::<ChangePolicy>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    view! {
        <ActionForm action=action attr:class="card form policy-draft">
            <FormAlert error/>
            <div class="section-head"><h2>"Draft of the policy"</h2><span class="badge">"Binds nobody"</span></div>
            <p class="muted small">{format!("Saved by {}. Compared with the policy in force:", draft.saved)}</p>
            <Changes lines=draft.changes/>
            {draft.stale.then(|| view! {
                <div class="alert alert--warning">
                    <Icon name="warning"/>
                    <p>"The policy in force was changed since. Go on editing to look at it again, then save."</p>
                </div>
            })}
            <input type="hidden" name="slug" value=slug/>
            <div class="form__actions">
                {(!draft.stale).then(|| view! {
                    <button class="button button--primary" name="act" value="publish" disabled=move || action.pending().get()>"Publish"</button>
                })}
                <A href=draft.edit attr:class="button">"Go on editing"</A>
                <button class="button button--quiet" name="act" value="discard" disabled=move || action.pending().get()>"Discard"</button>
            </div>
        </ActionForm>
    }
}

/// Every version that was in force, the latest first.
#[component]
pub(super) fn Versions(versions: Vec<PolicyVersionView>) -> impl IntoView {
    let rows = versions.into_iter().map(|version| {
        let by = if version.by.is_empty() {
            String::new()
        } else {
            format!(", by {}", version.by)
        };
        view! {
            <li class="stack stack--tight">
                <p>
                    <b>{format!("From {}", version.since)}</b>{by}" "
                    {version.in_force.then(|| view! { <span class="badge badge--success">"In force"</span> })}
                </p>
                <Changes lines=version.changes/>
            </li>
        }
    });
    view! {
        <details class="disclosure">
            <summary><Icon name="chevron-right" small=true/>"Versions of the policy"</summary>
            <ol class="stack versions">{rows.collect_view()}</ol>
        </details>
    }
}
