//! A log file that is set aside when it is full. (`tracing-appender` bounds neither the size of a file nor who
//! may read it.)

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file that would grow beyond this is set aside.
const MOST_BYTES: u64 = 1024 * 1024;

/// Files of one program. The oldest goes when there is one more.
const MOST_FILES: u32 = 5;

/// Where a program's log is written. The file is opened for each line: lines are rare, another program may set
/// the file aside, and a person may delete it.
pub(super) struct LogFile(PathBuf);

impl LogFile {
    /// The log of a program in a folder, which is made if need be.
    pub(super) fn new(folder: &Path, program: &str) -> Self {
        // Where it cannot be made, no line can be written: the same to everyone.
        let _ = store::make_private_folder(folder);
        Self(folder.join(format!("{program}.log")))
    }

    fn append(&self, line: &[u8]) -> io::Result<()> {
        let mut file = store::private_file().append(true).open(&self.0)?;
        keep_private(&file)?;
        let (length, more) = (file.metadata()?.len(), line.len() as u64);
        if length > 0 && length + more > MOST_BYTES {
            drop(file);
            file = self.set_aside()?;
        }
        file.write_all(line)
    }

    /// Gives the full file a number, and begins a new one.
    fn set_aside(&self) -> io::Result<File> {
        for number in (1..MOST_FILES).rev() {
            // The first times there are not so many.
            let _ = fs::rename(self.numbered(number - 1), self.numbered(number));
        }
        // Emptied, in case it could not be renamed: the log stays bounded.
        store::private_file().truncate(true).open(&self.0)
    }

    /// `ressurstimebok.log`, then `ressurstimebok.1.log`, which is older, and so on.
    fn numbered(&self, number: u32) -> PathBuf {
        if number == 0 { self.0.clone() } else { self.0.with_extension(format!("{number}.log")) }
    }
}

/// Never fails: a log that cannot be written, on a full disk or in a folder of someone else's, stops nobody.
impl Write for LogFile {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        // There is no other place to tell.
        let _ = self.append(line);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Takes the file from everyone but its owner, also where it was there before. A device is everyone's.
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
    fn a_log_is_bounded_in_size_and_number_and_its_newest_lines_stay() {
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
    fn a_log_that_a_person_deletes_begins_anew() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("test.log");
        let mut log = LogFile::new(folder.path(), "test");
        log.write_all(b"one\n").expect("a line");
        fs::remove_file(&file).expect("it goes");
        log.write_all(b"two\n").expect("a line");
        assert_eq!(fs::read_to_string(&file).expect("a file"), "two\n");
    }

    #[test]
    fn a_log_that_cannot_be_written_stops_nobody() {
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
    fn a_log_on_a_full_disk_stops_nobody() {
        let folder = tempfile::tempdir().expect("a folder");
        std::os::unix::fs::symlink("/dev/full", folder.path().join("test.log")).expect("a link");
        let log = LogFile::new(folder.path(), "test");
        assert_eq!(log.append(b"lost\n").expect_err("full").kind(), io::ErrorKind::StorageFull);
        LogFile::new(folder.path(), "test").write_all(b"lost\n").expect("it goes on");
    }

    #[cfg(unix)]
    #[test]
    fn a_log_is_its_owners_alone_also_where_it_was_there_before() {
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
