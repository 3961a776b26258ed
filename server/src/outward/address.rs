//! Which addresses lie outside: where no machine of the operator's own network answers.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether an address is of the open internet, as far as the registries of special addresses (RFC 6890 and its successors)
/// say. What carries another address inside (mapped, NAT64) is judged by that one.
pub(super) fn is_global(address: IpAddr) -> bool {
    match carried(address) {
        IpAddr::V4(address) => is_global_v4(address),
        IpAddr::V6(address) => is_global_v6(address),
    }
}

/// The address that is reached in the end.
pub(super) fn carried(address: IpAddr) -> IpAddr {
    let IpAddr::V6(six) = address else { return address };
    if let Some(four) = six.to_ipv4_mapped() {
        return IpAddr::V4(four);
    }
    let segments = six.segments();
    if segments[..6] == [0x64, 0xff9b, 0, 0, 0, 0] {
        let [.., a, b, c, d] = six.octets();
        return IpAddr::V4(Ipv4Addr::new(a, b, c, d));
    }
    address
}

const fn is_global_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = match a {
        0 | 10 | 127 => true,
        // Between a provider and its customers.
        100 => b & 0xc0 == 64,
        // Link-local, where clouds keep their metadata.
        169 => b == 254,
        172 => b & 0xf0 == 16,
        192 => matches!((b, c), (168, _) | (0, 0 | 2) | (88, 99)),
        198 => b & 0xfe == 18 || (b == 51 && c == 100),
        203 => b == 0 && c == 113,
        // Multicast, reserved and broadcast.
        224..=255 => true,
        _ => false,
    };
    !special
}

const fn is_global_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    // All that is given out globally is in 2000::/3: loopback, link-local, unique local, multicast and the rest are not.
    let given_out = a & 0xe000 == 0x2000;
    // Protocols' own (Teredo among them), examples, and 6to4, which carries any IPv4 address.
    let special = (a == 0x2001 && (b < 0x200 || b == 0xdb8)) || a == 0x2002 || (a == 0x3fff && b < 0x1000);
    given_out && !special
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn judged(addresses: &[&str], global: bool) {
        for text in addresses {
            assert_eq!(is_global(text.parse().unwrap()), global, "{text}");
        }
    }

    #[test]
    fn what_lies_inside_is_not_global() {
        judged(
            &[
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.0.9",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.170",
                "192.0.2.1",
                "192.88.99.1",
                "192.168.1.1",
                "198.18.0.1",
                "198.19.255.255",
                "198.51.100.7",
                "203.0.113.9",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
            ],
            false,
        );
        judged(
            &[
                "::",
                "::1",
                "fe80::1",
                "fc00::1",
                "fd12::1",
                "ff02::1",
                "2001:db8::1",
                "2001::1",
                "2002:7f00:1::",
                "3fff::1",
                "64:ff9b:1::1",
                "100::1",
                "::127.0.0.1",
                "5f00::1",
            ],
            false,
        );
    }

    #[test]
    fn what_carries_another_address_is_judged_by_that_one() {
        judged(
            &["::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254"],
            false,
        );
        judged(&["64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "64:ff9b::192.168.0.1"], false);
        judged(&["::ffff:1.1.1.1", "64:ff9b::1.1.1.1"], true);
    }

    #[test]
    fn the_open_internet_is_global() {
        judged(
            &[
                "1.1.1.1",
                "100.63.255.255",
                "100.128.0.0",
                "172.15.0.1",
                "172.32.0.1",
                "192.0.1.1",
                "223.255.255.255",
            ],
            true,
        );
        judged(
            &["2606:4700::1111", "2001:4860:4860::8888", "2a00:1450::1", "2620:fe::fe"],
            true,
        );
    }
}
