//! The audit log as a file: page after page, so that a long one needs no more memory than a short one.

use crate::services::{Desk, Result, spreadsheet};
use app::audit::{AuditChange, AuditFilter, AuditRow};

/// Entries that are read at once.
const AT_ONCE: usize = 500;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// A table for spreadsheets.
    Csv,
    /// A list of the entries as the API answers them.
    Json,
}

impl Format {
    /// Before the first entry.
    pub(crate) fn head(self) -> String {
        match self {
            // With a byte-order mark, or spreadsheets take UTF-8 for something else.
            Self::Csv => "\u{feff}at,who,person,action,what,subject,changes\r\n".to_owned(),
            Self::Json => "[".to_owned(),
        }
    }

    /// After the last entry.
    pub(crate) fn end(self) -> &'static str {
        match self {
            Self::Csv => "",
            Self::Json => "\n]\n",
        }
    }

    fn rows(self, rows: &[AuditRow], first: bool) -> String {
        match self {
            Self::Csv => rows.iter().map(line).collect(),
            Self::Json => rows
                .iter()
                .enumerate()
                .map(|(index, row)| {
                    let comma = if first && index == 0 { "" } else { "," };
                    // A row is plain data with text for keys: it has a form in JSON.
                    format!("{comma}\n{}", serde_json::to_string(row).unwrap_or_default())
                })
                .collect(),
        }
    }
}

impl Desk {
    /// The next part of a file of the entries that are asked for, and the filter for what follows it.
    pub(crate) async fn audit_part(
        &self,
        format: Format,
        filter: AuditFilter,
    ) -> Result<(String, Option<AuditFilter>)> {
        let first = filter.before.is_empty();
        let (rows, next) = self.audit_rows(&filter, AT_ONCE).await?;
        let text = format.rows(&rows, first);
        Ok((text, next.map(|before| AuditFilter { before, ..filter })))
    }
}

fn line(row: &AuditRow) -> String {
    let changes: Vec<String> = row.changes.iter().map(change).collect();
    let cells = [
        row.at.at.to_string(),
        row.who.clone(),
        row.person.clone().unwrap_or_default(),
        row.action.clone(),
        row.what.clone(),
        row.subject.clone(),
        changes.join("; "),
    ];
    spreadsheet::line(&cells)
}

/// `name: Ben → Benjamin`.
fn change(change: &AuditChange) -> String {
    let none = || "none".to_owned();
    match (&change.before, &change.after) {
        (None, after) => format!("{}: {}", change.field, after.clone().unwrap_or_else(none)),
        (Some(before), after) => format!("{}: {before} → {}", change.field, after.clone().unwrap_or_else(none)),
    }
}
