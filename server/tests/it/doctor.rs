//! `tandem doctor` finds whatever is not as shifts and covers make it.

use crate::support::{Database, nights::Nights};
use domain::Role;
use server::services::{CoverRequest, examine};
use sqlx::{AnyConnection, AssertSqlSafe, Connection as _, Executor as _};

/// A nights rota with a cover of tonight, and a connection to spoil it with.
async fn spoiled(statement: &str) -> Vec<String> {
    let database = Database::sqlite();
    let url = database.url.clone();
    let nights = Nights::new(database).await;
    let tonight = nights.tonight();
    let request = CoverRequest {
        id: None,
        changes: vec![(Role::Lead, nights.eve)],
        from: Some(tonight.start()),
        to: tonight.end(),
        reason: String::new(),
        override_reason: None,
        if_match: None,
    };
    nights.desk(nights.ada).make_cover("nights", request).await.unwrap();
    let sound = examine(&nights.app.tandem.store).await.unwrap();
    assert_eq!(sound.complaints, Vec::<String>::new());
    let at = tonight.start().seconds();
    let statement = statement
        .replace("$tonight", &at.to_string())
        .replace("$eve", &nights.eve.to_string())
        .replace("$dan", &nights.dan.to_string());
    let mut connection = AnyConnection::connect(&url).await.unwrap();
    connection.execute("PRAGMA foreign_keys = OFF").await.unwrap();
    let changed = connection.execute(AssertSqlSafe(statement.clone())).await.unwrap();
    assert!(changed.rows_affected() > 0, "{statement}");
    let report = examine(&nights.app.tandem.store).await.unwrap();
    report.complaints
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_kind_of_spoiled_row_is_found() {
    let row = "FROM duty WHERE starts_at = $tonight";
    let cases = [
        ("a row of duty is gone", format!("DELETE {row}"), "but its inputs make it"),
        (
            "a row of duty too many",
            "INSERT INTO duty (rota_id, starts_at, state) SELECT rota_id, starts_at + 60, 'off' FROM duty WHERE starts_at = $tonight".into(),
            "is kept as off",
        ),
        (
            "somebody else is on duty",
            "UPDATE duty SET engineer_id = '$dan' WHERE starts_at = $tonight".into(),
            "but its inputs make it",
        ),
        (
            "a gap that is none",
            "UPDATE duty SET engineer_id = NULL WHERE starts_at = $tonight".into(),
            "Engineer nobody",
        ),
        (
            "duty that is called off",
            "UPDATE duty SET state = 'off', lead_id = NULL, engineer_id = NULL, shift_id = NULL WHERE starts_at = $tonight".into(),
            "is kept as off",
        ),
        (
            "a cover that is not said",
            "UPDATE duty SET lead_cover_id = NULL WHERE starts_at = $tonight".into(),
            "by cover",
        ),
        (
            "another shift",
            "UPDATE duty SET shift_id = '$eve' WHERE starts_at = $tonight".into(),
            "shift",
        ),
        (
            "a cover that duty does not follow",
            "UPDATE cover SET ends_at = ends_at - 3600".into(),
            "but its inputs make it",
        ),
        (
            "a cover withdrawn behind the back of duty",
            "UPDATE cover SET to_revision = from_revision, withdrawn_at = 0, withdrawn_by = 'x'".into(),
            "but its inputs make it",
        ),
        (
            "a shift that duty does not follow",
            "UPDATE shift SET engineer_id = NULL WHERE starts_at = $tonight".into(),
            "but its inputs make it",
        ),
        (
            "a shift and a cover with one person",
            "UPDATE shift SET engineer_id = '$eve' WHERE starts_at = $tonight".into(),
            "into both roles",
        ),
        (
            "the end of the plan is lost",
            "DELETE FROM duty WHERE starts_at = (SELECT MAX(starts_at) FROM duty)".into(),
            "the last row of duty is not unplanned",
        ),
    ];
    for (what, statement, words) in cases {
        let complaints = spoiled(&statement).await;
        assert!(
            complaints.iter().any(|one| one.contains(words)),
            "{what}: {complaints:?}"
        );
    }
}
