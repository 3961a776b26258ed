//! What people are told of offers.

use super::letters::{Scene, Words};
use crate::{
    services::wording,
    store::{OfferRecord, StoreError},
};
use domain::{OfferId, PersonId, Zone};
use serde::{Deserialize, Serialize};

/// What has happened to an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "snake_case")]
pub(crate) enum OfferNews {
    /// They may accept it.
    Received,
    /// Somebody has taken what they offered.
    Accepted {
        /// Who.
        by: PersonId,
    },
    /// Somebody has declined what they offered.
    Declined {
        /// Who.
        by: PersonId,
    },
    /// What they had accepted was taken back.
    Withdrawn,
    /// What it is about has moved.
    Cancelled,
    /// Its time is over.
    Expired,
    /// Somebody has accepted, and they may approve.
    AwaitsApproval {
        /// Who.
        by: PersonId,
    },
    /// A manager has approved.
    Approved,
    /// A manager has refused.
    Refused,
}

impl OfferNews {
    /// The word by which webhooks are told.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Received => "made",
            other => other.key().trim_start_matches("offer_"),
        }
    }

    /// The word in databases and answers.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Received => "offer_received",
            Self::Accepted { .. } => "offer_accepted",
            Self::Declined { .. } => "offer_declined",
            Self::Withdrawn => "offer_withdrawn",
            Self::Cancelled => "offer_cancelled",
            Self::Expired => "offer_expired",
            Self::AwaitsApproval { .. } => "offer_awaits_approval",
            Self::Approved => "offer_approved",
            Self::Refused => "offer_refused",
        }
    }
}

impl Scene<'_> {
    /// The letter about an offer, as things are by now.
    pub(super) async fn offer(&self, id: OfferId, news: OfferNews) -> Result<Result<Words, &'static str>, StoreError> {
        let Some(record) = OfferRecord::find(&mut *self.tandem.store.read().await?, id).await? else {
            return Ok(Err("There is no such offer."));
        };
        let now = self.tandem.now();
        let over = !record.offer.state_at(now).is_pending();
        if over && matches!(news, OfferNews::Received | OfferNews::AwaitsApproval { .. }) {
            return Ok(Err("The offer was over before the letter was written."));
        }
        let snapshot = self.tandem.snapshot();
        let name = |person| snapshot.directory().name_in_words(person).into_owned();
        let giver = name(record.offer.terms.giver);
        let duty = self.duty_of(&record);
        let (subject, text) = match news {
            OfferNews::Received => (
                format!("{giver} offers you duty"),
                format!("{giver} offers:\n\n{duty}\n\nAccept or decline it in Tandem."),
            ),
            OfferNews::Accepted { by } => {
                let by = name(by);
                (
                    format!("{by} takes your duty"),
                    format!("{by} has accepted what you offered and has it now:\n\n{duty}"),
                )
            }
            OfferNews::Declined { by } => {
                let by = name(by);
                (
                    format!("{by} cannot take your duty"),
                    format!("{by} has declined what you offered:\n\n{duty}"),
                )
            }
            OfferNews::Withdrawn => (
                "An offer that you accepted was taken back".to_owned(),
                format!("{giver} keeps:\n\n{duty}"),
            ),
            OfferNews::Cancelled => (
                "An offer was cancelled".to_owned(),
                format!("What was offered, or wanted in return, has moved, and so this offer is cancelled:\n\n{duty}"),
            ),
            OfferNews::Expired => (
                "An offer has run out".to_owned(),
                format!("Nobody took this in time, and so {giver} keeps it:\n\n{duty}"),
            ),
            OfferNews::AwaitsApproval { by } => (
                "An offer waits for your approval".to_owned(),
                format!(
                    "{} would take from {giver}:\n\n{duty}\n\nApprove or refuse it in Tandem.",
                    name(by)
                ),
            ),
            OfferNews::Approved => (
                "An offer was approved".to_owned(),
                format!("A manager has approved:\n\n{duty}"),
            ),
            OfferNews::Refused => (
                "An offer was refused".to_owned(),
                format!("A manager has said no, and so {giver} keeps:\n\n{duty}"),
            ),
        };
        Ok(Ok(Words { subject, text }))
    }

    /// What is offered, and what is wanted in return, a line each.
    fn duty_of(&self, record: &OfferRecord) -> String {
        let snapshot = self.tandem.snapshot();
        let reader = self.reader();
        let terms = &record.offer.terms;
        let stretches = [("", Some(terms.given)), ("in return for: ", terms.wanted)];
        let mut text = String::new();
        for (before, stretch) in stretches {
            let Some(stretch) = stretch else { continue };
            let rota = snapshot.rota(stretch.rota);
            let zone = rota.map_or_else(Zone::utc, |rota| rota.rules.zone.clone());
            let name = rota.map(|rota| rota.record.name.clone()).unwrap_or_default();
            let when = wording::span_words(stretch.span, &zone, &reader);
            text.push_str(&format!("    {before}{} of {name}, {when}\n", stretch.role));
        }
        if !record.note.is_empty() {
            text.push_str(&format!("    “{}”\n", record.note));
        }
        text.trim_end().to_owned()
    }
}
