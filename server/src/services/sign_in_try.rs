//! Tries to sign in: counted for the account and for the address, whether or not anybody has that account.

use super::{Desk, Result};
use crate::store::TrySubject;
use app::AppError;
use domain::access::TryLimit;
use std::net::IpAddr;

/// A try that was counted.
pub(super) struct Try {
    account: TrySubject,
    address: TrySubject,
}

impl Desk {
    /// Counts a try to sign in as `email`.
    ///
    /// # Errors
    /// `TooMany`, with how long to wait.
    pub(super) async fn count_try(&self, email: &str) -> Result<Try> {
        let account = self.try_subject(&format!("account {email}"), TryLimit::ACCOUNT);
        let address = self.try_subject(&format!("address {}", self.network()), TryLimit::ADDRESS);
        let subjects = [account.clone(), address.clone()];
        match self.tandem.store.count_try(&subjects, self.tandem.now()).await? {
            None => Ok(Try { account, address }),
            Some(seconds) => Err(too_many(seconds, |wait| {
                format!(
                    "Too many tries that did not match. Wait {wait}, then try again. Your administrator can give you a link \
                     that sets a new password."
                )
            })),
        }
    }

    /// Counts that a link or a code was asked for, for `what` it was.
    ///
    /// # Errors
    /// `TooMany`, with how long to wait.
    pub(super) async fn count_asking(&self, what: &str) -> Result<()> {
        let subjects = [
            self.try_subject(&format!("asking {what}"), TryLimit::ACCOUNT),
            self.try_subject(&format!("asking from {}", self.network()), TryLimit::ADDRESS),
        ];
        match self.tandem.store.count_try(&subjects, self.tandem.now()).await? {
            None => Ok(()),
            Some(seconds) => Err(too_many(seconds, |wait| {
                format!("That was asked for many times. Wait {wait}, and look at your mail meanwhile.")
            })),
        }
    }

    /// The network that the request comes from.
    fn network(&self) -> String {
        let browser = self.browser.as_ref();
        browser.map(|browser| network(browser.address)).unwrap_or_default()
    }

    /// The try led to a sign-in: the account starts anew.
    pub(super) async fn forgive_try(&self, one_try: Try) {
        let forgiven = self.tandem.store.forgive_try(&one_try.account, &one_try.address).await;
        if let Err(error) = forgiven {
            tracing::warn!(%error, "the tries before a sign-in were not forgotten");
        }
    }

    /// The account starts anew, since whoever has it has proven themselves another way.
    pub(super) async fn forgive_account(&self, email: &str) {
        let account = self.try_subject(&format!("account {email}"), TryLimit::ACCOUNT);
        if let Err(error) = self.tandem.store.forgive_account(&account).await {
            tracing::warn!(%error, "the tries of an account were not forgotten");
        }
    }

    /// People type passwords where their address belongs: only the server's key can tell what a row is about.
    fn try_subject(&self, subject: &str, limit: TryLimit) -> TrySubject {
        TrySubject {
            key: self.tandem.key.sign(&format!("sign-in try: {subject}")),
            limit,
        }
    }
}

fn too_many(seconds: i64, words: impl Fn(&str) -> String) -> AppError {
    AppError::TooMany {
        message: words(&wait_words(seconds)),
        seconds: u32::try_from(seconds).unwrap_or(u32::MAX),
    }
}

/// What counts as one address: a household or server has 2⁶⁴ of IPv6's.
fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// `1 second`, `30 seconds`, `2 minutes`: never less than it takes.
fn wait_words(seconds: i64) -> String {
    let (number, unit) = if seconds < 60 {
        (seconds, "second")
    } else {
        ((seconds + 59) / 60, "minute")
    };
    let s = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{s}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_worded_so_that_it_is_long_enough() {
        let words: Vec<String> = [1, 30, 59, 60, 61, 900].map(wait_words).into();
        assert_eq!(
            words,
            [
                "1 second",
                "30 seconds",
                "59 seconds",
                "1 minute",
                "2 minutes",
                "15 minutes"
            ]
        );
    }

    #[test]
    fn neighbours_in_one_network_count_as_one_address() {
        let of = |text: &str| text.parse().map(network).unwrap_or_default();
        assert_eq!(of("2001:db8:1:2::7"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::7"), of("2001:db8:1:3::7"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    }
}
