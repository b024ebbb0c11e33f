-- Eight clinics, each with three timebooks, 2,000 slots, 600 patients and 3,000 bookings, most of them decided.
CREATE TEMP TABLE clinics AS SELECT n, 'clinic-' || n AS id FROM generate_series(1, 8) AS n;

INSERT INTO clinic (clinic_id, made, name)
SELECT id, n, 'DDFL Test' FROM clinics;

INSERT INTO location (clinic_id, id, made, name, street, postal_code, city)
SELECT id, 'location', 1, 'Legekontoret', 'Influensaveien 3a', '1325', 'Lysaker' FROM clinics;

INSERT INTO timebook (clinic_id, id, made, kind, name, location_id, hours, slot_minutes, capacity,
                      weeks_ahead, published)
SELECT id, 'timebook-' || b, b, 'vaccine', 'Influensa', 'location', '[]', 15, 4, 8, 1
FROM clinics, generate_series(1, 3) AS b;

INSERT INTO slot (clinic_id, id, timebook_id, date, starts_at, ends_at, capacity, opens_at, closes_at, open)
SELECT id, 'slot-' || s, 'timebook-' || s % 3 + 1, (DATE '2025-01-01' + s / 40)::TEXT, s * 900000,
       (s + 1) * 900000, 4, 0, s * 900000, 1
FROM clinics, generate_series(1, 2000) AS s;

INSERT INTO patient (clinic_id, id, made, name, identity)
SELECT id, 'patient-' || p, p, 'Kurt Håkon Grytten', p::TEXT FROM clinics, generate_series(1, 600) AS p;

INSERT INTO booking (clinic_id, id, slot_id, patient_id, channel, requested_at, starts_at, request_key, revision,
                     status, place, decided_kind, decided_staff_id, decided_staff_name, decided_at)
SELECT id, 'booking-' || b, 'slot-' || b % 1500 + 1, 'patient-' || b % 600 + 1, 'portal', b * 60000,
       (b % 1500 + 1) * 900000, b::TEXT, 1,
       CASE WHEN waits THEN 'requested' ELSE 'confirmed' END, (b - 1) / 1500 + 1,
       CASE WHEN NOT waits THEN 'staff' END, CASE WHEN NOT waits THEN 'kari' END,
       CASE WHEN NOT waits THEN 'Kari Nilsen' END, CASE WHEN NOT waits THEN b * 60000 + 1000 END
FROM clinics, generate_series(1, 3000) AS b, LATERAL (SELECT b % 100 = 0 AS waits) AS state;

INSERT INTO outbox (clinic_id, id, booking_id, kind, channel, receiver, not_before, try_at, attempts,
                    delivered_at, dead_at)
SELECT id, 'item-' || b, 'booking-' || b, 'granted', 'portal', 'patient-' || b % 600 + 1, b * 60000, b * 60000, 0,
       CASE WHEN b % 50 > 1 THEN b * 60000 + 12000 END, CASE WHEN b % 50 = 1 THEN b * 60000 + 12000 END
FROM clinics, generate_series(1, 3000) AS b;

INSERT INTO journal (clinic_id, booking_id, at, actor_kind, patient_id, act)
SELECT id, 'booking-' || l % 3000 + 1, l, 'patient', 'patient-' || (l % 3000) % 600 + 1, 'requested'
FROM clinics, generate_series(1, 6000) AS l;

INSERT INTO portal_session (clinic_id, token, patient_id, form_token, expires_at)
SELECT id, 'token-' || t, 'patient-' || t, 'form', t FROM clinics, generate_series(1, 600) AS t;

INSERT INTO timebook_version (clinic_id, timebook_id, until, kind, name, location_id, location_name, street,
                              postal_code, city)
SELECT id, 'timebook-' || b, v, 'vaccine', 'Influensa', 'location', 'Legekontoret', 'Influensaveien 3a', '1325',
       'Lysaker'
FROM clinics, generate_series(1, 3) AS b, generate_series(1, 40) AS v;

ANALYZE;
