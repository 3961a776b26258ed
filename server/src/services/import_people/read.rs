//! A people file, from bytes to rows, with everything that is wrong with it.

use super::{
    repeated::Seen,
    text::{Lines, separator, text_of},
};
use crate::{
    services::{setup::check_name, spreadsheet, teams::check_share},
    store::OrganisationRole,
    zones,
};
use app::people::ImportFault;
use csv::{ReaderBuilder, StringRecord};
use domain::{
    PersonId, Qualification,
    contact::{check_email, check_phone},
};

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

/// Columns that a file may have too, as an export has them.
const MORE_COLUMNS: [&str; 4] = ["id", "manager", "role", "state"];

/// Characters of a value shown with its fault.
const SHOWN: usize = 60;

/// Faults noted at most: more help nobody.
const FAULTS: usize = 1_000;

/// A good line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    /// Its number in the file, from 1.
    pub(super) line: usize,
    /// Whose it is, where the file says so; else the address tells.
    pub(super) id: Option<PersonId>,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) zone: String,
    /// `None` leaves the number as it is.
    pub(super) phone: Option<String>,
    /// `None` leaves the organisation role as it is.
    pub(super) role: Option<OrganisationRole>,
    /// Whether the file says that they are active; `None` when it does not say.
    pub(super) active: Option<bool>,
    /// Their place in a team; a file of everybody has people without any.
    pub(super) place: Option<RowPlace>,
}

/// A place in a team, as a line has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RowPlace {
    pub(super) team: String,
    /// `None` for somebody who does no duty there.
    pub(super) qualification: Option<Qualification>,
    pub(super) share_percent: u16,
    /// `None` leaves it as it is.
    pub(super) manager: Option<bool>,
}

/// A file's rows, and what there is to say about how it was read.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
    pub(super) notes: Vec<String>,
}

/// The rows of a people file.
///
/// # Errors
/// Everything that is wrong with it, in the order of its lines.
pub(super) fn read(file: &[u8]) -> Result<Table, Vec<ImportFault>> {
    let read = text_of(file).map_err(|fault| vec![fault])?;
    let text = read.text.as_ref();
    let mut lines = Lines::new(text);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(text))
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let (mut columns, mut rows, mut faults) = (None::<Columns>, Vec::new(), Vec::new());
    let mut seen = Seen::default();
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
    if faults.is_empty() {
        let notes = read.note.into_iter().collect();
        Ok(Table { rows, notes })
    } else {
        Err(faults)
    }
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

