//! A rota's rules change from an instant on: what lies before stands, and what changes is said beforehand.

use crate::support::{
    Database, NOW, at,
    nights::{Nights, span},
};
use app::{
    AppError,
    changes::Port as _,
    rotas::{Port as _, RotaForm, RotaImpact},
};
use domain::{Instant, Role, Span, rota::Shift, timeline::DutyRow};
use server::{
    services::{CoverRequest, examine},
    store::RotaRecord,
};

/// The first handover after the tests' present.
const TONIGHT: &str = "2026-11-24T17:00:00Z";

async fn form(nights: &Nights) -> RotaForm {
    let ada = nights.desk(nights.ada);
    ada.rota_form(Some("nights".into())).await.unwrap().form
}

/// The nights handed over at 21:00 too.
async fn halved(nights: &Nights, effective: &str) -> RotaForm {
    RotaForm {
        also_at: "21:00".into(),
        effective: effective.into(),
        ..form(nights).await
    }
}

async fn save(nights: &Nights, form: RotaForm) -> Result<(), AppError> {
    nights.desk(nights.ada).save("nights".into(), form).await
}

async fn impact(nights: &Nights, form: RotaForm) -> Option<RotaImpact> {
    nights.desk(nights.ada).preview(form).await.unwrap().impact
}

async fn shifts(nights: &Nights) -> Vec<Shift> {
    let store = &nights.app.tandem.store;
    store.shifts(nights.rota, nights.planned).await.unwrap()
}

async fn rows(nights: &Nights) -> Vec<DutyRow> {
    let store = &nights.app.tandem.store;
    store.duty_since(nights.rota, nights.planned.start()).await.unwrap()
}

