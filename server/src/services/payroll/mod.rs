//! Payroll: pay periods, statements, and what becomes of them.
//!
//! A statement is drawn up from how things are ([`draw`]) until it is submitted; then it is kept as it was, and approving it
//! makes it final. What changes a final one is made good in the next.

mod draw;
mod files;
mod mappings;
mod mine;
mod page;
mod periods;
mod queries;
mod ready;
mod refusals;
mod run;
mod settings;
mod statements;
mod toil;

pub(in crate::services) use ready::ready_for;

use super::{Desk, Result};
use app::payroll::{MyPay, PayQueryForm, PayRun, PaySettings, PaySettingsForm, StatementPage};
use async_trait::async_trait;

#[async_trait]
impl app::payroll::Port for Desk {
    async fn my_pay(&self) -> Result<MyPay> {
        self.pay_of(&self.person()?.to_string()).await
    }

    async fn statement(&self, id: String) -> Result<StatementPage> {
        self.statement_page(&id).await
    }

    async fn submit_statement(&self, id: String) -> Result<()> {
        let desk = self.clone();
        self.to_the_end(async move { desk.write_submission(&id).await }).await
    }

    async fn approve_statements(&self, ids: Vec<String>) -> Result<()> {
        let desk = self.clone();
        self.to_the_end(async move { desk.write_approval(&ids).await }).await
    }

    async fn reopen_statement(&self, id: String, reason: String) -> Result<()> {
        let desk = self.clone();
        self.to_the_end(async move { desk.write_reopening(&id, &reason).await })
            .await
    }

    async fn query_line(&self, id: String, form: PayQueryForm) -> Result<String> {
        let desk = self.clone();
        self.to_the_end(async move { desk.write_query(&id, &form).await }).await
    }

    async fn answer_query(&self, query: String, answer: String) -> Result<()> {
        let desk = self.clone();
        self.to_the_end(async move { desk.write_answer_to_query(&query, &answer).await })
            .await
    }

    async fn pay_run(&self, period: String) -> Result<PayRun> {
        self.run_page(&period).await
    }

    async fn submit_all(&self, period: String) -> Result<usize> {
        let desk = self.clone();
        self.to_the_end(async move { desk.write_submissions(&period).await })
            .await
    }

    async fn export_pay(&self, period: String, key: String) -> Result<String> {
        let desk = self.clone();
        self.to_the_end(async move { desk.write_export(&period, &key).await })
            .await
    }

    async fn pay_settings(&self) -> Result<PaySettings> {
        self.may_pay()?;
        self.read_pay_settings().await
    }

    async fn change_pay_settings(&self, form: PaySettingsForm) -> Result<()> {
        self.may_pay()?;
        let desk = self.clone();
        self.to_the_end(async move { desk.write_pay_settings(&form).await })
            .await
    }
}
