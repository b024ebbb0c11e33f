-- A request names the start of its slot. The default was for the rows of 0016 only: a program of before, which
-- still runs at another desk, would save requests without a start. They would always come first in the queue
-- and expire at once. Without the default the server refuses them.
ALTER TABLE booking ALTER COLUMN starts_at DROP DEFAULT;
