-- Which edit of a timebook this is: a plan is saved only on the one it was made from.
ALTER TABLE timebook ADD COLUMN revision BIGINT NOT NULL DEFAULT 1;
