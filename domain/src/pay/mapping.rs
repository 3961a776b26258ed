//! Columns of a payroll system: which of them it reads, in which order, and how it writes numbers.

use super::Fault;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// The most columns of a mapping.
const MOST_COLUMNS: usize = 60;
/// The longest heading or fixed text.
const LONGEST: usize = 100;

/// What a file has a row for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MappedRows {
    /// Each line and each adjustment.
    Lines,
    /// Each person and currency.
    People,
}

/// What stands in a column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    /// What the column of this name of the usual file holds.
    Column(String),
    /// The same text in every row.
    Text(String),
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedColumn {
    /// Its heading.
    pub head: String,
    /// What stands in it.
    pub cell: Cell,
}

/// What stands between columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Separator {
    /// `,`
    Comma,
    /// `;`
    Semicolon,
    /// A tab.
    Tab,
}

impl Separator {
    /// The word in forms.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Comma => "comma",
            Self::Semicolon => "semicolon",
            Self::Tab => "tab",
        }
    }

    /// The byte in files.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

impl FromStr for Separator {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        let all = [Self::Comma, Self::Semicolon, Self::Tab];
        let found = all.into_iter().find(|it| it.key() == word);
        found.ok_or_else(|| format!("‘{word}’ is not a choice: use comma, semicolon or tab"))
    }
}

/// How a payroll system reads a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// What it has a row for.
    pub rows: MappedRows,
    /// Its columns, in order.
    pub columns: Vec<MappedColumn>,
    /// What stands between them.
    pub separator: Separator,
    /// Whether amounts are written with a comma: `12,50`.
    pub decimal_comma: bool,
    /// Whether the first row holds the headings.
    pub headings: bool,
}

impl MappedColumn {
    /// Reads a column for each line: `Heading = column`, or `Heading = "text"` for the same text in every row. `known` are
    /// the columns that there are.
    ///
    /// # Errors
    /// A [`Fault`] for each line that cannot be used.
    ///
    /// ```
    /// use domain::pay::{Cell, MappedColumn};
    /// let columns = MappedColumn::read("Employee = email\nElement = \"Stand=by\"\n", &["email", "amount"]).unwrap();
    /// assert_eq!(columns[0].cell, Cell::Column("email".into()));
    /// assert_eq!(columns[1].to_string(), "Element = \"Stand=by\"");
    /// let faults = MappedColumn::read("Employee = e-mail", &["email"]).unwrap_err();
    /// assert_eq!(faults[0].to_string(), "columns: line 1: ‘e-mail’ is not a column: use one of email, or a text in quotes");
    /// ```
    pub fn read(text: &str, known: &[&str]) -> Result<Vec<Self>, Vec<Fault>> {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let (mut columns, mut faults) = (Vec::new(), Vec::new());
        for (number, line) in lines {
            match Self::read_one(line.trim(), known) {
                Ok(column) => columns.push(column),
                Err(reason) => faults.push(Fault::new("columns", format!("line {}: {reason}", number + 1))),
            }
        }
        match columns.len() {
            0 if faults.is_empty() => faults.push(Fault::new("columns", "there is none: write one on each line")),
            many if many > MOST_COLUMNS => faults.push(Fault::new(
                "columns",
                format!("{many} columns: use at most {MOST_COLUMNS}"),
            )),
            _ => {}
        }
        if faults.is_empty() { Ok(columns) } else { Err(faults) }
    }

    fn read_one(line: &str, known: &[&str]) -> Result<Self, String> {
        let (head, cell) = line
            .split_once('=')
            .ok_or_else(|| format!("‘{line}’ is no column: write Heading = column"))?;
        let (head, cell) = (head.trim(), cell.trim());
        let long = |text: &str| text.chars().count() > LONGEST || text.chars().any(char::is_control);
        if head.is_empty() || long(head) {
            return Err(format!("‘{head}’ is no heading: use 1 to {LONGEST} characters"));
        }
        let quoted = cell.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let cell = match quoted {
            Some(text) if long(text) || text.contains('"') => {
                return Err(format!("the text of ‘{head}’ is too long, or has quotes in it"));
            }
            Some(text) => Cell::Text(text.to_owned()),
            None if known.contains(&cell) => Cell::Column(cell.to_owned()),
            None => {
                return Err(format!(
                    "‘{cell}’ is not a column: use one of {}, or a text in quotes",
                    known.join(", ")
                ));
            }
        };
        Ok(Self {
            head: head.to_owned(),
            cell,
        })
    }
}

impl fmt::Display for MappedColumn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cell {
            Cell::Column(name) => write!(f, "{} = {name}", self.head),
            Cell::Text(text) => write!(f, "{} = \"{text}\"", self.head),
        }
    }
}
