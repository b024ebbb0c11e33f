//! The system packages: missing ones are installed on Debian and Ubuntu and listed on other systems.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use crate::{Result, node, process, repository};

mod by_hand;

/// What the packages are needed for. Every purpose includes the packages of `Build`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Purpose {
    /// Compiling the program and opening its window.
    Build,
    /// The same on a machine without a display.
    BuildAndShow,
    /// Everything that `cargo xtask test` and `bench` use.
    Test,
}

/// A family of systems and its names for the packages.
struct Family {
    /// Names from `ID` and `ID_LIKE` of os-release.
    ids: &'static [&'static str],
    build: &'static [&'static str],
    show: &'static [&'static str],
    test: &'static [&'static str],
    /// The command that lists installed packages, one per line, possibly with more text after the name.
    list: &'static [&'static str],
    install: &'static str,
}

const DEBIAN: Family = Family {
    ids: &["debian", "ubuntu"],
    build: &[
        "build-essential",
        "pkg-config",
        "procps",
        "libwebkit2gtk-4.1-dev",
        "libayatana-appindicator3-dev",
        "librsvg2-dev",
        "libxdo-dev",
        "libssl-dev",
    ],
    show: &["xvfb", "dbus", "dunst", "openbox", "imagemagick", "xdotool", "fonts-dejavu-core"],
    test: &["webkit2gtk-driver", "chromium", "postgresql", "strace"],
    list: &["dpkg-query", "--show", "--showformat", "${Package}\t${db:Status-Status}\n"],
    install: "apt-get install --no-install-recommends",
};

const OTHERS: [Family; 2] = [
    Family {
        ids: &["fedora", "rhel"],
        build: &[
            "gcc",
            "gcc-c++",
            "make",
            "pkgconf-pkg-config",
            "procps-ng",
            "webkit2gtk4.1-devel",
            "libayatana-appindicator-gtk3-devel",
            "librsvg2-devel",
            "libxdo-devel",
            "openssl-devel",
        ],
        show: &[
            "xorg-x11-server-Xvfb",
            "dbus-daemon",
            "dbus-tools",
            "dunst",
            "openbox",
            "ImageMagick",
            "xdotool",
            "dejavu-sans-fonts",
        ],
        test: &["webkit2gtk-driver", "chromium", "postgresql-server", "postgresql-contrib", "strace"],
        list: &["rpm", "--query", "--all", "--queryformat", "%{NAME}\tinstalled\n"],
        install: "dnf install",
    },
    Family {
        ids: &["arch"],
        build: &[
            "gcc",
            "make",
            "pkgconf",
            "procps-ng",
            "webkit2gtk-4.1",
            "libayatana-appindicator",
            "librsvg",
            "xdotool",
            "openssl",
        ],
        show: &["xorg-server-xvfb", "dbus", "dunst", "openbox", "imagemagick", "ttf-dejavu"],
        test: &["chromium", "postgresql", "strace"],
        list: &["pacman", "--query"],
        install: "pacman -S",
    },
];

/// Installs the missing packages, or fails with a list of them.
pub(crate) fn install(purpose: Purpose) -> Result {
    node::check_version()?;
    if cfg!(target_os = "macos") {
        return by_hand::check(&by_hand::MACOS, purpose);
    }
    if cfg!(windows) {
        return by_hand::check(&by_hand::WINDOWS, purpose);
    }
    let os_release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    if belongs(&DEBIAN, &os_release) {
        return on_debian(purpose, &os_release);
    }
    let Some(family) = OTHERS.iter().find(|family| belongs(family, &os_release)) else {
        eprintln!(
            "Unknown system; on Debian these packages are needed: {}",
            wanted(&DEBIAN, purpose).join(" ")
        );
        return Ok(());
    };
    let now = missing(family, purpose);
    if now.is_empty() {
        return Ok(());
    }
    Err(to_install(family, &now, &missing(family, Purpose::Test)).into())
}

/// The message for a system where the user installs the packages: those needed now, and those that the tests
/// need in addition.
fn to_install(family: &Family, now: &[&str], for_test: &[&str]) -> String {
    let later: Vec<_> = for_test.iter().copied().filter(|package| !now.contains(package)).collect();
    let mut sentence = format!(
        "these packages are missing; install them and try again:\n  {} {}",
        family.install,
        now.join(" ")
    );
    if !later.is_empty() {
        sentence +=
            &format!("\n`cargo xtask test` needs these too:\n  {} {}", family.install, later.join(" "));
    }
    sentence
}

fn on_debian(purpose: Purpose, os_release: &str) -> Result {
    let mut missing = missing(&DEBIAN, purpose);
    if os_release.lines().any(|line| line == "ID=ubuntu") {
        // On Ubuntu the package of this name only installs a snap of Chromium.
        missing
            .iter_mut()
            .filter(|package| **package == "chromium")
            .for_each(|package| *package = "chromium-browser");
    }
    if missing.is_empty() {
        return Ok(());
    }
    let root = repository::printed_by(repository::command("id").arg("-u")).is_some_and(|id| id == "0");
    let runner = runner(root, repository::find("sudo").is_some(), &missing)?;
    eprintln!("▸ installing {} system packages: {}", missing.len(), missing.join(" "));
    apt(runner, &["update"])?;
    apt(runner, &[&["install", "--yes", "--no-install-recommends"], missing.as_slice()].concat())
}

