//! Idempotency-Key: what is sent twice is done once, and answered the same.

use crate::{
    escalation::service,
    support::{Answer, Database, nights::Nights},
};
use http::Method;
use serde_json::{Value, json};
use server::store::{Claimed, RequestKey};

const COVERS: &str = "/api/v1/rotas/nights/covers";

fn cover(nights: &Nights, from: &str) -> String {
    let to = from.replace("T22", "T23");
    json!({ "role": "lead", "person": nights.eve, "from": from, "to": to, "reason": "Dentist" }).to_string()
}

async fn send(nights: &Nights, token: &str, path: &str, key: &str, body: &str) -> Answer {
    let bearer = format!("Bearer {token}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("content-type", "application/json"),
        ("idempotency-key", key),
    ];
    nights
        .app
        .client()
        .send(Method::POST, path, &headers, body.to_owned())
        .await
}

fn revision(nights: &Nights) -> i64 {
    nights.app.tandem.snapshot().revision()
}

fn problem(answer: &Answer) -> (u16, String) {
    let problem: Value = serde_json::from_str(&answer.body).unwrap();
    (answer.status, problem["type"].as_str().unwrap_or_default().to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_write_that_is_sent_again_is_done_once_and_answered_the_same() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let token = nights.token("write").await;
        let body = cover(&nights, "2026-11-26T22:00:00Z");
        let first = send(&nights, &token, COVERS, "\"any words will do\"", &body).await;
        assert_eq!(
            (first.status, first.header("idempotency-replayed")),
            (201, ""),
            "{}",
            first.body
        );
        let done = revision(&nights);
        for _ in 0..2 {
            let again = send(&nights, &token, COVERS, "any words will do", &body).await;
            assert_eq!((again.status, &again.body), (201, &first.body));
            assert_eq!(again.header("idempotency-replayed"), "true");
            for name in ["location", "content-type"] {
                assert_eq!(again.header(name), first.header(name), "{name}");
            }
        }
        assert_eq!(revision(&nights), done, "nothing is written again");
        // The same key with something else, and the same of another token.
        let other = send(
            &nights,
            &token,
            COVERS,
            "any words will do",
            &cover(&nights, "2026-11-28T22:00:00Z"),
        )
        .await;
        assert_eq!(problem(&other), (422, "/problems/invalid".into()), "{}", other.body);
        assert!(other.body.contains("Idempotency-Key"), "{}", other.body);
        let stranger = nights.token("write").await;
        let theirs = send(&nights, &stranger, COVERS, "any words will do", &body).await;
        assert_eq!(theirs.header("idempotency-replayed"), "");
        // After a day the key is free.
        nights.app.clock.set(nights.app.tandem.now() + 86_400);
        let later = send(
            &nights,
            &token,
            COVERS,
            "any words will do",
            &cover(&nights, "2026-11-30T22:00:00Z"),
        )
        .await;
        assert_eq!(
            (later.status, later.header("idempotency-replayed")),
            (201, ""),
            "{}",
            later.body
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn refusals_are_repeated_and_what_was_never_looked_at_may_be_tried_again() {
    let nights = Nights::new(Database::sqlite()).await;
    let (read, write) = (nights.token("read").await, nights.token("write").await);
    // Ben is the Engineer of even nights already.
    let refused =
        json!({ "role": "lead", "person": nights.ben, "from": "2026-11-26T22:00:00Z", "to": "2026-11-26T23:00:00Z" });
    let first = send(&nights, &write, COVERS, "k1", &refused.to_string()).await;
    assert_eq!(problem(&first), (409, "/problems/two-people".into()), "{}", first.body);
    let again = send(&nights, &write, COVERS, "k1", &refused.to_string()).await;
    assert_eq!(
        (&again.body, again.header("idempotency-replayed")),
        (&first.body, "true")
    );
    assert_eq!(again.header("content-type"), "application/problem+json");
    for _ in 0..2 {
        let forbidden = send(&nights, &read, COVERS, "k2", &refused.to_string()).await;
        assert_eq!((forbidden.status, forbidden.header("idempotency-replayed")), (403, ""));
        let unread = send(&nights, &write, COVERS, "k3", "{").await;
        assert_eq!((unread.status, unread.header("idempotency-replayed")), (400, ""));
        let unknown = send(&nights, "tandem_no", COVERS, "k4", "{}").await;
        assert_eq!(unknown.status, 401);
    }
    for bad in ["", "\"\"", &"k".repeat(256)] {
        let answer = send(&nights, &write, COVERS, bad, "{}").await;
        assert_eq!(problem(&answer), (422, "/problems/invalid".into()), "{bad}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_at_once_with_one_key_are_carried_out_once() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let token = nights.token("write").await;
        let before = revision(&nights);
        let team = json!({ "name": "Books", "description": "", "team": "payments", "in_hours_rota": "nights", "out_of_hours_rota": "nights" });
        let body = team.to_string();
        let all = (0..12).map(|_| send(&nights, &token, "/api/v1/services", "one", &body));
        let mut made = 0;
        for answer in futures_util::future::join_all(all).await {
            match (answer.status, answer.header("idempotency-replayed")) {
                (201, "") => made += 1,
                (201, "true") => {}
                (409, _) => assert_eq!(answer.header("retry-after"), "1", "{}", answer.body),
                other => panic!("{other:?}: {}", answer.body),
            }
        }
        assert_eq!((made, revision(&nights) - before), (1, 1));
        assert_eq!(
            send(&nights, &token, "/api/v1/services", "one", &body)
                .await
                .header("idempotency-replayed"),
            "true"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_answer_with_a_secret_is_not_kept() {
    let nights = Nights::new(Database::sqlite()).await;
    let token = nights.token("admin").await;
    let body = json!({ "name": "Grafana", "scope": "alerts" }).to_string();
    let first = send(&nights, &token, "/api/v1/tokens", "t", &body).await;
    assert_eq!(first.status, 201, "{}", first.body);
    let again = send(&nights, &token, "/api/v1/tokens", "t", &body).await;
    assert_eq!(problem(&again), (409, "/problems/conflict".into()), "{}", again.body);
    assert!(again.body.contains("holds a secret"), "{}", again.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_was_thought_dead_writes_nothing_and_what_was_written_is_never_written_again() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let tandem = &nights.app.tandem;
        let secret = nights.token("write").await;
        let token = tandem
            .snapshot()
            .tokens()
            .find(|token| token.hash == server::secret::fingerprint(&secret))
            .unwrap()
            .id;
        let key = |claim: &str| RequestKey {
            token,
            key: "k".into(),
            claim: claim.into(),
        };
        let (store, now) = (&tandem.store, tandem.now());
        let claim =
            async |claim: &str, later: i64| store.claim_request(&key(claim), "asked", now + later).await.unwrap();
        assert_eq!(claim("one", 0).await, Claimed::New);
        assert_eq!(claim("two", 59).await, Claimed::Busy);
        assert_eq!(
            store.claim_request(&key("two"), "other", now).await.unwrap(),
            Claimed::Another
        );
        assert_eq!(claim("two", 60).await, Claimed::New, "the first is thought dead");
        // It was not: what it would write now is refused.
        let slow = server::store::Store::begin(store, "test", now).await.unwrap();
        assert!(slow.committed_for(key("one")).await.is_err());
        let quick = server::store::Store::begin(store, "test", now).await.unwrap();
        assert!(quick.committed_for(key("two")).await.is_ok());
        // It died before it could say what it has answered: nobody does it again.
        assert_eq!(claim("three", 60).await, Claimed::Busy);
        assert_eq!(claim("three", 600).await, Claimed::Unanswered);
        store.let_go_of_request(&key("two")).await.unwrap();
        assert_eq!(
            claim("three", 600).await,
            Claimed::Unanswered,
            "what has written is not let go of"
        );
        store.remove_old_requests(now + 2 * 86_400).await.unwrap();
        assert_eq!(claim("four", 0).await, Claimed::New);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_alert_that_is_taken_twice_with_a_key_says_the_same() {
    let nights = Nights::new(Database::sqlite()).await;
    let token = nights.token("write").await;
    let slug = service(&nights, "Books", &[(0, "lead")], Value::Null).await;
    let report =
        json!({ "alerts": [{ "status": "firing", "labels": { "service": slug }, "fingerprint": "a" }] }).to_string();
    let path = "/api/v1/alerts/alertmanager";
    let first = send(&nights, &token, path, "r", &report).await;
    let again = send(&nights, &token, path, "r", &report).await;
    assert_eq!(
        (again.status, &again.body, again.header("idempotency-replayed")),
        (200, &first.body, "true")
    );
}
