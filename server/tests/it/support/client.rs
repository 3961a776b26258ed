//! A browser without a screen: speaks to the router, keeps cookies.

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
};
use http::{HeaderMap, Method, Request, header};
use std::{collections::BTreeMap, net::SocketAddr};
use tower::ServiceExt as _;

/// Keeps cookies between requests.
#[derive(Clone)]
pub struct Client {
    router: Router,
    cookies: BTreeMap<String, String>,
    address: Option<SocketAddr>,
}

/// What was answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// A header's text, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }
}

impl Client {
    pub fn new(router: Router) -> Self {
        Self {
            router,
            cookies: BTreeMap::new(),
            address: None,
        }
    }

    /// The same, connecting from this address.
    pub fn at(self, address: &str) -> Self {
        Self {
            address: Some(SocketAddr::new(address.parse().unwrap(), 50_000)),
            ..self
        }
    }

    /// Becomes the same browser as another client.
    pub fn take_cookies_of(&mut self, other: &Self) {
        self.cookies = other.cookies.clone();
    }

    /// Reads an address.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Method::GET, path, &[("accept", "text/html")], String::new())
            .await
    }

    /// Sends a form as a script does.
    pub async fn form(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let headers = [
            ("accept", "application/json"),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        self.send(Method::POST, path, &headers, encode(fields)).await
    }

    /// Sends a form as a browser without JavaScript does, from the page `from`.
    pub async fn plain_form(&mut self, from: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let referer = format!("http://tandem.test{from}");
        let headers = [
            ("accept", "text/html"),
            ("content-type", "application/x-www-form-urlencoded"),
            ("referer", referer.as_str()),
        ];
        self.send(Method::POST, path, &headers, encode(fields)).await
    }

    /// Sends anything; adds cookies and our own origin, which `headers` may override.
    pub async fn send(&mut self, method: Method, path: &str, headers: &[(&str, &str)], body: String) -> Answer {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "tandem.test");
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        if !headers.iter().any(|(name, _)| *name == "origin") {
            request = request.header(header::ORIGIN, "http://tandem.test");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(address) = self.address {
            request = request.extension(ConnectInfo(address));
        }
        let response = self
            .router
            .clone()
            .oneshot(request.body(Body::from(body)).unwrap())
            .await
            .unwrap();
        self.keep_cookies(response.headers());
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    fn keep_cookies(&mut self, headers: &HeaderMap) {
        for cookie in headers.get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}

fn encode(fields: &[(&str, &str)]) -> String {
    fields
        .iter()
        .map(|(name, value)| {
            format!(
                "{}={}",
                app::components::percent_encode(name),
                app::components::percent_encode(value)
            )
        })
        .collect::<Vec<_>>()
        .join("&")
}
