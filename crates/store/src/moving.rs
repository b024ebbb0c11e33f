//! Moves a clinic's data out of the folder where an earlier version of the program kept them.
//!
//! Each file is copied beside its place, brought to the disk, renamed into its place, and only then removed
//! where it was. So a program that is killed at any moment leaves every file whole in one folder or in both,
//! and the next start goes on from there. Nothing is ever written over.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use crate::dialect::EMPTY_LOG_SQLITE;
use crate::engine::values;
use crate::folder::{self, DATABASE, LOCK};
use crate::migrations::unavailable;
use crate::open_error::OpenError;
use crate::sqlite;

/// A copy that may not be whole yet has this after its name.
const INCOMING: &str = "incoming";

/// What SQLite keeps beside a database while it is open.
const LOGS: [&str; 2] = ["ressurstimebok.sqlite-wal", "ressurstimebok.sqlite-shm"];

/// Moves what an earlier version of the program kept in `from` to `to`: the database first, then everything
/// beside it (backups, settings). Does nothing where the two are one folder, or `from` is not there. A clinic
/// that already stands in `to` stays as it is, and another one in `from` too.
///
/// # Errors
/// [`OpenError::FolderInUse`] when a program has either folder open, [`OpenError::NotMoved`] when the file
/// system refuses, [`OpenError::Damaged`] when the database cannot be read. It is whole in `from` then.
pub async fn move_data(from: &Path, to: &Path) -> Result<(), OpenError> {
    if !from.is_dir() || is_same(from, to) {
        return Ok(());
    }
    folder::make_private_folder(to).map_err(|_| folder::not_writable(to))?;
    if holds_clinic(from) && !move_clinic(from, to).await? {
        tracing::warn!("an earlier data folder holds a clinic too; it is left as it is");
        return Ok(());
    }
    if let Err(error) = move_others(from, to) {
        tracing::warn!(%error, "not all that stood beside the clinic was moved: the next start goes on");
    }
    Ok(())
}

/// Moves the database. Answers with whether it stands in `to` and no longer in `from`: not so where another
/// clinic was first.
async fn move_clinic(from: &Path, to: &Path) -> Result<bool, OpenError> {
    let (old, new) = (folder::database(from), folder::database(to));
    let failed = |source: io::Error| OpenError::NotMoved { from: from.to_owned(), to: to.to_owned(), source };
    let _both = (folder::lock(to)?, folder::lock(from)?);
    if holds_clinic(to) {
        // Either an earlier move was killed before its end, or this is another clinic.
        return if has_log(from) { Ok(false) } else { move_file(&old, &new).map_err(failed) };
    }
    empty_log(from).await?;
    move_file(&old, &new).map_err(failed)
}

/// Brings what stands in the log into the database, so that its one file is the whole clinic.
async fn empty_log(from: &Path) -> Result<(), OpenError> {
    let mut connection = sqlite::looker(from).await?;
    connection.row(EMPTY_LOG_SQLITE, values![]).await.map_err(unavailable)?;
    connection.close().await.map_err(unavailable)?;
    if has_log(from) { Err(OpenError::FolderInUse { path: from.to_owned() }) } else { Ok(()) }
}

/// Moves every other file, and removes the folder if nothing of anyone's is left in it.
fn move_others(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let name = entry.file_name();
        let stays = [DATABASE, LOCK].into_iter().chain(LOGS).any(|own| name == own);
        if entry.file_type()?.is_file() && !stays {
            move_file(&entry.path(), &to.join(&name))?;
        }
    }
    for empty in [LOCK].into_iter().chain(LOGS) {
        remove(&from.join(empty))?;
    }
    match fs::remove_dir(from) {
        Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(()),
        removed => removed,
    }
}

/// Moves one file, or goes on where an earlier move was killed. Answers with whether it was moved: where
/// another file has its place, both stay.
fn move_file(from: &Path, to: &Path) -> io::Result<bool> {
    if !stands(to) {
        let incoming = incoming(to);
        if let Err(error) = copy(from, &incoming).and_then(|()| fs::rename(&incoming, to)) {
            // On a full disk, half a copy is in everyone's way.
            let _ = remove(&incoming);
            return Err(error);
        }
        keep_names(to)?;
    } else if !is_equal(from, to)? {
        return Ok(false);
    }
    if let Err(error) = remove(from) {
        tracing::warn!(%error, "what was moved still stands in the earlier data folder, too");
    }
    Ok(true)
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    // What an earlier move left there may be longer.
    remove(to)?;
    let mut copy = folder::private_file().open(to)?;
    io::copy(&mut File::open(from)?, &mut copy)?;
    copy.sync_all()
}

/// Has the folder of a file remember it after a power cut. Only Unix needs to be asked.
fn keep_names(file: &Path) -> io::Result<()> {
    match file.parent() {
        Some(folder) if cfg!(unix) => File::open(folder)?.sync_all(),
        Some(_) | None => Ok(()),
    }
}

fn incoming(to: &Path) -> PathBuf {
    let name = to.file_name().map(OsStr::to_os_string).unwrap_or_default();
    let mut incoming = name;
    incoming.push(".");
    incoming.push(INCOMING);
    to.with_file_name(incoming)
}

/// A file that is there. One without a byte was made by a program that got no further.
fn stands(file: &Path) -> bool {
    file.metadata().is_ok_and(|file| file.len() > 0)
}

fn holds_clinic(folder: &Path) -> bool {
    stands(&folder::database(folder))
}

fn has_log(folder: &Path) -> bool {
    stands(&folder.join(LOGS[0]))
}

fn remove(file: &Path) -> io::Result<()> {
    match fs::remove_file(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

fn is_same(one: &Path, other: &Path) -> bool {
    let whole = |folder: &Path| folder.canonicalize().or_else(|_| std::path::absolute(folder));
    matches!((whole(one), whole(other)), (Ok(one), Ok(other)) if one == other)
}

fn is_equal(one: &Path, other: &Path) -> io::Result<bool> {
    let (one, other) = (File::open(one)?, File::open(other)?);
    if one.metadata()?.len() != other.metadata()?.len() {
        return Ok(false);
    }
    let mut other = BufReader::new(other).bytes();
    for byte in BufReader::new(one).bytes() {
        if byte? != other.next().unwrap_or(Ok(0))? {
            return Ok(false);
        }
    }
    Ok(true)
}
