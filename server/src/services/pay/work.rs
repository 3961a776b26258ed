//! What pay is worked out from, in one place: duty, the cards in force, holidays and what pay knows of people.
//!
//! ```text
//! let work = Work::load(connection, &snapshot, period, DutyFrom::Snapshot).await?;   // DutyFrom::Database inside a write
//! for person in work.people() {
//!     for part in work.pay(person, &call_outs)? { part.statement … }
//! }
//! ```
//!
//! A period is cut where something takes effect that the rules of one statement cannot hold: another card, another grade,
//! region or zone of the person. So a person has a [`Part`] for each such stretch, and within it one for each card, zone and
//! holiday calendar: most have one. Where a card follows the rota's clock and the rota moves to another zone, duty is cut
//! at that instant, and what lies on either side is paid by the clock that holds there. Amounts of parts add up by currency ([`totals`]). Duty of rotas that no card pays, or
//! from before the card's first version, is in no part. Whoever makes pay final notes the parts' versions as used
//! ([`crate::store::Write::use_rate_card_version`]), so that they stay as they are.

use super::super::{Result, internal};
use super::cards::kept;
use crate::{
    snapshot::{RotaImage, Snapshot},
    store::{Connection, PaidFor, PersonPayRecord, RateCardUseRecord, RateCardVersionRecord, duty_since},
    zones,
};
use chrono::{Days, NaiveDate, NaiveTime};
use domain::{
    Instant, PersonId, RateCardId, Role, RotaId, Span, TeamId, Zone,
    holidays::Holidays,
    pay::{
        self, CallOut, Card, Currency, Fault, HolidayCalendar, Money, Payee, Period, Request, Statement, Worked,
        ZoneRule, worked_by_everybody,
    },
    rota::Shift,
    timeline::{Duty, DutyRow},
};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// How many days of duty are looked at on either side of a period: nights, shifts and weeks run through its ends.
const AROUND_DAYS: u64 = 40;

/// Where duty is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DutyFrom {
    /// In memory, as far as it reaches: for looking.
    Snapshot,
    /// In the database, as the connection's transaction sees it: for what is final.
    Database,
}

/// The versions of a card that count, the earliest first, with their numbers.
pub(super) type Versions = Vec<(i64, Card)>;

/// A rota as pay sees it.
#[derive(Debug, Clone)]
struct PaidRota {
    team: TeamId,
    /// Its zones in order, each with when it begins; the first holds before that too.
    zones: Vec<(Instant, Zone)>,
}

impl PaidRota {
    /// The zone in force at an instant.
    fn zone_at(&self, at: Instant) -> Zone {
        let later = self.zones.iter().rev().find(|(from, _)| *from <= at);
        let zone = later.or(self.zones.first()).map(|(_, zone)| zone.clone());
        zone.unwrap_or_else(Zone::utc)
    }

    /// Each zone, with the span in which it holds.
    fn zone_spans(&self) -> impl Iterator<Item = (&Zone, Span)> {
        let starts = std::iter::once(Instant::MIN).chain(self.zones.iter().skip(1).map(|(from, _)| *from));
        let ends = self.zones.iter().skip(1).map(|(from, _)| *from);
        let spans = starts.zip(ends.chain(std::iter::once(Instant::MAX)));
        self.zones
            .iter()
            .zip(spans)
            .filter_map(|((_, zone), (start, end))| Some((zone, Span::new(start, end).ok()?)))
    }
}

/// Everything that pay of a period is worked out from.
#[derive(Clone)]
pub(crate) struct Work {
    period: Period,
    snapshot: Arc<Snapshot>,
    rotas: HashMap<RotaId, PaidRota>,
    worked: HashMap<RotaId, BTreeMap<PersonId, Vec<Worked>>>,
    books: Arc<Books>,
}

/// What pay goes by whatever the period: cards, which rotas they pay, and what is known of people.
#[derive(Clone)]
struct Books {
    cards: HashMap<RateCardId, Versions>,
    uses: HashMap<PaidFor, Vec<(NaiveDate, Option<RateCardId>)>>,
    people: HashMap<PersonId, Vec<PersonPayRecord>>,
}

