//! A disk rebuilt from a program's writes and flushes, as recorded by `strace`.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

/// What happens to unflushed writes when the power fails.
#[derive(Clone, Copy)]
pub(crate) enum Fate {
    /// None of them is kept.
    Lost,
    /// About half of them are kept, some of those partly; the number is the seed.
    Some(u64),
}

/// A change of a file.
enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Truncate(usize),
}

/// A file: its flushed content, and every change since.
#[derive(Default)]
struct File {
    flushed: Vec<u8>,
    since: Vec<Change>,
    position: usize,
}

/// The files of one folder.
#[derive(Default)]
pub(crate) struct Disk {
    files: BTreeMap<String, File>,
    /// Calls that are split in the log by other threads' calls, by thread.
    begun: HashMap<String, String>,
}

impl Disk {
    /// Processes a line of the log. Returns the program's output in it.
    pub(crate) fn sees(&mut self, line: &str, folder: &Path) -> Vec<String> {
        let Some((thread, call)) = line.split_once(' ') else { return Vec::new() };
        let call = call.trim_start();
        if let Some(begun) = call.strip_suffix(" <unfinished ...>") {
            // Output counts from the start of the call, a flush from its end.
            self.begun.insert(thread.to_owned(), begun.to_owned());
            return if is_said(begun) { said(begun) } else { Vec::new() };
        }
        let whole = match call.strip_prefix("<... ") {
            Some(rest) => {
                let end = rest.split_once(" resumed>").map_or("", |(_, end)| end);
                let begun = self.begun.remove(thread).unwrap_or_default();
                if is_said(&begun) {
                    return Vec::new();
                }
                begun + end
            }
            None => call.to_owned(),
        };
        if is_said(&whole) {
            return said(&whole);
        }
        self.does(&whole, folder);
        Vec::new()
    }

    fn does(&mut self, call: &str, folder: &Path) {
        let Some((name, args)) = call.split_once('(') else { return };
        let Some((args, result)) = args.rsplit_once(" = ") else { return };
        let Ok(result) = result.split(' ').next().unwrap_or_default().parse::<usize>() else { return };
        if name == "unlink" {
            let path = String::from_utf8(unescaped(args)).unwrap();
            if let Some(file) = inside(&path, folder) {
                self.files.remove(file);
            }
            return;
        }
        let path = args.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
        let Some((path, rest)) = path else { return };
        let path = String::from_utf8(plain(path)).unwrap();
        let Some(name_of_file) = inside(&path, folder) else { return };
        let file = self.files.entry(name_of_file.to_owned()).or_default();
        let number = |at: usize| {
            let numbers = rest.rsplit('"').next().unwrap_or_default().trim_end().trim_end_matches(')');
            numbers.split(", ").skip(1).nth(at).and_then(|number| number.parse::<usize>().ok())
        };
        match name {
            "pwrite64" => {
                let bytes = written(rest, result);
                file.since.push(Change::Write { at: number(1).unwrap(), bytes });
            }
            "write" => {
                let bytes = written(rest, result);
                file.since.push(Change::Write { at: file.position, bytes });
                file.position += result;
            }
            "lseek" => file.position = result,
            "ftruncate" => file.since.push(Change::Truncate(number(0).unwrap())),
            "fsync" | "fdatasync" => {
                let since = std::mem::take(&mut file.since);
                since.iter().for_each(|change| change.apply(&mut file.flushed));
            }
            _ => {}
        }
    }

    /// The files as they are when the power comes back.
    pub(crate) fn write_to(&self, folder: &Path, fate: Fate) {
        for (name, file) in &self.files {
            let mut content = file.flushed.clone();
            if let Fate::Some(number) = fate {
                for (index, change) in file.since.iter().enumerate() {
                    match scattered(number, index) % 4 {
                        0 => change.apply(&mut content),
                        1 => change.apply_part(&mut content),
                        _ => {}
                    }
                }
            }
            // The shared-memory file is created again by SQLite.
            if !name.ends_with("-shm") {
                fs::write(folder.join(name), content).unwrap();
            }
        }
    }
}

impl Change {
    fn apply(&self, content: &mut Vec<u8>) {
        match self {
            Self::Write { at, bytes } => put(content, *at, bytes),
            Self::Truncate(length) => content.resize(*length, 0),
        }
    }

    /// Applies the first half of a write, rounded down to whole sectors.
    fn apply_part(&self, content: &mut Vec<u8>) {
        match self {
            Self::Write { at, bytes } => put(content, *at, &bytes[..bytes.len() / 1024 * 512]),
            Self::Truncate(_) => {}
        }
    }
}

fn put(content: &mut Vec<u8>, at: usize, bytes: &[u8]) {
    content.resize(content.len().max(at + bytes.len()), 0);
    content[at..at + bytes.len()].copy_from_slice(bytes);
}

/// A pseudorandom number that is the same in each run.
fn scattered(number: u64, index: usize) -> u64 {
    let mixed = (number << 32 | index as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> 33
}

/// The name of a database file in the folder.
fn inside<'p>(path: &'p str, folder: &Path) -> Option<&'p str> {
    let name = path.strip_prefix(folder.to_str()?)?.strip_prefix('/')?;
    name.starts_with("ressurstimebok.sqlite").then_some(name)
}

/// Whether the call writes to standard output.
fn is_said(call: &str) -> bool {
    call.starts_with("write(1<") || call.starts_with("write(1,")
}

/// The saved bookings that the program prints on standard output.
fn said(call: &str) -> Vec<String> {
    let words = String::from_utf8_lossy(&unescaped(call)).into_owned();
    words.lines().filter_map(|line| line.rsplit_once("saved ")).map(|(_, id)| id.to_owned()).collect()
}

/// The bytes that a write has written: the system may take fewer than it was given, and SQLite then writes the rest.
fn written(text: &str, result: usize) -> Vec<u8> {
    let mut bytes = unescaped(text);
    assert!(bytes.len() >= result, "the log has the whole of each write");
    bytes.truncate(result);
    bytes
}

/// The bytes between the quotation marks, each written `\x41`.
fn unescaped(text: &str) -> Vec<u8> {
    let inside = text.split('"').nth(1).unwrap_or_default();
    plain(inside)
}

/// The bytes of a text in which some or all are written `\x41`.
fn plain(text: &str) -> Vec<u8> {
    if !text.starts_with("\\x") {
        return text.as_bytes().to_vec();
    }
    let bytes = text.split("\\x").skip(1);
    bytes.map(|byte| u8::from_str_radix(byte, 16).unwrap_or_else(|_| panic!("«{byte}» in the log"))).collect()
}

/// The system takes one byte of two, and SQLite writes the other.
#[test]
fn a_write_of_a_part_is_followed_by_the_rest() {
    let folder = Path::new("/data");
    let mut disk = Disk::default();
    for line in [
        r#"7 write(3</data/ressurstimebok.sqlite>, "\x41\x42", 2) = 1"#,
        r#"7 write(3</data/ressurstimebok.sqlite>, "\x42", 1) = 1"#,
        r#"7 pwrite64(3</data/ressurstimebok.sqlite>, "\x43\x44", 2, 2) = 1"#,
        r"7 fdatasync(3</data/ressurstimebok.sqlite>) = 0",
    ] {
        assert!(disk.sees(line, folder).is_empty());
    }
    let restored = tempfile::tempdir().unwrap();
    disk.write_to(restored.path(), Fate::Lost);
    assert_eq!(fs::read(restored.path().join("ressurstimebok.sqlite")).unwrap(), b"ABC");
}
