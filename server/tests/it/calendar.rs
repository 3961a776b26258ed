//! Calendar feeds over HTTP.

use crate::support::{
    Database, at,
    nights::{Nights, span},
};
use app::{
    feeds::Port as _,
    people::{PersonEdit, Port as _},
};
use domain::{PersonId, Role};
use http::Method;
use server::services::CoverRequest;
use std::collections::BTreeMap;

/// UID, and everything else of each event.
fn events(feed: &str) -> BTreeMap<String, String> {
    let plain = feed.replace("\r\n ", "");
    plain
        .split("BEGIN:VEVENT")
        .skip(1)
        .map(|event| {
            let uid = event.lines().find_map(|line| line.strip_prefix("UID:")).unwrap();
            (uid.to_owned(), event.to_owned())
        })
        .collect()
}

async fn path(nights: &Nights, kind: &str, subject: &str) -> String {
    let view = nights
        .desk(nights.ada)
        .make_feed(kind.to_owned(), subject.to_owned())
        .await
        .unwrap();
    view.address.strip_prefix("http://tandem.test").unwrap().to_owned()
}

async fn cover(nights: &Nights, lead: PersonId, from: &str, to: &str) {
    let span = span(from, to);
    let changes = vec![(Role::Lead, lead)];
    let (from, to) = (Some(span.start()), span.end());
    let request = CoverRequest {
        id: None,
        changes,
        from,
        to,
        reason: String::new(),
        override_reason: None,
        if_match: None,
    };
    nights.desk(nights.ada).make_cover("nights", request).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_feed_is_answered_as_calendars_expect() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let path = path(&nights, "rota", "nights").await;
        let mut client = nights.app.client();
        let whole = client.send(Method::GET, &path, &[], String::new()).await;
        assert_eq!(whole.status, 200, "{}", whole.body);
        assert_eq!(whole.header("content-type"), "text/calendar; charset=utf-8");
        assert_eq!(whole.header("cache-control"), "private, no-cache");
        assert_eq!(whole.header("x-robots-tag"), "noindex");
        assert_eq!(whole.header("x-content-type-options"), "nosniff");
        assert_eq!(whole.header("set-cookie"), "");
        assert_eq!(events(&whole.body).len(), 88, "two roles of 44 nights");
        assert!(!whole.body.contains("7946"), "no telephone numbers");

        let (etag, date) = (
            whole.header("etag").to_owned(),
            whole.header("last-modified").to_owned(),
        );
        let ask = |name: &'static str, value: String| {
            let (mut client, path) = (nights.app.client(), path.clone());
            async move { client.send(Method::GET, &path, &[(name, &value)], String::new()).await }
        };
        let same = ask("if-none-match", etag.clone()).await;
        assert_eq!(
            (same.status, same.body.as_str(), same.header("etag")),
            (304, "", etag.as_str())
        );
        assert_eq!(ask("if-none-match", "\"other\"".to_owned()).await.status, 200);
        assert_eq!(ask("if-modified-since", date).await.status, 304);
        let head = client.send(Method::HEAD, &path, &[], String::new()).await;
        assert_eq!(
            (head.status, head.body.as_str(), head.header("etag")),
            (200, "", etag.as_str())
        );
        assert_eq!(client.send(Method::POST, &path, &[], String::new()).await.status, 405);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_address_that_was_guessed_or_renewed_is_not_there() {
    let nights = Nights::new(Database::sqlite()).await;
    let old = path(&nights, "person", "").await;
    assert_eq!(path(&nights, "person", "").await, old, "the address stays");
    let mut client = nights.app.client();
    let forged = format!("{}A.ics", &old[..old.len() - 5]);
    for bad in [
        forged.as_str(),
        "/calendar/x.ics",
        "/calendar/ü.ics",
        "/calendar/.ics",
        old.trim_end_matches(".ics"),
    ] {
        if bad != old {
            assert_eq!(client.get(&bad.replace('ü', "%C3%BC")).await.status, 404, "{bad}");
        }
    }
    assert_eq!(client.get(&old).await.status, 200);
    nights
        .desk(nights.ada)
        .renew_feed("person".to_owned(), String::new())
        .await
        .unwrap();
    assert_eq!(client.get(&old).await.status, 404);
    let new = path(&nights, "person", "").await;
    assert_ne!(new, old);
    assert_eq!(client.get(&new).await.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn each_kind_shows_its_own() {
    let nights = Nights::new(Database::sqlite()).await;
    let mut client = nights.app.client();
    let own = client.get(&path(&nights, "person", "").await).await.body;
    assert_eq!(events(&own).len(), 22, "Ada leads every other night");
    assert!(
        own.contains("SUMMARY:Support Lead: Nights") && own.contains("With Ben as Engineer."),
        "{own}"
    );
    let team = client.get(&path(&nights, "team", "payments").await).await.body;
    assert_eq!(events(&team).len(), 88);
    assert!(team.contains("SUMMARY:Cleo\\, Lead: Nights"), "{team}");
    let unknown = nights
        .desk(nights.ada)
        .make_feed("rota".to_owned(), "days".to_owned())
        .await
        .unwrap_err();
    assert_eq!(unknown.status(), 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_change_is_counted_on_the_events_it_changes_and_no_others() {
    let nights = Nights::new(Database::sqlite()).await;
    let path = path(&nights, "rota", "nights").await;
    let mut client = nights.app.client();
    cover(&nights, nights.eve, "2026-11-24T17:00:00Z", "2026-12-20T09:00:00Z").await;
    let before = events(&client.get(&path).await.body);
    nights.app.clock.set(at("2026-11-24T10:00:00Z"));
    cover(&nights, nights.cleo, "2026-11-26T20:00:00Z", "2026-11-26T22:00:00Z").await;
    let answer = client.get(&path).await;
    let after = events(&answer.body);
    let changed: Vec<&String> = after
        .iter()
        .filter(|(uid, event)| before.get(*uid) != Some(*event))
        .map(|(uid, _)| uid)
        .collect();
    assert_eq!(
        changed.len(),
        4,
        "Eve's night in three pieces, and Ben's partners: {changed:?}"
    );
    for uid in changed {
        assert!(after[uid].contains("LAST-MODIFIED:20261124T100000Z"), "{}", after[uid]);
    }
    assert!(
        answer.header("last-modified").contains("10:00:00"),
        "{}",
        answer.header("last-modified")
    );
    let count = |event: &str| {
        event
            .lines()
            .find_map(|line| line.strip_prefix("SEQUENCE:"))
            .unwrap()
            .parse::<u32>()
            .unwrap()
    };
    assert!(
        before
            .iter()
            .all(|(uid, event)| after.get(uid).is_none_or(|later| count(later) >= count(event)))
    );
    assert!(after.values().any(|event| count(event) > 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_feed_of_somebody_who_left_ends() {
    let nights = Nights::new(Database::sqlite()).await;
    let view = nights
        .desk(nights.ben)
        .make_feed("person".to_owned(), String::new())
        .await
        .unwrap();
    let path = view.address.strip_prefix("http://tandem.test").unwrap().to_owned();
    let mut client = nights.app.client();
    assert_eq!(client.get(&path).await.status, 200);
    let mut ben = nights
        .app
        .tandem
        .snapshot()
        .directory()
        .person(nights.ben)
        .unwrap()
        .clone();
    ben.deactivated_at = Some(nights.app.tandem.now());
    let mut write = nights
        .app
        .tandem
        .store
        .begin("test", nights.app.tandem.now())
        .await
        .unwrap();
    write.update_person(&ben).await.unwrap();
    nights.app.tandem.commit(write).await.unwrap();
    assert_eq!(client.get(&path).await.status, 404);
}

/// `SEQUENCE` and `LAST-MODIFIED` of every event of a feed.
fn marks(feed: &str) -> Vec<(String, String)> {
    let lines = |name: &str| -> Vec<String> {
        let found = feed.lines().filter_map(|line| line.strip_prefix(name));
        found.map(|value| value.trim().to_owned()).collect()
    };
    lines("SEQUENCE:").into_iter().zip(lines("LAST-MODIFIED:")).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_new_name_is_a_change_of_the_events_that_say_it() {
    let nights = Nights::new(Database::sqlite()).await;
    let path = path(&nights, "rota", "nights").await;
    let mut client = nights.app.client();
    cover(&nights, nights.eve, "2026-11-26T17:00:00Z", "2026-11-27T09:00:00Z").await;
    let before = client.get(&path).await.body;
    let form = PersonEdit {
        id: nights.eve.to_string(),
        name: "Evelyn".to_owned(),
        zone: "Europe/Berlin".to_owned(),
        phone: None,
        email: None,
        role: None,
    };
    nights.desk(nights.ada).edit_person(form).await.unwrap();
    let after = client.get(&path).await.body;
    let (was, is) = (events(&before), events(&after));
    assert_eq!(
        was.keys().collect::<Vec<_>>(),
        is.keys().collect::<Vec<_>>(),
        "the same events"
    );
    let said = was.iter().filter(|(uid, event)| is[*uid] != **event).count();
    let counted = marks(&before)
        .iter()
        .zip(marks(&after))
        .filter(|(one, other)| **one != *other)
        .count();
    assert_eq!(
        (said, counted),
        (2, 2),
        "Eve’s own night, and that of whoever is with her"
    );
    for ((sequence, modified), (later_sequence, later)) in marks(&before).into_iter().zip(marks(&after)) {
        if sequence != later_sequence {
            assert!(later > modified, "{later} is not after {modified}");
        }
    }
}