impl Books {
    async fn load(connection: &mut Connection) -> Result<Self> {
        Ok(Self {
            cards: cards(RateCardVersionRecord::all(connection).await?)?,
            uses: uses(RateCardUseRecord::all(connection).await?),
            people: people(PersonPayRecord::all(connection).await?),
        })
    }
}

/// What one card pays somebody, in one zone and by one holiday calendar, for all or some of a period.
pub(crate) struct Part {
    /// The card.
    pub(crate) card: RateCardId,
    /// The numbers of its versions that are in force within the part.
    pub(crate) versions: Vec<i64>,
    /// The dates it pays.
    pub(crate) period: Period,
    /// The zone whose clock it goes by.
    pub(crate) zone: Zone,
    /// The last holiday that its calendar knows, unless it follows none.
    pub(crate) holidays_known_to: Option<NaiveDate>,
    /// What is paid.
    pub(crate) statement: Statement,
}

/// What a part is of.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    card: RateCardId,
    zone: String,
    calendar: String,
}

impl Work {
    /// Reads it for a period.
    ///
    /// # Errors
    /// Faults of the database, and of what is kept in it.
    pub(crate) async fn load(
        connection: &mut Connection,
        snapshot: &Arc<Snapshot>,
        period: Period,
        from: DutyFrom,
    ) -> Result<Self> {
        let works = Self::load_each(connection, snapshot, [period], from).await?;
        works
            .into_values()
            .next()
            .ok_or_else(|| internal(&"a pay period that was not read"))
    }

    /// Reads it for several periods.
    ///
    /// # Errors
    /// As [`Work::load`].
    pub(crate) async fn load_each(
        connection: &mut Connection,
        snapshot: &Arc<Snapshot>,
        periods: impl IntoIterator<Item = Period>,
        from: DutyFrom,
    ) -> Result<BTreeMap<Period, Self>> {
        let books = Arc::new(Books::load(connection).await?);
        let mut works: BTreeMap<Period, (Span, Self)> = BTreeMap::new();
        for period in periods {
            let window = window_of(period).ok_or_else(|| internal(&"a pay period without an instant"))?;
            let work = Self {
                period,
                snapshot: Arc::clone(snapshot),
                rotas: HashMap::new(),
                worked: HashMap::new(),
                books: Arc::clone(&books),
            };
            works.insert(period, (window, work));
        }
        let Some(start) = works.values().map(|(window, _)| window.start()).min() else {
            return Ok(BTreeMap::new());
        };
        // Each rota's duty is read once, however many periods there are.
        for rota in snapshot.rotas() {
            let rows = rows_since(connection, rota, start, from).await?;
            for (window, work) in works.values_mut() {
                work.put_rota(rota, &Duty::from_rows(*window, &rows));
            }
        }
        Ok(works.into_iter().map(|(period, (_, work))| (period, work)).collect())
    }

    fn put_rota(&mut self, rota: &RotaImage, duty: &Duty) {
        let id = rota.record.id;
        let paid = PaidRota {
            team: rota.record.team,
            zones: rota.zones(),
        };
        self.rotas.insert(id, paid);
        self.worked.insert(id, worked_by_everybody(id, duty));
    }

    /// What people call a card.
    pub(crate) fn name_of(&self, card: RateCardId) -> String {
        let latest = self.books.cards.get(&card).and_then(|versions| versions.last());
        latest.map(|(_, card)| card.name().to_owned()).unwrap_or_default()
    }

