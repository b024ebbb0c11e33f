-- When a session ends however much it is used. None for one that was opened before there was a limit on
-- idle time: it ends when it expires.
ALTER TABLE portal_session ADD COLUMN ends_at INTEGER;
