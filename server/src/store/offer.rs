//! Offers of duty, with where they stand.

use super::{
    Result, Store, Write,
    change::rows_of,
    codec::{Columns, text_of},
};
use domain::{
    CoverId, Instant, OfferId, PersonId, RotaId, Span, TeamId,
    offer::{Offer, State, Stretch, Terms, To},
};
use sqlx::{AnyConnection, any::AnyRow};
use std::collections::{BTreeMap, BTreeSet};

/// An offer with its story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferRecord {
    /// Identity.
    pub id: OfferId,
    /// What is offered, and where that stands.
    pub offer: Offer,
    /// A word to those it goes to; may be empty.
    pub note: String,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made_at: Instant,
    /// Revision that made it.
    pub made_revision: i64,
    /// Who brought it where it stands.
    pub changed_by: String,
    /// When.
    pub changed_at: Instant,
}

const WITH_STATE: &str =
    "SELECT offer.*, offer_state.state, offer_state.taker_id, offer_state.changed_by, offer_state.changed_at
     FROM offer JOIN offer_state ON offer_state.offer_id = offer.id AND offer_state.to_revision IS NULL";

impl OfferRecord {
    /// One offer, ended or not.
    pub async fn find(connection: &mut AnyConnection, id: OfferId) -> Result<Option<Self>> {
        let statement = sqlx::AssertSqlSafe(format!("{WITH_STATE} WHERE offer.id = $1"));
        let rows = sqlx::query(statement)
            .bind(id.to_string())
            .fetch_all(&mut *connection)
            .await?;
        Ok(Self::from_rows(connection, &rows).await?.pop())
    }

    /// Those that are not known to have ended, the first to begin first.
    pub async fn pending(connection: &mut AnyConnection) -> Result<Vec<Self>> {
        let statement = sqlx::AssertSqlSafe(format!(
            "{WITH_STATE} WHERE offer_state.state IN ('open', 'accepted') ORDER BY offer.starts_at, offer.id"
        ));
        let rows = sqlx::query(statement).fetch_all(&mut *connection).await?;
        Self::from_rows(connection, &rows).await
    }

    /// Those of them about duty of a rota that overlaps `window`: what is offered, or what is wanted for it.
    pub async fn pending_about(connection: &mut AnyConnection, rota: RotaId, window: Span) -> Result<Vec<Self>> {
        let statement = sqlx::AssertSqlSafe(format!(
            "{WITH_STATE} WHERE offer_state.state IN ('open', 'accepted')
                 AND ((offer.rota_id = $1 AND offer.ends_at > $2 AND offer.starts_at < $3)
                     OR (offer.wanted_rota_id = $1 AND offer.wanted_ends_at > $2 AND offer.wanted_starts_at < $3))
             ORDER BY offer.starts_at, offer.id"
        ));
        let rows = sqlx::query(statement)
            .bind(rota.to_string())
            .bind(window.start().seconds())
            .bind(window.end().seconds())
            .fetch_all(&mut *connection)
            .await?;
        Self::from_rows(connection, &rows).await
    }

    /// Those that ended since an instant and that somebody made, got by name or took; the latest first.
    pub async fn ended_of(connection: &mut AnyConnection, person: PersonId, since: Instant) -> Result<Vec<Self>> {
        let statement = sqlx::AssertSqlSafe(format!(
            "{WITH_STATE} WHERE offer_state.state NOT IN ('open', 'accepted') AND offer_state.changed_at >= $2
                 AND (offer.giver_id = $1 OR offer_state.taker_id = $1
                     OR EXISTS (SELECT 1 FROM offer_person WHERE offer_person.offer_id = offer.id AND offer_person.person_id = $1))
             ORDER BY offer_state.changed_at DESC, offer.id"
        ));
        let query = sqlx::query(statement).bind(person.to_string()).bind(since.seconds());
        let rows = query.fetch_all(&mut *connection).await?;
        Self::from_rows(connection, &rows).await
    }

