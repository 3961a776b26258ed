//! How many requests a token may make, and how old an answer may be.

use crate::support::{Client, Database, KEY, NOW, at, nights::Nights};
use domain::time::FixedClock;
use http::Method;
use serde_json::Value;
use server::{Settings, Tandem, secret::Key};
use std::{num::NonZeroU32, sync::Arc};

const ON_CALL: &str = "/api/v1/rotas/nights/oncall";

/// The same organisation, served by another node with limits.
async fn limited(
    nights: &Nights,
    database: &Database,
    requests: u32,
    stale: u32,
) -> (Client, Arc<Tandem>, Arc<FixedClock>) {
    let clock = Arc::new(FixedClock::at(at(NOW)));
    let settings = Settings {
        requests_per_minute: NonZeroU32::new(requests),
        stale_seconds: NonZeroU32::new(stale),
        ..Settings::plain("http://tandem.test".to_owned())
    };
    let key = Key::new(KEY).unwrap();
    let tandem = Tandem::start(database.store().await, key, clock.clone(), settings)
        .await
        .unwrap();
    assert!(tandem.snapshot().revision() >= nights.app.tandem.snapshot().revision());
    (Client::new(server::http::router(Arc::clone(&tandem))), tandem, clock)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_token_is_told_how_many_requests_are_left_and_waits_when_none_is() {
    let database = Database::sqlite();
    let nights = Nights::new(database.clone()).await;
    let tokens = [
        nights.token("oncall").await,
        nights.token("oncall unlimited").await,
        nights.token("write").await,
    ];
    let (mut client, _, clock) = limited(&nights, &database, 3, 0).await;
    let [some, all, write] = tokens.map(|token| format!("Bearer {token}"));
    let mut ask = async |bearer: &str, method: Method, path: &str| {
        let headers = [("authorization", bearer), ("content-type", "application/json")];
        let answer = client.send(method, path, &headers, "{}".to_owned()).await;
        let number = |name: &str| answer.header(name).parse::<u32>().ok();
        let said = [
            "ratelimit-limit",
            "ratelimit-remaining",
            "ratelimit-reset",
            "retry-after",
        ]
        .map(number);
        (answer.status, said, answer.body)
    };
    clock.set(at("2026-11-24T09:00:10Z"));
    for left in [2, 1, 0] {
        let (status, said, _) = ask(&some, Method::GET, ON_CALL).await;
        assert_eq!((status, said), (200, [Some(3), Some(left), Some(50), None]));
    }
    let (status, said, body) = ask(&some, Method::GET, ON_CALL).await;
    assert_eq!((status, said), (429, [Some(3), Some(0), Some(50), Some(50)]));
    let problem: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(problem["type"], "/problems/too-many");
    for _ in 0..5 {
        assert_eq!(ask(&all, Method::GET, ON_CALL).await.1, [None; 4]);
    }
    // Refusals and writes count too, each token for itself.
    assert_eq!(
        ask(&write, Method::POST, "/api/v1/rotas/nights/covers").await.1[1],
        Some(2)
    );
    assert_eq!(
        ask(&write, Method::GET, "/api/v1/rotas/none/oncall").await.1[1],
        Some(1)
    );
    clock.set(at("2026-11-24T09:01:00Z"));
    assert_eq!(ask(&some, Method::GET, ON_CALL).await.0, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_the_database_answers_say_how_old_they_are_until_they_are_too_old() {
    let database = Database::sqlite();
    let nights = Nights::new(database.clone()).await;
    let bearer = format!("Bearer {}", nights.token("oncall").await);
    let (mut client, tandem, clock) = limited(&nights, &database, 0, 600).await;
    let mut ask = async |path: &str| {
        let answer = client
            .send(Method::GET, path, &[("authorization", &bearer)], String::new())
            .await;
        (
            answer.status,
            answer.header("tandem-stale-seconds").to_owned(),
            answer.body,
        )
    };
    assert_eq!(ask(ON_CALL).await.1, "");
    // Nobody looks whether the database has changed.
    clock.set(at(NOW) + 600);
    let (status, stale, _) = ask(ON_CALL).await;
    assert_eq!((status, stale.as_str()), (200, "600"));
    clock.set(at(NOW) + 601);
    let (status, stale, body) = ask(ON_CALL).await;
    assert_eq!((status, stale.as_str()), (503, "601"), "{body}");
    assert!(body.contains("/problems/unavailable"), "{body}");
    let (status, _, body) = ask("/readyz").await;
    assert_eq!(status, 503);
    assert!(body.contains("\"stale\""), "{body}");
    tandem.catch_up().await.unwrap();
    assert_eq!(ask(ON_CALL).await.1, "");
    assert_eq!(ask("/readyz").await.0, 200);
}
