//! The lines of an exported organisation.

use super::TransferError;
use crate::store::{Column, Kind, Table, Value};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::{
    io::{self, BufRead, Read as _, Write},
    path::{Path, PathBuf},
};

/// The version of the lines.
const VERSION: u32 = 1;
/// No row is as long as this, in bytes.
const LONGEST: u64 = 64 * 1024 * 1024;

/// The first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    tandem: String,
    version: u32,
    /// The steps that the schema had taken.
    pub(super) steps: Vec<i64>,
    /// Which Tandem made it, and when.
    by: String,
    at: String,
}

impl Head {
    pub(super) fn new(steps: Vec<i64>, at: String) -> Self {
        Self {
            tandem: "organisation".to_owned(),
            version: VERSION,
            steps,
            by: env!("CARGO_PKG_VERSION").to_owned(),
            at,
        }
    }
}

/// The line before the rows of a table.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Start {
    pub(super) table: String,
    columns: Vec<String>,
}

/// The last line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct End {
    rows: u64,
    sha256: String,
}

/// Writes lines, and digests them on the way.
pub(super) struct Writer<W> {
    place: PathBuf,
    out: W,
    digest: Sha256,
    pub(super) rows: u64,
}

impl<W: Write> Writer<W> {
    pub(super) fn new(place: &Path, out: W) -> Self {
        Self {
            place: place.to_owned(),
            out,
            digest: Sha256::new(),
            rows: 0,
        }
    }

    pub(super) fn head(&mut self, head: &Head) -> Result<(), TransferError> {
        self.line(head)
    }

    pub(super) fn start(&mut self, table: &Table) -> Result<(), TransferError> {
        self.line(&Start {
            table: table.name.clone(),
            columns: table.columns.iter().map(|column| column.name.clone()).collect(),
        })
    }

    pub(super) fn row(&mut self, row: Vec<Value>) -> Result<(), TransferError> {
        let cells = row.into_iter().map(|value| match value {
            Value::Nothing(_) => serde_json::Value::Null,
            Value::Text(text) => text.into(),
            Value::Integer(number) => number.into(),
        });
        self.rows += 1;
        self.line(&cells.collect::<Vec<serde_json::Value>>())
    }

    /// Writes the last line, and hands the rest to the system.
    pub(super) fn end(mut self) -> Result<u64, TransferError> {
        let end = End {
            rows: self.rows,
            sha256: hex(self.digest.clone()),
        };
        self.line(&end)?;
        self.out
            .flush()
            .map_err(|error| TransferError::Stream(self.place, error))?;
        Ok(end.rows)
    }

    fn line(&mut self, line: &impl Serialize) -> Result<(), TransferError> {
        let mut bytes = serde_json::to_vec(line).map_err(|error| self.fault(error.into()))?;
        bytes.push(b'\n');
        self.digest.update(&bytes);
        self.out.write_all(&bytes).map_err(|error| self.fault(error))
    }

    fn fault(&self, error: io::Error) -> TransferError {
        TransferError::Stream(self.place.clone(), error)
    }
}

/// A line after the first.
pub(super) enum Line {
    /// Rows of this table follow.
    Start(Start),
    /// A row of the last table, a cell for each column.
    Row(Vec<serde_json::Value>),
    /// Nothing follows.
    End,
}

/// Reads lines, and digests them on the way.
pub(super) struct Reader<R> {
    place: PathBuf,
    from: R,
    digest: Sha256,
    /// How many lines were read.
    pub(super) number: u64,
    pub(super) rows: u64,
}

impl<R: BufRead> Reader<R> {
    /// Reads the first line.
    pub(super) fn open(place: &Path, from: R) -> Result<(Head, Self), TransferError> {
        let mut reader = Self {
            place: place.to_owned(),
            from,
            digest: Sha256::new(),
            number: 0,
            rows: 0,
        };
        let bytes = reader.bytes()?;
        let head: Head = serde_json::from_slice(&bytes)
            .map_err(|_| reader.wrong("this is no organisation that `tandem export organisation` wrote".to_owned()))?;
        reader.digest.update(&bytes);
        if head.tandem != "organisation" || head.version != VERSION {
            let reason = format!(
                "this version reads organisations of version {VERSION}, not {}",
                head.version
            );
            return Err(reader.wrong(reason));
        }
        Ok((head, reader))
    }

