//! `/settings/webhooks` and `/teams/{slug}/webhooks`.

use super::{MakeWebhook, WebhookForm, WebhookRow, WebhooksPage, fields::WebhookFields, load_webhooks};
use crate::{
    components::{Badge, Done, Empty, FormAlert, Icon, Problem},
    settings::SettingsNav,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_params_map};

/// The organisation's webhooks.
#[component]
pub fn WebhooksPageView() -> impl IntoView {
    let load = Resource::new(|| (), |()| load_webhooks(String::new()));
    view! {
        <Title text="Webhooks"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! {
                        <div class="page-head"><div class="page-head__text"><h1>"Webhooks"</h1></div></div>
                        <div class="settings"><SettingsNav/><Webhooks page/></div>
                    }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// A team's webhooks.
#[component]
pub fn TeamWebhooksPage() -> impl IntoView {
    let params = use_params_map();
    let slug = Memo::new(move |_| params.with(|params| params.get("slug")).unwrap_or_default());
    let load = Resource::new(move || slug.get(), load_webhooks);
    view! {
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <TeamHead slug=page.team.clone() name=page.team_name.clone()/><Webhooks page/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn TeamHead(slug: String, name: String) -> impl IntoView {
    view! {
        <Title text=format!("Webhooks of {name}")/>
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path">
                    <A href="/teams">"Teams"</A><A href=format!("/teams/{slug}")><bdi>{name}</bdi></A>
                </nav>
                <h1>"Webhooks"</h1>
            </div>
        </div>
    }
}

#[component]
fn Webhooks(page: WebhooksPage) -> impl IntoView {
    let whose = if page.team.is_empty() {
        "of every team"
    } else {
        "of this team"
    };
    let empty = page.webhooks.is_empty();
    let team = page.team.clone();
    view! {
        <div class="stack stack--wide">
            <Done key="removed" words="Removed. Nothing is sent there any more." error=Signal::stored(None)/>
            <p class="muted">{format!("A webhook tells another program, such as your chat or a status page, what happens on the rotas {whose}. Each message is signed and tried again until it is taken.")}</p>
            {if empty {
                view! { <Empty icon="link" title="No webhooks yet" text="Give the address of a program below, and choose what it is told."/> }.into_any()
            } else {
                view! {
                    <section class="card card--flush">
                        <ul class="list list--inset">{page.webhooks.into_iter().map(|row| view! { <Row row/> }).collect_view()}</ul>
                    </section>
                }.into_any()
            }}
            <NewWebhook team/>
            <p class="muted small"><a href="/api/docs" rel="external">"The API"</a>" makes and changes webhooks, too."</p>
        </div>
    }
}

#[component]
fn Row(row: WebhookRow) -> impl IntoView {
    let (kind, word) = state_of(&row);
    view! {
        <li>
            <div class="list__grow">
                <p class="row"><A href=format!("/webhooks/{}", row.id)><b><bdi>{row.name}</bdi></b></A><Badge kind word/></p>
                <p class="muted small breaks"><bdi>{row.host}</bdi>" · "{row.told}</p>
            </div>
        </li>
    }
}

/// Kind and words of the badge that says how a webhook is.
pub(super) fn state_of(row: &WebhookRow) -> (&'static str, String) {
    match (row.state.as_str(), row.given_up, row.waiting) {
        ("off", ..) => ("", "Off".to_owned()),
        ("failed", ..) => ("gap", "Turned off: it does not answer".to_owned()),
        (_, n, _) if n > 0 => ("gap", format!("{n} not delivered")),
        (_, _, n) if n > 0 => ("warning", format!("{n} to send")),
        _ => ("success", "On".to_owned()),
    }
}

#[component]
fn NewWebhook(team: String) -> impl IntoView {
    let action = ServerAction::<MakeWebhook>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let on = || Some("on".to_owned());
    let form = WebhookForm {
        published: on(),
        duty: on(),
        gap: on(),
        ..WebhookForm::default()
    };
    view! {
        <ActionForm action=action attr:class="form">
            <FormAlert error/>
            <input type="hidden" name="team" value=team/>
            <div class="form__group">
                <h2>"New webhook"</h2>
                <WebhookFields form error/>
            </div>
            <div class="form__actions">
                <button class="button button--primary" disabled=move || action.pending().get()><Icon name="link"/>"Make webhook"</button>
            </div>
        </ActionForm>
    }
}
