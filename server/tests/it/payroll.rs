//! Call-outs, pay periods, statements and exports.

use crate::support::{
    Database, at,
    nights::{Nights, span},
};
use app::{
    AppError,
    call_outs::{CallOutForm, CallOutRow, Port as _},
    payroll::{PaySettingsForm, Port as _},
};
use domain::{PersonId, Span};

/// Ben serves the even nights as Engineer: this one has just ended when the tests begin.
fn bens_night() -> Span {
    span("2026-11-22T17:00:00Z", "2026-11-23T09:00:00Z")
}

fn call_out(from: &str, to: &str, reason: &str) -> CallOutForm {
    CallOutForm {
        from: from.to_owned(),
        to: to.to_owned(),
        reason: reason.to_owned(),
        ..CallOutForm::default()
    }
}

async fn rows(nights: &Nights, person: PersonId) -> Vec<CallOutRow> {
    nights.desk(person).call_outs(String::new()).await.unwrap().rows
}

/// The rule and the words of a refusal.
fn refusal<T: std::fmt::Debug>(answer: Result<T, AppError>) -> (String, String) {
    match answer.unwrap_err() {
        AppError::Refused { rule, message, .. } => (rule, message),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_call_out_is_entered_changed_and_withdrawn_by_whoever_was_called() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let ben = nights.desk(nights.ben);
        let form = call_out("2026-11-22T22:10:00Z", "2026-11-22T22:55:00Z", "Disk full on db2");
        let id = ben.enter_call_out(form).await.unwrap();
        let [row] = rows(&nights, nights.ben).await.try_into().unwrap();
        assert_eq!(
            (row.when.as_str(), row.length.as_str(), row.reason.as_str()),
            ("Sun 22 Nov 23:10 – 23:55", "45 min", "Disk full on db2"),
            "in Berlin, where Ben lives"
        );
        assert!(row.may_change && row.entered.is_empty());

        let longer = CallOutForm {
            place: "on_site".to_owned(),
            ..call_out("2026-11-22T23:10", "2026-11-23T00:25", "Disk replaced")
        };
        ben.change_call_out(id.clone(), longer).await.unwrap();
        let [row] = rows(&nights, nights.ben).await.try_into().unwrap();
        assert_eq!(
            (row.length.as_str(), row.place_words.as_str()),
            ("1 h 15 min", "on site")
        );

        ben.withdraw_call_out(id).await.unwrap();
        assert_eq!(rows(&nights, nights.ben).await, []);
        let audited = nights.desk(nights.ada);
        let page = app::audit::Port::audit_page(&audited, app::audit::AuditFilter::default())
            .await
            .unwrap();
        let what: Vec<&str> = page.rows.iter().take(3).map(|row| row.what.as_str()).collect();
        assert_eq!(what, ["Call-out withdrawn", "Call-out changed", "Call-out entered"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_taps_enter_a_call_out_when_it_begins_and_when_it_is_over() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        nights.app.clock.set(at("2026-11-24T22:10:20Z"));
        let ben = nights.desk(nights.ben);
        let page = ben.call_outs(String::new()).await.unwrap();
        assert_eq!(
            page.on_duty,
            "Engineer of Nights until Wed 25 Nov 09:00 (London · 10:00 Berlin)"
        );
        let id = ben.enter_call_out(CallOutForm::default()).await.unwrap();
        let again = ben.enter_call_out(CallOutForm::default()).await;
        assert_eq!(refusal(again).0, "call-out-running");

        nights.app.clock.set(at("2026-11-24T22:40:20Z"));
        assert!(ben.call_outs(String::new()).await.unwrap().running.is_some());
        ben.finish_call_out(id.clone()).await.unwrap();
        ben.finish_call_out(id).await.unwrap();
        let page = ben.call_outs(String::new()).await.unwrap();
        assert!(page.running.is_none());
        assert_eq!(page.rows[0].from, "2026-11-24T23:10");

        nights.app.clock.set(at("2026-11-25T03:00:00Z"));
        let just = CallOutForm {
            minutes: "30".to_owned(),
            ..CallOutForm::default()
        };
        ben.enter_call_out(just).await.unwrap();
        let lengths: Vec<String> = rows(&nights, nights.ben)
            .await
            .into_iter()
            .map(|row| row.length)
            .collect();
        assert_eq!(lengths.len(), 2);
        assert_eq!(lengths[0], "30 min");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn call_outs_outside_duty_or_over_one_another_are_refused_with_words() {
    let nights = Nights::new(Database::sqlite()).await;
    let ben = nights.desk(nights.ben);
    let night = bens_night();
    let outside = call_out("2026-11-23T12:00:00Z", "2026-11-23T13:00:00Z", "Lunch");
    let (rule, words) = refusal(ben.enter_call_out(outside).await);
    assert_eq!(rule, "not-on-duty");
    assert!(words.contains("Ben") && words.contains("Mon 23 Nov 13:00"), "{words}");
    let first = call_out(&night.start().to_string(), "2026-11-22T18:00:00Z", "Slow");
    ben.enter_call_out(first).await.unwrap();
    let second = call_out("2026-11-22T17:59:00Z", "2026-11-22T19:00:00Z", "Slower");
    let (rule, words) = refusal(ben.enter_call_out(second).await);
    assert_eq!(rule, "call-outs-overlap");
    assert!(words.contains("Sun 22 Nov 18:00 – 19:00"), "{words}");
    let after = call_out("2026-11-22T18:00:00Z", "2026-11-22T19:00:00Z", "Slowest");
    ben.enter_call_out(after).await.unwrap();
    for (form, field) in [
        (call_out("2026-11-23T08:00:00Z", "2026-11-24T12:00:00Z", "Long"), "to"),
        (call_out("2026-11-23T08:00:00Z", "2026-11-23T07:00:00Z", "Back"), "to"),
        (call_out("2026-11-23T08:00:00Z", "2026-11-23T08:30:00Z", " "), "reason"),
        (call_out("soon", "later", "x"), "from"),
    ] {
        let error = ben.enter_call_out(form).await.unwrap_err();
        assert!(error.of_field(field).is_some(), "{field}: {error:?}");
    }
    assert_eq!(rows(&nights, nights.ben).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_form_sent_twice_makes_one_call_out_and_one_withdrawn_does_not_come_back() {
    let nights = Nights::new(Database::sqlite()).await;
    let ben = nights.desk(nights.ben);
    let form = CallOutForm {
        key: ben.call_outs(String::new()).await.unwrap().key,
        ..call_out("2026-11-22T22:10:00Z", "2026-11-22T22:55:00Z", "Disk full")
    };
    let id = ben.enter_call_out(form.clone()).await.unwrap();
    assert_eq!(ben.enter_call_out(form.clone()).await.unwrap(), id);
    assert_eq!(rows(&nights, nights.ben).await.len(), 1);
    ben.withdraw_call_out(id).await.unwrap();
    assert_eq!(refusal(ben.enter_call_out(form).await).0, "withdrawn");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn only_managers_enter_call_outs_for_others() {
    let nights = Nights::new(Database::sqlite()).await;
    let form = CallOutForm {
        person: nights.ben.to_string(),
        ..call_out("2026-11-22T22:10:00Z", "2026-11-22T22:55:00Z", "Disk full")
    };
    let cleo = nights.desk(nights.cleo);
    assert!(matches!(
        cleo.enter_call_out(form.clone()).await,
        Err(AppError::Forbidden(_))
    ));
    assert!(matches!(
        cleo.call_outs(nights.ben.to_string()).await,
        Err(AppError::Forbidden(_))
    ));
    let id = nights.desk(nights.ada).enter_call_out(form.clone()).await.unwrap();
    assert!(matches!(
        cleo.withdraw_call_out(id.clone()).await,
        Err(AppError::Forbidden(_))
    ));
    assert!(matches!(
        cleo.change_call_out(id, form).await,
        Err(AppError::Forbidden(_))
    ));
    assert_eq!(rows(&nights, nights.ben).await[0].entered, "Ada Lovelace");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pay_periods_follow_the_cycle_and_cut_the_one_before_it_short() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let ada = nights.desk(nights.ada);
        let words = async || -> Vec<String> {
            let settings = ada.pay_settings().await.unwrap();
            settings.periods.into_iter().map(|it| it.words).collect()
        };
        assert_eq!(
            words().await,
            [
                "Thu 1 Oct – Sat 31 Oct",
                "Sun 1 Nov – Mon 30 Nov",
                "Tue 1 Dec – Thu 31 Dec"
            ]
        );
        let form = PaySettingsForm {
            cycle: "monthly".to_owned(),
            day: "21".to_owned(),
            from: "2026-11-21".to_owned(),
            toil_expires_days: "90".to_owned(),
        };
        ada.change_pay_settings(form.clone()).await.unwrap();
        assert_eq!(
            words().await[..2],
            ["Sun 1 Nov – Fri 20 Nov", "Sat 21 Nov – Sun 20 Dec"]
        );
        assert_eq!(ada.pay_settings().await.unwrap().toil_expires_days, "90");
        let four = PaySettingsForm {
            cycle: "four-weekly".to_owned(),
            from: "2026-11-23".to_owned(),
            ..form.clone()
        };
        ada.change_pay_settings(four).await.unwrap();
        assert_eq!(words().await[1], "Mon 23 Nov – Sun 20 Dec");
        for (bad, field) in [
            (
                PaySettingsForm {
                    day: "31".into(),
                    ..form.clone()
                },
                "day",
            ),
            (
                PaySettingsForm {
                    cycle: "daily".into(),
                    ..form.clone()
                },
                "cycle",
            ),
            (
                PaySettingsForm {
                    from: "2062-01-01".into(),
                    ..form.clone()
                },
                "from",
            ),
            (
                PaySettingsForm {
                    toil_expires_days: "-1".into(),
                    ..form
                },
                "toil_expires_days",
            ),
        ] {
            let error = ada.change_pay_settings(bad).await.unwrap_err();
            assert!(error.of_field(field).is_some(), "{field}: {error:?}");
        }
        let cleo = nights.desk(nights.cleo);
        assert!(matches!(cleo.pay_settings().await, Err(AppError::Forbidden(_))));
    }
}
