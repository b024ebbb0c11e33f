//! Why a form was refused, and the texts for it.

use clinic::{BookingView, LimitKind, Problem};
use i18n::{Language, text_with};
use timebook::BookingId;

use crate::labels::Labels;
use crate::page::Layout;
use crate::pages::appointment;
use crate::rate::{RateKey, TooMany};

/// Why the form was refused, for the page that is shown again.
pub(super) enum Outcome {
    Nothing,
    /// What is wrong with the reason, as text.
    Reason(String),
    TooMany(TooMany),
    /// The form has been sent for another time.
    OtherTime,
    /// The form was opened under another session.
    OtherSession,
    /// Which limit is reached, how many it allows, and the patient's bookings.
    Limit(LimitKind, u16, Vec<BookingView>),
}

/// Why a request was not sent, and what the patient can do.
pub(super) struct Refused {
    pub(super) title: String,
    pub(super) what_now: String,
    /// The patient's own bookings that count towards the limit.
    pub(super) has: Vec<OwnBooking>,
    /// Whether calling the clinic helps.
    pub(super) may_call: bool,
}

/// One of the patient's own bookings.
pub(super) struct OwnBooking {
    pub(super) id: BookingId,
    pub(super) text: String,
}

/// A wait of at least this many seconds is shown in minutes.
const MINUTES: u64 = 30;

/// Which limit was reached, and what the patient can do.
pub(super) fn too_soon(language: Language, too_many: TooMany) -> Refused {
    let limit = match too_many.whose {
        RateKey::Person => "portal-too-many-person",
        RateKey::Address => "portal-too-many-address",
    };
    let minutes = if too_many.seconds < MINUTES { 0 } else { too_many.seconds.div_ceil(60) };
    let what_now = text_with(language, "portal-too-many-what-now", &[("minutes", minutes.into())]);
    Refused { title: i18n::text(language, limit), what_now, has: Vec::new(), may_call: true }
}

pub(super) fn other_time(language: Language) -> Refused {
    let text = |key| i18n::text(language, key);
    Refused {
        title: text("portal-other-time"),
        what_now: text("portal-other-time-what-now"),
        has: Vec::new(),
        may_call: true,
    }
}

/// Says who is logged in now, which may be another patient.
pub(super) fn other_session(c: &Layout) -> Refused {
    let name = [("name", c.name().into())];
    Refused {
        title: i18n::text(c.language, "portal-other-session"),
        what_now: text_with(c.language, "portal-other-session-what-now", &name),
        has: Vec::new(),
        may_call: false,
    }
}

/// Which limit is reached, what counts towards it, and what the patient can do.
pub(super) fn limit_reached(c: &Layout, limit: LimitKind, most: u16, has: &[BookingView]) -> Refused {
    let title = match limit {
        LimitKind::OfType => "portal-limit-of-type",
        LimitKind::InAll => "portal-limit-in-all",
    };
    let own = |view: &BookingView| OwnBooking { id: view.booking.id, text: appointment::heading(c, view) };
    Refused {
        title: text_with(c.language, title, &[("count", most.into())]),
        what_now: i18n::text(c.language, "portal-limit-what-now"),
        has: has.iter().map(own).collect(),
        may_call: true,
    }
}

/// What is wrong with a reason, as text.
pub(super) fn wrong(language: Language, problem: Problem) -> String {
    match problem {
        Problem::TooLong { limit, length } => {
            let args = [("limit", limit.into()), ("length", length.into())];
            text_with(language, "portal-reason-too-long", &args)
        }
        Problem::TooManyBytes { .. } => Labels::of(language).reason_too_many_bytes.clone(),
        Problem::ControlCharacter
        | Problem::Empty
        | Problem::Malformed
        | Problem::OutOfRange { .. }
        | Problem::EndBeforeStart
        | Problem::Overlap
        | Problem::Unknown
        | Problem::SlotTooLong
        | Problem::NeverOpen
        | Problem::Taken
        | Problem::Past
        | Problem::TooMany { .. } => Labels::of(language).reason_control.clone(),
    }
}
