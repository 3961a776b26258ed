//! The page on which an offer is made: what may be offered, to whom, and for what in return.

use super::{
    super::{Desk, Reader, Result, covers::known_rota, me, wording},
    make::holder,
    words,
};
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::offers_need_approval,
};
use app::{
    AppError,
    offers::{OfferCandidate, OfferChoices},
};
use domain::{PersonId, Role, Span, TeamId, offer::Stretch};
use std::sync::Arc;

/// What may be wanted in return lies within so many seconds.
const RETURN_SECONDS: i64 = 56 * 86_400;
/// And so many turns are listed.
const MOST_RETURNS: usize = 60;

impl Desk {
    pub(super) async fn show_offer_choices(
        &self,
        slug: &str,
        role: &str,
        from: &str,
        to: &str,
    ) -> Result<OfferChoices> {
        self.may_look()?;
        let snapshot = self.tandem.snapshot();
        let record = known_rota(&snapshot, slug)?;
        self.may_cover(&snapshot, record.team)?;
        let rota = snapshot
            .rota(record.id)
            .ok_or_else(|| AppError::NotFound(format!("There is no rota ‘{slug}’.")))?;
        let (reader, zone) = (self.reader(&snapshot), &rota.rules.zone);
        let stretch = self.asked_stretch(&snapshot, rota, role, from, to, &reader);
        let Some(stretch) = stretch else {
            let problem = "Choose a role and a stretch of time to offer.".to_owned();
            return Ok(OfferChoices {
                problem,
                ..self.no_choices(&snapshot, rota, &reader)
            });
        };
        let giver = holder(rota, stretch.role, stretch.span);
        let problem = match giver {
            None => format!(
                "No one person is {} in all of that time: choose a stretch that one person holds.",
                stretch.role
            ),
            Some(_) if stretch.span.start() <= reader.now => {
                "What has begun cannot be offered: choose a later start, or find cover for now.".to_owned()
            }
            Some(giver) => self
                .may_offer(&snapshot, rota.record.team, giver)
                .err()
                .map(|error| error.to_string())
                .unwrap_or_default(),
        };
        let mut choices = OfferChoices {
            role: stretch.role.key().to_owned(),
            from: wording::local_field(stretch.span.start(), zone),
            to: wording::local_field(stretch.span.end(), zone),
            when: wording::span_words(stretch.span, zone, &reader),
            problem,
            ..self.no_choices(&snapshot, rota, &reader)
        };
        let Some(giver) = giver else { return Ok(choices) };
        let ranked = self.ranked(&snapshot, rota, &stretch, Some(giver), None).await?;
        let candidate = |one: &domain::offer::Candidate| OfferCandidate {
            id: one.person.to_string(),
            name: snapshot.directory().name(one.person).to_owned(),
            can: one.can(),
            because: words::because(one, zone, &reader),
        };
        choices.candidates = ranked.iter().map(candidate).collect();
        choices.giver = giver.to_string();
        choices.giver_name = snapshot.directory().name(giver).to_owned();
        choices.returns = returns(&snapshot, &stretch, giver, rota.record.team, &reader);
        choices.until = wording::local_field(stretch.span.start(), zone);
        choices.needs_approval = offers_need_approval(&mut *self.tandem.store.read().await?, rota.record.team).await?;
        Ok(choices)
    }

    fn no_choices(&self, snapshot: &Snapshot, rota: &RotaImage, reader: &Reader) -> OfferChoices {
        OfferChoices {
            slug: rota.record.slug.clone(),
            rota: rota.record.name.clone(),
            zone: wording::zone_name(&rota.rules.zone),
            role: "lead".to_owned(),
            from: String::new(),
            to: String::new(),
            when: "Nothing chosen yet".to_owned(),
            giver: String::new(),
            giver_name: String::new(),
            problem: String::new(),
            candidates: Vec::new(),
            returns: Vec::new(),
            until: String::new(),
            needs_approval: false,
            pending: self.pending_offers(snapshot, rota.record.team, Some(rota.record.id), reader),
        }
    }

    /// What the address asks for, or else the viewer's next turn on this rota.
    fn asked_stretch(
        &self,
        snapshot: &Snapshot,
        rota: &Arc<RotaImage>,
        role: &str,
        from: &str,
        to: &str,
        reader: &Reader,
    ) -> Option<Stretch> {
        let zone = &rota.rules.zone;
        let given = (
            role.parse::<Role>().ok(),
            wording::instant(from, zone).ok(),
            wording::instant(to, zone).ok(),
        );
        if let (Some(role), Some(from), Some(to)) = given {
            let span = Span::new(from, to).ok()?;
            return Some(Stretch {
                rota: rota.record.id,
                role,
                span,
            });
        }
        let turns = me::turns(snapshot, self.actor.person()?);
        let mut own = turns.iter().filter(|turn| turn.rota.record.id == rota.record.id);
        own.find_map(|turn| {
            let (first, last) = (turn.spans.first()?, turn.spans.last()?);
            let span = Span::new(first.start(), last.end())
                .ok()
                .filter(|span| span.start() > reader.now)?;
            Some(Stretch {
                rota: rota.record.id,
                role: turn.role,
                span,
            })
        })
    }
}

/// When somebody is on duty, but for what they would give.
fn busy(snapshot: &Snapshot, giver: PersonId, given: &Stretch) -> Vec<Span> {
    let spans = me::turns(snapshot, giver).into_iter().flat_map(|turn| turn.spans);
    spans.filter(|span| !span.overlaps(&given.span)).collect()
}

/// The coming turns of others that the giver could take in return.
fn returns(
    snapshot: &Snapshot,
    given: &Stretch,
    giver: PersonId,
    team: TeamId,
    reader: &Reader,
) -> Vec<(String, String)> {
    let directory = snapshot.directory();
    let rota = snapshot.rota(given.rota);
    let may = |person| rota.is_some_and(|rota| snapshot.may_hold(rota, person, given.role, given.span));
    let busy = busy(snapshot, giver, given);
    let mut found: Vec<(Span, String, String)> = Vec::new();
    let others = directory.members(team).iter().map(|member| member.person);
    for person in others.filter(|person| *person != giver && may(*person)) {
        for turn in me::turns(snapshot, person) {
            let (Some(first), Some(last)) = (turn.spans.first(), turn.spans.last()) else {
                continue;
            };
            let Ok(span) = Span::new(first.start(), last.end()) else {
                continue;
            };
            let soon = span.start() > reader.now && span.start() - reader.now < RETURN_SECONDS;
            let stretch = Stretch {
                rota: turn.rota.record.id,
                role: turn.role,
                span,
            };
            let clashes = span.overlaps(&given.span) && !stretch.is_beside(given);
            let away = busy
                .iter()
                .chain(snapshot.leave(giver))
                .any(|other| other.overlaps(&span));
            if !soon || clashes || away || !snapshot.may_hold(&turn.rota, giver, turn.role, span) {
                continue;
            }
            let value = format!(
                "{} {} {} {}",
                turn.rota.record.slug,
                turn.role.key(),
                span.start(),
                span.end()
            );
            let words = format!(
                "{}: {}",
                directory.name_in_words(person),
                words::stretch(&stretch, snapshot, reader)
            );
            found.push((span, value, words));
        }
    }
    found.sort();
    found
        .into_iter()
        .take(MOST_RETURNS)
        .map(|(_, value, words)| (value, words))
        .collect()
}
