//! Rate cards, call-outs, statements and what is handed to payroll.

use super::{NONE, text};
use crate::support::{api::Machine, at};
use serde_json::{Value, json};

const NOVEMBER: &str = "2026-11-01";

/// The kind of problem that an operation is refused with, which has to be a conflict.
async fn refused(machine: &Machine<'_>, id: &str, values: &[(&str, &str)], body: &Value) -> String {
    let (status, refused) = machine.ask(id, values, "", body).await;
    assert_eq!(status, 409, "{id}: {refused}");
    text(&refused["type"]).trim_start_matches("/problems/").to_owned()
}

/// A card is made from a preset, tried, changed, and pays everybody.
pub(super) async fn cards(machine: &mut Machine<'_>) {
    let before = machine.call("list_rate_cards", &[], "", NONE).await;
    assert_eq!(before["cards"], json!([]));
    assert_eq!(before["unpaid"], json!([]), "without any card nothing is missing");
    let preset = json!({ "preset": "hourly-bands" });
    let made = machine.call("make_rate_card", &[], "", &preset).await;
    let card = text(&made["id"]);
    let here = [("id", card.as_str())];
    assert_eq!(
        (made["version"].clone(), text(&made["name"])),
        (json!(1), "Hourly bands".into())
    );

    let mut dearer = made["form"].clone();
    dearer["bands"][1]["lead"] = json!("24.00");
    dearer["effective_from"] = json!("2026-01-01");
    let tried = machine.call("try_rate_card", &[], "", &dearer).await;
    assert_ne!(tried["total"], made["trial"]["total"], "{tried}");
    let after = machine.call("change_rate_card", &here, "", &dearer).await;
    assert_eq!(
        (after["version"].clone(), after["trial"]["total"].clone()),
        (json!(2), tried["total"].clone())
    );
    assert_eq!(machine.ask("change_rate_card", &here, "", &dearer).await.0, 412);
    let mut odd = after["form"].clone();
    odd["bands"][1]["lead"] = json!("twelve");
    let (status, faults) = machine.ask("try_rate_card", &[], "", &odd).await;
    assert_eq!(
        (status, text(&faults["errors"][0]["field"])),
        (422, "bands[1].lead".into())
    );

    uses(machine, &card).await;
    let mut later = after["form"].clone();
    later["name"] = json!("Hourly bands of 2027");
    later["effective_from"] = json!("2027-01-01");
    refused(machine, "change_rate_card", &here, &later).await;
    later["add"] = json!("on");
    let added = machine.call("change_rate_card", &here, "", &later).await;
    assert_eq!(added["versions"].as_array().unwrap().len(), 2, "{added}");
    machine
        .call("withdraw_rate_card_version", &here, "?version=3", NONE)
        .await;
    let (status, stays) = machine
        .ask("withdraw_rate_card_version", &here, "?version=2", NONE)
        .await;
    assert_eq!(status, 409, "it pays: {stays}");
    let shown = machine.call("get_rate_card", &here, "", NONE).await;
    assert_eq!(
        (shown["version"].clone(), text(&shown["form"]["bands"][1]["lead"])),
        (json!(2), "24.00".into())
    );
    costs(machine, &card).await;
}

/// What a card pays is said, and taken back.
async fn uses(machine: &mut Machine<'_>, card: &str) {
    let every = json!({ "paid_for": "organisation", "card": card, "from": "2026-01-01" });
    let page = machine.call("use_rate_card", &[], "", &every).await;
    assert_eq!(page["unpaid"], json!([]), "{page}");
    let none = json!({ "paid_for": "rota nights", "card": "none", "from": "2026-02-01" });
    let page = machine.call("use_rate_card", &[], "", &none).await;
    assert_eq!(page["unpaid"], json!(["Nights"]));
    let which = "?paid_for=rota%20nights&from=2026-02-01";
    machine.call("end_rate_card_use", &[], which, NONE).await;
    assert_eq!(machine.ask("end_rate_card_use", &[], which, NONE).await.0, 404);
    let listed = machine.call("list_rate_cards", &[], "", NONE).await;
    assert_eq!(listed["uses"].as_array().unwrap().len(), 1, "{listed}");
}

