//! Corrections: who did the duty is paid, and what was paid and its adjustments come to what is due.

use super::support::*;
use domain::pay::{PRESETS, Place, Statement, adjustments, worked};
use domain::timeline::{Cover, Inputs, resolve};
use domain::{PersonId, Span};
use proptest::prelude::*;

/// A night with `covers`, and what each of these people is paid for it.
fn paid(covers: &[Cover], person: PersonId) -> Statement {
    let (card, zone) = (preset("hourly-bands"), zone("Europe/London"));
    let night = local(&zone, "2027-03-27T20:00", "2027-03-28T09:00");
    let shift = shift(night, pairing(Some('a'), Some('b')));
    let duty = resolve(&Inputs {
        shifts: &[shift],
        covers,
        corrections: &[],
        planned: Some(night),
        window: night,
    })
    .unwrap();
    let mut case = Case::new(&card, &zone, &[]);
    case.worked = worked(rota(), person, &duty);
    case.period("2027-03-01", "2027-04-01")
}

#[test]
fn covers_pay_who_did_the_duty() {
    let zone = zone("Europe/London");
    let late = local(&zone, "2027-03-28T03:00", "2027-03-28T09:00");
    let cover = Cover::new(cover_id(1), late, Some(person('c')), None).unwrap();
    let before = [person('a'), person('b'), person('c')].map(|person| paid(&[], person).total.minor);
    let after =
        [person('a'), person('b'), person('c')].map(|person| paid(std::slice::from_ref(&cover), person).total.minor);
    assert_eq!(before, [12 * 1_200, 12 * 1_050, 0]);
    assert_eq!(after, [6 * 1_200, 12 * 1_050, 6 * 1_200]);
}

#[test]
fn a_late_correction_becomes_adjustments_that_say_why() {
    let zone = zone("Europe/London");
    let late = local(&zone, "2027-03-28T03:00", "2027-03-28T09:00");
    let cover = Cover::new(cover_id(1), late, Some(person('c')), None).unwrap();
    let (was, is) = (paid(&[], person('a')), paid(&[cover], person('a')));
    let said: Vec<(String, i64)> = adjustments(&was, &is)
        .into_iter()
        .map(|adjustment| (adjustment.why, adjustment.minor))
        .collect();
    assert_eq!(
        said,
        [
            ("Also due: Sat 27 Mar 20:00 – Sun 28 Mar 03:00 (6 h elapsed, clocks went forward), Lead, weekend rate £12.00/h × 6 h".to_owned(), 7_200),
            ("No longer due: Sat 27 Mar 20:00 – Sun 28 Mar 09:00 (12 h elapsed, clocks went forward), Lead, weekend rate £12.00/h × 12 h".to_owned(), -14_400),
        ]
    );
}

#[test]
fn a_new_rate_for_the_same_duty_is_one_adjustment() {
    let zone = zone("Europe/London");
    let mut file = preset("hourly-bands").file().clone();
    file.bands[1].lead = Some(domain::pay::file::PriceFile::Amount("13.00".to_owned()));
    let (old, new) = (preset("hourly-bands"), file.check(KNOWN).unwrap());
    let pay = |card| Case::new(card, &zone, &[local(&zone, "2027-05-08T09:00", "2027-05-08T19:00")]).pay();
    let found = adjustments(&pay(&old), &pay(&new));
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].minor, found[0].why.as_str()),
        (
            1_000,
            "Sat 8 May 09:00 – 19:00, Lead, weekend rate £13.00/h × 10 h; £120.00 was paid"
        )
    );
}

#[test]
fn a_statement_that_was_stored_comes_back_and_needs_no_adjustment() {
    let was = paid(&[], person('a'));
    let stored: Statement = serde_json::from_str(&serde_json::to_string(&was).unwrap()).unwrap();
    assert_eq!(adjustments(&stored, &was), []);
    assert_eq!(
        (stored.total, stored.lines[0].why.as_str()),
        (was.total, was.lines[0].why.as_str())
    );
}

/// Some stretches of May, with calls at the beginnings of some.
fn any_month() -> impl Strategy<Value = Vec<(Span, bool)>> {
    prop::collection::vec((0i64..50 * 3600, 1i64..40 * 3600, any::<bool>()), 1..12).prop_map(|stretches| {
        let mut from = at("2027-04-28T00:00");
        let spans = stretches.into_iter().map(|(free, lasts, called)| {
            let span = Span::new(from + free, from + free + lasts).unwrap();
            from = span.end() + 1;
            (span, called)
        });
        spans.collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_was_paid_and_its_adjustments_are_a_recomputation_from_scratch(was in any_month(), is in any_month(), key in 0usize..4) {
        let (card, zone) = (card(PRESETS[key].json), zone("Europe/London"));
        let may = |month: &[(Span, bool)]| {
            let spans: Vec<Span> = month.iter().map(|(span, _)| *span).collect();
            let mut case = Case::new(&card, &zone, &spans);
            let called = month.iter().filter(|(_, called)| *called && card.call_outs().is_some());
            case.call_outs = called.map(|(span, _)| call_out(Span::new(span.start(), span.end().min(span.start() + 2_000)).unwrap(), Place::Remote)).collect();
            let forwards = case.period("2027-05-01", "2027-06-01");
            case.call_outs.reverse();
            assert_eq!(case.pay(), forwards, "the order of call-outs makes no difference");
            forwards
        };
        let (was, is) = (may(&was), may(&is));
        let adjusted: i64 = adjustments(&was, &is).iter().map(|adjustment| adjustment.minor).sum();
        prop_assert_eq!(was.total.minor + adjusted, is.total.minor);
    }
}
