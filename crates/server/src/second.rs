//! A second start on the same data folder brings the first window forward.
//!
//! The first program listens on a local socket whose name is derived from the folder. The second connects,
//! sends its request, and ends. The socket carries no data and can only bring an open window forward. On Unix
//! it is a file in a folder of the user's own, so that no other user of the machine can impersonate the
//! program.

use std::io;
use std::path::Path;
#[cfg(unix)]
use std::path::PathBuf;
use std::time::Duration;

use interprocess::local_socket::tokio::prelude::*;
use interprocess::local_socket::tokio::{Listener as Socket, Stream};
use interprocess::local_socket::{ListenerOptions, Name};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{sleep, timeout};

use crate::options::Options;

const SHOW: &[u8; 4] = b"show";
const SHOWN: &[u8; 4] = b"done";

/// How long to wait for the first program's answer, so that a hanging first program does not block the
/// second.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(3);

/// How long to wait for the second start's request. Shorter than the second start's own timeout, so that a
/// silent one does not delay the next.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(1);

/// The pause after an error in accepting a connection.
const PAUSE: Duration = Duration::from_millis(200);

/// The result of claiming a data folder.
pub enum Claim {
    /// This is the first program on the folder.
    First(Listener),
    /// Another program has it and has shown its window.
    Shown,
}

/// Receives further starts on the same data folder.
pub struct Listener(Option<Socket>);

impl Listener {
    /// Resolves each time another start asks to show the window.
    pub async fn next(&mut self) {
        let Some(socket) = &self.0 else { return std::future::pending().await };
        loop {
            match socket.accept().await {
                Ok(stream) => {
                    if let Ok(Ok(())) = timeout(REQUEST_TIMEOUT, answer(stream)).await {
                        return;
                    }
                }
                Err(error) => {
                    tracing::debug!(%error, "a second start could not connect");
                    sleep(PAUSE).await;
                }
            }
        }
    }
}

/// Claims the data folder for a program with a window, or asks the program that has it to show its window.
/// Must be called inside a tokio runtime.
pub async fn claim(options: &Options) -> Claim {
    let folder = options.data_folder();
    match request_show(&folder).await {
        Ok(()) => return Claim::Shown,
        Err(error) => remove_stale_socket(&folder, &error),
    }
    match listen(&folder) {
        Ok(socket) => Claim::First(Listener(Some(socket))),
        // Two starts at the same moment, and the other was first.
        Err(_) if request_show(&folder).await.is_ok() => Claim::Shown,
        Err(error) => {
            tracing::warn!(%error, "a second start will not find this window");
            Claim::First(Listener(None))
        }
    }
}

/// Sends a request to the first program, which may exist without answering.
async fn request_show(folder: &Path) -> io::Result<()> {
    timeout(ANSWER_TIMEOUT, send_and_wait(folder)).await?
}

async fn send_and_wait(folder: &Path) -> io::Result<()> {
    let mut stream = Stream::connect(name(folder)?).await?;
    stream.write_all(SHOW).await?;
    let mut answer = [0; 4];
    stream.read_exact(&mut answer).await?;
    if &answer == SHOWN { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
}

async fn answer(mut stream: Stream) -> io::Result<()> {
    let mut request = [0; 4];
    stream.read_exact(&mut request).await?;
    if &request != SHOW {
        return Err(io::ErrorKind::InvalidData.into());
    }
    stream.write_all(SHOWN).await
}

fn listen(folder: &Path) -> io::Result<Socket> {
    let options = ListenerOptions::new().name(name(folder)?);
    #[cfg(target_os = "linux")]
    let options = interprocess::os::unix::local_socket::ListenerOptionsExt::mode(options, 0o600);
    options.create_tokio()
}

/// The file name of a data folder's socket.
fn file_name(folder: &Path) -> io::Result<String> {
    let folder = std::path::absolute(folder)?;
    let folder = folder.canonicalize().unwrap_or(folder);
    let digest = Sha256::digest(folder.as_os_str().as_encoded_bytes());
    let short: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("ressurstimebok-{short}"))
}

