//! A whole organisation goes from one engine to the other and back, and whatever is not whole is refused.

use crate::{
    backup::{answers, names_in, said, tandem},
    cover_change::{change, cover, id, to},
    support::{
        Database,
        nights::{Nights, span},
    },
};
use app::feeds::Port as _;
use domain::Role;
use server::transfer::{TransferError, import};
use sha2::{Digest as _, Sha256};
use std::{io::Cursor, path::Path};

/// An organisation with covers that were changed, a token, an address of a calendar, and what machines are answered.
async fn organisation(database: &Database) -> (Nights, [String; 2], Vec<String>) {
    let nights = Nights::new(database.clone()).await;
    let evening = span("2026-11-24T18:00:00Z", "2026-11-24T20:00:00Z");
    let later = span("2026-11-24T22:00:00Z", "2026-11-25T02:00:00Z");
    let first = cover(&nights, &[(Role::Lead, nights.eve)], evening).await;
    let moved = id(&change(&nights, first, to(later)).await.unwrap());
    change(&nights, moved, to(evening)).await.unwrap();
    let token = nights.token("read").await;
    let desk = nights.desk(nights.ada);
    let feed = desk.make_feed("rota".to_owned(), "nights".to_owned()).await.unwrap();
    let feed = feed.address.strip_prefix("http://tandem.test").unwrap().to_owned();
    let answered = answers(&nights, &token, &feed).await;
    (nights, [token, feed], answered)
}

