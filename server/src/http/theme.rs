//! Light, dark, or as the device prefers: kept with whoever is signed in, and in a cookie for the pages before that.

use crate::{Tandem, services::Desk, store::Theme};
use axum::{
    Extension, Form,
    response::{IntoResponse as _, Redirect, Response},
};
use domain::PersonId;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Deserialize;

const COOKIE: &str = "tandem-theme";

#[derive(Deserialize)]
pub(super) struct Choice {
    theme: String,
}

/// Keeps the choice and goes back to the page it was made on.
pub(super) async fn choose(
    Extension(desk): Extension<Desk>,
    headers: HeaderMap,
    Form(choice): Form<Choice>,
) -> Response {
    let theme = choice.theme.parse().unwrap_or(Theme::System);
    let mut response = Redirect::to(&page_before(&headers)).into_response();
    if desk.actor().person().is_none() {
        set(&mut response, theme);
    } else if let Err(error) = desk.keep_theme(theme).await {
        let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        return (status, error.to_string()).into_response();
    }
    response
}

fn page_before(headers: &HeaderMap) -> String {
    headers
        .get(header::REFERER)
        .and_then(|referer| referer.to_str().ok())
        .and_then(|referer| referer.split_once("://"))
        .and_then(|(_, rest)| rest.find('/').map(|slash| rest[slash..].to_owned()))
        .filter(|path| !path.starts_with("//"))
        .unwrap_or_else(|| "/".to_owned())
}

/// What the browser keeps, if anything.
pub(super) fn of_browser(headers: &HeaderMap) -> Option<Theme> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find_map(|(name, value)| (name == COOKIE).then(|| value.parse().ok())?)
}

/// Lets the browser keep what `person` has chosen, where it keeps something else: the sign-in page has no other way to
/// know.
pub(super) fn follow(tandem: &Tandem, person: PersonId, kept: Option<Theme>, response: &mut Response) {
    let snapshot = tandem.snapshot();
    let chosen = snapshot
        .directory()
        .person(person)
        .and_then(|person| person.preferences.theme);
    if let Some(theme) = chosen.filter(|theme| Some(*theme) != kept) {
        set(response, theme);
    }
}

fn set(response: &mut Response, theme: Theme) {
    let cookie = format!(
        "{COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly",
        theme.key()
    );
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}
