//! Pieces that several statements share, as macros so that statements stay constants.

/// A booking that holds its place. The words are those of the index `booking_holds_place`, which an
/// engine uses only when it sees them again.
macro_rules! live {
    ($booking:literal) => {
        concat!($booking, ".status IN ('requested', 'confirmed')")
    };
}

/// How many places of `slot` are held.
macro_rules! held {
    () => {
        concat!(
            "(SELECT COUNT(*) FROM booking AS holder",
            " WHERE holder.clinic_id = slot.clinic_id AND holder.slot_id = slot.id AND ",
            $crate::sql::live!("holder"),
            ")"
        )
    };
}

/// The one rule of availability, [`timebook::Slot::is_free`], for the row `slot` and an instant.
/// Calendar, day, request and set-up all ask it; a property test holds it to the domain's function.
macro_rules! free {
    ($now:literal) => {
        concat!("slot.open = 1 AND slot.starts_at > ", $now, " AND slot.capacity > ", $crate::sql::held!())
    };
}

/// The lowest place of `slot` that nobody holds. Most slots fill from below, so that the number of
/// holders says which; a gap is looked for only where there is one.
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
            ")) END FROM booking AS holder",
            " WHERE holder.clinic_id = slot.clinic_id AND holder.slot_id = slot.id AND ",
            $crate::sql::live!("holder"),
            ")"
        )
    };
}

pub(crate) use {free, held, live, lowest_place};
