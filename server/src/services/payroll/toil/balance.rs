//! Where time off comes from and where it goes.

use super::super::super::Result;
use super::super::draw::Ledger;
use crate::{
    store::{Connection, ToilTakenRecord, toil_expiry},
    zones,
};
use chrono::{Days, NaiveDate};
use domain::{
    PersonId, Zone,
    pay::{Document, Period, ToilBalance, ToilEntry, toil_balance},
};
use std::collections::BTreeMap;

/// What an entry of the ledger comes from.
pub(in super::super) enum Source {
    /// Duty of a period that is settled.
    Duty(Period),
    /// An adjustment, on the statement of a period.
    Adjustment(Period),
    /// Time off that was taken.
    Taken(ToilTakenRecord),
}

/// What somebody earned and took.
pub(in super::super) struct Balance {
    /// Each movement, in no order.
    pub(in super::super) entries: Vec<ToilEntry>,
    /// What each comes from.
    pub(super) sources: Vec<Source>,
    /// After how many days it is lost.
    pub(super) expires_days: Option<i64>,
}

impl Balance {
    /// Reads somebody's, with the statements that a ledger holds.
    pub(in super::super) async fn load(connection: &mut Connection, ledger: &Ledger, person: PersonId) -> Result<Self> {
        let mut balance = Self {
            entries: Vec::new(),
            sources: Vec::new(),
            expires_days: toil_expiry(connection).await?,
        };
        for (period, document) in ledger.settled(person) {
            balance.add_document(period, &document);
        }
        for record in ToilTakenRecord::of(connection, person).await? {
            let (on, seconds) = (record.on, record.seconds);
            balance.put(ToilEntry::Taken { on, seconds }, Source::Taken(record));
        }
        Ok(balance)
    }

    fn put(&mut self, entry: ToilEntry, source: Source) {
        self.entries.push(entry);
        self.sources.push(source);
    }

    /// What duty gives is dated by its start; what an adjustment does, by the statement that it stands on.
    fn add_document(&mut self, period: Period, document: &Document) {
        let mut days: BTreeMap<NaiveDate, i64> = BTreeMap::new();
        for part in &document.parts {
            let zone = zones::zone(&part.zone).unwrap_or_else(|_| Zone::utc());
            for line in &part.statement.lines {
                *days.entry(zone.local(line.span.start()).date()).or_default() += line.toil_seconds;
            }
        }
        for (on, seconds) in days {
            self.grant(on, seconds, Source::Duty(period));
        }
        let good = document.made_good.iter().flat_map(|good| &good.adjustments);
        let seconds: i64 = good.map(|adjustment| adjustment.toil_seconds).sum();
        self.grant(period.first(), seconds, Source::Adjustment(period));
    }

    /// Less than nothing is taken back.
    fn grant(&mut self, on: NaiveDate, seconds: i64, source: Source) {
        let days = self.expires_days.and_then(|days| u64::try_from(days).ok());
        let expires = days.and_then(|days| on.checked_add_days(Days::new(days)));
        match seconds {
            0 => {}
            less if less < 0 => self.put(ToilEntry::Taken { on, seconds: -less }, source),
            seconds => self.put(ToilEntry::Earned { on, seconds, expires }, source),
        }
    }

    /// What is there at the end of a date. What is entered for later is not taken yet.
    pub(in super::super) fn at(&self, date: NaiveDate) -> ToilBalance {
        toil_balance(&self.entries, date)
    }
}
