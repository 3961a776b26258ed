//! The pay run: everybody's statements of a period, exceptions first.

use super::super::{Actor, Desk, Reader, Result, pay::DutyFrom, wording};
use super::{
    draw::Ledger,
    page::{amounts, toil_words},
    periods,
    statements::StatementId,
};
use crate::{
    collation,
    snapshot::Snapshot,
    store::{DocumentRecord, PayExportRecord, PayMappingRecord, PayQueryRecord, Write, pay_calendar},
};
use app::{
    AppError,
    payroll::{PayExportRow, PayRun, RunRow},
};
use chrono::NaiveDate;
use domain::{
    PayExportId, PersonId,
    pay::{Document, Money, PayCalendar, Period, StatementState, document_totals},
};
use serde_json::json;
use std::sync::Arc;

/// More than so many times what somebody had the period before is worth a look.
const UNUSUAL_TIMES: i64 = 2;

impl Desk {
    pub(super) async fn run_page(&self, period: &str) -> Result<PayRun> {
        self.may_pay()?;
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let mut connection = self.tandem.store.read().await?;
        let calendar = pay_calendar(&mut connection).await?;
        let today = periods::today(&snapshot, reader.now);
        let period = asked(&calendar, period, today)?;
        let ledger = Ledger::load(&mut connection, &snapshot, &[period], None, DutyFrom::Snapshot).await?;
        let open = PayQueryRecord::open(&mut connection).await?;
        let mut rows: Vec<(Vec<Money>, RunRow)> = ledger
            .people(period)
            .into_iter()
            .filter_map(|person| self.run_row(&snapshot, &ledger, person, period, &open, &reader))
            .collect();
        rows.sort_by_cached_key(|(_, row)| (row.exceptions.is_empty(), collation::key(&row.name)));
        let mut counts = [0; 4];
        for (_, row) in &rows {
            let state = row.state.parse().unwrap_or(StatementState::Draft);
            counts[state as usize] += 1;
        }
        let all = rows.iter().flat_map(|(totals, _)| totals.iter().copied());
        let mut mappings: Vec<String> = PayMappingRecord::all(&mut connection)
            .await?
            .into_iter()
            .map(|saved| saved.name)
            .collect();
        mappings.sort_by_cached_key(|name| collation::key(name));
        let exports = self.export_rows(&mut connection, &snapshot, period, &reader).await?;
        Ok(PayRun {
            period: periods::row(period, today, &reader),
            before: calendar.before(period).map(|it| it.first().to_string()),
            after: calendar
                .after(period)
                .filter(|it| it.first() <= today)
                .map(|it| it.first().to_string()),
            over: today >= period.end(),
            totals: amounts(document_totals(all)),
            counts,
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            exports,
            key: self.tandem.new_id().to_string(),
            mappings,
        })
    }

    fn run_row(
        &self,
        snapshot: &Arc<Snapshot>,
        ledger: &Ledger,
        person: PersonId,
        period: Period,
        open: &[PayQueryRecord],
        reader: &Reader,
    ) -> Option<(Vec<Money>, RunRow)> {
        let record = ledger.record(person, period);
        let state = record.map_or(StatementState::Draft, |record| record.state);
        let kept = ledger.document(person, period);
        let drawn = (!state.is_settled()).then(|| ledger.draw(person, period, reader));
        let document = kept
            .map(|kept| &kept.document)
            .or(drawn.as_ref().map(|drawn| &drawn.document))?;
        let faults = drawn.as_ref().map(|drawn| drawn.faults.as_slice()).unwrap_or_default();
        if record.is_none() && document.is_empty() && faults.is_empty() {
            return None;
        }
        let changed = kept
            .zip(drawn.as_ref())
            .is_some_and(|(kept, drawn)| kept.document != drawn.document);
        let unanswered = open
            .iter()
            .filter(|query| (query.person, query.first) == (person, period.first()))
            .count();
        let before = ledger.calendar.before(period);
        let before = before.and_then(|before| ledger.document(person, before));
        let mut exceptions: Vec<String> = faults.to_vec();
        exceptions.extend(document.unpaid.iter().cloned());
        exceptions.extend(changed.then(|| "Changed since it was submitted".to_owned()));
        exceptions.extend(match unanswered {
            0 => None,
            1 => Some("A question waits for an answer".to_owned()),
            many => Some(format!("{many} questions wait for an answer")),
        });
        exceptions.extend(rest_words(document));
        exceptions.extend(unusual(document, before.map(|before| &before.document)));
        exceptions.extend(drawn.iter().flat_map(|drawn| drawn.warnings.iter().cloned()));
        exceptions.dedup();
        let totals = document.totals();
        let own = self.is_own_pay(snapshot, person);
        Some((
            totals.clone(),
            RunRow {
                id: StatementId::of(person, period).to_string(),
                person: person.to_string(),
                name: snapshot.directory().name(person).to_owned(),
                state: state.key().to_owned(),
                totals: amounts(totals),
                toil: toil_words(document.toil_seconds()),
                adjusts: document.made_good.iter().any(|good| !good.adjustments.is_empty()),
                exceptions,
                may_approve: state == StatementState::Submitted && !own && !changed && unanswered == 0,
            },
        ))
    }

