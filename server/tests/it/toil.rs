//! Time off in lieu: earned, chosen, taken, and lost.

use crate::support::{Database, at, nights::Nights};
use app::{
    AppError,
    pay_people::{PayPersonForm, Port as _},
    payroll::{PaySettingsForm, Port as _},
    toil::{Port as _, ToilChoiceForm, ToilForm},
};
use domain::PersonId;
use serde_json::{Value, json};

const NOVEMBER: &str = "2026-11-01";
const HOUR: i64 = 3600;

/// Nights of which a card gives an hour off for each hour, always or to those who choose it; on 2 December.
async fn given(database: Database, chosen: bool) -> Nights {
    let toil = |card: &mut Value| {
        for band in card["bands"].as_array_mut().unwrap() {
            band["toil"] = json!({ "factor": "1", "chosen": chosen });
        }
    };
    Nights::paid_by(database, toil).await
}

async fn approve(nights: &Nights, person: PersonId) {
    let ada = nights.desk(nights.ada);
    let id = format!("{NOVEMBER}.{person}");
    ada.submit_statement(id.clone()).await.unwrap();
    ada.approve_statements(vec![id]).await.unwrap();
}

async fn seconds(nights: &Nights, person: PersonId) -> i64 {
    nights.desk(person).toil(String::new()).await.unwrap().sum.seconds
}

fn taking(day: &str, hours: &str) -> ToilForm {
    ToilForm {
        day: day.to_owned(),
        hours: hours.to_owned(),
        ..ToilForm::default()
    }
}

fn choosing(choice: &str, from: &str) -> ToilChoiceForm {
    ToilChoiceForm {
        choice: choice.to_owned(),
        from: from.to_owned(),
        ..ToilChoiceForm::default()
    }
}

fn rule<T: std::fmt::Debug>(answer: Result<T, AppError>) -> String {
    match answer.unwrap_err() {
        AppError::Refused { rule, .. } => rule,
        AppError::Forbidden(_) => "forbidden".to_owned(),
        other => panic!("{other:?}"),
    }
}

