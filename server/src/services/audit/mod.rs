//! The audit log: what is asked of it, and its entries in words.

mod export;
mod question;
mod words;

pub(crate) use export::Format;

use super::{Desk, Others, Result, wording};
use crate::store::{AuditEntry, AuditQuery, Occurrence};
use app::{
    AppError,
    audit::{AuditFilter, AuditPage, AuditRow},
};
use async_trait::async_trait;
use domain::TeamId;
use words::Words;
pub(super) use words::{action_words, changed_fields};

/// Entries on a page.
const PAGE: usize = 50;

/// What of the audit somebody may see.
pub(super) enum Reach {
    /// All of it.
    Everything,
    /// What is about these teams.
    Teams(Vec<TeamId>),
}

#[async_trait]
impl app::audit::Port for Desk {
    async fn audit_page(&self, filter: AuditFilter) -> Result<AuditPage> {
        let reach = self.may_audit()?;
        let (rows, next) = self.audit_rows(&filter, PAGE).await?;
        let snapshot = self.tandem.snapshot();
        Ok(AuditPage {
            rows,
            next,
            kinds: question::kinds(),
            teams: question::teams(&snapshot, &reach),
            rotas: question::rotas(&snapshot, &reach),
            zone: wording::zone_name(&self.own_zone(&snapshot)),
            everything: matches!(reach, Reach::Everything),
            filter,
        })
    }
}

impl Desk {
    /// The latest `limit` entries that are asked for, and what to ask for the ones before them.
    ///
    /// # Errors
    /// `Forbidden` for somebody who manages nothing; `Invalid` for a filter that cannot be read.
    pub(crate) async fn audit_rows(
        &self,
        filter: &AuditFilter,
        limit: usize,
    ) -> Result<(Vec<AuditRow>, Option<String>)> {
        let reach = self.may_audit()?;
        let snapshot = self.tandem.snapshot();
        let query: AuditQuery = question::query(filter, &reach, &snapshot, &self.own_zone(&snapshot))?;
        // One more than is shown tells whether there are more.
        let wanted = i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX);
        let mut entries = AuditEntry::latest(&mut *self.tandem.store.read().await?, &query, wanted).await?;
        let more = entries.len() > limit;
        entries.truncate(limit);
        let next = entries.last().filter(|_| more).map(|entry| entry.place.to_string());
        let words = Words::new(&snapshot, self.own_zone(&snapshot));
        Ok((entries.iter().map(|entry| words.row(entry)).collect(), next))
    }

    /// What of the audit the actor may see: administrators all of it, managers what is about their teams.
    pub(super) fn may_audit(&self) -> Result<Reach> {
        let refused = match self.may_administer() {
            Ok(()) => return Ok(Reach::Everything),
            Err(refused) => refused,
        };
        let snapshot = self.tandem.snapshot();
        let Some(id) = self.actor.person() else {
            return Err(refused);
        };
        if !Others::AnyManagers.include(&self.standing_anywhere(&snapshot)) {
            return Err(AppError::Forbidden(
                "Only an administrator or a manager of a team can see what was done.".into(),
            ));
        }
        let managed = snapshot.directory().teams_of(id).filter(|member| member.manager);
        Ok(Reach::Teams(managed.map(|member| member.team).collect()))
    }

    /// Keeps something that happened without changing the organisation, with where it came from.
    pub(super) async fn note(&self, action: &'static str, actor: String, subject: String) -> Result<()> {
        let browser = self.browser.as_ref();
        let detail = serde_json::json!({
            "device": browser.map(|browser| browser.device.clone()),
            "address": browser.map(|browser| browser.address.to_string()),
        });
        let occurrence = Occurrence {
            at: self.tandem.now(),
            actor,
            action,
            subject,
            detail,
        };
        Ok(self.tandem.store.note_occurrence(&occurrence).await?)
    }
}

#[cfg(test)]
mod tests;
