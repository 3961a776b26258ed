//! Rate cards: made, versioned, said to pay rotas, and seen by those alone who prepare pay.

use crate::support::{Database, nights::Nights};
use app::{
    AppError,
    costs::Port as _,
    drafts::Port as _,
    pay_people::{PayPersonForm, Port as _},
    planning::{PlanForm, Port as _},
    rate_cards::{BandForm, NewCard, Port as _, UseForm},
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
        let page = ada.rate_card(card.clone(), String::new(), None).await.unwrap();
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
        let page = ada.rate_card(card.clone(), String::new(), None).await.unwrap();
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
        ben.rate_card(card.clone(), String::new(), None)
            .await
            .unwrap_err()
            .status(),
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
    assert!(
        nights
            .desk(nights.ben)
            .rate_card(card, String::new(), None)
            .await
            .is_ok()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_card_is_changed_as_it_is_typed_unless_it_pays_already() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let ada = nights.desk(nights.ada);
        let (card, _) = ada.make_rate_card(preset("hourly-bands")).await.unwrap();
        let page = ada.rate_card(card.clone(), String::new(), None).await.unwrap();
        assert_eq!(page.form.bands.len(), 4);
        assert_eq!(page.form.bands[1].windows, "Sat 00:00 – Mon 00:00");
        let total = page.trial.total.clone().unwrap();
        assert!(total.starts_with('£'), "{total}");
        let year = page.trial.year.clone().unwrap();
        assert_eq!(year.months.iter().map(|month| month.days.len()).sum::<usize>(), 365);
        let may = &year.months[11];
        assert!(
            may.holidays.contains(&(25, "Christmas Day".to_owned())),
            "{:?}",
            may.holidays
        );

        // What is wrong is said with its field, and nothing is kept.
        let mut bad = page.form.clone();
        bad.bands[1].lead = "twelve".into();
        bad.bands.push(BandForm {
            place: "1".into(),
            name: "evening".into(),
            windows: "in the evening".into(),
            lead: "1".into(),
            engineer: "1".into(),
            ..BandForm::default()
        });
        for error in [
            ada.change_rate_card(card.clone(), bad.clone()).await.unwrap_err(),
            ada.try_rate_card(bad).await.unwrap_err(),
        ] {
            let found = faults(&error);
            let fields: Vec<&str> = found.iter().map(|(field, _)| field.as_str()).collect();
            assert!(fields.contains(&"card[bands][1][lead]"), "{fields:?}");
            assert!(fields.contains(&"card[bands][4][windows]"), "{fields:?}");
        }

        // Twice the pay of the weekend is worth more, and is tried before it is kept.
        let mut dearer = page.form.clone();
        dearer.bands[1].lead = "24.00".into();
        let tried = ada.try_rate_card(dearer.clone()).await.unwrap();
        assert_ne!(tried.total, page.trial.total);
        let second = ada.change_rate_card(card.clone(), dearer.clone()).await.unwrap();
        assert_eq!(second, 2);
        let stale = ada.change_rate_card(card.clone(), page.form).await.unwrap_err();
        assert_eq!(stale.status(), 412, "version 1 is replaced: {stale}");
        let page = ada.rate_card(card.clone(), String::new(), None).await.unwrap();
        assert_eq!((page.version, page.versions.len()), (2, 1));
        assert_eq!(page.trial.total, tried.total);

        // Once it pays duty it stays, and another version is added beside it.
        ada.use_rate_card(use_of("organisation", &card, "2026-11-01"))
            .await
            .unwrap();
        let mut cheaper = page.form;
        cheaper.bands[1].lead = "6.00".into();
        let refused = ada.change_rate_card(card.clone(), cheaper.clone()).await.unwrap_err();
        assert_eq!(refused.status(), 409, "{refused}");
        cheaper.add = "on".into();
        cheaper.effective_from = "2027-01-01".into();
        assert_eq!(ada.change_rate_card(card.clone(), cheaper).await.unwrap(), 3);
        let page = ada.rate_card(card, "2".into(), None).await.unwrap();
        assert_eq!(page.form.bands[1].lead, "24.00", "version 2 is as it was");
        assert!(page.fixed.is_some());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_form_works_without_javascript_and_keeps_what_was_typed() {
    let mut nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    let (card, _) = ada.make_rate_card(preset("flat-nightly")).await.unwrap();
    let form = ada.rate_card(card.clone(), String::new(), None).await.unwrap().form;
    let mut fields = Vec::new();
    flatten("card", &serde_json::to_value(&form).unwrap(), &mut fields);
    let page = format!("/pay/cards/{card}");
    let send = |fields: &[(String, String)], changes: &[(&str, &str)]| -> String {
        let mut sent: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        sent.retain(|(name, _)| !changes.iter().any(|(other, _)| other == name));
        sent.extend(changes);
        let pairs: Vec<String> = sent
            .iter()
            .map(|(name, value)| {
                let encode = app::components::percent_encode;
                format!("{}={}", encode(name), encode(value))
            })
            .collect();
        pairs.join("&")
    };
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("accept", "text/html"),
    ];
    let bad = send(
        &fields,
        &[
            ("act", "save"),
            ("card[name]", "Typed by hand"),
            ("card[bands][0][lead]", "-7"),
        ],
    );
    let answer = nights.ada_client.send(Method::POST, &page, &headers, bad).await;
    assert_eq!(answer.status, 422, "{}", answer.body);
    for kept in ["Typed by hand", "value=\"-7\"", "-7 is negative: pay cannot be."] {
        assert!(answer.body.contains(kept), "{kept}");
    }
    let tried = send(&fields, &[("act", "try"), ("card[bands][0][lead]", "999")]);
    let answer = nights.ada_client.send(Method::POST, &page, &headers, tried).await;
    assert!(
        answer.status == 200 && answer.body.contains("value=\"999\""),
        "{}",
        answer.status
    );
    let good = send(&fields, &[("act", "save"), ("card[name]", "Typed by hand")]);
    let answer = nights.ada_client.send(Method::POST, &page, &headers, good).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (303, format!("{page}?version=2&done=saved").as_str())
    );
    let kept = ada.rate_card(card, String::new(), None).await.unwrap();
    assert_eq!(kept.name, "Typed by hand");
    // Whoever is not signed in, or does not prepare pay, changes nothing by it.
    let mut nobody = nights.app.client();
    let answer = nobody.send(Method::POST, &page, &headers, "card[name]=x".into()).await;
    assert!(answer.header("location").starts_with("/sign-in"), "{}", answer.status);
}

