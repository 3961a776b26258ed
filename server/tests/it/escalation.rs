//! Escalation: whom to call, why, and what may go wrong, the same wherever it is asked.

use crate::support::{Database, at, nights::Nights};
use app::escalation::{Port as _, ServicePage};
use http::Method;
use serde_json::{Value, json};

/// A service of the team, called by these steps: minutes and whom.
pub async fn service(nights: &Nights, name: &str, steps: &[(u32, &str)], more: Value) -> String {
    let admin = nights.token("admin").await;
    let form = json!({
        "name": name, "description": "", "team": "payments", "in_hours_rota": "nights", "out_of_hours_rota": "nights",
    });
    let made = nights
        .api(&admin, Method::POST, "/api/v1/services", &[], &form.to_string())
        .await;
    assert_eq!(made.0, 201, "{}", made.1);
    let slug = made.1["slug"].as_str().unwrap().to_owned();
    let steps: Vec<Value> = steps
        .iter()
        .map(|(after, call)| json!({ "rule": 0, "after": after, "call": call }))
        .collect();
    let mut policy = json!({ "rules": [{ "severities": "", "hours": "any", "repeat": 1 }], "steps": steps });
    for (key, value) in more.as_object().into_iter().flatten() {
        policy[key] = value.clone();
    }
    let path = format!("/api/v1/services/{slug}/policy");
    let set = nights.api(&admin, Method::PUT, &path, &[], &policy.to_string()).await;
    assert_eq!(set.0, 200, "{}", set.1);
    slug
}

async fn asked(nights: &Nights, token: &str, slug: &str, query: &str) -> Value {
    let path = format!("/api/v1/services/{slug}/escalation?{query}");
    let (status, answer) = nights.api(token, Method::GET, &path, &[], "").await;
    assert_eq!(status, 200, "{answer}");
    answer
}

/// Each step as its time and its people.
fn called(answer: &Value) -> Vec<(u64, Vec<String>)> {
    let name = |target: &Value| target["person"]["name"].as_str().unwrap().to_owned();
    let step = |step: &Value| {
        let people = step["targets"].as_array().unwrap().iter().map(name).collect();
        (step["after_seconds"].as_u64().unwrap(), people)
    };
    answer["steps"].as_array().unwrap().iter().map(step).collect()
}

