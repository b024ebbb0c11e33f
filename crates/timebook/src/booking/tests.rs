use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::id::StaffId;
use crate::status::{Actor, Place, StaffMember};
use crate::text::Name;

mod table;

fn noon() -> DateTime<Utc> {
    DateTime::from_timestamp(1_737_457_200, 0).unwrap_or_default()
}

fn by_kari(at: DateTime<Utc>) -> Decision {
    let name = Name::parse("Kari Nilsen").expect("a name");
    Decision { by: Actor::Staff(StaffMember { id: StaffId::new(Uuid::from_u128(1)), name }), at }
}

fn request() -> Booking {
    Booking {
        id: BookingId::new(Uuid::from_u128(1)),
        patient: PatientId::new(Uuid::from_u128(2)),
        slot: SlotId::new(Uuid::from_u128(3)),
        channel: Channel::Portal,
        reason: None,
        requested_at: noon(),
        revision: Revision::FIRST,
        status: Status::Requested { place: Place::FIRST },
    }
}

fn no() -> DecisionText {
    DecisionText::parse("Vi har dessverre ikke vaksine igjen.").expect("a text")
}

#[test]
fn a_request_is_confirmed_once() {
    let confirmed = request().confirm(by_kari(noon())).expect("confirmed");
    assert_eq!(confirmed.status.place(), Some(Place::FIRST));
    let again = confirmed.confirm(by_kari(noon())).expect_err("refused");
    assert_eq!(again.to_string(), "cannot confirm a booking that is confirmed");
    assert_eq!(again.decided, Some(by_kari(noon())));
}

#[test]
fn a_rejected_request_holds_no_place() {
    let rejected = request().reject(by_kari(noon()), no()).expect("rejected");
    assert_eq!(rejected.status.place(), None);
    assert!(rejected.cancel(by_kari(noon()), None).is_err());
}

#[test]
fn a_decision_can_be_undone_for_ten_seconds() {
    let rejected = request().reject(by_kari(noon()), no()).expect("rejected");
    let late = rejected.clone().undo(noon() + UNDO_WINDOW);
    assert_eq!(late.map_err(|r| r.change), Err(Change::Undo));
    let undone = rejected.undo(noon() + TimeDelta::seconds(9)).expect("undone");
    assert_eq!(undone.status, Status::Requested { place: Place::FIRST });
    assert_eq!(undone.revision.get(), 3);
}

#[test]
fn cancelling_twice_frees_one_place() {
    let cancelled = request().cancel(by_kari(noon()), None).expect("cancelled");
    assert!(cancelled.cancel(by_kari(noon()), None).is_err());
}

/// The clinic changes its mind: a confirmed booking is confirmed again, by the one who confirmed it.
#[test]
fn an_undone_cancellation_restores_what_was_there() {
    let confirmed = request().confirm(by_kari(noon())).expect("confirmed");
    let later = noon() + TimeDelta::hours(1);
    let cancelled = confirmed.clone().cancel(by_kari(later), Some(no())).expect("cancelled");
    assert_eq!((cancelled.status.place(), cancelled.status.text()), (None, Some(&no())));
    let undone = cancelled.clone().undo(later + TimeDelta::seconds(9)).expect("undone");
    assert_eq!(undone.status, confirmed.status);
    assert!(cancelled.undo(later + UNDO_WINDOW).is_err());
    let requested =
        request().cancel(by_kari(later), None).and_then(|booking| booking.undo(later)).expect("undone");
    assert_eq!(requested.status, request().status);
    let forgotten = forgotten(request());
    assert!(forgotten.undo(noon()).is_err());
}

#[test]
fn statuses_are_found_by_code() {
    for status in StatusCode::ALL {
        assert_eq!(StatusCode::from_code(status.code()), Some(status));
    }
    for channel in Channel::ALL {
        assert_eq!(Channel::from_code(channel.code()), Some(channel));
    }
}

fn apply(booking: Booking, change: Change) -> Result<Booking, Refused> {
    match change {
        Change::Confirm => booking.confirm(by_kari(noon())),
        Change::Reject => booking.reject(by_kari(noon()), no()),
        Change::Cancel => booking.cancel(by_kari(noon()), None),
        Change::Expire => booking.expire(noon()),
        Change::Undo => booking.undo(noon()),
        Change::Complete => booking.complete(by_kari(noon())),
        Change::MarkNoShow => booking.mark_no_show(by_kari(noon())),
    }
}

/// A cancelled booking of which nobody knows what it had.
fn forgotten(booking: Booking) -> Booking {
    let decided = by_kari(noon());
    Booking { status: Status::Cancelled { decided, text: None, held: None }, ..booking }
}

fn any_change() -> impl Strategy<Value = Change> {
    prop_oneof![
        Just(Change::Confirm),
        Just(Change::Reject),
        Just(Change::Cancel),
        Just(Change::Expire),
        Just(Change::Undo),
        Just(Change::Complete),
        Just(Change::MarkNoShow),
    ]
}

proptest! {
    /// For any changes in any order: a place is taken exactly while the booking is live, each change raises
    /// the revision by one, and a refusal changes nothing.
    #[test]
    fn changes_in_any_order_keep_the_rules(changes in prop::collection::vec(any_change(), 0..12)) {
        let mut booking = request();
        for change in changes {
            let before = booking.clone();
            match apply(booking.clone(), change) {
                Ok(after) => {
                    prop_assert_eq!(after.revision.get(), before.revision.get() + 1);
                    prop_assert_ne!(after.status.code(), before.status.code());
                    booking = after;
                }
                Err(refused) => {
                    prop_assert_eq!(refused.status, before.status.code());
                    prop_assert_eq!(refused.change, change);
                }
            }
            prop_assert_eq!(booking.status.place().is_some(), booking.status.code().is_live());
        }
    }

    /// No change leads out of a final status, except the undo of a rejection or a cancellation.
    #[test]
    fn no_change_leaves_a_final_status(change in any_change()) {
        let ends = [
            request().cancel(by_kari(noon()), None).map(forgotten),
            request().expire(noon()),
            request().confirm(by_kari(noon())).and_then(|b| b.complete(by_kari(noon()))),
            request().confirm(by_kari(noon())).and_then(|b| b.mark_no_show(by_kari(noon()))),
        ];
        for end in ends {
            prop_assert!(apply(end.expect("an end"), change).is_err());
        }
    }
}
