//! «Avslutt»: decisions are sent, and the database file alone is then the whole clinic.

use clap::Parser;
use clinic::PatientStatus;
use ressurstimebok::commands::decide::confirm_request;
use ressurstimebok::commands::dto::{CommandError, DatabaseState, QueueOrder};
use ressurstimebok::commands::queue::read_queue;
use ressurstimebok::desk::Desk;
use ressurstimebok::opening::{Opening, open};
use server::Options;
use testkit::TestClinic;

use crate::scene::Notes;

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_of_the_last_seconds_leaves_before_the_program_does() {
    let test = TestClinic::demo().await;
    let id = test.ask("Kurt", "13:30", "influensavaksine").await;
    let folder = test.keep_folder();
    let data = folder.to_str().expect("a folder in plain letters");
    let line = ["ressurstimebok", "--data", data, "--portal", "127.0.0.1:0", "--demo", "--today"];
    let options = Options::try_parse_from(line.into_iter().chain(["2025-01-21T09:00"])).expect("options");
    let desk = Desk::new(true, &folder, std::sync::Arc::new(Notes::default()));
    let Opening { running, .. } = open(&desk, &options).await;
    confirm_request(desk.clone(), id.to_string(), 1).await.unwrap();

    desk.close(DatabaseState::Starting);
    running.stop().await;

    assert_eq!(read_queue(desk, QueueOrder::Arrival, None).await.unwrap_err(), CommandError::NotReady);
    let elsewhere = tempfile::tempdir().expect("a folder");
    let file = "ressurstimebok.sqlite";
    std::fs::copy(folder.join(file), elsewhere.path().join(file)).expect("one file");
    let copy: std::sync::Arc<dyn clinic::Store> =
        std::sync::Arc::new(store::open_sqlite(elsewhere.path()).await.expect("a store"));
    let [clinic] = copy.clinics().await.expect("clinics")[..] else { panic!("one clinic") };
    let view = copy.booking(clinic, id).await.expect("a store").expect("the booking");
    assert_eq!(view.patient_status(), PatientStatus::Granted);
    assert_eq!(view.pending, None);
    std::fs::remove_dir_all(folder).expect("the folder goes");
}
