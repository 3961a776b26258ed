//! The plan page.

use super::{
    super::{
        Desk, Reader, Result, drafts, holidays, planning_rules, rota_words,
        rotas::{find, named},
        wording::{self, span_words},
    },
    Asking,
    asking::WEEKS,
    request,
    summary::{PARTS, Summary, Unfilled, parts},
    turns::Asked,
};
use crate::{
    collation,
    snapshot::{RotaImage, Snapshot},
    store::{DraftRecord, RotaOrderRecord},
};
use app::planning::{LoadRow, PlanForm, PlanView, Unmet};
use domain::{
    Instant, PersonId,
    planner::{Load, Reason, Term},
    rota::Shift,
};
use std::collections::{BTreeMap, HashMap};

/// The most people whose reasons are said for one gap.
const MOST_PEOPLE: usize = 12;

impl Desk {
    /// The plan page, with its form and outlook for what is asked for; what is left empty is as usual.
    pub(super) async fn view(&self, slug: &str, asked: &PlanForm) -> Result<PlanView> {
        let snapshot = self.tandem.snapshot();
        let reader = &self.reader(&snapshot);
        let rota = find(&snapshot, slug)?;
        self.may_manage(&snapshot, rota.record.team)?;
        let newest = DraftRecord::newest(&mut *self.tandem.store.read().await?, rota.record.id).await?;
        let summary: Option<Summary> = newest.and_then(|draft| serde_json::from_str(&draft.summary).ok());
        let impossible = request::anybody(&snapshot, &rota).err().map(|error| error.to_string());
        let mut connection = self.tandem.store.read().await?;
        let (kept, own) = planning_rules::of_rota(&mut connection, rota.record.id).await?;
        let rotation = !RotaOrderRecord::of(&mut connection, rota.record.id).await?.is_empty();
        drop(connection);
        let usual = usual(&rota, summary.as_ref(), reader);
        let asking = match asked == &PlanForm::default() {
            true => Ok(usual.clone()),
            false => Asking::read(asked, &kept),
        };
        let outlook = match (&impossible, &asking) {
            (None, Ok(asking)) => self.outlook(&snapshot, &rota, asking).await?,
            _ => None,
        };
        let mut rules = rota_words::rules(&rota.kept_rules, snapshot.calendars(), reader.style);
        rules.extend(planning_rules::words(&kept));
        let today = rota.rules.zone.local(reader.now).date();
        let calendars = snapshot.calendars();
        let ends = holidays::ends_soon(calendars, &rota.kept_rules.holiday_calendar, "planned", today, reader);
        Ok(PlanView {
            warnings: ends.into_iter().collect(),
            heading: self.heading(&snapshot, &rota),
            impossible,
            rules,
            rules_from: if own { "rota" } else { "organisation" }.to_owned(),
            rotation,
            form: asking.unwrap_or(usual).form(&kept),
            jobs: self.jobs_of(&snapshot, rota.record.id).await?,
            outlook,
            drafts: drafts::rows(self, &snapshot, &rota).await?,
        })
    }
}

/// What the form asks for when it opens: what the last draft was asked for, with another seed.
fn usual(rota: &RotaImage, summary: Option<&Summary>, reader: &Reader) -> Asking {
    let now = reader.now;
    let asking = summary.map(|summary| {
        let kept = summary.asking.clone();
        kept.unwrap_or_else(|| Asking {
            from: summary.from,
            ..Asking::weeks(summary.weeks, summary.seed)
        })
    });
    let asking = asking.map(|asking| Asking {
        seed: asking.seed.wrapping_add(1),
        ..asking
    });
    let asking = asking.unwrap_or_else(|| Asking::weeks(WEEKS, 1));
    let start = Asked {
        rota: rota.record.id,
        rules: &rota.ahead,
        planned: rota.record.planned,
        from: None,
        weeks: 1,
        until: None,
        now,
        style: reader.style,
    };
    let start = rota.ahead.zone.local(start.wanted().unwrap_or(now)).date();
    Asking {
        from: asking.from.or(Some(start)),
        ..asking
    }
}

/// How far the loads are apart.
pub(in super::super) fn fairness(summary: &Summary) -> String {
    // In twelfths of a point.
    let apart = summary.score.amount(Term::FairLoad);
    match (apart + 6) / 12 {
        0 => "everybody carries the same".to_owned(),
        1 => "everybody within 1 point".to_owned(),
        spread => format!("everybody within {spread} points"),
    }
}

/// How many published shifts would get other people.
pub(in super::super) fn changes(draft: &DraftRecord, published: &[Shift], now: Instant) -> String {
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

pub(in super::super) fn stale(rota: &RotaImage, draft: &DraftRecord, now: Instant) -> Option<String> {
    if draft.rules_revision != rota.kept_rules.from_revision {
        return Some("The rota's rules were changed after this draft was made. Plan again to publish.".to_owned());
    }
    (draft.span.end() <= now).then(|| "All of this draft lies in the past. Plan again.".to_owned())
}

pub(in super::super) fn loads(
    snapshot: &Snapshot,
    rota: &RotaImage,
    draft: &DraftRecord,
    summary: &Summary,
) -> Vec<LoadRow> {
    let kinds = parts(&draft.shifts, &rota.ahead.zone, &rota.ahead.holidays);
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

pub(in super::super) fn unmet(
    snapshot: &Snapshot,
    rota: &RotaImage,
    draft: &DraftRecord,
    unfilled: &[Unfilled],
    reader: &Reader,
) -> Vec<Unmet> {
    let zone = &rota.ahead.zone;
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
                .map(|reason| rota_words::reason(reason, &rota.ahead.zone, reader))
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
