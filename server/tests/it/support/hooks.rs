//! A program that listens to a webhook: a real HTTP server that answers as it is told to.

use axum::{
    Router,
    body::Bytes,
    extract::State,
    response::{IntoResponse, Response},
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{HeaderMap, StatusCode, header};
use serde_json::Value;
use sha2::Sha256;
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};
use tokio::net::TcpListener;

/// How one request is answered.
#[derive(Debug, Clone, Copy)]
pub enum Turn {
    /// With this status, and with words that nobody is to repeat.
    Status(u16),
    /// Never.
    Never,
    /// With the advice to go elsewhere.
    Redirect,
}

/// What arrived.
#[derive(Debug, Clone)]
pub struct Request {
    pub headers: HeaderMap,
    pub text: String,
    pub body: Value,
}

impl Request {
    /// A header's text.
    pub fn header(&self, name: &str) -> String {
        let value = self.headers.get(name).unwrap_or_else(|| panic!("no {name}"));
        value.to_str().unwrap().to_owned()
    }

    /// Whether one of its signatures is made with this secret at this second.
    pub fn is_signed(&self, secret: &str, at: i64) -> bool {
        let header = self.header("tandem-signature");
        let parts: Vec<(&str, &str)> = header.split(',').filter_map(|part| part.split_once('=')).collect();
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(format!("{at}.{}", self.text).as_bytes());
        let expected: String = mac
            .finalize()
            .into_bytes()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        parts.contains(&("t", &at.to_string())) && parts.contains(&("v1", &expected))
    }
}

#[derive(Default)]
struct Inside {
    turns: VecDeque<Turn>,
    requests: Vec<Request>,
}

/// The program.
#[derive(Clone)]
pub struct Listener {
    inside: Arc<Mutex<Inside>>,
    port: u16,
}

impl Listener {
    /// Takes everything, until it is told otherwise.
    pub async fn start() -> Self {
        let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let listener = Self {
            inside: Arc::default(),
            port: socket.local_addr().unwrap().port(),
        };
        let router = Router::new().fallback(take).with_state(listener.clone());
        tokio::spawn(async move { axum::serve(socket, router).await });
        listener
    }

    /// Where it listens.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/hook", self.port)
    }

    /// How it answers the next requests.
    pub fn then(&self, turns: impl IntoIterator<Item = Turn>) {
        self.inside.lock().unwrap().turns.extend(turns);
    }

    /// Takes everything again.
    pub fn recover(&self) {
        self.inside.lock().unwrap().turns.clear();
    }

    /// What has arrived so far.
    pub fn requests(&self) -> Vec<Request> {
        self.inside.lock().unwrap().requests.clone()
    }

    /// Takes out what has arrived.
    pub fn take(&self) -> Vec<Request> {
        std::mem::take(&mut self.inside.lock().unwrap().requests)
    }
}

async fn take(State(listener): State<Listener>, headers: HeaderMap, body: Bytes) -> Response {
    let text = String::from_utf8(body.to_vec()).unwrap();
    let turn = {
        let mut inside = listener.inside.lock().unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        inside.requests.push(Request { headers, text, body });
        inside.turns.pop_front()
    };
    match turn {
        None => StatusCode::NO_CONTENT.into_response(),
        Some(Turn::Status(status)) => (StatusCode::from_u16(status).unwrap(), "not to be repeated").into_response(),
        Some(Turn::Redirect) => (StatusCode::FOUND, [(header::LOCATION, "/elsewhere")]).into_response(),
        Some(Turn::Never) => std::future::pending().await,
    }
}
