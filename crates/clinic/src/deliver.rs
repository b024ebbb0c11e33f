//! What happens by itself: notifications leave, requests that were not answered expire.
//!
//! Each step is a method that does what is due *now*; the program calls them when
//! [`Clinic::next_due`] comes, a test calls them after it has moved its clock.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use timebook::{Actor, Booking, OutboxId, UNDO_WINDOW};
use tokio::time::Instant;
use uuid::Uuid;

use crate::Clinic;
use crate::carrier::carry_within;
use crate::error::{StoreError, Unreadable};
use crate::events::ClinicEvent;
use crate::outbox::{DeadItem, LastNotification, OutboxItem, PatientStatus};
use crate::ports::BookingView;
use crate::record::{Act, JournalEntry};
use crate::roles::Staff;
use crate::rows::Rows;
use crate::transaction::{CommitError, Transaction, Write};

/// How long an item has when the program is about to quit, at most.
const LAST_CARRY_LIMIT: Duration = Duration::from_secs(1);

/// Whether other programs may have the same clinic open, each with decisions of its own to undo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherPrograms {
    /// The data folder is this program's alone.
    None,
    /// The database is a server's.
    Possible,
}

/// The notifications of this program's own decisions that can still be undone.
#[derive(Debug, Default)]
pub(crate) struct Undoable(Mutex<HashMap<OutboxId, DateTime<Utc>>>);

impl Undoable {
    /// Keeps an item until its time has come, and forgets those whose time has.
    fn note(&self, item: &OutboxItem, now: DateTime<Utc>) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|_, until| *until > now);
        if item.not_before > now {
            waiting.insert(item.id, item.not_before);
        }
    }

    fn contains(&self, item: &OutboxItem) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&item.id)
    }
}

/// A notification that was given up, and what it was to tell of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undelivered {
    /// The notification.
    pub item: DeadItem,
    /// The booking as it is now; none when it cannot be read.
    pub view: Option<BookingView>,
}

impl BookingView {
    /// The status of the booking as the patient knows it.
    #[must_use]
    pub const fn patient_status(&self) -> PatientStatus {
        self.last_notification.status
    }
}

impl Clinic {
    /// Lets every notification leave whose time has come. Answers with how many left.
    ///
    /// Each is tried by itself: one that fails is put off ([`OutboxItem::try_again`]), after the last
    /// attempt it is dead and shown to staff, and the others go on. It is carried first and noted
    /// then, so that a crash in between carries it twice and loses nothing. Two programs on one
    /// database may both come here; the note is made once. Where the carrier is slow, some are left to the
    /// next call, so that none takes long.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database does not answer: no attempt is counted then.
    pub async fn deliver_due(&self) -> Result<usize, StoreError> {
        let mut delivered = 0;
        let due = self.store.due(self.id, self.now()).await?;
        for row in &due.unreadable {
            self.give_up(row).await?;
        }
        let end = Instant::now() + 2 * self.carry_limit;
        for item in due.read {
            delivered += usize::from(self.try_to_deliver(&item, self.carry_limit).await?);
            if Instant::now() > end {
                break;
            }
        }
        Ok(delivered)
    }

    /// Delivers one item, or puts it off. Answers with whether it left and was not noted before.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] and [`StoreError::Unknown`] alone: whatever else fails concerns this item,
    /// and the next is tried.
    async fn try_to_deliver(&self, item: &OutboxItem, limit: Duration) -> Result<bool, StoreError> {
        let left = match self.deliver(item, limit).await {
            Err(error @ (StoreError::Broken(_) | StoreError::Unreadable(_))) => {
                self.put_off(item, error.to_string()).await.map(|()| false)
            }
            other => other,
        };
        match left {
            Err(error @ (StoreError::Broken(_) | StoreError::Unreadable(_))) => {
                tracing::error!(item = %item.id, %error, "that a notification did not leave could not be noted");
                Ok(false)
            }
            other => other,
        }
    }

    /// Carries one item and notes it. Answers with whether it left and was not noted before.
    async fn deliver(&self, item: &OutboxItem, limit: Duration) -> Result<bool, StoreError> {
        let Some(view) = self.store.booking(self.id, item.booking).await? else {
            return Err(StoreError::Broken("the booking is not there".into()));
        };
        let text = match carry_within(limit, &self.carrier, item, &view).await {
            Ok(text) => text,
            Err(error) => {
                self.put_off(item, error.to_string()).await?;
                return Ok(false);
            }
        };
        let now = self.now();
        let notification = LastNotification { status: item.kind, at: Some(now), text };
        let writes = vec![
            Write::Delivered { item: item.id, at: now, notification },
            Write::Record(self.by_itself(&view.booking, Act::Sent)),
        ];
        self.save_once(Transaction::with_event(ClinicEvent::Sent(item.booking), writes)).await
    }

    /// An item that cannot be read is dead at once: staff see it, and it is in nobody's way.
    async fn give_up(&self, row: &Unreadable) -> Result<(), StoreError> {
        let Ok(item) = row.row.parse() else { return Ok(()) };
        let write = Write::NotDelivered { item, at: self.now(), error: row.to_string(), try_at: None };
        self.save_once(Transaction::with_event(ClinicEvent::Refresh, vec![write])).await.map(|_| ())
    }

