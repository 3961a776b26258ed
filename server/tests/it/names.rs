//! Names in any script: sorted as people expect, found as people type, and never turning what stands around them.

use crate::support::{Database, at, nights::Nights};
use app::people::Port as _;

const NAMES: [&str; 6] = [
    "Ångström Li",
    "E\u{301}lodie Nkemelu",
    "zoë van Dijk",
    "דוד לוי",
    "محمد علي",
    "张伟",
];

async fn with_names() -> Nights {
    let mut nights = Nights::new(Database::sqlite()).await;
    for (number, name) in NAMES.iter().rev().enumerate() {
        let email = format!("n{number}@example.org");
        let fields = [
            ("person[name]", *name),
            ("person[email]", &email),
            ("person[zone]", "Europe/London"),
            ("person[phone]", ""),
            ("person[role]", "member"),
            ("person[password]", ""),
        ];
        let added = nights.ada_client.form("/fn/people/add", &fields).await;
        assert_eq!(added.status, 200, "{}", added.body);
    }
    nights
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn people_are_listed_in_one_order_for_every_script() {
    let nights = with_names().await;
    let page = nights
        .desk(nights.ada)
        .people(app::people::PeopleFilter::search(""))
        .await
        .unwrap();
    let names: Vec<&str> = page.people.iter().map(|row| row.name.as_str()).collect();
    let expected = [
        "Ada Lovelace",
        "Ångström Li",
        "Ben",
        "Cleo",
        "Dan",
        "E\u{301}lodie Nkemelu",
        "Eve",
        "Fay",
    ];
    assert_eq!(names[..8], expected);
    assert_eq!(names[8..], ["zoë van Dijk", "דוד לוי", "محمد علي", "张伟"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn people_are_found_without_their_accents() {
    let nights = with_names().await;
    for (query, name) in [
        ("elodie", NAMES[1]),
        ("ANGSTROM", NAMES[0]),
        ("Zoe", NAMES[2]),
        ("伟", NAMES[5]),
        ("דוד", NAMES[3]),
    ] {
        let page = nights
            .desk(nights.ada)
            .people(app::people::PeopleFilter::search(query))
            .await
            .unwrap();
        let names: Vec<&str> = page.people.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, [name], "{query}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_name_that_runs_left_is_set_apart_in_sentences() {
    let mut nights = Nights::new(Database::sqlite()).await;
    let id = nights.ben.to_string();
    let fields = [
        ("person[id]", id.as_str()),
        ("person[name]", "محمد علي"),
        ("person[zone]", "Europe/London"),
        ("person[phone]", ""),
    ];
    assert_eq!(nights.ada_client.form("/fn/people/edit", &fields).await.status, 200);
    let rota = nights.ada_client.get("/rotas/nights").await.body;
    assert!(
        rota.contains("\u{2068}محمد علي\u{2069}, Engineer, Tue 24 Nov 17:00"),
        "{rota}"
    );
    nights.app.clock.set(at("2026-11-24T18:00:00Z"));
    let board = nights.ada_client.get("/").await.body;
    assert!(board.contains("<bdi>محمد علي"), "{board}");
    let mine = nights.ada_client.get("/me").await.body;
    assert!(mine.contains("with \u{2068}محمد علي\u{2069}"), "{mine}");
}
