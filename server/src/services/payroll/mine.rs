//! Somebody's pay at a glance: this period, the next, and those before.

use super::super::{Desk, Reader, Result, directory::known_person, pay::DutyFrom, wording};
use super::{
    draw::Ledger,
    page::{amounts, so_far, toil_words},
    periods,
    statements::StatementId,
    toil::Balance,
};
use crate::store::pay_calendar;
use app::payroll::{MyPay, PaySummary};
use chrono::NaiveDate;
use domain::{
    PersonId,
    pay::{Document, PayCalendar, Period, StatementState},
};

/// How many periods before the present one are looked at for what was never submitted.
const LOOKED_BACK: usize = 3;

impl Desk {
    /// Somebody's pay.
    ///
    /// # Errors
    /// `Forbidden` for whoever it does not concern.
    pub(crate) async fn pay_of(&self, person: &str) -> Result<MyPay> {
        let snapshot = self.tandem.snapshot();
        let own = self.actor.person().is_some_and(|me| me.to_string() == person);
        if !own {
            self.may_pay()?;
        }
        let person = known_person(&snapshot, person)?.id;
        let reader = self.reader(&snapshot);
        let today = periods::today(&snapshot, reader.now);
        let mut connection = self.tandem.store.read().await?;
        let calendar = pay_calendar(&mut connection).await?;
        let present = periods::present(&calendar, today)?;
        let next = calendar.after(present);
        let before = before(&calendar, present);
        let wanted: Vec<Period> = before.iter().copied().chain([present]).chain(next).collect();
        let ledger = Ledger::load(&mut connection, &snapshot, &wanted, Some(person), DutyFrom::Snapshot).await?;
        let balance = Balance::load(&mut connection, &ledger, person).await?;
        drop(connection);
        let row = |period| summary(&ledger, person, period, today, &reader);
        let waiting = before.iter().filter(|period| {
            let state = ledger.record(person, **period).map(|record| record.state);
            matches!(state, None | Some(StatementState::Draft))
        });
        let waiting = waiting.map(|period| row(*period));
        Ok(MyPay {
            present: row(present),
            next: next.map(row),
            waiting: waiting
                .filter(|row| !row.totals.is_empty() || row.problems > 0)
                .collect(),
            past: ledger.submitted(person).into_iter().rev().map(row).collect(),
            toil: self.toil_sum(
                &ledger,
                &balance,
                person,
                ledger.leaves_choice(person, present),
                &reader,
                today,
            ),
            call_outs: self.call_outs_page(&snapshot, person).await?,
            payroll: self.may_pay().is_ok(),
        })
    }
}

/// The periods before one, the latest first.
pub(super) fn before(calendar: &PayCalendar, present: Period) -> Vec<Period> {
    let all = std::iter::successors(calendar.before(present), |period| calendar.before(*period));
    all.take(LOOKED_BACK).collect()
}

fn summary(ledger: &Ledger, person: PersonId, period: Period, today: NaiveDate, reader: &Reader) -> PaySummary {
    let state = ledger
        .record(person, period)
        .map_or(StatementState::Draft, |record| record.state);
    let (document, faults): (Document, usize) = match ledger.document(person, period) {
        Some(kept) => (kept.document.clone(), 0),
        None => {
            let drawn = ledger.draw(person, period, reader);
            (drawn.document, drawn.faults.len())
        }
    };
    PaySummary {
        id: StatementId::of(person, period).to_string(),
        words: wording::days_words(period.first(), periods::last(period), today, reader.style),
        state: state.key().to_owned(),
        totals: amounts(document.totals()),
        so_far: so_far(&document, reader.now),
        toil: toil_words(document.toil_seconds()),
        problems: document.unpaid.len() + faults,
    }
}
