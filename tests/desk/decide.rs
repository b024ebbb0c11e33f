use chrono::TimeDelta;
use ressurstimebok::commands::decide::{confirm_request, reject_request, undo_decision};
use ressurstimebok::commands::dto::{CommandError, FieldProblem, Problem, QueueOrder, StatusCode};
use ressurstimebok::commands::queue::{read_queue, read_request};

use crate::scene::Scene;

const FULL: &str = "Vi har dessverre ikke plass.";

fn invalid(problem: Problem) -> CommandError {
    CommandError::Invalid { fields: vec![FieldProblem { field: "text".to_owned(), problem }] }
}

#[tokio::test]
async fn a_confirmation_says_what_was_done_and_can_be_undone_for_ten_seconds() {
    let scene = Scene::demo().await;
    let id = scene.test.ask("Per", "13:30", "").await.to_string();
    let decided = confirm_request(scene.desk.clone(), id.clone(), 1).await.unwrap();
    assert_eq!(
        (decided.id.as_str(), decided.status, decided.revision),
        (id.as_str(), StatusCode::Confirmed, 2)
    );
    assert_eq!(decided.summary_text, "Bekreftet: Per Vik, i dag kl. 13:30");
    assert_eq!(decided.undo_until, "2025-01-21T08:00:10.000Z");

    scene.test.wait(TimeDelta::seconds(9));
    undo_decision(scene.desk.clone(), id.clone(), 2).await.unwrap();
    let queue = read_queue(scene.desk.clone(), QueueOrder::Arrival, None).await.unwrap();
    assert_eq!(queue.waiting[0].entry.id, id);
    confirm_request(scene.desk, id, queue.waiting[0].entry.revision).await.unwrap();
}

#[tokio::test]
async fn after_ten_seconds_it_is_too_late_to_undo() {
    let scene = Scene::demo().await;
    let id = scene.test.ask("Per", "13:30", "").await.to_string();
    confirm_request(scene.desk.clone(), id.clone(), 1).await.unwrap();
    scene.test.wait(TimeDelta::seconds(10));
    assert_eq!(undo_decision(scene.desk.clone(), id.clone(), 2).await, Err(CommandError::TooLateToUndo));
    assert_eq!(read_request(scene.desk, id).await.unwrap().undo_until, None);
}

#[tokio::test]
async fn a_rejection_needs_words_that_fit() {
    let scene = Scene::demo().await;
    let id = scene.test.ask("Per", "13:30", "").await.to_string();
    let reject = |text: String| reject_request(scene.desk.clone(), id.clone(), 1, text);
    assert_eq!(reject(" \n ".to_owned()).await, Err(invalid(Problem::Empty)));
    let long = Problem::TooLong { limit: 1000, length: 1001 };
    assert_eq!(reject("å".repeat(1001)).await, Err(invalid(long)));
    assert_eq!(reject("ja\u{7}".to_owned()).await, Err(invalid(Problem::ControlCharacter)));
    assert_eq!(read_queue(scene.desk.clone(), QueueOrder::Arrival, None).await.unwrap().waiting.len(), 1);

    let decided = reject(FULL.to_owned()).await.unwrap();
    assert_eq!(decided.summary_text, "Avvist: Per Vik, i dag kl. 13:30");
}

#[tokio::test]
async fn of_two_colleagues_the_second_is_told_who_was_first() {
    let scene = Scene::demo().await;
    let id = scene.test.ask("Kurt", "13:30", "").await.to_string();
    confirm_request(scene.pers_desk(), id.clone(), 1).await.unwrap();
    scene.test.wait(TimeDelta::minutes(5));

    let by_per = CommandError::AlreadyDecided {
        status: StatusCode::Confirmed,
        by: "Per Vik".to_owned(),
        at_text: "kl. 09:00".to_owned(),
    };
    assert_eq!(confirm_request(scene.desk.clone(), id.clone(), 1).await, Err(by_per.clone()));
    assert_eq!(reject_request(scene.desk.clone(), id.clone(), 1, FULL.to_owned()).await, Err(by_per.clone()));
    assert_eq!(confirm_request(scene.desk, id, 2).await, Err(by_per));
}

