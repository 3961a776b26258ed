//! What plans know of people: entered by managers, seen by whom it is about, kept to by every plan.

use crate::support::{Database, nights::Nights};
use app::{
    AppError,
    planning::{PlanForm, Port as _},
    planning_people::{PlanningMemberForm, Port as _},
};
use chrono::{Datelike as _, Weekday};
use domain::{PersonId, rota::Shift};
use server::store::DraftRecord;

fn known(person: PersonId) -> PlanningMemberForm {
    PlanningMemberForm {
        team: "payments".to_owned(),
        person: person.to_string(),
        ..PlanningMemberForm::default()
    }
}

/// The shifts of a new draft of four weeks.
async fn plan(nights: &Nights) -> Vec<Shift> {
    let form = PlanForm {
        weeks: "4".to_owned(),
        ..PlanForm::default()
    };
    nights.desk(nights.ada).make_draft("nights".into(), form).await.unwrap();
    let mut connection = nights.app.tandem.store.read().await.unwrap();
    DraftRecord::newest(&mut connection, nights.rota)
        .await
        .unwrap()
        .unwrap()
        .shifts
}

fn of(shifts: &[Shift], person: PersonId) -> impl Iterator<Item = &Shift> {
    shifts
        .iter()
        .filter(move |shift| shift.pairing.role_of(person).is_some())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn plans_keep_to_days_off_dates_experience_and_whoever_is_kept_apart() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let ada = nights.desk(nights.ada);
        let fridays_off = PlanningMemberForm {
            fri: "on".into(),
            ..known(nights.ben)
        };
        ada.put_planning_member(fridays_off).await.unwrap();
        let leaving = PlanningMemberForm {
            leaves_on: "2027-01-05".into(),
            ..known(nights.cleo)
        };
        ada.put_planning_member(leaving).await.unwrap();
        let new = PlanningMemberForm {
            experience: "newcomer".into(),
            ..known(nights.eve)
        };
        ada.put_planning_member(new).await.unwrap();
        let regular = PlanningMemberForm {
            experience: "regular".into(),
            ..known(nights.dan)
        };
        ada.put_planning_member(regular).await.unwrap();
        ada.keep_apart("payments".into(), nights.ada.to_string(), nights.ben.to_string())
            .await
            .unwrap();

        let shifts = plan(&nights).await;
        // Nights end in the morning after: Thursday's ends on Friday.
        let days = of(&shifts, nights.ben).map(|shift| shift.span.start().utc().weekday());
        let days: Vec<Weekday> = days.collect();
        assert!(!days.is_empty() && !days.contains(&Weekday::Thu) && !days.contains(&Weekday::Fri));
        let last = of(&shifts, nights.cleo).map(|shift| shift.span.end()).max().unwrap();
        assert!(last <= "2027-01-06T00:00:00Z".parse().unwrap(), "{last}");
        let partners: Vec<Option<PersonId>> = of(&shifts, nights.eve)
            .map(|shift| {
                let role = shift.pairing.role_of(nights.eve).unwrap();
                shift.pairing.holder(role.other())
            })
            .collect();
        assert!(!partners.is_empty());
        assert!(
            partners
                .iter()
                .all(|partner| partner.is_some() && *partner != Some(nights.dan))
        );
        let both =
            |shift: &&Shift| shift.pairing.role_of(nights.ada).is_some() && shift.pairing.role_of(nights.ben).is_some();
        assert_eq!(shifts.iter().filter(both).count(), 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn somebody_new_begins_level_with_the_others() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    let carried = |page: app::planning_people::PlanningPeople, who: &str| {
        let row = page.members.into_iter().find(|row| row.person.name == who).unwrap();
        row.carries.split(' ').next().unwrap().parse::<u32>().unwrap()
    };
    let before = ada.planning_people("payments".into()).await.unwrap();
    assert_eq!(carried(before.clone(), "Eve"), 0, "she has served nothing so far");
    assert!(carried(before, "Ben") > 0);
    let joins = PlanningMemberForm {
        joins_on: "2026-11-24".into(),
        ..known(nights.eve)
    };
    ada.put_planning_member(joins).await.unwrap();
    let after = ada.planning_people("payments".into()).await.unwrap();
    assert!(carried(after.clone(), "Eve") >= carried(after, "Ben") / 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_member_sees_what_is_about_them_and_a_manager_changes_it() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    let half = PlanningMemberForm {
        share_percent: "50".into(),
        tue: "on".into(),
        ..known(nights.ben)
    };
    ada.put_planning_member(half).await.unwrap();
    for (one, other) in [(nights.ben, nights.cleo), (nights.cleo, nights.dan)] {
        ada.keep_apart("payments".into(), one.to_string(), other.to_string())
            .await
            .unwrap();
    }
    assert_eq!(ada.planning_people("payments".into()).await.unwrap().apart.len(), 2);

    let own = nights
        .desk(nights.ben)
        .planning_people("payments".into())
        .await
        .unwrap();
    let rows: Vec<&str> = own.members.iter().map(|row| row.words.as_str()).collect();
    assert_eq!((own.manages, rows), (false, vec!["50 % · experienced · never Tue"]));
    assert_eq!(own.apart.len(), 1);
    let refused = nights.desk(nights.ben).put_planning_member(known(nights.ben)).await;
    assert!(matches!(refused, Err(AppError::Forbidden(_))), "{refused:?}");
    let stranger = nights.desk(nights.fay).planning_people("payments".into()).await;
    assert!(matches!(stranger, Err(AppError::Forbidden(_))), "{stranger:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_cannot_be_is_refused_with_the_field() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    let on = || "on".to_owned();
    let bad = PlanningMemberForm {
        share_percent: "0".into(),
        experience: "wizard".into(),
        joins_on: "2026-12-02".into(),
        leaves_on: "2026-12-01".into(),
        mon: on(),
        tue: on(),
        wed: on(),
        thu: on(),
        fri: on(),
        sat: on(),
        sun: on(),
        ..known(nights.ben)
    };
    let Err(AppError::Invalid(faults)) = ada.put_planning_member(bad).await else {
        panic!("it was taken")
    };
    let fields: Vec<&str> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["share_percent", "experience", "mon", "leaves_on"]);
    let oneself = ada
        .keep_apart("payments".into(), nights.ben.to_string(), nights.ben.to_string())
        .await;
    assert_eq!(oneself.unwrap_err().status(), 422);
    let stranger = ada
        .keep_apart("payments".into(), nights.ben.to_string(), nights.fay.to_string())
        .await;
    assert_eq!(stranger.unwrap_err().status(), 422);
}
