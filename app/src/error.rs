//! What can go wrong, in words for people. Nothing internal passes this type: it goes over the wire as it is.

use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

/// One thing wrong with what was entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Name of the field, as in the form.
    pub field: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// Why something was not done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AppError {
    /// What was entered cannot be used. Nothing was written.
    #[error("{}", sentences(.0))]
    Invalid(Vec<FieldError>),
    /// A rule of the rota says no. Nothing was written.
    #[error("{message}")]
    Refused {
        /// Stable name of the rule, such as `two-people`.
        rule: String,
        /// Which rule, where, and what stands in the way.
        message: String,
        /// Every reason, where there are several: rule and message.
        all: Vec<(String, String)>,
    },
    /// Nobody is signed in.
    #[error("Sign in first.")]
    NotSignedIn,
    /// Somebody is, but may not do this.
    #[error("{0}")]
    Forbidden(String),
    /// There is no such thing.
    #[error("{0}")]
    NotFound(String),
    /// Somebody else changed it meanwhile.
    #[error("{0}")]
    Stale(String),
    /// Too many tries.
    #[error("{message}")]
    TooMany {
        /// How long to wait, in words.
        message: String,
        /// How many seconds that is.
        seconds: u32,
    },
    /// The database cannot be reached.
    #[error("Tandem cannot reach its database just now. Nothing was changed; try again in a moment.")]
    Unavailable,
    /// A fault of ours; the log has the rest under this reference.
    #[error("Something went wrong on our side. Nothing was changed. Reference: {0}")]
    Internal(String),
    /// The answer did not arrive or could not be read.
    #[error("{0}")]
    Transport(String),
}

impl AppError {
    /// One field is wrong.
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError {
            field: field.to_owned(),
            message: message.into(),
        }])
    }

    /// A rule says no.
    pub fn refused(rule: &str, message: impl Into<String>) -> Self {
        let message = message.into();
        Self::Refused {
            rule: rule.to_owned(),
            all: vec![(rule.to_owned(), message.clone())],
            message,
        }
    }

    /// What is wrong with one field, if anything.
    pub fn of_field(&self, name: &str) -> Option<String> {
        match self {
            Self::Invalid(errors) => errors
                .iter()
                .find(|error| error.field == name)
                .map(|error| error.message.clone()),
            _ => None,
        }
    }

    /// The HTTP status that says the same.
    pub fn status(&self) -> u16 {
        match self {
            Self::Invalid(_) => 422,
            // The request itself asks for what nobody could do, whatever the rota looks like.
            Self::Refused { rule, .. } if rule == "past" => 422,
            Self::Refused { .. } => 409,
            Self::NotSignedIn => 401,
            Self::Forbidden(_) => 403,
            Self::NotFound(_) => 404,
            Self::Stale(_) => 412,
            Self::TooMany { .. } => 429,
            Self::Unavailable => 503,
            Self::Internal(_) => 500,
            Self::Transport(_) => 400,
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(reason) | ServerFnErrorErr::MissingArg(reason) => {
                Self::Transport(format!("What was sent could not be read: {reason}"))
            }
            ServerFnErrorErr::Request(_) => {
                Self::Transport("The server did not answer. Check your connection and try again.".into())
            }
            _ => Self::Transport("The server's answer could not be read. Reload the page and try again.".into()),
        }
    }
}

/// Every fault as a sentence, one after the other.
fn sentences(errors: &[FieldError]) -> String {
    let ended = |message: &str| message.ends_with(['.', '!', '?', '…', '”']);
    let sentence = |error: &FieldError| match error.message.trim_end() {
        message if ended(message) => message.to_owned(),
        message => format!("{message}."),
    };
    errors.iter().map(sentence).collect::<Vec<_>>().join(" ")
}
