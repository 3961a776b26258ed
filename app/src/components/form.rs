//! Fields with their label, hint and error.

use super::Icon;
use crate::AppError;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// What was typed into a field before a form without JavaScript came back with an error.
pub fn typed(name: &str) -> Option<String> {
    use_query_map().with_untracked(|query| query.get(&format!("typed.{name}")))
}

/// The error of one field, out of what a form's action answered.
///
/// A field of a structure is named `structure[field]` in the form and `field` in the error.
pub(super) fn error_of(result: Option<AppError>, name: &str) -> Option<String> {
    let inner = name
        .split_once('[')
        .map_or(name, |(_, rest)| rest.trim_end_matches(']'));
    result.and_then(|error| error.of_field(name).or_else(|| error.of_field(inner)))
}

/// A one-line field.
#[component]
pub fn Field(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// `text`, `email`, `password`, `date`, `datetime-local`, …
    #[prop(into, optional)]
    kind: String,
    #[prop(into, optional)] value: String,
    #[prop(into, optional)] hint: String,
    #[prop(into, optional)] autocomplete: String,
    #[prop(optional)] required: bool,
    /// What the form's action answered last.
    #[prop(into)]
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let kind = if kind.is_empty() { "text".to_owned() } else { kind };
    let value = if kind == "password" {
        String::new()
    } else {
        typed(&name).unwrap_or(value)
    };
    let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
    let described = if hint.is_empty() {
        error_id.clone()
    } else {
        format!("{hint_id} {error_id}")
    };
    let message = Memo::new({
        let name = name.clone();
        move |_| error_of(error.get(), &name)
    });
    view! {
        <div class="field" class:field--error=move || message.get().is_some()>
            <label class="field__label" for=name.clone()>{label}</label>
            <input
                class="input" id=name.clone() name=name type=kind value=value autocomplete=autocomplete
                required=required aria-describedby=described
                aria-invalid=move || message.get().is_some().then_some("true")
            />
            {(!hint.is_empty()).then(|| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
            <FieldMessage id=error_id message/>
        </div>
    }
}

/// Text as it stands within a `<textarea>`: Leptos writes it into the page unescaped, so that `</textarea>` would end the
/// field and begin whatever follows it. A browser that draws the field itself takes the text as it is.
pub fn in_textarea(text: &str) -> String {
    if cfg!(feature = "ssr") {
        text.replace('&', "&amp;").replace('<', "&lt;")
    } else {
        text.to_owned()
    }
}

/// A field of several lines.
#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(into, optional)] value: String,
    #[prop(into, optional)] hint: String,
    #[prop(into)] error: Signal<Option<AppError>>,
) -> impl IntoView {
    let value = typed(&name).unwrap_or(value);
    let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
    let message = Memo::new({
        let name = name.clone();
        move |_| error_of(error.get(), &name)
    });
    view! {
        <div class="field" class:field--error=move || message.get().is_some()>
            <label class="field__label" for=name.clone()>{label}</label>
            <textarea class="input" id=name.clone() name=name rows="3" aria-describedby=format!("{hint_id} {error_id}")>{in_textarea(&value)}</textarea>
            {(!hint.is_empty()).then(|| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
            <FieldMessage id=error_id message/>
        </div>
    }
}

/// A choice of one.
#[component]
pub fn Select(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// Value and words of each choice.
    options: Vec<(String, String)>,
    #[prop(into, optional)] value: String,
    #[prop(into, optional)] hint: String,
    #[prop(into)] error: Signal<Option<AppError>>,
) -> impl IntoView {
    let value = typed(&name).unwrap_or(value);
    let (hint_id, error_id) = (format!("{name}-hint"), format!("{name}-error"));
    let message = Memo::new({
        let name = name.clone();
        move |_| error_of(error.get(), &name)
    });
    view! {
        <div class="field" class:field--error=move || message.get().is_some()>
            <label class="field__label" for=name.clone()>{label}</label>
            <select class="input" id=name.clone() name=name aria-describedby=format!("{hint_id} {error_id}")>
                {options.into_iter().map(|(key, words)| {
                    let selected = key == value;
                    view! { <option value=key selected=selected>{words}</option> }
                }).collect_view()}
            </select>
            {(!hint.is_empty()).then(|| view! { <p class="field__hint" id=hint_id>{hint}</p> })}
            <FieldMessage id=error_id message/>
        </div>
    }
}

#[component]
pub(super) fn FieldMessage(id: String, message: Memo<Option<String>>) -> impl IntoView {
    view! {
        <p class="field__error" id=id hidden=move || message.get().is_none()>
            <Icon name="warning" small=true/>{move || message.get()}
        </p>
    }
}

/// Why a form was not taken, above its fields.
#[component]
pub fn FormAlert(#[prop(into)] error: Signal<Option<AppError>>) -> impl IntoView {
    // All of it is said here: a fault may belong to no field that is on the page.
    let words = Memo::new(move |_| {
        error.get().map(|error| match error {
            AppError::Invalid(faults) if faults.len() == 1 => (faults[0].message.clone(), Vec::new()),
            AppError::Invalid(faults) => {
                let title = format!("{} things need another look:", faults.len());
                (title, faults.into_iter().map(|fault| fault.message).collect())
            }
            other => (other.to_string(), Vec::new()),
        })
    });
    let title = move || words.get().map(|(title, _)| title);
    let faults = move || words.get().map(|(_, faults)| faults).unwrap_or_default();
    view! {
        <Show when=move || words.get().is_some()>
            <div class="alert alert--error" role="alert">
                <Icon name="warning"/>
                <div>
                    <p>{title}</p>
                    <ul>{move || faults().into_iter().map(|fault| view! { <li>{fault}</li> }).collect_view()}</ul>
                </div>
            </div>
        </Show>
    }
}

/// Beside the refusal of a form that is out of date: the box that says that it was read, and saves over what it says. It
/// sends the very words, so that what is changed after them is not passed over.
#[component]
pub fn OverIt(
    /// The field's name.
    name: &'static str,
    #[prop(into)] error: Signal<Option<AppError>>,
) -> impl IntoView {
    move || {
        match error.get() {
        Some(AppError::Stale(words)) => view! {
            <label class="check"><input type="checkbox" name=name value=words/><span>"Save mine over it "<span class="muted">"over what is said above"</span></span></label>
        }
        .into_any(),
        _ => ().into_any(),
    }
    }
}
