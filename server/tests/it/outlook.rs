//! What the plan page says before there is a draft.

use crate::support::{Database, nights::Nights};
use app::{
    leave::{LeaveForm, Port as _},
    planning::{PlanForm, Port as _},
};

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
