// Filters on lists and tables.
