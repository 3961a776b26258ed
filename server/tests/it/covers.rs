//! Covers: what is refused, in which order, and what withdrawing gives back.

use crate::support::{
    Database, NOW, at,
    nights::{Nights, span},
};
use app::people::Port as _;
use domain::{PersonId, Role, Span};
use http::Method;
use serde_json::{Value, json};
use server::services::CoverRequest;

const COVERS: &str = "/api/v1/rotas/nights/covers";

fn request(changes: &[(Role, PersonId)], span: Span) -> CoverRequest {
    CoverRequest {
        id: None,
        changes: changes.to_vec(),
        from: Some(span.start()),
        to: span.end(),
        reason: "Dentist".to_owned(),
        override_reason: None,
        if_match: None,
    }
}

fn body(role: &str, person: PersonId, span: Span) -> Value {
    json!({ "role": role, "person": person, "from": span.start(), "to": span.end(), "reason": "Dentist" })
}

async fn post(nights: &Nights, token: &str, body: &Value) -> (u16, Value) {
    nights.api(token, Method::POST, COVERS, &[], &body.to_string()).await
}

/// The names of the rules in an answer's `errors`, in order.
fn rules(problem: &Value) -> Vec<String> {
    let of = |error: &Value| error["type"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    problem["errors"].as_array().unwrap().iter().map(of).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_cover_holds_for_its_span_and_goes_back_when_withdrawn() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let token = nights.token("write").await;
        let evening = span("2026-11-24T18:00:00Z", "2026-11-24T20:00:00Z");
        let (status, made) = post(&nights, &token, &body("lead", nights.eve, evening)).await;
        assert_eq!(status, 201, "{made}");
        assert_eq!(made["state"], "scheduled");
        assert_eq!(
            made["changes"],
            json!([{ "role": "lead", "person": nights.eve, "name": "Eve" }])
        );
        let (ada, ben, eve) = (Some(nights.ada), Some(nights.ben), Some(nights.eve));
        assert_eq!(nights.pair(evening.start() - 1).await, (ada, ben));
        assert_eq!(nights.pair(evening.start()).await, (eve, ben));
        assert_eq!(nights.pair(evening.end()).await, (ada, ben));

        let path = format!("/api/v1/covers/{}", made["id"].as_str().unwrap());
        assert_eq!(
            nights.api(&token, Method::GET, &path, &[], "").await.1["reason"],
            "Dentist"
        );
        let (status, withdrawn) = nights.api(&token, Method::DELETE, &path, &[], "").await;
        assert_eq!((status, withdrawn["state"].as_str()), (200, Some("withdrawn")));
        assert_eq!(nights.pair(evening.start()).await, (ada, ben));
        let (status, again) = nights.api(&token, Method::DELETE, &path, &[], "").await;
        assert_eq!(
            (status, again["state"].as_str()),
            (200, Some("withdrawn")),
            "withdrawing twice is no fault"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_person_in_both_roles_is_refused_and_nothing_is_written() {
    let nights = Nights::new(Database::sqlite()).await;
    let token = nights.token("write").await;
    let revision = nights.app.tandem.snapshot().revision();
    let two_nights = span("2026-11-24T17:00:00Z", "2026-11-26T09:00:00Z");
    let mut wanted = body("lead", nights.ben, two_nights);
    wanted["override"] = json!("I insist");
    let (status, problem) = post(&nights, &token, &wanted).await;
    assert_eq!(
        (status, rules(&problem)),
        (409, vec!["two-people".to_owned()]),
        "{problem}"
    );
    assert!(problem["type"].as_str().unwrap().ends_with("/two-people"));
    let words = problem["detail"].as_str().unwrap();
    assert!(
        words.contains("Ben would be Lead and Engineer from Tue 24 Nov 17:00 to Wed 25 Nov 09:00"),
        "{words}"
    );
    assert!(
        words.contains("as Lead by this cover, as Engineer by the plan"),
        "{words}"
    );
    assert_eq!(nights.app.tandem.snapshot().revision(), revision);
    assert!(
        nights
            .app
            .tandem
            .store
            .covers(nights.rota, nights.planned)
            .await
            .unwrap()
            .is_empty()
    );

    let both = json!({ "changes": [{ "role": "lead", "person": nights.eve }, { "role": "engineer", "person": nights.eve }],
        "from": two_nights.start(), "to": two_nights.end(), "reason": "" });
    let (status, problem) = post(&nights, &token, &both).await;
    assert_eq!(
        (status, rules(&problem)),
        (409, vec!["two-people".to_owned()]),
        "{problem}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_two_may_exchange_their_roles_in_one_change() {
    let nights = Nights::new(Database::sqlite()).await;
    let swap = [(Role::Lead, nights.ben), (Role::Engineer, nights.ada)];
    nights
        .desk(nights.ada)
        .make_cover("nights", request(&swap, nights.tonight()))
        .await
        .unwrap();
    assert_eq!(
        nights.pair(nights.tonight().start()).await,
        (Some(nights.ben), Some(nights.ada))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_withdrawal_that_would_put_one_person_in_both_roles_names_the_cover_in_the_way() {
    let nights = Nights::new(Database::sqlite()).await;
    let token = nights.token("write").await;
    let (_, first) = post(&nights, &token, &body("lead", nights.eve, nights.tonight())).await;
    let (status, second) = post(&nights, &token, &body("engineer", nights.ada, nights.tonight())).await;
    assert_eq!(status, 201, "{second}");
    let id = |cover: &Value| cover["id"].as_str().unwrap().to_owned();
    let path = |cover: &Value| format!("/api/v1/covers/{}", id(cover));
    let (status, problem) = nights.api(&token, Method::DELETE, &path(&first), &[], "").await;
    assert_eq!(
        (status, rules(&problem)),
        (409, vec!["two-people".to_owned()]),
        "{problem}"
    );
    assert!(problem["detail"].as_str().unwrap().contains(&id(&second)), "{problem}");
    assert_eq!(
        nights.pair(nights.tonight().start()).await,
        (Some(nights.eve), Some(nights.ada)),
        "nothing was written"
    );
    assert_eq!(nights.api(&token, Method::DELETE, &path(&second), &[], "").await.0, 200);
    assert_eq!(nights.api(&token, Method::DELETE, &path(&first), &[], "").await.0, 200);
    assert_eq!(
        nights.pair(nights.tonight().start()).await,
        (Some(nights.ada), Some(nights.ben))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn everything_in_the_way_is_listed_and_two_people_comes_first() {
    let nights = Nights::new(Database::sqlite()).await;
    let token = nights.token("write").await;
    nights.leave(nights.dan, nights.tonight()).await;
    nights.leave(nights.ben, nights.tonight()).await;
    for (person, expected) in [
        (nights.dan, vec!["on-leave", "not-qualified"]),
        (nights.ben, vec!["two-people", "on-leave"]),
        (nights.fay, vec!["not-qualified"]),
    ] {
        let (status, problem) = post(&nights, &token, &body("lead", person, nights.tonight())).await;
        assert_eq!(
            (status, rules(&problem)),
            (409, expected.iter().map(|rule| (*rule).to_owned()).collect()),
            "{problem}"
        );
        assert!(problem["type"].as_str().unwrap().ends_with(expected[0]));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_reason_puts_somebody_on_duty_who_is_unknown_or_has_left() {
    let nights = Nights::new(Database::sqlite()).await;
    let token = nights.token("write").await;
    let ada = nights.desk(nights.ada);
    ada.deactivate_person(nights.eve.to_string()).await.unwrap();
    for (person, status) in [
        (nights.eve, 409),
        (PersonId::from_uuid(server::secret::random_id()), 422),
    ] {
        let mut wanted = body("lead", person, nights.tonight());
        wanted["override"] = "nobody else is there".into();
        let (found, problem) = post(&nights, &token, &wanted).await;
        assert_eq!(found, status, "{problem}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_cover_ends_where_the_plan_does() {
    let nights = Nights::new(Database::sqlite()).await;
    let token = nights.token("write").await;
    let end = nights.planned.end();
    let (status, problem) = post(
        &nights,
        &token,
        &body("lead", nights.eve, Span::new(end - 3600, end + 1).unwrap()),
    )
    .await;
    assert_eq!(
        (status, problem["errors"][0]["field"].as_str()),
        (422, Some("to")),
        "{problem}"
    );
    let (status, problem) = post(
        &nights,
        &token,
        &body("lead", nights.eve, Span::new(end - 90_000, end).unwrap()),
    )
    .await;
    assert_eq!(status, 201, "{problem}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_override_with_a_reason_passes_leave_and_qualification_and_is_shown() {
    let nights = Nights::new(Database::sqlite()).await;
    let token = nights.token("write").await;
    nights.leave(nights.dan, nights.tonight()).await;
    let mut wanted = body("lead", nights.dan, nights.tonight());
    wanted["override"] = json!("  ");
    assert_eq!(post(&nights, &token, &wanted).await.0, 409, "an empty reason is none");
    wanted["override"] = json!("Nobody else answers");
    let (status, made) = post(&nights, &token, &wanted).await;
    assert_eq!(
        (status, made["override"].as_str()),
        (201, Some("Nobody else answers")),
        "{made}"
    );
    assert_eq!(
        nights.pair(nights.tonight().start()).await,
        (Some(nights.dan), Some(nights.ben))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn leave_outside_covered_time_is_not_in_the_way() {
    let nights = Nights::new(Database::sqlite()).await;
    nights
        .leave(nights.eve, span("2026-11-25T09:00:00Z", "2026-11-25T17:00:00Z"))
        .await;
    let two_nights = span("2026-11-24T17:00:00Z", "2026-11-26T09:00:00Z");
    nights
        .desk(nights.ada)
        .make_cover("nights", request(&[(Role::Lead, nights.eve)], two_nights))
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn spans_that_cannot_be_covered_are_refused() {
    let nights = Nights::new(Database::sqlite()).await;
    let token = nights.token("write").await;
    for (from, to, status, kind) in [
        ("2026-11-24T08:59:59Z", "2026-11-24T20:00:00Z", 422, "past"),
        ("2026-11-20T17:00:00Z", "2026-11-21T09:00:00Z", 422, "past"),
        ("2026-11-24T20:00:00Z", "2026-11-24T20:00:00Z", 422, "invalid"),
        ("2026-11-24T20:00:00Z", "2026-11-24T19:00:00Z", 422, "invalid"),
        ("2026-11-24T20:00:00Z", "2027-12-24T19:00:00Z", 422, "invalid"),
        ("2026-11-24T10:00:00Z", "2026-11-24T17:00:00Z", 409, "nothing-to-cover"),
        ("2027-03-01T10:00:00Z", "2027-03-02T17:00:00Z", 409, "nothing-to-cover"),
    ] {
        let wanted = json!({ "role": "lead", "person": nights.eve, "from": from, "to": to, "reason": "" });
        let (answered, problem) = post(&nights, &token, &wanted).await;
        assert_eq!(answered, status, "{from} {to}: {problem}");
        assert!(
            problem["type"].as_str().unwrap().ends_with(kind),
            "{from} {to}: {problem}"
        );
    }
    let over = json!({ "role": "lead", "person": nights.eve, "to": "2026-11-24T08:00:00Z", "reason": "" });
    let (status, problem) = post(&nights, &token, &over).await;
    assert_eq!(
        (status, problem["type"].as_str().unwrap().ends_with("past")),
        (422, true),
        "{problem}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_a_start_a_cover_begins_now() {
    let nights = Nights::new(Database::sqlite()).await;
    let token = nights.token("write").await;
    nights.app.clock.set(at("2026-11-24T20:00:00Z"));
    let wanted = json!({ "role": "engineer", "person": nights.eve, "to": "2026-11-24T22:00:00Z", "reason": "" });
    let (status, made) = post(&nights, &token, &wanted).await;
    assert_eq!(
        (status, made["from"].as_str(), made["state"].as_str()),
        (201, Some("2026-11-24T20:00:00Z"), Some("in_force"))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_revision_from_before_another_change_of_the_rota_is_stale() {
    let nights = Nights::new(Database::sqlite()).await;
    let token = nights.token("write").await;
    let seen = format!("\"{}\"", nights.app.tandem.snapshot().revision());
    let wanted = body("lead", nights.eve, nights.tonight()).to_string();
    let headers = [("if-match", seen.as_str())];
    assert_eq!(nights.api(&token, Method::POST, COVERS, &headers, &wanted).await.0, 201);
    let (status, problem) = nights.api(&token, Method::POST, COVERS, &headers, &wanted).await;
    assert_eq!(status, 412, "{problem}");
    let (status, _) = nights
        .api(&token, Method::POST, COVERS, &[("if-match", "\"999999\"")], &wanted)
        .await;
    assert_eq!(status, 412, "a revision that has never been");
    let latest = format!("\"{}\"", nights.app.tandem.snapshot().revision());
    let (status, _) = nights
        .api(&token, Method::POST, COVERS, &[("if-match", latest.as_str())], &wanted)
        .await;
    assert_eq!(status, 201);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn withdrawing_a_cover_that_has_begun_keeps_what_has_passed() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let desk = nights.desk(nights.ada);
        let lead = desk
            .make_cover("nights", request(&[(Role::Lead, nights.eve)], nights.tonight()))
            .await
            .unwrap();
        let evening = span("2026-11-24T17:00:00Z", "2026-11-24T19:00:00Z");
        desk.make_cover("nights", request(&[(Role::Lead, nights.cleo)], evening))
            .await
            .unwrap();
        nights.app.clock.set(at("2026-11-24T22:00:00Z"));
        desk.withdraw_cover(lead.id.parse().unwrap()).await.unwrap();
        for (when, holder) in [
            ("2026-11-24T18:59:59Z", nights.cleo),
            ("2026-11-24T19:00:00Z", nights.eve),
            ("2026-11-24T21:59:59Z", nights.eve),
            ("2026-11-24T22:00:00Z", nights.ada),
        ] {
            assert_eq!(nights.pair(at(when)).await.0, Some(holder), "{when}");
        }
        // A change nearby works the evening out again: it must come out the same.
        let later = span("2026-11-24T23:00:00Z", "2026-11-25T01:00:00Z");
        desk.make_cover("nights", request(&[(Role::Engineer, nights.dan)], later))
            .await
            .unwrap();
        assert_eq!(nights.pair(at("2026-11-24T20:00:00Z")).await.0, Some(nights.eve));

        nights.app.clock.set(at("2026-11-25T12:00:00Z"));
        let over = desk
            .make_cover(
                "nights",
                request(
                    &[(Role::Lead, nights.eve)],
                    span("2026-11-25T17:00:00Z", "2026-11-25T18:00:00Z"),
                ),
            )
            .await
            .unwrap();
        nights.app.clock.set(at("2026-11-25T18:00:00Z"));
        let refused = desk.withdraw_cover(over.id.parse().unwrap()).await.unwrap_err();
        assert_eq!(refused.status(), 422, "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn only_members_administrators_and_writing_machines_make_covers() {
    let nights = Nights::new(Database::sqlite()).await;
    let wanted = request(&[(Role::Lead, nights.eve)], nights.tonight());
    let refused = nights
        .desk(nights.fay)
        .make_cover("nights", wanted.clone())
        .await
        .unwrap_err();
    assert_eq!(refused.status(), 403);
    let token = nights.token("read").await;
    assert_eq!(
        post(&nights, &token, &body("lead", nights.eve, nights.tonight()))
            .await
            .0,
        403
    );
    nights.desk(nights.dan).make_cover("nights", wanted).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_page_previews_refuses_and_covers_without_a_script() {
    let mut nights = Nights::new(Database::sqlite()).await;
    let (ben, eve) = (nights.ben, nights.eve);
    let query = |person: PersonId| {
        format!(
            "/rotas/nights/cover?role=lead&lead={person}&engineer={ben}&from=2026-11-24T17:00&to=2026-11-25T09:00&preview=yes"
        )
    };
    let refused = nights.ada_client.get(&query(ben)).await;
    assert_eq!(refused.status, 200, "{}", refused.body);
    assert!(
        refused.body.contains("Ben would be Lead and Engineer"),
        "{}",
        refused.body
    );
    let possible = nights.ada_client.get(&query(eve)).await;
    assert!(
        possible.body.contains("Eve 16 h more, Ada Lovelace 16 h less"),
        "{}",
        possible.body
    );
    assert!(possible.body.contains("London time"));

    let eve = eve.to_string();
    let fields = [
        ("slug", "nights"),
        ("form[role]", "lead"),
        ("form[lead]", eve.as_str()),
        ("form[engineer]", ""),
        ("form[from]", "2026-11-24T17:00"),
        ("form[to]", "2026-11-25T09:00"),
        ("form[reason]", "Parents’ evening"),
    ];
    let done = nights
        .ada_client
        .plain_form("/rotas/nights/cover", "/fn/covers/create", &fields)
        .await;
    assert_eq!(done.status, 302, "{}", done.body);
    let page = nights.ada_client.get(done.header("location")).await;
    assert!(
        page.body.contains("Cover made") && page.body.contains("Eve is Lead"),
        "{}",
        page.body
    );
    assert_eq!(nights.pair(at("2026-11-24T20:00:00Z")).await.0, Some(nights.eve));
    assert!(at(NOW) < at("2026-11-24T20:00:00Z"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_request_that_arrives_twice_makes_one_cover() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let (ada, ben) = (nights.desk(nights.ada), nights.desk(nights.ben));
        let key: domain::CoverId = domain::CoverId::from_uuid(server::secret::random_id());
        let once = || CoverRequest {
            id: Some(key),
            ..request(&[(Role::Lead, nights.eve)], nights.tonight())
        };
        let first = ada.make_cover("nights", once()).await.unwrap();
        let second = ada.make_cover("nights", once()).await.unwrap();
        assert_eq!((first.id.clone(), second.id), (key.to_string(), key.to_string()));
        let longer = CoverRequest {
            to: nights.tonight().end() - 60,
            ..once()
        };
        assert_ne!(
            ada.make_cover("nights", longer).await.unwrap().id,
            first.id,
            "another time"
        );
        assert_ne!(
            ben.make_cover("nights", once()).await.unwrap().id,
            first.id,
            "somebody else"
        );
        let window = nights.planned;
        assert_eq!(
            nights.app.tandem.store.covers(nights.rota, window).await.unwrap().len(),
            3
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn covers_that_cannot_go_alone_go_together_and_the_page_says_so() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let (ada, tonight) = (nights.desk(nights.ada), nights.tonight());
        let lead = ada
            .make_cover("nights", request(&[(Role::Lead, nights.eve)], tonight))
            .await
            .unwrap();
        let engineer = ada
            .make_cover("nights", request(&[(Role::Engineer, nights.ada)], tonight))
            .await
            .unwrap();
        let page = app::covers::Port::cover_page(&ada, "nights".to_owned(), app::covers::Asked::default());
        let covers = page.await.unwrap().covers;
        let of = |id: &str| covers.iter().find(|row| row.id == id).unwrap();
        assert_eq!(of(&lead.id).together, [lead.id.clone(), engineer.id.clone()]);
        assert!(of(&lead.id).with[0].contains("is Engineer"), "{:?}", of(&lead.id).with);
        assert!(of(&engineer.id).together.is_empty(), "it can go alone");

        let alone = ada.withdraw_covers(vec![lead.id.parse().unwrap()]).await.unwrap_err();
        assert_eq!(alone.status(), 409);
        assert!(alone.to_string().contains(&engineer.id), "{alone}");
        let both = vec![lead.id.parse().unwrap(), engineer.id.parse().unwrap()];
        let withdrawn = ada.withdraw_covers(both).await.unwrap();
        assert_eq!(withdrawn.len(), 2);
        assert_eq!(withdrawn[0].revision, withdrawn[1].revision, "one change");
        assert_eq!(nights.pair(tonight.start()).await, (Some(nights.ada), Some(nights.ben)));
    }
}
