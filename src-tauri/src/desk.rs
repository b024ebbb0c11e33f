//! The desk: what the commands, the tray, the notifications and the background work share.

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

/// What a desk asks of the program around it. A test gives one that takes notes.
pub trait Shell: Send + Sync {
    /// Tells the window, and everything else that shows the clinic's state.
    fn tell(&self, event: ClinicEvent);

    /// Opens an address in the system's browser.
    ///
    /// # Errors
    /// Why there is no browser.
    fn browse(&self, url: &str) -> Result<(), Box<dyn std::error::Error + Send + Sync>>;

    /// Opens the folder of the log in the system's file manager.
    ///
    /// # Errors
    /// Why there is no folder or no file manager.
    fn open_log(&self) -> Result<(), Box<dyn std::error::Error + Send + Sync>>;

    /// Whether a person works in the window: it is shown, and no other has the keyboard.
    fn in_front(&self) -> bool;

    /// The window shows its first content.
    fn painted(&self);
}

/// The open clinic and the person who works in it.
#[derive(Clone)]
pub struct OpenClinic {
    /// The clinic.
    pub clinic: Clinic,
    /// The one who works the queue.
    pub staff: Staff,
    /// The same person, setting the clinic up: whoever is logged in to the machine may.
    pub admin: Admin,
    /// Whether patients can reach the portal.
    pub portal: PortalState,
}

impl OpenClinic {
    /// An open clinic and the person who works in it.
    #[must_use]
    pub fn new(clinic: Clinic, member: StaffMember, portal: PortalState) -> Self {
        Self { clinic, staff: Staff::new(member.clone()), admin: Admin::new(member), portal }
    }
}

/// The one desk of the program. Cloning it gives another hand on the same desk.
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

/// What the window's page is known to do.
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
    /// A desk whose store is still to be opened. Reads the settings of the data folder.
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

    /// Why there is no open clinic; none when there is.
    #[must_use]
    pub fn closed(&self) -> Option<DatabaseState> {
        match &*read(&self.0.phase) {
            Phase::Open(_) => None,
            Phase::Closed(state) => Some(state.clone()),
        }
    }

    /// The store has opened: commands are served from now on.
    pub fn open(&self, open: OpenClinic) {
        self.set(Phase::Open(Box::new(open)));
    }

    /// The store could not be opened, or is closed because the program ends.
    pub fn close(&self, state: DatabaseState) {
        if self.closed().as_ref() != Some(&state) {
            self.set(Phase::Closed(state));
        }
    }

    /// A person asks for the store to be opened now instead of after the usual pause.
    pub fn try_again(&self) {
        self.0.try_again.notify_one();
    }

    /// Resolves when a person has asked for it.
    pub async fn asked_to_try_again(&self) {
        self.0.try_again.notified().await;
    }

    fn set(&self, phase: Phase) {
        *self.0.phase.write().unwrap_or_else(PoisonError::into_inner) = phase;
        self.tell(ClinicEvent::StateChanged);
    }

    /// What happens by itself and cannot be done at the moment.
    #[must_use]
    pub fn stalled(&self) -> Vec<StalledJob> {
        read(&self.0.stalled).clone()
    }

    /// Notes what cannot be done at the moment, and tells the window when that has changed.
    pub fn set_stalled(&self, stalled: Vec<StalledJob>) {
        let before = std::mem::replace(
            &mut *self.0.stalled.write().unwrap_or_else(PoisonError::into_inner),
            stalled.clone(),
        );
        if before != stalled {
            self.tell(ClinicEvent::StateChanged);
        }
    }

    /// Whether this is the demo, whose synthetic patients can log in.
    #[must_use]
    pub fn demo(&self) -> bool {
        self.0.demo
    }

    /// The language of everything the desk says.
    #[must_use]
    pub fn language(&self) -> Language {
        read(&self.0.settings).language
    }

    /// Changes the language, now and for the next start. A folder that cannot be written is no
    /// reason to refuse: then it holds until the program ends.
    pub fn set_language(&self, language: Language) {
        self.remember(|settings| settings.language = language);
        self.tell(ClinicEvent::StateChanged);
    }

    /// What to tell whoever closes the window for the first time: that the program goes on in the tray.
    /// None from the second time on, also after the next start.
    #[must_use]
    pub fn first_word_of_the_tray(&self) -> Option<String> {
        let before = self.remember(|settings| settings.knows_the_tray = true);
        (!before.knows_the_tray).then(|| i18n::text(before.language, "notification-tray"))
    }

    /// Changes the settings, and answers with what they were. Those of a folder that cannot be written
    /// hold until the program ends.
    fn remember(&self, change: impl FnOnce(&mut Settings)) -> Settings {
        let mut settings = self.0.settings.write().unwrap_or_else(PoisonError::into_inner);
        let before = *settings;
        change(&mut settings);
        let after = *settings;
        drop(settings);
        if after != before
            && let Err(error) = self.0.file.save(after)
        {
            tracing::warn!(%error, "the settings are not remembered");
        }
        before
    }

    /// What this desk asks of the program around it.
    #[must_use]
    pub fn shell(&self) -> &dyn Shell {
        &*self.0.shell
    }

    /// Tells the window, and everything else that shows the clinic's state.
    pub fn tell(&self, event: ClinicEvent) {
        self.0.shell.tell(event);
    }

    /// Shows a request in the window; as soon as there is content in it that can.
    pub fn show_request(&self, id: BookingId) {
        let mut page = lock(&self.0.page);
        if page.painted {
            drop(page);
            self.tell(ClinicEvent::show(id));
        } else {
            page.wanted = Some(id);
        }
    }

    /// The window shows its first content and listens: it is told of a request it was to show.
    pub fn painted(&self) {
        self.0.shell.painted();
        let wanted = {
            let mut page = lock(&self.0.page);
            page.painted = true;
            page.wanted.take()
        };
        if let Some(id) = wanted {
            self.tell(ClinicEvent::show(id));
        }
    }

    /// The window's page shows the queue from now on, or another view.
    pub fn shows_queue(&self, shows: bool) {
        lock(&self.0.page).shows_queue = shows;
    }

    /// Whether a person has the queue before their eyes: what arrives needs no notification then.
    #[must_use]
    pub fn queue_is_in_view(&self) -> bool {
        lock(&self.0.page).shows_queue && self.0.shell.in_front()
    }

    /// The error as the window sees it; a store that does not answer is also watched from now on
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

    /// The store answers again.
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

/// A command takes the desk as an argument; Tauri finds it among what the program manages.
impl<'de, R: Runtime> CommandArg<'de, R> for Desk {
    fn from_command(command: CommandItem<'de, R>) -> Result<Self, InvokeError> {
        tauri::State::<'de, Desk>::from_command(command).map(|desk| desk.inner().clone())
    }
}

/// The window gives no desk, so the bindings leave it out.
impl FunctionArg for Desk {
    fn to_datatype(_: &mut Types) -> Option<DataType> {
        None
    }
}
