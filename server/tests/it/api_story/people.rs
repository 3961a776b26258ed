//! The organisation, its people, teams and leave.

use super::{NONE, text};
use crate::support::{api::Machine, smtp::MailServer};
use serde_json::json;

pub(super) async fn the_organisation(machine: &mut Machine<'_>) {
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
pub(super) async fn people(machine: &mut Machine<'_>) -> Vec<String> {
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

/// Somebody is to be reached another way, and shows by a code that it works.
pub(super) async fn contacts(machine: &mut Machine<'_>, server: &MailServer, people: &[String]) {
    let gil = people[0].as_str();
    let here = [("id", gil)];
    let listed = machine.call("list_contacts", &here, "", NONE).await;
    assert_eq!(
        (text(&listed["contacts"][0]["value"]), text(&listed["last"])),
        ("+442079460101".into(), "gil@example.org".into())
    );
    let new = json!({ "kind": "email", "value": "Gil.Private@example.org" });
    let added = machine.call("add_contact", &here, "", &new).await;
    let id = text(&added["contacts"][1]["id"]);
    let there = [("id", gil), ("contact", id.as_str())];
    let moved = machine
        .call("move_contact", &there, "", &json!({ "direction": "up" }))
        .await;
    assert_eq!(text(&moved["contacts"][0]["value"]), "gil.private@example.org");
    machine.nights.app.deliver().await;
    server.letters();
    machine.call("send_contact_code", &there, "", NONE).await;
    machine.nights.app.deliver().await;
    let code = server.letter().header("Subject")[..6].to_owned();
    let (status, wrong) = machine.ask("verify_contact", &there, "", &json!({ "code": "x" })).await;
    assert_eq!((status, text(&wrong["errors"][0]["field"])), (422, "code".into()));
    let verified = machine
        .call("verify_contact", &there, "", &json!({ "code": code }))
        .await;
    assert_eq!(text(&verified["contacts"][0]["how"]), "by code, Tue 24 Nov 09:00");

    let phone = text(&moved["contacts"][1]["id"]);
    let phone = [("id", gil), ("contact", phone.as_str())];
    let checked = machine.call("check_contact", &phone, "", NONE).await;
    assert_eq!(checked["contacts"][1]["verified"], true);
    let other = json!({ "value": "+44 20 7946 0102" });
    let changed = machine.call("change_contact", &phone, "", &other).await;
    assert_eq!(changed["contacts"][1]["verified"], false);
    machine.call("remove_contact", &phone, "", NONE).await;
    assert_eq!(machine.ask("remove_contact", &phone, "", NONE).await.0, 404);
}

/// One change to many, and everybody as a file that changes nothing when it is imported.
pub(super) async fn many(machine: &mut Machine<'_>, people: &[String]) {
    let change = json!({ "people": people, "change": "join", "team": "ledger", "qualification": "both" });
    let checked = machine.call("check_bulk_change", &[], "", &change).await;
    assert_eq!(checked["lines"].as_array().unwrap().len(), people.len());
    machine.call("change_in_bulk", &[], "", &change).await;
    let found = machine
        .call("list_people", &[], "?team=ledger&qualification=both", NONE)
        .await;
    assert_eq!(found["total"], people.len());
    let nowhere = json!({ "people": people, "change": "qualify", "team": "payments", "qualification": "lead" });
    let (status, refused) = machine.ask("change_in_bulk", &[], "", &nowhere).await;
    assert_eq!(
        (status, refused["errors"].as_array().unwrap().len()),
        (409, people.len())
    );
    let leave = json!({ "people": people[..1], "change": "leave", "team": "ledger" });
    machine.call("change_in_bulk", &[], "", &leave).await;

    let bearer = format!("Bearer {}", machine.token);
    let headers = [("authorization", bearer.as_str())];
    let mut client = machine.nights.app.client();
    let file = client
        .send(http::Method::GET, "/api/v1/people/export", &headers, String::new())
        .await;
    assert_eq!(file.status, 200);
    machine.worked.insert("export_people".to_owned());
    let outcome = machine.call("import_people", &[], "", &json!(file.body)).await;
    let changes = outcome["lines"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|line| line["changes"] != json!([]));
    assert_eq!(changes.count(), 0, "{outcome}");
}

pub(super) async fn team(machine: &mut Machine<'_>, people: &[String]) {
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
    let impact = machine
        .call(
            "preview_member",
            &[("slug", "ledger"), ("person", people[0].as_str())],
            "",
            &json!({ "share_percent": 100 }),
        )
        .await;
    assert_eq!(
        (impact["rows"].clone(), impact["more"].clone()),
        (json!([]), json!(0)),
        "no rota yet"
    );
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
    ends_of_teams(machine).await;
}

async fn ends_of_teams(machine: &mut Machine<'_>) {
    machine
        .call("create_team", &[], "", &json!({ "name": "Old ledger" }))
        .await;
    let here = [("slug", "old-ledger")];
    let archived = machine.call("archive_team", &here, "", &json!({})).await;
    assert_eq!(archived["end"]["over"], true);
    assert_eq!(
        machine.call("restore_team", &here, "", NONE).await["end"],
        serde_json::Value::Null
    );
    let preview = machine.call("preview_team_merge", &here, "?into=ledger", NONE).await;
    assert_eq!(preview["refusals"], json!([]));
    let merged = machine
        .call("merge_team", &here, "", &json!({ "into": "ledger" }))
        .await;
    assert_eq!(text(&merged["slug"]), "ledger");
    assert_eq!(
        machine
            .ask("merge_team", &here, "", &json!({ "into": "ledger" }))
            .await
            .0,
        409
    );
}

pub(super) async fn planning(machine: &mut Machine<'_>, people: &[String]) {
    let (team, hal) = (
        [("slug", "ledger")],
        [("slug", "ledger"), ("person", people[1].as_str())],
    );
    let known = json!({ "share_percent": 80, "experience": "regular", "sun": true, "joins_on": "2026-06-01" });
    machine.call("put_planning_member", &hal, "", &known).await;
    let page = machine.call("get_planning_people", &team, "", NONE).await;
    assert_eq!(
        text(&page["members"][0]["words"]),
        "80 % · knows the work · never Sun · from Mon 1 Jun"
    );
    let usual = json!({ "share_percent": 100 });
    machine.call("put_planning_member", &hal, "", &usual).await;
    let pair = json!({ "one": people[1], "other": people[2] });
    machine.call("keep_apart", &team, "", &pair).await;
    let apart = machine.call("get_planning_people", &team, "", NONE).await["apart"].clone();
    machine
        .call("end_apart", &[("id", &text(&apart[0]["id"]))], "", NONE)
        .await;
    let page = machine.call("get_planning_people", &team, "", NONE).await;
    assert_eq!(page["apart"], json!([]));
}

pub(super) async fn leave(machine: &mut Machine<'_>, people: &[String]) {
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

pub(super) async fn wishes(machine: &mut Machine<'_>) {
    let eve = machine.nights.eve.to_string();
    let wish = json!({ "kind": "avoid", "weekday": "fri", "part": "night" });
    let entered = machine.call("enter_wish", &[("id", &eve)], "", &wish).await;
    assert_eq!(entered["when"], "Friday nights");
    let all = machine.call("list_wishes", &[("id", &eve)], "", NONE).await;
    assert_eq!(all, json!([entered]));
    machine
        .call("withdraw_wish", &[("id", &text(&entered["id"]))], "", NONE)
        .await;
}

/// How somebody reads, and what a machine may not change of it.
pub(super) async fn profile(machine: &mut Machine<'_>) {
    let eve = machine.nights.eve.to_string();
    let here = [("id", eve.as_str())];
    let before = machine.call("get_profile", &here, "", NONE).await;
    assert_eq!(before["date_orders"][1], json!(["month_first", "Nov 25, 2026"]));
    let change = json!({ "hour_clock": 12, "zone": "Asia/Tokyo" });
    let after = machine.call("change_profile", &here, "", &change).await;
    assert_eq!(
        (text(&after["hour_clock"]), text(&after["zone"])),
        ("12".into(), "Asia/Tokyo".into())
    );
    assert_eq!(
        (&after["date_order"], &after["name"]),
        (&before["date_order"], &before["name"])
    );
    let (status, refused) = machine
        .ask("change_profile", &here, "", &json!({ "theme": "neon" }))
        .await;
    assert_eq!((status, text(&refused["errors"][0]["field"])), (422, "theme".into()));
}

/// What a name may mean.
pub(super) async fn search(machine: &mut Machine<'_>) {
    let found = machine.call("search", &[], "?query=night", NONE).await;
    let first = &found["hits"][0];
    assert_eq!(
        (text(&first["title"]), text(&first["href"])),
        ("Nights".into(), "/rotas/nights".into())
    );
    assert_eq!(
        found["hits"].as_array().unwrap().len(),
        1,
        "no pages and no commands for a machine: {found}"
    );
}

/// Lets somebody in, and out again.
pub(super) async fn access(machine: &mut Machine<'_>, people: &[String]) {
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

pub(super) async fn the_audit(machine: &mut Machine<'_>) {
    let table = machine.call("list_permissions", &[], "", NONE).await;
    assert!(table["groups"].as_array().unwrap().len() > 3);
    let made = machine.call("list_audit", &[], "?kind=teams&text=ledger", NONE).await;
    let actions: Vec<_> = made["entries"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| text(&one["action"]))
        .collect();
    assert!(actions.contains(&"team.created".to_owned()), "{made}");
    assert_eq!(machine.ask("list_audit", &[], "?kind=nonsense", NONE).await.0, 422);
}
