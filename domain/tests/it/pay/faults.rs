//! Bad cards and bad duty are refused with the place and the reason; nothing panics.

use super::support::*;
use domain::pay::file::CardFile;
use domain::pay::{CallOut, Fault, PRESETS, Place};
use domain::{Role, RotaId, Zone};
use proptest::prelude::*;
use serde_json::{Value, json};

fn faults_of(card: Value) -> Vec<Fault> {
    let file: CardFile = serde_json::from_value(card).unwrap();
    file.check(KNOWN).err().unwrap_or_default()
}

/// The only fault, as people read it.
fn fault(bands: Value, more: Value) -> String {
    let faults = faults_of(written(bands, more));
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults[0].to_string()
}

fn hourly(more: Value) -> Value {
    json!([with(always(json!("hour"), json!("1.00")), more)])
}

#[test]
fn each_kind_of_fault_names_its_place_and_its_reason() {
    let good = || hourly(json!({}));
    let cases = [
        (
            hourly(json!({ "lead": "-3" })),
            json!({}),
            "bands[0].lead: -3 is negative",
        ),
        (
            hourly(json!({ "lead": "3e5" })),
            json!({}),
            "bands[0].lead: ‘3e5’ is not an amount",
        ),
        (
            hourly(json!({ "engineer": "900000000" })),
            json!({}),
            "bands[0].engineer: 900000000 cannot be meant",
        ),
        (
            hourly(json!({ "engineer": null })),
            json!({}),
            "bands[0].engineer: say what this role is paid",
        ),
        (
            hourly(json!({ "grades": { "senior": { "lead": "x" } } })),
            json!({}),
            "bands[0].grades.senior.lead: ‘x’",
        ),
        (
            hourly(json!({ "people": { "17": { "lead": "1" } } })),
            json!({}),
            "bands[0].people.17: ‘17’ is not an id",
        ),
        (
            hourly(json!({ "name": " " })),
            json!({}),
            "bands[0].name: give the band a name",
        ),
        (
            hourly(json!({ "across": "00:00" })),
            json!({}),
            "bands[0].across: only nights",
        ),
        (
            hourly(json!({ "call_out_factor": "101" })),
            json!({}),
            "bands[0].call_out_factor: ‘101’ is not a factor",
        ),
        (
            hourly(json!({ "counts_from_minutes": -1 })),
            json!({}),
            "bands[0].counts_from_minutes: -1 minutes cannot be meant",
        ),
        (
            hourly(json!({ "unit": "day", "toil": { "factor": "1" } })),
            json!({}),
            "bands[0].toil: only hours",
        ),
        (
            hourly(json!({ "lead": { "first": "1", "then": "1" } })),
            json!({}),
            "bands[0].lead: only blocks have two amounts",
        ),
        (json!([]), json!({}), "bands: a card without bands"),
        (
            good(),
            json!({ "currency": "GBX" }),
            "currency: ‘GBX’ is not a currency",
        ),
        (
            good(),
            json!({ "zone": "Europe/Atlantis" }),
            "zone: ‘Europe/Atlantis’ is not a time zone",
        ),
        (
            good(),
            json!({ "holidays": "XX" }),
            "holidays: ‘XX’ is not a holiday calendar",
        ),
        (
            good(),
            json!({ "effective_from": "soon" }),
            "effective_from: ‘soon’ is not a date",
        ),
        (
            good(),
            json!({ "tandem_rate_card": 2 }),
            "tandem_rate_card: 2 is not a format",
        ),
        (good(), json!({ "name": "" }), "name: give the card a name"),
        (
            good(),
            json!({ "caps": { "day": "1.005" } }),
            "caps.day: a cap has to be an amount that can be paid",
        ),
        (
            good(),
            json!({ "whole_shift": [{ "band": "none", "counting": ["always"] }] }),
            "whole_shift[0].band: there is no band ‘none’",
        ),
        (
            good(),
            json!({ "whole_shift": [{ "band": "always", "counting": [] }] }),
            "whole_shift[0].counting: name the bands",
        ),
    ];
    for (bands, more, expected) in cases {
        let found = fault(bands, more);
        assert!(found.starts_with(expected), "{found} does not start with {expected}");
    }
}

