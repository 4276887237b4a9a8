-- What is said about a row, as data, put into words in the language of whoever reads it. Rows from before have a
-- sentence in `reason` and no code.
ALTER TABLE import_problems ADD COLUMN code TEXT NOT NULL DEFAULT '';
ALTER TABLE import_problems ADD COLUMN arguments TEXT NOT NULL DEFAULT '';
