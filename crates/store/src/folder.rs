//! The data folder of a clinic with one program: created, locked, and readable only by its owner.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::open_error::OpenError;

/// The database in the data folder.
pub(crate) const DATABASE: &str = "ressurstimebok.sqlite";

/// Locked by the program that has the folder open.
pub(crate) const LOCK: &str = "ressurstimebok.lock";

/// Creates the folder if it does not exist, and locks it. The lock is released when the returned file is
/// dropped.
pub(crate) fn take(folder: &Path) -> Result<File, OpenError> {
    let not_writable = |error: io::Error| {
        tracing::warn!(%error, "the data folder cannot be written");
        not_writable(folder)
    };
    make_private_folder(folder).map_err(not_writable)?;
    keep_private(folder).map_err(not_writable)?;
    lock(folder)
}

/// Locks an existing folder. The lock is released when the returned file is dropped.
pub(crate) fn lock(folder: &Path) -> Result<File, OpenError> {
    let lock = private_file().open(folder.join(LOCK)).map_err(|_| not_writable(folder))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(OpenError::FolderInUse { path: folder.to_owned() }),
        Err(TryLockError::Error(_)) => Err(not_writable(folder)),
    }
}

/// The error that names the folder.
pub(crate) fn not_writable(folder: &Path) -> OpenError {
    OpenError::FolderNotWritable { path: folder.to_owned() }
}

/// The path of the database.
pub(crate) fn database(folder: &Path) -> PathBuf {
    folder.join(DATABASE)
}

/// Creates a folder and its parents, accessible only to their owner. An existing folder is not changed.
///
/// # Errors
/// The file system's error.
pub fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Removes everyone's access but the owner's to the folder and its files, also to existing ones. On Windows
/// the folder is in the user's profile, which only its owner can access.
#[cfg(unix)]
fn keep_private(folder: &Path) -> io::Result<()> {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt;
    set_permissions(folder, Permissions::from_mode(0o700))?;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            set_permissions(entry.path(), Permissions::from_mode(0o600))?;
        }
    }
    // SQLite gives its WAL files the permissions of the database.
    private_file().open(database(folder)).map(|_| ())
}

#[cfg(not(unix))]
fn keep_private(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Options to open a file for writing; a new file is accessible only to its owner.
#[must_use]
pub fn private_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
