//! Rules and weights: kept with the organisation or with the rota, and kept to by plans.

use crate::support::{Database, nights::Nights};
use app::{
    AppError,
    drafts::Port as _,
    planning::{PlanForm, Port as _},
    planning_rules::{LimitRow, Port as _, RulesForm},
};
use http::Method;

fn two_weeks() -> PlanForm {
    PlanForm {
        weeks: "2".to_owned(),
        ..PlanForm::default()
    }
}

fn once_a_fortnight(form: RulesForm) -> RulesForm {
    RulesForm {
        windows: vec![LimitRow {
            max: "1".to_owned(),
            days: "14".to_owned(),
        }],
        ..form
    }
}

/// How many roles stay a gap in a new draft, and why the first one does.
async fn gaps(nights: &Nights, asked: PlanForm) -> (usize, String) {
    let ada = nights.desk(nights.ada);
    let id = ada.make_draft("nights".into(), asked).await.unwrap();
    let draft = ada.draft("nights".into(), id).await.unwrap();
    let why = draft.unmet.first().map(|unmet| unmet.why.join("; "));
    (draft.unmet.len(), why.unwrap_or_default())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_rota_keeps_to_what_the_organisation_asks_until_it_has_rules_of_its_own() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let ada = nights.desk(nights.ada);
        assert_eq!(gaps(&nights, two_weeks()).await.0, 0);

        let page = ada.planning_defaults().await.unwrap();
        let asked = once_a_fortnight(page.form);
        ada.change_planning_defaults(asked.clone()).await.unwrap();
        let (many, why) = gaps(&nights, two_weeks()).await;
        assert!(many > 10, "{many}");
        assert!(why.contains("more than 1 shifts in 14 days"), "{why}");

        // What was looked at before is not written over what was said since.
        let stale = ada.change_planning_defaults(asked).await.unwrap_err();
        assert_eq!(stale.status(), 412, "{stale}");

        let rota = ada.rota_planning_rules("nights".into()).await.unwrap();
        assert!(rota.follows && rota.form.windows.len() == 1);
        let own = RulesForm {
            preset: "light".into(),
            ..rota.form
        };
        ada.change_rota_planning_rules("nights".into(), own).await.unwrap();
        assert_eq!(gaps(&nights, two_weeks()).await.0, 0);

        let rota = ada.rota_planning_rules("nights".into()).await.unwrap();
        assert!(!rota.follows && rota.form.min_rest_hours == "8");
        let back = RulesForm {
            revision: rota.form.revision,
            follow: "organisation".into(),
            ..RulesForm::default()
        };
        ada.change_rota_planning_rules("nights".into(), back).await.unwrap();
        assert!(gaps(&nights, two_weeks()).await.0 > 10);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn rules_for_one_plan_stay_with_that_plan() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    let usual = ada.plan_view("nights".into()).await.unwrap().form;
    let adjusted = PlanForm {
        rules: once_a_fortnight(usual.rules),
        ..two_weeks()
    };
    let ahead = ada.look_ahead("nights".into(), adjusted.clone()).await.unwrap();
    assert!(
        ahead.impossible.iter().any(|words| words.contains("the limits leave")),
        "{:?}",
        ahead.impossible
    );
    assert!(gaps(&nights, adjusted).await.0 > 10);
    let list = ada.drafts("nights".into(), vec![]).await.unwrap();
    let first = list.open[0].id.clone();
    let page = ada.draft("nights".into(), first.clone()).await.unwrap();
    let seats = page.turns.iter().flat_map(|turn| &turn.seats);
    let gap = seats.rev().find(|seat| seat.person.is_none()).unwrap();
    let choices = ada
        .draft_choices("nights".into(), first.clone(), gap.seat.clone())
        .await
        .unwrap();
    let against = choices.people.iter().all(|choice| choice.verdict != "sound");
    assert!(against, "by hand it keeps to the same rules: {:?}", choices.people);
    let again = nights.plan_again(&ada, &first).await;
    let again = ada.draft("nights".into(), again).await.unwrap();
    assert!(again.row.gaps > 10 && again.trouble.is_empty(), "planned again as well");
    let rota = ada.rota_planning_rules("nights".into()).await.unwrap();
    assert!(rota.follows && rota.form.windows.is_empty());
    let again = ada.plan_view("nights".into()).await.unwrap().form;
    assert_eq!(
        again.rules.windows.len(),
        1,
        "planning again starts from what was asked for"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_plan_asked_for_with_a_preset_keeps_to_it_and_one_weight_leaves_the_rules_alone() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let (ada, token) = (nights.desk(nights.ada), nights.token("write").await);
        let path = "/api/v1/rotas/nights/drafts";
        for (preset, rest, weekly) in [("uk-working-time", "11", "24"), ("light", "8", "0"), ("none", "0", "0")] {
            let body = format!(r#"{{"weeks": 1, "rules": {{"preset": "{preset}"}}}}"#);
            let (status, answer) = nights.api(&token, Method::POST, path, &[], &body).await;
            assert_eq!(status, 201, "{answer}");
            let rules = ada.plan_view("nights".into()).await.unwrap().form.rules;
            assert_eq!(
                (rules.min_rest_hours.as_str(), rules.weekly_rest_hours.as_str()),
                (rest, weekly)
            );
        }
        let body = r#"{"weeks": 1, "rules": {"wishes": 6}}"#;
        let (status, answer) = nights.api(&token, Method::POST, path, &[], body).await;
        assert_eq!(status, 201, "{answer}");
        let rules = ada.plan_view("nights".into()).await.unwrap().form.rules;
        assert_eq!((rules.min_rest_hours.as_str(), rules.wishes.as_str()), ("11", "6"));

        let body = r#"{"weeks": 1, "rules": {"preset": "lax"}}"#;
        let (status, answer) = nights.api(&token, Method::POST, path, &[], body).await;
        assert!(
            status == 422 && answer.to_string().contains("‘lax’"),
            "{status} {answer}"
        );
        let body = r#"{"weeks": 1, "rules": {"min_rest": 6}}"#;
        let (status, answer) = nights.api(&token, Method::POST, path, &[], body).await;
        assert!(
            status == 422 && answer.to_string().contains("min_rest"),
            "{status} {answer}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn weights_reach_the_plan() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    let before = ada.plan_view("nights".into()).await.unwrap();
    let what = |view: &app::planning::PlanView| {
        let counts = view.rules.iter().find(|(what, _)| what == "What counts");
        counts.unwrap().1.clone()
    };
    assert_eq!(what(&before), "everything as usual");
    let form = ada.rota_planning_rules("nights".into()).await.unwrap().form;
    let form = RulesForm {
        wishes: "6".into(),
        few_changes: "0".into(),
        ..form
    };
    ada.change_rota_planning_rules("nights".into(), form).await.unwrap();
    let after = ada.plan_view("nights".into()).await.unwrap();
    assert_eq!(what(&after), "wishes above all; few changes does not count");
    assert_eq!(after.rules_from, "rota");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn rules_are_for_managers_and_the_organisations_for_administrators() {
    let nights = Nights::new(Database::sqlite()).await;
    let ben = nights.desk(nights.ben);
    let refused = [
        ben.planning_defaults().await.map(drop),
        ben.change_planning_defaults(RulesForm::default()).await,
        ben.rota_planning_rules("nights".into()).await.map(drop),
        ben.change_rota_planning_rules("nights".into(), RulesForm::default())
            .await,
    ];
    for answer in refused {
        assert!(matches!(answer, Err(AppError::Forbidden(_))), "{answer:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sliders_work_without_javascript_and_bad_values_come_back() {
    let mut nights = Nights::new(Database::sqlite()).await;
    let page = nights.ada_client.get("/settings/planning").await;
    assert_eq!(page.status, 200);
    assert!(
        page.body.contains("type=\"range\"") && page.body.contains("11 h"),
        "{}",
        page.body
    );
    let fields = [("rules[revision]", "0"), ("rules[min_rest_hours]", "a lot")];
    let answer = nights
        .ada_client
        .plain_form("/settings/planning", "/fn/planning-rules/change-defaults", &fields)
        .await;
    assert_eq!(answer.status, 302);
    let again = nights
        .ada_client
        .get(&answer.header("location").replace("http://tandem.test", ""))
        .await;
    assert!(again.body.contains("‘a lot’"), "{}", again.body);
    let fields = [("rules[revision]", "0"), ("rules[preset]", "none")];
    let answer = nights
        .ada_client
        .plain_form("/settings/planning", "/fn/planning-rules/change-defaults", &fields)
        .await;
    assert!(answer.header("location").contains("done=saved"), "{answer:?}");
}