    async fn from_rows(connection: &mut AnyConnection, rows: &[AnyRow]) -> Result<Vec<Self>> {
        let ids = rows.iter().map(|row| Columns::of("offer", row).parsed::<OfferId>("id"));
        let ids: Vec<OfferId> = ids.collect::<Result<_>>()?;
        let mut people: BTreeMap<OfferId, BTreeSet<PersonId>> = BTreeMap::new();
        for row in rows_of(connection, "SELECT * FROM offer_person WHERE offer_id", &ids).await? {
            let row = Columns::of("offer_person", &row);
            people
                .entry(row.parsed("offer_id")?)
                .or_default()
                .insert(row.parsed("person_id")?);
        }
        let mut answers: BTreeMap<(OfferId, PersonId), (i64, bool)> = BTreeMap::new();
        for row in rows_of(connection, "SELECT * FROM offer_answer WHERE offer_id", &ids).await? {
            let row = Columns::of("offer_answer", &row);
            let answer = (row.number("revision")?, row.text("answer")? == "declined");
            let latest = answers
                .entry((row.parsed("offer_id")?, row.parsed("person_id")?))
                .or_insert(answer);
            *latest = (*latest).max(answer);
        }
        let records = rows.iter().zip(ids).map(|(row, id)| {
            let declined = answers.range((id, PersonId::from_uuid(uuid::Uuid::nil()))..);
            let declined = declined
                .take_while(|((of, _), _)| *of == id)
                .filter(|(_, (_, declined))| *declined);
            let declined = declined.map(|((_, person), _)| *person).collect();
            Self::from_row(row, id, people.remove(&id).unwrap_or_default(), declined)
        });
        records.collect()
    }

    fn from_row(row: &AnyRow, id: OfferId, people: BTreeSet<PersonId>, declined: BTreeSet<PersonId>) -> Result<Self> {
        let row = Columns::of("offer", row);
        let taker = row.parsed_option("taker_id")?;
        let state = row.text("state")?;
        let state = State::of(&state, taker).ok_or_else(|| row.bad("state", format!("‘{state}’")))?;
        let given = Stretch {
            rota: row.parsed("rota_id")?,
            role: row.parsed("role")?,
            span: row.span()?,
        };
        let terms = Terms {
            giver: row.parsed("giver_id")?,
            given,
            wanted: wanted(&row)?,
            to: if row.flag("anyone")? {
                To::Anyone
            } else {
                To::People(people)
            },
            until: row.instant("open_until")?,
            needs_approval: row.flag("needs_approval")?,
        };
        Ok(Self {
            id,
            offer: Offer { terms, declined, state },
            note: row.text("note")?,
            made_by: row.text("made_by")?,
            made_at: row.instant("made_at")?,
            made_revision: row.number("from_revision")?,
            changed_by: row.text("changed_by")?,
            changed_at: row.instant("changed_at")?,
        })
    }
}

fn wanted(row: &Columns<'_>) -> Result<Option<Stretch>> {
    let Some(rota) = row.parsed_option::<RotaId>("wanted_rota_id")? else {
        return Ok(None);
    };
    let span = Span::new(row.instant("wanted_starts_at")?, row.instant("wanted_ends_at")?);
    Ok(Some(Stretch {
        rota,
        role: row.parsed("wanted_role")?,
        span: span.map_err(|error| row.bad("wanted_ends_at", error))?,
    }))
}

/// Whether a manager of the team has to approve what is accepted.
pub async fn offers_need_approval(connection: &mut AnyConnection, team: TeamId) -> Result<bool> {
    let row = sqlx::query("SELECT offers_need_approval FROM team WHERE id = $1")
        .bind(team.to_string())
        .fetch_optional(connection)
        .await?;
    row.map_or(Ok(false), |row| Columns::of("team", &row).flag("offers_need_approval"))
}

impl Store {
    /// Whether an offer that is not known to have ended is over at `now`.
    pub async fn has_expired_offers(&self, now: Instant) -> Result<bool> {
        let pending = OfferRecord::pending(&mut *self.read().await?).await?;
        Ok(pending.iter().any(|record| record.offer.expired(now).is_some()))
    }
}

