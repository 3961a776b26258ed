//! What people are told of pay. No amount is in a letter: it is seen by whoever signs in.

use super::{
    Notice,
    letters::{Scene, Words},
};
use crate::{
    Tandem,
    services::{Result, wording},
    snapshot::Snapshot,
    store::{OrganisationRole, StatementRecord, StoreError, Write},
};
use chrono::NaiveDate;
use domain::{
    PersonId,
    pay::{Period, StatementState},
};
use serde::{Deserialize, Serialize};

/// What has happened to a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "news", rename_all = "snake_case")]
pub(crate) enum PayNews {
    /// Its period is over: whoever is paid looks at it and submits it.
    Ready,
    /// It is approved.
    Approved,
    /// It was sent back.
    Reopened {
        /// Why.
        reason: String,
    },
    /// Whoever is paid asks about a line.
    Asked {
        /// What the line says.
        line: String,
        /// What is asked.
        question: String,
    },
    /// A question was answered.
    Answered {
        /// What was asked.
        question: String,
        /// The answer.
        answer: String,
    },
    /// Duty or a call-out of it was changed after it was approved: the difference is made good in the next.
    Late,
}

impl PayNews {
    /// The word in databases and answers.
    pub(super) const fn key(&self) -> &'static str {
        match self {
            Self::Ready => "pay_ready",
            Self::Approved => "pay_approved",
            Self::Reopened { .. } => "pay_reopened",
            Self::Asked { .. } => "pay_asked",
            Self::Answered { .. } => "pay_answered",
            Self::Late => "pay_late",
        }
    }
}

impl Tandem {
    /// Tells whoever is paid of their statement.
    pub(in crate::services) async fn tell_of_pay(
        &self,
        write: &mut Write,
        person: PersonId,
        period: Period,
        news: PayNews,
    ) -> Result<()> {
        self.inform(write, person, &notice(person, period, news)).await
    }

    /// Tells those who prepare pay of a question; administrators where nobody is said to.
    pub(in crate::services) async fn tell_those_who_pay(
        &self,
        write: &mut Write,
        person: PersonId,
        period: Period,
        news: PayNews,
    ) -> Result<()> {
        let notice = notice(person, period, news);
        for clerk in clerks(&self.snapshot()) {
            self.inform(write, clerk, &notice).await?;
        }
        Ok(())
    }

    /// Tells somebody whose past duty or call-out has changed that what it changes of a settled statement is made good in
    /// the next; nothing where none is settled.
    pub(in crate::services) async fn tell_of_late_pay(
        &self,
        write: &mut Write,
        person: PersonId,
        dates: (NaiveDate, NaiveDate),
    ) -> std::result::Result<(), StoreError> {
        let statements = StatementRecord::of(write.connection(), person).await?;
        let touched = statements.into_iter().filter(|statement| {
            statement.state.is_settled() && statement.period.first() <= dates.1 && statement.period.end() > dates.0
        });
        for statement in touched {
            let key = format!("pay_late {person} {} {}", statement.period.first(), write.revision());
            let notice = notice(person, statement.period, PayNews::Late);
            self.inform_once(write, person, &notice, key).await?;
        }
        Ok(())
    }
}

/// The notice of a statement.
pub(in crate::services) fn notice(person: PersonId, period: Period, news: PayNews) -> Notice {
    Notice::Pay {
        person,
        first: period.first(),
        end: period.end(),
        news,
    }
}

/// Those who prepare pay and are here, in order of their ids; the administrators where nobody else does.
fn clerks(snapshot: &Snapshot) -> Vec<PersonId> {
    let here = || {
        snapshot
            .directory()
            .people()
            .filter(|person| person.deactivated_at.is_none())
    };
    let mut clerks: Vec<PersonId> = here().filter(|person| person.payroll).map(|person| person.id).collect();
    if clerks.is_empty() {
        let administrators = here().filter(|person| person.role == OrganisationRole::Administrator);
        clerks.extend(administrators.map(|person| person.id));
    }
    clerks.sort_unstable();
    clerks
}

impl Scene<'_> {
    /// What is said of a statement, as it stands by now.
    pub(super) async fn pay(
        &self,
        person: PersonId,
        (first, end): (NaiveDate, NaiveDate),
        news: &PayNews,
    ) -> std::result::Result<std::result::Result<Words, &'static str>, StoreError> {
        let statements = StatementRecord::of(&mut *self.tandem.store.read().await?, person).await?;
        let state = statements
            .iter()
            .find(|it| it.period.first() == first)
            .map(|it| it.state);
        if *news == PayNews::Ready && !matches!(state, None | Some(StatementState::Draft)) {
            return Ok(Err("The statement was submitted."));
        }
        let reader = self.reader();
        let last = end.pred_opt().unwrap_or(end);
        let period = wording::days_words(first, last, first, reader.style);
        let snapshot = self.tandem.snapshot();
        let name = snapshot.directory().name_in_words(person);
        let (subject, text) = match news {
            PayNews::Ready => (
                format!("Your statement of pay for {period}"),
                "The period is over. Look at each line, ask where something is not clear, enter call-outs that are missing, \
                 and submit it."
                    .to_owned(),
            ),
            PayNews::Approved => (
                format!("Your statement of pay for {period} is approved"),
                "It is final. What changes from now on is made good in the next.".to_owned(),
            ),
            PayNews::Reopened { reason } => (
                format!("Your statement of pay for {period} was sent back"),
                format!("It is a draft again: “{reason}”. Look at it, and submit it as it is then."),
            ),
            PayNews::Asked { line, question } => (
                format!("{name} asks about their pay for {period}"),
                format!("“{question}”\n\nabout: {line}\n\nIt is not approved before the question is answered."),
            ),
            PayNews::Answered { question, answer } => (
                format!("Your question about pay for {period} is answered"),
                format!("You asked: “{question}”\n\nThe answer: “{answer}”"),
            ),
            PayNews::Late => (
                format!("What you were paid for {period} has changed"),
                "Duty or a call-out of that time was changed after your statement was approved. The statement stays as it is: \
                 the difference is made good in the next, line by line."
                    .to_owned(),
            ),
        };
        Ok(Ok(Words { subject, text }))
    }
}
