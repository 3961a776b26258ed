//! The page of covers: what may be chosen, and what a choice would change.

use super::{
    super::{Desk, Reader, Result, now as board, wording},
    CoverRequest, Decision, changing, cover_id, form, known_rota, presets, rest, unknown_cover, view,
};
use crate::{
    bidi::isolated,
    collation,
    snapshot::{RotaImage, Snapshot},
    store::{CoverRecord, LeaveRecord},
};
use app::{
    AppError,
    covers::{Asked, Candidate, Chart, ChartBar, CoverForm, CoverPage, CoverRow, Outcome, Preview},
};
use domain::{
    CoverId, Instant, PersonId, Role, Span, Zone,
    rota::Shift,
    timeline::{Cover, Duty, DutyRow, Inputs, State, covers_in_the_way},
};
use std::collections::{BTreeMap, HashMap};

/// How many covers are on a page of the list.
const LISTED: usize = 20;

/// The furthest covers that the page lists: two years.
const LISTED_SECONDS: i64 = 731 * 86_400;

impl Desk {
    pub(super) async fn show_cover_page(&self, slug: &str, asked: Asked) -> Result<CoverPage> {
        self.may_look()?;
        let snapshot = self.tandem.snapshot();
        let (reader, now) = (self.reader(&snapshot), self.tandem.now());
        let record = known_rota(&snapshot, slug)?;
        let rota = snapshot
            .rota(record.id)
            .ok_or_else(|| AppError::NotFound(format!("There is no rota ‘{slug}’.")))?;
        let old = self.to_change(rota, &asked.change).await?;
        let asked = match &old {
            Some(old) => changing::filled(old, asked, &rota.rules.zone),
            None => asked,
        };
        let span = presets::asked_span(rota, &asked, now)?;
        let asked = presets::typed(rota, asked, span);
        let leave = self.tandem.store.leave(span).await?;
        let role = match asked.role.as_str() {
            "engineer" | "both" => asked.role.clone(),
            _ => "lead".to_owned(),
        };
        let outcome = match (&old, asked.preview.is_empty()) {
            (_, true) => None,
            (Some(old), false) => Some(self.outcome_of_change(&snapshot, rota, old, &asked).await?),
            (None, false) => Some(self.outcome(rota, &asked, &role, span).await?),
        };
        let listed_window =
            Span::new(now, now + LISTED_SECONDS).map_err(|error| AppError::field("from", error.to_string()))?;
        let covers = self.listed(&snapshot, rota, listed_window, &reader).await?;
        let news = |id: &str| covers.iter().find(|row| row.id == id).cloned();
        let (made, changed) = (news(&asked.made), news(&asked.changed));
        let may = self.may_cover(&snapshot, rota.record.team).is_ok();
        let (covers, pages) = page_of(covers, &asked.page);
        Ok(CoverPage {
            slug: slug.to_owned(),
            rota: rota.record.name.clone(),
            zone: wording::zone_name(&rota.rules.zone),
            may,
            may_correct: self.manages(&snapshot, rota.record.team),
            lead: asked.lead.clone(),
            engineer: asked.engineer.clone(),
            from: as_typed(&asked.from, span.start(), &rota.rules.zone),
            to: as_typed(&asked.to, span.end(), &rota.rules.zone),
            length: wording::hours(span.seconds()),
            when: wording::span_words(span, &rota.rules.zone, &reader),
            suggestions: match may && old.is_none() {
                true => self.suggestions(&snapshot, rota, &role, span).await?,
                false => Vec::new(),
            },
            change: old.map(|old| changing::words(&old, &snapshot, rota, &reader)),
            leads: candidates(&snapshot, rota, Role::Lead, span, &leave),
            engineers: candidates(&snapshot, rota, Role::Engineer, span, &leave),
            role,
            from_now: asked.from.trim().is_empty() && asked.first.trim().is_empty() && span.start() == now,
            quick: presets::quick(rota, span.start(), now),
            shifts: presets::shifts(rota, &reader),
            exchange: presets::exchange(rota, span, &asked.from),
            outcome,
            was_changed: changed.is_some(),
            made: changed.or(made),
            covers,
            pages,
        })
    }

