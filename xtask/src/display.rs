//! A virtual desktop for machines without a display: a virtual display with a window manager, a private D-Bus
//! session and a notification daemon. The machine's own session is not touched.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::process::Guard;
use crate::{Result, process, repository};

const TIMEOUT: Duration = Duration::from_secs(30);
/// Big enough to show the whole window at its usual size.
const SCREEN: &str = "1440x900x24";
/// Notifications stay until a test clicks them.
const DUNST_SETTINGS: &str = "[global]\nmonitor = 0\nfont = DejaVu Sans 11\n\
    [urgency_low]\ntimeout = 0\n[urgency_normal]\ntimeout = 0\n[urgency_critical]\ntimeout = 0\n";

/// The running virtual desktop. Fields are dropped in order: the programs that use the display before the
/// display, and the folder last.
pub(crate) struct Desk {
    _dunst: Guard,
    _openbox: Guard,
    _dbus: Guard,
    _xvfb: Guard,
    display: String,
    bus: String,
    folder: Folder,
}

impl Desk {
    /// Starts all four programs and waits until each is ready.
    pub(crate) fn start() -> Result<Self> {
        eprintln!("▸ starting a virtual display with its own D-Bus session");
        let folder = Folder::make()?;
        let mut xvfb = repository::command("Xvfb");
        xvfb.args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp"]).stderr(Stdio::null());
        let (xvfb, number) = Guard::start_and_read_line("Xvfb", &mut xvfb, TIMEOUT)?;
        let display = format!(":{}", number.trim());

        let mut dbus = repository::command("dbus-daemon");
        dbus.args(["--session", "--nofork", "--nopidfile", "--print-address=1"]).stderr(Stdio::null());
        set_environment(&mut dbus, &display, &folder.0);
        let (dbus, bus) = Guard::start_and_read_line("dbus-daemon", &mut dbus, TIMEOUT)?;

        let (openbox, dunst) = start_clients(&display, &bus, &folder.0)?;
        Ok(Self { _dunst: dunst, _openbox: openbox, _dbus: dbus, _xvfb: xvfb, display, bus, folder })
    }

    /// Makes the command show its window on this display and use this D-Bus.
    pub(crate) fn place_on<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        set_environment(command, &self.display, &self.folder.0);
        command.env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
    }

    /// The display's name, for `DISPLAY`.
    pub(crate) fn name(&self) -> &str {
        &self.display
    }

    /// The file in which the notification daemon records every notification it shows.
    pub(crate) fn toasts(&self) -> PathBuf {
        self.folder.0.join("toasts")
    }
}

/// The session's own folder, for sockets, settings and logs.
struct Folder(PathBuf);

impl Folder {
    fn make() -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("ressurstimebok-desk-{}", std::process::id()));
        let mut builder = fs::DirBuilder::new();
        // D-Bus and WebKit refuse a runtime folder that other users may read.
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&folder).map_err(|e| format!("cannot make {}: {e}", folder.display()))?;
        Ok(Self(folder))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A service started by D-Bus may still be writing here. What cannot be removed stays in the temporary
        // folder.
        drop(fs::remove_dir_all(&self.0));
    }
}

/// Whether there is a real display to open the window on.
pub(crate) fn present() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

fn start_clients(display: &str, bus: &str, folder: &Path) -> Result<(Guard, Guard)> {
    let settings = folder.join("dunstrc");
    fs::write(&settings, DUNST_SETTINGS)?;
    let log = |name: &str| fs::File::create(folder.join(name));
    let mut openbox = repository::command("openbox");
    set_environment(&mut openbox, display, folder);
    openbox.env("DBUS_SESSION_BUS_ADDRESS", bus).stdout(Stdio::null()).stderr(log("openbox.log")?);
    let openbox = Guard::start("openbox", &mut openbox)?;

    let mut dunst = repository::command("dunst");
    set_environment(&mut dunst, display, folder);
    dunst.arg("-print").arg("-conf").arg(settings).env("DBUS_SESSION_BUS_ADDRESS", bus);
    let mut dunst = Guard::start("dunst", dunst.stdout(log("toasts")?).stderr(log("dunst.log")?))?;
    let listens = process::until(TIMEOUT, || dunst.check_running().is_err() || notifications_are_heard(bus));
    dunst.check_running()?;
    if !listens {
        return Err("the notification daemon was not ready in time".into());
    }
    Ok((openbox, dunst))
}

fn notifications_are_heard(bus: &str) -> bool {
    let mut ask = repository::command("dbus-send");
    ask.args(["--session", "--print-reply=literal", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"]);
    ask.args(["org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.Notifications"]);
    ask.env("DBUS_SESSION_BUS_ADDRESS", bus).stderr(Stdio::null());
    repository::printed_by(&mut ask).is_some_and(|answer| answer.ends_with("true"))
}

/// Sets the environment of a session that is independent of the one this program was started from.
fn set_environment(command: &mut Command, display: &str, folder: &Path) {
    command.env("DISPLAY", display).env("XDG_RUNTIME_DIR", folder).env("GSETTINGS_BACKEND", "memory");
    // All of a user's folders are the test's own, including what the page stores between starts.
    for (name, own) in [("XDG_CONFIG_HOME", "config"), ("XDG_CACHE_HOME", "cache"), ("XDG_DATA_HOME", "data")]
    {
        command.env(name, folder.join(own));
    }
    command.env("XDG_SESSION_TYPE", "x11").env("GDK_BACKEND", "x11").env("NO_AT_BRIDGE", "1");
    command.env_remove("WAYLAND_DISPLAY").env_remove("DBUS_SESSION_BUS_ADDRESS").env_remove("XAUTHORITY");
}
