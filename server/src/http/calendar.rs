//! Calendar feeds, answered from memory: the secret address is the only credential.

use crate::{Tandem, secret::fingerprint, services::feeds, snapshot::Snapshot, store::FeedRecord};
use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    response::{IntoResponse as _, Response},
    routing::get,
};
use domain::{FeedId, Instant, calendar};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// A feed reaches back twelve months.
const PAST_SECONDS: i64 = 366 * 86_400;
const DAY_SECONDS: i64 = 86_400;
/// More written feeds are not kept in memory.
const KEPT_FEEDS: usize = 4096;

/// `GET` and `HEAD /calendar/{token}.ics`. Mounted outside the sessions: a feed sets no cookie.
pub(super) fn router(tandem: &Arc<Tandem>) -> Router {
    let calendars = Calendars {
        tandem: Arc::clone(tandem),
        written: Mutex::default(),
    };
    Router::new()
        .route("/calendar/{file}", get(answer))
        .with_state(Arc::new(calendars))
}

struct Calendars {
    tandem: Arc<Tandem>,
    written: Mutex<HashMap<FeedId, Arc<Written>>>,
}

/// A feed's text, for one revision and day.
struct Written {
    of: (i64, i64, i64),
    text: Bytes,
    etag: HeaderValue,
    modified: Instant,
}

async fn answer(State(calendars): State<Arc<Calendars>>, Path(file): Path<String>, asked: HeaderMap) -> Response {
    let snapshot = calendars.tandem.snapshot();
    let token = file.strip_suffix(".ics");
    let feed = token.and_then(|token| feeds::find(&calendars.tandem.key, &snapshot, token));
    let Some((feed, written)) = feed.and_then(|feed| Some((feed, calendars.written(&snapshot, feed)?))) else {
        return (
            StatusCode::NOT_FOUND,
            "There is no calendar at this address. It may have been renewed: copy it again.\n",
        )
            .into_response();
    };
    calendars.tandem.feed_marks.note(feed.id, calendars.tandem.now());
    let mut response = if is_known(&asked, &written) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut whole = written.text.clone().into_response();
        whole.headers_mut().insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/calendar; charset=utf-8"),
        );
        whole.headers_mut().insert(
            header::CONTENT_DISPOSITION,
            HeaderValue::from_static("inline; filename=\"tandem.ics\""),
        );
        whole
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, written.etag.clone());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    if let Ok(date) = HeaderValue::from_str(&http_date(written.modified)) {
        headers.insert(header::LAST_MODIFIED, date);
    }
    response
}

/// Whether the client has these bytes; its ETag counts before its date.
fn is_known(asked: &HeaderMap, written: &Written) -> bool {
    let text = |name| asked.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    if let Some(tags) = text(header::IF_NONE_MATCH) {
        let own = written.etag.to_str().unwrap_or_default();
        return tags
            .split(',')
            .map(|tag| tag.trim().trim_start_matches("W/"))
            .any(|tag| tag == own || tag == "*");
    }
    text(header::IF_MODIFIED_SINCE)
        .and_then(read_http_date)
        .is_some_and(|since| written.modified <= since)
}

fn http_date(at: Instant) -> String {
    at.utc().format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

fn read_http_date(text: &str) -> Option<Instant> {
    let date = chrono::NaiveDateTime::parse_from_str(text, "%a, %d %b %Y %H:%M:%S GMT").ok()?;
    Some(Instant::from_seconds(date.and_utc().timestamp()))
}

impl Calendars {
    /// The feed's text: written anew when the organisation was changed or a day has passed.
    fn written(&self, snapshot: &Snapshot, feed: &FeedRecord) -> Option<Arc<Written>> {
        let now = self.tandem.now();
        let day = now.seconds().div_euclid(DAY_SECONDS);
        let of = (snapshot.revision(), day, feed.generation);
        let before = self.kept(feed.id);
        if let Some(written) = before.as_ref().filter(|written| written.of == of) {
            return Some(Arc::clone(written));
        }
        let since = Instant::from_seconds(day * DAY_SECONDS) - PAST_SECONDS;
        let shown = feeds::feed(snapshot, feed, &self.tandem.settings.base_url, since)?;
        let text = calendar::write(&shown);
        let etag = HeaderValue::from_str(&format!("\"{}\"", &fingerprint(&text)[..32])).ok()?;
        let modified = match before {
            Some(before) if before.etag == etag => before.modified,
            // A name may have changed, or a day passed: no mark tells when, but it was since the last writing.
            Some(_) => now,
            None => feeds::changed_at(snapshot, feed).min(now),
        };
        let written = Arc::new(Written {
            of,
            text: text.into(),
            etag,
            modified,
        });
        let mut kept = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_FEEDS {
            kept.clear();
        }
        kept.insert(feed.id, Arc::clone(&written));
        Some(written)
    }

    fn kept(&self, feed: FeedId) -> Option<Arc<Written>> {
        self.written
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&feed)
            .map(Arc::clone)
    }
}

#[cfg(test)]
mod tests {
    use super::{http_date, read_http_date};
    use domain::Instant;

    #[test]
    fn dates_of_headers_come_back_as_they_went_out() {
        let at = Instant::from_seconds(1_795_000_000);
        assert_eq!(http_date(at), "Wed, 18 Nov 2026 11:06:40 GMT");
        assert_eq!(read_http_date(&http_date(at)), Some(at));
        assert_eq!(read_http_date("yesterday"), None);
    }
}