    /// The cover that an address wants changed, when it is one of this rota that still can be.
    async fn to_change(&self, rota: &RotaImage, id: &str) -> Result<Option<CoverRecord>> {
        if id.trim().is_empty() {
            return Ok(None);
        }
        let old = self.known_cover(cover_id(id)?).await?;
        if old.rota != rota.record.id {
            return Err(unknown_cover(old.cover.id()));
        }
        if old.withdrawn.is_some() {
            let words = "This cover was changed or withdrawn meanwhile: choose it again from the list.";
            return Err(AppError::Stale(words.to_owned()));
        }
        Ok(Some(old))
    }

    /// What a cover would do, whoever asks: drawn, or why it is refused.
    pub(in crate::services) async fn would_be(&self, rota: &RotaImage, request: &CoverRequest) -> Result<Outcome> {
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        match self.decided(&snapshot, rota, request, &reader).await {
            Ok(decision) => Ok(Outcome::Possible(preview(&snapshot, rota, &decision, &reader))),
            Err(error) => outcome_of(error),
        }
    }

    /// The present and coming covers of a rota, each with those that have to be withdrawn with it.
    async fn listed(
        &self,
        snapshot: &Snapshot,
        rota: &RotaImage,
        window: Span,
        reader: &Reader,
    ) -> Result<Vec<CoverRow>> {
        let records = self.tandem.store.covers(rota.record.id, window).await?;
        let row = |record| view::row(record, snapshot, &rota.rules.zone, reader);
        let mut rows: Vec<CoverRow> = listed(&records).map(row).collect();
        if rows.len() < 2 {
            return Ok(rows);
        }
        let shifts = self.tandem.store.shifts(rota.record.id, window).await?;
        let covers: Vec<Cover> = records.iter().map(|record| record.cover.clone()).collect();
        let together: Vec<Vec<CoverId>> = listed(&records)
            .map(|record| together(&record.cover, (&shifts, &covers), rota.record.planned, window))
            .collect();
        let words: HashMap<String, String> = rows.iter().map(|row| (row.id.clone(), short_words(row))).collect();
        for (row, together) in rows.iter_mut().zip(together).filter(|(_, together)| together.len() > 1) {
            row.together = together.iter().map(CoverId::to_string).collect();
            let others = row.together.iter().filter(|id| **id != row.id);
            row.with = others.filter_map(|id| words.get(id).cloned()).collect();
        }
        Ok(rows)
    }

    async fn outcome(&self, rota: &RotaImage, asked: &Asked, role: &str, span: Span) -> Result<Outcome> {
        let (snapshot, now) = (self.tandem.snapshot(), self.tandem.now());
        let or = |typed: &str, at: Instant| match typed.trim() {
            "" => wording::local_field(at, &rota.rules.zone),
            typed => typed.to_owned(),
        };
        let chosen = CoverForm {
            role: role.to_owned(),
            lead: asked.lead.clone(),
            engineer: asked.engineer.clone(),
            from: match span.start() == now {
                true => asked.from.clone(),
                false => or(&asked.from, span.start()),
            },
            to: or(&asked.to, span.end()),
            ..CoverForm::default()
        };
        let request = match form::request(&snapshot, &rota.record, chosen, now) {
            Ok(request) => request,
            Err(error) => return outcome_of(error),
        };
        let first = self.decide_cover(&rota.record.slug, &request).await;
        let decided = match first {
            Err(AppError::Refused { all, .. }) if all.iter().all(|(rule, _)| may_be_passed_over(rule)) => {
                let request = CoverRequest {
                    override_reason: Some("preview".to_owned()),
                    ..request
                };
                self.decide_cover(&rota.record.slug, &request).await
            }
            other => other,
        };
        match decided {
            Ok((_, decision)) => {
                let reader = self.reader(&snapshot);
                let key = self.tandem.new_id().to_string();
                let seen = preview(&snapshot, rota, &decision, &reader);
                Ok(Outcome::Possible(Preview { key, ..seen }))
            }
            Err(error) => outcome_of(error),
        }
    }
}

/// The rules that an override with a reason passes over: never rule 1.
pub(super) fn may_be_passed_over(rule: &str) -> bool {
    matches!(rule, "on-leave" | "not-qualified")
}

pub(super) fn outcome_of(error: AppError) -> Result<Outcome> {
    match error {
        AppError::Refused { rule, all, .. } => Ok(Outcome::Refused {
            rule,
            reasons: all.into_iter().map(|(_, words)| words).collect(),
        }),
        AppError::Invalid(fields) => Ok(Outcome::Refused {
            rule: "invalid".to_owned(),
            reasons: fields.into_iter().map(|field| field.message).collect(),
        }),
        other => Err(other),
    }
}

