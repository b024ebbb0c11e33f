-- The same number as under postgres/, where a default is dropped that an older program at another desk could
-- use. Only one program can use a data folder, and an older one does not open newer tables, so here the default
-- harms nothing. SQLite could drop it only by copying the whole table.
SELECT 1;
