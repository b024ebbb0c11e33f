//! Every status and every change: the status it leads to, or that it is refused. Nothing here is derived from
//! the code under test. Each of the 49 cells is written out, and a new status or change does not compile, or
//! fails the test, until its cells are added.

use super::*;

/// The status that a change leads to; `None` is a refusal.
type Row = [Option<StatusCode>; 7];

/// The columns, in this order.
const CHANGES: [Change; 7] = [
    Change::Confirm,
    Change::Reject,
    Change::Cancel,
    Change::Expire,
    Change::Undo,
    Change::Complete,
    Change::MarkNoShow,
];

const NO: Option<StatusCode> = None;
const REQ: Option<StatusCode> = Some(StatusCode::Requested);
const CON: Option<StatusCode> = Some(StatusCode::Confirmed);
const REJ: Option<StatusCode> = Some(StatusCode::Rejected);
const CAN: Option<StatusCode> = Some(StatusCode::Cancelled);
const EXP: Option<StatusCode> = Some(StatusCode::Expired);
const COM: Option<StatusCode> = Some(StatusCode::Completed);
const NOS: Option<StatusCode> = Some(StatusCode::NoShow);

/// Within the undo window.
#[rustfmt::skip]
const TABLE: [(StatusCode, Row); 7] = [
    //                      confirm reject cancel expire undo complete no-show
    (StatusCode::Requested, [CON,   REJ,   CAN,   EXP,   NO,  NO,      NO ]),
    (StatusCode::Confirmed, [NO,    NO,    CAN,   NO,    REQ, COM,     NOS]),
    (StatusCode::Rejected,  [NO,    NO,    NO,    NO,    REQ, NO,      NO ]),
    (StatusCode::Cancelled, [NO,    NO,    NO,    NO,    CON, NO,      NO ]),
    (StatusCode::Expired,   [NO,    NO,    NO,    NO,    NO,  NO,      NO ]),
    (StatusCode::Completed, [NO,    NO,    NO,    NO,    NO,  NO,      NO ]),
    (StatusCode::NoShow,    [NO,    NO,    NO,    NO,    NO,  NO,      NO ]),
];

/// A booking in this status, built directly instead of through changes, so that the cells do not depend on
/// each other.
fn in_status(code: StatusCode) -> Booking {
    let place = Place::new(3).expect("a place");
    let decided = by_kari(noon());
    let status = match code {
        StatusCode::Requested => Status::Requested { place },
        StatusCode::Confirmed => Status::Confirmed { place, decided },
        StatusCode::Rejected => Status::Rejected { held: place, decided, text: no() },
        StatusCode::Cancelled => {
            let held = Held { place, confirmed: Some(by_kari(noon())) };
            Status::Cancelled { decided, text: None, held: Some(held) }
        }
        StatusCode::Expired => Status::Expired { at: noon() },
        StatusCode::Completed => Status::Completed { place, decided },
        StatusCode::NoShow => Status::NoShow { place, decided },
    };
    Booking { revision: Revision::new(7), status, ..request() }
}

#[test]
fn each_of_the_forty_nine_cells_is_as_written() {
    assert_eq!(TABLE.map(|(status, _)| status), StatusCode::ALL);
    for (from, row) in TABLE {
        for (change, to) in CHANGES.into_iter().zip(row) {
            let before = in_status(from);
            let got = apply(before.clone(), change);
            match (to, got) {
                (Some(to), Ok(after)) => {
                    assert_eq!(after.status.code(), to, "{change} from {from}");
                    assert_eq!(after.revision, Revision::new(8), "{change} from {from}");
                    let unchanged =
                        Booking { status: before.status.clone(), revision: before.revision, ..after };
                    assert_eq!(unchanged, before, "{change} from {from} touched something else");
                }
                (None, Err(refused)) => {
                    let decided = before.status.decided().cloned();
                    assert_eq!(refused, Refused { change, status: from, decided });
                }
                (to, got) => panic!("{change} from {from}: {to:?} was expected, but it was {got:?}"),
            }
        }
    }
}

#[test]
fn changes_keep_the_place_and_undo_restores_it() {
    let third = Place::new(3);
    for (from, change, held) in [
        (StatusCode::Requested, Change::Confirm, third),
        (StatusCode::Requested, Change::Reject, None),
        (StatusCode::Confirmed, Change::Cancel, None),
        (StatusCode::Confirmed, Change::Complete, None),
        (StatusCode::Confirmed, Change::Undo, third),
        (StatusCode::Rejected, Change::Undo, third),
        (StatusCode::Cancelled, Change::Undo, third),
    ] {
        let after = apply(in_status(from), change).expect("a change");
        assert_eq!(after.status.place(), held, "{change} from {from}");
    }
}

/// The three cells of «undo» become refusals exactly when the window ends.
#[test]
fn undo_ends_with_its_window() {
    let end = noon() + UNDO_WINDOW;
    for from in [StatusCode::Confirmed, StatusCode::Rejected, StatusCode::Cancelled] {
        assert!(in_status(from).undo(end - TimeDelta::milliseconds(1)).is_ok(), "{from}");
        let refused = in_status(from).undo(end).expect_err("refused");
        assert_eq!((refused.change, refused.status), (Change::Undo, from));
        assert_eq!(refused.decided, Some(by_kari(noon())));
    }
}

#[test]
fn each_status_says_whether_it_takes_a_place_and_who_decided() {
    #[rustfmt::skip]
    let facts = [
        //                      live   decided by somebody
        (StatusCode::Requested, true,  false),
        (StatusCode::Confirmed, true,  true),
        (StatusCode::Rejected,  false, true),
        (StatusCode::Cancelled, false, true),
        (StatusCode::Expired,   false, false),
        (StatusCode::Completed, false, true),
        (StatusCode::NoShow,    false, true),
    ];
    for (code, live, decided) in facts {
        let status = in_status(code).status;
        assert_eq!(status.code(), code);
        assert_eq!(code.is_live(), live, "{code}");
        assert_eq!(status.place().is_some(), live, "{code}");
        assert_eq!(status.decided().is_some(), decided, "{code}");
    }
}

#[test]
fn each_change_and_status_has_its_own_text() {
    let changes = CHANGES.map(|change| change.to_string());
    assert_eq!(changes, ["confirm", "reject", "cancel", "expire", "undo", "complete", "mark as no-show"]);
    let codes = StatusCode::ALL.map(StatusCode::code);
    assert_eq!(codes, ["requested", "confirmed", "rejected", "cancelled", "expired", "completed", "no-show"]);
    assert_eq!(StatusCode::from_code("gone"), None);
    assert_eq!(StatusCode::NoShow.to_string(), "no-show");
}