/// Where each column is.
struct Columns {
    /// Name and place of each.
    at: Vec<(String, usize)>,
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
            } else if !COLUMNS.contains(&name.as_str()) && !MORE_COLUMNS.contains(&name.as_str()) {
                let words = format!(
                    "There is no column of this name: take it out. The columns are {}, and if you like {}.",
                    COLUMNS.join(", "),
                    MORE_COLUMNS.join(", ")
                );
                faults.push(fault(line, name, "", words));
            } else if names.iter().take(index).any(|other| other == name) {
                faults.push(fault(line, name, "", "This column comes twice: take one out.".into()));
            }
        }
        for column in COLUMNS {
            if !names.iter().any(|name| name == column) {
                let words = "This column is missing from the first line: add it.";
                faults.push(fault(line, column, "", words.into()));
            }
        }
        let count = names.len();
        let at = names
            .into_iter()
            .enumerate()
            .map(|(index, name)| (name, index))
            .collect();
        if faults.is_empty() {
            Ok(Self { at, count })
        } else {
            Err(faults)
        }
    }

    /// The cell of a column, with every run of space and line breaks as one space; nothing for a column that is not there.
    fn cell(&self, record: &StringRecord, column: &str) -> Option<String> {
        let (_, index) = self.at.iter().find(|(name, _)| name == column)?;
        let cell = spreadsheet::plain(record.get(*index).unwrap_or_default().trim());
        Some(cell.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// A row, or `None` with everything that is wrong with it noted.
fn row(
    columns: &Columns,
    record: &StringRecord,
    line: usize,
    seen: &mut Seen,
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
    let id = cells.take("id", check_id);
    let name = cells.take("name", check_name);
    let email = cells.take("email", check_email);
    let zone = cells.take("time_zone", |name| {
        zones::zone(name)
            .map(|zone| zone.name().to_owned())
            .map_err(|error| format!("{error}."))
    });
    let phone = cells.take("phone", check_phone);
    let place = place(&mut cells);
    let role = cells.take("role", check_role);
    let active = cells.take("state", check_state);
    let row = Row {
        line,
        id: id?,
        name: name?,
        email: email?,
        zone: zone?,
        phone: phone?,
        role: role?,
        active: active?,
        place: place?,
    };
    match seen.check(&row) {
        None => Some(row),
        Some(repeated) => {
            faults.push(repeated);
            None
        }
    }
}

/// The place in a team that a line gives: none when it names no team and says nothing of a place.
fn place(cells: &mut Cells<'_>) -> Option<Option<RowPlace>> {
    let said = ["team", "qualifications", "fte_percent"].map(|column| cells.text(column));
    if said.iter().all(String::is_empty) {
        return Some(None);
    }
    let team = cells.take("team", |name| {
        if name.is_empty() {
            Err("Write the name of their team.".to_owned())
        } else {
            check_name(name)
        }
    });
    let qualification = cells.take("qualifications", check_qualification);
    let share_percent = cells.take("fte_percent", check_share);
    let manager = cells.take("manager", check_manager);
    Some(Some(RowPlace {
        team: team?,
        qualification: qualification?,
        share_percent: share_percent?,
        manager: manager?,
    }))
}

fn check_id(text: &str) -> Result<Option<PersonId>, String> {
    let known = |text: &str| text.parse::<PersonId>().map(Some);
    if text.is_empty() {
        return Ok(None);
    }
    known(text).map_err(|_| format!("‘{text}’ is not an id: leave this cell empty for somebody new."))
}

fn check_qualification(words: &str) -> Result<Option<Qualification>, String> {
    if words.eq_ignore_ascii_case("none") {
        return Ok(None);
    }
    words
        .parse::<Qualification>()
        .map(Some)
        .map_err(|error| format!("{error}; ‘none’ for no duty."))
}

fn check_role(word: &str) -> Result<Option<OrganisationRole>, String> {
    if word.is_empty() {
        return Ok(None);
    }
    word.to_lowercase()
        .parse()
        .map(Some)
        .map_err(|error: String| format!("{error}."))
}

fn check_manager(word: &str) -> Result<Option<bool>, String> {
    match word.to_lowercase().as_str() {
        "" => Ok(None),
        "yes" | "true" | "1" => Ok(Some(true)),
        "no" | "false" | "0" => Ok(Some(false)),
        _ => Err(format!("‘{word}’ is neither yes nor no.")),
    }
}

fn check_state(word: &str) -> Result<Option<bool>, String> {
    match word.to_lowercase().as_str() {
        "" => Ok(None),
        "active" => Ok(Some(true)),
        "deactivated" => Ok(Some(false)),
        _ => Err(format!("‘{word}’ is not a state: use active or deactivated.")),
    }
}

/// Reads one row's cells and notes what is wrong with each.
struct Cells<'a> {
    columns: &'a Columns,
    record: &'a StringRecord,
    line: usize,
    faults: &'a mut Vec<ImportFault>,
}

impl Cells<'_> {
    fn text(&self, column: &str) -> String {
        self.columns.cell(self.record, column).unwrap_or_default()
    }

    fn take<T>(&mut self, column: &str, parse: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let value = self.text(column);
        match parse(&value) {
            Ok(parsed) => Some(parsed),
            Err(words) => {
                self.faults.push(fault(self.line, column, &value, words));
                None
            }
        }
    }
}
