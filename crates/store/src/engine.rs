//! One statement, two engines.
//!
//! Everything the store keeps is text or a 64-bit integer ([`Value`]), which both engines have as
//! their own. So a statement needs to know nothing of the connection that it runs on.

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

/// What a statement's parameter is set to.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    /// A text, or none.
    Text(Option<String>),
    /// A number, or none.
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

/// The statement with its parameters, for the engine of the connection that it is given to.
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

/// How long a server may take to answer one statement. It ends a statement of its own accord a little
/// earlier (`statement_timeout`); this is for one that has gone silent.
/// [`SESSION_POSTGRES`](crate::dialect::SESSION_POSTGRES) says when. Were this the shorter one, a statement
/// that only waits would pass for a lost connection.
const STATEMENT_DEADLINE: Duration = Duration::from_secs(8);

/// What the server answers in time.
async fn in_time<T>(answer: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, sqlx::Error> {
    let silent = || sqlx::Error::Io(io::Error::new(io::ErrorKind::TimedOut, "the server has gone silent"));
    tokio::time::timeout(STATEMENT_DEADLINE, answer).await.unwrap_or_else(|_| Err(silent()))
}

/// Runs one body against whichever engine is connected: expanded once for each.
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
    /// Runs a statement and tells how many rows it changed.
    pub(crate) async fn run(
        &mut self,
        statement: &'static str,
        values: Vec<Value>,
    ) -> Result<u64, sqlx::Error> {
        on_engine!(self, connection => {
            Ok(bound!(statement, values).execute(connection).await?.rows_affected())
        }, rows as _row)
    }

    /// Runs a statement that was put together for this one time.
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

    /// The last row that statements without parameters give.
    pub(crate) async fn execute_for_row(&mut self, sql: &'static str) -> Result<Option<Row>, sqlx::Error> {
        let sql = sqlx::raw_sql(sql.into_sql_str());
        on_engine!(self, connection => Ok(sql.fetch_all(connection).await?.pop().map(row)), rows as row)
    }

    /// All rows that a statement gives. On SQLite it may be several, which share their parameters.
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

    /// The first row that a statement gives.
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

    /// Ends the connection in good order.
    pub(crate) async fn close(self) -> Result<(), sqlx::Error> {
        on_engine!(self, connection => sqlx::Connection::close(connection).await, rows as _row)
    }
}
