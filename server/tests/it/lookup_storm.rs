//! Lookups under whatever is sent to them: queries that no program would write, and thousands of connections at once.

use crate::{
    escalation::service,
    support::{
        Answer, Database,
        nights::Nights,
        servers::{Server, example},
    },
};
use http::{Method, Uri};
use proptest::{
    prelude::*,
    sample::select,
    strategy::ValueTree as _,
    test_runner::{Config, TestRunner},
};
use serde_json::Value;
use std::time::Duration;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// How many queries are tried.
const QUERIES: usize = 3000;
/// How many connections stand at once.
const CONNECTIONS: usize = 2000;

const PATHS: [&str; 7] = [
    "/api/v1/rotas/nights/oncall",
    "/api/v1/rotas/nights/duty",
    "/api/v1/rotas/no-such-rota/oncall",
    "/api/v1/oncall",
    "/api/v1/services/books/escalation",
    "/api/v1/alerts",
    "/api/v1/services/%F0%9F%8C%99/escalation",
];
const NAMES: [&str; 14] = [
    "at", "severity", "explain", "rotas", "team", "fields", "after", "limit", "from", "to", "state", "id", "%61t", "",
];
/// What is nearly right, at the borders, or nothing at all.
const VALUES: [&str; 34] = [
    "",
    "P1",
    "p3",
    "P9",
    "true",
    "false",
    "2026-11-24T09:00:00Z",
    "2026-11-24T09:00:00+01:00",
    "2026-11-24T09:00:00%2B01:00",
    "2026-13-45T99:00:00Z",
    "2026-02-29T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:60Z",
    "-262144-01-01T00:00:00Z",
    "+262143-12-31T23:59:59Z",
    "99999-01-01T00:00:00Z",
    "1e400",
    "-1",
    "0",
    "1000",
    "18446744073709551616",
    "%00",
    "%FF%FE",
    "%",
    "%zz",
    "nights",
    "nights,nights,",
    ",,,,",
    "rota,lead,engineer,gap",
    "password",
    "payments",
    "0 0",
    "9223372036854775807 0",
    "00000000-0000-0000-0000-000000000000",
];

/// One query, from the likely to the absurd.
fn query() -> impl Strategy<Value = String> {
    let value = prop_oneof![
        4 => select(&VALUES[..]).prop_map(str::to_owned),
        1 => "[!-~]{0,40}",
        1 => "(%[0-9A-F]{2}){1,30}",
        1 => (any::<i64>(), 0u32..100).prop_map(|(year, month)| format!("{year}-{month:02}-01T00:00:00Z")),
        1 => "[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{1,12})?(Z|%2B[0-9]{2}:[0-9]{2}|-[0-9]{4})",
        1 => (1usize..4000).prop_map(|length| "a,".repeat(length)),
    ];
    let pair = (select(&NAMES[..]), value).prop_map(|(name, value)| format!("{name}={value}"));
    prop::collection::vec(pair, 0..6).prop_map(|pairs| pairs.join("&"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whatever_the_query_says_a_lookup_answers_or_says_what_is_wrong() {
    let nights = Nights::new(Database::sqlite()).await;
    service(&nights, "Books", &[(0, "lead"), (10, "next-engineer")], Value::Null).await;
    let bearer = format!("Bearer {}", nights.token("write").await);
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let questions = (
        select(&PATHS[..]),
        query(),
        select(&["application/json", "text/plain", "*/*;q=x"][..]),
    );
    let (mut good, mut refused) = (0, 0);
    for _ in 0..QUERIES {
        let (path, query, accept) = questions.new_tree(&mut runner).unwrap().current();
        let address = format!("{path}?{query}");
        if address.parse::<Uri>().is_err() {
            continue;
        }
        let headers = [("authorization", bearer.as_str()), ("accept", accept)];
        let mut client = nights.app.client();
        let answer = client.send(Method::GET, &address, &headers, String::new()).await;
        match answer.status {
            200 => good += 1,
            400..=499 => {
                refused += 1;
                says_what_is_wrong(&address, &answer);
            }
            status => panic!("{address} is answered with {status}: {}", answer.body),
        }
    }
    assert!(
        good > QUERIES / 20 && refused > QUERIES / 4,
        "{good} were good, {refused} refused"
    );
}

fn says_what_is_wrong(address: &str, answer: &Answer) {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{address}");
    let problem: Value = serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{address}: {error}"));
    assert_eq!(problem["status"], answer.status, "{address}");
    assert!(
        problem["detail"].as_str().is_some_and(|words| !words.is_empty()),
        "{address}: {problem}"
    );
}

/// One connection that asks, waits until all others stand, and asks again.
async fn asks_twice(address: &str, request: &str, all: &tokio::sync::Barrier) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(address).await?;
    ask_on(&mut stream, request).await?;
    all.wait().await;
    ask_on(&mut stream, request).await
}

async fn ask_on(stream: &mut TcpStream, request: &str) -> std::io::Result<()> {
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    let mut piece = [0; 4096];
    loop {
        let length = stream.read(&mut piece).await?;
        answer.extend_from_slice(&piece[..length]);
        let text = String::from_utf8_lossy(&answer);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let wanted = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let wanted: usize = wanted.and_then(|wanted| wanted.parse().ok()).unwrap_or(usize::MAX);
            if body.len() >= wanted {
                let fine = head.starts_with("HTTP/1.1 200") && body.contains("\"lead\"");
                return if fine {
                    Ok(())
                } else {
                    Err(std::io::Error::other(text.into_owned()))
                };
            }
        }
        if length == 0 {
            return Err(std::io::Error::other(format!("cut short: {text}")));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_thousand_connections_are_served_without_an_error() {
    let database = Database::sqlite();
    let made = example(&database, 2, 6, 2).await;
    let server = Server::start(&database).await;
    let request = format!(
        "GET /api/v1/rotas/{}/oncall HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\n\r\n",
        made["rotas"][0].as_str().unwrap(),
        server.address,
        made["tokens"]["oncall"].as_str().unwrap()
    );
    let all = std::sync::Arc::new(tokio::sync::Barrier::new(CONNECTIONS));
    let asking: Vec<_> = (0..CONNECTIONS)
        .map(|_| {
            let (address, request, all) = (server.address.clone(), request.clone(), all.clone());
            tokio::spawn(async move { asks_twice(&address, &request, &all).await })
        })
        .collect();
    let served = async {
        for asked in asking {
            asked.await.unwrap().unwrap();
        }
    };
    tokio::time::timeout(Duration::from_secs(90), served)
        .await
        .expect("all are served in a minute and a half");
}
