//! A file of holidays that a browser sends, as a plain multipart form.

use super::pages;
use crate::services::{Desk, HOLIDAY_FILE_BYTES, faults_of};
use app::{
    AppError,
    holidays::{HolidayCalendarForm, HolidayUpload, HolidaysUploaded, Port as _},
};
use axum::{
    body::Body,
    extract::{FromRequest as _, Multipart, Query, Request, multipart::MultipartError},
    response::{IntoResponse as _, Redirect, Response},
};
use http::StatusCode;
use leptos::prelude::provide_context;
use serde::Deserialize;

/// Which calendar a file is for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    key: String,
}

/// `POST /pay/holidays/import`: makes a calendar or adds to one, and leads to it; otherwise answers with the page that says
/// what is wrong, and holds what was sent.
pub(super) async fn upload(request: Request) -> Response {
    let asked = Query::<Asked>::try_from_uri(request.uri()).map(|Query(asked)| asked);
    let (parts, body) = request.into_parts();
    let Some(desk) = parts.extensions.get::<Desk>().cloned() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let Ok(mut form) = read(Request::from_parts(parts.clone(), body)).await else {
        return (StatusCode::BAD_REQUEST, "What was sent is no form of holidays.").into_response();
    };
    let asked = asked.unwrap_or_default().key;
    if !asked.is_empty() {
        form.key = asked;
    }
    let came = match desk.put_holiday_calendar(form.clone()).await {
        Ok(key) => return Redirect::to(&format!("/pay/holidays/{key}?done=saved")).into_response(),
        Err(AppError::NotSignedIn) => return Redirect::to("/sign-in?next=/pay/holidays/import").into_response(),
        Err(error) => match faults_of(&error) {
            Some(faults) => {
                if form.text.len() > HOLIDAY_FILE_BYTES {
                    form.text.clear();
                }
                Ok(HolidayUpload { form, faults })
            }
            None => Err(error),
        },
    };
    let context = move || {
        pages::provide();
        provide_context(HolidaysUploaded(came.clone()));
    };
    leptos_axum::render_app_async_with_context(context, app::shell)(Request::from_parts(parts, Body::empty())).await
}

async fn read(request: Request) -> Result<HolidayCalendarForm, MultipartError> {
    let mut sent = HolidayCalendarForm::default();
    let Ok(mut form) = Multipart::from_request(request, &()).await else {
        return Ok(sent);
    };
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        let text = String::from_utf8_lossy(&field.bytes().await?).into_owned();
        match name.as_str() {
            // A file that was chosen counts before text that was typed; it comes first.
            "file" | "text" if sent.text.is_empty() => sent.text = text,
            "key" => sent.key = text,
            "name" => sent.name = text,
            "others" => sent.others = text,
            "bad" => sent.bad = text,
            _ => {}
        }
    }
    Ok(sent)
}
