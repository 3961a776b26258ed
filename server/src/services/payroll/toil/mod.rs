//! Time off in lieu: statements that are settled give it, entries take it, and it is lost when nobody takes it in time.

mod balance;
mod choice;
mod page;
mod read;

use super::super::{Desk, Result, pay::DutyFrom};
use super::{draw::Ledger, periods};
use crate::{
    snapshot::Snapshot,
    store::{Connection, ToilTakenRecord, Write, pay_calendar},
};
use app::{
    AppError,
    toil::{ToilChoiceForm, ToilForm, ToilPage},
};
use async_trait::async_trait;
use chrono::NaiveDate;
use domain::{PersonId, ToilTakenId, pay::check_toil};
use serde_json::json;
use std::sync::Arc;

pub(super) use balance::Balance;

#[async_trait]
impl app::toil::Port for Desk {
    async fn toil(&self, person: String) -> Result<ToilPage> {
        let snapshot = self.tandem.snapshot();
        let person = self.whose_pay(&snapshot, &person)?;
        self.toil_page(&snapshot, person).await
    }

    async fn take_toil(&self, form: ToilForm) -> Result<String> {
        let desk = self.clone();
        self.to_the_end(async move { desk.write_toil(&form).await }).await
    }

    async fn withdraw_toil(&self, id: String) -> Result<()> {
        let desk = self.clone();
        self.to_the_end(async move { desk.withdraw_taken(&id).await }).await
    }

    async fn choose_toil(&self, form: ToilChoiceForm) -> Result<()> {
        let desk = self.clone();
        self.to_the_end(async move { desk.write_toil_choice(&form).await })
            .await
    }
}

impl Desk {
    /// What somebody earned and took, with the statements of the periods up to the present one.
    async fn toil_of(
        &self,
        connection: &mut Connection,
        snapshot: &Arc<Snapshot>,
        person: PersonId,
        from: DutyFrom,
    ) -> Result<(Ledger, Balance)> {
        let today = periods::today(snapshot, self.tandem.now());
        let calendar = pay_calendar(connection).await?;
        let present = periods::present(&calendar, today)?;
        let wanted: Vec<_> = super::mine::before(&calendar, present)
            .into_iter()
            .chain([present])
            .collect();
        let ledger = Ledger::load(connection, snapshot, &wanted, Some(person), from).await?;
        let balance = Balance::load(connection, &ledger, person).await?;
        Ok((ledger, balance))
    }

    async fn write_toil(&self, form: &ToilForm) -> Result<String> {
        let snapshot = self.tandem.snapshot();
        let person = self.whose_pay(&snapshot, &form.person)?;
        self.may_enter_pay(&snapshot, person)?;
        let entry = read::entry(form, periods::today(&snapshot, self.tandem.now()))?;
        let mut write = self.begin().await?;
        if let Some(key) = entry.key
            && self.taken_before(&mut write, person, key).await?
        {
            return Ok(key.to_string());
        }
        let (_, balance) = self
            .toil_of(write.connection(), &snapshot, person, DutyFrom::Database)
            .await?;
        check_toil(&balance.entries, entry.on, entry.seconds).map_err(|short| read::short(short, &entry))?;
        let record = ToilTakenRecord {
            id: entry
                .key
                .unwrap_or_else(|| ToilTakenId::from_uuid(self.tandem.new_id())),
            person,
            on: entry.on,
            seconds: entry.seconds,
            note: entry.note,
            entered_by: self.actor.key(),
            entered_at: write.at(),
        };
        write.insert_toil_taken(&record).await?;
        write.audit("toil.taken", &subject(record.id), detail(&record)).await?;
        self.tandem.commit(write).await?;
        Ok(record.id.to_string())
    }

    /// Whether a form has been sent before: then nothing is to do.
    async fn taken_before(&self, write: &mut Write, person: PersonId, key: ToilTakenId) -> Result<bool> {
        match ToilTakenRecord::find(write.connection(), key).await? {
            Some(known) if known.person == person => Ok(true),
            Some(_) => Err(AppError::field("key", format!("‘{key}’ is the id of something else."))),
            None if ToilTakenRecord::is_known(write.connection(), key).await? => Err(AppError::refused(
                "withdrawn",
                "This time off was entered before and has been withdrawn: load the page again to enter it anew.",
            )),
            None => Ok(false),
        }
    }

    async fn withdraw_taken(&self, id: &str) -> Result<()> {
        let unknown = || AppError::NotFound("This time off is not there any more.".to_owned());
        self.may_look()?;
        let snapshot = self.tandem.snapshot();
        let id: ToilTakenId = id.parse().map_err(|_| unknown())?;
        let mut write = self.begin().await?;
        let record = ToilTakenRecord::find(write.connection(), id)
            .await?
            .ok_or_else(unknown)?;
        self.may_enter_pay(&snapshot, record.person)?;
        if !self.may_withdraw_toil(record.person, record.on, periods::today(&snapshot, write.at())) {
            return Err(AppError::refused(
                "toil-over",
                format!(
                    "It was taken on {}: a manager of the team or those who prepare pay withdraw what is over.",
                    record.on
                ),
            ));
        }
        write.end_toil_taken(id).await?;
        write.audit("toil.withdrawn", &subject(id), detail(&record)).await?;
        self.tandem.commit(write).await?;
        Ok(())
    }

    /// What is over is not one's own to withdraw.
    fn may_withdraw_toil(&self, person: PersonId, on: NaiveDate, today: NaiveDate) -> bool {
        on >= today || self.actor.person() != Some(person)
    }
}

fn subject(id: ToilTakenId) -> String {
    format!("toil {id}")
}

fn detail(record: &ToilTakenRecord) -> serde_json::Value {
    json!({ "person": record.person, "on": record.on, "hours": domain::pay::duration(record.seconds), "note": record.note })
}