impl Write {
    /// Keeps a new offer, open.
    pub async fn insert_offer(&mut self, record: &OfferRecord) -> Result<()> {
        let (revision, terms) = (self.revision(), &record.offer.terms);
        sqlx::query(
            "INSERT INTO offer (id, rota_id, role, starts_at, ends_at, giver_id, wanted_rota_id, wanted_role, wanted_starts_at,
                 wanted_ends_at, anyone, open_until, needs_approval, note, made_by, made_at, from_revision)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
        )
        .bind(record.id.to_string())
        .bind(terms.given.rota.to_string())
        .bind(terms.given.role.key())
        .bind(terms.given.span.start().seconds())
        .bind(terms.given.span.end().seconds())
        .bind(terms.giver.to_string())
        .bind(text_of(terms.wanted.map(|wanted| wanted.rota)))
        .bind(terms.wanted.map(|wanted| wanted.role.key()))
        .bind(terms.wanted.map(|wanted| wanted.span.start().seconds()))
        .bind(terms.wanted.map(|wanted| wanted.span.end().seconds()))
        .bind(i64::from(terms.to == To::Anyone))
        .bind(terms.until.seconds())
        .bind(i64::from(terms.needs_approval))
        .bind(record.note.clone())
        .bind(record.made_by.clone())
        .bind(record.made_at.seconds())
        .bind(revision)
        .execute(self.connection())
        .await?;
        if let To::People(people) = &terms.to {
            for person in people {
                sqlx::query("INSERT INTO offer_person (offer_id, person_id) VALUES ($1, $2)")
                    .bind(record.id.to_string())
                    .bind(person.to_string())
                    .execute(self.connection())
                    .await?;
            }
        }
        self.insert_offer_state(record.id, &record.offer.state).await
    }

    /// Brings an offer into another state.
    pub async fn move_offer(&mut self, id: OfferId, state: &State) -> Result<()> {
        let revision = self.revision();
        sqlx::query("UPDATE offer_state SET to_revision = $2 WHERE offer_id = $1 AND to_revision IS NULL")
            .bind(id.to_string())
            .bind(revision)
            .execute(self.connection())
            .await?;
        self.insert_offer_state(id, state).await
    }

    async fn insert_offer_state(&mut self, id: OfferId, state: &State) -> Result<()> {
        let (revision, actor, at) = (self.revision(), self.actor().to_owned(), self.at());
        sqlx::query(
            "INSERT INTO offer_state (offer_id, from_revision, state, taker_id, changed_by, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(id.to_string())
        .bind(revision)
        .bind(state.key())
        .bind(text_of(state.taker()))
        .bind(actor)
        .bind(at.seconds())
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Adds somebody's answer.
    pub async fn answer_offer(&mut self, id: OfferId, person: PersonId, accepted: bool) -> Result<()> {
        let (revision, at) = (self.revision(), self.at());
        sqlx::query("INSERT INTO offer_answer (offer_id, person_id, revision, answer, at) VALUES ($1, $2, $3, $4, $5)")
            .bind(id.to_string())
            .bind(person.to_string())
            .bind(revision)
            .bind(if accepted { "accepted" } else { "declined" })
            .bind(at.seconds())
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Notes a cover by which an offer was applied.
    pub async fn note_offer_cover(&mut self, id: OfferId, cover: CoverId) -> Result<()> {
        sqlx::query("INSERT INTO offer_cover (offer_id, cover_id) VALUES ($1, $2)")
            .bind(id.to_string())
            .bind(cover.to_string())
            .execute(self.connection())
            .await?;
        Ok(())
    }

    /// Says whether a manager of the team has to approve what is accepted.
    pub async fn set_offers_need_approval(&mut self, team: TeamId, needs: bool) -> Result<()> {
        sqlx::query("UPDATE team SET offers_need_approval = $2 WHERE id = $1")
            .bind(team.to_string())
            .bind(i64::from(needs))
            .execute(self.connection())
            .await?;
        Ok(())
    }
}
