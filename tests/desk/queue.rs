use chrono::TimeDelta;
use ressurstimebok::commands::decide::{confirm_request, reject_request};
use ressurstimebok::commands::dto::{
    CommandError, HistoryLine, Queue, QueueOrder, RequestChannel, Soon, StatusCode, TimebookType,
};
use ressurstimebok::commands::queue::{
    count_queue, note_opened, read_done, read_queue, read_queue_row, read_request,
};
use sqlx::Connection as _;

use crate::scene::Scene;

fn line(text: &str, at_text: &str) -> HistoryLine {
    HistoryLine { text: text.to_owned(), at_text: at_text.to_owned() }
}

#[tokio::test]
async fn a_request_waits_in_the_queue_in_words() {
    let scene = Scene::demo().await;
    scene.test.ask("Kurt", "13:30", "influensavaksine").await;
    scene.test.wait(TimeDelta::minutes(38));
    scene.test.ask("Berit", "14:15", "").await;

    let queue = read_queue(scene.desk, QueueOrder::Arrival, None).await.unwrap();
    assert_eq!(queue.now, "2025-01-21T08:38:00.000Z");
    assert_eq!(queue.done_today, 0);
    let rows: Vec<_> = queue.waiting.iter().map(|row| &row.entry).collect();
    let [kurt, berit] = rows[..] else { panic!("two requests") };
    assert_eq!(kurt.patient_name, "Kurt Håkon Grytten");
    assert_eq!((kurt.kind, kurt.channel, kurt.revision), (TimebookType::Vaccine, RequestChannel::Portal, 1));
    assert_eq!(kurt.timebook_name, "Influensavaksine 2");
    assert_eq!(kurt.reason.as_deref(), Some("influensavaksine"));
    assert_eq!(kurt.requested_at, "2025-01-21T08:00:00.000Z");
    assert_eq!(kurt.starts_at, "2025-01-21T12:30:00.000Z");
    assert_eq!(kurt.when_text, "I dag kl. 13:30");
    assert_eq!(kurt.date_text, "tir. 21. jan.");
    assert_eq!(kurt.location_text, "Influensaveien 3a");
    assert_eq!((berit.reason.clone(), berit.when_text.as_str()), (None, "I dag kl. 14:15"));
}

#[tokio::test]
async fn an_opened_request_has_all_that_staff_need() {
    let scene = Scene::demo().await;
    let id = scene.test.ask("Kurt", "13:30", "influensavaksine").await.to_string();
    read_queue(scene.desk.clone(), QueueOrder::Arrival, None).await.unwrap();
    scene.test.wait(TimeDelta::minutes(38));

    let details = read_request(scene.desk.clone(), id.clone()).await.unwrap();
    assert_eq!(details.status, StatusCode::Requested);
    assert_eq!(details.identity_text, "139169 •••••");
    assert_eq!(details.phone_text.as_deref(), Some("41 23 45 67"));
    assert_eq!(details.slot_text, "Tirsdag 21. januar 2025 kl. 13:30 - 13:45");
    assert_eq!(details.address_text, "DDFL Test(u), Influensaveien 3a, 1325 Lysaker");
    assert_eq!(details.duration_text, "15 min");
    assert_eq!((details.place, details.capacity), (1, 1));
    assert_eq!(details.practitioner.as_deref(), Some("Fastlege August September"));
    assert_eq!((details.undo_until, details.decision_text), (None, None));
    assert!(details.earlier.is_empty());

    // Reading it adds no entry; opening it does, but not twice in a row.
    for _ in 0..2 {
        note_opened(scene.desk.clone(), id.clone()).await.unwrap();
    }
    let again = read_request(scene.desk, id).await.unwrap();
    let history = [line("Sendt fra nettsiden", "kl. 09:00"), line("Åpnet av Kari Nilsen", "kl. 09:38")];
    assert_eq!(again.history, history);
}

#[tokio::test]
async fn the_patients_other_bookings_stand_beside_the_request() {
    let scene = Scene::demo().await;
    scene.test.ask("Kurt", "13:30", "").await;
    let id = scene.test.ask("Kurt", "14:00", "").await;
    let details = read_request(scene.desk, id.to_string()).await.unwrap();
    let [earlier] = &details.earlier[..] else { panic!("one other booking") };
    assert_eq!(earlier.timebook_name, "Influensavaksine 2");
    assert_eq!(earlier.when_text, "21. jan. 2025");
    assert_eq!(earlier.status, Some(StatusCode::Requested));
}

#[tokio::test]
async fn what_was_decided_today_stands_in_its_own_list() {
    let scene = Scene::demo().await;
    let kurt = scene.test.ask("Kurt", "13:30", "").await.to_string();
    let berit = scene.test.ask("Berit", "14:15", "").await.to_string();
    confirm_request(scene.desk.clone(), kurt.clone(), 1).await.unwrap();
    scene.test.wait(TimeDelta::minutes(1));
    let full = "Vi har dessverre ikke plass.".to_owned();
    reject_request(scene.pers_desk(), berit.clone(), 1, full.clone()).await.unwrap();

    assert_eq!(read_queue(scene.desk.clone(), QueueOrder::Arrival, None).await.unwrap().done_today, 2);
    let done = read_done(scene.desk.clone()).await.unwrap();
    let told: Vec<_> =
        done.done.iter().map(|done| (&done.entry.id, done.status, done.decided_by.as_deref())).collect();
    assert_eq!(
        told,
        [
            (&berit, StatusCode::Rejected, Some("Per Vik")),
            (&kurt, StatusCode::Confirmed, Some("Kari Nilsen"))
        ]
    );
    assert_eq!(done.done[0].decided_text, "kl. 09:01");
    assert!(!done.latest_only);
    let details = read_request(scene.desk.clone(), berit.clone()).await.unwrap();
    assert_eq!((details.decision_text, details.undo_until), (Some(full), None));
    let details = read_request(scene.pers_desk(), berit).await.unwrap();
    assert_eq!(details.undo_until.as_deref(), Some("2025-01-21T08:01:10.000Z"));
}

