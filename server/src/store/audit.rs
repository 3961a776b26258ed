//! Who changed what, when: written with the change, never touched again.

use super::{Result, Store, StoreError, Write, codec::Columns};
use crate::secret::random_id;
use domain::Instant;
use sqlx::{AnyConnection, Row as _, any::AnyRow};
use std::str::FromStr;

/// Places that one second has for entries that are no write of the organisation's.
const PLACES_IN_A_SECOND: i64 = 1_000_000;

/// Entries at one place that are tried again elsewhere, before it is called a fault.
const TRIES: usize = 3;

/// One change, as the audit keeps it.
#[derive(Debug, Clone)]
pub struct AuditEntry {
    /// Where it is in the audit.
    pub place: AuditPlace,
    /// When.
    pub at: Instant,
    /// Who: a person's id, a token, the console or nobody.
    pub actor: String,
    /// What was done, such as `cover.made`.
    pub action: String,
    /// To what: kind and id, such as `cover 6f1f…`.
    pub subject: String,
    /// Before and after, as JSON.
    pub detail: String,
}

/// Where an entry is in the audit; later ones are greater. As text, `revision-position`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AuditPlace {
    /// The organisation's revision that the change made, or that the entry was written at.
    pub revision: i64,
    /// Place among the entries of that revision.
    pub position: i64,
}

impl std::fmt::Display for AuditPlace {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}-{}", self.revision, self.position)
    }
}

impl FromStr for AuditPlace {
    type Err = String;
    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let parts = text.split_once('-').and_then(|(revision, position)| {
            Some(Self {
                revision: revision.parse().ok()?,
                position: position.parse().ok()?,
            })
        });
        parts.ok_or_else(|| format!("‘{text}’ is not a place in the audit: take `next` of the page before."))
    }
}

/// Something that happened without changing the organisation, such as a sign-in.
#[derive(Debug, Clone)]
pub struct Occurrence {
    /// When.
    pub at: Instant,
    /// Who, as [`AuditEntry::actor`].
    pub actor: String,
    /// What happened, such as `sign_in.done`.
    pub action: &'static str,
    /// To what.
    pub subject: String,
    /// What there is to say of it.
    pub detail: serde_json::Value,
}

impl Write {
    /// Keeps what this write does to `subject`.
    pub async fn audit(&mut self, action: &str, subject: &str, detail: serde_json::Value) -> Result<()> {
        let position = self.next_audit_position();
        let (revision, at, actor) = (self.revision(), self.at(), self.actor().to_owned());
        sqlx::query(
            "INSERT INTO audit (revision, position, at, actor, action, subject, detail)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(revision)
        .bind(position)
        .bind(at.seconds())
        .bind(actor)
        .bind(action)
        .bind(subject)
        .bind(detail.to_string())
        .execute(self.connection())
        .await?;
        self.note_about(AuditPlace { revision, position }, subject).await
    }

    /// Notes which teams and rotas the entry is about, as far as its subject tells. What belongs to a person, such as
    /// leave, is about the teams they are in now.
    async fn note_about(&mut self, place: AuditPlace, subject: &str) -> Result<()> {
        let Some((kind, id)) = subject.split_once(' ') else {
            return Ok(());
        };
        let of_person = "SELECT 'team', team_id, $1, $2 FROM member WHERE person_id";
        let statements: Vec<String> = match kind {
            "team" => vec!["SELECT 'team', id, $1, $2 FROM team WHERE id = $3".into()],
            "rota" => vec![
                "SELECT 'rota', id, $1, $2 FROM rota WHERE id = $3".into(),
                "SELECT 'team', team_id, $1, $2 FROM rota WHERE id = $3".into(),
            ],
            "cover" => vec![
                "SELECT 'rota', rota_id, $1, $2 FROM cover WHERE id = $3".into(),
                "SELECT 'team', rota.team_id, $1, $2 FROM cover JOIN rota ON rota.id = cover.rota_id WHERE cover.id = $3"
                    .into(),
            ],
            "correction" => vec![
                "SELECT 'rota', rota_id, $1, $2 FROM correction WHERE id = $3".into(),
                "SELECT 'team', rota.team_id, $1, $2 FROM correction JOIN rota ON rota.id = correction.rota_id
                 WHERE correction.id = $3"
                    .into(),
            ],
            "offer" => vec![
                "SELECT 'rota', rota_id, $1, $2 FROM offer WHERE id = $3".into(),
                "SELECT 'team', rota.team_id, $1, $2 FROM offer JOIN rota ON rota.id = offer.rota_id WHERE offer.id = $3"
                    .into(),
            ],
            "service" => vec!["SELECT 'team', team_id, $1, $2 FROM service WHERE id = $3".into()],
            "leave" => vec![format!("{of_person} = (SELECT person_id FROM leave_entry WHERE id = $3)")],
            "wish" => vec![format!("{of_person} = (SELECT person_id FROM wish WHERE id = $3)")],
            _ => Vec::new(),
        };
        for statement in statements {
            let statement = format!("INSERT INTO audit_about (kind, id, revision, position) {statement}");
            // Nothing but the texts above is put into the statement.
            sqlx::query(sqlx::AssertSqlSafe(statement))
                .bind(place.revision)
                .bind(place.position)
                .bind(id)
                .execute(self.connection())
                .await?;
        }
        Ok(())
    }
}

impl Store {
    /// Keeps something that happened without changing the organisation: it takes no revision, so that nobody can hold up
    /// writers by failing to sign in. Before the organisation is set up nothing is kept.
    pub async fn note_occurrence(&self, occurrence: &Occurrence) -> Result<()> {
        for tried in 1..=TRIES {
            match self.try_to_note(occurrence).await {
                Err(error) if error.is_duplicate() && tried < TRIES => {}
                done => return done,
            }
        }
        Ok(())
    }

