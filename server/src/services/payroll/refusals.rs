//! Why a statement cannot be brought further, in words.

use super::periods;
use crate::snapshot::Snapshot;
use app::AppError;
use domain::{
    PersonId,
    pay::{Period, StatementRefusal, StatementState},
};

/// A refusal in words that name whose statement it is.
pub(super) fn words(refusal: StatementRefusal, snapshot: &Snapshot, person: PersonId, period: Period) -> AppError {
    let name = snapshot.directory().name_in_words(person);
    let from = period.first();
    match refusal {
        StatementRefusal::NotOver => AppError::refused(
            "period-not-over",
            format!(
                "The period runs until {}: the statement of {name} is submitted after that.",
                periods::last(period)
            ),
        ),
        StatementRefusal::Stands(state) => AppError::refused("statement-stands", stands(&name, state, period)),
        StatementRefusal::OwnPay => AppError::refused(
            "own-pay",
            format!("The statement of {name} is your own pay: somebody else has to approve it."),
        ),
        StatementRefusal::Unanswered(many) => AppError::refused(
            "query-open",
            match many {
                1 => format!("{name} has asked about a line of the statement from {from}: answer that first."),
                many => {
                    format!("{name} has asked {many} questions about the statement from {from}: answer them first.")
                }
            },
        ),
        StatementRefusal::Changed => AppError::refused(
            "statement-changed",
            format!(
                "The statement of {name} from {from} is no longer what was submitted: look at it and submit it again as it is now."
            ),
        ),
        StatementRefusal::Later(later) => AppError::refused(
            "later-settled",
            format!(
                "The statement of {name} from {} counts on this one: reopen that first.",
                later.first()
            ),
        ),
    }
}

fn stands(name: &str, state: StatementState, period: Period) -> String {
    let from = period.first();
    match state {
        StatementState::Draft => {
            format!("The statement of {name} from {from} is a draft: it has to be submitted first.")
        }
        StatementState::Submitted => format!("The statement of {name} from {from} is submitted already."),
        StatementState::Approved => {
            format!("The statement of {name} from {from} is approved: what changes now is made good in the next.")
        }
        StatementState::Exported => {
            format!("The statement of {name} from {from} is with payroll: what changes now is made good in the next.")
        }
    }
}

/// That a statement cannot be drawn up.
pub(super) fn faults(snapshot: &Snapshot, person: PersonId, faults: &[String]) -> AppError {
    let name = snapshot.directory().name_in_words(person);
    AppError::refused(
        "cannot-be-worked-out",
        format!("The pay of {name} cannot be worked out: {}", faults.join("; ")),
    )
}

/// Several refusals as one, with all of them.
pub(super) fn all(refusals: Vec<AppError>) -> AppError {
    let named: Vec<(String, String)> = refusals
        .iter()
        .map(|error| match error {
            AppError::Refused { rule, message, .. } => (rule.clone(), message.clone()),
            other => ("refused".to_owned(), other.to_string()),
        })
        .collect();
    match <[AppError; 1]>::try_from(refusals) {
        Ok([one]) => one,
        Err(_) => {
            let rule = named.first().map_or("refused", |(rule, _)| rule.as_str());
            let words: Vec<&str> = named.iter().map(|(_, words)| words.as_str()).collect();
            AppError::Refused {
                rule: rule.to_owned(),
                message: format!("None is approved. {}", words.join(" ")),
                all: named.clone(),
            }
        }
    }
}
