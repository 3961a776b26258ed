//! Members of a team from a day on and until a day: what is published stands, and what does not fit it is shown.

use crate::support::{
    Database,
    nights::{Nights, span},
};
use app::{
    AppError,
    conflicts::ConflictFilter,
    leave::{LeaveForm, Port as _},
    me::Port as _,
    offers::{OfferForm, Port as _},
    planning_people::Port as _,
    teams::{MemberForm, MemberRow, Port as _},
};
use domain::{PersonId, Role, Span};
use server::services::{CoverRequest, examine};

fn both(person: PersonId) -> MemberForm {
    let on = || Some("on".to_owned());
    MemberForm {
        team: "payments".into(),
        person: person.to_string(),
        lead: on(),
        engineer: on(),
        share_percent: "100".into(),
        ..MemberForm::default()
    }
}

fn until(person: PersonId, last_day: &str) -> MemberForm {
    MemberForm {
        last_day: Some(last_day.to_owned()),
        ..both(person)
    }
}

async fn member(nights: &Nights, person: PersonId) -> MemberRow {
    let page = nights.desk(nights.ada).team_page("payments".into()).await.unwrap();
    let row = page.members.into_iter().find(|row| row.id == person.to_string());
    row.unwrap()
}

async fn conflicts(nights: &Nights) -> Vec<String> {
    let ada = nights.desk(nights.ada);
    let page = app::conflicts::Port::conflicts(&ada, ConflictFilter::default());
    let page = page.await.unwrap();
    page.rows
        .into_iter()
        .map(|row| format!("{}: {}", row.what, row.when))
        .collect()
}

fn cover(role: Role, person: PersonId, span: Span) -> CoverRequest {
    CoverRequest {
        id: None,
        changes: vec![(role, person)],
        from: Some(span.start()),
        to: span.end(),
        reason: String::new(),
        override_reason: None,
        if_match: None,
    }
}

