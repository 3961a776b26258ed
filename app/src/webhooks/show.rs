//! `/webhooks/{id}`.

use super::{
    ChangeWebhook, DeliveryRow, RemoveWebhook, ReplayWebhook, RotateWebhook, SwitchWebhook, TestWebhook, WebhookPage,
    deliveries::Deliveries, fields::WebhookFields, load_webhook,
};
use crate::components::{CopyField, Done, FormAlert, Icon, Problem, TimeStamp};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_params_map};

/// What can be done with a webhook.
#[derive(Clone, Copy)]
struct Actions {
    change: ServerAction<ChangeWebhook>,
    rotate: ServerAction<RotateWebhook>,
    test: ServerAction<TestWebhook>,
    replay: ServerAction<ReplayWebhook>,
    switch: ServerAction<SwitchWebhook>,
}

impl Actions {
    fn new() -> Self {
        Self {
            change: ServerAction::new(),
            rotate: ServerAction::new(),
            test: ServerAction::new(),
            replay: ServerAction::new(),
            switch: ServerAction::new(),
        }
    }

    /// Changes whenever one of them is done.
    fn done(self) -> usize {
        let versions = [self.change.version(), self.rotate.version(), self.test.version()];
        let others = [self.replay.version(), self.switch.version()];
        versions.iter().chain(&others).map(|version| version.get()).sum()
    }

    /// What stood in the way of any of them.
    fn error(self) -> Signal<Option<crate::AppError>> {
        let values = [self.rotate.value(), self.test.value()];
        let (replay, switch) = (self.replay.value(), self.switch.value());
        Signal::derive(move || {
            let first = values.iter().find_map(|value| value.get().and_then(Result::err));
            let second = first.or_else(|| replay.get().and_then(Result::err));
            second.or_else(|| switch.get().and_then(Result::err))
        })
    }
}

