//! The database's password comes from a file or the environment, where no other user of the machine can read
//! it.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::{PATIENCE, Program};

/// PostgreSQL's request for a password in plain text.
const ASKS_FOR_PASSWORD: [u8; 9] = [b'R', 0, 0, 0, 8, 0, 0, 0, 3];

/// The password that the program sends to a database server that requests one.
async fn password_sent(passwords: &[(&str, &str)], more: &[&str]) -> String {
    let server = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = server.local_addr().expect("its address");
    let url = format!("postgres://me@{address}/clinic?sslmode=disable");
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().to_str().expect("a plain name");
    let mut arguments = vec!["--data", data, "--portal", "127.0.0.1:0", "--database", &url];
    arguments.extend(more);
    let _program = Program::start_in(passwords, &arguments);
    let asked = async {
        let (mut program, _) = server.accept().await.expect("the program connects");
        message(&mut program).await;
        program.write_all(&ASKS_FOR_PASSWORD).await.expect("it is asked");
        assert_eq!(program.read_u8().await.expect("an answer"), b'p');
        message(&mut program).await
    };
    let given = tokio::time::timeout(PATIENCE, asked).await.expect("the program answers");
    String::from_utf8(given).expect("a password").trim_end_matches('\0').to_owned()
}

/// A message with its length (which includes the length itself) in front.
async fn message(from: &mut TcpStream) -> Vec<u8> {
    let length = from.read_u32().await.expect("a length") as usize;
    let mut message = vec![0; length - 4];
    from.read_exact(&mut message).await.expect("a message");
    message
}

const OURS: (&str, &str) = ("RESSURSTIMEBOK_DATABASE_PASSWORD", "p&ss ø/rd");
const THEIRS: (&str, &str) = ("PGPASSWORD", "what every PostgreSQL program reads");

#[tokio::test]
async fn it_comes_from_the_environment() {
    assert_eq!(password_sent(&[OURS], &[]).await, OURS.1);
    assert_eq!(password_sent(&[THEIRS], &[]).await, THEIRS.1);
    assert_eq!(password_sent(&[THEIRS, OURS], &[]).await, OURS.1);
}

#[tokio::test]
async fn a_file_overrides_the_environment() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("password");
    std::fs::write(&file, "from a file\n").expect("a file");
    let file = file.to_str().expect("a plain name");
    assert_eq!(password_sent(&[OURS, THEIRS], &["--database-password-file", file]).await, "from a file");
}
