//! A statement as its page shows it.

use super::super::{Desk, Reader, Result, pay::DutyFrom, wording};
use super::{
    draw::{Drawn, Ledger},
    periods,
    statements::StatementId,
};
use crate::{
    snapshot::Snapshot,
    store::{PayQueryRecord, StatementRecord, pay_calendar},
    zones,
};
use app::AppError;
use app::payroll::{Amount, PayAdjustment, PayGroup, PayLine, PayQuery, StatementPage};
use domain::{
    Instant, PersonId, RotaId, ShiftId, Zone,
    pay::{Document, DocumentPart, Kind, Line, Money, Period, RestOwed, StatementState, document_totals, duration},
};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

impl Desk {
    /// A statement, for somebody who may see it.
    pub(super) async fn statement_page(&self, id: &str) -> Result<StatementPage> {
        let snapshot = self.tandem.snapshot();
        let id = self.statement_for(&snapshot, id)?;
        let mut connection = self.tandem.store.read().await?;
        let (ledger, period) = self
            .ledger_of(&mut connection, &snapshot, id, DutyFrom::Snapshot)
            .await?;
        let queries = PayQueryRecord::of(&mut connection, id.person, id.first).await?;
        Ok(self.page_of(&snapshot, &ledger, id.person, period, &queries))
    }

    /// The statement of somebody, named by their address or id, of the period that begins on a date; without one, of the
    /// period that ended last.
    ///
    /// # Errors
    /// `Forbidden` for whoever does not prepare pay, `NotFound`, `Invalid`.
    pub(crate) async fn statement_of(&self, who: &str, period: &str) -> Result<StatementPage> {
        self.may_pay()?;
        let snapshot = self.tandem.snapshot();
        let mut people = snapshot.directory().people();
        let person = people.find(|it| it.email.eq_ignore_ascii_case(who.trim()) || it.id.to_string() == who.trim());
        let person = person.ok_or_else(|| AppError::NotFound(format!("Nobody has the address or id ‘{who}’.")))?;
        let calendar = pay_calendar(&mut *self.tandem.store.read().await?).await?;
        let period = super::run::asked(&calendar, period, periods::today(&snapshot, self.tandem.now()))?;
        self.statement_page(&StatementId::of(person.id, period).to_string())
            .await
    }

    /// The page of one statement out of a ledger.
    pub(super) fn page_of(
        &self,
        snapshot: &Arc<Snapshot>,
        ledger: &Ledger,
        person: PersonId,
        period: Period,
        queries: &[PayQueryRecord],
    ) -> StatementPage {
        let reader = self.reader(snapshot);
        // Of lines the card's own clock is enough.
        let plain = Reader {
            zone: None,
            ..reader.clone()
        };
        let today = periods::today(snapshot, reader.now);
        let record = ledger.record(person, period);
        let state = record.map_or(StatementState::Draft, |record| record.state);
        let kept = ledger.document(person, period);
        let drawn = (!state.is_settled()).then(|| ledger.draw(person, period, &reader));
        let changed = kept
            .zip(drawn.as_ref())
            .is_some_and(|(kept, drawn)| kept.document != drawn.document);
        let empty = Document::default();
        let document = kept
            .map(|kept| &kept.document)
            .or(drawn.as_ref().map(|drawn| &drawn.document))
            .unwrap_or(&empty);
        let asked: HashSet<&str> = queries.iter().map(|query| query.line.as_str()).collect();
        let over = today >= period.end();
        let (own, pays) = (self.is_own_pay(snapshot, person), self.may_pay().is_ok());
        let may_submit = (!self.only_reads() && own) || pays;
        let faults = drawn.as_ref().map(|drawn| drawn.faults.clone()).unwrap_or_default();
        let open = matches!(state, StatementState::Draft) || (state == StatementState::Submitted && changed);
        StatementPage {
            id: StatementId::of(person, period).to_string(),
            person: person.to_string(),
            name: snapshot.directory().name(person).to_owned(),
            own: self.actor.person() == Some(person),
            period: periods::row(period, today, &reader),
            state: state.key().to_owned(),
            state_words: self.state_words(snapshot, record, period, &reader),
            totals: amounts(document.totals()),
            so_far: if over { Vec::new() } else { so_far(document, reader.now) },
            toil: toil_words(document.toil_seconds()),
            groups: groups(snapshot, document, &asked, &plain),
            adjustments: adjustments(document, &plain),
            rest: rest(document, &plain),
            problems: document.unpaid.iter().cloned().chain(faults.clone()).collect(),
            warnings: warnings(drawn.as_ref(), changed),
            queries: queries
                .iter()
                .map(|query| self.query_row(snapshot, query, &reader))
                .collect(),
            changed,
            not_yet: match (over, state) {
                (false, StatementState::Draft) => {
                    format!("It can be submitted from {} on, when the period is over.", period.end())
                }
                _ => String::new(),
            },
            may_submit: may_submit && over && open && faults.is_empty(),
            may_approve: pays && !own && !changed && state == StatementState::Submitted,
            may_reopen: self.may_administer().is_ok() && state != StatementState::Draft,
            may_query: own && !self.only_reads(),
            may_answer: pays,
        }
    }

