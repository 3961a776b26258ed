//! A machine runs an organisation: every operation once, with answers that are as described.

use crate::support::{
    Database,
    api::{Description, Machine},
    nights::Nights,
};
use serde_json::{Value, json};

const NONE: &Value = &Value::Null;

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is not text"))
        .to_owned()
}

#[tokio::test]
async fn everything_the_screens_can_do_a_machine_can_do_too() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let description = Description::of(&nights.app).await;
        let token = nights.token("admin").await;
        let mut machine = Machine {
            nights: &nights,
            description: &description,
            token,
            worked: Default::default(),
        };
        the_organisation(&mut machine).await;
        let people = people(&mut machine).await;
        team(&mut machine, &people).await;
        rota(&mut machine).await;
        plan(&mut machine).await;
        leave(&mut machine, &people).await;
        covers(&mut machine).await;
        service(&mut machine).await;
        faults_are_named_as_in_json(&mut machine).await;
        calendars(&mut machine, &people).await;
        access(&mut machine, &people).await;
        tokens(&mut machine).await;
        the_present(&mut machine).await;
        let untried: Vec<_> = description
            .operations
            .iter()
            .filter(|one| !machine.worked.contains(&one.id))
            .collect();
        assert!(untried.is_empty(), "not tried: {untried:#?}");
    }
}

async fn the_organisation(machine: &mut Machine<'_>) {
    let before = machine.call("get_organisation", &[], "", NONE).await;
    let form = json!({
        "name": "Northwind Ltd", "zone": before["zone"], "office_from": "08:00", "office_to": "16:30",
        "holiday_calendar": before["holiday_calendar"],
    });
    let after = machine.call("change_organisation", &[], "", &form).await;
    assert_eq!(
        (text(&after["name"]), text(&after["office_from"])),
        ("Northwind Ltd".into(), "08:00".into())
    );
}

/// Adds people, one by one and from a file; answers their ids.
async fn people(machine: &mut Machine<'_>) -> Vec<String> {
    let zones = machine.call("get_person_choices", &[], "", NONE).await;
    assert!(zones["zones"].as_array().unwrap().contains(&json!("Europe/Berlin")));
    let new = json!({ "name": "Gil", "email": "gil@example.org", "zone": "Europe/Berlin", "role": "member" });
    let added = machine.call("add_person", &[], "", &new).await;
    let gil = text(&added["row"]["id"]);
    let here = [("id", gil.as_str())];

    let changed = machine
        .call("change_person", &here, "", &json!({ "phone": "+44 20 7946 0101" }))
        .await;
    assert_eq!(
        (text(&changed["row"]["name"]), text(&changed["phone"])),
        ("Gil".into(), "+442079460101".into())
    );
    let renamed = machine
        .call("change_person", &here, "", &json!({ "name": "Gil Ruiz" }))
        .await;
    assert_eq!(text(&renamed["phone"]), "+442079460101", "what is left out stays");
    machine
        .call("set_password", &here, "", &json!({ "password": "a sentence is good" }))
        .await;
    assert_eq!(
        machine.call("get_person", &here, "", NONE).await["row"]["can_sign_in"],
        true
    );
    assert_eq!(
        machine.call("deactivate_person", &here, "", NONE).await["row"]["active"],
        false
    );
    assert_eq!(
        machine.call("reactivate_person", &here, "", NONE).await["row"]["active"],
        true
    );

    let file = json!(
        "name,email,time_zone,phone,team,qualifications,fte_percent\n\
                      Hal,hal@example.org,Europe/London,,Identity,lead+engineer,100\n\
                      Ida,ida@example.org,Europe/London,,Identity,lead+engineer,100\n"
    );
    let checked = machine.call("check_people_file", &[], "", &file).await;
    assert_eq!(
        (checked["new_teams"].clone(), checked["lines"][1]["new"].clone()),
        (json!(["Identity"]), json!(true))
    );
    machine.call("import_people", &[], "", &file).await;
    let (status, refused) = machine
        .ask("import_people", &[], "", &json!("name,email\nX,not an address\n"))
        .await;
    assert_eq!(status, 422);
    assert!(!refused["errors"].as_array().unwrap().is_empty(), "{refused}");

    let mut ids = vec![gil];
    for name in ["hal", "ida"] {
        let found = machine
            .call("list_people", &[], &format!("?query={name}%40example.org"), NONE)
            .await;
        assert_eq!(found["total"], 1, "{found}");
        ids.push(text(&found["people"][0]["id"]));
    }
    ids
}

