//! Mail by SMTP: where it goes through, and what a letter becomes on the way.

mod address;
mod fault;

pub use fault::MailFault;

use address::Through;
use domain::{Instant, NoticeId};
use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    message::{Mailbox, header},
    transport::smtp::extension::ClientId,
};
use secrecy::{ExposeSecret as _, SecretString};
use std::{
    fmt,
    time::{Duration, SystemTime},
};

/// How long a mail server may take for one answer.
const ANSWER: Duration = Duration::from_secs(20);

/// How long it may take for a whole letter.
pub(crate) const LETTER: Duration = Duration::from_secs(60);

/// Where mail goes through, and whom it is from.
#[derive(Clone)]
pub struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    through: String,
}

/// Why mail cannot be set up so.
#[derive(Debug, thiserror::Error)]
pub enum MailSetUpError {
    /// Where mail goes through is not understood. The address itself may hold a password, so it is not repeated.
    #[error(
        "the SMTP address is not understood ({0}): write smtps://user:password@host, smtp://user:password@host:587 \
         (STARTTLS), or smtp://localhost:25?tls=none for a relay on this machine. Characters of the password that mean \
         something in an address are written as %40 for @, %2F for /, %3A for :"
    )]
    Through(String),
    /// Whom it is from is not understood.
    #[error("‘{0}’ is not an address that mail can come from: write it as Tandem <tandem@example.org>")]
    From(String),
}

/// A letter to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The notice that it brings: sent twice, it has the same Message-ID.
    pub id: NoticeId,
    /// Name of whom it is for; may be empty.
    pub name: String,
    /// Where it goes.
    pub address: String,
    /// What it is about.
    pub subject: String,
    /// Plain text.
    pub text: String,
}

impl Mail {
    /// Mail through the server at `url`, from `from`.
    ///
    /// # Errors
    /// [`MailSetUpError`].
    pub fn new(url: &SecretString, from: &str) -> Result<Self, MailSetUpError> {
        let through = Through::parse(url.expose_secret()).map_err(MailSetUpError::Through)?;
        let from: Mailbox = from.parse().map_err(|_| MailSetUpError::From(from.to_owned()))?;
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&through.url)
            .map_err(|error| MailSetUpError::Through(error.to_string()))?
            .hello_name(ClientId::Domain(from.email.domain().to_owned()))
            .timeout(Some(ANSWER))
            .build();
        Ok(Self {
            transport,
            from,
            through: through.words,
        })
    }

    /// Where mail goes through, without the password.
    pub fn through(&self) -> &str {
        &self.through
    }

    /// Whom mail is from.
    pub fn from(&self) -> String {
        self.from.to_string()
    }

    /// Hands a letter to the mail server.
    ///
    /// # Errors
    /// [`MailFault`], which says whether to try again.
    pub async fn send(&self, letter: &Letter, now: Instant) -> Result<(), MailFault> {
        let message = self.message(letter, now)?;
        match tokio::time::timeout(LETTER, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(MailFault::of(&error)),
            Err(_) => Err(MailFault::too_slow()),
        }
    }

    fn message(&self, letter: &Letter, now: Instant) -> Result<Message, MailFault> {
        let unusable = |what: &dyn fmt::Display| MailFault::for_good(format!("The letter cannot be written: {what}."));
        let address: Address = letter.address.parse().map_err(|error| unusable(&error))?;
        let name = Some(one_line(&letter.name)).filter(|name| !name.is_empty());
        let seconds = u64::try_from(now.seconds()).unwrap_or_default();
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(name, address))
            .subject(one_line(&letter.subject))
            .date(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds))
            .message_id(Some(format!("<{}@{}>", letter.id, self.from.email.domain())))
            .header(AutoSubmitted)
            .header(header::ContentType::TEXT_PLAIN)
            .body(letter.text.clone())
            .map_err(|error| unusable(&error))
    }
}

/// What stands in a header stands on one line.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Says that no person wrote the letter, so that no holiday answer comes back (RFC 3834).
#[derive(Clone)]
struct AutoSubmitted;

impl header::Header for AutoSubmitted {
    fn name() -> header::HeaderName {
        header::HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self)
    }

    fn display(&self) -> header::HeaderValue {
        header::HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

impl fmt::Debug for Mail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mail")
            .field("through", &self.through)
            .field("from", &self.from())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
