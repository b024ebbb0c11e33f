//! `cargo xtask run`: build, then open the demo clinic.

use std::fs;
use std::process::Command;

use crate::display::{self, Desk};
use crate::packages::{self, Purpose};
use crate::repository::{self, Profile, SAME_FEATURES};
use crate::{Result, node, picture, process};

/// What was asked for.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct Wish {
    profile: Profile,
    /// The program's own options, given after `--`.
    options: Vec<String>,
}

impl Wish {
    /// Reads what stands after `run`.
    pub(crate) fn read(args: &[&str]) -> Result<Self> {
        let mut parts = args.splitn(2, |arg| *arg == "--");
        let ours = parts.next().unwrap_or_default();
        let options = parts.next().unwrap_or_default().iter().map(|&option| option.to_owned()).collect();
        match ours {
            [] => Ok(Self { profile: Profile::Debug, options }),
            ["--release"] => Ok(Self { profile: Profile::Release, options }),
            _ => Err("`run` takes `--release`; the program's own options stand after `--`".into()),
        }
    }
}

/// Installs, builds and opens.
pub(crate) fn run(wish: &Wish) -> Result {
    let present = display::present();
    packages::install(if present { Purpose::Build } else { Purpose::BuildAndShow })?;
    node::build_ui()?;
    build(wish.profile)?;
    let mut program = repository::command(repository::program("ressurstimebok", wish.profile));
    give_options(&mut program, &wish.options);
    if present {
        eprintln!("▸ opening Ressurstimebok; Ctrl-C ends it");
        return until_closed(&mut program);
    }
    let desk = Desk::start()?;
    desk.place_on(&mut program);
    let note = picture::display_note()?;
    fs::write(&note, desk.name())?;
    eprintln!("▸ no display here: Ressurstimebok opens in a virtual one ({}).", desk.name());
    eprintln!("  See its window with `cargo xtask picture FILE.png` from another terminal; Ctrl-C ends it.");
    let ended = until_closed(&mut program);
    fs::remove_file(note)?;
    ended
}

/// Builds the desktop program with the UI inside; for every day with what the tests have built already.
fn build(profile: Profile) -> Result {
    eprintln!("▸ building the program (the first time takes some minutes)");
    let mut build = repository::cargo();
    match profile {
        Profile::Debug => build.arg("build").args(SAME_FEATURES).args(["--bin", "ressurstimebok"]),
        Profile::Release => build.args(["build", "--release", "--features", "custom-protocol"]),
    };
    process::step("cargo build", &mut build)
}

fn give_options(program: &mut Command, options: &[String]) {
    if options.is_empty() {
        program.args(["--demo", "--data"]).arg(repository::root().join(".data/demo"));
    } else {
        program.args(options);
    }
}

/// Ctrl-C is how a person ends it: that is no failure.
fn until_closed(program: &mut Command) -> Result {
    process::step_with_output("ressurstimebok", program)
        .or_else(|failure| if process::interrupted() { Ok(()) } else { Err(failure) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_after_the_dashes_is_the_programs() {
        let wish = Wish::read(&["--release", "--", "--demo", "--", "x"]).unwrap();
        assert_eq!(
            wish,
            Wish { profile: Profile::Release, options: ["--demo", "--", "x"].map(String::from).into() }
        );
        assert_eq!(Wish::read(&[]).unwrap(), Wish { profile: Profile::Debug, options: vec![] });
        assert!(Wish::read(&["--demo"]).is_err());
    }
}
