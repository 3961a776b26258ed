//! Handover notes: left by those who go, acknowledged by those who come, kept in every version.

use crate::support::{
    Database, at,
    hooks::Listener,
    nights::{NIGHTS, Nights},
};
use app::{
    handover::{AcknowledgeForm, ChecklistForm, HandoverForm, HandoverPage, HandoverView, Port as _},
    inbox::Port as _,
    me::Port as _,
    now::Port as _,
    people::Port as _,
    webhooks::{Port as _, WebhookForm},
};
use domain::PersonId;
use http::Method;
use serde_json::json;
use server::services::{Desk, remind};

/// Tomorrow's handover: Ada and Ben go, Cleo and Dan come, and nobody has to be there between 9 and 17.
const TOMORROW: &str = "2026-11-25T17:00:00Z";

fn form(view: &HandoverView, notes: &str) -> HandoverForm {
    HandoverForm {
        at: view.key.clone(),
        notes: notes.to_owned(),
        seen: view.seen.clone(),
        done: Vec::new(),
    }
}

/// Acknowledges what is shown.
fn read(view: &HandoverView) -> AcknowledgeForm {
    AcknowledgeForm {
        at: view.key.clone(),
        seen: view.seen.clone(),
        person: String::new(),
    }
}

/// The same in somebody else's name.
fn read_for(view: &HandoverView, person: PersonId) -> AcknowledgeForm {
    AcknowledgeForm {
        person: person.to_string(),
        ..read(view)
    }
}

async fn page(desk: &Desk) -> HandoverPage {
    desk.handover("nights".into()).await.unwrap()
}

async fn giving(desk: &Desk) -> HandoverView {
    page(desk).await.giving.unwrap()
}

async fn taking(desk: &Desk) -> HandoverView {
    page(desk).await.taking.unwrap()
}

async fn write(desk: &Desk, notes: &str) {
    let form = form(&giving(desk).await, notes);
    desk.write_handover("nights".into(), form).await.unwrap();
}

async fn subjects(nights: &Nights, person: PersonId) -> Vec<String> {
    let inbox = nights.desk(person).inbox(String::new()).await.unwrap();
    inbox.entries.into_iter().map(|entry| entry.subject).collect()
}

