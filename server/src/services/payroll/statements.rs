//! Statements: drawn up, submitted, approved, reopened.

use super::super::{Desk, Faults, Result, directory::known_person, notices::PayNews, pay::DutyFrom};
use super::{
    draw::{Drawn, Ledger},
    refusals,
};
use crate::{
    snapshot::Snapshot,
    store::{Connection, DocumentRecord, PayQueryRecord, StatementRecord, Write, pay_calendar},
};
use app::AppError;
use chrono::NaiveDate;
use domain::{
    PayDocumentId, PersonId,
    pay::{Approval, Period, StatementState},
};
use serde_json::json;
use std::sync::Arc;

/// The longest reason.
const REASON_CHARACTERS: usize = 500;
/// The most statements that are approved at once.
const MOST_AT_ONCE: usize = 2_000;

/// Which statement: the first date of its period, and whose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct StatementId {
    pub first: NaiveDate,
    pub person: PersonId,
}

impl StatementId {
    /// Reads an id: `2026-11-01.6f1f0a0e-…`.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let unknown = || AppError::NotFound(format!("There is no statement ‘{text}’."));
        let (first, person) = text.split_once('.').ok_or_else(unknown)?;
        Ok(Self {
            first: super::super::wording::day(first).map_err(|_| unknown())?,
            person: person.parse().map_err(|_| unknown())?,
        })
    }

    pub(super) fn of(person: PersonId, period: Period) -> Self {
        Self {
            first: period.first(),
            person,
        }
    }
}

impl std::fmt::Display for StatementId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.first, self.person)
    }
}

impl Desk {
    /// Which statement an id is of, for somebody who may see it: whoever is paid, and those who prepare pay.
    pub(super) fn statement_for(&self, snapshot: &Snapshot, id: &str) -> Result<StatementId> {
        let parsed = StatementId::parse(id);
        if !parsed.as_ref().is_ok_and(|id| self.actor.person() == Some(id.person)) {
            self.may_pay()?;
        }
        let parsed = parsed?;
        known_person(snapshot, &parsed.person.to_string())?;
        Ok(parsed)
    }

    /// Everything for the statement of an id, and its period.
    pub(super) async fn ledger_of(
        &self,
        connection: &mut Connection,
        snapshot: &Arc<Snapshot>,
        id: StatementId,
        from: DutyFrom,
    ) -> Result<(Ledger, Period)> {
        let periods = periods_of(connection, &[id]).await?;
        let period = *periods.first().ok_or_else(|| no_period(id))?;
        let ledger = Ledger::load(connection, snapshot, &periods, Some(id.person), from).await?;
        Ok((ledger, period))
    }

