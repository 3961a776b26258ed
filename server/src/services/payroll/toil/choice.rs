//! Time off or money: what somebody chooses where a rate card leaves the choice.

use super::super::super::{Desk, Faults, Reader, Result, pay::DutyFrom, wording};
use super::super::{draw::Ledger, periods};
use crate::{snapshot::Snapshot, store::PersonPayRecord};
use app::{
    AppError,
    toil::{ToilChoice, ToilChoiceForm},
};
use chrono::{Days, NaiveDate};
use domain::PersonId;
use serde_json::json;

/// Choices are made for dates that are not further ahead: days.
const FURTHEST: u64 = 400;

impl Desk {
    /// What somebody chooses; none where no card that pays them leaves the choice.
    pub(super) fn toil_choice(
        &self,
        ledger: &Ledger,
        facts: &[PersonPayRecord],
        person: PersonId,
        today: NaiveDate,
        reader: &Reader,
    ) -> Result<Option<ToilChoice>> {
        let period = periods::present(&ledger.calendar, today)?;
        let now = wishes(facts, today);
        if !now && !ledger.leaves_choice(person, period) {
            return Ok(None);
        }
        let later = facts.iter().find(|it| it.applies_from > today && it.wishes_toil != now);
        Ok(Some(ToilChoice {
            now: key(now).to_owned(),
            later: later
                .map(|it| {
                    format!(
                        "{} from {} on",
                        words(it.wishes_toil),
                        reader.style.date(it.applies_from)
                    )
                })
                .unwrap_or_default(),
            from: earliest(ledger, person, today)?.to_string(),
            may_choose: !self.only_reads(),
        }))
    }

    pub(super) async fn write_toil_choice(&self, form: &ToilChoiceForm) -> Result<()> {
        let snapshot = self.tandem.snapshot();
        let person = self.whose_pay(&snapshot, &form.person)?;
        self.may_enter_pay(&snapshot, person)?;
        let mut faults = Faults::default();
        let from = faults.take("from", wording::day(&form.from));
        let wish = match form.choice.trim() {
            "money" => Some(false),
            "time_off" => Some(true),
            other => {
                faults.note("choice", format!("‘{other}’ is not a choice: use money or time_off."));
                None
            }
        };
        faults.check()?;
        let (from, wish) = from
            .zip(wish)
            .ok_or_else(|| AppError::field("choice", "Choose money or time off."))?;
        let mut write = self.begin().await?;
        let (ledger, _) = self
            .toil_of(write.connection(), &snapshot, person, DutyFrom::Database)
            .await?;
        check(&snapshot, &ledger, person, from, self.tandem.now())?;
        let known = PersonPayRecord::all(write.connection()).await?;
        let facts: Vec<PersonPayRecord> = known.into_iter().filter(|it| it.person == person).collect();
        let changed = with_wish(&facts, person, from, wish);
        if changed.is_empty() {
            // It is chosen already.
            return Ok(());
        }
        for record in &changed {
            write.put_person_pay(record).await?;
        }
        let detail =
            json!({ "person": person, "from": from, "before": words(wishes(&facts, from)), "after": words(wish) });
        write.audit("toil.chosen", &format!("toil {person}"), detail).await?;
        self.tandem.commit(write).await?;
        Ok(())
    }
}

/// What is approved stays as it was chosen then.
fn check(snapshot: &Snapshot, ledger: &Ledger, person: PersonId, from: NaiveDate, now: domain::Instant) -> Result<()> {
    let today = periods::today(snapshot, now);
    let first = earliest(ledger, person, today)?;
    if from < first {
        return Err(AppError::field(
            "from",
            format!("{from} is before {first}: what was approved, or lies further back, stays as it was chosen then."),
        ));
    }
    if from > today + Days::new(FURTHEST) {
        return Err(AppError::field("from", format!("{from} is more than a year away.")));
    }
    Ok(())
}

/// The first date from which the choice is open: of the present period, or of the one before it while that is not settled.
fn earliest(ledger: &Ledger, person: PersonId, today: NaiveDate) -> Result<NaiveDate> {
    let present = periods::present(&ledger.calendar, today)?;
    let before = ledger.calendar.before(present).unwrap_or(present);
    let settled = ledger.last_settled(person).map(|period| period.end());
    Ok(settled.map_or(before.first(), |end| end.max(before.first())))
}

fn wishes(facts: &[PersonPayRecord], on: NaiveDate) -> bool {
    let known = facts.iter().rev().find(|it| it.applies_from <= on);
    known.is_some_and(|it| it.wishes_toil)
}

/// The records that are to be put so that the wish holds from a date on; none when it does already.
fn with_wish(facts: &[PersonPayRecord], person: PersonId, from: NaiveDate, wish: bool) -> Vec<PersonPayRecord> {
    let known = facts.iter().rev().find(|it| it.applies_from <= from);
    let first = PersonPayRecord {
        applies_from: from,
        wishes_toil: wish,
        ..known.cloned().unwrap_or(PersonPayRecord {
            person,
            applies_from: from,
            grade: String::new(),
            holiday_region: String::new(),
            zone: String::new(),
            wishes_toil: false,
        })
    };
    let later = facts
        .iter()
        .filter(|it| it.applies_from > from && it.wishes_toil != wish);
    let later = later.map(|it| PersonPayRecord {
        wishes_toil: wish,
        ..it.clone()
    });
    let changed = wishes(facts, from) != wish;
    changed.then_some(first).into_iter().chain(later).collect()
}

const fn key(wish: bool) -> &'static str {
    if wish { "time_off" } else { "money" }
}

const fn words(wish: bool) -> &'static str {
    if wish { "time off" } else { "money" }
}
