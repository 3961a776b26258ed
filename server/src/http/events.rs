//! What has changed of what an open page shows, as events that the server sends.

use crate::services::{Desk, Following, News};
use axum::{
    Extension,
    extract::Query,
    response::{
        IntoResponse as _, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::stream;
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use std::{convert::Infallible, time::Duration};
use tokio::{sync::watch, time::Instant};

/// After this time the browser asks again, so that whoever may not look any more learns no more.
const LONGEST: Duration = Duration::from_secs(300);
/// Changes within this time are told together.
const TOGETHER: Duration = Duration::from_millis(120);
/// Pages that a node keeps told at once.
const MOST_PAGES: usize = 4_000;

/// What a page shows.
#[derive(Deserialize)]
pub(super) struct Asked {
    /// `board`, `inbox`, `rota:nights`; separated by commas.
    #[serde(default)]
    topics: String,
    /// The revision that the page shows.
    #[serde(default)]
    since: i64,
}

/// A page that is kept told.
struct Page {
    desk: Desk,
    following: Following,
    changes: watch::Receiver<i64>,
    until: Instant,
    greeted: bool,
}

/// Events for one page: `changed` with the revision, who changed it and what, a line each.
pub(super) async fn of_page(
    Extension(desk): Extension<Desk>,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Response {
    let tandem = desk.tandem();
    if tandem.pages_told() >= MOST_PAGES || tandem.is_draining() {
        let words = "This node cannot keep more pages told.";
        return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "30")], words).into_response();
    }
    let last = headers
        .get("last-event-id")
        .and_then(|id| id.to_str().ok()?.parse().ok());
    let changes = tandem.changes();
    let following = match desk.follow(&asked.topics, last.unwrap_or(asked.since).max(asked.since)) {
        Ok(following) => following,
        Err(error) => {
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            return (status, error.to_string()).into_response();
        }
    };
    let page = Page {
        desk,
        following,
        changes,
        until: Instant::now() + LONGEST,
        greeted: false,
    };
    let events = stream::unfold(page, |mut page| async move {
        let event = page.next().await?;
        Some((Ok::<_, Infallible>(event), page))
    });
    Sse::new(events).keep_alive(KeepAlive::default()).into_response()
}

impl Page {
    /// The next event: as soon as something has changed.
    async fn next(&mut self) -> Option<Event> {
        if !std::mem::replace(&mut self.greeted, true) {
            // From here on a browser that loses the connection knows where it was.
            return Some(Event::default().event("hello").data("").retry(Duration::from_secs(2)));
        }
        loop {
            // A node that goes away lets the browser ask another.
            if self.desk.tandem().is_draining() || !self.desk.may_still_follow(&self.following) {
                return None;
            }
            if let Some(news) = self.desk.news(&mut self.following).await {
                return Some(event(&news));
            }
            tokio::select! {
                changed = self.changes.changed() => changed.ok()?,
                () = tokio::time::sleep_until(self.until) => return None,
            }
            tokio::time::sleep(TOGETHER).await;
            self.changes.mark_unchanged();
        }
    }
}

fn event(news: &News) -> Event {
    let data = format!("{}\n{}\n{}", news.revision, news.by, news.topics.join(","));
    Event::default()
        .id(news.revision.to_string())
        .event("changed")
        .data(data)
}
