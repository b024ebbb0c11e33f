//! The store: one story suite for both engines, and tests of each engine.

mod availability;
mod black_hole;
mod clock;
mod closing;
mod crash;
mod deadlock;
mod deleting;
mod first_clinic;
mod given;
mod groups;
mod lease;
mod lost_answer;
mod many;
mod memory;
mod moving;
mod notices;
mod opening;
#[cfg(target_os = "linux")]
mod power;
mod proxy;
mod race;
mod refused;
mod slow;
mod stories;
mod unreadable;

use std::sync::Arc;

use clinic::Store;

/// Runs every story on SQLite and on PostgreSQL, each on its own empty database.
macro_rules! stories {
    ($($noun:ident: $($story:ident),+ $(,)?;)+) => {
        mod on_sqlite {$(
            mod $noun {$(
                #[tokio::test(flavor = "multi_thread")]
                async fn $story() {
                    let folder = tempfile::tempdir().unwrap();
                    crate::stories::$noun::$story(crate::sqlite(folder.path()).await).await;
                }
            )+}
        )+}

        mod on_postgres {$(
            mod $noun {$(
                #[tokio::test(flavor = "multi_thread")]
                async fn $story() {
                    let database = testkit::postgres::database().await;
                    crate::stories::$noun::$story(crate::postgres(&database.url).await).await;
                }
            )+}
        )+}
    };
}

stories! {
    ask:
        a_request_is_read_back_with_all_that_stands_around_it,
        what_a_form_has_made_and_what_a_patient_has_of_a_slot_are_found,
        requests_take_the_lowest_free_place,
        a_place_that_was_given_back_is_taken_again,
        places_that_were_given_back_go_to_those_who_ask_at_once,
        the_same_form_sent_twice_makes_one_booking,
        one_patient_gets_one_place_of_a_time,
        the_same_form_sent_for_another_time_is_refused,
        one_person_who_asks_for_sixty_times_at_once_gets_two,
        a_person_has_as_many_live_bookings_as_the_clinic_allows,
        a_refusal_lists_the_bookings_that_count,
        long_lists_end_at_their_limit,
        a_full_time_takes_no_more,
        a_time_that_has_begun_takes_none,
        a_closed_time_takes_none,
        a_time_of_another_timebook_or_type_is_no_such_slot,
        a_hidden_timebook_has_no_times_to_ask_for,
        a_request_that_fails_leaves_nothing;
    calendar:
        days_with_free_times_are_found,
        a_hidden_timebook_shows_nothing,
        full_and_begun_times_are_not_shown,
        the_times_of_each_timebook_are_counted;
    decide:
        a_decision_is_saved_with_its_facts,
        the_second_of_two_colleagues_is_told,
        an_undone_confirmation_keeps_its_place,
        an_undone_rejection_gets_its_place_back,
        an_undone_rejection_takes_another_place,
        an_undone_rejection_gives_nobody_a_second_place,
        an_undone_rejection_fits_the_places_of_today,
        an_undone_rejection_of_a_full_time_is_refused,
        every_status_is_read_back,
        bookings_outside_the_hours_are_listed_by_their_time,
        the_queue_is_read_in_pages,
        the_queue_is_read_by_the_start_of_the_times,
        decided_bookings_are_listed_newest_first,
        requests_whose_time_came_are_overdue;
    exceptions:
        an_exception_is_read_back_changed_and_deleted,
        exceptions_go_with_what_they_are_of,
        a_plan_made_with_old_exceptions_is_refused,
        of_an_exception_and_plans_saved_at_once_no_plan_comes_later;
    history:
        a_booking_shows_what_was_true_for_it;
    isolation:
        a_clinic_sees_only_its_own,
        a_clinic_changes_only_its_own,
        two_clinics_may_use_the_same_ids;
    outbox:
        word_of_a_decision_waits_leaves_and_is_noted_once,
        an_undo_takes_word_back_until_it_has_left,
        the_view_says_until_when_a_decision_waits;
    records:
        patients_are_kept_in_the_order_they_came,
        the_journal_keeps_the_order_of_writing,
        a_line_for_no_booking_is_refused,
        what_concerns_no_booking_is_found_by_the_patient,
        a_session_keeps_a_draft_and_ends,
        pages_that_change_a_draft_at_once_lose_no_text;
    setup:
        a_clinic_is_set_up_and_read_back,
        saving_again_replaces_and_keeps_the_order,
        clinics_are_listed_oldest_first,
        each_part_says_which_edit_stands_and_who_made_it,
        of_desks_that_save_one_part_at_once_one_wins,
        of_desks_that_begin_a_clinic_at_once_one_wins,
        what_is_gone_does_not_come_back_by_a_save,
        what_was_never_used_is_deleted_and_what_is_used_stays,
        a_timebook_with_a_booking_is_not_deleted_whatever_became_of_it;
    slots:
        times_follow_a_new_plan,
        a_plan_for_a_timebook_that_was_changed_is_refused,
        a_time_that_was_booked_meanwhile_is_closed,
        two_desks_that_publish_at_once_make_each_time_once,
        a_time_never_gets_fewer_places_than_are_held,
        a_closed_time_may_stand_beside_an_open_one_of_the_same_start;
    transactions:
        a_unit_is_saved_whole_or_not_at_all,
        events_are_told_once_and_after_the_commit,
        a_unit_of_nothing_is_saved;
    work:
        a_carrier_that_hangs_stops_neither_the_others_nor_the_job,
        what_is_on_its_way_when_the_program_stops_is_not_sent_again,
        a_great_many_requests_expire_when_their_time_has_come,
        times_reach_a_day_further_each_midnight,
        expired_sessions_are_deleted_each_hour;
}

/// A store in a folder.
async fn sqlite(folder: &std::path::Path) -> Arc<dyn Store> {
    Arc::new(store::open_sqlite(folder).await.expect("SQLite opens"))
}

/// A store on a server.
async fn postgres(url: &str) -> Arc<dyn Store> {
    Arc::new(store::open_postgres(url).await.expect("PostgreSQL opens"))
}