    /// Everybody who is on duty around the period, in order of their ids.
    pub(crate) fn people(&self) -> Vec<PersonId> {
        let all = self.worked.values().flat_map(BTreeMap::keys);
        all.copied().collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The card that pays a rota on a date, if any does.
    pub(crate) fn card_of(&self, rota: RotaId, on: NaiveDate) -> Option<RateCardId> {
        let team = self.rotas.get(&rota)?.team;
        let said = [PaidFor::Rota(rota), PaidFor::Team(team), PaidFor::Organisation];
        said.iter()
            .find_map(|paid_for| {
                let uses = self.books.uses.get(paid_for)?;
                uses.iter().rev().find(|(from, _)| *from <= on).map(|(_, card)| *card)
            })
            .flatten()
    }

    /// Everybody who is on duty in the period on a rota that a card pays.
    pub(crate) fn paid_people(&self) -> BTreeSet<PersonId> {
        let paid = |rota: RotaId, piece: &Worked| {
            let Some(zone) = self.rotas.get(&rota).map(|rota| rota.zone_at(piece.span.start())) else {
                return false;
            };
            let within = self.period.span(&zone).filter(|span| span.overlaps(&piece.span));
            within.is_some_and(|span| {
                let on = zone.local(piece.span.start().max(span.start())).date();
                self.card_of(rota, on).is_some()
            })
        };
        let all = self
            .worked
            .iter()
            .flat_map(|(rota, people)| people.iter().map(move |entry| (*rota, entry)));
        let paid = all.filter(|(rota, (_, pieces))| pieces.iter().any(|piece| paid(*rota, piece)));
        paid.map(|(_, (person, _))| *person).collect()
    }

    /// Whether a card that pays somebody at the period's end leaves them the choice between time off and money.
    pub(crate) fn leaves_choice(&self, person: PersonId) -> bool {
        let last = self.period.end().pred_opt().unwrap_or(self.period.end());
        let theirs = self.worked.iter().filter(|(_, people)| people.contains_key(&person));
        let cards: BTreeSet<RateCardId> = theirs.filter_map(|(rota, _)| self.card_of(*rota, last)).collect();
        let versions = cards.iter().filter_map(|card| self.in_force(*card, last));
        versions.into_iter().any(|(_, card)| {
            let bands = card.bands().iter().filter_map(|band| band.toil);
            let calls = card.call_outs().and_then(|rules| rules.toil);
            bands.chain(calls).any(|toil| toil.chosen)
        })
    }

    /// The rotas that a card pays at some time in the period.
    pub(super) fn paid_by(&self, card: RateCardId) -> BTreeSet<RotaId> {
        let days = self.period.first().iter_days();
        let days: Vec<NaiveDate> = days.take_while(|date| *date < self.period.end()).collect();
        let pays = |rota: &&RotaId| days.iter().any(|date| self.card_of(**rota, *date) == Some(card));
        self.rotas.keys().filter(pays).copied().collect()
    }

    /// Everybody who is on duty on a rota around the period.
    pub(super) fn people_on(&self, rota: RotaId) -> Vec<PersonId> {
        let people = self.worked.get(&rota).into_iter().flat_map(BTreeMap::keys);
        people.copied().collect()
    }

    /// The same, with other shifts on a rota in place of the duty that begins in a span.
    pub(super) fn with_shifts(&self, rota: RotaId, span: Span, shifts: &[Shift]) -> Self {
        let mut work = self.clone();
        let everybody = work.worked.entry(rota).or_default();
        for pieces in everybody.values_mut() {
            pieces.retain(|piece| !span.contains(piece.span.start()));
        }
        for shift in shifts {
            for role in Role::BOTH {
                let Some(person) = shift.pairing.holder(role) else {
                    continue;
                };
                let pieces = shift.stretches.iter().map(|stretch| Worked {
                    span: *stretch,
                    rota,
                    shift: shift.id,
                    role,
                });
                everybody.entry(person).or_default().extend(pieces);
            }
        }
        work
    }

    /// The same for the duty on some rotas only; on all of them when none is named.
    pub(super) fn on(&self, rotas: &BTreeSet<RotaId>) -> Self {
        let mut work = self.clone();
        if !rotas.is_empty() {
            work.worked.retain(|rota, _| rotas.contains(rota));
        }
        work
    }

    /// The same, as if one card had always paid everything.
    pub(super) fn only(mut self, card: RateCardId, versions: Versions) -> Self {
        self.books = Arc::new(Books {
            cards: HashMap::from([(card, versions)]),
            uses: HashMap::from([(PaidFor::Organisation, vec![(NaiveDate::MIN, Some(card))])]),
            people: self.books.people.clone(),
        });
        self
    }

    /// What somebody is paid for the period: for their duty, and for these call-outs of theirs.
    ///
    /// # Errors
    /// Everything that keeps it from being worked out, such as a call-out outside duty.
    pub(crate) fn pay(&self, person: PersonId, call_outs: &[CallOut]) -> std::result::Result<Vec<Part>, Vec<Fault>> {
        let worked: Vec<Worked> = self
            .worked
            .values()
            .filter_map(|everybody| everybody.get(&person))
            .flatten()
            .copied()
            .collect();
        let mut parts = Vec::new();
        let mut faults = self.strays(&worked, call_outs);
        for period in self.stretches(person, &worked) {
            for (key, paid) in self.groups(person, &worked, period.first()) {
                match self.part(person, (&worked, call_outs), (period, &key, &paid)) {
                    Ok(part) => parts.extend(part),
                    Err(found) => faults.extend(found),
                }
            }
        }
        if faults.is_empty() { Ok(parts) } else { Err(faults) }
    }

    /// Call-outs that begin while their person is on no duty that a card pays.
    fn strays(&self, worked: &[Worked], call_outs: &[CallOut]) -> Vec<Fault> {
        let paid = |piece: &&Worked| {
            let zone = self.rotas.get(&piece.rota).map(|rota| rota.zone_at(piece.span.start()));
            let on = zone.unwrap_or_else(Zone::utc).local(piece.span.start()).date();
            self.card_of(piece.rota, on.max(self.period.first())).is_some()
        };
        let stray = |call_out: &&CallOut| {
            let mut during = worked.iter().filter(|piece| during(piece, call_out));
            !during.any(|piece| paid(&piece))
        };
        let fault = |call_out: &CallOut| {
            let place = format!("call-out from {}", call_out.span.start());
            Fault::new(
                place,
                "its person is on no duty then that a rate card pays: correct the duty, or give its rota a card",
            )
        };
        call_outs.iter().filter(stray).map(fault).collect()
    }

    /// The period, cut where another card, or another fact about the person, takes effect.
    fn stretches(&self, person: PersonId, worked: &[Worked]) -> Vec<Period> {
        let mut cuts: BTreeSet<NaiveDate> = BTreeSet::new();
        for rota in worked.iter().map(|piece| piece.rota).collect::<BTreeSet<_>>() {
            let Some(team) = self.rotas.get(&rota).map(|rota| rota.team) else {
                continue;
            };
            for paid_for in [PaidFor::Rota(rota), PaidFor::Team(team), PaidFor::Organisation] {
                cuts.extend(
                    self.books
                        .uses
                        .get(&paid_for)
                        .into_iter()
                        .flatten()
                        .map(|(from, _)| *from),
                );
            }
        }
        cuts.extend(self.facts(person).iter().map(|facts| facts.applies_from));
        cuts.retain(|cut| *cut > self.period.first() && *cut < self.period.end());
        let starts = std::iter::once(self.period.first()).chain(cuts.iter().copied());
        let ends = cuts.iter().copied().chain(std::iter::once(self.period.end()));
        starts
            .zip(ends)
            .filter_map(|(first, end)| Period::new(first, end).ok())
            .collect()
    }

    fn facts(&self, person: PersonId) -> &[PersonPayRecord] {
        self.books.people.get(&person).map_or(&[], Vec::as_slice)
    }

    /// What pay knows of a person on a date.
    fn known_of(&self, person: PersonId, on: NaiveDate) -> Option<&PersonPayRecord> {
        self.facts(person).iter().rev().find(|facts| facts.applies_from <= on)
    }

    /// What each card pays from a date on, by zone and holidays: rotas, and when.
    fn groups(&self, person: PersonId, worked: &[Worked], on: NaiveDate) -> BTreeMap<Key, Vec<(RotaId, Span)>> {
        let mut groups: BTreeMap<Key, Vec<(RotaId, Span)>> = BTreeMap::new();
        for rota in worked.iter().map(|piece| piece.rota).collect::<BTreeSet<_>>() {
            let card = self.card_of(rota, on);
            let version = card.and_then(|card| self.in_force(card, on));
            let (Some(card), Some((_, version))) = (card, version) else {
                continue;
            };
            for (zone, span) in self.clocks(version, person, rota, on) {
                let key = Key {
                    card,
                    zone,
                    calendar: self.calendar_key(version, person, on),
                };
                groups.entry(key).or_default().push((rota, span));
            }
        }
        groups
    }

    /// The version of a card in force on a date; before the first one that one, which pays nothing yet.
    fn in_force(&self, card: RateCardId, on: NaiveDate) -> Option<&(i64, Card)> {
        let versions = self.books.cards.get(&card)?;
        let found = versions.iter().rev().find(|(_, card)| card.effective_from() <= on);
        found.or_else(|| versions.first())
    }

    /// The zones whose clocks a card goes by for somebody's duty on a rota, each with when.
    fn clocks(&self, card: &Card, person: PersonId, rota: RotaId, on: NaiveDate) -> Vec<(String, Span)> {
        let name = match card.zone() {
            ZoneRule::Named(name) => name.clone(),
            ZoneRule::Rota => {
                let spans = self.rotas.get(&rota).into_iter().flat_map(PaidRota::zone_spans);
                return spans.map(|(zone, span)| (zone.name().to_owned(), span)).collect();
            }
            ZoneRule::Person => {
                let own = self.known_of(person, on).map(|facts| facts.zone.clone());
                let own = own.filter(|zone| !zone.is_empty());
                own.unwrap_or_else(|| self.snapshot.directory().zone(person).name().to_owned())
            }
        };
        vec![(name, Span::ALWAYS)]
    }

    fn calendar_key(&self, card: &Card, person: PersonId, on: NaiveDate) -> String {
        match card.holidays() {
            HolidayCalendar::Named(key) => key.clone(),
            HolidayCalendar::Person => {
                let own = self.known_of(person, on).map(|facts| facts.holiday_region.clone());
                let own = own.filter(|region| !region.is_empty());
                let usual = || self.snapshot.organisation().map(|all| all.holiday_calendar.clone());
                own.or_else(usual).unwrap_or_default()
            }
        }
    }

    /// What one card pays within a stretch of the period; nothing when no duty touches it.
    fn part(
        &self,
        person: PersonId,
        (worked, call_outs): (&[Worked], &[CallOut]),
        (period, key, paid): (Period, &Key, &[(RotaId, Span)]),
    ) -> std::result::Result<Option<Part>, Vec<Fault>> {
        let fault = |reason: String| vec![Fault::new("cards", reason)];
        let zone = zones::zone(&key.zone).map_err(|error| fault(error.to_string()))?;
        let holidays: Holidays = self
            .snapshot
            .calendars()
            .find(&key.calendar)
            .ok_or_else(|| fault(format!("‘{}’ is not a holiday calendar", key.calendar)))?;
        let versions = self.books.cards.get(&key.card).map_or(&[][..], Vec::as_slice);
        let first = versions.first().map(|(_, card)| card.effective_from());
        // Before its first version a card pays nothing.
        let paying = first.and_then(|first| Period::new(first.max(period.first()), period.end()).ok());
        let span = paying.and_then(|period| period.span(&zone));
        let (Some(period), Some(span)) = (paying, span) else {
            return Ok(None);
        };
        let worked: Vec<Worked> = worked
            .iter()
            .flat_map(|piece| {
                let here = paid.iter().filter(|(rota, _)| *rota == piece.rota);
                here.filter_map(|(_, span)| {
                    let span = piece.span.intersection(span)?;
                    Some(Worked { span, ..*piece })
                })
            })
            .collect();
        if !worked.iter().any(|piece| piece.span.overlaps(&span)) {
            return Ok(None);
        }
        let call_outs: Vec<CallOut> = call_outs
            .iter()
            .filter(|call_out| worked.iter().any(|piece| during(piece, call_out)))
            .cloned()
            .collect();
        let cards: Vec<Card> = versions.iter().map(|(_, card)| card.clone()).collect();
        let facts = self.known_of(person, period.first());
        let payee = Payee {
            person: Some(person),
            grade: facts.map(|facts| facts.grade.clone()).filter(|grade| !grade.is_empty()),
            wishes_toil: facts.is_some_and(|facts| facts.wishes_toil),
        };
        let statement = pay::pay(&Request {
            payee: &payee,
            worked: &worked,
            call_outs: &call_outs,
            cards: &cards,
            zone: &zone,
            holidays: &holidays,
            period,
        })?;
        Ok(Some(Part {
            card: key.card,
            versions: in_force_within(versions, period),
            period,
            zone,
            holidays_known_to: holidays.last(),
            statement,
        }))
    }
}

/// The sum of each currency, in the order of their codes.
pub(crate) fn totals<'a>(parts: impl IntoIterator<Item = &'a Part>) -> Vec<Money> {
    let mut sums: BTreeMap<Currency, i64> = BTreeMap::new();
    for part in parts {
        let total = part.statement.total;
        let sum = sums.entry(total.currency).or_default();
        *sum = sum.saturating_add(total.minor);
    }
    sums.into_iter()
        .map(|(currency, minor)| Money::new(minor, currency))
        .collect()
}