#[tokio::test]
async fn a_request_that_was_decided_and_undone_meanwhile_is_read_again_first() {
    let scene = Scene::demo().await;
    let id = scene.test.ask("Kurt", "13:30", "").await.to_string();
    confirm_request(scene.pers_desk(), id.clone(), 1).await.unwrap();
    undo_decision(scene.pers_desk(), id.clone(), 2).await.unwrap();
    let changed = CommandError::AlreadyDecided {
        status: StatusCode::Requested,
        by: "en kollega".to_owned(),
        at_text: "kl. 09:00".to_owned(),
    };
    assert_eq!(confirm_request(scene.desk, id, 1).await, Err(changed));
}

#[tokio::test]
async fn an_undo_names_the_decision_and_takes_back_no_other() {
    let scene = Scene::demo().await;
    let id = scene.test.ask("Kurt", "13:30", "").await.to_string();
    confirm_request(scene.desk.clone(), id.clone(), 1).await.unwrap();
    undo_decision(scene.desk.clone(), id.clone(), 2).await.unwrap();
    confirm_request(scene.pers_desk(), id.clone(), 3).await.unwrap();
    let by_per = CommandError::AlreadyDecided {
        status: StatusCode::Confirmed,
        by: "Per Vik".to_owned(),
        at_text: "kl. 09:00".to_owned(),
    };
    // A late Z, and one that has seen Per's decision.
    for revision in [2, 4] {
        assert_eq!(undo_decision(scene.desk.clone(), id.clone(), revision).await, Err(by_per.clone()));
    }
    assert_eq!(read_request(scene.desk.clone(), id.clone()).await.unwrap().undo_until, None);
    let pers = read_request(scene.pers_desk(), id.clone()).await.unwrap();
    assert_eq!(pers.undo_until.as_deref(), Some("2025-01-21T08:00:10.000Z"));
    undo_decision(scene.pers_desk(), id, 4).await.unwrap();
}

#[tokio::test]
async fn an_expired_request_was_ended_by_the_program() {
    let scene = Scene::demo().await;
    let id = scene.test.ask("Kurt", "13:30", "").await.to_string();
    scene.test.wait(TimeDelta::hours(5));
    scene.test.clinic.expire_due().await.unwrap();
    let expired = CommandError::AlreadyDecided {
        status: StatusCode::Expired,
        by: "programmet".to_owned(),
        at_text: "kl. 14:00".to_owned(),
    };
    assert_eq!(confirm_request(scene.desk, id, 1).await, Err(expired));
}

#[tokio::test]
async fn a_rejection_cannot_be_undone_once_the_place_has_gone() {
    let scene = Scene::demo().await;
    let id = scene.test.ask("Kurt", "13:30", "").await.to_string();
    reject_request(scene.desk.clone(), id.clone(), 1, FULL.to_owned()).await.unwrap();
    scene.test.ask("Berit", "13:30", "").await;
    assert_eq!(undo_decision(scene.desk, id, 2).await, Err(CommandError::PlaceTaken));
}

#[tokio::test]
async fn a_decision_on_nothing_is_not_found() {
    let scene = Scene::demo().await;
    for id in ["", "x", "00000000-0000-0000-0000-00000000dead"] {
        let desk = || scene.desk.clone();
        let not_found = CommandError::NotFound;
        assert_eq!(confirm_request(desk(), id.to_owned(), 1).await, Err(not_found.clone()));
        assert_eq!(reject_request(desk(), id.to_owned(), 1, FULL.to_owned()).await, Err(not_found.clone()));
        assert_eq!(undo_decision(desk(), id.to_owned(), 2).await, Err(not_found));
    }
}
