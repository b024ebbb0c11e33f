-- The access log holds what concerns no one booking too: log-ins, lists, a patient's record saved. An
-- entry names a patient wherever one is known, and is found by the patient.

-- SQLite can only make a column nullable with a new table.
CREATE TABLE journal_new (
    clinic_id        TEXT    NOT NULL,
    line             INTEGER NOT NULL PRIMARY KEY,
    at               INTEGER NOT NULL,
    actor_kind       TEXT    NOT NULL,
    actor_staff_id   TEXT,
    actor_staff_name TEXT,
    patient_id       TEXT,
    booking_id       TEXT,
    act              TEXT    NOT NULL,
    FOREIGN KEY (clinic_id, booking_id) REFERENCES booking (clinic_id, id),
    CHECK ((actor_kind = 'staff') = (actor_staff_id IS NOT NULL)),
    CHECK ((actor_staff_id IS NULL) = (actor_staff_name IS NULL)),
    CHECK (booking_id IS NULL OR patient_id IS NOT NULL)
) STRICT;

INSERT INTO journal_new (clinic_id, line, at, actor_kind, actor_staff_id, actor_staff_name, patient_id,
                         booking_id, act)
SELECT clinic_id, line, at, actor_kind, actor_staff_id, actor_staff_name, patient_id, booking_id, act
FROM journal;

DROP TABLE journal;
ALTER TABLE journal_new RENAME TO journal;

CREATE INDEX journal_of_booking ON journal (clinic_id, booking_id);
CREATE INDEX journal_of_patient ON journal (clinic_id, patient_id);
