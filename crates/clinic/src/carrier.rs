//! The port by which notifications reach their receivers.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use tokio::task::JoinSet;
use tokio::time::timeout;

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

/// How long a carrier has for one item, unless the clinic is told otherwise. A turn of the job that delivers
/// may take four times as long.
pub(crate) const CARRY_LIMIT: Duration = Duration::from_secs(5);

/// Carries one item in a task of its own: a carrier that panics, or does not answer in time, has failed
/// with this item, and nothing else.
///
/// # Errors
/// [`CarryError`].
pub(crate) async fn carry_within(
    limit: Duration,
    carrier: &Arc<dyn Carrier>,
    item: &OutboxItem,
    about: &BookingView,
) -> Result<Option<String>, CarryError> {
    let (carrier, item, about) = (Arc::clone(carrier), item.clone(), about.clone());
    // Dropped, it ends the task.
    let mut task = JoinSet::new();
    task.spawn(async move { carrier.carry(&item, &about).await });
    match timeout(limit, task.join_next()).await {
        Ok(Some(Ok(carried))) => carried,
        // What a panic says may hold a patient's data; where it was, its own line of the log says.
        Ok(Some(Err(_)) | None) => Err(CarryError("the carrier panicked".to_owned())),
        Err(_) => Err(CarryError(format!("the carrier took more than {} ms", limit.as_millis()))),
    }
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
