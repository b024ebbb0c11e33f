//! The port by which notifications reach their receivers.

use async_trait::async_trait;

use crate::outbox::OutboxItem;
use crate::ports::BookingView;

/// Why an item was not carried: technical words that go to the log and to staff, without a patient's data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct CarryError(pub String);

/// Carries notifications to their receivers.
#[async_trait]
pub trait Carrier: Send + Sync {
    /// Carries one item and answers with the words in which the receiver was told. May be called
    /// again with the same item after a crash: a second copy must do no harm.
    ///
    /// # Errors
    /// [`CarryError`]; the item is tried again later.
    async fn carry(&self, item: &OutboxItem, about: &BookingView) -> Result<Option<String>, CarryError>;
}

/// The patient's own pages: what is noted as told is what they show. Nothing leaves the program, and
/// of words there are those that staff wrote.
#[derive(Debug, Clone, Copy)]
pub struct OwnPages;

#[async_trait]
impl Carrier for OwnPages {
    async fn carry(&self, _: &OutboxItem, about: &BookingView) -> Result<Option<String>, CarryError> {
        Ok(about.booking.status.text().map(ToString::to_string))
    }
}
