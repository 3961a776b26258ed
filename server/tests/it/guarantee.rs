//! Two people, always: the database itself refuses anything else, whoever writes it.

use crate::support::Database;
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Executor as _};

const A: &str = "00000000-0000-4000-8000-00000000000a";
const B: &str = "00000000-0000-4000-8000-00000000000b";

/// A database with a team, a rota, two people and a draft, by hand-typed SQL.
async fn prepared(database: &Database) -> AnyConnection {
    database.store().await.close().await;
    let mut connection = AnyConnection::connect(&database.url).await.unwrap();
    for statement in [
        format!("INSERT INTO person (id, name, email, zone, organisation_role, created_at, revision) VALUES ('{A}', 'A', 'a@x.org', 'UTC', 'member', 0, 1), ('{B}', 'B', 'b@x.org', 'UTC', 'member', 0, 1)"),
        "INSERT INTO team (id, slug, name, created_at, revision) VALUES ('t', 't', 'T', 0, 1)".to_owned(),
        "INSERT INTO rota (id, slug, team_id, name, created_at, revision) VALUES ('r', 'r', 't', 'R', 0, 1)".to_owned(),
        "INSERT INTO draft (id, rota_id, name, starts_at, ends_at, rules_revision, base_revision, summary, made_by, made_at, revision) VALUES ('d', 'r', 'D', 0, 9, 1, 1, '{}', 'x', 0, 1)".to_owned(),
    ] {
        connection.execute(AssertSqlSafe(statement)).await.unwrap();
    }
    connection
}

/// Every table that holds a pairing, with the columns around it.
const PAIRINGS: [(&str, &str, &str); 7] = [
    ("duty", "rota_id, starts_at, state", "'r', 0, 'covered'"),
    (
        "shift",
        "id, from_revision, rota_id, starts_at, ends_at, stretches",
        "'s', 1, 'r', 0, 9, '[]'",
    ),
    (
        "draft_shift",
        "draft_id, shift_id, starts_at, ends_at, stretches",
        "'d', 's', 0, 9, '[]'",
    ),
    (
        "correction",
        "id, rota_id, starts_at, ends_at, corrects, reason, made_by, made_at, from_revision",
        "'k', 'r', 0, 9, 'both', 'why', 'x', 0, 1",
    ),
    (
        "handover_note",
        "rota_id, starts_at, from_revision, notes, checklist, written_by, written_at",
        "'r', 0, 1, '', '[]', 'x', 0",
    ),
    (
        "handover_acknowledged",
        "rota_id, starts_at, person_id, taken_by, taken_at, revision",
        "'r', 0, '00000000-0000-4000-8000-00000000000a', 'x', 0, 1",
    ),
    (
        "cover",
        "id, rota_id, starts_at, ends_at, reason, made_by, made_at, from_revision",
        "'c', 'r', 0, 9, '', 'x', 0, 1",
    ),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_table_takes_one_person_in_both_roles() {
    for database in Database::both().await {
        let mut connection = prepared(&database).await;
        for (table, columns, values) in PAIRINGS {
            let insert = |lead: &str, engineer: &str| {
                AssertSqlSafe(format!(
                    "INSERT INTO {table} ({columns}, lead_id, engineer_id) VALUES ({values}, '{lead}', '{engineer}')"
                ))
            };
            let refused = connection.execute(insert(A, A)).await.unwrap_err();
            assert!(
                refused.as_database_error().unwrap().is_check_violation(),
                "{table}: {refused}"
            );
            connection.execute(insert(A, B)).await.unwrap();
            let update = AssertSqlSafe(format!("UPDATE {table} SET engineer_id = lead_id"));
            let refused = connection.execute(update).await.unwrap_err();
            assert!(
                refused.as_database_error().unwrap().is_check_violation(),
                "{table}: {refused}"
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_table_with_a_pairing_is_known_to_these_tests() {
    let database = Database::sqlite();
    let mut connection = prepared(&database).await;
    let rows =
        sqlx::query("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%lead_id%' ORDER BY name")
            .fetch_all(&mut connection)
            .await
            .unwrap();
    let mut found: Vec<String> = rows.iter().map(|row| sqlx::Row::get(row, 0)).collect();
    found.sort_unstable();
    let mut known = PAIRINGS.map(|(table, ..)| table.to_owned());
    known.sort_unstable();
    assert_eq!(found, known);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_rota_has_one_duty_at_an_instant() {
    for database in Database::both().await {
        let mut connection = prepared(&database).await;
        let insert = "INSERT INTO duty (rota_id, starts_at, state) VALUES ('r', 7, 'off')";
        connection.execute(insert).await.unwrap();
        let refused = connection.execute(insert).await.unwrap_err();
        assert!(refused.as_database_error().unwrap().is_unique_violation(), "{refused}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_is_on_duty_while_a_rota_is_off() {
    for database in Database::both().await {
        let mut connection = prepared(&database).await;
        for state in ["off", "unplanned"] {
            let insert =
                format!("INSERT INTO duty (rota_id, starts_at, state, lead_id) VALUES ('r', 1, '{state}', '{A}')");
            let refused = connection.execute(AssertSqlSafe(insert)).await.unwrap_err();
            assert!(refused.as_database_error().unwrap().is_check_violation(), "{refused}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_audit_is_append_only() {
    for database in Database::both().await {
        let mut connection = prepared(&database).await;
        connection
            .execute("INSERT INTO audit (revision, position, at, actor, action, subject, detail) VALUES (1, 1, 0, 'x', 'y', 'z', '{}')")
            .await
            .unwrap();
        for statement in ["UPDATE audit SET actor = 'somebody else'", "DELETE FROM audit"] {
            let refused = connection.execute(statement).await.unwrap_err();
            assert!(refused.to_string().contains("append-only"), "{statement}: {refused}");
        }
    }
}
