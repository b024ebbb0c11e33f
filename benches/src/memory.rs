//! The memory of a program and all its child processes, as counted by the kernel.

use std::collections::HashMap;
use std::fs;
use std::time::Duration;

use crate::Result;

/// The pause between two readings.
const BETWEEN_LOOKS: Duration = Duration::from_millis(250);
/// The most readings; then the last one counts.
const LOOKS: usize = 40;

/// Megabytes of proportional set size: shared pages are divided among those who share them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Memory {
    /// Only the program itself.
    pub(crate) program: f64,
    /// With all its children: on Linux a window has a process for its page and one for its network.
    pub(crate) all: f64,
}

/// Reads until two readings in a row agree within one percent.
pub(crate) async fn settled(pid: u32) -> Result<Memory> {
    let mut before = look(pid)?;
    for _ in 0..LOOKS {
        tokio::time::sleep(BETWEEN_LOOKS).await;
        let now = look(pid)?;
        if (now.all - before.all).abs() < before.all / 100.0 {
            return Ok(now);
        }
        before = now;
    }
    Ok(before)
}

fn look(pid: u32) -> Result<Memory> {
    let program = megabytes(pid).ok_or("the program has gone, or the kernel does not tell its memory")?;
    // A child may end between listing and reading.
    let children: f64 = descendants(pid, &parents()?).into_iter().filter_map(megabytes).sum();
    Ok(Memory { program, all: program + children })
}

fn megabytes(pid: u32) -> Option<f64> {
    let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    let kilobytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes / 1024.0)
}

/// Every process and its parent.
fn parents() -> Result<HashMap<u32, u32>> {
    let pids = fs::read_dir("/proc")?.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    Ok(pids.filter_map(|pid| Some((pid, parent(pid)?))).collect())
}

/// The second field after the name, which is in brackets and may contain anything.
fn parent(pid: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (_, after_name) = stat.rsplit_once(')')?;
    after_name.split_whitespace().nth(1)?.parse().ok()
}

fn descendants(of: u32, parents: &HashMap<u32, u32>) -> Vec<u32> {
    let mut found: Vec<u32> = Vec::new();
    let mut looked_at = 0;
    let children = |of: u32| parents.iter().filter(move |(_, parent)| **parent == of).map(|(pid, _)| *pid);
    found.extend(children(of));
    while let Some(next) = found.get(looked_at).copied() {
        found.extend(children(next));
        looked_at += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_of_children_count() {
        let parents = HashMap::from([(2, 1), (3, 2), (4, 3), (5, 9)]);
        let mut found = descendants(1, &parents);
        found.sort_unstable();
        assert_eq!(found, [2, 3, 4]);
    }
}
