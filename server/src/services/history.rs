//! The history of a rota: its changes in words, and what was believed before.

use super::{
    Actor, Desk, Faults, Reader, Result,
    audit::changed_fields,
    covers::{bars, several},
    now::week_days,
    rotas::find,
    wording,
};
use crate::{
    collation,
    snapshot::{RotaImage, Snapshot},
    store::{AuditEntry, AuditQuery},
};
use app::{
    AppError,
    covers::Chart,
    history::{Belief, BelievedDuty, ChangedDuty, HistoryAsked, HistoryChange, HistoryPage},
};
use async_trait::async_trait;
use domain::{
    PersonId, Span, TokenId,
    history::{DutyChange, Holding, difference},
    timeline::{Duty, State},
};
use std::collections::BTreeMap;

/// Changes on a page.
const PAGE: usize = 25;
/// Stretches of duty that are listed of one change.
const LISTED: usize = 6;
/// The days of a belief: a fortnight.
const DAYS: u64 = 14;

/// Key, words, and how the actions of each kind begin.
const KINDS: [(&str, &str, &[&str]); 4] = [
    ("plans", "Plans published", &["rota.published", "rota.unpublished"]),
    ("covers", "Covers and swaps", &["cover.", "swap.", "offer."]),
    ("corrections", "Corrections of the past", &["correction."]),
    ("rules", "The rota’s rules", &["rota.created", "rota.changed"]),
];

#[async_trait]
impl app::history::Port for Desk {
    async fn history(&self, slug: String, asked: HistoryAsked) -> Result<HistoryPage> {
        self.history_page(&slug, asked, PAGE).await
    }
}

impl Desk {
    /// The latest `limit` changes of a rota that are asked for, and what was believed at the time that is asked about.
    ///
    /// # Errors
    /// `NotFound`; `Invalid` with every field that cannot be read.
    pub(crate) async fn history_page(&self, slug: &str, asked: HistoryAsked, limit: usize) -> Result<HistoryPage> {
        self.may_look()?;
        let snapshot = self.tandem.snapshot();
        let rota = find(&snapshot, slug)?;
        let reader = self.reader(&snapshot);
        let question = Question::read(&asked, &rota, reader.now)?;
        let belief = match question.look_back {
            Some((at, window)) => Some(self.belief(&snapshot, &rota, at, window, &reader).await?),
            None => None,
        };
        // One more than is shown tells whether there are more.
        let wanted = i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX);
        let mut entries = AuditEntry::latest(&mut *self.tandem.store.read().await?, &question.query, wanted).await?;
        let more = entries.len() > limit;
        entries.truncate(limit);
        let next = entries.last().filter(|_| more).map(|entry| entry.place.to_string());
        let changed = self.changed_duty(&rota, &entries).await?;
        let about = ("rota", rota.record.id.to_string());
        let made = AuditEntry::actors_about(&mut *self.tandem.store.read().await?, about.0, &about.1).await?;
        let changes = entries
            .iter()
            .map(|entry| {
                let duty = changed.get(&entry.place.revision).map_or(&[][..], Vec::as_slice);
                change(&snapshot, &rota, entry, duty, &reader)
            })
            .collect();
        Ok(HistoryPage {
            heading: self.heading(&snapshot, &rota),
            changes,
            next,
            people: people(&snapshot, &rota, &made),
            kinds: KINDS.map(|(key, words, _)| (key.to_owned(), words.to_owned())).to_vec(),
            zone: wording::zone_name(&rota.rules.zone),
            belief,
            asked,
        })
    }

    /// The duty that each of some changes changed, by revision: as many questions for one change as for a page of them.
    async fn changed_duty(&self, rota: &RotaImage, entries: &[AuditEntry]) -> Result<BTreeMap<i64, Vec<DutyChange>>> {
        let (store, id) = (&self.tandem.store, rota.record.id);
        let mut revisions: Vec<i64> = entries.iter().map(|entry| entry.place.revision).collect();
        revisions.sort_unstable();
        revisions.dedup();
        let touched = store.touched(id, &revisions).await?;
        let spans: Vec<Span> = touched.values().copied().collect();
        let Some(all) = several(&spans) else {
            return Ok(BTreeMap::new());
        };
        let record = store.record(id, all).await?;
        let mut found = BTreeMap::new();
        for (revision, window) in touched {
            let record = record.within(window);
            let believed = |revision| record.believed(revision, window).map_err(|_| in_conflict());
            found.insert(revision, difference(&believed(revision - 1)?, &believed(revision)?));
        }
        Ok(found)
    }

    /// The duty of a window as it was believed at an instant, beside today's.
    async fn belief(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        at: domain::Instant,
        window: Span,
        reader: &Reader,
    ) -> Result<Belief> {
        let (store, zone) = (&self.tandem.store, &rota.rules.zone);
        let revision = store.revision_at(at).await?;
        let record = store.record(rota.record.id, window).await?;
        let of = |revision| record.believed(revision, window).map_err(|_| in_conflict());
        let (believed, today) = (of(revision)?, of(snapshot.revision())?);
        let chart = |duty: &Duty| Chart {
            bars: bars(snapshot, rota, duty, reader),
        };
        let (first, last) = (zone.local(window.start()).date(), zone.local(window.end() - 1).date());
        Ok(Belief {
            at: wording::stamp(at, zone, reader),
            revision,
            day: first.to_string(),
            when: reader.style.dates(first, last),
            duty: stretches(&believed),
            believed: chart(&believed),
            today: chart(&today),
            days: week_days(rota, window),
            changes: difference(&believed, &today)
                .iter()
                .map(|one| duty_words(snapshot, rota, one, reader))
                .collect(),
        })
    }
}

