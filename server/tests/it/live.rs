//! Live pages: what they show has changed, whoever wrote and on whichever node.

use crate::support::{
    App, Database,
    nights::{Nights, span},
};
use app::leave::{LeaveForm, Port as _};
use domain::Role;
use server::services::CoverRequest;
use std::time::Duration;

fn events(body: &str) -> Vec<Vec<&str>> {
    let events = body.split("\n\n").filter(|event| event.contains("event: changed"));
    events
        .map(|event| {
            event
                .lines()
                .filter_map(|line| line.strip_prefix("data: ").or((line == "data:").then_some("")))
                .collect()
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_of_teams_conflicts_and_offers_follow_what_is_theirs() {
    for database in Database::both().await {
        let other = App::on(&database).await;
        let nights = Nights::new(database).await;
        other.tandem.catch_up().await.unwrap();
        let mut client = other.client();
        client.take_cookies_of(&nights.ada_client);
        let since = other.tandem.snapshot().revision();
        let topics = "team:payments,team:elsewhere,conflicts,offers,board,team";
        let address = format!("/events?since={since}&topics={topics}");
        let page = tokio::spawn(async move { client.get(&address).await });
        tokio::time::sleep(Duration::from_millis(300)).await;
        let days = LeaveForm {
            first_day: "2026-12-01".into(),
            last_day: "2026-12-02".into(),
            ..LeaveForm::default()
        };
        nights.desk(nights.ben).add_leave(days).await.unwrap();
        other.tandem.catch_up().await.unwrap();
        tokio::time::sleep(Duration::from_millis(800)).await;
        other.tandem.drain();
        let answer = tokio::time::timeout(Duration::from_secs(60), page)
            .await
            .unwrap()
            .unwrap();
        let told = events(&answer.body);
        let topics: Vec<&str> = told.iter().map(|event| event[2]).collect();
        assert_eq!(topics, ["team:payments,conflicts"], "{}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_page_is_told_what_of_it_somebody_changes_on_any_node() {
    for database in Database::both().await {
        let other = App::on(&database).await;
        let nights = Nights::new(database).await;
        other.tandem.catch_up().await.unwrap();
        let mut client = other.client();
        client.take_cookies_of(&nights.ada_client);
        let since = other.tandem.snapshot().revision();
        let address = format!("/events?since={since}&topics=board,inbox,rota:nights,rota:elsewhere,nonsense");
        let page = tokio::spawn(async move { client.get(&address).await });
        tokio::time::sleep(Duration::from_millis(300)).await;

        let evening = span("2026-11-24T18:00:00Z", "2026-11-24T20:00:00Z");
        let request = CoverRequest {
            id: None,
            changes: vec![(Role::Lead, nights.eve)],
            from: Some(evening.start()),
            to: evening.end(),
            reason: String::new(),
            override_reason: None,
            if_match: None,
        };
        nights.desk(nights.ben).make_cover("nights", request).await.unwrap();
        other.tandem.catch_up().await.unwrap();
        tokio::time::sleep(Duration::from_millis(800)).await;
        other.tandem.drain();
        let answer = tokio::time::timeout(Duration::from_secs(60), page)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(answer.header("content-type"), "text/event-stream");
        let revision = other.tandem.snapshot().revision().to_string();
        assert_eq!(
            events(&answer.body),
            [[revision.as_str(), "Ben", "board,inbox,rota:nights"]],
            "{}",
            answer.body
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_changed_before_the_page_listens_is_told_and_nobody_else_listens() {
    let nights = Nights::new(Database::sqlite()).await;
    let mut stranger = nights.app.client();
    assert_eq!(stranger.get("/events?topics=board").await.status, 401);
    let mut client = nights.app.client();
    client.take_cookies_of(&nights.ada_client);
    let page = tokio::spawn(async move { client.get("/events?since=0&topics=board").await });
    tokio::time::sleep(Duration::from_millis(500)).await;
    nights.app.tandem.drain();
    let answer = tokio::time::timeout(Duration::from_secs(60), page)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(events(&answer.body).len(), 1, "{}", answer.body);
    let mut late = nights.app.client();
    late.take_cookies_of(&nights.ada_client);
    assert_eq!(
        late.get("/events?topics=board").await.status,
        503,
        "this node goes away"
    );
}
