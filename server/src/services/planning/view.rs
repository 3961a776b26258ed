//! The plan page.

use super::{
    super::{
        Desk, Reader, Result, rota_words,
        rotas::{find, named},
        timeline,
        wording::{self, span_words},
    },
    request,
    summary::{PARTS, Summary, Unfilled, parts},
    turns::Asked,
};
use crate::{
    collation,
    services::Actor,
    snapshot::{RotaImage, Snapshot},
    store::DraftRecord,
};
use app::planning::{DraftView, LoadRow, PlanForm, PlanView, Unmet};
use domain::{
    Instant, PersonId,
    planner::{Load, Reason, Term},
    rota::Shift,
};
use std::collections::{BTreeMap, HashMap};

/// The weeks that a first plan is asked for.
pub(super) const WEEKS: u32 = 13;
/// The most people whose reasons are said for one gap.
const MOST_PEOPLE: usize = 12;

impl Desk {
    pub(super) async fn view(&self, slug: &str) -> Result<PlanView> {
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let rota = find(&snapshot, slug)?;
        self.may_manage(&snapshot, rota.record.team)?;
        let draft = DraftRecord::find(&mut *self.tandem.store.read().await?, rota.record.id).await?;
        let summary: Option<Summary> = draft
            .as_ref()
            .and_then(|draft| serde_json::from_str(&draft.summary).ok());
        let published = match &draft {
            Some(draft) => self.tandem.store.shifts(rota.record.id, draft.span).await?,
            None => Vec::new(),
        };
        let view = match (&draft, &summary) {
            (Some(draft), Some(summary)) => {
                Some(self.draft_view(&snapshot, &rota, draft, summary, &published, &reader))
            }
            _ => None,
        };
        let impossible = request::too_few(&snapshot, &rota);
        let outlook = match (&view, &impossible) {
            (None, None) => self.outlook(&snapshot, &rota, &reader).await?,
            _ => None,
        };
        Ok(PlanView {
            heading: self.heading(&snapshot, &rota),
            impossible,
            rules: rota_words::rules(&rota.kept_rules, reader.style),
            form: form(&rota, summary.as_ref(), &reader),
            outlook,
            draft: view,
        })
    }

    fn draft_view(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        draft: &DraftRecord,
        summary: &Summary,
        published: &[Shift],
        reader: &Reader,
    ) -> DraftView {
        let (zone, now) = (&rota.rules.zone, reader.now);
        let made_at = wording::said(draft.made_at, zone, reader);
        let gaps = draft.shifts.iter().map(|shift| shift.pairing.gaps().count()).sum();
        DraftView {
            revision: draft.revision.to_string(),
            made: format!("Drafted by {} {made_at}", Actor::describe(&draft.made_by, snapshot)),
            span: span_words(draft.span, zone, reader),
            shifts: draft.shifts.len(),
            gaps,
            fairness: fairness(summary),
            changes: changes(draft, published, now),
            stale: stale(rota, draft, now),
            chart: timeline::draft_chart(snapshot, rota, draft, self.actor.person(), reader),
            loads: loads(snapshot, rota, draft, summary),
            unmet: unmet(snapshot, rota, draft, &summary.unfilled, reader),
        }
    }
}

fn form(rota: &RotaImage, summary: Option<&Summary>, reader: &Reader) -> PlanForm {
    let now = reader.now;
    let asked = Asked {
        rota: rota.record.id,
        rules: &rota.rules,
        planned: rota.record.planned,
        from: None,
        weeks: 1,
        now,
        style: reader.style,
    };
    let start = asked.wanted().unwrap_or(now);
    let date = summary
        .and_then(|summary| summary.from)
        .unwrap_or_else(|| rota.rules.zone.local(start).date());
    PlanForm {
        from: date.to_string(),
        weeks: summary.map_or(WEEKS, |summary| summary.weeks).to_string(),
        seed: summary.map_or(1, |summary| summary.seed.wrapping_add(1)).to_string(),
    }
}

/// How far the loads are apart.
fn fairness(summary: &Summary) -> String {
    // In twelfths of a point.
    let apart = summary.score.amount(Term::FairLoad);
    match (apart + 6) / 12 {
        0 => "everybody carries the same".to_owned(),
        1 => "everybody within 1 point".to_owned(),
        spread => format!("everybody within {spread} points"),
    }
}

