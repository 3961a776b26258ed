//! What a card that is typed comes to: an example of duty, line by line, and a year by band.

use super::{
    super::{Faults, Reader},
    cards::{hypothetical, warnings},
};
use app::rate_cards::{BandMonth, BandYear, CardTrial, ExampleForm};
use chrono::{Datelike as _, Days, Months, NaiveDate, NaiveDateTime, Timelike as _, Weekday};
use domain::{
    Instant, Role, RotaId, ShiftId, Span, Zone,
    holidays::{Calendars, Holidays},
    pay::{
        self, CallOut, Card, HolidayCalendar, Money, Payee, Period, Place, Request, Worked, ZoneRule, bands_in,
        duration,
    },
};
use std::collections::HashMap;

/// The longest duty that a card is tried on.
const LONGEST: i64 = 62 * 86_400;

/// What a card is tried by where it follows the rota or the person.
pub(super) struct Around<'a> {
    /// The organisation's zone.
    pub(super) zone: Zone,
    /// The organisation's holiday calendar.
    pub(super) calendar: String,
    /// The calendars that there are.
    pub(super) calendars: Calendars,
    pub(super) reader: &'a Reader,
    pub(super) today: NaiveDate,
}

/// Duty that was typed, ready to be paid.
struct Example {
    span: Span,
    role: Role,
    call: Option<Span>,
    grade: Option<String>,
}

impl Around<'_> {
    pub(super) fn zone(&self, card: &Card) -> Zone {
        match card.zone() {
            ZoneRule::Named(name) => crate::zones::zone(name).unwrap_or_else(|_| self.zone.clone()),
            ZoneRule::Rota | ZoneRule::Person => self.zone.clone(),
        }
    }

    pub(super) fn holidays(&self, card: &Card) -> Holidays {
        let key = match card.holidays() {
            HolidayCalendar::Named(key) => key,
            HolidayCalendar::Person => &self.calendar,
        };
        self.calendars.find(key).unwrap_or_default()
    }

    /// Duty to begin with: from the next Friday evening to Monday morning, with a call-out in a night where the card pays
    /// them.
    pub(super) fn example(&self, card: &Card) -> ExampleForm {
        let start = card.effective_from().max(self.today);
        let friday = start
            .iter_days()
            .find(|date| date.weekday() == Weekday::Fri)
            .unwrap_or(start);
        let at = |days: u64, time: &str| {
            let date = friday.checked_add_days(Days::new(days)).unwrap_or(friday);
            format!("{date}T{time}")
        };
        let call = |time: &str| match card.call_outs() {
            Some(_) => at(2, time),
            None => String::new(),
        };
        ExampleForm {
            role: "lead".to_owned(),
            from: at(0, "17:30"),
            to: at(3, "09:00"),
            call_from: call("02:10"),
            call_to: call("02:50"),
            grade: String::new(),
            year: start.year().to_string(),
        }
    }

    /// What a card comes to. What cannot be read of the example is noted with its field.
    pub(super) fn trial(&self, card: &Card, form: &ExampleForm, faults: &mut Faults) -> CardTrial {
        let zone = self.zone(card);
        let mut trial = CardTrial {
            warnings: warnings(card, &self.calendars, self.reader, self.today),
            year: self.year(card, &form.year, &zone),
            ..CardTrial::default()
        };
        if let Some(example) = read(form, &zone, faults) {
            self.pay(card, &example, &zone, &mut trial);
        }
        trial
    }

    fn pay(&self, card: &Card, example: &Example, zone: &Zone, trial: &mut CardTrial) {
        let style = self.reader.style;
        let at = |at: Instant| style.moment(zone.local(at), self.today);
        trial.duty = format!(
            "{} – {}, {}",
            at(example.span.start()),
            at(example.span.end()),
            example.role
        );
        // An example may lie before the card's first date.
        let Ok(card) = hypothetical(card.file()) else { return };
        let rota = RotaId::from_uuid(uuid::Uuid::nil());
        let worked = Worked {
            span: example.span,
            rota,
            shift: ShiftId::of(rota, example.span.start()),
            role: example.role,
        };
        let call_outs = example.call.map(|span| CallOut {
            span,
            place: Place::Remote,
            reason: "example".to_owned(),
            rota: None,
        });
        let payee = Payee {
            grade: example.grade.clone(),
            ..Payee::default()
        };
        let paid = pay::pay(&Request {
            payee: &payee,
            worked: &[worked],
            call_outs: call_outs.as_slice(),
            cards: std::slice::from_ref(&card),
            zone,
            holidays: &self.holidays(&card),
            period: Period::around(example.span, zone),
        });
        match paid {
            Err(faults) => trial.notes = faults.iter().map(|fault| fault.reason.clone()).collect(),
            Ok(statement) => {
                let money = |minor| Money::new(minor, card.currency()).to_string();
                let lines = statement.lines.iter();
                trial.lines = lines.map(|line| (line.why.clone(), money(line.minor))).collect();
                trial.total = Some(statement.total.to_string());
                if statement.toil_seconds > 0 {
                    trial
                        .notes
                        .push(format!("Time off earned: {}.", duration(statement.toil_seconds)));
                }
                for rest in &statement.rest_owed {
                    trial.notes.push(format!(
                        "Rest was broken: {} before work at {}, {} more are owed.",
                        duration(rest.rested_seconds),
                        at(rest.before),
                        duration(rest.owed_seconds)
                    ));
                }
            }
        }
    }

    /// A year by band; the present one when none is named.
    fn year(&self, card: &Card, text: &str, zone: &Zone) -> Option<BandYear> {
        let named = text
            .trim()
            .parse::<i32>()
            .ok()
            .filter(|year| (1970..=2200).contains(year));
        let year = named.unwrap_or_else(|| self.today.year());
        let holidays = self.holidays(card);
        let mut drawn = Drawn::default();
        let mut months = Vec::with_capacity(12);
        for month in 1..=12 {
            let first = NaiveDate::from_ymd_opt(year, month, 1)?;
            months.push(drawn.month(card, first, zone, &holidays)?);
        }
        let bands = card.bands().iter();
        Some(BandYear {
            year,
            bands: bands.map(|band| band.name.to_string()).collect(),
            patterns: drawn.patterns,
            months,
        })
    }
}

