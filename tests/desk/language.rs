use std::fs;
use std::sync::Arc;

use ressurstimebok::commands::decide::confirm_request;
use ressurstimebok::commands::dto::{Language, QueueOrder};
use ressurstimebok::commands::language::set_language;
use ressurstimebok::commands::queue::read_queue;
use ressurstimebok::desk::Desk;
use ressurstimebok::events::ClinicEvent;

use crate::scene::{Notes, Scene};

/// The language of the next start on the same data folder.
fn next_start(scene: &Scene) -> i18n::Language {
    Desk::new(true, scene.test.folder(), Arc::new(Notes::default())).language()
}

#[tokio::test]
async fn a_new_desk_speaks_bokmaal() {
    assert_eq!(next_start(&Scene::demo().await), i18n::Language::Nb);
}

#[tokio::test]
async fn the_language_changes_at_once_and_is_remembered() {
    let scene = Scene::demo().await;
    let id = scene.test.ask("Per", "13:30", "").await.to_string();
    let state = set_language(scene.desk.clone(), Language::Nn).await.unwrap();
    assert_eq!(state.language, Language::Nn);
    assert_eq!(scene.notes.take_events(), [ClinicEvent::StateChanged]);
    assert_eq!(next_start(&scene), i18n::Language::Nn);
    let decided = confirm_request(scene.desk.clone(), id, 1).await.unwrap();
    assert_eq!(decided.summary_text, "Stadfesta: Per Vik, i dag kl. 13:30");

    set_language(scene.desk.clone(), Language::En).await.unwrap();
    scene.test.ask("Kurt", "14:00", "").await;
    let queue = read_queue(scene.desk.clone(), QueueOrder::Arrival, None).await.unwrap();
    assert_eq!(queue.waiting[0].entry.when_text, "Today at 14:00");
    assert_eq!(next_start(&scene), i18n::Language::En);
}

#[tokio::test]
async fn settings_that_cannot_be_read_are_the_usual_ones() {
    let scene = Scene::demo().await;
    let file = scene.test.folder().join("desk.json");
    for odd in ["", "{", r#"{"language":"se"}"#, r#"{"language":7}"#] {
        fs::write(&file, odd).unwrap();
        assert_eq!(next_start(&scene), i18n::Language::Nb);
    }
}

#[tokio::test]
async fn a_language_that_cannot_be_remembered_still_holds_until_the_end() {
    let scene = Scene::demo().await;
    // A folder where the file should be: no program can write there, not even as root.
    fs::create_dir(scene.test.folder().join("desk.json.new")).unwrap();
    let state = set_language(scene.desk.clone(), Language::Nn).await.unwrap();
    assert_eq!(state.language, Language::Nn);
    assert_eq!(next_start(&scene), i18n::Language::Nb);
}

#[tokio::test]
async fn the_tray_is_explained_once_also_across_starts() {
    let scene = Scene::demo().await;
    let said = scene.desk.first_word_of_the_tray();
    assert_eq!(said.as_deref(), Some("Ressurstimebok fortsetter ved klokken og varsler om nye bestillinger"));
    assert_eq!(scene.desk.first_word_of_the_tray(), None);
    assert_eq!(scene.pers_desk().first_word_of_the_tray(), None, "a desk that starts on the same folder");
}
