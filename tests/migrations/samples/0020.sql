-- The cancelled booking was a request before.
UPDATE booking SET held = '{"place":2,"confirmed":null}' WHERE status = 'cancelled';
