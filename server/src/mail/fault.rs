//! Why a letter was not taken.

use std::error::Error as _;

/// Answers that are about how Tandem signs in at the mail server: the operator can put that right.
const SIGN_IN_REFUSED: std::ops::RangeInclusive<u16> = 530..=538;

/// Characters of a mail server's answer that are kept.
const KEPT: usize = 300;

/// Why a letter was not taken, in words for administrators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailFault {
    /// What happened.
    pub words: String,
    /// Whether it would happen again.
    pub for_good: bool,
}

impl MailFault {
    pub(super) fn for_good(words: String) -> Self {
        Self { words, for_good: true }
    }

    pub(super) fn too_slow() -> Self {
        Self {
            words: "The mail server took too long.".to_owned(),
            for_good: false,
        }
    }

    /// What the transport reports.
    pub(super) fn of(error: &lettre::transport::smtp::Error) -> Self {
        if error.is_timeout() {
            return Self::too_slow();
        }
        let said = said(error);
        let Some(code) = error.status() else {
            let what = if error.is_tls() {
                "The connection to the mail server is not secure"
            } else if error.is_response() {
                "The mail server does not speak SMTP"
            } else if error.is_client() {
                "The mail server cannot be used"
            } else {
                "The mail server cannot be reached"
            };
            return Self {
                words: format!("{what}: {said}."),
                for_good: false,
            };
        };
        let sign_in = SIGN_IN_REFUSED.contains(&u16::from(code));
        let what = if sign_in {
            "The mail server refuses Tandem’s sign-in"
        } else if error.is_permanent() {
            "The mail server refuses it"
        } else {
            "The mail server put it off"
        };
        Self {
            words: format!("{what}: {code} {said}."),
            for_good: error.is_permanent() && !sign_in,
        }
    }
}

/// The innermost words of a fault, on one line and without a full stop.
fn said(error: &lettre::transport::smtp::Error) -> String {
    let mut words = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        words = inner.to_string();
        source = inner.source();
    }
    let line: String = words
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(KEPT)
        .collect();
    line.trim().trim_end_matches('.').to_owned()
}
