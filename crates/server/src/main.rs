//! The server program: the portal and the background jobs, without a window.

use std::pin::pin;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use server::{OpenError, Opened, Options, PortalState, Running};

/// How long to wait before trying an unavailable database again.
const RETRY: Duration = Duration::from_secs(2);

#[tokio::main]
async fn main() -> ExitCode {
    let options = Options::parse();
    server::log::start("ressurstimebok-server", options.server_log_folder().as_deref(), |_| {});
    // Created once at the start: a signal that arrives between two listeners would be lost.
    let mut stop = pin!(server::shutdown_signal());
    let opened = tokio::select! {
        opened = open(&options) => opened,
        () = &mut stop => return ExitCode::SUCCESS,
    };
    match opened {
        Ok(opened) => run(&options, opened, stop).await,
        Err(error) => {
            eprintln!("{}", server::with_causes(&error));
            ExitCode::FAILURE
        }
    }
}

/// Opens the clinic. Waits for an unavailable database, because after a power cut the service may start
/// before its database.
async fn open(options: &Options) -> Result<Opened, OpenError> {
    loop {
        match server::open(options).await {
            Err(error @ OpenError::Unavailable { .. }) => {
                eprintln!("{error}; trying again in {} s", RETRY.as_secs());
                tokio::time::sleep(RETRY).await;
            }
            other => return other,
        }
    }
}

async fn run(options: &Options, opened: Opened, stop: impl Future<Output = ()>) -> ExitCode {
    let (running, portal) = Running::start(options, &opened).await;
    let code = match portal {
        PortalState::Listening { .. } => {
            stop.await;
            ExitCode::SUCCESS
        }
        PortalState::AddressTaken { address } => {
            eprintln!("the portal's address {address} cannot be used: another program may have it");
            ExitCode::FAILURE
        }
    };
    running.stop().await;
    code
}
