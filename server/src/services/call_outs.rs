//! Call-outs: entered by those who were called, and for them by those who manage their team or prepare pay.

mod read;
mod words;

use super::{Desk, Result};
use crate::{
    snapshot::Snapshot,
    store::{CallOutRecord, StatementRecord, Write, duty_elsewhere},
};
use app::{
    AppError,
    call_outs::{CallOutForm, CallOutsPage},
};
use async_trait::async_trait;
use domain::{
    CallOutId, Instant, PersonId, RotaId, Span,
    pay::{check_call_out, on_duty},
};
use serde_json::json;

/// How far back call-outs are listed, and rotas to choose from are looked for.
const LISTED_SECONDS: i64 = 92 * 86_400;

#[async_trait]
impl app::call_outs::Port for Desk {
    async fn call_outs(&self, person: String) -> Result<CallOutsPage> {
        let snapshot = self.tandem.snapshot();
        let person = self.whose_pay(&snapshot, &person)?;
        self.call_outs_page(&snapshot, person).await
    }

    async fn enter_call_out(&self, form: CallOutForm) -> Result<String> {
        let desk = self.clone();
        self.to_the_end(async move { desk.write_call_out(&form).await }).await
    }

    async fn change_call_out(&self, id: String, form: CallOutForm) -> Result<()> {
        let desk = self.clone();
        self.to_the_end(async move { desk.rewrite_call_out(&id, &form).await })
            .await
    }

    async fn finish_call_out(&self, id: String) -> Result<()> {
        let desk = self.clone();
        self.to_the_end(async move { desk.write_call_out_end(&id).await }).await
    }

    async fn withdraw_call_out(&self, id: String) -> Result<()> {
        let desk = self.clone();
        self.to_the_end(async move { desk.withdraw_entered_call_out(&id).await })
            .await
    }
}

impl Desk {
    async fn write_call_out(&self, form: &CallOutForm) -> Result<String> {
        let snapshot = self.tandem.snapshot();
        let person = self.whose_pay(&snapshot, &form.person)?;
        self.may_enter_pay(&snapshot, person)?;
        let entry = read::entry(form, &snapshot, person, self.tandem.now())?;
        let mut write = self.begin().await?;
        if let Some(known) = self.call_out_sent_before(&mut write, person, &entry).await? {
            return Ok(known.to_string());
        }
        let record = CallOutRecord {
            id: entry.key.unwrap_or_else(|| CallOutId::from_uuid(self.tandem.new_id())),
            person,
            rota: entry.rota,
            start: entry.start,
            end: entry.end,
            place: entry.place,
            reason: entry.reason,
            entered_by: self.actor.key(),
            entered_at: write.at(),
        };
        check(&mut write, &snapshot, &record).await?;
        write.put_call_out(&record).await?;
        write
            .audit("call_out.entered", &subject(record.id), detail(&record))
            .await?;
        self.tell_late(&mut write, &snapshot, &record).await?;
        self.tandem.commit(write).await?;
        Ok(record.id.to_string())
    }

    /// The call-out that a form has made before, when it was sent twice: then nothing is to do.
    async fn call_out_sent_before(
        &self,
        write: &mut Write,
        person: PersonId,
        entry: &read::Entry,
    ) -> Result<Option<CallOutId>> {
        let Some(key) = entry.key else { return Ok(None) };
        match CallOutRecord::find(write.connection(), key).await? {
            Some(known) if known.person == person => Ok(Some(key)),
            Some(_) => Err(AppError::field(
                "key",
                format!("‘{key}’ is the id of another call-out."),
            )),
            None if CallOutRecord::is_known(write.connection(), key).await? => Err(AppError::refused(
                "withdrawn",
                "This call-out was entered before and has been withdrawn: load the page again to enter it anew.",
            )),
            None => Ok(None),
        }
    }

