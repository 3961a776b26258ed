//! Reading an instance.

use super::{BadInstance, Problem};
use chrono::{DateTime, NaiveDate};
use domain::{
    Instant, Pairing, PersonId, Qualification, ShiftId, Span, Zone,
    planner::{Assignment, Candidate, Request, Rules, Slot, Term, Weights, WindowLimit, Wish, WishKind},
};
use serde::Deserialize;
use std::collections::HashMap;
use uuid::Uuid;

const FORMAT: &str = "support-rota-bench/1";
/// The most that a load, a weight or a limit may be.
const MOST: u32 = 1_000_000;

#[derive(Deserialize)]
struct Instance {
    format: String,
    id: String,
    timezone: String,
    people: Vec<Person>,
    shifts: Vec<Shift>,
    leave: Vec<Leave>,
    preferences: Vec<Preference>,
    rules: Limits,
    weights: Weighing,
    baseline: Option<Vec<Published>>,
}

#[derive(Deserialize)]
struct Person {
    id: String,
    roles: Vec<String>,
    fte: u16,
    prior_load: u32,
}

#[derive(Deserialize)]
struct Shift {
    id: String,
    start: String,
    end: String,
    date: NaiveDate,
    load: u32,
}

#[derive(Deserialize)]
struct Leave {
    person: String,
    start: String,
    end: String,
}

#[derive(Deserialize)]
struct Preference {
    person: String,
    shift: String,
    kind: WishKind,
    weight: u32,
}

#[derive(Deserialize)]
struct Limits {
    min_rest_hours: f64,
    max_consecutive_days: u32,
    windows: Vec<WindowLimit>,
}

#[derive(Deserialize)]
struct Weighing {
    spread: u32,
    pref: u32,
    pair: u32,
    pair_cap: u32,
    change: u32,
}

#[derive(Deserialize)]
struct Published {
    shift: String,
    lead: Option<String>,
    eng: Option<String>,
}

fn wrong(place: String, wrong: impl Into<String>) -> BadInstance {
    let wrong = wrong.into();
    BadInstance::Value { place, wrong }
}

impl Problem {
    /// Reads an instance.
    ///
    /// # Errors
    /// [`BadInstance`] says what is wrong, and where.
    pub fn read(json: &str) -> Result<Self, BadInstance> {
        let instance: Instance = serde_json::from_str(json)?;
        if instance.format != FORMAT {
            return Err(BadInstance::Format(instance.format));
        }
        let zone = Zone::named(&instance.timezone)?;
        let names = Names::new(&instance)?;
        let slots = instance.shifts.iter().map(|shift| shift.slot(&names, &zone));
        let slots = slots.collect::<Result<Vec<_>, _>>()?;
        let people = instance
            .people
            .iter()
            .map(|person| person.candidate(&names, &instance.leave));
        let people = people.collect::<Result<Vec<_>, _>>()?;
        let mut request = Request::new(slots, people, instance.rules.rules(zone)?);
        request.weights = instance.weights.weights();
        let wishes = instance.preferences.iter().map(|preference| preference.wish(&names));
        request.wishes = wishes.collect::<Result<_, _>>()?;
        if request.weights.of(Term::FewChanges) > 0 || instance.baseline.is_some() {
            let published = instance.baseline.iter().flatten();
            let baseline = published.map(|published| published.assignment(&names));
            request.baseline = baseline.collect::<Result<_, _>>()?;
        }
        for leave in &instance.leave {
            names.person(&leave.person, "leave")?;
        }
        Ok(Self {
            id: instance.id,
            request,
            shifts: instance.shifts.into_iter().map(|shift| shift.id).collect(),
            people: instance.people.into_iter().map(|person| person.id).collect(),
        })
    }
}

/// The planner's ids of what the instance names.
struct Names<'i> {
    people: HashMap<&'i str, PersonId>,
    shifts: HashMap<&'i str, ShiftId>,
}

impl<'i> Names<'i> {
    fn new(instance: &'i Instance) -> Result<Self, BadInstance> {
        let people = instance.people.iter().map(|person| person.id.as_str());
        let shifts = instance.shifts.iter().map(|shift| shift.id.as_str());
        Ok(Self {
            people: numbered(people, "people", PersonId::from_uuid)?,
            shifts: numbered(shifts, "shifts", ShiftId::from_uuid)?,
        })
    }

    fn person(&self, name: &str, place: &str) -> Result<PersonId, BadInstance> {
        let known = self.people.get(name).copied();
        known.ok_or_else(|| wrong(place.to_owned(), format!("there is no person ‘{name}’")))
    }

    fn shift(&self, name: &str, place: &str) -> Result<ShiftId, BadInstance> {
        let known = self.shifts.get(name).copied();
        known.ok_or_else(|| wrong(place.to_owned(), format!("there is no shift ‘{name}’")))
    }
}

