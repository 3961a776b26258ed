//! What the published rota costs: by team and rota, month by month.

use super::{
    super::{Desk, Result, teams::known_team},
    cards::today,
    compare::quarter,
    work::{DutyFrom, Part, Work},
};
use crate::{
    collation,
    services::{Others, Right},
    snapshot::Snapshot,
};
use app::{
    AppError,
    costs::{CostRow, CostsPage},
};
use async_trait::async_trait;
use chrono::{Datelike as _, NaiveDate};
use domain::{
    RotaId, TeamId,
    pay::{Currency, Money, Period},
};
use std::collections::{BTreeMap, BTreeSet};

/// The most faults that are listed.
const MOST_FAULTS: usize = 20;

/// Amounts of one thing: by month, by currency.
type ByMonth = BTreeMap<(i32, u32), BTreeMap<Currency, i64>>;

/// What rotas cost, and what could not be worked out.
struct Costs {
    rotas: BTreeMap<RotaId, ByMonth>,
    faults: BTreeSet<String>,
}

#[async_trait]
impl app::costs::Port for Desk {
    async fn team_costs(&self, slug: String, quarter: String) -> Result<CostsPage> {
        let snapshot = self.tandem.snapshot();
        self.machine_may(Right::Pay)?;
        let team = known_team(&snapshot, &slug)?;
        self.may_see_costs(&snapshot, team.id)?;
        self.costs_page(Some(team.id), &quarter).await
    }

    async fn costs(&self, quarter: String) -> Result<CostsPage> {
        self.may_pay()?;
        self.costs_page(None, &quarter).await
    }
}

impl Desk {
    /// A manager of the team, somebody who prepares pay, an administrator or the operator, and machines that may see pay.
    fn may_see_costs(&self, snapshot: &Snapshot, team: TeamId) -> Result<()> {
        if Others::ManagersAndPayroll.include(&self.standing_in(snapshot, team)) {
            return Ok(());
        }
        self.may_pay().map_err(|error| match error {
            AppError::Forbidden(_) => AppError::Forbidden(
                "Only a manager of the team, those who prepare pay and administrators see what its duty costs.".into(),
            ),
            error => error,
        })
    }

    async fn costs_page(&self, team: Option<TeamId>, word: &str) -> Result<CostsPage> {
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let today = today(&snapshot, &reader);
        let (word, further) = match word.trim() {
            "last" => ("last", -1),
            "this" => ("this", 0),
            "" | "next" => ("next", 1),
            other => {
                let words = format!("‘{other}’ is not a quarter: use last, this or next.");
                return Err(AppError::field("quarter", words));
            }
        };
        let period = quarter(today, further).ok_or_else(|| super::super::internal(&"there is no such quarter"))?;
        let mut connection = self.tandem.store.read().await?;
        let work = Work::load(&mut connection, &snapshot, period, DutyFrom::Snapshot).await?;
        drop(connection);
        let rotas: BTreeSet<RotaId> = snapshot
            .rotas()
            .filter(|rota| team.is_none_or(|team| rota.record.team == team))
            .map(|rota| rota.record.id)
            .collect();
        let look = Look {
            snapshot: &snapshot,
            period,
            rotas: &rotas,
        };
        let (paid, notes) = look.notes(&work, &reader);
        let worked = tokio::task::spawn_blocking(move || costs(&work));
        let costs = worked.await.map_err(|error| super::super::internal(&error))?;
        let last = period.end().pred_opt().unwrap_or(period.end());
        let named = team.and_then(|team| snapshot.directory().team(team));
        Ok(CostsPage {
            team: named.map(|team| (team.slug.clone(), team.name.clone())),
            period: reader.style.dates(period.first(), last),
            quarter: word.to_owned(),
            totals: look.totals(&costs),
            months: months(period).into_iter().map(|(_, _, name)| name).collect(),
            rows: look.rows(&costs, team.is_none()),
            notes,
            faults: costs.faults.iter().take(MOST_FAULTS).cloned().collect(),
            paid,
            sees_pay: self.may_pay().is_ok(),
        })
    }
}

/// Works out what everybody costs.
fn costs(work: &Work) -> Costs {
    let mut costs = Costs {
        rotas: BTreeMap::new(),
        faults: BTreeSet::new(),
    };
    for person in work.people() {
        match work.pay(person, &[]) {
            Ok(parts) => parts.iter().for_each(|part| add(&mut costs.rotas, part)),
            Err(faults) => costs.faults.extend(faults.iter().map(ToString::to_string)),
        }
    }
    costs
}

