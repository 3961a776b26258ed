//! Making an offer.

use super::{
    super::{Desk, Faults, Result, covers::known_rota, wording},
    managers, named, words,
};
use crate::services::notices::OfferNews;
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::{OfferRecord, Write, offers_need_approval},
};
use app::{AppError, offers::OfferForm};
use domain::{
    Instant, OfferId, PersonId, Role, Span,
    offer::{Offer, Stretch, Terms, To, is_held},
    timeline::Duty,
};
use std::{collections::BTreeSet, sync::Arc};

/// The longest word with an offer.
const NOTE_CHARACTERS: usize = 300;

impl Desk {
    /// Makes an offer of duty on the rota of a slug.
    ///
    /// # Errors
    /// `Forbidden` unless it is one's own duty or one manages the team; `Invalid` with every field that cannot be used;
    /// `not-held` (409) when whoever gives or should return something does not hold it.
    pub(crate) async fn put_offer(&self, slug: &str, form: OfferForm) -> Result<OfferId> {
        let (desk, slug) = (self.clone(), slug.to_owned());
        self.to_the_end(async move { desk.write_offer(&slug, form).await })
            .await
    }

    async fn write_offer(&self, slug: &str, form: OfferForm) -> Result<OfferId> {
        let snapshot = self.tandem.snapshot();
        let record = known_rota(&snapshot, slug)?;
        let rota = snapshot
            .rota(record.id)
            .cloned()
            .ok_or_else(|| AppError::NotFound(format!("There is no rota ‘{slug}’.")))?;
        let giver = self.giver_of(&snapshot, &rota, &form)?;
        let terms = self.terms(&snapshot, &rota, giver, &form)?;
        let mut write = self.begin().await?;
        let id = self
            .insert(&mut write, &snapshot, &rota, terms, form.note.trim())
            .await?;
        self.tandem.commit(write).await?;
        Ok(id)
    }

    /// Keeps a new offer and tells those it goes to.
    pub(super) async fn insert(
        &self,
        write: &mut Write,
        snapshot: &Snapshot,
        rota: &RotaImage,
        terms: Terms,
        note: &str,
    ) -> Result<OfferId> {
        let needs_approval = offers_need_approval(write.connection(), rota.record.team).await?;
        let offer = Offer::new(
            Terms {
                needs_approval,
                ..terms
            },
            write.at(),
        )
        .map_err(words::bad)?;
        check_held(write, snapshot, &offer.terms).await?;
        let record = OfferRecord {
            id: OfferId::from_uuid(self.tandem.new_id()),
            note: note.to_owned(),
            made_by: self.actor.key(),
            made_at: write.at(),
            made_revision: write.revision(),
            changed_by: self.actor.key(),
            changed_at: write.at(),
            offer,
        };
        write.insert_offer(&record).await?;
        self.note_offer(write, "offer.made", record.id, &rota.record, record.offer.terms.giver)
            .await?;
        for person in asked(snapshot, rota, &record.offer) {
            self.tell_of(write, person, record.id, OfferNews::Received).await?;
        }
        Ok(record.id)
    }

    /// Whose duty is offered, when the actor may offer it.
    fn giver_of(&self, snapshot: &Snapshot, rota: &Arc<RotaImage>, form: &OfferForm) -> Result<PersonId> {
        let giver = match form.giver.trim() {
            "" => {
                self.may_cover(snapshot, rota.record.team)?;
                let (role, span) = stretch_of(rota, form, self.tandem.now())?;
                holder(rota, role, span).ok_or_else(|| nobody_holds(role))?
            }
            id => {
                let giver = named(snapshot, "giver", id);
                if giver.is_err() {
                    self.may_cover(snapshot, rota.record.team)?;
                }
                giver?
            }
        };
        self.may_offer(snapshot, rota.record.team, giver)?;
        Ok(giver)
    }

    fn terms(&self, snapshot: &Snapshot, rota: &Arc<RotaImage>, giver: PersonId, form: &OfferForm) -> Result<Terms> {
        let (role, span) = stretch_of(rota, form, self.tandem.now())?;
        let zone = &rota.rules.zone;
        let mut faults = Faults::default();
        let until = match form.until.trim() {
            "" => Some(span.start()),
            text => faults.take("until", wording::instant(text, zone)),
        };
        let characters = form.note.chars().count();
        if characters > NOTE_CHARACTERS {
            faults.note(
                "note",
                format!("{characters} characters: a word with it has at most {NOTE_CHARACTERS}."),
            );
        }
        let wanted = match form.wanted.trim() {
            "" => None,
            text => faults.take("wanted", wanted(snapshot, text)),
        };
        faults.check()?;
        let to = match (wanted, form.whom.as_str(), form.people.is_empty()) {
            (Some((_, holder)), ..) => To::People([holder].into()),
            (None, "people", _) | (None, "", false) => To::People(self.people(snapshot, rota, (role, span), form)?),
            (None, "anyone" | "", _) => To::Anyone,
            (None, other, _) => {
                return Err(AppError::field(
                    "whom",
                    format!("‘{other}’ is neither anyone nor people."),
                ));
            }
        };
        Ok(Terms {
            giver,
            given: Stretch {
                rota: rota.record.id,
                role,
                span,
            },
            wanted: wanted.map(|(stretch, _)| stretch),
            to,
            until: until.unwrap_or_else(|| span.start()),
            needs_approval: false,
        })
    }

