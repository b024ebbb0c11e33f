-- A location is closed over New Year.
INSERT INTO opening_exception (clinic_id, id, made, location_id, first_date, last_date, change, periods, note)
VALUES ('00000000-0000-0001-0000-000000000000', '00000000-0000-0001-0000-000000000006', 1,
        '00000000-0000-0001-0000-000000000001', '2025-12-24', '2026-01-02', 'closed', '[]', 'Jul');
INSERT INTO opening_revision (clinic_id, revision) VALUES ('00000000-0000-0001-0000-000000000000', 3);
