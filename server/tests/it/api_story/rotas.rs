//! Rotas, plans and covers.

use super::{NONE, text};
use crate::support::api::Machine;
use serde_json::{Value, json};

pub(super) async fn rota(machine: &mut Machine<'_>) {
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
    let id = text(&made["id"]);
    let by_id = machine
        .call("get_rota_settings", &[("slug", id.as_str())], "", NONE)
        .await;
    assert_eq!(
        text(&by_id["form"]["name"]),
        "Ledger days",
        "an id does where a slug does"
    );
    let here = [("slug", "ledger-days")];
    let mut settings = machine.call("get_rota_settings", &here, "", NONE).await["form"].clone();
    settings["also_at"] = json!("13:00");
    let after = machine.call("change_rota_settings", &here, "", &settings).await;
    assert_eq!(text(&after["form"]["also_at"]), "13:00");
    let (status, stale) = machine.ask("change_rota_settings", &here, "", &settings).await;
    assert_eq!(
        (status, text(&stale["type"])),
        (412, "/problems/changed-meanwhile".into())
    );
}

pub(super) async fn plan(machine: &mut Machine<'_>) {
    let here = [("slug", "ledger-days")];
    let ask = json!({ "from": "", "weeks": 4, "seed": 1 });
    let made = machine.call("make_draft", &here, "", &ask).await;
    assert!(made["row"]["shifts"].as_u64().unwrap() >= 4, "{made}");
    let id = text(&made["row"]["id"]);
    let draft = [("slug", "ledger-days"), ("draft", id.as_str())];
    machine.call("discard_draft", &draft, "", NONE).await;
    assert_eq!(
        machine.ask("publish_draft", &draft, "", &json!({})).await.0,
        409,
        "it is discarded"
    );
    machine.call("restore_draft", &draft, "", NONE).await;
    edited(machine, &draft).await;
    let job = machine
        .call("plan_again", &draft, "", &json!({ "change": "little" }))
        .await;
    let again = done(machine, &job).await;
    let both = format!("?compare={id},{}", text(&again["draft"]));
    let compared = machine.call("list_drafts", &here, &both, NONE).await["compared"].clone();
    assert_eq!(compared["columns"].as_array().unwrap().len(), 2, "{compared}");
    let plan = machine.call("get_plan", &here, "", NONE).await;
    assert_eq!(plan["drafts"].as_array().unwrap().len(), 2, "{plan}");
    let impact = machine.call("get_draft_impact", &draft, "", NONE).await;
    assert_eq!(impact["refused"], json!([]), "{impact}");
    let published = machine.call("publish_draft", &draft, "", &json!({})).await;
    assert!(published["planned_until"].is_string(), "{published}");
    let timeline = machine
        .call("get_timeline", &here, "?view=week&from=2026-11-23", NONE)
        .await;
    assert_eq!(timeline["anything"], true);
    let many = machine.call("list_timelines", &[], "?view=month&page=1", NONE).await;
    assert!(many["total"].as_u64() >= Some(1), "{many}");
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

pub(super) async fn planning_rules(machine: &mut Machine<'_>) {
    let mut form = machine.call("get_planning_defaults", &[], "", NONE).await["form"].clone();
    assert_eq!(text(&form["weekly_rest_hours"]), "24");
    form["min_rest_hours"] = json!(10);
    let after = machine.call("change_planning_defaults", &[], "", &form).await;
    assert_eq!(text(&after["form"]["min_rest_hours"]), "10");
    assert_eq!(machine.ask("change_planning_defaults", &[], "", &form).await.0, 412);

    let here = [("slug", "ledger-days")];
    let rota = machine.call("get_rota_planning_rules", &here, "", NONE).await;
    assert_eq!(
        (rota["follows"].clone(), text(&rota["form"]["min_rest_hours"])),
        (json!(true), "10".into())
    );
    let light = json!({ "revision": rota["form"]["revision"], "preset": "light" });
    let own = machine.call("change_rota_planning_rules", &here, "", &light).await;
    assert_eq!(
        (own["follows"].clone(), text(&own["form"]["min_rest_hours"])),
        (json!(false), "8".into())
    );
    let bad = json!({ "revision": own["form"]["revision"], "wishes": "nine" });
    let (status, refused) = machine.ask("change_rota_planning_rules", &here, "", &bad).await;
    assert_eq!((status, text(&refused["errors"][0]["field"])), (422, "wishes".into()));
}

/// A job at its end, which must be a draft.
async fn done(machine: &mut Machine<'_>, job: &Value) -> Value {
    let (id, mut job) = (text(&job["id"]), job.clone());
    for _ in 0..3600 {
        if !["queued", "running"].contains(&text(&job["state"]).as_str()) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        job = machine.call("get_planning_job", &[("id", &id)], "", NONE).await;
    }
    assert_eq!(job["state"], "done", "{job}");
    job
}

pub(super) async fn jobs(machine: &mut Machine<'_>) {
    let here = [("slug", "ledger-days")];
    let ask = json!({ "weeks": 3, "effort": "quick" });
    let outlook = machine.call("get_outlook", &here, "", &ask).await;
    assert!(text(&outlook["what"]).contains(" shifts, "), "{outlook}");
    let job = machine.call("start_plan", &here, "", &ask).await;
    let id = text(&done(machine, &job).await["id"]);
    machine.call("cancel_plan", &[("id", &id)], "", NONE).await;
    assert_eq!(
        text(&machine.call("get_planning_job", &[("id", &id)], "", NONE).await["state"]),
        "done",
        "what has come to its end is not cancelled"
    );
}

pub(super) async fn order(machine: &mut Machine<'_>, people: &[String]) {
    let here = [("slug", "ledger-days")];
    let place = |person: &String, place: u32| json!({ "person": person, "place": place });
    let order = json!({
        "from": "2026-12-21",
        "leads": [place(&people[1], 1), place(&people[2], 2)],
        "engineers": [place(&people[2], 1), place(&people[1], 2)],
    });
    let page = machine.call("put_rota_order", &here, "", &order).await;
    assert_eq!(
        (page["on"].clone(), text(&page["orders"][0]["leads"][0]["name"])),
        (json!(true), "Hal".into())
    );
    let twice = json!({ "from": "2026-12-21", "leads": [place(&people[1], 1), place(&people[2], 1)], "engineers": [] });
    let (status, refused) = machine.ask("put_rota_order", &here, "", &twice).await;
    assert_eq!(
        (status, text(&refused["errors"][0]["field"])),
        (422, "leads[1].place".into())
    );
    machine.call("end_rota_order", &here, "", NONE).await;
    assert_eq!(machine.call("get_rota_order", &here, "", NONE).await["on"], false);
}

/// Gives a role to whoever would be best, and undoes it.
async fn edited(machine: &mut Machine<'_>, draft: &[(&str, &str)]) {
    let page = machine.call("get_draft", draft, "", NONE).await;
    let seat = text(&page["turns"][1]["seats"][0]["seat"]);
    let choices = machine
        .call("get_draft_choices", draft, &format!("?seat={seat}"), NONE)
        .await;
    let best = &choices["people"][0];
    let give = json!({
        "what": "give", "seat": seat, "person": best["person"]["id"], "reason": "for the story", "seen": page["row"]["revision"],
    });
    let after = machine.call("edit_draft", draft, "", &give).await;
    assert_eq!(after["turns"][1]["seats"][0]["person"], best["person"], "{after}");
    let (status, stale) = machine.ask("edit_draft", draft, "", &give).await;
    assert_eq!(
        (status, text(&stale["type"])),
        (412, "/problems/changed-meanwhile".into())
    );
    let undo = json!({ "what": "undo", "seen": after["row"]["revision"] });
    machine.call("edit_draft", draft, "", &undo).await;
}

pub(super) async fn covers(machine: &mut Machine<'_>) {
    let eve = machine.nights.eve.to_string();
    let here = [("slug", "nights")];
    let asked = format!("?role=lead&lead={eve}&from=2026-11-24T18:00:00Z&to=2026-11-24T20:00:00Z&preview=true");
    let page = machine.call("list_covers", &here, &asked, NONE).await;
    assert!(page["outcome"]["Possible"]["after"]["bars"].is_array(), "{page}");
    let rest_of_the_shift = machine
        .call("list_covers", &here, &format!("?lead={eve}&preview=true"), NONE)
        .await;
    assert!(
        rest_of_the_shift["outcome"]["Possible"].is_object(),
        "{rest_of_the_shift}"
    );
    let body = json!({ "role": "lead", "person": eve, "from": "2026-11-24T18:00:00Z", "to": "2026-11-24T20:00:00Z" });
    let made = machine.call("make_cover", &here, "", &body).await;
    let id = text(&made["id"]);
    assert_eq!(
        machine.call("get_cover", &[("id", &id)], "", NONE).await["state"],
        "scheduled"
    );
    let listed = machine.call("list_covers", &here, "", NONE).await["covers"].clone();
    assert_eq!(text(&listed[0]["id"]), id);
    let longer = json!({ "to": "2026-11-24T21:00:00Z" });
    let changed = machine.call("change_cover", &[("id", &id)], "", &longer).await;
    assert_eq!(text(&changed["replaces"]), id);
    let id = text(&changed["id"]);
    machine.call("withdraw_cover", &[("id", &id)], "", NONE).await;
    let again = machine.call("make_cover", &here, "", &body).await;
    let several = json!({ "covers": [again["id"]] });
    let withdrawn = machine.call("withdraw_covers", &[], "", &several).await;
    assert_eq!(withdrawn[0]["state"], "withdrawn");
    let open = machine
        .call("list_conflicts", &[], "?team=payments&accepted=true&limit=5", NONE)
        .await;
    assert_eq!(
        open["total"].as_u64(),
        open["conflicts"].as_array().map(|rows| rows.len() as u64),
        "{open}"
    );
    let history = machine.call("get_history", &here, "?kind=covers", NONE).await;
    assert_eq!(history["changes"][0]["action"], "cover.withdrawn", "{history}");
}

pub(super) async fn faults_are_named_as_in_json(machine: &mut Machine<'_>) {
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

/// Notes are left, read and acknowledged.
pub(super) async fn handover(machine: &mut Machine<'_>) {
    let here = [("slug", "nights")];
    let team = [("slug", "payments")];
    let list = json!({ "items": "Alerts are quiet", "remind_after": 10 });
    machine.call("change_handover_checklist", &team, "", &list).await;
    assert_eq!(machine.ask("change_handover_checklist", &team, "", &list).await.0, 412);
    let page = machine.call("get_handover", &here, "", NONE).await;
    let key = page["taking"]["key"].clone();
    let notes = json!({ "at": key, "notes": "All quiet", "done": ["Alerts are quiet"] });
    let after = machine.call("write_handover", &here, "", &notes).await;
    assert_eq!(
        after["taking"]["checks"],
        json!([{ "item": "Alerts are quiet", "done": true }])
    );
    let (status, stale) = machine.ask("write_handover", &here, "", &notes).await;
    assert_eq!(
        (status, text(&stale["type"])),
        (412, "/problems/changed-meanwhile".into())
    );
    let (status, unread) = machine
        .ask(
            "acknowledge_handover",
            &here,
            "",
            &json!({ "at": key, "seen": "1", "person": after["taking"]["may_take_for"][0]["id"] }),
        )
        .await;
    assert_eq!(
        (status, text(&unread["type"])),
        (412, "/problems/changed-meanwhile".into())
    );
    let whoever = json!({ "at": key, "seen": after["taking"]["seen"] });
    let (status, whom) = machine.ask("acknowledge_handover", &here, "", &whoever).await;
    assert_eq!((status, &whom["errors"][0]["field"]), (422, &json!("person")), "{whom}");
    let waiting = after["taking"]["may_take_for"].as_array().cloned().unwrap_or_default();
    assert!(!waiting.is_empty(), "{after}");
    let mut read = json!({});
    for person in waiting {
        read = json!({ "at": key, "seen": after["taking"]["seen"], "person": person["id"] });
        let taken = machine.call("acknowledge_handover", &here, "", &read).await;
        assert!(taken["taking"]["taken"].is_string(), "{taken}");
    }
    let (status, refused) = machine.ask("acknowledge_handover", &here, "", &read).await;
    assert_eq!((status, text(&refused["type"])), (409, "/problems/acknowledged".into()));
    let before = machine.call("list_handovers", &here, "", NONE).await;
    assert_eq!(before["handovers"][0]["text"], "All quiet");
    machine
        .call("use_handover_notes", &here, "", &json!({ "uses": false }))
        .await;
    assert_eq!(machine.call("get_handover", &here, "", NONE).await["uses"], false);
    machine
        .call("use_handover_notes", &here, "", &json!({ "uses": true }))
        .await;
}
