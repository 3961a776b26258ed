//! Payroll: pay periods, statements, and what becomes of them.

mod periods;
mod settings;

use super::{Desk, Result, directory::known_person};
use app::payroll::{MyPay, PaySettings, PaySettingsForm};
use async_trait::async_trait;

#[async_trait]
impl app::payroll::Port for Desk {
    async fn my_pay(&self) -> Result<MyPay> {
        self.pay_of(&self.person()?.to_string()).await
    }

    async fn pay_settings(&self) -> Result<PaySettings> {
        self.may_administer()?;
        self.read_pay_settings().await
    }

    async fn change_pay_settings(&self, form: PaySettingsForm) -> Result<()> {
        self.may_administer()?;
        let desk = self.clone();
        self.to_the_end(async move { desk.write_pay_settings(&form).await })
            .await
    }
}

impl Desk {
    /// Somebody's pay.
    ///
    /// # Errors
    /// `Forbidden` for whoever it does not concern.
    pub(crate) async fn pay_of(&self, person: &str) -> Result<MyPay> {
        let snapshot = self.tandem.snapshot();
        let person = known_person(&snapshot, person)?.id;
        if self.actor.person() != Some(person) {
            self.may_administer()?;
        }
        let call_outs = self.call_outs_page(&snapshot, person).await?;
        let calendar = crate::store::pay_calendar(&mut *self.tandem.store.read().await?).await?;
        let today = periods::today(&snapshot, self.tandem.now());
        let period = periods::present(&calendar, today)?;
        Ok(MyPay {
            period: periods::row(period, today, &self.reader(&snapshot)),
            call_outs,
            payroll: self.may_administer().is_ok(),
        })
    }
}
