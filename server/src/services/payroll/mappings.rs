//! Columns for payroll systems, saved by name, and the files that have them.

use super::super::{Actor, Desk, Faults, Reader, Result, spreadsheet, wording};
use super::files::{LINE_COLUMNS, NUMBERS, PERSON_COLUMNS};
use crate::{collation, snapshot::Snapshot, store::PayMappingRecord};
use app::{
    AppError,
    pay_mappings::{PayMappingForm, PayMappingRow, PayMappingsPage},
};
use async_trait::async_trait;
use domain::pay::{Cell, MappedColumn, MappedRows, Mapping, Separator};
use serde_json::json;

/// The longest name.
const LONGEST_NAME: usize = 40;
/// The most that are saved.
const MOST: usize = 50;

#[async_trait]
impl app::pay_mappings::Port for Desk {
    async fn pay_mappings(&self) -> Result<PayMappingsPage> {
        self.may_pay()?;
        let snapshot = self.tandem.snapshot();
        let reader = self.reader(&snapshot);
        let mut records = PayMappingRecord::all(&mut *self.tandem.store.read().await?).await?;
        records.sort_by_cached_key(|record| collation::key(&record.name));
        let row = |record: &PayMappingRecord| self.mapping_row(&snapshot, record, &reader);
        Ok(PayMappingsPage {
            mappings: records.iter().map(row).collect(),
            line_columns: LINE_COLUMNS.map(str::to_owned).to_vec(),
            person_columns: PERSON_COLUMNS.map(str::to_owned).to_vec(),
        })
    }

    async fn put_pay_mapping(&self, form: PayMappingForm) -> Result<()> {
        self.may_pay()?;
        let desk = self.clone();
        self.to_the_end(async move { desk.write_mapping(&form).await }).await
    }

    async fn remove_pay_mapping(&self, name: String) -> Result<()> {
        self.may_pay()?;
        let desk = self.clone();
        self.to_the_end(async move { desk.write_mapping_away(&name).await })
            .await
    }
}

impl Desk {
    fn mapping_row(&self, snapshot: &Snapshot, record: &PayMappingRecord, reader: &Reader) -> PayMappingRow {
        let mapping = &record.mapping;
        let (rows, each) = match mapping.rows {
            MappedRows::Lines => ("lines", "line"),
            MappedRows::People => ("people", "person"),
        };
        let columns: Vec<String> = mapping.columns.iter().map(ToString::to_string).collect();
        let yes = |set: bool, word: &str| if set { word.to_owned() } else { String::new() };
        PayMappingRow {
            words: format!("a row for each {each}, {} columns", columns.len()),
            saved: format!(
                "{}, {}",
                Actor::describe(&record.changed_by, snapshot),
                wording::said(record.changed_at, &self.own_zone(snapshot), reader)
            ),
            form: PayMappingForm {
                name: record.name.clone(),
                rows: rows.to_owned(),
                columns: columns.join("\n"),
                separator: mapping.separator.key().to_owned(),
                decimal_comma: yes(mapping.decimal_comma, "yes"),
                headings: yes(!mapping.headings, "no"),
            },
        }
    }

    async fn write_mapping(&self, form: &PayMappingForm) -> Result<()> {
        let (name, mapping) = read(form)?;
        let mut write = self.begin().await?;
        let known = PayMappingRecord::all(write.connection()).await?;
        let before = known.iter().find(|record| record.name == name);
        if before.is_some_and(|before| before.mapping == mapping) {
            return Ok(());
        }
        if before.is_none() && known.len() >= MOST {
            return Err(AppError::field(
                "name",
                format!("{MOST} are saved already: remove one first."),
            ));
        }
        write.put_pay_mapping(&name, &mapping).await?;
        let detail = json!({ "name": name, "before": before.map(|it| &it.mapping), "after": mapping });
        write.audit("pay.columns_saved", "pay", detail).await?;
        self.tandem.commit(write).await?;
        Ok(())
    }

    async fn write_mapping_away(&self, name: &str) -> Result<()> {
        let mut write = self.begin().await?;
        let Some(before) = PayMappingRecord::find(write.connection(), name).await? else {
            return Err(AppError::NotFound(format!("No columns are saved as ‘{name}’.")));
        };
        write.remove_pay_mapping(name).await?;
        let detail = json!({ "name": name, "before": before.mapping });
        write.audit("pay.columns_removed", "pay", detail).await?;
        self.tandem.commit(write).await?;
        Ok(())
    }
}

/// Names and columns out of a form.
fn read(form: &PayMappingForm) -> Result<(String, Mapping)> {
    let mut faults = Faults::default();
    let name = form.name.trim().to_owned();
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_');
    if name.is_empty() || name.len() > LONGEST_NAME || !name.chars().all(plain) {
        faults.note(
            "name",
            format!("‘{name}’: use 1 to {LONGEST_NAME} letters, digits, spaces, - and _. Files have this name."),
        );
    }
    if matches!(name.to_ascii_lowercase().as_str(), "lines" | "people" | "statements") {
        faults.note(
            "name",
            format!("‘{name}’ is the name of a file that exports always have: use another."),
        );
    }
    let rows = match form.rows.trim() {
        "lines" => Some(MappedRows::Lines),
        "people" => Some(MappedRows::People),
        other => {
            faults.note("rows", format!("‘{other}’ is not a choice: use lines or people."));
            None
        }
    };
    let separator = match form.separator.trim() {
        "" => Some(Separator::Comma),
        word => faults.take("separator", word.parse::<Separator>()),
    };
    let mut answer = |field: &str, text: &str, usual: &str, other: &str| match text.trim() {
        "" => usual == "yes",
        word if word == other => usual != "yes",
        word if word == usual => usual == "yes",
        word => {
            faults.note(field, format!("‘{word}’ is not an answer: use yes or no."));
            false
        }
    };
    let decimal_comma = answer("decimal_comma", &form.decimal_comma, "no", "yes");
    let headings = answer("headings", &form.headings, "yes", "no");
    let known: &[&str] = match rows {
        Some(MappedRows::People) => &PERSON_COLUMNS,
        _ => &LINE_COLUMNS,
    };
    let columns = MappedColumn::read(&form.columns, known).unwrap_or_else(|found| {
        for fault in found {
            faults.note(&fault.place, format!("{}.", fault.reason));
        }
        Vec::new()
    });
    faults.check()?;
    let (rows, separator) = rows
        .zip(separator)
        .ok_or_else(|| AppError::field("rows", "Say what the file has a row for."))?;
    let mapping = Mapping {
        rows,
        columns,
        separator,
        decimal_comma,
        headings,
    };
    Ok((name, mapping))
}

/// A file with the columns of a mapping, out of rows with the columns `known`.
pub(super) fn mapped(mapping: &Mapping, known: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(mapping.separator.byte())
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    if mapping.headings {
        // Memory takes everything.
        let _ = writer.write_record(mapping.columns.iter().map(|column| spreadsheet::cell(&column.head)));
    }
    for row in rows {
        let cells = mapping.columns.iter().map(|column| match &column.cell {
            Cell::Text(text) => spreadsheet::cell(text),
            Cell::Column(name) => {
                let place = known.iter().position(|it| it == name);
                let cell = place.and_then(|place| row.get(place)).map_or("", String::as_str);
                match NUMBERS.contains(&name.as_str()) {
                    true if mapping.decimal_comma => cell.replace('.', ","),
                    true => cell.to_owned(),
                    false => spreadsheet::cell(cell),
                }
            }
        });
        let _ = writer.write_record(cells);
    }
    let text = String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default();
    format!("\u{feff}{text}")
}