/// Adds a part's lines to the rotas that they are of. What a cap takes away is taken from the rota that it was mostly earned
/// on.
fn add(rotas: &mut BTreeMap<RotaId, ByMonth>, part: &Part) {
    let mut earned: BTreeMap<RotaId, i64> = BTreeMap::new();
    for line in &part.statement.lines {
        if let Some(rota) = line.rota {
            *earned.entry(rota).or_default() += line.minor;
        }
    }
    let mostly = earned.iter().max_by_key(|(_, minor)| **minor).map(|(rota, _)| *rota);
    for line in part.statement.lines.iter().filter(|line| line.minor != 0) {
        let Some(rota) = line.rota.or(mostly) else { continue };
        let date = part.zone.local(line.span.start()).date().max(part.period.first());
        let month = rotas
            .entry(rota)
            .or_default()
            .entry((date.year(), date.month()))
            .or_default();
        let sum = month.entry(part.statement.total.currency).or_default();
        *sum = sum.saturating_add(line.minor);
    }
}

/// The months of a period: year, month, and name.
fn months(period: Period) -> Vec<(i32, u32, String)> {
    let firsts = period.first().iter_days().take_while(|date| *date < period.end());
    firsts
        .filter(|date| date.day() == 1)
        .map(|date: NaiveDate| (date.year(), date.month(), date.format("%B").to_string()))
        .collect()
}

fn words(sums: &BTreeMap<Currency, i64>) -> Vec<String> {
    sums.iter()
        .filter(|(_, minor)| **minor != 0)
        .map(|(currency, minor)| Money::new(*minor, *currency).to_string())
        .collect()
}

struct Look<'a> {
    snapshot: &'a Snapshot,
    period: Period,
    rotas: &'a BTreeSet<RotaId>,
}

impl Look<'_> {
    /// Whether a card pays any of the rotas, and what is not in their costs.
    fn notes(&self, work: &Work, reader: &super::super::Reader) -> (bool, Vec<String>) {
        let last = self.period.end().pred_opt().unwrap_or(self.period.end());
        let (mut paid, mut notes) = (false, Vec::new());
        let mut rotas: Vec<_> = self.rotas.iter().filter_map(|rota| self.snapshot.rota(*rota)).collect();
        rotas.sort_by_cached_key(|rota| collation::key(&rota.record.name));
        for rota in rotas {
            let name = &rota.record.name;
            if work.card_of(rota.record.id, last).is_none() {
                notes.push(format!("{name}: no rate card pays it."));
                continue;
            }
            paid = true;
            let until = rota
                .record
                .planned
                .map(|planned| rota.rules.zone.local(planned.end()).date());
            match until {
                None => notes.push(format!("{name}: nothing is published.")),
                Some(until) if until < last => {
                    let until = reader.style.date(until);
                    notes.push(format!("{name}: published until {until}; nothing is counted after it."));
                }
                Some(_) => {}
            }
        }
        (paid, notes)
    }

    fn totals(&self, costs: &Costs) -> Vec<String> {
        let mut sums: BTreeMap<Currency, i64> = BTreeMap::new();
        for months in costs
            .rotas
            .iter()
            .filter(|(rota, _)| self.rotas.contains(rota))
            .map(|(_, months)| months)
        {
            sum_up(&mut sums, months.values());
        }
        words(&sums)
    }

    fn rows(&self, costs: &Costs, by_team: bool) -> Vec<CostRow> {
        let mut grouped: BTreeMap<(String, String), ByMonth> = BTreeMap::new();
        for (rota, months) in costs.rotas.iter().filter(|(rota, _)| self.rotas.contains(rota)) {
            let Some(rota) = self.snapshot.rota(*rota) else {
                continue;
            };
            let key = match by_team {
                true => self
                    .snapshot
                    .directory()
                    .team(rota.record.team)
                    .map(|team| (team.slug.clone(), team.name.clone())),
                false => Some((rota.record.slug.clone(), rota.record.name.clone())),
            };
            let Some(key) = key else { continue };
            let group = grouped.entry(key).or_default();
            for (month, sums) in months {
                sum_up(group.entry(*month).or_default(), [sums]);
            }
        }
        let mut rows: Vec<CostRow> = grouped
            .into_iter()
            .map(|(key, months)| self.row(key, &months))
            .collect();
        rows.sort_by_cached_key(|row| collation::key(&row.name));
        rows
    }

    fn row(&self, (slug, name): (String, String), by_month: &ByMonth) -> CostRow {
        let mut total = BTreeMap::new();
        sum_up(&mut total, by_month.values());
        let of = |(year, month, _): (i32, u32, String)| by_month.get(&(year, month)).map(words).unwrap_or_default();
        CostRow {
            slug,
            name,
            months: months(self.period).into_iter().map(of).collect(),
            total: words(&total),
        }
    }
}

fn sum_up<'a>(sums: &mut BTreeMap<Currency, i64>, more: impl IntoIterator<Item = &'a BTreeMap<Currency, i64>>) {
    for (currency, minor) in more.into_iter().flatten() {
        let sum = sums.entry(*currency).or_default();
        *sum = sum.saturating_add(*minor);
    }
}
