//! A second start on the same data folder brings the first window forward.
//!
//! The first program listens on a local socket whose name follows from the folder; the second
//! connects, asks, and ends. The socket carries no data and grants nothing but a look at a window
//! that is open already.

use std::io;
use std::path::Path;
use std::time::Duration;

use interprocess::local_socket::tokio::prelude::*;
use interprocess::local_socket::tokio::{Listener as Socket, Stream};
use interprocess::local_socket::{GenericNamespaced, ListenerOptions, Name, ToNsName};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::options::Options;

const SHOW: &[u8; 4] = b"show";
const SHOWN: &[u8; 4] = b"done";

/// How long the first program may take to answer; one that hangs must not hang the second.
const PATIENCE: Duration = Duration::from_secs(3);

/// What came of claiming a data folder.
pub enum Claim {
    /// This is the first program on the folder.
    First(Listener),
    /// Another program has it and has been asked to show its window.
    PatientStatus,
}

/// Hears of further starts on the same data folder.
pub struct Listener(Option<Socket>);

impl Listener {
    /// Resolves each time another start has asked to see the window.
    pub async fn next(&mut self) {
        let Some(socket) = &self.0 else { return std::future::pending().await };
        loop {
            if let Ok(stream) = socket.accept().await
                && answer(stream).await.is_ok()
            {
                return;
            }
        }
    }
}

/// Claims the data folder for a program with a window, or asks the one that has it to show itself.
/// Must be called inside a tokio runtime.
pub async fn claim(options: &Options) -> Claim {
    let folder = options.data_folder();
    if ask(&folder).await.is_ok() {
        return Claim::PatientStatus;
    }
    match name(&folder).and_then(|name| ListenerOptions::new().name(name).try_overwrite(true).create_tokio())
    {
        Ok(socket) => Claim::First(Listener(Some(socket))),
        // Two starts at the same moment: the other was faster.
        Err(_) if ask(&folder).await.is_ok() => Claim::PatientStatus,
        Err(error) => {
            tracing::warn!(%error, "a second start will not find this window");
            Claim::First(Listener(None))
        }
    }
}

/// Asks the first program, which may be there and not answer.
async fn ask(folder: &Path) -> io::Result<()> {
    tokio::time::timeout(PATIENCE, ask_and_wait(folder)).await?
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

fn name(folder: &Path) -> io::Result<Name<'static>> {
    let folder = std::path::absolute(folder)?;
    let folder = folder.canonicalize().unwrap_or(folder);
    let digest = Sha256::digest(folder.as_os_str().as_encoded_bytes());
    let short: String = digest.iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    format!("ressurstimebok-{short}").to_ns_name::<GenericNamespaced>()
}

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
        assert!(matches!(second, Claim::PatientStatus));
    }

    #[tokio::test]
    async fn a_first_program_that_hangs_does_not_hang_the_second() {
        tokio::time::pause();
        let folder = tempfile::tempdir().expect("a folder");
        let Claim::First(_hung) = claim(&options(folder.path())).await else { panic!("nobody was before") };
        assert!(matches!(claim(&options(folder.path())).await, Claim::First(Listener(None))));
    }
}
