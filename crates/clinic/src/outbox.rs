//! The outbox: notifications that wait to be sent.
//!
//! An item is saved in the same transaction as the change it is about. All notifications go through the
//! outbox. Each is delivered at least once; receivers recognise a second copy by its id.

use chrono::{DateTime, TimeDelta, Utc};
use timebook::{BookingId, OutboxId, PatientId};

/// The status of a booking as the patient knows it. A decision that can still be undone does not count yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatientStatus {
    /// «Sendt»: the clinic has the request.
    Sent,
    /// «Tildelt»: the request was confirmed.
    Granted,
    /// «Avvist»: the request was rejected.
    Rejected,
    /// «Avbestilt»: the booking was cancelled.
    Cancelled,
    /// «Utløpt»: the time began before the request was answered.
    Expired,
}

impl PatientStatus {
    /// Every status.
    pub const ALL: [Self; 5] = [Self::Sent, Self::Granted, Self::Rejected, Self::Cancelled, Self::Expired];

    /// The code stored in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Granted => "granted",
            Self::Rejected => "rejected",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }

    /// The value with this [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// The last notification to the patient about a booking, as stored when it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastNotification {
    /// The status it announced.
    pub status: PatientStatus,
    /// When it was sent; `None` when the clinic has sent nothing since the request was made.
    pub at: Option<DateTime<Utc>>,
    /// The text sent to the patient; `None` when there was only the status.
    pub text: Option<String>,
}

/// How a notification reaches its receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutboxChannel {
    /// The patient's own pages.
    Portal,
}

impl OutboxChannel {
    /// The code stored in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Portal => "portal",
        }
    }

    /// The value with this [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Portal].into_iter().find(|channel| channel.code() == code)
    }
}

/// A notification that waits to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxItem {
    /// The item's id, by which receivers recognise a second copy.
    pub id: OutboxId,
    /// The booking it is about.
    pub booking: BookingId,
    /// The status it announces.
    pub kind: PatientStatus,
    /// How it is sent.
    pub channel: OutboxChannel,
    /// The patient it is sent to.
    pub receiver: PatientId,
    /// It must not be sent before this instant: until then the decision can be undone.
    pub not_before: DateTime<Utc>,
    /// The number of failed attempts.
    pub attempts: u32,
}

impl OutboxItem {
    /// The number of attempts before an item is dead, that is, given up and shown to staff.
    pub const MOST_ATTEMPTS: u32 = 10;

    /// The pause after the first attempt; each later one is twice as long, up to [`Self::LONGEST_PAUSE`].
    const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(10);

    /// The longest pause between two attempts.
    pub const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(1);

    /// When to try again after an attempt at `now` has failed; `None` when that was the last attempt.
    #[must_use]
    pub fn try_again(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if self.attempts + 1 >= Self::MOST_ATTEMPTS {
            return None;
        }
        let doubled = 1_i32.checked_shl(self.attempts).and_then(|times| Self::FIRST_PAUSE.checked_mul(times));
        Some(now + doubled.unwrap_or(Self::LONGEST_PAUSE).min(Self::LONGEST_PAUSE))
    }
}

/// An item whose last attempt failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadItem {
    /// The item's id.
    pub id: OutboxId,
    /// The booking it is about.
    pub booking: BookingId,
    /// The number of attempts.
    pub attempts: u32,
    /// Why the last attempt failed: a technical message without patient data.
    pub last_error: String,
    /// When it was given up.
    pub dead_at: DateTime<Utc>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_an_hour_and_end() {
        let mut item = OutboxItem {
            id: OutboxId::new(uuid::Uuid::nil()),
            booking: BookingId::new(uuid::Uuid::nil()),
            kind: PatientStatus::Granted,
            channel: OutboxChannel::Portal,
            receiver: PatientId::new(uuid::Uuid::nil()),
            not_before: DateTime::UNIX_EPOCH,
            attempts: 0,
        };
        let mut pauses = Vec::new();
        while let Some(again) = item.try_again(DateTime::UNIX_EPOCH) {
            pauses.push(again.timestamp());
            item.attempts += 1;
        }
        assert_eq!(pauses, [10, 20, 40, 80, 160, 320, 640, 1280, 2560]);
        assert!(pauses.iter().all(|pause| *pause <= OutboxItem::LONGEST_PAUSE.num_seconds()));
    }

    #[test]
    fn every_code_is_read_back() {
        for status in PatientStatus::ALL {
            assert_eq!(PatientStatus::from_code(status.code()), Some(status));
        }
        assert_eq!(OutboxChannel::from_code("portal"), Some(OutboxChannel::Portal));
        assert_eq!(OutboxChannel::from_code("pigeon"), None);
    }
}
