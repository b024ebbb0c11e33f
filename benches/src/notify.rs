//! `notify`: from the answer to a patient's request until the notification daemon is called.
//!
//! The desktop program and the bus are real; `dbus-monitor` sees the call. Each request comes when
//! the pause after the last notification is over, so that each raises one of its own at once.

use std::time::{Duration, Instant};

use serde_json::json;
use timebook::{SlotId, TimebookId, TimebookType};

use crate::program::{Program, desktop, on_this_desk};
use crate::report::{Report, figure};
use crate::stats::Times;
use crate::visit::{BookingForm, Visitor};
use crate::{Result, html, stage};

/// Requests that follow a notification more closely than this are told of together, later.
const GROUPED_WITHIN: Duration = Duration::from_millis(350);

/// Asks for the calls that raise a notification.
const CALLS: &str = "type='method_call',interface='org.freedesktop.Notifications',member='Notify'";

/// A time that can be asked for.
struct Free {
    timebook: TimebookId,
    slot: SlotId,
}

/// Sends so many requests, one after the other.
pub(crate) fn measure(requests: usize) -> Result<Report> {
    let clients = stage::clients()?;
    let data = tempfile::tempdir_in(stage::folder()?)?;
    let mut monitor = Program::start(on_this_desk("dbus-monitor").args(["--session", CALLS]))?;
    // The bus says so when it has made a monitor of it.
    monitor.line("signal")?;
    let mut program = desktop()?;
    program.args(["--demo", "--today", "2025-01-21T09:00", "--portal", "127.0.0.1:0"]);
    // With the queue in view there would be no notification to measure.
    program.args(["--hidden", "--data"]);
    let mut program = Program::start(program.arg(data.path()))?;
    let (_, url) = program.line("portal listening on")?;
    let address = url.strip_prefix("http://").ok_or("the portal's address is not one of HTTP")?.parse()?;

    let patient = server::demo::patients().next().ok_or("the demo has no patients")??;
    let mut visitor = clients.block_on(Visitor::of(address, &patient))?;
    let (form, free) = clients.block_on(prepare(&mut visitor, requests))?;
    let (mut after_answer, mut after_request) = (Times::default(), Times::default());
    for free in free {
        let sent = Instant::now();
        let answer = clients.block_on(visitor.send(&form.request(free.timebook, free.slot)))?;
        let answered = Instant::now();
        if answer.status != 303 {
            return Err(format!("a request was answered {}", answer.status).into());
        }
        let (seen, _) = monitor.line("method call")?;
        after_request.add(seen.duration_since(sent));
        after_answer.add_ms(milliseconds_between(answered, seen));
        clients.block_on(async { tokio::time::sleep(GROUPED_WITHIN).await });
    }
    program.end()?;
    monitor.end()?;
    Ok(told(&after_answer, &after_request))
}

/// Negative when the call was seen before the answer had been read.
fn milliseconds_between(one: Instant, other: Instant) -> f64 {
    let ahead = other.saturating_duration_since(one).as_secs_f64();
    (ahead - one.saturating_duration_since(other).as_secs_f64()) * 1000.0
}

/// The patient's form, and as many free times as are wanted, read from the portal's own pages.
async fn prepare(visitor: &mut Visitor, wanted: usize) -> Result<(BookingForm, Vec<Free>)> {
    let page = visitor.page("/bestill/vaksine/tid").await?;
    let timebooks = html::values(&page, "sted");
    let timebook = timebooks.first().ok_or("the page offers no place")?.clone();
    let mut free: Vec<Free> = Vec::new();
    for day in html::values(&page, "dag") {
        let page = visitor.page(&format!("/bestill/vaksine/tid?sted={timebook}&dag={day}")).await?;
        for slot in html::values(&page, "tid") {
            free.push(Free { timebook: timebook.parse()?, slot: slot.parse()? });
        }
    }
    if free.len() < wanted {
        return Err(format!("the page offers {} times where {wanted} were wanted", free.len()).into());
    }
    free.truncate(wanted);
    let first = free.first().ok_or("no requests were wanted")?;
    Ok((visitor.review(TimebookType::Vaccine, first.timebook, first.slot).await?, free))
}

fn told(after_answer: &Times, after_request: &Times) -> Report {
    let title = format!("a request is answered, then the desk is told; {} requests", after_answer.len());
    let mut report = Report::new("notify", title);
    for (key, name, times) in [
        ("after_answer", "after the answer", after_answer),
        ("after_request", "after the request", after_request),
    ] {
        let (p50, p99) = (times.p50(), times.p99());
        report.say(format!("Notify is called {name:<18} p50 {p50:>6.1} ms  p99 {p99:>6.1} ms (aim 100)"));
        report.set(key, json!({ "p50_ms": figure(p50), "p99_ms": figure(p99) }));
    }
    report.set("requests", after_answer.len());
    report
}
