//! Whose clock pay goes by: the rota's, also when it moves to another zone, and the person's own.

use crate::support::{Database, at, nights::Nights};
use app::{
    pay_people::{PayPersonForm, Port as _},
    payroll::{PayGroup, Port as _},
    rate_cards::{NewCard, Port as _, UseForm},
};
use domain::{Instant, PersonId, pay};
use serde_json::{Value, json};
use server::store::RulesRecord;

/// The rota moves to another zone from an instant on.
async fn moves(nights: &Nights, from: Instant, zone: &str) {
    let tandem = &nights.app.tandem;
    let mut write = tandem.store.begin("test", tandem.now()).await.unwrap();
    let before = RulesRecord::current(write.connection(), nights.rota)
        .await
        .unwrap()
        .unwrap();
    let after = RulesRecord {
        starts_at: from,
        zone: zone.to_owned(),
        ..before
    };
    write.put_rules(&after).await.unwrap();
    tandem.commit(write).await.unwrap();
}

/// A card pays everybody from now on.
async fn pays(nights: &Nights, mut file: Value, zone: &str) {
    let ada = nights.desk(nights.ada);
    file["zone"] = zone.into();
    file["effective_from"] = "2026-01-01".into();
    let card = NewCard {
        text: file.to_string(),
        ..NewCard::default()
    };
    let (card, _) = ada.make_rate_card(card).await.unwrap();
    let every = UseForm {
        paid_for: "organisation".to_owned(),
        card,
        from: "2026-01-01".to_owned(),
    };
    ada.use_rate_card(every).await.unwrap();
}

fn hourly() -> Value {
    serde_json::from_str(pay::preset("hourly-bands").unwrap().json).unwrap()
}

/// Ten an hour, whenever.
fn always() -> Value {
    let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    json!({
        "tandem_rate_card": 1, "name": "Always", "currency": "EUR", "zone": "UTC",
        "bands": [{ "name": "all", "windows": [{ "days": days, "from": "00:00", "to": "24:00" }], "unit": "hour",
            "lead": "10.00", "engineer": "10.00" }],
    })
}

async fn groups(nights: &Nights, first: &str, person: PersonId) -> Vec<PayGroup> {
    let ada = nights.desk(nights.ada);
    let page = ada.statement(format!("{first}.{person}")).await.unwrap();
    assert_eq!(page.problems, Vec::<String>::new());
    page.groups
}

/// When and how much, line by line.
fn lines(groups: &[PayGroup]) -> Vec<(String, String, i64)> {
    let lines = groups.iter().flat_map(|group| &group.lines);
    lines
        .map(|line| (line.when.clone(), line.what.clone(), line.amount.minor))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn duty_before_a_rota_moves_is_paid_by_its_old_clock_and_duty_after_by_its_new_one() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        nights.app.clock.set(at("2027-01-02T09:00:00Z"));
        let mut each = Vec::new();
        for (zone, moved) in [("UTC", false), ("Asia/Tokyo", false), ("rota", true)] {
            pays(&nights, hourly(), zone).await;
            if moved {
                moves(&nights, at("2026-11-16T17:00:00Z"), "Asia/Tokyo").await;
            }
            let november = groups(&nights, "2026-11-01", nights.ben).await;
            each.push((november, groups(&nights, "2026-12-01", nights.ben).await));
        }
        let [(utc, _), (tokyo, tokyo_december), (rota, rota_december)] = each.try_into().unwrap();
        // Ben has three nights before that evening.
        let expected: Vec<_> = lines(&utc[..3]).into_iter().chain(lines(&tokyo[3..])).collect();
        assert_eq!(lines(&rota), expected);
        assert_eq!(lines(&rota_december), lines(&tokyo_december));
        assert_ne!(lines(&utc[3..]), lines(&tokyo[3..]), "the clocks do differ");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_move_at_any_instant_pays_every_hour_once() {
    let nights = Nights::new(Database::sqlite()).await;
    nights.app.clock.set(at("2027-01-02T09:00:00Z"));
    pays(&nights, always(), "rota").await;
    let total = async || {
        let mut sum = 0;
        for first in ["2026-11-01", "2026-12-01"] {
            let lines = lines(&groups(&nights, first, nights.ben).await);
            sum += lines.iter().map(|(_, _, minor)| minor).sum::<i64>();
        }
        sum
    };
    let before = total().await;
    // In the middle of a night, at a month's end by one clock only, and back again.
    for (from, zone) in [
        ("2026-11-17T01:23:45Z", "Asia/Tokyo"),
        ("2026-11-30T18:00:00Z", "Pacific/Honolulu"),
        ("2026-12-12T20:00:00Z", "UTC"),
    ] {
        moves(&nights, at(from), zone).await;
        assert_eq!(total().await, before, "{from}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_card_by_the_persons_clock_follows_where_they_live_or_what_is_said_from_a_date_on() {
    let nights = Nights::new(Database::sqlite()).await;
    nights.app.clock.set(at("2027-01-02T09:00:00Z"));
    let mut each = Vec::new();
    for zone in ["Europe/Berlin", "Asia/Tokyo", "person"] {
        pays(&nights, hourly(), zone).await;
        each.push(lines(&groups(&nights, "2026-11-01", nights.ben).await));
    }
    assert_eq!(each[2], each[0], "he lives in Berlin");
    let said = PayPersonForm {
        person: nights.ben.to_string(),
        from: "2026-11-01".to_owned(),
        zone: "Asia/Tokyo".to_owned(),
        ..PayPersonForm::default()
    };
    nights.desk(nights.ada).put_pay_person(said).await.unwrap();
    let own = lines(&groups(&nights, "2026-11-01", nights.ben).await);
    assert_eq!(own, each[1], "and is paid by the clock of Tokyo");
}
