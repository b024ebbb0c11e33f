//! An undelivered answer is shown to staff, who send it again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use clinic::{BookingView, Carrier, CarryError, OutboxItem};
use ressurstimebok::commands::dto::{CommandError, StatusCode};
use ressurstimebok::commands::outbox::{read_undelivered, send_again};
use ressurstimebok::events::ClinicEvent;
use timebook::{Revision, UNDO_WINDOW};

use crate::scene::Scene;

/// Refuses every item until it is fixed.
#[derive(Default)]
struct Broken {
    mended: AtomicBool,
}

#[async_trait]
impl Carrier for Broken {
    async fn carry(&self, _: &OutboxItem, _: &BookingView) -> Result<Option<String>, CarryError> {
        if self.mended.load(Ordering::Acquire) { Ok(None) } else { Err(CarryError("no way out".into())) }
    }
}

#[tokio::test]
async fn it_names_whom_to_call_until_it_has_been_sent_again() {
    let scene = Scene::demo().await;
    let (test, carrier) = (&scene.test, Arc::new(Broken::default()));
    let clinic = test.clinic.clone().carried_by(carrier.clone());
    let id = test.ask("Kurt", "13:30", "").await;
    clinic.confirm(&test.kari(), id, Revision::FIRST).await.expect("confirmed");
    test.wait(UNDO_WINDOW);
    for _ in 0..OutboxItem::MOST_ATTEMPTS {
        assert_eq!(read_undelivered(scene.desk.clone()).await.unwrap().total, 0);
        clinic.deliver_due().await.expect("delivery");
        test.wait(OutboxItem::LONGEST_PAUSE);
    }

    let undelivered = read_undelivered(scene.desk.clone()).await.unwrap();
    assert_eq!(undelivered.total, 1);
    let [one] = &undelivered.items[..] else { panic!("{undelivered:?}") };
    let patient = one.entry.as_ref().map(|entry| (entry.id.as_str(), entry.patient_name.as_str()));
    assert_eq!(patient, Some((id.to_string().as_str(), "Kurt Håkon Grytten")));
    assert_eq!(
        (one.status, one.attempts, one.error.as_str()),
        (Some(StatusCode::Confirmed), 10, "no way out")
    );

    carrier.mended.store(true, Ordering::Release);
    send_again(scene.desk.clone(), one.id.clone()).await.unwrap();
    assert_eq!(read_undelivered(scene.desk.clone()).await.unwrap().total, 0);
    assert_eq!(clinic.deliver_due().await.expect("delivery"), 1);
    assert_eq!(send_again(scene.desk.clone(), "x".to_owned()).await.unwrap_err(), CommandError::NotFound);
}

#[test]
fn the_window_reads_again_when_one_is_given_up() {
    let given_up = clinic::ClinicEvent::Undelivered(timebook::BookingId::new(uuid::Uuid::nil()));
    assert_eq!(ClinicEvent::from(given_up), ClinicEvent::StateChanged);
}
