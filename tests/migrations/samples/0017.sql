-- Each booking has the start of its slot already; nothing is new.
UPDATE booking SET starts_at = starts_at + 0;
