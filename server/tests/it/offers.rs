//! Offers: who may take what, exactly once, and what becomes of those that are not taken.

use crate::support::{
    Database, at,
    nights::{Nights, span},
    smtp::{Arrived, MailServer},
};
use app::{
    AppError,
    covers::Outcome,
    offers::{OfferForm, OfferPage, OfferRow, Port as _},
    people::Port as _,
    teams::{MemberForm, Port as _},
};
use domain::{PersonId, Role, Span};
use server::services::{CoverRequest, Desk};

const DAY: i64 = 86_400;

fn form(role: Role, span: Span, people: &[PersonId]) -> OfferForm {
    OfferForm {
        role: role.key().to_owned(),
        from: span.start().to_string(),
        to: span.end().to_string(),
        people: people.iter().map(ToString::to_string).collect(),
        ..OfferForm::default()
    }
}

fn wanted(role: Role, span: Span) -> String {
    format!("nights {} {} {}", role.key(), span.start(), span.end())
}

fn rule(error: &AppError) -> &str {
    match error {
        AppError::Refused { rule, .. } => rule,
        other => panic!("{other:?}"),
    }
}

async fn offer(nights: &Nights, giver: PersonId, form: OfferForm) -> String {
    nights.desk(giver).make_offer("nights".into(), form).await.unwrap()
}

async fn accept(desk: &Desk, id: &str) -> Result<(), AppError> {
    desk.answer_offer(id.to_owned(), "accept".into()).await
}

async fn state(nights: &Nights, id: &str) -> OfferPage {
    nights.desk(nights.ada).offer(id.to_owned()).await.unwrap()
}

fn ids(rows: &[OfferRow]) -> Vec<&str> {
    rows.iter().map(|row| row.id.as_str()).collect()
}

