-- The outbox keeps what it tells, to whom, and what came of it; the booking keeps what the patient was
-- last told; the history keeps how a timebook stood; a lease says which program does the work that
-- happens by itself.
--
-- The same file stands under sqlite/. What was written before is carried over: an item tells what
-- the status of its booking says, to the booking's patient.

--   kind, channel, receiver  what it tells, by what way, to whom
--   words                    what the receiver was told, in words, when it left
--   not_before               the end of the time to undo
--   try_at                   the next attempt, put off after each that failed
--   dead_at                  given up after the last attempt: a person must see to it
ALTER TABLE outbox ADD COLUMN kind TEXT;
ALTER TABLE outbox ADD COLUMN channel TEXT NOT NULL DEFAULT 'portal';
ALTER TABLE outbox ADD COLUMN receiver TEXT COLLATE "C";
ALTER TABLE outbox ADD COLUMN words TEXT;
ALTER TABLE outbox ADD COLUMN try_at BIGINT;
ALTER TABLE outbox ADD COLUMN attempts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN last_error TEXT;
ALTER TABLE outbox ADD COLUMN dead_at BIGINT;

UPDATE outbox SET
    kind = CASE booking.status
        WHEN 'rejected' THEN 'rejected'
        WHEN 'cancelled' THEN 'cancelled'
        WHEN 'expired' THEN 'expired'
        ELSE 'granted' END,
    receiver = booking.patient_id,
    words = CASE WHEN outbox.delivered_at IS NOT NULL THEN booking.decision_text END,
    try_at = outbox.not_before
FROM booking WHERE booking.clinic_id = outbox.clinic_id AND booking.id = outbox.booking_id;

ALTER TABLE outbox ALTER COLUMN kind SET NOT NULL;
ALTER TABLE outbox ALTER COLUMN channel DROP DEFAULT;
ALTER TABLE outbox ALTER COLUMN receiver SET NOT NULL;
ALTER TABLE outbox ALTER COLUMN try_at SET NOT NULL;
ALTER TABLE outbox ALTER COLUMN attempts DROP DEFAULT;
ALTER TABLE outbox ADD CHECK (dead_at IS NULL OR delivered_at IS NULL);

DROP INDEX outbox_due;
DROP INDEX outbox_pending;
CREATE INDEX outbox_due ON outbox (clinic_id, try_at, id) WHERE delivered_at IS NULL AND dead_at IS NULL;
CREATE INDEX outbox_pending ON outbox (clinic_id, booking_id) WHERE delivered_at IS NULL AND dead_at IS NULL;
CREATE INDEX outbox_dead ON outbox (clinic_id, dead_at, id) WHERE dead_at IS NOT NULL;

-- What the patient was last told, when and in what words. Not derived from the status: a decision that
-- has not left yet has not been told.
ALTER TABLE booking ADD COLUMN told TEXT COLLATE "C" NOT NULL DEFAULT 'sent'
    CHECK (told IN ('sent', 'granted', 'rejected', 'cancelled', 'expired'));
ALTER TABLE booking ADD COLUMN told_at BIGINT;
ALTER TABLE booking ADD COLUMN told_words TEXT;

UPDATE booking SET
    told = CASE status
        WHEN 'rejected' THEN 'rejected'
        WHEN 'cancelled' THEN 'cancelled'
        WHEN 'expired' THEN 'expired'
        ELSE 'granted' END,
    told_at = COALESCE((SELECT MAX(outbox.delivered_at) FROM outbox
                        WHERE outbox.clinic_id = booking.clinic_id AND outbox.booking_id = booking.id),
                       decided_at),
    told_words = decision_text
WHERE status <> 'requested' AND NOT EXISTS (
    SELECT 1 FROM outbox
    WHERE outbox.clinic_id = booking.clinic_id AND outbox.booking_id = booking.id
      AND outbox.delivered_at IS NULL);

-- How a timebook and its location stood until an instant, written when they are changed. A booking
-- shows what was true for it: the first of these that ends at its instant or later, or, where there is
-- none, the timebook as it stands.
CREATE TABLE timebook_version (
    clinic_id     TEXT COLLATE "C" NOT NULL,
    timebook_id   TEXT COLLATE "C" NOT NULL,
    until         BIGINT  NOT NULL,
    kind          TEXT    NOT NULL,
    name          TEXT    NOT NULL,
    practitioner  TEXT,
    location_id   TEXT COLLATE "C" NOT NULL,
    location_name TEXT    NOT NULL,
    street        TEXT    NOT NULL,
    postal_code   TEXT    NOT NULL,
    city          TEXT    NOT NULL,
    PRIMARY KEY (clinic_id, timebook_id, until),
    FOREIGN KEY (clinic_id, timebook_id) REFERENCES timebook (clinic_id, id) ON DELETE CASCADE
);

-- Who does a job that only one program at a time may do, and until when, by the database's clock.
CREATE TABLE job_lease (
    clinic_id TEXT COLLATE "C" NOT NULL,
    job       TEXT COLLATE "C" NOT NULL,
    holder    TEXT COLLATE "C" NOT NULL,
    until     BIGINT  NOT NULL,
    PRIMARY KEY (clinic_id, job)
);
