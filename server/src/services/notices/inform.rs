//! Telling people what concerns their own duty.

use super::{Notice, internal};
use crate::{
    Tandem,
    secret::fingerprint,
    services::Result,
    store::{PersonRecord, Write},
};
use domain::PersonId;

impl Tandem {
    /// Tells `person` what concerns their own duty, in the write that gives cause for it: by mail to the address that
    /// they sign in with, if mail is set up. Nobody is told the same twice by one write; whoever is not active is not
    /// told.
    pub(crate) async fn inform(&self, write: &mut Write, person: PersonId, notice: &Notice) -> Result<()> {
        if !self.sends_mail() {
            return Ok(());
        }
        let Some(person) = PersonRecord::find(write.connection(), person)
            .await?
            .filter(|it| it.deactivated_at.is_none())
        else {
            return Ok(());
        };
        let payload = serde_json::to_string(notice).map_err(|error| internal(&error))?;
        let key = format!(
            "{} {} {} {}",
            notice.key(),
            person.id,
            write.revision(),
            fingerprint(&payload)
        );
        let new = self.notice(notice, key, Some(person.id), &person.email)?;
        Ok(write.put_notice(&new).await?)
    }
}
