//! What a rota's rules lead to, before they are kept.

use super::{
    Reader, rota_words,
    wording::{self, span_words},
};
use crate::{
    snapshot::rules,
    store::{Result, RulesRecord},
};
use app::rotas::{Preview, PreviewTurn};
use domain::{
    Span,
    holidays::Calendars,
    rota::{Rules, Shift, shifts},
};

/// How many turns are shown.
const TURNS: usize = 6;
/// How many stretches of a turn are shown.
const STRETCHES: usize = 8;
/// How far ahead turns are looked for, further each time.
const AHEAD_DAYS: [i64; 3] = [15, 70, 800];

/// The next turns of `kept`.
pub(super) fn preview(kept: &RulesRecord, calendars: &Calendars, reader: &Reader) -> Result<Preview> {
    let now = reader.now;
    let rules = rules(kept, calendars)?;
    let mut turns = Vec::new();
    for days in AHEAD_DAYS {
        if let Ok(window) = Span::new(now, now + days * 86_400) {
            turns = shifts(kept.rota, &rules, window);
        }
        if turns.len() >= TURNS {
            break;
        }
    }
    Ok(Preview {
        zone: rules.zone.name().to_owned(),
        coverage: rota_words::coverage(&kept.coverage, reader.style),
        turns: turns
            .iter()
            .take(TURNS)
            .map(|shift| turn(shift, &rules, reader))
            .collect(),
        impact: None,
    })
}

fn turn(shift: &Shift, rules: &Rules, reader: &Reader) -> PreviewTurn {
    let zone = &rules.zone;
    let today = zone.local(reader.now).date();
    let covered: i64 = shift.stretches.iter().map(Span::seconds).sum();
    let mut stretches: Vec<String> = shift
        .stretches
        .iter()
        .take(STRETCHES)
        .map(|stretch| span_words(*stretch, zone, reader))
        .collect();
    if shift.stretches.len() > STRETCHES {
        stretches.push(format!("and {} more", shift.stretches.len() - STRETCHES));
    }
    let (first, last) = (
        zone.local(shift.span.start()).date(),
        zone.local(shift.span.end() - 1).date(),
    );
    let mut notes: Vec<String> = rules
        .holidays
        .in_range(first..=last)
        .map(|(date, name)| format!("{name}, {}", reader.style.day(date, today)))
        .collect();
    let mut offset = zone.offset_at(shift.span.start());
    for (at, after) in zone.transitions_in(shift.span) {
        let way = if after > offset { "forward" } else { "back" };
        notes.push(format!(
            "clocks go {way} {}",
            reader.style.day(zone.local(at).date(), today)
        ));
        offset = after;
    }
    PreviewTurn {
        at: wording::stamp(shift.span.start(), zone, reader),
        length: format!("{} of coverage", hours(covered)),
        stretches,
        notes,
    }
}

/// `127 h 30 min`: hours are not turned into days, so that weeks can be compared.
pub(super) fn hours(seconds: i64) -> String {
    match (seconds / 3600, seconds / 60 % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}
