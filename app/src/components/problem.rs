//! What stands in place of a page that cannot be shown, or has nothing to show.

use super::Icon;
use crate::AppError;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

/// Why a page cannot be shown, with a way on. Sets the response's status.
#[component]
pub fn Problem(error: AppError) -> impl IntoView {
    crate::status::set_status(error.status());
    let (icon, title) = match &error {
        AppError::NotFound(_) => ("search", "Nothing here"),
        AppError::Forbidden(_) => ("lock", "Not for you"),
        AppError::NotSignedIn => ("lock", "Sign in first"),
        AppError::Unavailable => ("clock", "One moment"),
        _ => ("warning", "That did not work"),
    };
    view! {
        <Title text=title/>
        <div class="empty" role="alert">
            <Icon name=icon/>
            <h1>{title}</h1>
            <p>{error.to_string()}</p>
            <div class="row">
                <A href="/" attr:class="button button--primary">"Who is on duty now"</A>
                <A href="/rotas" attr:class="button">"All rotas"</A>
            </div>
        </div>
    }
}

/// What a place is for while it is empty, with the one next step as its children.
#[component]
pub fn Empty(
    #[prop(into)] icon: String,
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon name=icon/>
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|children| view! { <div class="row">{children()}</div> })}
        </div>
    }
}
