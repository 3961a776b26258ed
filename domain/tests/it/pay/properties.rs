//! What holds for any card and any duty.

use super::support::*;
use domain::pay::{Card, Exact, Kind, PRESETS, Period, Statement};
use domain::rota::Days;
use domain::{Role, ShiftId, Span, Zone};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Twelve zones whose clocks change in unlike ways, or never.
pub const TWELVE: [&str; 12] = [
    "Africa/Casablanca",
    "America/Havana",
    "America/New_York",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/London",
    "Pacific/Chatham",
];

fn any_band(index: usize, unit: &'static str) -> impl Strategy<Value = Value> {
    (1u8..128, 0u16..1440, 0u16..1440, 0u8..4, 1u32..5_000, 0u8..3).prop_map(
        move |(days, from, to, plus, pence, holidays)| {
            let days: Vec<&str> = Vec::from(Days::ALL)
                .into_iter()
                .enumerate()
                .filter_map(|(day, key)| (days & (1 << day) != 0).then_some(key))
                .collect();
            let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
            let holidays = ["as_usual", "all_day", "only"][usize::from(holidays)];
            let plus_days = plus + u8::from(to <= from && plus == 0);
            json!({
                "name": format!("band {index}"), "unit": unit,
                "windows": [
                { "days": days, "from": clock(from), "to": clock(to), "plus_days": plus_days },
                { "days": ["thu"], "from": clock(to), "to": clock(from) },
            ],
                "on_holidays": holidays,
                "lead": format!("{}.{:02}", pence / 100, pence % 100), "engineer": "1.00",
            })
        },
    )
}

/// A card of such bands, without any that can never be heard.
pub fn any_card(unit: &'static str) -> impl Strategy<Value = Card> {
    let bands = (any_band(0, unit), any_band(1, "hour"), any_band(2, unit)).prop_map(|(a, b, c)| [a, b, c]);
    bands.prop_filter_map("a band is never heard", |bands| {
        serde_json::from_value::<domain::pay::file::CardFile>(written(json!(bands), json!({})))
            .unwrap()
            .check(KNOWN)
            .ok()
    })
}

/// Stretches of a month, in order and apart, near one of the zone's clock changes where it has some.
fn any_duty() -> impl Strategy<Value = (usize, Vec<Span>)> {
    let stretches = prop::collection::vec((0i64..40 * 3600, 1i64..60 * 3600), 1..8);
    (0usize..12, 0usize..40, stretches).prop_map(|(zone_index, change, stretches)| {
        let changes = clock_changes(&zone(TWELVE[zone_index]));
        let near = changes.get(change % changes.len().max(1)).copied();
        let mut from = near.unwrap_or(at("2026-12-22T00:00")) - 2 * 86_400;
        let spans = stretches.into_iter().map(|(free, lasts)| {
            let span = Span::new(from + free, from + free + lasts).unwrap();
            from = span.end() + 1;
            span
        });
        (zone_index, spans.collect())
    })
}

/// The card, in force since before any duty here.
fn long_ago(json: &str) -> Card {
    let mut file = card(json).file().clone();
    file.effective_from = "2000-01-01".to_owned();
    file.check(KNOWN).unwrap()
}

fn christmas() -> domain::holidays::Holidays {
    domain::holidays::calendar("GB-ENG").unwrap()
}

fn case<'a>(card: &'a Card, zone: &'a Zone, spans: &[Span]) -> Case<'a> {
    let mut case = Case::new(card, zone, spans);
    case.holidays = christmas();
    case
}

fn exact(statement: &Statement) -> Exact {
    statement.lines.iter().map(|line| line.exact).sum()
}

