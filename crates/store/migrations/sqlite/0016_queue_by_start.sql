-- The queue in the order of the times asked for. A slot's start never changes, so a request carries a copy
-- of it, by which one index gives the queue in order.
ALTER TABLE booking ADD COLUMN starts_at INTEGER NOT NULL DEFAULT 0;

UPDATE booking SET starts_at = (SELECT slot.starts_at FROM slot
                                WHERE slot.clinic_id = booking.clinic_id AND slot.id = booking.slot_id);

CREATE INDEX booking_waiting_by_start ON booking (clinic_id, starts_at, id) WHERE status = 'requested';
