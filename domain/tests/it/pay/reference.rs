//! Pay worked out a second time, slowly: each second by itself, straight from the IANA database.

use super::properties::{TWELVE, any_card};
use super::support::*;
use chrono::Datelike;
use chrono_tz::Tz;
use domain::holidays::Holidays;
use domain::pay::{Card, Exact, Factor, OnHolidays, Unit};
use domain::{Instant, Role, Span};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// A window of a band on one date.
struct Window {
    band: usize,
    from: Instant,
    to: Instant,
}

/// The windows in the order in which they are heard: those of holidays, then the others; each in the order of bands.
fn windows(card: &Card, tz: Tz, holidays: &Holidays, around: Span) -> Vec<Window> {
    let dates: Vec<chrono::NaiveDate> = (around.start() - 9 * 86_400)
        .utc()
        .date()
        .iter_days()
        .take(16)
        .collect();
    let (mut first, mut second) = (Vec::new(), Vec::new());
    for (band, of_band) in card.bands().iter().enumerate() {
        for date in dates.iter().copied() {
            let holiday = holidays.contains(date);
            if holiday && of_band.on_holidays == OnHolidays::AllDay {
                let at = |date: chrono::NaiveDate| instant_by_database(tz, date.into());
                first.push(Window {
                    band,
                    from: at(date),
                    to: at(date.succ_opt().unwrap()),
                });
            }
            for weekly in &of_band.windows {
                if !weekly.days().contains(date.weekday()) || (of_band.on_holidays == OnHolidays::Only && !holiday) {
                    continue;
                }
                let end = date + chrono::Duration::days(weekly.plus_days().into());
                let from = instant_by_database(tz, date.and_time(weekly.from().naive()));
                let to = instant_by_database(tz, end.and_time(weekly.to().naive()));
                let order = if of_band.on_holidays == OnHolidays::Only {
                    &mut first
                } else {
                    &mut second
                };
                order.push(Window { band, from, to });
            }
        }
    }
    // Within a band the window that began first is heard.
    first.sort_by_key(|window| (window.band, window.from));
    second.sort_by_key(|window| (window.band, window.from));
    first.extend(second);
    first
}

/// Seconds by band, and the exact amount.
fn slowly(card: &Card, tz: Tz, holidays: &Holidays, span: Span) -> (BTreeMap<Option<String>, i64>, Exact) {
    let windows = windows(card, tz, holidays, span);
    let mut seconds: BTreeMap<Option<String>, i64> = BTreeMap::new();
    let mut nights = BTreeSet::new();
    let mut exact = Exact::ZERO;
    for second in span.start().seconds()..span.end().seconds() {
        let at = Instant::from_seconds(second);
        let window = windows.iter().find(|window| window.from <= at && at < window.to);
        let band = window.map(|window| &card.bands()[window.band]);
        *seconds.entry(band.map(|band| band.name.to_string())).or_default() += 1;
        let Some((window, band)) = window.zip(band) else {
            continue;
        };
        let rate = band.prices.of(Role::Lead, &domain::pay::Payee::default()).first;
        match band.unit {
            Unit::Night if nights.insert(window.from) => exact = exact + rate.times(1),
            Unit::Night => {}
            _ => exact = exact + rate.for_seconds(1, Factor::ONE),
        }
    }
    (seconds, exact)
}

fn by_band(statement: &domain::pay::Statement) -> BTreeMap<Option<String>, i64> {
    let mut seconds = BTreeMap::new();
    for line in duty_lines(statement) {
        *seconds.entry(line.band.clone()).or_default() += line.seconds;
    }
    seconds
}

fn compare(card: &Card, zone_name: &str, span: Span) {
    let (zone, tz) = (zone(zone_name), zone_name.parse().unwrap());
    let mut case = Case::new(card, &zone, &[span]);
    case.holidays = [span.start(), span.end()]
        .map(|at| (at.utc().date(), "a day off".to_owned()))
        .into_iter()
        .collect();
    let statement = case.pay();
    let (seconds, exact) = slowly(card, tz, &case.holidays, span);
    assert_eq!(by_band(&statement), seconds, "{zone_name} {span:?} {:?}", card.file());
    assert_eq!(
        statement.lines.iter().map(|line| line.exact).sum::<Exact>(),
        exact,
        "{zone_name} {span:?} {:?}",
        card.file()
    );
}

fn any_span() -> impl Strategy<Value = (usize, Span)> {
    (0usize..12, 0usize..40, -20i64 * 3600..3600, 1i64..24 * 3600).prop_map(|(zone_index, change, start, lasts)| {
        let changes = clock_changes(&zone(TWELVE[zone_index]));
        let near = changes
            .get(change % changes.len().max(1))
            .copied()
            .unwrap_or(at("2028-02-29T00:00"));
        (zone_index, Span::new(near + start, near + start + lasts).unwrap())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    #[test]
    fn hours_are_paid_as_the_slow_reference_pays_them(card in any_card("hour"), (zone_index, span) in any_span()) {
        compare(&card, TWELVE[zone_index], span);
    }

    /// Nights may overlap others of their band here; then each is one.
    #[test]
    fn hours_and_nights_are_paid_as_the_slow_reference_pays_them(card in any_card("night"), (zone_index, span) in any_span()) {
        compare(&card, TWELVE[zone_index], span);
    }
}

#[test]
fn the_presets_hours_agree_with_the_reference_over_a_long_weekend() {
    let span = span("2027-03-27T12:00", "2027-03-29T20:00");
    for key in ["hourly-bands", "unsocial-hours"] {
        let mut file = preset(key).file().clone();
        file.whole_shift.clear(); // looks at more than a second
        compare(&file.check(KNOWN).unwrap(), "Europe/London", span);
    }
}