/// The patterns of days met so far.
#[derive(Default)]
struct Drawn {
    patterns: Vec<Vec<(u32, u32, Option<usize>)>>,
    known: HashMap<Vec<(u32, u32, Option<usize>)>, usize>,
}

impl Drawn {
    fn month(&mut self, card: &Card, first: NaiveDate, zone: &Zone, calendar: &Holidays) -> Option<BandMonth> {
        let end = first.checked_add_months(Months::new(1))?;
        let at = |date: NaiveDate| zone.instant(date.into());
        let segments = bands_in(card, zone, calendar, Span::new(at(first), at(end)).ok()?);
        let mut days = Vec::with_capacity(31);
        for date in first.iter_days().take_while(|date| *date < end) {
            let day = Span::new(at(date), at(date.succ_opt()?)).ok()?;
            let pieces = segments
                .iter()
                .filter_map(|(span, band)| Some((span.intersection(&day)?, *band)));
            let minute = |at: Instant| {
                let local = zone.local(at);
                if local.date() > date {
                    1440
                } else {
                    local.hour() * 60 + local.minute()
                }
            };
            let pattern: Vec<(u32, u32, Option<usize>)> = pieces
                .map(|(span, band)| (minute(span.start()), minute(span.end()), band))
                .filter(|(from, to, _)| from < to)
                .collect();
            let next = self.patterns.len();
            let number = *self.known.entry(pattern.clone()).or_insert(next);
            if number == next {
                self.patterns.push(pattern);
            }
            days.push(number);
        }
        let last = end.pred_opt()?;
        Some(BandMonth {
            name: first.format("%B").to_string(),
            first: first.weekday().num_days_from_monday(),
            days,
            holidays: calendar
                .in_range(first..=last)
                .map(|(date, name)| (date.day(), name.to_owned()))
                .collect(),
        })
    }
}

fn read(form: &ExampleForm, zone: &Zone, faults: &mut Faults) -> Option<Example> {
    let role = match form.role.trim() {
        "" => Some(Role::Lead),
        word => faults.take(
            "card[example][role]",
            word.parse::<Role>().map_err(|error| error.to_string()),
        ),
    };
    let from = moment("from", &form.from, zone, faults);
    let to = moment("to", &form.to, zone, faults);
    let span = span("to", from, to, faults);
    let call = match (form.call_from.trim(), form.call_to.trim()) {
        ("", "") => None,
        _ => {
            let from = moment("call_from", &form.call_from, zone, faults);
            let to = moment("call_to", &form.call_to, zone, faults);
            Some(self::span("call_to", from, to, faults)?)
        }
    };
    Some(Example {
        span: span?,
        role: role?,
        call,
        grade: Some(form.grade.trim().to_owned()).filter(|grade| !grade.is_empty()),
    })
}

fn moment(field: &str, text: &str, zone: &Zone, faults: &mut Faults) -> Option<Instant> {
    let formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"];
    let wall = formats
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(text.trim(), format).ok());
    let wall = wall.filter(|wall| (1970..=2200).contains(&wall.year()));
    let words = || format!("‘{}’ is not a time: write it as 2027-01-01T17:30.", text.trim());
    faults
        .take(&format!("card[example][{field}]"), wall.ok_or_else(words))
        .map(|wall| zone.instant(wall))
}

fn span(field: &str, from: Option<Instant>, to: Option<Instant>, faults: &mut Faults) -> Option<Span> {
    let field = format!("card[example][{field}]");
    let span = Span::new(from?, to?).map_err(|_| "It ends before it begins: let it end later.".to_owned());
    let span = faults.take(&field, span)?;
    let words = || "A card is tried on at most two months of duty.".to_owned();
    faults.take(
        &field,
        Some(span).filter(|span| span.seconds() <= LONGEST).ok_or_else(words),
    )
}
