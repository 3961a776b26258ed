//! How long it takes to pay 200 people for a year, month by month: run by `cargo xtask bench pay`.
#![allow(clippy::unwrap_used)]

use domain::holidays::{self, Holidays};
use domain::pay::{CallOut, Card, Known, PayCycle, Payee, Period, Place, Request, Worked, file::CardFile, pay, preset};
use domain::rota::{Coverage, Handover, OfficeHours, Rules, Unit, shifts};
use domain::{Role, RotaId, Span, Zone};
use std::time::Instant as Stopwatch;

const TEAMS: u128 = 20;
const PEOPLE: usize = 10;
/// The best run of each person counts: other programs on the machine disturb some, seldom all.
const RUNS: usize = 10;

/// One person's year: what they worked, and when they were called.
#[derive(Clone, Default)]
struct Year {
    worked: Vec<Worked>,
    call_outs: Vec<CallOut>,
}

fn main() {
    let zone = Zone::named("Europe/London").unwrap();
    let england = holidays::calendar("GB-ENG").unwrap();
    let written: CardFile = serde_json::from_str(preset("hourly-bands").unwrap().json).unwrap();
    let known = Known {
        zone: &|_| true,
        calendar: &|_| true,
    };
    let card = written.check(known).unwrap();
    let people: Vec<Year> = (0..TEAMS).flat_map(|team| years(team, &zone, &england)).collect();
    let months = months();
    let (mut lines, mut best) = (0, vec![f64::INFINITY; people.len()]);
    for _ in 0..RUNS {
        lines = 0;
        for (year, best) in people.iter().zip(&mut best) {
            let started = Stopwatch::now();
            lines += statements(year, &months, &card, &zone, &england);
            *best = best.min(started.elapsed().as_secs_f64());
        }
    }
    println!("people {}", people.len());
    println!("statements {}", people.len() * months.len());
    println!("lines {lines}");
    println!("seconds {:.4}", best.iter().sum::<f64>());
}

fn months() -> Vec<Period> {
    let cycle = PayCycle::Monthly { from_day: 1 };
    let first = cycle.period_of("2027-01-15".parse().unwrap()).unwrap();
    std::iter::successors(Some(first), |month| cycle.period_of(month.end()))
        .take(12)
        .collect()
}

/// A team's rota out of hours with a handover each week; its people take turns in pairs, and are called out twice a week.
fn years(team: u128, zone: &Zone, holidays: &Holidays) -> Vec<Year> {
    let office_hours = OfficeHours::default();
    let rules = Rules {
        zone: zone.clone(),
        coverage: Coverage::out_of_hours(&office_hours),
        handover: Handover::new("2026-12-21T09:00:00".parse().unwrap(), 1, Unit::Weeks, vec![]).unwrap(),
        office_hours,
        holidays: holidays.clone(),
    };
    let window = Span::new(
        "2026-12-21T00:00:00Z".parse().unwrap(),
        "2028-01-08T00:00:00Z".parse().unwrap(),
    )
    .unwrap();
    let rota = RotaId::from_uuid(uuid::Uuid::from_u128(team));
    let mut people = vec![Year::default(); PEOPLE];
    for (week, shift) in shifts(rota, &rules, window).into_iter().enumerate() {
        for (seat, role) in Role::BOTH.into_iter().enumerate() {
            let year = &mut people[(2 * week + seat) % PEOPLE];
            year.worked.extend(shift.stretches.iter().map(|span| Worked {
                span: *span,
                rota,
                shift: shift.id,
                role,
            }));
            year.call_outs
                .extend(shift.stretches.iter().take(2).map(|stretch| CallOut {
                    span: Span::new(stretch.start() + 20_000, stretch.start() + 22_500).unwrap(),
                    place: Place::Remote,
                    reason: "disk full".to_owned(),
                    rota: None,
                }));
        }
    }
    people
}

/// Pays each month, from its duty and a week on either side, and counts the lines.
fn statements(year: &Year, months: &[Period], card: &Card, zone: &Zone, holidays: &Holidays) -> usize {
    let lines = months.iter().map(|month| {
        let whole = month.span(zone).unwrap();
        let near = Span::new(whole.start() - 7 * 86_400, whole.end() + 7 * 86_400).unwrap();
        let worked: Vec<Worked> = year
            .worked
            .iter()
            .filter(|worked| worked.span.overlaps(&near))
            .copied()
            .collect();
        let called = year
            .call_outs
            .iter()
            .filter(|call| worked.iter().any(|worked| worked.span.contains(call.span.start())));
        let request = Request {
            payee: &Payee::default(),
            worked: &worked,
            call_outs: &called.cloned().collect::<Vec<_>>(),
            cards: std::slice::from_ref(card),
            zone,
            holidays,
            period: *month,
        };
        pay(&request).unwrap().lines.len()
    });
    lines.sum()
}