async fn board_words(desk: &Desk) -> Option<(String, String, bool)> {
    let card = desk.board().await.unwrap().cards.remove(0).handover?;
    Some((card.words, card.action, card.mine))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn those_who_go_leave_notes_and_those_who_come_acknowledge_them() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let (ben, cleo, eve) = (
            nights.desk(nights.ben),
            nights.desk(nights.cleo),
            nights.desk(nights.eve),
        );
        nights.app.clock.set(at("2026-11-24T20:00:00Z"));
        let next = giving(&ben).await;
        assert_eq!(next.at.at, at(TOMORROW));
        let names = |people: &[app::handover::HandoverPerson]| {
            people.iter().map(|person| person.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(
            (names(&next.outgoing), names(&next.incoming)),
            (
                vec!["Ada Lovelace".into(), "Ben".into()],
                vec!["Cleo".to_owned(), "Dan".into()]
            )
        );
        assert!(next.may_write && !next.may_take);
        assert!(!giving(&cleo).await.may_write && !giving(&eve).await.may_write);
        let refused = eve
            .write_handover("nights".into(), form(&next, "Mine"))
            .await
            .unwrap_err();
        assert_eq!(refused.status(), 409, "{refused}");

        write(
            &ben,
            "The queue is slow: see https://status.example.org/q1.\r\nWatch it.",
        )
        .await;
        let left = giving(&cleo).await;
        assert_eq!(
            left.text,
            "The queue is slow: see https://status.example.org/q1.\nWatch it."
        );
        let links: Vec<&str> = left
            .notes
            .iter()
            .filter(|it| it.link)
            .map(|it| it.text.as_str())
            .collect();
        assert_eq!(links, ["https://status.example.org/q1"]);
        let early = cleo
            .acknowledge_handover("nights".into(), read(&left))
            .await
            .unwrap_err();
        assert!(early.to_string().contains("too early"), "{early}");

        nights.app.clock.set(at("2026-11-25T17:05:00Z"));
        let (words, action, mine) = board_words(&cleo).await.unwrap();
        assert_eq!(
            (words.as_str(), action.as_str(), mine),
            (
                "Notes from Ada Lovelace and Ben are not acknowledged yet by Cleo and Dan.",
                "Read and acknowledge",
                true
            )
        );
        assert_eq!(board_words(&eve).await.unwrap().1, "Read");
        assert!(
            board_words(&nights.desk(nights.fay)).await.is_none(),
            "not for other teams"
        );
        assert_eq!(cleo.my_shifts().await.unwrap().handovers.len(), 1);
        assert!(ben.my_shifts().await.unwrap().handovers.is_empty());
        let mine = taking(&cleo).await;
        assert!(mine.may_take);
        let refused = eve
            .acknowledge_handover("nights".into(), read(&mine))
            .await
            .unwrap_err();
        assert_eq!(refused.status(), 409);
        // They may still be put right by those who have gone.
        assert!(taking(&ben).await.may_write);
        cleo.acknowledge_handover("nights".into(), read(&mine)).await.unwrap();
        // Dan has not: he is asked still, and everybody sees it.
        let dan = nights.desk(nights.dan);
        let (words, action, own) = board_words(&dan).await.unwrap();
        assert_eq!(
            words,
            "Notes from Ada Lovelace and Ben are not acknowledged yet by Dan."
        );
        assert_eq!((action.as_str(), own), ("Read and acknowledge", true));
        let (_, action, own) = board_words(&cleo).await.unwrap();
        assert_eq!(
            (action.as_str(), own),
            ("Read", false),
            "nothing is left for Cleo to do"
        );
        let taken = taking(&ben).await;
        assert!(taken.taken.as_deref().unwrap().starts_with("Cleo, "), "{taken:?}");
        assert_eq!(taken.waits_for.as_deref(), Some("Dan"));
        assert!(taken.may_write, "for an hour, something may be added");
        let twice = cleo.acknowledge_handover("nights".into(), read(&mine)).await;
        assert!(twice.unwrap_err().to_string().starts_with("You have acknowledged"));
        dan.acknowledge_handover("nights".into(), read(&mine)).await.unwrap();
        assert_eq!((board_words(&cleo).await, board_words(&dan).await), (None, None));
        let taken = taking(&ben).await;
        let words = taken.taken.unwrap();
        assert!(words.contains("Cleo, ") && words.contains(" · Dan, "), "{words}");
        assert_eq!(taken.waits_for, None);
        let again = dan.acknowledge_handover("nights".into(), read(&mine)).await;
        assert_eq!(again.unwrap_err().status(), 409);
        nights.app.clock.set(at("2026-11-25T18:00:00Z"));
        let taken = taking(&ben).await;
        assert!(!taken.may_write);
        let late = ben
            .write_handover("nights".into(), form(&taken, "Too late"))
            .await
            .unwrap_err();
        assert!(late.to_string().contains("has acknowledged these notes"), "{late}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_acknowledges_what_they_have_not_read_and_what_changes_is_read_again() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let (ben, cleo) = (nights.desk(nights.ben), nights.desk(nights.cleo));
        nights.app.clock.set(at("2026-11-25T16:30:00Z"));
        write(&ben, "All quiet").await;
        let shown = giving(&cleo).await;
        write(&ben, "All quiet. The queue is slow.").await;
        let unread = cleo
            .acknowledge_handover("nights".into(), read(&shown))
            .await
            .unwrap_err();
        assert_eq!(unread.status(), 412);
        assert!(
            unread.to_string().starts_with("Ben has changed these notes"),
            "{unread}"
        );
        assert_eq!(giving(&cleo).await.taken, None);
        let shown = giving(&cleo).await;
        cleo.acknowledge_handover("nights".into(), read(&shown)).await.unwrap();

        // Something happens after that, before they come.
        let told = async || {
            let subjects = subjects(&nights, nights.cleo).await;
            subjects.iter().filter(|it| it.contains("have changed")).count()
        };
        assert_eq!(told().await, 0);
        write(&ben, "The queue stands still.").await;
        write(&ben, "The queue stands still: call the bank.").await;
        assert_eq!(told().await, 1, "once, until she has acknowledged it again");
        let again = giving(&cleo).await;
        assert!(again.may_take && again.taken.is_none());
        assert!(
            again.taken_before.as_deref().unwrap().starts_with("Cleo, "),
            "{again:?}"
        );
        assert_eq!(again.waits_for.as_deref(), Some("Cleo and Dan"));
        nights.app.clock.set(at("2026-11-25T17:00:00Z"));
        assert_eq!(
            board_words(&cleo).await.unwrap().0,
            "Notes from Ada Lovelace and Ben have changed, and are not acknowledged yet by Cleo and Dan."
        );
        cleo.acknowledge_handover("nights".into(), read(&again)).await.unwrap();
        let done = taking(&cleo).await;
        assert_eq!(
            (done.may_take, done.taken_before, done.waits_for.as_deref()),
            (false, None, Some("Dan"))
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_manager_acknowledges_for_one_person_at_a_time() {
    let nights = Nights::new(Database::sqlite()).await;
    nights.app.clock.set(at("2026-11-25T16:30:00Z"));
    write(&nights.desk(nights.ben), "All quiet").await;
    let ada = nights.desk(nights.ada);
    let shown = giving(&ada).await;
    let names: Vec<&str> = shown.may_take_for.iter().map(|one| one.name.as_str()).collect();
    assert_eq!((shown.may_take, names), (false, vec!["Cleo", "Dan"]));
    let whom = ada
        .acknowledge_handover("nights".into(), read(&shown))
        .await
        .unwrap_err();
    assert!(
        whom.of_field("person")
            .is_some_and(|words| words.contains("Cleo and Dan have not")),
        "{whom}"
    );
    let nobody = AcknowledgeForm {
        person: "Cleo".into(),
        ..read(&shown)
    };
    assert!(
        ada.acknowledge_handover("nights".into(), nobody)
            .await
            .unwrap_err()
            .of_field("person")
            .is_some()
    );
    for (person, status) in [(nights.eve, 409), (nights.ben, 409)] {
        let refused = ada
            .acknowledge_handover("nights".into(), read_for(&shown, person))
            .await;
        assert_eq!(refused.unwrap_err().status(), status);
    }
    let refused = nights
        .desk(nights.dan)
        .acknowledge_handover("nights".into(), read_for(&shown, nights.cleo))
        .await;
    assert_eq!(
        refused.unwrap_err().status(),
        409,
        "nobody does so for another of the pair"
    );
    ada.acknowledge_handover("nights".into(), read_for(&shown, nights.cleo))
        .await
        .unwrap();
    assert_eq!(giving(&ada).await.waits_for.as_deref(), Some("Dan"));
    let twice = ada
        .acknowledge_handover("nights".into(), read_for(&shown, nights.cleo))
        .await
        .unwrap_err();
    assert!(twice.to_string().starts_with("Cleo has acknowledged"), "{twice}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_cover_that_was_acknowledged_and_withdrawn_leaves_the_next_handover_open() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        nights.app.clock.set(at("2026-11-24T19:50:00Z"));
        // Cleo, who comes tomorrow, takes an hour of this evening.
        let token = nights.token("write").await;
        let hour = json!({
            "role": "lead", "person": nights.cleo, "from": "2026-11-24T20:30:00Z", "to": "2026-11-24T21:30:00Z",
            "reason": "", "override": "An hour"
        });
        let (status, cover) = nights
            .api(
                &token,
                Method::POST,
                "/api/v1/rotas/nights/covers",
                &[],
                &hour.to_string(),
            )
            .await;
        assert_eq!(status, 201, "{cover}");
        let (ben, cleo) = (nights.desk(nights.ben), nights.desk(nights.cleo));
        write(&ben, "For the hour").await;
        let shown = giving(&cleo).await;
        assert_eq!(shown.at.at, at("2026-11-24T20:30:00Z"));
        cleo.acknowledge_handover("nights".into(), read(&shown)).await.unwrap();
        let path = format!("/api/v1/covers/{}", cover["id"].as_str().unwrap());
        let (status, answer) = nights.api(&token, Method::DELETE, &path, &[], "").await;
        assert!((200..300).contains(&status), "{status} {answer}");

        let next = giving(&ben).await;
        assert_eq!((next.at.at, next.text.as_str()), (at(TOMORROW), "For the hour"));
        assert_eq!(
            (next.taken.as_deref(), next.waits_for.as_deref()),
            (None, Some("Cleo and Dan"))
        );
        assert!(next.may_write);
        write(&ben, "For the night").await;
        nights.app.clock.set(at("2026-11-25T16:30:00Z"));
        let near = giving(&cleo).await;
        assert!(near.may_take && near.text == "For the night");
        nights.app.clock.set(at("2026-11-25T17:00:00Z"));
        assert!(board_words(&cleo).await.unwrap().2, "the board asks her, too");
        cleo.acknowledge_handover("nights".into(), read(&near)).await.unwrap();
        assert_eq!(taking(&cleo).await.waits_for.as_deref(), Some("Dan"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_stale_edit_is_refused_and_every_version_is_kept() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let (ada, ben) = (nights.desk(nights.ada), nights.desk(nights.ben));
        nights.app.clock.set(at("2026-11-24T20:00:00Z"));
        let both_saw = giving(&ada).await;
        ada.write_handover("nights".into(), form(&both_saw, "First"))
            .await
            .unwrap();
        let stale = ben
            .write_handover("nights".into(), form(&both_saw, "Second"))
            .await
            .unwrap_err();
        assert_eq!(stale.status(), 412);
        assert!(
            stale.to_string().starts_with("Ada Lovelace has changed these notes"),
            "{stale}"
        );
        write(&ben, "First, and second").await;
        let now = giving(&ben).await;
        assert_eq!(now.text, "First, and second");
        assert_eq!(now.versions.len(), 1);
        assert_eq!(
            (now.versions[0].by.as_str(), now.versions[0].notes[0].text.as_str()),
            ("Ada Lovelace", "First")
        );

        nights.app.clock.set(at("2026-11-26T08:00:00Z"));
        let history = ben.handovers("nights".into(), String::new()).await.unwrap();
        assert_eq!(history.handovers.len(), 1);
        assert_eq!(
            (history.handovers[0].text.as_str(), history.handovers[0].versions.len()),
            ("First, and second", 1)
        );
        let none = ben
            .handovers("nights".into(), history.handovers[0].key.clone())
            .await
            .unwrap();
        assert!(none.handovers.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn notes_are_checked_and_never_lost() {
    let nights = Nights::new(Database::sqlite()).await;
    let ben = nights.desk(nights.ben);
    nights.app.clock.set(at("2026-11-24T20:00:00Z"));
    let next = giving(&ben).await;
    for bad in ["", "  \n", "a\u{7}b", &"x".repeat(10_001)] {
        let refused = ben.write_handover("nights".into(), form(&next, bad)).await.unwrap_err();
        assert!(refused.of_field("notes").is_some(), "{refused}");
    }
    ben.write_handover("nights".into(), form(&next, &"é".repeat(10_000)))
        .await
        .unwrap();
    let elsewhere = HandoverForm {
        at: "2026-11-25T18:00:00Z".into(),
        ..form(&giving(&ben).await, "Moved")
    };
    assert_eq!(
        ben.write_handover("nights".into(), elsewhere)
            .await
            .unwrap_err()
            .status(),
        412
    );
    let page = nights.app.client().get("/rotas/nights/handover").await;
    assert_eq!(page.status, 302, "not for strangers");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_looks_like_markup_stays_text() {
    let mut nights = Nights::new(Database::sqlite()).await;
    nights.app.clock.set(at("2026-11-24T20:00:00Z"));
    write(
        &nights.desk(nights.ben),
        "</textarea><script>alert(1)</script> javascript:alert(2) https://ok.example/\"onclick=x",
    )
    .await;
    nights.app.clock.set(at("2026-11-25T17:05:00Z"));
    let page = nights.ada_client.get("/rotas/nights/handover").await.body;
    assert!(
        !page.contains("<script>alert") && page.contains("&lt;script&gt;alert(1)"),
        "{page}"
    );
    assert!(
        page.contains("href=\"https://ok.example/\"") && !page.contains("href=\"javascript"),
        "{page}"
    );
    assert!(page.contains("rel=\"noopener noreferrer nofollow\""));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_team_goes_through_its_checklist() {
    let nights = Nights::new(Database::sqlite()).await;
    let (ada, ben) = (nights.desk(nights.ada), nights.desk(nights.ben));
    nights.app.clock.set(at("2026-11-24T20:00:00Z"));
    assert!(page(&ben).await.settings.is_none());
    let list = ChecklistForm {
        items: "Alerts are quiet\n\n  Phone is charged \nAlerts are quiet".into(),
        remind_after: "45".into(),
        seen: String::new(),
    };
    assert_eq!(
        ben.change_checklist("payments".into(), list.clone())
            .await
            .unwrap_err()
            .status(),
        403
    );
    ada.change_checklist("payments".into(), list.clone()).await.unwrap();
    let stale = ada.change_checklist("payments".into(), list).await.unwrap_err();
    assert_eq!(stale.status(), 412);
    let bad = ChecklistForm {
        items: "x".repeat(201),
        remind_after: "soon".into(),
        seen: page(&ada).await.settings.unwrap().checklist.seen,
    };
    let refused = ada.change_checklist("payments".into(), bad).await.unwrap_err();
    assert!(
        refused.of_field("items").is_some() && refused.of_field("remind_after").is_some(),
        "{refused}"
    );

    let next = giving(&ben).await;
    let items: Vec<&str> = next.checks.iter().map(|check| check.item.as_str()).collect();
    assert_eq!(items, ["Alerts are quiet", "Phone is charged"]);
    let ticked = HandoverForm {
        done: vec!["Phone is charged".into(), "Not on the list".into()],
        ..form(&next, "All quiet")
    };
    ben.write_handover("nights".into(), ticked).await.unwrap();
    let done: Vec<bool> = giving(&ben).await.checks.iter().map(|check| check.done).collect();
    assert_eq!(done, [false, true]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn those_who_come_are_told_and_managers_when_nobody_acknowledges() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        nights.app.clock.set(at("2026-11-24T20:00:00Z"));
        write(&nights.desk(nights.ben), "All quiet").await;
        let told = async |person| {
            let subjects = subjects(&nights, person).await;
            let of = |word: &str| subjects.iter().filter(|subject| subject.contains(word)).count();
            (of("wait for you"), of("not acknowledged"))
        };
        // As soon as the first are written, those who come are told once, whoever changes them later.
        let left = async |person| {
            let subjects = subjects(&nights, person).await;
            subjects
                .into_iter()
                .filter(|it| it.starts_with("Handover notes for Nights, Wed 25 Nov"))
                .count()
        };
        write(&nights.desk(nights.ada), "All is quiet").await;
        assert_eq!(
            (left(nights.cleo).await, left(nights.dan).await, left(nights.ada).await),
            (1, 1, 0)
        );
        remind(&nights.app.tandem).await.unwrap();
        assert_eq!(told(nights.cleo).await, (0, 0), "not before they come");
        for (when, cleo, ada) in [
            ("2026-11-25T17:00:00Z", (1, 0), (0, 0)),
            ("2026-11-25T17:29:59Z", (1, 0), (0, 0)),
            ("2026-11-25T17:30:00Z", (1, 1), (0, 1)),
            ("2026-11-25T18:30:00Z", (1, 1), (0, 1)),
        ] {
            nights.app.clock.set(at(when));
            remind(&nights.app.tandem).await.unwrap();
            remind(&nights.app.tandem).await.unwrap();
            assert_eq!((told(nights.cleo).await, told(nights.ada).await), (cleo, ada), "{when}");
        }
        assert_eq!(told(nights.ben).await, (0, 0), "who wrote them");
        let cleo = nights.desk(nights.cleo);
        let entry = cleo.inbox(String::new()).await.unwrap().entries.remove(0);
        assert_eq!(entry.link.as_deref(), Some("/rotas/nights/handover"));
        assert!(entry.text.contains("Cleo and Dan have not acknowledged"), "{entry:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_rota_that_does_without_asks_nobody() {
    let nights = Nights::new(Database::sqlite()).await;
    let (ada, ben) = (nights.desk(nights.ada), nights.desk(nights.ben));
    nights.app.clock.set(at("2026-11-24T20:00:00Z"));
    write(&ben, "All quiet").await;
    let next = giving(&ben).await;
    assert_eq!(
        ben.use_handover_notes("nights".into(), false)
            .await
            .unwrap_err()
            .status(),
        403
    );
    ada.use_handover_notes("nights".into(), false).await.unwrap();
    nights.app.clock.set(at("2026-11-25T18:00:00Z"));
    remind(&nights.app.tandem).await.unwrap();
    assert!(
        subjects(&nights, nights.cleo)
            .await
            .iter()
            .all(|subject| !subject.contains("wait for you") && !subject.contains("not acknowledged"))
    );
    assert_eq!(board_words(&nights.desk(nights.cleo)).await, None);
    assert!(!page(&ben).await.uses);
    let refused = ben
        .write_handover("nights".into(), form(&next, "More"))
        .await
        .unwrap_err();
    assert_eq!(refused.status(), 409);
    ada.use_handover_notes("nights".into(), true).await.unwrap();
    assert!(board_words(&nights.desk(nights.cleo)).await.is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn duty_that_moves_takes_its_notes_along_and_whoever_leaves_is_named() {
    let nights = Nights::new(Database::sqlite()).await;
    nights.app.clock.set(at("2026-11-24T20:00:00Z"));
    write(&nights.desk(nights.ben), "All quiet").await;
    // Ada and Ben stay for the first hour of the next night.
    let token = nights.token("write").await;
    let stay = json!({
        "changes": [{ "role": "lead", "person": nights.ada }, { "role": "engineer", "person": nights.ben }],
        "from": TOMORROW, "to": "2026-11-25T18:00:00Z", "reason": "", "override": "They stay."
    });
    let (status, answer) = nights
        .api(
            &token,
            Method::POST,
            "/api/v1/rotas/nights/covers",
            &[],
            &stay.to_string(),
        )
        .await;
    assert_eq!(status, 201, "{answer}");
    let next = giving(&nights.desk(nights.ben)).await;
    assert_eq!(
        (next.at.at, next.text.as_str()),
        (at("2026-11-25T18:00:00Z"), "All quiet")
    );
    nights.app.clock.set(at("2026-11-25T17:30:00Z"));
    assert!(
        giving(&nights.desk(nights.cleo)).await.may_take,
        "within the hour before"
    );

    for person in [nights.cleo, nights.dan] {
        nights
            .desk(nights.ada)
            .deactivate_person(person.to_string())
            .await
            .unwrap();
    }
    nights.app.clock.set(at("2026-11-25T18:30:00Z"));
    let latest = taking(&nights.desk(nights.ada)).await;
    assert!(
        latest.words.as_deref().unwrap().contains("can no longer sign in"),
        "{latest:?}"
    );
    let ada = nights.desk(nights.ada);
    for person in [nights.cleo, nights.dan] {
        ada.acknowledge_handover("nights".into(), read_for(&latest, person))
            .await
            .unwrap();
    }
    assert_eq!(board_words(&ada).await, None, "a manager may, for both");
    let words = taking(&ada).await.taken.unwrap();
    assert!(
        words.contains("for Cleo · Ada Lovelace") && words.ends_with("for Dan"),
        "{words}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn where_nobody_comes_the_page_says_so() {
    let nights = Nights::new(Database::sqlite()).await;
    let last = nights.planned.end() - 12 * 3600;
    nights.app.clock.set(last);
    let page = page(&nights.desk(nights.ada)).await;
    assert!(page.giving.is_none(), "after {NIGHTS} nights nothing is published");
    assert!(page.nobody.unwrap().contains("nobody to hand over to"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn webhooks_are_told_who_hands_over_and_never_the_notes() {
    let nights = Nights::new(Database::sqlite()).await;
    let listener = Listener::start().await;
    let hook = WebhookForm {
        name: "Chat".into(),
        address: listener.address(),
        handover: Some("on".into()),
        ..WebhookForm::default()
    };
    nights
        .desk(nights.ada)
        .make_webhook("payments".into(), hook)
        .await
        .unwrap();
    nights.app.clock.set(at("2026-11-24T20:00:00Z"));
    write(&nights.desk(nights.ben), "The password of the pager is on the wall").await;
    nights.app.clock.set(at("2026-11-25T17:05:00Z"));
    let cleo = nights.desk(nights.cleo);
    let shown = taking(&cleo).await;
    cleo.acknowledge_handover("nights".into(), read(&shown)).await.unwrap();
    nights.app.call_webhooks().await;
    let mut told = listener.take();
    told.sort_by_key(|it| it.body["revision"].as_i64());
    let news: Vec<_> = told.iter().map(|it| it.body["data"]["news"].clone()).collect();
    assert_eq!(news, [json!("written"), json!("acknowledged")]);
    assert_eq!(told[0].body["data"]["incoming"]["lead"]["name"], "Cleo");
    assert!(told.iter().all(|it| !it.text.contains("wall")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn forms_work_without_scripts() {
    let mut nights = Nights::new(Database::sqlite()).await;
    nights.app.clock.set(at("2026-11-24T20:00:00Z"));
    let key = giving(&nights.desk(nights.ada)).await.key;
    let fields = [
        ("slug", "nights"),
        ("form[at]", key.as_str()),
        ("form[notes]", "All quiet"),
        ("form[seen]", ""),
    ];
    let client = &mut nights.ada_client;
    let sent = client
        .plain_form("/rotas/nights/handover", "/fn/handover/write", &fields)
        .await;
    assert_eq!(sent.header("location"), "/rotas/nights/handover?done=written");
    // Somebody else writes, and it is sent again from a page that was opened before: refused, what was typed is still there,
    // and theirs beside it.
    write(&nights.desk(nights.ben), "The queue is slow").await;
    let client = &mut nights.ada_client;
    let again = client
        .plain_form("/rotas/nights/handover", "/fn/handover/write", &fields)
        .await;
    let back = client
        .get(&again.header("location").replace("http://tandem.test", ""))
        .await
        .body;
    assert!(back.contains("Ben has changed these notes while you wrote"), "{back}");
    assert!(
        back.contains("wrote meanwhile:") && back.contains("The queue is slow"),
        "{back}"
    );
    assert!(back.contains("All quiet"));
    let seen = giving(&nights.desk(nights.ada)).await.seen;
    assert!(
        back.contains(&format!("name=\"form[seen]\" value=\"{seen}\"")),
        "what was shown may be saved over: {back}"
    );

    // Acknowledging says which version was read.
    nights.app.clock.set(at("2026-11-25T16:30:00Z"));
    let (key, stale) = (giving(&nights.desk(nights.ada)).await.key, seen);
    write(&nights.desk(nights.ben), "The queue stands still").await;
    let person = nights.cleo.to_string();
    let fields = [
        ("slug", "nights"),
        ("form[at]", key.as_str()),
        ("form[seen]", stale.as_str()),
        ("form[person]", person.as_str()),
    ];
    let client = &mut nights.ada_client;
    let sent = client
        .plain_form("/rotas/nights/handover", "/fn/handover/acknowledge", &fields)
        .await;
    let back = client
        .get(&sent.header("location").replace("http://tandem.test", ""))
        .await
        .body;
    assert!(back.contains("read what they say now, then acknowledge them"), "{back}");
    assert!(
        back.contains("The queue stands still") && back.contains("Acknowledge for Cleo"),
        "{back}"
    );
}
