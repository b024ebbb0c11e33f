-- A row of every table that came with the outbox in its final shape.

INSERT INTO outbox (clinic_id, id, booking_id, kind, channel, receiver, words, not_before, try_at, attempts,
                    last_error, dead_at, delivered_at)
VALUES ('00000000-0000-0001-0000-000000000000', '00000000-0000-0001-0000-000000000033',
        '00000000-0000-0001-0000-000000000015', 'expired', 'portal', '00000000-0000-0001-0000-000000000004',
        NULL, 1737446411000, 1737450000000, 10, 'no route', 1737450000000, NULL);

INSERT INTO timebook_version (clinic_id, timebook_id, until, kind, name, practitioner, location_id,
                              location_name, street, postal_code, city)
VALUES ('00000000-0000-0001-0000-000000000000', '00000000-0000-0001-0000-000000000002', 1737440000000, 'lab',
        'Prøver', NULL, '00000000-0000-0001-0000-000000000001', 'Laboratoriet', 'Veien 1', '0001', 'Oslo');

INSERT INTO job_lease (clinic_id, job, holder, until)
VALUES ('00000000-0000-0001-0000-000000000000', 'deliver', 'a program', 1737440000000);
