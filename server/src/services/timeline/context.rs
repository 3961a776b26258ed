//! What else is known of the duty that is drawn: its covers, what of it is offered, who may offer it.

use super::super::{Actor, Desk, Reader, Result, wording};
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::{CoverRecord, OfferRecord},
};
use app::timeline::{CoverRef, Offered};
use domain::{CoverId, PersonId, Role, Span};
use std::collections::{HashMap, HashSet};

/// What is known beside duty itself; nothing for a draft.
#[derive(Default)]
pub(super) struct Context<'a> {
    covers: HashMap<CoverId, (CoverRef, String)>,
    offers: Vec<&'a OfferRecord>,
    givers: HashSet<PersonId>,
}

impl Context<'_> {
    /// A cover as a bar has it, and why it was made, by whom.
    pub(super) fn cover(&self, id: CoverId) -> (Option<CoverRef>, Option<String>) {
        self.covers.get(&id).cloned().unzip()
    }

    /// The page of a pending offer that some of a stretch is in.
    pub(super) fn offer(&self, role: Role, span: Span) -> Option<String> {
        let found = self.offers.iter().find(|record| {
            let given = &record.offer.terms.given;
            given.role == role && given.span.overlaps(&span)
        });
        found.map(|record| format!("/offers/{}", record.id))
    }

    /// Whether the viewer may offer duty of this person.
    pub(super) fn may_offer(&self, giver: PersonId) -> bool {
        self.givers.contains(&giver)
    }

    /// The pending offers in words.
    pub(super) fn offered(&self, snapshot: &Snapshot, rota: &RotaImage, reader: &Reader) -> Vec<Offered> {
        let offered = |record: &&OfferRecord| {
            let terms = &record.offer.terms;
            let when = wording::span_words(terms.given.span, &rota.rules.zone, reader);
            let giver = snapshot.directory().name_in_words(terms.giver);
            Offered {
                words: format!("{} of {giver}, {when}", terms.given.role),
                href: format!("/offers/{}", record.id),
            }
        };
        self.offers.iter().map(offered).collect()
    }
}

impl Desk {
    /// What is known beside the duty of a rota within `window`.
    pub(super) async fn context<'a>(
        &self,
        snapshot: &'a Snapshot,
        rota: &RotaImage,
        window: Span,
        reader: &Reader,
    ) -> Result<Context<'a>> {
        let covers = self.tandem.store.covers(rota.record.id, window).await?;
        let team = rota.record.team;
        let members = snapshot.directory().members(team).iter().map(|member| member.person);
        let sees = self.sees_offers(snapshot, team).is_ok();
        let here = |record: &&OfferRecord| {
            record.offer.terms.given.rota == rota.record.id && record.offer.state_at(reader.now).is_pending()
        };
        let mut offers: Vec<&OfferRecord> = snapshot.offers().iter().filter(|_| sees).filter(here).collect();
        offers.sort_by_key(|record| record.offer.terms.given.span);
        Ok(Context {
            covers: covers
                .iter()
                .map(|record| (record.cover.id(), known(record, snapshot)))
                .collect(),
            offers,
            givers: members
                .filter(|person| self.may_offer(snapshot, team, *person).is_ok())
                .collect(),
        })
    }
}

fn known(record: &CoverRecord, snapshot: &Snapshot) -> (CoverRef, String) {
    let span = record.cover.span();
    let by = format!("by {}", Actor::describe(&record.made_by, snapshot));
    let why = match record.reason.is_empty() {
        true => by,
        false => format!("{} · {by}", record.reason),
    };
    let cover = CoverRef {
        id: record.cover.id().to_string(),
        from: span.start(),
        to: span.end(),
    };
    (cover, why)
}
