//! Alerts and what became of them.

use super::{
    Result, Write,
    codec::{Columns, json, text_of},
};
use domain::{AlertId, Instant, PersonId, ServiceId, alert::Course, escalation::Severity};
use sqlx::{AnyConnection, any::AnyRow};
use std::str::FromStr;

/// What has become of an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AlertState {
    /// Nobody has taken it.
    Open,
    /// Somebody works on it.
    Acknowledged,
    /// It is over.
    Resolved,
}

impl AlertState {
    /// The word in databases and answers.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Acknowledged => "acknowledged",
            Self::Resolved => "resolved",
        }
    }
}

impl FromStr for AlertState {
    type Err = String;
    fn from_str(word: &str) -> std::result::Result<Self, String> {
        let all = [Self::Open, Self::Acknowledged, Self::Resolved];
        let found = all.into_iter().find(|state| state.key() == word);
        found.ok_or_else(|| format!("‘{word}’ is not a state of an alert"))
    }
}

/// An alert.
#[derive(Debug, Clone)]
pub struct AlertRecord {
    /// Identity.
    pub id: AlertId,
    /// What it is about.
    pub service: ServiceId,
    /// How bad it is.
    pub severity: Severity,
    /// What its source knows it by: one alert of a service that is not over has it.
    pub fingerprint: String,
    /// What is wrong, in a few words.
    pub title: String,
    /// What else its source says.
    pub detail: String,
    /// What has become of it.
    pub state: AlertState,
    /// When it was opened.
    pub opened_at: Instant,
    /// How often its source has reported it.
    pub seen: i64,
    /// When it did last.
    pub seen_at: Instant,
    /// Where it stands in its escalation.
    pub course: Course,
    /// When somebody began to be called about it; nothing while it waits its turn.
    pub begun_at: Option<Instant>,
    /// When it goes on there.
    pub next_at: Option<Instant>,
    /// Who has taken it.
    pub taken_by: Option<String>,
    /// When.
    pub taken_at: Option<Instant>,
    /// When it was over.
    pub resolved_at: Option<Instant>,
}

/// Something that became of an alert.
#[derive(Debug, Clone)]
pub struct AlertEntry {
    /// When.
    pub at: Instant,
    /// What: `opened`, `round`, `called`, `not-sent`, `left`, `nobody`, `last-resort`, `acknowledged` or `resolved`.
    pub kind: String,
    /// Whom it is about.
    pub person: Option<PersonId>,
    /// More about it.
    pub note: String,
}

impl AlertRecord {
    fn from_row(row: &AnyRow) -> Result<Self> {
        let row = Columns::of("alert", row);
        Ok(Self {
            id: row.parsed("id")?,
            service: row.parsed("service_id")?,
            severity: row.parsed("severity")?,
            fingerprint: row.text("fingerprint")?,
            title: row.text("title")?,
            detail: row.text("detail")?,
            state: row.parsed("state")?,
            opened_at: row.instant("opened_at")?,
            seen: row.number("seen")?,
            seen_at: row.instant("seen_at")?,
            course: row.json("course")?,
            begun_at: row.instant_option("begun_at")?,
            next_at: row.instant_option("next_at")?,
            taken_by: row.text_option("taken_by")?,
            taken_at: row.instant_option("taken_at")?,
            resolved_at: row.instant_option("resolved_at")?,
        })
    }

