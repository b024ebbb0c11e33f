//! The options of both programs.

use std::path::PathBuf;

use chrono::NaiveDateTime;
use clap::Parser;
use timebook::ClinicId;

/// The address of the portal unless told otherwise: this machine alone.
const PORTAL_ADDRESS: &str = "127.0.0.1:8750";

/// Resource timebooks for clinics: patients ask for a time, staff confirm.
#[derive(Debug, Clone, Parser, PartialEq, Eq)]
#[command(version)]
pub struct Options {
    /// Fill an empty data folder with the guide's clinic, and let its synthetic patients log in
    #[arg(long)]
    pub demo: bool,
    /// The folder that holds the clinic's data [default: the user's data folder; the demo has its own]
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// A PostgreSQL database shared by several desks, in place of the file in the data folder
    #[arg(long, value_name = "URL", value_parser = database)]
    pub database: Option<String>,
    /// The address the portal listens on; port 0 takes a free one
    #[arg(long, value_name = "ADDR", default_value = PORTAL_ADDRESS)]
    pub portal: String,
    /// Start in the tray, with no window
    #[arg(long)]
    pub hidden: bool,
    /// When the demo's clock starts, such as 2025-01-21T09:00, in Norwegian time
    #[arg(long, value_name = "TIME", value_parser = today, requires = "demo")]
    pub today: Option<NaiveDateTime>,
    /// Which clinic, where a database holds several
    #[arg(long, value_name = "ID")]
    pub clinic: Option<ClinicId>,
}

impl Options {
    /// The folder that holds the clinic's data.
    #[must_use]
    pub fn data_folder(&self) -> PathBuf {
        let name = if self.demo { "ressurstimebok-demo" } else { "ressurstimebok" };
        self.data.clone().unwrap_or_else(|| user_data_folder().join(name))
    }
}

/// Where the system keeps a user's data. Falls back to the working folder where it names no home.
fn user_data_folder() -> PathBuf {
    let from = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = || from("HOME").unwrap_or_default();
    if cfg!(windows) {
        from("APPDATA").unwrap_or_default()
    } else if cfg!(target_os = "macos") {
        home().join("Library").join("Application Support")
    } else {
        from("XDG_DATA_HOME").unwrap_or_else(|| home().join(".local").join("share"))
    }
}

fn database(url: &str) -> Result<String, String> {
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        Ok(url.to_owned())
    } else {
        Err("expected postgres://…".to_owned())
    }
}

fn today(text: &str) -> Result<NaiveDateTime, String> {
    ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
        .into_iter()
        .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
        .ok_or_else(|| "expected a time such as 2025-01-21T09:00".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Options, clap::Error> {
        Options::try_parse_from(line.split_whitespace())
    }

    #[test]
    fn the_portal_stays_on_this_machine_unless_told_otherwise() {
        let options = parse("ressurstimebok").expect("options");
        assert_eq!(options.portal, "127.0.0.1:8750");
        assert!(!options.demo);
    }

    #[test]
    fn the_guides_day_can_be_set() {
        let options = parse("ressurstimebok --demo --today 2025-01-21T09:00").expect("options");
        assert_eq!(options.today.map(|today| today.to_string()).as_deref(), Some("2025-01-21 09:00:00"));
    }

    #[test]
    fn real_data_never_run_on_an_invented_clock() {
        assert!(parse("ressurstimebok --today 2025-01-21T09:00").is_err());
    }

    #[test]
    fn the_demo_never_meets_the_clinics_own_folder() {
        let demo = parse("ressurstimebok --demo").expect("options");
        let real = parse("ressurstimebok").expect("options");
        assert_ne!(demo.data_folder(), real.data_folder());
    }

    #[test]
    fn a_wrong_database_is_said_at_once() {
        assert!(parse("ressurstimebok --database mysql://localhost/clinic").is_err());
    }
}
