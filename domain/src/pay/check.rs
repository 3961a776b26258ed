//! From a written card to one that can be used, or to everything that is wrong with it.

use super::file::{CallOutsFile, CapsFile, CardFile, ClaimingFile, FORMAT, RestFile, UnitFile};
use super::week;
use super::{Band, CallOutRules, Caps, Card, Claiming, Currency, Exact, Fault};
use super::{HolidayCalendar, RestRule, Rounding, WholeShift, ZoneRule};
use crate::rota::OfficeHours;
use chrono::NaiveDate;
use std::fmt::Display;

/// What a card may name besides itself.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// Whether there is such a time zone.
    pub zone: &'a dyn Fn(&str) -> bool,
    /// Whether there is such a holiday calendar.
    pub calendar: &'a dyn Fn(&str) -> bool,
}

/// More bands than any agreement has.
const MOST_BANDS: usize = 50;

impl CardFile {
    /// The card, if nothing is wrong with it.
    ///
    /// # Errors
    /// Every fault, with its place in the file.
    ///
    /// ```
    /// use domain::pay::{Known, preset};
    /// let known = Known { zone: &|zone| zone == "Europe/London", calendar: &|key| key == "GB-ENG" };
    /// let mut file = serde_json::from_str::<domain::pay::file::CardFile>(preset("hourly-bands").unwrap().json)?;
    /// assert!(file.check(known).is_ok());
    /// file.zone = "Europe/Atlantis".to_owned();
    /// file.currency = "GBX".to_owned();
    /// let places: Vec<String> = file.check(known).unwrap_err().into_iter().map(|fault| fault.place).collect();
    /// assert_eq!(places, ["currency", "zone"]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn check(&self, known: Known) -> Result<Card, Vec<Fault>> {
        let mut check = Check {
            faults: Vec::new(),
            currency: None,
        };
        let card = check.card(self, known);
        match card {
            Some(card) if check.faults.is_empty() => Ok(card),
            _ => Err(check.faults),
        }
    }
}

/// Gathers faults on its way through a card.
pub(super) struct Check {
    pub faults: Vec<Fault>,
    /// Unknown while it is at fault: then amounts are read as if they had two decimals.
    pub currency: Option<Currency>,
}

impl Check {
    pub fn fault(&mut self, place: &str, reason: impl Display) {
        self.faults.push(Fault::new(place, reason));
    }

    pub fn take<T, E: Display>(&mut self, place: &str, read: Result<T, E>) -> Option<T> {
        read.map_err(|reason| self.fault(place, reason)).ok()
    }

    fn card(&mut self, file: &CardFile, known: Known) -> Option<Card> {
        let effective_from = self.heading(file);
        let zone = self.zone(&file.zone, known);
        let holidays = self.holidays(&file.holidays, known);
        let bands: Vec<Option<Band>> = file
            .bands
            .iter()
            .enumerate()
            .map(|(index, band)| self.band(index, band))
            .collect();
        let bands: Option<Vec<Band>> = bands.into_iter().collect();
        let whole_shift = self.whole_shift(file);
        let caps = self.caps(&file.caps);
        let call_outs = file.call_outs.as_ref().map(|rules| self.call_outs(rules));
        self.names(file);
        if let Some(bands) = bands.as_ref().filter(|bands| bands.len() <= MOST_BANDS) {
            self.faults.extend(week::faults(file, bands));
        }
        Some(Card {
            file: file.clone(),
            currency: self.currency?,
            effective_from: effective_from?,
            zone,
            holidays,
            bands: bands?,
            whole_shift,
            caps,
            call_outs,
        })
    }

    /// What stands above the bands; the date it pays from.
    fn heading(&mut self, file: &CardFile) -> Option<NaiveDate> {
        if file.tandem_rate_card != FORMAT {
            let reason = format!(
                "{} is not a format this Tandem reads: it reads {FORMAT}",
                file.tandem_rate_card
            );
            self.fault("tandem_rate_card", reason);
        }
        if file.name.trim().is_empty() {
            self.fault("name", "give the card a name");
        }
        self.currency = self.take("currency", file.currency.parse());
        let date = file.effective_from.parse();
        self.take(
            "effective_from",
            date.map_err(|_| format!("‘{}’ is not a date: write it as 2027-01-01", file.effective_from)),
        )
    }

    fn zone(&mut self, name: &str, known: Known) -> ZoneRule {
        match name {
            "rota" => ZoneRule::Rota,
            "person" => ZoneRule::Person,
            name => {
                if !(known.zone)(name) {
                    let reason =
                        format!("‘{name}’ is not a time zone: use rota, person, or a name such as Europe/London");
                    self.fault("zone", reason);
                }
                ZoneRule::Named(name.to_owned())
            }
        }
    }

