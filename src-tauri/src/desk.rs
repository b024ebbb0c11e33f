//! The desk: the state shared by the commands, the tray, the notifications and the background tasks.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use clinic::{Admin, Clinic, Staff, StoreError};
use i18n::Language;
use server::PortalState;
use specta::Types;
use specta::datatype::DataType;
use specta::function::FunctionArg;
use tauri::Runtime;
use tauri::ipc::{CommandArg, CommandItem, InvokeError};
use timebook::{BookingId, StaffMember};
use tokio::sync::Notify;

use crate::commands::dto::{CommandError, DatabaseState, StalledJob};
use crate::events::ClinicEvent;
use crate::settings::{Settings, SettingsFile};

/// What a desk needs from the program around it. Tests use one that records the calls.
pub trait Shell: Send + Sync {
    /// Sends an event to the window, and to everything else that shows the clinic's state.
    fn emit(&self, event: ClinicEvent);

    /// Opens a URL in the system's browser.
    ///
    /// # Errors
    /// Why the browser could not be opened.
    fn browse(&self, url: &str) -> Result<(), Box<dyn std::error::Error + Send + Sync>>;

    /// Opens the folder of the log in the system's file manager.
    ///
    /// # Errors
    /// Why the folder could not be opened.
    fn open_log(&self) -> Result<(), Box<dyn std::error::Error + Send + Sync>>;

    /// Whether the window is shown and has the keyboard focus.
    fn in_front(&self) -> bool;

    /// Called when the window shows its first content.
    fn painted(&self);
}

/// The open clinic and the person who works in it.
#[derive(Clone)]
pub struct OpenClinic {
    /// The clinic.
    pub clinic: Clinic,
    /// The member of staff.
    pub staff: Staff,
    /// The same person as administrator: everyone who is logged in to the machine may set up the clinic.
    pub admin: Admin,
    /// Whether patients can reach the portal.
    pub portal: PortalState,
}

impl OpenClinic {
    /// An open clinic with this member of staff.
    #[must_use]
    pub fn new(clinic: Clinic, member: StaffMember, portal: PortalState) -> Self {
        Self { clinic, staff: Staff::new(member.clone()), admin: Admin::new(member), portal }
    }
}

/// The one desk of the program. Clones share the same state.
#[derive(Clone)]
pub struct Desk(Arc<Inner>);

struct Inner {
    demo: bool,
    file: SettingsFile,
    settings: RwLock<Settings>,
    phase: RwLock<Phase>,
    stalled: RwLock<Vec<StalledJob>>,
    page: Mutex<Page>,
    is_unavailable: AtomicBool,
    unavailable: Notify,
    try_again: Notify,
    shell: Arc<dyn Shell>,
}

/// What is known of the window's page.
#[derive(Default)]
struct Page {
    painted: bool,
    shows_queue: bool,
    wanted: Option<BookingId>,
}

enum Phase {
    Closed(DatabaseState),
    Open(Box<OpenClinic>),
}

impl Desk {
    /// A desk without an open store. Reads the settings in the data folder.
    #[must_use]
    pub fn new(demo: bool, data_folder: &Path, shell: Arc<dyn Shell>) -> Self {
        let file = SettingsFile::in_folder(data_folder);
        Self(Arc::new(Inner {
            demo,
            settings: RwLock::new(file.load()),
            file,
            phase: RwLock::new(Phase::Closed(DatabaseState::Starting)),
            stalled: RwLock::default(),
            page: Mutex::default(),
            is_unavailable: AtomicBool::new(false),
            unavailable: Notify::new(),
            try_again: Notify::new(),
            shell,
        }))
    }

    /// The open clinic.
    ///
    /// # Errors
    /// [`CommandError::NotReady`] until the store has opened.
    pub fn open_clinic(&self) -> Result<OpenClinic, CommandError> {
        match &*read(&self.0.phase) {
            Phase::Open(open) => Ok(OpenClinic::clone(open)),
            Phase::Closed(_) => Err(CommandError::NotReady),
        }
    }

    /// Why no clinic is open; `None` when one is.
    #[must_use]
    pub fn closed(&self) -> Option<DatabaseState> {
        match &*read(&self.0.phase) {
            Phase::Open(_) => None,
            Phase::Closed(state) => Some(state.clone()),
        }
    }

    /// Sets the open clinic: commands work from now on.
    pub fn open(&self, open: OpenClinic) {
        self.set(Phase::Open(Box::new(open)));
    }

    /// Records why no clinic is open: the store could not be opened, or the program is ending.
    pub fn close(&self, state: DatabaseState) {
        if self.closed().as_ref() != Some(&state) {
            self.set(Phase::Closed(state));
        }
    }

    /// The user asks to open the store now instead of after the usual pause.
    pub fn try_again(&self) {
        self.0.try_again.notify_one();
    }

    /// Resolves when the user has asked for it.
    pub async fn asked_to_try_again(&self) {
        self.0.try_again.notified().await;
    }

    fn set(&self, phase: Phase) {
        *self.0.phase.write().unwrap_or_else(PoisonError::into_inner) = phase;
        self.emit(ClinicEvent::StateChanged);
    }

