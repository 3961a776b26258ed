//! Notices: what people are told by mail, put into the outbox by the write that gives cause for it.
//!
//! A notice keeps what its words are made of, never a secret: links and codes derive from their ids with the server's key
//! when the letter is written.

mod about;
mod alerts;
mod choices;
mod courier;
mod duty_words;
mod handover;
mod inbox;
mod inform;
mod leave;
mod letters;
mod offers;
mod page;
mod pay;
mod reminders;
mod tell;

pub(in crate::services) use alerts::alert_notice;
pub use courier::deliver;
pub(crate) use courier::run;
pub(crate) use offers::OfferNews;
pub(in crate::services) use pay::{PayNews, notice as pay_notice};
pub use reminders::remind;
pub(in crate::services) use reminders::{managers_of, whoever_answers_for};
pub(crate) use tell::tell_of_duty;

use super::{Desk, Result, internal};
use crate::{
    Tandem,
    store::{Channel, NewNotice, PersonRecord, Write},
};
use chrono::NaiveDate;
use domain::{
    AlertId, CodeId, ContactId, EntryLinkId, Instant, NoticeId, OfferId, PersonId, Role, RotaId, Span, WebhookId,
    notice::{Held, Turns},
};
use serde::{Deserialize, Serialize};

/// What somebody is told.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Notice {
    /// A link by which they set their password.
    EntryLink {
        /// Which.
        link: EntryLinkId,
    },
    /// At the sign-in page somebody has asked for such a link: what they are told depends on whose address it is.
    EntryRequest,
    /// Their password is another one.
    PasswordChanged {
        /// Since when.
        at: Instant,
    },
    /// They sign in with another address; told to the one before.
    AddressChanged {
        /// Since when.
        at: Instant,
    },
    /// They can no longer sign in.
    Deactivated,
    /// They can sign in again.
    Reactivated,
    /// The code that shows that a contact method reaches them.
    ContactCode {
        /// By which contact method.
        contact: ContactId,
        /// Which.
        code: CodeId,
    },
    /// Something has happened to an offer that concerns them.
    Offer {
        /// Which.
        offer: OfferId,
        /// What.
        #[serde(flatten)]
        news: OfferNews,
    },
    /// That mail works.
    Test,
    /// A rota of their team was published, with what that gives them and takes from them.
    RotaPublished {
        /// Which.
        rota: RotaId,
        /// What was published.
        span: Span,
        /// By whom, as the audit keeps it.
        by: String,
        /// What it changes for them.
        turns: Turns,
    },
    /// They were given or lost a shift, or a part of one.
    DutyChanged {
        /// Of which rota.
        rota: RotaId,
        /// By whom, as the audit keeps it.
        by: String,
        /// What changes for them.
        turns: Turns,
    },
    /// A manager has corrected who was on duty, and that was or is them.
    DutyCorrected {
        /// Of which rota.
        rota: RotaId,
        /// By whom, as the audit keeps it.
        by: String,
        /// Why.
        reason: String,
        /// What changes for them.
        turns: Turns,
    },
    /// Their duty starts soon.
    StartsSoon {
        /// On which rota.
        rota: RotaId,
        /// In which role.
        role: Role,
        /// From when until when.
        span: Span,
    },
    /// A role of a rota that they manage has nobody soon.
    GapAhead {
        /// Which rota.
        rota: RotaId,
        /// Which role.
        role: Role,
        /// From when until when.
        span: Span,
    },
    /// Somebody of a rota that they manage is on leave while on duty.
    LeaveConflict {
        /// Which rota.
        rota: RotaId,
        /// Who.
        person: PersonId,
        /// Their duty within the leave.
        held: Vec<Held>,
    },
    /// Notes were left for them, who come on duty later.
    HandoverWritten {
        /// Of which rota.
        rota: RotaId,
        /// For which handover.
        at: Instant,
    },
    /// Notes wait for them: they have come on duty.
    HandoverLeft {
        /// Of which rota.
        rota: RotaId,
        /// For which handover.
        at: Instant,
    },
    /// Nobody has acknowledged notes for a while: told to those who came, and to those who manage the team.
    HandoverWaits {
        /// Of which rota.
        rota: RotaId,
        /// For which handover.
        at: Instant,
    },
    /// Something has happened to a statement of pay.
    Pay {
        /// Whose.
        person: PersonId,
        /// The first date of its period.
        first: NaiveDate,
        /// The date after its last.
        end: NaiveDate,
        /// What.
        #[serde(flatten)]
        news: PayNews,
    },
    /// A webhook that they answer for was turned off.
    WebhookOff {
        /// Which.
        webhook: WebhookId,
    },
    /// They are called about an incident.
    Alert {
        /// Which.
        alert: AlertId,
        /// Why they are.
        because: String,
    },
    /// What came into their inbox in a day, in one mail.
    Digest {
        /// From when.
        from: Instant,
        /// Until when.
        until: Instant,
    },
}