/// What duty costs, and what another card would have cost.
async fn costs(machine: &mut Machine<'_>, card: &str) {
    let eve = machine.nights.eve.to_string();
    let all = machine.call("get_costs", &[], "?quarter=this", NONE).await;
    assert!(text(&all["totals"][0]).starts_with('£'), "{all}");
    let team = machine
        .call("get_team_costs", &[("slug", "payments")], "?quarter=this", NONE)
        .await;
    assert_eq!(
        (text(&team["rows"][0]["slug"]), team["months"].clone()),
        ("nights".into(), json!(["October", "November", "December"]))
    );
    assert_eq!(machine.ask("get_costs", &[], "?quarter=never", NONE).await.0, 422);
    let nightly = machine
        .call("make_rate_card", &[], "", &json!({ "preset": "flat-nightly" }))
        .await;
    let two = format!("?one={card}:2&other={}", text(&nightly["id"]));
    let compared = machine.call("compare_rate_cards", &[], &two, NONE).await;
    assert_eq!(
        text(&compared["outcome"]["words"]),
        "Would have cost the same",
        "nobody worked last quarter: {compared}"
    );

    let senior = json!({ "person": eve, "from": NOVEMBER, "grade": "senior", "holiday_region": "GB-SCT" });
    machine.call("put_pay_person", &[], "", &senior).await;
    let found = machine.call("list_pay_people", &[], "?query=eve", NONE).await;
    assert_eq!(
        (text(&found["people"][0]["id"]), text(&found["people"][0]["grade"])),
        (eve, "senior".into())
    );
}

/// Ben is called out tonight, and on another night by mistake. In the end it is December.
pub(super) async fn call_outs(machine: &mut Machine<'_>) {
    let ben = machine.nights.ben.to_string();
    let here = [("id", ben.as_str())];
    let clock = &machine.nights.app.clock;
    clock.set(at("2026-11-24T22:10:20Z"));
    let entered = machine.call("enter_call_out", &here, "", &json!({})).await;
    let id = text(&entered["id"]);
    let there = [("id", id.as_str())];
    assert_eq!(
        refused(machine, "enter_call_out", &here, &json!({})).await,
        "call-out-running"
    );
    let page = machine.call("list_call_outs", &here, "", NONE).await;
    assert_eq!(text(&page["running"]["id"]), id);
    clock.set(at("2026-11-24T22:40:20Z"));
    machine.call("end_call_out", &there, "", NONE).await;
    let page = machine.call("list_call_outs", &here, "", NONE).await;
    assert_eq!(
        (page["running"].clone(), text(&page["rows"][0]["length"])),
        (Value::Null, "30 min".into())
    );

    clock.set(at("2026-12-02T09:00:00Z"));
    let longer = json!({
        "from": "2026-11-24T22:10:00Z", "to": "2026-11-24T22:55:00Z", "place": "on_site", "reason": "Disk replaced",
    });
    machine.call("change_call_out", &there, "", &longer).await;
    let mistaken = json!({ "from": "2026-11-22T22:10:00Z", "to": "2026-11-22T22:55:00Z", "reason": "Another's" });
    let entered = machine.call("enter_call_out", &here, "", &mistaken).await;
    machine
        .call("withdraw_call_out", &[("id", &text(&entered["id"]))], "", NONE)
        .await;
    let page = machine.call("list_call_outs", &here, "", NONE).await;
    assert_eq!(page["rows"].as_array().unwrap().len(), 1, "{page}");
    assert_eq!(
        (text(&page["rows"][0]["length"]), text(&page["rows"][0]["place_words"])),
        ("45 min".into(), "on site".into())
    );
    let at_lunch = json!({ "from": "2026-11-23T12:00:00Z", "to": "2026-11-23T13:00:00Z", "reason": "Lunch" });
    assert_eq!(
        refused(machine, "enter_call_out", &here, &at_lunch).await,
        "not-on-duty"
    );
}

