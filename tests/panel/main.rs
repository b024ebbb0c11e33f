//! A desktop panel without a display: the end-to-end tests start it so that there is a tray.
//!
//! It owns the D-Bus name by which programs find the panel, and prints `item BUS PATH` for each icon added to
//! its tray. The tests then call the icon directly, as a panel would.

/// The panel's side of the StatusNotifierItem specification.
#[cfg(target_os = "linux")]
mod watcher {
    use std::io::Write as _;

    use zbus::message::Header;

    /// The icons that were added.
    #[derive(Default)]
    pub(crate) struct Watcher(Vec<String>);

    #[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
    impl Watcher {
        fn register_status_notifier_item(
            &mut self,
            service: &str,
            #[zbus(header)] header: Header<'_>,
        ) -> zbus::fdo::Result<()> {
            let sender = header.sender().map(ToString::to_string).unwrap_or_default();
            // A program gives either its path or its bus name.
            let (bus, path) = match service.strip_prefix('/') {
                Some(_) => (sender.as_str(), service),
                None => (service, "/StatusNotifierItem"),
            };
            self.0.push(format!("{bus}{path}"));
            let mut out = std::io::stdout().lock();
            let told = writeln!(out, "item {bus} {path}").and_then(|()| out.flush());
            told.map_err(|error| zbus::fdo::Error::IOError(error.to_string()))
        }

        fn register_status_notifier_host(&self, _service: &str) {}

        #[zbus(property)]
        fn registered_status_notifier_items(&self) -> Vec<String> {
            self.0.clone()
        }

        #[zbus(property)]
        fn is_status_notifier_host_registered(&self) -> bool {
            true
        }

        #[zbus(property)]
        fn protocol_version(&self) -> i32 {
            0
        }
    }
}

#[cfg(target_os = "linux")]
fn main() -> zbus::Result<()> {
    let _panel = zbus::blocking::connection::Builder::session()?
        .serve_at("/StatusNotifierWatcher", watcher::Watcher::default())?
        .name("org.kde.StatusNotifierWatcher")?
        .build()?;
    println!("ready");
    // Runs until it is ended.
    loop {
        std::thread::park();
    }
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("the tray is another matter on this system");
}