#[test]
fn windows_are_refused_one_by_one() {
    let window = |days: Value, from: &str, to: &str, plus: Option<u8>| {
        hourly(json!({ "windows": [{ "days": days, "from": from, "to": to, "plus_days": plus }] }))
    };
    let cases = [
        (
            window(json!([]), "09:00", "17:00", None),
            "bands[0].windows[0]: choose at least one day",
        ),
        (
            window(json!(["noday"]), "09:00", "17:00", None),
            "bands[0].windows[0]: ‘noday’ is not a day",
        ),
        (
            window(json!(["mon"]), "25:00", "17:00", None),
            "bands[0].windows[0]: ‘25:00’ is not a time of day",
        ),
        (
            window(json!(["mon"]), "09:00", "17:00", Some(9)),
            "bands[0].windows[0]: the window from 09:00 to 17:00 9 days later is longer than a week",
        ),
        (
            hourly(json!({ "windows": [] })),
            "bands[0].windows: it would never hold",
        ),
    ];
    for (bands, expected) in cases {
        let found = fault(bands, json!({}));
        assert!(found.starts_with(expected), "{found}");
    }
}

#[test]
fn gaps_and_overlaps_are_refused_where_they_may_not_be() {
    let office = || {
        band(
            "office",
            "mon tue wed thu fri",
            "09:00",
            "17:30",
            json!("hour"),
            json!("0"),
        )
    };
    let nights = |from: &str| band("night", ALL_DAYS, from, "09:00", json!("hour"), json!("1"));
    let gap = fault(json!([office(), nights("17:30")]), json!({ "gaps": "refused" }));
    assert_eq!(
        gap,
        "bands: no band holds Sat, Sun 09:00 – 17:30: add one (it may pay 0), or set gaps to allowed"
    );
    let overlap = fault(json!([office(), nights("17:00")]), json!({ "overlaps": "refused" }));
    assert_eq!(
        overlap,
        "bands[1].windows: overlaps bands[0] at Mon 17:00: shorten one, or set overlaps to allowed"
    );
    assert!(faults_of(written(json!([office(), nights("17:00")]), json!({}))).is_empty());
    let unheard = fault(json!([always(json!("hour"), json!("1")), office()]), json!({}));
    assert!(
        unheard.starts_with("bands[1].windows: never holds: bands[0]"),
        "{unheard}"
    );
}

#[test]
fn every_fault_is_told_at_once() {
    let bands = json!([
        with(always(json!("hour"), json!("-1")), json!({ "name": "a" })),
        with(
            always(
                json!({ "blocks": { "first_minutes": 0, "each_minutes": 99999, "at_most_minutes": 1, "again": true } }),
                json!("1")
            ),
            json!({ "name": "a" })
        ),
    ]);
    let places: Vec<String> = faults_of(written(
        bands,
        json!({ "currency": "?", "zone": "?", "caps": { "week": "-1" } }),
    ))
    .into_iter()
    .map(|fault| fault.place)
    .collect();
    let expected = [
        "currency",
        "zone",
        "bands[0].lead",
        "bands[0].engineer",
        "bands[1].unit.first_minutes",
        "bands[1].unit.each_minutes",
        "bands[1].lead",
        "bands[1].engineer",
        "caps.week",
        "bands[1].name",
        "bands[1].windows",
    ];
    assert_eq!(places, expected);
}

#[test]
fn duty_and_call_outs_that_cannot_be_are_refused() {
    let (card, zone) = (preset("standby-blocks"), Zone::utc());
    let night = span("2027-01-04T18:00", "2027-01-05T08:00");
    let mut case = Case::new(&card, &zone, &[night]);
    let call = |from: &str, to: &str| call_out(span(from, to), Place::Remote);
    let told = |case: &Case| {
        case.try_pay()
            .unwrap_err()
            .iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
    };

    case.call_outs = vec![call("2027-01-05T09:00", "2027-01-05T10:00")];
    assert_eq!(
        told(&case),
        ["call_outs[0]: it begins at 2027-01-05T09:00:00Z, when the person is not on duty"]
    );
    case.call_outs = vec![
        call("2027-01-05T01:00", "2027-01-05T03:00"),
        call("2027-01-05T00:00", "2027-01-05T02:00"),
    ];
    assert_eq!(
        told(&case),
        ["call_outs[0]: overlaps call_outs[1], which ends at 2027-01-05T02:00:00Z: join the two"]
    );
    let elsewhere = Some(RotaId::from_uuid(uuid::Uuid::from_u128(9)));
    case.call_outs = vec![CallOut {
        rota: elsewhere,
        ..call("2027-01-05T01:00", "2027-01-05T03:00")
    }];
    assert_eq!(told(&case).len(), 1);

    let no_rules = preset("flat-nightly");
    case.cards = std::slice::from_ref(&no_rules);
    case.call_outs = vec![call("2027-01-05T01:00", "2027-01-05T03:00")];
    assert_eq!(
        told(&case),
        ["call_outs[0]: the card ‘Flat nightly’ has no rules for call-outs: add call_outs to it"]
    );

    case.call_outs.clear();
    case.worked.push(domain::pay::Worked {
        role: Role::Engineer,
        ..worked(span("2027-01-05T07:00", "2027-01-05T09:00"))
    });
    assert!(told(&case)[0].contains("nobody is on duty twice"));
}