    async fn rewrite_call_out(&self, id: &str, form: &CallOutForm) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let mut write = self.begin().await?;
        let before = self.their_call_out(&mut write, &snapshot, id).await?;
        let entry = read::entry(form, &snapshot, before.person, write.at())?;
        let record = CallOutRecord {
            rota: entry.rota,
            start: entry.start,
            end: entry.end,
            place: entry.place,
            reason: entry.reason,
            entered_by: self.actor.key(),
            entered_at: write.at(),
            ..before.clone()
        };
        check(&mut write, &snapshot, &record).await?;
        write.put_call_out(&record).await?;
        let both = json!({ "before": detail(&before), "after": detail(&record) });
        write.audit("call_out.changed", &subject(record.id), both).await?;
        self.tell_late(&mut write, &snapshot, &record).await?;
        self.tandem.commit(write).await?;
        Ok(())
    }

    async fn write_call_out_end(&self, id: &str) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let mut write = self.begin().await?;
        let mut record = self.their_call_out(&mut write, &snapshot, id).await?;
        if record.end.is_some() {
            // Sent twice: it is over already.
            return Ok(());
        }
        record.end = Some(write.at().max(record.start + 60));
        write.put_call_out(&record).await?;
        write
            .audit("call_out.finished", &subject(record.id), detail(&record))
            .await?;
        self.tandem.commit(write).await?;
        Ok(())
    }

    async fn withdraw_entered_call_out(&self, id: &str) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let mut write = self.begin().await?;
        let record = self.their_call_out(&mut write, &snapshot, id).await?;
        write.end_call_out(record.id).await?;
        write
            .audit("call_out.withdrawn", &subject(record.id), detail(&record))
            .await?;
        self.tell_late(&mut write, &snapshot, &record).await?;
        self.tandem.commit(write).await?;
        Ok(())
    }

    /// Tells whoever was called when a settled statement counts what is written.
    async fn tell_late(&self, write: &mut Write, snapshot: &Snapshot, record: &CallOutRecord) -> Result<()> {
        let on = snapshot.directory().zone(record.person).local(record.start).date();
        Ok(self.tandem.tell_of_late_pay(write, record.person, (on, on)).await?)
    }

    /// A call-out that the actor may change.
    async fn their_call_out(&self, write: &mut Write, snapshot: &Snapshot, id: &str) -> Result<CallOutRecord> {
        let unknown = || AppError::NotFound("This call-out is not there any more.".to_owned());
        self.may_look()?;
        let id: CallOutId = id.parse().map_err(|_| unknown())?;
        let record = CallOutRecord::find(write.connection(), id).await?.ok_or_else(unknown)?;
        self.may_enter_pay(snapshot, record.person)?;
        let statements = StatementRecord::of(write.connection(), record.person).await?;
        if words::is_locked(snapshot, &record, &statements) && self.may_pay().is_err() {
            return Err(words::locked());
        }
        Ok(record)
    }
}

/// Inside the write: it is on duty, is over, and overlaps no other of theirs.
async fn check(write: &mut Write, snapshot: &Snapshot, record: &CallOutRecord) -> Result<()> {
    let around = around(record.start, record.end.unwrap_or(record.start + 1))?;
    let duty = duty_of(write.connection(), record.person, around).await?;
    let others = CallOutRecord::of(write.connection(), record.person, around).await?;
    let others = others.iter().filter(|other| other.id != record.id);
    let refused = |refusal| words::refused(refusal, snapshot, record);
    let Some(span) = record.span() else {
        let goes_on = CallOutRecord::running(write.connection(), record.person).await?;
        if goes_on.is_some_and(|other| other.id != record.id) {
            return Err(words::goes_on());
        }
        let over: Vec<Span> = others.filter_map(CallOutRecord::span).collect();
        on_duty(record.start, record.rota, &duty).map_err(refused)?;
        return match over.iter().find(|span| span.contains(record.start)) {
            Some(span) => Err(refused(domain::pay::CallOutRefusal::Overlaps(*span))),
            None => Ok(()),
        };
    };
    let now = write.at();
    // One that goes on lasts until now at least.
    let others: Vec<Span> = others
        .filter_map(|other| Span::new(other.start, other.end.unwrap_or(now.max(other.start + 1))).ok())
        .collect();
    check_call_out(span, record.rota, &duty, &others, now).map_err(refused)
}

/// When and on which rotas somebody is on duty.
async fn duty_of(
    connection: &mut crate::store::Connection,
    person: PersonId,
    window: Span,
) -> Result<Vec<(RotaId, Span)>> {
    let no_rota = RotaId::from_uuid(uuid::Uuid::nil());
    let duty = duty_elsewhere(connection, person, no_rota, window).await?;
    Ok(duty.into_iter().map(|(rota, _, span)| (rota, span)).collect())
}

fn around(start: Instant, end: Instant) -> Result<Span> {
    Span::new(start - 1, end.max(start + 1)).map_err(|error| AppError::field("from", error.to_string()))
}

fn subject(id: CallOutId) -> String {
    format!("call_out {id}")
}

fn detail(record: &CallOutRecord) -> serde_json::Value {
    json!({
        "person": record.person, "rota": record.rota, "from": record.start, "to": record.end,
        "place": record.place.key(), "reason": record.reason,
    })
}
