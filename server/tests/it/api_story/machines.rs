//! Services, calendars, tokens and the board.

use super::{NONE, text};
use crate::support::api::Machine;
use domain::NoticeId;
use serde_json::json;
use server::{
    secret::random_id,
    store::{Channel, NewNotice, Outcome},
};

pub(super) async fn service(machine: &mut Machine<'_>) {
    let choices = machine.call("get_service_choices", &[], "", NONE).await;
    assert!(
        choices["rotas"]
            .as_array()
            .unwrap()
            .contains(&json!(["nights", "Nights"])),
        "{choices}"
    );
    let form = json!({ "name": "Books", "description": "", "team": "ledger", "in_hours_rota": "ledger-days", "out_of_hours_rota": "nights" });
    let made = machine.call("create_service", &[], "", &form).await;
    assert_eq!(text(&made["slug"]), "books");
    let here = [("slug", "books")];
    let mut settings = machine.call("get_service_settings", &here, "", NONE).await["form"].clone();
    settings["description"] = json!("What we owe");
    let after = machine.call("change_service_settings", &here, "", &settings).await;
    assert_eq!(text(&after["form"]["description"]), "What we owe");

    let mut policy = machine.call("get_service", &here, "?severity=P2", NONE).await["policy"].clone();
    policy["last_resort"] = json!(format!("person:{}", machine.nights.ada));
    policy["rules"] = json!([{ "severities": "", "hours": "any", "repeat": 1 }]);
    policy["steps"] =
        json!([{ "rule": 0, "after": 0, "call": "lead" }, { "rule": 0, "after": 15, "call": "engineer" }]);
    let after = machine.call("change_policy", &here, "", &policy).await;
    assert_eq!(text(&after["policy"]["steps"][1]["after"]), "15");
    let calls = machine
        .call("get_escalation", &here, "?severity=P2&at=2026-12-02T20:00:00Z", NONE)
        .await;
    assert_eq!(calls["steps"][1]["after_seconds"], 900);
    let explained = machine
        .call("get_escalation", &here, "?severity=P2&explain=true", NONE)
        .await;
    assert_eq!(explained["explanation"]["rule"], 1);
    let many = machine
        .call("list_on_call", &[], "?rotas=nights&fields=rota,lead", NONE)
        .await;
    assert_eq!(many["rotas"][0]["rota"], "nights");
    machine.call("list_services", &[], "", NONE).await;
    let mut card = machine.call("get_support_card", &here, "", NONE).await["form"].clone();
    card["levels"] =
        json!([{ "severity": "P1", "definition": "Nobody can pay", "response": 15, "update": 30, "channel": "Mail" }]);
    card["runbooks"] = json!("Fail over https://wiki.example/failover");
    let after = machine.call("put_support_card", &here, "", &card).await;
    assert_eq!(text(&after["levels"][0]["response"]), "15 min");
    assert_eq!(text(&after["runbooks"][0][0]), "Fail over");
    let report = json!({ "version": "4", "alerts": [{
        "status": "firing", "labels": { "service": "books", "severity": "critical" },
        "annotations": { "summary": "Nobody can pay" }, "startsAt": "2026-11-24T12:00:00Z", "fingerprint": "a1",
    }] });
    let taken = machine.call("report_alerts", &[], "", &report).await;
    let alert = text(&taken["opened"][0]);
    let listed = machine.call("list_alerts", &[], "?state=all", NONE).await;
    assert_eq!(
        (
            text(&listed["alerts"][0]["title"]),
            text(&listed["alerts"][0]["severity"])
        ),
        ("Nobody can pay".into(), "P1".into())
    );
    let acted = machine
        .call("act_on_alert", &[("id", &alert)], "", &json!({ "act": "acknowledge" }))
        .await;
    assert_eq!(text(&acted["alerts"][0]["state"]), "acknowledged");
    let (status, refused) = machine
        .ask("put_support_card", &here, "", &json!({ "runbooks": "Ask Ada" }))
        .await;
    assert_eq!((status, text(&refused["errors"][0]["field"])), (422, "runbooks".into()));
    let (status, refused) = machine
        .ask("change_policy", &here, "", &json!({ "rules": [], "steps": [] }))
        .await;
    assert_eq!(status, 422, "{refused}");
}