fn seconds_by_band(statement: &Statement) -> BTreeMap<Option<String>, i64> {
    let mut seconds = BTreeMap::new();
    for line in duty_lines(statement) {
        *seconds.entry(line.band.clone()).or_default() += line.seconds;
    }
    seconds
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_lines_hold_each_second_of_duty_once(card in any_card("night"), (zone_index, spans) in any_duty()) {
        let zone = zone(TWELVE[zone_index]);
        let statement = case(&card, &zone, &spans).pay();
        prop_assert_eq!(duty_seconds(&statement), total(&spans));
        prop_assert_eq!(statement.total.minor, statement.lines.iter().map(|line| line.minor).sum::<i64>());
    }

    #[test]
    fn hourly_lines_lie_apart_and_tile_the_duty(card in any_card("hour"), (zone_index, spans) in any_duty()) {
        let zone = zone(TWELVE[zone_index]);
        let statement = case(&card, &zone, &spans).pay();
        let lines: Vec<Span> = duty_lines(&statement).map(|line| line.span).collect();
        prop_assert!(lines.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
        for span in &spans {
            let inside: Vec<Span> = lines.iter().filter_map(|line| line.intersection(span)).collect();
            prop_assert_eq!(total(&inside), span.seconds());
        }
    }

    #[test]
    fn splitting_at_any_instant_changes_no_hourly_total(card in any_card("hour"), (zone_index, spans) in any_duty(), cut in 0.0f64..1.0) {
        let zone = zone(TWELVE[zone_index]);
        let (first, last) = (spans[0].start(), spans[spans.len() - 1].end());
        let cut = first + ((last - first) as f64 * cut) as i64;
        let halves = spans.iter().flat_map(|span| {
            [Span::new(span.start(), span.end().min(cut)), Span::new(span.start().max(cut), span.end())].into_iter().flatten()
        });
        let halves: Vec<Span> = halves.collect();
        let whole = case(&card, &zone, &spans).pay();
        let other_shifts = case(&card, &zone, &halves).pay();
        prop_assert_eq!(exact(&other_shifts), exact(&whole));
        prop_assert_eq!(seconds_by_band(&other_shifts), seconds_by_band(&whole));
        // Pieces of one shift are one stretch: not even a line changes.
        let mut pieces = case(&card, &zone, &halves);
        for piece in &mut pieces.worked {
            let shift = spans.iter().find(|span| span.contains(piece.span.start())).unwrap();
            piece.shift = ShiftId::of(rota(), shift.start());
        }
        prop_assert_eq!(pieces.pay(), whole);
    }

    #[test]
    fn the_order_of_what_is_given_makes_no_difference(key in 0usize..4, (zone_index, spans) in any_duty(), turn in 0usize..8) {
        let (card, zone) = (long_ago(PRESETS[key].json), zone(TWELVE[zone_index]));
        let mut ordered = case(&card, &zone, &spans);
        for (index, worked) in ordered.worked.iter_mut().enumerate() {
            worked.role = Role::BOTH[index % 2];
        }
        let mut turned = case(&card, &zone, &spans);
        turned.worked = ordered.worked.clone();
        turned.worked.reverse();
        let turn = turn % turned.worked.len();
        turned.worked.rotate_left(turn);
        prop_assert_eq!(turned.pay(), ordered.pay());
    }

    #[test]
    fn consecutive_periods_pay_what_one_pays(key in 0usize..4, (zone_index, spans) in any_duty(), days in 1u64..40) {
        let (card, zone) = (long_ago(PRESETS[key].json), zone(TWELVE[zone_index]));
        let mut case = case(&card, &zone, &spans);
        let whole = Period::around(Span::new(spans[0].start() - 86_400, spans[spans.len() - 1].end()).unwrap(), &zone);
        case.period = Some(whole);
        let all = case.pay();
        let middle = whole.first().checked_add_days(chrono::Days::new(days)).unwrap();
        let parts = [Period::new(whole.first(), middle.min(whole.end())), Period::new(middle, whole.end())];
        let parts: Vec<Statement> = parts.into_iter().flatten().map(|period| {
            case.period = Some(period);
            case.pay()
        }).collect();
        prop_assert_eq!(parts.iter().map(duty_seconds).sum::<i64>(), duty_seconds(&all));
        prop_assert_eq!(parts.iter().map(exact).sum::<Exact>(), exact(&all));
    }
}

#[test]
fn elapsed_time_is_paid_across_every_clock_change_and_said() {
    let card = card_of(json!([always(json!("hour"), json!("36.00"))]), json!({}));
    let mut changes = 0;
    for name in TWELVE {
        let zone = zone(name);
        for change in clock_changes(&zone) {
            let span = Span::new(change - 5 * 3600, change + 5 * 3600).unwrap();
            let statement = Case::new(&card, &zone, &[span]).pay();
            assert_eq!(statement.total.minor, 36_000, "{name} {change}");
            let forward = zone.offset_at(change) > zone.offset_at(change - 1);
            let said = if forward {
                "(10 h elapsed, clocks went forward)"
            } else {
                "(10 h elapsed, clocks went back)"
            };
            assert!(
                statement.lines[0].why.contains(said),
                "{name}: {}",
                statement.lines[0].why
            );
            changes += 1;
        }
    }
    assert!(changes > 300, "{changes}");
}

#[test]
fn cover_of_part_of_a_shift_moves_pay_and_makes_none() {
    let (card, zone) = (preset("hourly-bands"), zone("Europe/London"));
    let night = local(&zone, "2027-03-27T20:00", "2027-03-28T09:00");
    let at_two = zone.instant(wall("2027-03-28T00:00"));
    let [early, late] = [
        Span::new(night.start(), at_two).unwrap(),
        Span::new(at_two, night.end()).unwrap(),
    ];
    let paid = |span: Span| Case::new(&card, &zone, &[span]).pay();
    assert_eq!(
        paid(early).total.minor + paid(late).total.minor,
        paid(night).total.minor
    );
    assert!(paid(night).lines.iter().all(|line| line.kind == Kind::Duty));
}
