//! Bodies of requests, whose faults are problems and never plain text.

use super::problem::Problem;
use axum::{
    body::Bytes,
    extract::{FromRequest, Request},
};
use http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A JSON body.
pub(super) struct Body<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        parsed(&json(request, state).await?).map(Self)
    }
}

/// What a page's form sends, as JSON. Its fields are text, as they are typed; numbers and true stand for their text (`on`
/// for true), false and null for a field that is left out.
pub(super) struct Form<T>(pub(super) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Form<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let value: Value = parsed(&json(request, state).await?)?;
        serde_json::from_value(typed(value))
            .map(Self)
            .map_err(|error| unusable(&error))
    }
}

/// A file: the body as it is.
pub(super) struct File(pub(super) Vec<u8>);

impl<S: Send + Sync> FromRequest<S> for File {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let kind = essence(request.headers());
        if !(kind.starts_with("text/") || kind == "application/octet-stream") {
            let words = "Send the file itself, with Content-Type: text/csv.";
            return Err(Problem::new("unsupported-media-type", words));
        }
        whole(request, state).await.map(|bytes| Self(bytes.to_vec()))
    }
}

/// The JSON of a request.
async fn json<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    let kind = essence(request.headers());
    if kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json")) {
        return whole(request, state).await;
    }
    let words = "Send JSON, with Content-Type: application/json.";
    Err(Problem::new("unsupported-media-type", words))
}

async fn whole<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Problem> {
    Bytes::from_request(request, state)
        .await
        .map_err(|error| match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Problem::new(
                "too-large",
                "The body is too large: JSON may have 64 kB, a report of alerts 4 MB, a people file 10 MB.",
            ),
            _ => Problem::new("bad-request", "The body did not arrive whole."),
        })
}

fn essence(headers: &HeaderMap) -> String {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn parsed<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    // PostgreSQL keeps any text but this character.
    if bytes.windows(6).any(|six| six == b"\\u0000") {
        let words = "The body cannot be used: it holds the character U+0000.";
        return Err(Problem::new("invalid", words));
    }
    serde_json::from_slice(bytes).map_err(|error| unusable(&error))
}

fn unusable(error: &serde_json::Error) -> Problem {
    let kind = if error.is_data() { "invalid" } else { "bad-request" };
    Problem::new(kind, format!("The body cannot be used: {error}."))
}

/// Every value as a form would send it.
fn typed(value: Value) -> Value {
    match value {
        Value::Bool(true) => Value::String("on".to_owned()),
        Value::Number(number) => Value::String(number.to_string()),
        Value::Array(items) => items.into_iter().map(typed).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .filter(|(_, value)| !matches!(value, Value::Null | Value::Bool(false)))
            .map(|(name, value)| (name, typed(value)))
            .collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_form_may_be_sent_with_numbers_and_truths() {
        let sent =
            json!({ "share_percent": 50, "lead": true, "engineer": false, "rows": [{ "mon": true, "to": null }] });
        let read = json!({ "share_percent": "50", "lead": "on", "rows": [{ "mon": "on" }] });
        assert_eq!(typed(sent), read);
    }

    #[test]
    fn a_character_that_cannot_be_kept_is_refused() {
        assert!(parsed::<Value>(br#"{"name": "a\u0000b"}"#).is_err());
        assert!(parsed::<Value>(br#"{"name": "a\u0001b"}"#).is_ok());
    }
}