/// Whether a call-out begins within a piece of duty, on the rota it names if it names one.
fn during(piece: &Worked, call_out: &CallOut) -> bool {
    piece.span.contains(call_out.span.start()) && call_out.rota.is_none_or(|rota| rota == piece.rota)
}

/// The versions that are in force within a period.
fn in_force_within(versions: &[(i64, Card)], period: Period) -> Vec<i64> {
    let ends = versions.iter().skip(1).map(|(_, card)| card.effective_from());
    let ends = ends.chain(std::iter::once(NaiveDate::MAX));
    let within = versions.iter().zip(ends);
    within
        .filter(|((_, card), end)| card.effective_from() < period.end() && *end > period.first())
        .map(|((number, _), _)| *number)
        .collect()
}

/// The period and what is looked at around it. Zones are at most a day apart from UTC.
fn window_of(period: Period) -> Option<Span> {
    let at = |date: NaiveDate| Instant::from_seconds(date.and_time(NaiveTime::MIN).and_utc().timestamp());
    let first = period.first().checked_sub_days(Days::new(AROUND_DAYS))?;
    let end = period.end().checked_add_days(Days::new(AROUND_DAYS))?;
    Span::new(at(first), at(end)).ok()
}

async fn rows_since<'r>(
    connection: &mut Connection,
    rota: &'r RotaImage,
    start: Instant,
    from: DutyFrom,
) -> Result<Cow<'r, [DutyRow]>> {
    if from == DutyFrom::Snapshot && rota.remembers(start) {
        return Ok(Cow::Borrowed(&rota.duty));
    }
    Ok(Cow::Owned(duty_since(connection, rota.record.id, start).await?))
}

