//! Moving between the months of the calendar.

use testkit::TestClinic;

use crate::browser::{KURT, Patient};

#[tokio::test]
async fn months_are_turned_and_days_are_chosen() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.goes_to("/bestill/vaksine/tid").await;
    kurt.sees("Januar 2025");
    kurt.sees("Ledige timer 21. jan. 2025");
    kurt.follows("Neste måned, februar 2025").await;
    kurt.sees("Februar 2025");
    kurt.sees("Ledige timer 3. feb. 2025");
    kurt.follows("fredag 28. februar, ledige timer").await;
    kurt.sees("Ledige timer 28. feb. 2025");
    kurt.follows("Forrige måned, januar 2025").await;
    kurt.sees("Ledige timer 21. jan. 2025");
    kurt.follows("Forrige måned, desember 2024").await;
    kurt.sees("Ingen ledige timer i desember 2024.");
    kurt.follows("Gå til neste ledige dag: 21. januar 2025").await;
    kurt.sees("Ledige timer 21. jan. 2025");
}

#[tokio::test]
async fn today_is_one_press_away() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.goes_to("/bestill/vaksine/tid?maned=2025-03").await;
    kurt.sees("Mars 2025");
    kurt.follows("I dag").await;
    kurt.sees("Ledige timer 21. jan. 2025");
}

#[tokio::test]
async fn a_day_without_times_says_so() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.goes_to("/bestill/vaksine/tid").await;
    let sted = kurt.page.value("sted").unwrap();
    kurt.goes_to(&format!("/bestill/vaksine/tid?sted={sted}&dag=2025-01-25")).await;
    kurt.sees("Ingen ledige timer denne dagen.");
    kurt.sees("lørdag 25. januar, ingen ledige timer");
    assert_eq!(kurt.page.choices(), Vec::<String>::new());
}

#[tokio::test]
async fn an_address_that_makes_no_sense_shows_the_first_free_day() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.goes_to("/bestill/vaksine/tid").await;
    let sted = kurt.page.value("sted").unwrap();
    for rest in ["&maned=2025-13", "&dag=i+morgen", "&maned=&dag=", "&maned=2025-01&maned=2025-02"] {
        kurt.goes_to(&format!("/bestill/vaksine/tid?sted={sted}{rest}")).await;
        assert_eq!(kurt.page.status, 200, "{rest}");
        kurt.sees("Ledige timer 21. jan. 2025");
    }
    for far in ["&maned=9999-12", "&maned=0001-01"] {
        kurt.goes_to(&format!("/bestill/vaksine/tid?sted={sted}{far}")).await;
        assert_eq!(kurt.page.status, 200, "{far}");
    }
}

#[tokio::test]
async fn the_month_is_a_table_with_heads() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.goes_to("/bestill/vaksine/tid").await;
    assert!(kurt.page.html.contains(r#"<th scope="col" abbr="mandag">Man</th>"#));
    assert_eq!(kurt.page.link("mandag 20. januar, ledige timer"), None);
}

#[tokio::test]
async fn today_and_the_chosen_day_are_told_apart() {
    let test = TestClinic::demo().await;
    let mut kurt = Patient::logged_in(&test, KURT).await;
    kurt.goes_to("/bestill/vaksine/tid").await;
    kurt.follows("onsdag 22. januar, ledige timer").await;
    let of = |day: &str, attribute| kurt.page.attribute("a", &format!("{day}, ledige timer"), attribute);
    assert_eq!(of("tirsdag 21. januar", "aria-current").as_deref(), Some("date"));
    assert_eq!(of("tirsdag 21. januar", "class"), None);
    assert_eq!(of("onsdag 22. januar", "aria-current"), None);
    assert_eq!(of("onsdag 22. januar", "class").as_deref(), Some("chosen"));
    assert_eq!(
        of("onsdag 22. januar", "aria-label").as_deref(),
        Some("onsdag 22. januar, ledige timer, valgt")
    );
}
