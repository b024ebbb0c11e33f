//! What bookings show of a timebook that has changed since.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use clinic::{BookingView, NewEdit, SetupPart, Store, Transaction, Write};
use timebook::{BookingId, Location, Name, Slot, Timebook, TimebookType};

use crate::given::{Given, delivered, edit_of};

/// What a person reads of where, with whom and for what.
fn shown(view: &BookingView) -> (String, String, TimebookType, Option<String>) {
    let practitioner = view.practitioner.as_ref().map(ToString::to_string);
    (
        format!("{}, {}", view.location.name, view.location.address()),
        view.timebook_name.to_string(),
        view.kind,
        practitioner,
    )
}

async fn edit(given: &Given, part: SetupPart, at: DateTime<Utc>) -> NewEdit {
    NewEdit { at, ..edit_of(given.revision(part).await) }
}

/// The clinic moves, and the timebook becomes one for the laboratory.
async fn everything_changes(given: &Given, at: DateTime<Utc>, round: &str) {
    let name = |text: &str| Name::parse(&format!("{text} {round}")).unwrap();
    let location = Location { name: name("Nye lokaler"), ..given.location("Nye lokaler") };
    let location = Location { id: given.timebook.location, ..location };
    let of_location = edit(given, SetupPart::Location(location.id), at).await;
    given.write(Write::SaveLocation(Box::new(location), of_location)).await.unwrap();
    let kind = TimebookType::Lab;
    let timebook = Timebook { kind, name: name("Blodprøver"), practitioner: None, ..given.timebook.clone() };
    let of_timebook = edit(given, SetupPart::Timebook(timebook.id), at).await;
    given.write(Write::SaveTimebook(Box::new(timebook), of_timebook)).await.unwrap();
}

async fn confirmed_and_told(given: &Given, slot: &Slot) -> BookingId {
    let (id, _) = given.someone_asks(slot).await.unwrap();
    given.confirm(id).await;
    let item = given.outbox_item(id);
    let leaves = delivered(item.id, item.not_before);
    given.commit(Transaction::new(vec![Write::Queue(item), leaves])).await.unwrap();
    id
}

pub(crate) async fn a_booking_shows_what_was_true_for_it(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let (soon, later) = (given.slot(60, 5).await, given.slot(7 * 24 * 60, 5).await);
    let past = confirmed_and_told(&given, &soon).await;
    let coming = confirmed_and_told(&given, &later).await;
    let (rejected, _) = given.someone_asks(&later).await.unwrap();
    given.reject(rejected).await;
    let before = given.view(past).await;
    assert_eq!(shown(&before).0, "Legekontoret, Influensaveien 3a, 1325 Lysaker");

    everything_changes(&given, soon.end, "1").await;
    assert_eq!(given.view(past).await, before);
    assert_eq!(shown(&given.view(rejected).await), shown(&before), "it was decided before the change");
    // Patients who are about to come must find the way; the type stays the requested one.
    let coming_now = shown(&given.view(coming).await);
    assert!(coming_now.0.starts_with("Nye lokaler 1, "), "{}", coming_now.0);
    assert_eq!((coming_now.1.as_str(), coming_now.2), ("Blodprøver 1", TimebookType::Vaccine));

    // After a second change each booking shows its own.
    everything_changes(&given, later.end + TimeDelta::hours(1), "2").await;
    assert_eq!(given.view(past).await, before);
    assert_eq!(shown(&given.view(coming).await), coming_now);
    assert_eq!(shown(&given.view(rejected).await), shown(&before));
}
