//! Importing people: a table is checked, then taken, all of it or nothing.

use super::{
    body::File,
    extract::Administrator,
    problem::{Problem, ProblemItem},
};
use app::people::{ImportFault, ImportOutcome, Port as _};
use axum::Json;

/// Faults that are said one by one.
const MOST_FAULTS: usize = 200;

/// What importing a people file would do.
///
/// Nothing is written.
#[utoipa::path(
    post, path = "/api/v1/people/import/check", tag = "People", operation_id = "check_people_file", security(("token" = ["admin"])),
    request_body(content = String, content_type = "text/csv", description = "A table with the columns name, email, time_zone, phone, team, qualifications, fte_percent, and if you like id, manager, role, state, as the export has them; at most 10 MB."),
    responses((status = 200, description = "Line by line, or what is wrong with it.", body = ImportOutcome)),
)]
pub(super) async fn check(
    Administrator(desk): Administrator,
    File(file): File,
) -> Result<Json<ImportOutcome>, Problem> {
    Ok(Json(desk.check_people_file(file).await?))
}

/// Imports a people file: all of it, or nothing when a line is bad.
///
/// People are known by their id or their e-mail address, so a file can be imported again.
#[utoipa::path(
    post, path = "/api/v1/people/import", tag = "People", operation_id = "import_people", security(("token" = ["admin"])),
    request_body(content = String, content_type = "text/csv", description = "As for the check."),
    responses((status = 200, description = "What was done, line by line.", body = ImportOutcome)),
)]
pub(super) async fn import(
    Administrator(desk): Administrator,
    File(file): File,
) -> Result<Json<ImportOutcome>, Problem> {
    let outcome = desk.import_people_file(file).await?;
    if outcome.faults.is_empty() {
        Ok(Json(outcome))
    } else {
        Err(refusal(&outcome.faults))
    }
}

fn refusal(faults: &[ImportFault]) -> Problem {
    let item = |fault: &ImportFault| ProblemItem {
        kind: None,
        field: Some(place(fault)),
        detail: fault.message.clone(),
    };
    let words = match faults.len() {
        1 => "1 thing to correct; nothing was imported.".to_owned(),
        many => format!("{many} things to correct; nothing was imported."),
    };
    Problem {
        errors: faults.iter().take(MOST_FAULTS).map(item).collect(),
        ..Problem::new("invalid", words)
    }
}

/// `line 3, email`.
fn place(fault: &ImportFault) -> String {
    match (fault.line, fault.column.as_str()) {
        (0, _) => "file".to_owned(),
        (line, "") => format!("line {line}"),
        (line, column) => format!("line {line}, {column}"),
    }
}
