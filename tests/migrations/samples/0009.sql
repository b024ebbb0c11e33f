UPDATE clinic SET limit_of_type = 3, limit_in_all = 20;