    fn holidays(&mut self, key: &str, known: Known) -> HolidayCalendar {
        match key {
            "person" => HolidayCalendar::Person,
            key => {
                if !matches!(key, "" | "none") && !(known.calendar)(key) {
                    let reason = format!(
                        "‘{key}’ is not a holiday calendar known here: use person, none, one of GB-ENG, GB-WLS, GB-SCT and GB-NIR, or give its file"
                    );
                    self.fault("holidays", reason);
                }
                HolidayCalendar::Named(key.to_owned())
            }
        }
    }

    fn names(&mut self, file: &CardFile) {
        if file.bands.is_empty() {
            self.fault("bands", "a card without bands pays nothing: add one");
        }
        if file.bands.len() > MOST_BANDS {
            let reason = format!("{} bands cannot be meant: use at most {MOST_BANDS}", file.bands.len());
            self.fault("bands", reason);
        }
        for (index, band) in file.bands.iter().enumerate() {
            let place = format!("bands[{index}].name");
            if band.name.trim().is_empty() {
                self.fault(&place, "give the band a name");
            } else if let Some(other) = file.bands[..index].iter().position(|other| other.name == band.name) {
                self.fault(
                    &place,
                    format!("bands[{other}] is called ‘{}’ too: each needs its own name", band.name),
                );
            }
        }
    }

    fn whole_shift(&mut self, file: &CardFile) -> Vec<WholeShift> {
        let mut rules = Vec::new();
        for (index, rule) in file.whole_shift.iter().enumerate() {
            let place = format!("whole_shift[{index}]");
            let mut named = |at: &str, name: &String| {
                let found = file.bands.iter().position(|band| band.name == *name);
                let suits = found.filter(|band| !file.bands[*band].adds && file.bands[*band].unit == UnitFile::Hour);
                self.take(
                    &format!("{place}.{at}"),
                    suits.ok_or_else(|| {
                        format!("there is no band ‘{name}’ that is paid by the hour and not on top of others")
                    }),
                )
            };
            let band = named("band", &rule.band);
            let counting: Vec<usize> = rule
                .counting
                .iter()
                .filter_map(|name| named("counting", name))
                .collect();
            if rule.counting.is_empty() {
                self.fault(&format!("{place}.counting"), "name the bands whose time counts");
            }
            rules.extend(band.map(|band| WholeShift {
                band,
                counting,
                when: rule.when,
            }));
        }
        rules
    }

    fn caps(&mut self, file: &CapsFile) -> Caps {
        let mut cap = |place: &str, text: &Option<String>| {
            let rate = self.rate(place, text.as_ref()?)?;
            let exact = rate.times(1);
            let minor = exact.rounded(Rounding::Down);
            if Exact::from_minor(minor) != exact {
                self.fault(
                    place,
                    "a cap has to be an amount that can be paid: use whole minor units",
                );
            }
            Some(minor)
        };
        Caps {
            day: cap("caps.day", &file.day),
            week: cap("caps.week", &file.week),
            period: cap("caps.period", &file.period),
        }
    }

    fn call_outs(&mut self, file: &CallOutsFile) -> CallOutRules {
        let minimum = self.minutes("call_outs.shift_minimum_minutes", file.shift_minimum_minutes, 0);
        let cap = file
            .shift_cap_minutes
            .map(|cap| self.minutes("call_outs.shift_cap_minutes", cap, 0));
        if cap.is_some_and(|cap| cap < minimum) {
            self.fault("call_outs.shift_cap_minutes", "the cap is below the shift's minimum");
        }
        CallOutRules {
            prices: self.prices("call_outs.per_hour", &file.per_hour, false),
            remote: self.claiming("call_outs.remote", &file.remote),
            on_site: self.claiming("call_outs.on_site", &file.on_site),
            free_once_a_shift: file.free_once_a_shift,
            shift_minimum: minimum,
            shift_cap: cap,
            cap_cuts_work: file.cap_cuts_work,
            suspends_standby: file.suspends_standby,
            rest: file.rest.as_ref().and_then(|rest| self.rest(rest)),
            toil: file.toil.as_ref().and_then(|toil| self.toil("call_outs.toil", toil)),
        }
    }

    fn claiming(&mut self, place: &str, file: &ClaimingFile) -> Claiming {
        Claiming {
            free: self.minutes(&format!("{place}.free_minutes"), file.free_minutes, 0),
            minimum: self.minutes(&format!("{place}.minimum_minutes"), file.minimum_minutes, 0),
            step: self.minutes(&format!("{place}.round_up_to_minutes"), file.round_up_to_minutes, 0),
        }
    }

    fn rest(&mut self, file: &RestFile) -> Option<RestRule> {
        let seconds = self.minutes("call_outs.rest.minutes", file.minutes, 1);
        if seconds > 86_400 {
            self.fault(
                "call_outs.rest.minutes",
                "rest is looked for in the day before work: use at most 1440",
            );
        }
        let windows = self.windows("call_outs.rest.work", &file.work)?;
        Some(RestRule {
            seconds,
            work: OfficeHours { windows },
        })
    }
}
