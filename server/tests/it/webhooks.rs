//! Webhooks: signed, told with the write that gives cause, tried until they are taken.

use crate::support::{
    Database, KEY,
    hooks::{Listener, Request, Turn},
    nights::{Nights, span},
};
use app::{
    covers::{CoverForm, Port as _},
    inbox::Port as _,
    webhooks::{DeliveryRow, Port as _, WebhookForm, WebhookPage},
};
use domain::{Clock as _, PersonId, notice::MOST_TRIES, webhook::PATIENCE};
use http::Method;
use serde_json::json;
use server::{secret::Key, services::remind};
use std::{
    collections::BTreeSet,
    process::{Command, Stdio},
    time::Duration,
};

/// Longer than any claim.
const CLAIM_IS_OVER: i64 = 100;

fn form(address: &str) -> WebhookForm {
    let on = || Some("on".to_owned());
    WebhookForm {
        name: "Chat".to_owned(),
        address: address.to_owned(),
        published: on(),
        duty: on(),
        gap: on(),
        conflict: on(),
        offer: on(),
        handover: on(),
    }
}

/// A webhook of the organisation that Ada answers for; its id.
async fn made(nights: &Nights, address: &str) -> String {
    let ada = nights.desk(nights.ada);
    ada.make_webhook(String::new(), form(address)).await.unwrap()
}

async fn page(nights: &Nights, id: &str) -> WebhookPage {
    nights.desk(nights.ada).webhook(id.to_owned()).await.unwrap()
}

async fn deliveries(nights: &Nights, id: &str) -> Vec<DeliveryRow> {
    page(nights, id).await.deliveries
}

/// Eve takes the Lead's evening; answers the cover.
async fn cover(nights: &Nights, person: PersonId) -> String {
    let token = nights.token("write").await;
    let body = json!({ "role": "lead", "person": person, "from": "2026-11-24T18:00:00Z", "to": "2026-11-24T20:00:00Z", "reason": "" });
    let path = "/api/v1/rotas/nights/covers";
    let (status, answer) = nights.api(&token, Method::POST, path, &[], &body.to_string()).await;
    assert_eq!(status, 201, "{answer}");
    answer["id"].as_str().unwrap().to_owned()
}

fn later(nights: &Nights, seconds: i64) {
    nights.app.clock.set(nights.app.tandem.now() + seconds);
}

