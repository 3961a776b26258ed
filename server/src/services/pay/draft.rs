//! What a draft would cost, and what each person would be paid for it.

use super::{
    super::{Desk, Result, rotas::named},
    work::{DutyFrom, Part, Work},
};
use crate::{
    collation,
    snapshot::{RotaImage, Snapshot},
    store::DraftRecord,
};
use app::drafts::{DraftMoney, MoneyRow};
use domain::{
    PersonId, RotaId, Span,
    pay::{Currency, Money, Period},
    rota::Shift,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// Amounts by currency.
type Sums = BTreeMap<Currency, i64>;

/// What the duty of a rota in a span comes to.
pub(in super::super) struct SpanMoney {
    /// In all, each currency for itself.
    pub(in super::super) total: Vec<String>,
    /// What each person is paid, in words.
    pub(in super::super) people: BTreeMap<PersonId, String>,
}

impl Desk {
    /// What shifts in a span would cost, or, without any, what is published in it does; nothing for a rota that no card
    /// pays.
    pub(in super::super) async fn span_money(
        &self,
        snapshot: &Arc<Snapshot>,
        rota: &RotaImage,
        (span, shifts): (Span, Option<&[Shift]>),
    ) -> Result<Option<SpanMoney>> {
        let Some(published) = self.work_around(snapshot, rota, span).await? else {
            return Ok(None);
        };
        let id = rota.record.id;
        let work = match shifts {
            Some(shifts) => published.with_shifts(id, span, shifts),
            None => published,
        };
        let worked = tokio::task::spawn_blocking(move || paid(&work, id, span)).await;
        let (people, _) = worked.map_err(|error| super::super::internal(&error))?;
        Ok(Some(SpanMoney {
            total: total(&people),
            people: people
                .iter()
                .map(|(person, sums)| (*person, words(sums).join(" + ")))
                .collect(),
        }))
    }

    /// What pay around a span is worked out from; nothing for a rota that no card pays then.
    async fn work_around(&self, snapshot: &Arc<Snapshot>, rota: &RotaImage, span: Span) -> Result<Option<Work>> {
        let period = Period::around(span, &rota.rules.zone);
        let mut connection = self.tandem.store.read().await?;
        let work = Work::load(&mut connection, snapshot, period, DutyFrom::Snapshot).await?;
        let last = period.end().pred_opt().unwrap_or(period.end());
        Ok(work.card_of(rota.record.id, last).is_some().then_some(work))
    }

    /// What a draft would cost, and what is published in its time does; nothing for a rota that no card pays.
    pub(in super::super) async fn draft_money(
        &self,
        snapshot: &Arc<Snapshot>,
        rota: &RotaImage,
        draft: &DraftRecord,
    ) -> Result<Option<DraftMoney>> {
        let Some(published) = self.work_around(snapshot, rota, draft.span).await? else {
            return Ok(None);
        };
        let id = rota.record.id;
        let drafted = published.with_shifts(id, draft.span, &draft.shifts);
        let span = draft.span;
        let worked = tokio::task::spawn_blocking(move || [&published, &drafted].map(|work| paid(work, id, span)));
        let [published, drafted] = worked.await.map_err(|error| super::super::internal(&error))?;
        Ok(Some(view(snapshot, &published, &drafted)))
    }
}

/// What everybody on a rota is paid for its duty that begins in a span, and why some of it cannot be worked out.
fn paid(work: &Work, rota: RotaId, span: Span) -> (BTreeMap<PersonId, Sums>, BTreeSet<String>) {
    let (mut people, mut faults) = (BTreeMap::new(), BTreeSet::new());
    for person in work.people_on(rota) {
        match work.pay(person, &[]) {
            Ok(parts) => {
                let sums: &mut Sums = people.entry(person).or_default();
                parts.iter().for_each(|part| add(sums, part, rota, span));
            }
            Err(found) => faults.extend(found.iter().map(ToString::to_string)),
        }
    }
    (people, faults)
}

/// The lines of a rota. A cap counts where all that it caps is of that rota.
fn add(sums: &mut Sums, part: &Part, rota: RotaId, span: Span) {
    let lines = &part.statement.lines;
    let alone = lines.iter().all(|line| line.rota.is_none_or(|of| of == rota));
    let own = lines.iter().filter(|line| match line.rota {
        // What was begun before belongs to another plan.
        Some(of) => of == rota && span.contains(line.span.start()),
        None => alone,
    });
    let sum = sums.entry(part.statement.total.currency).or_default();
    *sum = own.fold(*sum, |sum, line| sum.saturating_add(line.minor));
}

fn total(people: &BTreeMap<PersonId, Sums>) -> Vec<String> {
    let mut sums = Sums::new();
    for (currency, minor) in people.values().flatten() {
        let sum = sums.entry(*currency).or_default();
        *sum = sum.saturating_add(*minor);
    }
    words(&sums)
}

fn words(sums: &Sums) -> Vec<String> {
    let amounts = sums.iter().filter(|(_, minor)| **minor != 0);
    let words: Vec<String> = amounts
        .map(|(currency, minor)| Money::new(*minor, *currency).to_string())
        .collect();
    if words.is_empty() {
        vec!["nothing".to_owned()]
    } else {
        words
    }
}

fn view(
    snapshot: &Snapshot,
    (published, _): &(BTreeMap<PersonId, Sums>, BTreeSet<String>),
    (drafted, faults): &(BTreeMap<PersonId, Sums>, BTreeSet<String>),
) -> DraftMoney {
    // Amounts of one currency are drawn beside each other; several are only written.
    let currencies: BTreeSet<&Currency> = drafted.values().flat_map(BTreeMap::keys).collect();
    let alike = currencies.len() == 1;
    let of = |sums: &Sums| sums.values().copied().sum::<i64>();
    let most = drafted.values().map(of).max().unwrap_or_default().max(1);
    let count = i64::try_from(drafted.len()).unwrap_or(i64::MAX).max(1);
    let mean = drafted.values().map(of).sum::<i64>() / count;
    let percent = |minor: i64| {
        if alike {
            minor.max(0) as f64 * 100.0 / most as f64
        } else {
            0.0
        }
    };
    let mut people: Vec<MoneyRow> = drafted
        .iter()
        .map(|(person, sums)| MoneyRow {
            person: named(snapshot, *person),
            amount: words(sums).join(" + "),
            width: percent(of(sums)),
        })
        .collect();
    people.sort_by_cached_key(|row| collation::key(&row.person.name));
    DraftMoney {
        total: total(drafted),
        published: total(published),
        people,
        mean: percent(mean),
        mean_words: match currencies.iter().next().filter(|_| alike) {
            Some(currency) => Money::new(mean, **currency).to_string(),
            None => String::new(),
        },
        faults: faults.iter().cloned().collect(),
    }
}
