//! `notify`: from the answer to a patient's request until the notification daemon is called.
//!
//! The desktop program and the bus are real; `dbus-monitor` sees the call. The window is open and shows the
//! queue, behind another window, so that it reads each change as it does at a desk in use. Each request is
//! sent when the pause after the last notification is over, so that each causes its own notification at once.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use clinic::Patient;
use serde_json::json;
use timebook::{SlotId, TimebookId, TimebookType};

use crate::program::{Program, desktop, empty_window, on_this_desk};
use crate::report::{Report, figure};
use crate::stats::Times;
use crate::visit::{BookingForm, Visitor};
use crate::{Result, folder, stage};

/// Requests that follow a notification more closely than this are grouped and notified later.
const GROUPED_WITHIN: Duration = Duration::from_millis(350);

/// Matches the D-Bus calls that show a notification.
const CALLS: &str = "type='method_call',interface='org.freedesktop.Notifications',member='Notify'";

/// The most requests from one address, less than the portal's rate limit.
const EACH_ADDRESS: usize = 48;

/// Sends `requests` requests, one after the other.
pub(crate) fn measure(requests: usize) -> Result<Report> {
    let clients = stage::clients()?;
    let data = tempfile::tempdir_in(stage::folder()?)?;
    let filled = folder::fill(data.path(), 0, requests)?;
    let mut monitor = Program::start(on_this_desk("dbus-monitor").args(["--session", CALLS]))?;
    // The bus sends a signal when the monitor is ready.
    monitor.line("signal")?;
    let mut program = desktop()?;
    program.args(["--demo", "--today", folder::TODAY, "--portal", "127.0.0.1:0"]);
    let mut program = Program::start(program.arg("--data").arg(data.path()))?;
    let (_, url) = program.line("portal listening on")?;
    program.line("window painted after")?;
    // With the queue in front there would be no notifications to measure.
    let mut in_front = Program::start(&mut empty_window()?)?;
    in_front.line("window painted after")?;
    let address = url.strip_prefix("http://").ok_or("the portal's address is not one of HTTP")?.parse()?;

    let (mut after_answer, mut after_request) = (Times::default(), Times::default());
    let senders = filled.patients.iter().flat_map(|patient| [patient; folder::EACH]).take(requests);
    for (number, patient) in senders.enumerate() {
        let slot = filled.slots[number % filled.slots.len()].id;
        let (mut visitor, form) =
            clients.block_on(prepare(address, number / EACH_ADDRESS, patient, filled.timebook, slot))?;
        let request = form.request(filled.timebook, slot);
        // The last notification's pause ends before the next request comes.
        clients.block_on(async { tokio::time::sleep(GROUPED_WITHIN).await });
        let sent = Instant::now();
        let answer = clients.block_on(visitor.send(&request))?;
        let answered = Instant::now();
        if answer.status != 303 {
            return Err(format!("a request was answered {}", answer.status).into());
        }
        let (seen, _) = monitor.line("method call")?;
        after_request.add(seen.duration_since(sent));
        after_answer.add_ms(milliseconds_between(answered, seen));
    }
    in_front.end()?;
    program.end()?;
    monitor.end()?;
    Ok(report(&after_answer, &after_request))
}

/// Negative when the call was seen before the answer had been read.
fn milliseconds_between(one: Instant, other: Instant) -> f64 {
    let ahead = other.saturating_duration_since(one).as_secs_f64();
    (ahead - one.saturating_duration_since(other).as_secs_f64()) * 1000.0
}

/// A patient who has logged in, at an address of this machine that others share, and their form.
async fn prepare(
    portal: SocketAddr,
    sender: usize,
    patient: &Patient,
    timebook: TimebookId,
    slot: SlotId,
) -> Result<(Visitor, BookingForm)> {
    let sender = Ipv4Addr::new(127, 0, 0, u8::try_from(sender + 2)?);
    let mut visitor = Visitor::of_sender(portal, sender, patient).await?;
    let form = visitor.review(TimebookType::Vaccine, timebook, slot).await?;
    Ok((visitor, form))
}

fn report(after_answer: &Times, after_request: &Times) -> Report {
    let title = format!("a request is answered, then the desk is told; {} requests", after_answer.len());
    let mut report = Report::new("notify", title);
    for (key, name, times) in [
        ("after_answer", "after the answer", after_answer),
        ("after_request", "after the request", after_request),
    ] {
        let (p50, p99, most) = (times.p50(), times.p99(), times.percentile(100.0));
        report.line(format!("Notify is called {name:<18} p50 {p50:>6.1} ms  p99 {p99:>6.1} ms  most {most:>6.1} ms (aim: p99 20)"));
        report.set(key, json!({ "p50_ms": figure(p50), "p99_ms": figure(p99), "max_ms": figure(most) }));
    }
    report.set("requests", after_answer.len());
    report
}
