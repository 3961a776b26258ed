//! Draws statements up: what somebody is due for a period by how things are, and what is to be made good of periods that
//! are settled.

use super::super::{
    Reader, Result,
    pay::{DutyFrom, Part, Work},
    wording,
};
use crate::{
    snapshot::Snapshot,
    store::{CallOutRecord, Connection, DocumentRecord, StatementRecord, pay_calendar},
};
use chrono::{Days, NaiveDate, NaiveTime};
use domain::{
    Instant, PersonId, RateCardId, Span,
    pay::{CallOut, Document, DocumentPart, PayCalendar, Period},
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

/// Call-outs are looked at as far around a period as duty is: days.
const AROUND_DAYS: u64 = 40;
/// What changes in settled periods is made good as long as they end within so many days before a period: two years and a
/// month.
const MADE_GOOD_DAYS: u64 = 761;
/// It is said when a holiday calendar ends sooner than so many days after the period.
const HOLIDAYS_AHEAD_DAYS: i64 = 183;

/// Everything that statements are drawn up from.
pub(super) struct Ledger {
    snapshot: Arc<Snapshot>,
    pub(super) calendar: PayCalendar,
    works: BTreeMap<Period, Work>,
    calls: HashMap<PersonId, Vec<CallOutRecord>>,
    statements: HashMap<PersonId, Vec<StatementRecord>>,
    documents: HashMap<PersonId, Vec<DocumentRecord>>,
}

/// A statement that was drawn up.
pub(super) struct Drawn {
    pub(super) document: Document,
    /// Versions of cards that it goes by.
    pub(super) versions: Vec<(RateCardId, i64)>,
    /// What keeps it from being right.
    pub(super) faults: Vec<String>,
    /// What to mind.
    pub(super) warnings: Vec<String>,
}

/// What one period comes to.
#[derive(Default)]
struct Worth {
    parts: Vec<DocumentPart>,
    versions: Vec<(RateCardId, i64)>,
    unpaid: Vec<String>,
    faults: Vec<String>,
    warnings: Vec<String>,
}

impl Ledger {
    /// Reads what statements of these periods are drawn up from, for one person or for everybody.
    pub(super) async fn load(
        connection: &mut Connection,
        snapshot: &Arc<Snapshot>,
        periods: &[Period],
        person: Option<PersonId>,
        from: DutyFrom,
    ) -> Result<Self> {
        let mut ledger = Self {
            snapshot: Arc::clone(snapshot),
            calendar: pay_calendar(connection).await?,
            works: BTreeMap::new(),
            calls: HashMap::new(),
            statements: HashMap::new(),
            documents: HashMap::new(),
        };
        let statements = match person {
            Some(person) => StatementRecord::of(connection, person).await?,
            None => StatementRecord::all(connection).await?,
        };
        let settled = settled_within_reach(&statements, periods);
        let wanted: BTreeSet<Period> = settled.into_iter().chain(periods.iter().copied()).collect();
        for record in statements {
            ledger.statements.entry(record.person).or_default().push(record);
        }
        for document in DocumentRecord::standing(connection, person).await? {
            ledger.documents.entry(document.person).or_default().push(document);
        }
        for call in CallOutRecord::between(connection, person, around(&wanted)).await? {
            ledger.calls.entry(call.person).or_default().push(call);
        }
        ledger.works = Work::load_each(connection, snapshot, wanted, from).await?;
        Ok(ledger)
    }

    /// Everybody who could be paid something in a period: on duty around it, called out, or with a statement.
    pub(super) fn people(&self, period: Period) -> BTreeSet<PersonId> {
        let on_duty = self.works.get(&period).map(Work::people).unwrap_or_default();
        let mut people: BTreeSet<PersonId> = on_duty.into_iter().collect();
        people.extend(self.statements.keys().copied());
        people
    }

    /// Where somebody's statement of a period stands, if it was ever submitted.
    pub(super) fn record(&self, person: PersonId, period: Period) -> Option<&StatementRecord> {
        let mut records = self.statements.get(&person)?.iter();
        records.find(|record| record.period == period)
    }

    /// What somebody's statement of a period says, if it is submitted.
    pub(super) fn document(&self, person: PersonId, period: Period) -> Option<&DocumentRecord> {
        let mut documents = self.documents.get(&person)?.iter();
        documents.find(|document| document.period == period)
    }

    /// The period of a statement that begins on a date: as it was submitted, or by the calendar.
    pub(super) fn period_from(&self, person: PersonId, first: NaiveDate) -> Option<Period> {
        let known = self.statements.get(&person).into_iter().flatten();
        let known = known.map(|record| record.period).find(|period| period.first() == first);
        known.or_else(|| self.calendar.period_of(first).filter(|period| period.first() == first))
    }

    /// The settled statements of somebody, in the order of their periods: in that order they make good.
    pub(super) fn settled(&self, person: PersonId) -> Vec<(Period, Document)> {
        let records = self.statements.get(&person).into_iter().flatten();
        let settled = records.filter(|record| record.state.is_settled());
        settled
            .filter_map(|record| Some((record.period, self.document(person, record.period)?.document.clone())))
            .collect()
    }

    /// The periods of which somebody has submitted a statement, the earliest first.
    pub(super) fn submitted(&self, person: PersonId) -> Vec<Period> {
        let documents = self.documents.get(&person).into_iter().flatten();
        documents.map(|document| document.period).collect()
    }

    /// The latest settled period of somebody.
    pub(super) fn last_settled(&self, person: PersonId) -> Option<Period> {
        let records = self.statements.get(&person).into_iter().flatten();
        let settled = records.filter(|record| record.state.is_settled());
        settled.map(|record| record.period).max()
    }

    /// Has a statement settled from now on, for those that are drawn up after it.
    pub(super) fn settle(&mut self, person: PersonId, period: Period) {
        let records = self.statements.entry(person).or_default();
        for record in records.iter_mut().filter(|record| record.period == period) {
            record.state = domain::pay::StatementState::Approved;
        }
    }

    /// Whether a card that pays somebody in a period leaves them the choice between time off and money.
    pub(super) fn leaves_choice(&self, person: PersonId, period: Period) -> bool {
        self.works.get(&period).is_some_and(|work| work.leaves_choice(person))
    }

    /// Time off that somebody has earned so far and no settled statement gives, in seconds.
    pub(super) fn toil_coming(&self, person: PersonId, reader: &Reader) -> i64 {
        let settled = |period: Period| {
            self.record(person, period)
                .is_some_and(|record| record.state.is_settled())
        };
        let open = self.works.keys().filter(|period| !settled(**period));
        let drawn = open.map(|period| self.draw(person, *period, reader).document);
        let begun = drawn.flat_map(|document| {
            let lines = document.parts.into_iter().flat_map(|part| part.statement.lines);
            lines
                .filter(|line| line.span.start() <= reader.now)
                .map(|line| line.toil_seconds)
        });
        begun.sum()
    }

    /// Draws a statement up. What settled periods are made good by stands on one statement: that of the period after the
    /// latest settled one.
    pub(super) fn draw(&self, person: PersonId, period: Period, reader: &Reader) -> Drawn {
        let worth = self.worth(person, period, reader);
        let mut faults = worth.faults;
        let carries = self
            .last_settled(person)
            .is_some_and(|last| last.end() == period.first());
        let settled = if carries { self.settled(person) } else { Vec::new() };
        let mut due = Vec::new();
        for (earlier, _) in settled.iter().filter(|(earlier, _)| reaches(period, *earlier)) {
            let now = self.worth(person, *earlier, reader);
            faults.extend(now.faults);
            due.push((*earlier, now.parts));
        }
        let due = if faults.is_empty() { due } else { Vec::new() };
        Drawn {
            document: Document::draw_up(worth.parts, worth.unpaid, &settled, &due),
            versions: worth.versions,
            faults,
            warnings: worth.warnings,
        }
    }

    fn worth(&self, person: PersonId, period: Period, reader: &Reader) -> Worth {
        let Some(work) = self.works.get(&period) else {
            return Worth {
                faults: vec![format!("The period from {} could not be read.", period.first())],
                ..Worth::default()
            };
        };
        let mut worth = Worth::default();
        let records: Vec<&CallOutRecord> = self.calls.get(&person).into_iter().flatten().collect();
        let paid = self.payable(work, person, &records, period, &mut worth, reader);
        match work.pay(person, &paid) {
            Ok(parts) => {
                for part in parts {
                    worth.warnings.extend(holidays_end(&part, period));
                    worth
                        .versions
                        .extend(part.versions.iter().map(|number| (part.card, *number)));
                    worth.parts.push(document_part(work, part));
                }
            }
            Err(faults) => worth.faults.extend(faults.iter().map(ToString::to_string)),
        }
        worth
    }

    /// The call-outs that can be paid; of the others it is said why they are not.
    fn payable(
        &self,
        work: &Work,
        person: PersonId,
        records: &[&CallOutRecord],
        period: Period,
        worth: &mut Worth,
        reader: &Reader,
    ) -> Vec<CallOut> {
        let zone = self.snapshot.directory().zone(person);
        let within = |record: &CallOutRecord| {
            let date = zone.local(record.start).date();
            (period.first()..period.end()).contains(&date)
        };
        let window = around(&BTreeSet::from([period]));
        let near = records
            .iter()
            .filter(|record| window.is_some_and(|it| it.contains(record.start)));
        let mut all = Vec::new();
        for record in near {
            match call_out(record) {
                Some(call) => all.push((record, call)),
                None if within(record) => worth.unpaid.push(format!(
                    "The call-out from {} has no end yet.",
                    wording::said(record.start, &zone, reader)
                )),
                None => {}
            }
        }
        let calls: Vec<CallOut> = all.iter().map(|(_, call)| call.clone()).collect();
        if work.pay(person, &calls).is_ok() {
            return calls;
        }
        // One that cannot be paid is left out by itself, and said.
        all.retain(|(record, call)| match work.pay(person, std::slice::from_ref(call)) {
            Ok(_) => true,
            Err(_) if work.pay(person, &[]).is_err() => true,
            Err(faults) => {
                if within(record) {
                    let why: Vec<&str> = faults.iter().map(|fault| fault.reason.as_str()).collect();
                    let when = wording::span_words(call.span, &zone, reader);
                    worth
                        .unpaid
                        .push(format!("Call-out {when}, “{}”: {}.", call.reason, why.join("; ")));
                }
                false
            }
        });
        all.into_iter().map(|(_, call)| call).collect()
    }
}

/// Whether a statement still makes good what changes in an earlier period.
fn reaches(period: Period, earlier: Period) -> bool {
    let furthest = period.first().checked_sub_days(Days::new(MADE_GOOD_DAYS));
    furthest.is_none_or(|furthest| earlier.end() > furthest)
}

/// The settled periods that statements of `periods` may have to make good: of those whom one of them comes next for.
fn settled_within_reach(statements: &[StatementRecord], periods: &[Period]) -> BTreeSet<Period> {
    let (Some(first), Some(last)) = (periods.iter().min(), periods.iter().max()) else {
        return BTreeSet::new();
    };
    let mut latest: HashMap<PersonId, Period> = HashMap::new();
    let settled = || statements.iter().filter(|it| it.state.is_settled());
    for record in settled() {
        let known = latest.entry(record.person).or_insert(record.period);
        *known = (*known).max(record.period);
    }
    // Of several periods one may be settled on the way, and the next goes on from there.
    let carried = |record: &&StatementRecord| {
        let end = latest.get(&record.person).map(Period::end);
        end.is_some_and(|end| end <= last.first() && (end >= first.first() || first != last))
    };
    let wanted = settled()
        .filter(carried)
        .filter(|record| reaches(*first, record.period));
    wanted.map(|record| record.period).collect()
}

fn call_out(record: &CallOutRecord) -> Option<CallOut> {
    let reason = match record.reason.as_str() {
        "" => "no reason given".to_owned(),
        reason => reason.to_owned(),
    };
    Some(CallOut {
        span: record.span()?,
        place: record.place,
        reason,
        rota: record.rota,
    })
}

fn document_part(work: &Work, part: Part) -> DocumentPart {
    DocumentPart {
        card: work.name_of(part.card),
        zone: part.zone.name().to_owned(),
        period: part.period,
        statement: part.statement,
    }
}

/// That a holiday calendar ends soon, or has ended.
fn holidays_end(part: &Part, period: Period) -> Option<String> {
    let known_to = part.holidays_known_to?;
    let left = (known_to - period.end()).num_days();
    (left < HOLIDAYS_AHEAD_DAYS).then(|| format!("The bank holidays are known only up to {known_to}."))
}

/// The periods and what is looked at around them.
fn around(periods: &BTreeSet<Period>) -> Option<Span> {
    let at = |date: NaiveDate| Instant::from_seconds(date.and_time(NaiveTime::MIN).and_utc().timestamp());
    let first = periods.iter().map(Period::first).min()?;
    let end = periods.iter().map(Period::end).max()?;
    let first = first.checked_sub_days(Days::new(AROUND_DAYS))?;
    let end = end.checked_add_days(Days::new(AROUND_DAYS))?;
    Span::new(at(first), at(end)).ok()
}
