-- The first day: a clinic, what it offers, who asked for it, and what was answered.
--
-- The same file stands under sqlite/; a test compares the tables, columns and nullability of both.
-- What they share, so that one statement serves both engines:
--
--   * Ids are TEXT in hyphenated form, compared byte by byte (COLLATE "C") and not as words of a
--     language would be. `clinic_id` is the first column of every key, so that one database can
--     hold many clinics whose rows never meet. It has no table of its own to point to: a clinic
--     may enter its locations before its profile.
--   * Instants are BIGINT: milliseconds since 1970-01-01T00:00:00Z. Dates are TEXT, 2025-01-21, and
--     are civil dates in Europe/Oslo.
--   * Flags are BIGINT, 0 or 1: the engines have no boolean in common.
--   * Enumerations are TEXT, the word that the type's `code` gives. Lists that are only ever read
--     whole are TEXT that holds JSON.
--   * `made` numbers rows in the order they came, for lists that are shown in that order.

CREATE TABLE clinic (
    clinic_id  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    made       BIGINT  NOT NULL,
    name       TEXT    NOT NULL,
    org_number TEXT,
    her_id     TEXT,
    phone      TEXT,
    info       TEXT
);

CREATE TABLE location (
    clinic_id   TEXT COLLATE "C" NOT NULL,
    id          TEXT COLLATE "C" NOT NULL,
    made        BIGINT  NOT NULL,
    name        TEXT    NOT NULL,
    street      TEXT    NOT NULL,
    postal_code TEXT    NOT NULL,
    city        TEXT    NOT NULL,
    PRIMARY KEY (clinic_id, id)
);

CREATE TABLE timebook (
    clinic_id    TEXT COLLATE "C" NOT NULL,
    id           TEXT COLLATE "C" NOT NULL,
    made         BIGINT  NOT NULL,
    kind         TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    description  TEXT,
    location_id  TEXT COLLATE "C" NOT NULL,
    practitioner TEXT,
    hours        TEXT    NOT NULL,
    exceptions   TEXT    NOT NULL,
    slot_minutes BIGINT  NOT NULL,
    capacity     BIGINT  NOT NULL,
    weeks_ahead  BIGINT  NOT NULL,
    published    BIGINT  NOT NULL CHECK (published IN (0, 1)),
    PRIMARY KEY (clinic_id, id),
    FOREIGN KEY (clinic_id, location_id) REFERENCES location (clinic_id, id)
);

-- A time on offer. One that the opening hours no longer hold, but that a booking points to, stays
-- with `open` 0.
CREATE TABLE slot (
    clinic_id   TEXT COLLATE "C" NOT NULL,
    id          TEXT COLLATE "C" NOT NULL,
    timebook_id TEXT COLLATE "C" NOT NULL,
    date        TEXT COLLATE "C" NOT NULL,
    starts_at   BIGINT  NOT NULL,
    ends_at     BIGINT  NOT NULL,
    capacity    BIGINT  NOT NULL CHECK (capacity >= 1),
    open        BIGINT  NOT NULL CHECK (open IN (0, 1)),
    PRIMARY KEY (clinic_id, id),
    FOREIGN KEY (clinic_id, timebook_id) REFERENCES timebook (clinic_id, id),
    CHECK (starts_at < ends_at)
);

-- Two desks that publish at once make each time once. Closed times are left out: a held time of the
-- old opening hours may stand beside the one that took its start.
CREATE UNIQUE INDEX slot_starts_once ON slot (clinic_id, timebook_id, starts_at) WHERE open = 1;

-- Every calendar view reads this index alone: days in order, and what it takes to say whether a time
-- is free.
CREATE INDEX slot_calendar ON slot (clinic_id, timebook_id, date, starts_at, open, capacity, id);

CREATE TABLE patient (
    clinic_id TEXT COLLATE "C" NOT NULL,
    id        TEXT COLLATE "C" NOT NULL,
    made      BIGINT  NOT NULL,
    name      TEXT    NOT NULL,
    identity  TEXT    NOT NULL,
    phone     TEXT,
    PRIMARY KEY (clinic_id, id),
    UNIQUE (clinic_id, identity)
);

CREATE INDEX patient_made ON patient (clinic_id, made);

