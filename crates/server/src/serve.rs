//! Serving the portal.

use std::io::{self, Write};
use std::net::IpAddr;

use clinic::Clinic;
use portal::{Config, Limits, Login, RequestRates};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::demo;
use crate::options::Options;

/// The number of open files reserved for the program itself: database, log, window.
const OWN_FILES: usize = 512;

/// The lowest limit of connections, on a system with few open files.
const FEWEST: usize = 256;

/// Whether patients can reach the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PortalState {
    /// It listens.
    Listening {
        /// Where patients reach it: `http://127.0.0.1:8750`, or the address that the options name.
        url: String,
    },
    /// Another program uses the address, or it is not an address of this machine.
    AddressTaken {
        /// The requested address.
        address: String,
    },
}

/// A portal that is being served. It accepts no more connections after it is dropped.
pub(crate) struct ServedPortal {
    ends: oneshot::Sender<()>,
    serving: JoinHandle<()>,
}

impl ServedPortal {
    /// Accepts no more connections, and returns when the open ones have been answered, or after
    /// [`Limits::grace`].
    pub(crate) async fn stop(self) {
        // Fails when the portal has already stopped, which is fine.
        let _ = self.ends.send(());
        if let Err(error) = self.serving.await {
            tracing::warn!(%error, "the portal ended unexpectedly");
        }
    }
}

/// Binds the portal's address and serves it until it is stopped. Prints `portal listening on http://ADDR` on
/// standard output when it is ready, and in the demo whom to log in as.
pub(crate) async fn serve_portal(options: &Options, clinic: &Clinic) -> (PortalState, Option<ServedPortal>) {
    let taken = || (PortalState::AddressTaken { address: options.portal.clone() }, None);
    let listener = match TcpListener::bind(&options.portal).await {
        Ok(listener) => listener,
        Err(error) => {
            tracing::warn!(address = options.portal, %error, "the portal's address cannot be used");
            return taken();
        }
    };
    let Ok(address) = listener.local_addr() else { return taken() };
    let url = format!("http://{address}");
    let is_demo = options.demo && clinic.id() == demo::CLINIC;
    let login = if is_demo { Login::Demo } else { Login::Closed };
    let rates = RequestRates::default();
    let entrance = options.entrance();
    let limits = limits(entrance.proxies());
    let router = portal::router(Config { clinic: clinic.clone(), login, rates, entrance });
    let (ends, ended) = oneshot::channel::<()>();
    let serving = tokio::spawn(async move {
        portal::serve_within(limits, listener, router, async {
            // Stopped or dropped.
            let _ = ended.await;
        })
        .await;
    });
    let reached = options.public_url.as_ref().map_or_else(|| url.clone(), ToString::to_string);
    let greeting = is_demo.then(|| demo::greeting(&reached));
    if let Err(error) = announce(greeting.as_deref(), &url) {
        tracing::debug!(%error, "standard output cannot be written");
    }
    (PortalState::Listening { url: reached }, Some(ServedPortal { ends, serving }))
}

/// The portal's limits, with as many connections as the system's limit of open files allows.
fn limits(proxies: &[IpAddr]) -> Limits {
    let usual = Limits::default();
    let wanted = (usual.connections + OWN_FILES) as u64;
    let room = rlimit::increase_nofile_limit(wanted).unwrap_or_else(|error| {
        tracing::warn!(%error, "the limit of open files is not known");
        0
    });
    let room = usize::try_from(room).unwrap_or(usize::MAX).saturating_sub(OWN_FILES);
    let connections = usual.connections.min(room.max(FEWEST));
    Limits { connections, proxies: proxies.to_vec(), ..usual }
}

fn announce(greeting: Option<&str>, url: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if let Some(greeting) = greeting {
        writeln!(out, "{greeting}")?;
    }
    writeln!(out, "portal listening on {url}")?;
    out.flush()
}
