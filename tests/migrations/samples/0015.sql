UPDATE first_clinic SET one = 1;