/// A change in words, with the duty that it changed.
fn change(
    snapshot: &Snapshot,
    rota: &RotaImage,
    entry: &AuditEntry,
    found: &[DutyChange],
    reader: &Reader,
) -> HistoryChange {
    let zone = &rota.rules.zone;
    let detail: serde_json::Value = serde_json::from_str(&entry.detail).unwrap_or_default();
    let rules = entry.action == "rota.changed";
    HistoryChange {
        id: entry.place.to_string(),
        revision: entry.place.revision,
        at: wording::stamp(entry.at, zone, reader),
        who: Actor::describe(&entry.actor, snapshot),
        action: entry.action.clone(),
        what: super::audit::action_words(&entry.action),
        reason: detail["reason"].as_str().unwrap_or_default().to_owned(),
        more: found.len().saturating_sub(LISTED),
        duty: found
            .iter()
            .take(LISTED)
            .map(|one| duty_words(snapshot, rota, one, reader))
            .collect(),
        fields: if rules {
            changed_fields(snapshot, zone, &detail)
        } else {
            Vec::new()
        },
    }
}

/// What is asked of a rota's history.
struct Question {
    query: AuditQuery,
    look_back: Option<(domain::Instant, Span)>,
}

impl Question {
    fn read(asked: &HistoryAsked, rota: &RotaImage, now: domain::Instant) -> Result<Self> {
        let (zone, mut faults) = (&rota.rules.zone, Faults::default());
        let mut query = AuditQuery {
            about: vec![("rota", vec![rota.record.id.to_string()])],
            ..AuditQuery::default()
        };
        query.actions = match KINDS.iter().find(|(key, ..)| *key == asked.kind) {
            Some((.., actions)) => actions.to_vec(),
            None => KINDS.iter().flat_map(|(.., actions)| actions.iter().copied()).collect(),
        };
        if !asked.kind.is_empty() && KINDS.iter().all(|(key, ..)| *key != asked.kind) {
            let words = format!(
                "‘{}’ is not a kind of change: use plans, covers, corrections or rules.",
                asked.kind
            );
            faults.note("kind", words);
        }
        if !asked.person.is_empty() {
            let token = asked
                .person
                .strip_prefix("token ")
                .is_some_and(|id| id.parse::<TokenId>().is_ok());
            let known = token || asked.person == Actor::Console.key() || asked.person.parse::<PersonId>().is_ok();
            match known {
                true => query.actors = Some(vec![asked.person.clone()]),
                false => faults.note("person", format!("There is no person ‘{}’.", asked.person)),
            }
        }
        if !asked.before.is_empty() {
            query.before = faults.take("before", asked.before.parse());
        }
        if !asked.from.is_empty() {
            let day = faults.take("from", wording::day(&asked.from));
            query.from = day.map(|day| wording::midnight(day, zone));
        }
        if !asked.to.is_empty() {
            let day = faults
                .take("to", wording::day(&asked.to))
                .and_then(|day| day.succ_opt());
            query.until = day.map(|day| wording::midnight(day, zone));
        }
        let look_back = look_back(asked, rota, &mut faults);
        if look_back.is_some_and(|(at, _)| at > now) {
            faults.note(
                "at",
                "Nobody knows yet what the rota will say then: choose a time that has passed.",
            );
        }
        faults.check()?;
        Ok(Self { query, look_back })
    }
}

