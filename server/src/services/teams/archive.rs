//! A team ends: it takes nothing new, does no duty from a day on, leaves the lists, and keeps its history.

use super::{known_team, rotas_of, subject};
use crate::{
    services::{Desk, Reader, Result, duty, wording},
    snapshot::{RotaImage, Snapshot},
    store::{CoverRecord, DraftRecord, TeamRecord, Write},
};
use app::AppError;
use chrono::NaiveDate;
use domain::{Instant, RotaId, Span, TeamId, rota::Shift, timeline};
use serde_json::json;
use std::sync::Arc;

impl Desk {
    /// Archives a team: now, or after its last day of duty. What is published after that day is taken back.
    ///
    /// # Errors
    /// `Refused` while its rotas have duty ahead and no day is said, and while they serve other teams' services.
    pub(super) async fn archive(&self, slug: String, last_day: &str) -> Result<()> {
        self.may_administer()?;
        let last_day = match last_day.trim() {
            "" => None,
            text => Some(wording::day(text).map_err(|words| AppError::field("last_day", words))?),
        };
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            let snapshot = desk.tandem.snapshot();
            let team = known_team(&snapshot, &slug)?;
            let now = write.at();
            check(&snapshot, &team, last_day, &desk.reader(&snapshot))?;
            let mut ends = now;
            let mut taken_back = Vec::new();
            for rota in rotas_of(&snapshot, team.id) {
                let end = last_day.map_or(now, |day| after(day, rota));
                ends = ends.max(end);
                if end_duty(&mut write, rota, end).await? {
                    taken_back.push(rota.record.name.clone());
                }
                discard_drafts(&mut write, rota, now).await?;
            }
            if let (Some(day), true) = (last_day, ends == now) {
                ends = ends.max(wording::midnight(
                    day.succ_opt().unwrap_or(day),
                    &organisation_zone(&snapshot),
                ));
            }
            write.archive_team(team.id, Some(ends), None).await?;
            let detail = json!({ "name": team.name, "duty_ends": ends, "plans_taken_back": taken_back });
            write.audit("team.archived", &subject(team.id), detail).await?;
            desk.tandem.commit(write).await?;
            Ok(())
        })
        .await
    }

    /// Takes an archiving back. Duty that was taken back is planned anew.
    ///
    /// # Errors
    /// `Refused` for a team that was merged.
    pub(super) async fn restore(&self, slug: String) -> Result<()> {
        self.may_administer()?;
        let desk = self.clone();
        self.to_the_end(async move {
            let mut write = desk.begin().await?;
            let snapshot = desk.tandem.snapshot();
            let team = known_team(&snapshot, &slug)?;
            if team.archived_at.is_none() {
                return Ok(());
            }
            if let Some(into) = team.merged_into.and_then(|id| snapshot.directory().team(id)) {
                let words = format!(
                    "{} was merged into {}, which has everything of it: make a new team instead.",
                    team.name, into.name
                );
                return Err(AppError::refused("merged", words));
            }
            write.archive_team(team.id, None, None).await?;
            write
                .audit("team.restored", &subject(team.id), json!({ "name": team.name }))
                .await?;
            desk.tandem.commit(write).await?;
            Ok(())
        })
        .await
    }
}

/// Refuses something new of a team that is archived or will be.
///
/// # Errors
/// `Refused`, with what to do.
pub(crate) fn takes_new(snapshot: &Snapshot, team: TeamId) -> Result<()> {
    snapshot.directory().team(team).map_or(Ok(()), is_open)
}

/// The same for a team as it is inside a write: another node may have archived it since the snapshot was taken.
///
/// # Errors
/// `Refused`, with what to do.
pub(super) fn is_open(team: &TeamRecord) -> Result<()> {
    match team.archived_at {
        Some(_) => Err(archived(team)),
        None => Ok(()),
    }
}

/// Refuses a plan that reaches beyond the end of its team.
///
/// # Errors
/// `Refused`, with what to do.
pub(crate) fn takes_duty(snapshot: &Snapshot, team: TeamId, until: Instant) -> Result<()> {
    match snapshot.directory().team(team) {
        Some(team) if team.archived_at.is_some_and(|end| end < until) => Err(archived(team)),
        _ => Ok(()),
    }
}

fn archived(team: &TeamRecord) -> AppError {
    let words = format!(
        "{} is archived, or will be before that: an administrator can restore it.",
        team.name
    );
    AppError::refused("archived", words)
}

