//! Moves a clinic's data out of the folder where an earlier version of the program kept them.
//!
//! Each file is copied into the new folder under a temporary name, synced to disk, renamed to its final name,
//! and only then removed from the old folder. A program that is killed at any moment leaves every file
//! complete in one folder or in both, and the next start continues from there. No file is overwritten.

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

/// The suffix of a copy that may not be complete yet.
const INCOMING: &str = "incoming";

/// The files that SQLite keeps beside an open database.
const LOGS: [&str; 2] = ["ressurstimebok.sqlite-wal", "ressurstimebok.sqlite-shm"];

/// Moves what an earlier version of the program kept in `from` to `to`: the database first, then the other
/// files (backups, settings). Does nothing if both are the same folder or `from` does not exist. If there is
/// already a clinic in `to`, it is not changed, and another clinic in `from` is not either.
///
/// # Errors
/// [`OpenError::FolderInUse`] when a program has either folder open, [`OpenError::NotMoved`] when the file
/// system refuses, [`OpenError::Damaged`] when the database cannot be read. The database is then complete in
/// `from`.
pub async fn move_data(from: &Path, to: &Path) -> Result<(), OpenError> {
    if !from.is_dir() || is_same(from, to) {
        return Ok(());
    }
    folder::make_private_folder(to).map_err(|_| folder::not_writable(to))?;
    if holds_clinic(from) && !move_clinic(from, to).await? {
        tracing::warn!("an earlier data folder also contains a clinic; it is not changed");
        return Ok(());
    }
    if let Err(error) = move_others(from, to) {
        tracing::warn!(%error, "some files beside the database were not moved; the next start continues");
    }
    Ok(())
}

/// Moves the database. Returns whether it is in `to` and no longer in `from`. False when `to` already has
/// another clinic.
async fn move_clinic(from: &Path, to: &Path) -> Result<bool, OpenError> {
    let (old, new) = (folder::database(from), folder::database(to));
    let failed = |source: io::Error| OpenError::NotMoved { from: from.to_owned(), to: to.to_owned(), source };
    let _both = (folder::lock(to)?, folder::lock(from)?);
    if holds_clinic(to) {
        // Either an earlier move was interrupted, or this is another clinic.
        return if has_log(from) { Ok(false) } else { move_file(&old, &new).map_err(failed) };
    }
    empty_log(from).await?;
    move_file(&old, &new).map_err(failed)
}

/// Writes the WAL into the database, so that its one file is the whole clinic.
async fn empty_log(from: &Path) -> Result<(), OpenError> {
    let mut connection = sqlite::looker(from).await?;
    connection.row(EMPTY_LOG_SQLITE, values![]).await.map_err(unavailable)?;
    connection.close().await.map_err(unavailable)?;
    if has_log(from) { Err(OpenError::FolderInUse { path: from.to_owned() }) } else { Ok(()) }
}

/// Moves every other file, and removes the folder if it is empty.
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

/// Moves one file, or completes an interrupted move. Returns whether it was moved: if another file has its
/// name, both stay.
fn move_file(from: &Path, to: &Path) -> io::Result<bool> {
    if !stands(to) {
        let incoming = incoming(to);
        if let Err(error) = copy(from, &incoming).and_then(|()| fs::rename(&incoming, to)) {
            // Removed, so that an incomplete copy does not use space on a full disk.
            let _ = remove(&incoming);
            return Err(error);
        }
        keep_names(to)?;
    } else if !is_equal(from, to)? {
        return Ok(false);
    }
    if let Err(error) = remove(from) {
        tracing::warn!(%error, "a moved file could not be removed from the earlier data folder");
    }
    Ok(true)
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    // A file left by an earlier move may be longer.
    remove(to)?;
    let mut copy = folder::private_file().open(to)?;
    io::copy(&mut File::open(from)?, &mut copy)?;
    copy.sync_all()
}

/// Syncs the folder of a file, so that the file is still there after a power cut. Only needed on Unix.
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

/// Whether the file exists. An empty file does not count: it is from a program that was interrupted.
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