/// A value as the fields of a form.
fn flatten(name: &str, value: &Value, fields: &mut Vec<(String, String)>) {
    match value {
        Value::Object(inner) => inner
            .iter()
            .for_each(|(key, value)| flatten(&format!("{name}[{key}]"), value, fields)),
        Value::Array(inner) => inner
            .iter()
            .enumerate()
            .for_each(|(index, value)| flatten(&format!("{name}[{index}]"), value, fields)),
        Value::String(text) => fields.push((name.to_owned(), text.clone())),
        other => panic!("{name} is {other}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn costs_and_comparisons_are_what_the_duty_is_paid_and_follow_grades() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let ada = nights.desk(nights.ada);
        let flat = |lead: &str| {
            json!({
                "tandem_rate_card": 1, "name": format!("Flat {lead}"), "currency": "GBP", "effective_from": "2020-01-01",
                "zone": "Europe/London", "gaps": "allowed", "bands": [{
                    "name": "night", "unit": "shift", "lead": lead, "engineer": "10.00",
                    "windows": [{ "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "00:00", "to": "24:00" }],
                    "grades": { "senior": { "lead": "100.00" } },
                }],
            })
            .to_string()
        };
        let (card, _) = ada.make_rate_card(text(flat("20.00"))).await.unwrap();
        let (dearer, _) = ada.make_rate_card(text(flat("21.00"))).await.unwrap();
        let unpaid = ada.team_costs("payments".into(), "this".into()).await.unwrap();
        assert!(!unpaid.paid && unpaid.totals.is_empty());

        ada.use_rate_card(use_of("rota nights", &card, "2020-01-01"))
            .await
            .unwrap();
        // From 10 November on there are 44 nights; this quarter all of them, each a Lead's and an Engineer's.
        let costs = ada.team_costs("payments".into(), "this".into()).await.unwrap();
        assert_eq!(costs.totals, ["£1,320.00"], "44 × £30: {costs:?}");
        assert_eq!(costs.rows.len(), 1);
        assert_eq!(costs.months, ["October", "November", "December"]);
        assert_eq!(costs.rows[0].months[1], ["£630.00"], "21 nights of November");
        let all = ada.costs("this".into()).await.unwrap();
        assert_eq!((all.totals, all.rows[0].slug.as_str()), (costs.totals, "payments"));
        let next = ada.costs(String::new()).await.unwrap();
        assert!(
            next.totals.is_empty() && next.notes[0].contains("published until"),
            "{next:?}"
        );
        assert_eq!(ada.costs("never".into()).await.unwrap_err().status(), 422);

        // Another grade from December on: Ada is Lead of every second night.
        let form = PayPersonForm {
            person: nights.ada.to_string(),
            from: "2026-12-01".into(),
            grade: "senior".into(),
            ..PayPersonForm::default()
        };
        ada.put_pay_person(form).await.unwrap();
        let graded = ada.costs("this".into()).await.unwrap();
        assert_eq!(graded.rows[0].months[1], ["£630.00"], "November is paid as before");
        assert_ne!(graded.rows[0].months[2], all.rows[0].months[2]);

        let compared = ada.compare_rate_cards(card.clone(), dearer).await.unwrap();
        let outcome = compared.outcome.unwrap();
        assert_eq!(
            outcome.words, "Would have cost the same",
            "nothing was worked last quarter"
        );
        assert_eq!(
            ada.compare_rate_cards(card.clone(), "no card".into())
                .await
                .unwrap_err()
                .status(),
            404
        );

        // A draft says what it costs beside what each carries.
        let asked = PlanForm {
            weeks: "2".into(),
            ..PlanForm::default()
        };
        let other = ada.make_draft("nights".into(), asked.clone()).await.unwrap();
        let id = ada.make_draft("nights".into(), asked).await.unwrap();
        let draft = ada.draft("nights".into(), id.clone()).await.unwrap();
        let money = draft.money.unwrap();
        assert!(money.total[0].starts_with('£') && money.people.len() >= 4, "{money:?}");
        assert_eq!(money.published, ["nothing"], "nothing is published then");
        // And so does the page on which drafts are compared.
        let named = vec![id, other];
        let compared = ada.drafts("nights".into(), named).await.unwrap().compared.unwrap();
        let column = compared
            .columns
            .iter()
            .position(|column| column.name == draft.row.name)
            .unwrap();
        assert_eq!(compared.columns[column].money, Some(money.total.join(" + ")));
        for row in &money.people {
            let loads = compared.people.iter().find(|loads| loads.person == row.person).unwrap();
            assert_eq!(loads.cells[column].money.as_ref(), Some(&row.amount));
        }
        let none = ada.use_rate_card(use_of("rota nights", "none", "2026-01-01")).await;
        none.unwrap();
        assert!(ada.costs("this".into()).await.unwrap().totals.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_comparison_says_how_much_more_or_less_the_same_duty_would_have_cost() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    let (hourly, _) = ada.make_rate_card(preset("hourly-bands")).await.unwrap();
    let dearer = changed("hourly-bands", |file| file["bands"][3]["lead"] = json!("9.00"));
    let (dearer, _) = ada.make_rate_card(text(dearer)).await.unwrap();
    ada.use_rate_card(use_of("organisation", &hourly, "2020-01-01"))
        .await
        .unwrap();
    // In January the last quarter is the one in which people worked.
    nights.app.clock.set("2027-01-05T12:00:00Z".parse().unwrap());
    let compared = ada.compare_rate_cards(hourly, dearer.clone()).await.unwrap();
    let outcome = compared.outcome.unwrap();
    assert!(outcome.words.starts_with("Would have cost +£"), "{}", outcome.words);
    assert!(outcome.people.len() >= 2 && outcome.faults.is_empty(), "{outcome:?}");
    let euros = changed("hourly-bands", |file| file["currency"] = json!("EUR"));
    let (euros, _) = ada.make_rate_card(text(euros)).await.unwrap();
    let outcome = ada.compare_rate_cards(dearer, euros).await.unwrap().outcome.unwrap();
    assert!(outcome.words.starts_with("Two currencies"), "{}", outcome.words);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_prepares_pay_is_said_by_administrators_alone() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let ada = nights.desk(nights.ada);
        let form = |payroll: &str| PayPersonForm {
            person: nights.ben.to_string(),
            from: "2026-11-01".into(),
            payroll: payroll.to_owned(),
            ..PayPersonForm::default()
        };
        ada.put_pay_person(form("yes")).await.unwrap();
        let ben = nights.desk(nights.ben);
        let page = ben.pay_people("ben".into(), nights.ben.to_string()).await.unwrap();
        assert!(page.people[0].payroll && !page.may_administer && page.edit.is_some());
        let eve = PayPersonForm {
            person: nights.eve.to_string(),
            ..form("yes")
        };
        assert_eq!(ben.put_pay_person(eve.clone()).await.unwrap_err().status(), 403);
        ben.put_pay_person(PayPersonForm {
            payroll: String::new(),
            holiday_region: "GB-SCT".into(),
            ..eve
        })
        .await
        .unwrap();
        let odd = PayPersonForm {
            zone: "Europe/Atlantis".into(),
            holiday_region: "Atlantis".into(),
            from: "soon".into(),
            ..form("maybe")
        };
        let error = ben.put_pay_person(odd).await.unwrap_err();
        let fields: Vec<String> = faults(&error).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["from", "payroll", "holiday_region", "zone"]);
        ada.put_pay_person(form("no")).await.unwrap();
        assert_eq!(nights.desk(nights.ben).rate_cards().await.unwrap_err().status(), 403);
        // A member of the team sees nothing of what it costs; a manager sees the team's, and not that of others.
        assert_eq!(
            ben.team_costs("payments".into(), String::new())
                .await
                .unwrap_err()
                .status(),
            403
        );
        assert_eq!(ben.costs(String::new()).await.unwrap_err().status(), 403);
    }
}
