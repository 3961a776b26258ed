//! Rotas that are planned as a plain rotation.

use crate::support::{Database, nights::Nights};
use app::{
    AppError,
    drafts::{Port as _, PublishForm},
    leave::{LeaveForm, Port as _},
    planning::{PlanForm, Port as _},
    planning_people::{PlanningMemberForm, Port as _},
    rotation::{OrderForm, PlaceRow, Port as _},
};
use domain::PersonId;
use server::store::DraftRecord;

fn places(people: &[PersonId]) -> Vec<PlaceRow> {
    let rows = people.iter().zip(1..).map(|(person, place)| PlaceRow {
        person: person.to_string(),
        place: place.to_string(),
    });
    rows.collect()
}

/// The Leads of a new draft from a day on, and what is said of it.
async fn leads(nights: &Nights, from: &str, weeks: u32) -> (Vec<Option<PersonId>>, Vec<String>) {
    let ada = nights.desk(nights.ada);
    let form = PlanForm {
        from: from.to_owned(),
        weeks: weeks.to_string(),
        ..PlanForm::default()
    };
    let id = ada.make_draft("nights".into(), form).await.unwrap();
    let draft = ada.draft("nights".into(), id).await.unwrap();
    let mut connection = nights.app.tandem.store.read().await.unwrap();
    let record = DraftRecord::newest(&mut connection, nights.rota)
        .await
        .unwrap()
        .unwrap();
    let leads = record.shifts.iter().map(|shift| shift.pairing.lead()).collect();
    (leads, draft.said.into_iter().map(|said| said.title).collect())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_rotation_goes_on_from_what_is_published_and_changes_when_it_is_said_to() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let ada = nights.desk(nights.ada);
        let [a, b, c] = [nights.ada, nights.ben, nights.cleo];
        let order = OrderForm {
            from: "2026-12-24".into(),
            leads: places(&[a, b, c]),
            engineers: places(&[nights.dan, nights.eve]),
        };
        ada.put_rota_order("nights".into(), order.clone()).await.unwrap();
        // Cleo was Lead last.
        let (first, _) = leads(&nights, "", 1).await;
        assert_eq!(first, [a, b, c, a, b, c, a].map(Some));
        let made = ada.plan_view("nights".into()).await.unwrap().drafts[0].id.clone();
        ada.publish_draft("nights".into(), made, PublishForm::default())
            .await
            .unwrap();

        // Eve joins the Leads after Ben, from the fourth night on: what is published before stays.
        let joined = OrderForm {
            from: "2026-12-27".into(),
            leads: places(&[a, b, nights.eve, c]),
            engineers: places(&[nights.dan, b]),
        };
        ada.put_rota_order("nights".into(), joined).await.unwrap();
        let (again, _) = leads(&nights, "2026-12-24", 1).await;
        assert_eq!(again[..3], first[..3]);
        assert_eq!(again[3..7], [a, b, nights.eve, c].map(Some), "{again:?}");

        ada.end_rota_order("nights".into()).await.unwrap();
        assert!(!ada.rota_order("nights".into()).await.unwrap().on);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_is_away_is_passed_over_and_it_is_said() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    let order = OrderForm {
        from: "2026-12-24".into(),
        leads: places(&[nights.ada, nights.ben, nights.cleo]),
        engineers: places(&[nights.dan, nights.eve]),
    };
    ada.put_rota_order("nights".into(), order).await.unwrap();
    let leave = LeaveForm {
        first_day: "2026-12-24".into(),
        last_day: "2026-12-25".into(),
        ..LeaveForm::default()
    };
    ada.add_leave(leave).await.unwrap();
    let (leads, said) = leads(&nights, "", 1).await;
    assert_eq!(leads[0], Some(nights.ben));
    assert!(leads[1..4].contains(&Some(nights.ada)), "{leads:?}");
    let passed = said.iter().find(|title| title.contains("was next as Lead Thu 24 Dec"));
    assert!(passed.is_some_and(|title| title.starts_with("Ada")), "{said:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_rotation_switched_on_over_turns_planned_otherwise_owes_nobody_anything() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let ada = nights.desk(nights.ada);
        let [a, b, c] = [nights.ada, nights.ben, nights.cleo];
        // Since then Ada and Cleo were Lead by turns, and Ben never was.
        let order = OrderForm {
            from: "2026-11-10".into(),
            leads: places(&[a, b, c]),
            engineers: places(&[nights.dan, nights.eve]),
        };
        ada.put_rota_order("nights".into(), order).await.unwrap();
        assert_eq!(leads(&nights, "", 1).await.0, [a, b, c, a, b, c, a].map(Some));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_has_left_is_said_to_once_and_that_the_order_wants_changing() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    let order = OrderForm {
        from: "2026-12-24".into(),
        leads: places(&[nights.ada, nights.ben, nights.cleo]),
        engineers: places(&[nights.dan, nights.eve]),
    };
    ada.put_rota_order("nights".into(), order).await.unwrap();
    let leaves = PlanningMemberForm {
        team: "payments".into(),
        person: nights.ben.to_string(),
        leaves_on: "2026-12-20".into(),
        ..PlanningMemberForm::default()
    };
    ada.put_planning_member(leaves).await.unwrap();
    let (leads, said) = leads(&nights, "", 1).await;
    assert!(!leads.contains(&Some(nights.ben)), "{leads:?}");
    let of_ben: Vec<&String> = said.iter().filter(|title| title.starts_with("Ben was next")).collect();
    assert!(
        matches!(of_ben[..], [title] if title.ends_with("and has left by then")),
        "{said:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_order_names_people_who_may_and_each_once() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    let bad = OrderForm {
        from: "soon".into(),
        leads: places(&[nights.ada, nights.dan]),
        engineers: Vec::new(),
    };
    let Err(AppError::Invalid(faults)) = ada.put_rota_order("nights".into(), bad).await else {
        panic!("it was taken")
    };
    let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["order[from]", "order[leads][1][person]", "order[engineers]"]);
    let one = OrderForm {
        from: "2026-12-24".into(),
        leads: places(&[nights.ada]),
        engineers: places(&[nights.ada]),
    };
    let refused = ada.put_rota_order("nights".into(), one).await.unwrap_err();
    assert!(
        refused.to_string().contains("never Lead and Engineer at once"),
        "{refused}"
    );
    let member = nights
        .desk(nights.ben)
        .put_rota_order("nights".into(), OrderForm::default())
        .await;
    assert!(matches!(member, Err(AppError::Forbidden(_))), "{member:?}");
}
