-- From when until when the weekly hours of a timebook are valid, both dates included; NULL for no limit.
ALTER TABLE timebook ADD COLUMN valid_from TEXT;
ALTER TABLE timebook ADD COLUMN valid_until TEXT;
