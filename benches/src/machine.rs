//! What was measured on which machine, which is needed to compare two runs.

use std::path::Path;
use std::process::Command;

use serde_json::{Map, Value, json};

use crate::stage;

/// Commit, processor and disk, for the head of every report; what is not known is `null`.
pub(crate) fn facts() -> Map<String, Value> {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let disk = stage::folder().ok().and_then(|folder| disk(&folder));
    [
        ("commit", json!(commit())),
        ("processor", json!(processor())),
        ("cores", json!(cores)),
        ("disk", json!(disk)),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into_iter()
    .collect()
}

/// The current commit, with a mark when files differ from it.
fn commit() -> Option<String> {
    printed(Command::new("git").args(["describe", "--always", "--abbrev=40", "--dirty", "--exclude=*"]))
}

fn processor() -> Option<String> {
    if cfg!(target_os = "macos") {
        return printed(Command::new("sysctl").args(["-n", "machdep.cpu.brand_string"]));
    }
    let text = std::fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    line.split_once(": ").map(|(_, name)| name.to_owned())
}

/// The file system of a folder, and its device: `ext4 on /dev/sda1`.
fn disk(folder: &Path) -> Option<String> {
    let folder = folder.canonicalize().ok()?;
    mount(&std::fs::read_to_string("/proc/self/mounts").ok()?, &folder)
}

/// The nearest mount above the folder. Each mount has device, path and type in this order.
fn mount(mounts: &str, folder: &Path) -> Option<String> {
    let mounts = mounts.lines().filter_map(|line| {
        let mut fields = line.split(' ');
        Some((fields.next()?, fields.next()?, fields.next()?))
    });
    let above = mounts.filter(|(_, place, _)| folder.starts_with(place));
    let nearest = above.max_by_key(|(_, place, _)| place.len())?;
    Some(format!("{} on {}", nearest.2, nearest.0))
}

fn printed(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok().map(|text| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_mount_holds_the_folder() {
        let mounts = "/dev/vda / ext4 rw 0 0\ntmpfs /tmp tmpfs rw 0 0\n/dev/vdb /var/tmp xfs rw 0 0\n";
        let of = |folder: &str| mount(mounts, Path::new(folder));
        assert_eq!(of("/var/tmp/bench").as_deref(), Some("xfs on /dev/vdb"));
        assert_eq!(of("/tmp/bench").as_deref(), Some("tmpfs on tmpfs"));
        assert_eq!(of("/var/tmpfiles").as_deref(), Some("ext4 on /dev/vda"));
    }

    #[test]
    fn a_report_says_what_was_measured() {
        let facts = facts();
        assert!(["commit", "processor", "cores", "disk"].iter().all(|key| facts.contains_key(*key)));
    }
}
