//! Changing a cover in one go: it keeps its place, what has passed stands, and what cannot be is refused in words.

use crate::support::{
    Database, at,
    nights::{Nights, span},
};
use app::{
    AppError,
    covers::{Asked, CoverForm, CoverView, Outcome, Port as _},
};
use domain::{CoverId, PersonId, Role, Span};
use http::Method;
use serde_json::json;
use server::services::{CoverChange, CoverRequest};

const EVENING: (&str, &str) = ("2026-11-24T18:00:00Z", "2026-11-24T20:00:00Z");

pub async fn cover(nights: &Nights, changes: &[(Role, PersonId)], span: Span) -> CoverId {
    let request = CoverRequest {
        id: None,
        changes: changes.to_vec(),
        from: Some(span.start()),
        to: span.end(),
        reason: "Dentist".to_owned(),
        override_reason: None,
        if_match: None,
    };
    let made = nights.desk(nights.ada).make_cover("nights", request).await.unwrap();
    made.id.parse().unwrap()
}

pub fn to(span: Span) -> CoverChange {
    CoverChange {
        from: Some(span.start()),
        to: Some(span.end()),
        ..CoverChange::default()
    }
}

pub async fn change(nights: &Nights, id: CoverId, change: CoverChange) -> Result<CoverView, AppError> {
    nights.desk(nights.ada).change_cover(id, change).await
}

