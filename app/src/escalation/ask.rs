//! Which severity, and which instant.

use super::{AskedInstant, ServicePage};
use crate::components::{Icon, percent_encode};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

const SEVERITIES: [&str; 3] = ["P1", "P2", "P3"];
/// What sends the line where no scripts run: browsers that run them read what is in there as text.
const SHOW: &str = r#"<button class="button">Show this hour</button>"#;
/// How far the line of instants reaches: a fortnight.
const MOST_HOURS: u32 = 14 * 24;

/// Where an instant is asked about.
fn href(slug: &str, severity: &str, at: &str) -> String {
    format!("/services/{slug}?severity={severity}&at={}#who", percent_encode(at))
}

/// The severity, instants that are worth asking about, any wall time, and a line of the hours to come.
#[component]
pub(super) fn Ask(page: ServicePage) -> impl IntoView {
    let (slug, severity, at) = (page.slug.clone(), page.severity.clone(), page.at.clone());
    let severities = SEVERITIES.map(|choice| {
        let current = (choice == severity).then_some("true");
        view! { <a href=href(&slug, choice, &at) data-noscroll="true" aria-current=current>{choice}</a> }
    });
    let instants = page.instants.clone().into_iter().map(|instant| {
        let AskedInstant { at, words, asked, gap } = instant;
        let current = asked.then_some("true");
        view! {
            <a href=href(&slug, &severity, &at) data-noscroll="true" aria-current=current>
                {gap.then(|| view! { <Icon name="warning" small=true/> })}{words}
            </a>
        }
    });
    view! {
        <div class="row who__quick">
            <nav class="segments" aria-label="Severity">{severities.collect_view()}</nav>
            <nav class="segments" aria-label="Instants worth asking about">{instants.collect_view()}</nav>
        </div>
        <Line slug=page.slug.clone() severity=page.severity.clone() hours=page.hours_ahead/>
        <form class="row who__at" method="get" action=format!("/services/{}#who", page.slug)>
            <input type="hidden" name="severity" value=page.severity.clone()/>
            <label class="field__label" for="at">{format!("Or at, {}", page.zone)}</label>
            <input class="input" id="at" name="at" type="datetime-local" value=page.at.clone() prop:value=page.at/>
            <button class="button">"Show"</button>
        </form>
    }
}

/// How long from now, in words.
fn ahead(hours: u32) -> String {
    match (hours / 24, hours % 24) {
        (0, 0) => "now".to_owned(),
        (0, hours) => format!("in {hours} h"),
        _ if hours == MOST_HOURS => "in 14 d or later".to_owned(),
        (days, 0) => format!("in {days} d"),
        (days, hours) => format!("in {days} d {hours} h"),
    }
}

/// A line of the coming fortnight: a form, whose answer comes by itself where scripts run.
#[component]
fn Line(slug: String, severity: String, hours: u32) -> impl IntoView {
    let shown = RwSignal::new(hours);
    let navigate = use_navigate();
    let (to, of) = (slug.clone(), severity.clone());
    let show = move |hours: u32| {
        let options = NavigateOptions {
            replace: true,
            scroll: false,
            ..NavigateOptions::default()
        };
        navigate(&href(&to, &of, &format!("in-{hours}h")), options);
    };
    let value = move |event: &leptos::ev::Event| event_target_value(event).parse::<u32>().unwrap_or_default();
    view! {
        <form class="slider who__line" method="get" action=format!("/services/{slug}#who")>
            <input type="hidden" name="severity" value=severity/>
            <div class="slider__head">
                <label class="field__label" for="ahead">"Hours from now"</label>
                <output class="slider__value" for="ahead">{move || ahead(shown.get())}</output>
            </div>
            <input
                class="slider__line" type="range" id="ahead" name="ahead" min="0" max=MOST_HOURS step="1" value=hours prop:value=hours.to_string()
                aria-valuetext=move || ahead(shown.get())
                on:input=move |event| shown.set(value(&event))
                on:change=move |event| show(value(&event))
            />
            <div class="slider__ends" aria-hidden="true"><span>"now"</span><span>"in 7 days"</span><span>"in 14 days"</span></div>
            <noscript inner_html=SHOW></noscript>
        </form>
    }
}
