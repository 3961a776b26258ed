//! Offers: somebody gives a stretch of their duty to whoever accepts it, for nothing or for a stretch of theirs.
//!
//! What is accepted is applied as covers, under the same decision as theirs, inside the write that accepts it.

mod apply;
mod choices;
mod expire;
mod find_cover;
mod left_behind;
mod make;
mod page;
mod ranked;
mod words;

pub use expire::expire_offers;
pub(crate) use left_behind::{leave_behind, tell_left_behind};

use super::{
    Actor, Desk, Result,
    access::OWN_CHANGE_OR_MANAGERS,
    directory::known_person,
    notices::{Notice, OfferNews},
};
use crate::{
    snapshot::Snapshot,
    store::{OfferRecord, RotaRecord, Write},
};
use app::{
    AppError,
    offers::{OfferChoices, OfferForm, OfferPage, OffersPage},
};
use async_trait::async_trait;
use domain::{
    OfferId, PersonId, TeamId,
    offer::{Offer, State},
};
use serde_json::json;
pub(super) use words::because;

impl Desk {
    /// Somebody accepts or declines an offer.
    ///
    /// # Errors
    /// `Forbidden` outside the team; `offer-over` (409) with who was first; `not-for-you` (409); and when it is applied,
    /// whatever a cover is refused for.
    pub(crate) async fn answer_offer_for(&self, id: &str, person: &str, answer: &str) -> Result<()> {
        let id = offer_id(id)?;
        let (desk, person, accept) = (self.clone(), person.to_owned(), words::answer(answer));
        self.to_the_end(async move { desk.write_answer(id, &person, accept).await })
            .await
    }

    async fn write_answer(&self, id: OfferId, person: &str, accept: Result<bool>) -> Result<()> {
        let mut write = self.begin().await?;
        let (record, rota, snapshot) = self.opened(&mut write, id).await?;
        self.may_cover(&snapshot, rota.team)?;
        let person = self.acting_for(&snapshot, person)?.id;
        let (accept, now, terms) = (accept?, write.at(), &record.offer.terms);
        let next = if accept {
            record.offer.accept(person, now)
        } else {
            record.offer.decline(person, now)
        };
        let next = next.map_err(|refusal| words::refused(refusal, &record, &snapshot, now))?;
        write.answer_offer(id, person, accept).await?;
        match next.state {
            State::Applied(taker) => {
                self.apply(&mut write, &snapshot, &record, &next).await?;
                self.tell_of(&mut write, terms.giver, id, OfferNews::Accepted { by: taker })
                    .await?;
            }
            State::Accepted(taker) => {
                self.could_apply(&mut write, &snapshot, &record, &next).await?;
                write.move_offer(id, &next.state).await?;
                for manager in managers(&snapshot, rota.team) {
                    self.tell_of(&mut write, manager, id, OfferNews::AwaitsApproval { by: taker })
                        .await?;
                }
            }
            State::Declined => {
                write.move_offer(id, &next.state).await?;
                self.tell_of(&mut write, terms.giver, id, OfferNews::Declined { by: person })
                    .await?;
            }
            _ => {
                self.tell_of(&mut write, terms.giver, id, OfferNews::Declined { by: person })
                    .await?
            }
        }
        let action = if accept { "offer.accepted" } else { "offer.declined" };
        self.note_offer(&mut write, action, id, &rota, person).await?;
        self.tandem.commit(write).await?;
        Ok(())
    }

