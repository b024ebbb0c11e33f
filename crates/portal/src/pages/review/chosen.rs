//! The choice of a form.

use clinic::Draft;
use timebook::{SlotId, TimebookId, TimebookType};

use crate::address::{self, TimeAddress};
use crate::failure::{Failed, Failure};
use crate::filled::Filled;
use crate::visit::Visit;

/// The parsed choice of a form.
#[derive(Clone, Copy)]
pub(super) struct Chosen {
    pub(super) kind: TimebookType,
    pub(super) timebook: TimebookId,
    pub(super) slot: SlotId,
}

impl Chosen {
    /// `None` when the form's ids are invalid.
    pub(super) fn of(kind: TimebookType, filled: &Filled) -> Option<Self> {
        Some(Self { kind, timebook: filled.timebook.parse().ok()?, slot: filled.slot.parse().ok()? })
    }

    pub(super) const fn address(self) -> TimeAddress {
        TimeAddress { slot: Some(self.slot), ..TimeAddress::of(self.kind, self.timebook) }
    }

    /// What is filled in, as the session's draft.
    pub(super) fn draft(self, slot: Option<SlotId>, filled: &Filled) -> Draft {
        let day = address::day(&filled.day);
        Draft { timebook: Some(self.timebook), day, slot, ..Draft::of(self.kind, filled.reason.clone()) }
    }
}

/// The failure when there is no such time of this type. `kept` is true when something was typed and is kept.
pub(super) fn nowhere(visit: &Visit, kind: TimebookType, kept: bool) -> Failed {
    visit.fail(Failure::NoSuchTime { choose: format!("/bestill/{}/tid", kind.slug()), kept })
}
