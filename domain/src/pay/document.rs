//! A whole statement of pay, as it is printed and kept: what each card pays for the period, and what it makes good of
//! periods that are settled.

use super::{Adjustment, Currency, Exact, Line, Money, Period, RestOwed, Statement, adjustments};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What one card pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentPart {
    /// What people call the card.
    pub card: String,
    /// The zone of its clock.
    pub zone: String,
    /// The dates it pays.
    pub period: Period,
    /// What it pays.
    pub statement: Statement,
}

/// What a statement makes good of an earlier period, in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeGood {
    /// Of which period.
    pub period: Period,
    /// What is due for it now: later statements go on from there.
    pub due: Statement,
    /// What that is beyond what was paid.
    pub adjustments: Vec<Adjustment>,
}

/// A statement of one person for one period.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Document {
    /// What is paid for the period.
    pub parts: Vec<DocumentPart>,
    /// What is made good of earlier ones.
    pub made_good: Vec<MadeGood>,
    /// What could not be paid, and why.
    pub unpaid: Vec<String>,
}

impl Document {
    /// Draws up a statement: its own parts, and for each settled period what is due for it by now. `settled` are the
    /// settled statements of the person, in the order in which they were settled; `due` is what their periods come to now.
    pub fn draw_up(
        parts: Vec<DocumentPart>,
        unpaid: Vec<String>,
        settled: &[(Period, Document)],
        due: &[(Period, Vec<DocumentPart>)],
    ) -> Self {
        let made_good = due
            .iter()
            .flat_map(|(period, parts)| made_good(*period, settled, &printed(parts.clone())));
        Self {
            parts: printed(parts),
            made_good: made_good.collect(),
            unpaid,
        }
    }

    /// Every amount: of the period's lines and of adjustments, in minor units.
    fn amounts(&self) -> impl Iterator<Item = Money> {
        let own = self.parts.iter().map(|part| part.statement.total);
        let good = self.made_good.iter().flat_map(|good| {
            let currency = good.due.total.currency;
            good.adjustments
                .iter()
                .map(move |adjustment| Money::new(adjustment.minor, currency))
        });
        own.chain(good)
    }

    /// What it comes to: one amount for each currency, never mixed.
    pub fn totals(&self) -> Vec<Money> {
        totals(self.amounts())
    }

    /// Time off that it gives, in seconds; adjustments may take some back.
    pub fn toil_seconds(&self) -> i64 {
        let own: i64 = self.parts.iter().map(|part| part.statement.toil_seconds).sum();
        let good = self.made_good.iter().flat_map(|good| &good.adjustments);
        own + good.map(|adjustment| adjustment.toil_seconds).sum::<i64>()
    }

    /// Rest that call-outs broke.
    pub fn rest_owed(&self) -> impl Iterator<Item = &RestOwed> {
        self.parts.iter().flat_map(|part| &part.statement.rest_owed)
    }

    /// Whether there is nothing on it.
    pub fn is_empty(&self) -> bool {
        self.unpaid.is_empty()
            && self.parts.iter().all(|part| part.statement.lines.is_empty())
            && self.made_good.iter().all(|good| good.adjustments.is_empty())
    }
}

/// Amounts added up by currency, in the order of their codes.
pub fn totals(amounts: impl Iterator<Item = Money>) -> Vec<Money> {
    let mut sums: BTreeMap<&'static str, (Currency, i64)> = BTreeMap::new();
    for amount in amounts {
        let sum = sums.entry(amount.currency.code()).or_insert((amount.currency, 0));
        sum.1 = sum.1.saturating_add(amount.minor);
    }
    let all = sums.into_values().map(|(currency, minor)| Money::new(minor, currency));
    all.collect()
}

/// As it is printed: of an amount only what was rounded is kept.
fn printed(mut parts: Vec<DocumentPart>) -> Vec<DocumentPart> {
    for line in parts.iter_mut().flat_map(|part| &mut part.statement.lines) {
        line.exact = Exact::ZERO;
    }
    parts
}

/// What is paid for a period by currency.
fn by_currency(parts: &[DocumentPart]) -> BTreeMap<&'static str, Statement> {
    let mut merged: BTreeMap<&'static str, Statement> = BTreeMap::new();
    for part in parts {
        let currency = part.statement.total.currency;
        let sum = merged.entry(currency.code()).or_insert_with(|| nothing(currency));
        sum.lines.extend(part.statement.lines.iter().cloned());
        sum.total.minor = sum.total.minor.saturating_add(part.statement.total.minor);
        sum.toil_seconds += part.statement.toil_seconds;
    }
    merged
}

fn nothing(currency: Currency) -> Statement {
    Statement {
        lines: Vec::<Line>::new(),
        total: Money::new(0, currency),
        toil_seconds: 0,
        rest_owed: Vec::new(),
    }
}