    /// Takes an offer back.
    ///
    /// # Errors
    /// `Forbidden` unless it is one's own or one manages the team; `offer-over` (409).
    pub(crate) async fn end_offer(&self, id: &str) -> Result<()> {
        let (desk, id) = (self.clone(), offer_id(id)?);
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            let (record, rota, snapshot) = desk.opened(&mut write, id).await?;
            let giver = record.offer.terms.giver;
            desk.may_offer(&snapshot, rota.team, giver)?;
            let now = write.at();
            let before = record.offer.state_at(now);
            let next = record.offer.withdraw(now);
            let next = next.map_err(|refusal| words::refused(refusal, &record, &snapshot, now))?;
            write.move_offer(id, &next.state).await?;
            if let Some(taker) = before.taker() {
                desk.tell_of(&mut write, taker, id, OfferNews::Withdrawn).await?;
            }
            desk.note_offer(&mut write, "offer.withdrawn", id, &rota, giver).await?;
            desk.tandem.commit(write).await?;
            Ok(())
        })
        .await
    }

    /// A manager approves or refuses what was accepted.
    ///
    /// # Errors
    /// `Forbidden`; `offer-over` (409); when it is applied, whatever a cover is refused for.
    pub(crate) async fn decide_on_offer(&self, id: &str, decision: &str) -> Result<()> {
        let (desk, id) = (self.clone(), offer_id(id)?);
        let approve = match decision {
            "approve" => Ok(true),
            "refuse" => Ok(false),
            other => Err(AppError::field(
                "decision",
                format!("‘{other}’ is neither approve nor refuse."),
            )),
        };
        self.to_the_end(async move { desk.write_decision(id, approve).await })
            .await
    }

    async fn write_decision(&self, id: OfferId, approve: Result<bool>) -> Result<()> {
        let mut write = self.begin().await?;
        let (record, rota, snapshot) = self.opened(&mut write, id).await?;
        self.may_manage(&snapshot, rota.team)?;
        let (approve, now) = (approve?, write.at());
        let next = if approve {
            record.offer.approve(now)
        } else {
            record.offer.refuse(now)
        };
        let next = next.map_err(|refusal| words::refused(refusal, &record, &snapshot, now))?;
        if approve {
            self.apply(&mut write, &snapshot, &record, &next).await?;
        } else {
            write.move_offer(id, &next.state).await?;
        }
        let (news, action) = if approve {
            (OfferNews::Approved, "offer.approved")
        } else {
            (OfferNews::Refused, "offer.refused")
        };
        for person in [Some(record.offer.terms.giver), next.state.taker()]
            .into_iter()
            .flatten()
        {
            self.tell_of(&mut write, person, id, news).await?;
        }
        self.note_offer(&mut write, action, id, &rota, record.offer.terms.giver)
            .await?;
        self.tandem.commit(write).await?;
        Ok(())
    }

    /// Says whether a manager of the team has to approve what is accepted of offers made from now on.
    ///
    /// # Errors
    /// `Forbidden`, `NotFound`.
    pub(crate) async fn put_offer_settings(&self, team: &str, needs_approval: bool) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let team = snapshot.directory().team_by_slug(team).cloned();
        let team = team.ok_or_else(|| AppError::NotFound("There is no such team.".to_owned()))?;
        self.may_manage(&snapshot, team.id)?;
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            write.set_offers_need_approval(team.id, needs_approval).await?;
            let detail = json!({ "after": { "needs_approval": needs_approval } });
            write
                .audit("team.offers_set", &format!("team {}", team.id), detail)
                .await?;
            desk.tandem.commit(write).await?;
            Ok(())
        })
        .await
    }

    /// An offer inside a write, with its rota and a snapshot that shows both.
    async fn opened(
        &self,
        write: &mut Write,
        id: OfferId,
    ) -> Result<(OfferRecord, RotaRecord, std::sync::Arc<Snapshot>)> {
        let record = OfferRecord::find(write.connection(), id).await?;
        let record = record.ok_or_else(|| unknown_offer(&id.to_string()))?;
        let rota = RotaRecord::find(write.connection(), record.offer.terms.given.rota).await?;
        let rota = rota.ok_or_else(|| unknown_offer(&id.to_string()))?;
        Ok((record, rota, self.tandem.snapshot()))
    }

    /// Fine for whoever's duty it is, and for those who manage the team.
    pub(super) fn may_offer(&self, snapshot: &Snapshot, team: TeamId, giver: PersonId) -> Result<()> {
        let own = self.actor.person() == Some(giver);
        if OWN_CHANGE_OR_MANAGERS.include(&self.standing_in(snapshot, team), own) {
            return Ok(());
        }
        match &self.actor {
            Actor::Person { .. } => Err(AppError::Forbidden(format!(
                "Only {} and a manager of their team can do this.",
                snapshot.directory().name_in_words(giver)
            ))),
            _ => self.may_manage(snapshot, team),
        }
    }

    async fn tell_of(&self, write: &mut Write, person: PersonId, offer: OfferId, news: OfferNews) -> Result<()> {
        self.tandem.inform(write, person, &Notice::Offer { offer, news }).await
    }

    async fn note_offer(
        &self,
        write: &mut Write,
        action: &str,
        id: OfferId,
        rota: &RotaRecord,
        person: PersonId,
    ) -> Result<()> {
        let detail = json!({ "rota": rota.slug, "person": person });
        Ok(write.audit(action, &format!("offer {id}"), detail).await?)
    }
}

/// The active managers of a team.
fn managers(snapshot: &Snapshot, team: TeamId) -> Vec<PersonId> {
    let members = snapshot.directory().members(team).iter();
    members
        .filter(|member| member.manager)
        .map(|member| member.person)
        .collect()
}

fn unknown_offer(id: &str) -> AppError {
    AppError::NotFound(format!("There is no offer ‘{id}’."))
}

fn offer_id(text: &str) -> Result<OfferId> {
    text.parse().map_err(|_| unknown_offer(text))
}

/// Whether an offer goes to somebody: by name, or because they are qualified in its team.
fn is_for(offer: &Offer, rota: &RotaRecord, person: PersonId, snapshot: &Snapshot) -> bool {
    let given = &offer.terms.given;
    let may = |rota| snapshot.may_hold(rota, person, given.role, given.span);
    offer.terms.goes_to(person) && snapshot.rota(rota.id).is_some_and(|rota| may(rota))
}

#[async_trait]
impl app::offers::Port for Desk {
    async fn offer_choices(&self, slug: String, role: String, from: String, to: String) -> Result<OfferChoices> {
        self.show_offer_choices(&slug, &role, &from, &to).await
    }

    async fn make_offer(&self, slug: String, form: OfferForm) -> Result<String> {
        self.put_offer(&slug, form).await.map(|id| id.to_string())
    }

    async fn offer(&self, id: String) -> Result<OfferPage> {
        self.show_offer(&id).await
    }

    async fn my_offers(&self) -> Result<OffersPage> {
        self.offers_of(&self.person()?.to_string()).await
    }

    async fn answer_offer(&self, id: String, answer: String) -> Result<()> {
        let person = self.person()?.to_string();
        self.answer_offer_for(&id, &person, &answer).await
    }

    async fn withdraw_offer(&self, id: String) -> Result<()> {
        self.end_offer(&id).await
    }

    async fn decide_offer(&self, id: String, decision: String) -> Result<()> {
        self.decide_on_offer(&id, &decision).await
    }

    async fn find_cover(&self, leave: String) -> Result<usize> {
        self.find_cover_for(&leave).await
    }

    async fn change_offer_settings(&self, team: String, needs_approval: bool) -> Result<()> {
        self.put_offer_settings(&team, needs_approval).await
    }
}

/// A person whom a request names.
fn named(snapshot: &Snapshot, field: &str, id: &str) -> Result<PersonId> {
    known_person(snapshot, id)
        .map(|person| person.id)
        .map_err(|_| AppError::field(field, format!("There is no person ‘{id}’.")))
}
