//! Files of rate cards: the one that a browser sends, a plain multipart form, and the one that it fetches.

use super::{
    downloads::{attachment, refusal},
    pages,
};
use crate::services::{CARD_BYTES, Desk, faults_of};
use app::{
    AppError,
    rate_cards::{CardForm, CardUpload, NewCard, Port as _, TypedCard, Uploaded},
};
use axum::{
    Extension,
    body::Body,
    extract::{FromRequest as _, Multipart, Path, Query, Request, multipart::MultipartError},
    response::{IntoResponse as _, Redirect, Response},
};
use http::StatusCode;
use leptos::prelude::provide_context;
use serde::Deserialize;

/// Which card a file is for, or which version is fetched.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    card: String,
    version: String,
}

/// `POST /pay/cards/import`: makes a card, or a version of one, and leads to it; otherwise answers with the page that says
/// what is wrong, and holds what was sent.
pub(super) async fn upload(request: Request) -> Response {
    let asked = Query::<Asked>::try_from_uri(request.uri()).map(|Query(asked)| asked);
    let (parts, body) = request.into_parts();
    let Some(desk) = parts.extensions.get::<Desk>().cloned() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let sent = read(Request::from_parts(parts.clone(), body)).await;
    let bytes = sent.unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let card = NewCard {
        card: asked.unwrap_or_default().card,
        preset: String::new(),
        text,
    };
    let came = match desk.make_rate_card(card.clone()).await {
        Ok((id, version)) => {
            return Redirect::to(&format!("/pay/cards/{id}?version={version}&done=made")).into_response();
        }
        Err(AppError::NotSignedIn) => return Redirect::to("/sign-in?next=/pay/cards/import").into_response(),
        Err(error) => match faults_of(&error) {
            Some(faults) => {
                let text = if card.text.len() > CARD_BYTES {
                    String::new()
                } else {
                    card.text
                };
                Ok(CardUpload { text, faults })
            }
            None => Err(error),
        },
    };
    let context = move || {
        pages::provide();
        provide_context(Uploaded(came.clone()));
    };
    leptos_axum::render_app_async_with_context(context, app::shell)(Request::from_parts(parts, Body::empty())).await
}

async fn read(request: Request) -> Result<Vec<u8>, MultipartError> {
    let mut sent = Vec::new();
    let Ok(mut form) = Multipart::from_request(request, &()).await else {
        return Ok(sent);
    };
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await?;
        // A file that was chosen counts before text that was pasted; it comes first.
        if (name == "file" || name == "text") && sent.is_empty() {
            sent = bytes.to_vec();
        }
    }
    Ok(sent)
}

/// What a card's page sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Sent {
    /// `try` to look only, anything else to save.
    act: String,
    card: CardForm,
}

/// `POST /pay/cards/{id}`: saves a card as it is typed and leads to it; a card that is tried, or has faults, is answered with
/// the page that holds what was typed.
pub(super) async fn save(Path(id): Path<String>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Some(desk) = parts.extensions.get::<Desk>().cloned() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let bytes = axum::body::to_bytes(body, CARD_BYTES * 4).await.unwrap_or_default();
    let sent = serde_qs::Config::new(6, false).deserialize_bytes::<Sent>(&bytes);
    let Ok(Sent { act, card }) = sent else {
        return (StatusCode::BAD_REQUEST, "What was sent is no rate card’s form.").into_response();
    };
    let faults = if act == "try" {
        match desk.try_rate_card(card.clone()).await {
            Err(AppError::Invalid(faults)) => faults,
            _ => Vec::new(),
        }
    } else {
        match desk.change_rate_card(id.clone(), card.clone()).await {
            Ok(version) => {
                return Redirect::to(&format!("/pay/cards/{id}?version={version}&done=saved")).into_response();
            }
            Err(AppError::Invalid(faults)) => faults,
            Err(error @ AppError::Refused { .. }) => vec![app::FieldError {
                field: "card[effective_from]".to_owned(),
                message: error.to_string(),
            }],
            Err(error) => return refusal(&error, "/pay/cards"),
        }
    };
    let typed = TypedCard { form: card, faults };
    let context = move || {
        pages::provide();
        provide_context(typed.clone());
    };
    leptos_axum::render_app_async_with_context(context, app::shell)(Request::from_parts(parts, Body::empty())).await
}

/// `GET /pay/cards/{id}/export.json`: a version of a card, to be imported elsewhere or quoted with `tandem pay quote`.
pub(super) async fn download(
    Extension(desk): Extension<Desk>,
    Path((id, file)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Response {
    if file != "export.json" {
        return StatusCode::NOT_FOUND.into_response();
    }
    match desk.rate_card_file(&id, &asked.version).await {
        Ok((name, text)) => attachment(&name, "application/json", Body::from(text)),
        Err(error) => refusal(&error, "/pay/cards"),
    }
}
