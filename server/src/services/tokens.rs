//! API tokens: made, shown once, revoked.

use super::{Actor, Desk, Faults, Reader, Result, Scopes, setup::check_name, wording};
use crate::{
    collation,
    secret::{fingerprint, random_secret},
    store::{OrganisationRole, TokenRecord},
};
use app::{
    AppError,
    tokens::{MadeToken, NewToken, TokenRow, TokensPage},
};
use async_trait::async_trait;
use domain::{Instant, PersonId, TokenId, Zone};
use serde_json::json;

/// What every token begins with, so that scanners for leaked secrets know one.
const PREFIX: &str = "tandem_";
/// Scopes, with their words.
const SCOPES: [(&str, &str); 6] = [
    ("oncall", "On-call"),
    ("read", "Read"),
    ("alerts", "Alerts"),
    ("write", "Write"),
    ("pay", "Pay"),
    ("admin", "Admin"),
];
/// The longest life of a token that ends: ten years.
const MOST_DAYS: i64 = 3650;
const DAY: i64 = 86_400;
/// How many new secrets wait to be shown, at most.
const WAITING: usize = 100;

#[async_trait]
impl app::tokens::Port for Desk {
    async fn tokens_page(&self, made: String) -> Result<TokensPage> {
        self.may_administer()?;
        let tokens = self.token_rows(&self.tokens_in_use());
        let made = made
            .parse()
            .ok()
            .and_then(|id: TokenId| self.tandem.take_new_secret(id.uuid(), &self.actor.key()));
        let made = made.map(|(name, secret)| MadeToken { name, secret });
        Ok(TokensPage { tokens, made })
    }

    async fn create_token(&self, token: NewToken) -> Result<String> {
        let (record, secret) = self.make_token(&token.name, &token.scope, &token.days).await?;
        self.tandem
            .keep_new_secret(record.id.uuid(), self.actor.key(), record.name, secret, WAITING);
        Ok(record.id.to_string())
    }

    async fn revoke_token(&self, id: String) -> Result<()> {
        self.may_administer()?;
        let unknown = || AppError::NotFound(format!("There is no token ‘{id}’."));
        let id: TokenId = id.parse().map_err(|_| unknown())?;
        let token = self
            .tokens_in_use()
            .into_iter()
            .find(|token| token.id == id)
            .ok_or_else(unknown)?;
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            write.revoke_token(id).await?;
            write
                .audit("token.revoked", &format!("token {id}"), json!({ "name": token.name }))
                .await?;
            desk.tandem.commit(write).await?;
            Ok(())
        })
        .await
    }
}

