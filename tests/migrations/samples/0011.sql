UPDATE timebook SET revision = revision + 1;
