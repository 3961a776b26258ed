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
use std::{
    convert::Infallible,
    time::{Duration, Instant},
};

/// How often a job of this node is looked at, in memory.
const LOOK: Duration = Duration::from_millis(400);
/// How often the database is asked: for jobs of other nodes, and for what others have decided about one.
const ASK: Duration = Duration::from_secs(2);
/// After that the browser asks again, so that whoever may not look any more sees no more.
const LONGEST: Duration = Duration::from_secs(240);

/// What is left to be sent.
struct Following {
    desk: Desk,
    /// As it was known last, and when the database said so.
    job: JobView,
    asked: Instant,
    said: Option<String>,
    begun: Instant,
    over: bool,
}

/// Events of one job, until it has come to its end: `news` with thousandths and words, then `end`.
pub(super) async fn of_job(Extension(desk): Extension<Desk>, Path((_slug, job)): Path<(String, String)>) -> Response {
    let job = match desk.planning_job(job).await {
        Ok(job) => job,
        Err(error) => {
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            return (status, error.to_string()).into_response();
        }
    };
    let following = Following {
        desk,
        job,
        asked: Instant::now(),
        said: None,
        begun: Instant::now(),
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
            if self.over || self.begun.elapsed() >= LONGEST || self.desk.tandem().is_draining() {
                return None;
            }
            if !self.job.is_open() {
                self.over = true;
                return Some(Event::default().event("end").data(self.job.state.clone()));
            }
            let news = news(&self.job);
            if self.said.as_ref() != Some(&news) {
                self.said = Some(news.clone());
                return Some(Event::default().event("news").data(news));
            }
            self.look().await;
        }
    }

    /// Waits, and looks again: in memory where the job is this node's, in the database now and then, and as soon as a job
    /// of this node has ended.
    async fn look(&mut self) {
        let here = self.desk.still_running(&self.job).is_some();
        self.desk.job_ended(if here { LOOK } else { ASK }).await;
        match self.desk.still_running(&self.job) {
            Some(job) if self.asked.elapsed() < ASK => self.job = job,
            _ => {
                self.asked = Instant::now();
                match self.desk.planning_job(self.job.id.clone()).await {
                    Ok(job) => self.job = job,
                    Err(AppError::Unavailable) => {}
                    Err(_) => self.job.state = "gone".to_owned(),
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