async fn keep_for(nights: &Nights, days: &str) {
    let form = PaySettingsForm {
        toil_expires_days: days.to_owned(),
        ..PaySettingsForm::default()
    };
    nights.desk(nights.ada).change_pay_settings(form).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn time_off_is_earned_when_its_statement_is_approved_then_taken_or_lost() {
    for database in Database::both().await {
        let nights = given(database, false).await;
        let ben = nights.desk(nights.ben);
        let before = ben.toil(String::new()).await.unwrap();
        assert_eq!((before.sum.seconds, before.rows.len(), before.choice), (0, 0, None));
        assert!(!before.sum.coming.is_empty(), "it is coming");
        assert_eq!(rule(ben.take_toil(taking("2026-12-03", "1")).await), "toil-short");

        approve(&nights, nights.ben).await;
        // Ben's eleven nights from 10 to 30 November, 16 hours each; the last one runs into December.
        let page = ben.toil(String::new()).await.unwrap();
        let last = page.rows.first().unwrap();
        assert_eq!(
            (page.sum.seconds, last.date.as_str()),
            (11 * 16 * HOUR - 9 * HOUR, "2026-11-30")
        );
        let mine = ben.my_pay().await.unwrap();
        assert_eq!(mine.toil, page.sum);

        let key = page.key.clone();
        let form = ToilForm {
            key,
            note: "Dentist".to_owned(),
            ..taking("2026-12-03", "7:30")
        };
        let id = ben.take_toil(form.clone()).await.unwrap();
        assert_eq!(ben.take_toil(form.clone()).await.unwrap(), id, "sent twice");
        let page = ben.toil(String::new()).await.unwrap();
        let row = page.rows.iter().find(|row| row.id == id).unwrap();
        assert_eq!(
            (row.change.as_str(), row.what.as_str(), row.ahead, row.may_withdraw),
            ("−7 h 30 min", "Taken off: Dentist", true, true)
        );
        ben.withdraw_toil(id.clone()).await.unwrap();
        assert_eq!(rule(ben.take_toil(form).await), "withdrawn");
        ben.take_toil(taking("2026-12-02", "16")).await.unwrap();
        assert_eq!(seconds(&nights, nights.ben).await, 11 * 16 * HOUR - 25 * HOUR);

        // What is kept for 30 days: the night of 10 November was taken in time, that of the 12th is lost next.
        keep_for(&nights, "30").await;
        let page = ben.toil(String::new()).await.unwrap();
        assert!(page.sum.expiring.ends_with("Sat 12 Dec"), "{}", page.sum.expiring);
        nights.app.clock.set(at("2026-12-13T09:00:00Z"));
        let page = ben.toil(String::new()).await.unwrap();
        assert_eq!(
            (page.expired.as_str(), page.sum.seconds),
            ("16 h", 11 * 16 * HOUR - 41 * HOUR)
        );
        let lost = page
            .rows
            .iter()
            .find(|row| row.kind == "expired" && !row.ahead)
            .unwrap();
        assert_eq!((lost.date.as_str(), lost.seconds), ("2026-12-12", -16 * HOUR));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_chooses_time_off_gets_no_money_and_what_was_approved_stays() {
    for database in Database::both().await {
        let nights = given(database, true).await;
        let ben = nights.desk(nights.ben);
        let id = format!("{NOVEMBER}.{}", nights.ben);
        let money = ben.statement(id.clone()).await.unwrap();
        assert!(money.totals[0].minor > 0 && money.toil.is_empty());
        let choice = ben.toil(String::new()).await.unwrap().choice.unwrap();
        assert_eq!((choice.now.as_str(), choice.from.as_str()), ("money", NOVEMBER));

        let later = PayPersonForm {
            person: nights.ben.to_string(),
            from: "2026-12-20".to_owned(),
            grade: "senior".to_owned(),
            ..PayPersonForm::default()
        };
        nights.desk(nights.ada).put_pay_person(later).await.unwrap();
        ben.choose_toil(choosing("time_off", NOVEMBER)).await.unwrap();
        let off = ben.statement(id).await.unwrap();
        assert!(off.totals.iter().all(|total| total.minor == 0) && !off.toil.is_empty());
        let choice = ben.toil(String::new()).await.unwrap().choice.unwrap();
        assert_eq!(
            (choice.now.as_str(), choice.later.as_str()),
            ("time_off", ""),
            "another grade changes nothing"
        );

        approve(&nights, nights.ben).await;
        let error = ben.choose_toil(choosing("money", NOVEMBER)).await.unwrap_err();
        assert!(error.of_field("from").is_some(), "{error:?}");
        ben.choose_toil(choosing("money", "2026-12-10")).await.unwrap();
        let choice = ben.toil(String::new()).await.unwrap().choice.unwrap();
        assert_eq!(
            (choice.now.as_str(), choice.later.as_str()),
            ("time_off", "money from 10 Dec 2026 on")
        );
        for (form, field) in [
            (choosing("gold", "2026-12-10"), "choice"),
            (choosing("money", "soon"), "from"),
            (choosing("money", "2062-01-01"), "from"),
        ] {
            let error = ben.choose_toil(form).await.unwrap_err();
            assert!(error.of_field(field).is_some(), "{field}: {error:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_a_correction_takes_back_is_taken_from_the_balance() {
    let nights = given(Database::sqlite(), false).await;
    approve(&nights, nights.ben).await;
    let before = seconds(&nights, nights.ben).await;
    let form = app::corrections::CorrectionForm {
        engineer: nights.eve.to_string(),
        from: "2026-11-12T17:00:00Z".to_owned(),
        to: "2026-11-13T09:00:00Z".to_owned(),
        reason: "Eve did it".to_owned(),
        ..Default::default()
    };
    let ada = nights.desk(nights.ada);
    app::corrections::Port::correct(&ada, "nights".to_owned(), form)
        .await
        .unwrap();
    nights.app.clock.set(at("2027-01-02T09:00:00Z"));
    let id = format!("2026-12-01.{}", nights.ben);
    ada.submit_statement(id.clone()).await.unwrap();
    let december = ada.statement(id.clone()).await.unwrap();
    assert!(!december.adjustments.is_empty());
    ada.approve_statements(vec![id]).await.unwrap();
    let page = nights.desk(nights.ben).toil(String::new()).await.unwrap();
    let back = page.rows.iter().find(|row| row.seconds == -16 * HOUR).unwrap();
    assert!(back.what.starts_with("Made good of earlier periods"), "{}", back.what);
    let earned: i64 = page
        .rows
        .iter()
        .filter(|row| row.date.as_str() >= "2026-12-01")
        .map(|row| row.seconds)
        .sum();
    assert_eq!(page.sum.seconds, before + earned);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn anothers_time_off_is_out_of_reach_and_what_is_over_is_not_ones_own_to_withdraw() {
    let nights = given(Database::sqlite(), true).await;
    let (ada, ben, cleo) = (
        nights.desk(nights.ada),
        nights.desk(nights.ben),
        nights.desk(nights.cleo),
    );
    ben.choose_toil(choosing("time_off", NOVEMBER)).await.unwrap();
    approve(&nights, nights.ben).await;
    let person = nights.ben.to_string();
    let id = ben.take_toil(taking("2026-12-02", "4")).await.unwrap();
    assert_eq!(rule(cleo.toil(person.clone()).await), "forbidden");
    let theirs = ToilForm {
        person: person.clone(),
        ..taking("2026-12-02", "1")
    };
    assert_eq!(rule(cleo.take_toil(theirs.clone()).await), "forbidden");
    assert_eq!(rule(cleo.withdraw_toil(id.clone()).await), "forbidden");
    let choice = ToilChoiceForm {
        person: person.clone(),
        ..choosing("money", "2026-12-10")
    };
    assert_eq!(rule(cleo.choose_toil(choice.clone()).await), "forbidden");
    ada.take_toil(theirs).await.unwrap();
    ada.choose_toil(choice).await.unwrap();

    nights.app.clock.set(at("2026-12-04T09:00:00Z"));
    assert_eq!(rule(ben.withdraw_toil(id.clone()).await), "toil-over");
    ada.withdraw_toil(id).await.unwrap();
    assert_eq!(
        ada.toil(person)
            .await
            .unwrap()
            .rows
            .iter()
            .filter(|row| row.kind == "taken")
            .count(),
        1
    );
    for (form, field) in [
        (taking("2026-12-05", "25"), "hours"),
        (taking("2026-12-05", "half"), "hours"),
        (taking("yesterday", "1"), "day"),
        (taking("2030-01-01", "1"), "day"),
        (
            ToilForm {
                note: "x".repeat(201),
                ..taking("2026-12-05", "1")
            },
            "note",
        ),
    ] {
        let error = ben.take_toil(form).await.unwrap_err();
        assert!(error.of_field(field).is_some(), "{field}: {error:?}");
    }
}
