use clinic::session::{Draft, DraftChange};
use clinic::{Committed, Transaction, Write};
use timebook::{IdentityNumber, Name, TimebookType};
use uuid::Uuid;

use super::*;

fn clinic() -> ClinicId {
    ClinicId::new(Uuid::from_u128(1))
}

fn session(token: &str) -> Session {
    let expires_at = "2025-01-21T08:30:00Z".parse().unwrap();
    Session {
        token: TokenHash(token.into()),
        patient: PatientId::new(Uuid::from_u128(2)),
        form_token: "form".into(),
        expires_at,
        ends_at: expires_at,
        draft: None,
    }
}

fn patient() -> Patient {
    Patient {
        id: PatientId::new(Uuid::from_u128(2)),
        name: Name::parse("Kurt Håkon Grytten").unwrap(),
        identity: IdentityNumber::stored("01010112345"),
        phone: None,
    }
}

type Found = Result<Option<(Session, Patient)>, StoreError>;

async fn stored(token: &str) -> Found {
    Ok(Some((session(token), patient())))
}

async fn never_asked() -> Found {
    panic!("it is kept")
}

fn follow(sessions: &Sessions, write: Write) {
    let mut changes = Changes::default();
    changes.saved(clinic(), &Transaction::new(vec![write]), Committed::default());
    sessions.follow(&changes);
}

async fn get(sessions: &Sessions, token: &str, read: impl Future<Output = Found>) -> Option<Session> {
    sessions.get(clinic(), &TokenHash(token.into()), read).await.unwrap().map(|(session, _)| session)
}

#[tokio::test]
async fn a_session_is_read_once_until_it_changes() {
    let sessions = Sessions::new(true);
    get(&sessions, "a", stored("a")).await;
    assert_eq!(get(&sessions, "a", never_asked()).await, Some(session("a")));
    let draft = Draft::of(TimebookType::Lab, String::new());
    for write in [
        Write::ChangeDraft { session: TokenHash("a".into()), change: DraftChange::Choose(draft) },
        Write::ExtendSession { session: TokenHash("a".into()), expires_at: session("a").expires_at },
        Write::CloseSession(TokenHash("a".into())),
        Write::SavePatient(patient()),
    ] {
        follow(&sessions, write);
        assert_eq!(get(&sessions, "a", async { Ok(None) }).await, None);
        get(&sessions, "a", stored("a")).await;
    }
}

#[tokio::test]
async fn a_session_that_ends_while_it_is_read_is_not_kept() {
    let sessions = Sessions::new(true);
    let read = async {
        follow(&sessions, Write::CloseSession(TokenHash("a".into())));
        stored("a").await
    };
    get(&sessions, "a", read).await;
    assert_eq!(get(&sessions, "a", async { Ok(None) }).await, None);
}

#[tokio::test]
async fn one_that_is_opened_is_known_once_its_patient_is() {
    let sessions = Sessions::new(true);
    get(&sessions, "a", stored("a")).await;
    follow(&sessions, Write::OpenSession(session("b")));
    assert_eq!(get(&sessions, "b", never_asked()).await, Some(session("b")));
}

#[tokio::test]
async fn expired_ones_go() {
    let sessions = Sessions::new(true);
    get(&sessions, "a", stored("a")).await;
    let before = session("a").expires_at;
    follow(&sessions, Write::DeleteExpiredSessions { before: before - chrono::TimeDelta::minutes(1) });
    assert!(get(&sessions, "a", never_asked()).await.is_some());
    follow(&sessions, Write::DeleteExpiredSessions { before });
    assert_eq!(get(&sessions, "a", async { Ok(None) }).await, None);
}

#[tokio::test]
async fn nothing_is_kept_while_others_cannot_be_heard() {
    let sessions = Sessions::new(false);
    get(&sessions, "a", stored("a")).await;
    follow(&sessions, Write::OpenSession(session("a")));
    assert_eq!(get(&sessions, "a", async { Ok(None) }).await, None);
}
