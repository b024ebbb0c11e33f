-- When patients may request a time. The rules are the timebook's; the window that follows from them is stored with
-- each slot, so that the statement that saves a request compares two numbers.
ALTER TABLE timebook ADD COLUMN lead_minutes INTEGER CHECK (lead_minutes >= 1);
ALTER TABLE timebook ADD COLUMN horizon_days INTEGER CHECK (horizon_days >= 1);

-- All times are released at one instant, or those of each week `release_weeks` weeks before, on a weekday (Monday
-- is 1) at a minute of the day in Europe/Oslo. With none of them times are released as soon as they are published.
ALTER TABLE timebook ADD COLUMN releases_at INTEGER;
ALTER TABLE timebook ADD COLUMN release_weeks INTEGER CHECK (release_weeks >= 0);
ALTER TABLE timebook ADD COLUMN release_weekday INTEGER
    CHECK ((release_weekday IS NULL) = (release_weeks IS NULL) AND release_weekday BETWEEN 1 AND 7);
ALTER TABLE timebook ADD COLUMN release_minute INTEGER
    CHECK ((release_minute IS NULL) = (release_weeks IS NULL) AND release_minute BETWEEN 0 AND 1440
           AND (release_minute IS NULL OR releases_at IS NULL));

ALTER TABLE slot ADD COLUMN opens_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE slot ADD COLUMN closes_at INTEGER NOT NULL DEFAULT 0;
UPDATE slot SET closes_at = starts_at;

-- The defaults were for the rows of before. They stay, because SQLite could drop them only by copying the table (see
-- 0017); every program that opens these tables names both columns.
