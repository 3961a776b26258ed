//! A choice along a line, with words at its ends and the value beside its name.

use super::typed;
use leptos::prelude::*;

/// A range: it works without JavaScript, and with it the value is said while it moves.
#[component]
pub fn Slider(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    value: u32,
    /// The usual upper end; a value beyond it moves the end.
    max: u32,
    /// What the lower end means.
    low: &'static str,
    /// What the upper end means.
    high: &'static str,
    /// A value in words.
    words: fn(u32) -> String,
) -> impl IntoView {
    let value = typed(&name)
        .and_then(|typed| typed.trim().parse().ok())
        .unwrap_or(value);
    let shown = RwSignal::new(value);
    view! {
        <div class="field slider">
            <div class="slider__head">
                <label class="field__label" for=name.clone()>{label}</label>
                <output class="slider__value" for=name.clone()>{move || words(shown.get())}</output>
            </div>
            <input
                class="slider__line" type="range" id=name.clone() name=name min="0" max=max.max(value) step="1" value=value
                aria-valuetext=move || words(shown.get())
                on:input=move |event| shown.set(event_target_value(&event).parse().unwrap_or(value))
            />
            <div class="slider__ends" aria-hidden="true"><span>{low}</span><span>{high}</span></div>
        </div>
    }
}
