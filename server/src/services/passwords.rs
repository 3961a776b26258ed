//! New passwords: which are good, and what they end.

use super::{Desk, Result, notices::Notice, people};
use crate::store::{PersonRecord, Write};
use app::AppError;
use domain::{
    PersonId,
    access::{Weakness, check_passphrase},
};
use serde_json::json;

impl Desk {
    /// What is wrong with a new password of somebody of this name and address, if anything.
    pub(super) fn check_password(&self, password: &str, name: &str, email: &str) -> std::result::Result<(), Weakness> {
        let snapshot = self.tandem.snapshot();
        let organisation = snapshot.organisation().map_or("", |it| it.name.as_str());
        check_passphrase(password, &[name, email, organisation])
    }

    /// The hash of a new password of `person`'s.
    ///
    /// # Errors
    /// `Invalid` in `field` when it cannot be taken.
    pub(super) async fn hash_password(&self, field: &str, password: String, person: &PersonRecord) -> Result<String> {
        self.check_password(&password, &person.name, &person.email)
            .map_err(|weakness| AppError::field(field, weakness.to_string()))?;
        Ok(self.tandem.passwords.hash(password).await?)
    }

    /// Keeps a new password's hash in the name of `actor`; see [`Desk::put_password`].
    pub(super) async fn keep_password(&self, id: PersonId, hash: &str) -> Result<PersonRecord> {
        let mut write = self.begin().await?;
        let person = people::existing(&mut write, id).await?;
        let person = self.put_password(&mut write, person, hash).await?;
        self.tandem.commit(write).await?;
        Ok(person)
    }

    /// Gives a person a new password: their sessions and their open link end with the old one, and they are told.
    pub(super) async fn put_password(
        &self,
        write: &mut Write,
        mut person: PersonRecord,
        hash: &str,
    ) -> Result<PersonRecord> {
        if person.can_sign_in {
            let notice = Notice::PasswordChanged { at: write.at() };
            self.tandem.tell(write, &person, &person.email, &notice).await?;
        }
        person.session_epoch += 1;
        person.can_sign_in = true;
        write.update_person(&person).await?;
        write.set_password(person.id, hash).await?;
        write.end_sessions_of(person.id, None).await?;
        write.end_entry_link_of(person.id).await?;
        let subject = people::subject(person.id);
        write.audit("person.password_set", &subject, json!({})).await?;
        person.link = None;
        Ok(person)
    }
}
