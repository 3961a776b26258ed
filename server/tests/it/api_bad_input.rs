//! Whatever is sent to the API, the answer says what was wrong and never that it is our fault.

use crate::support::{
    Database,
    api::{Description, Operation},
    nights::Nights,
};
use http::Method;
use serde_json::{Value, json};

const UNKNOWN: &str = "00000000-0000-4000-8000-000000000000";

/// What is put in place of every field.
fn leaves() -> Vec<Value> {
    let mut leaves = vec![
        json!(""),
        json!(" "),
        json!("x"),
        json!("a\u{0}b"),
        json!("\u{1b}[31m\u{202e}\u{200f}🙂\r\n"),
        json!("-1"),
        json!("99999999999999999999999999"),
        json!("9999-12-31"),
        json!("-262143-01-01"),
        json!("+262142-12-31T23:59:59Z"),
        json!("2026-11-24T09:00"),
        json!("25:99"),
        json!("Europe/London"),
        json!("none"),
        json!("lead,engineer"),
        json!("x".repeat(20_000)),
        json!("é".repeat(5_000)),
        json!(0),
        json!(-1),
        json!(1e308),
        json!(18_446_744_073_709_551_615_u64),
        json!(true),
        json!(false),
        json!(null),
        json!([]),
        json!({}),
        json!([[["x"]]]),
    ];
    leaves.extend(["payments", "nights", "P1", "person", "hours", "months", "1", "31"].map(|word| json!(word)));
    leaves
}

/// Bodies that are not even of the right kind.
fn raw() -> Vec<String> {
    let deep = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    let texts = [
        "",
        "{",
        "[]",
        "\"x\"",
        "null",
        "1",
        "{}",
        "{\"name\":",
        "\u{feff}{}",
        "name=x",
        "{\"a\":1,\"a\":2}",
        &deep,
    ];
    texts.map(str::to_owned).to_vec()
}

struct Bad<'a> {
    nights: &'a Nights,
    token: String,
    tried: usize,
}

impl Bad<'_> {
    async fn send(&mut self, operation: &Operation, path: &str, kind: &str, body: String) {
        let bearer = format!("Bearer {}", self.token);
        let headers = [("authorization", bearer.as_str()), ("content-type", kind)];
        let method: Method = operation.method.clone();
        let shown: String = body.chars().take(300).collect();
        let answer = self.nights.app.client().send(method, path, &headers, body).await;
        let case = format!("{} {path} {shown}: {} {}", operation.method, answer.status, answer.body);
        assert!(answer.status < 500, "{case}");
        if answer.status >= 400 {
            assert_eq!(answer.header("content-type"), "application/problem+json", "{case}");
            let described = operation.responses.get(answer.status.to_string());
            assert!(described.is_some(), "not described: {case}");
        }
        self.tried += 1;
    }
}

