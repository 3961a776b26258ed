//! A rota's rules in words.

use super::{Reader, wording};
use crate::{snapshot::RotaImage, store::RulesRecord};
use chrono::Datelike as _;
use domain::{
    Span, Zone,
    holidays::Calendars,
    planner::Reason,
    rota::{Coverage, Handover, HolidayRule, TimeOfDay, Unit},
    time::Style,
};

/// In a reader's style: `handover Mondays 09:00`, `handover daily 09:00 and 21:00`, `handover every 2 weeks, Mondays 09:00`.
pub(crate) fn handover(handover: &Handover, style: Style) -> String {
    let anchor = handover.anchor();
    let mut times: Vec<TimeOfDay> = handover
        .also_at()
        .iter()
        .copied()
        .chain([TimeOfDay::of(anchor.time())])
        .collect();
    times.sort_unstable();
    times.dedup();
    let times = times.iter().map(|time| style.time(time.naive()));
    let times = times.collect::<Vec<_>>().join(" and ");
    let every = handover.every();
    match (handover.unit(), every) {
        (Unit::Hours, 1) => "handover every hour".to_owned(),
        (Unit::Hours, _) => format!(
            "handover every {every} hours, counted from {} {}",
            style.date(anchor.date()),
            style.time(anchor.time())
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
pub(crate) fn coverage(coverage: &Coverage, style: Style) -> Vec<String> {
    let weekly = coverage.weekly().iter().map(|window| window.in_words(style));
    let mut words: Vec<String> = weekly.collect();
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
pub(crate) fn rules(kept: &RulesRecord, calendars: &Calendars, style: Style) -> Vec<(String, String)> {
    let calendar = calendars.name(&kept.holiday_calendar).unwrap_or(&kept.holiday_calendar);
    [
        ("Coverage", coverage(&kept.coverage, style).join("; ")),
        (
            "Holidays",
            format!("{calendar}: {}", holiday_rule(kept.coverage.holiday_rule())),
        ),
        (
            "Handover",
            handover(&kept.handover, style)
                .trim_start_matches("handover ")
                .to_owned(),
        ),
        ("Time zone", kept.zone.clone()),
        ("Pairing", "a Lead and an Engineer, always two people".to_owned()),
    ]
    .map(|(what, how)| (what.to_owned(), how))
    .to_vec()
}

/// `published to Sun 6 Dec 09:00`.
pub(crate) fn published(rota: &RotaImage, reader: &Reader) -> String {
    let said = |at| wording::said(at, &rota.rules.zone, reader);
    match rota.record.planned {
        Some(planned) if planned.end() > reader.now => format!("published to {}", said(planned.end())),
        Some(planned) => format!("the published plan ended {}", said(planned.end())),
        None => "nothing published yet".to_owned(),
    }
}

/// Why somebody cannot take a role, after their name and in the rota's zone.
pub(crate) fn reason(reason: &Reason, zone: &Zone, reader: &Reader) -> String {
    let from_to = |span: &Span| wording::span_words(*span, zone, reader);
    match reason {
        Reason::OnLeave { away } => format!("is on leave {}", from_to(away)),
        Reason::OnDuty { duty } => format!("is on duty elsewhere {}", from_to(duty)),
        Reason::NotYetJoined { joins } => format!("joins only {}", wording::said(*joins, zone, reader)),
        Reason::HasLeft { leaves } => format!("leaves {}", wording::said(*leaves, zone, reader)),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]
    use super::handover;
    use domain::{
        rota::{Handover, Unit},
        time::{DateOrder, HourClock, Style},
    };

    #[test]
    fn handovers_read_as_people_say_them() {
        let at = |every, unit, also: &[&str]| {
            let also = also.iter().map(|time| time.parse().unwrap()).collect();
            let of = Handover::new("2026-11-23T09:00:00".parse().unwrap(), every, unit, also).unwrap();
            handover(&of, Style::default())
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
    fn handovers_are_said_in_the_readers_style() {
        let style = Style {
            dates: DateOrder::MonthFirst,
            clock: HourClock::Twelve,
        };
        let anchor = "2026-11-23T00:00:00".parse().unwrap();
        let of = |every, unit| handover(&Handover::new(anchor, every, unit, Vec::new()).unwrap(), style);
        assert_eq!(of(1, Unit::Weeks), "handover Mondays 12:00\u{a0}AM");
        assert_eq!(
            of(12, Unit::Hours),
            "handover every 12 hours, counted from Nov 23, 2026 12:00\u{a0}AM"
        );
    }
}