impl Desk {
    /// Makes a token of a scope (`oncall`, `read`, `alerts`, `write`, `pay` or `admin`, and `unlimited` beside it) that ends after so many `days`, or never when empty;
    /// answers it with its secret.
    ///
    /// # Errors
    /// `Invalid` for a name, scope or number of days that cannot be; `Forbidden` for a scope beyond the actor's own.
    pub(crate) async fn make_token(&self, name: &str, scope: &str, days: &str) -> Result<(TokenRecord, String)> {
        self.may_administer()?;
        let mut faults = Faults::default();
        let name = faults.take("name", check_name(name)).unwrap_or_default();
        let scope = faults.take("scope", check_scope(scope)).unwrap_or_default();
        let days = faults.take("days", check_days(days)).flatten();
        faults.check()?;
        self.may_grant(Scopes::parse(&scope))?;
        let created_by = self.responsible()?;
        let secret = format!("{PREFIX}{}", random_secret()?);
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            let token = TokenRecord {
                id: TokenId::from_uuid(desk.tandem.new_id()),
                name,
                hash: fingerprint(&secret),
                hint: secret[secret.len() - 4..].to_owned(),
                scopes: scope,
                created_by,
                created_at: write.at(),
                expires_at: days.map(|days| write.at() + days * DAY),
                last_used_at: None,
                revoked_at: None,
            };
            write.insert_token(&token).await?;
            let detail = json!({ "name": token.name, "scopes": token.scopes, "expires_at": token.expires_at });
            write
                .audit("token.made", &format!("token {}", token.id), detail)
                .await?;
            desk.tandem.commit(write).await?;
            Ok((token, secret))
        })
        .await
    }

    /// The tokens that are not revoked, in no order.
    pub(crate) fn tokens_in_use(&self) -> Vec<TokenRecord> {
        let snapshot = self.tandem.snapshot();
        snapshot
            .tokens()
            .filter(|token| token.revoked_at.is_none())
            .cloned()
            .collect()
    }

    /// When a token was last used, as far as anybody knows.
    pub(crate) fn token_used(&self, token: &TokenRecord) -> Option<Instant> {
        token.last_used_at.max(self.tandem.token_marks.latest(token.id))
    }

    /// Whoever answers for a token: who makes it, for a machine whoever answers for that one, and for the operator the
    /// first administrator.
    pub(super) fn responsible(&self) -> Result<PersonId> {
        let snapshot = self.tandem.snapshot();
        match self.actor {
            Actor::Person { id, .. } => return Ok(id),
            Actor::Token { id, .. } => {
                if let Some(own) = snapshot.tokens().find(|token| token.id == id) {
                    return Ok(own.created_by);
                }
            }
            Actor::Nobody | Actor::Console => {}
        }
        let administrators = snapshot
            .directory()
            .people()
            .filter(|person| person.role == OrganisationRole::Administrator && person.deactivated_at.is_none());
        let first = administrators.min_by_key(|person| (person.name.clone(), person.id));
        first.map(|person| person.id).ok_or_else(|| {
            AppError::NotFound("There is no administrator to answer for the token: set Tandem up first.".into())
        })
    }

    /// Tokens as pages show them, by name.
    pub(super) fn token_rows(&self, tokens: &[TokenRecord]) -> Vec<TokenRow> {
        let snapshot = self.tandem.snapshot();
        let (zone, reader) = (self.own_zone(&snapshot), self.reader(&snapshot));
        let mut rows: Vec<TokenRow> = tokens
            .iter()
            .map(|token| self.token_row(token, &zone, &reader))
            .collect();
        rows.sort_by_cached_key(|token| (collation::key(&token.name), token.id.clone()));
        rows
    }

    fn token_row(&self, token: &TokenRecord, zone: &Zone, reader: &Reader) -> TokenRow {
        let words = |at: Instant| wording::stamp(at, zone, reader).text;
        let maker = self
            .tandem
            .snapshot()
            .directory()
            .name_in_words(token.created_by)
            .into_owned();
        TokenRow {
            id: token.id.to_string(),
            name: token.name.clone(),
            scope: scope_words(&token.scopes),
            hint: token.hint.clone(),
            last_used: self.token_used(token).map_or_else(|| "Never".to_owned(), words),
            ends: token.expires_at.map_or_else(|| "Never".to_owned(), words),
            expired: token.expires_at.is_some_and(|at| at <= reader.now),
            made: format!("Made by {maker}, {}", words(token.created_at)),
        }
    }
}

/// What a token may do beside its scope.
const UNLIMITED: &str = " unlimited";

/// A kind of token in words.
fn scope_words(scopes: &str) -> String {
    let (scope, unlimited) = match scopes.strip_suffix(UNLIMITED) {
        Some(scope) => (scope, ", no limit"),
        None => (scopes, ""),
    };
    let known = SCOPES.iter().find(|(key, _)| *key == scope);
    format!("{}{unlimited}", known.map_or(scope, |(_, words)| words))
}

fn check_scope(scope: &str) -> std::result::Result<String, String> {
    let word = scope.strip_suffix(UNLIMITED).unwrap_or(scope);
    let known = SCOPES.iter().any(|(key, _)| *key == word && Scopes::parse(key).oncall);
    if known {
        return Ok(scope.to_owned());
    }
    Err(format!(
        "‘{scope}’ is not a scope: use oncall, read, alerts, write, pay or admin."
    ))
}

fn check_days(days: &str) -> std::result::Result<Option<i64>, String> {
    let days = days.trim();
    if days.is_empty() {
        return Ok(None);
    }
    let number = days.parse::<i64>().ok().filter(|days| (1..=MOST_DAYS).contains(days));
    number
        .map(Some)
        .ok_or_else(|| format!("‘{days}’ days: a token ends after 1 to {MOST_DAYS} days, or never."))
}
