//! The starting data of a story: a clinic, its slots, its patients.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, TimeDelta, Utc};
use clinic::{
    Act, BookingView, ClinicEvent, CommitError, Committed, Edit, JournalEntry, LastNotification, NewEdit,
    NewRequest, OutboxChannel, OutboxItem, Patient, PatientStatus, Rows, SetupPart, Store, Transaction,
    Write,
};
use timebook::*;
use uuid::Uuid;

/// The guide's morning: Tuesday 21 January 2025, 09:00 in Oslo.
pub(crate) fn morning() -> DateTime<Utc> {
    "2025-01-21T08:00:00Z".parse().unwrap()
}

/// A clinic with a store, and helpers to change it.
pub(crate) struct Given {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clinic: ClinicId,
    pub(crate) timebook: Timebook,
    made: AtomicU64,
}

impl Given {
    /// A clinic with a profile, a location and one published timebook.
    pub(crate) async fn clinic(store: &Arc<dyn Store>, number: u64) -> Self {
        let given = Self::nothing(store, number);
        let location = given.location("Legekontoret");
        let transaction = Transaction::new(vec![
            Write::SaveProfile(Box::new(profile("DDFL Test")), edit_of(None)),
            Write::SaveLocation(Box::new(location), edit_of(None)),
            Write::SaveTimebook(Box::new(given.timebook.clone()), edit_of(None)),
        ]);
        given.commit(transaction).await.unwrap();
        given
    }

    /// A clinic that has no data in the store yet.
    pub(crate) fn nothing(store: &Arc<dyn Store>, number: u64) -> Self {
        let clinic = ClinicId::new(Uuid::from_u64_pair(number, 0));
        let made = AtomicU64::new(100);
        let timebook =
            timebook(TimebookId::new(Uuid::from_u64_pair(number, 2)), "Influensa", location_id(number));
        Self { store: Arc::clone(store), clinic, timebook, made }
    }

    /// The same clinic with the same ids, through another store.
    pub(crate) fn through(&self, store: &Arc<dyn Store>) -> Self {
        let made = AtomicU64::new(self.made.load(Ordering::Relaxed) + 1_000_000);
        Self { store: Arc::clone(store), clinic: self.clinic, timebook: self.timebook.clone(), made }
    }

    /// As [`Given::through`], for one of many parallel users.
    pub(crate) fn through_as(&self, store: &Arc<dyn Store>, number: u32) -> Self {
        let there = self.through(store);
        there.made.fetch_add(u64::from(number) * 1_000_000, Ordering::Relaxed);
        there
    }

    /// Another clinic without data that uses the same ids.
    pub(crate) fn ids_of_another_clinic(&self) -> Self {
        Self { clinic: ClinicId::new(self.uuid()), ..self.through(&self.store) }
    }

    /// A new id.
    pub(crate) fn uuid(&self) -> Uuid {
        let (clinic, _) = self.clinic.uuid().as_u64_pair();
        Uuid::from_u64_pair(clinic, self.made.fetch_add(1, Ordering::Relaxed))
    }

    pub(crate) fn location(&self, name: &str) -> Location {
        let (number, _) = self.clinic.uuid().as_u64_pair();
        Location {
            id: location_id(number),
            name: Name::parse(name).unwrap(),
            street: StreetAddress::parse("Influensaveien 3a").unwrap(),
            postal_code: PostalCode::parse("1325").unwrap(),
            city: City::parse("Lysaker").unwrap(),
        }
    }

    pub(crate) async fn commit(&self, transaction: Transaction) -> Result<Committed, CommitError> {
        self.store.commit(self.clinic, transaction).await
    }

    pub(crate) async fn write(&self, write: Write) -> Result<Committed, CommitError> {
        self.commit(Transaction::new(vec![write])).await
    }

    /// The current revision of a part of the set-up.
    pub(crate) async fn revision(&self, part: SetupPart) -> Option<Revision> {
        if let SetupPart::Exception(id) = part {
            let rows = self.exceptions().await;
            return rows.iter().find(|(exception, _)| exception.id == id).map(|(_, edit)| edit.revision);
        }
        self.store.edits(self.clinic).await.unwrap().of(part).map(|edit| edit.revision)
    }

    /// The exceptions that are not over on the guide's day.
    pub(crate) async fn exceptions(&self) -> Rows<(OpeningException, Edit)> {
        self.store.exceptions(self.clinic, oslo_date(morning())).await.unwrap().rows
    }

    /// Saves an exception, new or known.
    pub(crate) async fn save_exception(&self, exception: OpeningException) -> Result<Committed, CommitError> {
        let edit = edit_of(self.revision(SetupPart::Exception(exception.id)).await);
        self.write(Write::SaveException(Box::new(exception), edit)).await
    }

    /// Saves a new version of the profile.
    pub(crate) async fn save_profile(&self, profile: ClinicProfile) -> Result<Committed, CommitError> {
        let edit = edit_of(self.revision(SetupPart::Profile).await);
        self.write(Write::SaveProfile(Box::new(profile), edit)).await
    }

