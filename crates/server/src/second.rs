//! A second start on the same data folder brings the first window forward.
//!
//! The first program listens on a local socket whose name follows from the folder; the second
//! connects, asks, and ends. The socket carries no data and grants nothing but a look at a window
//! that is open already. On Unix it is a file in a folder of the user's own, so that no other user of the
//! machine can answer in the program's place.

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

/// How long the first program may take to answer; one that hangs must not hang the second.
const PATIENCE: Duration = Duration::from_secs(3);

/// How long a second start may take to say what it wants. Shorter than it waits itself, so that a silent one
/// does not hold up the next.
const ASKING: Duration = Duration::from_secs(1);

/// The pause after a connection that could not be accepted.
const PAUSE: Duration = Duration::from_millis(200);

/// What came of claiming a data folder.
pub enum Claim {
    /// This is the first program on the folder.
    First(Listener),
    /// Another program has it and has been asked to show its window.
    Shown,
}

/// Hears of further starts on the same data folder.
pub struct Listener(Option<Socket>);

impl Listener {
    /// Resolves each time another start has asked to see the window.
    pub async fn next(&mut self) {
        let Some(socket) = &self.0 else { return std::future::pending().await };
        loop {
            match socket.accept().await {
                Ok(stream) => {
                    if let Ok(Ok(())) = timeout(ASKING, answer(stream)).await {
                        return;
                    }
                }
                Err(error) => {
                    tracing::debug!(%error, "a second start was not heard");
                    sleep(PAUSE).await;
                }
            }
        }
    }
}

/// Claims the data folder for a program with a window, or asks the one that has it to show itself.
/// Must be called inside a tokio runtime.
pub async fn claim(options: &Options) -> Claim {
    let folder = options.data_folder();
    match ask(&folder).await {
        Ok(()) => return Claim::Shown,
        Err(error) => forget_the_dead(&folder, &error),
    }
    match listen(&folder) {
        Ok(socket) => Claim::First(Listener(Some(socket))),
        // Two starts at the same moment: the other was faster.
        Err(_) if ask(&folder).await.is_ok() => Claim::Shown,
        Err(error) => {
            tracing::warn!(%error, "a second start will not find this window");
            Claim::First(Listener(None))
        }
    }
}

/// Asks the first program, which may be there and not answer.
async fn ask(folder: &Path) -> io::Result<()> {
    timeout(PATIENCE, ask_and_wait(folder)).await?
}

async fn ask_and_wait(folder: &Path) -> io::Result<()> {
    let mut stream = Stream::connect(name(folder)?).await?;
    stream.write_all(SHOW).await?;
    let mut answer = [0; 4];
    stream.read_exact(&mut answer).await?;
    if &answer == SHOWN { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
}

async fn answer(mut stream: Stream) -> io::Result<()> {
    let mut asked = [0; 4];
    stream.read_exact(&mut asked).await?;
    if &asked != SHOW {
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

/// What the socket of a data folder is called.
fn file_name(folder: &Path) -> io::Result<String> {
    let folder = std::path::absolute(folder)?;
    let folder = folder.canonicalize().unwrap_or(folder);
    let digest = Sha256::digest(folder.as_os_str().as_encoded_bytes());
    let short: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("ressurstimebok-{short}"))
}

/// Where the socket stands: in the session's own folder, else in the data folder, where no other
/// user can put one. The session's comes first, because a data folder can be on a file system without sockets, and its
/// path longer than a socket's may be (about 100 bytes).
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

/// Removes the socket file of a program that ended without doing so.
#[cfg(unix)]
fn forget_the_dead(folder: &Path, error: &io::Error) {
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

/// A name without a file ends with its program.
#[cfg(not(unix))]
fn forget_the_dead(_: &Path, _: &io::Error) {}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    fn options(folder: &Path) -> Options {
        let folder = folder.to_str().expect("a plain name");
        Options::try_parse_from(["ressurstimebok", "--data", folder]).expect("options")
    }

    #[tokio::test]
    async fn a_second_start_tells_the_first_and_another_folder_is_none_of_its_business() {
        let (here, there) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let Claim::First(mut first) = claim(&options(here.path())).await else { panic!("nobody was before") };
        let Claim::First(_) = claim(&options(there.path())).await else { panic!("another folder") };
        let ours = options(here.path());
        let (second, ()) = tokio::join!(claim(&ours), first.next());
        assert!(matches!(second, Claim::Shown));
    }

    #[tokio::test]
    async fn a_first_program_that_hangs_does_not_hang_the_second() {
        tokio::time::pause();
        let folder = tempfile::tempdir().expect("a folder");
        let Claim::First(_hung) = claim(&options(folder.path())).await else { panic!("nobody was before") };
        assert!(matches!(claim(&options(folder.path())).await, Claim::First(Listener(None))));
    }

    #[tokio::test]
    async fn a_second_start_that_says_nothing_does_not_hold_up_the_next() {
        let folder = tempfile::tempdir().expect("a folder");
        let ours = options(folder.path());
        let Claim::First(mut first) = claim(&ours).await else { panic!("nobody was before") };
        let _silent = Stream::connect(name(folder.path()).expect("a name")).await.expect("a connection");
        let (second, ()) = tokio::join!(claim(&ours), first.next());
        assert!(matches!(second, Claim::Shown));
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn the_socket_of_a_program_that_died_is_no_hindrance() {
        let folder = tempfile::tempdir().expect("a folder");
        let socket = file(folder.path()).expect("a place");
        drop(std::os::unix::net::UnixListener::bind(&socket).expect("a socket"));
        assert!(socket.exists(), "nobody took it away");
        let ours = options(folder.path());
        let Claim::First(mut first) = claim(&ours).await else { panic!("nobody is there") };
        let (second, ()) = tokio::join!(claim(&ours), first.next());
        assert!(matches!(second, Claim::Shown));
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn no_other_user_can_reach_the_socket() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let Claim::First(_first) = claim(&options(folder.path())).await else { panic!("nobody was before") };
        let socket = file(folder.path()).expect("a place");
        let rights = |path: &Path| path.metadata().expect("rights").permissions().mode();
        assert_eq!(rights(&socket) & 0o077, 0, "nobody else may connect");
        assert_eq!(rights(socket.parent().expect("a folder")) & 0o022, 0, "nobody else may put one there");
    }
}