    /// Those an offer is made to by name: qualified members of the team.
    fn people(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        (role, span): (Role, Span),
        form: &OfferForm,
    ) -> Result<BTreeSet<PersonId>> {
        let mut faults = Faults::default();
        let mut people = BTreeSet::new();
        for (index, id) in form.people.iter().enumerate().filter(|(_, id)| !id.trim().is_empty()) {
            let field = format!("people[{index}]");
            let Some(person) = faults.take(&field, named(snapshot, &field, id)) else {
                continue;
            };
            if !snapshot.may_hold(rota, person, role, span) {
                let name = snapshot.directory().name_in_words(person);
                faults.note(
                    &field,
                    format!(
                        "{name} is not qualified as {role} in the team of {} for all of that time.",
                        rota.record.name
                    ),
                );
            }
            people.insert(person);
        }
        faults.check()?;
        Ok(people)
    }
}

/// The role and span that a form names.
pub(super) fn stretch_of(rota: &RotaImage, form: &OfferForm, now: Instant) -> Result<(Role, Span)> {
    let zone = &rota.rules.zone;
    let mut faults = Faults::default();
    let role = faults.take("role", form.role.parse::<Role>());
    let from = faults.take("from", wording::instant(&form.from, zone));
    let to = faults.take("to", wording::instant(&form.to, zone));
    faults.check()?;
    let (Some(role), Some(from), Some(to)) = (role, from, to) else {
        return Err(AppError::field("role", "Say which role is offered."));
    };
    let span = Span::new(from, to).map_err(|_| AppError::field("to", "It has to end after it begins."))?;
    if from <= now {
        let words = "What has begun cannot be offered: offer what comes, or find cover for now.";
        return Err(AppError::refused("past", words));
    }
    Ok((role, span))
}

/// Whoever holds all of a stretch.
pub(super) fn holder(rota: &RotaImage, role: Role, span: Span) -> Option<PersonId> {
    let duty = Duty::from_rows(span, &rota.duty);
    let person = duty.rows().iter().find_map(|row| row.pairing.holder(role))?;
    is_held(role, span, person, &rota.duty).then_some(person)
}

fn nobody_holds(role: Role) -> AppError {
    AppError::refused(
        "not-held",
        format!("No one person is {role} in all of that time: offer a stretch that one person holds."),
    )
}

/// What is wanted in return, and who holds it.
fn wanted(snapshot: &Snapshot, text: &str) -> std::result::Result<(Stretch, PersonId), String> {
    let shape = || {
        format!(
            "‘{text}’ is no stretch of duty: write it as nights engineer 2026-12-02T17:00:00Z 2026-12-03T09:00:00Z."
        )
    };
    let [slug, role, from, to] = text
        .split_whitespace()
        .collect::<Vec<_>>()
        .try_into()
        .map_err(|_| shape())?;
    let rota = snapshot
        .rota_by_slug(slug)
        .ok_or_else(|| format!("There is no rota ‘{slug}’."))?;
    let role = role.parse::<Role>().map_err(|_| shape())?;
    let (from, to) = (from.parse().map_err(|_| shape())?, to.parse().map_err(|_| shape())?);
    let span = Span::new(from, to).map_err(|_| shape())?;
    let holder = holder(rota, role, span)
        .ok_or_else(|| format!("No one person is {role} in all of that time: want a stretch that one person holds."))?;
    let rota = rota.record.id;
    Ok((Stretch { rota, role, span }, holder))
}

/// Inside the write: everybody holds what they give.
async fn check_held(write: &mut Write, snapshot: &Snapshot, terms: &Terms) -> Result<()> {
    let asked = match &terms.to {
        To::People(people) => people.first().copied(),
        To::Anyone => None,
    };
    let stretches = [(Some(terms.given), Some(terms.giver)), (terms.wanted, asked)];
    for (stretch, holder) in stretches {
        let (Some(stretch), Some(holder)) = (stretch, holder) else {
            continue;
        };
        let rows = write.duty_since(stretch.rota, stretch.span.start()).await?;
        if !is_held(stretch.role, stretch.span, holder, &rows) {
            let name = snapshot.directory().name_in_words(holder);
            let words = format!(
                "{name} is not {} in all of that time: offer what they hold.",
                stretch.role
            );
            return Err(AppError::refused("not-held", words));
        }
    }
    Ok(())
}

/// Those who are told of a new offer: whoever may accept it.
fn asked(snapshot: &Snapshot, rota: &RotaImage, offer: &Offer) -> Vec<PersonId> {
    let members = snapshot.directory().members(rota.record.team).iter();
    members
        .map(|member| member.person)
        .filter(|person| super::is_for(offer, &rota.record, *person, snapshot))
        .collect()
}

/// Who has to approve, for the count in the navigation.
pub(super) fn approves(snapshot: &Snapshot, rota: &RotaImage, person: PersonId) -> bool {
    managers(snapshot, rota.record.team).contains(&person)
}
