//! What a request's token says about its answer: how many requests are left, and how old what it is answered from is.

use crate::limits::Allowance;
use axum::response::Response;
use http::{HeaderName, HeaderValue};
use std::cell::Cell;

const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");
/// Seconds since what is answered from was last known to be what the database holds.
const STALE: HeaderName = HeaderName::from_static("tandem-stale-seconds");

/// What headers of an answer say.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Noted {
    /// How the token stands.
    pub(super) allowance: Option<Allowance>,
    /// How old the image is, when it is old.
    pub(super) stale_seconds: Option<u32>,
}

tokio::task_local! {
    /// Of the request that this task answers: where its token is read the answer does not exist yet.
    static NOTED: Cell<Noted>;
}

/// Notes something for the answer of the request that this task works on.
pub(super) fn note(change: impl FnOnce(&mut Noted)) {
    // Outside of a request there is no answer to say it.
    let _ = NOTED.try_with(|cell| {
        let mut noted = cell.get();
        change(&mut noted);
        cell.set(noted);
    });
}

/// Says in the headers of an answer what was noted while it was made.
pub(super) async fn said(answer: impl Future<Output = Response>) -> Response {
    let noting = async {
        let mut response = answer.await;
        say(NOTED.with(Cell::get), &mut response);
        response
    };
    NOTED.scope(Cell::default(), noting).await
}

fn say(noted: Noted, response: &mut Response) {
    let headers = response.headers_mut();
    if let Some(Allowance {
        limit,
        remaining,
        reset,
    }) = noted.allowance
    {
        for (name, number) in [(LIMIT, limit), (REMAINING, remaining), (RESET, reset)] {
            headers.insert(name, HeaderValue::from(number));
        }
    }
    if let Some(seconds) = noted.stale_seconds {
        headers.insert(STALE, HeaderValue::from(seconds));
    }
}
