//! Where a request comes from: the address of its connection, or the one that a trusted proxy says it had.

use axum::extract::{ConnectInfo, Request};
use http::{HeaderMap, HeaderName, header};
use ipnet::IpNet;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The address of whoever asks. Without a connection, as in tests, it is the unspecified one.
pub(super) fn address(request: &Request, trusted: &[IpNet]) -> IpAddr {
    let connection = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let peer = connection.map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |info| info.0.ip());
    behind_proxies(peer.to_canonical(), request.headers(), trusted)
}

/// Browser and device of whoever asks, in words.
pub(super) fn device(request: &Request) -> String {
    let agent = request.headers().get(header::USER_AGENT);
    domain::access::device(agent.and_then(|value| value.to_str().ok()).unwrap_or_default())
}

/// Each proxy adds whom it heard from at the end, so the list is read backwards for as long as the one who says it is
/// trusted: what stands before may be made up.
fn behind_proxies(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> IpAddr {
    let is_trusted = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    let said: Vec<&str> = headers
        .get_all(FORWARDED_FOR)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    let mut address = peer;
    for heard in said.into_iter().rev() {
        if !is_trusted(&address) {
            break;
        }
        match heard.trim().parse::<IpAddr>() {
            Ok(before) => address = before.to_canonical(),
            Err(_) => break,
        }
    }
    address
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn behind(peer: &str, said: &[&str], trusted: &[&str]) -> String {
        let headers = said
            .iter()
            .map(|value| (FORWARDED_FOR, value.parse().unwrap()))
            .collect();
        let trusted: Vec<IpNet> = trusted.iter().map(|network| network.parse().unwrap()).collect();
        behind_proxies(peer.parse().unwrap(), &headers, &trusted).to_string()
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        assert_eq!(behind("203.0.113.9", &["198.51.100.1"], &[]), "203.0.113.9");
        assert_eq!(behind("203.0.113.9", &["198.51.100.1"], &["10.0.0.0/8"]), "203.0.113.9");
        assert_eq!(behind("10.0.0.1", &["198.51.100.1"], &["10.0.0.0/8"]), "198.51.100.1");
    }

    #[test]
    fn what_the_client_made_up_is_not_believed() {
        let two = ["1.1.1.1, 198.51.100.1", "10.0.0.2"];
        assert_eq!(behind("10.0.0.1", &two, &["10.0.0.0/8"]), "198.51.100.1");
        assert_eq!(behind("10.0.0.1", &["1.1.1.1, nonsense"], &["10.0.0.0/8"]), "10.0.0.1");
        assert_eq!(behind("::1", &["2001:db8::7"], &["::1/128"]), "2001:db8::7");
    }
}