    async fn try_to_note(&self, occurrence: &Occurrence) -> Result<()> {
        let random = i64::try_from(random_id().as_u128() % PLACES_IN_A_SECOND.unsigned_abs() as u128).unwrap_or(0);
        let second = occurrence.at.seconds().saturating_mul(PLACES_IN_A_SECOND);
        sqlx::query(
            "INSERT INTO audit (revision, position, at, actor, action, subject, detail)
             SELECT revision, $1, $2, $3, $4, $5, $6 FROM organisation",
        )
        .bind(second.saturating_add(random))
        .bind(occurrence.at.seconds())
        .bind(occurrence.actor.clone())
        .bind(occurrence.action)
        .bind(occurrence.subject.clone())
        .bind(occurrence.detail.to_string())
        .execute(&self.writers)
        .await
        .map_err(StoreError::from)?;
        Ok(())
    }
}

/// Which entries are asked for: all conditions hold.
#[derive(Debug, Clone, Default)]
pub struct AuditQuery {
    /// Only those before this place.
    pub before: Option<AuditPlace>,
    /// Only by one of these.
    pub actors: Option<Vec<String>>,
    /// Only actions that begin with one of these.
    pub actions: Vec<&'static str>,
    /// No action that begins with one of these.
    pub no_actions: Vec<&'static str>,
    /// For each: only about one of these teams, or rotas.
    pub about: Vec<(&'static str, Vec<String>)>,
    /// Only from this instant on.
    pub from: Option<Instant>,
    /// Only before this instant.
    pub until: Option<Instant>,
    /// Only those that hold one of these texts, whatever the case of its letters; all, if there is none.
    pub texts: Vec<String>,
}

impl AuditEntry {
    /// Whoever has made an entry about this thing: their keys.
    pub async fn actors_about(connection: &mut AnyConnection, kind: &str, id: &str) -> Result<Vec<String>> {
        let rows = sqlx::query(
            "SELECT DISTINCT audit.actor FROM audit_about
             JOIN audit ON audit.revision = audit_about.revision AND audit.position = audit_about.position
             WHERE audit_about.kind = $1 AND audit_about.id = $2",
        )
        .bind(kind)
        .bind(id)
        .fetch_all(connection)
        .await?;
        rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
    }

    /// The latest `limit` entries that are asked for, newest first.
    pub async fn latest(connection: &mut AnyConnection, query: &AuditQuery, limit: i64) -> Result<Vec<Self>> {
        let mut conditions = Conditions::default();
        query.say(&mut conditions);
        let limit = conditions.place(Value::Number(limit));
        let all = if conditions.all.is_empty() {
            "1 = 1".to_owned()
        } else {
            conditions.all.join(" AND ")
        };
        // Nothing but numbered places and this module's own texts is put into the statement.
        let statement = sqlx::AssertSqlSafe(format!(
            "SELECT * FROM audit WHERE {all} ORDER BY revision DESC, position DESC LIMIT {limit}"
        ));
        let mut bound = sqlx::query(statement);
        for value in conditions.values {
            bound = match value {
                Value::Text(text) => bound.bind(text),
                Value::Number(number) => bound.bind(number),
            };
        }
        let rows = bound.fetch_all(connection).await?;
        rows.iter().map(Self::from_row).collect()
    }

