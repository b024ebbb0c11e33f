//! Converts the clinic's values for the window, in one language and at one instant.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use clinic::{Act, BookingView, DecideError, JournalEntry, Rows, Staff, Unreadable};
use i18n::{Language, text, text_with};
use timebook::{Actor, Phone, SoonUntil, Status, oslo_date};

use super::dto::{self, CommandError, FieldProblem};
use crate::desk::{Desk, OpenClinic};

/// Formats values in a language, as seen now.
#[derive(Clone, Copy)]
pub(super) struct Wording {
    pub(super) language: Language,
    pub(super) now: DateTime<Utc>,
}

impl Wording {
    pub(super) fn of(desk: &Desk, open: &OpenClinic) -> Self {
        Self { language: desk.language(), now: open.clinic.now() }
    }

    /// «I dag kl. 13:30».
    pub(super) fn when(self, start: DateTime<Utc>) -> String {
        i18n::when_text(self.language, self.now, start)
    }

    /// «kl. 08:22» today, «20. jan. 2025 kl. 08:22» on another day.
    pub(super) fn at(self, at: DateTime<Utc>) -> String {
        let time = i18n::clock(at);
        let day = oslo_date(at);
        if day == oslo_date(self.now) {
            return text_with(self.language, "at-clock", &[("time", time.into())]);
        }
        let day = i18n::date_short(self.language, day);
        text_with(self.language, "at-day", &[("day", day.into()), ("time", time.into())])
    }

    /// The name of the person who did something: a colleague's name, or «pasienten».
    pub(super) fn actor(self, actor: &Actor) -> String {
        match actor {
            Actor::Staff(member) => member.name.to_string(),
            Actor::Patient => text(self.language, "actor-patient"),
            Actor::Proxy => text(self.language, "actor-proxy"),
            Actor::Helsenorge => text(self.language, "actor-helsenorge"),
            Actor::System => text(self.language, "actor-system"),
        }
    }

    /// Who saved a part last, and when.
    pub(super) fn edit(self, edit: &clinic::Edit) -> dto::Edit {
        dto::Edit {
            revision: edit.revision.get(),
            by: edit.by.as_ref().map(ToString::to_string),
            at_text: edit.at.map(|at| self.at(at)),
        }
    }

    pub(super) fn entry(self, view: &BookingView) -> dto::QueueEntry {
        let booking = &view.booking;
        dto::QueueEntry {
            id: booking.id.to_string(),
            revision: booking.revision.get(),
            kind: view.kind.into(),
            timebook_name: view.timebook_name.to_string(),
            patient_name: view.patient.name.to_string(),
            reason: booking.reason.as_ref().map(ToString::to_string),
            channel: booking.channel.into(),
            requested_at: rfc3339(booking.requested_at),
            starts_at: rfc3339(view.slot.start),
            when_text: self.when(view.slot.start),
            date_text: i18n::day_short(self.language, view.slot.date),
            location_text: view.location.street.to_string(),
        }
    }

    pub(super) fn waiting(self, view: &BookingView, soon: SoonUntil) -> dto::WaitingEntry {
        dto::WaitingEntry { entry: self.entry(view), soon: soon.of(view.slot.start).map(Into::into) }
    }

    pub(super) fn done(self, view: &BookingView) -> dto::DoneEntry {
        let decided = view.booking.status.decided();
        dto::DoneEntry {
            entry: self.entry(view),
            status: view.booking.status.code().into(),
            decided_by: decided.map(|decided| self.actor(&decided.by)),
            decided_text: decided.map(|decided| self.at(decided.at)).unwrap_or_default(),
        }
    }

    /// A request as shown to `staff`, who can undo their own decisions.
    pub(super) fn details(self, details: &clinic::RequestDetails, staff: &Staff) -> dto::RequestDetails {
        let view = &details.view;
        let slot = &view.slot;
        let own = view.booking.status.decided().is_some_and(|decided| decided.by == staff.actor());
        let undo_until = view.pending.filter(|until| own && *until > self.now);
        dto::RequestDetails {
            entry: self.entry(view),
            status: view.booking.status.code().into(),
            identity_text: view.patient.identity.masked(),
            phone_text: view.patient.phone.as_ref().map(Phone::grouped),
            slot_text: i18n::slot_text(self.language, slot.start, slot.end),
            address_text: format!("{}, {}", view.location.name, view.location.address()),
            duration_text: i18n::duration_text(self.language, slot.start, slot.end),
            place: place(&view.booking.status),
            capacity: slot.capacity.get().into(),
            practitioner: view.practitioner.as_ref().map(ToString::to_string),
            undo_until: undo_until.map(rfc3339),
            decision_text: decision_text(&view.booking.status),
            history: self.history(&details.history),
            earlier: self.earlier(&details.earlier),
        }
    }

    pub(super) fn undelivered(self, undelivered: &clinic::Undelivered) -> dto::Undelivered {
        let (item, view) = (&undelivered.item, undelivered.view.as_ref());
        dto::Undelivered {
            id: item.id.to_string(),
            entry: view.map(|view| self.entry(view)),
            status: view.map(|view| view.booking.status.code().into()),
            phone_text: view.and_then(|view| view.patient.phone.as_ref()).map(Phone::grouped),
            at_text: self.at(item.dead_at),
            attempts: item.attempts,
            error: item.last_error.clone(),
        }
    }