    /// Saves a location, new or known.
    pub(crate) async fn save_location(&self, location: Location) -> Result<Committed, CommitError> {
        let edit = edit_of(self.revision(SetupPart::Location(location.id)).await);
        self.write(Write::SaveLocation(Box::new(location), edit)).await
    }

    /// Saves a timebook, new or known.
    pub(crate) async fn save_timebook(&self, timebook: Timebook) -> Result<Committed, CommitError> {
        let edit = edit_of(self.revision(SetupPart::Timebook(timebook.id)).await);
        self.write(Write::SaveTimebook(Box::new(timebook), edit)).await
    }

    /// A slot that starts `minutes` after [`morning`].
    pub(crate) fn a_slot(&self, minutes: i64, capacity: u16) -> Slot {
        let start = morning() + TimeDelta::minutes(minutes);
        Slot {
            id: SlotId::new(self.uuid()),
            timebook: self.timebook.id,
            date: oslo_date(start),
            start,
            end: start + TimeDelta::minutes(15),
            capacity: Capacity::new(capacity).unwrap(),
            window: BookingWindow::until(start),
        }
    }

    /// A time on offer.
    pub(crate) async fn slot(&self, minutes: i64, capacity: u16) -> Slot {
        let slot = self.a_slot(minutes, capacity);
        self.change_slots(vec![slot.clone()], vec![], vec![], vec![]).await.unwrap();
        slot
    }

    pub(crate) async fn change_slots(
        &self,
        add: Vec<Slot>,
        reopen: Vec<(SlotId, SlotTerms)>,
        remove: Vec<SlotId>,
        close: Vec<SlotId>,
    ) -> Result<Committed, CommitError> {
        self.write(Write::ChangeSlots { timebook: self.timebook.id, add, reopen, remove, close }).await
    }

    /// Saves a new patient.
    pub(crate) async fn patient(&self) -> PatientId {
        let id = PatientId::new(self.uuid());
        self.write(Write::SavePatient(patient(id, "Kurt Håkon Grytten"))).await.unwrap();
        id
    }

    /// A patient's request for a slot.
    pub(crate) fn a_request(&self, slot: &Slot, patient: PatientId) -> NewRequest {
        NewRequest {
            id: BookingId::new(self.uuid()),
            key: RequestKey::new(self.uuid()),
            patient,
            actor: Actor::Patient,
            channel: Channel::Portal,
            kind: self.timebook.kind,
            timebook: self.timebook.id,
            slot: slot.id,
            reason: Reason::parse_optional("Vaksine før reise").unwrap(),
            requested_at: morning(),
        }
    }

    /// The transaction that saves it.
    pub(crate) fn asking(&self, request: NewRequest) -> Transaction {
        let event = ClinicEvent::Requested(request.id);
        Transaction::with_event(event, vec![Write::Request(Box::new(request))])
    }

    pub(crate) fn a_line(
        &self,
        booking: BookingId,
        patient: PatientId,
        actor: Actor,
        act: Act,
    ) -> JournalEntry {
        JournalEntry { at: morning(), actor, patient: Some(patient), booking: Some(booking), act }
    }

    /// Requests a slot.
    pub(crate) async fn ask(&self, slot: &Slot, patient: PatientId) -> Result<(BookingId, u16), CommitError> {
        let request = self.a_request(slot, patient);
        let id = request.id;
        let committed = self.commit(self.asking(request)).await?;
        Ok((id, committed.place.expect("a place").get()))
    }

    /// A new patient requests a slot.
    pub(crate) async fn someone_asks(&self, slot: &Slot) -> Result<(BookingId, u16), CommitError> {
        let patient = self.patient().await;
        self.ask(slot, patient).await
    }

    /// The timebook's calendar from the cache.
    pub(crate) async fn calendar(&self, now: DateTime<Utc>) -> Arc<Calendar> {
        self.store.calendar(self.clinic, self.timebook.id, now).await.unwrap()
    }

    pub(crate) async fn view(&self, id: BookingId) -> BookingView {
        self.store.booking(self.clinic, id).await.unwrap().expect("a booking")
    }

    /// Changes the current version of a booking.
    pub(crate) async fn change(
        &self,
        id: BookingId,
        change: impl FnOnce(Booking) -> Booking,
    ) -> Result<Committed, CommitError> {
        let booking = self.view(id).await.booking;
        let was = booking.revision;
        self.write(Write::Change { booking: Box::new(change(booking)), was }).await
    }

    pub(crate) async fn confirm(&self, id: BookingId) {
        self.change(id, |booking| booking.confirm(kari()).unwrap()).await.unwrap();
    }

    pub(crate) async fn reject(&self, id: BookingId) {
        let text = DecisionText::parse("Dessverre").unwrap();
        self.change(id, |booking| booking.reject(kari(), text).unwrap()).await.unwrap();
    }

