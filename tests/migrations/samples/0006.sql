INSERT INTO portal_session (clinic_id, token, patient_id, form_token, expires_at, ends_at, draft)
VALUES ('00000000-0000-0001-0000-000000000000', '0f0f0f0f', '00000000-0000-0001-0000-000000000004', 'beef',
        1737448200000, 1737453600000, 'written by nobody');
