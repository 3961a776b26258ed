//! The people file that a browser sends: a plain multipart form, so that it needs no JavaScript.

use super::pages;
use crate::services::{Desk, PEOPLE_FILE_BYTES, people_file_text};
use app::{
    AppError,
    people::{ImportFault, ImportOutcome, ImportPreview, Port as _, Upload},
};
use axum::{
    body::Body,
    extract::{FromRequest as _, Multipart, Request, multipart::MultipartError},
    response::{IntoResponse as _, Redirect, Response},
};
use http::StatusCode;
use leptos::prelude::provide_context;

/// What the form holds.
#[derive(Default)]
struct Sent {
    /// `import` to write it, anything else to look first.
    step: String,
    file: Vec<u8>,
}

/// Checks or imports the file, and answers with the page that says what came of it.
pub(super) async fn upload(request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Some(desk) = parts.extensions.get::<Desk>().cloned() else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let sent = read(Request::from_parts(parts.clone(), body)).await;
    let result = match sent {
        Ok(sent) => act(&desk, sent).await,
        Err(error) => Ok(Came::Looked(refusal(&error))),
    };
    let upload = match result {
        Ok(Came::Done) => return Redirect::to("/people?done=imported").into_response(),
        Ok(Came::Begun(page)) => return Redirect::to(&page).into_response(),
        Ok(Came::Looked(preview)) => Upload(Ok(preview)),
        Err(AppError::NotSignedIn) => return Redirect::to("/sign-in?next=/people/import").into_response(),
        Err(error) => Upload(Err(error)),
    };
    let context = move || {
        pages::provide();
        provide_context(upload.clone());
    };
    leptos_axum::render_app_async_with_context(context, app::shell)(Request::from_parts(parts, Body::empty())).await
}

/// What comes of a file that was sent.
enum Came {
    /// This is what it would do.
    Looked(ImportPreview),
    /// It is imported.
    Done,
    /// It is being imported: this page says how far it is.
    Begun(String),
}

async fn act(desk: &Desk, sent: Sent) -> Result<Came, AppError> {
    if sent.step == "import" {
        let job = desk.begin_import(sent.file).await?;
        let state = desk.import_state_of(&job)?;
        let done = state.outcome.as_ref().is_some_and(|outcome| outcome.faults.is_empty());
        return Ok(if done {
            Came::Done
        } else {
            Came::Begun(format!("/people/import?job={job}"))
        });
    }
    let outcome = desk.check_people_file(sent.file.clone()).await?;
    let text = if outcome.faults.is_empty() {
        people_file_text(&sent.file)
    } else {
        String::new()
    };
    Ok(Came::Looked(ImportPreview { text, outcome }))
}

async fn read(request: Request) -> Result<Sent, MultipartError> {
    let mut sent = Sent::default();
    let Ok(mut form) = Multipart::from_request(request, &()).await else {
        return Ok(sent);
    };
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        let bytes = field.bytes().await?;
        match name.as_str() {
            "step" => sent.step = String::from_utf8_lossy(&bytes).into_owned(),
            // A file that was chosen counts before text that was pasted.
            "file" if !bytes.is_empty() => sent.file = bytes.to_vec(),
            "text" if sent.file.is_empty() => sent.file = bytes.to_vec(),
            _ => {}
        }
    }
    Ok(sent)
}

fn refusal(error: &MultipartError) -> ImportPreview {
    let message = if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        let megabytes = PEOPLE_FILE_BYTES / 1024 / 1024;
        format!("The file is larger than {megabytes} MB. Split it, with the first line in each part.")
    } else {
        "The file did not arrive whole. Send it again.".to_owned()
    };
    let faults = vec![ImportFault {
        line: 0,
        column: String::new(),
        value: String::new(),
        message,
    }];
    ImportPreview {
        text: String::new(),
        outcome: ImportOutcome {
            faults,
            ..ImportOutcome::default()
        },
    }
}
