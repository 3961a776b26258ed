//! One write: a transaction that holds the organisation's revision.

use super::{Result, Store};
use domain::{Instant, RotaId};
use sqlx::{Any, AnyConnection, Row as _, Transaction};
use std::collections::BTreeSet;

/// A transaction that owns the next revision of the organisation. Dropped without [`Write::commit`], it leaves nothing.
///
/// Taking the revision is its first statement, so writers queue behind one row on both engines: what a writer then
/// reads cannot change under it.
pub struct Write {
    transaction: Transaction<'static, Any>,
    revision: i64,
    at: Instant,
    actor: String,
    audited: i64,
    touched: Touched,
}

/// What a write changed, so that the snapshot is rebuilt just there.
#[derive(Debug, Default, Clone)]
pub struct Touched {
    /// The organisation's settings.
    pub organisation: bool,
    /// People, teams or members.
    pub people: bool,
    /// Services or policies.
    pub services: bool,
    /// API tokens.
    pub tokens: bool,
    /// Calendar feeds.
    pub feeds: bool,
    /// Rotas whose settings or duty changed.
    pub rotas: BTreeSet<RotaId>,
}

impl Store {
    /// Begins a write by `actor` (a person's id, `token …` or `console`) at `at`.
    pub async fn begin(&self, actor: &str, at: Instant) -> Result<Write> {
        let mut transaction = self.writers.begin().await?;
        let revision = sqlx::query("UPDATE organisation SET revision = revision + 1 RETURNING revision")
            .fetch_optional(&mut *transaction)
            .await?
            .map_or(Ok(1), |row| row.try_get(0))?;
        Ok(Write {
            transaction,
            revision,
            at,
            actor: actor.to_owned(),
            audited: 0,
            touched: Touched::default(),
        })
    }
}

impl Write {
    /// The revision every row of this write carries.
    pub fn revision(&self) -> i64 {
        self.revision
    }

    /// When it was begun.
    pub fn at(&self) -> Instant {
        self.at
    }

    /// Who writes.
    pub fn actor(&self) -> &str {
        &self.actor
    }

    /// The connection inside the transaction, for reading what is about to be changed.
    pub fn connection(&mut self) -> &mut AnyConnection {
        &mut self.transaction
    }

    /// Notes what changed.
    pub fn touch(&mut self) -> &mut Touched {
        &mut self.touched
    }

    pub(super) fn next_audit_position(&mut self) -> i64 {
        self.audited += 1;
        self.audited
    }

    /// Makes it durable: once this returns, the write is never lost.
    pub async fn commit(self) -> Result<(i64, Touched)> {
        self.transaction.commit().await?;
        Ok((self.revision, self.touched))
    }
}
