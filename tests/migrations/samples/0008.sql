INSERT INTO journal (clinic_id, at, actor_kind, actor_staff_id, actor_staff_name, patient_id, booking_id, act)
VALUES
('00000000-0000-0001-0000-000000000000', 1737446402000, 'patient', NULL, NULL,
 '00000000-0000-0001-0000-000000000004', NULL, 'logged-in'),
('00000000-0000-0001-0000-000000000000', 1737446403000, 'system', NULL, NULL, NULL, NULL, 'patients-listed');
