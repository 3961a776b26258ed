//! Undo of one's own last change: a new change, while nothing builds on it.

use crate::support::{
    Database, NOW, at,
    nights::{Nights, span},
};
use app::{
    AppError,
    changes::{ChangeOffer, Port as _},
    corrections::{CorrectionForm, Port as _},
    drafts::{Port as _, PublishForm},
    leave::{LeaveForm, Port as _},
    planning::{PlanForm, Port as _},
    teams::Port as _,
};
use domain::{CoverId, PersonId, Role, Span, timeline::DutyRow};
use http::Method;
use server::services::{CoverRequest, examine};

fn evening() -> Span {
    span("2026-11-28T18:00:00Z", "2026-11-28T20:00:00Z")
}

fn cover(role: Role, person: PersonId, span: Span) -> CoverRequest {
    CoverRequest {
        id: None,
        changes: vec![(role, person)],
        from: Some(span.start()),
        to: span.end(),
        reason: "Dentist".to_owned(),
        override_reason: None,
        if_match: None,
    }
}

fn revision(nights: &Nights) -> i64 {
    nights.app.tandem.snapshot().revision()
}

async fn rows(nights: &Nights) -> Vec<DutyRow> {
    let store = &nights.app.tandem.store;
    store.duty_since(nights.rota, nights.planned.start()).await.unwrap()
}

/// Who is there and what each time is, whatever made it so.
async fn duty(nights: &Nights) -> Vec<String> {
    let said = |row: &DutyRow| format!("{} {:?} {:?}", row.starts_at, row.state, row.pairing);
    let mut all: Vec<(String, DutyRow)> = rows(nights).await.iter().map(|row| (said(row), *row)).collect();
    all.dedup_by_key(|(_, row)| (row.state, row.pairing, row.shift));
    all.into_iter().map(|(words, _)| words).collect()
}

async fn offered(nights: &Nights, revision: i64) -> ChangeOffer {
    nights.desk(nights.ada).change(revision).await.unwrap()
}

