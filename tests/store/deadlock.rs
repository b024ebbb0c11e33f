//! Programs that save requests for the same times on one server do not deadlock.

use std::sync::Arc;

use clinic::CommitError;
use sqlx::{Connection, Executor, PgConnection};

use crate::given::Given;
use crate::race::take_place;

/// The times that are asked for.
const TIMES: usize = 12;
/// The places of each.
const PLACES: u16 = 4;
/// The patients at each program. Each asks for two times, so the second request is in a later round.
const PATIENTS: usize = 60;

/// The server does not end a deadlock here, so a request in one would wait until the store's own deadline.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn requests_of_two_programs_for_the_same_times_do_not_deadlock() {
    let database = testkit::postgres::database().await;
    database.set("deadlock_timeout", "'1h'").await;
    let here = Arc::new(Given::clinic(&crate::postgres(&database.url).await, 1).await);
    let there = Arc::new(here.through(&crate::postgres(&database.url).await));
    for round in 0..6 {
        let mut times = Vec::new();
        for time in 0..TIMES {
            times.push(here.slot((round * TIMES + time) as i64 * 15 + 15, PLACES).await);
        }
        let mut asking = Vec::new();
        for nth in 0..PATIENTS {
            let pair = [nth % TIMES, (nth + 1 + nth / TIMES) % TIMES];
            // The two programs ask in opposite order.
            for (program, times_of_one) in [(&here, pair), (&there, [pair[1], pair[0]])] {
                let patient = here.patient().await;
                asking.extend(times_of_one.map(|time| (Arc::clone(program), times[time].clone(), patient)));
            }
        }
        let asking: Vec<_> = asking
            .into_iter()
            .map(|(program, slot, patient)| tokio::spawn(async move { program.ask(&slot, patient).await }))
            .collect();
        let mut placed = 0;
        for asked in asking {
            match asked.await.unwrap() {
                Ok(_) => placed += 1,
                Err(CommitError::NoPlace) => {}
                Err(other) => panic!("round {round}: {other:?}"),
            }
        }
        assert_eq!(placed, TIMES * usize::from(PLACES), "round {round}");
    }
}

/// What the store must not do: keep the places of one round while it asks for those of the next.
#[tokio::test(flavor = "multi_thread")]
async fn two_rounds_in_one_transaction_deadlock() {
    let database = testkit::postgres::database().await;
    database.set("deadlock_timeout", "'10ms'").await;
    let given = Given::clinic(&crate::postgres(&database.url).await, 1).await;
    let (one, other) = (given.slot(15, 1).await, given.slot(30, 1).await);
    let mut patients = Vec::new();
    for _ in 0..4 {
        patients.push(given.patient().await);
    }
    let mut here = PgConnection::connect(&database.url).await.unwrap();
    let mut there = PgConnection::connect(&database.url).await.unwrap();
    for connection in [&mut here, &mut there] {
        connection.execute("BEGIN").await.unwrap();
    }
    assert_eq!(take_place(&mut here, &given, &one, patients[0]).await.unwrap(), Some(1));
    assert_eq!(take_place(&mut there, &given, &other, patients[1]).await.unwrap(), Some(1));
    let (first, second) = tokio::join!(
        take_place(&mut here, &given, &other, patients[2]),
        take_place(&mut there, &given, &one, patients[3])
    );
    let error = first.and(second).expect_err("one of them is refused");
    assert_eq!(error.as_database_error().unwrap().code().as_deref(), Some("40P01"), "{error}");
}
