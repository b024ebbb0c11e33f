//! The options of both programs.

use std::fmt::Write as _;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::PathBuf;

use chrono::NaiveDateTime;
use clap::Parser;
use portal::{Entrance, PublicUrl};
use timebook::ClinicId;

use crate::places::{self, System};

/// The default address of the portal: reachable only from this machine.
const PORTAL_ADDRESS: &str = "127.0.0.1:8750";

/// The environment variable with the database's password. An argument would be visible to every user of the
/// machine.
const DATABASE_PASSWORD: &str = "RESSURSTIMEBOK_DATABASE_PASSWORD";

/// Resource timebooks for clinics: patients request a time, staff confirm.
#[derive(Debug, Clone, Parser, PartialEq, Eq)]
#[command(version)]
pub struct Options {
    /// Fill an empty data folder with the guide's clinic, and let its synthetic patients log in
    #[arg(long)]
    pub demo: bool,
    /// The folder of the clinic's data [default: the user's data folder; the demo has its own]
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// A PostgreSQL database shared by several desks, in place of the file in the data folder
    #[arg(long, value_name = "URL", value_parser = database)]
    pub database: Option<String>,
    /// The address the portal listens on; port 0 takes a free one
    #[arg(long, value_name = "ADDR", default_value = PORTAL_ADDRESS)]
    pub portal: String,
    /// The address by which patients reach the portal through a proxy with TLS, such as
    /// <https://time.legekontoret.no>; without it the portal answers only to this machine's own names
    #[arg(long, value_name = "URL")]
    pub public_url: Option<PublicUrl>,
    /// A proxy that is trusted for the client's address; may be given several times [default: this machine]
    #[arg(long, value_name = "ADDR", requires = "public_url")]
    pub trusted_proxy: Vec<IpAddr>,
    /// A file with the database's password; otherwise RESSURSTIMEBOK_DATABASE_PASSWORD or PGPASSWORD is used
    #[arg(long, value_name = "FILE", requires = "database")]
    pub database_password_file: Option<PathBuf>,
    /// The folder of the log's files [default: `log` in the data folder; a server that has a database and no
    /// data folder keeps none]
    #[arg(long, value_name = "DIR")]
    pub log_folder: Option<PathBuf>,
    /// Start in the tray, with no window
    #[arg(long)]
    pub hidden: bool,
    /// When the demo's clock starts, such as 2025-01-21T09:00, in Norwegian time
    #[arg(long, value_name = "TIME", value_parser = today, requires = "demo")]
    pub today: Option<NaiveDateTime>,
    /// Which clinic, if the database has several
    #[arg(long, value_name = "ID")]
    pub clinic: Option<ClinicId>,
}

impl Options {
    /// The folder of the clinic's data.
    #[must_use]
    pub fn data_folder(&self) -> PathBuf {
        self.data
            .clone()
            .unwrap_or_else(|| places::data(System::ours(), environment).join(self.folder_name()))
    }

    /// Where an earlier version of the program kept the clinic's data, if in another folder.
    #[must_use]
    pub fn earlier_data_folder(&self) -> Option<PathBuf> {
        let earlier = places::earlier_data(System::ours(), environment)?;
        self.data.is_none().then(|| earlier.join(self.folder_name()))
    }

    /// The folder of the log files: by default beside the data.
    #[must_use]
    pub fn log_folder(&self) -> PathBuf {
        self.log_folder.clone().unwrap_or_else(|| self.data_folder().join("log"))
    }

    /// The [`Self::log_folder`] of the server program. `None` when it has a database and neither a log folder
    /// nor a data folder was given, because a service may have no home folder.
    #[must_use]
    pub fn server_log_folder(&self) -> Option<PathBuf> {
        let has_folder = self.log_folder.is_some() || self.data.is_some() || self.database.is_none();
        has_folder.then(|| self.log_folder())
    }

