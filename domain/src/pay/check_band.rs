//! The bands of a written card, and what they pay.

use super::check::Check;
use super::file::{BandFile, PriceFile, PricesFile, RolesFile, ToilFile, UnitFile};
use super::{Band, Blocks, ByRole, Factor, OnHolidays, Price, Prices, Rate, Toil, Unit};
use crate::PersonId;
use crate::rota::{WeeklyWindow, WrittenWindow};
use std::collections::BTreeMap;

/// The longest that minutes on a card may say: a week.
const WEEK_MINUTES: i64 = 7 * 24 * 60;

/// Four a day: more windows than any band has.
const MOST_WINDOWS: usize = 28;

impl Check {
    pub(super) fn band(&mut self, index: usize, file: &BandFile) -> Option<Band> {
        let at = |field: &str| format!("bands[{index}].{field}");
        let windows = self.windows(&at("windows"), &file.windows);
        if file.windows.is_empty() && file.on_holidays != OnHolidays::AllDay {
            self.fault(
                &at("windows"),
                "it would never hold: add a window, or let it hold on holidays",
            );
        }
        let unit = self.unit(&at("unit"), &file.unit);
        let prices = self.prices(
            &format!("bands[{index}]"),
            &file.prices(),
            matches!(unit, Unit::Blocks(_)),
        );
        let across = file
            .across
            .as_ref()
            .and_then(|time| self.take(&at("across"), time.parse()));
        if file.across.is_some() && unit != Unit::Night {
            self.fault(
                &at("across"),
                "only nights can ask for a time that duty runs across: set the unit to night",
            );
        }
        let call_out_factor = file.call_out_factor.as_ref();
        let call_out_factor = call_out_factor.and_then(|text| self.factor(&at("call_out_factor"), text));
        let toil = file.toil.as_ref().and_then(|toil| self.toil(&at("toil"), toil));
        if toil.is_some() && unit != Unit::Hour {
            self.fault(&at("toil"), "only hours can be taken as time off: set the unit to hour");
        }
        Some(Band {
            name: file.name.trim().into(),
            windows: windows?,
            on_holidays: file.on_holidays,
            adds: file.adds,
            unit,
            prices,
            counts_from: self.minutes(&at("counts_from_minutes"), file.counts_from_minutes, 0),
            across,
            call_out_factor: call_out_factor.unwrap_or_default(),
            toil,
        })
    }

    pub(super) fn windows(&mut self, place: &str, written: &[WrittenWindow]) -> Option<Vec<WeeklyWindow>> {
        if written.len() > MOST_WINDOWS {
            let reason = format!("{} windows cannot be meant: use at most {MOST_WINDOWS}", written.len());
            self.fault(place, reason);
            return None;
        }
        let mut windows = Vec::with_capacity(written.len());
        for (index, window) in written.iter().enumerate() {
            windows.extend(self.take(&format!("{place}[{index}]"), WeeklyWindow::try_from(window.clone())));
        }
        (windows.len() == written.len()).then_some(windows)
    }

    fn unit(&mut self, place: &str, file: &UnitFile) -> Unit {
        match file {
            UnitFile::Hour => Unit::Hour,
            UnitFile::Shift => Unit::Shift,
            UnitFile::Night => Unit::Night,
            UnitFile::Day => Unit::Day,
            UnitFile::Week => Unit::Week,
            UnitFile::Blocks {
                first_minutes,
                each_minutes,
                at_most_minutes,
                again,
            } => {
                let first = self.minutes(&format!("{place}.first_minutes"), *first_minutes, 1);
                let at_most = at_most_minutes.map(|most| self.minutes(&format!("{place}.at_most_minutes"), most, 1));
                if at_most.is_some_and(|most| most < first) {
                    self.fault(place, "at_most_minutes is shorter than the first block");
                }
                if *again && at_most.is_none() {
                    self.fault(
                        place,
                        "a first block can begin again only after at_most_minutes: give them",
                    );
                }
                let each = self.minutes(&format!("{place}.each_minutes"), *each_minutes, 1);
                Unit::Blocks(Blocks {
                    first,
                    each,
                    at_most,
                    again: *again,
                })
            }
        }
    }

