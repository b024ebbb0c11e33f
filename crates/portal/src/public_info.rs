//! What every page shows of the clinic, cached until the clinic changes it.

use std::future::Future as _;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use clinic::events::Events;
use clinic::{Choice, Clinic, ClinicEvent, StoreError};
use timebook::{TimebookId, TimebookType};

/// The clinic's public information, shown on every page.
#[derive(Debug, Default)]
pub(crate) struct PublicInfo {
    /// Its name; empty before it is set up.
    pub(crate) name: String,
    /// The clinic's telephone number.
    pub(crate) phone: Option<Phone>,
    /// «Informasjon fra legekontoret».
    pub(crate) info: Option<String>,
    /// The addresses of its locations, each once.
    pub(crate) addresses: String,
    /// The types it offers, with the choices of «Velg sted».
    pub(crate) offers: Vec<(TimebookType, Vec<Choice>)>,
}

/// A telephone number.
#[derive(Debug)]
pub(crate) struct Phone {
    /// The number to dial.
    pub(crate) number: String,
    /// The number as shown: «22 33 44 55».
    pub(crate) text: String,
}

impl PublicInfo {
    /// The choices of «Velg sted» for a type; `None` when it is not on offer.
    pub(crate) fn choices(&self, kind: TimebookType) -> Option<&[Choice]> {
        self.offers.iter().find(|(offered, _)| *offered == kind).map(|(_, choices)| choices.as_slice())
    }

    /// One of these choices, by its id.
    pub(crate) fn choice(&self, kind: TimebookType, id: TimebookId) -> Option<&Choice> {
        self.choices(kind)?.iter().find(|choice| choice.timebook.id == id)
    }

    async fn read(clinic: &Clinic) -> Result<Self, StoreError> {
        let summary = clinic.summary().await?;
        let mut offers = Vec::with_capacity(summary.kinds.len());
        for kind in summary.kinds {
            offers.push((kind, clinic.choices(kind).await?));
        }
        let mut addresses: Vec<String> = Vec::new();
        for choice in offers.iter().flat_map(|(_, choices)| choices) {
            let address = choice.location.address();
            if !addresses.contains(&address) {
                addresses.push(address);
            }
        }
        let addresses = addresses.join(" · ");
        let Some(profile) = summary.profile else { return Ok(Self { addresses, offers, ..Self::default() }) };
        Ok(Self {
            name: profile.name.to_string(),
            phone: profile.phone.map(|phone| Phone { text: phone.grouped(), number: phone.into() }),
            info: profile.info.map(String::from),
            addresses,
            offers,
        })
    }
}

/// A cache of the public information. Every page needs it, and it changes a few times a year; the clinic's
/// events say when.
pub(crate) struct PublicInfoCache(Mutex<Kept>);

struct Kept {
    events: Events,
    /// The number of changes so far: a read that began before a change is not cached after it.
    changes: u64,
    /// `None` when it must be read again.
    info: Option<Arc<PublicInfo>>,
    /// What an error page shows while the store is unavailable.
    last: Arc<PublicInfo>,
}

impl PublicInfoCache {
    pub(crate) fn new(clinic: &Clinic) -> Self {
        Self(Mutex::new(Kept { events: clinic.events(), changes: 0, info: None, last: Arc::default() }))
    }

    /// The current public information.
    pub(crate) async fn get(&self, clinic: &Clinic) -> Result<Arc<PublicInfo>, StoreError> {
        let before = {
            let mut kept = self.lock();
            kept.follow();
            if let Some(info) = &kept.info {
                return Ok(Arc::clone(info));
            }
            kept.changes
        };
        let info = Arc::new(PublicInfo::read(clinic).await?);
        let mut kept = self.lock();
        kept.follow();
        if kept.changes == before {
            kept.info = Some(Arc::clone(&info));
            kept.last = Arc::clone(&info);
        }
        Ok(info)
    }

    /// The last version read, for the page that says that the store is unavailable.
    pub(crate) fn last(&self) -> Arc<PublicInfo> {
        Arc::clone(&self.lock().last)
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// Clears the cache if the clinic has changed since the last page.
    fn follow(&mut self) {
        if self.has_changed() {
            self.changes += 1;
            self.info = None;
        }
    }

    /// Reads the events since the last page, without waiting for more.
    fn has_changed(&mut self) -> bool {
        let mut changed = false;
        loop {
            let next = pin!(self.events.next());
            match next.poll(&mut Context::from_waker(Waker::noop())) {
                Poll::Pending => return changed,
                Poll::Ready(Some(ClinicEvent::SetupChanged | ClinicEvent::Refresh)) => changed = true,
                Poll::Ready(Some(
                    ClinicEvent::Requested(_)
                    | ClinicEvent::Decided(_)
                    | ClinicEvent::Undone(_)
                    | ClinicEvent::Sent(_)
                    | ClinicEvent::Cancelled(_)
                    | ClinicEvent::Expired(_)
                    | ClinicEvent::Undelivered(_),
                )) => {}
                // The event stream has ended: read every time.
                Poll::Ready(None) => return true,
            }
        }
    }
}
