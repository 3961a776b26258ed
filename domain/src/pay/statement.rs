//! The one way from duty to pay.

use super::pieces::Terms;
use super::run::Run;
use super::{CallOut, Card, Currency, Exact, Fault, Money, Payee, Period, RestOwed, Worked};
use super::{calls, work};
use crate::holidays::Holidays;
use crate::{Instant, Role, RotaId, ShiftId, Span, Zone};
use serde::{Deserialize, Serialize};

/// Everything that pay is worked out from: one person's duty on the rotas that one card pays.
///
/// Duty has to be whole: all of each shift, night and week that touches the period, call-outs included; a week on either
/// side of a period is enough where no shift is longer. What lies outside the period is not paid: it decides how long
/// nights, shifts, blocks and weeks are, and what of a cap is left.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// Who is paid.
    pub payee: &'a Payee,
    /// What they worked, in any order.
    pub worked: &'a [Worked],
    /// When they were called out, in any order.
    pub call_outs: &'a [CallOut],
    /// The versions of the card, in any order.
    pub cards: &'a [Card],
    /// The zone that the card's rule names.
    pub zone: &'a Zone,
    /// The holidays that the card's rule names.
    pub holidays: &'a Holidays,
    /// The dates to pay.
    pub period: Period,
}

/// What a line pays for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Duty: these lines hold each second of it once.
    Duty,
    /// Something on top of the band that holds.
    Supplement,
    /// Work while on standby.
    CallOut,
    /// What a cap takes away.
    Cap,
}

/// A line of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What it pays for.
    pub kind: Kind,
    /// From its first second to its last; pieces in between may be missing where a unit has several.
    pub span: Span,
    /// The rota it was worked on.
    pub rota: Option<RotaId>,
    /// The shift it was worked in: the first, where a unit has several.
    pub shift: Option<ShiftId>,
    /// As what.
    pub role: Option<Role>,
    /// The band that pays it, by name.
    pub band: Option<String>,
    /// Elapsed seconds of duty; of a call-out those that are paid.
    pub seconds: i64,
    /// The amount before rounding.
    #[serde(skip)]
    pub exact: Exact,
    /// The amount, in minor units.
    pub minor: i64,
    /// Seconds of time off earned instead of money.
    pub toil_seconds: i64,
    /// Why, in words.
    pub why: String,
}

/// What someone is paid for a period, line by line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The lines, in order of time.
    pub lines: Vec<Line>,
    /// The sum of the lines.
    pub total: Money,
    /// Time off earned, in seconds.
    pub toil_seconds: i64,
    /// Rest that call-outs broke, before work within the period.
    pub rest_owed: Vec<RestOwed>,
}

/// Pays: duty, call-outs, cards and holidays to lines. The order of what it is given makes no difference.
///
/// # Errors
/// Every fault: duty or call-outs that overlap, call-outs outside duty, no card in force, cards of several currencies.
///
/// ```
/// use domain::{Span, Zone, holidays, pay::{self, Payee, Period, Worked, file::CardFile}};
/// let zone = Zone::named("Europe/London")?;
/// let england = holidays::calendar("GB-ENG").unwrap();
/// let known = pay::Known { zone: &|_| true, calendar: &|_| true };
/// let card = serde_json::from_str::<CardFile>(pay::preset("hourly-bands").unwrap().json)?.check(known).unwrap();
/// let id = "6f1f0a0e-6c0e-4b9f-9d55-3a4b8e6f2a11";
/// let span = Span::new("2027-03-27T20:00:00Z".parse()?, "2027-03-28T08:00:00Z".parse()?)?;
/// let statement = pay::pay(&pay::Request {
///     payee: &Payee::default(),
///     worked: &[Worked { span, rota: id.parse()?, shift: id.parse()?, role: domain::Role::Lead }],
///     call_outs: &[],
///     cards: &[card],
///     zone: &zone,
///     holidays: &england,
///     period: Period::around(span, &zone),
/// }).unwrap();
/// assert_eq!(
///     statement.lines[0].why,
///     "Sat 27 Mar 20:00 – Sun 28 Mar 09:00 (12 h elapsed, clocks went forward), Lead, weekend rate £12.00/h × 12 h"
/// );
/// assert_eq!(statement.total.to_string(), "£144.00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn pay(request: &Request) -> Result<Statement, Vec<Fault>> {
    let stretches = work::stretches(request.worked)?;
    let (currency, parts) = versions(request, &stretches)?;
    let faults: Vec<Fault> = parts
        .iter()
        .flat_map(|(card, _)| calls::faults(terms(card, request, &stretches), request.call_outs))
        .collect();
    if !faults.is_empty() {
        return Err(unique(faults));
    }
    let mut lines = Vec::new();
    let mut rest_owed = Vec::new();
    for (card, period) in &parts {
        let Some(period) = period.span(request.zone) else {
            continue;
        };
        let run = Run {
            request,
            terms: terms(card, request, &stretches),
            period,
        };
        lines.extend(run.lines());
        rest_owed.extend(run.rest());
    }
    lines.sort_by_key(|line| (in_order(line), line.kind, line.role, line.rota));
    let minor = lines.iter().fold(0i64, |sum, line| sum.saturating_add(line.minor));
    let toil_seconds = lines.iter().map(|line| line.toil_seconds).sum();
    Ok(Statement {
        lines,
        total: Money::new(minor, currency),
        toil_seconds,
        rest_owed,
    })
}

