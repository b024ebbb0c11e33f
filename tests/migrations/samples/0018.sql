-- The timebook gets rules. Its slot, from before, can be requested until it begins.
UPDATE timebook SET lead_minutes = 120, horizon_days = 30, release_weeks = 1, release_weekday = 1,
                    release_minute = 480;
