//! Queries, one module for each noun. Every one names the clinic first.

pub(crate) mod bookings;
pub(crate) mod calendar;
pub(crate) mod offer;
pub(crate) mod outbox;
pub(crate) mod patients;

use clinic::StoreError;

use crate::engine::{Connection, Row, Value};
use crate::fault::store_error;
use crate::rows::Cursor;

/// Every row of a query, each read from its first column on.
async fn all<T>(
    connection: &mut Connection,
    statement: &'static str,
    values: Vec<Value>,
    read: impl Fn(&mut Cursor<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let rows = connection.rows(statement, values).await.map_err(store_error)?;
    rows.iter().map(|row| read(&mut Cursor::new(row))).collect()
}

/// The first row of a query.
async fn first<T>(
    connection: &mut Connection,
    statement: &'static str,
    values: Vec<Value>,
    read: impl Fn(&mut Cursor<'_>) -> Result<T, StoreError>,
) -> Result<Option<T>, StoreError> {
    let row: Option<Row> = connection.row(statement, values).await.map_err(store_error)?;
    row.map(|row| read(&mut Cursor::new(&row))).transpose()
}