/// A webhook's page.
#[component]
pub fn WebhookPageView() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).unwrap_or_default());
    let actions = Actions::new();
    let load = Resource::new(move || (id.get(), actions.done()), |(id, _)| load_webhook(id));
    follow(load);
    view! {
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Webhook page actions/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// Looks again soon while something is about to be sent.
fn follow(load: Resource<Result<WebhookPage, crate::AppError>>) {
    const SOON: std::time::Duration = std::time::Duration::from_secs(2);
    Effect::new(move |_| {
        let fresh = |row: &DeliveryRow| row.sending || (row.state == "queued" && row.tries == 0);
        let waits = load.with(|page| matches!(page, Some(Ok(page)) if page.deliveries.iter().any(fresh)));
        if waits {
            set_timeout(move || load.refetch(), SOON);
        }
    });
}

#[component]
fn Webhook(page: WebhookPage, actions: Actions) -> impl IntoView {
    let id = page.webhook.id.clone();
    let error = actions.error();
    let (list, whose) = if page.team.is_empty() {
        ("/settings/webhooks".to_owned(), "Webhooks".to_owned())
    } else {
        (
            format!("/teams/{}/webhooks", page.team),
            format!("Webhooks of {}", page.team_name),
        )
    };
    let (zone, deliveries) = (page.zone.clone(), page.deliveries.clone());
    view! {
        <Title text=page.webhook.name.clone()/>
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path"><A href=list>{whose}</A></nav>
                <h1><bdi>{page.webhook.name.clone()}</bdi></h1>
            </div>
        </div>
        <div class="stack stack--wide">
            <Done key="made" words="Made. Give the program the secret below, then send a test." error/>
            <Done key="changed" words="Saved." error/>
            <Done key="rotated" words="The secret is replaced. Both sign for a day." error/>
            <Done key="test" words="A test is on its way. Below it says how it went." error/>
            <Done key="again" words="It is sent again." error/>
            <Done key="on" words="On. It is told what happens from now on." error/>
            <Done key="off" words="Off. Nothing is sent there." error/>
            <FormAlert error/>
            <State page=page.clone() actions/>
            <Secret page=page.clone() rotate=actions.rotate/>
            {(!deliveries.is_empty()).then(|| view! { <Deliveries id=id.clone() zone deliveries replay=actions.replay/> })}
            <Change page change=actions.change/>
            <Remove id/>
        </div>
    }
}

/// How it goes, in a few words.
fn answer(page: &WebhookPage) -> (String, &'static str) {
    let row = &page.webhook;
    match (row.state.as_str(), row.given_up, row.waiting) {
        ("off", ..) => ("It is off".to_owned(), "answer"),
        ("failed", ..) => ("Turned off: it does not answer".to_owned(), "answer answer--trouble"),
        (_, n, _) if n > 0 => (format!("{n} could not be delivered"), "answer answer--trouble"),
        (_, _, n) if n > 0 => (format!("{n} to send"), "answer"),
        _ if page.deliveries.is_empty() => ("Nothing was sent yet".to_owned(), "answer"),
        _ => ("All is delivered".to_owned(), "answer"),
    }
}

#[component]
fn State(page: WebhookPage, actions: Actions) -> impl IntoView {
    let (words, class) = answer(&page);
    let (id, on) = (page.webhook.id, page.webhook.state == "on");
    let (failed, own) = (page.webhook.state == "failed", id.clone());
    let (test, switch) = (actions.test, actions.switch);
    view! {
        <section class="card stack" id="state">
            <p class=class>{words}</p>
            {failed.then(|| view! { <p>"Nothing was taken for three days, or it said that it is gone. Put it right, turn it on and send again what was given up."</p> })}
            <dl class="facts">
                <dt>"Address"</dt><dd class="breaks"><bdi>{page.webhook.address}</bdi></dd>
                <dt>"Is told"</dt><dd>{page.webhook.told}</dd>
                <dt>"Answers for it"</dt><dd><bdi>{page.owner}</bdi></dd>
                {page.failing_since.map(|since| view! { <dt>"Nothing taken since"</dt><dd><TimeStamp stamp=since/></dd> })}
            </dl>
            <div class="row">
                {on.then(|| view! {
                    <ActionForm action=test>
                        <input type="hidden" name="id" value=own/>
                        <button class="button button--primary" disabled=move || test.pending().get()><Icon name="bell"/>"Send a test"</button>
                    </ActionForm>
                })}
                <ActionForm action=switch>
                    <input type="hidden" name="id" value=id/>
                    {(!on).then(|| view! { <input type="hidden" name="on" value="on"/> })}
                    <button class="button" disabled=move || switch.pending().get()>{if on { "Turn off" } else { "Turn on" }}</button>
                </ActionForm>
            </div>
        </section>
    }
}

#[component]
fn Secret(page: WebhookPage, rotate: ServerAction<RotateWebhook>) -> impl IntoView {
    let copied = RwSignal::new(false);
    let shown = match page.secret {
        Some(secret) => view! {
            <p class="muted">"With it the program checks that a message is Tandem’s. It is shown to you alone."</p>
            <CopyField label="Secret" value=secret copied/>
        }
        .into_any(),
        None => view! { <p class="muted">"Shown to "<bdi>{page.owner}</bdi>" alone. Whoever replaces it gets a new one, and answers for the webhook from then on."</p> }
            .into_any(),
    };
    view! {
        <section class="card stack" id="secret">
            <h2>"Secret"</h2>
            {shown}
            {page.overlap_until.map(|until| view! { <p class="small">"The secret before signs, too, until "<TimeStamp stamp=until/>"."</p> })}
            <ActionForm action=rotate>
                <input type="hidden" name="id" value=page.webhook.id/>
                <button class="button" disabled=move || rotate.pending().get()><Icon name="key"/>"Replace the secret"</button>
            </ActionForm>
        </section>
    }
}

#[component]
fn Change(page: WebhookPage, change: ServerAction<ChangeWebhook>) -> impl IntoView {
    let error = Signal::derive(move || change.value().get().and_then(Result::err));
    let open = crate::components::typed("form[name]").is_some();
    view! {
        <details class="disclosure" open=open>
            <summary><Icon name="chevron-right" small=true/>"Change it"</summary>
            <ActionForm action=change attr:class="card form">
                <FormAlert error/>
                <input type="hidden" name="id" value=page.webhook.id/>
                <WebhookFields form=page.form error/>
                <div class="form__actions"><button class="button button--primary" disabled=move || change.pending().get()>"Save"</button></div>
            </ActionForm>
        </details>
    }
}

#[component]
fn Remove(id: String) -> impl IntoView {
    let action = ServerAction::<RemoveWebhook>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    view! {
        <details class="disclosure">
            <summary><Icon name="chevron-right" small=true/>"Remove it"</summary>
            <ActionForm action=action attr:class="card form">
                <FormAlert error/>
                <input type="hidden" name="id" value=id/>
                <p>"Its secret is gone for good, and what waits is not sent. To pause it, turn it off."</p>
                <div class="form__actions"><button class="button button--danger" disabled=move || action.pending().get()>"Remove for good"</button></div>
            </ActionForm>
        </details>
    }
}