-- A status has its facts, and no row without them can be written:
--   place           the place held; kept, but no longer held, when rejected, completed or no-show
--   decided_*       who brought the booking to its status, and when (for `expired`: when alone)
--   decision_text   what the patient is told with a rejection
CREATE TABLE booking (
    clinic_id          TEXT COLLATE "C" NOT NULL,
    id                 TEXT COLLATE "C" NOT NULL,
    slot_id            TEXT COLLATE "C" NOT NULL,
    patient_id         TEXT COLLATE "C" NOT NULL,
    channel            TEXT    NOT NULL,
    reason             TEXT,
    requested_at       BIGINT  NOT NULL,
    request_key        TEXT COLLATE "C" NOT NULL,
    revision           BIGINT  NOT NULL,
    status             TEXT COLLATE "C" NOT NULL,
    place              BIGINT CHECK (place >= 1),
    decided_kind       TEXT,
    decided_staff_id   TEXT COLLATE "C",
    decided_staff_name TEXT,
    decided_at         BIGINT,
    decision_text      TEXT,
    PRIMARY KEY (clinic_id, id),
    -- A double-clicked «Send bestilling» makes one booking. Also the way to a patient's bookings.
    UNIQUE (clinic_id, patient_id, request_key),
    FOREIGN KEY (clinic_id, slot_id) REFERENCES slot (clinic_id, id),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id),
    CHECK (
        CASE status
            WHEN 'requested' THEN place IS NOT NULL AND decided_kind IS NULL AND decided_at IS NULL
            WHEN 'confirmed' THEN place IS NOT NULL AND decided_kind IS NOT NULL
            WHEN 'rejected'  THEN place IS NOT NULL AND decided_kind IS NOT NULL AND decision_text IS NOT NULL
            WHEN 'cancelled' THEN place IS NULL AND decided_kind IS NOT NULL
            WHEN 'expired'   THEN place IS NULL AND decided_kind IS NULL AND decided_at IS NOT NULL
            WHEN 'completed' THEN place IS NOT NULL AND decided_kind IS NOT NULL
            WHEN 'no-show'   THEN place IS NOT NULL AND decided_kind IS NOT NULL
            ELSE 1 = 0
        END
    ),
    CHECK (decided_kind IS NULL OR decided_at IS NOT NULL),
    CHECK ((decided_kind IS NOT NULL AND decided_kind = 'staff') = (decided_staff_id IS NOT NULL)),
    CHECK ((decided_staff_id IS NULL) = (decided_staff_name IS NULL))
);

-- The guard against double booking: a live booking holds one place of its slot, and no two hold the
-- same. Whatever was read before an insert, this index has the last word.
CREATE UNIQUE INDEX booking_holds_place ON booking (clinic_id, slot_id, place)
    WHERE status IN ('requested', 'confirmed');

-- How many places of a slot are held, from the index alone; and whether any booking, live or not,
-- points to a slot that is to be removed.
CREATE INDEX booking_of_slot ON booking (clinic_id, slot_id, status, place);

-- The queue: what waits, oldest first.
CREATE INDEX booking_waiting ON booking (clinic_id, requested_at, id) WHERE status = 'requested';

-- What was answered today.
CREATE INDEX booking_decided ON booking (clinic_id, decided_at)
    WHERE status IN ('confirmed', 'rejected');

-- Word of a decision, on its way out of the clinic: the only way out. Written with the decision,
-- taken out again by an undo, noted as delivered once it has left.
CREATE TABLE outbox (
    clinic_id    TEXT COLLATE "C" NOT NULL,
    id           TEXT COLLATE "C" NOT NULL,
    booking_id   TEXT COLLATE "C" NOT NULL,
    not_before   BIGINT  NOT NULL,
    delivered_at BIGINT,
    PRIMARY KEY (clinic_id, id),
    FOREIGN KEY (clinic_id, booking_id) REFERENCES booking (clinic_id, id)
);

CREATE INDEX outbox_due ON outbox (clinic_id, not_before, id) WHERE delivered_at IS NULL;
CREATE INDEX outbox_pending ON outbox (clinic_id, booking_id) WHERE delivered_at IS NULL;

-- Who did and saw what: the history of a booking, and the access log of a patient. Lines are only
-- ever added. Why an act was allowed follows from the act. `line` is the order of writing.
CREATE TABLE journal (
    clinic_id        TEXT COLLATE "C" NOT NULL,
    line             BIGINT  NOT NULL GENERATED BY DEFAULT AS IDENTITY,
    at               BIGINT  NOT NULL,
    actor_kind       TEXT    NOT NULL,
    actor_staff_id   TEXT COLLATE "C",
    actor_staff_name TEXT,
    patient_id       TEXT COLLATE "C" NOT NULL,
    booking_id       TEXT COLLATE "C" NOT NULL,
    act              TEXT    NOT NULL,
    PRIMARY KEY (clinic_id, line),
    FOREIGN KEY (clinic_id, booking_id) REFERENCES booking (clinic_id, id),
    CHECK ((actor_kind = 'staff') = (actor_staff_id IS NOT NULL)),
    CHECK ((actor_staff_id IS NULL) = (actor_staff_name IS NULL))
);

CREATE INDEX journal_of_booking ON journal (clinic_id, booking_id, line);

-- A patient's session with the portal, under the hash of its token: a copy of the database opens no
-- session. `draft` is what is filled in and not sent, as JSON.
CREATE TABLE portal_session (
    clinic_id  TEXT COLLATE "C" NOT NULL,
    token      TEXT COLLATE "C" NOT NULL,
    patient_id TEXT COLLATE "C" NOT NULL,
    form_token TEXT NOT NULL,
    expires_at BIGINT  NOT NULL,
    draft      TEXT,
    PRIMARY KEY (clinic_id, token),
    FOREIGN KEY (clinic_id, patient_id) REFERENCES patient (clinic_id, id)
);
