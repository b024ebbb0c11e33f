//! A clinic in an earlier version's data folder is moved and never lost.

use std::fs;
use std::path::{Path, PathBuf};

use store::{OpenError, move_data, open_sqlite};
use tempfile::TempDir;
use timebook::{BookingId, ClinicId};

use crate::given::Given;

const DATABASE: &str = "ressurstimebok.sqlite";
const HALF: &str = "ressurstimebok.sqlite.incoming";

/// The two places, and a booking in the earlier one.
struct Places {
    parent: TempDir,
    clinic: ClinicId,
    booking: BookingId,
}

impl Places {
    /// The earlier folder as a killed program leaves it: the booking is only in the WAL.
    async fn with_a_clinic() -> Self {
        let (parent, running) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let store = crate::sqlite(running.path()).await;
        let given = Given::clinic(&store, 1).await;
        let slot = given.slot(60, 2).await;
        let (booking, _) = given.someone_asks(&slot).await.unwrap();
        let places = Self { parent, clinic: given.clinic, booking };
        fs::create_dir(places.earlier()).unwrap();
        for name in [DATABASE, "ressurstimebok.sqlite-wal", "ressurstimebok.lock"] {
            fs::copy(running.path().join(name), places.earlier().join(name)).unwrap();
        }
        for name in ["desk.json", "window.json", "backup-1-2025.sqlite"] {
            fs::write(places.earlier().join(name), name).unwrap();
        }
        places
    }

    fn earlier(&self) -> PathBuf {
        self.parent.path().join("roaming")
    }

    fn present(&self) -> PathBuf {
        self.parent.path().join("local").join("ressurstimebok")
    }

    async fn moves(&self) -> Result<(), OpenError> {
        move_data(&self.earlier(), &self.present()).await
    }

    async fn has_the_booking(&self, folder: &Path) -> bool {
        let store = crate::sqlite(folder).await;
        store.booking(self.clinic, self.booking).await.unwrap().is_some()
    }

    async fn is_moved(&self) {
        assert!(!self.earlier().exists(), "{:?}", fs::read_dir(self.earlier()).unwrap().collect::<Vec<_>>());
        assert!(self.has_the_booking(&self.present()).await);
        for name in ["desk.json", "window.json", "backup-1-2025.sqlite"] {
            assert_eq!(fs::read_to_string(self.present().join(name)).unwrap(), name);
        }
        assert!(!self.present().join(HALF).exists());
    }
}

#[tokio::test]
async fn a_clinic_is_moved_with_what_stood_only_in_its_log_and_with_everything_beside_it() {
    let places = Places::with_a_clinic().await;
    places.moves().await.unwrap();
    places.is_moved().await;
    // The next start has nothing to move.
    places.moves().await.unwrap();
    places.is_moved().await;
}

#[cfg(unix)]
#[tokio::test]
async fn what_was_moved_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let places = Places::with_a_clinic().await;
    fs::set_permissions(places.earlier().join("desk.json"), fs::Permissions::from_mode(0o666)).unwrap();
    places.moves().await.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&places.present()), 0o700);
    assert_eq!(mode(&places.present().join(DATABASE)), 0o600);
    assert_eq!(mode(&places.present().join("desk.json")), 0o600);
}

#[tokio::test]
async fn a_program_that_was_killed_while_it_copied_begins_again() {
    let places = Places::with_a_clinic().await;
    fs::create_dir_all(places.present()).unwrap();
    fs::write(places.present().join(HALF), "half a copy ".repeat(100_000)).unwrap();
    places.moves().await.unwrap();
    places.is_moved().await;
}

#[tokio::test]
async fn a_program_that_was_killed_before_it_removed_what_it_had_copied_removes_it() {
    let places = Places::with_a_clinic().await;
    // Opened and closed, so that the file alone is the whole clinic.
    assert!(places.has_the_booking(&places.earlier()).await);
    fs::create_dir_all(places.present()).unwrap();
    for name in [DATABASE, "desk.json"] {
        fs::copy(places.earlier().join(name), places.present().join(name)).unwrap();
    }
    places.moves().await.unwrap();
    places.is_moved().await;
}

