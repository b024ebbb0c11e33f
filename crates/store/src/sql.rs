//! Pieces that several statements share, as macros so that statements stay constants.

/// The condition for a live booking. It is the same text as in the index `booking_holds_place`, because an
/// engine uses the index only for the same condition.
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

/// The number of taken places of `slot`.
macro_rules! held {
    () => {
        concat!("(SELECT COUNT(*)", $crate::sql::holders!(), ")")
    };
}

/// Whether `slot` can be requested at an instant, if it has a free place.
macro_rules! open {
    ($now:literal) => {
        concat!("slot.open = 1 AND slot.starts_at > ", $now)
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

/// The number of live bookings of future times that the patient of the row `asked` has and that match
/// `$which`: what [`timebook::BookingLimits`] limits.
macro_rules! coming {
    ($which:literal) => {
        concat!(
            // No joins: without statistics PostgreSQL would begin with the slots.
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

/// The statement's requests as the table `asked`, and their results as the table `judged`; `$elements` gives
/// the elements of the JSON array, with their index as `key`.
///
/// `answer` is `free` with a `place`, or the reason why there is none. Requests for one slot take its free
/// places from the lowest up, in order of arrival. If the taken places have no gap, the next place is the
/// number of taken ones plus one; otherwise it is found by counting the free places below it.
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
            "), standing AS (SELECT asked.*, slot.capacity, slot.starts_at, ",
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
            // The order of the joins is fixed, because SQLite cannot know that there are few requests.
            " FROM asked LEFT JOIN patient",
            " ON patient.clinic_id = asked.clinic_id AND patient.id = asked.patient_id",
            " LEFT JOIN slot ON slot.clinic_id = asked.clinic_id AND slot.id = asked.slot_id",
            " AND slot.timebook_id = asked.timebook_id",
            " LEFT JOIN timebook ON timebook.clinic_id = slot.clinic_id AND timebook.id = slot.timebook_id",
            " AND timebook.kind = asked.kind AND timebook.published = 1",
            // A clinic without a profile has the default limits.
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
