//! Which parts of the organisation were changed since a revision: what a snapshot has to read again.

use super::{Result, StoreError, Write, codec::Columns};
use domain::{FeedId, PersonId, RotaId, ServiceId, TeamId, TokenId};
use sqlx::{AnyConnection, AssertSqlSafe, any::AnyRow};

/// Ids in one statement: SQLite takes 32,766 parameters, PostgreSQL 65,535.
const IDS_AT_ONCE: usize = 10_000;

/// A part of the organisation that a snapshot keeps by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A person.
    Person(PersonId),
    /// A team and who belongs to it.
    Team(TeamId),
    /// A rota with its rules, duty and calendar events.
    Rota(RotaId),
    /// A service and its policy.
    Service(ServiceId),
    /// An API token.
    Token(TokenId),
    /// A calendar feed.
    Feed(FeedId),
}

impl Part {
    fn key(self) -> (&'static str, String) {
        match self {
            Self::Person(id) => ("person", id.to_string()),
            Self::Team(id) => ("team", id.to_string()),
            Self::Rota(id) => ("rota", id.to_string()),
            Self::Service(id) => ("service", id.to_string()),
            Self::Token(id) => ("token", id.to_string()),
            Self::Feed(id) => ("feed", id.to_string()),
        }
    }
}

/// What was changed, by kind.
#[derive(Debug, Default)]
pub struct Changes {
    /// People.
    pub people: Vec<PersonId>,
    /// Teams.
    pub teams: Vec<TeamId>,
    /// Rotas.
    pub rotas: Vec<RotaId>,
    /// Services.
    pub services: Vec<ServiceId>,
    /// API tokens.
    pub tokens: Vec<TokenId>,
    /// Calendar feeds.
    pub feeds: Vec<FeedId>,
}

impl Changes {
    /// Whatever was changed after `revision`.
    pub async fn since(connection: &mut AnyConnection, revision: i64) -> Result<Self> {
        let rows = sqlx::query("SELECT kind, id FROM change WHERE revision > $1")
            .bind(revision)
            .fetch_all(connection)
            .await?;
        let mut changes = Self::default();
        for row in &rows {
            let row = Columns::of("change", row);
            match row.text("kind")?.as_str() {
                "person" => changes.people.push(row.parsed("id")?),
                "team" => changes.teams.push(row.parsed("id")?),
                "rota" => changes.rotas.push(row.parsed("id")?),
                "service" => changes.services.push(row.parsed("id")?),
                "token" => changes.tokens.push(row.parsed("id")?),
                "feed" => changes.feeds.push(row.parsed("id")?),
                other => return Err(row.bad("kind", format!("‘{other}’"))),
            }
        }
        Ok(changes)
    }
}

impl Write {
    /// Writes down what this write changes.
    pub(super) async fn note_change(&mut self, part: Part) -> Result<()> {
        let ((kind, id), revision) = (part.key(), self.revision());
        sqlx::query(
            "INSERT INTO change (kind, id, revision) VALUES ($1, $2, $3)
             ON CONFLICT (kind, id) DO UPDATE SET revision = excluded.revision",
        )
        .bind(kind)
        .bind(id)
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }
}

/// The rows whose id is one of `ids`; `select` is a statement up to the name of the column that holds it.
pub(super) async fn rows_of<Id: ToString>(
    connection: &mut AnyConnection,
    select: &'static str,
    ids: &[Id],
) -> Result<Vec<AnyRow>> {
    let mut rows = Vec::new();
    for ids in ids.chunks(IDS_AT_ONCE) {
        let places: Vec<String> = (1..=ids.len()).map(|place| format!("${place}")).collect();
        // Nothing but numbered places is put into the text.
        let statement = AssertSqlSafe(format!("{select} IN ({})", places.join(", ")));
        let query = ids
            .iter()
            .fold(sqlx::query(statement), |query, id| query.bind(id.to_string()));
        rows.extend(query.fetch_all(&mut *connection).await.map_err(StoreError::from)?);
    }
    Ok(rows)
}
