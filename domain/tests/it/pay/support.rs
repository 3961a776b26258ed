//! Short ways to make cards and duty, and to pay them.

pub use crate::support::*;
use domain::holidays::{self, Holidays};
use domain::pay::file::CardFile;
use domain::pay::{CallOut, Card, Fault, Kind, Known, Line, Payee, Period, Place, Request, Statement, Worked, pay};
use domain::{Instant, Role, ShiftId, Span, Zone};
use serde_json::{Value, json};

pub const KNOWN: Known = Known {
    zone: &|name| Zone::named(name).is_ok(),
    calendar: &|key| holidays::calendar(key).is_some(),
};

pub fn card(json: &str) -> Card {
    let file: CardFile = serde_json::from_str(json).unwrap_or_else(|error| panic!("{error} in {json}"));
    file.check(KNOWN).unwrap_or_else(|faults| panic!("{faults:?}"))
}

pub fn preset(key: &str) -> Card {
    card(domain::pay::preset(key).unwrap().json)
}

/// A card in pounds with these bands, and whatever else is given.
pub fn card_of(bands: Value, more: Value) -> Card {
    card(&written(bands, more).to_string())
}

pub fn written(bands: Value, more: Value) -> Value {
    let mut card = json!({
        "tandem_rate_card": 1, "name": "test", "currency": "GBP", "effective_from": "2000-01-01",
        "zone": "rota", "gaps": "allowed", "bands": bands,
    });
    for (key, value) in more.as_object().unwrap() {
        card[key] = value.clone();
    }
    card
}

/// A band: name, days, from, to, unit, and what both roles are paid.
pub fn band(name: &str, days: &str, from: &str, to: &str, unit: Value, amount: Value) -> Value {
    json!({
        "name": name, "windows": [{ "days": days.split(' ').collect::<Vec<_>>(), "from": from, "to": to }],
        "unit": unit, "lead": amount, "engineer": amount,
    })
}

pub const ALL_DAYS: &str = "mon tue wed thu fri sat sun";

/// All of the week in one band.
pub fn always(unit: Value, amount: Value) -> Value {
    band("always", ALL_DAYS, "00:00", "24:00", unit, amount)
}

/// A band with more said about it.
pub fn with(mut band: Value, more: Value) -> Value {
    for (key, value) in more.as_object().unwrap() {
        band[key] = value.clone();
    }
    band
}

/// A Lead's shift; shifts are told apart by their start.
pub fn worked(span: Span) -> Worked {
    Worked {
        span,
        rota: rota(),
        shift: ShiftId::of(rota(), span.start()),
        role: Role::Lead,
    }
}

/// From one wall time to another.
pub fn local(zone: &Zone, from: &str, to: &str) -> Span {
    Span::new(zone.instant(wall(from)), zone.instant(wall(to))).unwrap()
}

pub fn call_out(span: Span, place: Place) -> CallOut {
    CallOut {
        span,
        place,
        reason: "disk full".to_owned(),
        rota: None,
    }
}

/// What to pay; everything that is worked, unless a period is set.
pub struct Case<'a> {
    pub cards: &'a [Card],
    pub zone: &'a Zone,
    pub holidays: Holidays,
    pub payee: Payee,
    pub worked: Vec<Worked>,
    pub call_outs: Vec<CallOut>,
    pub period: Option<Period>,
}

impl<'a> Case<'a> {
    pub fn new(card: &'a Card, zone: &'a Zone, spans: &[Span]) -> Self {
        Self {
            cards: std::slice::from_ref(card),
            zone,
            holidays: Holidays::none(),
            payee: Payee::default(),
            worked: spans.iter().copied().map(worked).collect(),
            call_outs: Vec::new(),
            period: None,
        }
    }

    pub fn try_pay(&self) -> Result<Statement, Vec<Fault>> {
        let start = self.worked.iter().map(|worked| worked.span.start()).min();
        let end = self.worked.iter().map(|worked| worked.span.end()).max();
        let whole = Span::new(start.unwrap_or(Instant::MIN), end.unwrap_or(Instant::MAX)).unwrap();
        pay(&Request {
            payee: &self.payee,
            worked: &self.worked,
            call_outs: &self.call_outs,
            cards: self.cards,
            zone: self.zone,
            holidays: &self.holidays,
            period: self.period.unwrap_or(Period::around(whole, self.zone)),
        })
    }

    pub fn pay(&self) -> Statement {
        self.try_pay().unwrap_or_else(|faults| panic!("{faults:?}"))
    }

    /// What `first` up to `end` pays.
    pub fn period(&mut self, first: &str, end: &str) -> Statement {
        self.period = Some(Period::new(date(first), date(end)).unwrap());
        self.pay()
    }
}

/// The seconds of the lines that hold each second of duty once.
pub fn duty_seconds(statement: &Statement) -> i64 {
    duty_lines(statement).map(|line| line.seconds).sum()
}

pub fn duty_lines(statement: &Statement) -> impl Iterator<Item = &Line> {
    statement.lines.iter().filter(|line| line.kind == Kind::Duty)
}

/// What each line says.
pub fn whys(statement: &Statement) -> Vec<&str> {
    statement.lines.iter().map(|line| line.why.as_str()).collect()
}