/// Of versions that take effect on one date the last one counts.
pub(super) fn cards(records: Vec<RateCardVersionRecord>) -> Result<HashMap<RateCardId, Versions>> {
    let mut cards: HashMap<RateCardId, Versions> = HashMap::new();
    for record in records {
        let card = kept(&record.file).map_err(|faults| {
            let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
            let words = format!(
                "rate card {} version {}: {}",
                record.card,
                record.number,
                faults.join("; ")
            );
            internal(&words)
        })?;
        let versions = cards.entry(record.card).or_default();
        versions.retain(|(_, other)| other.effective_from() != card.effective_from());
        versions.push((record.number, card));
    }
    Ok(cards)
}

fn uses(records: Vec<RateCardUseRecord>) -> HashMap<PaidFor, Vec<(NaiveDate, Option<RateCardId>)>> {
    let mut uses: HashMap<PaidFor, Vec<_>> = HashMap::new();
    for record in records {
        uses.entry(record.paid_for)
            .or_default()
            .push((record.applies_from, record.card));
    }
    uses
}

fn people(records: Vec<PersonPayRecord>) -> HashMap<PersonId, Vec<PersonPayRecord>> {
    let mut people: HashMap<PersonId, Vec<PersonPayRecord>> = HashMap::new();
    for record in records {
        people.entry(record.person).or_default().push(record);
    }
    people
}
