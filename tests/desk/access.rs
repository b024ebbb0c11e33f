//! The access log of a desk: opening is logged, reading again is not.

use chrono::TimeDelta;
use clinic::Act;
use ressurstimebok::commands::dto::QueueOrder;
use ressurstimebok::commands::queue::{
    note_opened, read_done, read_queue, read_queue_row, read_request, reveal_identity,
};
use sqlx::Connection as _;

use crate::scene::Scene;

/// The number of entries in the whole journal.
async fn entries(scene: &Scene) -> i64 {
    let file = scene.test.folder().join("ressurstimebok.sqlite");
    let mut raw = sqlx::SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    sqlx::query_scalar("SELECT COUNT(*) FROM journal").fetch_one(&mut raw).await.unwrap()
}

#[tokio::test]
async fn two_desks_with_the_same_row_open_for_a_night_make_two_lines() {
    let scene = Scene::demo().await;
    let id = scene.test.ask("Kurt", "13:30", "").await;
    let desks = [scene.desk.clone(), scene.pers_desk()];
    let before = entries(&scene).await;
    for desk in &desks {
        read_request(desk.clone(), id.to_string()).await.unwrap();
        note_opened(desk.clone(), id.to_string()).await.unwrap();
    }
    // An event every minute, after which each window reads its list, its row and its request again.
    for _ in 0..10 * 60 {
        scene.test.wait(TimeDelta::minutes(1));
        for desk in &desks {
            read_queue(desk.clone(), QueueOrder::Arrival, None).await.unwrap();
            read_queue_row(desk.clone(), id.to_string()).await.unwrap();
            read_request(desk.clone(), id.to_string()).await.unwrap();
            read_done(desk.clone()).await.unwrap();
        }
    }
    assert_eq!(entries(&scene).await - before, 2);
    let journal = scene.test.store.journal(scene.test.clinic.id(), id, 99).await.unwrap();
    let opened = journal.iter().filter(|entry| entry.act == Act::Opened);
    let by: Vec<_> = opened.map(|entry| format!("{:?}", entry.actor)).collect();
    assert_eq!(by.len(), 2);
    assert_ne!(by[0], by[1]);
}

#[tokio::test]
async fn the_patients_other_bookings_are_shown_with_a_request_and_noted_as_the_patients() {
    let scene = Scene::demo().await;
    let first = scene.test.ask("Kurt", "13:30", "").await;
    note_opened(scene.desk.clone(), first.to_string()).await.unwrap();
    let second = scene.test.ask("Kurt", "14:00", "").await;
    note_opened(scene.desk.clone(), second.to_string()).await.unwrap();

    let (clinic, admin) = (&scene.test.clinic, scene.test.admin());
    let kurt = scene.test.patient("Kurt").await.id();
    let page = clinic.access_log(&admin, kurt, None).await.unwrap();
    let log: Vec<_> = page.entries.iter().map(|entry| (entry.act, entry.booking)).collect();
    assert_eq!(
        log,
        [
            (Act::LogRead, None),
            (Act::EarlierShown, None),
            (Act::Opened, Some(second)),
            (Act::Requested, Some(second)),
            (Act::Opened, Some(first)),
            (Act::Requested, Some(first)),
            (Act::PatientSaved, None),
        ]
    );
    assert_eq!(page.next, None);
    let line = scene.test.patient("Line").await.id();
    let page = clinic.access_log(&admin, line, None).await.unwrap();
    let log: Vec<_> = page.entries.iter().map(|entry| entry.act).collect();
    assert_eq!(log, [Act::LogRead, Act::PatientSaved], "each patient's log is their own");
}

#[tokio::test]
async fn the_log_is_read_in_pages_that_leave_nothing_out() {
    let scene = Scene::demo().await;
    let id = scene.test.ask("Kurt", "13:30", "").await;
    for _ in 0..clinic::ACCESS_PAGE {
        note_opened(scene.desk.clone(), id.to_string()).await.unwrap();
    }
    let (clinic, admin) = (&scene.test.clinic, scene.test.admin());
    let kurt = scene.test.patient("Kurt").await.id();
    let (mut after, mut sizes) = (None, Vec::new());
    loop {
        let page = clinic.access_log(&admin, kurt, after).await.unwrap();
        sizes.push(page.entries.count());
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    // The patient saved, the request, a hundred times opened, the log read once.
    assert_eq!(sizes, [100, 3]);
}

#[tokio::test]
async fn what_is_not_there_was_not_opened() {
    let scene = Scene::demo().await;
    let before = entries(&scene).await;
    note_opened(scene.desk.clone(), uuid::Uuid::nil().to_string()).await.unwrap();
    assert!(note_opened(scene.desk.clone(), "x".to_owned()).await.is_err());
    assert_eq!(entries(&scene).await, before);
}

#[tokio::test]
async fn the_whole_identity_number_is_shown_on_demand_and_each_time_is_noted() {
    let scene = Scene::demo().await;
    let id = scene.test.ask("Kurt", "13:30", "").await;
    let masked = read_request(scene.desk.clone(), id.to_string()).await.unwrap().identity_text;
    assert!(masked.ends_with(" •••••"), "{masked}");
    let before = entries(&scene).await;
    let whole = reveal_identity(scene.desk.clone(), id.to_string()).await.unwrap();
    let identity = scene.test.booking(id).await.patient.identity;
    assert_eq!(whole.replace(' ', ""), identity.as_str());
    assert_eq!(whole.split_once(' ').map(|(date, _)| date), masked.split_once(' ').map(|(date, _)| date));
    assert_eq!(entries(&scene).await - before, 1);
    let journal = scene.test.store.journal(scene.test.clinic.id(), id, 99).await.unwrap();
    assert_eq!(journal.last().map(|entry| entry.act), Some(Act::IdentityShown));
}
