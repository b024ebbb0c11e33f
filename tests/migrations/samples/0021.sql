-- A season that begins and does not end.
UPDATE timebook SET valid_from = '2025-01-01';
