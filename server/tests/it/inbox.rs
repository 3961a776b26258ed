//! What people are told of their duty: in their inbox, by mail as they choose, once, and never of what they did themselves.

use crate::support::{
    App, Database, at,
    nights::{Nights, span},
    smtp::MailServer,
};
use app::{
    inbox::{InboxPage, Port as _},
    leave::{LeaveForm, Port as _},
};
use domain::{
    Pairing, PersonId, Role, Span,
    notice::{Choices, Topic},
    rota::TimeOfDay,
    timeline::DutyRow,
};
use server::{
    services::{CoverRequest, remind},
    store::{InboxRecord, MemberRecord},
};
use std::collections::BTreeSet;

fn cover(role: Role, person: PersonId, span: Span) -> CoverRequest {
    CoverRequest {
        id: None,
        changes: vec![(role, person)],
        from: Some(span.start()),
        to: span.end(),
        reason: "Dentist".to_owned(),
        override_reason: None,
        if_match: None,
    }
}

async fn inbox(nights: &Nights, person: PersonId) -> InboxPage {
    nights.desk(person).inbox(String::new()).await.unwrap()
}

/// The subjects in somebody's inbox, newest first.
async fn subjects(nights: &Nights, person: PersonId) -> Vec<String> {
    let page = inbox(nights, person).await;
    page.entries.into_iter().map(|entry| entry.subject).collect()
}