    pub(super) fn next(&mut self) -> Result<Line, TransferError> {
        let bytes = self.bytes()?;
        let so_far = self.digest.clone();
        self.digest.update(&bytes);
        if bytes.starts_with(b"[") {
            self.rows += 1;
            return Ok(Line::Row(self.parsed(&bytes)?));
        }
        if !bytes.starts_with(b"{\"rows\"") {
            return Ok(Line::Start(self.parsed(&bytes)?));
        }
        let end: End = self.parsed(&bytes)?;
        if end.rows != self.rows {
            return Err(TransferError::Changed("it has not as many rows as it says"));
        }
        if end.sha256 != hex(so_far) {
            return Err(TransferError::Changed("its digest differs"));
        }
        let nothing_left = self.from.fill_buf().map(<[u8]>::is_empty);
        if !nothing_left.map_err(|error| self.fault(error))? {
            return Err(TransferError::Changed("something follows its last line"));
        }
        Ok(Line::End)
    }

    /// The values of a row of `table`, whose columns were given in this order.
    pub(super) fn values(
        &self,
        table: &Table,
        order: &[usize],
        row: Vec<serde_json::Value>,
    ) -> Result<Vec<Value>, TransferError> {
        if row.len() != order.len() {
            return Err(self.wrong(format!(
                "a row of {} has {} cells, not {}",
                table.name,
                row.len(),
                order.len()
            )));
        }
        let mut values: Vec<Value> = table.columns.iter().map(|column| Value::Nothing(column.kind)).collect();
        for (cell, index) in row.into_iter().zip(order) {
            if let (Some(column), Some(value)) = (table.columns.get(*index), values.get_mut(*index)) {
                *value = self.value(table, column, cell)?;
            }
        }
        Ok(values)
    }

    fn value(&self, table: &Table, column: &Column, cell: serde_json::Value) -> Result<Value, TransferError> {
        use serde_json::Value as Cell;
        match (column.kind, cell) {
            (kind, Cell::Null) => Ok(Value::Nothing(kind)),
            (Kind::Text, Cell::String(text)) => Ok(Value::Text(text)),
            (Kind::Integer, Cell::Number(number)) if number.is_i64() => {
                Ok(Value::Integer(number.as_i64().unwrap_or_default()))
            }
            (kind, cell) => {
                let kind = if kind == Kind::Text { "a text" } else { "a whole number" };
                Err(self.wrong(format!("{} of {} is {kind}, not {cell}", column.name, table.name)))
            }
        }
    }

    /// Where each column of the file stands in the table.
    pub(super) fn order(&self, table: &Table, start: &Start) -> Result<Vec<usize>, TransferError> {
        let place = |name: &String| {
            let found = table.columns.iter().position(|column| column.name == *name);
            found.ok_or_else(|| self.wrong(format!("{} has no column ‘{name}’", table.name)))
        };
        let order: Vec<usize> = start.columns.iter().map(place).collect::<Result<_, _>>()?;
        let missing = (table.columns.iter().enumerate()).find(|(index, _)| !order.contains(index));
        if let Some((_, column)) = missing {
            return Err(self.wrong(format!("{} of {} is missing", column.name, table.name)));
        }
        if order.len() != table.columns.len() {
            return Err(self.wrong(format!("a column of {} stands there twice", table.name)));
        }
        Ok(order)
    }

    /// What is wrong with the line that was read last.
    pub(super) fn wrong(&self, reason: String) -> TransferError {
        TransferError::Line {
            line: self.number,
            reason,
        }
    }

    fn parsed<T: serde::de::DeserializeOwned>(&self, bytes: &[u8]) -> Result<T, TransferError> {
        serde_json::from_slice(bytes).map_err(|error| self.wrong(format!("it cannot be read: {error}")))
    }

    /// The next line, with its end.
    fn bytes(&mut self) -> Result<Vec<u8>, TransferError> {
        let mut bytes = Vec::new();
        let read = self.from.by_ref().take(LONGEST).read_until(b'\n', &mut bytes);
        read.map_err(|error| self.fault(error))?;
        if !bytes.ends_with(b"\n") {
            self.number += 1;
            return Err(if bytes.len() as u64 == LONGEST {
                self.wrong("it is longer than 64 MB".to_owned())
            } else if self.number == 1 {
                self.wrong("this is no organisation that `tandem export organisation` wrote".to_owned())
            } else {
                TransferError::CutOff
            });
        }
        self.number += 1;
        Ok(bytes)
    }

    fn fault(&self, error: io::Error) -> TransferError {
        TransferError::Stream(self.place.clone(), error)
    }
}

fn hex(digest: Sha256) -> String {
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