#[tokio::test]
async fn a_day_later_the_history_names_the_day() {
    let scene = Scene::demo().await;
    let id = scene.test.ask("Kurt", "13:30", "").await.to_string();
    scene.test.wait(TimeDelta::days(1));
    let details = read_request(scene.desk, id).await.unwrap();
    assert_eq!(details.history[0], line("Sendt fra nettsiden", "21. jan. 2025 kl. 09:00"));
}

#[tokio::test]
async fn a_row_that_cannot_be_read_is_named_and_the_others_stay() {
    let scene = Scene::demo().await;
    let odd = scene.test.ask("Kurt", "13:30", "").await.to_string();
    let whole = scene.test.ask("Kurt", "14:00", "").await.to_string();
    let file = scene.test.folder().join("ressurstimebok.sqlite");
    let mut raw = sqlx::SqliteConnection::connect(&format!("sqlite://{}", file.display())).await.unwrap();
    let spoil = |value| format!("UPDATE booking SET channel = '{value}' WHERE id = '{odd}'");
    sqlx::raw_sql(sqlx::AssertSqlSafe(spoil("brevdue"))).execute(&mut raw).await.unwrap();

    let name = format!("booking {odd} (channel)");
    let queue = read_queue(scene.desk.clone(), QueueOrder::Arrival, None).await.unwrap();
    assert_eq!(queue.waiting.iter().map(|row| &row.entry.id).collect::<Vec<_>>(), [&whole]);
    assert_eq!((queue.unreadable, queue.total), (vec![name.clone()], 2));
    let row = read_queue_row(scene.desk.clone(), odd.clone()).await.unwrap();
    assert_eq!((row.entry, row.unreadable), (None, Some(name)));
    let details = read_request(scene.desk.clone(), whole).await.unwrap();
    assert_eq!(details.earlier[0].timebook_name, "Denne raden kan ikke leses");
    assert_eq!(details.earlier[0].status, None);

    sqlx::raw_sql("UPDATE timebook SET hours = '{'").execute(&mut raw).await.unwrap();
    let setup = ressurstimebok::commands::setup::read_setup(scene.desk).await.unwrap();
    assert_eq!((setup.timebooks.len(), setup.unreadable.len(), setup.locations.len()), (0, 7, 1));
}

#[tokio::test]
async fn a_request_of_nowhere_is_not_found() {
    let scene = Scene::demo().await;
    for id in ["", "x", "00000000-0000-0000-0000-00000000dead"] {
        assert_eq!(read_request(scene.desk.clone(), id.to_owned()).await, Err(CommandError::NotFound));
    }
}

#[tokio::test]
async fn a_row_that_changed_is_read_alone_with_the_counts() {
    let scene = Scene::demo().await;
    let id = scene.test.ask("Kurt", "13:30", "").await.to_string();
    let row = read_queue_row(scene.desk.clone(), id.clone()).await.unwrap();
    assert_eq!(row.entry.map(|row| row.entry.id), Some(id.clone()));
    assert_eq!((row.total, row.done_today), (1, 0));
    confirm_request(scene.desk.clone(), id.clone(), 1).await.unwrap();
    let row = read_queue_row(scene.desk.clone(), id).await.unwrap();
    assert_eq!((row.entry, row.total, row.done_today), (None, 0, 1));
}

#[tokio::test]
async fn who_waits_and_what_is_done_is_counted_without_a_row() {
    let scene = Scene::demo().await;
    let id = scene.test.ask("Kurt", "13:30", "").await.to_string();
    scene.test.ask("Berit", "14:15", "").await;
    confirm_request(scene.desk.clone(), id, 1).await.unwrap();
    scene.test.wait(TimeDelta::minutes(1));
    let counts = count_queue(scene.desk).await.unwrap();
    assert_eq!((counts.total, counts.soon, counts.done_today), (1, 1, 1));
    assert_eq!(counts.now, "2025-01-21T08:01:00.000Z");
}

#[tokio::test]
async fn a_page_that_never_was_has_no_next() {
    let scene = Scene::demo().await;
    for after in ["", "/", "1/x", "x/00000000-0000-0000-0000-00000000dead"] {
        for order in [QueueOrder::Arrival, QueueOrder::Start] {
            let read = read_queue(scene.desk.clone(), order, Some(after.to_owned())).await;
            assert_eq!(read.unwrap_err(), CommandError::NotFound);
        }
    }
}

#[tokio::test]
async fn the_nearest_comes_first_when_asked_for_and_what_is_soon_is_marked_and_counted() {
    let scene = Scene::demo().await;
    let late = scene.test.ask("Kurt", "14:15", "").await.to_string();
    scene.test.wait(TimeDelta::minutes(1));
    let early = scene.test.ask("Berit", "13:30", "").await.to_string();
    let read = async |order| read_queue(scene.desk.clone(), order, None).await.unwrap();
    let ids = |queue: &Queue| queue.waiting.iter().map(|row| row.entry.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&read(QueueOrder::Start).await), [early.clone(), late.clone()]);
    assert_eq!(ids(&read(QueueOrder::Arrival).await), [late, early.clone()]);

    confirm_request(scene.desk.clone(), early.clone(), 1).await.unwrap();
    let row = read_queue_row(scene.desk.clone(), early).await.unwrap();
    assert_eq!((row.entry, row.soon), (None, 1));
    assert_eq!(read(QueueOrder::Start).await.waiting[0].soon, Some(Soon::Today));
}
