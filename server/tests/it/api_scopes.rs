//! Who may call which operation: the description says, and every operation keeps to it.

use crate::support::{
    Database,
    api::{Description, Operation},
    nights::Nights,
};
use http::Method;
use serde_json::{Value, json};

/// Every scope.
const SCOPES: [&str; 6] = ["oncall", "read", "alerts", "write", "pay", "admin"];

/// Whether a token of a scope may do what needs another.
fn includes(scope: &str, needed: &str) -> bool {
    match scope {
        "oncall" => needed == "oncall",
        "read" => ["oncall", "read"].contains(&needed),
        "alerts" => ["oncall", "alerts"].contains(&needed),
        "write" => ["oncall", "read", "alerts", "write"].contains(&needed),
        "pay" => ["oncall", "pay"].contains(&needed),
        _ => true,
    }
}

/// An address of an operation that exists, as far as it can without making anything first.
fn address(nights: &Nights, operation: &Operation) -> String {
    let slug = if operation.path.contains("/teams/") {
        "payments"
    } else {
        "nights"
    };
    let id = nights.eve.to_string();
    operation.address(&[
        ("slug", slug),
        ("id", &id),
        ("draft", &id),
        ("entry", &id),
        ("person", &id),
        ("session", &id),
        ("contact", &id),
        ("kind", "person"),
        ("file", "lines.csv"),
        ("name", "Sage"),
        ("key", "GB-ENG"),
    ])
}

async fn send(nights: &Nights, operation: &Operation, token: Option<&str>) -> (u16, String, Value) {
    let bearer = format!("Bearer {}", token.unwrap_or_default());
    let mut headers = vec![("content-type", "application/json")];
    if token.is_some() {
        headers.push(("authorization", &bearer));
    }
    let mut client = nights.app.client();
    let method = operation.method.clone();
    let answer = client
        .send(method, &address(nights, operation), &headers, "{}".into())
        .await;
    let json = serde_json::from_str(&answer.body).unwrap_or(Value::Null);
    (answer.status, answer.header("www-authenticate").to_owned(), json)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_operation_asks_for_the_scope_that_it_says_and_for_no_more() {
    let nights = Nights::new(Database::sqlite()).await;
    let description = Description::of(&nights.app).await;
    assert!(description.operations.len() > 50, "{}", description.operations.len());
    let mut tokens = Vec::new();
    for scope in SCOPES {
        tokens.push((scope, nights.token(scope).await));
    }
    for operation in &description.operations {
        let name = format!("{} {}", operation.method, operation.path);
        for nobody in [None, Some("tandem_unknown")] {
            let (status, challenge, problem) = send(&nights, operation, nobody).await;
            assert_eq!(
                (status, problem["type"].as_str()),
                (401, Some("/problems/not-signed-in")),
                "{name}"
            );
            assert!(challenge.starts_with("Bearer"), "{name}: {challenge}");
        }
        for (scope, token) in &tokens {
            let (status, challenge, problem) = send(&nights, operation, Some(token)).await;
            let case = format!("{name} with {scope}: {status} {problem}");
            if !includes(scope, &operation.scope) {
                assert_eq!(
                    (status, problem["type"].as_str()),
                    (403, Some("/problems/forbidden")),
                    "{case}"
                );
                assert!(challenge.contains("insufficient_scope"), "{case}");
                let detail = problem["detail"].as_str().unwrap();
                assert!(
                    detail.ends_with(&format!("it needs the scope {}.", operation.scope)),
                    "{case}"
                );
            } else {
                assert!(status != 401 && status != 403 && status < 500, "{case}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_page_of_tokens_offers_every_scope() {
    let mut nights = Nights::new(Database::sqlite()).await;
    let page = nights.ada_client.get("/settings/tokens").await;
    for scope in SCOPES {
        assert!(page.body.contains(&format!("value=\"{scope}\"")), "{scope}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_the_scope_nobody_learns_what_there_is() {
    let nights = Nights::new(Database::sqlite()).await;
    let description = Description::of(&nights.app).await;
    let token = nights.token("oncall").await;
    let unknown = "00000000-0000-4000-8000-000000000000";
    for operation in description
        .operations
        .iter()
        .filter(|one| one.scope != "oncall" && one.path.contains('{'))
    {
        let there = send(&nights, operation, Some(&token)).await;
        let path = operation.address(&[
            ("slug", "unknown"),
            ("id", unknown),
            ("person", unknown),
            ("session", unknown),
            ("contact", unknown),
            ("draft", unknown),
            ("entry", unknown),
            ("kind", "x"),
            ("file", "lines.csv"),
            ("name", "Sage"),
            ("key", "XX"),
        ]);
        let not_there = nights.api(&token, operation.method.clone(), &path, &[], "{}").await;
        assert_eq!((there.0, there.2), not_there, "{} {}", operation.method, operation.path);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_token_never_makes_one_that_may_do_more_and_never_sets_a_password_unless_it_administers() {
    let nights = Nights::new(Database::sqlite()).await;
    let password = format!("/api/v1/people/{}/password", nights.ben);
    for (scope, expected) in [
        ("oncall", 403),
        ("read", 403),
        ("write", 403),
        ("pay", 403),
        ("admin", 201),
    ] {
        let token = nights.token(scope).await;
        for wanted in SCOPES {
            let body = json!({ "name": "Made by a machine", "scope": wanted }).to_string();
            let (status, answer) = nights.api(&token, Method::POST, "/api/v1/tokens", &[], &body).await;
            assert_eq!(status, expected, "{scope} makes {wanted}: {answer}");
        }
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let body = r#"{ "password": "a sentence is good" }"#.to_owned();
        let answer = nights.app.client().send(Method::PUT, &password, &headers, body).await;
        assert_eq!(answer.status, if scope == "admin" { 204 } else { 403 }, "{scope}");
    }
    // A token whose words are not one of the kinds has just what its words say.
    let odd = nights.token("rotas contacts").await;
    let (status, _) = nights.api(&odd, Method::GET, "/api/v1/teams", &[], "").await;
    assert_eq!(status, 200);
    let (status, _) = nights.api(&odd, Method::GET, "/api/v1/services", &[], "").await;
    assert_eq!(status, 403);
}
