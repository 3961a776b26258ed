//! Copies of the database: made under writes, put back into an empty place, refused with words.

use crate::support::{Database, KEY, at, nights::Nights};
use app::feeds::Port as _;
use http::Method;
use server::{
    backup::{BackupError, Schedule, back_up, restore},
    store::{OrganisationRecord, Store, StoreError},
};
use std::{
    path::Path,
    process::{Command, Output},
    sync::atomic::{AtomicBool, Ordering},
};

pub fn tandem(database: &Database, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tandem"))
        .args(args)
        .args(["--database-url", &database.url])
        .output()
        .unwrap()
}

pub fn said(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

pub fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// What machines and calendars are answered.
pub async fn answers(nights: &Nights, token: &str, feed: &str) -> Vec<String> {
    let headers = [("authorization", format!("Bearer {token}"))];
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut answers = Vec::new();
    for path in [
        feed,
        "/api/v1/rotas/nights/oncall",
        "/api/v1/rotas/nights/oncall?at=2026-12-01T02:00:00Z",
        "/api/v1/rotas/nights/duty?from=2026-11-20T00:00:00Z&to=2026-12-20T00:00:00Z",
    ] {
        let answer = nights
            .app
            .client()
            .send(Method::GET, path, &headers, String::new())
            .await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answers.push(answer.body);
    }
    answers
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_restored_copy_answers_as_the_original_did() {
    let database = Database::sqlite();
    let mut nights = Nights::new(database.clone()).await;
    let token = nights.token("read").await;
    let desk = nights.desk(nights.ada);
    let feed = desk
        .make_feed("rota".to_owned(), "nights".to_owned())
        .await
        .unwrap()
        .address;
    let feed = feed.strip_prefix("http://tandem.test").unwrap();
    let before = answers(&nights, &token, feed).await;

    let copy = database.beside("copy.db").file();
    let made = tandem(&database, &["backup", copy.to_str().unwrap()]);
    assert!(made.status.success(), "{}", said(&made.stderr));
    assert!(
        said(&made.stdout).contains("1 rotas, 44 shifts"),
        "{}",
        said(&made.stdout)
    );

    let restored = database.beside("restored/tandem.db");
    let put = tandem(&restored, &["restore", copy.to_str().unwrap()]);
    assert!(put.status.success(), "{}", said(&put.stderr));
    assert!(
        said(&put.stderr).contains("There is no key at"),
        "{}",
        said(&put.stderr)
    );
    assert_eq!(names_in(restored.file().parent().unwrap()), ["tandem.db"]);

    nights.app = nights.app.restarted(&restored).await;
    assert_eq!(answers(&nights, &token, feed).await, before, "with {KEY}");
    nights.app.tandem.store.close().await;
    let sound = tandem(&restored, &["doctor"]);
    assert!(sound.status.success(), "{}", said(&sound.stderr));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_copy_made_under_writes_is_of_one_moment() {
    let database = Database::sqlite();
    let nights = Nights::new(database.clone()).await;
    let (tandem, stop) = (&nights.app.tandem, AtomicBool::new(false));
    let revision = async |store: &Store| {
        let mut connection = store.read().await.unwrap();
        OrganisationRecord::revision(&mut connection).await.unwrap()
    };
    let writing = async {
        let mut written = 0;
        while !stop.load(Ordering::SeqCst) {
            let mut write = tandem.store.begin("test", tandem.now()).await.unwrap();
            write
                .audit(
                    "test.written",
                    "test",
                    serde_json::json!({ "filler": "x".repeat(4_000) }),
                )
                .await
                .unwrap();
            tandem.commit(write).await.unwrap();
            written += 1;
        }
        written
    };
    let copying = async {
        let mut copies = Vec::new();
        for number in 0..5 {
            let copy = database.beside(&format!("copy-{number}.db"));
            let before = revision(&tandem.store).await;
            back_up(&tandem.store, &copy.file()).await.unwrap();
            copies.push((before, copy, revision(&tandem.store).await));
        }
        stop.store(true, Ordering::SeqCst);
        copies
    };
    let (written, copies) = tokio::join!(writing, copying);
    assert!(written > 0, "nothing was written meanwhile");
    for (before, copy, after) in copies {
        let held = revision(&Store::open_to_read(&copy.url).await.unwrap()).await;
        assert!((before..=after).contains(&held), "{before} ≤ {held} ≤ {after}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_there_stays() {
    let database = Database::sqlite();
    let nights = Nights::new(database.clone()).await;
    let copy = database.beside("copy.db").file();
    back_up(&nights.app.tandem.store, &copy).await.unwrap();
    let bytes = std::fs::read(&copy).unwrap();
    let again = back_up(&nights.app.tandem.store, &copy).await;
    assert!(matches!(again, Err(BackupError::Taken(_))), "{again:?}");
    assert!(matches!(
        restore(&copy, &database.file()).await,
        Err(BackupError::Taken(_))
    ));
    let other = database.beside("other.db").file();
    std::fs::write(other.with_extension("db-wal"), "left behind").unwrap();
    assert!(matches!(restore(&copy, &other).await, Err(BackupError::Taken(_))));
    assert!(!other.exists());
    assert_eq!(std::fs::read(&copy).unwrap(), bytes);
    let folder = copy.parent().unwrap();
    assert!(
        names_in(folder).iter().all(|name| !name.ends_with(".part")),
        "nothing half made"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_no_sound_copy_of_ours_is_refused_and_left_as_it_is() {
    let database = Database::sqlite();
    let nights = Nights::new(database.clone()).await;
    let place = database.beside("place.db");
    let copy = database.beside("copy.db");
    back_up(&nights.app.tandem.store, &copy.file()).await.unwrap();
    let whole = std::fs::read(copy.file()).unwrap();

    let text = database.beside("text.db").file();
    std::fs::write(&text, "not a database at all").unwrap();
    let short = database.beside("short.db").file();
    std::fs::write(&short, &whole[..whole.len() / 2]).unwrap();
    let newer = database.beside("newer.db");
    std::fs::write(newer.file(), &whole).unwrap();
    newer_schema(&newer).await;
    let missing = database.beside("missing.db").file();
    for (file, words) in [
        (&text, "there is no Tandem database at"),
        (&short, ""),
        (&newer.file(), "made by a newer Tandem"),
        (&missing, "there is no Tandem database at"),
    ] {
        let bytes = std::fs::read(file).ok();
        let refused = tandem(&place, &["restore", file.to_str().unwrap()]);
        let reason = said(&refused.stderr);
        assert_eq!(refused.status.code(), Some(1), "{}", file.display());
        assert!(reason.starts_with("tandem: ") && reason.contains(words), "{reason}");
        assert!(!place.file().exists(), "{reason}");
        assert_eq!(std::fs::read(file).ok(), bytes, "untouched");
    }
    let served = Store::open(&newer.url).await;
    assert!(matches!(served, Err(StoreError::Newer(9_999))), "{served:?}");
}

/// Makes a database look like one of a Tandem to come.
async fn newer_schema(database: &Database) {
    sqlx::any::install_default_drivers();
    let pool = sqlx::AnyPool::connect(&database.url).await.unwrap();
    let row = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
               VALUES (9999, 'to come', 1, x'00', 0)";
    sqlx::query(row).execute(&pool).await.unwrap();
    pool.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn postgres_is_left_to_its_own_tools() {
    let database = Database::postgres().await;
    let made = tandem(&database, &["backup", "never.db"]);
    assert!(said(&made.stderr).contains("pg_dump"), "{}", said(&made.stderr));
    let put = tandem(&database, &["restore", "never.db"]);
    assert!(said(&put.stderr).contains("pg_restore"), "{}", said(&put.stderr));
    assert_eq!((made.status.code(), put.status.code()), (Some(1), Some(1)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_schedule_keeps_the_newest_and_touches_nothing_else() {
    let database = Database::sqlite();
    let nights = Nights::new(database.clone()).await;
    let folder = database.file().with_file_name("backups");
    let schedule = Schedule {
        folder: folder.clone(),
        every: 86_400,
        keep: 2,
    };
    let clock = &nights.app.clock;
    let mut made = Vec::new();
    for hour in [
        "2026-11-24T09:00",
        "2026-11-25T08:59",
        "2026-11-25T09:00",
        "2026-11-26T09:30",
    ] {
        clock.set(at(&format!("{hour}:00Z")));
        made.push(schedule.keep_up(&nights.app.tandem).await.unwrap().is_some());
        std::fs::write(folder.join("mine.db"), "kept").unwrap();
    }
    assert_eq!(made, [true, false, true, true]);
    let kept = ["mine.db", "tandem-20261125T090000Z.db", "tandem-20261126T093000Z.db"];
    assert_eq!(names_in(&folder), kept);
    // A clock that was put back: the one just made stays, whatever its name says.
    clock.set(at("2026-11-20T09:00:00Z"));
    assert!(schedule.keep_up(&nights.app.tandem).await.unwrap().is_some());
    assert!(folder.join("tandem-20261120T090000Z.db").exists());
    assert_eq!(names_in(&folder).len(), 3);
}