pub fn id(view: &CoverView) -> CoverId {
    view.id.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_moved_cover_gives_back_what_it_leaves_and_takes_what_it_reaches() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let evening = span(EVENING.0, EVENING.1);
        let later = span("2026-11-24T22:00:00Z", "2026-11-25T02:00:00Z");
        let old = cover(&nights, &[(Role::Lead, nights.eve)], evening).await;
        let moved = change(&nights, old, to(later)).await.unwrap();
        assert_eq!(
            (moved.from, moved.to, moved.reason.as_str()),
            (later.start(), later.end(), "Dentist")
        );
        assert_eq!(moved.replaces, Some(old.to_string()));
        let (ada, ben, eve) = (Some(nights.ada), Some(nights.ben), Some(nights.eve));
        assert_eq!(nights.pair(evening.start()).await, (ada, ben));
        assert_eq!(nights.pair(later.start()).await, (eve, ben));
        assert_eq!(nights.pair(later.end()).await, (ada, ben));
        let desk = nights.desk(nights.ada);
        assert_eq!(desk.cover(old).await.unwrap().state, "withdrawn");
        let page = desk.cover_page("nights".to_owned(), Asked::default()).await.unwrap();
        let listed: Vec<&str> = page.covers.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(listed, [moved.id.as_str()]);
        let history = nights.token("read").await;
        let (_, audit) = nights
            .api(
                &history,
                Method::GET,
                "/api/v1/rotas/nights/history?kind=covers",
                &[],
                "",
            )
            .await;
        assert!(audit.to_string().contains("cover.changed"), "{audit}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_changed_cover_stays_below_those_that_lay_on_top() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let (evening, night) = (span(EVENING.0, EVENING.1), nights.tonight());
        let below = cover(&nights, &[(Role::Lead, nights.cleo)], night).await;
        let top = cover(&nights, &[(Role::Lead, nights.eve)], evening).await;
        let shorter = span("2026-11-24T17:00:00Z", "2026-11-24T23:00:00Z");
        let once = change(&nights, below, to(shorter)).await.unwrap();
        let twice = change(
            &nights,
            id(&once),
            to(Span::new(shorter.start(), shorter.end() + 3600).unwrap()),
        )
        .await
        .unwrap();
        let lead = async |at| nights.pair(at).await.0;
        assert_eq!(
            lead(evening.start()).await,
            Some(nights.eve),
            "the later cover is still on top"
        );
        assert_eq!(lead(evening.end()).await, Some(nights.cleo));
        assert_eq!(lead(at("2026-11-24T23:30:00Z")).await, Some(nights.cleo));
        assert_eq!(lead(at("2026-11-25T00:00:00Z")).await, Some(nights.ada));
        nights.desk(nights.ada).withdraw_cover(top).await.unwrap();
        assert_eq!(lead(evening.start()).await, Some(nights.cleo));
        nights.desk(nights.ada).withdraw_cover(id(&twice)).await.unwrap();
        assert_eq!(lead(evening.start()).await, Some(nights.ada));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_change_that_would_put_one_person_into_both_roles_is_refused_and_writes_nothing() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        // Ben, the Engineer, may lead only while Eve is the Engineer.
        let evening = span(EVENING.0, EVENING.1);
        let engineer = cover(&nights, &[(Role::Engineer, nights.eve)], evening).await;
        let lead = cover(&nights, &[(Role::Lead, nights.ben)], evening).await;
        let before = nights.app.tandem.snapshot().revision();
        let longer = Span::new(evening.start(), evening.end() + 3600).unwrap();
        let shorter = Span::new(evening.start() + 3600, evening.end()).unwrap();
        for (which, to_span, when) in [(lead, longer, "20:00"), (engineer, shorter, "18:00")] {
            let refused = change(&nights, which, to(to_span)).await.unwrap_err();
            let AppError::Refused { rule, message, .. } = &refused else {
                panic!("{refused:?}")
            };
            assert_eq!(rule, "two-people");
            assert!(message.contains("Ben") && message.contains(when), "{message}");
        }
        let swap = CoverChange {
            changes: Some(vec![(Role::Lead, nights.eve)]),
            ..CoverChange::default()
        };
        assert!(
            matches!(change(&nights, lead, swap).await, Err(AppError::Refused { .. })),
            "she is the Engineer"
        );
        assert_eq!(nights.app.tandem.snapshot().revision(), before);
        assert_eq!(nights.pair(evening.start()).await, (Some(nights.ben), Some(nights.eve)));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_has_passed_of_a_cover_stands_when_it_is_changed() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let evening = span(EVENING.0, EVENING.1);
        let old = cover(&nights, &[(Role::Lead, nights.eve)], evening).await;
        nights.app.clock.set(at("2026-11-24T19:00:00Z"));
        let longer = CoverChange {
            to: Some(at("2026-11-24T22:00:00Z")),
            ..CoverChange::default()
        };
        let changed = change(&nights, old, longer).await.unwrap();
        assert_eq!(
            (changed.from, changed.state.as_str()),
            (at("2026-11-24T19:00:00Z"), "in_force")
        );
        for time in ["2026-11-24T18:30:00Z", "2026-11-24T19:00:00Z", "2026-11-24T21:59:59Z"] {
            assert_eq!(nights.pair(at(time)).await.0, Some(nights.eve), "{time}");
        }
        let earlier = CoverChange {
            from: Some(at("2026-11-24T17:00:00Z")),
            ..CoverChange::default()
        };
        let refused = change(&nights, id(&changed), earlier).await.unwrap_err();
        assert!(
            matches!(&refused, AppError::Refused { rule, .. } if rule == "past"),
            "{refused:?}"
        );
        nights.app.clock.set(at("2026-11-24T23:00:00Z"));
        let over = change(&nights, id(&changed), CoverChange::default()).await.unwrap_err();
        assert!(over.to_string().contains("over"), "{over}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_stale_change_is_refused_and_one_that_changes_nothing_writes_nothing() {
    let nights = Nights::new(Database::sqlite()).await;
    let token = nights.token("write").await;
    let evening = span(EVENING.0, EVENING.1);
    let old = cover(&nights, &[(Role::Lead, nights.eve)], evening).await;
    let seen = nights.app.tandem.snapshot().revision();
    let path = format!("/api/v1/covers/{old}");
    let (status, same) = nights.api(&token, Method::PATCH, &path, &[], "{}").await;
    assert_eq!((status, same["id"].as_str().unwrap()), (200, old.to_string().as_str()));
    assert_eq!(nights.app.tandem.snapshot().revision(), seen);
    let body = json!({ "to": "2026-11-24T21:00:00Z", "reason": "Train" }).to_string();
    let tag = format!("\"{seen}\"");
    let (status, changed) = nights
        .api(&token, Method::PATCH, &path, &[("if-match", &tag)], &body)
        .await;
    assert_eq!(
        (status, &changed["reason"], &changed["replaces"]),
        (200, &json!("Train"), &json!(old)),
        "{changed}"
    );
    let (status, stale) = nights.api(&token, Method::PATCH, &path, &[], &body).await;
    assert_eq!(status, 412, "{stale}");
    assert!(stale.to_string().contains("changed or withdrawn meanwhile"), "{stale}");
    let newer = format!("/api/v1/covers/{}", changed["id"].as_str().unwrap());
    let (status, stale) = nights
        .api(&token, Method::PATCH, &newer, &[("if-match", &tag)], &body)
        .await;
    assert_eq!(status, 412, "{stale}");
    for bad in [
        json!({ "to": "soon" }),
        json!({ "to": "2026-11-24T17:00:00Z" }),
        json!({ "changes": [] }),
    ] {
        let (status, problem) = nights.api(&token, Method::PATCH, &newer, &[], &bad.to_string()).await;
        assert_eq!(status, 422, "{bad}: {problem}");
    }
    let nobody = CoverId::from_uuid(server::secret::random_id());
    let (status, _) = nights
        .api(&token, Method::PATCH, &format!("/api/v1/covers/{nobody}"), &[], "{}")
        .await;
    assert_eq!(status, 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_new_cover_whose_preview_is_out_of_date_is_not_made_unseen() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        nights.app.clock.set(at("2026-11-24T18:00:00Z"));
        let desk = nights.desk(nights.ada);
        for from in ["", "2026-11-24T21:00"] {
            let form = CoverForm {
                role: "lead".into(),
                lead: nights.eve.to_string(),
                from: from.into(),
                to: "2026-11-25T02:00".into(),
                ..CoverForm::default()
            };
            let asked = Asked {
                role: form.role.clone(),
                lead: form.lead.clone(),
                from: form.from.clone(),
                to: form.to.clone(),
                preview: "yes".into(),
                ..Asked::default()
            };
            let seen = async || match desk.cover_page("nights".into(), asked.clone()).await.unwrap().outcome {
                Some(Outcome::Possible(preview)) => preview.seen,
                other => panic!("{other:?}"),
            };
            let first = seen().await;
            // Elsewhere somebody else takes an hour of it; what lies outside does not matter.
            let night = span("2026-11-25T00:00:00Z", "2026-11-25T01:00:00Z");
            let outside = span("2026-11-25T05:00:00Z", "2026-11-25T06:00:00Z");
            let far = cover(&nights, &[(Role::Engineer, nights.dan)], outside).await;
            let near = cover(&nights, &[(Role::Lead, nights.cleo)], night).await;
            let late = CoverForm {
                seen: first.clone(),
                ..form.clone()
            };
            let refused = desk.create_cover("nights".into(), late.clone()).await.unwrap_err();
            assert!(matches!(refused, AppError::Stale(_)), "{refused:?}");
            desk.withdraw(near.to_string()).await.unwrap();
            // As it was seen again, a minute later.
            nights.app.clock.set(nights.app.tandem.now() + 60);
            let made = desk.create_cover("nights".into(), late).await.unwrap();
            assert_eq!(made.changes.len(), 1);
            desk.withdraw(made.id).await.unwrap();
            desk.withdraw(far.to_string()).await.unwrap();
        }
        nights.app.tandem.store.close().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_page_previews_a_change_by_what_saves_it() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    let old = cover(&nights, &[(Role::Lead, nights.eve)], span(EVENING.0, EVENING.1)).await;
    let asked = |to: &str| Asked {
        change: old.to_string(),
        to: to.to_owned(),
        preview: "yes".to_owned(),
        ..Asked::default()
    };
    let page = ada
        .cover_page("nights".to_owned(), asked("2026-11-24T22:00"))
        .await
        .unwrap();
    assert_eq!(
        (page.role.as_str(), page.from.as_str(), page.to.as_str()),
        ("lead", "2026-11-24T18:00", "2026-11-24T22:00")
    );
    let Some(Outcome::Possible(preview)) = &page.outcome else {
        panic!("{:?}", page.outcome)
    };
    assert_eq!(preview.words, "Eve 2 h more, Ada Lovelace 2 h less");
    let changing = page.change.unwrap();
    assert_eq!(changing.words, "Eve is Lead, Tue 24 Nov 18:00 – 20:00");
    let form = CoverForm {
        role: page.role,
        lead: page.lead,
        from: page.from,
        to: page.to,
        reason: changing.reason,
        ..CoverForm::default()
    };
    let port: &dyn app::covers::Port = &ada;
    let saved = port
        .change_cover(changing.id.clone(), form.clone(), Some(changing.seen))
        .await
        .unwrap();
    assert_eq!(
        (saved.to, saved.reason.as_str()),
        (at("2026-11-24T22:00:00Z"), "Dentist")
    );
    let stale = port
        .change_cover(changing.id, form, Some(changing.seen))
        .await
        .unwrap_err();
    assert!(matches!(stale, AppError::Stale(_)), "{stale:?}");
    let gone = ada
        .cover_page("nights".to_owned(), asked("2026-11-24T23:00"))
        .await
        .unwrap_err();
    assert!(matches!(gone, AppError::Stale(_)), "{gone:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_page_suggests_who_could_take_it_and_lists_covers_in_pages() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    let asked = Asked {
        role: "lead".to_owned(),
        from: EVENING.0.to_owned(),
        to: EVENING.1.to_owned(),
        ..Asked::default()
    };
    let page = ada.cover_page("nights".to_owned(), asked).await.unwrap();
    let able: Vec<&str> = page
        .suggestions
        .iter()
        .filter(|one| one.can)
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!(
        able,
        ["Eve", "Cleo"],
        "she is free and rested; Cleo had the night before"
    );
    assert!(
        page.suggestions.iter().all(|one| one.name != "Ada Lovelace"),
        "it is hers"
    );
    assert!(page.suggestions[0].because.starts_with("free and rested"));
    for hour in 0..25 {
        let start = at("2026-11-26T17:00:00Z") + hour * 1800;
        cover(
            &nights,
            &[(Role::Lead, nights.eve)],
            Span::new(start, start + 1800).unwrap(),
        )
        .await;
    }
    let paged = async |page: &str| {
        let asked = Asked {
            page: page.to_owned(),
            ..Asked::default()
        };
        let page = ada.cover_page("nights".to_owned(), asked).await.unwrap();
        (page.covers.len(), page.pages)
    };
    assert_eq!(paged("").await, (20, (1, 2)));
    assert_eq!(paged("2").await, (5, (2, 2)));
    assert_eq!(paged("99").await, (5, (2, 2)), "a page that is not there is the last");
    assert_eq!(paged("many").await, (20, (1, 2)));
}
