-- The access log holds what concerns no one booking too: log-ins, lists, a patient's record saved. An
-- entry names a patient wherever one is known, and is found by the patient.

ALTER TABLE journal ALTER COLUMN patient_id DROP NOT NULL;
ALTER TABLE journal ALTER COLUMN booking_id DROP NOT NULL;
ALTER TABLE journal ADD CHECK (booking_id IS NULL OR patient_id IS NOT NULL);

CREATE INDEX journal_of_patient ON journal (clinic_id, patient_id, line);