/// What was due for a period when that was last settled.
fn paid_so_far(period: Period, settled: &[(Period, Document)]) -> BTreeMap<&'static str, Statement> {
    let mut paid = BTreeMap::new();
    for (of, document) in settled {
        if *of == period {
            paid = by_currency(&document.parts);
        }
        for good in document.made_good.iter().filter(|good| good.period == period) {
            paid.insert(good.due.total.currency.code(), good.due.clone());
        }
    }
    paid
}

fn made_good(period: Period, settled: &[(Period, Document)], parts: &[DocumentPart]) -> Vec<MadeGood> {
    let mut paid = paid_so_far(period, settled);
    let mut due = by_currency(parts);
    // A currency that nothing is due in any more is due nothing.
    for (code, statement) in &paid {
        due.entry(*code).or_insert_with(|| nothing(statement.total.currency));
    }
    let good = due.into_iter().filter_map(|(code, due)| {
        let paid = paid.remove(code).unwrap_or_else(|| nothing(due.total.currency));
        let adjustments = adjustments(&paid, &due);
        (!adjustments.is_empty()).then_some(MadeGood {
            period,
            due,
            adjustments,
        })
    });
    good.collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::pay::Kind;
    use crate::{Instant, Span};
    use proptest::prelude::*;

    fn period(month: u32) -> Period {
        let first = chrono::NaiveDate::from_ymd_opt(2027, month, 1).unwrap();
        Period::new(first, first + chrono::Months::new(1)).unwrap()
    }

    /// A period that pays these amounts, each for an hour of its own, some of them in euro.
    fn worth(month: u32, amounts: &[(u8, i64, bool)]) -> Vec<DocumentPart> {
        let part = |code: &str, euro: bool| {
            let mut statement = nothing(code.parse().unwrap());
            for (hour, minor, _) in amounts.iter().filter(|(.., in_euro)| *in_euro == euro) {
                let start = Instant::from_seconds(1_800_000_000 + i64::from(*hour) * 3_600);
                statement.lines.push(Line {
                    kind: Kind::Duty,
                    span: Span::new(start, start + 3_600).unwrap(),
                    rota: None,
                    shift: None,
                    role: None,
                    band: None,
                    seconds: 3_600,
                    exact: Exact::ZERO,
                    minor: *minor,
                    toil_seconds: minor % 7,
                    why: format!("{minor}"),
                });
                statement.total.minor += minor;
                statement.toil_seconds += minor % 7;
            }
            DocumentPart {
                card: "Card".to_owned(),
                zone: "UTC".to_owned(),
                period: period(month),
                statement,
            }
        };
        vec![part("GBP", false), part("EUR", true)]
    }

    fn sums(documents: &[(Period, Document)]) -> (Vec<Money>, i64) {
        let all = documents.iter().flat_map(|(_, document)| document.totals());
        (
            totals(all),
            documents.iter().map(|(_, document)| document.toil_seconds()).sum(),
        )
    }

    proptest! {
        /// However often what a settled period is worth changes, all statements together come to what it is worth at last.
        #[test]
        fn all_statements_come_to_what_is_due(
            versions in prop::collection::vec(prop::collection::vec((0..6u8, 1..10_000i64, any::<bool>()), 0..6), 2..6)
        ) {
            let mut settled: Vec<(Period, Document)> = Vec::new();
            for (index, amounts) in versions.iter().enumerate() {
                let month = u32::try_from(index).unwrap() + 1;
                let due: Vec<(Period, Vec<DocumentPart>)> =
                    settled.iter().take(1).map(|(first, _)| (*first, worth(1, amounts))).collect();
                let parts = if index == 0 { worth(1, amounts) } else { Vec::new() };
                let document = Document::draw_up(parts, Vec::new(), &settled, &due);
                settled.push((period(month), document));
            }
            let last = versions.last().unwrap();
            let expected = Document::draw_up(worth(1, last), Vec::new(), &[], &[]);
            let (paid, toil) = sums(&settled);
            for money in expected.totals() {
                let found = paid.iter().find(|paid| paid.currency == money.currency).map_or(0, |paid| paid.minor);
                prop_assert_eq!(found, money.minor);
            }
            prop_assert_eq!(toil, expected.toil_seconds());
        }

        /// What is kept comes back from its file as it was.
        #[test]
        fn a_statement_is_read_back_as_it_was(amounts in prop::collection::vec((0..6u8, 1..10_000i64, any::<bool>()), 0..6)) {
            let document = Document::draw_up(worth(1, &amounts), vec!["why".to_owned()], &[], &[]);
            let text = serde_json::to_string(&document).unwrap();
            prop_assert_eq!(serde_json::from_str::<Document>(&text).unwrap(), document);
        }
    }
}