async fn is_sound(nights: &Nights) {
    let report = examine(&nights.app.tandem.store).await.unwrap();
    assert_eq!(report.complaints, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn other_handovers_hold_from_the_next_one_on_and_what_lies_before_stands() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let (before, duty) = (shifts(&nights).await, rows(&nights).await);
        assert_eq!(
            form(&nights).await.effective,
            "2026-11-24T17:00",
            "the next handover is proposed"
        );
        save(&nights, halved(&nights, "").await).await.unwrap();
        let after = shifts(&nights).await;
        let start = at(TONIGHT);
        let past =
            |shifts: &[Shift]| -> Vec<Shift> { shifts.iter().filter(|it| it.span.start() < start).cloned().collect() };
        assert_eq!(past(&before), past(&after));
        let tonight: Vec<&Shift> = after.iter().filter(|it| it.span.start() >= start).take(2).collect();
        assert_eq!(tonight[0].span, span(TONIGHT, "2026-11-24T21:00:00Z"));
        assert_eq!(tonight[1].span, span("2026-11-24T21:00:00Z", "2026-11-25T17:00:00Z"));
        assert_eq!(
            tonight[0].pairing, tonight[1].pairing,
            "the same people as far as they go"
        );
        let id = |shifts: &[Shift]| shifts.iter().find(|it| it.span.start() == start).map(|it| it.id);
        assert_eq!(id(&before), id(&after), "a shift that begins as before keeps its id");
        let held =
            |rows: &[DutyRow], at: Instant| rows.iter().rev().find(|row| row.starts_at <= at).map(|row| row.pairing);
        let now_rows = rows(&nights).await;
        for row in duty.iter().filter(|row| row.starts_at < start) {
            assert_eq!(held(&duty, row.starts_at), held(&now_rows, row.starts_at));
        }
        is_sound(&nights).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_preview_says_what_changes_and_that_is_what_saving_does() {
    let nights = Nights::new(Database::sqlite()).await;
    let evening = span("2026-11-28T20:00:00Z", "2026-11-28T22:00:00Z");
    let request = CoverRequest {
        id: None,
        changes: vec![(Role::Lead, nights.eve)],
        from: Some(evening.start()),
        to: evening.end(),
        reason: String::new(),
        override_reason: None,
        if_match: None,
    };
    nights.desk(nights.ada).make_cover("nights", request).await.unwrap();
    assert_eq!(
        impact(&nights, form(&nights).await).await,
        None,
        "nothing else, nothing to say"
    );
    let proposed = halved(&nights, "2026-11-28T19:00").await;
    let said = impact(&nights, proposed.clone()).await.unwrap();
    let fates: Vec<&str> = said.rows.iter().map(|row| row.fate.as_str()).take(4).collect();
    assert_eq!(fates, ["cut", "new", "new", "changed"]);
    assert!(
        said.rows[0].words.starts_with("Sat 28 Nov 17:00 – 19:00: "),
        "{}",
        said.rows[0].words
    );
    assert!(said.refused.is_empty());
    let before = shifts(&nights).await;
    save(&nights, proposed).await.unwrap();
    let after = shifts(&nights).await;
    let changed = after.iter().filter(|shift| !before.contains(shift)).count();
    assert_eq!(changed, said.rows.len() + said.more);
    assert_eq!(
        nights.pair(evening.start()).await.0,
        Some(nights.eve),
        "the cover lies on top still"
    );
    is_sound(&nights).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_edit_takes_effect_neither_in_the_past_nor_after_the_published_end() {
    let nights = Nights::new(Database::sqlite()).await;
    let revision = nights.app.tandem.snapshot().revision();
    for effective in ["2026-11-20T17:00", "2027-06-01T17:00", "soon"] {
        let error = save(&nights, halved(&nights, effective).await).await.unwrap_err();
        assert!(error.of_field("effective").is_some(), "{effective}: {error}");
        let proposed = halved(&nights, effective).await;
        assert!(nights.desk(nights.ada).preview(proposed).await.is_err());
    }
    assert_eq!(nights.app.tandem.snapshot().revision(), revision);
    // At the published end all that is published stays.
    let (before, end) = (shifts(&nights).await, nights.planned.end());
    save(&nights, halved(&nights, &end.to_string()).await).await.unwrap();
    assert_eq!(shifts(&nights).await, before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn office_hours_and_zone_are_those_in_force_at_the_instant_asked_for() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let mut later = form(&nights).await;
        later.zone = "Europe/Berlin".into();
        for row in &mut later.office {
            (row.from, row.to) = ("07:00".into(), "08:00".into());
        }
        later.effective = "2026-11-26T17:00".into();
        save(&nights, later).await.unwrap();
        let ask = async |at: &str| {
            let token = nights.token("oncall").await;
            let path = format!("/api/v1/rotas/nights/oncall?at={at}");
            let (status, answer) = nights.api(&token, http::Method::GET, &path, &[], "").await;
            assert_eq!(status, 200, "{answer}");
            (
                answer["timezone"].as_str().unwrap().to_owned(),
                answer["in_hours"].as_bool().unwrap(),
            )
        };
        let london = |open| ("Europe/London".to_owned(), open);
        let berlin = |open| ("Europe/Berlin".to_owned(), open);
        assert_eq!(ask("2026-11-26T12:00:00Z").await, london(true));
        assert_eq!(ask("2026-11-27T12:00:00Z").await, berlin(false));
        assert_eq!(ask("2026-11-27T06:30:00Z").await, berlin(true));
        assert_eq!(
            ask("2026-11-23T12:00:00Z").await,
            london(true),
            "the past keeps its hours"
        );
        // What is shown follows when the instant comes, though nobody writes.
        let shown = || {
            nights
                .app
                .tandem
                .snapshot()
                .rota(nights.rota)
                .unwrap()
                .rules
                .zone
                .name()
                .to_owned()
        };
        assert_eq!(shown(), "Europe/London");
        nights.app.clock.set(at("2026-11-26T17:00:00Z"));
        assert!(nights.app.tandem.catch_up().await.unwrap());
        assert_eq!(shown(), "Europe/Berlin");
        is_sound(&nights).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_edit_is_undone_and_done_again() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let ada = nights.desk(nights.ada);
        let (before, duty) = (shifts(&nights).await, rows(&nights).await);
        let mut changed = halved(&nights, "2026-11-28T19:00").await;
        changed.name = "Late nights".into();
        save(&nights, changed).await.unwrap();
        let (after, edited) = (shifts(&nights).await, nights.app.tandem.snapshot().revision());
        assert_ne!(before, after);
        let offer = ada.change(edited).await.unwrap();
        assert_eq!((offer.title.as_str(), offer.blocked), ("Rota changed", None));
        ada.undo(edited).await.unwrap();
        assert_eq!(
            (shifts(&nights).await, rows(&nights).await),
            (before.clone(), duty.clone())
        );
        let mut connection = nights.app.tandem.store.read().await.unwrap();
        let record = RotaRecord::find(&mut connection, nights.rota).await.unwrap().unwrap();
        drop(connection);
        assert_eq!(record.name, "Nights");
        assert_eq!(form(&nights).await.also_at, "");
        is_sound(&nights).await;
        ada.undo(nights.app.tandem.snapshot().revision()).await.unwrap();
        assert_eq!(shifts(&nights).await, after);
        assert!(ada.undo(edited).await.is_err(), "a later edit builds on it");
        is_sound(&nights).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn settings_that_somebody_else_changed_are_saved_over_only_once_that_was_read() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let opened = form(&nights).await;
        let renamed = RotaForm {
            name: "Late nights".into(),
            ..opened.clone()
        };
        save(&nights, renamed).await.unwrap();
        // A rename keeps the rules, and is no less somebody else's change.
        let mine = RotaForm {
            every: "2".into(),
            ..opened
        };
        let refused = save(&nights, mine.clone()).await.unwrap_err();
        let AppError::Stale(words) = &refused else {
            panic!("{refused:?}")
        };
        assert!(
            words.starts_with("Ada Lovelace changed the name of this rota, "),
            "{words}"
        );
        assert_eq!(form(&nights).await.name, "Late nights");
        let over = RotaForm {
            over: words.clone(),
            ..mine
        };
        let again = RotaForm {
            also_at: "21:00".into(),
            ..form(&nights).await
        };
        save(&nights, again).await.unwrap();
        let refused = save(&nights, over.clone()).await.unwrap_err().to_string();
        assert!(
            refused.starts_with("Ada Lovelace changed the handover of this rota, "),
            "{refused}"
        );
        let over = RotaForm { over: refused, ..over };
        save(&nights, over).await.unwrap();
        let is = form(&nights).await;
        assert_eq!(
            (is.name.as_str(), is.every.as_str(), is.also_at.as_str()),
            ("Nights", "2", "")
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_cover_that_the_edit_would_put_below_the_same_person_refuses_it() {
    let nights = Nights::new(Database::sqlite()).await;
    // Cleo leads the odd nights: a cover of Wednesday's Engineer by Ada, who leads Tuesday's.
    let wednesday = span("2026-11-25T17:00:00Z", "2026-11-26T09:00:00Z");
    let request = CoverRequest {
        id: None,
        changes: vec![(Role::Engineer, nights.ada)],
        from: Some(wednesday.start()),
        to: wednesday.end(),
        reason: String::new(),
        override_reason: None,
        if_match: None,
    };
    nights.desk(nights.ada).make_cover("nights", request).await.unwrap();
    // Turns of three days: Tuesday's pair shares as much of the first as any other, and comes first.
    let longer = RotaForm {
        every: "3".into(),
        first_handover: "2026-11-24T17:00".into(),
        ..form(&nights).await
    };
    let said = impact(&nights, longer.clone()).await.unwrap();
    assert!(!said.refused.is_empty(), "{said:?}");
    let revision = nights.app.tandem.snapshot().revision();
    let error = save(&nights, longer).await.unwrap_err();
    assert!(
        matches!(&error, AppError::Refused { rule, .. } if rule == "two-people"),
        "{error:?}"
    );
    assert_eq!(nights.app.tandem.snapshot().revision(), revision);
    assert!(at(NOW) < wednesday.start() && Span::new(at(NOW), wednesday.start()).is_ok());
}
