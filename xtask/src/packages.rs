//! The system packages: on Debian and Ubuntu the missing ones are installed, elsewhere they are named.

use std::collections::BTreeSet;
use std::fs;

use crate::{Result, process, repository};

/// What the packages are for; each purpose needs those of `Build` too.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Purpose {
    /// Compile the program and open its window.
    Build,
    /// The same on a machine with no display.
    BuildAndShow,
    /// Everything that `cargo xtask test` and `bench` start.
    Test,
}

/// A family of systems and how it calls what we need.
struct Family {
    /// Names from `ID` and `ID_LIKE` of os-release.
    ids: &'static [&'static str],
    build: &'static [&'static str],
    show: &'static [&'static str],
    test: &'static [&'static str],
    /// Prints one installed package a line, possibly with what follows the name.
    list: &'static [&'static str],
    install: &'static str,
}

const DEBIAN: Family = Family {
    ids: &["debian", "ubuntu"],
    build: &[
        "build-essential",
        "pkg-config",
        "libwebkit2gtk-4.1-dev",
        "libayatana-appindicator3-dev",
        "librsvg2-dev",
        "libxdo-dev",
        "libssl-dev",
    ],
    show: &["xvfb", "dbus", "dunst", "openbox", "imagemagick", "xdotool", "fonts-dejavu-core"],
    test: &["webkit2gtk-driver", "chromium", "postgresql"],
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
            "webkit2gtk4.1-devel",
            "libayatana-appindicator-gtk3-devel",
            "librsvg2-devel",
            "libxdo-devel",
            "openssl-devel",
        ],
        show: &[
            "xorg-x11-server-Xvfb",
            "dbus-daemon",
            "dunst",
            "openbox",
            "ImageMagick",
            "xdotool",
            "dejavu-sans-fonts",
        ],
        test: &["webkit2gtk-driver", "chromium", "postgresql-server", "postgresql-contrib"],
        list: &["rpm", "--query", "--all", "--queryformat", "%{NAME}\tinstalled\n"],
        install: "dnf install",
    },
    Family {
        ids: &["arch"],
        build: &[
            "gcc",
            "make",
            "pkgconf",
            "webkit2gtk-4.1",
            "libayatana-appindicator",
            "librsvg",
            "xdotool",
            "openssl",
        ],
        show: &["xorg-server-xvfb", "dbus", "dunst", "openbox", "imagemagick", "ttf-dejavu"],
        test: &["chromium", "postgresql"],
        list: &["pacman", "--query"],
        install: "pacman -S",
    },
];

/// Installs what is missing, or stops and names it.
pub(crate) fn install(purpose: Purpose) -> Result {
    if !repository::command("node").arg("--version").output().is_ok_and(|out| out.status.success()) {
        return Err(
            "Node 20 or newer is missing: see https://nodejs.org, or your system's package «nodejs»".into()
        );
    }
    if cfg!(target_os = "macos") {
        return on_macos();
    }
    if cfg!(windows) {
        return on_windows();
    }
    let os_release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    if belongs(&DEBIAN, &os_release) {
        return on_debian(purpose, &os_release);
    }
    let Some(family) = OTHERS.iter().find(|family| belongs(family, &os_release)) else {
        eprintln!("I do not know this system; on Debian it needs: {}", wanted(&DEBIAN, purpose).join(" "));
        return Ok(());
    };
    match missing(family, purpose) {
        none if none.is_empty() => Ok(()),
        some => Err(format!(
            "these packages are missing; install them and try again:\n  {} {}",
            family.install,
            some.join(" ")
        )
        .into()),
    }
}

fn on_debian(purpose: Purpose, os_release: &str) -> Result {
    let mut missing = missing(&DEBIAN, purpose);
    if os_release.lines().any(|line| line == "ID=ubuntu") {
        // Ubuntu's Chromium is a snap behind a package of this name.
        missing
            .iter_mut()
            .filter(|package| **package == "chromium")
            .for_each(|package| *package = "chromium-browser");
    }
    if missing.is_empty() {
        return Ok(());
    }
    eprintln!("▸ installing {} system packages: {}", missing.len(), missing.join(" "));
    apt(&["update"])?;
    apt(&[&["install", "--yes", "--no-install-recommends"], missing.as_slice()].concat())
}

fn apt(args: &[&str]) -> Result {
    let root = repository::printed_by(repository::command("id").arg("-u")).is_some_and(|id| id == "0");
    let mut command = repository::command(if root { "env" } else { "sudo" });
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet"]).args(args);
    process::step_that_may_ask(&format!("apt-get {}", args[0]), &mut command)
}

fn on_macos() -> Result {
    match repository::printed_by(repository::command("xcode-select").arg("-p")) {
        Some(_) => Ok(()),
        None => Err(
            "Apple's command line tools are missing; install them and try again:\n  xcode-select --install"
                .into(),
        ),
    }
}

fn on_windows() -> Result {
    const MACHINE: &str =
        r"HKLM\SOFTWARE\WOW6432Node\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";
    const USER: &str = r"HKCU\Software\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";
    let version = |key| repository::printed_by(repository::command("reg").args(["query", key, "/v", "pv"]));
    let known = [MACHINE, USER].into_iter().any(|key| version(key).is_some());
    if known {
        return Ok(());
    }
    Err("WebView2 is missing. Install these two and try again:\n  \
         «Microsoft Edge WebView2 Runtime» (winget install Microsoft.EdgeWebView2Runtime)\n  \
         «Visual Studio Build Tools» with «Desktop development with C++» (winget install Microsoft.VisualStudio.2022.BuildTools)"
        .into())
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
    // Many machines have Chrome: any of the family will do.
    let have_browser = chromium().is_some();
    wanted.retain(|package| {
        let other_browser = *package == "chromium" && have_browser;
        !present.contains(package) && !other_browser
    });
    wanted
}

/// The names in a listing; what dpkg only remembers the settings of is not installed.
fn installed(listing: &str) -> BTreeSet<&str> {
    let rows =
        listing.lines().filter(|row| !row.ends_with("config-files") && !row.ends_with("not-installed"));
    rows.filter_map(|row| row.split([' ', '\t']).next()).collect()
}

/// The browser that plays the patient's part.
pub(crate) fn chromium() -> Option<std::path::PathBuf> {
    if let Some(chosen) = std::env::var_os("CHROMIUM") {
        return Some(chosen.into());
    }
    ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser"]
        .into_iter()
        .find_map(repository::find)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_known_by_its_own_name_and_by_its_kin() {
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
    fn a_test_needs_all_that_building_and_showing_need() {
        let test = wanted(&DEBIAN, Purpose::Test);
        assert!(wanted(&DEBIAN, Purpose::BuildAndShow).iter().all(|package| test.contains(package)));
        assert_eq!(wanted(&DEBIAN, Purpose::Build), DEBIAN.build);
    }
}
