//! Into an empty database.

use super::{
    Moved, TransferError,
    file::{Line, Reader},
};
use crate::{
    services::examine,
    store::{Filling, Store, StoreError, Table},
};
use std::{io::BufRead, path::Path};

/// Reads an organisation into the empty database at `url`, which is made when it is a file that is missing, and brings it
/// up to date. All of it, or nothing. `place` is what errors call `from`.
///
/// # Errors
/// What is wrong with the file or the database, see [`TransferError`].
pub async fn import(url: &str, place: &Path, from: impl BufRead) -> Result<Moved, TransferError> {
    let (head, mut reader) = Reader::open(place, from)?;
    let store = match Store::open_to_fill(url, &head.steps).await {
        Err(StoreError::Newer(step)) if head.steps.contains(&step) => return Err(TransferError::Newer(step)),
        Err(StoreError::Newer(step)) => return Err(TransferError::Older(step)),
        opened => opened?,
    };
    let done = fill_and_examine(&store, &mut reader).await;
    store.close().await;
    done
}

async fn fill_and_examine<R: BufRead>(store: &Store, reader: &mut Reader<R>) -> Result<Moved, TransferError> {
    let mut filling = Filling::begin(store).await?;
    let tables = filling.tables().await?;
    if let Some(taken) = filling.taken(&tables).await? {
        return Err(TransferError::NotEmpty(taken.to_owned()));
    }
    let filled = fill(&mut filling, &tables, reader).await?;
    filling.commit().await?;
    store.bring_up_to_date().await?;
    let report = examine(store).await?;
    if !report.complaints.is_empty() {
        return Err(TransferError::Unsound(report.complaints));
    }
    Ok(Moved {
        tables: filled,
        rows: reader.rows,
        report,
    })
}

/// Puts in all rows; answers of how many tables they are.
async fn fill<R: BufRead>(
    filling: &mut Filling,
    tables: &[Table],
    reader: &mut Reader<R>,
) -> Result<usize, TransferError> {
    let mut current: Option<(&Table, Vec<usize>)> = None;
    let mut filled = 0;
    loop {
        let line = reader.next()?;
        if let (Line::Start(_) | Line::End, Some((table, _))) = (&line, &current) {
            let full = filling.table_is_full().await;
            full.map_err(|error| refused(reader, table, error))?;
        }
        match line {
            Line::End => return Ok(filled),
            Line::Start(start) => {
                let known = tables.iter().find(|table| table.name == start.table);
                let table = known.ok_or_else(|| reader.wrong(format!("there is no table ‘{}’", start.table)))?;
                current = Some((table, reader.order(table, &start)?));
                filled += 1;
            }
            Line::Row(row) => {
                let Some((table, order)) = &current else {
                    return Err(reader.wrong("a row stands before the first table".to_owned()));
                };
                let values = reader.values(table, order, row)?;
                let put = filling.put(table, values).await;
                put.map_err(|error| refused(reader, table, error))?;
            }
        }
    }
}

fn refused<R>(reader: &Reader<R>, table: &Table, error: StoreError) -> TransferError {
    TransferError::Refused {
        line: reader.number,
        table: table.name.clone(),
        error,
    }
}