    pub(super) async fn write_submission(&self, id: &str) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let id = self.statement_for(&snapshot, id)?;
        if self.only_reads() {
            self.may_pay()?;
        }
        let mut write = self.begin().await?;
        let (ledger, period) = self
            .ledger_of(write.connection(), &snapshot, id, DutyFrom::Database)
            .await?;
        let record = ledger.record(id.person, period);
        let state = record.map_or(StatementState::Draft, |record| record.state);
        let over = super::periods::today(&snapshot, write.at()) >= period.end();
        let next = state
            .submit(over)
            .map_err(|refusal| refusals::words(refusal, &snapshot, id.person, period))?;
        let drawn = ledger.draw(id.person, period, &self.reader(&snapshot));
        if !drawn.faults.is_empty() {
            return Err(refusals::faults(&snapshot, id.person, &drawn.faults));
        }
        let kept = ledger.document(id.person, period);
        if state == next && kept.is_some_and(|kept| kept.document == drawn.document) {
            // Sent twice: it is submitted as it is.
            return Ok(());
        }
        self.submit_drawn(&mut write, id.person, period, &drawn).await?;
        self.tandem.commit(write).await?;
        Ok(())
    }

    /// Keeps a statement as it was drawn up, and submits it.
    pub(super) async fn submit_drawn(
        &self,
        write: &mut Write,
        person: PersonId,
        period: Period,
        drawn: &Drawn,
    ) -> Result<()> {
        let record = DocumentRecord {
            id: PayDocumentId::from_uuid(self.tandem.new_id()),
            person,
            period,
            document: drawn.document.clone(),
            made_by: self.actor.key(),
            made_at: write.at(),
        };
        write.insert_document(&record).await?;
        write
            .move_statement(person, period, StatementState::Submitted, Some(record.id), "")
            .await?;
        let id = StatementId::of(person, period);
        let totals: Vec<String> = drawn.document.totals().iter().map(ToString::to_string).collect();
        let detail = json!({ "person": person, "period": id.first, "totals": totals, "document": record.id });
        Ok(write
            .audit("statement.submitted", &format!("statement {id}"), detail)
            .await?)
    }

    /// Approves statements, all in one write: when one is refused, none is approved.
    pub(super) async fn write_approval(&self, ids: &[String]) -> Result<()> {
        self.may_pay()?;
        let snapshot = self.tandem.snapshot();
        let mut ids: Vec<StatementId> = ids
            .iter()
            .filter(|id| !id.trim().is_empty())
            .map(|id| StatementId::parse(id).map_err(|error| AppError::field("ids", error.to_string())))
            .collect::<Result<_>>()?;
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return Err(AppError::field("ids", "Choose at least one statement."));
        }
        if ids.len() > MOST_AT_ONCE {
            return Err(AppError::field(
                "ids",
                format!("{} statements: approve at most {MOST_AT_ONCE} at once.", ids.len()),
            ));
        }
        let mut write = self.begin().await?;
        let periods = periods_of(write.connection(), &ids)
            .await
            .map_err(|error| match error {
                AppError::NotFound(words) => AppError::field("ids", words),
                other => other,
            })?;
        let one = ids.iter().all(|id| id.person == ids[0].person).then(|| ids[0].person);
        let mut ledger = Ledger::load(write.connection(), &snapshot, &periods, one, DutyFrom::Database).await?;
        let open = PayQueryRecord::open(write.connection()).await?;
        let mut refused = Vec::new();
        let mut changed = 0;
        for id in &ids {
            match self.approve(&mut write, &snapshot, &mut ledger, &open, *id).await? {
                Ok(done) => changed += usize::from(done),
                Err(refusal) => refused.push(refusal),
            }
        }
        if !refused.is_empty() {
            return Err(refusals::all(refused));
        }
        if changed > 0 {
            self.tandem.commit(write).await?;
        }
        Ok(())
    }

    /// Approves one; false when it was approved before.
    async fn approve(
        &self,
        write: &mut Write,
        snapshot: &Arc<Snapshot>,
        ledger: &mut Ledger,
        open: &[PayQueryRecord],
        id: StatementId,
    ) -> Result<std::result::Result<bool, AppError>> {
        let period = ledger.period_from(id.person, id.first).ok_or_else(|| no_period(id))?;
        let record = ledger.record(id.person, period).cloned();
        let state = record.as_ref().map_or(StatementState::Draft, |record| record.state);
        let kept = ledger.document(id.person, period).cloned();
        let drawn = ledger.draw(id.person, period, &self.reader(snapshot));
        let mine = |query: &&PayQueryRecord| (query.person, query.first) == (id.person, id.first);
        let approval = Approval {
            own: self.is_own_pay(snapshot, id.person),
            unanswered: open.iter().filter(mine).count(),
            unchanged: kept.as_ref().is_some_and(|kept| kept.document == drawn.document),
        };
        let next = match state.approve(approval) {
            Ok(next) if next == state => return Ok(Ok(false)),
            Ok(next) => next,
            Err(refusal) => return Ok(Err(refusals::words(refusal, snapshot, id.person, period))),
        };
        let document = kept.map(|kept| kept.id);
        write.move_statement(id.person, period, next, document, "").await?;
        for (card, version) in &drawn.versions {
            write.use_rate_card_version(*card, *version).await?;
        }
        let detail = json!({ "person": id.person, "period": id.first, "document": document });
        write
            .audit("statement.approved", &format!("statement {id}"), detail)
            .await?;
        self.tandem
            .tell_of_pay(write, id.person, period, PayNews::Approved)
            .await?;
        ledger.settle(id.person, period);
        Ok(Ok(true))
    }

    /// Whether pay is the actor's own, or that of whoever made the token that acts.
    pub(super) fn is_own_pay(&self, snapshot: &Snapshot, person: PersonId) -> bool {
        match &self.actor {
            super::super::Actor::Token { id, .. } => snapshot
                .tokens()
                .any(|token| token.id == *id && token.created_by == person),
            actor => actor.person() == Some(person),
        }
    }

    pub(super) async fn write_reopening(&self, id: &str, reason: &str) -> Result<()> {
        self.may_administer()?;
        let snapshot = self.tandem.snapshot();
        let id = self.statement_for(&snapshot, id)?;
        let reason = reason.trim();
        let mut faults = Faults::default();
        match reason.chars().count() {
            0 => faults.note("reason", "Say why it is reopened: it is kept."),
            many if many > REASON_CHARACTERS => faults.note(
                "reason",
                format!("{many} characters: a reason has at most {REASON_CHARACTERS}."),
            ),
            _ => {}
        }
        faults.check()?;
        let mut write = self.begin().await?;
        let records = StatementRecord::of(write.connection(), id.person).await?;
        let record = records.iter().find(|record| record.period.first() == id.first);
        let period = record.map(|record| record.period).ok_or_else(|| no_period(id))?;
        let state = record.map_or(StatementState::Draft, |record| record.state);
        let later = records
            .iter()
            .find(|other| other.period > period && other.state.is_settled());
        let next = state
            .reopen(later.map(|other| other.period))
            .map_err(|refusal| refusals::words(refusal, &snapshot, id.person, period))?;
        write.move_statement(id.person, period, next, None, reason).await?;
        let detail = json!({ "person": id.person, "period": id.first, "was": state.key(), "reason": reason });
        write
            .audit("statement.reopened", &format!("statement {id}"), detail)
            .await?;
        let news = PayNews::Reopened {
            reason: reason.to_owned(),
        };
        self.tandem.tell_of_pay(&mut write, id.person, period, news).await?;
        self.tandem.commit(write).await?;
        Ok(())
    }
}

pub(super) fn no_period(id: StatementId) -> AppError {
    AppError::NotFound(format!("No pay period begins on {}.", id.first))
}

/// The periods of statements: as they were submitted, or by the calendar.
async fn periods_of(connection: &mut Connection, ids: &[StatementId]) -> Result<Vec<Period>> {
    let calendar = pay_calendar(connection).await?;
    let mut periods = Vec::new();
    for id in ids {
        let records = StatementRecord::of(connection, id.person).await?;
        let known = records
            .iter()
            .map(|record| record.period)
            .find(|it| it.first() == id.first);
        let by_calendar = || calendar.period_of(id.first).filter(|it| it.first() == id.first);
        periods.push(known.or_else(by_calendar).ok_or_else(|| no_period(*id))?);
    }
    periods.sort_unstable();
    periods.dedup();
    Ok(periods)
}