    /// One of them.
    pub async fn find(connection: &mut AnyConnection, id: AlertId) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM alert WHERE id = $1")
            .bind(id.to_string())
            .fetch_optional(connection)
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// The one of a service that is not over and that its source knows by this.
    pub async fn unresolved(
        connection: &mut AnyConnection,
        service: ServiceId,
        fingerprint: &str,
    ) -> Result<Option<Self>> {
        let row = sqlx::query("SELECT * FROM alert WHERE service_id = $1 AND fingerprint = $2 AND state <> 'resolved'")
            .bind(service.to_string())
            .bind(fingerprint)
            .fetch_optional(connection)
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// Those that go on in their escalation by an instant, the worst and then the longest due first; where people are being
    /// called about `most` alerts of a service and severity already, none of these that has not begun.
    pub async fn due(connection: &mut AnyConnection, now: Instant, most: i64, limit: i64) -> Result<Vec<AlertId>> {
        let rows = sqlx::query(
            "SELECT id FROM alert WHERE next_at <= $1 AND (begun_at IS NOT NULL OR (service_id, severity) NOT IN (
                 SELECT service_id, severity FROM alert WHERE next_at IS NOT NULL AND begun_at IS NOT NULL
                 GROUP BY service_id, severity HAVING COUNT(*) >= $2))
             ORDER BY severity, next_at, id LIMIT $3",
        )
        .bind(now.seconds())
        .bind(most)
        .bind(limit)
        .fetch_all(connection)
        .await?;
        rows.iter().map(|row| Columns::of("alert", row).parsed("id")).collect()
    }

    /// How many alerts of the service and severity of `like` people are being called about.
    pub async fn under_way(connection: &mut AnyConnection, like: &Self) -> Result<i64> {
        let row = sqlx::query(
            "SELECT COUNT(*) AS number FROM alert
             WHERE service_id = $1 AND severity = $2 AND state <> 'resolved' AND next_at IS NOT NULL AND begun_at IS NOT NULL",
        )
        .bind(like.service.to_string())
        .bind(like.severity.to_string())
        .fetch_one(connection)
        .await?;
        Columns::of("alert", &row).number("number")
    }

    /// The latest, those that are not over only or all, opened before an instant and id.
    pub async fn latest(
        connection: &mut AnyConnection,
        all: bool,
        before: Option<(Instant, AlertId)>,
        limit: i64,
    ) -> Result<Vec<Self>> {
        let (at, id) = before.map_or((i64::MAX, String::new()), |(at, id)| (at.seconds(), id.to_string()));
        let rows = sqlx::query(
            "SELECT * FROM alert WHERE (state <> 'resolved' OR $1 = 1) AND (opened_at < $2 OR (opened_at = $2 AND id < $3))
             ORDER BY opened_at DESC, id DESC LIMIT $4",
        )
        .bind(i64::from(all))
        .bind(at)
        .bind(id)
        .bind(limit)
        .fetch_all(connection)
        .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// How many are not over.
    pub async fn unresolved_count(connection: &mut AnyConnection) -> Result<i64> {
        let row = sqlx::query("SELECT COUNT(*) AS number FROM alert WHERE state <> 'resolved'")
            .fetch_one(connection)
            .await?;
        Columns::of("alert", &row).number("number")
    }
}

impl AlertEntry {
    /// What became of an alert, in order.
    pub async fn of(connection: &mut AnyConnection, alert: AlertId) -> Result<Vec<Self>> {
        let rows = sqlx::query("SELECT * FROM alert_log WHERE alert_id = $1 ORDER BY position")
            .bind(alert.to_string())
            .fetch_all(connection)
            .await?;
        let entry = |row| {
            let row = Columns::of("alert_log", row);
            Ok(Self {
                at: row.instant("at")?,
                kind: row.text("kind")?,
                person: row.parsed_option("person_id")?,
                note: row.text("note")?,
            })
        };
        rows.iter().map(entry).collect()
    }
}

impl Write {
    /// Opens an alert.
    pub async fn insert_alert(&mut self, alert: &AlertRecord) -> Result<()> {
        let revision = self.revision();
        sqlx::query(
            "INSERT INTO alert (id, service_id, severity, fingerprint, title, detail, state, opened_at, seen, seen_at,
                 course, next_at, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        )
        .bind(alert.id.to_string())
        .bind(alert.service.to_string())
        .bind(alert.severity.to_string())
        .bind(alert.fingerprint.clone())
        .bind(alert.title.clone())
        .bind(alert.detail.clone())
        .bind(alert.state.key())
        .bind(alert.opened_at.seconds())
        .bind(alert.seen)
        .bind(alert.seen_at.seconds())
        .bind(json("alert", "course", &alert.course)?)
        .bind(alert.next_at.map(Instant::seconds))
        .bind(revision)
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Keeps what has become of an alert.
    pub async fn update_alert(&mut self, alert: &AlertRecord) -> Result<()> {
        let revision = self.revision();
        sqlx::query(
            "UPDATE alert SET state = $2, seen = $3, seen_at = $4, course = $5, next_at = $6, taken_by = $7, taken_at = $8,
                 resolved_at = $9, revision = $10, begun_at = $11 WHERE id = $1",
        )
        .bind(alert.id.to_string())
        .bind(alert.state.key())
        .bind(alert.seen)
        .bind(alert.seen_at.seconds())
        .bind(json("alert", "course", &alert.course)?)
        .bind(alert.next_at.map(Instant::seconds))
        .bind(alert.taken_by.clone())
        .bind(alert.taken_at.map(Instant::seconds))
        .bind(alert.resolved_at.map(Instant::seconds))
        .bind(revision)
        .bind(alert.begun_at.map(Instant::seconds))
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Notes something that became of an alert.
    pub async fn log_alert(&mut self, alert: AlertId, kind: &str, person: Option<PersonId>, note: &str) -> Result<()> {
        let at = self.at();
        let row = sqlx::query("SELECT COALESCE(MAX(position), 0) AS last FROM alert_log WHERE alert_id = $1")
            .bind(alert.to_string())
            .fetch_one(self.connection())
            .await?;
        let last = Columns::of("alert_log", &row).number("last")?;
        sqlx::query(
            "INSERT INTO alert_log (alert_id, position, at, kind, person_id, note) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(alert.to_string())
        .bind(last + 1)
        .bind(at.seconds())
        .bind(kind)
        .bind(text_of(person))
        .bind(note)
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
