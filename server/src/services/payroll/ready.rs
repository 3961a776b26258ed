//! Whose statement of the period that ended last waits to be looked at.

use super::super::{
    Result,
    pay::{DutyFrom, Work},
};
use super::periods;
use crate::{
    Tandem,
    snapshot::Snapshot,
    store::{RateCardUseRecord, StatementRecord, pay_calendar},
};
use domain::{Instant, PersonId, pay::Period};
use std::{collections::HashSet, sync::Arc};

/// It is looked for so many days after a period has ended.
const LOOKED_DAYS: i64 = 7;

/// The period that ended last, and everybody who was on duty in it that a card pays and has not submitted their statement.
/// None once this node knows that all of them are told.
pub(in crate::services) async fn ready_for(
    tandem: &Tandem,
    snapshot: &Arc<Snapshot>,
    now: Instant,
) -> Result<Option<(Period, Vec<PersonId>)>> {
    let mut connection = tandem.store.read().await?;
    if RateCardUseRecord::all(&mut connection).await?.is_empty() {
        return Ok(None);
    }
    let today = periods::today(snapshot, now);
    let calendar = pay_calendar(&mut connection).await?;
    let ended = calendar.period_of(today).and_then(|present| calendar.before(present));
    let recent = |period: &Period| (today - period.end()).num_days() < LOOKED_DAYS;
    let Some(period) = ended.filter(|it| recent(it) && !tandem.told_of_statements(it.first())) else {
        return Ok(None);
    };
    let kept = StatementRecord::all(&mut connection).await?;
    let submitted = kept.iter().filter(|it| it.period == period && it.document.is_some());
    let submitted: HashSet<PersonId> = submitted.map(|it| it.person).collect();
    let work = Work::load(&mut connection, snapshot, period, DutyFrom::Snapshot).await?;
    drop(connection);
    let mut people = work.paid_people();
    people.retain(|person| !submitted.contains(person));
    Ok(Some((period, people.into_iter().collect())))
}
