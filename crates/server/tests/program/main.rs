//! The server program as a process: its arguments, output and exit code.

mod log;
mod password;

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use clinic::BookingStore;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::net::{TcpListener, TcpStream};
use tokio::process::{Child, ChildStderr, ChildStdout, Command};

/// How long to wait for a line before the test fails. Normally lines come much sooner.
const PATIENCE: Duration = Duration::from_secs(60);

struct Program {
    child: Child,
    out: Lines<BufReader<ChildStdout>>,
    err: Lines<BufReader<ChildStderr>>,
}

impl Program {
    fn start(arguments: &[&str]) -> Self {
        Self::start_in(&[], arguments)
    }

    /// Starts the program with only these passwords in the environment.
    fn start_in(passwords: &[(&str, &str)], arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_ressurstimebok-server"))
            .args(arguments)
            .env_remove("PGPASSWORD")
            .env_remove("RESSURSTIMEBOK_DATABASE_PASSWORD")
            .envs(passwords.iter().copied())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("the program starts");
        let out = BufReader::new(child.stdout.take().expect("standard output")).lines();
        let err = BufReader::new(child.stderr.take().expect("standard error")).lines();
        Self { child, out, err }
    }

    fn on(folder: &Path, more: &[&str]) -> Self {
        let folder = folder.to_str().expect("a folder with a plain name");
        let mut arguments = vec!["--data", folder, "--portal", "127.0.0.1:0"];
        arguments.extend(more);
        Self::start(&arguments)
    }

    async fn prints(&mut self, text: &str) -> String {
        find(&mut self.out, text).await
    }

    /// The address of its portal.
    async fn address(&mut self) -> String {
        let line = self.prints("portal listening on ").await;
        let address = line.strip_prefix("portal listening on http://");
        address.expect("the line begins with this text").to_owned()
    }

    #[cfg(unix)]
    fn terminate(&self) {
        self.signal("-TERM");
    }

    #[cfg(unix)]
    fn signal(&self, name: &str) {
        let id = self.child.id().expect("a process").to_string();
        let killed = std::process::Command::new("kill").args([name, &id]).status().expect("kill");
        assert!(killed.success());
    }

    async fn prints_error(&mut self, text: &str) -> String {
        find(&mut self.err, text).await
    }

    async fn code(&mut self) -> Option<i32> {
        let ended = tokio::time::timeout(PATIENCE, self.child.wait()).await;
        ended.expect("the program ends").expect("an exit code").code()
    }
}

async fn find(lines: &mut Lines<BufReader<impl AsyncRead + Unpin>>, text: &str) -> String {
    let mut seen = Vec::new();
    let search = async {
        while let Some(line) = lines.next_line().await.expect("a line") {
            if line.contains(text) {
                return Some(line);
            }
            seen.push(line);
        }
        None
    };
    let found = tokio::time::timeout(PATIENCE, search).await.ok().flatten();
    found.unwrap_or_else(|| panic!("waited for «{text}», seen {seen:?}"))
}

#[tokio::test]
async fn it_says_where_the_portal_listens_and_whom_to_log_in_as() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut program = Program::on(folder.path(), &["--demo", "--today", "2025-01-21T09:00"]);
    program.prints("Kurt Håkon Grytten").await;
    TcpStream::connect(program.address().await).await.expect("the portal answers");
}

#[tokio::test]
async fn a_folder_that_is_in_use_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut first = Program::on(folder.path(), &["--demo"]);
    first.prints("portal listening").await;
    let mut second = Program::on(folder.path(), &["--demo"]);
    second.prints_error("in use").await;
    assert_eq!(second.code().await, Some(1));
}

#[tokio::test]
async fn a_port_that_is_taken_is_reported() {
    let folder = tempfile::tempdir().expect("a folder");
    let taken = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = taken.local_addr().expect("its address").to_string();
    let data = folder.path().to_str().expect("a plain name");
    let mut program = Program::start(&["--demo", "--data", data, "--portal", &address]);
    program.prints_error(&format!("{address} cannot be used")).await;
    assert_eq!(program.code().await, Some(1));
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_is_reported() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    std::fs::write(&file, "not a folder").expect("a file");
    let mut program = Program::on(&file.join("data"), &[]);
    program.prints_error("cannot write").await;
    assert_eq!(program.code().await, Some(1));
}

#[tokio::test]
async fn data_of_a_newer_program_are_not_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut program = Program::on(folder.path(), &["--demo"]);
    program.prints("portal listening").await;
    program.child.kill().await.expect("it ends");
    let url = format!("sqlite://{}", folder.path().join("ressurstimebok.sqlite").display());
    let pool = sqlx::SqlitePool::connect(&url).await.expect("the file");
    let newer = "UPDATE _sqlx_migrations SET version = 99 \
                 WHERE version = (SELECT max(version) FROM _sqlx_migrations)";
    sqlx::query(newer).execute(&pool).await.expect("a newer version");
    pool.close().await;

    let mut older = Program::on(folder.path(), &["--demo"]);
    older.prints_error("99").await;
    assert_eq!(older.code().await, Some(1));
}

#[tokio::test]
async fn it_waits_for_an_unavailable_database() {
    let folder = tempfile::tempdir().expect("a folder");
    // A port that was just released, so nobody listens there.
    let gone = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("its address");
    let url = format!("postgres://nobody@{gone}/nothing");
    let mut program = Program::on(folder.path(), &["--database", &url]);
    program.prints_error("trying again").await;
    program.prints_error("trying again").await;
}