/// An id for each name, counted up in the order of the file.
fn numbered<'i, Id>(
    names: impl Iterator<Item = &'i str>,
    place: &str,
    id: impl Fn(Uuid) -> Id,
) -> Result<HashMap<&'i str, Id>, BadInstance> {
    let mut known = HashMap::new();
    for (number, name) in (1u128..).zip(names) {
        if known.insert(name, id(Uuid::from_u128(number))).is_some() {
            return Err(wrong(place.to_owned(), format!("‘{name}’ is there twice")));
        }
    }
    Ok(known)
}

fn span(start: &str, end: &str, place: impl Fn() -> String) -> Result<Span, BadInstance> {
    let at = |text: &str| -> Result<Instant, BadInstance> {
        let parsed = DateTime::parse_from_rfc3339(text);
        let parsed = parsed.map_err(|error| wrong(place(), format!("‘{text}’ is not an instant ({error})")))?;
        Ok(Instant::from_seconds(parsed.timestamp()))
    };
    Span::new(at(start)?, at(end)?)
        .map_err(|_| wrong(place(), format!("it ends at {end}, not after its start {start}")))
}

impl Shift {
    fn slot(&self, names: &Names, zone: &Zone) -> Result<Slot, BadInstance> {
        let place = || format!("shift ‘{}’", self.id);
        let span = span(&self.start, &self.end, place)?;
        let date = zone.local(span.start()).date();
        if date != self.date {
            let words = format!("its date is {}, but it starts on {date} in {}", self.date, zone.name());
            return Err(wrong(place(), words));
        }
        if self.load > MOST {
            return Err(wrong(
                place(),
                format!("its load is {}: at most {MOST} is possible", self.load),
            ));
        }
        Ok(Slot::new(names.shift(&self.id, "shifts")?, span, self.load))
    }
}

impl Person {
    fn candidate(&self, names: &Names, leave: &[Leave]) -> Result<Candidate, BadInstance> {
        let place = || format!("person ‘{}’", self.id);
        let (mut lead, mut engineer) = (false, false);
        for role in &self.roles {
            match role.as_str() {
                "lead" => lead = true,
                "eng" => engineer = true,
                other => return Err(wrong(place(), format!("‘{other}’ is not a role: use lead or eng"))),
            }
        }
        let qualification = Qualification::new(lead, engineer);
        let qualification = qualification.ok_or_else(|| wrong(place(), "has no role: use lead, eng or both"))?;
        if !(1..=100).contains(&self.fte) {
            return Err(wrong(place(), format!("fte is {}: use 1 to 100", self.fte)));
        }
        if self.prior_load > MOST {
            let words = format!("prior_load is {}: at most {MOST} is possible", self.prior_load);
            return Err(wrong(place(), words));
        }
        let away = leave.iter().filter(|leave| leave.person == self.id);
        let away = away.map(|leave| span(&leave.start, &leave.end, || format!("leave of ‘{}’", self.id)));
        Ok(Candidate {
            share_percent: self.fte,
            prior_load: self.prior_load,
            unavailable: away.collect::<Result<_, _>>()?,
            ..Candidate::new(names.person(&self.id, "people")?, qualification)
        })
    }
}

impl Preference {
    fn wish(&self, names: &Names) -> Result<Wish, BadInstance> {
        Ok(Wish {
            person: names.person(&self.person, "preferences")?,
            shift: names.shift(&self.shift, "preferences")?,
            kind: self.kind,
            weight: self.weight,
        })
    }
}

impl Limits {
    fn rules(&self, zone: Zone) -> Result<Rules, BadInstance> {
        if !(0.0..=10_000.0).contains(&self.min_rest_hours) {
            let words = format!("min_rest_hours is {}: use 0 to 10000", self.min_rest_hours);
            return Err(wrong("rules".to_owned(), words));
        }
        if let Some(window) = self.windows.iter().find(|window| !(1..=366).contains(&window.days)) {
            let words = format!("a window has {} days: use 1 to 366", window.days);
            return Err(wrong("rules".to_owned(), words));
        }
        Ok(Rules {
            zone,
            min_rest_seconds: (self.min_rest_hours * 3600.0).ceil() as i64,
            no_back_to_back: false,
            max_in_window: self.windows.clone(),
            max_consecutive_days: Some(self.max_consecutive_days).filter(|days| *days > 0),
            ..Rules::default()
        })
    }
}

impl Weighing {
    /// What the format does not know does not count.
    fn weights(&self) -> Weights {
        Weights {
            fair_load: self.spread,
            fair_holidays: 0,
            wishes: self.pref,
            pair_variety: self.pair,
            pair_cap: Some(self.pair_cap),
            even_turns: 0,
            role_alternation: 0,
            few_changes: self.change,
        }
    }
}

impl Published {
    fn assignment(&self, names: &Names) -> Result<Assignment, BadInstance> {
        let holder = |name: &Option<String>| {
            let name = name.as_deref();
            name.map(|name| names.person(name, "baseline")).transpose()
        };
        let pairing = Pairing::new(holder(&self.lead)?, holder(&self.eng)?);
        let pairing = pairing.map_err(|same| wrong(format!("baseline of ‘{}’", self.shift), same.to_string()))?;
        let shift = names.shift(&self.shift, "baseline")?;
        Ok(Assignment { shift, pairing })
    }
}