    fn state_words(
        &self,
        snapshot: &Snapshot,
        record: Option<&StatementRecord>,
        period: Period,
        reader: &Reader,
    ) -> String {
        let by = |record: &StatementRecord| {
            let zone = self.own_zone(snapshot);
            format!(
                "by {}, {}",
                super::super::Actor::describe(&record.changed_by, snapshot),
                wording::said(record.changed_at, &zone, reader)
            )
        };
        match record.map(|record| (record.state, record)) {
            None if periods::today(snapshot, reader.now) < period.end() => "The period goes on".to_owned(),
            None => "Not submitted yet".to_owned(),
            Some((StatementState::Draft, record)) => format!("Reopened {}: {}", by(record), record.reason),
            Some((StatementState::Submitted, record)) => format!("Submitted {}", by(record)),
            Some((StatementState::Approved, record)) => format!("Approved {}", by(record)),
            Some((StatementState::Exported, record)) => format!("With payroll since {}", by(record)),
        }
    }

    fn query_row(&self, snapshot: &Snapshot, query: &PayQueryRecord, reader: &Reader) -> PayQuery {
        let zone = self.own_zone(snapshot);
        let by = |actor: &str, at| {
            format!(
                "{}, {}",
                super::super::Actor::describe(actor, snapshot),
                wording::said(at, &zone, reader)
            )
        };
        let (answer, answered) = match &query.answer {
            Some((answer, who, at)) => (answer.clone(), by(who, *at)),
            None => (String::new(), String::new()),
        };
        PayQuery {
            id: query.id.to_string(),
            line: query.line.clone(),
            line_words: query.line_words.clone(),
            question: query.question.clone(),
            asked: by(&query.asked_by, query.asked_at),
            answer,
            answered,
        }
    }
}

fn warnings(drawn: Option<&Drawn>, changed: bool) -> Vec<String> {
    let known = drawn.map(|drawn| drawn.warnings.clone()).unwrap_or_default();
    let mut warnings: Vec<String> = changed
        .then(|| "Duty, call-outs or rates have changed since it was submitted.".to_owned())
        .into_iter()
        .chain(known)
        .collect();
    warnings.dedup();
    warnings
}

/// An amount as pages and the API have it.
pub(super) fn amount(money: Money) -> Amount {
    Amount {
        currency: money.currency.code().to_owned(),
        minor: money.minor,
        text: money.to_string(),
    }
}

/// Amounts as pages and the API have them.
pub(super) fn amounts(all: Vec<Money>) -> Vec<Amount> {
    all.into_iter().map(amount).collect()
}

/// What the lines that have begun come to.
pub(super) fn so_far(document: &Document, now: Instant) -> Vec<Amount> {
    let own = document.parts.iter().flat_map(|part| {
        let begun = part.statement.lines.iter().filter(move |line| line.span.start() <= now);
        begun.map(move |line| Money::new(line.minor, part.statement.total.currency))
    });
    amounts(document_totals(own))
}

/// Time off in words; nothing for none.
pub(super) fn toil_words(seconds: i64) -> String {
    match seconds {
        0 => String::new(),
        less if less < 0 => format!("−{}", duration(-less)),
        more => duration(more),
    }
}

/// The key of a line: what it is about.
pub(super) fn line_key(line: &Line) -> String {
    let about = format!(
        "{:?} {} {} {:?} {:?} {:?} {:?}",
        line.kind,
        line.span.start().seconds(),
        line.span.end().seconds(),
        line.rota,
        line.shift,
        line.role,
        line.band
    );
    crate::secret::fingerprint(&about).chars().take(16).collect()
}

