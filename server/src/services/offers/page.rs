//! Pages of offers.

use super::{
    super::{Actor, Desk, Reader, Result, wording},
    apply::requests,
    is_for,
    make::approves,
    offer_id, unknown_offer, words,
};
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::OfferRecord,
};
use app::{
    AppError,
    offers::{OfferOutcome, OfferPage, OfferPerson, OfferRow, OffersPage},
};
use domain::{
    PersonId, RotaId, TeamId,
    offer::{Against, State, To},
};

/// Offers that ended so long ago are not listed.
const LISTED_SECONDS: i64 = 28 * 86_400;

impl Desk {
    pub(super) async fn show_offer(&self, id: &str) -> Result<OfferPage> {
        let id = offer_id(id)?;
        self.may_look()?;
        let record = OfferRecord::find(&mut *self.tandem.store.read().await?, id).await?;
        let record = record.ok_or_else(|| unknown_offer(&id.to_string()))?;
        let (snapshot, terms) = (self.tandem.snapshot(), &record.offer.terms);
        let rota = snapshot
            .rota(terms.given.rota)
            .ok_or_else(|| unknown_offer(&id.to_string()))?;
        self.sees_offers(&snapshot, rota.record.team)?;
        let reader = self.reader(&snapshot);
        let state = record.offer.state_at(reader.now);
        let me = self.actor.person();
        let changes = self.may_cover(&snapshot, rota.record.team).is_ok();
        let mine = me.filter(|me| changes && is_for(&record.offer, &rota.record, *me, &snapshot));
        let may_answer = state == State::Open && mine.is_some();
        let may_decide = matches!(state, State::Accepted(_)) && self.manages(&snapshot, rota.record.team);
        let taker = if may_decide {
            state.taker()
        } else {
            mine.filter(|_| may_answer)
        };
        let (outcomes, warnings) = match taker {
            Some(taker) => self.outcomes(&snapshot, &record, taker, &reader).await?,
            None => Default::default(),
        };
        Ok(OfferPage {
            row: words::row(&record, &snapshot, &reader),
            note: record.note.clone(),
            made: format!(
                "Made by {}, {}",
                Actor::describe(&record.made_by, &snapshot),
                wording::said(record.made_at, &rota.rules.zone, &reader)
            ),
            people: people(&record, &snapshot, rota),
            outcomes,
            warnings,
            needs_approval: terms.needs_approval,
            may_answer,
            may_withdraw: state.is_pending() && self.may_offer(&snapshot, rota.record.team, terms.giver).is_ok(),
            may_decide,
        })
    }

    /// What it would change if `taker` took it, and what to mind.
    async fn outcomes(
        &self,
        snapshot: &Snapshot,
        record: &OfferRecord,
        taker: PersonId,
        reader: &Reader,
    ) -> Result<(Vec<OfferOutcome>, Vec<String>)> {
        let terms = &record.offer.terms;
        let mut outcomes = Vec::new();
        for (rota, request) in requests(&record.offer, taker, &record.note) {
            let Some(rota) = snapshot.rota(rota) else { continue };
            let outcome = self.would_be(rota, &request).await?;
            outcomes.push(OfferOutcome {
                rota: rota.record.name.clone(),
                outcome,
            });
        }
        let mut warnings = Vec::new();
        let sides = [
            (Some(terms.given), taker, terms.giver, terms.wanted),
            (terms.wanted, terms.giver, taker, Some(terms.given)),
        ];
        for (stretch, person, from, returned) in sides {
            let Some((stretch, rota)) = stretch.and_then(|one| Some((one, snapshot.rota(one.rota)?))) else {
                continue;
            };
            let ranked = self
                .ranked(snapshot, rota, &stretch, Some(from), returned.as_ref())
                .await?;
            let minded = ranked.iter().find(|one| one.person == person);
            let minded = minded.map(|one| one.against.as_slice()).unwrap_or_default();
            let worth_saying = minded
                .iter()
                .any(|one| matches!(one, Against::LittleRest(_) | Against::OnDuty(_)));
            if let Some(candidate) = ranked.iter().find(|one| one.person == person).filter(|_| worth_saying) {
                let name = snapshot.directory().name_in_words(person);
                warnings.push(format!(
                    "{name}: {}.",
                    words::because(candidate, &rota.rules.zone, reader)
                ));
            }
        }
        Ok((outcomes, warnings))
    }

