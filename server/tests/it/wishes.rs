//! Wishes: who enters them, and that plans follow them.

use crate::support::{Database, nights::Nights};
use app::{
    me::Port as _,
    planning::{PlanForm, Port as _},
    wishes::{Port as _, WishForm},
};
use chrono::{Datelike as _, Weekday};
use domain::PersonId;
use server::store::DraftRecord;

fn fridays(kind: &str) -> WishForm {
    WishForm {
        kind: kind.to_owned(),
        weight: "a-lot".to_owned(),
        weekday: "fri".to_owned(),
        ..WishForm::default()
    }
}

/// On how many of the Fridays of a new plan somebody is on duty.
async fn fridays_of(nights: &Nights, person: PersonId) -> usize {
    let ada = nights.desk(nights.ada);
    let form = PlanForm {
        from: String::new(),
        weeks: "4".to_owned(),
        seed: "1".to_owned(),
        ..PlanForm::default()
    };
    let made = ada.make_draft("nights".to_owned(), form).await.unwrap();
    let mut connection = nights.app.tandem.store.read().await.unwrap();
    let draft = DraftRecord::find(&mut connection, made.parse().unwrap())
        .await
        .unwrap()
        .unwrap();
    let served = draft
        .shifts
        .iter()
        .filter(|shift| shift.pairing.role_of(person).is_some());
    served
        .filter(|shift| shift.span.start().utc().weekday() == Weekday::Fri)
        .count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_plan_keeps_clear_of_what_is_not_wished_and_gives_what_is() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let ben = nights.desk(nights.ben);
        // Said so often that it outweighs nearly everything else.
        for _ in 0..10 {
            ben.add_wish(fridays("avoid")).await.unwrap();
        }
        let avoided = fridays_of(&nights, nights.ben).await;

        let wishes = ben.my_shifts().await.unwrap().wishes.unwrap();
        assert_eq!(
            (wishes[0].kind.as_str(), wishes[0].when.as_str()),
            ("Rather not", "Fridays")
        );
        for wish in wishes {
            ben.withdraw_wish(wish.id).await.unwrap();
        }
        for _ in 0..10 {
            ben.add_wish(fridays("want")).await.unwrap();
        }
        let wanted = fridays_of(&nights, nights.ben).await;
        assert!(avoided + 2 <= wanted, "{avoided} of 4 avoided, {wanted} wanted");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_wish_is_ones_own_and_for_those_who_take_turns() {
    let nights = Nights::new(Database::sqlite()).await;
    let refused = nights.desk(nights.fay).add_wish(fridays("avoid")).await.unwrap_err();
    assert_eq!(refused.status(), 409, "{refused}");
    assert!(nights.desk(nights.fay).my_shifts().await.unwrap().wishes.is_none());

    nights.desk(nights.eve).add_wish(fridays("avoid")).await.unwrap();
    let wishes = nights.desk(nights.eve).my_shifts().await.unwrap().wishes.unwrap();
    let other = nights.desk(nights.ben).withdraw_wish(wishes[0].id.clone()).await;
    assert_eq!(other.unwrap_err().status(), 403);
    assert_eq!(
        nights.desk(nights.eve).my_shifts().await.unwrap().wishes.unwrap().len(),
        1
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_wishes_without_end() {
    let nights = Nights::new(Database::sqlite()).await;
    let eve = nights.desk(nights.eve);
    for _ in 0..50 {
        eve.add_wish(fridays("avoid")).await.unwrap();
    }
    assert_eq!(eve.add_wish(fridays("avoid")).await.unwrap_err().status(), 422);
}
