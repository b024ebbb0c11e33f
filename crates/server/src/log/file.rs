//! A log file that is rotated when it is full. (`tracing-appender` limits neither the size of a file nor who
//! may read it.)

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file is rotated before it grows beyond this.
const MOST_BYTES: u64 = 1024 * 1024;

/// The most files of one program. The oldest is deleted when there would be one more.
const MOST_FILES: u32 = 5;

/// The path of a program's log. The file is opened for each line, because lines are rare, another program may
/// rotate the file, and a user may delete it.
pub(super) struct LogFile(PathBuf);

impl LogFile {
    /// The log of a program in a folder. The folder is created if it does not exist.
    pub(super) fn new(folder: &Path, program: &str) -> Self {
        // If it cannot be created, writing fails later, which is handled there.
        let _ = store::make_private_folder(folder);
        Self(folder.join(format!("{program}.log")))
    }

    fn append(&self, line: &[u8]) -> io::Result<()> {
        let mut file = store::private_file().append(true).open(&self.0)?;
        keep_private(&file)?;
        let (length, more) = (file.metadata()?.len(), line.len() as u64);
        if length > 0 && length + more > MOST_BYTES {
            drop(file);
            file = self.rotate()?;
        }
        file.write_all(line)
    }

    /// Renames the full file with a number and starts a new one.
    fn rotate(&self) -> io::Result<File> {
        for number in (1..MOST_FILES).rev() {
            // Fails while there are fewer files than that, which is fine.
            let _ = fs::rename(self.numbered(number - 1), self.numbered(number));
        }
        // Truncated in case it could not be renamed, so that the log stays limited in size.
        store::private_file().truncate(true).open(&self.0)
    }

    /// `ressurstimebok.log`, then `ressurstimebok.1.log`, which is older, and so on.
    fn numbered(&self, number: u32) -> PathBuf {
        if number == 0 { self.0.clone() } else { self.0.with_extension(format!("{number}.log")) }
    }
}

/// Never fails: the program must keep running when the log cannot be written, for example on a full disk or
/// in another user's folder.
impl Write for LogFile {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        // There is no other place to report the error.
        let _ = self.append(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Removes the access of everyone but the owner, also from a file that already existed. Devices are not
/// changed.
#[cfg(unix)]
fn keep_private(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    if file.metadata()?.is_file() { file.set_permissions(fs::Permissions::from_mode(0o600)) } else { Ok(()) }
}

#[cfg(not(unix))]
fn keep_private(_: &File) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lengths(folder: &Path) -> Vec<(String, u64)> {
        let mut files: Vec<_> = fs::read_dir(folder)
            .expect("the folder")
            .map(|entry| entry.expect("a file"))
            .map(|file| {
                let length = file.metadata().expect("its length").len();
                (file.file_name().into_string().expect("a name"), length)
            })
            .collect();
        files.sort();
        files
    }

    #[test]
    fn a_log_is_limited_in_size_and_number_and_keeps_its_newest_lines() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut log = LogFile::new(folder.path(), "test");
        for number in 0..8 * 16 {
            let line = format!("{number:>width$}\n", width = 64 * 1024 - 1);
            log.write_all(line.as_bytes()).expect("a line");
        }
        let files = lengths(folder.path());
        let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["test.1.log", "test.2.log", "test.3.log", "test.4.log", "test.log"]);
        assert!(files.iter().all(|(_, length)| *length <= MOST_BYTES), "{files:?}");
        let last = |name: &str| {
            let text = fs::read_to_string(folder.path().join(name)).expect("a file");
            text.lines().last().and_then(|line| line.trim().parse::<u32>().ok())
        };
        assert_eq!(last("test.log"), Some(127));
        assert_eq!(last("test.1.log"), Some(111));
    }

    #[test]
    fn a_deleted_log_is_created_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("test.log");
        let mut log = LogFile::new(folder.path(), "test");
        log.write_all(b"one\n").expect("a line");
        fs::remove_file(&file).expect("it goes");
        log.write_all(b"two\n").expect("a line");
        assert_eq!(fs::read_to_string(&file).expect("a file"), "two\n");
    }

    #[test]
    fn a_log_that_cannot_be_written_does_not_stop_the_program() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir_all(folder.path().join("test.log")).expect("a folder where the file should be");
        LogFile::new(folder.path(), "test").write_all(b"lost\n").expect("it goes on");
        let below = folder.path().join("file");
        fs::write(&below, "a file where the folder should be").expect("a file");
        LogFile::new(&below, "test").write_all(b"lost\n").expect("it goes on");
        assert_eq!(fs::read_to_string(&below).expect("a file"), "a file where the folder should be");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_log_on_a_full_disk_does_not_stop_the_program() {
        let folder = tempfile::tempdir().expect("a folder");
        std::os::unix::fs::symlink("/dev/full", folder.path().join("test.log")).expect("a link");
        let log = LogFile::new(folder.path(), "test");
        assert_eq!(log.append(b"lost\n").expect_err("full").kind(), io::ErrorKind::StorageFull);
        LogFile::new(folder.path(), "test").write_all(b"lost\n").expect("it goes on");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_a_log_also_one_that_existed_before() {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
        let parent = tempfile::tempdir().expect("a folder");
        let folder = parent.path().join("log");
        let file = folder.join("test.log");
        let mut log = LogFile::new(&folder, "test");
        log.write_all(b"one\n").expect("a line");
        assert_eq!((mode(&folder), mode(&file)), (0o700, 0o600));
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("it is opened");
        log.write_all(b"two\n").expect("a line");
        assert_eq!(mode(&file), 0o600);
    }
}
