//! A people file, from bytes to rows, with everything that is wrong with it.

use super::FILE_BYTES;
use crate::{
    services::{setup::check_name, teams::check_share},
    zones,
};
use app::people::ImportFault;
use csv::{ReaderBuilder, StringRecord};
use domain::{
    Qualification,
    contact::{check_email, check_phone},
};
use std::collections::HashMap;

/// The columns, in the order people are told them.
const COLUMNS: [&str; 7] = [
    "name",
    "email",
    "time_zone",
    "phone",
    "team",
    "qualifications",
    "fte_percent",
];

/// Characters of a value shown with its fault.
const SHOWN: usize = 60;

/// Faults noted at most: more help nobody.
const FAULTS: usize = 1_000;

/// A good line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Its number in the file, from 1.
    pub(super) line: usize,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) zone: String,
    /// `None` leaves the number as it is.
    pub(super) phone: Option<String>,
    pub(super) team: String,
    pub(super) qualification: Qualification,
    pub(super) share_percent: u16,
}

/// The rows of a people file.
///
/// # Errors
/// Everything that is wrong with it, in the order of its lines.
pub(super) fn read(file: &[u8]) -> Result<Vec<Row>, Vec<ImportFault>> {
    let text = text_of(file).map_err(|fault| vec![fault])?;
    let mut lines = Lines::new(text);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(text))
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let (mut columns, mut rows, mut faults) = (None::<Columns>, Vec::new(), Vec::new());
    let mut seen = HashMap::new();
    while faults.len() < FAULTS {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                faults.push(fault(0, "", "", format!("The table cannot be read: {error}.")));
                break;
            }
        }
        let line = lines.number_at(record.position().map_or(0, |position| position.byte()));
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        match &columns {
            None => columns = Some(Columns::of(&record, line)?),
            Some(columns) => {
                rows.extend(row(columns, &record, line, &mut seen, &mut faults));
            }
        }
    }
    if columns.is_none() {
        faults.push(fault(
            0,
            "",
            "",
            format!(
                "The file is empty. Its first line names the columns: {}.",
                COLUMNS.join(", ")
            ),
        ));
    } else if rows.is_empty() && faults.is_empty() {
        faults.push(fault(
            0,
            "",
            "",
            "There is nobody in the file: only its first line, with the names of the columns.".into(),
        ));
    }
    if faults.is_empty() { Ok(rows) } else { Err(faults) }
}

pub(super) fn fault(line: usize, column: &str, value: &str, message: String) -> ImportFault {
    let shown: String = value
        .chars()
        .take(SHOWN)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    let more = if value.chars().nth(SHOWN).is_some() { "…" } else { "" };
    ImportFault {
        line,
        column: column.to_owned(),
        value: format!("{shown}{more}"),
        message,
    }
}

/// The text of a file, without its byte-order mark.
fn text_of(file: &[u8]) -> Result<&str, ImportFault> {
    if file.len() > FILE_BYTES {
        let size = file.len().div_ceil(1024 * 1024);
        let words =
            format!("The file has {size} MB; Tandem takes at most 10 MB. Split it, with the first line in each part.");
        return Err(fault(0, "", "", words));
    }
    if file.starts_with(&[0xFF, 0xFE]) || file.starts_with(&[0xFE, 0xFF]) {
        return Err(fault(
            0,
            "",
            "",
            "The file is in UTF-16. Save it again as “CSV UTF-8”.".into(),
        ));
    }
    let text = std::str::from_utf8(file).map_err(|error| {
        let good = file.get(..error.valid_up_to()).unwrap_or_default();
        let line = 1 + good.iter().filter(|byte| **byte == b'\n').count();
        let words =
            "The file is not in UTF-8: this line holds a character in another encoding. Save it again as “CSV UTF-8”.";
        fault(line, "", "", words.into())
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// The separator that the line of column names has most of, outside quotes.
fn separator(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in first.bytes() {
        quoted ^= byte == b'"';
        for (separator, count) in &mut counts {
            *count += usize::from(!quoted && byte == *separator);
        }
    }
    // `max_by_key` takes the last of equals; the comma is to win.
    counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map_or(b',', |(separator, _)| *separator)
}

/// Numbers lines by their position in the text: a quoted line break makes a row longer than a line.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: usize,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text: text.as_bytes(),
            at: 0,
            line: 1,
        }
    }

    /// The number of the line on which the row read from `byte` starts, past empty lines before it. Positions only grow.
    fn number_at(&mut self, byte: u64) -> usize {
        let start = usize::try_from(byte).unwrap_or(usize::MAX);
        while let Some(found) = self.text.get(self.at) {
            let before_start = self.at < start;
            if !before_start && !matches!(found, b'\n' | b'\r') {
                break;
            }
            let next = self.text.get(self.at + 1);
            self.line += usize::from(*found == b'\n' || (*found == b'\r' && next != Some(&b'\n')));
            self.at += 1;
        }
        self.line
    }
}

