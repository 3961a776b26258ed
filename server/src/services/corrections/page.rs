//! The page of corrections: what may be chosen, what a choice would change, and what was corrected before.

use super::{CorrectionRequest, NOBODY, decide, says};
use crate::{
    collation,
    services::{
        Actor, Desk, Reader, Result,
        covers::{bars, changed_hours, mark},
        now as board,
        rotas::find,
        wording,
    },
    snapshot::{RotaImage, Snapshot},
    store::CorrectionRecord,
};
use app::{
    AppError,
    corrections::{CorrectionAsked, CorrectionForm, CorrectionPage, CorrectionRow},
    covers::{Chart, Outcome, Preview},
};
use domain::{
    CorrectionId, Instant, PersonId, Span, Zone,
    timeline::{Duty, State},
};
use std::collections::BTreeSet;

/// The latest corrections that are listed.
const LISTED: i64 = 50;
/// How far back a stretch is looked for to begin with: a fortnight.
const LATELY_SECONDS: i64 = 14 * 86_400;

impl Desk {
    pub(super) async fn correction_page(&self, slug: &str, asked: CorrectionAsked) -> Result<CorrectionPage> {
        let snapshot = self.tandem.snapshot();
        let rota = find(&snapshot, slug)?;
        self.may_manage(&snapshot, rota.record.team)?;
        let reader = self.reader(&snapshot);
        let zone = &rota.rules.zone;
        let (from, to) = asked_ends(&rota, &asked, reader.now);
        let outcome = match asked.preview.is_empty() {
            true => None,
            false => Some(self.corrected(&snapshot, &rota, &asked, &reader).await?),
        };
        let records = CorrectionRecord::latest(&mut *self.tandem.store.read().await?, rota.record.id, LISTED).await?;
        Ok(CorrectionPage {
            heading: self.heading(&snapshot, &rota),
            zone: wording::zone_name(zone),
            from: as_typed(&asked.from, from, zone),
            to: as_typed(&asked.to, to, zone),
            people: people(&snapshot, &rota, Span::new(from, to).ok()),
            lead: asked.lead,
            engineer: asked.engineer,
            outcome,
            corrections: records
                .iter()
                .map(|record| row(record, &snapshot, zone, &reader))
                .collect(),
        })
    }

    /// What a choice would do: drawn, or why it is refused.
    async fn corrected(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        asked: &CorrectionAsked,
        reader: &Reader,
    ) -> Result<Outcome> {
        let form = CorrectionForm {
            lead: asked.lead.clone(),
            engineer: asked.engineer.clone(),
            from: asked.from.clone(),
            to: asked.to.clone(),
            ..CorrectionForm::default()
        };
        let decided = async {
            let request = CorrectionRequest::read(&form, &rota.rules.zone)?;
            let span = decide::check(&request, rota, reader)?;
            let facts = decide::Facts::read(&self.tandem.store, rota, &request, span).await?;
            let id = CorrectionId::from_uuid(self.tandem.new_id());
            decide::decide(&facts, id, &request, snapshot, reader)
        };
        match decided.await {
            Ok(decision) => Ok(Outcome::Possible(preview(snapshot, rota, decision, reader))),
            Err(AppError::Refused { rule, all, .. }) => Ok(Outcome::Refused {
                rule,
                reasons: all.into_iter().map(|(_, words)| words).collect(),
            }),
            Err(AppError::Invalid(fields)) => Ok(Outcome::Refused {
                rule: "invalid".to_owned(),
                reasons: fields.into_iter().map(|field| field.message).collect(),
            }),
            Err(other) => Err(other),
        }
    }
}

fn preview(snapshot: &Snapshot, rota: &RotaImage, decision: decide::Decision, reader: &Reader) -> Preview {
    let window = decision.before.window();
    let chart = |duty: &Duty| Chart {
        bars: bars(snapshot, rota, duty, reader),
    };
    Preview {
        words: changed_hours(snapshot, &decision.before, &decision.after),
        length: wording::hours(decision.correction.span().seconds()),
        passed_over: Vec::new(),
        warnings: decision.notes,
        rest: Vec::new(),
        short_rest: false,
        key: String::new(),
        seen: mark(&decision.before),
        before: chart(&decision.before),
        after: chart(&decision.after),
        days: board::week_days(rota, window),
    }
}

/// What was asked for, or the latest stretch of a shift that has passed, or the day until now.
fn asked_ends(rota: &RotaImage, asked: &CorrectionAsked, now: Instant) -> (Instant, Instant) {
    let zone = &rota.rules.zone;
    let typed = |text: &str| wording::instant(text, zone).ok();
    if let Some(typed) = typed(&asked.from).zip(typed(&asked.to)) {
        return typed;
    }
    latest_stretch(rota, now).map_or((now - 86_400, now), |span| (span.start(), span.end()))
}

/// The latest stretch of coverage of one shift that has passed, or what has passed of it.
fn latest_stretch(rota: &RotaImage, now: Instant) -> Option<Span> {
    let lately = Duty::from_rows(Span::new(now - LATELY_SECONDS, now).ok()?, &rota.duty);
    let covered: Vec<(Span, Option<domain::ShiftId>)> = lately
        .segments()
        .filter(|(_, row)| row.state == State::Covered)
        .map(|(span, row)| (span, row.shift))
        .collect();
    let (last, shift) = *covered.last()?;
    let mut start = last.start();
    for (span, of) in covered.iter().rev() {
        if *of != shift || span.end() < start {
            break;
        }
        start = span.start();
    }
    Span::new(start, last.end()).ok()
}

/// The field of a time: what was typed, right or wrong, or else `at`.
fn as_typed(text: &str, at: Instant, zone: &Zone) -> String {
    wording::local_field(wording::instant(text, zone).unwrap_or(at), zone)
}

/// Whom a correction can name: the team, and whoever was on duty then, by name.
fn people(snapshot: &Snapshot, rota: &RotaImage, span: Option<Span>) -> Vec<(String, String)> {
    let directory = snapshot.directory();
    let members = directory.members(rota.record.team).iter().map(|member| member.person);
    let duty = span.map(|span| Duty::from_rows(span, &rota.duty));
    let rows = duty.as_ref().map(Duty::rows).unwrap_or_default();
    let served = rows.iter().flat_map(|row| [row.pairing.lead(), row.pairing.engineer()]);
    let ids: BTreeSet<PersonId> = members.chain(served.flatten()).collect();
    let mut people: Vec<(String, String)> = ids
        .into_iter()
        .map(|id| (id.to_string(), directory.name(id).to_owned()))
        .collect();
    people.sort_by_cached_key(|(_, name)| collation::key(name));
    people.push((NOBODY.to_owned(), "Nobody".to_owned()));
    people
}

fn row(record: &CorrectionRecord, snapshot: &Snapshot, zone: &Zone, reader: &Reader) -> CorrectionRow {
    CorrectionRow {
        id: record.correction.id().to_string(),
        says: says(record, snapshot),
        when: wording::span_words(record.correction.span(), zone, reader),
        reason: record.reason.clone(),
        by: Actor::describe(&record.made_by, snapshot),
        at: wording::stamp(record.made_at, zone, reader),
        withdrawn: record.withdrawn.as_ref().map(|withdrawn| {
            format!(
                "Withdrawn by {}, {}: {}",
                Actor::describe(&withdrawn.by, snapshot),
                wording::said(withdrawn.at, zone, reader),
                withdrawn.reason
            )
        }),
    }
}
