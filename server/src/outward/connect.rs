//! Connections to addresses that were looked at.

use super::{BadAddress, Fault, HEAD_BYTES, Outward, host};
use http_body_util::Full;
use hyper::{body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use std::{io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpStream, lookup_host},
    task::JoinSet,
};
use tokio_rustls::{
    TlsConnector,
    rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::ServerName},
};
use url::{Host, Url};

/// How long one address of several may take to connect.
const CONNECT: Duration = Duration::from_secs(4);

/// Whatever bytes go over.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// What moves the bytes of a connection for as long as it is held.
pub(super) type Driver = JoinSet<()>;

/// HTTP/1.1 over a stream.
pub(super) async fn speak(stream: Box<dyn Stream>) -> Result<(http1::SendRequest<Full<Bytes>>, Driver), hyper::Error> {
    let mut builder = http1::Builder::new();
    builder.max_buf_size(HEAD_BYTES);
    let (sender, connection) = builder.handshake(TokioIo::new(stream)).await?;
    let mut driver = JoinSet::new();
    driver.spawn(async move { drop(connection.await) });
    Ok((sender, driver))
}

impl Outward {
    /// A connection to the address of a URL, secure where it says so.
    pub(super) async fn connect(&self, url: &Url) -> Result<Box<dyn Stream>, Fault> {
        let plain = url.scheme() == "http";
        let stream = self.reach(url, plain).await?;
        drop(stream.set_nodelay(true));
        if plain {
            return Ok(Box::new(stream));
        }
        let insecure = |words: String| Fault::Insecure(host(url), words);
        let config = self.tls.get_or_init(trust).clone().map_err(&insecure)?;
        let name = match url.host() {
            Some(Host::Ipv4(four)) => Ok(ServerName::IpAddress(std::net::IpAddr::V4(four).into())),
            Some(Host::Ipv6(six)) => Ok(ServerName::IpAddress(std::net::IpAddr::V6(six).into())),
            _ => ServerName::try_from(host(url)).map_err(|error| insecure(error.to_string())),
        }?;
        let secured = TlsConnector::from(config).connect(name, stream).await;
        Ok(Box::new(secured.map_err(|error| insecure(said(&error)))?))
    }

    /// The first address of a name that may be called and answers.
    async fn reach(&self, url: &Url, plain: bool) -> Result<TcpStream, Fault> {
        let mut last = None;
        for address in self.addresses(url, plain).await? {
            match tokio::time::timeout(CONNECT, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(error)) => last = Some(said(&error)),
                Err(_) => last = Some("it does not answer".to_owned()),
            }
        }
        Err(Fault::Unreachable(host(url), last.unwrap_or_default()))
    }

    /// The addresses of a name, those alone that may be called.
    async fn addresses(&self, url: &Url, plain: bool) -> Result<Vec<SocketAddr>, Fault> {
        let port = url.port_or_known_default().unwrap_or(443);
        let all: Vec<SocketAddr> = match url.host() {
            Some(Host::Ipv4(four)) => vec![(four, port).into()],
            Some(Host::Ipv6(six)) => vec![(six, port).into()],
            _ => {
                let found = lookup_host((host(url), port)).await;
                found.map_err(|_| Fault::UnknownName(host(url)))?.collect()
            }
        };
        let permitted = |address: &&SocketAddr| self.permits(address.ip()) && (!plain || address.ip().is_loopback());
        let good: Vec<SocketAddr> = all.iter().filter(permitted).copied().collect();
        match (good.is_empty(), all.is_empty()) {
            (false, _) => Ok(good),
            (true, true) => Err(Fault::UnknownName(host(url))),
            (true, false) => Err(BadAddress::Inside(host(url)).into()),
        }
    }
}

/// The authorities of the operating system, or of the file that `SSL_CERT_FILE` names.
fn trust() -> Result<Arc<ClientConfig>, String> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// The innermost words of a fault, which come of this machine and not of an answer.
fn said(error: &io::Error) -> String {
    let words = match error.get_ref() {
        Some(inner) => inner.to_string(),
        None => error.kind().to_string(),
    };
    words.trim_end_matches('.').to_owned()
}
