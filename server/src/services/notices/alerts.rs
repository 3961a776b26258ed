//! How people are called about alerts: by mail at once, whatever their quiet hours.

use super::{
    Notice,
    letters::{Scene, Words},
};
use crate::{
    Tandem,
    services::Result,
    store::{AlertRecord, AlertState, PersonRecord, StoreError, Write},
};
use domain::AlertId;

/// Puts a call into the outbox, once for each key; false when mail is not set up.
pub(in crate::services) async fn alert_notice(
    tandem: &Tandem,
    write: &mut Write,
    person: &PersonRecord,
    alert: AlertId,
    because: &str,
    key: String,
) -> Result<bool> {
    if !tandem.sends_mail() {
        return Ok(false);
    }
    let notice = Notice::Alert {
        alert,
        because: because.to_owned(),
    };
    let new = tandem.notice(&notice, key, Some(person.id), &person.email)?;
    write.put_notice(&new).await?;
    Ok(true)
}

impl Scene<'_> {
    /// That they are called about an alert that nobody has taken.
    pub(super) async fn alert(
        &self,
        id: AlertId,
        because: &str,
    ) -> std::result::Result<std::result::Result<Words, &'static str>, StoreError> {
        let found = AlertRecord::find(&mut *self.tandem.store.read().await?, id).await?;
        let Some(alert) = found.filter(|alert| alert.state == AlertState::Open) else {
            return Ok(Err("Somebody has taken the alert, or it is over."));
        };
        let snapshot = self.tandem.snapshot();
        let service = snapshot.services().find(|service| service.id == alert.service);
        let service = service.map(|service| service.name.clone()).unwrap_or_default();
        let detail = if alert.detail.is_empty() {
            String::new()
        } else {
            format!("\n\n{}", alert.detail)
        };
        Ok(Ok(Words {
            subject: format!("{} {service}: {}", alert.severity, alert.title),
            text: format!(
                "{} of {service}, and you are called: {because}.{detail}\n\nTake it here, so that nobody else is called:",
                alert.title
            ),
        }))
    }
}