/// Lets somebody in, and out again.
async fn access(machine: &mut Machine<'_>, people: &[String]) {
    let here = [("id", people[1].as_str())];
    let made = machine.call("make_entry_link", &here, "", NONE).await;
    assert_eq!(text(&made["purpose"]), "invitation");
    machine.call("revoke_entry_link", &here, "", NONE).await;
    assert_eq!(machine.ask("revoke_entry_link", &here, "", NONE).await.0, 404);

    let made = machine.call("make_entry_link", &here, "", NONE).await;
    let key = text(&made["address"]).split_once("key=").unwrap().1.to_owned();
    let fields = [("key", key.as_str()), ("password", "two boats at sea")];
    let mut client = machine.nights.app.client();
    assert_eq!(client.form("/fn/entry/enter", &fields).await.status, 200);
    let list = machine.call("list_sessions", &here, "", NONE).await;
    let session = text(&list["sessions"][0]["id"]);
    let there = [("id", people[1].as_str()), ("session", session.as_str())];
    machine.call("end_session", &there, "", NONE).await;
    assert_eq!(machine.ask("end_session", &there, "", NONE).await.0, 404);
    machine.call("end_sessions", &here, "", NONE).await;
    assert_eq!(client.get("/").await.status, 302);
}

async fn team(machine: &mut Machine<'_>, people: &[String]) {
    let made = machine.call("create_team", &[], "", &json!({ "name": "Ledger" })).await;
    assert_eq!(
        (text(&made["slug"]), made["members"].as_array().unwrap().len()),
        ("ledger".into(), 0)
    );
    let here = [("slug", "ledger")];
    assert_eq!(
        text(
            &machine
                .call("rename_team", &here, "", &json!({ "name": "The Ledger" }))
                .await["name"]
        ),
        "The Ledger"
    );
    for person in people {
        let place = json!({ "lead": true, "engineer": true, "manager": false, "share_percent": 100 });
        machine
            .call("put_member", &[("slug", "ledger"), ("person", person)], "", &place)
            .await;
    }
    let members = machine.call("get_team", &here, "", NONE).await["members"].clone();
    assert_eq!(
        (members.as_array().unwrap().len(), text(&members[0]["qualification"])),
        (3, "both".into())
    );
    assert_eq!(members[0]["manager"], false);
    machine
        .call("remove_member", &[("slug", "ledger"), ("person", &people[0])], "", NONE)
        .await;
    let teams = machine.call("list_teams", &[], "", NONE).await["teams"].clone();
    let ledger = teams
        .as_array()
        .unwrap()
        .iter()
        .find(|team| team["slug"] == "ledger")
        .unwrap();
    assert_eq!(ledger["members"], 2);
}

async fn rota(machine: &mut Machine<'_>) {
    let mut form = machine.call("get_rota_choices", &[], "", NONE).await["form"].clone();
    form["name"] = json!("Ledger days");
    form["team"] = json!("ledger");
    form["every"] = json!(1);
    form["unit"] = json!("weeks");
    let preview = machine.call("preview_rota", &[], "", &form).await;
    assert!(!preview["turns"].as_array().unwrap().is_empty(), "{preview}");
    let made = machine.call("create_rota", &[], "", &form).await;
    assert_eq!(
        (text(&made["slug"]), made["planned_until"].clone()),
        ("ledger-days".into(), Value::Null)
    );
    let here = [("slug", "ledger-days")];
    let mut settings = machine.call("get_rota_settings", &here, "", NONE).await["form"].clone();
    settings["min_rest_hours"] = json!(8);
    let after = machine.call("change_rota_settings", &here, "", &settings).await;
    assert_eq!(text(&after["form"]["min_rest_hours"]), "8");
    let (status, stale) = machine.ask("change_rota_settings", &here, "", &settings).await;
    assert_eq!(
        (status, text(&stale["type"])),
        (412, "/problems/changed-meanwhile".into())
    );
}

