//! macOS and Windows: what the user must install, and how.

use super::{Purpose, chromium};
use crate::{Result, repository};

/// One program that must be installed.
pub(super) struct Part {
    name: &'static str,
    how: &'static str,
    /// Needed only by tests and benchmarks.
    for_test: bool,
    present: fn() -> bool,
}

pub(super) const MACOS: [Part; 3] = [
    Part {
        name: "Apple's command line tools",
        how: "xcode-select --install",
        for_test: false,
        present: || repository::printed_by(repository::command("xcode-select").arg("-p")).is_some(),
    },
    Part { how: "brew install postgresql@17 && brew link --force postgresql@17", ..POSTGRES },
    Part { how: "brew install --cask google-chrome", ..BROWSER },
];

pub(super) const WINDOWS: [Part; 5] = [
    Part {
        name: "Visual Studio Build Tools with «Desktop development with C++»",
        how: "winget install Microsoft.VisualStudio.2022.BuildTools",
        for_test: false,
        // Always there: this program was linked with it.
        present: || true,
    },
    Part {
        name: "Microsoft Edge WebView2 Runtime",
        how: "winget install Microsoft.EdgeWebView2Runtime",
        for_test: false,
        present: webview2,
    },
    Part { how: "winget install PostgreSQL.PostgreSQL", ..POSTGRES },
    Part { how: "winget install Google.Chrome", ..BROWSER },
    Part {
        name: "Git for Windows with its Unix tools on the search path (mktemp, tail, rm)",
        how: "winget install Git.Git",
        for_test: true,
        present: || repository::find("mktemp").is_some(),
    },
];

const POSTGRES: Part = Part {
    name: "PostgreSQL with initdb on the search path",
    how: "",
    for_test: true,
    present: || repository::find("initdb").is_some(),
};

const BROWSER: Part =
    Part { name: "Chrome or Chromium", how: "", for_test: true, present: || chromium().is_some() };

/// The usual paths of a browser that is not on the search path.
pub(super) const BROWSERS: [&str; 4] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
];

/// Fails with a list of what is missing for this purpose, and of what the tests need in addition.
pub(super) fn check(parts: &[Part], purpose: Purpose) -> Result {
    let missing: Vec<_> = parts.iter().filter(|part| !(part.present)()).collect();
    sentence(&missing, purpose).map_or(Ok(()), |sentence| Err(sentence.into()))
}

fn sentence(missing: &[&Part], purpose: Purpose) -> Option<String> {
    let (now, later): (Vec<&Part>, Vec<&Part>) =
        missing.iter().partition(|part| purpose == Purpose::Test || !part.for_test);
    if now.is_empty() {
        return None;
    }
    let list = |parts: &[&Part]| -> String {
        parts.iter().map(|part| format!("\n  {} ({})", part.name, part.how)).collect()
    };
    let mut sentence = format!("these are missing; install them and try again:{}", list(&now));
    if !later.is_empty() {
        sentence += &format!("\n`cargo xtask test` needs these too:{}", list(&later));
    }
    Some(sentence)
}

fn webview2() -> bool {
    const MACHINE: &str =
        r"HKLM\SOFTWARE\WOW6432Node\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";
    const USER: &str = r"HKCU\Software\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";
    let version = |key| repository::printed_by(repository::command("reg").args(["query", key, "/v", "pv"]));
    [MACHINE, USER].into_iter().any(|key| version(key).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_systems_list_what_tests_need_too() {
        for parts in [MACOS.iter().collect::<Vec<_>>(), WINDOWS.iter().collect()] {
            let run = sentence(&parts, Purpose::Build).unwrap();
            let (now, later) = run.split_once("`cargo xtask test`").unwrap();
            assert!(!now.contains("PostgreSQL") && later.contains("PostgreSQL"), "{run}");
            assert!(later.contains("Chrome"), "{run}");
            let test = sentence(&parts, Purpose::Test).unwrap();
            assert!(parts.iter().all(|part| test.contains(part.name) && !part.how.is_empty()), "{test}");
        }
    }

    #[test]
    fn what_only_tests_need_does_not_stop_a_run() {
        assert!(sentence(&[&POSTGRES, &BROWSER], Purpose::BuildAndShow).is_none());
        assert!(sentence(&[&POSTGRES], Purpose::Test).is_some());
    }
}
