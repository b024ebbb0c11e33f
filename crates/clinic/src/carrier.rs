//! The port that delivers notifications to their receivers.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::outbox::OutboxItem;
use crate::ports::BookingView;

/// Why an item was not delivered: a technical message for the log and for staff, without patient data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct CarryError(pub String);

/// Delivers notifications to their receivers.
#[async_trait]
pub trait Carrier: Send + Sync {
    /// Delivers one item and returns the text that the receiver got. May be called again with the same item
    /// after a crash, so a second copy must do no harm.
    ///
    /// # Errors
    /// [`CarryError`]; the item is tried again later.
    async fn carry(&self, item: &OutboxItem, about: &BookingView) -> Result<Option<String>, CarryError>;
}

/// The default time limit of a carrier for one item. A run of the delivery job may take four times as long.
pub(crate) const CARRY_LIMIT: Duration = Duration::from_secs(5);

/// Delivers one item in its own task: a carrier that panics or does not answer in time only fails with this
/// item.
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
    // Dropping it aborts the task.
    let mut task = JoinSet::new();
    task.spawn(async move { carrier.carry(&item, &about).await });
    match timeout(limit, task.join_next()).await {
        Ok(Some(Ok(carried))) => carried,
        // A panic's message may contain a patient's data. Its place is logged by the panic hook.
        Ok(Some(Err(_)) | None) => Err(CarryError("the carrier panicked".to_owned())),
        Err(_) => Err(CarryError(format!("the carrier took more than {} ms", limit.as_millis()))),
    }
}

/// The patient's own pages in the portal, which show what is recorded as delivered. Nothing is sent outside
/// the program, and the only text is the one that staff wrote.
#[derive(Debug, Clone, Copy)]
pub struct OwnPages;

#[async_trait]
impl Carrier for OwnPages {
    async fn carry(&self, _: &OutboxItem, about: &BookingView) -> Result<Option<String>, CarryError> {
        Ok(about.booking.status.text().map(ToString::to_string))
    }
}
