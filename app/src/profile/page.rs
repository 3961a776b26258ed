//! The page of one's own profile.

use super::{Profile, SaveProfile, load_profile};
use crate::{
    AppError,
    components::{Choice, Done, Field, FormAlert, Icon, Problem, Select},
    viewer::refresh_viewer,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

/// `/settings/profile`
#[component]
pub fn ProfilePage() -> impl IntoView {
    let action = ServerAction::<SaveProfile>::new();
    let load = Resource::new(|| (), |()| load_profile());
    Effect::new(move |_| {
        if matches!(action.value().get(), Some(Ok(()))) {
            load.refetch();
            refresh_viewer();
        }
    });
    view! {
        <Title text="My profile"/>
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path"><A href="/settings">"Settings"</A></nav>
                <h1>"My profile"</h1>
            </div>
        </div>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(profile) => view! { <Cards profile action/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Cards(profile: Profile, action: ServerAction<SaveProfile>) -> impl IntoView {
    view! {
        <div class="split">
            <div class="stack"><ProfileForm profile action/></div>
            <aside class="stack">
                <Place icon="phone" title="How to reach you" href="/settings/contacts" link="Contact methods" text="What your teams call when you are on duty."/>
                <Place icon="lock" title="Security" href="/settings/security" link="Password and sessions" text="Your password, and where you are signed in."/>
                <Place icon="calendar" title="Calendar" href="/me" link="Subscribe to your shifts" text="Calendars follow the zone of your device, whatever you choose here."/>
            </aside>
        </div>
    }
}

#[component]
fn Place(
    icon: &'static str,
    title: &'static str,
    #[prop(into)] href: String,
    link: &'static str,
    text: &'static str,
) -> impl IntoView {
    view! {
        <section class="card stack stack--tight">
            <h2 class="row"><Icon name=icon/>{title}</h2>
            <p class="muted">{text}</p>
            <p><A href=href>{link}</A></p>
        </section>
    }
}

#[component]
fn ProfileForm(profile: Profile, action: ServerAction<SaveProfile>) -> impl IntoView {
    let error: Signal<Option<AppError>> = Signal::derive(move || action.value().get().and_then(Result::err));
    let zones = profile.zones.iter().map(|zone| (zone.clone(), zone.clone())).collect();
    let hint = format!(
        "Rotas keep their own zone; your time stands beside it where the two differ. The organisation is in {}.",
        profile.organisation_zone
    );
    view! {
        <ActionForm action=action attr:class="card form">
            <Done key="saved" words="Saved." error/>
            <FormAlert error/>
            <h2>"You"</h2>
            {profile.may_rename.then(|| view! {
                <Field name="profile[name]" label="Name" value=profile.name.clone() autocomplete="name" required=true error/>
            })}
            <Select name="profile[zone]" label="Time zone" options=zones value=profile.zone hint error/>
            <h2>"Dates and times"</h2>
            <Choice name="profile[date_order]" legend="Dates" options=profile.date_orders value=profile.date_order error/>
            <Choice name="profile[hour_clock]" legend="Times" options=profile.hour_clocks value=profile.hour_clock error/>
            <h2>"Appearance"</h2>
            <Choice name="profile[theme]" legend="Theme" options=themes() value=profile.theme error/>
            <div class="form__actions">
                <button class="button button--primary" disabled=move || action.pending().get()>"Save"</button>
            </div>
        </ActionForm>
    }
}

fn themes() -> Vec<(String, String)> {
    [("system", "As the device"), ("light", "Light"), ("dark", "Dark")]
        .map(|(key, words)| (key.to_owned(), words.to_owned()))
        .to_vec()
}