/// The covers that have to go with one, itself first.
fn together(
    cover: &Cover,
    (shifts, covers): (&[Shift], &[Cover]),
    planned: Option<Span>,
    window: Span,
) -> Vec<CoverId> {
    let inputs = Inputs {
        shifts,
        covers,
        corrections: &[],
        planned,
        window: cover.span().intersection(&window).unwrap_or(window),
    };
    covers_in_the_way(&inputs, vec![cover.id()])
}

/// One page of the list, which page it is from 1, and how many there are.
fn page_of(covers: Vec<CoverRow>, asked: &str) -> (Vec<CoverRow>, (usize, usize)) {
    let pages = covers.len().div_ceil(LISTED).max(1);
    let page = asked.trim().parse::<usize>().unwrap_or(1).clamp(1, pages);
    let listed = covers.into_iter().skip((page - 1) * LISTED).take(LISTED);
    (listed.collect(), (page, pages))
}

/// `Ada is Engineer, Tue 24 Nov 17:00 – 21:00`.
fn short_words(row: &CoverRow) -> String {
    let takes = row
        .changes
        .iter()
        .map(|change| format!("{} is {}", isolated(&change.name), change.role));
    format!("{}, {}", takes.collect::<Vec<_>>().join(" and "), row.when)
}

/// Covers that still hold, latest made last: those withdrawn live on only as the past.
fn listed(covers: &[CoverRecord]) -> impl Iterator<Item = &CoverRecord> {
    covers.iter().filter(|record| record.withdrawn.is_none())
}

/// The field of a time: what was typed, right or wrong, or else `at`.
fn as_typed(text: &str, at: Instant, zone: &Zone) -> String {
    wording::local_field(wording::instant(text, zone).unwrap_or(at), zone)
}

/// The team's members: free and qualified people first.
fn candidates(snapshot: &Snapshot, rota: &RotaImage, role: Role, span: Span, leave: &[LeaveRecord]) -> Vec<Candidate> {
    let directory = snapshot.directory();
    let (own, other) = (held_by(rota, role, span), held_by(rota, role.other(), span));
    let mut found: Vec<(bool, bool, bool, Candidate)> = directory
        .members(rota.record.team)
        .iter()
        .filter_map(|member| {
            let person = directory
                .person(member.person)
                .filter(|person| person.deactivated_at.is_none())?;
            let qualified = snapshot.may_hold(rota, person.id, role, span);
            let away = leave
                .iter()
                .any(|leave| leave.person == person.id && leave.span.overlaps(&span));
            let serves = [(&other, role.other()), (&own, role)]
                .into_iter()
                .find(|(held, _)| held.contains(&person.id));
            let busy = serves.is_some();
            let name = isolated(&person.name);
            let word = match (qualified, away, serves) {
                (false, ..) => format!("{name}, not qualified as {role}"),
                (_, true, _) => format!("{name}, on leave"),
                (.., Some((_, role))) => format!("{name}, is {role} then"),
                _ => person.name.clone(),
            };
            Some((
                !qualified,
                away,
                busy,
                Candidate {
                    id: person.id.to_string(),
                    words: word,
                },
            ))
        })
        .collect();
    found.sort_by_cached_key(|(unqualified, away, busy, candidate)| {
        (*unqualified, *away, *busy, collation::key(&candidate.words))
    });
    found.into_iter().map(|(.., candidate)| candidate).collect()
}

fn held_by(rota: &RotaImage, role: Role, span: Span) -> Vec<PersonId> {
    Duty::from_rows(span, &rota.duty)
        .rows()
        .iter()
        .filter_map(|row| row.pairing.holder(role))
        .collect()
}