/// The program that runs `apt-get` with the rights it needs.
fn runner(root: bool, sudo: bool, missing: &[&str]) -> Result<&'static str> {
    match (root, sudo) {
        (true, _) => Ok("env"),
        (false, true) => Ok("sudo"),
        (false, false) => Err(format!(
            "these system packages are missing, and without `sudo` only root can install them. \
             Ask for this, and try again:\n  {} {}",
            DEBIAN.install,
            missing.join(" ")
        )
        .into()),
    }
}

fn apt(runner: &str, args: &[&str]) -> Result {
    let mut command = repository::command(runner);
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]).args(args);
    process::step_that_may_ask(&format!("apt-get {}", args[0]), &mut command)
}

fn belongs(family: &Family, os_release: &str) -> bool {
    let mut ids = os_release
        .lines()
        .filter_map(|line| line.strip_prefix("ID=").or_else(|| line.strip_prefix("ID_LIKE=")));
    ids.any(|value| value.trim_matches('"').split(' ').any(|id| family.ids.contains(&id)))
}

fn wanted(family: &Family, purpose: Purpose) -> Vec<&'static str> {
    let lists: &[&[&str]] = match purpose {
        Purpose::Build => &[family.build],
        Purpose::BuildAndShow => &[family.build, family.show],
        Purpose::Test => &[family.build, family.show, family.test],
    };
    lists.concat()
}

fn missing(family: &Family, purpose: Purpose) -> Vec<&'static str> {
    let listing = repository::printed_by(repository::command(family.list[0]).args(&family.list[1..]))
        .unwrap_or_default();
    let present = installed(&listing);
    let mut wanted = wanted(family, purpose);
    // Many machines have Chrome, and any Chromium-based browser works.
    let have_browser = chromium().is_some();
    wanted.retain(|package| {
        let other_browser = *package == "chromium" && have_browser;
        !present.contains(package) && !other_browser
    });
    wanted
}

/// The package names in a listing. Packages of which dpkg only keeps the settings are not installed.
fn installed(listing: &str) -> BTreeSet<&str> {
    let rows =
        listing.lines().filter(|row| !row.ends_with("config-files") && !row.ends_with("not-installed"));
    rows.filter_map(|row| row.split([' ', '\t']).next()).collect()
}

/// The browser used for the patient in tests.
pub(crate) fn chromium() -> Option<PathBuf> {
    if let Some(chosen) = std::env::var_os("CHROMIUM") {
        return Some(chosen.into());
    }
    ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser"]
        .into_iter()
        .find_map(repository::find)
        .or_else(|| by_hand::BROWSERS.into_iter().map(PathBuf::from).find(|file| file.is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_recognized_by_id_and_id_like() {
        assert!(belongs(&DEBIAN, "NAME=\"Debian GNU/Linux\"\nID=debian\n"));
        assert!(belongs(&DEBIAN, "ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"));
        assert!(belongs(&OTHERS[0], "ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n"));
        assert!(!belongs(&DEBIAN, "ID=arch\nVERSION_ID=debian\n"));
    }

    #[test]
    fn a_removed_package_whose_settings_stayed_is_missing() {
        let present =
            installed("xvfb\tinstalled\ndunst\tconfig-files\ndbus\tinstalled\nopenbox\tnot-installed");
        assert_eq!(present.into_iter().collect::<Vec<_>>(), ["dbus", "xvfb"]);
    }

    #[test]
    fn testing_needs_all_packages_of_building_and_showing() {
        let test = wanted(&DEBIAN, Purpose::Test);
        assert!(wanted(&DEBIAN, Purpose::BuildAndShow).iter().all(|package| test.contains(package)));
        assert_eq!(wanted(&DEBIAN, Purpose::Build), DEBIAN.build);
    }

    #[test]
    fn procps_is_installed_where_it_may_be_missing() {
        assert!(wanted(&DEBIAN, Purpose::Build).contains(&"procps"));
        for family in &OTHERS {
            assert!(wanted(family, Purpose::Build).contains(&"procps-ng"), "{:?}", family.ids);
        }
    }

    #[test]
    fn without_root_and_sudo_the_packages_are_named() {
        assert_eq!(runner(true, false, &["xvfb"]).unwrap(), "env");
        assert_eq!(runner(false, true, &["xvfb"]).unwrap(), "sudo");
        let failure = runner(false, false, &["xvfb", "procps"]).unwrap_err().to_string();
        assert!(failure.ends_with("apt-get install --no-install-recommends xvfb procps"), "{failure}");
        assert!(failure.contains("without `sudo`"), "{failure}");
    }

    #[test]
    fn on_other_systems_a_run_lists_what_tests_need_too() {
        let sentence = to_install(&OTHERS[0], &["gcc"], &["gcc", "chromium"]);
        assert!(sentence.contains("\n  dnf install gcc\n"), "{sentence}");
        assert!(sentence.ends_with("\n  dnf install chromium"), "{sentence}");
        assert!(!to_install(&OTHERS[0], &["gcc"], &["gcc"]).contains("cargo xtask test"));
    }
}