    /// The offers of somebody the actor may act for: to answer, to approve, under way, and over.
    ///
    /// # Errors
    /// `Forbidden`, and `NotFound` for nobody who is active.
    pub(crate) async fn offers_of(&self, person: &str) -> Result<OffersPage> {
        let snapshot = self.tandem.snapshot();
        let person = self.acting_for(&snapshot, person)?.id;
        let reader = self.reader(&snapshot);
        let mut page = OffersPage {
            waiting: vec![],
            approvals: vec![],
            pending: vec![],
            ended: vec![],
        };
        let since = reader.now - LISTED_SECONDS;
        let ended = OfferRecord::ended_of(&mut *self.tandem.store.read().await?, person, since).await?;
        for record in snapshot.offers() {
            let (offer, row) = (&record.offer, words::row(record, &snapshot, &reader));
            let Some(rota) = snapshot.rota(offer.terms.given.rota) else {
                continue;
            };
            let own = offer.terms.giver == person || offer.state.taker() == Some(person);
            match waits(record, rota, person, &snapshot, &reader) {
                Some(Waits::Answer) => page.waiting.push(row),
                Some(Waits::Approval) => page.approvals.push(row),
                None if own && offer.state_at(reader.now).is_pending() => page.pending.push(row),
                None if own => page.ended.push(row),
                None => {}
            }
        }
        page.ended
            .extend(ended.iter().map(|record| words::row(record, &snapshot, &reader)));
        Ok(page)
    }

    /// How many offers wait for somebody's answer or approval.
    pub(in crate::services) fn offers_waiting(&self, snapshot: &Snapshot, person: PersonId) -> usize {
        let reader = Reader::unknown(self.tandem.now());
        let waiting = snapshot.offers().iter().filter(|record| {
            let rota = snapshot.rota(record.offer.terms.given.rota);
            rota.is_some_and(|rota| waits(record, rota, person, snapshot, &reader).is_some())
        });
        waiting.count()
    }

    /// The offers of some rotas that are not over, for those who may see them.
    pub(in crate::services) fn pending_offers(
        &self,
        snapshot: &Snapshot,
        team: TeamId,
        rota: Option<RotaId>,
        reader: &Reader,
    ) -> Vec<OfferRow> {
        if self.sees_offers(snapshot, team).is_err() {
            return Vec::new();
        }
        let here = |record: &&OfferRecord| {
            let of = snapshot
                .rota(record.offer.terms.given.rota)
                .map(|it| (it.record.team, it.record.id));
            let pending = record.offer.state_at(reader.now).is_pending();
            pending && of.is_some_and(|(of, id)| of == team && rota.is_none_or(|rota| rota == id))
        };
        let records = snapshot.offers().iter().filter(here);
        records.map(|record| words::row(record, snapshot, reader)).collect()
    }

    /// Fine for those in the team, administrators and machines that may write.
    pub(in crate::services) fn sees_offers(&self, snapshot: &Snapshot, team: TeamId) -> Result<()> {
        let inside = super::super::Others::InTeam.include(&self.standing_in(snapshot, team));
        match &self.actor {
            _ if inside => Ok(()),
            Actor::Person { .. } => Err(AppError::Forbidden(
                "Only members of the team and administrators see its offers.".to_owned(),
            )),
            _ => self.may_manage(snapshot, team),
        }
    }
}

enum Waits {
    Answer,
    Approval,
}

/// What an offer waits for of somebody, if anything.
fn waits(
    record: &OfferRecord,
    rota: &RotaImage,
    person: PersonId,
    snapshot: &Snapshot,
    reader: &Reader,
) -> Option<Waits> {
    let offer = &record.offer;
    match offer.state_at(reader.now) {
        State::Open => (is_for(offer, &rota.record, person, snapshot) && !offer.declined.contains(&person))
            .then_some(Waits::Answer),
        State::Accepted(_) => approves(snapshot, rota, person).then_some(Waits::Approval),
        _ => None,
    }
}

/// Those it goes to, with their answers.
fn people(record: &OfferRecord, snapshot: &Snapshot, rota: &RotaImage) -> Vec<OfferPerson> {
    let offer = &record.offer;
    let asked: Vec<PersonId> = match &offer.terms.to {
        To::People(people) => people.iter().copied().collect(),
        To::Anyone => {
            let members = snapshot
                .directory()
                .members(rota.record.team)
                .iter()
                .map(|member| member.person);
            members
                .filter(|person| is_for(offer, &rota.record, *person, snapshot))
                .collect()
        }
    };
    let mut people: Vec<OfferPerson> = asked
        .into_iter()
        .map(|person| OfferPerson {
            id: person.to_string(),
            name: snapshot.directory().name(person).to_owned(),
            answer: match () {
                () if offer.state.taker() == Some(person) => "accepted",
                () if offer.declined.contains(&person) => "declined",
                () => "no answer yet",
            }
            .to_owned(),
        })
        .collect();
    people.sort_by_cached_key(|person| crate::collation::key(&person.name));
    people
}
