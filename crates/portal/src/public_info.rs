//! What every page shows of the clinic, cached until the clinic changes it.

use std::future::Future as _;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use askama::Template;
use clinic::events::Events;
use clinic::{Choice, Clinic, ClinicEvent, StoreError};
use i18n::{Language, PerLanguage};
use timebook::{ClinicProfile, TimebookId, TimebookType};

use crate::address::TimeAddress;
use crate::assets::Links;
use crate::labels::Labels;

/// The clinic's public information, shown on every page, with the texts made of it in every language.
#[derive(Debug)]
pub(crate) struct PublicInfo {
    /// Its name; empty before it is set up.
    pub(crate) name: String,
    /// The clinic's telephone number.
    pub(crate) phone: Option<Phone>,
    /// «Informasjon fra legekontoret».
    pub(crate) info: Option<String>,
    /// The addresses of its locations, each once.
    pub(crate) addresses: String,
    /// What it offers, in the order the portal shows it.
    pub(crate) offers: Vec<Offer>,
    frames: PerLanguage<Frame>,
}

/// A type of time that the clinic offers.
#[derive(Debug)]
pub(crate) struct Offer {
    pub(crate) kind: TimebookType,
    /// «Ta prøve på laboratoriet».
    pub(crate) name: PerLanguage<String>,
    /// «Time til vaksine hos DDFL Test».
    pub(crate) title: PerLanguage<String>,
    /// The choices of «Velg sted».
    pub(crate) places: Vec<Place>,
}

/// One choice of «Velg sted».
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) timebook: TimebookId,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    /// The URL that shows its times.
    pub(crate) href: String,
    /// The address of its location.
    pub(crate) address: String,
    /// «Hos Influensavaksine».
    pub(crate) with: PerLanguage<String>,
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
    /// What the clinic offers of a type; `None` when it is not on offer.
    pub(crate) fn offer(&self, kind: TimebookType) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.kind == kind)
    }

    /// Whether a timebook is one of the choices of «Velg sted» for a type.
    pub(crate) fn has_place(&self, kind: TimebookType, timebook: TimebookId) -> bool {
        self.offer(kind).is_some_and(|offer| offer.place(timebook).is_some())
    }

    /// The parts of the layout that show the clinic, in a language.
    pub(crate) const fn frame(&self, language: Language) -> &Frame {
        self.frames.of(language)
    }

    async fn read(clinic: &Clinic) -> Result<Self, StoreError> {
        let summary = clinic.summary().await?;
        let name = summary.profile.as_ref().map_or("", |profile| profile.name.as_str());
        let mut offers = Vec::with_capacity(summary.kinds.len());
        for kind in summary.kinds {
            offers.push(Offer::new(kind, name, clinic.choices(kind).await?));
        }
        Ok(Self::new(summary.profile, offers))
    }

    /// The information with its texts; without a profile before the clinic is set up.
    fn new(profile: Option<ClinicProfile>, offers: Vec<Offer>) -> Self {
        let addresses = addresses(&offers);
        let mut info = Self {
            name: String::new(),
            phone: None,
            info: None,
            addresses,
            offers,
            frames: PerLanguage::default(),
        };
        if let Some(profile) = profile {
            info.name = profile.name.to_string();
            info.phone = profile.phone.map(|phone| Phone { text: phone.grouped(), number: phone.into() });
            info.info = profile.info.map(String::from);
        }
        info.frames = PerLanguage::new(|language| Frame::new(language, &info));
        info
    }
}

/// The addresses of all places, each once.
fn addresses(offers: &[Offer]) -> String {
    let mut addresses: Vec<&str> = Vec::new();
    for place in offers.iter().flat_map(|offer| &offer.places) {
        if !addresses.contains(&place.address.as_str()) {
            addresses.push(&place.address);
        }
    }
    addresses.join(" · ")
}

impl Offer {
    fn new(kind: TimebookType, clinic: &str, choices: Vec<Choice>) -> Self {
        Self {
            kind,
            name: PerLanguage::new(|language| i18n::kind_choice(language, kind)),
            title: PerLanguage::new(|language| i18n::title(language, kind, clinic)),
            places: choices.into_iter().map(|choice| Place::new(kind, choice)).collect(),
        }
    }

    /// One of its places, by its timebook.
    pub(crate) fn place(&self, timebook: TimebookId) -> Option<&Place> {
        self.places.iter().find(|place| place.timebook == timebook)
    }
}

impl Place {
    fn new(kind: TimebookType, Choice { timebook, location }: Choice) -> Self {
        let name = timebook.name.to_string();
        let with = |language| i18n::text_with(language, "portal-with", &[("name", (&name).into())]);
        Self {
            timebook: timebook.id,
            href: TimeAddress::of(kind, timebook.id).text(),
            address: location.address(),
            description: timebook.description.map(String::from),
            with: PerLanguage::new(with),
            name,
        }
    }
}

/// The parts of a page's layout that depend only on the clinic and the language, as HTML.
#[derive(Debug, Default)]
pub(crate) struct Frame {
    /// The links to style, font and icon.
    pub(crate) links: String,
    /// The skip link, and the clinic's name as the link to the front page.
    pub(crate) top: String,
    /// «Informasjon fra legekontoret»; empty when there is none.
    pub(crate) info: String,
    /// «Ved akutt sykdom».
    pub(crate) emergency: String,
    /// The clinic's name, addresses and telephone number.
    pub(crate) bottom: String,
}

/// All parts, in one template.
#[derive(Template)]
#[template(path = "frame.html", blocks = ["links", "top", "info", "emergency", "bottom"])]
struct Parts<'a> {
    t: &'a Labels,
    assets: &'a Links,
    clinic: &'a PublicInfo,
}

impl Frame {
    /// Renders all parts.
    fn new(language: Language, clinic: &PublicInfo) -> Self {
        let parts = Parts { t: Labels::of(language), assets: Links::get(), clinic };
        Self {
            links: html(&parts.as_links()),
            top: html(&parts.as_top()),
            info: html(&parts.as_info()),
            emergency: html(&parts.as_emergency()),
            bottom: html(&parts.as_bottom()),
        }
    }
}

fn html(part: &impl Template) -> String {
    part.render().unwrap_or_else(|error| {
        tracing::error!(%error, "a part of the layout cannot be rendered");
        String::new()
    })
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
        let last = Arc::new(PublicInfo::new(None, Vec::new()));
        Self(Mutex::new(Kept { events: clinic.events(), changes: 0, info: None, last }))
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