/// The operation's address with things that are there, and with things that are not.
fn addresses(nights: &Nights, operation: &Operation) -> Vec<String> {
    let slug = if operation.path.contains("/teams/") {
        "payments"
    } else {
        "nights"
    };
    // Fay is in no team: what is done to her changes nothing for the others.
    let id = nights.fay.to_string();
    let snapshot = nights.app.tandem.snapshot();
    let contacts = &snapshot.directory().person(nights.fay).unwrap().contacts;
    let contact = contacts
        .iter()
        .next()
        .map_or_else(|| id.clone(), |contact| contact.id.to_string());
    let long = "x".repeat(3_000);
    let mut addresses = vec![
        operation.address(&[
            ("slug", slug),
            ("id", &id),
            ("draft", &id),
            ("entry", &id),
            ("person", &id),
            ("session", &id),
            ("contact", &contact),
            ("kind", "person"),
            ("file", "lines.csv"),
            ("name", "Sage"),
            ("key", "GB-ENG"),
        ]),
        operation.address(&[
            ("slug", "unknown"),
            ("id", UNKNOWN),
            ("draft", UNKNOWN),
            ("entry", UNKNOWN),
            ("person", UNKNOWN),
            ("session", UNKNOWN),
            ("contact", UNKNOWN),
            ("kind", "team"),
            ("file", "people.csv"),
            ("name", "unknown"),
            ("key", "unknown"),
        ]),
        operation.address(&[
            ("slug", "ü/../\u{0}"),
            ("id", "not an id"),
            ("draft", "not an id"),
            ("entry", "not an id"),
            ("person", "%"),
            ("session", "%"),
            ("contact", "%"),
            ("kind", ""),
            ("file", "%"),
            ("name", "%"),
            ("key", "%"),
        ]),
        operation.address(&[
            ("slug", &long),
            ("id", &long),
            ("draft", &long),
            ("entry", &long),
            ("person", &long),
            ("session", &long),
            ("contact", &long),
            ("kind", &long),
            ("file", &long),
            ("name", &long),
            ("key", &long),
        ]),
    ];
    addresses.dedup();
    // An empty part of a path is another path.
    addresses.retain(|path| !path.contains("//"));
    addresses
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn bad_input_is_answered_and_is_never_our_fault() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let description = Description::of(&nights.app).await;
        let service =
            json!({ "name": "Nights", "team": "payments", "in_hours_rota": "nights", "out_of_hours_rota": "nights" });
        let token = nights.token("admin").await;
        let made = nights
            .api(&token, Method::POST, "/api/v1/services", &[], &service.to_string())
            .await;
        assert_eq!(made.0, 201, "{}", made.1);
        let mut bad = Bad {
            nights: &nights,
            token,
            tried: 0,
        };
        for operation in &description.operations {
            for (place, path) in addresses(&nights, operation).iter().enumerate() {
                bodies(&mut bad, &description, operation, path, place == 0).await;
                queries(&mut bad, operation, path).await;
            }
        }
        one_field_at_a_time(&mut bad, &description).await;
        files(&mut bad, &description).await;
        assert!(bad.tried > 2_000, "{}", bad.tried);
        let (status, ready) = nights.api(&bad.token, Method::GET, "/readyz", &[], "").await;
        assert_eq!((status, ready["degraded"].clone()), (200, json!(false)));
    }
}

async fn bodies(bad: &mut Bad<'_>, description: &Description, operation: &Operation, path: &str, all: bool) {
    let Some((kind, schema)) = &operation.body else {
        return bad.send(operation, path, "application/json", "{".to_owned()).await;
    };
    for body in raw() {
        bad.send(operation, path, kind, body).await;
    }
    bad.send(operation, path, "text/html", "{}".to_owned()).await;
    bad.send(operation, path, kind, format!("\"{}\"", "x".repeat(70_000)))
        .await;
    for leaf in leaves().into_iter().filter(|_| all) {
        bad.send(operation, path, kind, description.filled(schema, &leaf).to_string())
            .await;
    }
}

