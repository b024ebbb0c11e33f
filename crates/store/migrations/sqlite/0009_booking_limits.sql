-- How many live bookings of times to come one person may have: of one type, and of all together. What a
-- clinic began with before it could choose is what new ones begin with.
ALTER TABLE clinic ADD COLUMN limit_of_type INTEGER NOT NULL DEFAULT 2 CHECK (limit_of_type >= 1);
ALTER TABLE clinic ADD COLUMN limit_in_all INTEGER NOT NULL DEFAULT 5 CHECK (limit_in_all >= 1);
