-- Which edit of the profile or of a location this is, as a timebook has since 0011, and who saved each of
-- the three last: a save is made on the edit it was based on, and whoever comes second is told. Of what was
-- saved before, nobody knows by whom.
ALTER TABLE clinic ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE clinic ADD COLUMN saved_by TEXT;
ALTER TABLE clinic ADD COLUMN saved_at INTEGER;
ALTER TABLE location ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE location ADD COLUMN saved_by TEXT;
ALTER TABLE location ADD COLUMN saved_at INTEGER;
ALTER TABLE timebook ADD COLUMN saved_by TEXT;
ALTER TABLE timebook ADD COLUMN saved_at INTEGER;
