//! Time off in words.

use super::super::super::{Desk, Reader, Result, pay::DutyFrom, wording};
use super::super::{draw::Ledger, page::toil_words, periods};
use super::balance::{Balance, Source};
use crate::{snapshot::Snapshot, store::PersonPayRecord};
use app::toil::{ToilPage, ToilRow, ToilSum};
use chrono::NaiveDate;
use domain::{
    PersonId,
    pay::{ToilChange, ToilStep, duration, toil_steps},
};
use std::sync::Arc;

/// The most lines that are shown.
const MOST_ROWS: usize = 400;

impl Desk {
    pub(super) async fn toil_page(&self, snapshot: &Arc<Snapshot>, person: PersonId) -> Result<ToilPage> {
        let reader = self.reader(snapshot);
        let today = periods::today(snapshot, reader.now);
        let mut connection = self.tandem.store.read().await?;
        let (ledger, balance) = self
            .toil_of(&mut connection, snapshot, person, DutyFrom::Snapshot)
            .await?;
        let known = PersonPayRecord::all(&mut connection).await?;
        drop(connection);
        let facts: Vec<PersonPayRecord> = known.into_iter().filter(|it| it.person == person).collect();
        let choice = self.toil_choice(&ledger, &facts, person, today, &reader)?;
        let may_enter = self.may_enter_pay(snapshot, person).is_ok();
        let mut rows: Vec<ToilRow> = toil_steps(&balance.entries, NaiveDate::MAX)
            .into_iter()
            .map(|step| self.toil_row(&balance, step, person, today, (may_enter, &reader)))
            .collect();
        rows.reverse();
        rows.truncate(MOST_ROWS);
        let lost = balance.at(today).expired;
        Ok(ToilPage {
            person: person.to_string(),
            name: snapshot.directory().name(person).to_owned(),
            own: self.actor.person() == Some(person),
            sum: self.toil_sum(&ledger, &balance, person, choice.is_some(), &reader, today),
            expired: if lost > 0 { duration(lost) } else { String::new() },
            kept: match balance.expires_days {
                Some(days) => format!("Lost {days} days after it was earned, unless it is taken."),
                None => "Kept until it is taken.".to_owned(),
            },
            rows,
            choice,
            may_enter,
            people: self.people_called(snapshot),
            today: today.to_string(),
            key: self.tandem.new_id().to_string(),
        })
    }

    /// What somebody has today.
    pub(in super::super) fn toil_sum(
        &self,
        ledger: &Ledger,
        balance: &Balance,
        person: PersonId,
        choice: bool,
        reader: &Reader,
        today: NaiveDate,
    ) -> ToilSum {
        let now = balance.at(today);
        let coming = ledger.toil_coming(person, reader);
        let expiring = now.next_to_expire.map(|(on, seconds)| {
            let on = reader.style.day(on, today);
            format!("{} on {on}", duration(seconds))
        });
        ToilSum {
            seconds: now.left - now.overdrawn,
            left: signed(now.left - now.overdrawn, ""),
            coming: toil_words(coming.max(0)),
            expiring: expiring.unwrap_or_default(),
            any: !balance.entries.is_empty() || coming > 0 || choice,
        }
    }

    fn toil_row(
        &self,
        balance: &Balance,
        step: ToilStep,
        person: PersonId,
        today: NaiveDate,
        (may_enter, reader): (bool, &Reader),
    ) -> ToilRow {
        let words = |period: domain::pay::Period| {
            wording::days_words(period.first(), periods::last(period), today, reader.style)
        };
        let source = match step.change {
            ToilChange::Entry(place) => balance.sources.get(place),
            ToilChange::Expired => None,
        };
        let (kind, id, what) = match source {
            None if step.on > today => (
                "expired",
                String::new(),
                "Lost then, unless it is taken before".to_owned(),
            ),
            None => ("expired", String::new(), "Not taken in time".to_owned()),
            Some(Source::Duty(period)) => (
                "earned",
                String::new(),
                format!("Duty, statement of {}", words(*period)),
            ),
            Some(Source::Adjustment(period)) => {
                let what = format!("Made good of earlier periods, statement of {}", words(*period));
                (if step.seconds < 0 { "taken" } else { "earned" }, String::new(), what)
            }
            Some(Source::Taken(record)) => {
                let what = match record.note.as_str() {
                    "" => "Taken off".to_owned(),
                    note => format!("Taken off: {note}"),
                };
                ("taken", record.id.to_string(), what)
            }
        };
        ToilRow {
            kind: kind.to_owned(),
            may_withdraw: may_enter && !id.is_empty() && self.may_withdraw_toil(person, step.on, today),
            id,
            date: step.on.to_string(),
            when: reader.style.day(step.on, today),
            what,
            seconds: step.seconds,
            change: signed(step.seconds, "+"),
            balance: signed(step.balance, ""),
            ahead: step.on > today,
        }
    }
}

/// `+4 h`, `−1 h 30 min`, `0 h`.
fn signed(seconds: i64, plus: &str) -> String {
    match seconds {
        0 => "0 h".to_owned(),
        less if less < 0 => format!("−{}", duration(-less)),
        more => format!("{plus}{}", duration(more)),
    }
}