#[cfg(unix)]
#[tokio::test]
async fn it_ends_at_each_signal_that_asks_for_it() {
    for signal in ["-TERM", "-INT", "-HUP"] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut program = Program::on(folder.path(), &["--demo"]);
        program.prints("portal listening").await;
        program.signal(signal);
        assert_eq!(program.code().await, Some(0), "{signal}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_request_in_flight_is_answered_before_it_ends() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut program = Program::on(folder.path(), &["--demo"]);
    let address = program.address().await;
    let mut form = TcpStream::connect(&address).await.expect("the portal answers");
    let head = "POST /logg-inn HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\n\
        Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 8\r\n\r\n";
    form.write_all(head.as_bytes()).await.expect("the head is sent");
    // The handler has started and waits for the rest of the request.
    assert!(some_answer(&mut form).await.starts_with("HTTP/1.1 100 "));
    program.terminate();
    let closed = async { while TcpStream::connect(&address).await.is_ok() {} };
    tokio::time::timeout(PATIENCE, closed).await.expect("no new connection is accepted");
    form.write_all(b"person=x").await.expect("the form is sent");
    assert!(some_answer(&mut form).await.starts_with("HTTP/1.1 404 "));
    assert_eq!(program.code().await, Some(0));
}

async fn some_answer(from: &mut TcpStream) -> String {
    let mut seen = vec![0; 64];
    let read = tokio::time::timeout(PATIENCE, from.read(&mut seen)).await.expect("an answer in time");
    String::from_utf8_lossy(seen.get(..read.expect("an answer")).unwrap_or_default()).into_owned()
}

/// A decision made seconds before is sent, and the database file alone contains the whole clinic.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn waiting_notifications_are_sent_before_it_ends() {
    let test = testkit::TestClinic::demo().await;
    let id = test.ask("Kurt", "13:30", "influensavaksine").await;
    let first = test.booking(id).await.booking.revision;
    test.clinic.confirm(&test.kari(), id, first).await.expect("confirmed");
    let clinic = test.clinic.id();
    let folder = test.keep_folder();
    let mut program = Program::on(&folder, &["--demo", "--today", "2025-01-21T09:00"]);
    program.prints("portal listening").await;
    program.terminate();
    assert_eq!(program.code().await, Some(0));

    let file = "ressurstimebok.sqlite";
    let elsewhere = tempfile::tempdir().expect("a folder");
    std::fs::copy(folder.join(file), elsewhere.path().join(file)).expect("one file");
    let store = store::open_sqlite(elsewhere.path()).await.expect("a store");
    let view = store.booking(clinic, id).await.expect("a store").expect("the booking");
    assert_eq!(view.patient_status(), clinic::PatientStatus::Granted);
    assert_eq!(view.pending, None);
    std::fs::remove_dir_all(folder).expect("the folder goes");
}

/// A clinic other than the demo's, with one patient, in a folder that no program has open.
async fn a_real_clinic(folder: &Path) -> sqlx::sqlite::SqliteConnectOptions {
    let store = store::open_sqlite(folder).await.expect("a store");
    drop(store);
    let file = folder.join("ressurstimebok.sqlite");
    let database = sqlx::sqlite::SqliteConnectOptions::new().filename(&file);
    let pool = sqlx::SqlitePool::connect_with(database.clone()).await.expect("the file");
    let patient =
        "INSERT INTO patient (clinic_id, id, name, identity, made) VALUES ('ekte', 'p', 'n', 'i', 1)";
    sqlx::query(patient).execute(&pool).await.expect("a patient");
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&pool).await.expect("one file");
    pool.close().await;
    database
}

#[tokio::test]
async fn the_demo_refuses_the_data_of_another_clinic_and_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let database = a_real_clinic(folder.path()).await;
    let file = database.get_filename().to_owned();
    let before = std::fs::read(&file).expect("the data");
    let mut program = Program::on(folder.path(), &["--demo"]);
    program.prints_error("not the demo's").await;
    assert_eq!(program.code().await, Some(1));
    assert_eq!(std::fs::read(&file).expect("the data"), before);
}

#[tokio::test]
async fn the_demo_refuses_another_clinics_id() {
    let folder = tempfile::tempdir().expect("a folder");
    let other = "0190aaaa-0000-7000-8000-000000000002";
    let mut program = Program::on(folder.path(), &["--demo", "--clinic", other]);
    program.prints_error("not the demo's").await;
    assert!(!folder.path().join("ressurstimebok.sqlite").exists());
}

#[tokio::test]
async fn behind_a_proxy_it_answers_only_to_the_public_address() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut program = Program::on(folder.path(), &["--demo", "--public-url", "https://time.no"]);
    program.prints("https://time.no/logg-inn").await;
    let address = program.address().await;
    for (host, answer) in [("time.no", "HTTP/1.1 200 "), ("127.0.0.1", "HTTP/1.1 421 ")] {
        let mut page = TcpStream::connect(&address).await.expect("the portal answers");
        let head = format!("GET /logg-inn HTTP/1.1\r\nHost: {host}\r\n\r\n");
        page.write_all(head.as_bytes()).await.expect("the head is sent");
        assert!(some_answer(&mut page).await.starts_with(answer), "{host}");
    }
}

#[tokio::test]
async fn a_missing_password_file_is_reported() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("password");
    let file = file.to_str().expect("a plain name");
    let url = "postgres://nobody@127.0.0.1:1/nothing";
    let mut program = Program::on(folder.path(), &["--database", url, "--database-password-file", file]);
    program.prints_error(file).await;
    assert_eq!(program.code().await, Some(1));
}
