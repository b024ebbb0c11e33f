-- Which clinic a database is for, before the clinic has a profile: settled once, by the program that opens
-- the database first. Whoever opens it before the set-up is done serves the same clinic.
--
-- The same file stands under sqlite/. A database that holds anything of a clinic is for that one.

CREATE TABLE first_clinic (
    clinic_id TEXT COLLATE "C" NOT NULL,
    one       BIGINT NOT NULL PRIMARY KEY CHECK (one = 1)
);

INSERT INTO first_clinic (clinic_id, one)
SELECT clinic_id, 1 FROM (
    SELECT clinic_id, made, 0 AS rank FROM clinic
    UNION ALL SELECT clinic_id, made, 1 FROM location
    UNION ALL SELECT clinic_id, made, 1 FROM timebook
    UNION ALL SELECT clinic_id, made, 1 FROM patient
) AS known ORDER BY rank, made, clinic_id LIMIT 1;