    /// A booking outside the opening hours.
    pub(super) fn conflict(self, view: &BookingView) -> dto::Conflict {
        dto::Conflict {
            entry: self.entry(view),
            status: view.booking.status.code().into(),
            slot_text: i18n::slot_text(self.language, view.slot.start, view.slot.end),
            phone_text: view.patient.phone.as_ref().map(Phone::grouped),
        }
    }

    pub(super) fn decided(self, decided: &clinic::Decided) -> dto::Decided {
        let view = &decided.view;
        dto::Decided {
            id: view.booking.id.to_string(),
            status: view.booking.status.code().into(),
            undo_until: rfc3339(decided.undo_until),
            revision: view.booking.revision.get(),
            summary_text: self.summary(view),
        }
    }

    /// Why a request was not decided.
    pub(super) fn decide_error(self, error: DecideError) -> CommandError {
        match error {
            DecideError::AlreadyDecided(view) => self.already_decided(&view.booking.status),
            DecideError::Text(problem) => {
                let field = FieldProblem { field: "text".to_owned(), problem: problem.into() };
                CommandError::Invalid { fields: vec![field] }
            }
            DecideError::Begun => CommandError::TimeBegun,
            DecideError::TooLate => CommandError::TooLateToUndo,
            DecideError::PlaceTaken => CommandError::PlaceTaken,
            DecideError::NotFound => CommandError::NotFound,
            DecideError::Store(error) => error.into(),
        }
    }

    /// The error that says which colleague decided first, and when.
    fn already_decided(self, status: &Status) -> CommandError {
        let (by, at) = match (status.decided(), status) {
            (Some(decided), _) => (self.actor(&decided.by), decided.at),
            (None, Status::Expired { at }) => (self.actor(&Actor::System), *at),
            // It was decided and undone since this window read it.
            (None, _) => (text(self.language, "actor-colleague"), self.now),
        };
        CommandError::AlreadyDecided { status: status.code().into(), by, at_text: self.at(at) }
    }

    /// «Bekreftet: Per Vik, onsdag kl. 09:30».
    fn summary(self, view: &BookingView) -> String {
        let when = self.when(view.slot.start);
        let when = match self.language {
            Language::Nb | Language::Nn => lower_first(&when),
            Language::En => when,
        };
        let key = match view.booking.status {
            Status::Rejected { .. } => "decided-rejected",
            Status::Cancelled { .. } => "decided-cancelled",
            Status::Requested { .. }
            | Status::Confirmed { .. }
            | Status::Expired { .. }
            | Status::Completed { .. }
            | Status::NoShow { .. } => "decided-confirmed",
        };
        let patient = view.patient.name.as_str();
        text_with(self.language, key, &[("patient", patient.into()), ("when", when.into())])
    }

    /// The history without the entries for lists, and with repeated entries of one person merged into one.
    fn history(self, journal: &Rows<JournalEntry>) -> Vec<dto::HistoryLine> {
        let mut entries: Vec<&JournalEntry> = Vec::new();
        for entry in journal.iter().filter(|entry| entry.act != Act::Listed) {
            let again = |last: &&JournalEntry| last.act == entry.act && last.actor == entry.actor;
            if !entries.last().is_some_and(again) {
                entries.push(entry);
            }
        }
        let line = |entry: &JournalEntry| dto::HistoryLine {
            text: i18n::act_text(self.language, entry),
            at_text: self.at(entry.at),
        };
        let odd = journal.unreadable.iter();
        let odd = odd.map(|_| dto::HistoryLine { text: self.unreadable(), at_text: String::new() });
        entries.into_iter().map(line).chain(odd).collect()
    }

    fn earlier(self, bookings: &Rows<BookingView>) -> Vec<dto::EarlierBooking> {
        let read = bookings.iter().map(|view| dto::EarlierBooking {
            when_text: i18n::date_short(self.language, view.slot.date),
            timebook_name: view.timebook_name.to_string(),
            status: Some(view.booking.status.code().into()),
        });
        let odd = bookings.unreadable.iter().map(|_| dto::EarlierBooking {
            when_text: String::new(),
            timebook_name: self.unreadable(),
            status: None,
        });
        read.chain(odd).collect()
    }

    fn unreadable(self) -> String {
        text(self.language, "row-unreadable")
    }
}

/// A row's name in the database, for the person who must fix it.
pub(super) fn row_name(row: &Unreadable) -> String {
    format!("{} {} ({})", row.table, row.row, row.column)
}

/// A date as it is typed: «24.12.2026».
pub(super) fn typed(date: NaiveDate) -> String {
    date.format("%d.%m.%Y").to_string()
}

/// An instant as sent to the window (RFC 3339, UTC).
pub(super) fn rfc3339(instant: DateTime<Utc>) -> String {
    instant.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn place(status: &Status) -> u32 {
    match status {
        Status::Requested { place }
        | Status::Confirmed { place, .. }
        | Status::Completed { place, .. }
        | Status::NoShow { place, .. }
        | Status::Rejected { held: place, .. } => place.get().into(),
        Status::Cancelled { .. } | Status::Expired { .. } => 0,
    }
}

fn decision_text(status: &Status) -> Option<String> {
    status.text().map(ToString::to_string)
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().into_iter().flat_map(char::to_lowercase);
    first.chain(characters).collect()
}