/// November is submitted, asked about, approved, handed to payroll, and taken back.
pub(super) async fn statements(machine: &mut Machine<'_>) {
    let (ada, ben) = (machine.nights.ada, machine.nights.ben.to_string());
    let settings = machine.call("get_pay_settings", &[], "", NONE).await;
    assert_eq!(
        (text(&settings["cycle"]), text(&settings["toil_expires_days"])),
        ("monthly".into(), String::new())
    );
    let kept = json!({ "toil_expires_days": 90 });
    let settings = machine.call("change_pay_settings", &[], "", &kept).await;
    assert_eq!(
        (text(&settings["cycle"]), text(&settings["toil_expires_days"])),
        ("monthly".into(), "90".into())
    );

    let pay = machine.call("get_pay", &[("id", &ben)], "", NONE).await;
    let november = format!("{NOVEMBER}.{ben}");
    assert_eq!(text(&pay["waiting"][0]["id"]), november, "{pay}");
    let here = [("id", november.as_str())];
    let draft = machine.call("get_statement", &here, "", NONE).await;
    let groups = draft["groups"].as_array().unwrap();
    let lines: Vec<&Value> = groups.iter().flat_map(|one| one["lines"].as_array().unwrap()).collect();
    let called: Vec<_> = lines.iter().filter(|line| line["kind"] == "call_out").collect();
    assert_eq!((text(&draft["state"]), called.len()), ("draft".into(), 1), "{draft}");
    let sum: i64 = lines.iter().filter_map(|line| line["amount"]["minor"].as_i64()).sum();
    assert_eq!(draft["totals"][0]["minor"], sum);

    let these = json!({ "ids": [november] });
    let approve = "approve_statements";
    assert_eq!(refused(machine, approve, &[], &these).await, "statement-stands");
    let submitted = machine.call("submit_statement", &here, "", NONE).await;
    assert_eq!(
        (text(&submitted["state"]), submitted["totals"].clone()),
        ("submitted".into(), draft["totals"].clone())
    );
    asked_about(machine, &here, &these, text(&called[0]["key"])).await;

    let own = format!("{NOVEMBER}.{ada}");
    machine.call("submit_statement", &[("id", &own)], "", NONE).await;
    let both = json!({ "ids": [november, own] });
    assert_eq!(refused(machine, approve, &[], &both).await, "own-pay");
    machine.call(approve, &[], "", &these).await;
    machine.call(approve, &[], "", &these).await;
    assert_eq!(
        machine.call("get_statement", &here, "", NONE).await["state"],
        "approved"
    );
    let period = json!({ "period": NOVEMBER });
    let many = machine.call("submit_statements", &[], "", &period).await;
    assert!(many["submitted"].as_u64() >= Some(2), "Cleo's and Dan's: {many}");
    let again = machine.call("submit_statements", &[], "", &period).await;
    assert_eq!(again["submitted"], 0);

    handed_over(machine, &november, &lines).await;
    let (status, why) = machine
        .ask("reopen_statement", &here, "", &json!({ "reason": " " }))
        .await;
    assert_eq!((status, text(&why["errors"][0]["field"])), (422, "reason".into()));
    let wrong = json!({ "reason": "The card was wrong" });
    let reopened = machine.call("reopen_statement", &here, "", &wrong).await;
    assert_eq!(text(&reopened["state"]), "draft");
    assert!(
        text(&reopened["state_words"]).ends_with("The card was wrong"),
        "{reopened}"
    );
}

/// In December the card gives time off: Cleo's is earned, taken, and withdrawn again.
pub(super) async fn toil(machine: &mut Machine<'_>) {
    let cleo = machine.nights.cleo.to_string();
    let here = [("id", cleo.as_str())];
    let none = json!({ "day": "2027-01-04", "hours": "2" });
    assert_eq!(refused(machine, "take_toil", &here, &none).await, "toil-short");
    let cards = machine.call("list_rate_cards", &[], "", NONE).await;
    let id = cards["uses"][0]["card"].as_str().map(str::to_owned);
    let id = id.unwrap_or_else(|| text(&cards["cards"][0]["id"]));
    let card = machine.call("get_rate_card", &[("id", &id)], "", NONE).await;
    let mut form = card["form"].clone();
    form["effective_from"] = json!("2026-12-01");
    form["add"] = json!("on");
    for band in form["bands"].as_array_mut().unwrap() {
        band["toil_factor"] = json!("1");
    }
    machine.call("change_rate_card", &[("id", &id)], "", &form).await;
    machine.nights.app.clock.set(at("2027-01-03T09:00:00Z"));
    let december = format!("2026-12-01.{cleo}");
    machine.call("submit_statement", &[("id", &december)], "", NONE).await;
    machine
        .call("approve_statements", &[], "", &json!({ "ids": [december] }))
        .await;
    let page = machine.call("get_toil", &here, "", NONE).await;
    let earned = page["sum"]["seconds"].as_i64().unwrap();
    assert!(earned > 0, "{page}");
    let taken = machine.call("take_toil", &here, "", &none).await;
    machine
        .call("withdraw_toil", &[("id", &text(&taken["id"]))], "", NONE)
        .await;
    let choice = json!({ "choice": "time_off", "from": "2027-01-05" });
    let page = machine.call("choose_toil", &here, "", &choice).await;
    assert_eq!(page["sum"]["seconds"], earned, "{page}");
}

