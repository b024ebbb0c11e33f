//! The log files of the server program, beside its data.

use std::path::Path;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Program;

/// Breaks the database so that the next page is an error page, and returns that page.
async fn an_error_page(program: &mut Program, data: &Path) -> String {
    let address = program.address().await;
    let url = format!("sqlite://{}", data.join("ressurstimebok.sqlite").display());
    let pool = sqlx::SqlitePool::connect(&url).await.expect("the file");
    sqlx::query("ALTER TABLE clinic RENAME COLUMN name TO elsewhere").execute(&pool).await.expect("renamed");
    pool.close().await;
    let mut page = TcpStream::connect(&address).await.expect("the portal answers");
    let head = "GET /logg-inn HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    page.write_all(head.as_bytes()).await.expect("the head is sent");
    let mut answer = String::new();
    page.read_to_string(&mut answer).await.expect("a page");
    assert!(answer.starts_with("HTTP/1.1 500 "), "{answer}");
    answer
}

/// The reference on an error page: a sentence of eight letters and digits.
fn reference(page: &str) -> &str {
    let found = page
        .split(|c: char| !c.is_ascii_alphanumeric())
        .find(|word| word.len() == 8 && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit()));
    found.unwrap_or_else(|| panic!("no reference on {page}"))
}

#[tokio::test]
async fn the_reference_of_an_error_page_is_in_the_log_beside_the_data() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut program = Program::on(folder.path(), &["--demo"]);
    let page = an_error_page(&mut program, folder.path()).await;
    let file = folder.path().join("log").join("ressurstimebok-server.log");
    let log = std::fs::read_to_string(&file).expect("a log");
    let line = log.lines().find(|line| line.contains(reference(&page)));
    assert!(line.is_some_and(|line| line.contains("ERROR")), "{} in {log}", reference(&page));
    // On standard error as well, for running it as a service.
    program.prints_error(reference(&page)).await;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| std::fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
        assert_eq!(mode(&file), 0o600);
        assert_eq!(mode(&folder.path().join("log")), 0o700);
    }
}

#[tokio::test]
async fn a_log_that_cannot_be_written_does_not_stop_the_program() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("file");
    std::fs::write(&file, "a file where the folder should be").expect("a file");
    let log = file.join("log");
    let log = log.to_str().expect("a plain name");
    let data = folder.path().join("data");
    let mut program = Program::on(&data, &["--demo", "--log-folder", log]);
    let page = an_error_page(&mut program, &data).await;
    program.prints_error(reference(&page)).await;
    assert!(!data.join("log").exists());
}