    async fn put_off(&self, item: &OutboxItem, error: String) -> Result<(), StoreError> {
        let now = self.now();
        let try_at = item.try_again(now);
        tracing::warn!(item = %item.id, error, dead = try_at.is_none(), "a notification did not leave");
        let write = Write::NotDelivered { item: item.id, at: now, error, try_at };
        let transaction = match try_at {
            Some(_) => Transaction::new(vec![write]),
            None => Transaction::with_event(ClinicEvent::Undelivered(item.booking), vec![write]),
        };
        self.save_once(transaction).await.map(|_| ())
    }

    /// Ends the time to undo, because the program is about to quit: what waits for its end leaves now.
    /// Answers with how many left. What failed before keeps its time to be tried again, and what fails now is
    /// put off, and has a second of the little time there is.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] and [`StoreError::Unknown`]; what is still waiting leaves at its time, by another program or the next start.
    pub async fn end_undo_window(&self, others: OtherPrograms) -> Result<usize, StoreError> {
        let limit = self.carry_limit.min(LAST_CARRY_LIMIT);
        let mut delivered = 0;
        loop {
            let before = delivered;
            for item in self.store.due(self.id, self.now() + UNDO_WINDOW).await?.read {
                let is_ours = match others {
                    OtherPrograms::None => true,
                    OtherPrograms::Possible => self.undoable.contains(&item),
                };
                if is_ours && item.attempts == 0 && self.try_to_deliver(&item, limit).await? {
                    delivered += 1;
                }
            }
            if delivered == before {
                return Ok(delivered);
            }
        }
    }

    /// Whether this program does a job now, of which at most one program does it at a time: takes or
    /// renews its lease for so long. `holder` is the program's own id.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn take_lease(
        &self,
        job: &'static str,
        holder: Uuid,
        length: TimeDelta,
    ) -> Result<bool, StoreError> {
        self.store.take_lease(self.id, job, holder, length).await
    }

    /// Leaves a job to another program.
    ///
    /// # Errors
    /// [`StoreError`]; the lease ends by itself then.
    pub async fn give_lease_back(&self, job: &'static str, holder: Uuid) -> Result<(), StoreError> {
        self.store.give_lease_back(self.id, job, holder).await
    }

    /// Closes the store, in good order. The clinic can be asked for nothing more.
    pub async fn close(&self) {
        self.store.close().await;
    }

    /// Notifications that were given up after the last attempt, oldest first: what staff must see to
    /// themselves, by telephone or with [`Clinic::send_again`]. At most a hundred.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn undelivered(&self, _: &Staff) -> Result<Rows<Undelivered>, StoreError> {
        let Rows { read, unreadable } = self.store.dead_items(self.id).await?;
        let mut all = Rows { read: Vec::with_capacity(read.len()), unreadable };
        for item in read {
            match self.store.booking(self.id, item.booking).await {
                Ok(view) => all.read.push(Undelivered { item, view }),
                Err(StoreError::Unreadable(_)) => all.read.push(Undelivered { item, view: None }),
                Err(other) => return Err(other),
            }
        }
        Ok(all)
    }

    /// Tries a dead notification again, from the first attempt. One that is not dead is left alone.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn send_again(&self, _: &Staff, item: OutboxId) -> Result<(), StoreError> {
        let write = Write::SendAgain { item, at: self.now() };
        self.save_once(Transaction::with_event(ClinicEvent::Refresh, vec![write])).await.map(|_| ())
    }

    /// Ends the requests whose time came before an answer; word of it goes to the outbox. Answers
    /// with how many.
    ///
    /// # Errors
    /// [`StoreError`]; those before it are saved.
    pub async fn expire_due(&self) -> Result<usize, StoreError> {
        let now = self.now();
        let mut expired = 0;
        for booking in self.store.overdue(self.id, now).await?.read {
            let was = booking.revision;
            let Ok(booking) = booking.expire(now) else { continue };
            let event = ClinicEvent::Expired(booking.id);
            let writes = vec![
                Write::Queue(self.notification(&booking, PatientStatus::Expired, now)),
                Write::Record(self.by_itself(&booking, Act::Expired)),
                Write::Change { booking: Box::new(booking), was },
            ];
            if self.save_once(Transaction::with_event(event, writes)).await? {
                expired += 1;
            }
        }
        Ok(expired)
    }

    /// When the next notification may leave.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn next_due(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.store.next_due(self.id).await
    }

    /// Word of a change, for the patient it concerns.
    pub(crate) fn notification(
        &self,
        booking: &Booking,
        kind: PatientStatus,
        not_before: DateTime<Utc>,
    ) -> OutboxItem {
        let now = self.now();
        let item = OutboxItem {
            id: OutboxId::new(self.ids.uuid()),
            booking: booking.id,
            kind,
            channel: crate::outbox::OutboxChannel::Portal,
            receiver: booking.patient,
            not_before,
            attempts: 0,
        };
        self.undoable.note(&item, now);
        item
    }

    /// Saves what another program may have done first. Answers with whether it was this one.
    async fn save_once(&self, transaction: Transaction) -> Result<bool, StoreError> {
        match self.store.commit(self.id, transaction).await {
            Ok(_) => Ok(true),
            Err(CommitError::Stale) => Ok(false),
            Err(CommitError::Store(error)) => Err(error),
            Err(other) => Err(StoreError::Broken(other.into())),
        }
    }

    fn by_itself(&self, booking: &Booking, act: Act) -> JournalEntry {
        JournalEntry {
            at: self.now(),
            actor: Actor::System,
            patient: Some(booking.patient),
            booking: Some(booking.id),
            act,
        }
    }
}