    fn folder_name(&self) -> &'static str {
        if self.demo { "ressurstimebok-demo" } else { "ressurstimebok" }
    }

    /// How patients reach the portal.
    #[must_use]
    pub fn entrance(&self) -> Entrance {
        let this_machine = || vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
        match &self.public_url {
            None => Entrance::ThisMachine,
            Some(url) if self.trusted_proxy.is_empty() => {
                Entrance::Proxy { url: url.clone(), trusted: this_machine() }
            }
            Some(url) => Entrance::Proxy { url: url.clone(), trusted: self.trusted_proxy.clone() },
        }
    }

    /// The URL of the database with its password: from the file, else from the environment, else from the URL
    /// itself (the driver reads PGPASSWORD).
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn database_address(&self) -> io::Result<Option<String>> {
        let Some(url) = &self.database else { return Ok(None) };
        let password = match &self.database_password_file {
            Some(file) => Some(std::fs::read_to_string(file).map_err(|error| {
                io::Error::new(error.kind(), format!("the password file {}: {error}", file.display()))
            })?),
            None => std::env::var(DATABASE_PASSWORD).ok(),
        };
        let password = password.map(|password| password.trim_end_matches(['\r', '\n']).to_owned());
        Ok(Some(password.map_or_else(|| url.clone(), |password| with_password(url, &password))))
    }
}

/// The URL with the password as a parameter, which overrides a password in the URL itself.
fn with_password(url: &str, password: &str) -> String {
    let mark = if url.contains('?') { '&' } else { '?' };
    let mut url = format!("{url}{mark}password=");
    for byte in password.bytes() {
        if byte.is_ascii_alphanumeric() {
            url.push(char::from(byte));
        } else {
            let _ = write!(url, "%{byte:02X}");
        }
    }
    url
}

fn environment(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
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
    fn the_portal_is_reachable_only_from_this_machine_by_default() {
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
    fn today_is_only_for_the_demo() {
        assert!(parse("ressurstimebok --today 2025-01-21T09:00").is_err());
    }

    #[test]
    fn the_demo_never_uses_the_clinics_folder() {
        let demo = parse("ressurstimebok --demo").expect("options");
        let real = parse("ressurstimebok").expect("options");
        assert_ne!(demo.data_folder(), real.data_folder());
    }

    #[test]
    fn the_log_is_beside_the_data_and_a_server_without_a_folder_has_none() {
        let of = |line: &str| parse(line).expect("options");
        let beside = Some(PathBuf::from("here").join("log"));
        assert_eq!(of("ressurstimebok --data here").server_log_folder(), beside);
        assert_eq!(of("ressurstimebok --data here --log-folder there").log_folder(), PathBuf::from("there"));
        let database = "ressurstimebok --database postgres://me@here/clinic";
        assert_eq!(of(database).server_log_folder(), None);
        assert_eq!(of(&format!("{database} --data here")).server_log_folder(), beside);
        assert_eq!(of(database).log_folder(), of("ressurstimebok").data_folder().join("log"));
    }

    #[test]
    fn a_password_in_a_file_overrides_the_url() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("password");
        std::fs::write(&file, "p&ss ø/rd\n").expect("a file");
        let line = format!(
            "ressurstimebok --database postgres://me@here/clinic?sslmode=require --database-password-file {}",
            file.display()
        );
        let address = parse(&line).expect("options").database_address().expect("a file");
        let wanted = "postgres://me@here/clinic?sslmode=require&password=p%26ss%20%C3%B8%2Frd";
        assert_eq!(address.as_deref(), Some(wanted));
        std::fs::remove_file(&file).expect("the file goes");
        let error = parse(&line).expect("options").database_address().expect_err("no file");
        assert!(error.to_string().contains(&file.display().to_string()), "{error}");
    }

    #[test]
    fn a_proxy_counts_only_with_a_public_address() {
        assert!(parse("ressurstimebok --trusted-proxy 10.0.0.2").is_err());
        assert!(parse("ressurstimebok --public-url http://time.no").is_err());
        assert_eq!(parse("ressurstimebok").expect("options").entrance(), Entrance::ThisMachine);
        let url: PublicUrl = "https://time.no".parse().expect("an address");
        let trusts = |line: &str, addresses: &[&str]| {
            let trusted = addresses.iter().map(|address| address.parse().expect("an address")).collect();
            let entrance = parse(line).expect("options").entrance();
            assert_eq!(entrance, Entrance::Proxy { url: url.clone(), trusted });
        };
        trusts("ressurstimebok --public-url https://time.no", &["127.0.0.1", "::1"]);
        trusts("ressurstimebok --public-url https://time.no --trusted-proxy 10.0.0.2", &["10.0.0.2"]);
    }

    #[test]
    fn a_wrong_database_url_is_refused_at_once() {
        assert!(parse("ressurstimebok --database mysql://localhost/clinic").is_err());
    }
}