/// Where each column is.
struct Columns {
    at: [usize; COLUMNS.len()],
    count: usize,
}

impl Columns {
    fn of(header: &StringRecord, line: usize) -> Result<Self, Vec<ImportFault>> {
        let names: Vec<String> = header.iter().map(|name| name.trim().to_lowercase()).collect();
        let mut faults = Vec::new();
        for (index, name) in names.iter().enumerate() {
            if name.is_empty() {
                faults.push(fault(
                    line,
                    "",
                    "",
                    format!("Column {} has no name: take it out.", index + 1),
                ));
            } else if !COLUMNS.contains(&name.as_str()) {
                let words = format!(
                    "There is no column of this name: take it out. The columns are {}.",
                    COLUMNS.join(", ")
                );
                faults.push(fault(line, name, "", words));
            } else if names.iter().take(index).any(|other| other == name) {
                faults.push(fault(line, name, "", "This column comes twice: take one out.".into()));
            }
        }
        let mut at = [0; COLUMNS.len()];
        for (place, column) in at.iter_mut().zip(COLUMNS) {
            match names.iter().position(|name| name == column) {
                Some(index) => *place = index,
                None => faults.push(fault(
                    line,
                    column,
                    "",
                    "This column is missing from the first line: add it.".into(),
                )),
            }
        }
        if faults.is_empty() {
            Ok(Self { at, count: names.len() })
        } else {
            Err(faults)
        }
    }

    /// The cell of a column, with every run of space and line breaks as one space.
    fn cell(&self, record: &StringRecord, column: &str) -> String {
        let index = COLUMNS
            .iter()
            .position(|name| *name == column)
            .and_then(|index| self.at.get(index));
        let cell = index.and_then(|index| record.get(*index)).unwrap_or_default();
        cell.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// A row, or `None` with everything that is wrong with it noted.
fn row(
    columns: &Columns,
    record: &StringRecord,
    line: usize,
    seen: &mut HashMap<String, usize>,
    faults: &mut Vec<ImportFault>,
) -> Option<Row> {
    if record.len() != columns.count {
        let words = format!(
            "This line has {} cells and the first line {}: a value that holds the separator or a quote needs quotes around it.",
            record.len(),
            columns.count
        );
        faults.push(fault(line, "", record.get(0).unwrap_or_default(), words));
        return None;
    }
    let mut cells = Cells {
        columns,
        record,
        line,
        faults,
    };
    let name = cells.take("name", check_name);
    let email = cells.take("email", check_email);
    let zone = cells.take("time_zone", |name| {
        zones::zone(name)
            .map(|zone| zone.name().to_owned())
            .map_err(|error| format!("{error}."))
    });
    let phone = cells.take("phone", check_phone);
    let team = cells.take("team", |name| {
        if name.is_empty() {
            Err("Write the name of their team.".to_owned())
        } else {
            check_name(name)
        }
    });
    let qualification = cells.take("qualifications", |words| {
        words.parse::<Qualification>().map_err(|error| format!("{error}."))
    });
    let share = cells.take("fte_percent", check_share);
    if let Some(email) = &email {
        if let Some(first) = seen.get(email) {
            let words = format!("Lines {first} and {line} have the same address: keep one of them.");
            faults.push(fault(line, "email", email, words));
            return None;
        }
        seen.insert(email.clone(), line);
    }
    Some(Row {
        line,
        name: name?,
        email: email?,
        zone: zone?,
        phone: phone?,
        team: team?,
        qualification: qualification?,
        share_percent: share?,
    })
}

/// Reads one row's cells and notes what is wrong with each.
struct Cells<'a> {
    columns: &'a Columns,
    record: &'a StringRecord,
    line: usize,
    faults: &'a mut Vec<ImportFault>,
}

impl Cells<'_> {
    fn take<T>(&mut self, column: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let value = self.columns.cell(self.record, column);
        match parse(&value) {
            Ok(parsed) => Some(parsed),
            Err(words) => {
                self.faults.push(fault(self.line, column, &value, words));
                None
            }
        }
    }
}
