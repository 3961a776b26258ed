//! Rate cards: made, versioned, said to pay rotas, and seen by those alone who prepare pay.

use crate::support::{Database, nights::Nights};
use app::{
    AppError,
    rate_cards::{NewCard, Port as _, UseForm},
};
use domain::{RateCardId, pay};
use http::Method;
use serde_json::{Value, json};

fn preset(key: &str) -> NewCard {
    NewCard {
        preset: key.to_owned(),
        ..NewCard::default()
    }
}

/// A preset's file with one thing changed.
fn changed(key: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut file: Value = serde_json::from_str(pay::preset(key).unwrap().json).unwrap();
    change(&mut file);
    file.to_string()
}

fn text(text: String) -> NewCard {
    NewCard {
        text,
        ..NewCard::default()
    }
}

fn use_of(paid_for: &str, card: &str, from: &str) -> UseForm {
    UseForm {
        paid_for: paid_for.to_owned(),
        card: card.to_owned(),
        from: from.to_owned(),
    }
}

fn faults(error: &AppError) -> Vec<(String, String)> {
    let AppError::Invalid(faults) = error else {
        panic!("{error:?}")
    };
    let fault = |fault: &app::FieldError| (fault.field.clone(), fault.message.clone());
    faults.iter().map(fault).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_bad_card_is_refused_with_every_place_and_reason() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let ada = nights.desk(nights.ada);
        let bad = changed("hourly-bands", |file| {
            file["currency"] = json!("GBX");
            file["zone"] = json!("Europe/Atlantis");
            file["bands"][1]["lead"] = json!("-3");
            file["effective_from"] = json!("+262142-12-31");
        });
        let error = ada.make_rate_card(text(bad)).await.unwrap_err();
        let found = faults(&error);
        let places: Vec<&str> = found.iter().map(|(place, _)| place.as_str()).collect();
        for place in ["currency", "zone", "bands[1].lead"] {
            assert!(places.contains(&place), "{place} in {places:?}");
        }
        let reason = &found.iter().find(|(place, _)| place == "bands[1].lead").unwrap().1;
        assert!(reason.contains("-3 is negative"), "{reason}");
        for odd in ["", "{", "[]", "{\"tandem_rate_card\": 1}", "null"] {
            let error = ada.make_rate_card(text(odd.to_owned())).await.unwrap_err();
            assert_eq!(faults(&error)[0].0, "text", "{odd}");
        }
        let far = changed("hourly-bands", |file| file["effective_from"] = json!("9999-01-01"));
        let error = ada.make_rate_card(text(far)).await.unwrap_err();
        assert_eq!(faults(&error)[0].0, "effective_from");
        let named = changed("hourly-bands", |file| file["name"] = json!("a\u{0}b"));
        let error = ada.make_rate_card(text(named)).await.unwrap_err();
        assert_eq!(faults(&error)[0].0, "name");
        assert!(
            ada.rate_cards().await.unwrap().cards.is_empty(),
            "nothing is kept of any"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_version_that_pays_stays_as_it_is_and_one_that_does_not_can_be_taken_back() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let ada = nights.desk(nights.ada);
        // The tests' present is November 2026.
        let past = changed("hourly-bands", |file| file["effective_from"] = json!("2026-01-01"));
        let (card, first) = ada.make_rate_card(text(past)).await.unwrap();
        let later = NewCard {
            card: card.clone(),
            ..text(changed("hourly-bands", |file| {
                file["effective_from"] = json!("2027-01-01")
            }))
        };
        let (same, second) = ada.make_rate_card(later).await.unwrap();
        assert_eq!((same.as_str(), first, second), (card.as_str(), 1, 2));

        ada.use_rate_card(use_of("team payments", &card, "2026-11-01"))
            .await
            .unwrap();
        let page = ada.rate_card(card.clone(), String::new()).await.unwrap();
        assert_eq!(page.version, 1, "the version in force is shown");
        let states: Vec<(i64, &str, bool)> = page
            .versions
            .iter()
            .map(|row| (row.number, row.state.as_str(), row.fixed.is_some()))
            .collect();
        assert_eq!(states, [(2, "later", false), (1, "now", true)]);

        let refused = ada.withdraw_rate_card(card.clone(), "1".into()).await.unwrap_err();
        assert_eq!(refused.status(), 409, "{refused}");
        ada.withdraw_rate_card(card.clone(), "2".into()).await.unwrap();
        let again = ada.withdraw_rate_card(card.clone(), "2".into()).await.unwrap_err();
        assert_eq!(again.status(), 404, "{again}");
        let page = ada.rate_card(card.clone(), String::new()).await.unwrap();
        assert_eq!(page.versions.len(), 1);
        let (_, third) = ada
            .make_rate_card(NewCard {
                card: card.clone(),
                ..preset("flat-nightly")
            })
            .await
            .unwrap();
        assert_eq!(third, 3, "a number is never given twice");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_database_itself_takes_no_version_back_that_has_paid_somebody() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let (id, version) = nights
            .desk(nights.ada)
            .make_rate_card(preset("hourly-bands"))
            .await
            .unwrap();
        let id: RateCardId = id.parse().unwrap();
        let tandem = &nights.app.tandem;
        let mut write = tandem.store.begin("test", tandem.now()).await.unwrap();
        write.use_rate_card_version(id, version).await.unwrap();
        tandem.commit(write).await.unwrap();
        let mut write = tandem.store.begin("test", tandem.now()).await.unwrap();
        assert!(write.end_rate_card_version(id, version).await.is_err());
        drop(write);
        let ada = nights.desk(nights.ada);
        let refused = ada
            .withdraw_rate_card(id.to_string(), version.to_string())
            .await
            .unwrap_err();
        assert!(refused.to_string().contains("People have been paid by it"), "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_most_particular_use_counts_and_a_use_can_be_taken_back() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let ada = nights.desk(nights.ada);
        let (hourly, _) = ada.make_rate_card(preset("hourly-bands")).await.unwrap();
        let (nightly, _) = ada.make_rate_card(preset("flat-nightly")).await.unwrap();
        ada.use_rate_card(use_of("organisation", &hourly, "2026-01-01"))
            .await
            .unwrap();
        assert!(ada.rate_cards().await.unwrap().unpaid.is_empty());
        ada.use_rate_card(use_of("rota nights", "none", "2026-02-01"))
            .await
            .unwrap();
        let page = ada.rate_cards().await.unwrap();
        assert_eq!(page.unpaid, ["Nights"]);
        ada.use_rate_card(use_of("rota nights", &nightly, "2026-02-01"))
            .await
            .unwrap();
        let page = ada.rate_cards().await.unwrap();
        assert!(page.unpaid.is_empty());
        let said: Vec<(&str, &str, bool)> = page
            .uses
            .iter()
            .map(|one| (one.paid_for.as_str(), one.card_name.as_str(), one.now))
            .collect();
        assert_eq!(
            said,
            [
                ("organisation", "Hourly bands", true),
                ("rota nights", "Flat nightly", true)
            ]
        );
        ada.end_rate_card_use("rota nights".into(), "2026-02-01".into())
            .await
            .unwrap();
        assert_eq!(ada.rate_cards().await.unwrap().uses.len(), 1);
        let gone = ada.end_rate_card_use("rota nights".into(), "2026-02-01".into()).await;
        assert_eq!(gone.unwrap_err().status(), 404);
        for odd in [
            use_of("rota nowhere", &hourly, "2026-01-01"),
            use_of("organisation", "no card", "2026-01-01"),
            use_of("organisation", &hourly, "soon"),
        ] {
            assert_eq!(ada.use_rate_card(odd).await.unwrap_err().status(), 422);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_exported_card_can_be_imported_and_is_the_same() {
    let mut nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    for preset in pay::PRESETS {
        let (card, _) = ada.make_rate_card(self::preset(preset.key)).await.unwrap();
        let answer = nights.ada_client.get(&format!("/pay/cards/{card}/export.json")).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert!(answer.header("content-disposition").contains(".json"));
        let exported: pay::file::CardFile = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(exported.effective_from, "2026-11-01", "a preset begins with the month");
        let preset = pay::file::CardFile {
            effective_from: exported.effective_from.clone(),
            ..serde_json::from_str(preset.json).unwrap()
        };
        assert_eq!(exported, preset);
        ada.make_rate_card(text(answer.body)).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn only_those_who_prepare_pay_reach_cards_by_page_api_or_file() {
    let nights = Nights::new(Database::sqlite()).await;
    let (card, _) = nights
        .desk(nights.ada)
        .make_rate_card(preset("hourly-bands"))
        .await
        .unwrap();
    let ben = nights.desk(nights.ben);
    assert_eq!(ben.rate_cards().await.unwrap_err().status(), 403);
    assert_eq!(
        ben.rate_card(card.clone(), String::new()).await.unwrap_err().status(),
        403
    );
    assert_eq!(
        ben.make_rate_card(preset("hourly-bands")).await.unwrap_err().status(),
        403
    );
    for (scope, expected) in [("write", 403), ("pay", 200), ("admin", 200)] {
        let token = nights.token(scope).await;
        let path = format!("/api/v1/rate-cards/{card}");
        let (status, answer) = nights.api(&token, Method::GET, &path, &[], "").await;
        assert_eq!(status, expected, "{scope}: {answer}");
    }
    let mut nobody = nights.app.client();
    let answer = nobody.get(&format!("/pay/cards/{card}/export.json")).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, "/sign-in?next=/pay/cards")
    );

    let tandem = &nights.app.tandem;
    let mut person = tandem.snapshot().directory().person(nights.ben).unwrap().clone();
    person.payroll = true;
    let mut write = tandem.store.begin("test", tandem.now()).await.unwrap();
    write.update_person(&person).await.unwrap();
    tandem.commit(write).await.unwrap();
    assert!(nights.desk(nights.ben).rate_card(card, String::new()).await.is_ok());
}
