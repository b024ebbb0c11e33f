//! Pieces that several statements share, as macros so that statements stay constants.

/// The condition for a live booking. It is the same text as in the index `booking_holds_place`, because an
/// engine uses the index only for the same condition.
macro_rules! live {
    ($booking:literal) => {
        concat!($booking, ".status IN ('requested', 'confirmed')")
    };
}

/// The condition for a booking that counts towards the limits of its patient ([`timebook::BookingLimits`]): a
/// live one of a time that begins after `$now`.
macro_rules! counted {
    ($booking:literal, $now:literal) => {
        concat!($crate::sql::live!($booking), " AND ", $booking, ".starts_at > ", $now)
    };
}

/// The type as which a booking counts: the one that its timebook has today. Not a join of the bookings: without
/// statistics PostgreSQL would begin with the slots.
macro_rules! counted_type {
    ($booking:literal) => {
        concat!(
            "(SELECT offer.kind FROM slot AS time JOIN timebook AS offer",
            " ON offer.clinic_id = time.clinic_id AND offer.id = time.timebook_id WHERE time.clinic_id = ",
            $booking,
            ".clinic_id AND time.id = ",
            $booking,
            ".slot_id)"
        )
    };
}

/// The live bookings of `slot`, named `holder`.
macro_rules! holders {
    () => {
        concat!(
            " FROM booking AS holder",
            " WHERE holder.clinic_id = slot.clinic_id AND holder.slot_id = slot.id AND ",
            $crate::sql::live!("holder")
        )
    };
}

/// The number of taken places of `slot`.
macro_rules! held {
    () => {
        concat!("(SELECT COUNT(*)", $crate::sql::holders!(), ")")
    };
}

/// Whether a patient can request `slot` at an instant, if it has a free place: it is within the opening hours and
/// the instant is in its window, which ends before it begins ([`timebook::Slot::availability`]).
macro_rules! open {
    ($now:literal) => {
        concat!("slot.open = 1 AND slot.opens_at <= ", $now, " AND slot.closes_at > ", $now)
    };
}

/// The taken places of `slot` as text: «1,2,5», in any order. NULL when none is taken.
macro_rules! held_places {
    () => {
        concat!("(SELECT string_agg(CAST(holder.place AS TEXT), ',')", $crate::sql::holders!(), ")")
    };
}

/// The lowest free place of `slot`. Most slots fill from below, so it follows from the number of taken
/// places; a gap is searched for only if there is one.
macro_rules! lowest_place {
    () => {
        concat!(
            "(SELECT CASE",
            " WHEN COUNT(*) = COALESCE(MAX(holder.place), 0) THEN COUNT(*) + 1",
            " WHEN MIN(holder.place) > 1 THEN 1",
            " ELSE (SELECT MIN(below.place) + 1 FROM booking AS below",
            " WHERE below.clinic_id = slot.clinic_id AND below.slot_id = slot.id AND ",
            $crate::sql::live!("below"),
            " AND NOT EXISTS (SELECT 1 FROM booking AS above",
            " WHERE above.clinic_id = slot.clinic_id AND above.slot_id = slot.id",
            " AND above.place = below.place + 1 AND ",
            $crate::sql::live!("above"),
            ")) END",
            $crate::sql::holders!(),
            ")"
        )
    };
}

pub(crate) use {counted, counted_type, held, held_places, holders, live, lowest_place, open};
