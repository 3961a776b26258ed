//! The page of covers: what may be chosen, and what a choice would change.

use super::{
    super::{Desk, Reader, Result, now as board, wording},
    CoverRequest, Decision, form, known_rota, view,
};
use crate::{
    bidi::isolated,
    collation,
    snapshot::{RotaImage, Snapshot},
    store::{CoverRecord, LeaveRecord},
};
use app::{
    AppError,
    covers::{Asked, Candidate, Chart, ChartBar, CoverForm, CoverPage, Outcome, Preview, Quick},
};
use domain::{
    Instant, PersonId, Role, Span, Zone,
    timeline::{Duty, DutyRow, State},
};
use std::collections::BTreeMap;

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
        let span = asked_span(rota, &asked, now)?;
        let leave = self.tandem.store.leave(span).await?;
        let role = match asked.role.as_str() {
            "engineer" | "both" => asked.role.clone(),
            _ => "lead".to_owned(),
        };
        let outcome = if asked.preview.is_empty() {
            None
        } else {
            Some(self.outcome(rota, &asked, &role, span).await?)
        };
        let listed_window =
            Span::new(now, now + LISTED_SECONDS).map_err(|error| AppError::field("from", error.to_string()))?;
        let covers: Vec<_> = listed(&self.tandem.store.covers(rota.record.id, listed_window).await?)
            .map(|record| view::row(record, &snapshot, &rota.rules.zone, &reader))
            .collect();
        let made = covers.iter().find(|row| row.id == asked.made).cloned();
        Ok(CoverPage {
            slug: slug.to_owned(),
            rota: rota.record.name.clone(),
            zone: wording::zone_name(&rota.rules.zone),
            may: self.may_cover(&snapshot, rota.record.team).is_ok(),
            role,
            lead: asked.lead.clone(),
            engineer: asked.engineer.clone(),
            from: as_typed(&asked.from, span.start(), &rota.rules.zone),
            to: as_typed(&asked.to, span.end(), &rota.rules.zone),
            length: wording::hours(span.seconds()),
            leads: candidates(&snapshot, rota, Role::Lead, span, &leave),
            engineers: candidates(&snapshot, rota, Role::Engineer, span, &leave),
            quick: quick(rota, span.start(), now),
            outcome,
            made,
            covers,
        })
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
            from: or(&asked.from, span.start()),
            to: or(&asked.to, span.end()),
            reason: String::new(),
            override_reason: String::new(),
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
            Ok((_, decision)) => Ok(Outcome::Possible(preview(
                &snapshot,
                rota,
                &decision,
                &self.reader(&snapshot),
            ))),
            Err(error) => outcome_of(error),
        }
    }
}

/// The rules that an override with a reason passes over: never rule 1.
fn may_be_passed_over(rule: &str) -> bool {
    matches!(rule, "on-leave" | "not-qualified")
}

fn outcome_of(error: AppError) -> Result<Outcome> {
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

/// Covers that still hold, latest made last: those withdrawn live on only as the past.
fn listed(covers: &[CoverRecord]) -> impl Iterator<Item = &CoverRecord> {
    covers.iter().filter(|record| record.withdrawn.is_none())
}

/// The field of a time: what was typed, right or wrong, or else `at`.
fn as_typed(text: &str, at: Instant, zone: &Zone) -> String {
    wording::local_field(wording::instant(text, zone).unwrap_or(at), zone)
}

/// What was asked for, or the rest of the shift, or a day.
fn asked_span(rota: &RotaImage, asked: &Asked, now: Instant) -> Result<Span> {
    let zone = &rota.rules.zone;
    let from = wording::instant(&asked.from, zone).ok();
    let shift = shift_at(rota, from.unwrap_or(now), now);
    let start = from.unwrap_or_else(|| shift.map_or(now, |span| span.start()));
    let to = wording::instant(&asked.to, zone).ok();
    let end = to
        .or(shift.map(|span| span.end()))
        .filter(|end| *end > start)
        .unwrap_or(start + 86_400);
    Span::new(start, end).map_err(|error| AppError::field("to", error.to_string()))
}

/// What is left at `now` of the shift at `at`, or of the next after it.
fn shift_at(rota: &RotaImage, at: Instant, now: Instant) -> Option<Span> {
    let first = rota.duty.partition_point(|row| row.starts_at <= at).saturating_sub(1);
    let start = first + rota.duty.get(first..)?.iter().position(|row| row.shift.is_some())?;
    let shift = rota.duty.get(start)?.shift;
    let begin = rota.duty[..start]
        .iter()
        .rposition(|row| row.shift.is_some() && row.shift != shift)
        .map_or(0, |at| at + 1);
    let begins = rota.duty[begin..=start]
        .iter()
        .find(|row| row.shift == shift)?
        .starts_at;
    let last = start
        + rota.duty[start..]
            .iter()
            .take_while(|row| row.shift.is_none() || row.shift == shift)
            .count()
        - 1;
    let last = (start..=last).rev().find(|index| rota.duty[*index].shift == shift)?;
    let ends = rota.duty.get(last + 1)?.starts_at;
    Span::new(begins.max(now), ends).ok()
}

fn quick(rota: &RotaImage, at: Instant, now: Instant) -> Vec<Quick> {
    let zone = &rota.rules.zone;
    let choice = |words: &str, span: Span| Quick {
        words: words.to_owned(),
        from: wording::local_field(span.start(), zone),
        to: wording::local_field(span.end(), zone),
    };
    let current = shift_at(rota, now, now);
    let next = current.and_then(|span| shift_at(rota, span.end(), now));
    let this = shift_at(rota, at, now).filter(|span| Some(*span) != current && Some(*span) != next);
    let on_now = current.is_some_and(|span| span.start() == now);
    let first = if on_now { "Now until handover" } else { "The next shift" };
    let second = if on_now { "The next shift" } else { "The one after" };
    [(first, current), (second, next), ("This shift", this)]
        .into_iter()
        .filter_map(|(words, span)| span.map(|span| choice(words, span)))
        .collect()
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
            let qualified = member
                .qualification
                .is_some_and(|qualification| qualification.allows(role));
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

fn preview(snapshot: &Snapshot, rota: &RotaImage, decision: &Decision, reader: &Reader) -> Preview {
    let (zone, span) = (&rota.rules.zone, decision.cover.span());
    let first = wording::midnight(zone.local(span.start()).date(), zone);
    let last = zone
        .local(span.end() - 1)
        .date()
        .succ_opt()
        .map_or(span.end(), |day| wording::midnight(day, zone));
    let window = Span::new(first.min(span.start()), last.max(span.end())).unwrap_or(span);
    let before = Duty::from_rows(window, &rota.duty);
    let after = spliced(&before, &decision.after);
    Preview {
        words: changed_hours(snapshot, decision),
        length: wording::hours(span.seconds()),
        passed_over: decision.passed_over.clone(),
        before: Chart {
            bars: bars(snapshot, rota, &before, reader),
        },
        after: Chart {
            bars: bars(snapshot, rota, &after, reader),
        },
        days: board::week_days(rota, window),
    }
}

/// `outer` with what `inner` says in its window.
fn spliced(outer: &Duty, inner: &Duty) -> Duty {
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
            let (holder, cover) = (row.pairing.holder(role), row.cover(role).is_some());
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
fn changed_hours(snapshot: &Snapshot, decision: &Decision) -> String {
    let mut change: BTreeMap<PersonId, i64> = BTreeMap::new();
    for (duty, sign) in [(&decision.before, -1), (&decision.after, 1)] {
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