#[test]
fn cards_that_cannot_pay_the_period_are_refused() {
    let zone = Zone::utc();
    let card = |from: &str, currency: &str| {
        card_of(
            hourly(json!({})),
            json!({ "effective_from": from, "currency": currency }),
        )
    };
    let told = |cards: &[domain::pay::Card]| {
        let first = preset("flat-nightly");
        let mut case = Case::new(&first, &zone, &[span("2027-01-04T18:00", "2027-01-05T08:00")]);
        case.cards = cards;
        case.try_pay().unwrap_err()[0].to_string()
    };
    assert_eq!(told(&[]), "cards: there is no rate card: choose one");
    assert!(
        told(&[card("2027-02-01", "GBP")])
            .starts_with("effective_from: ‘test’ pays from 2027-02-01 on, and there is duty on 2027-01-04")
    );
    assert!(
        told(&[card("2020-01-01", "GBP"), card("2027-01-05", "EUR")])
            .contains("GBP and EUR cannot be in one statement")
    );
    assert!(
        told(&[card("2020-01-01", "GBP"), card("2020-01-01", "GBP")])
            .contains("two versions take effect on 2020-01-01")
    );
}

#[test]
fn what_is_larger_than_any_agreement_or_career_is_refused_before_it_costs_time() {
    let many = |count: usize| {
        (0..count).map(|index| with(always(json!("hour"), json!("1")), json!({ "name": index.to_string() })))
    };
    let told = faults_of(written(json!(many(51).collect::<Vec<_>>()), json!({})));
    assert_eq!(told[0].to_string(), "bands: 51 bands cannot be meant: use at most 50");
    let windows = vec![json!({ "days": ["mon"], "from": "09:00", "to": "10:00" }); 29];
    assert!(fault(hourly(json!({ "windows": windows })), json!({})).contains("29 windows cannot be meant"));
    let (card, zone) = (preset("hourly-bands"), Zone::utc());
    let ages = Case::new(&card, &zone, &[span("2027-01-01T00:00", "2047-01-01T00:00")])
        .try_pay()
        .unwrap_err();
    assert!(ages[0].to_string().starts_with(
        "duty from 2027-01-01T00:00:00Z: it runs until 2047-01-01T00:00:00Z, which is more than ten years"
    ));
}

#[test]
fn presets_are_good_and_written_files_come_back_as_they_were() {
    for preset in PRESETS {
        let card = card(preset.json);
        let written = serde_json::to_string(card.file()).unwrap();
        assert_eq!(super::support::card(&written), card, "{}", preset.key);
    }
}

#[test]
fn unknown_fields_are_refused_so_that_a_typing_error_does_not_change_pay() {
    let json = written(hourly(json!({ "count_from_minutes": 60 })), json!({})).to_string();
    let error = serde_json::from_str::<CardFile>(&json).unwrap_err().to_string();
    assert!(error.contains("count_from_minutes"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// Any time at all, at the ends of what can be written too.
    #[test]
    fn any_stretch_of_duty_is_paid_whole_or_refused(start in prop_oneof![Just(-62_135_596_800i64), Just(253_402_300_000), -1_000_000_000_000i64..1_000_000_000_000], lasts in 1i64..3_000_000, key in 0usize..4) {
        let (card, zone) = (card(PRESETS[key].json), zone("Europe/London"));
        let start = domain::Instant::from_seconds(start);
        if let Ok(span) = domain::Span::new(start, start + lasts) {
            let case = Case::new(&card, &zone, &[span]);
            if let Ok(statement) = case.try_pay() {
                prop_assert_eq!(duty_seconds(&statement), span.seconds());
            }
        }
    }
}
