-- Pledges whose first gift comes on a later day, starts_on (2026-11-30). Until then owed_id is the first gift, and tried_on
-- is empty. asked_token: with what it is to be paid, while the provider is asked whether it can be used without its donor;
-- asked_key: what the provider knows the question by; asked_url: where the bank asks.
ALTER TABLE pledges ADD COLUMN starts_on TEXT NOT NULL DEFAULT '';
ALTER TABLE pledges ADD COLUMN asked_token TEXT NOT NULL DEFAULT '';
ALTER TABLE pledges ADD COLUMN asked_key TEXT NOT NULL DEFAULT '';
ALTER TABLE pledges ADD COLUMN asked_url TEXT NOT NULL DEFAULT '';

-- An open gift that is promised for a later day: nothing is taken for it before. What a state may be cannot be widened
-- without writing every gift anew.
ALTER TABLE donations ADD COLUMN is_promised BIGINT NOT NULL DEFAULT 0 CHECK (is_promised IN (0, 1));