fn people(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

async fn page(nights: &Nights, slug: &str, at: &str) -> ServicePage {
    let desk = nights.desk(nights.ada);
    let none = String::new;
    desk.service_page(slug.to_owned(), none(), at.to_owned(), none())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_answer_says_how_it_came_about_when_asked() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let token = nights.token("read").await;
        let steps = [(0, "lead,engineer"), (10, "lead"), (20, "next-lead,next-engineer")];
        let slug = service(&nights, "Books", &steps, Value::Null).await;
        // Tonight Ada and Ben, tomorrow Cleo and Dan.
        let answer = asked(&nights, &token, &slug, "at=2026-11-24T20:00:00Z&explain=true").await;
        let expected = [(0, people(&["Ben"])), (1200, people(&["Cleo", "Dan"]))];
        let ada = called(&answer)[0].1[0].clone();
        assert_eq!(called(&answer)[1], expected[1], "{answer}");
        let why = &answer["explanation"];
        assert_eq!(why["rule"], 1);
        assert_eq!(why["steps"].as_array().unwrap().len(), 5, "{why}");
        assert_eq!(why["steps"][2]["asks"], "Lead on duty");
        assert_eq!(why["steps"][2]["earlier"][0]["name"], ada.as_str());
        assert_eq!(why["steps"][3]["called"][0]["name"], "Cleo");
        let kinds: Vec<&str> = why["warnings"]
            .as_array()
            .unwrap()
            .iter()
            .map(|warning| warning["kind"].as_str().unwrap())
            .collect();
        assert_eq!(kinds, ["no-phone", "twice"], "Ada has no telephone: {why}");
        let plain = asked(&nights, &token, &slug, "at=2026-11-24T20:00:00Z&explain=false").await;
        assert!(plain.get("explanation").is_none());
        assert_eq!(called(&plain), called(&answer));
        let path = format!("/api/v1/services/{slug}/escalation?explain=perhaps");
        let (status, refused) = nights.api(&token, Method::GET, &path, &[], "").await;
        assert_eq!((status, &refused["errors"][0]["field"]), (422, &json!("explain")));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_gap_falls_to_the_last_resort_or_to_the_next_step_as_the_policy_says() {
    let nights = Nights::new(Database::sqlite()).await;
    let token = nights.token("read").await;
    let (eve, fay) = (format!("person:{}", nights.eve), format!("person:{}", nights.fay));
    let steps = [(0, "lead"), (10, "engineer"), (20, fay.as_str())];
    let last = json!({ "last_resort": eve });
    let falls = service(&nights, "Falls", &steps, last).await;
    let next = json!({ "last_resort": eve, "on_gap": "next_step" });
    let waits = service(&nights, "Moves up", &steps, next).await;
    // At noon nobody is on duty.
    let noon = "at=2026-11-25T12:00:00Z&explain=true";
    let answer = asked(&nights, &token, &falls, noon).await;
    assert_eq!(called(&answer), [(0, people(&["Eve"])), (1200, people(&["Fay"]))]);
    let because = answer["steps"][0]["targets"][0]["because"].as_str().unwrap();
    assert!(because.starts_with("last resort"), "{because}");
    let first = &answer["explanation"]["warnings"][0];
    assert_eq!(
        (first["kind"].as_str(), first["grave"].as_bool()),
        (Some("gap"), Some(true))
    );
    let answer = asked(&nights, &token, &waits, noon).await;
    assert_eq!(called(&answer), [(0, people(&["Fay"]))]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn another_services_rota_is_called_and_bounds_how_long_the_answer_holds() {
    let nights = Nights::new(Database::sqlite()).await;
    let token = nights.token("read").await;
    nights.another_rota("network", nights.eve, nights.fay).await;
    let admin = nights.token("admin").await;
    let form = json!({ "name": "Network", "description": "", "team": "payments", "in_hours_rota": "network", "out_of_hours_rota": "network" });
    let made = nights
        .api(&admin, Method::POST, "/api/v1/services", &[], &form.to_string())
        .await;
    assert_eq!(made.0, 201, "{}", made.1);
    let slug = service(
        &nights,
        "Books",
        &[(0, "engineer"), (5, "lead@network,engineer@network")],
        Value::Null,
    )
    .await;
    let answer = asked(&nights, &token, &slug, "at=2026-11-24T20:00:00Z").await;
    assert_eq!(called(&answer), [(0, people(&["Ben"])), (300, people(&["Eve", "Fay"]))]);
    let because = answer["steps"][1]["targets"][0]["because"].as_str().unwrap();
    assert_eq!(because, "Lead by on duty on rota network for Network");
    let path = format!("/api/v1/services/{slug}/policy");
    let bad = json!({ "rules": [{ "hours": "any" }], "steps": [{ "rule": 0, "after": 0, "call": "lead@nowhere" }] });
    let (status, refused) = nights.api(&admin, Method::PUT, &path, &[], &bad.to_string()).await;
    assert_eq!(status, 422, "{refused}");
    assert_eq!(refused["errors"][0]["detail"], "There is no service ‘nowhere’.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_page_asks_about_instants_by_name_and_says_the_same_as_the_api() {
    let nights = Nights::new(Database::sqlite()).await;
    let token = nights.token("read").await;
    let slug = service(
        &nights,
        "Books",
        &[(0, "lead"), (10, "engineer"), (20, "next-lead")],
        Value::Null,
    )
    .await;
    let now = page(&nights, &slug, "").await;
    let named: Vec<(&str, bool)> = now.instants.iter().map(|one| (one.at.as_str(), one.asked)).collect();
    assert_eq!(named, [("now", true), ("tonight", false), ("christmas-eve", false)]);
    assert_eq!(page(&nights, &slug, "tonight").await.at, "2026-11-25T03:00");
    assert_eq!(page(&nights, &slug, "in-30h").await.hours_ahead, 30);
    let christmas = page(&nights, &slug, "christmas-eve").await;
    assert!(!christmas.warnings.is_empty(), "nothing is published for then");
    // Around a handover, to the second.
    let handover = at("2026-11-24T17:00:00Z");
    for (second, lead) in [(-1, None), (0, Some("Ben")), (1, Some("Ben"))] {
        let moment = (handover + second).to_string();
        let shown = page(&nights, &slug, &moment).await;
        let answer = asked(&nights, &token, &slug, &format!("at={moment}")).await;
        let by_page: Vec<Vec<String>> = shown
            .calls
            .iter()
            .map(|call| call.targets.iter().map(|target| target.name.clone()).collect())
            .collect();
        let by_api: Vec<Vec<String>> = called(&answer).into_iter().map(|(_, people)| people).collect();
        assert_eq!(by_page, by_api, "at {moment}");
        let engineer = by_api.iter().flatten().find(|name| *name == "Ben");
        assert_eq!(engineer.map(String::as_str), lead, "at {moment}");
        assert!(!shown.warnings.is_empty(), "Ada has no telephone");
    }
    let mut client = nights.ada_client.clone();
    let html = client.get(&format!("/services/{slug}?ahead=30&severity=P2")).await;
    assert_eq!(html.status, 200);
    assert!(html.body.contains("name=\"ahead\"") && html.body.contains("Why these people"));
    assert!(html.body.contains("value=\"30\""), "the line stands where it was put");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_terminal_gets_lines_of_the_same_people() {
    let nights = Nights::new(Database::sqlite()).await;
    let (read, oncall) = (nights.token("read").await, nights.token("oncall").await);
    let slug = service(&nights, "Books", &[(0, "lead"), (10, "engineer")], Value::Null).await;
    let text = async |token: &str, path: String| {
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str()), ("accept", "text/plain")];
        let answer = nights
            .app
            .client()
            .send(Method::GET, &path, &headers, String::new())
            .await;
        assert_eq!(answer.header("content-type"), "text/plain; charset=utf-8");
        (answer.status, answer.body)
    };
    let rota = |at: &str| format!("/api/v1/rotas/nights/oncall?at={at}");
    let (status, lines) = text(&read, rota("2026-11-25T20:00:00Z")).await;
    assert_eq!(
        (status, lines.as_str()),
        (200, "Lead: Cleo, +442079460000\nEngineer: Dan, +442079460000\n")
    );
    let (_, lines) = text(&oncall, rota("2026-11-25T20:00:00Z")).await;
    assert_eq!(lines, "Lead: Cleo\nEngineer: Dan\n");
    let (_, lines) = text(&read, rota("2026-11-25T12:00:00Z")).await;
    assert_eq!(lines, "nights is off until 2026-11-25T17:00:00Z\n");
    for at in ["2026-11-25T20:00:00Z", "2026-11-25T12:00:00Z", "2027-08-01T00:00:00Z"] {
        let answer = asked(&nights, &read, &slug, &format!("at={at}")).await;
        let (_, lines) = text(&read, format!("/api/v1/services/{slug}/escalation?at={at}")).await;
        let people: Vec<String> = called(&answer).into_iter().flat_map(|(_, people)| people).collect();
        assert_eq!(lines.lines().count(), people.len(), "{lines}");
        for (line, person) in lines.lines().zip(&people) {
            assert!(line.contains(person.as_str()), "{line}: {person}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_answer_is_sent_once_until_it_changes() {
    let nights = Nights::new(Database::sqlite()).await;
    let token = format!("Bearer {}", nights.token("read").await);
    let slug = service(&nights, "Books", &[(0, "lead")], Value::Null).await;
    let ask = async |path: &str, known: &str| {
        let headers = [("authorization", token.as_str()), ("if-none-match", known)];
        nights
            .app
            .client()
            .send(Method::GET, path, &headers, String::new())
            .await
    };
    let paths = [
        "/api/v1/rotas/nights/oncall".to_owned(),
        format!("/api/v1/services/{slug}/escalation?severity=P1"),
        format!("/api/v1/services/{slug}/escalation?at=2026-11-25T20:00:00Z&explain=true"),
    ];
    for path in &paths {
        let first = ask(path, "\"other\"").await;
        let etag = first.header("etag").to_owned();
        let cache = first.header("cache-control");
        assert!(cache.starts_with("private, max-age="), "{cache}");
        assert_eq!(first.header("vary"), "accept, authorization");
        let again = ask(path, &etag).await;
        assert_eq!((again.status, again.body.as_str()), (304, ""), "{path}");
        nights.leave(nights.fay, nights.tonight()).await;
        let changed = ask(path, &etag).await;
        assert_eq!(changed.status, 200, "the revision has moved on");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_rotas_are_asked_about_in_one_call() {
    let nights = Nights::new(Database::sqlite()).await;
    let token = nights.token("oncall").await;
    nights.another_rota("network", nights.eve, nights.fay).await;
    nights.another_rota("zebra", nights.eve, nights.fay).await;
    let ask = async |query: &str| {
        let path = format!("/api/v1/oncall?{query}");
        nights.api(&token, Method::GET, &path, &[], "").await
    };
    let slugs = |answer: &Value| -> Vec<String> {
        let rotas = answer["rotas"].as_array().unwrap().iter();
        rotas.map(|rota| rota["rota"].as_str().unwrap().to_owned()).collect()
    };
    let at = "at=2026-11-25T20:00:00Z";
    let (_, all) = ask(at).await;
    assert_eq!(slugs(&all), ["network", "nights", "zebra"]);
    for rota in all["rotas"].as_array().unwrap() {
        let path = format!("/api/v1/rotas/{}/oncall?{at}", rota["rota"].as_str().unwrap());
        let (_, one) = nights.api(&token, Method::GET, &path, &[], "").await;
        assert_eq!(&one, rota);
    }
    let (_, first) = ask(&format!("{at}&limit=2&fields=rota,lead")).await;
    assert_eq!(
        (slugs(&first), first["next"].as_str()),
        (people(&["network", "nights"]), Some("nights"))
    );
    assert_eq!(first["rotas"][1].as_object().unwrap().len(), 2);
    let (_, rest) = ask(&format!("{at}&limit=2&after=nights")).await;
    assert_eq!((slugs(&rest), rest["next"].is_null()), (people(&["zebra"]), true));
    let (_, named) = ask("rotas=zebra,nights,zebra").await;
    assert_eq!(slugs(&named), ["nights", "zebra"]);
    for query in [
        "rotas=moon",
        "team=moon",
        "fields=phase",
        "limit=0",
        "limit=many",
        "at=noon",
    ] {
        assert_eq!(ask(query).await.0, 422, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_lookup_answers_with_the_policy_that_was_in_force_then() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let (admin, read) = (nights.token("admin").await, nights.token("read").await);
        let slug = service(&nights, "Books", &[(0, "lead")], Value::Null).await;
        let path = format!("/api/v1/services/{slug}/policy");
        let policy = |call: &str| {
            json!({ "rules": [{ "hours": "any" }], "steps": [{ "rule": 0, "after": 0, "call": call }] }).to_string()
        };
        let first = nights.app.tandem.now();
        nights.app.clock.set(first + 3600);
        // A draft binds nobody.
        let drafted = nights
            .api(
                &admin,
                Method::PUT,
                &format!("{path}?act=draft"),
                &[],
                &policy("engineer"),
            )
            .await;
        assert_eq!(drafted.0, 200, "{}", drafted.1);
        let changes = drafted.1["kept_draft"]["changes"].as_array().unwrap();
        assert!(changes.iter().any(|line| line["added"] == true), "{changes:?}");
        let tonight = "at=2026-11-24T20:00:00Z";
        assert_ne!(
            called(&asked(&nights, &read, &slug, tonight).await)[0].1,
            people(&["Ben"])
        );
        let published = nights
            .api(&admin, Method::PUT, &format!("{path}?act=publish"), &[], "{}")
            .await;
        assert_eq!(published.0, 200, "{}", published.1);
        assert!(published.1["kept_draft"].is_null());
        assert_eq!(
            published.1["versions"].as_array().unwrap().len(),
            3,
            "{}",
            published.1["versions"]
        );
        assert_eq!(
            called(&asked(&nights, &read, &slug, tonight).await)[0].1,
            people(&["Ben"])
        );
        // The night before, the Lead was called: to the second.
        let at_rest = asked(&nights, &read, &slug, &format!("at={}", first + 3599)).await;
        assert_eq!(at_rest["valid_until"], (first + 3600).to_string());
        let before = asked(&nights, &read, &slug, "at=2026-11-22T20:00:00Z").await;
        assert_ne!(called(&before)[0].1, people(&["Ben"]));
        // Discarding leaves what is in force; there is nothing to publish then.
        let kept = nights
            .api(
                &admin,
                Method::PUT,
                &format!("{path}?act=draft"),
                &[],
                &policy("managers"),
            )
            .await;
        assert_eq!(kept.0, 200);
        let gone = nights
            .api(&admin, Method::PUT, &format!("{path}?act=discard"), &[], "{}")
            .await;
        assert!(gone.1["kept_draft"].is_null());
        let nothing = nights
            .api(&admin, Method::PUT, &format!("{path}?act=publish"), &[], "{}")
            .await;
        assert_eq!(nothing.0, 404, "{}", nothing.1);
        let unknown = nights
            .api(&admin, Method::PUT, &format!("{path}?act=dance"), &[], "{}")
            .await;
        assert_eq!(unknown.0, 422);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_draft_that_was_overtaken_is_not_published() {
    let nights = Nights::new(Database::sqlite()).await;
    let admin = nights.token("admin").await;
    let slug = service(&nights, "Books", &[(0, "lead")], Value::Null).await;
    let path = format!("/api/v1/services/{slug}/policy");
    let policy = |call: &str| {
        json!({ "rules": [{ "hours": "any" }], "steps": [{ "rule": 0, "after": 0, "call": call }] }).to_string()
    };
    let draft = nights
        .api(
            &admin,
            Method::PUT,
            &format!("{path}?act=draft"),
            &[],
            &policy("engineer"),
        )
        .await;
    assert_eq!(draft.0, 200);
    // Somebody changes the rotas, which is another version.
    nights.another_rota("network", nights.eve, nights.fay).await;
    let settings =
        json!({ "name": "Books", "description": "", "in_hours_rota": "network", "out_of_hours_rota": "network" });
    let path_of_settings = format!("/api/v1/services/{slug}/settings");
    let moved = nights
        .api(&admin, Method::PUT, &path_of_settings, &[], &settings.to_string())
        .await;
    assert_eq!(moved.0, 200, "{}", moved.1);
    let refused = nights
        .api(&admin, Method::PUT, &format!("{path}?act=publish"), &[], "{}")
        .await;
    assert_eq!(refused.0, 412, "{}", refused.1);
    let read = nights.token("read").await;
    let past = asked(&nights, &read, &slug, "at=2026-11-22T20:00:00Z").await;
    let because = past["steps"][0]["targets"][0]["because"].as_str().unwrap();
    assert!(
        because.ends_with("of rota Nights"),
        "the rota that served it then: {because}"
    );
}
