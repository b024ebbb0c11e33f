//! Reading a row from left to right.

use chrono::{DateTime, Utc};
use clinic::{StoreError, Unreadable};

use crate::engine::Row;

/// Reads the columns of a row in order, and knows which table and row to name when one cannot be
/// read.
pub(crate) struct Cursor<'r> {
    row: &'r Row,
    column: usize,
    table: &'static str,
    key: &'r str,
}

impl<'r> Cursor<'r> {
    /// Starts at the first column.
    pub(crate) const fn new(row: &'r Row) -> Self {
        Self { row, column: 0, table: "", key: "" }
    }

    /// From here on the columns are those of `table`; the next one is the row's key.
    pub(crate) fn table(&mut self, table: &'static str) {
        self.keyed(table, self.column);
    }

    /// From here on the columns are those of `table` again, whose row's key was the first of all.
    pub(crate) fn first_table(&mut self, table: &'static str) {
        self.keyed(table, 0);
    }

    fn keyed(&mut self, table: &'static str, column: usize) {
        self.table = table;
        self.key = self.row.text(column).ok().flatten().unwrap_or("of unknown key");
    }

    /// Whether the next column, a text, has no value.
    pub(crate) fn is_null(&self) -> bool {
        matches!(self.row.text(self.column), Ok(None))
    }

    /// A text that is always there.
    pub(crate) fn text(&mut self, column: &'static str) -> Result<&'r str, StoreError> {
        self.optional_text(column)?.ok_or_else(|| self.unreadable(column))
    }

    /// A text that may be missing.
    pub(crate) fn optional_text(&mut self, column: &'static str) -> Result<Option<&'r str>, StoreError> {
        let text = self.row.text(self.column).map_err(|_| self.unreadable(column))?;
        self.column += 1;
        Ok(text)
    }

    /// A text that `parse` understands.
    pub(crate) fn parsed<T>(
        &mut self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, StoreError> {
        parse(self.text(column)?).ok_or_else(|| self.unreadable(column))
    }

    /// A text that may be missing and that `parse` understands.
    pub(crate) fn optional<T>(
        &mut self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, StoreError> {
        self.optional_text(column)?.map(|text| parse(text).ok_or_else(|| self.unreadable(column))).transpose()
    }

    /// A number that fits its type.
    pub(crate) fn number<T: TryFrom<i64>>(&mut self, column: &'static str) -> Result<T, StoreError> {
        self.optional_number(column)?.ok_or_else(|| self.unreadable(column))
    }

    /// A number that may be missing.
    pub(crate) fn optional_number<T: TryFrom<i64>>(
        &mut self,
        column: &'static str,
    ) -> Result<Option<T>, StoreError> {
        let number = self.row.int(self.column).map_err(|_| self.unreadable(column))?;
        self.column += 1;
        number.map(|number| T::try_from(number).map_err(|_| self.unreadable(column))).transpose()
    }

    /// A flag, 0 or 1.
    pub(crate) fn flag(&mut self, column: &'static str) -> Result<bool, StoreError> {
        match self.number::<i64>(column)? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(self.unreadable(column)),
        }
    }

    /// An instant.
    pub(crate) fn instant(&mut self, column: &'static str) -> Result<DateTime<Utc>, StoreError> {
        self.optional_instant(column)?.ok_or_else(|| self.unreadable(column))
    }

    /// An instant that may be missing.
    pub(crate) fn optional_instant(
        &mut self,
        column: &'static str,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.optional_number(column)?
            .map(|millis| DateTime::from_timestamp_millis(millis).ok_or_else(|| self.unreadable(column)))
            .transpose()
    }

    /// The error that names the cursor's position.
    pub(crate) fn unreadable(&self, column: &'static str) -> StoreError {
        Unreadable { table: self.table, column, row: self.key.to_owned() }.into()
    }
}
