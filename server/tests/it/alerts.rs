//! Alerts: told step by step until somebody takes them, once, whatever dies in between and on however many nodes.

use crate::{
    escalation::service,
    support::{App, Database, nights::Nights, smtp::MailServer},
};
use http::Method;
use serde_json::{Value, json};
use server::services::walk_alerts;

fn report(status: &str, labels: Value, fingerprint: &str) -> String {
    json!({ "version": "4", "status": status, "alerts": [{
        "status": status, "labels": labels, "annotations": { "summary": "Nobody can pay", "description": "Since noon." },
        "startsAt": "2026-11-24T12:00:00Z", "endsAt": "0001-01-01T00:00:00Z",
        "generatorURL": "http://prometheus.example/graph", "fingerprint": fingerprint,
    }] })
    .to_string()
}

async fn send(nights: &Nights, token: &str, body: &str) -> (u16, Value) {
    nights
        .api(token, Method::POST, "/api/v1/alerts/alertmanager", &[], body)
        .await
}

async fn listed(nights: &Nights, token: &str, query: &str) -> Value {
    let path = format!("/api/v1/alerts?{query}");
    let (status, page) = nights.api(token, Method::GET, &path, &[], "").await;
    assert_eq!(status, 200, "{page}");
    page
}

/// Who was told, in order.
fn told(page: &Value) -> Vec<String> {
    let log = page["alerts"][0]["log"].as_array().unwrap().iter();
    let called = log.filter(|line| line["kind"] == "called");
    let name = |line: &Value| line["words"].as_str().unwrap().split(' ').next().unwrap().to_owned();
    called.map(name).collect()
}

