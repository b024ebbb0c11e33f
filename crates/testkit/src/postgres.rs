//! A PostgreSQL database for one test.
//!
//! `cargo xtask test` starts a server and puts its URL in `RESSURSTIMEBOK_TEST_POSTGRES`. Each test makes its
//! own database there and drops it at the end, so tests do not affect each other.

use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, process, thread};

use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

/// The environment variable with the URL of a server on which tests may make databases.
pub const SERVER: &str = "RESSURSTIMEBOK_TEST_POSTGRES";

/// A database that is dropped when this value is dropped.
pub struct TestDatabase {
    /// Its URL, as the option `--database` takes it.
    pub url: String,
    server: String,
    name: String,
}

/// Makes an empty database.
///
/// # Panics
/// When there is no server. The message says what to do.
pub async fn database() -> TestDatabase {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let server = env::var(SERVER).unwrap_or_else(|_| {
        panic!("{SERVER} is not set to a PostgreSQL server: run `cargo xtask test`, which starts one")
    });
    let name = format!("test_{}_{}", process::id(), MADE.fetch_add(1, Ordering::Relaxed));
    // A killed test leaves its database behind, and the system reuses process ids.
    run(&server, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
    run(&server, format!("CREATE DATABASE {name}")).await;
    TestDatabase { url: with_database(&server, &name), server, name }
}

/// Replaces the server's clock function: the database looks for names in `public` first.
const STANDING_CLOCK: &str = "CREATE TABLE public.standing_clock (at TIMESTAMPTZ NOT NULL); \
     CREATE FUNCTION public.clock_timestamp() RETURNS TIMESTAMPTZ LANGUAGE SQL VOLATILE \
     AS 'SELECT at FROM public.standing_clock'";

impl TestDatabase {
    /// Gives the database its own clock, stopped at an instant. Must be called before anyone connects.
    pub async fn stop_clock(&self, at: DateTime<Utc>) {
        run(&self.url, STANDING_CLOCK.to_owned()).await;
        self.set("search_path", "public, pg_catalog").await;
        self.set_clock(at).await;
    }

    /// Sets a parameter of the server for those who connect to the database from now on.
    pub async fn set(&self, parameter: &str, value: &str) {
        run(&self.server, format!("ALTER DATABASE {} SET {parameter} = {value}", self.name)).await;
    }

    /// Sets the clock of [`Self::stop_clock`].
    pub async fn set_clock(&self, at: DateTime<Utc>) {
        let set = format!(
            "DELETE FROM public.standing_clock; INSERT INTO public.standing_clock VALUES ('{}')",
            at.to_rfc3339()
        );
        run(&self.url, set).await;
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        let server = self.server.clone();
        let statement = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        // In its own thread, because the test's runtime may be shutting down.
        let dropping = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.expect("a runtime").block_on(run(&server, statement));
        });
        if dropping.join().is_err() {
            eprintln!("the database {} was not dropped", self.name);
        }
    }
}

async fn run(server: &str, statement: String) {
    let mut connection = PgConnection::connect(server)
        .await
        .unwrap_or_else(|error| panic!("no PostgreSQL answers at {SERVER}: {error}"));
    sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.expect("the statement succeeds");
    connection.close().await.expect("the connection closes");
}

/// The server's URL with the name of another database.
fn with_database(server: &str, name: &str) -> String {
    let (address, options) = match server.split_once('?') {
        Some((address, options)) => (address, format!("?{options}")),
        None => (server, String::new()),
    };
    let (scheme, rest) = address.split_once("://").unwrap_or(("postgres", address));
    let authority = rest.split('/').next().unwrap_or_default();
    format!("{scheme}://{authority}/{name}{options}")
}

#[cfg(test)]
mod tests {
    use super::with_database;

    #[test]
    fn the_url_gets_the_name_of_another_database() {
        for (server, wanted) in [
            ("postgres://me@here:5433", "postgres://me@here:5433/mine"),
            ("postgres://me@here/postgres?sslmode=disable", "postgres://me@here/mine?sslmode=disable"),
            ("postgres:///postgres?host=/run/pg", "postgres:///mine?host=/run/pg"),
        ] {
            assert_eq!(with_database(server, "mine"), wanted);
        }
    }
}