pub(super) async fn calendars(machine: &mut Machine<'_>, people: &[String]) {
    let shifts = machine.call("get_shifts", &[("id", &people[1])], "", NONE).await;
    assert!(shifts["next"].is_object(), "{shifts}");
    for (kind, query) in [("person", ""), ("team", "?subject=ledger"), ("rota", "?subject=nights")] {
        let here = [("id", people[1].as_str()), ("kind", kind)];
        assert_eq!(machine.ask("get_feed", &here, query, NONE).await.0, 404, "not made yet");
        let first = machine.call("make_feed", &here, query, NONE).await;
        assert_eq!(machine.call("make_feed", &here, query, NONE).await, first, "made once");
        assert_eq!(machine.call("get_feed", &here, query, NONE).await, first);
        let address = text(&first["address"]);
        let path = address.strip_prefix("http://tandem.test").unwrap().to_owned();
        assert_eq!(machine.nights.app.client().get(&path).await.status, 200, "{kind}");
        let renewed = machine.call("renew_feed", &here, query, NONE).await;
        assert_ne!(renewed["address"], first["address"]);
        assert_eq!(
            machine.nights.app.client().get(&path).await.status,
            404,
            "the old address ends"
        );
    }
}

pub(super) async fn tokens(machine: &mut Machine<'_>) {
    let made = machine
        .call(
            "create_token",
            &[],
            "",
            &json!({ "name": "Alerting", "scope": "oncall", "days": 90 }),
        )
        .await;
    assert_eq!(
        (text(&made["scope"]), made["expires_at"].is_string()),
        ("oncall".into(), true)
    );
    let own = std::mem::replace(&mut machine.token, text(&made["secret"]));
    machine.call("list_services", &[], "", NONE).await;
    machine.token = own;
    let listed = machine.call("list_tokens", &[], "", NONE).await["tokens"].clone();
    assert!(
        listed.as_array().unwrap().iter().any(|token| token["id"] == made["id"]),
        "{listed}"
    );
    assert!(!listed.to_string().contains(made["secret"].as_str().unwrap()));
    machine
        .call("revoke_token", &[("id", &text(&made["id"]))], "", NONE)
        .await;
    let own = std::mem::replace(&mut machine.token, text(&made["secret"]));
    assert_eq!(machine.ask("list_services", &[], "", NONE).await.0, 401);
    machine.token = own;
}

/// A notice that was given up is found and sent again.
/// What somebody was told by what the machine has done.
pub(super) async fn inbox(machine: &mut Machine<'_>) {
    let nights = machine.nights;
    let mut told = None;
    for person in [nights.ada, nights.ben, nights.cleo, nights.dan, nights.eve] {
        let person = person.to_string();
        let page = machine.call("list_inbox", &[("id", &person)], "", NONE).await;
        told = told.or(page["entries"][0]["id"]
            .as_str()
            .map(|entry| (person, entry.to_owned())));
    }
    let (person, entry) = told.expect("covers were made, and those whom they concern are told");
    machine
        .call("read_inbox_entry", &[("id", &person), ("entry", &entry)], "", NONE)
        .await;
    let page = machine.call("list_inbox", &[("id", &person)], "", NONE).await;
    assert_eq!(page["entries"][0]["unread"], false);
    machine.call("read_inbox", &[("id", &person)], "", NONE).await;
    let page = machine.call("list_inbox", &[("id", &person)], "", NONE).await;
    assert_eq!(page["unread"], 0);
    let choices = json!({ "my_duty": true, "first_lead": 720, "quiet_from": "22:00", "quiet_to": "07:00" });
    let chosen = machine.call("choose_notices", &[("id", &person)], "", &choices).await;
    assert_eq!(chosen["chosen"]["first_lead"], "720");
    let shown = machine.call("get_notice_choices", &[("id", &person)], "", NONE).await;
    assert_eq!(shown, chosen);
    let half = json!({ "first_lead": 7, "quiet_from": "22:00" });
    let (status, refused) = machine.ask("choose_notices", &[("id", &person)], "", &half).await;
    assert_eq!(
        (status, refused["errors"].as_array().unwrap().len()),
        (422, 2),
        "{refused}"
    );
    let (status, refused) = machine.ask("list_inbox", &[("id", &person)], "?below=soon", NONE).await;
    assert_eq!((status, text(&refused["errors"][0]["field"])), (422, "below".into()));
}

