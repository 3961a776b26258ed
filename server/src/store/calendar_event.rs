//! How often each calendar event was changed, and when last.

use super::{Part, Result, Write, codec::Columns};
use domain::{Instant, Role, RotaId, Span};
use sqlx::AnyConnection;

/// What a subscriber's calendar needs to see that an event changed. Events are known by where they start: at one
/// instant at most one person takes a role of a rota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventMark {
    /// Where the event starts.
    pub starts_at: Instant,
    /// Which role it shows.
    pub role: Role,
    /// How often it was changed.
    pub sequence: u32,
    /// When it was last changed, or taken away.
    pub last_modified: Instant,
}

/// What an event says, as a short text that differs when it does; empty when the event is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventContent {
    /// Where the event starts.
    pub starts_at: Instant,
    /// Which role it shows.
    pub role: Role,
    /// The text.
    pub content: String,
}

impl EventMark {
    /// The marks of a rota's events since `from`, those that are gone too, in order of start and role.
    pub async fn since(connection: &mut AnyConnection, rota: RotaId, from: Instant) -> Result<Vec<Self>> {
        let rows = sqlx::query("SELECT * FROM calendar_event WHERE rota_id = $1 AND starts_at >= $2")
            .bind(rota.to_string())
            .bind(from.seconds())
            .fetch_all(connection)
            .await?;
        let mut marks: Vec<Self> = rows
            .iter()
            .map(|row| {
                let row = Columns::of("calendar_event", row);
                let sequence = row.number("sequence")?;
                Ok(Self {
                    starts_at: row.instant("starts_at")?,
                    role: row.parsed("role")?,
                    sequence: u32::try_from(sequence).map_err(|error| row.bad("sequence", error))?,
                    last_modified: row.instant("last_modified")?,
                })
            })
            .collect::<Result<_>>()?;
        marks.sort_unstable_by_key(|mark| (mark.starts_at, mark.role));
        Ok(marks)
    }
}

impl Write {
    /// What the events of a rota that start inside `window` say, those that are gone too.
    pub async fn event_contents(&mut self, rota: RotaId, window: Span) -> Result<Vec<EventContent>> {
        let rows =
            sqlx::query("SELECT * FROM calendar_event WHERE rota_id = $1 AND starts_at >= $2 AND starts_at < $3")
                .bind(rota.to_string())
                .bind(window.start().seconds())
                .bind(window.end().seconds())
                .fetch_all(self.connection())
                .await?;
        rows.iter()
            .map(|row| {
                let row = Columns::of("calendar_event", row);
                Ok(EventContent {
                    starts_at: row.instant("starts_at")?,
                    role: row.parsed("role")?,
                    content: row.text("content")?,
                })
            })
            .collect()
    }

    /// Keeps what an event says now; an event that was there before counts as changed, at a later second than before.
    pub async fn put_event(&mut self, rota: RotaId, event: &EventContent) -> Result<()> {
        self.touch(Part::Rota(rota));
        let at = self.at();
        sqlx::query(
            "INSERT INTO calendar_event (rota_id, role, starts_at, content, sequence, last_modified)
             VALUES ($1, $2, $3, $4, 0, $5)
             ON CONFLICT (rota_id, role, starts_at) DO UPDATE SET content = excluded.content,
                 sequence = calendar_event.sequence + 1, last_modified =
                     CASE WHEN excluded.last_modified > calendar_event.last_modified
                          THEN excluded.last_modified ELSE calendar_event.last_modified + 1 END",
        )
        .bind(rota.to_string())
        .bind(event.role.key())
        .bind(event.starts_at.seconds())
        .bind(event.content.clone())
        .bind(at.seconds())
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
