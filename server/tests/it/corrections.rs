//! Managers correct the past: with a reason, visibly, and never against the guarantee.

use crate::support::{
    Database, NOW, at,
    nights::{Nights, span},
};
use app::{
    AppError,
    corrections::{CorrectionAsked, CorrectionForm, CorrectionView, Port as _},
    covers::Outcome,
    history::{HistoryAsked, Port as _},
    inbox::Port as _,
};
use domain::{PersonId, Role, Span};
use http::Method;
use serde_json::json;
use server::{
    services::{CoverRequest, examine},
    store::CorrectionRecord,
};

/// A past evening of Ada (Lead) and Ben (Engineer).
fn evening() -> Span {
    span("2026-11-22T18:00:00Z", "2026-11-22T20:00:00Z")
}

fn form(lead: &str, engineer: &str, span: Span) -> CorrectionForm {
    CorrectionForm {
        lead: lead.to_owned(),
        engineer: engineer.to_owned(),
        from: span.start().to_string(),
        to: span.end().to_string(),
        reason: "Swapped by telephone".to_owned(),
        seen: String::new(),
    }
}

async fn correct(nights: &Nights, lead: &str, engineer: &str, span: Span) -> Result<CorrectionView, AppError> {
    let desk = nights.desk(nights.ada);
    desk.correct("nights".into(), form(lead, engineer, span)).await
}

