-- When patients may request a time. The rules are the timebook's; the window that follows from them is stored with
-- each slot, so that the statement that saves a request compares two numbers.
ALTER TABLE timebook ADD COLUMN lead_minutes BIGINT CHECK (lead_minutes >= 1);
ALTER TABLE timebook ADD COLUMN horizon_days BIGINT CHECK (horizon_days >= 1);

-- All times are released at one instant, or those of each week `release_weeks` weeks before, on a weekday (Monday
-- is 1) at a minute of the day in Europe/Oslo. With none of them times are released as soon as they are published.
ALTER TABLE timebook ADD COLUMN releases_at BIGINT;
ALTER TABLE timebook ADD COLUMN release_weeks BIGINT CHECK (release_weeks >= 0);
ALTER TABLE timebook ADD COLUMN release_weekday BIGINT
    CHECK ((release_weekday IS NULL) = (release_weeks IS NULL) AND release_weekday BETWEEN 1 AND 7);
ALTER TABLE timebook ADD COLUMN release_minute BIGINT
    CHECK ((release_minute IS NULL) = (release_weeks IS NULL) AND release_minute BETWEEN 0 AND 1440
           AND (release_minute IS NULL OR releases_at IS NULL));

ALTER TABLE slot ADD COLUMN opens_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE slot ADD COLUMN closes_at BIGINT NOT NULL DEFAULT 0;
UPDATE slot SET closes_at = starts_at;

-- The defaults were for the rows of before only. A program of before, which still runs at another desk, would add
-- slots that nobody can request; the server refuses them.
ALTER TABLE slot ALTER COLUMN opens_at DROP DEFAULT;
ALTER TABLE slot ALTER COLUMN closes_at DROP DEFAULT;
