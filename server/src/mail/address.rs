//! Where mail goes through, as an operator writes it.

/// A mail server: how the transport wants it, and how people are told.
pub(super) struct Through {
    /// For the transport; with the password.
    pub(super) url: String,
    /// For people.
    pub(super) words: String,
}

impl Through {
    /// Reads `smtps://…` (TLS from the start) or `smtp://…` (STARTTLS, unless `?tls=none` says that there is none to be).
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (address, query) = text.split_once('?').unwrap_or((text, ""));
        let (scheme, rest) = address
            .split_once("://")
            .ok_or_else(|| "it does not begin with smtps:// or smtp://".to_owned())?;
        let (url, port, security) = match (scheme, query) {
            ("smtps", "") => (address.to_owned(), 465, "by TLS"),
            ("smtp", "" | "tls=required") => (format!("{address}?tls=required"), 587, "by STARTTLS"),
            ("smtp", "tls=none") => (address.to_owned(), 25, "not encrypted"),
            ("smtp" | "smtps", _) => {
                return Err("after ? there may be tls=required or tls=none, with smtp://".to_owned());
            }
            _ => return Err("it does not begin with smtps:// or smtp://".to_owned()),
        };
        let host = rest.rsplit('@').next().unwrap_or_default();
        let host = host.split('/').next().unwrap_or_default();
        if host.is_empty() || host.starts_with(':') {
            return Err("it names no host".to_owned());
        }
        let after_brackets = host.rsplit(']').next().unwrap_or_default();
        let host = if after_brackets.contains(':') {
            host.to_owned()
        } else {
            format!("{host}:{port}")
        };
        Ok(Self {
            url,
            words: format!("{host}, {security}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Through;

    #[test]
    fn mail_is_encrypted_unless_the_operator_says_otherwise() {
        let through = |text: &str| Through::parse(text).map(|through| (through.url, through.words));
        let good = |url: &str, words: &str| Ok((url.to_owned(), words.to_owned()));
        assert_eq!(
            through("smtps://a:b@mail.x.org"),
            good("smtps://a:b@mail.x.org", "mail.x.org:465, by TLS")
        );
        assert_eq!(
            through("smtp://a:b@mail.x.org"),
            good("smtp://a:b@mail.x.org?tls=required", "mail.x.org:587, by STARTTLS")
        );
        assert_eq!(
            through("smtp://[::1]:2525?tls=none"),
            good("smtp://[::1]:2525", "[::1]:2525, not encrypted")
        );
        for bad in [
            "",
            "mail.x.org",
            "smtp://",
            "smtp://a:b@",
            "smtp://:25",
            "smtp://x?tls=opportunistic",
            "smtps://x?tls=none",
        ] {
            assert!(through(bad).is_err(), "{bad}");
        }
    }
}
