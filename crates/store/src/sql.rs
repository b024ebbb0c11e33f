//! Pieces that several statements share, as macros so that statements stay constants.

/// A booking that holds its place. The words are those of the index `booking_holds_place`, which an
/// engine uses only when it sees them again.
macro_rules! live {
    ($booking:literal) => {
        concat!($booking, ".status IN ('requested', 'confirmed')")
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

/// How many places of `slot` are held.
macro_rules! held {
    () => {
        concat!("(SELECT COUNT(*)", $crate::sql::holders!(), ")")
    };
}

/// Whether `slot` can be asked for at an instant, if it has a place.
macro_rules! open {
    ($now:literal) => {
        concat!("slot.open = 1 AND slot.starts_at > ", $now)
    };
}

/// The places of `slot` that are held, as text: «1,2,5», in any order. None where none is.
macro_rules! held_places {
    () => {
        concat!("(SELECT string_agg(CAST(holder.place AS TEXT), ',')", $crate::sql::holders!(), ")")
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
            ")) END",
            $crate::sql::holders!(),
            ")"
        )
    };
}

/// How many live bookings of times to come the patient of the row `asked` has, of those that `$which` lets
/// through: what [`timebook::BookingLimits`] limit.
macro_rules! coming {
    ($which:literal) => {
        concat!(
            // Not joins: PostgreSQL would begin with the slots where it knows nothing of the tables yet.
            "(SELECT COUNT(*) FROM booking AS own",
            " WHERE own.clinic_id = asked.clinic_id AND own.patient_id = asked.patient_id AND ",
            $crate::sql::live!("own"),
            " AND (SELECT time.starts_at FROM slot AS time",
            " WHERE time.clinic_id = own.clinic_id AND time.id = own.slot_id) > asked.requested_at",
            $which,
            ")"
        )
    };
}

/// The statement's requests as the table `asked`, and as `judged` what becomes of each; `$elements` gives
/// the elements of the JSON array, with their number as `key`.
///
/// `answer` is the word for it: `free` with a `place`, or why there is none. Those for one slot take its
/// free places from the lowest on, in the order they came: where no place is held out of turn that is the
/// next after those held, and else the place below which so many are free.
macro_rules! judged {
    ($elements:literal) => {
        concat!(
            "WITH asked AS MATERIALIZED (SELECT CAST(element.key AS BIGINT) AS turn,",
            " element.value ->> 0 AS clinic_id, element.value ->> 1 AS id, element.value ->> 2 AS slot_id,",
            " element.value ->> 3 AS patient_id, element.value ->> 4 AS channel,",
            " element.value ->> 5 AS reason, CAST(element.value ->> 6 AS BIGINT) AS requested_at,",
            " element.value ->> 7 AS request_key, element.value ->> 8 AS timebook_id,",
            " element.value ->> 9 AS kind, element.value ->> 10 AS actor_kind,",
            " element.value ->> 11 AS actor_staff_id, element.value ->> 12 AS actor_staff_name FROM ",
            $elements,
            "), standing AS (SELECT asked.*, slot.capacity, ",
            $crate::sql::held!(),
            " AS held, (SELECT MAX(holder.place)",
            $crate::sql::holders!(),
            ") AS highest,",
            " (SELECT earlier.id FROM booking AS earlier WHERE earlier.clinic_id = asked.clinic_id",
            " AND earlier.patient_id = asked.patient_id AND earlier.request_key = asked.request_key)",
            " AS before,",
            " CASE WHEN patient.id IS NULL THEN 'stranger' WHEN timebook.id IS NULL THEN 'nowhere'",
            " WHEN NOT (",
            $crate::sql::open!("asked.requested_at"),
            ") THEN 'full' WHEN ",
            $crate::sql::coming!(""),
            " >= COALESCE(clinic.limit_in_all, 5) THEN 'all' WHEN ",
            $crate::sql::coming!(
                " AND (SELECT offer.kind FROM slot AS time JOIN timebook AS offer ON offer.clinic_id = time.clinic_id \
                 AND offer.id = time.timebook_id WHERE time.clinic_id = own.clinic_id \
                 AND time.id = own.slot_id) = asked.kind"
            ),
            " >= COALESCE(clinic.limit_of_type, 2) THEN 'type' ELSE 'free' END AS answer",
            // The order of the joins is said, for SQLite cannot know how few the requests are.
            " FROM asked LEFT JOIN patient",
            " ON patient.clinic_id = asked.clinic_id AND patient.id = asked.patient_id",
            " LEFT JOIN slot ON slot.clinic_id = asked.clinic_id AND slot.id = asked.slot_id",
            " AND slot.timebook_id = asked.timebook_id",
            " LEFT JOIN timebook ON timebook.clinic_id = slot.clinic_id AND timebook.id = slot.timebook_id",
            " AND timebook.kind = asked.kind AND timebook.published = 1",
            // A clinic without a profile has the limits that every clinic begins with.
            " LEFT JOIN clinic ON clinic.clinic_id = asked.clinic_id",
            "), ranked AS (SELECT standing.*, ROW_NUMBER() OVER (PARTITION BY standing.clinic_id,",
            " standing.slot_id, standing.before IS NULL, standing.answer ORDER BY standing.turn) AS rank",
            " FROM standing",
            "), judged AS (SELECT ranked.*, CASE WHEN ranked.before IS NOT NULL THEN CASE WHEN",
            " (SELECT earlier.slot_id FROM booking AS earlier WHERE earlier.clinic_id = ranked.clinic_id",
            " AND earlier.id = ranked.before) = ranked.slot_id THEN 'sent' ELSE 'other' END",
            " WHEN ranked.answer = 'free' AND ranked.rank > ranked.capacity - ranked.held THEN 'full'",
            " ELSE ranked.answer END AS verdict, CASE WHEN ranked.before IS NULL AND ranked.answer = 'free'",
            " AND ranked.rank <= ranked.capacity - ranked.held THEN CASE",
            " WHEN ranked.held = COALESCE(ranked.highest, 0) THEN ranked.held + ranked.rank",
            " ELSE (WITH RECURSIVE number (n) AS (SELECT CAST(1 AS BIGINT)",
            " UNION ALL SELECT number.n + 1 FROM number WHERE number.n < ranked.capacity)",
            " SELECT number.n FROM number WHERE number.n - (SELECT COUNT(*) FROM booking AS below",
            " WHERE below.clinic_id = ranked.clinic_id AND below.slot_id = ranked.slot_id",
            " AND below.place <= number.n AND ",
            $crate::sql::live!("below"),
            ") = ranked.rank ORDER BY number.n LIMIT 1) END END AS place FROM ranked)"
        )
    };
}

pub(crate) use {coming, held, held_places, holders, judged, live, lowest_place, open};
