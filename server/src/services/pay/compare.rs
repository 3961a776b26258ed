//! What two cards would have paid for the same duty.

use super::{
    super::{Desk, Result},
    cards::{Kept, all, find, hypothetical, today},
    work::{DutyFrom, Work, totals},
};
use crate::{snapshot::Snapshot, store::RateCardVersionRecord};
use app::rate_cards::{CardComparison, ComparedCards};
use chrono::{Datelike as _, Months, NaiveDate};
use domain::{
    PersonId,
    pay::{Money, Period},
};
use std::collections::{BTreeMap, BTreeSet};

/// The most people and faults that are listed.
const MOST_LISTED: usize = 100;

/// What one version would have paid.
struct Would {
    by: BTreeMap<PersonId, i64>,
    total: Money,
    faults: BTreeSet<String>,
}

impl Desk {
    /// Lays two versions over last quarter's duty: that of the rotas which the one's card paid then, or of all.
    ///
    /// # Errors
    /// `NotFound` for a card or version that is not there.
    pub(super) async fn compared_cards(&self, one: &str, other: &str) -> Result<CardComparison> {
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let today = today(&snapshot, &reader);
        let mut connection = self.tandem.store.read().await?;
        let cards = all(&mut connection).await?;
        let period = quarter(today, -1).ok_or_else(|| super::super::internal(&"there is no last quarter"))?;
        let one = named(&cards, one, today)?;
        let other = named(&cards, other, today)?;
        let work = Work::load(&mut connection, &snapshot, period, DutyFrom::Snapshot).await?;
        drop(connection);
        let paid = one.map(|one| work.paid_by(one.card)).unwrap_or_default();
        let duty = match paid.len() {
            0 => "every rota".to_owned(),
            1 => "the rota that it pays".to_owned(),
            many => format!("the {many} rotas that it pays"),
        };
        let outcome = match (one, other) {
            (Some(one), Some(other)) => {
                let (from, to) = (one.clone(), other.clone());
                let worked =
                    tokio::task::spawn_blocking(move || [&from, &to].map(|version| would(work.on(&paid), version)));
                let [before, after] = worked.await.map_err(|error| super::super::internal(&error))?;
                before
                    .zip(after)
                    .map(|(before, after)| outcome(&snapshot, &before, &after))
            }
            _ => None,
        };
        let key = |version: Option<&RateCardVersionRecord>| {
            version.map_or_else(String::new, |version| format!("{}:{}", version.card, version.number))
        };
        let last = period.end().pred_opt().unwrap_or(period.end());
        Ok(CardComparison {
            choices: choices(&cards),
            one: key(one),
            other: key(other),
            period: reader.style.dates(period.first(), last),
            duty,
            outcome,
        })
    }
}

/// The quarter of the year that a date is in, or one before (-1) or after (1).
pub(super) fn quarter(date: NaiveDate, further: i32) -> Option<Period> {
    let first = date.with_day(1)?.with_month((date.month0() / 3) * 3 + 1)?;
    let months = Months::new(further.unsigned_abs() * 3);
    let first = if further < 0 {
        first.checked_sub_months(months)?
    } else {
        first.checked_add_months(months)?
    };
    Period::new(first, first.checked_add_months(Months::new(3))?).ok()
}

/// The version that `ID` or `ID:VERSION` names; nothing for an empty text.
fn named<'a>(cards: &'a [Kept], text: &str, today: NaiveDate) -> Result<Option<&'a RateCardVersionRecord>> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let (id, version) = text.split_once(':').unwrap_or((text, ""));
    find(cards, id)?.version(version, today).map(Some)
}

fn choices(cards: &[Kept]) -> Vec<(String, String)> {
    let mut choices: Vec<(String, String)> = cards
        .iter()
        .flat_map(|card| {
            card.versions.iter().rev().map(|version| {
                (
                    format!("{}:{}", card.id, version.number),
                    format!(
                        "{}, version {} from {}",
                        version.file.name, version.number, version.effective_from
                    ),
                )
            })
        })
        .collect();
    choices.sort_by_cached_key(|(_, words)| crate::collation::key(words));
    choices
}

fn would(work: Work, version: &RateCardVersionRecord) -> Option<Would> {
    let card = hypothetical(&version.file).ok()?;
    let mut would = Would {
        by: BTreeMap::new(),
        total: Money::new(0, card.currency()),
        faults: BTreeSet::new(),
    };
    let work = work.only(version.card, vec![(version.number, card)]);
    for person in work.people() {
        match work.pay(person, &[]) {
            Ok(parts) => {
                let minor = totals(&parts).first().map_or(0, |total| total.minor);
                would.total.minor = would.total.minor.saturating_add(minor);
                would.by.insert(person, minor);
            }
            Err(faults) => would.faults.extend(faults.iter().map(ToString::to_string)),
        }
    }
    Some(would)
}

fn outcome(snapshot: &Snapshot, one: &Would, other: &Would) -> ComparedCards {
    let alike = one.total.currency == other.total.currency;
    let money = |would: &Would, person: &PersonId| would.by.get(person).copied().unwrap_or_default();
    let signed = |minor: i64| {
        let sign = if minor > 0 { "+" } else { "" };
        format!("{sign}{}", Money::new(minor, other.total.currency))
    };
    let words = match (alike, other.total.minor - one.total.minor) {
        (false, _) => "Two currencies: they are not set against each other".to_owned(),
        (true, 0) => "Would have cost the same".to_owned(),
        (true, difference) => format!("Would have cost {}", signed(difference)),
    };
    let people: BTreeSet<PersonId> = one.by.keys().chain(other.by.keys()).copied().collect();
    let mut rows: Vec<(i64, PersonId)> = people
        .into_iter()
        .map(|person| (money(other, &person) - money(one, &person), person))
        .filter(|(_, person)| money(one, person) != 0 || money(other, person) != 0)
        .collect();
    rows.sort_by_key(|(difference, person)| (-difference.abs(), *person));
    let row = |(difference, person): (i64, PersonId)| {
        let of = |would: &Would| Money::new(money(would, &person), would.total.currency).to_string();
        (
            snapshot.directory().name(person).to_owned(),
            of(one),
            of(other),
            if alike { signed(difference) } else { String::new() },
        )
    };
    ComparedCards {
        one: one.total.to_string(),
        other: other.total.to_string(),
        words,
        people: rows.into_iter().take(MOST_LISTED).map(row).collect(),
        faults: one.faults.union(&other.faults).take(MOST_LISTED).cloned().collect(),
    }
}
