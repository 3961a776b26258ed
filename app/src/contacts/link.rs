//! A contact method to use: to call, to text, to write to.

use super::ContactWay;
use crate::components::Icon;
use domain::contact::ContactKind;
use leptos::prelude::*;

/// Icon of a kind of contact method.
pub(crate) const fn icon_of(kind: ContactKind) -> &'static str {
    match kind {
        ContactKind::Phone => "phone",
        ContactKind::Sms | ContactKind::Chat => "chat",
        ContactKind::Email => "mail",
    }
}

/// What a tap on a value does; a name in a chat is only read.
pub(crate) fn address_of(kind: ContactKind, value: &str) -> Option<String> {
    match kind {
        ContactKind::Phone => Some(format!("tel:{value}")),
        ContactKind::Sms => Some(format!("sms:{value}")),
        ContactKind::Email => Some(format!("mailto:{value}")),
        ContactKind::Chat => None,
    }
}

/// A contact method, and whether it is known to work.
#[component]
pub fn ContactLink(way: ContactWay) -> impl IntoView {
    let ContactWay { kind, value, verified } = way;
    let words = match kind {
        ContactKind::Sms => format!("Text {value}"),
        ContactKind::Chat => format!("Message {value}"),
        ContactKind::Phone | ContactKind::Email => value.clone(),
    };
    let inside = view! { <Icon name=icon_of(kind) small=true/><bdi>{words}</bdi> };
    view! {
        <span class="contact">
            {match address_of(kind, &value) {
                Some(href) => view! { <a href=href>{inside}</a> }.into_any(),
                None => view! { <span class="contact__name">{inside}</span> }.into_any(),
            }}
            {verified.map(|verified| if verified {
                view! { <span class="contact__state contact__state--verified"><Icon name="check" small=true/>"Verified"</span> }.into_any()
            } else {
                view! { <span class="contact__state">"Not verified"</span> }.into_any()
            })}
        </span>
    }
}
