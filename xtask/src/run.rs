//! `cargo xtask run`: build, then open the demo clinic.

use std::fs;
use std::process::Command;

use crate::display::{self, Desk};
use crate::packages::{self, Purpose};
use crate::repository::{self, Profile, SAME_FEATURES};
use crate::{Result, node, picture, process};

/// The options of `cargo xtask run`.
#[derive(PartialEq, Eq, Debug)]
pub(crate) struct RunOptions {
    profile: Profile,
    /// The program's own options, given after `--`.
    program_options: Vec<String>,
}

impl RunOptions {
    /// Parses the arguments after `run`.
    pub(crate) fn read(args: &[&str]) -> Result<Self> {
        let mut parts = args.splitn(2, |arg| *arg == "--");
        let ours = parts.next().unwrap_or_default();
        let program_options =
            parts.next().unwrap_or_default().iter().map(|&option| option.to_owned()).collect();
        match ours {
            [] => Ok(Self { profile: Profile::Debug, program_options }),
            ["--release"] => Ok(Self { profile: Profile::Release, program_options }),
            _ => Err("`run` takes `--release`; the program's own options come after `--`".into()),
        }
    }
}

/// Installs, builds and opens.
pub(crate) fn run(options: &RunOptions) -> Result {
    let present = display::present();
    packages::install(if present { Purpose::Build } else { Purpose::BuildAndShow })?;
    node::build_ui()?;
    build(options.profile)?;
    let mut program = repository::command(repository::program("ressurstimebok", options.profile));
    give_options(&mut program, &options.program_options);
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

/// Builds the desktop program with the UI inside. The debug profile reuses what the tests have built.
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

/// Runs the program until it ends. Ending it with Ctrl-C is not a failure.
fn until_closed(program: &mut Command) -> Result {
    process::step_with_output("ressurstimebok", program)
        .or_else(|failure| if process::interrupted() { Ok(()) } else { Err(failure) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_after_the_dashes_go_to_the_program() {
        let options = RunOptions::read(&["--release", "--", "--demo", "--", "x"]).unwrap();
        assert_eq!(
            options,
            RunOptions {
                profile: Profile::Release,
                program_options: ["--demo", "--", "x"].map(String::from).into()
            }
        );
        assert_eq!(
            RunOptions::read(&[]).unwrap(),
            RunOptions { profile: Profile::Debug, program_options: vec![] }
        );
        assert!(RunOptions::read(&["--demo"]).is_err());
    }
}
