//! What leaves the clinic: the items of the outbox.
//!
//! An item is written with the change it tells of and is the only way out. It is carried at least
//! once; receivers drop a second copy by its id.

use chrono::{DateTime, TimeDelta, Utc};
use timebook::{BookingId, OutboxId, PatientId};

/// The status of a booking as the patient knows it. A decision that can still be undone does not count yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatientStatus {
    /// «Sendt»: the clinic has the request.
    Sent,
    /// «Tildelt»: the time is the patient's.
    Granted,
    /// «Avvist»: the clinic said no.
    Rejected,
    /// «Avbestilt»: taken back.
    Cancelled,
    /// «Utløpt»: the time came before an answer.
    Expired,
}

impl PatientStatus {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Sent, Self::Granted, Self::Rejected, Self::Cancelled, Self::Expired];

    /// The word stored in the database.
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

    /// Reads [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }
}

/// The last notification the patient got about a booking, as it was stored when it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastNotification {
    /// The status it told of.
    pub status: PatientStatus,
    /// When; none when the clinic has said nothing since the request came.
    pub at: Option<DateTime<Utc>>,
    /// The text the patient was sent; none when the status itself says it all.
    pub text: Option<String>,
}

/// By what way a notification reaches its receiver.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutboxChannel {
    /// The patient's own pages.
    Portal,
}

impl OutboxChannel {
    /// The word stored in the database.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Portal => "portal",
        }
    }

    /// Reads [`Self::code`].
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Portal].into_iter().find(|channel| channel.code() == code)
    }
}

/// A notification that waits to leave the clinic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxItem {
    /// Which item; receivers drop a second copy by it.
    pub id: OutboxId,
    /// The booking it tells of.
    pub booking: BookingId,
    /// What it tells.
    pub kind: PatientStatus,
    /// By what way.
    pub channel: OutboxChannel,
    /// To whom.
    pub receiver: PatientId,
    /// Not before this instant: until then the decision can be undone.
    pub not_before: DateTime<Utc>,
    /// How often it has been tried without success.
    pub attempts: u32,
}

impl OutboxItem {
    /// How often an item is tried before it is given up, dead, and shown to staff.
    pub const MOST_ATTEMPTS: u32 = 10;

    /// The pause after the first attempt; each later one is twice as long, up to [`Self::LONGEST_PAUSE`].
    const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(10);

    /// The longest pause between two attempts.
    pub const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(1);

    /// When to try again after an attempt at `now` has failed; none when that was the last.
    #[must_use]
    pub fn try_again(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if self.attempts + 1 >= Self::MOST_ATTEMPTS {
            return None;
        }
        let doubled = 1_i32.checked_shl(self.attempts).and_then(|times| Self::FIRST_PAUSE.checked_mul(times));
        Some(now + doubled.unwrap_or(Self::LONGEST_PAUSE).min(Self::LONGEST_PAUSE))
    }
}

/// An item that was given up after the last attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadItem {
    /// Which item.
    pub id: OutboxId,
    /// The booking it tells of.
    pub booking: BookingId,
    /// How often it was tried.
    pub attempts: u32,
    /// Why the last attempt failed: technical words, without a patient's data.
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
