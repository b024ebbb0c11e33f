//! A desk without a window.

use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use clinic::Staff;
use ressurstimebok::commands::dto::{OpeningHours, Release, Setup, TimebookDraft, TimebookType};
use ressurstimebok::desk::{Desk, OpenClinic, Shell};
use ressurstimebok::events::ClinicEvent;
use server::PortalState;
use testkit::TestClinic;
use tokio::sync::Notify;
use tokio::time::timeout;

pub(crate) const PORTAL: &str = "http://127.0.0.1:8750";

/// How long to wait before a test fails. Normally everything is much quicker.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Records the desk's calls to the program around it.
#[derive(Default)]
pub(crate) struct Notes {
    events: Mutex<Vec<ClinicEvent>>,
    more: Notify,
    browsed: Mutex<Vec<String>>,
    has_no_browser: bool,
    /// How often the folder of the log was opened.
    pub(crate) log_opened: AtomicUsize,
    /// Whether the window is in front.
    pub(crate) in_front: AtomicBool,
    /// Notified when the desk asks whether the window is in front.
    pub(crate) looked: Notify,
}

impl Notes {
    /// The events for the window since the last call.
    pub(crate) fn take_events(&self) -> Vec<ClinicEvent> {
        std::mem::take(&mut *self.events.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits until the window has got `count` events since the last call.
    pub(crate) async fn told_so_often(&self, count: usize) {
        let enough = async {
            loop {
                let mut more = pin!(self.more.notified());
                more.as_mut().enable();
                if self.count() >= count {
                    return;
                }
                more.await;
            }
        };
        if timeout(PATIENCE, enough).await.is_err() {
            panic!("told {} times of {count}: {:?}", self.count(), self.take_events());
        }
    }

    fn count(&self) -> usize {
        self.events.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// The URLs that the browser was asked to open.
    pub(crate) fn browsed(&self) -> Vec<String> {
        self.browsed.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Shell for Notes {
    fn emit(&self, event: ClinicEvent) {
        self.events.lock().unwrap_or_else(PoisonError::into_inner).push(event);
        self.more.notify_waiters();
    }

    fn browse(&self, url: &str) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        if self.has_no_browser {
            return Err("no browser at /usr/bin".into());
        }
        self.browsed.lock().unwrap_or_else(PoisonError::into_inner).push(url.to_owned());
        Ok(())
    }

    fn open_log(&self) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        if self.has_no_browser {
            return Err("no file manager at /usr/bin".into());
        }
        self.log_opened.fetch_add(1, Ordering::AcqRel);
        Ok(())
    }

    fn in_front(&self) -> bool {
        self.looked.notify_one();
        self.in_front.load(Ordering::Acquire)
    }

    fn painted(&self) {}
}

/// A desk, its open clinic, and its recorded calls.
pub(crate) struct Scene {
    pub(crate) test: TestClinic,
    pub(crate) desk: Desk,
    pub(crate) notes: Arc<Notes>,
}

impl Scene {
    /// Kari Nilsen at the guide's clinic, Tuesday 21 January 2025 at 09:00.
    pub(crate) async fn demo() -> Self {
        Self::at(TestClinic::demo().await, Notes::default())
    }

    /// The same, on a machine without a browser.
    pub(crate) async fn without_browser() -> Self {
        Self::at(TestClinic::demo().await, Notes { has_no_browser: true, ..Notes::default() })
    }

    /// Kari Nilsen at a clinic that has not been set up.
    pub(crate) async fn empty() -> Self {
        Self::at(TestClinic::empty().await, Notes::default())
    }

    fn at(test: TestClinic, notes: Notes) -> Self {
        let notes = Arc::new(notes);
        let desk = Desk::new(true, test.folder(), notes.clone());
        desk.open(open_clinic(&test, test.kari()));
        notes.take_events();
        Self { test, desk, notes }
    }

    /// Another desk at the same clinic, with Per Vik at it.
    pub(crate) fn pers_desk(&self) -> Desk {
        let desk = Desk::new(true, self.test.folder(), Arc::new(Notes::default()));
        desk.open(open_clinic(&self.test, self.test.per()));
        desk
    }
}

fn open_clinic(test: &TestClinic, who: Staff) -> OpenClinic {
    let portal = PortalState::Listening { url: PORTAL.to_owned() };
    OpenClinic::new(test.clinic.clone(), who.member().clone(), portal)
}

/// A valid timebook draft.
pub(crate) fn draft(location_id: &str) -> TimebookDraft {
    TimebookDraft {
        kind: TimebookType::Vaccine,
        name: "Influensavaksine".to_owned(),
        description: String::new(),
        location_id: location_id.to_owned(),
        practitioner: String::new(),
        hours: vec![hours(2, "13:00", "15:30")],
        valid_from: String::new(),
        valid_until: String::new(),
        slot_minutes: Some(15.0),
        pause_minutes: Some(0.0),
        capacity: Some(1.0),
        weeks_ahead: Some(8.0),
        lead_minutes: None,
        horizon_days: None,
        release: Release::AtOnce,
    }
}

pub(crate) fn hours(weekday: u8, from: &str, to: &str) -> OpeningHours {
    OpeningHours { weekday, from: from.to_owned(), to: to.to_owned() }
}

/// The id of the timebook with this name.
pub(crate) fn timebook_id(setup: &Setup, name: &str) -> String {
    setup.timebooks.iter().find(|book| book.name == name).expect("a timebook of that name").id.clone()
}
