//! Keeps duty what its inputs make it: the one place where shifts, covers and corrections become duty.

use super::Result;
use crate::store::{CorrectionRecord, CoverRecord, DutyNews, RotaRecord, Write};
use app::AppError;
use domain::{
    Instant, Span,
    timeline::{Conflict, Cover, Duty, Inputs, resolve},
};

/// Works out the duty of `rota` around `window` again and keeps it, inside the write that changed its inputs. Before that is
/// durable, everybody whose duty it changes is told.
///
/// # Errors
/// `two-people` when one person would hold both roles: nothing may then be committed. `words` puts each conflict into
/// words.
pub(crate) async fn settle(
    write: &mut Write,
    rota: &RotaRecord,
    window: Span,
    words: impl Fn(&Conflict) -> String,
) -> Result<()> {
    let window = widened(write, rota, window).await?;
    let shifts = write.shifts(rota.id, window).await?;
    let covers: Vec<Cover> = CoverRecord::current(write.connection(), rota.id, window)
        .await?
        .into_iter()
        .map(|record| record.cover)
        .collect();
    let corrections = CorrectionRecord::in_force(write.connection(), rota.id, window).await?;
    let before = Duty::from_rows(window, &write.duty_since(rota.id, window.start()).await?);
    let inputs = Inputs {
        shifts: &shifts,
        covers: &covers,
        corrections: &corrections,
        planned: rota.planned,
        window,
    };
    let duty = resolve(&inputs).map_err(|conflicts| two_people(&conflicts, words))?;
    write.replace_duty(rota.id, window, duty.rows()).await?;
    super::offers::leave_behind(write, rota.id, window).await?;
    write.note_duty(DutyNews {
        rota: rota.id,
        before,
        after: duty,
        published: None,
        corrected: None,
    });
    super::events::mark(write, rota, window).await
}

/// The refusal of everything that would put one person into both roles.
pub(crate) fn two_people(conflicts: &[Conflict], words: impl Fn(&Conflict) -> String) -> AppError {
    let all: Vec<(String, String)> = conflicts
        .iter()
        .map(|conflict| ("two-people".to_owned(), words(conflict)))
        .collect();
    let message = all
        .iter()
        .map(|(_, words)| words.as_str())
        .collect::<Vec<_>>()
        .join(" ");
    AppError::Refused {
        rule: "two-people".to_owned(),
        message,
        all,
    }
}

/// The window and one row of duty on either side, so that rows which become alike are joined.
async fn widened(write: &mut Write, rota: &RotaRecord, window: Span) -> Result<Span> {
    let rows = write.duty_since(rota.id, window.start() - 1).await?;
    let start = rows
        .first()
        .map_or(window.start(), |row| row.starts_at.min(window.start()));
    let end = rows
        .iter()
        .map(|row| row.starts_at)
        .filter(|at| *at > window.end())
        .nth(1)
        .unwrap_or_else(|| {
            window
                .end()
                .max(rota.planned.map_or(Instant::MIN, |planned| planned.end()))
        });
    Ok(Span::new(start, end).unwrap_or(window))
}