async fn minutes_later(nights: &Nights, minutes: i64) {
    nights.app.clock.set(nights.app.tandem.now() + minutes * 60);
    walk_alerts(&nights.app.tandem).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_alert_is_told_step_by_step_until_the_last_resort() {
    for database in Database::both().await {
        let mail = MailServer::start().await;
        let nights = Nights::mailing(database, &mail).await;
        let token = nights.token("write").await;
        let (eve, fay) = (format!("person:{}", nights.eve), format!("person:{}", nights.fay));
        let ben = format!("person:{}", nights.ben);
        let steps = [(0, ben.as_str()), (10, eve.as_str())];
        service(&nights, "Books", &steps, json!({ "last_resort": fay })).await;
        let firing = report("firing", json!({ "service": "books", "severity": "critical" }), "a1");
        let (status, taken) = send(&nights, &token, &firing).await;
        assert_eq!((status, taken["opened"].as_array().unwrap().len()), (200, 1), "{taken}");
        let query = format!("id={}", taken["opened"][0].as_str().unwrap());
        assert_eq!(told(&listed(&nights, &token, &query).await), ["Ben"]);
        // Its source repeats itself, and looks come early.
        let (_, again) = send(&nights, &token, &firing).await;
        assert_eq!(
            (again["opened"].as_array().unwrap().len(), &again["repeated"]),
            (0, &json!(1))
        );
        minutes_later(&nights, 9).await;
        assert_eq!(told(&listed(&nights, &token, &query).await), ["Ben"]);
        minutes_later(&nights, 1).await;
        minutes_later(&nights, 0).await;
        assert_eq!(told(&listed(&nights, &token, &query).await), ["Ben", "Eve"]);
        for _ in 0..3 {
            minutes_later(&nights, 10).await;
        }
        let page = listed(&nights, &token, &query).await;
        assert_eq!(
            told(&page),
            ["Ben", "Eve", "Ben", "Eve", "Fay"],
            "gone through twice, then the last resort"
        );
        assert_eq!(page["alerts"][0]["seen"], 2);
        minutes_later(&nights, 600).await;
        assert_eq!(told(&listed(&nights, &token, &query).await).len(), 5);
        nights.app.deliver().await;
        let letters = mail.letters();
        assert_eq!(letters.len(), 5);
        let letter = &letters[0];
        assert_eq!(letter.header("Subject"), "P1 Books: Nobody can pay");
        assert!(letter.text().contains(&format!("/alerts?{query}")), "{}", letter.text());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_else_is_told_once_it_is_taken_or_over() {
    let mail = MailServer::start().await;
    let nights = Nights::mailing(Database::sqlite(), &mail).await;
    let token = nights.token("write").await;
    let (ben, eve) = (format!("person:{}", nights.ben), format!("person:{}", nights.eve));
    service(&nights, "Books", &[(0, ben.as_str()), (10, eve.as_str())], Value::Null).await;
    let labels = json!({ "service": "books", "severity": "warning" });
    for (act, state) in [("acknowledge", "acknowledged"), ("resolve", "resolved")] {
        let (_, taken) = send(&nights, &token, &report("firing", labels.clone(), act)).await;
        let id = taken["opened"][0].as_str().unwrap().to_owned();
        let path = format!("/api/v1/alerts/{id}");
        let body = json!({ "act": act }).to_string();
        for _ in 0..2 {
            let (status, page) = nights.api(&token, Method::POST, &path, &[], &body).await;
            assert_eq!((status, page["alerts"][0]["state"].as_str()), (200, Some(state)));
        }
        minutes_later(&nights, 60).await;
        assert_eq!(
            told(&listed(&nights, &token, &format!("id={id}")).await),
            ["Ben"],
            "{act}"
        );
    }
    let (_, taken) = send(&nights, &token, &report("firing", labels.clone(), "third")).await;
    let id = taken["opened"][0].as_str().unwrap().to_owned();
    let (_, ended) = send(&nights, &token, &report("resolved", labels.clone(), "third")).await;
    assert_eq!(ended["resolved"], 1);
    minutes_later(&nights, 60).await;
    assert_eq!(told(&listed(&nights, &token, &format!("id={id}")).await), ["Ben"]);
    // The same trouble later is another alert.
    let (_, anew) = send(&nights, &token, &report("firing", labels, "third")).await;
    assert_eq!(anew["opened"].as_array().unwrap().len(), 1);
    assert_eq!(listed(&nights, &token, "").await["unresolved"], 2);
    // A mail about what was taken meanwhile is not sent.
    nights.app.deliver().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_restart_skips_nobody_and_two_nodes_tell_nobody_twice() {
    for database in Database::both().await {
        let mail = MailServer::start().await;
        let nights = Nights::mailing(database.clone(), &mail).await;
        let token = nights.token("write").await;
        let (ben, eve) = (format!("person:{}", nights.ben), format!("person:{}", nights.eve));
        let steps = [(0, ben.as_str()), (10, eve.as_str()), (20, "managers")];
        let slug = service(
            &nights,
            "Books",
            &steps,
            json!({ "rules": [{ "hours": "any", "repeat": 0 }] }),
        )
        .await;
        let labels = json!({ "service": slug, "severity": "P1" });
        let (_, taken) = send(&nights, &token, &report("firing", labels, "a1")).await;
        let query = format!("id={}", taken["opened"][0].as_str().unwrap());
        // The first node is gone for hours; others take over, all at once.
        let later = nights.app.tandem.now() + 4 * 3600;
        let nodes = [
            App::mailing(&database, &mail).await,
            App::mailing(&database, &mail).await,
            App::mailing(&database, &mail).await,
        ];
        for minutes in [0, 10, 20, 30] {
            for node in &nodes {
                node.clock.set(later + minutes * 60);
            }
            let [one, two, three] = nodes.each_ref().map(|node| walk_alerts(&node.tandem));
            let looks = tokio::join!(one, two, three);
            looks.0.unwrap();
            looks.1.unwrap();
            looks.2.unwrap();
        }
        let page = listed(&nights, &token, &query).await;
        let ada = told(&page)[2].clone();
        assert_eq!(
            told(&page),
            ["Ben", "Eve", ada.as_str(), ada.as_str()],
            "each once, then the last resort: {page}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_report_that_cannot_be_placed_is_refused_with_words() {
    let nights = Nights::new(Database::sqlite()).await;
    let (write, read) = (nights.token("write").await, nights.token("read").await);
    let slug = service(&nights, "Books", &[(0, "lead")], Value::Null).await;
    let (status, refused) = send(&nights, &write, &report("firing", json!({ "service": "moon" }), "a")).await;
    assert_eq!(status, 422, "{refused}");
    assert!(refused["detail"].as_str().unwrap().contains("‘moon’"), "{refused}");
    assert_eq!(refused["errors"][0]["field"], "alerts[0].labels.service");
    // The others of its group are taken all the same.
    let mut mixed: Value = serde_json::from_str(&report("firing", json!({ "service": "moon" }), "b")).unwrap();
    let sound: Value = serde_json::from_str(&report("firing", json!({ "service": slug }), "c")).unwrap();
    mixed["alerts"].as_array_mut().unwrap().push(sound["alerts"][0].clone());
    let (status, refused) = send(&nights, &write, &mixed.to_string()).await;
    assert_eq!(status, 422, "{refused}");
    assert!(
        refused["detail"]
            .as_str()
            .unwrap()
            .contains("The other alert was taken."),
        "{refused}"
    );
    assert_eq!(listed(&nights, &read, "").await["unresolved"], 1);
    let unlabelled = report("firing", json!({ "alertname": "Down" }), "");
    let path = format!("/api/v1/alerts/alertmanager?service={slug}");
    let (status, taken) = nights.api(&write, Method::POST, &path, &[], &unlabelled).await;
    assert_eq!((status, taken["opened"].as_array().unwrap().len()), (200, 1), "{taken}");
    // Without mail nobody can be told, and the log says so.
    let page = listed(&nights, &read, "").await;
    let log = page["alerts"][0]["log"].to_string();
    assert!(log.contains("mail is not set up"), "{log}");
    assert_eq!(send(&nights, &read, &unlabelled).await.0, 403);
    // A monitoring program needs no more than to report.
    let monitor = nights.token("alerts").await;
    assert_eq!(
        send(&nights, &monitor, &report("firing", json!({ "service": slug }), "d"))
            .await
            .0,
        200
    );
    for (method, path) in [
        (Method::GET, "/api/v1/alerts"),
        (Method::POST, "/api/v1/rotas/nights/covers"),
    ] {
        assert_eq!(nights.api(&monitor, method, path, &[], "{}").await.0, 403, "{path}");
    }
}

/// The id of an open alert about which somebody was called.
async fn one_that_was_told(nights: &Nights, token: &str) -> String {
    let mut query = String::new();
    loop {
        let page = listed(nights, token, &query).await;
        let mut alerts = page["alerts"].as_array().unwrap().iter();
        if let Some(begun) =
            alerts.find(|alert| alert["service"] == "Books" && alert["log"].to_string().contains("\"called\""))
        {
            return begun["id"].as_str().unwrap().to_owned();
        }
        query = format!(
            "after={}",
            page["next"].as_str().expect("there is one").replace(' ', "+")
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_storm_is_kept_whole_and_calls_people_about_a_few_at_a_time() {
    for database in Database::both().await {
        let mail = MailServer::start().await;
        let nights = Nights::mailing(database, &mail).await;
        let token = nights.token("write").await;
        let ben = format!("person:{}", nights.ben);
        let slug = service(&nights, "Books", &[(0, ben.as_str())], Value::Null).await;
        let other = service(&nights, "Tills", &[(0, ben.as_str())], Value::Null).await;
        let one = |number: usize, slug: &str| json!({ "status": "firing", "labels": { "service": slug, "disk": number.to_string() }, "annotations": { "summary": format!("Disk {number}") } });
        let storm: Vec<Value> = (0..2100).map(|number| one(number, &slug)).collect();
        let (status, taken) = send(&nights, &token, &json!({ "alerts": storm }).to_string()).await;
        assert_eq!(status, 200, "{taken}");
        assert_eq!(
            (taken["opened"].as_array().unwrap().len(), &taken["left_out"]),
            (2000, &json!(100))
        );
        // What is reported of another service meanwhile does not wait for it.
        let (_, calm) = send(&nights, &token, &json!({ "alerts": [one(1, &other)] }).to_string()).await;
        let calm = calm["opened"][0].as_str().unwrap();
        assert_eq!(told(&listed(&nights, &token, &format!("id={calm}")).await), ["Ben"]);
        minutes_later(&nights, 1).await;
        nights.app.deliver().await;
        assert_eq!(mail.letters().len(), 21);
        // Whoever takes one makes room for the next: nobody is forgotten.
        let begun = one_that_was_told(&nights, &token).await;
        let body = json!({ "act": "acknowledge" }).to_string();
        nights
            .api(&token, Method::POST, &format!("/api/v1/alerts/{begun}"), &[], &body)
            .await;
        minutes_later(&nights, 0).await;
        nights.app.deliver().await;
        assert_eq!(mail.letters().len(), 1);
        // What is worse does not wait for what is less bad.
        let worse = report("firing", json!({ "service": slug, "severity": "critical" }), "worse");
        let (_, worse) = send(&nights, &token, &worse).await;
        let worse = worse["opened"][0].as_str().unwrap();
        assert_eq!(told(&listed(&nights, &token, &format!("id={worse}")).await), ["Ben"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn names_of_any_length_are_told_apart() {
    let nights = Nights::new(Database::sqlite()).await;
    let token = nights.token("alerts").await;
    let slug = service(&nights, "Books", &[(0, "lead")], Value::Null).await;
    let long = "disk ".repeat(100);
    for (end, opened) in [("a", 1), ("b", 1), ("a", 0)] {
        let body = report("firing", json!({ "service": slug }), &format!("{long}{end}"));
        let (status, taken) = send(&nights, &token, &body).await;
        assert_eq!(
            (status, taken["opened"].as_array().unwrap().len()),
            (200, opened),
            "{taken}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_has_left_meanwhile_is_not_told_and_the_log_says_so() {
    let mail = MailServer::start().await;
    let nights = Nights::mailing(Database::sqlite(), &mail).await;
    let token = nights.token("admin").await;
    let (ben, fay) = (format!("person:{}", nights.ben), format!("person:{}", nights.fay));
    let slug = service(&nights, "Books", &[(0, ben.as_str()), (10, fay.as_str())], Value::Null).await;
    let (_, taken) = send(&nights, &token, &report("firing", json!({ "service": slug }), "a")).await;
    let query = format!("id={}", taken["opened"][0].as_str().unwrap());
    let gone = format!("/api/v1/people/{}/deactivate", nights.fay);
    let (status, answer) = nights.api(&token, Method::POST, &gone, &[], "{}").await;
    assert!(status < 300, "{status} {answer}");
    minutes_later(&nights, 10).await;
    let page = listed(&nights, &token, &query).await;
    assert_eq!(told(&page), ["Ben"]);
    assert!(page["alerts"][0]["log"].to_string().contains("has left"), "{page}");
}
