//! Light, dark, or as the device prefers: kept in a cookie.

use axum::{
    Form,
    response::{IntoResponse as _, Redirect, Response},
};
use http::{HeaderMap, HeaderValue, header, request::Parts};
use serde::Deserialize;

const COOKIE: &str = "tandem-theme";

#[derive(Deserialize)]
pub(super) struct Choice {
    theme: String,
}

/// Keeps the choice and goes back to the page it was made on.
pub(super) async fn choose(headers: HeaderMap, Form(choice): Form<Choice>) -> Response {
    let theme = known(&choice.theme).unwrap_or_default();
    let back = headers
        .get(header::REFERER)
        .and_then(|referer| referer.to_str().ok())
        .and_then(|referer| referer.split_once("://"))
        .and_then(|(_, rest)| rest.find('/').map(|slash| rest[slash..].to_owned()))
        .filter(|path| !path.starts_with("//"))
        .unwrap_or_else(|| "/".to_owned());
    let mut response = Redirect::to(&back).into_response();
    if let Ok(cookie) = HeaderValue::from_str(&format!(
        "{COOKIE}={theme}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"
    )) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// What was chosen, or nothing.
pub(super) fn chosen(parts: &Parts) -> String {
    parts
        .headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|cookies| cookies.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .find_map(|(name, value)| if name == COOKIE { known(value) } else { None })
        .unwrap_or_default()
        .to_owned()
}

fn known(theme: &str) -> Option<&'static str> {
    match theme {
        "light" => Some("light"),
        "dark" => Some("dark"),
        _ => None,
    }
}