/// A calendar of one's own is made, added to, followed by somebody, not removed meanwhile, and removed in the end.
pub(super) async fn holidays(machine: &mut Machine<'_>) {
    let ireland = [("key", "IE")];
    let form = json!({ "name": "Ireland", "text": "2027-03-17,St Patrick’s Day\n2027-02-01;St Brigid’s Day" });
    let page = machine.call("put_holiday_calendar", &ireland, "", &form).await;
    let row = page["calendar"].clone();
    assert_eq!(
        (row["days"].clone(), text(&row["data_to"]), row["ends_soon"].clone()),
        (json!(2), "2027-03-17".into(), json!(true)),
        "{page}"
    );
    let odd = json!({ "name": "Ireland", "text": "tomorrow" });
    assert_eq!(machine.ask("put_holiday_calendar", &ireland, "", &odd).await.0, 422);
    let england = [("key", "GB-ENG")];
    assert_eq!(machine.ask("put_holiday_calendar", &england, "", &form).await.0, 422);
    let day = json!({ "date": "2027-05-03", "name": "May Day" });
    let page = machine.call("put_holiday", &ireland, "", &day).await;
    assert_eq!(page["calendar"]["days"], json!(3));
    assert_eq!(refused(machine, "put_holiday", &england, &day).await, "built-in");
    machine.call("remove_holiday", &ireland, "?date=2027-05-03", NONE).await;
    assert_eq!(
        machine
            .ask("remove_holiday", &ireland, "?date=2027-05-03", NONE)
            .await
            .0,
        404
    );
    let dan = machine.nights.dan.to_string();
    let lives = |region: &str| json!({ "person": dan, "from": "2027-01-01", "holiday_region": region });
    machine.call("put_pay_person", &[], "", &lives("IE")).await;
    let page = machine.call("get_holiday_calendar", &ireland, "", NONE).await;
    assert_eq!(page["users"], json!(["Dan"]));
    assert_eq!(
        refused(machine, "remove_holiday_calendar", &ireland, NONE).await,
        "calendar-used"
    );
    machine.call("put_pay_person", &[], "", &lives("")).await;
    machine.call("remove_holiday_calendar", &ireland, "", NONE).await;
    let page = machine.call("list_holiday_calendars", &[], "", NONE).await;
    let all = page["calendars"].as_array().unwrap();
    assert!(all.len() == 4 && all.iter().all(|one| one["built_in"] == true));
}

/// A question about a line is answered before the statement is approved.
async fn asked_about(machine: &mut Machine<'_>, here: &[(&str, &str)], these: &Value, line: String) {
    let question = json!({ "line": line, "question": "Was that not two hours?" });
    let asked = machine.call("query_statement", here, "", &question).await;
    let id = text(&asked["id"]);
    let there = [("id", id.as_str())];
    assert_eq!(refused(machine, "approve_statements", &[], these).await, "query-open");
    let answer = json!({ "answer": "You wrote 45 minutes." });
    machine.call("answer_pay_query", &there, "", &answer).await;
    let another = json!({ "answer": "It was." });
    assert_eq!(
        refused(machine, "answer_pay_query", &there, &another).await,
        "query-answered"
    );
    let page = machine.call("get_statement", here, "", NONE).await;
    assert_eq!(
        (text(&page["queries"][0]["line"]), text(&page["queries"][0]["answer"])),
        (line, "You wrote 45 minutes.".into())
    );
}