    pub(super) fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("audit", row);
        Ok(Self {
            place: AuditPlace {
                revision: row.number("revision")?,
                position: row.number("position")?,
            },
            at: row.instant("at")?,
            actor: row.text("actor")?,
            action: row.text("action")?,
            subject: row.text("subject")?,
            detail: row.text("detail")?,
        })
    }
}

enum Value {
    Text(String),
    Number(i64),
}

/// Conditions of a statement, and the values of their numbered places.
#[derive(Default)]
struct Conditions {
    all: Vec<String>,
    values: Vec<Value>,
}

impl Conditions {
    fn place(&mut self, value: Value) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }

    fn places(&mut self, texts: &[String]) -> String {
        let places: Vec<String> = texts.iter().map(|text| self.place(Value::Text(text.clone()))).collect();
        places.join(", ")
    }

    fn beginning(&mut self, column: &str, prefixes: &[&'static str]) -> String {
        let each: Vec<String> = prefixes
            .iter()
            .map(|prefix| {
                let place = self.place(Value::Text(format!("{}%", escaped(prefix))));
                format!("{column} LIKE {place} ESCAPE '!'")
            })
            .collect();
        each.join(" OR ")
    }
}

impl AuditQuery {
    fn say(&self, conditions: &mut Conditions) {
        if let Some(before) = self.before {
            let revision = conditions.place(Value::Number(before.revision));
            let position = conditions.place(Value::Number(before.position));
            conditions.all.push(format!(
                "(revision < {revision} OR (revision = {revision} AND position < {position}))"
            ));
        }
        if let Some(from) = self.from {
            let place = conditions.place(Value::Number(from.seconds()));
            conditions.all.push(format!("at >= {place}"));
        }
        if let Some(until) = self.until {
            let place = conditions.place(Value::Number(until.seconds()));
            conditions.all.push(format!("at < {place}"));
        }
        if let Some(actors) = &self.actors {
            let places = conditions.places(actors);
            conditions.all.push(if places.is_empty() {
                "1 = 0".to_owned()
            } else {
                format!("actor IN ({places})")
            });
        }
        if !self.actions.is_empty() {
            let any = conditions.beginning("action", &self.actions);
            conditions.all.push(format!("({any})"));
        }
        if !self.no_actions.is_empty() {
            let any = conditions.beginning("action", &self.no_actions);
            conditions.all.push(format!("NOT ({any})"));
        }
        for (kind, ids) in &self.about {
            self.say_about(conditions, kind, ids);
        }
        self.say_texts(conditions);
    }

    fn say_about(&self, conditions: &mut Conditions, kind: &'static str, ids: &[String]) {
        let kind = conditions.place(Value::Text(kind.to_owned()));
        let places = conditions.places(ids);
        conditions.all.push(if places.is_empty() {
            "1 = 0".to_owned()
        } else {
            format!(
                "EXISTS (SELECT 1 FROM audit_about WHERE audit_about.kind = {kind} AND audit_about.id IN ({places})
                    AND audit_about.revision = audit.revision AND audit_about.position = audit.position)"
            )
        });
    }

    fn say_texts(&self, conditions: &mut Conditions) {
        let mut any = Vec::new();
        for text in &self.texts {
            let place = conditions.place(Value::Text(format!("%{}%", escaped(&text.to_lowercase()))));
            for column in ["action", "subject", "detail"] {
                any.push(format!("lower({column}) LIKE {place} ESCAPE '!'"));
            }
        }
        if !any.is_empty() {
            conditions.all.push(format!("({})", any.join(" OR ")));
        }
    }
}

/// A text whose signs mean themselves in `LIKE … ESCAPE '!'`.
fn escaped(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

impl Store {
    /// Who made a revision; `None` when nothing of it was audited.
    pub async fn actor_of(&self, revision: i64) -> Result<Option<String>> {
        let row = sqlx::query("SELECT actor FROM audit WHERE revision = $1 LIMIT 1")
            .bind(revision)
            .fetch_optional(&self.readers)
            .await?;
        row.map(|row| Columns::of("audit", &row).text("actor")).transpose()
    }
}