/// Bodies that are good but for one field, so that what is wrong with it comes as far as it can.
fn good(nights: &Nights) -> Vec<(&'static str, Value)> {
    let (eve, from, to) = (nights.eve, "2026-11-24T18:00:00Z", "2026-11-24T20:00:00Z");
    let rotas = ["nights"; 2];
    vec![
        ("create_team", json!({ "name": "Good" })),
        ("make_rate_card", json!({ "preset": "hourly-bands" })),
        (
            "put_pay_person",
            json!({ "person": eve, "from": "2027-01-01", "grade": "senior", "holiday_region": "GB-SCT", "zone": "Europe/Paris" }),
        ),
        (
            "use_rate_card",
            json!({ "paid_for": "rota nights", "card": "none", "from": "2027-01-01" }),
        ),
        (
            "put_member",
            json!({ "lead": "on", "engineer": "on", "manager": "on", "share_percent": "100" }),
        ),
        (
            "enter_leave",
            json!({ "first_day": "2026-12-07", "last_day": "2026-12-08", "note": "Good" }),
        ),
        (
            "enter_leave",
            json!({ "from": "2026-12-07T09:00", "to": "2026-12-08T09:00", "note": "Good" }),
        ),
        (
            "make_cover",
            json!({ "role": "lead", "person": eve, "from": from, "to": to, "reason": "Good", "override": "Good" }),
        ),
        (
            "make_cover",
            json!({ "changes": [{ "role": "lead", "person": eve }], "to": to, "reason": "Good" }),
        ),
        (
            "change_cover",
            json!({ "changes": [{ "role": "lead", "person": eve }], "from": from, "to": to, "reason": "Good", "override": "Good" }),
        ),
        ("make_draft", json!({ "from": "", "weeks": "1", "seed": "1" })),
        (
            "create_service",
            json!({ "name": "Good", "description": "", "team": "payments", "in_hours_rota": rotas[0], "out_of_hours_rota": rotas[1] }),
        ),
        (
            "change_service_settings",
            json!({ "name": "Nights", "description": "", "in_hours_rota": rotas[0], "out_of_hours_rota": rotas[1] }),
        ),
        (
            "change_policy",
            json!({ "rules": [{ "severities": "", "hours": "any", "repeat": "1" }], "steps": [{ "rule": "0", "after": "0", "call": "lead" }], "last_resort": format!("person:{eve}") }),
        ),
        (
            "add_person",
            json!({ "name": "Good", "email": "good@example.org", "zone": "Europe/London", "phone": "", "role": "member", "password": "" }),
        ),
        (
            "change_person",
            json!({ "name": "Good", "email": "good@example.com", "zone": "Europe/London", "phone": "", "role": "member" }),
        ),
        (
            "put_support_card",
            json!({ "levels": [{ "severity": "P1", "response": "15" }], "hours": "Good", "stakeholders": "Good", "raise": "Good", "tracker": "Good", "triage": "Good", "lead": "Good", "engineer": "Good", "runbooks": "Good https://good.example" }),
        ),
        (
            "report_alerts",
            json!({ "alerts": [{ "status": "firing", "labels": { "service": "nights" }, "annotations": { "summary": "Good" }, "fingerprint": "good" }] }),
        ),
        ("add_contact", json!({ "kind": "chat", "value": "@good" })),
        (
            "change_organisation",
            json!({ "name": "Good", "zone": "Europe/London", "office_from": "09:00", "office_to": "17:30", "holiday_calendar": "GB-ENG" }),
        ),
        (
            "make_webhook",
            json!({ "name": "Good", "address": "https://good.example.org/hook", "duty": "on" }),
        ),
        (
            "create_token",
            json!({ "name": "Good", "scope": "oncall", "days": "90" }),
        ),
    ]
}

async fn one_field_at_a_time(bad: &mut Bad<'_>, description: &Description) {
    let mut bodies = good(bad.nights);
    let (_, settings) = bad
        .nights
        .api(&bad.token, Method::GET, "/api/v1/rotas/nights/settings", &[], "")
        .await;
    bodies.extend(["change_rota_settings", "preview_rota"].map(|id| (id, settings["form"].clone())));
    for (id, body) in bodies {
        let operation = description.operation(id);
        let path = &addresses(bad.nights, operation)[0];
        for field in body.as_object().unwrap().keys() {
            for leaf in leaves() {
                let mut one = body.clone();
                one[field] = leaf;
                bad.send(operation, path, "application/json", one.to_string()).await;
            }
        }
    }
}

async fn files(bad: &mut Bad<'_>, description: &Description) {
    for id in ["check_people_file", "import_people"] {
        let operation = description.operation(id);
        for text in leaves().iter().filter_map(Value::as_str) {
            for line in [
                format!("{text},gil@example.org,Europe/London,,Payments,lead,100"),
                format!("Gil,gil@example.org,Europe/London,,{text},lead,100"),
                format!("Gil,{text},{text},{text},Payments,{text},{text}"),
            ] {
                let file = format!("name,email,time_zone,phone,team,qualifications,fte_percent\n{line}\n");
                bad.send(operation, &operation.path, "text/csv", file).await;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_page_that_sends_text_that_cannot_be_kept_is_told_so() {
    for database in Database::both().await {
        let mut nights = Nights::new(database).await;
        let fields = [("form[first_day]", "2026-12-01"), ("form[note]", "a\u{0}b")];
        let answer = nights.ada_client.form("/fn/leave/add", &fields).await;
        assert!(answer.status < 500, "{} {}", answer.status, answer.body);
    }
}

async fn queries(bad: &mut Bad<'_>, operation: &Operation, path: &str) {
    for name in &operation.query {
        for leaf in leaves().iter().filter_map(Value::as_str) {
            let value: String = leaf.chars().take(2_000).collect();
            let query = format!("{path}?{name}={}", app::components::percent_encode(&value));
            bad.send(operation, &query, "application/json", String::new()).await;
        }
    }
}
