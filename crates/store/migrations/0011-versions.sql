-- How often a checkout was written: what was decided on an older reading of it is decided again.
ALTER TABLE checkouts ADD COLUMN version BIGINT NOT NULL DEFAULT 0;