fn ids(requests: &[Request]) -> BTreeSet<String> {
    requests
        .iter()
        .map(|request| request.header("tandem-event-id"))
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_change_of_duty_is_told_once_signed_and_with_its_write() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let listener = Listener::start().await;
        let id = made(&nights, &listener.address()).await;
        nights.app.call_webhooks().await;
        assert!(listener.requests().is_empty(), "nothing has happened");
        cover(&nights, nights.eve).await;
        nights.app.call_webhooks().await;
        nights.app.call_webhooks().await;

        let requests = listener.requests();
        assert_eq!(requests.len(), 1);
        let told = &requests[0];
        let secret = page(&nights, &id).await.secret.unwrap();
        assert!(told.is_signed(&secret, nights.app.tandem.now().seconds()));
        assert!(!told.is_signed("whsec_another", nights.app.tandem.now().seconds()));
        assert_eq!(told.header("content-type"), "application/json");
        assert_eq!(told.header("tandem-event"), "duty.changed");
        assert_eq!(told.body["id"], json!(told.header("tandem-event-id")));
        assert_eq!(
            (&told.body["version"], &told.body["event"]),
            (&json!(1), &json!("duty.changed"))
        );
        assert_eq!(told.body["rota"]["slug"], "nights");
        assert_eq!(told.body["team"]["slug"], "payments");
        let changes = told.body["data"]["changes"].as_array().unwrap();
        let of = |person: PersonId| {
            changes
                .iter()
                .find(|change| change["person"]["id"] == json!(person))
                .unwrap()
        };
        assert_eq!(of(nights.eve)["gained"][0]["from"], "2026-11-24T18:00:00Z");
        assert_eq!(of(nights.ada)["lost"][0]["role"], "lead");
        assert!(!told.text.contains("example.org"), "no contact details: {}", told.text);
        let rows = deliveries(&nights, &id).await;
        assert_eq!(
            (rows.len(), rows[0].state.as_str(), rows[0].answered),
            (1, "sent", Some(204))
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_write_that_is_not_done_tells_nobody_and_other_teams_are_not_told() {
    let nights = Nights::new(Database::sqlite()).await;
    let listener = Listener::start().await;
    let ada = nights.desk(nights.ada);
    let teams: &dyn app::teams::Port = &ada;
    teams.create_team("Identity".into()).await.unwrap();
    ada.make_webhook("identity".into(), form(&listener.address()))
        .await
        .unwrap();
    let quiet = WebhookForm {
        duty: None,
        ..form(&listener.address())
    };
    ada.make_webhook("payments".into(), quiet).await.unwrap();
    cover(&nights, nights.eve).await;
    nights.app.call_webhooks().await;
    assert!(
        listener.requests().is_empty(),
        "not of that team, and not what that one is told"
    );

    ada.make_webhook("payments".into(), form(&listener.address()))
        .await
        .unwrap();
    // The same two in one role is refused, and tells nobody.
    let refused = CoverForm {
        role: "lead".into(),
        lead: nights.ben.to_string(),
        from: "2026-11-24T21:00".into(),
        to: "2026-11-24T22:00".into(),
        ..CoverForm::default()
    };
    assert_eq!(
        ada.create_cover("nights".into(), refused).await.unwrap_err().status(),
        409
    );
    nights.app.call_webhooks().await;
    assert!(listener.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_not_taken_is_tried_again_with_the_same_id_given_up_in_the_end_and_sent_again() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let listener = Listener::start().await;
        let id = made(&nights, &listener.address()).await;
        let ada = nights.desk(nights.ada);
        ada.test_webhook(id.clone()).await.unwrap();
        for tries in 1..=MOST_TRIES {
            listener.then([Turn::Status(500)]);
            nights.app.call_webhooks().await;
            assert_eq!(listener.requests().len() as i64, tries, "not before it is due");
            let row = deliveries(&nights, &id).await.remove(0);
            assert_eq!((row.tries, row.answered), (tries, Some(500)));
            assert_eq!(
                row.reason.as_deref(),
                Some("It answered 500."),
                "nothing of the answer’s words"
            );
            if let Some(next) = row.next {
                assert!(next.at > nights.app.tandem.now());
                nights.app.clock.set(next.at);
            }
        }
        let given_up = deliveries(&nights, &id).await.remove(0);
        assert_eq!(given_up.state, "failed");
        let shown = page(&nights, &id).await;
        assert_eq!((shown.webhook.given_up, shown.webhook.state.as_str()), (1, "on"));
        nights.app.tandem.look_into_outbox().await.unwrap();
        let metrics = nights.app.client().get("/metrics").await.body;
        assert!(metrics.contains("tandem_webhooks_failed 1"), "{metrics}");
        assert!(
            metrics.contains("tandem_outbox_failed 0"),
            "letters are counted apart: {metrics}"
        );

        ada.replay_webhook(id.clone(), given_up.id.clone()).await.unwrap();
        nights.app.call_webhooks().await;
        let requests = listener.take();
        assert_eq!(ids(&requests).len(), 1, "the same each time");
        assert_eq!(deliveries(&nights, &id).await[0].state, "sent");
        let again = ada.replay_webhook(id.clone(), given_up.id).await.unwrap_err();
        assert_eq!(again.status(), 404, "what is taken is not sent again");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_hangs_or_sends_elsewhere_has_not_taken_it() {
    let nights = Nights::new(Database::sqlite()).await;
    let listener = Listener::start().await;
    let id = made(&nights, &listener.address()).await;
    let ada = nights.desk(nights.ada);
    for (turn, answered, reason) in [
        (Turn::Never, None, "No answer within 5 seconds."),
        (
            Turn::Redirect,
            Some(302),
            "It answered 302: redirects are not followed. Give the address where they end.",
        ),
    ] {
        ada.test_webhook(id.clone()).await.unwrap();
        listener.then([turn]);
        nights.app.call_webhooks().await;
        assert_eq!(listener.take().len(), 1, "and nothing is asked of where it leads");
        let row = deliveries(&nights, &id).await.remove(0);
        assert_eq!((row.answered, row.reason.as_deref()), (answered, Some(reason)));
        nights.app.clock.set(row.next.unwrap().at);
        nights.app.call_webhooks().await;
        assert_eq!(listener.take().len(), 1);
        later(&nights, 60);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_a_dead_node_had_taken_is_sent_with_the_same_id() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let listener = Listener::start().await;
        let id = made(&nights, &listener.address()).await;
        nights.desk(nights.ada).test_webhook(id).await.unwrap();
        let (store, now) = (&nights.app.tandem.store, nights.app.tandem.now());
        let taken = store.claim_deliveries("a node", now, now + 60, 8).await.unwrap();
        assert_eq!(taken.len(), 1);
        nights.app.call_webhooks().await;
        assert!(listener.requests().is_empty(), "somebody has it");
        later(&nights, CLAIM_IS_OVER);
        nights.app.call_webhooks().await;
        assert_eq!(
            ids(&listener.requests()),
            BTreeSet::from([taken[0].notice.id.to_string()])
        );
        let late = server::store::Outcome::Failed("late".into());
        let marked = store.end_delivery(&taken[0], &late, None, now).await.unwrap();
        assert!(!marked, "whoever lost the claim writes nothing");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_server_that_is_killed_in_the_middle_of_a_call_loses_nothing() {
    let database = Database::sqlite();
    let nights = Nights::new(database.clone()).await;
    let listener = Listener::start().await;
    let id = made(&nights, &listener.address()).await;
    nights.desk(nights.ada).test_webhook(id).await.unwrap();
    listener.then([Turn::Never]);
    let mut server = Command::new(env!("CARGO_BIN_EXE_tandem"))
        .args(["serve", "--listen", "127.0.0.1:0", "--webhooks-inside", "127.0.0.0/8"])
        .args(["--database-url", &database.url])
        .env("TANDEM_SECRET_KEY", KEY)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    for _ in 0..600 {
        if !listener.requests().is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    server.kill().unwrap();
    server.wait().unwrap();
    assert_eq!(listener.requests().len(), 1);
    // The server had the machine's clock, far from that of the tests.
    nights.app.clock.set(server::clock::SystemClock.now() + CLAIM_IS_OVER);
    nights.app.call_webhooks().await;
    let requests = listener.requests();
    assert_eq!((requests.len(), ids(&requests).len()), (2, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_nodes_send_each_delivery_once() {
    for database in Database::both().await {
        let nights = Nights::new(database.clone()).await;
        let other = nights.app.restarted(&database).await;
        let listener = Listener::start().await;
        let id = made(&nights, &listener.address()).await;
        for _ in 0..40 {
            nights.desk(nights.ada).test_webhook(id.clone()).await.unwrap();
        }
        let one = &nights.app;
        tokio::join!(
            one.call_webhooks(),
            other.call_webhooks(),
            one.call_webhooks(),
            other.call_webhooks()
        );
        let requests = listener.requests();
        assert_eq!((requests.len(), ids(&requests).len()), (40, 40));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_webhook_that_takes_nothing_for_days_is_turned_off_and_its_owner_told() {
    let nights = Nights::new(Database::sqlite()).await;
    let listener = Listener::start().await;
    let id = made(&nights, &listener.address()).await;
    let ada = nights.desk(nights.ada);
    let fail = async || {
        ada.test_webhook(id.clone()).await.unwrap();
        listener.then([Turn::Status(503); 9]);
        nights.app.call_webhooks().await;
    };
    fail().await;
    let since = page(&nights, &id).await.failing_since.unwrap().at;
    assert_eq!(since, nights.app.tandem.now());
    nights.app.clock.set(since + PATIENCE - 60);
    nights.app.call_webhooks().await;
    assert_eq!(page(&nights, &id).await.webhook.state, "on", "not yet");
    nights.app.clock.set(since + PATIENCE);
    fail().await;
    let off = page(&nights, &id).await;
    assert_eq!((off.webhook.state.as_str(), off.webhook.waiting), ("failed", 0));
    assert!(
        off.deliveries.iter().all(|row| row.state == "failed"),
        "kept, to be sent again"
    );
    let inbox = ada.inbox(String::new()).await.unwrap();
    assert_eq!(inbox.entries[0].subject, "The webhook “Chat” was turned off");
    assert_eq!(inbox.entries[0].link, Some(format!("/webhooks/{id}")));
    assert_eq!(ada.test_webhook(id.clone()).await.unwrap_err().status(), 409);

    // What happens while it is off is not told.
    let before = deliveries(&nights, &id).await.len();
    let (token, leave) = (
        nights.token("write").await,
        json!({ "first_day": "2026-12-01", "last_day": "2026-12-12" }),
    );
    let path = format!("/api/v1/people/{}/leave", nights.dan);
    assert_eq!(
        nights.api(&token, Method::POST, &path, &[], &leave.to_string()).await.0,
        201
    );
    assert_eq!(deliveries(&nights, &id).await.len(), before);
    listener.recover();
    listener.take();
    ada.switch_webhook(id.clone(), true).await.unwrap();
    ada.replay_webhook(id.clone(), String::new()).await.unwrap();
    nights.app.call_webhooks().await;
    assert_eq!(listener.take().len(), before, "all of it again");
    let on = page(&nights, &id).await;
    assert_eq!((on.webhook.state.as_str(), on.failing_since), ("on", None));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_that_is_gone_is_turned_off_at_once_and_one_that_is_removed_is_not_called() {
    let nights = Nights::new(Database::sqlite()).await;
    let listener = Listener::start().await;
    let id = made(&nights, &listener.address()).await;
    let ada = nights.desk(nights.ada);
    ada.test_webhook(id.clone()).await.unwrap();
    listener.then([Turn::Status(410)]);
    nights.app.call_webhooks().await;
    let off = page(&nights, &id).await;
    assert_eq!((off.webhook.state.as_str(), off.deliveries[0].tries), ("failed", 1));

    let other = made(&nights, &listener.address()).await;
    ada.test_webhook(other.clone()).await.unwrap();
    listener.take();
    ada.remove_webhook(other.clone()).await.unwrap();
    nights.app.call_webhooks().await;
    assert!(listener.requests().is_empty());
    assert_eq!(ada.webhook(other).await.unwrap_err().status(), 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn for_a_day_both_secrets_sign_and_then_the_new_one_alone() {
    let nights = Nights::new(Database::sqlite()).await;
    let listener = Listener::start().await;
    let id = made(&nights, &listener.address()).await;
    let ada = nights.desk(nights.ada);
    let old = page(&nights, &id).await.secret.unwrap();
    ada.rotate_webhook(id.clone()).await.unwrap();
    let rotated = page(&nights, &id).await;
    let new = rotated.secret.unwrap();
    assert_ne!(old, new);
    assert_eq!(rotated.overlap_until.unwrap().at, nights.app.tandem.now() + 86_400);
    for (wait, old_signs) in [(86_399, true), (1, false)] {
        later(&nights, wait);
        ada.test_webhook(id.clone()).await.unwrap();
        nights.app.call_webhooks().await;
        let (told, now) = (listener.take().remove(0), nights.app.tandem.now().seconds());
        assert!(told.is_signed(&new, now));
        assert_eq!(told.is_signed(&old, now), old_signs);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_secret_is_its_owners_alone_and_in_no_database() {
    let database = Database::sqlite();
    let mut nights = Nights::new(database.clone()).await;
    let id = made(&nights, "https://chat.example.org/hook?key=s3cr3t").await;
    let secret = page(&nights, &id).await.secret.unwrap();
    let shown = nights.ada_client.get(&format!("/webhooks/{id}")).await;
    assert!(shown.body.contains(&secret), "to Ada, who made it");
    let token = nights.token("admin").await;
    let path = format!("/api/v1/webhooks/{id}");
    let (status, seen) = nights.api(&token, Method::GET, &path, &[], "").await;
    assert_eq!((status, seen["secret"].is_null()), (200, true));
    let audit = nights
        .api(&token, Method::GET, "/api/v1/audit", &[], "")
        .await
        .1
        .to_string();
    assert!(audit.contains("Webhook made") && !audit.contains("s3cr3t"), "{audit}");
    let file = std::fs::read(database.file()).unwrap();
    let needle = secret.as_bytes();
    assert!(!file.windows(needle.len()).any(|window| window == needle));
    assert!(Key::new(KEY).is_ok(), "it derives from the server’s key");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn addresses_inside_are_not_called() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    for inside in [
        "https://10.0.0.1/",
        "https://169.254.169.254/",
        "https://[::ffff:192.168.1.1]/",
        "https://[64:ff9b::10.0.0.1]/",
        "http://example.org/",
        "https://ada:pw@example.org/",
        "nonsense",
    ] {
        let refused = ada.make_webhook(String::new(), form(inside)).await.unwrap_err();
        assert_eq!(refused.status(), 422, "{inside}");
        assert!(refused.of_field("address").is_some(), "{inside}: {refused}");
    }
    let none = WebhookForm {
        name: "Chat".into(),
        address: "https://example.org/".into(),
        ..WebhookForm::default()
    };
    let refused = ada.make_webhook(String::new(), none).await.unwrap_err();
    assert!(refused.of_field("events").is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn gaps_leave_offers_and_publications_are_told() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let listener = Listener::start().await;
        made(&nights, &listener.address()).await;
        let token = nights.token("write").await;
        let leave = json!({ "first_day": "2026-11-25", "last_day": "2026-11-26", "note": "" });
        let path = format!("/api/v1/people/{}/leave", nights.dan);
        let (status, answer) = nights.api(&token, Method::POST, &path, &[], &leave.to_string()).await;
        assert_eq!(status, 201, "{answer}");
        let offer = json!({ "role": "engineer", "from": "2026-11-25T17:00:00Z", "to": "2026-11-26T09:00:00Z", "whom": "anyone" });
        let (status, answer) = nights
            .api(
                &token,
                Method::POST,
                "/api/v1/rotas/nights/offers",
                &[],
                &offer.to_string(),
            )
            .await;
        assert_eq!(status, 201, "{answer}");
        nights.app.call_webhooks().await;
        let told = listener.take();
        let of = |event: &str| told.iter().filter(|it| it.body["event"] == event).collect::<Vec<_>>();
        let conflict = of("conflict.found").pop().unwrap();
        assert_eq!(conflict.body["data"]["person"]["name"], "Dan");
        assert_eq!(of("offer.changed").len(), 1, "once, however many may take it");
        assert_eq!(of("offer.changed")[0].body["data"]["news"], "made");

        // A hole in the plan, a week and then a day before.
        let hole = span("2026-12-01T17:00:00Z", "2026-12-02T09:00:00Z");
        empty(&nights, hole).await;
        listener.take();
        for (at, minutes) in [("2026-11-24T18:00:00Z", 10_080), ("2026-11-30T18:00:00Z", 1_440)] {
            nights.app.clock.set(at.parse().unwrap());
            remind(&nights.app.tandem).await.unwrap();
            remind(&nights.app.tandem).await.unwrap();
            nights.app.call_webhooks().await;
            let told = listener.take();
            let gaps: Vec<_> = told.iter().filter(|it| it.body["event"] == "gap.ahead").collect();
            assert_eq!(gaps.len(), 1, "{at}: once for each lead time");
            let data = &gaps[0].body["data"];
            assert_eq!(
                (&data["role"], &data["minutes_before"]),
                (&json!("engineer"), &json!(minutes))
            );
        }
    }
}

/// Takes the Engineer out of a night.
async fn empty(nights: &Nights, night: domain::Span) {
    let tandem = &nights.app.tandem;
    let mut write = tandem.store.begin("test", tandem.now()).await.unwrap();
    let mut rows = write.duty_since(nights.rota, nights.planned.start()).await.unwrap();
    rows.retain(|row| row.starts_at < nights.planned.end());
    for row in rows.iter_mut().filter(|row| row.starts_at == night.start()) {
        row.pairing = domain::Pairing::new(row.pairing.lead(), None).unwrap();
    }
    write.replace_duty(nights.rota, nights.planned, &rows).await.unwrap();
    tandem.commit(write).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_example_of_the_documentation_verifies_what_is_sent() {
    let nights = Nights::new(Database::sqlite()).await;
    let listener = Listener::start().await;
    let id = made(&nights, &listener.address()).await;
    cover(&nights, nights.eve).await;
    nights.app.call_webhooks().await;
    let told = listener.take().remove(0);
    let secret = page(&nights, &id).await.secret.unwrap();
    let docs = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/notices.md")).unwrap();
    let example = docs.split("```python\n").nth(1).unwrap().split("```").next().unwrap();
    let now = nights.app.tandem.now().seconds();
    let verify = |secret: &str, body: &str, now: i64| {
        let call = format!(
            "{example}\nimport sys\nsys.exit(0 if is_from_tandem({}, {}, {}.encode(), {now}) else 3)\n",
            json!(secret),
            json!(told.header("tandem-signature")),
            json!(body),
        );
        let python = Command::new("python3").args(["-c", &call]).output().unwrap();
        let code = python.status.code();
        assert!(
            matches!(code, Some(0 | 3)),
            "{}",
            String::from_utf8_lossy(&python.stderr)
        );
        code == Some(0)
    };
    assert!(verify(&secret, &told.text, now));
    assert!(!verify("whsec_another", &told.text, now));
    assert!(!verify(&secret, &told.text.replace("Eve", "Eva"), now));
    assert!(
        !verify(&secret, &told.text, now + 301),
        "too old: somebody may have kept it"
    );
}
