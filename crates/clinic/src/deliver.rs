//! The background jobs: notifications are sent, and unanswered requests expire.
//!
//! Each step is a method that does what is due *now*. The program calls them at [`Clinic::next_due`]; a test
//! calls them after moving its clock.

use std::sync::Arc;
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

/// The most requests that one call of [`Clinic::expire_due`] ends.
pub const EXPIRED_AT_ONCE: u32 = 100;

/// The most time for one item when the program is about to quit.
const LAST_CARRY_LIMIT: Duration = Duration::from_secs(1);

/// Whether other programs may have the same clinic open, each with its own decisions that can be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OtherPrograms {
    /// No: the data folder is used by this program only.
    None,
    /// Yes: the database is on a server.
    Possible,
}

/// A notification that failed after the last attempt, and its booking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undelivered {
    /// The notification.
    pub item: DeadItem,
    /// The booking as it is now; `None` when it cannot be read.
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
    /// Sends every notification that is due. Returns how many were sent.
    ///
    /// Each is tried on its own: one that fails is tried again later ([`OutboxItem::try_again`]) and is dead
    /// and shown to staff after the last attempt; the others are not affected. It is delivered first and
    /// recorded afterwards, so a crash in between delivers it twice but loses nothing. Two programs on one
    /// database may both do this; the delivery is recorded once. If the carrier is slow, some are left to the
    /// next call, so that no call takes long.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the database does not answer: no attempt is counted then.
    pub async fn deliver_due(&self) -> Result<usize, StoreError> {
        let mut delivered = 0;
        self.finish_delivery().await;
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

    /// Delivers one item, or schedules the next attempt. Returns whether it was delivered and not already
    /// recorded.
    ///
    /// # Errors
    /// Only [`StoreError::Unavailable`] and [`StoreError::Unknown`]. Every other failure is only about this
    /// item, and the next is tried.
    async fn try_to_deliver(&self, item: &OutboxItem, limit: Duration) -> Result<bool, StoreError> {
        let left = match self.deliver(item, limit).await {
            Err(error @ (StoreError::Broken(_) | StoreError::Unreadable(_))) => {
                self.put_off(item, error.to_string()).await.map(|()| false)
            }
            other => other,
        };
        match left {
            Err(error @ (StoreError::Broken(_) | StoreError::Unreadable(_))) => {
                tracing::error!(item = %item.id, %error, "a failed delivery could not be recorded");
                Ok(false)
            }
            other => other,
        }
    }

    /// Delivers one item and records it. Returns whether it was delivered and not already recorded. This is
    /// completed even if the caller stops waiting: an item that was delivered and not recorded would be
    /// delivered again.
    async fn deliver(&self, item: &OutboxItem, limit: Duration) -> Result<bool, StoreError> {
        let Some(view) = self.store.booking(self.id, item.booking).await? else {
            return Err(StoreError::Broken("the booking does not exist".into()));
        };
        let (clinic, item) = (self.clone(), item.clone());
        let in_flight = Arc::clone(&self.in_flight).lock_owned().await;
        let delivery = tokio::spawn(async move {
            let delivered = clinic.carry_and_record(&item, &view, limit).await;
            drop(in_flight);
            delivered
        });
        delivery.await.unwrap_or_else(|error| Err(StoreError::Broken(error.into())))
    }

    /// Waits until a delivery that has begun is recorded. After its job was aborted, the item must not be
    /// looked at before that, here or in another program.
    pub async fn finish_delivery(&self) {
        drop(self.in_flight.lock().await);
    }

    async fn carry_and_record(
        &self,
        item: &OutboxItem,
        view: &BookingView,
        limit: Duration,
    ) -> Result<bool, StoreError> {
        let text = match carry_within(limit, &self.carrier, item, view).await {
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

    /// Marks an unreadable item as dead at once: staff see it, and it does not block the others.
    async fn give_up(&self, row: &Unreadable) -> Result<(), StoreError> {
        let write = Write::GiveUp { row: row.row.clone(), at: self.now(), error: row.to_string() };
        self.save_once(Transaction::with_event(ClinicEvent::Refresh, vec![write])).await.map(|_| ())
    }

    async fn put_off(&self, item: &OutboxItem, error: String) -> Result<(), StoreError> {
        let now = self.now();
        let try_at = item.try_again(now);
        tracing::warn!(item = %item.id, error, dead = try_at.is_none(), "a notification was not delivered");
        let write = Write::NotDelivered { item: item.id, at: now, error, try_at };
        let transaction = match try_at {
            Some(_) => Transaction::new(vec![write]),
            None => Transaction::with_event(ClinicEvent::Undelivered(item.booking), vec![write]),
        };
        self.save_once(transaction).await.map(|_| ())
    }

    /// Ends the undo window because the program is about to quit, and sends the notifications that wait for
    /// it. Returns how many were sent. Items that failed before keep their time for the next attempt. Each
    /// item has at most a second; one that fails now is tried again later.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] and [`StoreError::Unknown`]; what still waits is sent when it is due, by
    /// another program or at the next start.
    pub async fn end_undo_window(&self, others: OtherPrograms) -> Result<usize, StoreError> {
        let limit = self.carry_limit.min(LAST_CARRY_LIMIT);
        let mut delivered = 0;
        self.finish_delivery().await;
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

    /// Whether this program may run a job now, which at most one program runs at a time. Takes or renews the
    /// job's lease for a duration. `holder` is the program's own id.
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

    /// Releases a job's lease to other programs.
    ///
    /// # Errors
    /// [`StoreError`]; the lease then expires by itself.
    pub async fn give_lease_back(&self, job: &'static str, holder: Uuid) -> Result<(), StoreError> {
        self.store.give_lease_back(self.id, job, holder).await
    }

    /// Closes the store in order. The clinic cannot be used afterwards.
    pub async fn close(&self) {
        self.store.close().await;
    }

    /// Notifications that failed after the last attempt, oldest first. Staff must call the patient or use
    /// [`Clinic::send_again`]. At most a hundred.
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

    /// The number of notifications that failed after the last attempt, also those that
    /// [`Clinic::undelivered`] leaves out.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn undelivered_count(&self, _: &Staff) -> Result<u32, StoreError> {
        self.store.dead_count(self.id).await
    }

    /// Tries a dead notification again, starting with the first attempt. One that is not dead is not changed.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn send_again(&self, _: &Staff, item: OutboxId) -> Result<(), StoreError> {
        let write = Write::SendAgain { item, at: self.now() };
        self.save_once(Transaction::with_event(ClinicEvent::Refresh, vec![write])).await.map(|_| ())
    }

    /// Expires the requests whose time began before they were answered, with a notification in the outbox; at
    /// most [`EXPIRED_AT_ONCE`], so call again if some were expired. A request that cannot be expired does not
    /// hold back the others. Returns how many were expired.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] and [`StoreError::Unknown`]; requests expired before the error are saved. The
    /// first error of a request if none could be expired.
    pub async fn expire_due(&self) -> Result<usize, StoreError> {
        let now = self.now();
        let (mut expired, mut skip, mut first_error) = (0, 0, None);
        loop {
            let page = self.store.overdue(self.id, now, skip, EXPIRED_AT_ONCE).await?;
            let rows = page.count();
            for booking in page.read {
                match self.expire(booking, now).await {
                    Ok(done) => expired += usize::from(done),
                    Err(error @ (StoreError::Unavailable(_) | StoreError::Unknown(_))) => return Err(error),
                    Err(error) => {
                        tracing::error!(%error, "a request could not expire");
                        first_error.get_or_insert(error);
                    }
                }
            }
            if expired > 0 || rows < EXPIRED_AT_ONCE as usize {
                break;
            }
            // All of these stay as they are, so the others are behind them.
            skip += EXPIRED_AT_ONCE;
        }
        match first_error {
            Some(error) if expired == 0 => Err(error),
            _ => Ok(expired),
        }
    }

    /// Ends one request. Returns whether it was this program that did.
    async fn expire(&self, booking: Booking, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let was = booking.revision;
        let Ok(booking) = booking.expire(now) else { return Ok(false) };
        let event = ClinicEvent::Expired(booking.id);
        let writes = vec![
            Write::Queue(self.notification(&booking, PatientStatus::Expired, now)),
            Write::Record(self.by_itself(&booking, Act::Expired)),
            Write::Change { booking: Box::new(booking), was },
        ];
        self.save_once(Transaction::with_event(event, writes)).await
    }

    /// When the next notification may be sent.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn next_due(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        self.store.next_due(self.id).await
    }

    /// The notification of a change, for the booking's patient.
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

    /// Saves a transaction that another program may have saved first. Returns whether this one did.
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
