//! What payroll systems read: a row for each line, a row for each person and currency, or all of it as JSON.
//!
//! Everything comes from statements as they were submitted, so that a file is the same whenever it is fetched.

use super::super::{Desk, Result, spreadsheet};
use super::{
    mappings::mapped,
    page::{amount, what},
    periods,
};
use crate::{
    snapshot::Snapshot,
    store::{DocumentRecord, PayExportRecord, PayMappingRecord},
};
use app::AppError;
use domain::{
    PayExportId,
    pay::{Line, MappedRows, Mapping, Money, document_totals},
};
use serde_json::{Value, json};

/// The columns of the file with a row for each line.
pub(super) const LINE_COLUMNS: [&str; 19] = [
    "period_first",
    "period_last",
    "person",
    "name",
    "email",
    "kind",
    "adjusts_period",
    "rota",
    "role",
    "pays",
    "card",
    "from",
    "to",
    "seconds",
    "amount",
    "minor_units",
    "currency",
    "toil_seconds",
    "why",
];

/// The columns of the file with a row for each person and currency.
pub(super) const PERSON_COLUMNS: [&str; 9] = [
    "period_first",
    "period_last",
    "person",
    "name",
    "email",
    "amount",
    "minor_units",
    "currency",
    "toil_seconds",
];

/// Columns that hold numbers of ours: what begins with a minus there is no formula.
pub(super) const NUMBERS: [&str; 4] = ["seconds", "amount", "minor_units", "toil_seconds"];

/// A file for payroll.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PayFile {
    /// A row for each line.
    Lines,
    /// A row for each person and currency.
    People,
    /// Everything.
    Json,
    /// The columns that are saved under a name.
    Mapped(String),
}

impl PayFile {
    /// The file of a name.
    pub(crate) fn of(name: &str) -> Option<Self> {
        match name {
            "lines.csv" => Some(Self::Lines),
            "people.csv" => Some(Self::People),
            "statements.json" => Some(Self::Json),
            other => other.strip_suffix(".csv").map(|name| Self::Mapped(name.to_owned())),
        }
    }

    /// Its media type.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Lines | Self::People | Self::Mapped(_) => "text/csv; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

impl Desk {
    /// A file of an export.
    ///
    /// # Errors
    /// `Forbidden` for whoever does not prepare pay, `NotFound`.
    pub(crate) async fn pay_file(&self, export: &str, file: &str) -> Result<(PayFile, String)> {
        self.may_pay()?;
        let unknown = || AppError::NotFound("There is no such file of an export.".to_owned());
        let id: PayExportId = export.parse().map_err(|_| unknown())?;
        let file = PayFile::of(file).ok_or_else(unknown)?;
        let snapshot = self.tandem.snapshot();
        let mut connection = self.tandem.store.read().await?;
        let export = PayExportRecord::find(&mut connection, id).await?.ok_or_else(unknown)?;
        let mut documents = DocumentRecord::of_export(&mut connection, id).await?;
        documents.sort_by_cached_key(|it| {
            let name = crate::collation::key(snapshot.directory().name(it.person));
            (name, it.person)
        });
        let text = match &file {
            PayFile::Mapped(name) => {
                let saved = PayMappingRecord::find(&mut connection, name)
                    .await?
                    .ok_or_else(unknown)?;
                mapped_file(&snapshot, &saved.mapping, &documents)
            }
            PayFile::Lines => table(&LINE_COLUMNS, documents.iter().flat_map(|it| line_rows(&snapshot, it))),
            PayFile::People => table(
                &PERSON_COLUMNS,
                documents.iter().flat_map(|it| person_rows(&snapshot, it)),
            ),
            PayFile::Json => everything(&snapshot, &export, &documents),
        };
        Ok((file, text))
    }
}

/// A file with the columns of a mapping.
fn mapped_file(snapshot: &Snapshot, mapping: &Mapping, documents: &[DocumentRecord]) -> String {
    match mapping.rows {
        MappedRows::Lines => {
            let rows = documents.iter().flat_map(|it| line_rows(snapshot, it));
            mapped(mapping, &LINE_COLUMNS, rows)
        }
        MappedRows::People => {
            let rows = documents.iter().flat_map(|it| person_rows(snapshot, it));
            mapped(mapping, &PERSON_COLUMNS, rows)
        }
    }
}

/// A table with its head; cells of text that a spreadsheet could take for formulas begin with an apostrophe.
fn table(columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let head: Vec<String> = columns.iter().map(|column| (*column).to_owned()).collect();
    let mut text = format!("\u{feff}{}", spreadsheet::raw_line(&head));
    for row in rows {
        let cells: Vec<String> = columns
            .iter()
            .zip(row)
            .map(|(column, cell)| match NUMBERS.contains(column) {
                true => cell,
                false => spreadsheet::cell(&cell),
            })
            .collect();
        text.push_str(&spreadsheet::raw_line(&cells));
    }
    text
}

/// An amount in major units, with a point and nothing else: `-60.00`.
fn decimal(money: Money) -> String {
    let digits = u32::from(money.currency.digits());
    let scale = 10u64.pow(digits);
    let (whole, part) = (money.minor.unsigned_abs() / scale, money.minor.unsigned_abs() % scale);
    let minus = if money.minor < 0 { "-" } else { "" };
    match digits {
        0 => format!("{minus}{whole}"),
        digits => format!("{minus}{whole}.{part:0width$}", width = digits as usize),
    }
}

/// Period and person, as each row begins.
fn head(snapshot: &Snapshot, record: &DocumentRecord) -> Vec<String> {
    let person = snapshot.directory().person(record.person);
    vec![
        record.period.first().to_string(),
        periods::last(record.period).to_string(),
        record.person.to_string(),
        person.map(|it| it.name.clone()).unwrap_or_default(),
        person.map(|it| it.email.clone()).unwrap_or_default(),
    ]
}

struct Cells<'a> {
    kind: String,
    adjusts: String,
    card: &'a str,
    money: Money,
    toil_seconds: i64,
    why: &'a str,
}

