UPDATE clinic SET revision = revision + 1, saved_by = 'Kari Nilsen', saved_at = 1737446400000;
