//! Gaps and conflicts are listed until they are mended.

use crate::support::{
    Database, at,
    nights::{Nights, span},
};
use app::{
    conflicts::{ConflictFilter, ConflictPage, Port as _},
    now::Port as _,
    offers::{OfferForm, Port as _},
    organisation::{OrganisationForm, Port as _},
    people::Port as _,
    session::Port as _,
};
use domain::{PersonId, Role, Span};
use http::Method;
use server::services::CoverRequest;

async fn listed(nights: &Nights, filter: ConflictFilter) -> ConflictPage {
    nights.desk(nights.ada).conflicts(filter).await.unwrap()
}

async fn words(nights: &Nights) -> Vec<String> {
    let page = listed(nights, ConflictFilter::default()).await;
    page.rows
        .iter()
        .map(|row| format!("{}: {} {}", row.rota_name, row.what, row.when))
        .collect()
}

fn cover(role: Role, person: PersonId, span: Span, why: Option<&str>) -> CoverRequest {
    CoverRequest {
        id: None,
        changes: vec![(role, person)],
        from: Some(span.start()),
        to: span.end(),
        reason: String::new(),
        override_reason: why.map(str::to_owned),
        if_match: None,
    }
}

async fn set_two_rotas(nights: &Nights, word: &str) {
    let desk = nights.desk(nights.ada);
    let page = desk.organisation_page().await.unwrap();
    let form = OrganisationForm {
        name: page.name,
        zone: page.zone,
        office_from: page.office_from,
        office_to: page.office_to,
        holiday_calendar: page.holiday_calendar,
        two_rotas: word.to_owned(),
    };
    desk.change_organisation(form).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn leave_over_duty_stands_on_board_and_list_until_it_is_covered() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let ada = nights.desk(nights.ada);
        let empty = listed(&nights, ConflictFilter::default()).await;
        assert_eq!(
            (empty.total, empty.clear.as_str()),
            (0, "Nothing stands open until Thu 24 Dec")
        );
        nights.leave(nights.ben, nights.tonight()).await;

        let page = listed(&nights, ConflictFilter::default()).await;
        let [row] = page.rows.as_slice() else {
            panic!("{page:?}")
        };
        assert_eq!(
            (row.kind.as_str(), row.role, row.now),
            ("on-leave", Some(Role::Engineer), false)
        );
        assert_eq!((row.what.as_str(), row.left.as_str()), ("Ben is on leave", "in 8 h"));
        let fix = &row.fixes[0];
        let link = "/rotas/nights/cover?role=engineer&from=2026-11-24T17:00&to=2026-11-25T09:00";
        assert_eq!((fix.words.as_str(), fix.href.as_str()), ("Find cover", link));
        assert_eq!(ada.board().await.unwrap().cards[0].conflicts.len(), 1);
        assert_eq!(ada.visit().viewer.unwrap().conflicts, 1);

        ada.make_cover("nights", cover(Role::Engineer, nights.eve, nights.tonight(), None))
            .await
            .unwrap();
        assert_eq!(words(&nights).await, Vec::<String>::new());
        assert_eq!(ada.board().await.unwrap().cards[0].conflicts, []);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_was_accepted_with_a_reason_is_not_open_but_can_be_shown() {
    let nights = Nights::new(Database::sqlite()).await;
    let (ada, tonight) = (nights.desk(nights.ada), nights.tonight());
    nights.leave(nights.eve, tonight).await;
    ada.make_cover("nights", cover(Role::Lead, nights.eve, tonight, Some("Eve offered")))
        .await
        .unwrap();
    let open = listed(&nights, ConflictFilter::default()).await;
    assert_eq!((open.rows.len(), open.accepted), (0, 1));
    let all = ConflictFilter {
        accepted: "yes".to_owned(),
        ..ConflictFilter::default()
    };
    let all = listed(&nights, all).await;
    assert_eq!(all.rows[0].accepted.as_deref(), Some("Eve offered"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_most_urgent_comes_first_and_pages_hold_each_conflict_once() {
    let nights = Nights::new(Database::sqlite()).await;
    nights
        .leave(nights.ada, span("2026-11-26T17:00:00Z", "2026-11-26T20:00:00Z"))
        .await;
    nights
        .desk(nights.ada)
        .deactivate_person(nights.dan.to_string())
        .await
        .unwrap();
    nights.app.clock.set(at("2026-11-25T18:00:00Z"));
    let all = listed(&nights, ConflictFilter::default()).await;
    assert_eq!(all.rows[0].what, "Dan has been deactivated");
    assert!(all.rows[0].now && !all.rows[1].now);
    assert_eq!(all.rows[0].when, "until Thu 09:00");
    assert_eq!(all.rows[1].what, "Ada Lovelace is on leave");
    let starts: Vec<_> = all.rows.iter().map(|row| row.from).collect();
    assert!(starts.is_sorted(), "{starts:?}");

    let token = nights.token("read").await;
    let (mut found, mut after) = (Vec::new(), String::new());
    loop {
        let path = format!("/api/v1/conflicts?limit=4&after={after}");
        let (status, answer) = nights.api(&token, Method::GET, &path, &[], "").await;
        assert_eq!(status, 200, "{answer}");
        assert_eq!(answer["total"], all.total);
        let rows = answer["conflicts"].as_array().unwrap();
        found.extend(rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()));
        match answer["next"].as_str() {
            Some(next) => next.clone_into(&mut after),
            None => break,
        }
    }
    assert_eq!(found, all.rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>());
    let (status, answer) = nights
        .api(&token, Method::GET, "/api/v1/conflicts?kind=on-leave", &[], "")
        .await;
    assert_eq!((status, &answer["total"]), (200, &serde_json::json!(1)));
    for bad in ["kind=unhappy", "after=1~2", "person=x"] {
        let (status, _) = nights
            .api(&token, Method::GET, &format!("/api/v1/conflicts?{bad}"), &[], "")
            .await;
        assert_eq!(status, 422, "{bad}");
    }
    let (status, _) = nights
        .api(&token, Method::GET, "/api/v1/conflicts?team=nobody", &[], "")
        .await;
    assert_eq!(status, 404);
}

/// Ada offers her Lead to somebody.
async fn offer_to(nights: &Nights, person: PersonId, span: Span) -> String {
    let form = OfferForm {
        role: "lead".into(),
        from: span.start().to_string(),
        to: span.end().to_string(),
        people: vec![person.to_string()],
        ..OfferForm::default()
    };
    nights.desk(nights.ada).make_offer("nights".into(), form).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_person_on_two_rotas_at_once_is_allowed_listed_or_refused() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        nights.another_rota("mornings", nights.eve, nights.dan).await;
        let (ada, tonight) = (nights.desk(nights.ada), nights.tonight());
        let clash = "nights: Eve is Lead of mornings at the same time";
        let dan = |words: &[String]| words.iter().filter(|one| one.contains("Dan is")).count();
        assert_eq!(
            dan(&words(&nights).await),
            15,
            "published so on both: every second night"
        );

        set_two_rotas(&nights, "forbid").await;
        let refused = ada
            .make_cover("nights", cover(Role::Lead, nights.eve, tonight, Some("please")))
            .await;
        let Err(app::AppError::Refused { rule, message, .. }) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(rule, "two-rotas");
        assert_eq!(
            message,
            "Eve is Lead of mornings Tue 24 Nov 17:00 – Wed 25 Nov 09:00: nobody is on two rotas at once."
        );

        let offer = offer_to(&nights, nights.eve, tonight).await;
        let eve = nights.desk(nights.eve);
        let accepted = || eve.answer_offer(offer.clone(), "accept".into());
        let refused = accepted().await;
        let Err(app::AppError::Refused { rule, .. }) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(rule, "two-rotas", "an offer is decided as a cover is");

        set_two_rotas(&nights, "warn").await;
        accepted().await.unwrap();
        let found = words(&nights).await;
        assert!(found[0].to_lowercase().starts_with(&clash.to_lowercase()), "{found:?}");

        set_two_rotas(&nights, "allow").await;
        assert_eq!(dan(&words(&nights).await), 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn too_little_rest_after_a_cover_is_listed_and_previewed() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    let tomorrow = span("2026-11-25T17:00:00Z", "2026-11-26T09:00:00Z");
    let asked = app::covers::Asked {
        role: "engineer".to_owned(),
        engineer: nights.ben.to_string(),
        from: "2026-11-25T17:00".to_owned(),
        to: "2026-11-26T09:00".to_owned(),
        preview: "yes".to_owned(),
        ..app::covers::Asked::default()
    };
    let page = app::covers::Port::cover_page(&ada, "nights".to_owned(), asked)
        .await
        .unwrap();
    let Some(app::covers::Outcome::Possible(preview)) = page.outcome else {
        panic!("{:?}", page.outcome)
    };
    assert_eq!(
        preview.rest,
        ["Ben rests 8 h before and 8 h after; 11 h are asked for."]
    );
    ada.make_cover("nights", cover(Role::Engineer, nights.ben, tomorrow, None))
        .await
        .unwrap();
    let found = words(&nights).await;
    assert_eq!(
        found,
        [
            "Nights: Ben has 8 h of rest before, not 11 h Wed 25 Nov 17:00 – Thu 26 Nov 09:00",
            "Nights: Ben has 8 h of rest before, not 11 h Thu 26 Nov 17:00 – Fri 27 Nov 09:00",
        ]
    );
}
