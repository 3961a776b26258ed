//! How far a plan in the making has come, as events that the server sends to the plan page.

use crate::services::Desk;
use app::{
    AppError,
    planning::{JobView, Port as _},
};
use axum::{
    Extension,
    extract::Path,
    response::{
        IntoResponse as _, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::stream;
use http::StatusCode;
use std::{convert::Infallible, time::Duration};

/// How often it is looked at.
const LOOK: Duration = Duration::from_millis(400);
/// After so many looks the browser asks again, so that whoever may not look any more sees no more.
const MOST_LOOKS: u32 = 600;

/// What is left to be sent.
struct Following {
    desk: Desk,
    job: String,
    said: Option<String>,
    looks: u32,
    over: bool,
}

/// Events of one job, until it has come to its end: `news` with thousandths and words, then `end`.
pub(super) async fn of_job(Extension(desk): Extension<Desk>, Path((_slug, job)): Path<(String, String)>) -> Response {
    if let Err(error) = desk.planning_job(job.clone()).await {
        let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        return (status, error.to_string()).into_response();
    }
    let following = Following {
        desk,
        job,
        said: None,
        looks: 0,
        over: false,
    };
    let events = stream::unfold(following, |mut following| async move {
        let event = following.next().await?;
        Some((Ok::<_, Infallible>(event), following))
    });
    Sse::new(events).keep_alive(KeepAlive::default()).into_response()
}

impl Following {
    /// The next event: as soon as there is something new to say.
    async fn next(&mut self) -> Option<Event> {
        loop {
            // A node that goes away lets the browser ask another.
            if self.over || self.looks >= MOST_LOOKS || self.desk.tandem().is_draining() {
                return None;
            }
            if self.looks > 0 {
                tokio::time::sleep(LOOK).await;
            }
            self.looks += 1;
            match self.desk.planning_job(self.job.clone()).await {
                Ok(job) if job.is_open() => {
                    let news = news(&job);
                    if self.said.as_ref() != Some(&news) {
                        self.said = Some(news.clone());
                        return Some(Event::default().event("news").data(news));
                    }
                }
                Err(AppError::Unavailable) => {}
                ended => {
                    self.over = true;
                    let state = ended.map_or_else(|_| "gone".to_owned(), |job| job.state);
                    return Some(Event::default().event("end").data(state));
                }
            }
        }
    }
}

/// Thousandths in the first line, words in the second.
fn news(job: &JobView) -> String {
    let words = match (job.stopping, job.state.as_str()) {
        (true, _) => "Stopping…".to_owned(),
        (_, "queued") => "Waiting for its turn…".to_owned(),
        _ => job
            .best
            .clone()
            .unwrap_or_else(|| "Looking at who could serve…".to_owned()),
    };
    format!("{}\n{words}", job.progress)
}