impl Notice {
    /// Whether it says of itself what has become of its reader's duty.
    const fn says_why_duty_changes(&self) -> bool {
        matches!(
            self,
            Self::Offer {
                news: OfferNews::Accepted { .. } | OfferNews::Approved,
                ..
            }
        )
    }

    /// The word in databases and answers.
    pub(crate) const fn key(&self) -> &'static str {
        match self {
            Self::EntryLink { .. } => "entry_link",
            Self::EntryRequest => "entry_request",
            Self::PasswordChanged { .. } => "password_changed",
            Self::AddressChanged { .. } => "address_changed",
            Self::Deactivated => "deactivated",
            Self::Reactivated => "reactivated",
            Self::ContactCode { .. } => "contact_code",
            Self::Offer { news, .. } => news.key(),
            Self::Test => "test",
            Self::RotaPublished { .. } => "rota_published",
            Self::DutyChanged { .. } => "duty_changed",
            Self::DutyCorrected { .. } => "duty_corrected",
            Self::StartsSoon { .. } => "starts_soon",
            Self::GapAhead { .. } => "gap_ahead",
            Self::LeaveConflict { .. } => "leave_conflict",
            Self::HandoverWritten { .. } => "handover_written",
            Self::HandoverLeft { .. } => "handover_left",
            Self::HandoverWaits { .. } => "handover_waits",
            Self::Pay { news, .. } => news.key(),
            Self::WebhookOff { .. } => "webhook_off",
            Self::Alert { .. } => "alert",
            Self::Digest { .. } => "digest",
        }
    }
}

impl Tandem {
    /// Whether mail is set up, so that notices can be sent.
    pub(crate) fn sends_mail(&self) -> bool {
        self.settings.mail.is_some()
    }

    /// Puts a notice to `person` at `address` into the outbox, if mail is set up: once for each write.
    pub(crate) async fn tell(
        &self,
        write: &mut Write,
        person: &PersonRecord,
        address: &str,
        notice: &Notice,
    ) -> Result<()> {
        if !self.sends_mail() {
            return Ok(());
        }
        let key = format!("{} {} {}", notice.key(), person.id, write.revision());
        let new = self.notice(notice, key, Some(person.id), address)?;
        Ok(write.put_notice(&new).await?)
    }

    fn notice(&self, notice: &Notice, key: String, person: Option<PersonId>, address: &str) -> Result<NewNotice> {
        Ok(NewNotice {
            id: NoticeId::from_uuid(self.new_id()),
            key,
            channel: Channel::Email,
            kind: notice.key().to_owned(),
            payload: serde_json::to_string(notice).map_err(|error| internal(&error))?,
            person,
            address: address.to_owned(),
        })
    }
}

impl Desk {
    /// Puts a request for an entry link into the outbox, whoever has this address, and whether anybody has it: that is
    /// found out where nobody can measure how long it takes. A second request within the same minute is the same.
    pub(super) async fn put_entry_request(&self, email: &str) -> Result<()> {
        let now = self.tandem.now();
        let key = format!("entry_request {email} {}", now.seconds().div_euclid(60));
        let new = self.tandem.notice(&Notice::EntryRequest, key, None, email)?;
        self.tandem.store.put_notice(&new, now).await?;
        self.tandem.post.notify_one();
        Ok(())
    }
}
