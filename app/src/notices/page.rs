//! `/settings/mail`.

use super::{MailPage, NoticeRow, SendNoticeAgain, SendTestMail, load_mail};
use crate::{
    components::{Badge, Done, Empty, FormAlert, Icon, Problem, TimeStamp},
    settings::SettingsNav,
    viewer::use_viewer,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page of mail.
#[component]
pub fn MailPageView() -> impl IntoView {
    let (again, test) = (
        ServerAction::<SendNoticeAgain>::new(),
        ServerAction::<SendTestMail>::new(),
    );
    let load = Resource::new(move || (again.version().get(), test.version().get()), |_| load_mail());
    follow(load);
    view! {
        <Title text="Mail"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! {
                        <div class="page-head"><div class="page-head__text"><h1>"Mail"</h1></div></div>
                        <div class="settings"><SettingsNav/><Mail page again test/></div>
                    }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

/// Looks again soon while something is about to be sent.
fn follow(load: Resource<Result<MailPage, crate::AppError>>) {
    const SOON: std::time::Duration = std::time::Duration::from_secs(2);
    Effect::new(move |_| {
        let waits = load.with(|page| {
            let fresh = |notice: &NoticeRow| notice.sending || (notice.state == "queued" && notice.tries == 0);
            matches!(page, Some(Ok(page)) if page.through.is_some() && page.notices.iter().any(fresh))
        });
        if waits {
            set_timeout(move || load.refetch(), SOON);
        }
    });
}

#[component]
fn Mail(page: MailPage, again: ServerAction<SendNoticeAgain>, test: ServerAction<SendTestMail>) -> impl IntoView {
    let error = Signal::derive(move || {
        let failed = again.value().get().and_then(Result::err);
        failed.or_else(|| test.value().get().and_then(Result::err))
    });
    let (notices, zone) = (page.notices.clone(), page.zone.clone());
    view! {
        <div class="stack stack--wide">
            <Done key="test" words="A test mail is on its way to you. Below it says how it went." error/>
            <Done key="again" words="It is sent again." error/>
            <FormAlert error/>
            <State page test/>
            {if notices.is_empty() {
                view! { <Empty icon="mail" title="No mail yet" text="Invitations, new passwords and codes that Tandem sends are listed here, and what could not be sent."/> }.into_any()
            } else {
                view! { <Notices notices again zone/> }.into_any()
            }}
        </div>
    }
}

/// Whether mail is set up, and how it goes.
#[component]
fn State(page: MailPage, test: ServerAction<SendTestMail>) -> impl IntoView {
    let Some(through) = page.through else {
        return view! {
            <section class="card stack" id="state">
                <p class="answer">"Mail is not set up"</p>
                <p>"Tandem sends nothing: invitations and new passwords are links that administrators pass on, and contact methods cannot be verified by code."</p>
                <p class="muted">"Whoever runs Tandem sets it up by two settings of the server, "<code>"TANDEM_SMTP_URL"</code>" and "<code>"TANDEM_MAIL_FROM"</code>"."</p>
            </section>
        }.into_any();
    };
    let (failed, queued) = (page.failed, page.queued);
    let (answer, class) = match (failed, queued) {
        (0, 0) => ("All mail is sent".to_owned(), "answer"),
        (0, n) => (format!("{n} to send"), "answer"),
        (n, 0) => (format!("{n} could not be sent"), "answer answer--trouble"),
        (n, m) => (format!("{n} could not be sent, {m} to send"), "answer answer--trouble"),
    };
    let email = use_viewer().email;
    view! {
        <section class="card stack" id="state">
            <p class=class>{answer}</p>
            <dl class="facts">
                <dt>"Mail server"</dt><dd>{through}</dd>
                <dt>"From"</dt><dd>{page.from.unwrap_or_default()}</dd>
                {page.oldest.map(|oldest| view! { <dt>"Oldest to send"</dt><dd><TimeStamp stamp=oldest/>", "{page.zone.clone()}</dd> })}
            </dl>
            <ActionForm action=test attr:class="row">
                <button class="button" disabled=move || test.pending().get()><Icon name="mail"/>"Send me a test mail"</button>
                <span class="muted small">"To "<bdi>{email}</bdi></span>
            </ActionForm>
        </section>
    }.into_any()
}

#[component]
fn Notices(notices: Vec<NoticeRow>, again: ServerAction<SendNoticeAgain>, zone: String) -> impl IntoView {
    view! {
        <section class="card card--flush">
            <div class="card__head"><h2>"Notices"</h2><span class="muted small">{zone}</span></div>
            <ul class="list list--inset notices">{notices.into_iter().map(|notice| view! { <Row notice again/> }).collect_view()}</ul>
        </section>
    }
}

#[component]
fn Row(notice: NoticeRow, again: ServerAction<SendNoticeAgain>) -> impl IntoView {
    let label = format!(" “{}” to {}", notice.what, notice.address);
    let (kind, word) = state_of(&notice);
    let given_up = notice.state == "failed";
    let at = notice.ended.clone().unwrap_or_else(|| notice.made.clone());
    let next = notice.next.clone().filter(|_| notice.tries > 0);
    let why = notice
        .reason
        .clone()
        .map(|reason| format!("{}{reason}", tries_words(&notice)));
    view! {
        <li>
            <div class="list__grow">
                <p class="row"><b>{notice.what}</b><Badge kind word/></p>
                <p class="muted small breaks">
                    {notice.person.map(|name| view! { <bdi>{name}</bdi>" · " })}<bdi>{notice.address}</bdi>" · "<TimeStamp stamp=at/>
                </p>
                {why.map(|why| view! {
                    <p class="small breaks">{why}{next.map(|next| view! { " Next try: "<TimeStamp stamp=next/>"." })}</p>
                })}
            </div>
            {given_up.then(|| view! {
                <ActionForm action=again>
                    <input type="hidden" name="id" value=notice.id/>
                    <button class="button"><Icon name="undo"/>"Send again"<span class="sr-only">{label}</span></button>
                </ActionForm>
            })}
        </li>
    }
}

/// Kind and words of the badge that says what became of a notice.
fn state_of(notice: &NoticeRow) -> (&'static str, &'static str) {
    match notice.state.as_str() {
        "sent" => ("success", "Sent"),
        "failed" => ("gap", "Given up"),
        "dropped" => ("", "Not needed"),
        _ if notice.sending => ("", "Being sent"),
        _ if notice.tries > 0 => ("warning", "To be sent again"),
        _ => ("", "To send"),
    }
}

/// How often it was tried, before the reason why it was not sent.
fn tries_words(notice: &NoticeRow) -> String {
    match notice.state.as_str() {
        "failed" if notice.tries == 1 => "After one try: ".to_owned(),
        "failed" => format!("After {} tries: ", notice.tries),
        "queued" => format!("Try {} of {}: ", notice.tries, notice.most_tries),
        _ => String::new(),
    }
}