async fn is_sound(nights: &Nights) {
    let report = examine(&nights.app.tandem.store).await.unwrap();
    assert_eq!(report.complaints, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_cover_and_its_withdrawal_are_undone_and_done_again_and_nothing_is_erased() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let ada = nights.desk(nights.ada);
        let before = duty(&nights).await;
        ada.make_cover("nights", cover(Role::Lead, nights.eve, evening()))
            .await
            .unwrap();
        let (made, covered) = (revision(&nights), duty(&nights).await);
        let offer = offered(&nights, made).await;
        assert_eq!((offer.title.as_str(), offer.blocked), ("Cover made", None));
        assert!(
            offer.words.starts_with("Eve is Lead, Sat 28 Nov 18:00"),
            "{}",
            offer.words
        );

        let undone = ada.undo(made).await.unwrap();
        assert_eq!(undone.revision, made + 1, "an undo is a new change");
        assert_eq!(duty(&nights).await, before);
        let again = ada.undo(undone.revision).await.unwrap();
        assert_eq!(duty(&nights).await, covered, "undoing the undo does it again");
        ada.undo(again.revision).await.unwrap();
        assert_eq!(duty(&nights).await, before);
        assert!(ada.undo(made).await.is_err(), "what was undone is not undone twice");
        is_sound(&nights).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_something_builds_on_is_not_undone_and_is_named() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    ada.make_cover("nights", cover(Role::Lead, nights.eve, evening()))
        .await
        .unwrap();
    let first = revision(&nights);
    let inside = span("2026-11-28T18:30:00Z", "2026-11-28T19:00:00Z");
    let on_top = nights.desk(nights.ben);
    on_top
        .make_cover("nights", cover(Role::Lead, nights.cleo, inside))
        .await
        .unwrap();
    let error = ada.undo(first).await.unwrap_err();
    let AppError::Refused { rule, message, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(rule, "built-on");
    assert!(message.contains("Cover made, by Ben, "), "{message}");
    assert_eq!(offered(&nights, first).await.blocked, Some(message));
    // The other role, and other times, are nothing that it builds on.
    ada.make_cover("nights", cover(Role::Engineer, nights.dan, evening()))
        .await
        .unwrap();
    ada.undo(revision(&nights)).await.unwrap();
    on_top.undo(first + 1).await.unwrap();
    is_sound(&nights).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn only_whoever_made_a_change_undoes_it_and_only_what_can_be() {
    let nights = Nights::new(Database::sqlite()).await;
    nights
        .desk(nights.ben)
        .make_cover("nights", cover(Role::Lead, nights.eve, evening()))
        .await
        .unwrap();
    let ada = nights.desk(nights.ada);
    assert_eq!(ada.undo(revision(&nights)).await.unwrap_err().status(), 403);
    assert_eq!(ada.undo(9_999).await.unwrap_err().status(), 404);
    ada.create_team("Another".into()).await.unwrap();
    assert_eq!(ada.undo(revision(&nights)).await.unwrap_err().status(), 409);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_has_passed_of_an_undone_cover_stands() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    ada.make_cover("nights", cover(Role::Lead, nights.eve, evening()))
        .await
        .unwrap();
    let made = revision(&nights);
    nights.app.clock.set(evening().start() + 1800);
    ada.undo(made).await.unwrap();
    assert_eq!(
        nights.pair(evening().start()).await.0,
        Some(nights.eve),
        "she was there"
    );
    assert_eq!(nights.pair(evening().start() + 1800).await.0, Some(nights.ada));
    is_sound(&nights).await;

    ada.make_cover(
        "nights",
        cover(
            Role::Lead,
            nights.eve,
            span("2026-11-28T19:00:00Z", "2026-11-28T19:30:00Z"),
        ),
    )
    .await
    .unwrap();
    let made = revision(&nights);
    nights.app.clock.set(evening().end());
    let error = ada.undo(made).await.unwrap_err();
    assert!(error.to_string().contains("the past stands"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn covers_withdrawn_together_come_back_together() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    let mut ids: Vec<CoverId> = Vec::new();
    for (role, person) in [(Role::Lead, nights.eve), (Role::Engineer, nights.ada)] {
        let made = ada.make_cover("nights", cover(role, person, evening())).await.unwrap();
        ids.push(made.id.parse().unwrap());
    }
    let before = duty(&nights).await;
    ada.withdraw_covers(ids).await.unwrap();
    assert_ne!(duty(&nights).await, before);
    ada.undo(revision(&nights)).await.unwrap();
    assert_eq!(duty(&nights).await, before);
    is_sound(&nights).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn leave_is_undone_both_ways_unless_cover_was_found_for_it() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let ada = nights.desk(nights.ada);
        let form = LeaveForm {
            from: evening().start().to_string(),
            to: evening().end().to_string(),
            note: "Dentist".into(),
            ..LeaveForm::default()
        };
        let count = async || ada.team_leave("payments".into()).await.unwrap().rows.len();
        ada.add_leave(form.clone()).await.unwrap();
        let entered = revision(&nights);
        assert!(
            offered(&nights, entered)
                .await
                .words
                .starts_with("Ada Lovelace, Sat 28 Nov")
        );
        ada.undo(entered).await.unwrap();
        assert_eq!(count().await, 0);
        ada.undo(revision(&nights)).await.unwrap();
        assert_eq!(count().await, 1, "undoing the undo enters it again");
        let entered = revision(&nights);
        nights
            .desk(nights.ben)
            .make_cover("nights", cover(Role::Lead, nights.eve, evening()))
            .await
            .unwrap();
        let error = ada.undo(entered).await.unwrap_err();
        assert!(error.to_string().contains("Cover made, by Ben"), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_correction_is_undone_both_ways() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    let before = duty(&nights).await;
    let form = CorrectionForm {
        lead: nights.eve.to_string(),
        from: "2026-11-22T18:00:00Z".into(),
        to: "2026-11-22T20:00:00Z".into(),
        reason: "Swapped by telephone".into(),
        ..CorrectionForm::default()
    };
    ada.correct("nights".into(), form).await.unwrap();
    let corrected = duty(&nights).await;
    assert_ne!(corrected, before);
    ada.undo(revision(&nights)).await.unwrap();
    assert_eq!(duty(&nights).await, before);
    ada.undo(revision(&nights)).await.unwrap();
    assert_eq!(duty(&nights).await, corrected);
    is_sound(&nights).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_publication_is_undone_with_its_draft_open_again_and_not_once_covers_build_on_it() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let ada = nights.desk(nights.ada);
        let before = (
            duty(&nights).await,
            nights.app.tandem.snapshot().rota(nights.rota).unwrap().record.planned,
        );
        let form = PlanForm {
            from: "2026-12-20".into(),
            weeks: "2".into(),
            seed: "3".into(),
            ..PlanForm::default()
        };
        let draft = ada.make_draft("nights".into(), form).await.unwrap();
        ada.publish_draft("nights".into(), draft.clone(), PublishForm::default())
            .await
            .unwrap();
        let published = revision(&nights);
        let after = duty(&nights).await;
        assert_ne!(after, before.0);
        ada.undo(published).await.unwrap();
        let planned = nights.app.tandem.snapshot().rota(nights.rota).unwrap().record.planned;
        assert_eq!((duty(&nights).await, planned), before);
        is_sound(&nights).await;
        let page = ada.draft("nights".into(), draft).await.unwrap();
        assert_eq!(page.row.state, "open", "it can be published again");
        ada.undo(revision(&nights)).await.unwrap();
        assert_eq!(duty(&nights).await, after);
        is_sound(&nights).await;

        let again = revision(&nights);
        let late = rows(&nights).await;
        let covered = late.iter().rev().find(|row| row.pairing.lead().is_some()).unwrap();
        let other = [nights.ada, nights.ben, nights.cleo, nights.eve];
        let free = other
            .into_iter()
            .find(|id| Some(*id) != covered.pairing.lead() && Some(*id) != covered.pairing.engineer());
        let stretch = Span::new(covered.starts_at, covered.starts_at + 3600).unwrap();
        ada.make_cover("nights", cover(Role::Lead, free.unwrap(), stretch))
            .await
            .unwrap();
        let error = ada.undo(again).await.unwrap_err();
        assert!(error.to_string().contains("Cover made, by Ada Lovelace"), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_saved_message_offers_undo_without_javascript_and_machines_undo_too() {
    let mut nights = Nights::new(Database::sqlite()).await;
    let eve = nights.eve.to_string();
    let fields = [
        ("slug", "nights"),
        ("form[role]", "lead"),
        ("form[lead]", eve.as_str()),
        ("form[from]", "2026-11-28T18:00"),
        ("form[to]", "2026-11-28T20:00"),
    ];
    let client = &mut nights.ada_client;
    let done = client
        .plain_form("/rotas/nights/cover", "/fn/covers/create", &fields)
        .await;
    let location = done.header("location").to_owned();
    let page = client.get(&location).await;
    assert!(
        page.body.contains("Cover made") && page.body.contains("action=\"/fn/changes/undo\""),
        "{}",
        page.body
    );
    let made = nights.app.tandem.snapshot().revision().to_string();
    let fields = [
        ("revision", made.as_str()),
        ("back", "/rotas/nights/cover?role=lead&saved=1"),
    ];
    let client = &mut nights.ada_client;
    let undone = client.plain_form(&location, "/fn/changes/undo", &fields).await;
    assert_eq!(undone.status, 302, "{}", undone.body);
    let back = undone.header("location").to_owned();
    assert!(
        back.ends_with(&format!(
            "/rotas/nights/cover?role=lead&saved={}",
            made.parse::<i64>().unwrap() + 1
        )),
        "{back}"
    );
    let page = client.get(&back).await;
    assert!(
        page.body.contains("Undone") && page.body.contains("everybody serves as planned"),
        "{}",
        page.body
    );
    assert_eq!(nights.pair(evening().start()).await.0, Some(nights.ada));

    let token = nights.token("write").await;
    let body = serde_json::json!({ "role": "lead", "person": nights.eve, "from": evening().start(), "to": evening().end(), "reason": "" });
    let (_, made) = nights
        .api(
            &token,
            Method::POST,
            "/api/v1/rotas/nights/covers",
            &[],
            &body.to_string(),
        )
        .await;
    let path = format!("/api/v1/changes/{}", made["revision"]);
    let (status, offer) = nights.api(&token, Method::GET, &path, &[], "").await;
    assert_eq!((status, &offer["title"]), (200, &"Cover made".into()));
    let (status, undone) = nights.api(&token, Method::POST, &format!("{path}/undo"), &[], "").await;
    assert_eq!(status, 200, "{undone}");
    let (status, problem) = nights.api(&token, Method::POST, &format!("{path}/undo"), &[], "").await;
    assert_eq!((status, &problem["type"]), (409, &"/problems/built-on".into()));
    assert!(at(NOW) < evening().start());
}
