-- What a booking had before it was cancelled, as JSON, so that the cancellation can be undone.
ALTER TABLE booking ADD COLUMN held TEXT;

-- Times that are booked but outside the opening hours: staff move or cancel their bookings.
CREATE INDEX slot_closed ON slot (clinic_id, starts_at) WHERE open = 0;
