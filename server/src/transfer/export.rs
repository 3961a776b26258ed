//! Out of a database.

use super::{
    Moved, TransferError,
    file::{Head, Writer},
};
use crate::{
    services::examine,
    store::{Examination, Store},
};
use domain::Instant;
use futures_util::TryStreamExt as _;
use std::{io::Write, path::Path};

/// Writes the organisation as it is at one moment, while others go on writing. `place` is what errors call `out`.
///
/// # Errors
/// [`TransferError::NotSound`], and what keeps the database from being read or `out` from being written.
pub async fn export(store: &Store, now: Instant, place: &Path, out: impl Write) -> Result<Moved, TransferError> {
    let report = examine(store).await?;
    if !report.complaints.is_empty() {
        return Err(TransferError::NotSound(report.complaints));
    }
    let mut examination = Examination::begin(store).await?;
    let mut writer = Writer::new(place, out);
    writer.head(&Head::new(examination.steps().await?, now.to_string()))?;
    let mut filled = 0;
    for table in examination.tables().await? {
        let mut rows = examination.rows(&table);
        let before = writer.rows;
        while let Some(row) = rows.try_next().await? {
            if writer.rows == before {
                writer.start(&table)?;
                filled += 1;
            }
            writer.row(row)?;
        }
    }
    Ok(Moved {
        tables: filled,
        rows: writer.end()?,
        report,
    })
}
