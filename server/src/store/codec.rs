//! Columns to values and back: what the database holds is checked, never trusted.

use super::{Result, StoreError};
use domain::{Instant, Pairing, Span};
use sqlx::{Row as _, any::AnyRow};
use std::str::FromStr;

/// Reads columns of one row, naming the table when a value is bad.
pub(super) struct Columns<'r> {
    table: &'static str,
    row: &'r AnyRow,
}

impl<'r> Columns<'r> {
    pub(super) fn of(table: &'static str, row: &'r AnyRow) -> Self {
        Self { table, row }
    }

    pub(super) fn text(&self, column: &'static str) -> Result<String> {
        Ok(self.row.try_get(column)?)
    }

    pub(super) fn text_option(&self, column: &'static str) -> Result<Option<String>> {
        Ok(self.row.try_get(column)?)
    }

    pub(super) fn number(&self, column: &'static str) -> Result<i64> {
        Ok(self.row.try_get(column)?)
    }

    pub(super) fn number_option(&self, column: &'static str) -> Result<Option<i64>> {
        Ok(self.row.try_get(column)?)
    }

    pub(super) fn flag(&self, column: &'static str) -> Result<bool> {
        Ok(self.number(column)? != 0)
    }

    pub(super) fn instant(&self, column: &'static str) -> Result<Instant> {
        Ok(Instant::from_seconds(self.number(column)?))
    }

    pub(super) fn instant_option(&self, column: &'static str) -> Result<Option<Instant>> {
        Ok(self.number_option(column)?.map(Instant::from_seconds))
    }

    /// A value written as text: an id, a word.
    pub(super) fn parsed<T: FromStr>(&self, column: &'static str) -> Result<T>
    where
        T::Err: std::fmt::Display,
    {
        self.text(column)?.parse().map_err(|error| self.bad(column, error))
    }

    pub(super) fn parsed_option<T: FromStr>(&self, column: &'static str) -> Result<Option<T>>
    where
        T::Err: std::fmt::Display,
    {
        let text = self.text_option(column)?;
        text.map(|text| text.parse())
            .transpose()
            .map_err(|error| self.bad(column, error))
    }

    /// A value written as JSON.
    pub(super) fn json<T: serde::de::DeserializeOwned>(&self, column: &'static str) -> Result<T> {
        serde_json::from_str(&self.text(column)?).map_err(|error| self.bad(column, error))
    }

    /// `starts_at` and `ends_at`.
    pub(super) fn span(&self) -> Result<Span> {
        Span::new(self.instant("starts_at")?, self.instant("ends_at")?).map_err(|error| self.bad("ends_at", error))
    }

    /// `lead_id` and `engineer_id`.
    pub(super) fn pairing(&self) -> Result<Pairing> {
        Pairing::new(self.parsed_option("lead_id")?, self.parsed_option("engineer_id")?)
            .map_err(|error| self.bad("engineer_id", error))
    }

    pub(super) fn bad(&self, column: &'static str, reason: impl std::fmt::Display) -> StoreError {
        StoreError::Inconsistent {
            table: self.table,
            column,
            reason: reason.to_string(),
        }
    }
}

/// A value as the JSON text of its column.
pub(super) fn json<T: serde::Serialize>(table: &'static str, column: &'static str, value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| StoreError::Inconsistent {
        table,
        column,
        reason: error.to_string(),
    })
}

/// An id or `NULL`.
pub(super) fn text_of<T: ToString>(value: Option<T>) -> Option<String> {
    value.map(|value| value.to_string())
}
