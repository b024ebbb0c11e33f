//! Runs the same statement on either engine.
//!
//! All stored values are texts or 64-bit integers ([`Value`]), types that both engines have. So a statement
//! does not depend on the connection it runs on.

use std::io;
use std::time::Duration;

use sqlx::postgres::{PgConnection, PgRow};
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Row as _, SqlSafeStr, SqlStr};

/// A connection to either engine.
pub(crate) enum Connection {
    /// To the file in the data folder.
    Sqlite(SqliteConnection),
    /// To a server.
    Postgres(PgConnection),
}

/// The value of a statement's parameter.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    /// A text, or NULL.
    Text(Option<String>),
    /// A number, or NULL.
    Int(Option<i64>),
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        Self::Text(text.map(str::to_owned))
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Int(Some(number))
    }
}

impl From<Option<i64>> for Value {
    fn from(number: Option<i64>) -> Self {
        Self::Int(number)
    }
}

/// The parameters `$1`, `$2` and so on of a statement.
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$($crate::engine::Value::from($value)),*] };
}
pub(crate) use values;

/// A row of either engine.
pub(crate) enum Row {
    /// From SQLite.
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    Postgres(PgRow),
}

impl Row {
    /// The text in a column, counted from 0.
    pub(crate) fn text(&self, column: usize) -> Result<Option<&str>, sqlx::Error> {
        match self {
            Self::Sqlite(row) => row.try_get(column),
            Self::Postgres(row) => row.try_get(column),
        }
    }

    /// The number in a column, counted from 0.
    pub(crate) fn int(&self, column: usize) -> Result<Option<i64>, sqlx::Error> {
        match self {
            Self::Sqlite(row) => row.try_get(column),
            Self::Postgres(row) => row.try_get(column),
        }
    }
}

/// The statement with its parameters, for the connection's engine.
macro_rules! bound {
    ($statement:expr, $values:expr) => {{
        let mut query = sqlx::query($statement);
        for value in $values {
            query = match value {
                Value::Text(text) => query.bind(text),
                Value::Int(number) => query.bind(number),
            };
        }
        query
    }};
}

/// How long to wait for a server's answer to one statement. The server itself ends a statement a little
/// earlier (`statement_timeout` in [`SESSION_POSTGRES`](crate::dialect::SESSION_POSTGRES)); this limit is for
/// a server that no longer answers. If this limit were shorter, a statement that only waits would be taken
/// for a lost connection.
const STATEMENT_DEADLINE: Duration = Duration::from_secs(8);

/// The server's answer, or an error after [`STATEMENT_DEADLINE`].
async fn in_time<T>(answer: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, sqlx::Error> {
    let silent = || sqlx::Error::Io(io::Error::new(io::ErrorKind::TimedOut, "the server no longer answers"));
    tokio::time::timeout(STATEMENT_DEADLINE, answer).await.unwrap_or_else(|_| Err(silent()))
}

/// Runs one body on the connected engine; expanded once for each engine.
macro_rules! on_engine {
    ($self:expr, $connection:ident => $body:expr, rows as $row:ident) => {
        match $self {
            Connection::Sqlite($connection) => {
                let $row = Row::Sqlite;
                $body
            }
            Connection::Postgres($connection) => {
                let $row = Row::Postgres;
                in_time(async { $body }).await
            }
        }
    };
}

impl Connection {
    /// Runs a statement and returns the number of changed rows.
    pub(crate) async fn run(
        &mut self,
        statement: &'static str,
        values: Vec<Value>,
    ) -> Result<u64, sqlx::Error> {
        on_engine!(self, connection => {
            Ok(bound!(statement, values).execute(connection).await?.rows_affected())
        }, rows as _row)
    }

    /// Runs a statement whose text was built for this call.
    pub(crate) async fn run_once(
        &mut self,
        statement: SqlStr,
        values: Vec<Value>,
    ) -> Result<u64, sqlx::Error> {
        on_engine!(self, connection => {
            Ok(bound!(statement, values).persistent(false).execute(connection).await?.rows_affected())
        }, rows as _row)
    }

    /// Runs statements that take no parameters, such as BEGIN.
    pub(crate) async fn execute(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        let sql = sqlx::raw_sql(sql.into_sql_str());
        on_engine!(self, connection => {
            sql.execute(connection).await?;
            Ok(())
        }, rows as _row)
    }

    /// Runs statements without parameters and returns their last row.
    pub(crate) async fn execute_for_row(&mut self, sql: &'static str) -> Result<Option<Row>, sqlx::Error> {
        let sql = sqlx::raw_sql(sql.into_sql_str());
        on_engine!(self, connection => Ok(sql.fetch_all(connection).await?.pop().map(row)), rows as row)
    }

    /// All rows of a statement. On SQLite it may be several statements that share their parameters.
    pub(crate) async fn rows(
        &mut self,
        statement: &'static str,
        values: Vec<Value>,
    ) -> Result<Vec<Row>, sqlx::Error> {
        on_engine!(self, connection => {
            let rows = bound!(statement, values).fetch_all(connection).await?;
            Ok(rows.into_iter().map(row).collect())
        }, rows as row)
    }

    /// The first row of a statement.
    pub(crate) async fn row(
        &mut self,
        statement: &'static str,
        values: Vec<Value>,
    ) -> Result<Option<Row>, sqlx::Error> {
        on_engine!(self, connection => {
            Ok(bound!(statement, values).fetch_optional(connection).await?.map(row))
        }, rows as row)
    }

    /// Whether the server still answers.
    pub(crate) async fn ping(&mut self) -> Result<(), sqlx::Error> {
        on_engine!(self, connection => sqlx::Connection::ping(connection).await, rows as _row)
    }

    /// Closes the connection in order.
    pub(crate) async fn close(self) -> Result<(), sqlx::Error> {
        on_engine!(self, connection => sqlx::Connection::close(connection).await, rows as _row)
    }
}
