//! The page of one's own password and sessions.

use super::{ChangePassword, SessionsCard, use_sessions};
use crate::{
    components::{Done, Field, FormAlert, Icon},
    viewer::use_viewer,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

/// `/settings/security`
#[component]
pub fn SecurityPage() -> impl IntoView {
    let viewer = use_viewer();
    let (me, details) = (viewer.id.clone(), format!("/people/{}", viewer.id));
    let change = ServerAction::<ChangePassword>::new();
    let sessions = use_sessions(
        move || {
            // A new password ends the other sessions.
            change.version().track();
            Some(me.clone())
        },
        true,
    );
    view! {
        <Title text="Security"/>
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path"><A href="/settings">"Settings"</A></nav>
                <h1>"Security"</h1>
            </div>
            <div class="page-head__actions row"><A href=details attr:class="button"><Icon name="person"/>"My details"</A></div>
        </div>
        <div class="split">
            <div class="stack"><SessionsCard sessions/></div>
            <aside class="stack"><PasswordForm action=change email=viewer.email/></aside>
        </div>
    }
}

#[component]
fn PasswordForm(action: ServerAction<ChangePassword>, email: String) -> impl IntoView {
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    view! {
        <ActionForm action=action attr:class="card form">
            <Done key="password" words="Your password is changed, and your other sessions have ended." error/>
            <FormAlert error/>
            <h2>"Password"</h2>
            // Password managers look for whose password it is.
            <input type="text" name="username" autocomplete="username" value=email hidden readonly/>
            <Field
                name="change[current_password]" label="Present password" kind="password" autocomplete="current-password" required=true error
            />
            <Field
                name="change[new_password]" label="New password" kind="password" autocomplete="new-password"
                hint="12 to 128 characters; a sentence is good. It ends your other sessions." required=true error
            />
            <div class="form__actions">
                <button class="button button--primary" disabled=move || action.pending().get()><Icon name="key"/>"Change password"</button>
            </div>
        </ActionForm>
    }
}