/// How many published shifts would get other people.
fn changes(draft: &DraftRecord, published: &[Shift], now: Instant) -> String {
    let ahead: HashMap<_, _> = published
        .iter()
        .filter(|shift| shift.span.start() >= now)
        .map(|shift| (shift.span, shift.pairing))
        .collect();
    let replaced = draft
        .shifts
        .iter()
        .filter(|shift| ahead.get(&shift.span).is_some_and(|pairing| *pairing != shift.pairing));
    match (ahead.is_empty(), replaced.count()) {
        (true, _) => "Nothing in this time is published yet.".to_owned(),
        (_, 0) => "No published shift changes.".to_owned(),
        (_, 1) => "1 published shift changes.".to_owned(),
        (_, many) => format!("{many} published shifts change."),
    }
}

fn stale(rota: &RotaImage, draft: &DraftRecord, now: Instant) -> Option<String> {
    if draft.rules_revision != rota.kept_rules.from_revision {
        return Some("The rota's rules were changed after this draft was made. Plan again to publish.".to_owned());
    }
    (draft.span.end() <= now).then(|| "All of this draft lies in the past. Plan again.".to_owned())
}

fn loads(snapshot: &Snapshot, rota: &RotaImage, draft: &DraftRecord, summary: &Summary) -> Vec<LoadRow> {
    let kinds = parts(&draft.shifts, &rota.rules.zone, &rota.rules.holidays);
    let most = summary
        .loads
        .iter()
        .map(|load| load.load.max(load.fair_share))
        .max()
        .unwrap_or(0)
        .max(1);
    let percent = |points: f64| points * 100.0 / f64::from(most);
    let mut rows: Vec<(Vec<u8>, LoadRow)> = summary
        .loads
        .iter()
        .map(|load| {
            let person = named(snapshot, load.person);
            let split = kinds.get(&load.person).copied().unwrap_or_default();
            let row = LoadRow {
                words: load_words(load),
                shifts: format!("{} as Lead, {} as Engineer", load.lead_shifts, load.engineer_shifts),
                parts: PARTS
                    .into_iter()
                    .zip(split)
                    .map(|(kind, points)| (kind.to_owned(), percent(points)))
                    .collect(),
                fair: percent(f64::from(load.fair_share)).min(100.0),
                person,
            };
            (collation::key(&row.person.name), row)
        })
        .collect();
    rows.sort_by(|(a, _), (b, _)| a.cmp(b));
    rows.into_iter().map(|(_, row)| row).collect()
}

fn load_words(load: &Load) -> String {
    let apart = i64::from(load.load) - i64::from(load.fair_share);
    match apart {
        0 => format!("{} points, a fair share", load.load),
        over if over > 0 => format!("{} points, {over} over", load.load),
        under => format!("{} points, {} under", load.load, -under),
    }
}

fn unmet(
    snapshot: &Snapshot,
    rota: &RotaImage,
    draft: &DraftRecord,
    unfilled: &[Unfilled],
    reader: &Reader,
) -> Vec<Unmet> {
    let zone = &rota.rules.zone;
    let shifts: HashMap<_, _> = draft.shifts.iter().map(|shift| (shift.id, shift)).collect();
    unfilled
        .iter()
        .filter_map(|unfilled| {
            let shift = shifts.get(&unfilled.shift)?;
            Some(Unmet {
                role: unfilled.role,
                at: wording::stamp(shift.span.start(), zone, reader),
                when: span_words(shift.span, zone, reader),
                why: why(snapshot, rota, unfilled, reader),
            })
        })
        .collect()
}

/// Person by person what stands in the way; those who are not qualified are counted.
pub(super) fn why(snapshot: &Snapshot, rota: &RotaImage, unfilled: &Unfilled, reader: &Reader) -> Vec<String> {
    let mut people: BTreeMap<PersonId, Vec<&Reason>> = BTreeMap::new();
    for (person, reason) in &unfilled.reasons {
        people.entry(*person).or_default().push(reason);
    }
    let unqualified = |reasons: &Vec<&Reason>| {
        reasons
            .iter()
            .any(|reason| matches!(reason, Reason::NotQualified { .. }))
    };
    let others = people.values().filter(|reasons| unqualified(reasons)).count();
    let mut words: Vec<String> = people
        .iter()
        .filter(|(_, reasons)| !unqualified(reasons))
        .take(MOST_PEOPLE)
        .map(|(person, reasons)| {
            let reasons: Vec<String> = reasons
                .iter()
                .map(|reason| rota_words::reason(reason, &rota.rules.zone, reader))
                .collect();
            format!(
                "{} {}",
                snapshot.directory().name_in_words(*person),
                reasons.join(" and ")
            )
        })
        .collect();
    words.sort();
    match others {
        0 => {}
        1 => words.push(format!("1 member is not qualified as {}", unfilled.role)),
        many => words.push(format!("{many} members are not qualified as {}", unfilled.role)),
    }
    words
}
