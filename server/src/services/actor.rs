//! Who acts.

use crate::{
    snapshot::Snapshot,
    store::{OrganisationRole, PersonRecord},
};
use domain::{PersonId, TokenId};

/// Whoever a request or a command acts for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Nobody is signed in.
    Nobody,
    /// Somebody is.
    Person {
        /// Who.
        id: PersonId,
        /// What they may do across the organisation.
        role: OrganisationRole,
    },
    /// A machine with an API token.
    Token {
        /// Which.
        id: TokenId,
        /// What it may do.
        scopes: Scopes,
    },
    /// The operator, on the machine itself.
    Console,
}

/// What an API token may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scopes {
    /// Ask who is on call.
    pub oncall: bool,
    /// See telephone numbers and e-mail addresses.
    pub contacts: bool,
    /// Read rotas and duty.
    pub rotas: bool,
    /// Report alerts.
    pub alerts: bool,
    /// Make covers, manage every team, act for everybody.
    pub write: bool,
    /// See everybody's pay and change rate cards.
    pub pay: bool,
    /// Manage people, tokens and the organisation.
    pub admin: bool,
    /// Make as many requests as it likes.
    pub unlimited: bool,
}

impl Scopes {
    /// The scopes of a token's kinds: `oncall`, `read` (with rotas and contacts), `alerts` (on-call and reports of alerts),
    /// `write` (and all that managers of teams do), `pay` (on-call and all that those do who prepare pay) and `admin` (and all that administrators do); with
    /// `unlimited` beside it a token makes as many requests as it likes. Unknown words allow nothing.
    ///
    /// ```
    /// use server::services::Scopes;
    /// assert!(Scopes::parse("read").contacts && !Scopes::parse("read").write);
    /// assert!(!Scopes::parse("oncall").contacts);
    /// assert!(Scopes::parse("admin").write && !Scopes::parse("write").admin);
    /// assert!(Scopes::parse("pay").pay && !Scopes::parse("pay").rotas && !Scopes::parse("write").pay);
    /// assert!(Scopes::parse("alerts").alerts && !Scopes::parse("alerts").write && !Scopes::parse("read").alerts);
    /// assert_eq!(Scopes::parse("everything"), Scopes::default());
    /// ```
    pub fn parse(words: &str) -> Self {
        let mut scopes = Self::default();
        for word in words.split_whitespace() {
            let admin = word == "admin";
            let write = admin || word == "write";
            let read = write || word == "read";
            let pay = admin || word == "pay";
            let alerts = write || word == "alerts";
            scopes.oncall |= read || pay || alerts || word == "oncall";
            scopes.alerts |= alerts;
            scopes.contacts |= read || word == "contacts";
            scopes.rotas |= read || word == "rotas";
            scopes.write |= write;
            scopes.pay |= pay;
            scopes.admin |= admin;
            scopes.unlimited |= word == "unlimited";
        }
        scopes
    }

    /// Whether everything in `other` is in these.
    ///
    /// ```
    /// use server::services::Scopes;
    /// assert!(Scopes::parse("write").include(Scopes::parse("read")));
    /// assert!(!Scopes::parse("write").include(Scopes::parse("admin")));
    /// ```
    pub const fn include(self, other: Self) -> bool {
        (self.oncall || !other.oncall)
            && (self.contacts || !other.contacts)
            && (self.rotas || !other.rotas)
            && (self.alerts || !other.alerts)
            && (self.write || !other.write)
            && (self.pay || !other.pay)
            && (self.admin || !other.admin)
            && (self.unlimited || !other.unlimited)
    }
}

impl Actor {
    /// Somebody who is signed in.
    pub fn of(person: &PersonRecord) -> Self {
        Self::Person {
            id: person.id,
            role: person.role,
        }
    }

    /// The person, if it is one.
    pub fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person { id, .. } => Some(*id),
            _ => None,
        }
    }

    /// How rows and the audit name them.
    pub fn key(&self) -> String {
        match self {
            Self::Nobody => "nobody".to_owned(),
            Self::Person { id, .. } => id.to_string(),
            Self::Token { id, .. } => format!("token {id}"),
            Self::Console => "console".to_owned(),
        }
    }

    /// A name for people, out of [`Actor::key`].
    pub fn describe(key: &str, snapshot: &Snapshot) -> String {
        if let Ok(id) = key.parse::<PersonId>() {
            return snapshot.directory().name_in_words(id).into_owned();
        }
        match key.strip_prefix("token ") {
            Some(id) => snapshot.tokens().find(|token| token.id.to_string() == id).map_or_else(
                || "an API token".to_owned(),
                |token| format!("API token “{}”", token.name),
            ),
            None if key == Self::Console.key() => "the operator".to_owned(),
            None => key.to_owned(),
        }
    }
}
