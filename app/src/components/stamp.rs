//! Instants as the server words them.

use domain::Instant;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// An instant with its words in a rota's or a person's zone. The server writes the words: the browser knows no zones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Stamp {
    /// The instant.
    #[cfg_attr(feature = "ssr", schema(value_type = String, format = DateTime))]
    pub at: Instant,
    /// Such as `Mon 30 Nov 09:00`.
    pub text: String,
    /// The same in the zone of whoever reads, where that shows another time: `London · 04:00 New York`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beside: Option<String>,
}

/// An instant for people and for machines.
#[component]
pub fn TimeStamp(stamp: Stamp) -> impl IntoView {
    view! {
        <time datetime=stamp.at.to_string()>{stamp.text}</time>
        <Beside words=stamp.beside/>
    }
}

/// The same time in another zone, quietly.
#[component]
pub fn Beside(words: Option<String>) -> impl IntoView {
    words.map(|words| view! { <span class="beside">{words}</span> })
}

/// A value as a part of a URL's query.
pub fn percent_encode(value: &str) -> String {
    value
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