#[tokio::test]
async fn a_program_that_was_killed_before_it_moved_the_settings_moves_them() {
    let places = Places::with_a_clinic().await;
    assert!(places.has_the_booking(&places.earlier()).await);
    fs::create_dir_all(places.present()).unwrap();
    fs::rename(places.earlier().join(DATABASE), places.present().join(DATABASE)).unwrap();
    places.moves().await.unwrap();
    places.is_moved().await;
}

#[tokio::test]
async fn a_clinic_that_stands_in_the_new_place_is_not_written_over_nor_the_old_one_lost() {
    let places = Places::with_a_clinic().await;
    assert!(places.has_the_booking(&places.earlier()).await);
    drop(Given::clinic(&crate::sqlite(&places.present()).await, 2).await);
    let (old, new) = (places.earlier().join(DATABASE), places.present().join(DATABASE));
    let before = (fs::read(&old).unwrap(), fs::read(&new).unwrap());
    places.moves().await.unwrap();
    assert!(before == (fs::read(&old).unwrap(), fs::read(&new).unwrap()));
    assert!(places.earlier().join("desk.json").exists());
    assert!(places.has_the_booking(&places.earlier()).await);
}

#[tokio::test]
async fn a_copy_that_was_written_to_since_is_another_clinic() {
    let places = Places::with_a_clinic().await;
    fs::create_dir_all(places.present()).unwrap();
    fs::copy(places.earlier().join(DATABASE), places.present().join(DATABASE)).unwrap();
    // Equal files, but the earlier one has a booking in its WAL.
    places.moves().await.unwrap();
    assert!(places.has_the_booking(&places.earlier()).await);
}

#[tokio::test]
async fn a_clinic_that_is_open_is_not_moved() {
    let places = Places::with_a_clinic().await;
    let open = open_sqlite(&places.earlier()).await.unwrap();
    match places.moves().await {
        Err(OpenError::FolderInUse { path }) => assert_eq!(path, places.earlier()),
        other => panic!("{other:?}"),
    }
    drop(open);
    places.moves().await.unwrap();
    places.is_moved().await;
}

#[tokio::test]
async fn a_place_that_cannot_be_written_is_named_and_the_clinic_stays_where_it_is() {
    let places = Places::with_a_clinic().await;
    fs::write(places.parent.path().join("local"), "a file where the folder should be").unwrap();
    match places.moves().await {
        Err(OpenError::FolderNotWritable { path }) => assert_eq!(path, places.present()),
        other => panic!("{other:?}"),
    }
    assert!(places.has_the_booking(&places.earlier()).await);
}

#[tokio::test]
async fn a_copy_that_fails_is_told_with_both_places_and_the_clinic_stays_where_it_is() {
    let places = Places::with_a_clinic().await;
    // A folder where the copy should be: no user can write there, not even root.
    fs::create_dir_all(places.present().join(HALF).join("in the way")).unwrap();
    match places.moves().await {
        Err(OpenError::NotMoved { from, to, .. }) => {
            assert_eq!((from, to), (places.earlier(), places.present()))
        }
        other => panic!("{other:?}"),
    }
    assert!(places.has_the_booking(&places.earlier()).await);
    fs::remove_dir_all(places.present().join(HALF)).unwrap();
    places.moves().await.unwrap();
    places.is_moved().await;
}

#[tokio::test]
async fn what_is_no_database_is_told_and_kept() {
    let places = Places::with_a_clinic().await;
    let text = "Dette er ikke en database. ".repeat(100);
    fs::write(places.earlier().join(DATABASE), &text).unwrap();
    fs::remove_file(places.earlier().join("ressurstimebok.sqlite-wal")).unwrap();
    assert!(matches!(places.moves().await, Err(OpenError::Damaged(_))));
    assert_eq!(fs::read_to_string(places.earlier().join(DATABASE)).unwrap(), text);
}

#[tokio::test]
async fn settings_alone_are_moved_and_one_folder_is_left_alone() {
    let places = Places::with_a_clinic().await;
    move_data(&places.earlier(), &places.earlier()).await.unwrap();
    assert!(places.has_the_booking(&places.earlier()).await);
    fs::remove_file(places.earlier().join(DATABASE)).unwrap();
    places.moves().await.unwrap();
    assert_eq!(fs::read_to_string(places.present().join("desk.json")).unwrap(), "desk.json");
    assert!(!places.present().join(DATABASE).exists());
}