/// What a line pays, in a word or two.
pub(super) fn what(line: &Line) -> String {
    match (line.kind, &line.band) {
        (Kind::CallOut, _) => "Call-out".to_owned(),
        (Kind::Cap, _) => "Held to the cap".to_owned(),
        (_, Some(band)) => band.clone(),
        (_, None) => "Unpaid".to_owned(),
    }
}

fn zone_of(part: &DocumentPart) -> Zone {
    zones::zone(&part.zone).unwrap_or_else(|_| Zone::utc())
}

fn groups(snapshot: &Snapshot, document: &Document, asked: &HashSet<&str>, reader: &Reader) -> Vec<PayGroup> {
    let mut found: Vec<(Instant, PayGroup)> = Vec::new();
    for part in &document.parts {
        let zone = zone_of(part);
        let currency = part.statement.total.currency;
        let mut places: HashMap<(Option<RotaId>, Option<ShiftId>), usize> = HashMap::new();
        for line in &part.statement.lines {
            let place = *places.entry((line.rota, line.shift)).or_insert_with(|| {
                found.push((
                    line.span.start(),
                    PayGroup {
                        title: title(snapshot, line, &zone, reader),
                        card: part.card.clone(),
                        sum: amount(Money::new(0, currency)),
                        lines: Vec::new(),
                    },
                ));
                found.len() - 1
            });
            let group = &mut found[place].1;
            let sum = group.sum.minor.saturating_add(line.minor);
            group.sum = amount(Money::new(sum, currency));
            group.lines.push(pay_line(line, &zone, currency, asked, reader));
        }
    }
    found.sort_by_key(|(start, _)| *start);
    found.into_iter().map(|(_, group)| group).collect()
}

fn title(snapshot: &Snapshot, line: &Line, zone: &Zone, reader: &Reader) -> String {
    let rota = line.rota.and_then(|id| snapshot.rota(id));
    let name = rota.map_or("All shifts", |rota| rota.record.name.as_str());
    format!("{name}, {}", wording::said(line.span.start(), zone, reader))
}

fn pay_line(
    line: &Line,
    zone: &Zone,
    currency: domain::pay::Currency,
    asked: &HashSet<&str>,
    reader: &Reader,
) -> PayLine {
    let key = line_key(line);
    let kind = serde_json::to_value(line.kind).ok();
    PayLine {
        kind: kind
            .and_then(|kind| kind.as_str().map(str::to_owned))
            .unwrap_or_default(),
        what: what(line),
        role: line.role.map(|role| role.key().to_owned()).unwrap_or_default(),
        when: wording::span_words(line.span, zone, reader),
        time: match line.kind {
            Kind::Cap => String::new(),
            _ => duration(line.seconds),
        },
        amount: amount(Money::new(line.minor, currency)),
        toil: toil_words(line.toil_seconds),
        why: line.why.clone(),
        queried: asked.contains(key.as_str()),
        key,
    }
}

fn adjustments(document: &Document, reader: &Reader) -> Vec<PayAdjustment> {
    let mut rows = Vec::new();
    for good in &document.made_good {
        let period = wording::days_words(
            good.period.first(),
            periods::last(good.period),
            good.period.first(),
            reader.style,
        );
        for adjustment in &good.adjustments {
            let Some(line) = adjustment.is.as_ref().or(adjustment.was.as_ref()) else {
                continue;
            };
            rows.push(PayAdjustment {
                key: line_key(line),
                period: period.clone(),
                what: what(line),
                amount: amount(Money::new(adjustment.minor, good.due.total.currency)),
                toil: toil_words(adjustment.toil_seconds),
                why: adjustment.why.clone(),
            });
        }
    }
    rows
}

fn rest(document: &Document, reader: &Reader) -> Vec<String> {
    let words = |owed: &RestOwed, zone: &Zone| {
        format!(
            "Before work on {} there was only {} of unbroken rest: {} are owed.",
            wording::said(owed.before, zone, reader),
            duration(owed.rested_seconds),
            duration(owed.owed_seconds)
        )
    };
    let all = document.parts.iter().flat_map(|part| {
        let zone = zone_of(part);
        let owed = part.statement.rest_owed.iter();
        owed.map(|owed| words(owed, &zone)).collect::<Vec<_>>()
    });
    all.collect()
}
