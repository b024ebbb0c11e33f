//! The profile, the locations and the timebooks.

use std::sync::Arc;

use clinic::{Store, Write};
use timebook::*;

use crate::given::{Given, profile, timebook};

pub(crate) async fn a_clinic_is_set_up_and_read_back(store: Arc<dyn Store>) {
    let empty = Given::nothing(&store, 1);
    assert_eq!(store.profile(empty.clinic).await.unwrap(), None);
    assert_eq!(store.clinics().await.unwrap(), []);

    let given = Given::clinic(&store, 1).await;
    let location = given.location("Legekontoret");
    assert_eq!(store.clinics().await.unwrap(), [given.clinic]);
    assert_eq!(store.profile(given.clinic).await.unwrap(), Some(profile("DDFL Test")));
    assert_eq!(store.locations(given.clinic).await.unwrap(), std::slice::from_ref(&location));
    assert_eq!(store.timebooks(given.clinic).await.unwrap(), std::slice::from_ref(&given.timebook));
    assert_eq!(store.published_kinds(given.clinic).await.unwrap(), [TimebookType::Vaccine]);
    let published = store.published(given.clinic, TimebookType::Vaccine).await.unwrap();
    assert_eq!(published, [(given.timebook.clone(), location)]);
    assert_eq!(store.published(given.clinic, TimebookType::Lab).await.unwrap(), []);
}

pub(crate) async fn saving_again_replaces_and_keeps_the_order(store: Arc<dyn Store>) {
    let given = Given::clinic(&store, 1).await;
    let location = given.timebook.location;
    // Ids that sort before the first.
    let second = timebook(TimebookId::new(uuid::Uuid::from_u128(2)), "Lab", location);
    let third = timebook(TimebookId::new(uuid::Uuid::from_u128(1)), "Koronatest", location);
    for timebook in [&second, &third] {
        given.write(Write::SaveTimebook(Box::new(timebook.clone()))).await.unwrap();
    }
    let changed = Timebook {
        kind: TimebookType::CoronaTest,
        description: None,
        practitioner: None,
        hours: vec![],
        exceptions: vec![],
        published: false,
        ..given.timebook.clone()
    };
    given.write(Write::SaveTimebook(Box::new(changed.clone()))).await.unwrap();
    assert_eq!(store.timebooks(given.clinic).await.unwrap(), [changed, second, third]);

    let moved = Location { city: City::parse("Bærum").unwrap(), ..given.location("Nytt navn") };
    given.write(Write::SaveLocation(moved.clone())).await.unwrap();
    assert_eq!(store.locations(given.clinic).await.unwrap(), [moved]);

    let bare = ClinicProfile { org_number: None, her_id: None, phone: None, info: None, ..profile("Nytt") };
    given.write(Write::SaveProfile(bare.clone())).await.unwrap();
    assert_eq!(store.profile(given.clinic).await.unwrap(), Some(bare));
}

pub(crate) async fn clinics_are_listed_oldest_first(store: Arc<dyn Store>) {
    let first = Given::clinic(&store, 9).await;
    let second = Given::clinic(&store, 3).await;
    first.write(Write::SaveProfile(profile("Nytt navn"))).await.unwrap();
    assert_eq!(store.clinics().await.unwrap(), [first.clinic, second.clinic]);
}