fn rule(error: &AppError) -> (&str, String) {
    match error {
        AppError::Refused { rule, .. } => (rule, error.to_string()),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_last_day_is_shown_before_it_is_saved_and_leaves_published_duty_to_be_covered() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let ada = nights.desk(nights.ada);
        // Nights end in the morning: that of the last day goes on into the next.
        let form = until(nights.ben, "2026-11-28");
        let before = nights.app.tandem.snapshot().revision();
        let impact = ada.preview_member(form.clone()).await.unwrap();
        assert_eq!((impact.name.as_str(), impact.before), ("Ben", 0));
        assert_eq!(impact.rows[0].words, "Engineer of Nights, Sun 29 Nov 00:00 – 09:00");
        assert_eq!(
            impact.rows[0].cover,
            "/rotas/nights/cover?role=engineer&from=2026-11-29T00:00&to=2026-11-29T09:00"
        );
        assert_eq!(impact.rows.len() + impact.more, 13, "{:?}", impact.rows);
        assert_eq!(nights.app.tandem.snapshot().revision(), before, "it was only looked at");

        let duty = nights
            .pair(span("2026-12-02T17:00:00Z", "2026-12-03T09:00:00Z").start())
            .await;
        ada.put_member(form).await.unwrap();
        assert_eq!(
            nights
                .pair(span("2026-12-02T17:00:00Z", "2026-12-03T09:00:00Z").start())
                .await,
            duty
        );
        let found = conflicts(&nights).await;
        assert_eq!(
            found[0], "Ben’s last day in Payments is Sat 28 Nov: Sun 29 Nov 00:00 – 09:00",
            "{found:?}"
        );
        assert_eq!(found.len(), 13);
        let row = member(&nights, nights.ben).await;
        assert_eq!(
            (row.last_day.as_str(), row.days.as_str()),
            ("2026-11-28", "until Sat 28 Nov")
        );

        // What says nothing of the days leaves them; one that says so takes them back.
        ada.put_member(both(nights.ben)).await.unwrap();
        assert_eq!(member(&nights, nights.ben).await.last_day, "2026-11-28");
        ada.put_member(until(nights.ben, "")).await.unwrap();
        assert_eq!(conflicts(&nights).await, Vec::<String>::new());
        let report = examine(&nights.app.tandem.store).await.unwrap();
        assert_eq!(report.complaints, Vec::<String>::new());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_takes_duty_before_their_first_or_after_their_last_day_without_a_reason() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    let form = MemberForm {
        first_day: Some("2026-11-27".into()),
        last_day: Some("2026-11-30".into()),
        ..both(nights.eve)
    };
    ada.put_member(form).await.unwrap();
    let early = span("2026-11-26T17:00:00Z", "2026-11-27T09:00:00Z");
    let refused = ada
        .make_cover("nights", cover(Role::Lead, nights.eve, early))
        .await
        .unwrap_err();
    let (rule_name, words) = rule(&refused);
    assert_eq!(rule_name, "not-qualified");
    assert_eq!(words, "Eve’s first day in Payments is Fri 27 Nov.");
    let late = span("2026-11-30T17:00:00Z", "2026-12-01T09:00:00Z");
    let refused = ada
        .make_cover("nights", cover(Role::Lead, nights.eve, late))
        .await
        .unwrap_err();
    assert_eq!(rule(&refused).1, "Eve’s last day in Payments is Mon 30 Nov.");
    let between = span("2026-11-28T17:00:00Z", "2026-11-29T09:00:00Z");
    ada.make_cover("nights", cover(Role::Lead, nights.eve, between))
        .await
        .unwrap();
    let knowing = CoverRequest {
        override_reason: Some("she knows it already".into()),
        ..cover(Role::Engineer, nights.eve, early)
    };
    ada.make_cover("nights", knowing).await.unwrap();
    assert_eq!(
        conflicts(&nights).await,
        Vec::<String>::new(),
        "with a reason it is accepted"
    );

    // Whoever is asked to take duty serves for all of it.
    let offer = |at: Span| OfferForm {
        role: "lead".into(),
        from: at.start().to_string(),
        to: at.end().to_string(),
        people: vec![nights.eve.to_string()],
        ..OfferForm::default()
    };
    let night = span("2026-12-02T17:00:00Z", "2026-12-03T09:00:00Z");
    let refused = ada.make_offer("nights".into(), offer(night)).await.unwrap_err();
    assert!(refused.to_string().contains("for all of that time"), "{refused}");
    let choices = ada
        .offer_choices(
            "nights".into(),
            "lead".into(),
            night.start().to_string(),
            night.end().to_string(),
        )
        .await
        .unwrap();
    let eve = choices
        .candidates
        .iter()
        .find(|one| one.id == nights.eve.to_string())
        .unwrap();
    assert!(eve.because.contains("not qualified"), "{eve:?}");
}

/// The words of a refusal.
fn words(refused: &AppError) -> String {
    match refused {
        AppError::Stale(words) => words.clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_place_that_somebody_else_changed_meanwhile_is_not_overwritten_unawares() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let ada = nights.desk(nights.ada);
        let opened = MemberForm {
            seen: Some(member(&nights, nights.ben).await.seen),
            engineer: None,
            ..both(nights.ben)
        };
        let half = MemberForm {
            share_percent: "50".into(),
            seen: opened.seen.clone(),
            ..both(nights.ben)
        };
        ada.put_member(half).await.unwrap();
        let refused = ada.put_member(opened.clone()).await.unwrap_err();
        assert!(matches!(refused, AppError::Stale(_)), "{refused:?}");
        assert!(
            refused.to_string().contains("It is now: lead+engineer, 50 %."),
            "{refused}"
        );
        assert_eq!(member(&nights, nights.ben).await.share_percent, 50);
        let over = MemberForm {
            over: Some(words(&refused)),
            ..opened.clone()
        };
        // What is changed after the refusal is not passed over either.
        let third = MemberForm {
            first_day: Some("2026-12-01".into()),
            ..both(nights.ben)
        };
        ada.put_member(third).await.unwrap();
        let refused = ada.put_member(over.clone()).await.unwrap_err();
        assert!(refused.to_string().contains("100 %, from Tue 1 Dec."), "{refused}");
        let over = MemberForm {
            over: Some(words(&refused)),
            days: Some("on".into()),
            ..over
        };
        ada.put_member(over).await.unwrap();
        assert_eq!(member(&nights, nights.ben).await.share_percent, 100);

        // The same for what plans know, and for somebody who was taken out.
        let known = |page: app::planning_people::PlanningPeople| {
            let mut rows = page.members.into_iter();
            rows.find(|row| row.person.id == nights.ben.to_string()).unwrap().form
        };
        let mut one = known(ada.planning_people("payments".into()).await.unwrap());
        let mut other = one.clone();
        one.leaves_on = "2026-12-31".into();
        other.share_percent = "80".into();
        ada.put_planning_member(one).await.unwrap();
        let refused = ada.put_planning_member(other.clone()).await.unwrap_err();
        assert!(
            refused.to_string().contains("100 % · experienced · until Thu 31 Dec"),
            "{refused}"
        );
        other.over = words(&refused);
        ada.put_planning_member(other).await.unwrap();
        assert_eq!(member(&nights, nights.ben).await.last_day, "");

        let row = member(&nights, nights.ben).await;
        let stale = ada
            .remove_member(
                "payments".into(),
                nights.ben.to_string(),
                Some(opened.seen.clone().unwrap()),
            )
            .await;
        assert!(matches!(stale, Err(AppError::Stale(_))), "{stale:?}");
        ada.remove_member("payments".into(), nights.ben.to_string(), Some(row.seen.clone()))
            .await
            .unwrap();
        let late = MemberForm {
            seen: Some(row.seen),
            ..both(nights.ben)
        };
        let refused = ada.put_member(late).await.unwrap_err();
        assert!(refused.to_string().contains("Ben is not in Payments now."), "{refused}");

        // Who adds somebody has seen that they are not there.
        ada.put_member(both(nights.ben)).await.unwrap();
        let again = MemberForm {
            seen: Some("none".into()),
            ..both(nights.ben)
        };
        let refused = ada.put_member(again).await.unwrap_err();
        assert!(
            refused.to_string().contains("It is now: lead+engineer, 100 %."),
            "{refused}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn leave_that_was_entered_meanwhile_is_said_before_the_same_is_entered_again() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let (ada, ben) = (nights.desk(nights.ada), nights.desk(nights.ben));
        let seen = ada.team_leave("payments".into()).await.unwrap().seen;
        let days = |first: &str, last: &str| LeaveForm {
            first_day: first.into(),
            last_day: last.into(),
            ..LeaveForm::default()
        };
        ben.add_leave(days("2026-12-07", "2026-12-11")).await.unwrap();
        let late = LeaveForm {
            person: nights.ben.to_string(),
            seen,
            ..days("2026-12-11", "2026-12-12")
        };
        let refused = ada.add_leave(late.clone()).await.unwrap_err();
        assert!(matches!(refused, AppError::Stale(_)), "{refused:?}");
        assert!(
            refused
                .to_string()
                .starts_with("Ben entered leave of Ben meanwhile: Mon 7 Dec – Fri 11 Dec."),
            "{refused}"
        );
        let elsewhere = LeaveForm {
            first_day: "2026-12-12".into(),
            ..late.clone()
        };
        ada.add_leave(elsewhere).await.unwrap();
        let seen = ada.team_leave("payments".into()).await.unwrap().seen;
        ada.add_leave(LeaveForm { seen, ..late }).await.unwrap();
        assert_eq!(ben.my_shifts().await.unwrap().leave.len(), 3);
    }
}
