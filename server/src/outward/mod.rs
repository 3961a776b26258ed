//! Calls to addresses that people have typed in: guarded, so that nobody reaches the inside of the operator's network
//! through Tandem.
//!
//! A name is looked up once, and the connection goes to an address that was looked at: another answer a moment later
//! changes nothing. Redirects are not followed, proxies not asked, and everything together takes ten seconds at most.

mod address;
mod connect;

use http::{HeaderMap, Method, Request, header};
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use ipnet::IpNet;
use std::{
    net::IpAddr,
    sync::{Arc, OnceLock},
    time::Duration,
};
use tokio_rustls::rustls::ClientConfig;
use url::{Host, Url};

/// How long a call may take, from the look-up of the name to the last byte of the answer.
pub const CALL: Duration = Duration::from_secs(10);

/// The longest address.
const ADDRESS_CHARACTERS: usize = 2_000;

/// The largest head of an answer, in bytes.
const HEAD_BYTES: usize = 64 * 1024;

/// Why an address cannot be called, in words for whoever typed it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadAddress {
    /// It is too long.
    #[error("An address has at most {ADDRESS_CHARACTERS} characters.")]
    Long,
    /// It is no address.
    #[error("‘{0}’ is not an address: write it as https://example.org/path.")]
    Unreadable(String),
    /// It is not https.
    #[error("Tandem calls https addresses only, so that nobody on the way reads or changes what is sent.")]
    NotHttps,
    /// A password stands in it.
    #[error("Leave user and password out of the address.")]
    User,
    /// It points inside.
    #[error("{0} is an address inside a network, which Tandem does not call.")]
    Inside(String),
}

/// Why a call came to nothing. Nothing of an answer is in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The address is not called.
    #[error(transparent)]
    Address(#[from] BadAddress),
    /// Nobody knows the name.
    #[error("The name {0} is not known.")]
    UnknownName(String),
    /// No connection.
    #[error("{0} cannot be reached: {1}.")]
    Unreachable(String, String),
    /// No secure connection.
    #[error("The connection to {0} is not secure: {1}.")]
    Insecure(String, String),
    /// It took too long.
    #[error("No answer within {0} seconds.")]
    Slow(u64),
    /// Whatever answers does not speak HTTP, or hung up.
    #[error("The answer of {0} could not be read.")]
    Broken(String),
    /// The answer is too large.
    #[error("The answer is larger than {0} bytes.")]
    TooLarge(usize),
}

/// What is sent.
#[derive(Debug, Clone)]
pub struct Call {
    /// How.
    pub method: Method,
    /// Where to.
    pub address: Url,
    /// With these headers, beside those of every call.
    pub headers: HeaderMap,
    /// With this body.
    pub body: Bytes,
}

/// An answer, read.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
}

/// Calls addresses outside, and those inside that the operator allows.
#[derive(Debug, Clone)]
pub struct Outward {
    inside: Arc<[IpNet]>,
    patience: Duration,
    tls: Arc<OnceLock<Result<Arc<ClientConfig>, String>>>,
}

impl Outward {
    /// Calls addresses outside, and in these networks.
    pub fn allowing(inside: Vec<IpNet>) -> Self {
        Self {
            inside: inside.into(),
            patience: CALL,
            tls: Arc::default(),
        }
    }

    /// The same, waiting less long for answers.
    pub fn waiting(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// An address that may be called, as far as it says by itself: a name is looked up with each call.
    ///
    /// # Errors
    /// [`BadAddress`].
    pub fn address(&self, text: &str) -> Result<Url, BadAddress> {
        let text = text.trim();
        if text.chars().count() > ADDRESS_CHARACTERS {
            return Err(BadAddress::Long);
        }
        let unreadable = || BadAddress::Unreadable(text.to_owned());
        let mut url = Url::parse(text).map_err(|_| unreadable())?;
        url.set_fragment(None);
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BadAddress::User);
        }
        let literal = match url.host().ok_or_else(unreadable)? {
            Host::Domain(_) => None,
            Host::Ipv4(four) => Some(IpAddr::V4(four)),
            Host::Ipv6(six) => Some(IpAddr::V6(six)),
        };
        match url.scheme() {
            "https" => {}
            "http" if self.may_be_plain(&url, literal) => {}
            _ => return Err(BadAddress::NotHttps),
        }
        match literal.filter(|address| !self.permits(*address)) {
            Some(address) => Err(BadAddress::Inside(address.to_string())),
            None => Ok(url),
        }
    }

    /// Whether http will do: to this machine alone, where the operator allows it.
    fn may_be_plain(&self, url: &Url, literal: Option<IpAddr>) -> bool {
        let local = [IpAddr::from([127, 0, 0, 1]), IpAddr::V6(std::net::Ipv6Addr::LOCALHOST)];
        match literal {
            Some(address) => address.is_loopback() && self.permits(address),
            None => url.host_str() == Some("localhost") && local.iter().any(|address| self.permits(*address)),
        }
    }

    /// Whether an address is outside, or in a network that the operator allows.
    fn permits(&self, address: IpAddr) -> bool {
        address::is_global(address) || self.inside.iter().any(|net| net.contains(&address::carried(address)))
    }

    /// Calls, and answers the status: nothing else of the answer is read.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn status(&self, call: &Call) -> Result<u16, Fault> {
        self.in_time(async {
            let (answer, _connection) = self.ask(call).await?;
            Ok(answer.status().as_u16())
        })
        .await
    }

    /// Calls, and reads an answer of at most so many bytes.
    ///
    /// # Errors
    /// [`Fault`].
    pub async fn read(&self, call: &Call, most: usize) -> Result<Answer, Fault> {
        self.in_time(async {
            let (answer, _connection) = self.ask(call).await?;
            let (parts, body) = answer.into_parts();
            let body = Limited::new(body, most).collect().await.map_err(|error| {
                if error.is::<LengthLimitError>() {
                    Fault::TooLarge(most)
                } else {
                    Fault::Broken(host(&call.address))
                }
            })?;
            Ok(Answer {
                status: parts.status.as_u16(),
                headers: parts.headers,
                body: body.to_bytes(),
            })
        })
        .await
    }

    async fn in_time<T>(&self, work: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
        let slow = Err(Fault::Slow(self.patience.as_secs()));
        tokio::time::timeout(self.patience, work).await.unwrap_or(slow)
    }

    /// The answer's head, and the connection that its body comes by.
    async fn ask(&self, call: &Call) -> Result<(http::Response<Incoming>, connect::Driver), Fault> {
        // Looked at again: what the operator allows may be another now than when the address was typed in.
        let url = self.address(call.address.as_str())?;
        let broken = || Fault::Broken(host(&url));
        let stream = self.connect(&url).await?;
        let (mut sender, driver) = connect::speak(stream).await.map_err(|_| broken())?;
        let mut request = Request::builder()
            .method(call.method.clone())
            .uri(&url[url::Position::BeforePath..])
            .header(header::HOST, authority(&url))
            .header(header::USER_AGENT, concat!("Tandem/", env!("CARGO_PKG_VERSION")))
            .header(header::ACCEPT, "*/*");
        for (name, value) in &call.headers {
            request = request.header(name, value);
        }
        let request = request.body(Full::new(call.body.clone())).map_err(|_| broken())?;
        let answer = sender.send_request(request).await.map_err(|_| broken())?;
        Ok((answer, driver))
    }
}

/// The name or number of an address.
fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

/// The name or number, with the port where it is not the usual one.
fn authority(url: &Url) -> String {
    match url.port() {
        Some(port) => format!("{}:{port}", host(url)),
        None => host(url),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