/// What is approved is handed to payroll as files.
async fn handed_over(machine: &mut Machine<'_>, statement: &str, lines: &[&Value]) {
    let run = machine.call("get_pay_run", &[], "", NONE).await;
    assert_eq!(
        (
            text(&run["period"]["first"]),
            run["over"].clone(),
            run["counts"][2].clone()
        ),
        (NOVEMBER.into(), json!(true), json!(1)),
        "{run}"
    );
    let once = json!({ "period": NOVEMBER, "key": run["key"] });
    let export = text(&machine.call("export_pay", &[], "", &once).await["id"]);
    assert_eq!(
        text(&machine.call("export_pay", &[], "", &once).await["id"]),
        export,
        "sent twice"
    );
    let more = json!({ "period": NOVEMBER });
    assert_eq!(refused(machine, "export_pay", &[], &more).await, "nothing-approved");
    let which = format!("?period={NOVEMBER}");
    let run = machine.call("get_pay_run", &[], &which, NONE).await;
    assert_eq!(
        (text(&run["exports"][0]["id"]), run["exports"][0]["statements"].clone()),
        (export.clone(), json!(1))
    );
    let mut rows = run["rows"].as_array().unwrap().iter();
    assert_eq!(
        rows.find(|row| row["id"] == statement).unwrap()["state"],
        "exported",
        "{run}"
    );

    let files = file(machine, &export, "lines.csv").await;
    assert_eq!(files.lines().count(), lines.len() + 1, "{files}");
    let files = file(machine, &export, "people.csv").await;
    assert!(files.contains("ben@example.org"), "{files}");
    let sage = [("name", "Sage")];
    let columns = json!({ "rows": "people", "separator": "semicolon", "decimal_comma": "yes",
        "columns": "Employee = email\nElement = \"On-call\"\nAmount = amount\nPence = minor_units" });
    machine.call("put_pay_columns", &sage, "", &columns).await;
    let mapped = file(machine, &export, "Sage.csv").await;
    let minor = run["exports"][0]["totals"][0]["minor"].as_i64().unwrap();
    let expected = format!(
        "\u{feff}Employee;Element;Amount;Pence\r\nben@example.org;On-call;{},{:02};{minor}\r\n",
        minor / 100,
        minor % 100
    );
    assert_eq!(mapped, expected);
    let saved = machine.call("list_pay_columns", &[], "", NONE).await;
    assert_eq!(saved["mappings"][0]["form"]["name"], "Sage", "{saved}");
    let odd = json!({ "rows": "people", "columns": "Employee = e-mail" });
    assert_eq!(machine.ask("put_pay_columns", &sage, "", &odd).await.0, 422);
    machine.call("remove_pay_columns", &sage, "", NONE).await;
    assert_eq!(machine.ask("remove_pay_columns", &sage, "", NONE).await.0, 404);
    let all: Value = serde_json::from_str(&file(machine, &export, "statements.json").await).unwrap();
    assert_eq!(all["totals"][0]["minor"], run["exports"][0]["totals"][0]["minor"]);
    assert_eq!(
        machine
            .ask("get_pay_export", &[("id", &export), ("file", "all.pdf")], "", NONE)
            .await
            .0,
        404
    );
}

/// A file of an export, of a kind that the description says.
async fn file(machine: &mut Machine<'_>, export: &str, name: &str) -> String {
    let operation = machine.description.operation("get_pay_export");
    let bearer = format!("Bearer {}", machine.token);
    let headers = [("authorization", bearer.as_str())];
    let address = operation.address(&[("id", export), ("file", name)]);
    let mut client = machine.nights.app.client();
    let answer = client.send(http::Method::GET, &address, &headers, String::new()).await;
    assert_eq!(answer.status, 200, "{name}: {}", answer.body);
    let kind = answer.header("content-type").split(';').next().unwrap();
    let content = &operation.responses["200"]["content"];
    assert!(content.get(kind).is_some(), "{name} is {kind}: {content}");
    machine.worked.insert("get_pay_export".to_owned());
    answer.body
}