async fn choose(nights: &Nights, person: PersonId, choices: &Choices) {
    let tandem = &nights.app.tandem;
    let mut write = tandem.store.begin("test", tandem.now()).await.unwrap();
    write.put_notice_choices(person, choices).await.unwrap();
    tandem.commit(write).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_gains_or_loses_a_shift_is_told_and_whoever_did_it_is_not() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let ada = nights.desk(nights.ada);
        let evening = span("2026-11-24T18:00:00Z", "2026-11-24T20:00:00Z");
        let made = ada
            .make_cover("nights", cover(Role::Engineer, nights.eve, evening))
            .await
            .unwrap();
        assert_eq!(subjects(&nights, nights.eve).await, ["You have a shift on Nights"]);
        assert_eq!(
            subjects(&nights, nights.ben).await,
            ["A shift on Nights is no longer yours"]
        );
        assert!(
            subjects(&nights, nights.cleo).await.is_empty(),
            "nothing changes for her"
        );
        let entry = inbox(&nights, nights.eve).await.entries.remove(0);
        assert_eq!(
            entry.text,
            "Yours now:\n– Engineer Tue 24 Nov 18:00 – 20:00 (London · 19:00 – 21:00 Berlin)\n\nChanged by Ada Lovelace."
        );
        assert_eq!(entry.link.as_deref(), Some("/rotas/nights?from=2026-11-24"));

        ada.withdraw_cover(made.id.parse().unwrap()).await.unwrap();
        assert_eq!(
            subjects(&nights, nights.eve).await,
            ["A shift on Nights is no longer yours", "You have a shift on Nights"],
            "a withdrawal tells again"
        );
        // Her own shift, given away by herself.
        ada.make_cover("nights", cover(Role::Lead, nights.eve, evening))
            .await
            .unwrap();
        assert!(subjects(&nights, nights.ada).await.is_empty());
        assert_eq!(subjects(&nights, nights.eve).await.len(), 3);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_is_told_of_what_is_over() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    let night = nights.tonight();
    let made = ada
        .make_cover("nights", cover(Role::Engineer, nights.eve, night))
        .await
        .unwrap();
    nights.app.clock.set(night.end() - 3600);
    ada.withdraw_cover(made.id.parse().unwrap()).await.unwrap();
    let last = inbox(&nights, nights.eve).await.entries.remove(0);
    assert!(last.text.contains("Wed 25 Nov 08:00 – 09:00"), "{}", last.text);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_shift_that_starts_soon_is_told_once_by_however_many_nodes_and_after_a_restart() {
    for database in Database::both().await {
        let other = App::on(&database).await;
        let third = App::on(&database).await;
        let nights = Nights::new(database).await;
        let apps = [&nights.app, &other, &third];
        for app in apps {
            app.tandem.catch_up().await.unwrap();
            app.clock.set(at("2026-11-24T16:30:00Z"));
        }
        let (one, two) = tokio::join!(remind(&nights.app.tandem), remind(&other.tandem));
        // Ada and Ben tonight, an hour before; Cleo and Dan tomorrow, a day before.
        assert_eq!(one.unwrap() + two.unwrap(), 2);
        assert_eq!(remind(&third.tandem).await.unwrap(), 0);
        nights.app.tandem.catch_up().await.unwrap();
        assert_eq!(
            subjects(&nights, nights.ben).await,
            ["You are Engineer of Nights from Tue 24 Nov 17:00 (London · 18:00 Berlin)"]
        );
        for app in apps {
            app.clock.set(at("2026-11-24T17:30:00Z"));
        }
        let told = remind(&other.tandem).await.unwrap();
        assert_eq!(told, 2, "Cleo and Dan, a day before theirs");
        assert_eq!(remind(&nights.app.tandem).await.unwrap(), 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn managers_are_told_of_leave_over_duty() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let tandem = &nights.app.tandem;
        let mut write = tandem.store.begin("test", tandem.now()).await.unwrap();
        let member = tandem
            .snapshot()
            .directory()
            .members(team(&nights))
            .iter()
            .find(|it| it.person == nights.eve)
            .cloned();
        write
            .put_member(&MemberRecord {
                manager: true,
                ..member.unwrap()
            })
            .await
            .unwrap();
        tandem.commit(write).await.unwrap();

        let leave = LeaveForm {
            first_day: "2026-11-26".to_owned(),
            last_day: "2026-11-26".to_owned(),
            ..LeaveForm::default()
        };
        nights.desk(nights.ben).add_leave(leave).await.unwrap();
        assert_eq!(
            subjects(&nights, nights.eve).await,
            ["Ben is on leave while on duty for Nights"]
        );
        assert!(subjects(&nights, nights.ada).await.is_empty(), "there is a manager");
        assert!(subjects(&nights, nights.ben).await.is_empty());
    }
}

fn team(nights: &Nights) -> domain::TeamId {
    nights.app.tandem.snapshot().rota(nights.rota).unwrap().record.team
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn mail_says_what_the_inbox_says_when_somebody_wants_it() {
    for database in Database::both().await {
        let server = MailServer::start().await;
        let nights = Nights::mailing(database, &server).await;
        let ada = nights.desk(nights.ada);
        let night = nights.tonight();
        let nothing = Choices {
            mail: BTreeSet::new(),
            ..Choices::default()
        };
        choose(&nights, nights.ben, &nothing).await;
        ada.make_cover("nights", cover(Role::Engineer, nights.eve, night))
            .await
            .unwrap();
        nights.app.deliver().await;
        let letter = server.letter();
        assert_eq!(
            (letter.to.as_str(), letter.header("Subject").as_str()),
            ("eve@example.org", "You have a shift on Nights")
        );
        let entry = inbox(&nights, nights.eve).await.entries.remove(0);
        assert!(letter.text().contains(&entry.text), "{}", letter.text());
        assert!(
            letter
                .text()
                .contains("http://tandem.test/rotas/nights?from=2026-11-24")
        );
        assert_eq!(inbox(&nights, nights.ben).await.unread, 1, "in the inbox all the same");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn mail_waits_for_the_end_of_quiet_hours_and_for_the_mail_of_the_day() {
    let server = MailServer::start().await;
    let nights = Nights::mailing(Database::sqlite(), &server).await;
    let ada = nights.desk(nights.ada);
    // Eve lives in Berlin, where it is 10:00.
    let quiet = Choices {
        quiet: TimeOfDay::new(9, 0).zip(TimeOfDay::new(12, 0)),
        mail: [Topic::MyDuty].into(),
        ..Choices::default()
    };
    let daily = Choices {
        digest: TimeOfDay::new(18, 0),
        ..Choices::default()
    };
    choose(&nights, nights.eve, &quiet).await;
    choose(&nights, nights.ben, &daily).await;
    let first = span("2026-11-26T18:00:00Z", "2026-11-26T20:00:00Z");
    let second = span("2026-11-26T22:00:00Z", "2026-11-26T23:00:00Z");
    for part in [first, second] {
        ada.make_cover("nights", cover(Role::Engineer, nights.eve, part))
            .await
            .unwrap();
    }
    nights.app.clock.set(at("2026-11-24T10:59:59Z"));
    nights.app.deliver().await;
    assert!(!server.has_letters(), "it is quiet");
    nights.app.clock.set(at("2026-11-24T11:00:00Z"));
    nights.app.deliver().await;
    assert_eq!(
        server
            .letters()
            .iter()
            .map(|letter| letter.to.clone())
            .collect::<Vec<_>>(),
        ["eve@example.org"; 2]
    );
    nights.app.clock.set(at("2026-11-24T17:00:00Z"));
    nights.app.deliver().await;
    let letter = server.letter();
    assert_eq!(
        (letter.to.as_str(), letter.header("Subject").as_str()),
        ("ben@example.org", "2 notices from Tandem")
    );
    assert!(letter.text().contains("Thu 26 Nov 22:00 – 23:00"), "{}", letter.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_page_counts_pages_and_marks_without_a_script() {
    let nights = Nights::new(Database::sqlite()).await;
    let ben = nights.desk(nights.ben);
    let mut client = nights.app.client();
    client.take_cookies_of(&nights.ada_client);
    assert!(client.get("/inbox").await.body.contains("Nothing yet"));
    for hour in 0..28 {
        let start = at("2026-11-26T17:00:00Z") + hour * 1200;
        let part = Span::new(start, start + 600).unwrap();
        ben.make_cover("nights", cover(Role::Lead, nights.eve, part))
            .await
            .unwrap();
    }
    let page = client.get("/inbox").await.body;
    assert!(page.contains("28 unread") && page.contains("Older"), "{page}");
    let first = nights.desk(nights.ada).inbox(String::new()).await.unwrap();
    let second = nights
        .desk(nights.ada)
        .inbox(first.next.clone().unwrap())
        .await
        .unwrap();
    assert_eq!((first.entries.len(), second.entries.len(), second.next), (25, 3, None));
    let ids: BTreeSet<_> = first
        .entries
        .iter()
        .chain(&second.entries)
        .map(|entry| &entry.id)
        .collect();
    assert_eq!(ids.len(), 28);

    let opened = client
        .plain_form(
            "/inbox",
            "/fn/inbox/read",
            &[("id", &first.entries[0].id), ("follow", "1")],
        )
        .await;
    assert_eq!(
        (opened.status, opened.header("location")),
        (302, "/rotas/nights?from=2026-11-27")
    );
    assert!(client.get("/inbox").await.body.contains("27 unread"));
    client.plain_form("/inbox", "/fn/inbox/read-all", &[]).await;
    assert!(client.get("/inbox").await.body.contains("Nothing unread"));
    let foreign = nights.desk(nights.eve).open_entry(first.entries[0].id.clone()).await;
    assert_eq!(foreign.unwrap_err().status(), 404, "another’s inbox");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn old_entries_are_cleared_away() {
    let nights = Nights::new(Database::sqlite()).await;
    let ada = nights.desk(nights.ada);
    ada.make_cover("nights", cover(Role::Engineer, nights.eve, nights.tonight()))
        .await
        .unwrap();
    let store = &nights.app.tandem.store;
    store.remove_old_entries(nights.app.tandem.now()).await.unwrap();
    assert_eq!(inbox(&nights, nights.eve).await.entries.len(), 1);
    store.remove_old_entries(nights.app.tandem.now() + 1).await.unwrap();
    let left = InboxRecord::of(&mut store.read().await.unwrap(), nights.eve, None, 5)
        .await
        .unwrap();
    assert!(left.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_gap_ahead_is_told_a_week_and_a_day_before_until_it_is_filled() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let tandem = &nights.app.tandem;
        let night = span("2026-11-26T17:00:00Z", "2026-11-27T09:00:00Z");
        let before = tandem.store.duty_since(nights.rota, night.start()).await.unwrap()[0];
        let gap = DutyRow {
            pairing: Pairing::new(before.pairing.lead(), None).unwrap(),
            ..before
        };
        let mut write = tandem.store.begin("test", tandem.now()).await.unwrap();
        write.replace_duty(nights.rota, night, &[gap]).await.unwrap();
        tandem.commit(write).await.unwrap();
        let metrics = nights.app.client().get("/metrics").await.body;
        for figure in [
            "tandem_gaps_ahead{within=\"24h\"} 0",
            "tandem_gaps_ahead{within=\"7d\"} 1",
            "tandem_database_connections{state=\"idle\"}",
            "tandem_snapshot_rebuild_seconds_count",
        ] {
            assert!(metrics.contains(figure), "{figure}: {metrics}");
        }
        remind(tandem).await.unwrap();
        let said = "Nights has no Engineer from Thu 26 Nov 17:00";
        // There is no manager: the administrator is told.
        assert_eq!(
            subjects(&nights, nights.ada)
                .await
                .iter()
                .filter(|it| *it == said)
                .count(),
            1
        );
        remind(tandem).await.unwrap();
        nights.app.clock.set(night.start() - 86_400);
        remind(tandem).await.unwrap();
        remind(tandem).await.unwrap();
        assert_eq!(
            subjects(&nights, nights.ada)
                .await
                .iter()
                .filter(|it| *it == said)
                .count(),
            2
        );
        let ben = nights.desk(nights.ben);
        ben.make_cover("nights", cover(Role::Engineer, nights.eve, night))
            .await
            .unwrap();
        let subjects = subjects(&nights, nights.ada).await;
        assert!(!subjects.contains(&said.to_owned()), "{subjects:?}");
        assert!(subjects.contains(&"Gap ahead".to_owned()), "{subjects:?}");
    }
}