async fn plan(machine: &mut Machine<'_>) {
    let here = [("slug", "ledger-days")];
    let ask = json!({ "from": "", "weeks": 4, "seed": 1 });
    let drafted = machine.call("make_draft", &here, "", &ask).await;
    assert!(drafted["draft"]["shifts"].as_u64().unwrap() >= 4, "{drafted}");
    machine.call("discard_draft", &here, "", NONE).await;
    assert_eq!(machine.call("get_draft", &here, "", NONE).await["draft"], Value::Null);
    assert_eq!(
        machine.ask("publish_draft", &here, "", NONE).await.0,
        404,
        "there is none"
    );
    machine.call("make_draft", &here, "", &ask).await;
    let published = machine.call("publish_draft", &here, "", NONE).await;
    assert!(published["planned_until"].is_string(), "{published}");
    let timeline = machine
        .call("get_timeline", &here, "?view=week&from=2026-11-23", NONE)
        .await;
    assert_eq!(timeline["anything"], true);
    let duty = machine
        .call(
            "get_duty",
            &here,
            "?from=2026-11-24T00:00:00Z&to=2026-12-08T00:00:00Z",
            NONE,
        )
        .await;
    assert!(
        duty["duty"]
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["state"] == "covered"),
        "{duty}"
    );
    machine
        .call("get_on_call", &here, "?at=2026-12-02T10:00:00Z", NONE)
        .await;
    machine.call("list_rotas", &[], "", NONE).await;
    machine.call("get_rota", &here, "", NONE).await;
}

async fn leave(machine: &mut Machine<'_>, people: &[String]) {
    let days = json!({ "first_day": "2026-12-07", "last_day": "2026-12-09", "note": "Lisbon" });
    let entered = machine.call("enter_leave", &[("id", &people[1])], "", &days).await;
    assert_eq!(
        (text(&entered["name"]), text(&entered["when"])),
        ("Hal".into(), "Mon 7 Dec – Wed 9 Dec".into())
    );
    let of_team = machine
        .call("list_leave_of_team", &[("slug", "ledger")], "", NONE)
        .await;
    assert_eq!(
        (of_team["rows"][0]["id"].clone(), text(&of_team["rows"][0]["note"])),
        (entered["id"].clone(), "Lisbon".into())
    );
    machine
        .call("withdraw_leave", &[("id", &text(&entered["id"]))], "", NONE)
        .await;
    let (status, backwards) = machine
        .ask(
            "enter_leave",
            &[("id", &people[1])],
            "",
            &json!({ "first_day": "2026-12-07", "last_day": "2026-12-01" }),
        )
        .await;
    assert_eq!(
        (status, text(&backwards["errors"][0]["field"])),
        (422, "last_day".into())
    );
}

async fn covers(machine: &mut Machine<'_>) {
    let eve = machine.nights.eve.to_string();
    let here = [("slug", "nights")];
    let asked = format!("?role=lead&lead={eve}&from=2026-11-24T18:00:00Z&to=2026-11-24T20:00:00Z&preview=true");
    let page = machine.call("list_covers", &here, &asked, NONE).await;
    assert!(page["outcome"]["Possible"]["after"]["bars"].is_array(), "{page}");
    let body = json!({ "role": "lead", "person": eve, "from": "2026-11-24T18:00:00Z", "to": "2026-11-24T20:00:00Z" });
    let made = machine.call("make_cover", &here, "", &body).await;
    let id = text(&made["id"]);
    assert_eq!(
        machine.call("get_cover", &[("id", &id)], "", NONE).await["state"],
        "scheduled"
    );
    let listed = machine.call("list_covers", &here, "", NONE).await["covers"].clone();
    assert_eq!(text(&listed[0]["id"]), id);
    machine.call("withdraw_cover", &[("id", &id)], "", NONE).await;
}

async fn service(machine: &mut Machine<'_>) {
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
    machine.call("list_services", &[], "", NONE).await;
    let (status, refused) = machine
        .ask("change_policy", &here, "", &json!({ "rules": [], "steps": [] }))
        .await;
    assert_eq!(status, 422, "{refused}");
}

async fn faults_are_named_as_in_json(machine: &mut Machine<'_>) {
    let mut form = machine
        .call("get_rota_settings", &[("slug", "ledger-days")], "", NONE)
        .await["form"]
        .clone();
    form["coverage"] = json!("custom");
    form["windows"] = json!([{ "mon": true, "from": "25:99", "to": "17:00" }]);
    let (status, refused) = machine.ask("preview_rota", &[], "", &form).await;
    assert_eq!(
        (status, text(&refused["errors"][0]["field"])),
        (422, "windows[0].from".into())
    );
}

async fn calendars(machine: &mut Machine<'_>, people: &[String]) {
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

async fn tokens(machine: &mut Machine<'_>) {
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

async fn the_present(machine: &mut Machine<'_>) {
    let board = machine.call("get_board", &[], "", NONE).await;
    assert_eq!(board["cards"].as_array().unwrap().len(), 2);
    let rotas = machine.call("get_board_of_rotas", &[], "", NONE).await;
    assert_eq!(rotas["may_create"], true);
    let services = machine.call("get_board_of_services", &[], "", NONE).await;
    assert!(!services["services"].as_array().unwrap().is_empty());
}
