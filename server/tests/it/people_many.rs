//! Many people at once: found, changed together, exported and imported again.

use crate::support::{Database, nights::Nights};
use app::{
    AppError,
    people::{BulkEdit, ImportOutcome, PeopleFilter, Port as _},
    teams::Port as _,
};
use server::services::{Actor, Desk};
use std::{fmt::Write as _, sync::Arc};

fn console(nights: &Nights) -> Desk {
    Desk::new(Arc::clone(&nights.app.tandem), Actor::Console, None)
}

async fn names(desk: &Desk, filter: PeopleFilter) -> Vec<String> {
    let page = desk.people(filter).await.unwrap();
    page.people.into_iter().map(|row| row.name).collect()
}

fn filter(state: &str, role: &str, team: &str, qualification: &str) -> PeopleFilter {
    PeopleFilter {
        state: state.into(),
        role: role.into(),
        team: team.into(),
        qualification: qualification.into(),
        ..PeopleFilter::default()
    }
}

fn edit(people: &[domain::PersonId], change: &str) -> BulkEdit {
    let ids: Vec<String> = people.iter().map(ToString::to_string).collect();
    BulkEdit {
        people: ids.join(" "),
        change: change.into(),
        team: "payments".into(),
        qualification: "both".into(),
        role: "administrator".into(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn people_are_found_by_state_role_team_and_what_they_may_be() {
    let nights = Nights::new(Database::sqlite()).await;
    let desk = console(&nights);
    desk.deactivate_person(nights.dan.to_string()).await.unwrap();
    for (filter, expected) in [
        (filter("", "administrator", "", ""), vec!["Ada Lovelace"]),
        (filter("deactivated", "", "", ""), vec!["Dan"]),
        (
            filter("active", "", "payments", "lead"),
            vec!["Ada Lovelace", "Ben", "Cleo", "Eve"],
        ),
        (
            filter("", "", "payments", "engineer"),
            vec!["Ada Lovelace", "Ben", "Eve", "Dan"],
        ),
        (filter("", "", "", "both"), vec!["Ada Lovelace", "Ben", "Eve"]),
        (filter("", "", "none", ""), vec!["Fay"]),
        (filter("", "", "", "none"), vec!["Fay"]),
        (filter("never", "", "", ""), vec!["Ben", "Cleo", "Eve", "Fay"]),
    ] {
        let asked = format!("{filter:?}");
        assert_eq!(names(&desk, filter).await, expected, "{asked}");
    }
    let bad = desk.people(filter("sleeping", "king", "nowhere", "boss")).await;
    let Err(AppError::Invalid(faults)) = bad else {
        panic!("it was taken")
    };
    assert_eq!(faults.len(), 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_change_to_many_is_made_to_all_or_to_nobody_and_every_refusal_is_named() {
    for database in Database::both().await {
        let nights = Nights::new(database).await;
        let desk = console(&nights);
        let revision = || nights.app.tandem.snapshot().revision();
        let before = revision();
        let people = [nights.ben, nights.fay, nights.dan];
        let check = desk.check_bulk(edit(&people, "qualify")).await.unwrap();
        assert_eq!(
            (check.count("refused"), check.count("changes"), check.count("same")),
            (1, 1, 1)
        );
        assert_eq!(
            (check.lines[0].name.as_str(), check.lines[0].kind.as_str()),
            ("Fay", "refused")
        );
        let Err(AppError::Refused { all, .. }) = desk.change_bulk(edit(&people, "qualify")).await else {
            panic!("it was made")
        };
        assert_eq!(all.len(), 1);
        assert!(all[0].1.starts_with("Fay is not in Payments"), "{all:?}");
        assert_eq!(revision(), before, "nobody was changed");

        desk.change_bulk(edit(&people, "join")).await.unwrap();
        assert_eq!(revision(), before + 1, "one write");
        desk.change_bulk(edit(&people, "qualify")).await.unwrap();
        assert_eq!(
            names(&desk, filter("", "", "payments", "both")).await,
            ["Ada Lovelace", "Ben", "Dan", "Eve", "Fay"]
        );
        desk.change_bulk(edit(&people, "role")).await.unwrap();
        assert_eq!(names(&desk, filter("", "administrator", "", "")).await.len(), 4);
        desk.change_bulk(edit(&people, "deactivate")).await.unwrap();
        assert_eq!(
            names(&desk, filter("deactivated", "", "", "")).await,
            ["Ben", "Dan", "Fay"]
        );
        let again = revision();
        desk.change_bulk(edit(&people, "deactivate")).await.unwrap();
        assert_eq!(revision(), again, "what is so already is written no second time");
        let joins = desk.change_bulk(edit(&people, "leave")).await.unwrap();
        assert_eq!(joins.count("changes"), 3);
        assert!(
            desk.change_bulk(edit(&people, "join")).await.is_err(),
            "nobody deactivated joins"
        );
        desk.change_bulk(edit(&people, "reactivate")).await.unwrap();

        let last = desk.change_bulk(edit(&[nights.ada, nights.ben], "deactivate")).await;
        let Err(AppError::Refused { all, .. }) = last else {
            panic!("nobody would be left")
        };
        assert_eq!(all.len(), 2, "both administrators are named: {all:?}");
        for bad in ["", "  ", "nobody"] {
            let edit = BulkEdit {
                people: bad.into(),
                ..edit(&[], "deactivate")
            };
            assert!(
                matches!(desk.change_bulk(edit).await, Err(AppError::Invalid(_))),
                "{bad:?}"
            );
        }
        let member = nights.desk(nights.cleo);
        assert!(matches!(
            member.change_bulk(edit(&people, "deactivate")).await,
            Err(AppError::Forbidden(_))
        ));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_export_imported_again_changes_nothing_and_changed_updates_by_id_or_address() {
    for database in Database::both().await {
        let mut nights = Nights::new(database).await;
        let desk = console(&nights);
        desk.create_team("Identity".into()).await.unwrap();
        let mut join = edit(&[nights.ben], "join");
        join.team = "identity".into();
        desk.change_bulk(join).await.unwrap();
        desk.deactivate_person(nights.dan.to_string()).await.unwrap();
        let revision = nights.app.tandem.snapshot().revision();
        let file = nights.ada_client.get("/people/export.csv").await;
        assert_eq!(file.status, 200);
        assert_eq!(
            file.body.lines().count(),
            1 + 7,
            "Ben has a line for each team: {}",
            file.body
        );
        assert!(file.body.contains(",'+442079460000,"), "no cell is a formula");
        let import = async |text: &str| desk.import_people_file(text.as_bytes().to_vec()).await.unwrap();
        let again: ImportOutcome = import(&file.body).await;
        assert_eq!(
            (again.faults.as_slice(), again.unchanged()),
            ([].as_slice(), 6),
            "{again:?}"
        );
        assert_eq!(nights.app.tandem.snapshot().revision(), revision, "nothing is written");

        let changed = file
            .body
            .replace("eve@example.org", "eva@example.org")
            .replace(",Eve,", ",Eva,")
            .replace("lead,100,no,member", "lead+engineer,80,yes,read_only");
        let outcome = import(&changed).await;
        assert_eq!(
            (outcome.faults.as_slice(), outcome.added(), outcome.changed()),
            ([].as_slice(), 0, 2),
            "{outcome:?}"
        );
        let eva = names(&desk, PeopleFilter::search("eva@example.org")).await;
        assert_eq!(eva, ["Eva"], "an id finds somebody whose address changes");
        assert_eq!(names(&desk, filter("", "read_only", "", "both")).await, ["Cleo"]);
        let second = import(&changed).await;
        assert_eq!(
            (second.changed(), second.unchanged()),
            (0, 6),
            "the second run changes nothing"
        );

        let nobody = nights.app.client().get("/people/export.csv").await;
        assert_eq!(nobody.status, 303);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_a_file_must_not_do_is_named_line_by_line_and_nothing_is_written() {
    let nights = Nights::new(Database::sqlite()).await;
    let desk = console(&nights);
    desk.deactivate_person(nights.dan.to_string()).await.unwrap();
    let head = "id,name,email,time_zone,phone,team,qualifications,fte_percent,manager,role,state";
    let lines = [
        format!(
            "{},Ben,cleo@example.org,Europe/Berlin,,Payments,lead,100,no,member,active",
            nights.ben
        ),
        "00000000-0000-4000-8000-000000000000,Xi,xi@example.org,UTC,,,,,,,".to_owned(),
        format!("{},Dan,dan@example.org,UTC,,,,,,,deactivated", nights.dan),
        format!("{},Eve,eve@example.org,Europe/Berlin,,,,,,,deactivated", nights.eve),
        format!(
            "{},Ada Lovelace,ada@example.org,Europe/London,,,,,,member,active",
            nights.ada
        ),
        format!("{},Fay,fay@example.org,Europe/Berlin,,,none,,,,", nights.fay),
        "nonsense,Xu,xu@example.org,UTC,,Payments,none,100,perhaps,king,asleep".to_owned(),
    ];
    let revision = nights.app.tandem.snapshot().revision();
    let text = |range: std::ops::Range<usize>| format!("{head}\n{}\n", lines[range].join("\n")).into_bytes();
    let told = |outcome: ImportOutcome| {
        let faults = outcome.faults.into_iter();
        faults.map(|fault| (fault.line, fault.column)).collect::<Vec<_>>()
    };
    let outcome = desk.import_people_file(text(0..5)).await.unwrap();
    let expected = [(2, "email"), (3, "id"), (4, "email"), (5, "state"), (6, "role")];
    assert_eq!(told(outcome), expected.map(|(line, column)| (line, column.to_owned())));
    let outcome = desk.import_people_file(text(5..7)).await.unwrap();
    let expected = [
        (2, "team"),
        (2, "fte_percent"),
        (3, "id"),
        (3, "manager"),
        (3, "role"),
        (3, "state"),
    ];
    assert_eq!(told(outcome), expected.map(|(line, column)| (line, column.to_owned())));
    let twice = format!(
        "{head}\n,Fay,fay@example.org,UTC,,,,,,,\n{},Fay,fee@example.org,UTC,,,,,,,\n",
        nights.fay
    );
    let outcome = desk.import_people_file(twice.into_bytes()).await.unwrap();
    assert_eq!(told(outcome), [(3, "email".to_owned())], "one person, found twice");
    assert_eq!(nights.app.tandem.snapshot().revision(), revision);
}

/// A file of so many people in twenty teams.
fn crowd(people: usize) -> String {
    let mut text = "name,email,time_zone,phone,team,qualifications,fte_percent\n".to_owned();
    for number in 0..people {
        let team = number % 20;
        writeln!(
            text,
            "Person {number},person{number}@example.org,Europe/Paris,,Team {team},lead+engineer,100"
        )
        .unwrap();
    }
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn five_thousand_people_come_in_one_file_and_a_page_says_how_far_it_is() {
    for database in Database::both().await {
        let mut nights = Nights::new(database).await;
        let text = crowd(5_000);
        let boundary = "----tandem";
        let part = |name: &str, value: &str| {
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let body = format!("{}{}--{boundary}--\r\n", part("step", "import"), part("text", &text));
        let kind = format!("multipart/form-data; boundary={boundary}");
        let headers = [("accept", "text/html"), ("content-type", kind.as_str())];
        let begun = std::time::Instant::now();
        let answer = nights
            .ada_client
            .send(http::Method::POST, "/people/import", &headers, body)
            .await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        let mut page = answer.header("location").to_owned();
        if page.starts_with("/people/import?job=") {
            let other = nights.desk(nights.ben);
            let job = page.split_once("job=").unwrap().1.to_owned();
            assert!(other.import_state(job).await.is_err(), "it is for whoever began it");
            let shown = nights.ada_client.get(&page).await;
            assert!(
                shown.body.contains("Importing") || shown.body.contains("Imported"),
                "{}",
                shown.body
            );
            loop {
                let state = nights.ada_client.get(&page).await.body;
                if state.contains(">Imported<") {
                    assert!(state.contains("5000 people added"), "{state}");
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
            page = "/people?done=imported".to_owned();
        }
        eprintln!("5,000 people took {:?}", begun.elapsed());
        assert_eq!(page, "/people?done=imported");
        let desk = console(&nights);
        let found = desk
            .people(PeopleFilter {
                page: "101".into(),
                ..PeopleFilter::search("")
            })
            .await
            .unwrap();
        assert_eq!((found.total, found.pages, found.people.len()), (5_006, 101, 6));
        let again = desk.import_people_file(text.into_bytes()).await.unwrap();
        assert_eq!((again.added(), again.changed(), again.unchanged()), (0, 0, 5_000));
        assert_eq!(nights.ada_client.get("/people/import?job=unknown").await.status, 404);
    }
}
