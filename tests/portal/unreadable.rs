//! An unreadable booking of the patient: shown as such, beside the others.

use sqlx::{Connection as _, SqliteConnection};
use testkit::TestClinic;

use crate::browser::{KURT, Patient};

#[tokio::test]
async fn one_odd_row_leaves_the_other_pages_as_they_were() {
    let test = TestClinic::demo().await;
    let odd = test.ask(KURT, "13:30", "den ene").await;
    test.ask(KURT, "14:00", "den andre").await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    let address = format!("sqlite://{}", test.folder().join("ressurstimebok.sqlite").display());
    let mut raw = SqliteConnection::connect(&address).await.unwrap();
    let spoil = "UPDATE booking SET channel = 'brevdue' WHERE id = $1";
    sqlx::query(spoil).bind(odd.to_string()).execute(&mut raw).await.unwrap();

    // Three of one type, so that he can book one more.
    sqlx::query("UPDATE clinic SET limit_of_type = 3").execute(&mut raw).await.unwrap();

    kurt.goes_to("/timeavtaler").await;
    kurt.reads("Timeavtaler");
    kurt.sees("Denne raden kan ikke leses");
    kurt.sees("den andre");
    kurt.does_not_see("den ene");
    kurt.goes_to("/innboks").await;
    kurt.reads("Innboks");
    kurt.sees("Denne raden kan ikke leses");
    kurt.sees("den andre");
    // And it can still be booked.
    kurt.books("14:15", "den tredje").await;
    kurt.goes_to("/innboks").await;
    kurt.sees("den tredje");
}