fn row(snapshot: &Snapshot, head: &[String], line: &Line, cells: Cells) -> Vec<String> {
    let rota = line.rota.and_then(|id| snapshot.rota(id));
    let rest = [
        cells.kind,
        cells.adjusts,
        rota.map(|rota| rota.record.name.clone()).unwrap_or_default(),
        line.role.map(|role| role.key().to_owned()).unwrap_or_default(),
        what(line),
        cells.card.to_owned(),
        line.span.start().to_string(),
        line.span.end().to_string(),
        line.seconds.to_string(),
        decimal(cells.money),
        cells.money.minor.to_string(),
        cells.money.currency.code().to_owned(),
        cells.toil_seconds.to_string(),
        cells.why.to_owned(),
    ];
    head.iter().cloned().chain(rest).collect()
}

fn kind(line: &Line) -> String {
    let kind = serde_json::to_value(line.kind).ok();
    kind.and_then(|kind| kind.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// A row for each line, and for each adjustment.
fn line_rows(snapshot: &Snapshot, record: &DocumentRecord) -> Vec<Vec<String>> {
    let head = head(snapshot, record);
    let mut rows = Vec::new();
    for part in &record.document.parts {
        for line in &part.statement.lines {
            let cells = Cells {
                kind: kind(line),
                adjusts: String::new(),
                card: &part.card,
                money: Money::new(line.minor, part.statement.total.currency),
                toil_seconds: line.toil_seconds,
                why: &line.why,
            };
            rows.push(row(snapshot, &head, line, cells));
        }
    }
    for good in &record.document.made_good {
        for adjustment in &good.adjustments {
            let Some(line) = adjustment.is.as_ref().or(adjustment.was.as_ref()) else {
                continue;
            };
            let cells = Cells {
                kind: "adjustment".to_owned(),
                adjusts: good.period.first().to_string(),
                card: "",
                money: Money::new(adjustment.minor, good.due.total.currency),
                toil_seconds: adjustment.toil_seconds,
                why: &adjustment.why,
            };
            rows.push(row(snapshot, &head, line, cells));
        }
    }
    rows
}

/// A row for each currency; time off stands in the first.
fn person_rows(snapshot: &Snapshot, record: &DocumentRecord) -> Vec<Vec<String>> {
    let totals = record.document.totals();
    let rows = totals.iter().enumerate().map(|(index, money)| {
        let toil = if index == 0 { record.document.toil_seconds() } else { 0 };
        let rest = [
            decimal(*money),
            money.minor.to_string(),
            money.currency.code().to_owned(),
            toil.to_string(),
        ];
        head(snapshot, record).into_iter().chain(rest).collect()
    });
    rows.collect()
}

fn everything(snapshot: &Snapshot, export: &PayExportRecord, documents: &[DocumentRecord]) -> String {
    let keyed = |columns: &[&str], row: Vec<String>| -> Value {
        let pairs = columns.iter().zip(row).map(|(column, cell)| {
            let number = NUMBERS.contains(column) && *column != "amount";
            let value = cell.parse::<i64>().ok().filter(|_| number);
            (
                (*column).to_owned(),
                value.map_or_else(|| json!(cell), |number| json!(number)),
            )
        });
        Value::Object(pairs.collect())
    };
    let statements: Vec<Value> = documents
        .iter()
        .map(|record| {
            let person = snapshot.directory().person(record.person);
            let lines = line_rows(snapshot, record)
                .into_iter()
                .map(|row| keyed(&LINE_COLUMNS, row));
            let totals: Vec<_> = record.document.totals().into_iter().map(amount).collect();
            json!({
                "person": record.person, "name": person.map(|it| &it.name), "email": person.map(|it| &it.email),
                "totals": totals, "toil_seconds": record.document.toil_seconds(), "lines": lines.collect::<Vec<_>>(),
            })
        })
        .collect();
    let totals = document_totals(documents.iter().flat_map(|it| it.document.totals()));
    let totals: Vec<_> = totals.into_iter().map(amount).collect();
    let all = json!({
        "export": export.id, "made_at": export.made_at, "period_first": export.period.first(),
        "period_last": periods::last(export.period), "totals": totals, "statements": statements,
    });
    format!("{all:#}\n")
}
