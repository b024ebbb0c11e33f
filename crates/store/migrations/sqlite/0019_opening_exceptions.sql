-- Dates on which the opening hours are changed: of the whole clinic, or of one location or timebook. They were JSON
-- in a column of the timebook, which no screen ever filled. A program of before, which still runs at another desk,
-- cannot read timebooks without that column. It must not: it would offer times on days that are closed.
ALTER TABLE timebook DROP COLUMN exceptions;

-- The first and the last date count. `change` says how, and `periods`, JSON, at which times of the day.
CREATE TABLE opening_exception (
    clinic_id   TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    made        INTEGER NOT NULL,
    location_id TEXT,
    timebook_id TEXT,
    first_date  TEXT    NOT NULL,
    last_date   TEXT    NOT NULL,
    change      TEXT    NOT NULL,
    periods     TEXT    NOT NULL,
    note        TEXT,
    revision    INTEGER NOT NULL DEFAULT 1,
    saved_by    TEXT,
    saved_at    INTEGER,
    PRIMARY KEY (clinic_id, id),
    FOREIGN KEY (clinic_id, location_id) REFERENCES location (clinic_id, id) ON DELETE CASCADE,
    FOREIGN KEY (clinic_id, timebook_id) REFERENCES timebook (clinic_id, id) ON DELETE CASCADE,
    CHECK (location_id IS NULL OR timebook_id IS NULL)
) STRICT;

CREATE INDEX opening_exception_by_end ON opening_exception (clinic_id, last_date);

-- Raised by every change of a clinic's exceptions. A plan is saved only with the number it was made with.
CREATE TABLE opening_revision (
    clinic_id TEXT    NOT NULL PRIMARY KEY,
    revision  INTEGER NOT NULL
) STRICT;

-- The minutes between two times.
ALTER TABLE timebook ADD COLUMN pause_minutes INTEGER NOT NULL DEFAULT 0 CHECK (pause_minutes >= 0);
