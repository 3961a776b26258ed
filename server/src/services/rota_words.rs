//! A rota's rules in words.

use super::wording;
use crate::{snapshot::RotaImage, store::RulesRecord};
use chrono::{Datelike as _, NaiveDate};
use domain::{
    Instant, Span, Zone,
    planner::Reason,
    rota::{Coverage, Handover, HolidayRule, TimeOfDay, Unit},
};

/// `handover Mondays 09:00`, `handover daily 09:00 and 21:00`, `handover every 2 weeks, Mondays 09:00`.
pub(crate) fn handover(handover: &Handover) -> String {
    let anchor = handover.anchor();
    let mut times: Vec<TimeOfDay> = handover
        .also_at()
        .iter()
        .copied()
        .chain([TimeOfDay::of(anchor.time())])
        .collect();
    times.sort_unstable();
    times.dedup();
    let times = times.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ");
    let every = handover.every();
    match (handover.unit(), every) {
        (Unit::Hours, 1) => "handover every hour".to_owned(),
        (Unit::Hours, _) => format!(
            "handover every {every} hours, counted from {}",
            anchor.format("%-d %b %Y %H:%M")
        ),
        (Unit::Days, 1) => format!("handover daily {times}"),
        (Unit::Days, _) => format!("handover every {every} days {times}"),
        (Unit::Weeks, 1) => format!("handover {}s {times}", anchor.format("%A")),
        (Unit::Weeks, _) => format!("handover every {every} weeks, {}s {times}", anchor.format("%A")),
        (Unit::Months, 1) => format!("handover monthly on the {} {times}", ordinal(anchor.day())),
        (Unit::Months, _) => format!("handover every {every} months on the {} {times}", ordinal(anchor.day())),
    }
}

fn ordinal(day: u32) -> String {
    let ending = match (day % 10, day % 100) {
        (1, n) if n != 11 => "st",
        (2, n) if n != 12 => "nd",
        (3, n) if n != 13 => "rd",
        _ => "th",
    };
    format!("{day}{ending}")
}

/// Each weekly window, then the rule for holidays.
pub(crate) fn coverage(coverage: &Coverage) -> Vec<String> {
    let mut words: Vec<String> = coverage.weekly().iter().map(ToString::to_string).collect();
    match coverage.one_offs().len() {
        0 => {}
        1 => words.push("1 one-off window".to_owned()),
        many => words.push(format!("{many} one-off windows")),
    }
    words
}

/// What happens on holidays.
pub(crate) const fn holiday_rule(rule: HolidayRule) -> &'static str {
    match rule {
        HolidayRule::AsSunday => "covered as on a Sunday",
        HolidayRule::AsUsual => "covered as usual",
        HolidayRule::AllDay => "covered all day",
        HolidayRule::Uncovered => "not covered",
    }
}

/// Rules and what a plan must respect, for reading.
pub(crate) fn rules(kept: &RulesRecord) -> Vec<(String, String)> {
    let calendar = domain::holidays::CALENDARS
        .iter()
        .find(|(key, _)| *key == kept.holiday_calendar || (*key == "none" && kept.holiday_calendar.is_empty()))
        .map_or(kept.holiday_calendar.as_str(), |(_, name)| *name);
    [
        ("Coverage", coverage(&kept.coverage).join("; ")),
        (
            "Holidays",
            format!("{calendar}: {}", holiday_rule(kept.coverage.holiday_rule())),
        ),
        (
            "Handover",
            handover(&kept.handover).trim_start_matches("handover ").to_owned(),
        ),
        ("Time zone", kept.zone.clone()),
        ("Pairing", "a Lead and an Engineer, always two people".to_owned()),
    ]
    .map(|(what, how)| (what.to_owned(), how))
    .to_vec()
}

/// `published to Sun 6 Dec 09:00`.
pub(crate) fn published(rota: &RotaImage, now: Instant) -> String {
    match rota.record.planned {
        Some(planned) if planned.end() > now => {
            format!(
                "published to {}",
                wording::stamp(planned.end(), &rota.rules.zone, now).text
            )
        }
        Some(planned) => format!(
            "the published plan ended {}",
            wording::stamp(planned.end(), &rota.rules.zone, now).text
        ),
        None => "nothing published yet".to_owned(),
    }
}

/// `23 Nov – 20 Dec 2026`: the first and the last of some dates.
pub(crate) fn dates(first: NaiveDate, last: NaiveDate) -> String {
    let format = match (first.year() == last.year(), first.month() == last.month()) {
        (true, true) => "%-d",
        (true, false) => "%-d %b",
        _ => "%-d %b %Y",
    };
    format!("{} – {}", first.format(format), last.format("%-d %b %Y"))
}

/// Why somebody cannot take a role, after their name and in the rota's zone.
pub(crate) fn reason(reason: &Reason, zone: &Zone, now: Instant) -> String {
    let from_to = |span: &Span| super::conflict::span_words(*span, zone, now);
    match reason {
        Reason::OnLeave { away } => format!("is on leave {}", from_to(away)),
        Reason::OnDuty { duty } => format!("is on duty elsewhere {}", from_to(duty)),
        Reason::NotYetJoined { joins } => format!("joins only {}", wording::stamp(*joins, zone, now).text),
        Reason::HasLeft { leaves } => format!("leaves {}", wording::stamp(*leaves, zone, now).text),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::{dates, handover};
    use domain::rota::{Handover, Unit};

    #[test]
    fn handovers_read_as_people_say_them() {
        let at = |every, unit, also: &[&str]| {
            let also = also.iter().map(|time| time.parse().unwrap()).collect();
            handover(&Handover::new("2026-11-23T09:00:00".parse().unwrap(), every, unit, also).unwrap())
        };
        assert_eq!(at(1, Unit::Weeks, &[]), "handover Mondays 09:00");
        assert_eq!(at(2, Unit::Weeks, &[]), "handover every 2 weeks, Mondays 09:00");
        assert_eq!(at(1, Unit::Days, &["21:00"]), "handover daily 09:00 and 21:00");
        assert_eq!(at(1, Unit::Months, &[]), "handover monthly on the 23rd 09:00");
        assert_eq!(
            at(12, Unit::Hours, &[]),
            "handover every 12 hours, counted from 23 Nov 2026 09:00"
        );
    }

    #[test]
    fn a_year_is_said_once() {
        let date = |text: &str| text.parse().unwrap();
        assert_eq!(dates(date("2026-11-23"), date("2026-11-29")), "23 – 29 Nov 2026");
        assert_eq!(dates(date("2026-11-23"), date("2026-12-20")), "23 Nov – 20 Dec 2026");
        assert_eq!(
            dates(date("2026-12-28"), date("2027-01-03")),
            "28 Dec 2026 – 3 Jan 2027"
        );
    }
}
