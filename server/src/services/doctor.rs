//! Is duty what its inputs make it? Reads everything, changes nothing.

use crate::store::{CorrectionRecord, CoverRecord, Examination, Result, RotaRecord, Store};
use domain::{
    Instant, Role, Span,
    timeline::{Conflict, Cover, Duty, DutyRow, Inputs, resolve},
};

/// What was examined, and what is wrong with it.
#[derive(Debug, Default)]
pub struct Report {
    /// How many rotas.
    pub rotas: usize,
    /// How many current shifts.
    pub shifts: usize,
    /// How many covers in force.
    pub covers: usize,
    /// How many corrections in force.
    pub corrections: usize,
    /// How many rows of duty.
    pub rows: usize,
    /// What is wrong, in words; empty when all is sound.
    pub complaints: Vec<String>,
}

/// How many differences of one rota are told.
const TOLD: usize = 10;

/// Examines a whole database at one moment of its history.
///
/// # Errors
/// When it cannot be read.
pub async fn examine(store: &Store) -> Result<Report> {
    let mut examination = Examination::begin(store).await?;
    let mut report = Report {
        complaints: examination.integrity().await?,
        ..Report::default()
    };
    for rota in RotaRecord::all(examination.connection()).await? {
        one_rota(&mut examination, &rota, &mut report).await?;
    }
    Ok(report)
}

async fn one_rota(examination: &mut Examination, rota: &RotaRecord, report: &mut Report) -> Result<()> {
    let whole = whole_time();
    let Some(whole) = whole else { return Ok(()) };
    let stored = examination.duty(rota.id).await?;
    let shifts = examination.shifts(rota.id, whole).await?;
    let covers: Vec<Cover> = CoverRecord::current(examination.connection(), rota.id, whole)
        .await?
        .into_iter()
        .map(|record| record.cover)
        .collect();
    let corrections = CorrectionRecord::in_force(examination.connection(), rota.id, whole).await?;
    report.rotas += 1;
    report.corrections += corrections.len();
    report.shifts += shifts.len();
    report.covers += covers.len();
    report.rows += stored.len();
    if stored
        .last()
        .is_some_and(|last| last.state != domain::timeline::State::Unplanned)
    {
        report
            .complaints
            .push(format!("{}: the last row of duty is not unplanned", rota.slug));
    }
    match resolve(&Inputs {
        shifts: &shifts,
        covers: &covers,
        corrections: &corrections,
        planned: rota.planned,
        window: whole,
    }) {
        Ok(duty) => differences(
            &rota.slug,
            &Duty::from_rows(whole, &stored),
            &duty,
            &mut report.complaints,
        ),
        Err(conflicts) => report
            .complaints
            .extend(conflicts.iter().map(|conflict| two_people(&rota.slug, conflict))),
    }
    Ok(())
}

/// All the time there is.
fn whole_time() -> Option<Span> {
    Span::new(Instant::MIN, Instant::MAX).ok()
}

fn two_people(rota: &str, conflict: &Conflict) -> String {
    let (from, to) = (conflict.span.start(), conflict.span.end());
    format!(
        "{rota}: shifts, covers and corrections put person {} into both roles from {from} to {to}",
        conflict.person
    )
}

/// Where the stored duty says something else than the inputs do.
fn differences(rota: &str, stored: &Duty, worked_out: &Duty, complaints: &mut Vec<String>) {
    let mut starts: Vec<Instant> = stored
        .rows()
        .iter()
        .chain(worked_out.rows())
        .map(|row| row.starts_at)
        .collect();
    starts.sort_unstable();
    starts.dedup();
    let same = |one: &DutyRow, other: &DutyRow| {
        DutyRow {
            starts_at: other.starts_at,
            ..*one
        } == *other
    };
    let differing = starts.iter().filter_map(|at| {
        let (stored, worked_out) = (stored.at(*at)?, worked_out.at(*at)?);
        (!same(stored, worked_out)).then(|| {
            format!(
                "{rota}: duty from {at} is kept as {}, but its inputs make it {}",
                words(stored),
                words(worked_out)
            )
        })
    });
    let differing: Vec<String> = differing.collect();
    let more = differing.len().saturating_sub(TOLD);
    complaints.extend(differing.into_iter().take(TOLD));
    if more > 0 {
        complaints.push(format!("{rota}: {more} more differences"));
    }
}

fn words(row: &DutyRow) -> String {
    let person = |id: Option<domain::PersonId>| id.map_or_else(|| "nobody".to_owned(), |id| id.to_string());
    let by = |role| match (row.correction(role), row.cover(role)) {
        (Some(id), _) => format!(" by correction {id}"),
        (None, Some(id)) => format!(" by cover {id}"),
        (None, None) => String::new(),
    };
    format!(
        "{} (Lead {}{}, Engineer {}{}{})",
        super::now::state_key(row.state),
        person(row.pairing.lead()),
        by(Role::Lead),
        person(row.pairing.engineer()),
        by(Role::Engineer),
        row.shift.map(|id| format!(", shift {id}")).unwrap_or_default()
    )
}