/// What `tandem export organisation` writes, without the first line, which holds when.
fn exported(database: &Database) -> String {
    let done = tandem(database, &["export", "organisation", "-"]);
    assert!(done.status.success(), "{}", said(&done.stderr));
    let text = said(&done.stdout);
    let (head, rest) = text.split_once('\n').unwrap();
    assert!(
        head.starts_with(r#"{"tandem":"organisation","version":1,"steps":[1,2,3"#),
        "{head}"
    );
    // The digest is of all lines, so of the first too.
    rest.lines()
        .filter(|line| !line.starts_with(r#"{"rows""#))
        .collect::<Vec<_>>()
        .join("\n")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn it_moves_to_postgres_and_back_with_all_that_it_is() {
    let sqlite = Database::sqlite();
    let (mut nights, [token, feed], before) = organisation(&sqlite).await;
    let file = sqlite.beside("organisation.jsonl").file();
    let made = tandem(&sqlite, &["export", "organisation", file.to_str().unwrap()]);
    assert!(made.status.success(), "{}", said(&made.stderr));
    assert!(
        said(&made.stderr).contains("1 rotas, 44 shifts, 1 covers"),
        "{}",
        said(&made.stderr)
    );

    let postgres = Database::postgres().await;
    let put = tandem(&postgres, &["import", "organisation", file.to_str().unwrap()]);
    assert!(put.status.success(), "{}", said(&put.stderr));
    assert!(
        said(&put.stdout).contains("1 rotas, 44 shifts, 1 covers"),
        "{}",
        said(&put.stdout)
    );
    assert_eq!(exported(&postgres), exported(&sqlite));
    nights.app = nights.app.restarted(&postgres).await;
    assert_eq!(answers(&nights, &token, &feed).await, before);
    nights.app.tandem.store.close().await;

    let back = sqlite.beside("back/tandem.db");
    let again = sqlite.beside("again.jsonl").file();
    let made = tandem(&postgres, &["export", "organisation", again.to_str().unwrap()]);
    assert!(made.status.success(), "{}", said(&made.stderr));
    let put = tandem(&back, &["import", "organisation", again.to_str().unwrap()]);
    assert!(put.status.success(), "{}", said(&put.stderr));
    assert!(
        said(&put.stderr).contains("There is no key at"),
        "{}",
        said(&put.stderr)
    );
    assert_eq!(exported(&back), exported(&postgres));
    nights.app = nights.app.restarted(&back).await;
    assert_eq!(answers(&nights, &token, &feed).await, before);
    let sound = tandem(&back, &["doctor"]);
    assert!(sound.status.success(), "{}", said(&sound.stderr));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_is_signed_in_by_it_and_what_is_there_stays() {
    let database = Database::sqlite();
    let _nights = Nights::new(database.clone()).await;
    let text = exported(&database);
    assert!(text.contains(r#"{"table":"person""#));
    for left in ["session", "sign_in_try", "setup_link", "_sqlx_migrations"] {
        assert!(!text.contains(&format!(r#"{{"table":"{left}""#)), "{left}");
    }
    let file = database.beside("organisation.jsonl").file();
    let name = file.to_str().unwrap();
    assert!(tandem(&database, &["export", "organisation", name]).status.success());
    let bytes = std::fs::read(&file).unwrap();
    let again = tandem(&database, &["export", "organisation", name]);
    assert!(said(&again.stderr).contains("it stays"), "{}", said(&again.stderr));
    assert_eq!(std::fs::read(&file).unwrap(), bytes);
    assert!(
        names_in(file.parent().unwrap())
            .iter()
            .all(|name| !name.ends_with(".part"))
    );
    let into = tandem(&database, &["import", "organisation", name]);
    assert!(
        said(&into.stderr).contains("the database is not empty: there are rows in"),
        "{}",
        said(&into.stderr)
    );
    assert_eq!(exported(&database), text);
}

/// The file with another line in place of one, and an end that fits.
fn with(lines: &[&str], place: usize, line: &str) -> String {
    let mut lines: Vec<&str> = lines.to_vec();
    lines[place] = line;
    lines.pop();
    let rows = lines.iter().filter(|line| line.starts_with('[')).count();
    let text = lines.join("\n") + "\n";
    let digest: String = Sha256::digest(&text).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{text}{{\"rows\":{rows},\"sha256\":\"{digest}\"}}\n")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_file_that_is_not_whole_or_not_ours_is_refused_and_leaves_nothing() {
    let database = Database::sqlite();
    let _nights = Nights::new(database.clone()).await;
    let done = tandem(&database, &["export", "organisation", "-"]);
    let whole = said(&done.stdout);
    let lines: Vec<&str> = whole.lines().collect();
    let place = |wanted: &str| lines.iter().position(|line| line.starts_with(wanted)).unwrap();
    let person = place(r#"{"table":"person""#);
    let row = lines[person + 1];
    let last = lines[lines.len() - 2];
    let half = whole.len() / 2;
    let cases: Vec<(String, &str)> = vec![
        (String::new(), "line 1: this is no organisation"),
        ("BEGIN:VCALENDAR\r\n".to_owned(), "line 1: this is no organisation"),
        (whole[..half].to_owned(), "ends in the middle"),
        (
            whole[..whole[..half].rfind('\n').unwrap() + 1].to_owned(),
            "ends in the middle",
        ),
        (whole.replacen("Ada", "Eda", 1), "its digest differs"),
        (
            whole.replacen(&format!("{last}\n"), "", 1),
            "not as many rows as it says",
        ),
        (format!("{whole}\n"), "something follows"),
        (
            whole.replacen(r#""steps":["#, r#""steps":[9999,"#, 1),
            "made by a newer Tandem",
        ),
        (
            whole.replacen(r#""version":1"#, r#""version":2"#, 1),
            "of version 1, not 2",
        ),
        (
            with(&lines, person, r#"{"table":"sqlite_master","columns":["name"]}"#),
            "there is no table",
        ),
        (
            with(
                &lines,
                person,
                &lines[person].replace("\"email\"", "\"\\\"; DROP TABLE person\""),
            ),
            "has no column",
        ),
        (
            with(&lines, person, &lines[person].replace("\"email\",", "")),
            "email of person is missing",
        ),
        (with(&lines, person + 1, "[1]"), "a row of person has 1 cells"),
        (with(&lines, person + 1, &row.replacen('"', "1,\"", 1)), "cells, not"),
        (with(&lines, person + 1, &row.replacen("null", "1.5", 1)), ", not 1.5"),
        (
            with(&lines, person + 1, lines[person + 2]),
            "a row of person: database:",
        ),
        (with(&lines, person + 1, "[\"x\"\n"), "it cannot be read"),
    ];
    for database in Database::both().await {
        for (text, words) in &cases {
            let refused = import(&database.url, Path::new("file"), Cursor::new(text.as_bytes())).await;
            let reason = refused.unwrap_err().to_string();
            assert!(reason.contains(words), "{words}: {reason}");
        }
        let whole = import(&database.url, Path::new("file"), Cursor::new(whole.as_bytes())).await;
        assert_eq!(whole.unwrap().report.shifts, 44, "nothing was in the way");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_of_an_older_schema_is_brought_up_to_date() {
    let database = Database::sqlite();
    let _nights = Nights::new(database.clone()).await;
    let whole = said(&tandem(&database, &["export", "organisation", "-"]).stdout);
    let lines: Vec<&str> = whole.lines().collect();
    // Step 30 made a table that the organisation has no rows in, and 31 an index.
    let mut head: serde_json::Value = serde_json::from_str(lines[0]).unwrap();
    head["steps"]
        .as_array_mut()
        .unwrap()
        .retain(|step| step.as_i64() < Some(30));
    let older = with(&lines, 0, &head.to_string());
    for database in Database::both().await {
        let moved = import(&database.url, Path::new("file"), Cursor::new(older.as_bytes()))
            .await
            .unwrap();
        assert_eq!(moved.report.shifts, 44);
        let known = exported(&database);
        assert_eq!(known, exported(&database));
        let again = import(&database.url, Path::new("file"), Cursor::new(older.as_bytes())).await;
        assert!(matches!(again, Err(TransferError::Older(_))), "{again:?}");
    }
}