    pub(crate) async fn cancel(&self, id: BookingId) {
        let decision = Decision { by: Actor::Patient, at: morning() };
        self.change(id, |booking| booking.cancel(decision, None).unwrap()).await.unwrap();
    }

    pub(crate) async fn undo(&self, id: BookingId) -> Result<Committed, CommitError> {
        self.change(id, |booking| booking.undo(morning()).unwrap()).await
    }

    /// The notification of a decision, due ten seconds after [`morning`].
    pub(crate) fn outbox_item(&self, booking: BookingId) -> OutboxItem {
        OutboxItem {
            id: OutboxId::new(self.uuid()),
            booking,
            kind: PatientStatus::Granted,
            channel: OutboxChannel::Portal,
            receiver: PatientId::new(self.uuid()),
            not_before: morning() + UNDO_WINDOW,
            attempts: 0,
        }
    }
}

/// The booking that a request becomes with this place.
pub(crate) fn booked(request: &NewRequest, place: u16) -> Booking {
    Booking {
        id: request.id,
        patient: request.patient,
        slot: request.slot,
        channel: request.channel,
        reason: request.reason.clone(),
        requested_at: request.requested_at,
        revision: Revision::FIRST,
        status: Status::Requested { place: Place::new(place).unwrap() },
    }
}

/// Records that a notification of a confirmation was delivered.
pub(crate) fn delivered(item: OutboxId, at: DateTime<Utc>) -> Write {
    let notification = LastNotification {
        status: PatientStatus::Granted,
        at: Some(at),
        text: Some("Velkommen.".to_owned()),
    };
    Write::Delivered { item, at, notification }
}

/// An edit by Kari, based on a revision.
pub(crate) fn edit_of(was: Option<Revision>) -> NewEdit {
    NewEdit { was, by: member().name, at: morning() }
}

/// A decision by Kari at the first desk.
pub(crate) fn kari() -> Decision {
    Decision { by: Actor::Staff(member()), at: morning() }
}

pub(crate) fn member() -> StaffMember {
    StaffMember { id: StaffId::new(Uuid::from_u128(0xca)), name: Name::parse("Kari Nilsen").unwrap() }
}

pub(crate) fn profile(name: &str) -> ClinicProfile {
    ClinicProfile {
        name: Name::parse(name).unwrap(),
        org_number: OrgNumber::parse_optional("974 760 673").unwrap(),
        her_id: HerId::parse_optional("8094866").unwrap(),
        phone: Phone::parse_optional("+47 67 00 00 00").unwrap(),
        info: InfoText::parse_optional("Velkommen.\nTa med legitimasjon.").unwrap(),
        limits: limits(2, 5),
    }
}

/// Limits of live bookings, of one type and in all.
pub(crate) fn limits(of_type: u16, in_all: u16) -> BookingLimits {
    let limit = |most| BookingLimit::new(most).unwrap();
    BookingLimits { of_type: limit(of_type), in_all: limit(in_all) }
}

/// A published timebook of vaccines.
pub(crate) fn timebook(id: TimebookId, name: &str, location: LocationId) -> Timebook {
    let at = |text| MinuteOfDay::parse(text).unwrap();
    Timebook {
        id,
        kind: TimebookType::Vaccine,
        name: Name::parse(name).unwrap(),
        description: Description::parse_optional("Dette er en test av influensavaksine").unwrap(),
        location,
        practitioner: Name::parse_optional("August September").unwrap(),
        hours: vec![OpeningHours::new(chrono::Weekday::Tue, at("13:00"), at("24:00")).unwrap()],
        valid: Validity::new("2025-01-01".parse().ok(), "2025-12-31".parse().ok()).unwrap(),
        slot_length: SlotLength::new(15).unwrap(),
        slot_pause: SlotPause::new(5).unwrap(),
        capacity: Capacity::new(3).unwrap(),
        weeks_ahead: WeeksAhead::new(8).unwrap(),
        rules: BookingRules { lead: LeadTime::new(60).ok(), ..BookingRules::default() },
        published: true,
    }
}

/// An exception that closes the clinic for a day in May.
pub(crate) fn closed(id: ExceptionId, note: &str) -> OpeningException {
    let day = "2025-05-02".parse().unwrap();
    OpeningException {
        id,
        scope: ExceptionScope::Clinic,
        dates: Dates::new(day, day).unwrap(),
        change: DayChange::Closed,
        note: ExceptionNote::parse_optional(note).unwrap(),
    }
}

/// A patient; the number is different for each id.
pub(crate) fn patient(id: PatientId, name: &str) -> Patient {
    let (clinic, number) = id.uuid().as_u64_pair();
    let digits = format!("{:011}", (clinic * 7_919 + number) % 100_000_000_000);
    Patient {
        id,
        name: Name::parse(name).unwrap(),
        identity: IdentityNumber::stored(&digits),
        phone: Phone::parse_optional("90000000").unwrap(),
    }
}

fn location_id(clinic: u64) -> LocationId {
    LocationId::new(Uuid::from_u64_pair(clinic, 1))
}
