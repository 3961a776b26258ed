//! The page of mail: whether it is set up, what waits and what was given up.

use super::Notice;
use crate::{
    services::{Desk, Result, directory::known_person, wording},
    store::{NoticeRecord, NoticeState},
};
use app::{
    AppError,
    notices::{MailPage, NoticeRow},
};
use async_trait::async_trait;
use domain::{NoticeId, notice::MOST_TRIES};
use serde_json::json;

/// Notices of each state on the page.
const SHOWN: i64 = 25;

#[async_trait]
impl app::notices::Port for Desk {
    async fn mail_page(&self) -> Result<MailPage> {
        self.may_administer()?;
        let figures = self.tandem.look_into_outbox().await?;
        let snapshot = self.tandem.snapshot();
        let (zone, reader) = (self.own_zone(&snapshot), self.reader(&snapshot));
        let mut notices = Vec::new();
        let states = [
            NoticeState::Failed,
            NoticeState::Queued,
            NoticeState::Sent,
            NoticeState::Dropped,
        ];
        for state in states {
            let latest = NoticeRecord::latest(&mut *self.tandem.store.read().await?, state, SHOWN).await?;
            notices.extend(latest.iter().map(|notice| self.notice_row(notice)));
        }
        let mail = self.tandem.settings.mail.as_ref();
        Ok(MailPage {
            through: mail.map(|mail| mail.through().to_owned()),
            from: mail.map(crate::mail::Mail::from),
            queued: figures.queued,
            failed: figures.failed,
            oldest: figures.oldest.map(|oldest| wording::stamp(oldest, &zone, &reader)),
            zone: wording::zone_name(&zone),
            notices,
        })
    }

    async fn send_notice_again(&self, id: String) -> Result<()> {
        self.may_administer()?;
        let unknown = || AppError::NotFound("There is no such notice that was given up.".into());
        let id: NoticeId = id.parse().map_err(|_| unknown())?;
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            if !write.send_notice_again(id).await? {
                return Err(unknown());
            }
            write
                .audit("notice.sent_again", &format!("notice {id}"), json!({}))
                .await?;
            desk.tandem.commit(write).await?;
            Ok(())
        })
        .await
    }

    async fn send_test_mail(&self) -> Result<()> {
        self.may_administer()?;
        let id = self.person()?;
        if !self.tandem.sends_mail() {
            return Err(AppError::refused(
                "no-mail",
                "Mail is not set up: there is nothing to test.",
            ));
        }
        let person = known_person(&self.tandem.snapshot(), &id.to_string())?;
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            desk.tandem
                .tell(&mut write, &person, &person.email, &Notice::Test)
                .await?;
            desk.tandem.commit(write).await?;
            Ok(())
        })
        .await
    }
}

impl Desk {
    fn notice_row(&self, notice: &NoticeRecord) -> NoticeRow {
        let snapshot = self.tandem.snapshot();
        let (zone, reader) = (self.own_zone(&snapshot), self.reader(&snapshot));
        let stamp = |at| wording::stamp(at, &zone, &reader);
        let sending = notice.claimed_until.is_some_and(|until| until > reader.now);
        NoticeRow {
            id: notice.id.to_string(),
            kind: notice.kind.clone(),
            what: words_of(&notice.kind).to_owned(),
            person: notice.person.map(|id| snapshot.directory().name(id).to_owned()),
            address: notice.address.clone(),
            state: notice.state.key().to_owned(),
            made: stamp(notice.made_at),
            ended: notice.ended_at.map(stamp),
            next: (notice.state == NoticeState::Queued && !sending).then(|| stamp(notice.due_at)),
            sending,
            tries: notice.tries,
            most_tries: MOST_TRIES,
            reason: notice.reason.clone(),
        }
    }
}

/// A kind of notice in words.
pub(super) fn words_of(kind: &str) -> &'static str {
    match kind {
        "entry_link" => "Link to set a password",
        "entry_request" => "“Forgot your password?”",
        "password_changed" => "Password changed",
        "address_changed" => "Address changed",
        "deactivated" => "Deactivated",
        "reactivated" => "Reactivated",
        "contact_code" => "Code for a contact method",
        "test" => "Test mail",
        "offer_received" => "Offer of duty",
        "offer_accepted" => "Offer accepted",
        "offer_declined" => "Offer declined",
        "offer_withdrawn" => "Offer taken back",
        "offer_cancelled" => "Offer cancelled",
        "offer_expired" => "Offer run out",
        "offer_awaits_approval" => "Offer to approve",
        "offer_approved" => "Offer approved",
        "offer_refused" => "Offer refused",
        "rota_published" => "Rota published",
        "duty_changed" => "Shifts given and taken",
        "starts_soon" => "Shift starts soon",
        "gap_ahead" => "Gap ahead",
        "leave_conflict" => "Leave over duty",
        "handover_written" => "Handover notes left",
        "handover_left" => "Handover notes",
        "handover_waits" => "Handover notes not acknowledged",
        "pay_ready" => "Statement to look at",
        "pay_approved" => "Statement approved",
        "pay_reopened" => "Statement sent back",
        "pay_asked" => "Question about pay",
        "pay_answered" => "Question about pay answered",
        "pay_late" => "Pay changed late",
        "webhook_off" => "Webhook turned off",
        "alert" => "Alert",
        "digest" => "Mail of the day",
        _ => "Of a newer version",
    }
}