    /// The background jobs that are failing.
    #[must_use]
    pub fn stalled(&self) -> Vec<StalledJob> {
        read(&self.0.stalled).clone()
    }

    /// Sets the background jobs that are failing, and notifies the window when that has changed.
    pub fn set_stalled(&self, stalled: Vec<StalledJob>) {
        let before = std::mem::replace(
            &mut *self.0.stalled.write().unwrap_or_else(PoisonError::into_inner),
            stalled.clone(),
        );
        if before != stalled {
            self.emit(ClinicEvent::StateChanged);
        }
    }

    /// Whether this is the demo, whose synthetic patients can log in.
    #[must_use]
    pub fn demo(&self) -> bool {
        self.0.demo
    }

    /// The language of everything the desk shows.
    #[must_use]
    pub fn language(&self) -> Language {
        read(&self.0.settings).language
    }

    /// Changes the language, now and for the next start. If the folder cannot be written, the change lasts
    /// until the program ends.
    pub fn set_language(&self, language: Language) {
        self.remember(|settings| settings.language = language);
        self.emit(ClinicEvent::StateChanged);
    }

    /// The notification at the first closing of the window: the program continues in the tray. `None` after
    /// the first time, also after the next start.
    #[must_use]
    pub fn first_word_of_the_tray(&self) -> Option<String> {
        let before = self.remember(|settings| settings.knows_the_tray = true);
        (!before.knows_the_tray).then(|| i18n::text(before.language, "notification-tray"))
    }

    /// Changes the settings and returns the old ones. If the folder cannot be written, the change lasts until
    /// the program ends.
    fn remember(&self, change: impl FnOnce(&mut Settings)) -> Settings {
        let mut settings = self.0.settings.write().unwrap_or_else(PoisonError::into_inner);
        let before = *settings;
        change(&mut settings);
        let after = *settings;
        drop(settings);
        if after != before
            && let Err(error) = self.0.file.save(after)
        {
            tracing::warn!(%error, "the settings could not be saved");
        }
        before
    }

    /// The program around this desk.
    #[must_use]
    pub fn shell(&self) -> &dyn Shell {
        &*self.0.shell
    }

    /// Sends an event to the window, and to everything else that shows the clinic's state.
    pub fn emit(&self, event: ClinicEvent) {
        self.0.shell.emit(event);
    }

    /// Shows a request in the window, as soon as the page is ready.
    pub fn show_request(&self, id: BookingId) {
        let mut page = lock(&self.0.page);
        if page.painted {
            drop(page);
            self.emit(ClinicEvent::show(id));
        } else {
            page.wanted = Some(id);
        }
    }

    /// Called when the window shows its first content and listens to events: a request that waits to be shown
    /// is sent to it.
    pub fn painted(&self) {
        self.0.shell.painted();
        let wanted = {
            let mut page = lock(&self.0.page);
            page.painted = true;
            page.wanted.take()
        };
        if let Some(id) = wanted {
            self.emit(ClinicEvent::show(id));
        }
    }

    /// Sets whether the window's page shows the queue.
    pub fn shows_queue(&self, shows: bool) {
        lock(&self.0.page).shows_queue = shows;
    }

    /// Whether the queue is visible to the user, so that new requests need no notification.
    #[must_use]
    pub fn queue_is_in_view(&self) -> bool {
        lock(&self.0.page).shows_queue && self.0.shell.in_front()
    }

    /// The error for the window. If the store does not answer, it is also watched from now on
    /// ([`crate::watch::until_it_answers`]).
    pub fn refuse(&self, error: impl Into<CommandError>) -> CommandError {
        let error = error.into();
        let is_away = matches!(error, CommandError::Unavailable | CommandError::Unknown);
        if is_away && !self.0.is_unavailable.swap(true, Ordering::AcqRel) {
            self.0.unavailable.notify_one();
        }
        error
    }

    /// [`Self::refuse`] for a read whose only error is the store's.
    ///
    /// # Errors
    /// [`CommandError::Unavailable`] or [`CommandError::Broken`].
    pub fn answer<T>(&self, read: Result<T, StoreError>) -> Result<T, CommandError> {
        read.map_err(|error| self.refuse(error))
    }

    /// Resolves when a command has met a store that does not answer.
    pub async fn unavailable(&self) {
        self.0.unavailable.notified().await;
    }

    /// Called when the store answers again.
    pub fn is_available_again(&self) {
        self.0.is_unavailable.store(false, Ordering::Release);
    }
}

fn read<T>(lock: &RwLock<T>) -> std::sync::RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A command takes the desk as an argument; Tauri finds it in the program's managed state.
impl<'de, R: Runtime> CommandArg<'de, R> for Desk {
    fn from_command(command: CommandItem<'de, R>) -> Result<Self, InvokeError> {
        tauri::State::<'de, Desk>::from_command(command).map(|desk| desk.inner().clone())
    }
}

/// The window does not pass the desk, so the bindings leave it out.
impl FunctionArg for Desk {
    fn to_datatype(_: &mut Types) -> Option<DataType> {
        None
    }
}
