#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::{BadInstance, Problem};
use domain::planner::{Term, plan};
use serde_json::{Value, json};

/// Two weeks for three people, one of whom is away in the first.
fn instance() -> Value {
    let week = |id: &str, from: &str, to: &str| {
        json!({
            "id": id, "start": format!("{from}T09:00:00+00:00"), "end": format!("{to}T09:00:00+00:00"),
            "date": from, "kind": "week", "cls": "wd", "load": 10
        })
    };
    let person = |id: &str| json!({ "id": id, "roles": ["lead", "eng"], "fte": 100, "prior_load": 0 });
    json!({
        "format": "support-rota-bench/1", "id": "tiny", "seed": 1, "timezone": "Europe/London",
        "people": [person("ada"), person("ben"), person("cyd")],
        "shifts": [week("w1", "2026-01-05", "2026-01-12"), week("w2", "2026-01-12", "2026-01-19")],
        "leave": [{ "person": "cyd", "start": "2026-01-06T00:00:00+00:00", "end": "2026-01-07T00:00:00+00:00" }],
        "preferences": [{ "person": "ben", "shift": "w2", "kind": "avoid", "weight": 2 }],
        "rules": { "min_rest_hours": 0, "max_consecutive_days": 0, "windows": [{ "days": 42, "max": 3 }] },
        "weights": { "spread": 1, "pref": 12, "pair": 0, "pair_cap": 0, "change": 0 },
        "baseline": null
    })
}

fn read(change: impl Fn(&mut Value)) -> Result<Problem, BadInstance> {
    let mut instance = instance();
    change(&mut instance);
    Problem::read(&instance.to_string())
}

#[test]
fn a_plan_becomes_a_solution_with_the_names_of_the_instance() {
    let problem = read(|_| {}).unwrap();
    let plan = plan(&problem.request);
    let solution: Value = serde_json::from_str(&problem.solution(&plan).unwrap()).unwrap();
    assert_eq!(solution["instance"], "tiny");
    let people = |row: usize| {
        let row = &solution["assignments"][row];
        let mut people = [row["lead"].as_str().unwrap(), row["eng"].as_str().unwrap()];
        people.sort_unstable();
        people
    };
    assert_eq!((people(0), people(1)), (["ada", "ben"], ["ada", "cyd"]));
    assert_eq!(
        (plan.score.amount(Term::FairLoad), plan.score.amount(Term::Wishes)),
        (120, 0)
    );
}

#[test]
fn a_role_nobody_can_take_is_null_and_says_why() {
    let problem = read(|instance| instance["people"][1]["roles"] = json!(["lead"])).unwrap();
    let problem = match plan(&problem.request).unfilled.len() {
        0 => read(|instance| {
            instance["people"] = json!([instance["people"][0], instance["people"][2]]);
            instance["preferences"] = json!([]);
        })
        .unwrap(),
        _ => problem,
    };
    let plan = plan(&problem.request);
    let solution: Value = serde_json::from_str(&problem.solution(&plan).unwrap()).unwrap();
    let row = &solution["assignments"][0];
    assert!(row["lead"].is_null() != row["eng"].is_null(), "{row}");
    let gaps = problem.gaps(&plan);
    assert_eq!(gaps.len(), 1);
    assert!(
        gaps[0].contains("w1") && gaps[0].contains("cyd is on leave"),
        "{gaps:?}"
    );
}

/// What is said of an instance with one value changed.
fn complaint(change: impl Fn(&mut Value)) -> String {
    read(change).unwrap_err().to_string()
}

#[test]
fn what_is_wrong_with_an_instance_is_said_with_the_value() {
    assert!(complaint(|instance| instance["format"] = json!("other/2")).contains("other/2"));
    assert!(complaint(|instance| instance["timezone"] = json!("Mars/Base")).contains("Mars/Base"));
    assert!(complaint(|instance| instance["people"][0]["fte"] = json!(0)).contains("‘ada’: fte is 0"));
    assert!(complaint(|instance| instance["people"][0]["roles"] = json!(["cook"])).contains("‘cook’"));
    assert!(complaint(|instance| instance["people"][1]["id"] = json!("ada")).contains("‘ada’ is there twice"));
    assert!(complaint(|instance| instance["shifts"][0]["start"] = json!("soon")).contains("‘soon’"));
    assert!(complaint(|instance| instance["shifts"][0]["date"] = json!("2026-02-01")).contains("2026-02-01"));
    assert!(complaint(|instance| instance["leave"][0]["person"] = json!("eve")).contains("‘eve’"));
    assert!(complaint(|instance| instance["preferences"][0]["shift"] = json!("w9")).contains("‘w9’"));
    assert!(complaint(|instance| instance["rules"]["min_rest_hours"] = json!(-1)).contains("-1"));
    assert!(complaint(|instance| instance["people"] = json!(1)).contains("not a support-rota-bench/1 instance"));
    let twice = json!([{ "shift": "w1", "lead": "ada", "eng": "ada" }]);
    assert!(complaint(|instance| instance["baseline"] = twice.clone()).contains("w1"));
}
