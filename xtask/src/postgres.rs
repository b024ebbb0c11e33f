//! A temporary PostgreSQL server for one run.

use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{Result, process, repository};

/// A running cluster in a temporary folder. Dropping it stops and removes the cluster.
pub(crate) struct Cluster {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
}

impl Cluster {
    /// Makes and starts a cluster with the durability settings of real use, so that measurements are
    /// realistic.
    pub(crate) fn start() -> Result<Self> {
        Self::start_in(&std::env::temp_dir())
    }

    /// The same, in a folder that PostgreSQL's own user must be able to write to.
    pub(crate) fn start_in(parent: &Path) -> Result<Self> {
        let programs = programs().ok_or("PostgreSQL's programs (initdb, pg_ctl) are not on this machine")?;
        eprintln!("▸ starting a temporary PostgreSQL");
        let template = parent.join("ressurstimebok-pg.XXXXXXXX");
        let folder = repository::printed_by(as_server("mktemp").arg("-d").arg(template))
            .ok_or("cannot make a folder for PostgreSQL")?;
        let cluster = Self { programs, folder: folder.into(), port: free_port()? };
        cluster.make()?;
        cluster.run()?;
        Ok(cluster)
    }

    /// The URL for the tests.
    pub(crate) fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// PostgreSQL's own load generator.
    pub(crate) fn pgbench(&self) -> PathBuf {
        self.programs.join("pgbench")
    }

    fn make(&self) -> Result {
        let mut initdb = self.tool("initdb");
        initdb.args([
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "--pgdata",
        ]);
        process::quiet_step("initdb", initdb.arg(self.data()))
    }

    fn run(&self) -> Result {
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} -c max_connections=200 -c fsync=on",
            self.port,
            self.folder.display()
        );
        let mut start = self.tool("pg_ctl");
        start.args(["start", "--wait", "--timeout=60", "--silent", "--options", &options]);
        start.arg("--log").arg(self.log()).arg("--pgdata").arg(self.data());
        process::step("pg_ctl start", &mut start).map_err(|failure| {
            let log = repository::printed_by(as_server("tail").arg(self.log())).unwrap_or_default();
            format!("{failure}\n{log}").into()
        })
    }

    fn tool(&self, name: &str) -> Command {
        as_server(self.programs.join(name))
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn log(&self) -> PathBuf {
        self.folder.join("log")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if self.data().join("postmaster.pid").exists() {
            let mut stop = self.tool("pg_ctl");
            stop.args(["stop", "--wait", "--silent", "--mode=immediate", "--pgdata"]).arg(self.data());
            drop(stop.stdout(Stdio::null()).stderr(Stdio::null()).status());
        }
        if !as_server("rm").arg("-rf").arg(&self.folder).status().is_ok_and(|status| status.success()) {
            eprintln!("xtask: could not remove {}", self.folder.display());
        }
    }
}

/// A command run as PostgreSQL's own user when this program runs as root, because PostgreSQL refuses to run
/// as root.
fn as_server(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let root = repository::printed_by(repository::command("id").arg("-u")).is_some_and(|id| id == "0");
    let mut command = if root {
        let mut command = repository::command("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        repository::command(program)
    };
    // That user may not be allowed to read the repository's folder.
    command.current_dir(std::env::temp_dir());
    command
}

/// The folder of PostgreSQL's programs. Debian has one folder for each version, not on the search path; the
/// newest is used.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| {
            Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin")))
        })
        .filter(|(_, bin)| bin.join("initdb").is_file())
        .max_by_key(|(version, _)| *version);
    newest.map(|(_, bin)| bin).or_else(|| repository::find("initdb")?.parent().map(Path::to_path_buf))
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}