fn rule(error: AppError) -> String {
    match error {
        AppError::Refused { rule, message, .. } => {
            assert!(message.len() > 20, "{message}");
            rule
        }
        AppError::Invalid(faults) => format!("field {}", faults[0].field),
        other => format!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_correction_changes_past_duty_and_a_withdrawal_gives_it_back() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let (eve, evening) = (nights.eve.to_string(), evening());
        let made = correct(&nights, &eve, "", evening).await.unwrap();
        assert_eq!(made.says[0].name.as_deref(), Some("Eve"));
        assert_eq!(nights.pair(evening.start()).await, (Some(nights.eve), Some(nights.ben)));
        assert_eq!(nights.pair(evening.end()).await, (Some(nights.ada), Some(nights.ben)));
        let report = examine(&nights.app.tandem.store).await.unwrap();
        assert_eq!((report.complaints, report.corrections), (Vec::new(), 1));

        let ada = nights.desk(nights.ada);
        let without_reason = ada.withdraw_correction(made.id.clone(), " ".into()).await.unwrap_err();
        assert_eq!(rule(without_reason), "field reason");
        let withdrawn = ada
            .withdraw_correction(made.id.clone(), "It was Ada".into())
            .await
            .unwrap();
        assert_eq!(withdrawn.withdrawn.unwrap().reason, "It was Ada");
        assert_eq!(nights.pair(evening.start()).await, (Some(nights.ada), Some(nights.ben)));
        let again = ada.withdraw_correction(made.id, "Once more".into()).await.unwrap();
        assert_eq!(
            again.withdrawn.unwrap().reason,
            "It was Ada",
            "what is withdrawn stays so"
        );
        assert_eq!(
            examine(&nights.app.tandem.store).await.unwrap().complaints,
            Vec::<String>::new()
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_cannot_be_is_refused_in_words_and_nothing_is_written() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let (ada, ben, eve) = (nights.ada.to_string(), nights.ben.to_string(), nights.eve.to_string());
        let revision = nights.app.tandem.snapshot().revision();
        let off = span("2026-11-22T10:00:00Z", "2026-11-22T12:00:00Z");
        let ahead = span("2026-11-22T18:00:00Z", "2026-11-24T18:00:00Z");
        let cases = [
            (ben.as_str(), "", evening(), "two-people"),
            (&eve, &eve, evening(), "two-people"),
            (&ada, "", evening(), "nothing-changes"),
            ("", "", evening(), "field lead"),
            (&eve, "", off, "nothing-to-correct"),
            (&eve, "", ahead, "field to"),
            ("00000000-0000-4000-8000-000000000001", "", evening(), "field lead"),
            ("x", "", evening(), "field lead"),
        ];
        for (lead, engineer, span, expected) in cases {
            let error = correct(&nights, lead, engineer, span).await.unwrap_err();
            assert_eq!(rule(error), expected, "{lead} {engineer} {span:?}");
        }
        let silent = CorrectionForm {
            reason: " ".into(),
            ..form(&eve, "", evening())
        };
        let error = nights
            .desk(nights.ada)
            .correct("nights".into(), silent)
            .await
            .unwrap_err();
        assert_eq!(rule(error), "field reason");
        assert_eq!(nights.app.tandem.snapshot().revision(), revision);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_withdrawal_that_would_put_one_person_in_both_roles_is_refused_and_names_the_correction() {
    let nights = Nights::new(Database::sqlite()).await;
    let (ada, eve) = (nights.ada.to_string(), nights.eve.to_string());
    let first = correct(&nights, &eve, "", evening()).await.unwrap();
    let second = correct(&nights, "", &ada, evening()).await.unwrap();
    assert_eq!(
        nights.pair(evening().start()).await,
        (Some(nights.eve), Some(nights.ada))
    );
    let desk = nights.desk(nights.ada);
    let error = desk
        .withdraw_correction(first.id.clone(), "Wrong".into())
        .await
        .unwrap_err();
    let AppError::Refused { rule, message, .. } = error else {
        panic!("{error:?}");
    };
    assert_eq!(rule, "two-people");
    assert!(message.contains("the correction that Ada Lovelace made"), "{message}");
    desk.withdraw_correction(second.id, "Wrong".into()).await.unwrap();
    desk.withdraw_correction(first.id, "Wrong".into()).await.unwrap();
    assert_eq!(
        nights.pair(evening().start()).await,
        (Some(nights.ada), Some(nights.ben))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn only_managers_of_the_team_and_administrators_correct() {
    let nights = Nights::new(Database::sqlite()).await;
    for person in [nights.cleo, nights.eve, nights.fay] {
        let desk = nights.desk(person);
        let refused = desk.correct("nights".into(), form("nobody", "", evening())).await;
        assert_eq!(refused.unwrap_err().status(), 403);
        let page = desk.corrections("nights".into(), CorrectionAsked::default()).await;
        assert_eq!(page.unwrap_err().status(), 403);
    }
    let made = correct(&nights, "nobody", "", evening()).await.unwrap();
    let refused = nights.desk(nights.cleo).withdraw_correction(made.id, "No".into()).await;
    assert_eq!(refused.unwrap_err().status(), 403);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_preview_that_is_out_of_date_is_not_saved_unseen() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let desk = nights.desk(nights.ada);
        let asked = CorrectionAsked {
            lead: nights.dan.to_string(),
            from: evening().start().to_string(),
            to: evening().end().to_string(),
            preview: "yes".into(),
            ..CorrectionAsked::default()
        };
        let preview = async || match desk.corrections("nights".into(), asked.clone()).await.unwrap().outcome {
            Some(Outcome::Possible(preview)) => preview,
            other => panic!("{other:?}"),
        };
        let seen = preview().await.seen;
        correct(&nights, &nights.eve.to_string(), "", evening()).await.unwrap();
        let late = CorrectionForm {
            seen,
            ..form(&nights.dan.to_string(), "", evening())
        };
        let refused = desk.correct("nights".into(), late.clone()).await.unwrap_err();
        assert!(matches!(refused, AppError::Stale(_)), "{refused:?}");
        let fresh = CorrectionForm {
            seen: preview().await.seen,
            ..late
        };
        desk.correct("nights".into(), fresh).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_preview_is_what_saving_does() {
    let nights = Nights::new(Database::sqlite()).await;
    let asked = CorrectionAsked {
        lead: nights.dan.to_string(),
        from: evening().start().to_string(),
        to: evening().end().to_string(),
        preview: "on".into(),
        ..CorrectionAsked::default()
    };
    let ada = nights.desk(nights.ada);
    let page = ada.corrections("nights".into(), asked.clone()).await.unwrap();
    let Some(Outcome::Possible(preview)) = page.outcome else {
        panic!("{:?}", page.outcome);
    };
    assert_eq!(preview.words, "Dan 2 h more, Ada Lovelace 2 h less");
    assert_eq!(preview.warnings, ["Dan is not qualified as Lead in Payments."]);
    let dan = |bars: &[app::covers::ChartBar]| bars.iter().filter(|bar| bar.name.as_deref() == Some("Dan")).count();
    assert_eq!((dan(&preview.before.bars), dan(&preview.after.bars)), (1, 2));
    assert_eq!(
        nights.pair(evening().start()).await.0,
        Some(nights.ada),
        "nothing is written yet"
    );
    correct(&nights, &nights.dan.to_string(), "", evening()).await.unwrap();
    let page = ada.corrections("nights".into(), asked).await.unwrap();
    assert!(matches!(page.outcome, Some(Outcome::Refused { rule, .. }) if rule == "nothing-changes"));
    assert_eq!(page.corrections[0].says[0].name.as_deref(), Some("Dan"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn history_tells_a_correction_and_what_was_believed_before_it_stays_true() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let earlier = span("2026-11-20T18:00:00Z", "2026-11-20T20:00:00Z");
        correct(&nights, "nobody", "", earlier).await.unwrap();
        nights.app.clock.set(at(NOW) + 3600);
        correct(&nights, &nights.eve.to_string(), "", evening()).await.unwrap();
        nights.app.clock.set(at(NOW) + 7200);
        let asked = HistoryAsked {
            kind: "corrections".into(),
            at: "2026-11-24T09:30:00Z".to_owned(),
            day: "2026-11-22".into(),
            ..HistoryAsked::default()
        };
        let page = nights.desk(nights.cleo).history("nights".into(), asked).await.unwrap();
        let change = &page.changes[0];
        assert_eq!(
            (change.action.as_str(), change.reason.as_str()),
            ("correction.made", "Swapped by telephone")
        );
        let told: Vec<_> = change
            .duty
            .iter()
            .map(|one| (one.before.as_str(), one.after.as_str()))
            .collect();
        assert_eq!(told, [("Ada Lovelace", "Eve")]);
        let belief = page.belief.unwrap();
        let told: Vec<_> = belief
            .changes
            .iter()
            .map(|one| (one.before.as_str(), one.after.as_str()))
            .collect();
        assert_eq!(told, [("Ada Lovelace", "Eve")], "an hour ago it was Ada");
        let token = nights.token("admin").await;
        let (_, audit) = nights
            .api(&token, Method::GET, "/api/v1/audit?text=correction", &[], "")
            .await;
        let row = &audit["entries"][0];
        assert_eq!(row["what"], "Past duty corrected", "{audit}");
        let lead = row["changes"]
            .as_array()
            .unwrap()
            .iter()
            .find(|change| change["field"] == "lead");
        let lead = lead.unwrap_or_else(|| panic!("{row}"));
        assert_eq!(
            (&lead["before"], &lead["after"]),
            (&json!("Ada Lovelace"), &json!("Eve"))
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn those_whose_past_duty_is_corrected_are_told_why() {
    let nights = Nights::new(Database::sqlite()).await;
    correct(&nights, "", &nights.eve.to_string(), evening()).await.unwrap();
    let entry = |person: PersonId| {
        let desk = nights.desk(person);
        async move { desk.inbox(String::new()).await.unwrap().entries }
    };
    let eve = entry(nights.eve).await.remove(0);
    assert_eq!(eve.subject, "Your past duty on Nights was corrected");
    assert!(
        eve.text.starts_with("You were on duty:\n– Engineer Sun 22 Nov 18:00"),
        "{}",
        eve.text
    );
    assert!(
        eve.text.ends_with("Corrected by Ada Lovelace: Swapped by telephone"),
        "{}",
        eve.text
    );
    let ben = entry(nights.ben).await.remove(0);
    assert!(
        ben.text.starts_with("You were not on duty:\n– Engineer"),
        "{}",
        ben.text
    );
    assert!(entry(nights.cleo).await.is_empty(), "nothing changes for her");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_cover_under_way_is_corrected_up_to_now_and_goes_on() {
    let nights = Nights::new(Database::sqlite()).await;
    let tonight = nights.tonight();
    nights.app.clock.set(tonight.start());
    let request = CoverRequest {
        id: None,
        changes: vec![(Role::Lead, nights.cleo)],
        from: None,
        to: tonight.end(),
        reason: String::new(),
        override_reason: None,
        if_match: None,
    };
    nights.desk(nights.ada).make_cover("nights", request).await.unwrap();
    let later = tonight.start() + 7200;
    nights.app.clock.set(later);
    let passed = Span::new(tonight.start(), later).unwrap();
    correct(&nights, &nights.eve.to_string(), "", passed).await.unwrap();
    assert_eq!(nights.pair(later - 1).await.0, Some(nights.eve));
    assert_eq!(nights.pair(later).await.0, Some(nights.cleo));
    let mut connection = nights.app.tandem.store.read().await.unwrap();
    let kept = CorrectionRecord::latest(&mut connection, nights.rota, 9).await.unwrap();
    assert_eq!(kept.len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_machine_corrects_looks_and_withdraws() {
    let nights = Nights::new(Database::sqlite()).await;
    let token = nights.token("write").await;
    let body = json!({ "engineer": "nobody", "from": "2026-11-22T18:00:00Z", "to": "2026-11-22T19:00:00Z", "reason": "Was ill" });
    let path = "/api/v1/rotas/nights/corrections";
    let (status, made) = nights.api(&token, Method::POST, path, &[], &body.to_string()).await;
    assert_eq!(status, 201, "{made}");
    assert_eq!(
        made["says"][0],
        json!({ "role": "engineer", "person": null, "name": null })
    );
    let at = "/api/v1/rotas/nights/duty?from=2026-11-22T18:00:00Z&to=2026-11-22T19:00:00Z";
    let (_, duty) = nights.api(&token, Method::GET, at, &[], "").await;
    assert!(duty["duty"][0]["engineer"].is_null(), "{duty}");
    let one = format!("/api/v1/corrections/{}", made["id"].as_str().unwrap());
    let (_, seen) = nights.api(&token, Method::GET, &one, &[], "").await;
    assert_eq!((&seen["reason"], &seen["withdrawn"]), (&json!("Was ill"), &json!(null)));
    let withdrawal = format!("{one}/withdrawal");
    let (status, gone) = nights
        .api(
            &token,
            Method::POST,
            &withdrawal,
            &[],
            &json!({ "reason": "Was well" }).to_string(),
        )
        .await;
    assert_eq!((status, &gone["withdrawn"]["reason"]), (200, &json!("Was well")));
    let (_, list) = nights.api(&token, Method::GET, path, &[], "").await;
    assert_eq!(list["corrections"].as_array().unwrap().len(), 1);
}
