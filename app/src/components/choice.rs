//! A choice of one, all of it in sight.

use super::form::{FieldMessage, error_of, typed};
use crate::AppError;
use leptos::prelude::*;

/// A few choices beside each other, of which one is taken.
#[component]
pub fn Choice(
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    /// Value and words of each choice.
    options: Vec<(String, String)>,
    #[prop(into)] value: String,
    #[prop(into)] error: Signal<Option<AppError>>,
) -> impl IntoView {
    let value = typed(&name).unwrap_or(value);
    let error_id = format!("{name}-error");
    let described = error_id.clone();
    let message = Memo::new({
        let name = name.clone();
        move |_| error_of(error.get(), &name)
    });
    view! {
        <fieldset class="field" aria-describedby=described>
            <legend class="field__label">{legend}</legend>
            <div class="choice choice--narrow">
                {options.into_iter().map(|(key, words)| {
                    let chosen = key == value;
                    view! {
                        <label>
                            <input type="radio" name=name.clone() value=key checked=chosen/>
                            <span>{words}</span>
                        </label>
                    }
                }).collect_view()}
            </div>
            <FieldMessage id=error_id message/>
        </fieldset>
    }
}