    async fn export_rows(
        &self,
        connection: &mut crate::store::Connection,
        snapshot: &Snapshot,
        period: Period,
        reader: &Reader,
    ) -> Result<Vec<PayExportRow>> {
        let mut rows = Vec::new();
        for export in PayExportRecord::of(connection, period.first()).await? {
            let documents = DocumentRecord::of_export(connection, export.id).await?;
            let zone = self.own_zone(snapshot);
            let all = documents.iter().flat_map(|it| it.document.totals());
            rows.push(PayExportRow {
                id: export.id.to_string(),
                made: format!(
                    "{}, {}",
                    Actor::describe(&export.made_by, snapshot),
                    wording::said(export.made_at, &zone, reader)
                ),
                statements: documents.len(),
                totals: amounts(document_totals(all)),
            });
        }
        Ok(rows)
    }

    /// Submits every draft of a period that can be worked out and says something; answers how many.
    pub(super) async fn write_submissions(&self, period: &str) -> Result<usize> {
        self.may_pay()?;
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let mut write = self.begin().await?;
        let calendar = pay_calendar(write.connection()).await?;
        let today = periods::today(&snapshot, write.at());
        let period = asked(&calendar, period, today)?;
        if today < period.end() {
            return Err(AppError::refused(
                "period-not-over",
                format!("The period runs until {}: submit it after that.", periods::last(period)),
            ));
        }
        let ledger = Ledger::load(write.connection(), &snapshot, &[period], None, DutyFrom::Database).await?;
        let mut many = 0;
        for person in ledger.people(period) {
            let state = ledger.record(person, period).map(|record| record.state);
            if !matches!(state, None | Some(StatementState::Draft)) {
                continue;
            }
            let drawn = ledger.draw(person, period, &reader);
            if !drawn.faults.is_empty() || drawn.document.is_empty() {
                continue;
            }
            self.submit_drawn(&mut write, person, period, &drawn).await?;
            many += 1;
        }
        if many > 0 {
            self.tandem.commit(write).await?;
        }
        Ok(many)
    }

    /// Hands what is approved of a period to payroll, in one write, and answers the export's id.
    pub(super) async fn write_export(&self, period: &str, key: &str) -> Result<String> {
        self.may_pay()?;
        let snapshot = self.tandem.snapshot();
        let id = match key.trim() {
            "" => PayExportId::from_uuid(self.tandem.new_id()),
            key => key
                .parse()
                .map_err(|_| AppError::field("key", format!("‘{key}’ is not a UUID.")))?,
        };
        let mut write = self.begin().await?;
        if PayExportRecord::find(write.connection(), id).await?.is_some() {
            // Sent twice: it is made.
            return Ok(id.to_string());
        }
        let calendar = pay_calendar(write.connection()).await?;
        let period = asked(&calendar, period, periods::today(&snapshot, write.at()))?;
        let approved = approved(&mut write, period).await?;
        if approved.is_empty() {
            return Err(AppError::refused(
                "nothing-approved",
                "No statement of this period is approved and not yet with payroll: approve some first.",
            ));
        }
        let export = PayExportRecord {
            id,
            period,
            made_by: self.actor.key(),
            made_at: write.at(),
        };
        let documents: Vec<_> = approved.iter().map(|document| document.id).collect();
        write.insert_pay_export(&export, &documents).await?;
        for document in &approved {
            write
                .move_statement(
                    document.person,
                    document.period,
                    StatementState::Exported,
                    Some(document.id),
                    "",
                )
                .await?;
        }
        let totals = document_totals(approved.iter().flat_map(|it| it.document.totals()));
        let totals: Vec<String> = totals.iter().map(ToString::to_string).collect();
        let detail = json!({ "period": period.first(), "statements": approved.len(), "totals": totals });
        write.audit("pay.exported", &format!("export {id}"), detail).await?;
        self.tandem.commit(write).await?;
        Ok(id.to_string())
    }
}

/// The documents of a period's statements that are approved and not yet exported.
async fn approved(write: &mut Write, period: Period) -> Result<Vec<DocumentRecord>> {
    let records = crate::store::StatementRecord::all(write.connection()).await?;
    let mut found = Vec::new();
    for record in records {
        let ours = record.period.first() == period.first() && record.state == StatementState::Approved;
        let Some(id) = record.document.filter(|_| ours) else {
            continue;
        };
        found.extend(DocumentRecord::find(write.connection(), id).await?);
    }
    Ok(found)
}

/// The period that begins on the date asked for; the one that ended last, if none is.
pub(super) fn asked(calendar: &PayCalendar, text: &str, today: NaiveDate) -> Result<Period> {
    if text.trim().is_empty() {
        let present = periods::present(calendar, today)?;
        return Ok(calendar.before(present).unwrap_or(present));
    }
    let first = wording::day(text).map_err(|words| AppError::field("period", words))?;
    let period = calendar.period_of(first).filter(|period| period.first() == first);
    period.ok_or_else(|| AppError::field("period", format!("No pay period begins on {first}.")))
}

fn rest_words(document: &Document) -> Option<String> {
    let owed: i64 = document.rest_owed().map(|rest| rest.owed_seconds).sum();
    (owed > 0).then(|| format!("{} of rest are owed", domain::pay::duration(owed)))
}

/// That it is far more than the period before.
fn unusual(document: &Document, before: Option<&Document>) -> Option<String> {
    let before = before?.totals();
    let far = document.totals().into_iter().find(|now| {
        let then = before.iter().find(|then| then.currency == now.currency);
        then.is_some_and(|then| then.minor > 0 && now.minor > then.minor.saturating_mul(UNUSUAL_TIMES))
    })?;
    Some(format!("{far} is more than twice the period before"))
}