/// The path of the socket: in the session's runtime folder, else in the data folder. Other users cannot
/// create files in either. The runtime folder comes first, because a data folder can be on a file system
/// without sockets, and its path can be too long for a socket (about 100 bytes).
#[cfg(unix)]
fn file(folder: &Path) -> io::Result<PathBuf> {
    let session = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|session| session.is_dir());
    Ok(session.unwrap_or_else(|| folder.to_path_buf()).join(file_name(folder)? + ".socket"))
}

#[cfg(unix)]
fn name(folder: &Path) -> io::Result<Name<'static>> {
    use interprocess::local_socket::{GenericFilePath, ToFsName};
    file(folder)?.to_fs_name::<GenericFilePath>()
}

/// Removes the socket file of a program that ended without removing it.
#[cfg(unix)]
fn remove_stale_socket(folder: &Path, error: &io::Error) {
    if error.kind() != io::ErrorKind::ConnectionRefused {
        return;
    }
    if let Err(error) = file(folder).and_then(std::fs::remove_file) {
        tracing::debug!(%error, "an old socket was not removed");
    }
}

#[cfg(not(unix))]
fn name(folder: &Path) -> io::Result<Name<'static>> {
    use interprocess::local_socket::{GenericNamespaced, ToNsName};
    file_name(folder)?.to_ns_name::<GenericNamespaced>()
}

/// A socket without a file is removed by the system when its program ends.
#[cfg(not(unix))]
fn remove_stale_socket(_: &Path, _: &io::Error) {}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    fn options(folder: &Path) -> Options {
        let folder = folder.to_str().expect("a plain name");
        Options::try_parse_from(["ressurstimebok", "--data", folder]).expect("options")
    }

    #[tokio::test]
    async fn a_second_start_shows_the_first_window_unless_the_folder_differs() {
        let (here, there) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let Claim::First(mut first) = claim(&options(here.path())).await else {
            panic!("not the first program")
        };
        let Claim::First(_) = claim(&options(there.path())).await else { panic!("another folder") };
        let ours = options(here.path());
        let (second, ()) = tokio::join!(claim(&ours), first.next());
        assert!(matches!(second, Claim::Shown));
    }

    #[tokio::test]
    async fn a_hanging_first_program_does_not_block_the_second() {
        tokio::time::pause();
        let folder = tempfile::tempdir().expect("a folder");
        let Claim::First(_hung) = claim(&options(folder.path())).await else {
            panic!("not the first program")
        };
        assert!(matches!(claim(&options(folder.path())).await, Claim::First(Listener(None))));
    }

    #[tokio::test]
    async fn a_silent_second_start_does_not_delay_the_next() {
        let folder = tempfile::tempdir().expect("a folder");
        let ours = options(folder.path());
        let Claim::First(mut first) = claim(&ours).await else { panic!("not the first program") };
        let _silent = Stream::connect(name(folder.path()).expect("a name")).await.expect("a connection");
        let (second, ()) = tokio::join!(claim(&ours), first.next());
        assert!(matches!(second, Claim::Shown));
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn the_socket_of_a_program_that_died_is_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let socket = file(folder.path()).expect("a place");
        drop(std::os::unix::net::UnixListener::bind(&socket).expect("a socket"));
        assert!(socket.exists(), "the socket file is gone");
        let ours = options(folder.path());
        let Claim::First(mut first) = claim(&ours).await else { panic!("not the first program") };
        let (second, ()) = tokio::join!(claim(&ours), first.next());
        assert!(matches!(second, Claim::Shown));
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn no_other_user_can_reach_the_socket() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let Claim::First(_first) = claim(&options(folder.path())).await else {
            panic!("not the first program")
        };
        let socket = file(folder.path()).expect("a place");
        let rights = |path: &Path| path.metadata().expect("rights").permissions().mode();
        assert_eq!(rights(&socket) & 0o077, 0, "nobody else may connect");
        assert_eq!(rights(socket.parent().expect("a folder")) & 0o022, 0, "nobody else may put one there");
    }
}