/// A cap stands after what it caps.
fn in_order(line: &Line) -> Instant {
    match line.kind {
        Kind::Cap => line.span.end() - 1,
        _ => line.span.start(),
    }
}

fn terms<'a>(card: &'a Card, request: &Request<'a>, stretches: &'a [Worked]) -> Terms<'a> {
    Terms {
        card,
        payee: request.payee,
        stretches,
    }
}

fn unique(faults: Vec<Fault>) -> Vec<Fault> {
    let mut kept: Vec<Fault> = Vec::with_capacity(faults.len());
    for fault in faults {
        if !kept.contains(&fault) {
            kept.push(fault);
        }
    }
    kept
}

/// The versions' currency, and each with the dates it pays.
type Versions<'a> = (Currency, Vec<(&'a Card, Period)>);

/// Each version of the card with the part of the period in which it is in force.
fn versions<'a>(request: &Request<'a>, stretches: &[Worked]) -> Result<Versions<'a>, Vec<Fault>> {
    let mut cards: Vec<&Card> = request.cards.iter().collect();
    cards.sort_by_key(|card| card.effective_from);
    let Some(first) = cards.first() else {
        return Err(vec![Fault::new("cards", "there is no rate card: choose one")]);
    };
    let mut faults = Vec::new();
    for pair in cards.windows(2) {
        if pair[0].effective_from == pair[1].effective_from {
            let reason = format!("two versions take effect on {}: only one can", pair[0].effective_from);
            faults.push(Fault::new("cards", reason));
        }
        if pair[0].currency != pair[1].currency {
            let reason = format!(
                "{} and {} cannot be in one statement",
                pair[0].currency.code(),
                pair[1].currency.code()
            );
            faults.push(Fault::new("cards", reason));
        }
    }
    let dates = |stretch: &Worked| Period::around(stretch.span, request.zone).intersection(&request.period);
    let earliest = stretches.iter().filter_map(dates).map(|dates| dates.first()).min();
    if let Some(early) = earliest.filter(|date| *date < first.effective_from) {
        let reason = format!(
            "‘{}’ pays from {} on, and there is duty on {early}: use a card that is in force then",
            first.name(),
            first.effective_from
        );
        faults.push(Fault::new("effective_from", reason));
    }
    let ends = cards
        .iter()
        .skip(1)
        .map(|card| card.effective_from)
        .chain([request.period.end()]);
    let parts = cards.iter().zip(ends).filter_map(|(card, end)| {
        Some((
            *card,
            Period::new(card.effective_from, end)
                .ok()?
                .intersection(&request.period)?,
        ))
    });
    if faults.is_empty() {
        Ok((first.currency, parts.collect()))
    } else {
        Err(faults)
    }
}
