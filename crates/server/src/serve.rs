//! The portal's socket.

use std::io::{self, Write};

use clinic::Clinic;
use portal::{Config, Login};
use tokio::net::TcpListener;

use crate::demo;
use crate::options::Options;

/// Whether patients can reach the portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PortalState {
    /// It listens.
    Listening {
        /// Its address, such as `http://127.0.0.1:8750`.
        url: String,
    },
    /// Another program has the address, or it is none of this machine's.
    AddressTaken {
        /// The address that was asked for.
        address: String,
    },
}

/// Binds the portal's address and serves it until the program ends. Prints
/// `portal listening on http://ADDR` on standard output when it is ready, and in the demo whom to log
/// in as.
pub async fn serve_portal(options: &Options, clinic: &Clinic) -> PortalState {
    let taken = || PortalState::AddressTaken { address: options.portal.clone() };
    let listener = match TcpListener::bind(&options.portal).await {
        Ok(listener) => listener,
        Err(error) => {
            tracing::warn!(address = options.portal, %error, "the portal's address cannot be used");
            return taken();
        }
    };
    let Ok(address) = listener.local_addr() else { return taken() };
    let url = format!("http://{address}");
    let login = if options.demo { Login::Demo } else { Login::Closed };
    let router = portal::router(Config { clinic: clinic.clone(), login });
    tokio::spawn(async move {
        if let Err(error) = portal::serve(listener, router, std::future::pending::<()>()).await {
            tracing::error!(%error, "the portal stopped");
        }
    });
    let greeting = options.demo.then(|| demo::greeting(&url));
    if let Err(error) = announce(greeting.as_deref(), &url) {
        tracing::debug!(%error, "nobody reads standard output");
    }
    PortalState::Listening { url }
}

fn announce(greeting: Option<&str>, url: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if let Some(greeting) = greeting {
        writeln!(out, "{greeting}")?;
    }
    writeln!(out, "portal listening on {url}")?;
    out.flush()
}
