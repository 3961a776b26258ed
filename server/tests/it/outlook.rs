//! What the plan page says before there is a draft.

use crate::support::{Database, nights::Nights};
use app::{
    AppError,
    drafts::Port as _,
    leave::{LeaveForm, Port as _},
    planning::{PlanForm, Port as _},
};
use domain::{Qualification, Role};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_plan_page_says_who_could_serve_and_what_no_plan_can_have() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    let before = ada.plan_view("nights".into()).await.unwrap().outlook.unwrap();
    assert!(before.what.starts_with("91 shifts, Thu 24 Dec"), "{}", before.what);
    assert!(before.impossible.is_empty(), "{:?}", before.impossible);
    let cleo = before
        .people
        .iter()
        .find(|prospect| prospect.person.name == "Cleo")
        .unwrap();
    assert_eq!(
        (cleo.lead.as_deref(), cleo.engineer.as_deref()),
        (Some("90 of 91"), None)
    );

    for person in [nights.ada, nights.ben, nights.cleo, nights.eve] {
        let leave = LeaveForm {
            first_day: "2027-01-04".to_owned(),
            last_day: "2027-01-05".to_owned(),
            ..LeaveForm::default()
        };
        nights.desk(person).add_leave(leave).await.unwrap();
    }
    let after = ada.plan_view("nights".into()).await.unwrap().outlook.unwrap();
    let nobody = after
        .impossible
        .iter()
        .find(|words| words.starts_with("Nobody can be Lead Mon 4 Jan"))
        .unwrap_or_else(|| panic!("{:?}", after.impossible));
    assert!(nobody.contains("Cleo is on leave"), "{nobody}");
    let cleo = after
        .people
        .iter()
        .find(|prospect| prospect.person.name == "Cleo")
        .unwrap();
    assert_ne!(cleo.lead.as_deref(), Some("90 of 91"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_plan_page_leads_to_the_drafts() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    let form = PlanForm {
        from: String::new(),
        weeks: "1".to_owned(),
        seed: "1".to_owned(),
        ..PlanForm::default()
    };
    let made = ada.make_draft("nights".into(), form).await.unwrap();
    let view = ada.plan_view("nights".into()).await.unwrap();
    assert_eq!(view.drafts.iter().map(|row| &row.id).collect::<Vec<_>>(), [&made]);
}

fn weeks(weeks: u32) -> PlanForm {
    PlanForm {
        weeks: weeks.to_string(),
        ..PlanForm::default()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_team_without_an_engineer_is_planned_in_part_and_its_gaps_are_named() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        for person in [nights.ada, nights.ben, nights.cleo, nights.eve] {
            nights.qualify(person, Some(Qualification::Lead)).await;
        }
        nights.qualify(nights.dan, None).await;
        let ada = nights.desk(nights.ada);
        let view = ada.plan_view("nights".into()).await.unwrap();
        assert_eq!(view.impossible, None);
        let said = view.outlook.unwrap().impossible;
        assert!(
            said[0].starts_with("Payments has nobody who may be Engineer: every shift stays a gap there"),
            "{said:?}"
        );
        assert!(
            !said.iter().any(|words| words.starts_with("Nobody can be Engineer")),
            "{said:?}"
        );
        let id = ada.make_draft("nights".into(), weeks(2)).await.unwrap();
        let draft = ada.draft("nights".into(), id.clone()).await.unwrap();
        let seats = || draft.turns.iter().flat_map(|turn| &turn.seats);
        for seat in seats() {
            assert_eq!(seat.person.is_some(), seat.role == Role::Lead, "{seat:?}");
        }
        assert_eq!(draft.row.gaps, draft.turns.len());
        // Whoever is qualified then makes the gaps fillable.
        nights.qualify(nights.dan, Some(Qualification::Engineer)).await;
        let gap = seats().rfind(|seat| seat.person.is_none()).unwrap().seat.clone();
        let choices = ada.draft_choices("nights".into(), id, gap).await.unwrap();
        let dan = choices
            .people
            .iter()
            .find(|choice| choice.person.as_ref().is_some_and(|person| person.name == "Dan"))
            .unwrap();
        assert_eq!(dan.verdict, "sound");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_qualified_person_is_never_planned_twice_on_a_shift_and_nobody_at_all_is_refused() {
    let nights = Nights::new(Database::sqlite()).await;
    for person in [nights.ada, nights.ben, nights.cleo, nights.dan] {
        nights.qualify(person, None).await;
    }
    let ada = nights.desk(nights.ada);
    let said = ada.look_ahead("nights".into(), weeks(1)).await.unwrap().impossible;
    assert!(said[0].starts_with("In Payments only Eve is qualified"), "{said:?}");
    let id = ada.make_draft("nights".into(), weeks(1)).await.unwrap();
    let draft = ada.draft("nights".into(), id).await.unwrap();
    for turn in &draft.turns {
        let seated = turn.seats.iter().filter(|seat| seat.person.is_some()).count();
        assert!(seated <= 1, "{turn:?}");
    }
    assert!(draft.row.gaps < 2 * draft.turns.len(), "she takes what she can");

    nights.qualify(nights.eve, None).await;
    let refused = ada.make_draft("nights".into(), weeks(1)).await;
    let Err(AppError::Refused { rule, message, .. }) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(rule, "too-few");
    assert!(message.contains("nobody who may be Lead or Engineer"), "{message}");
    let view = ada.plan_view("nights".into()).await.unwrap();
    assert_eq!(view.impossible.as_deref(), Some(message.as_str()));
}
