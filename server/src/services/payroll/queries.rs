//! Questions about lines of a statement: whoever is paid asks, those who prepare pay answer.

use super::super::{Desk, Faults, Result, notices::PayNews, pay::DutyFrom};
use super::{page::line_key, statements::StatementId};
use crate::{
    snapshot::Snapshot,
    store::{PayQueryRecord, StatementRecord, pay_calendar},
};
use app::{AppError, payroll::PayQueryForm};
use domain::{PayQueryId, pay::Document};
use serde_json::json;
use std::sync::Arc;

/// The longest question or answer.
const CHARACTERS: usize = 500;
/// The most questions about one statement.
const MOST: usize = 50;

impl Desk {
    /// Keeps a question about a line of the actor's own statement; answers its id.
    pub(super) async fn write_query(&self, id: &str, form: &PayQueryForm) -> Result<String> {
        let snapshot = self.tandem.snapshot();
        let id = self.may_ask(&snapshot, id)?;
        let question = text("question", &form.question)?;
        let mut write = self.begin().await?;
        let (ledger, period) = self
            .ledger_of(write.connection(), &snapshot, id, DutyFrom::Database)
            .await?;
        let kept = ledger.document(id.person, period).map(|kept| kept.document.clone());
        let document = match kept {
            Some(document) => document,
            None => ledger.draw(id.person, period, &self.reader(&snapshot)).document,
        };
        let words = words_of(&document, &form.line).ok_or_else(|| {
            AppError::field(
                "line",
                "This line is not on the statement any more: load the page again.",
            )
        })?;
        let asked = PayQueryRecord::of(write.connection(), id.person, id.first).await?;
        let same = |known: &&PayQueryRecord| known.line == form.line && known.question == question;
        if let Some(known) = asked.iter().find(same) {
            // Sent twice.
            return Ok(known.id.to_string());
        }
        if asked.len() >= MOST {
            return Err(AppError::field(
                "question",
                format!("There are {MOST} questions about this statement already: talk to those who prepare pay."),
            ));
        }
        let record = PayQueryRecord {
            id: PayQueryId::from_uuid(self.tandem.new_id()),
            person: id.person,
            first: id.first,
            line: form.line.clone(),
            line_words: words,
            question,
            asked_by: self.actor.key(),
            asked_at: write.at(),
            answer: None,
        };
        write.insert_pay_query(&record).await?;
        let detail =
            json!({ "person": id.person, "period": id.first, "line": record.line_words, "question": record.question });
        write
            .audit("statement.queried", &format!("statement {id}"), detail)
            .await?;
        let news = PayNews::Asked {
            line: record.line_words.clone(),
            question: record.question.clone(),
        };
        self.tandem
            .tell_those_who_pay(&mut write, id.person, period, news)
            .await?;
        self.tandem.commit(write).await?;
        Ok(record.id.to_string())
    }

    /// Whoever is paid, unless they only read; machines that may see pay ask for them.
    fn may_ask(&self, snapshot: &Arc<Snapshot>, id: &str) -> Result<StatementId> {
        let id = self.statement_for(snapshot, id)?;
        let own = self.actor.person() == Some(id.person) && !self.only_reads();
        if own || matches!(self.actor, super::super::Actor::Token { .. }) {
            return Ok(id);
        }
        Err(AppError::Forbidden(format!(
            "Only {} asks about this statement.",
            snapshot.directory().name_in_words(id.person)
        )))
    }

    pub(super) async fn write_answer_to_query(&self, query: &str, answer: &str) -> Result<()> {
        self.may_pay()?;
        let unknown = || AppError::NotFound("There is no such question.".to_owned());
        let id: PayQueryId = query.parse().map_err(|_| unknown())?;
        let answer = text("answer", answer)?;
        let mut write = self.begin().await?;
        let record = PayQueryRecord::find(write.connection(), id)
            .await?
            .ok_or_else(unknown)?;
        if let Some((known, ..)) = &record.answer {
            if *known == answer {
                return Ok(());
            }
            return Err(AppError::refused(
                "query-answered",
                format!("It was answered already: “{known}”."),
            ));
        }
        write.answer_pay_query(id, &answer).await?;
        let statement = StatementId {
            first: record.first,
            person: record.person,
        };
        let detail =
            json!({ "person": record.person, "period": record.first, "question": record.question, "answer": answer });
        write
            .audit("statement.query_answered", &format!("statement {statement}"), detail)
            .await?;
        let calendar = pay_calendar(write.connection()).await?;
        let known = StatementRecord::of(write.connection(), record.person).await?;
        let known = known.iter().map(|it| it.period).find(|it| it.first() == record.first);
        if let Some(period) = known.or_else(|| calendar.period_of(record.first)) {
            let news = PayNews::Answered {
                question: record.question.clone(),
                answer,
            };
            self.tandem.tell_of_pay(&mut write, record.person, period, news).await?;
        }
        self.tandem.commit(write).await?;
        Ok(())
    }
}

fn text(field: &str, text: &str) -> Result<String> {
    let text = text.trim();
    let mut faults = Faults::default();
    match text.chars().count() {
        0 => faults.note(field, "Write something."),
        many if many > CHARACTERS => faults.note(field, format!("{many} characters: use at most {CHARACTERS}.")),
        _ => {}
    }
    faults.check()?;
    Ok(text.to_owned())
}

/// What the line with this key says, or the adjustment about it.
fn words_of(document: &Document, key: &str) -> Option<String> {
    let lines = document.parts.iter().flat_map(|part| &part.statement.lines);
    let line = lines.filter(|line| line_key(line) == key).map(|line| line.why.clone());
    let good = document.made_good.iter().flat_map(|good| &good.adjustments);
    let good = good.filter(|adjustment| {
        let line = adjustment.is.as_ref().or(adjustment.was.as_ref());
        line.is_some_and(|line| line_key(line) == key)
    });
    line.chain(good.map(|adjustment| adjustment.why.clone())).next()
}
