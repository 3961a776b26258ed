//! What is begun is finished, whatever the client does, and begun again when it gets nowhere.

use axum::{
    body::Body,
    extract::Request,
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{Method, StatusCode};
use std::time::Duration;
use tokio::task::JoinError;

/// How long a page may take to begin its answer. Pages take milliseconds; what takes so long waits for a wake-up that was
/// lost: seen rarely, on busy machines, in the rendering of pages.
const STALLED: Duration = Duration::from_secs(10);
/// How often a page is begun.
const TRIES: usize = 3;

/// Runs a request in a task of its own: a client that hangs up must not cut rendering in half, which leaks memory and
/// panics. A request that only reads is begun again when it stalls.
pub(super) async fn what_was_begun(request: Request, next: Next) -> Response {
    within(STALLED, request, next).await
}

async fn within(stalled: Duration, request: Request, next: Next) -> Response {
    if request.method() != Method::GET {
        return answered(tokio::spawn(next.run(request)).await);
    }
    let (parts, _) = request.into_parts();
    for _ in 0..TRIES {
        let begun = tokio::spawn(next.clone().run(Request::from_parts(parts.clone(), Body::empty())));
        let stop = begun.abort_handle();
        match tokio::time::timeout(stalled, begun).await {
            Ok(ended) => return answered(ended),
            Err(_) => {
                stop.abort();
                tracing::warn!(path = parts.uri.path(), "a page stalled and is begun again");
            }
        }
    }
    (
        StatusCode::SERVICE_UNAVAILABLE,
        "This page takes too long just now. Try again in a moment.",
    )
        .into_response()
}

fn answered(ended: Result<Response, JoinError>) -> Response {
    ended.unwrap_or_else(|error| {
        tracing::error!(%error, "a request ended badly");
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use axum::{Router, middleware, routing::get};
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };
    use tower::ServiceExt as _;

    const SOON: Duration = Duration::from_millis(300);

    /// A router whose page stalls so many times first, and how often it was begun.
    fn stalling(stalls: usize) -> (Router, Arc<AtomicUsize>) {
        let begun = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&begun);
        let page = async move || {
            if count.fetch_add(1, Ordering::SeqCst) < stalls {
                std::future::pending::<()>().await;
            }
            "here"
        };
        let router = Router::new()
            .route("/", get(page.clone()).post(page))
            .layer(middleware::from_fn(|request, next| within(SOON, request, next)));
        (router, begun)
    }

    async fn status(router: Router, method: Method) -> StatusCode {
        let request = http::Request::builder().method(method).uri("/").body(Body::empty());
        router.oneshot(request.unwrap()).await.unwrap().status()
    }

    #[tokio::test]
    async fn a_page_that_stalls_is_begun_again() {
        let (router, begun) = stalling(2);
        assert_eq!(status(router, Method::GET).await, StatusCode::OK);
        assert_eq!(begun.load(Ordering::SeqCst), 3);
    }

    #[tokio::test]
    async fn a_page_that_never_comes_is_said_to_be_late() {
        let (router, begun) = stalling(9);
        assert_eq!(status(router, Method::GET).await, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(begun.load(Ordering::SeqCst), TRIES);
    }

    #[tokio::test]
    async fn what_changes_something_is_begun_once() {
        let (router, begun) = stalling(1);
        let late = tokio::time::timeout(4 * SOON, status(router, Method::POST)).await;
        assert!(late.is_err());
        assert_eq!(begun.load(Ordering::SeqCst), 1);
    }
}
