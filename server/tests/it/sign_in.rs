//! Signing in: held up when guessed at, the same for accounts that exist and accounts that do not.

use crate::support::{App, Client, Database, tandem};
use server::{clock::SystemClock, store::Store};
use sqlx::{AnyPool, Row as _};
use std::{sync::Arc, time::Duration};

const SIGN_IN: &str = "/fn/session/sign-in";
const RIGHT: &str = "a sentence is good";

async fn attempt(client: &mut Client, email: &str, password: &str) -> (u16, String, String) {
    let answer = client.form(SIGN_IN, &[("email", email), ("password", password)]).await;
    let retry_after = answer.header("retry-after").to_owned();
    (answer.status, answer.body, retry_after)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn guessing_an_account_is_held_up_longer_each_time_and_a_restart_does_not_forget() {
    for database in Database::both().await {
        let app = App::on(&database).await;
        app.set_up().await;
        for email in ["ada@example.org", "nobody@example.org"] {
            let mut client = app.client().at("192.0.2.1");
            for _ in 0..5 {
                assert_eq!(attempt(&mut client, email, "a wrong sentence").await.0, 422);
            }
            let (status, words, after) = attempt(&mut client, email, RIGHT).await;
            assert_eq!((status, after.as_str()), (429, "30"), "even the right one: {words}");
            assert!(words.contains("Wait 30 seconds"), "{words}");
            let again = app.restarted(&database).await;
            let elsewhere = attempt(&mut again.client().at("198.51.100.1"), email, RIGHT).await;
            assert_eq!(elsewhere.0, 429, "after a restart, from another address");
        }
        app.clock.set(app.tandem.now() + 30);
        let mut client = app.client().at("192.0.2.1");
        assert_eq!(attempt(&mut client, "ada@example.org", "a wrong sentence").await.0, 422);
        let (status, words, after) = attempt(&mut client, "ada@example.org", RIGHT).await;
        assert_eq!((status, after.as_str()), (429, "60"));
        assert!(words.contains("Wait 1 minute,"), "{words}");
        app.clock.set(app.tandem.now() + 60);
        assert_eq!(attempt(&mut client, "ada@example.org", RIGHT).await.0, 200);
        for _ in 0..5 {
            assert_eq!(
                attempt(&mut client, "ada@example.org", "a wrong sentence").await.0,
                422,
                "a sign-in clears the account"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_address_is_held_up_whatever_accounts_it_tries_and_others_are_not() {
    let database = Database::sqlite();
    let app = App::on(&database).await;
    app.set_up().await;
    let mut guesser = app.client().at("2001:db8:1:2::1");
    for number in 0..50 {
        let email = format!("guess{number}@example.org");
        assert_eq!(
            attempt(&mut guesser, &email, "a wrong sentence").await.0,
            422,
            "{number}"
        );
    }
    let mut neighbour = app.client().at("2001:db8:1:2::2");
    assert_eq!(attempt(&mut neighbour, "ada@example.org", RIGHT).await.0, 429);
    let mut other = app.client().at("2001:db8:1:3::1");
    assert_eq!(attempt(&mut other, "ada@example.org", RIGHT).await.0, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn tries_made_at_once_are_all_counted() {
    for database in Database::both().await {
        let app = App::on(&database).await;
        app.set_up().await;
        let tries = (0..12).map(|_| {
            let mut client = app.client();
            tokio::spawn(async move { attempt(&mut client, "ada@example.org", "a wrong sentence").await.0 })
        });
        let mut statuses = Vec::new();
        for one in tries.collect::<Vec<_>>() {
            statuses.push(one.await.unwrap());
        }
        let looked_at = statuses.iter().filter(|status| **status == 422).count();
        assert_eq!((looked_at, statuses.len()), (5, 12), "{statuses:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_forwarded_address_counts_only_behind_a_trusted_proxy() {
    let database = Database::sqlite();
    let app = App::on(&database).await;
    app.set_up().await;
    let behind = tandem(&database, app.clock.clone(), vec!["10.0.0.0/8".parse().unwrap()]).await;
    let router = server::http::router(behind);
    for (peer, last) in [("10.0.0.1", 422), ("203.0.113.1", 429)] {
        let mut statuses = Vec::new();
        for number in 0..51 {
            let headers = [
                ("content-type", "application/x-www-form-urlencoded"),
                ("accept", "application/json"),
                ("x-forwarded-for", &format!("198.51.100.{number}")),
            ];
            let body = format!("email=guess{number}%40{peer}&password=wrong");
            let mut client = Client::new(router.clone()).at(peer);
            statuses.push(client.send(http::Method::POST, SIGN_IN, &headers, body).await.status);
        }
        assert_eq!(statuses.last(), Some(&last), "{peer}: {statuses:?}");
    }
}

/// The middle of how long a wrong password takes at the first and at the second of each pair of e-mail addresses, tried by
/// turns, each account from an address of its own.
async fn medians(client: &Client, pairs: &[[String; 2]]) -> [Duration; 2] {
    let mut took: [Vec<Duration>; 2] = Default::default();
    // After five tries the next would have to wait.
    for _ in 0..4 {
        for (number, pair) in pairs.iter().enumerate() {
            for (kind, email) in pair.iter().enumerate() {
                let mut client = client.clone().at(&format!("192.0.{kind}.{number}"));
                let begun = std::time::Instant::now();
                let (status, ..) = attempt(&mut client, email, "a wrong sentence").await;
                took[kind].push(begun.elapsed());
                assert_eq!(status, 422, "{email}");
            }
        }
    }
    took.map(|mut took| {
        took.sort();
        took[took.len() / 2]
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_account_that_exists_takes_as_long_as_one_that_does_not() {
    let database = Database::sqlite();
    let app = App::on(&database).await;
    let mut administrator = app.set_up().await;
    let pairs: Vec<[String; 2]> = (0..5)
        .map(|number| ["known", "unknown"].map(|kind| format!("{kind}{number}@example.org")))
        .collect();
    for [email, _] in &pairs {
        let person = [
            ("person[name]", email.as_str()),
            ("person[email]", email),
            ("person[zone]", "UTC"),
            ("person[role]", "member"),
            ("person[password]", "two boats at sea"),
        ];
        assert_eq!(administrator.form("/fn/people/add", &person).await.status, 200);
    }
    let real = tandem(&database, Arc::new(SystemClock), Vec::new()).await;
    let client = Client::new(server::http::router(real));
    let [exists, does_not] = medians(&client, &pairs).await;
    let ratio = exists.as_secs_f64() / does_not.as_secs_f64();
    assert!((0.5..2.0).contains(&ratio), "{exists:?} against {does_not:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_password_hashed_with_other_parameters_is_hashed_again_when_it_is_next_right() {
    for database in Database::both().await {
        let app = App::on(&database).await;
        app.set_up().await;
        // Of "a sentence is good", with a quarter of the memory.
        let weaker = weaker_hash(RIGHT);
        let pool = AnyPool::connect(&database.url).await.unwrap();
        let hash = || async {
            let row = sqlx::query("SELECT password_hash FROM person")
                .fetch_one(&pool)
                .await
                .unwrap();
            row.get::<String, _>(0)
        };
        sqlx::query("UPDATE person SET password_hash = $1")
            .bind(weaker.clone())
            .execute(&pool)
            .await
            .unwrap();
        let mut client = app.client();
        attempt(&mut client, "ada@example.org", "a wrong sentence").await;
        assert_eq!(hash().await, weaker, "a wrong password renews nothing");
        assert_eq!(attempt(&mut client, "ada@example.org", RIGHT).await.0, 200);
        let renewed = hash().await;
        assert!(renewed.contains("$m=19456,t=2,p=1$"), "{renewed}");
        assert_eq!(attempt(&mut app.client(), "ada@example.org", RIGHT).await.0, 200);
        pool.close().await;
    }
}

fn weaker_hash(password: &str) -> String {
    use argon2::{Algorithm, Argon2, Params, Version, password_hash::PasswordHasher as _};
    let weaker = Argon2::new(
        Algorithm::Argon2id,
        Version::V0x13,
        Params::new(4864, 2, 1, None).unwrap(),
    );
    weaker.hash_password(password.as_bytes()).unwrap().to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_password_that_anybody_would_try_is_refused_wherever_one_is_set() {
    let database = Database::sqlite();
    let app = App::on(&database).await;
    let mut client = app.set_up().await;
    let me = app
        .tandem
        .snapshot()
        .directory()
        .people()
        .next()
        .unwrap()
        .id
        .to_string();
    for (bad, why) in [
        ("PASSWORD1234", "one of the first"),
        ("Northwind2026!", "a name or an address"),
        ("ada lovelace", "a name or an address"),
        ("ADA@example.org", "a name or an address"),
        ("short", "5 characters"),
    ] {
        let set = client
            .form("/fn/people/set-password", &[("id", &me), ("password", bad)])
            .await;
        let change = [("change[current_password]", RIGHT), ("change[new_password]", bad)];
        let changed = client.form("/fn/security/change-password", &change).await;
        for answer in [set, changed] {
            assert_eq!(answer.status, 422, "{bad}");
            assert!(answer.body.contains(why), "{bad}: {}", answer.body);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_database_from_before_sessions_knew_whose_they_are_is_brought_up_to_date() {
    for database in Database::both().await {
        let app = App::on(&database).await;
        app.set_up().await;
        app.tandem.store.close().await;
        let pool = AnyPool::connect(&database.url).await.unwrap();
        for statement in [
            "DELETE FROM _sqlx_migrations WHERE version = 5",
            "DROP TABLE session",
            "DROP TABLE sign_in_try",
            "DROP TABLE entry_link",
            "CREATE TABLE session (id TEXT NOT NULL PRIMARY KEY, person_id TEXT, data TEXT NOT NULL, expires_at BIGINT NOT NULL)",
            "INSERT INTO session (id, data, expires_at) VALUES ('x', '{}', 1)",
        ] {
            sqlx::query(statement).execute(&pool).await.unwrap();
        }
        pool.close().await;
        Store::open(&database.url).await.unwrap().close().await;
        assert_eq!(
            attempt(&mut App::on(&database).await.client(), "ada@example.org", RIGHT)
                .await
                .0,
            200
        );
    }
}