/// Ben manages the team, Ada is the administrator.
async fn ben_manages(nights: &Nights) {
    let place = MemberForm {
        team: "payments".into(),
        person: nights.ben.to_string(),
        lead: Some("on".into()),
        engineer: Some("on".into()),
        manager: Some("on".into()),
        share_percent: "100".into(),
        ..MemberForm::default()
    };
    nights.desk(nights.ada).put_member(place).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_accepts_has_the_duty_and_both_see_it() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let id = offer(
            &nights,
            nights.ada,
            form(Role::Lead, nights.tonight(), &[nights.eve, nights.cleo]),
        )
        .await;
        let eve = nights.desk(nights.eve);
        assert_eq!(ids(&eve.my_offers().await.unwrap().waiting), [id.as_str()]);
        let page = eve.offer(id.clone()).await.unwrap();
        assert!(page.may_answer && !page.may_withdraw);
        assert!(matches!(page.outcomes[0].outcome, Outcome::Possible(_)), "{page:?}");
        nights
            .desk(nights.cleo)
            .answer_offer(id.clone(), "decline".into())
            .await
            .unwrap();
        assert_eq!(state(&nights, &id).await.row.state, "open");
        accept(&eve, &id).await.unwrap();
        assert_eq!(
            nights.pair(nights.tonight().start()).await,
            (Some(nights.eve), Some(nights.ben))
        );
        let after = state(&nights, &id).await;
        assert_eq!(
            (after.row.state.as_str(), after.row.state_words.as_str()),
            ("applied", "Eve has taken it.")
        );
        let answers: Vec<_> = after
            .people
            .iter()
            .map(|one| (one.name.as_str(), one.answer.as_str()))
            .collect();
        assert_eq!(answers, [("Cleo", "declined"), ("Eve", "accepted")]);
        assert_eq!(ids(&eve.my_offers().await.unwrap().ended), [id.as_str()]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_sixteen_who_accept_at_once_one_gets_it_and_the_others_learn_who_was_first() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let id = offer(&nights, nights.ada, form(Role::Lead, nights.tonight(), &[])).await;
        let mut tries = tokio::task::JoinSet::new();
        for number in 0..16 {
            let person = [nights.eve, nights.cleo][number % 2];
            let (desk, id) = (nights.desk(person), id.clone());
            tries.spawn(async move { (person, accept(&desk, &id).await) });
        }
        let answers = tries.join_all().await;
        let winners: Vec<PersonId> = answers
            .iter()
            .filter(|(_, answer)| answer.is_ok())
            .map(|(who, _)| *who)
            .collect();
        assert_eq!(winners.len(), 1, "{answers:?}");
        let name = if winners[0] == nights.eve { "Eve" } else { "Cleo" };
        for error in answers.iter().filter_map(|(_, answer)| answer.as_ref().err()) {
            assert_eq!(rule(error), "offer-over");
            assert!(error.to_string().starts_with(&format!("{name} was first, ")), "{error}");
        }
        assert_eq!(
            nights.pair(nights.tonight().start()).await,
            (Some(winners[0]), Some(nights.ben))
        );
        let covers = nights
            .app
            .tandem
            .store
            .covers(nights.rota, nights.planned)
            .await
            .unwrap();
        assert_eq!(covers.len(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_swap_exchanges_two_stretches_or_none() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let tomorrow = span("2026-11-25T17:00:00Z", "2026-11-26T09:00:00Z");
        let swap = OfferForm {
            wanted: wanted(Role::Lead, tomorrow),
            ..form(Role::Lead, nights.tonight(), &[])
        };
        let id = offer(&nights, nights.ada, swap).await;
        let cleo = nights.desk(nights.cleo);
        assert_eq!(cleo.offer(id.clone()).await.unwrap().outcomes.len(), 2);
        accept(&cleo, &id).await.unwrap();
        let (ada, ben, cleo, dan) = (nights.ada, nights.ben, nights.cleo, nights.dan);
        assert_eq!(nights.pair(nights.tonight().start()).await, (Some(cleo), Some(ben)));
        assert_eq!(nights.pair(tomorrow.start()).await, (Some(ada), Some(dan)));

        // The day after Ada is Lead and Ben Engineer: the second half of a swap is refused, and so is the first.
        let later = Span::new(nights.tonight().start() + 2 * DAY, nights.tonight().end() + 2 * DAY).unwrap();
        let after = Span::new(later.start() + DAY, later.end() + DAY).unwrap();
        let swap = OfferForm {
            wanted: wanted(Role::Lead, after),
            ..form(Role::Lead, later, &[])
        };
        let id = offer(&nights, ada, swap).await;
        nights.leave(ada, after).await;
        let error = accept(&nights.desk(cleo), &id).await.unwrap_err();
        assert_eq!(rule(&error), "on-leave");
        assert_eq!(
            nights.pair(later.start()).await,
            (Some(ada), Some(ben)),
            "nothing of it was written"
        );
        assert_eq!(state(&nights, &id).await.row.state, "open");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_two_of_one_shift_exchange_their_roles_in_one_change() {
    let nights = Nights::new(Database::sqlite()).await;
    let tonight = nights.tonight();
    let swap = OfferForm {
        wanted: wanted(Role::Engineer, tonight),
        ..form(Role::Lead, tonight, &[])
    };
    let id = offer(&nights, nights.ada, swap).await;
    accept(&nights.desk(nights.ben), &id).await.unwrap();
    assert_eq!(nights.pair(tonight.start()).await, (Some(nights.ben), Some(nights.ada)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_changed_meanwhile_refuses_and_the_duty_stays() {
    let nights = Nights::new(Database::sqlite()).await;
    let tonight = nights.tonight();
    let id = offer(&nights, nights.ada, form(Role::Lead, tonight, &[])).await;
    let pair = (Some(nights.ada), Some(nights.ben));

    let error = accept(&nights.desk(nights.ben), &id).await.unwrap_err();
    assert_eq!(rule(&error), "two-people", "Ben is the Engineer then");
    let error = accept(&nights.desk(nights.dan), &id).await.unwrap_err();
    assert_eq!(rule(&error), "not-qualified");
    let error = accept(&nights.desk(nights.ada), &id).await.unwrap_err();
    assert_eq!(rule(&error), "not-for-you");
    assert!(matches!(
        accept(&nights.desk(nights.fay), &id).await,
        Err(AppError::Forbidden(_))
    ));
    assert!(matches!(
        nights.desk(nights.fay).offer(id.clone()).await,
        Err(AppError::Forbidden(_))
    ));
    nights.leave(nights.eve, tonight).await;
    let page = nights.desk(nights.eve).offer(id.clone()).await.unwrap();
    assert!(
        matches!(page.outcomes[0].outcome, Outcome::Refused { .. }),
        "the page says it beforehand"
    );
    let error = accept(&nights.desk(nights.eve), &id).await.unwrap_err();
    assert_eq!(rule(&error), "on-leave");
    let cleo = nights.desk(nights.cleo);
    nights
        .desk(nights.ada)
        .deactivate_person(nights.cleo.to_string())
        .await
        .unwrap();
    assert!(accept(&cleo, &id).await.is_err());
    assert_eq!(nights.pair(tonight.start()).await, pair);
    assert_eq!(state(&nights, &id).await.row.state, "open");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_offer_of_duty_that_moves_is_cancelled_and_leave_moves_nothing() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let tonight = nights.tonight();
        let id = offer(&nights, nights.ada, form(Role::Lead, tonight, &[])).await;
        let other = offer(&nights, nights.ben, form(Role::Engineer, tonight, &[])).await;
        nights.leave(nights.ada, tonight).await;
        assert_eq!(state(&nights, &id).await.row.state, "open");
        let cover = CoverRequest {
            id: None,
            changes: vec![(Role::Lead, nights.eve)],
            from: Some(tonight.start() + 3600),
            to: tonight.end(),
            reason: String::new(),
            override_reason: None,
            if_match: None,
        };
        nights.desk(nights.ben).make_cover("nights", cover).await.unwrap();
        assert_eq!(state(&nights, &id).await.row.state, "cancelled");
        assert_eq!(
            state(&nights, &other).await.row.state,
            "open",
            "the Engineer’s did not move"
        );
        let error = accept(&nights.desk(nights.cleo), &id).await.unwrap_err();
        assert_eq!(rule(&error), "offer-over");
        assert!(
            nights
                .app
                .tandem
                .snapshot()
                .offers()
                .iter()
                .all(|one| one.id.to_string() != id)
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn time_ends_an_offer_whether_or_not_a_node_has_noticed() {
    let nights = Nights::new(Database::sqlite()).await;
    let until = nights.tonight().start() - 3600;
    let short = OfferForm {
        until: until.to_string(),
        ..form(Role::Lead, nights.tonight(), &[nights.eve])
    };
    let id = offer(&nights, nights.ada, short).await;
    nights.app.clock.set(until);
    assert_eq!(state(&nights, &id).await.row.state, "expired");
    let error = accept(&nights.desk(nights.eve), &id).await.unwrap_err();
    assert_eq!(rule(&error), "offer-over");
    for _ in 0..2 {
        server::services::expire_offers(&nights.app.tandem).await.unwrap();
    }
    assert!(nights.app.tandem.snapshot().offers().is_empty());
    assert_eq!(state(&nights, &id).await.row.state, "expired");
    let bad = OfferForm {
        until: until.to_string(),
        ..form(Role::Lead, nights.tonight(), &[nights.eve])
    };
    let error = nights
        .desk(nights.ada)
        .make_offer("nights".into(), bad)
        .await
        .unwrap_err();
    assert!(error.of_field("until").is_some(), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn where_the_team_asks_for_it_a_manager_decides_what_becomes_of_an_acceptance() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        ben_manages(&nights).await;
        let ben = nights.desk(nights.ben);
        ben.change_offer_settings("payments".into(), true).await.unwrap();
        let id = offer(&nights, nights.ada, form(Role::Lead, nights.tonight(), &[])).await;
        assert_eq!(
            rule(&ben.decide_offer(id.clone(), "approve".into()).await.unwrap_err()),
            "not-accepted"
        );
        accept(&nights.desk(nights.eve), &id).await.unwrap();
        let before = (Some(nights.ada), Some(nights.ben));
        assert_eq!(nights.pair(nights.tonight().start()).await, before, "not yet");
        assert_eq!(ids(&ben.my_offers().await.unwrap().approvals), [id.as_str()]);
        let late = accept(&nights.desk(nights.cleo), &id).await.unwrap_err();
        assert!(late.to_string().contains("Eve was first"), "{late}");
        let member = nights
            .desk(nights.cleo)
            .decide_offer(id.clone(), "approve".into())
            .await;
        assert!(matches!(member, Err(AppError::Forbidden(_))));
        ben.decide_offer(id.clone(), "approve".into()).await.unwrap();
        assert_eq!(
            nights.pair(nights.tonight().start()).await,
            (Some(nights.eve), Some(nights.ben))
        );
        assert_eq!(
            rule(&ben.decide_offer(id, "approve".into()).await.unwrap_err()),
            "offer-over"
        );

        let later = Span::new(nights.tonight().start() + 2 * DAY, nights.tonight().end() + 2 * DAY).unwrap();
        let id = offer(&nights, nights.ada, form(Role::Lead, later, &[])).await;
        accept(&nights.desk(nights.eve), &id).await.unwrap();
        ben.decide_offer(id.clone(), "refuse".into()).await.unwrap();
        assert_eq!(nights.pair(later.start()).await, before);
        assert_eq!(state(&nights, &id).await.row.state, "refused");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn members_offer_their_own_duty_and_managers_anybodys() {
    let nights = Nights::new(Database::sqlite()).await;
    ben_manages(&nights).await;
    let offer_of = |desk: Desk, form: OfferForm| async move { desk.make_offer("nights".into(), form).await };
    let hers = form(Role::Lead, nights.tonight(), &[nights.eve]);
    let refused = offer_of(nights.desk(nights.cleo), hers.clone()).await;
    assert!(matches!(refused, Err(AppError::Forbidden(_))), "{refused:?}");
    let id = offer_of(nights.desk(nights.ben), hers).await.unwrap();
    let refused = nights.desk(nights.cleo).withdraw_offer(id.clone()).await;
    assert!(matches!(refused, Err(AppError::Forbidden(_))));
    nights.desk(nights.ada).withdraw_offer(id.clone()).await.unwrap();
    assert_eq!(state(&nights, &id).await.row.state, "withdrawn");
    let lie = OfferForm {
        giver: nights.eve.to_string(),
        ..form(Role::Lead, nights.tonight(), &[nights.cleo])
    };
    assert_eq!(
        rule(&offer_of(nights.desk(nights.eve), lie).await.unwrap_err()),
        "not-held"
    );
    let unfit = form(Role::Lead, nights.tonight(), &[nights.dan]);
    assert!(
        offer_of(nights.desk(nights.ada), unfit)
            .await
            .unwrap_err()
            .of_field("people[0]")
            .is_some()
    );
    let past = form(Role::Lead, span("2026-11-20T17:00:00Z", "2026-11-21T09:00:00Z"), &[]);
    assert_eq!(
        rule(&offer_of(nights.desk(nights.ben), past).await.unwrap_err()),
        "past"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn finding_cover_offers_each_stretch_in_a_leave_to_the_best_once() {
    let nights = Nights::new(Database::sqlite()).await;
    let away = span("2026-12-01T00:00:00Z", "2026-12-06T00:00:00Z");
    nights
        .leave(nights.ben, span("2026-12-02T00:00:00Z", "2026-12-03T00:00:00Z"))
        .await;
    nights.leave(nights.ada, away).await;
    let leave = nights.app.tandem.store.leave(away).await.unwrap();
    let leave = leave
        .iter()
        .find(|one| one.person == nights.ada)
        .unwrap()
        .id
        .to_string();
    let ada = nights.desk(nights.ada);
    let made = ada.find_cover(leave.clone()).await.unwrap();
    assert_eq!(made, 3, "the nights of 30 November (its morning), 2 and 4 December");
    assert_eq!(
        ada.find_cover(leave.clone()).await.unwrap(),
        0,
        "they are offered already"
    );
    let page = nights.desk(nights.eve).my_offers().await.unwrap();
    assert_eq!(page.waiting.len(), 3);
    assert!(
        page.waiting
            .iter()
            .all(|row| !row.to.contains("Ben") && !row.to.contains("Dan")),
        "{page:?}"
    );
    let refused = nights.desk(nights.cleo).find_cover(leave).await;
    assert!(matches!(refused, Err(AppError::Forbidden(_))));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn candidates_say_why_and_the_best_come_first() {
    let nights = Nights::new(Database::sqlite()).await;
    nights.leave(nights.cleo, nights.tonight()).await;
    let tonight = nights.tonight();
    let ada = nights.desk(nights.ada);
    let (from, to) = (tonight.start().to_string(), tonight.end().to_string());
    let choices = ada
        .offer_choices("nights".into(), "lead".into(), from, to)
        .await
        .unwrap();
    assert_eq!(
        (choices.problem.as_str(), choices.giver_name.as_str()),
        ("", "Ada Lovelace")
    );
    let first = &choices.candidates[0];
    assert_eq!((first.name.as_str(), first.can), ("Eve", true));
    assert!(first.because.starts_with("free and rested"), "{}", first.because);
    let of = |name: &str| {
        choices
            .candidates
            .iter()
            .find(|one| one.name == name)
            .unwrap()
            .because
            .clone()
    };
    assert!(of("Cleo").contains("on leave"), "{}", of("Cleo"));
    assert!(of("Dan").contains("not qualified"), "{}", of("Dan"));
    assert!(of("Ben").contains("on duty"), "{}", of("Ben"));
    assert!(!choices.returns.is_empty());
    assert!(choices.returns.iter().all(|(_, words)| !words.starts_with("Dan: Lead")));
    assert!(at(tonight.start().to_string().as_str()) > nights.app.tandem.now());
}

/// To whom the letters of what was just done went, and what about; in order of addresses.
async fn mailed(nights: &Nights, server: &MailServer) -> Vec<(String, String)> {
    nights.app.deliver().await;
    let told = |letter: Arrived| (letter.to.clone(), letter.header("Subject"));
    let mut told: Vec<(String, String)> = server.letters().into_iter().map(told).collect();
    told.sort();
    told
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn those_concerned_are_told_and_nobody_else() {
    let server = MailServer::start().await;
    let nights = Nights::mailing(Database::sqlite(), &server).await;
    mailed(&nights, &server).await;
    let id = offer(
        &nights,
        nights.ada,
        form(Role::Lead, nights.tonight(), &[nights.eve, nights.cleo]),
    )
    .await;
    let told = mailed(&nights, &server).await;
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].0.contains("cleo@") && told[1].0.contains("eve@"), "{told:?}");
    assert_eq!(told[0].1, "Ada Lovelace offers you duty");
    accept(&nights.desk(nights.eve), &id).await.unwrap();
    let told = mailed(&nights, &server).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].0.contains("ada@") && told[0].1 == "Eve takes your duty",
        "{told:?}"
    );

    let later = Span::new(nights.tonight().start() + 2 * DAY, nights.tonight().end() + 2 * DAY).unwrap();
    offer(&nights, nights.ada, form(Role::Lead, later, &[nights.eve])).await;
    mailed(&nights, &server).await;
    let cover = CoverRequest {
        id: None,
        changes: vec![(Role::Lead, nights.cleo)],
        from: Some(later.start()),
        to: later.end(),
        reason: String::new(),
        override_reason: None,
        if_match: None,
    };
    nights.desk(nights.ben).make_cover("nights", cover).await.unwrap();
    let told = mailed(&nights, &server).await;
    let told: Vec<(&str, &str)> = told
        .iter()
        .map(|(to, subject)| (to.as_str(), subject.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            ("ada@example.org", "A shift on Nights is no longer yours"),
            ("ada@example.org", "An offer was cancelled"),
            ("cleo@example.org", "You have a shift on Nights"),
            ("eve@example.org", "An offer was cancelled"),
        ]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_form_makes_an_offer_without_a_script_to_those_who_are_ticked() {
    let mut nights = Nights::new(Database::sqlite()).await;
    let (ada, eve) = (nights.ada.to_string(), nights.eve.to_string());
    let page = nights
        .ada_client
        .get("/rotas/nights/offer?role=lead&from=2026-11-24T17:00&to=2026-11-25T09:00")
        .await;
    assert_eq!(page.status, 200);
    for part in ["form[people][0]", "free and rested", "Offer it", &eve] {
        assert!(page.body.contains(part), "{part}: {}", page.body);
    }
    let fields = [
        ("slug", "nights"),
        ("form[giver]", &ada),
        ("form[role]", "lead"),
        ("form[from]", "2026-11-24T17:00"),
        ("form[to]", "2026-11-25T09:00"),
        ("form[whom]", "people"),
        ("form[people][3]", &eve),
        ("form[wanted]", ""),
        ("form[until]", ""),
        ("form[note]", "Dentist"),
    ];
    let answer = nights.ada_client.form("/fn/offers/make", &fields).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let page = nights.desk(nights.eve).my_offers().await.unwrap();
    assert_eq!((page.waiting.len(), page.waiting[0].to.as_str()), (1, "Eve"));
    let shown = nights.ada_client.get(&format!("/offers/{}", page.waiting[0].id)).await;
    assert!(
        shown.body.contains("Take the offer back") && shown.body.contains("Dentist"),
        "{}",
        shown.body
    );
}