    /// So many minutes, in seconds.
    pub(super) fn minutes(&mut self, place: &str, minutes: i64, least: i64) -> i64 {
        if !(least..=WEEK_MINUTES).contains(&minutes) {
            self.fault(
                place,
                format!("{minutes} minutes cannot be meant: use {least} to {WEEK_MINUTES}"),
            );
        }
        minutes.clamp(0, WEEK_MINUTES) * 60
    }

    fn factor(&mut self, place: &str, text: &str) -> Option<Factor> {
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let good = digits(whole) && digits(part) && whole.len() <= 3 && part.len() <= 4;
        let read = good.then(|| format!("{whole}{part:0<4}").parse().ok()).flatten();
        let parts = read.filter(|parts: &u32| *parts <= 1_000_000);
        let reason = || format!("‘{text}’ is not a factor: use 0 to 100 with at most four decimals, such as 1.5");
        self.take(place, parts.map(Factor::from_ten_thousandths).ok_or_else(reason))
    }

    pub(super) fn toil(&mut self, place: &str, file: &ToilFile) -> Option<Toil> {
        let factor = self.factor(&format!("{place}.factor"), &file.factor)?;
        Some(Toil {
            factor,
            chosen: file.chosen,
        })
    }

    pub(super) fn prices(&mut self, place: &str, file: &PricesFile, blocks: bool) -> Prices {
        for (role, price) in [("lead", &file.lead), ("engineer", &file.engineer)] {
            if price.is_none() {
                self.fault(&format!("{place}.{role}"), "say what this role is paid; 0 for nothing");
            }
        }
        let usual = RolesFile {
            lead: file.lead.clone(),
            engineer: file.engineer.clone(),
        };
        let mut people = BTreeMap::new();
        for (id, roles) in &file.people {
            let at = format!("{place}.people.{id}");
            let prices = self.roles(&at, roles, blocks);
            people.extend(self.take(&at, id.parse::<PersonId>()).map(|id| (id, prices)));
        }
        let grades = file.grades.iter();
        let grades = grades.map(|(grade, roles)| {
            (
                grade.clone(),
                self.roles(&format!("{place}.grades.{grade}"), roles, blocks),
            )
        });
        let grades = grades.collect();
        Prices {
            usual: self.roles(place, &usual, blocks),
            grades,
            people,
        }
    }

    fn roles(&mut self, place: &str, file: &RolesFile, blocks: bool) -> ByRole {
        let mut read = |role: &str, price: &Option<PriceFile>| {
            price
                .as_ref()
                .and_then(|price| self.price(&format!("{place}.{role}"), price, blocks))
        };
        ByRole {
            lead: read("lead", &file.lead),
            engineer: read("engineer", &file.engineer),
        }
    }

    fn price(&mut self, place: &str, file: &PriceFile, blocks: bool) -> Option<Price> {
        match (file, blocks) {
            (PriceFile::Amount(first), false) => Some(Price {
                first: self.rate(place, first)?,
                ..Price::default()
            }),
            (PriceFile::Blocks { first, then }, true) => Some(Price {
                first: self.rate(&format!("{place}.first"), first)?,
                then: self.rate(&format!("{place}.then"), then)?,
            }),
            (PriceFile::Amount(_), true) => {
                self.fault(place, r#"blocks have two amounts: {"first":"29.20","then":"3.66"}"#);
                None
            }
            (PriceFile::Blocks { .. }, false) => {
                self.fault(place, "only blocks have two amounts: give one, such as \"12.00\"");
                None
            }
        }
    }

    pub(super) fn rate(&mut self, place: &str, text: &str) -> Option<Rate> {
        let currency = self.currency.or_else(|| "GBP".parse().ok())?;
        self.take(place, currency.rate(text))
    }
}