/// The instant, and the fortnight, that is asked about.
fn look_back(asked: &HistoryAsked, rota: &RotaImage, faults: &mut Faults) -> Option<(domain::Instant, Span)> {
    let zone = &rota.rules.zone;
    let at = match asked.at.trim() {
        "" if asked.day.trim().is_empty() => return None,
        "" => {
            faults.note("at", "Say at which time, such as 2026-11-24T10:00.");
            return None;
        }
        text => faults.take("at", wording::instant(text, zone))?,
    };
    let day = match asked.day.trim() {
        "" => zone.local(at).date(),
        text => faults.take("day", wording::day(text))?,
    };
    let end = day.checked_add_days(chrono::Days::new(DAYS)).unwrap_or(day);
    let window = Span::new(wording::midnight(day, zone), wording::midnight(end, zone));
    Some((at, faults.take("day", window)?))
}

fn duty_words(snapshot: &Snapshot, rota: &RotaImage, one: &DutyChange, reader: &Reader) -> ChangedDuty {
    let words = |holding| match holding {
        Holding::Person(person) => snapshot.directory().name(person).to_owned(),
        Holding::Gap => "nobody (gap)".to_owned(),
        Holding::Nothing => "no duty".to_owned(),
    };
    ChangedDuty {
        role: one.role,
        when: wording::span_words(one.span, &rota.rules.zone, reader),
        from: one.span.start(),
        to: one.span.end(),
        before: words(one.before),
        after: words(one.after),
    }
}

/// The covered stretches of some duty.
fn stretches(duty: &Duty) -> Vec<BelievedDuty> {
    let covered = duty.segments().filter(|(_, row)| row.state == State::Covered);
    covered
        .map(|(span, row)| BelievedDuty {
            from: span.start(),
            to: span.end(),
            lead: row.pairing.lead().map(|id| id.to_string()),
            engineer: row.pairing.engineer().map(|id| id.to_string()),
        })
        .collect()
}

/// The members of the rota's team, and whoever else has changed something of it, by name.
fn people(snapshot: &Snapshot, rota: &RotaImage, made: &[String]) -> Vec<(String, String)> {
    let members = snapshot.directory().members(rota.record.team).iter();
    let mut people: Vec<(String, String)> = members
        .map(|member| {
            (
                member.person.to_string(),
                snapshot.directory().name(member.person).to_owned(),
            )
        })
        .collect();
    for key in made {
        if people.iter().all(|(known, _)| known != key) {
            people.push((key.clone(), Actor::describe(key, snapshot)));
        }
    }
    people.sort_by_cached_key(|(_, name)| collation::key(name));
    people
}

fn in_conflict() -> AppError {
    AppError::Internal("duty-in-conflict".to_owned())
}