pub(super) async fn notices(machine: &mut Machine<'_>) {
    machine.nights.app.deliver().await;
    let tandem = &machine.nights.app.tandem;
    let notice = NewNotice {
        id: NoticeId::from_uuid(random_id()),
        key: "story".to_owned(),
        channel: Channel::Email,
        kind: "test".to_owned(),
        payload: r#"{"kind":"test"}"#.to_owned(),
        person: Some(machine.nights.eve),
        address: "eve@example.org".to_owned(),
    };
    let (store, now) = (&tandem.store, tandem.now());
    store.put_notice(&notice, now).await.unwrap();
    let taken = store.claim_notices("a node", now, now + 60, 1).await.unwrap();
    let outcome = Outcome::Failed("No such mailbox.".to_owned());
    assert!(store.end_try(&taken[0], &outcome, now).await.unwrap());

    let page = machine.call("list_notices", &[], "", NONE).await;
    let row = &page["notices"][0];
    assert_eq!(
        (text(&row["person"]), text(&row["state"]), text(&row["reason"])),
        ("Eve".into(), "failed".into(), "No such mailbox.".into())
    );
    let id = text(&row["id"]);
    machine.call("send_notice_again", &[("id", &id)], "", NONE).await;
    assert_eq!(machine.ask("send_notice_again", &[("id", &id)], "", NONE).await.0, 404);
    let page = machine.call("list_notices", &[], "", NONE).await;
    assert_eq!(text(&page["notices"][0]["state"]), "queued");
}

/// Another program is told what happens, and what it did not take is sent again.
pub(super) async fn webhooks(machine: &mut Machine<'_>) {
    let form = json!({ "name": "Status page", "address": "https://status.example.org/hook", "duty": true });
    let made = machine.call("make_webhook", &[("slug", "payments")], "", &form).await;
    let id = text(&made["webhook"]["id"]);
    let here = [("id", id.as_str())];
    assert!(text(&made["secret"]).starts_with("whsec_"), "{made}");
    let shown = machine.call("get_webhook", &here, "", NONE).await;
    assert!(shown["secret"].is_null(), "shown once to a machine: {shown}");
    let mut form = shown["form"].clone();
    form["gap"] = json!(true);
    let after = machine.call("change_webhook", &here, "", &form).await;
    assert_eq!(after["webhook"]["events"], json!(["duty.changed", "gap.ahead"]));
    let rotated = machine.call("rotate_webhook_secret", &here, "", NONE).await;
    assert_ne!(rotated["secret"], made["secret"]);
    machine.call("test_webhook", &here, "", NONE).await;
    machine.call("switch_webhook", &here, "", &json!({ "on": false })).await;
    let (status, refused) = machine.ask("test_webhook", &here, "", NONE).await;
    assert_eq!((status, text(&refused["type"])), (409, "/problems/off".into()));
    machine.call("switch_webhook", &here, "", &json!({ "on": true })).await;
    machine.call("replay_webhook", &here, "", &json!({})).await;
    assert_eq!(machine.ask("replay_webhook", &here, "", &json!({})).await.0, 404);
    let listed = machine.call("list_webhooks", &[("slug", "payments")], "", NONE).await;
    assert_eq!(listed["webhooks"][0]["waiting"], 1, "{listed}");
    let every = machine.call("make_organisation_webhook", &[], "", &form).await;
    assert_eq!(every["team"], "");
    let listed = machine.call("list_organisation_webhooks", &[], "", NONE).await;
    assert_eq!(listed["webhooks"].as_array().unwrap().len(), 1, "not those of teams");
    machine.call("remove_webhook", &here, "", NONE).await;
    assert_eq!(machine.ask("get_webhook", &here, "", NONE).await.0, 404);
}

pub(super) async fn the_present(machine: &mut Machine<'_>) {
    let board = machine.call("get_board", &[], "", NONE).await;
    assert_eq!(board["cards"].as_array().unwrap().len(), 2);
    let rotas = machine.call("get_board_of_rotas", &[], "", NONE).await;
    assert_eq!(rotas["may_create"], true);
    let services = machine.call("get_board_of_services", &[], "", NONE).await;
    assert!(!services["services"].as_array().unwrap().is_empty());
}