/// What of a team's rotas is published beyond `now`, in words.
pub(super) fn duty_ahead(snapshot: &Snapshot, team: TeamId, reader: &Reader) -> Vec<String> {
    let ahead = |rota: &Arc<RotaImage>| {
        let end = rota
            .record
            .planned
            .map(|planned| planned.end())
            .filter(|end| *end > reader.now)?;
        let until = wording::stamp(end, &rota.rules.zone, reader).text;
        Some(format!("{} is published until {until}", rota.record.name))
    };
    let mut words: Vec<String> = rotas_of(snapshot, team).filter_map(ahead).collect();
    words.sort_by_cached_key(|words| words.to_lowercase());
    words
}

fn check(snapshot: &Snapshot, team: &TeamRecord, last_day: Option<NaiveDate>, reader: &Reader) -> Result<()> {
    let now = reader.now;
    let mut all: Vec<(String, String)> = Vec::new();
    let mut refuse = |rule: &str, words: String| all.push((rule.to_owned(), words));
    if team.merged_into.is_some() || team.archived_at.is_some_and(|end| end <= now) {
        refuse("archived", format!("{} is archived already.", team.name));
    }
    let own: Vec<RotaId> = rotas_of(snapshot, team.id).map(|rota| rota.record.id).collect();
    let mut served: Vec<&str> = snapshot
        .services()
        .filter(|it| it.team != team.id && !snapshot.directory().is_archived(it.team, now))
        .filter(|it| own.contains(&it.in_hours_rota) || own.contains(&it.out_of_hours_rota))
        .map(|it| it.name.as_str())
        .collect();
    served.sort_unstable();
    for service in served {
        refuse(
            "serves-others",
            format!("{service} of another team is served by its rotas: give it other ones first."),
        );
    }
    let ahead = duty_ahead(snapshot, team.id, reader);
    if last_day.is_none() && !ahead.is_empty() {
        let words = format!("{}: say the last day of its duty.", ahead.join("; "));
        refuse("duty-ahead", words);
    }
    if let Some(day) = last_day.filter(|day| *day < organisation_zone(snapshot).local(now).date()) {
        let words = format!("‘{day}’ is over: the last day of its duty is today or later.");
        return Err(AppError::field("last_day", words));
    }
    let Some((rule, _)) = all.first().cloned() else {
        return Ok(());
    };
    let message = all
        .iter()
        .map(|(_, words)| words.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    Err(AppError::Refused { rule, message, all })
}

fn organisation_zone(snapshot: &Snapshot) -> domain::Zone {
    let zone = snapshot.organisation().and_then(|it| crate::zones::zone(&it.zone).ok());
    zone.unwrap_or_else(domain::Zone::utc)
}

/// The end of a day where the rota is.
fn after(day: NaiveDate, rota: &RotaImage) -> Instant {
    wording::midnight(day.succ_opt().unwrap_or(day), &rota.rules.zone)
}

/// Discards a rota's drafts; each can be taken back while there is a team to serve it.
async fn discard_drafts(write: &mut Write, rota: &RotaImage, now: Instant) -> Result<()> {
    while let Some(mut draft) = DraftRecord::newest(write.connection(), rota.record.id).await? {
        draft.discarded_at = Some(now);
        write.update_draft(&draft).await?;
    }
    Ok(())
}

/// Takes back what is published of a rota from `end` on; a turn under way then ends there. False when nothing is.
async fn end_duty(write: &mut Write, rota: &RotaImage, end: Instant) -> Result<bool> {
    let mut record = rota.record.clone();
    let Some(planned) = record.planned.filter(|planned| planned.end() > end) else {
        return Ok(false);
    };
    let Ok(gone) = Span::new(end.max(planned.start()), planned.end()) else {
        return Ok(false);
    };
    for shift in write.shifts(record.id, gone).await? {
        write.end_shift(shift.id).await?;
        if let Ok(kept) = Span::new(shift.span.start(), gone.start()) {
            let stretches = shift.stretches.iter().filter_map(|it| it.intersection(&kept)).collect();
            let kept = Shift {
                span: kept,
                stretches,
                ..shift
            };
            write.insert_shift(record.id, &kept).await?;
        }
    }
    record.planned = Span::new(planned.start(), gone.start()).ok();
    write.update_rota(&record).await?;
    let covers = CoverRecord::current(write.connection(), record.id, gone).await?;
    let words = |_: &timeline::Conflict| format!("{} covers stand in the way of taking the plan back.", covers.len());
    duty::settle(write, &record, gone, words).await?;
    Ok(true)
}