pub(super) fn preview(snapshot: &Snapshot, rota: &RotaImage, decision: &Decision, reader: &Reader) -> Preview {
    let (zone, span) = (&rota.rules.zone, decision.after.window());
    let first = wording::midnight(zone.local(span.start()).date(), zone);
    let last = zone
        .local(span.end() - 1)
        .date()
        .succ_opt()
        .map_or(span.end(), |day| wording::midnight(day, zone));
    let window = Span::new(first.min(span.start()), last.max(span.end())).unwrap_or(span);
    let before = Duty::from_rows(window, &rota.duty);
    let after = spliced(&before, &decision.after);
    let rest = rest::words(snapshot, rota, decision);
    Preview {
        words: changed_hours(snapshot, &decision.before, &decision.after),
        length: wording::hours(decision.cover.span().seconds()),
        passed_over: decision.passed_over.clone(),
        warnings: decision.warnings.clone(),
        short_rest: rest.iter().any(|(_, short)| *short),
        rest: rest.into_iter().map(|(words, _)| words).collect(),
        key: String::new(),
        seen: super::mark(&decision.before),
        before: Chart {
            bars: bars(snapshot, rota, &before, reader),
        },
        after: Chart {
            bars: bars(snapshot, rota, &after, reader),
        },
        days: board::week_days(rota, window),
    }
}

/// Whether somebody is there, or nobody, by a cover or a correction.
fn by_change(row: &DutyRow, role: Role) -> bool {
    row.cover(role).is_some() || row.correction(role).is_some()
}

/// `outer` with what `inner` says in its window.
pub(super) fn spliced(outer: &Duty, inner: &Duty) -> Duty {
    let within = inner.window();
    let mut rows: Vec<DutyRow> = outer
        .rows()
        .iter()
        .filter(|row| row.starts_at < within.start())
        .copied()
        .collect();
    rows.extend_from_slice(inner.rows());
    rows.extend(outer.at(within.end()).map(|row| DutyRow {
        starts_at: within.end(),
        ..*row
    }));
    rows.extend(outer.rows().iter().filter(|row| row.starts_at > within.end()).copied());
    Duty::from_rows(outer.window(), &rows)
}

/// Duty as bars, drawn to the scale of its window.
pub(in crate::services) fn bars(snapshot: &Snapshot, rota: &RotaImage, duty: &Duty, reader: &Reader) -> Vec<ChartBar> {
    let mut found = Vec::new();
    for role in Role::BOTH {
        let mut pieces: Vec<(Span, Option<PersonId>, bool)> = Vec::new();
        for (span, row) in duty.segments().filter(|(_, row)| row.state == State::Covered) {
            let (holder, cover) = (row.pairing.holder(role), by_change(row, role));
            match pieces.last_mut() {
                Some((last, held, covered)) if last.end() == span.start() && (*held, *covered) == (holder, cover) => {
                    *last = Span::new(last.start(), span.end()).unwrap_or(*last);
                }
                _ => pieces.push((span, holder, cover)),
            }
        }
        found.extend(pieces.into_iter().map(|(span, holder, cover)| {
            let name = holder.map(|id| snapshot.directory().name(id).to_owned());
            let (x, until) = (
                board::percent(duty.window(), span.start()),
                board::percent(duty.window(), span.end()),
            );
            ChartBar {
                role,
                x,
                width: until - x,
                person: holder.map(|id| id.to_string()).unwrap_or_default(),
                title: format!(
                    "{}, {role}, {}",
                    name.as_deref().map_or("Nobody".into(), isolated),
                    wording::span_words(span, &rota.rules.zone, reader)
                ),
                name,
                cover,
            }
        }));
    }
    found
}

/// `Ben does 63 h 30 min more, Priya 63 h 30 min less.`
pub(in crate::services) fn changed_hours(snapshot: &Snapshot, before: &Duty, after: &Duty) -> String {
    let mut change: BTreeMap<PersonId, i64> = BTreeMap::new();
    for (duty, sign) in [(before, -1), (after, 1)] {
        for (span, row) in duty.segments() {
            for person in [row.pairing.lead(), row.pairing.engineer()].into_iter().flatten() {
                *change.entry(person).or_default() += sign * span.seconds();
            }
        }
    }
    let mut words: Vec<(i64, String)> = change
        .into_iter()
        .filter(|(_, seconds)| *seconds != 0)
        .map(|(person, seconds)| {
            let word = if seconds > 0 { "more" } else { "less" };
            (
                -seconds,
                format!(
                    "{} {} {word}",
                    snapshot.directory().name_in_words(person),
                    wording::hours(seconds.abs())
                ),
            )
        })
        .collect();
    words.sort();
    words.into_iter().map(|(_, words)| words).collect::<Vec<_>>().join(", ")
}
