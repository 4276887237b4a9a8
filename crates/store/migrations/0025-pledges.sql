-- Gifts that come again. Who gives stands in the first gift (donation_id). number: the newest due date that was dealt
-- with, zero for the first gift; owed_id: the gift of it that is not given. anchor and the other days are written 2026-11-30;
-- shift: the number of the gift that is due on the anchor. ends_count: so many due dates. missed: in a row. told: the gift
-- whose donor knows that the card ends before it. next_at: when it is looked at next; it is the whole schedule, no job waits
-- for it.
CREATE TABLE pledges (
    @own,
    campaign_id BIGINT NOT NULL,
    donation_id BIGINT NOT NULL,
    account_id BIGINT,
    link_seed BYTEA NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('new', 'active', 'needs_authentication', 'at_risk', 'paused', 'canceled', 'ended')),
    is_held BIGINT NOT NULL DEFAULT 0 CHECK (is_held IN (0, 1)),
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    cover BIGINT NOT NULL DEFAULT 0 CHECK (cover >= 0),
    designation TEXT NOT NULL DEFAULT '',
    every TEXT NOT NULL CHECK (every IN ('weekly', 'monthly', 'quarterly', 'yearly')),
    ends_on TEXT NOT NULL DEFAULT '',
    ends_count BIGINT CHECK (ends_count > 0),
    anchor TEXT NOT NULL,
    shift BIGINT NOT NULL DEFAULT 0 CHECK (shift >= 0),
    time_zone TEXT NOT NULL,
    next_on TEXT NOT NULL DEFAULT '',
    number BIGINT NOT NULL DEFAULT 0 CHECK (number >= 0),
    owed_id BIGINT,
    tried_on TEXT NOT NULL DEFAULT '',
    retry_at BIGINT,
    missed BIGINT NOT NULL DEFAULT 0,
    told BIGINT NOT NULL DEFAULT 0,
    next_at BIGINT,
    provider TEXT NOT NULL DEFAULT '',
    method_token TEXT NOT NULL DEFAULT '',
    method_brand TEXT NOT NULL DEFAULT '',
    method_last4 TEXT NOT NULL DEFAULT '',
    method_expires TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    CHECK (ends_on = '' OR ends_count IS NULL),
    @fk(campaign_id, campaigns)
) @table;
CREATE INDEX pledges_by_time ON pledges (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX pledges_by_period ON pledges (every, next_at) WHERE next_at IS NOT NULL;
CREATE INDEX pledges_of_account ON pledges (account_id, id) WHERE account_id IS NOT NULL;
CREATE INDEX pledges_by_state ON pledges (merchant_id, state, id);
CREATE INDEX pledges_by_method ON pledges (method_token) WHERE method_token <> '';
CREATE INDEX pledges_new ON pledges (created_at) WHERE state = 'new';

-- Which gift of which pledge it is. A due date is charged once at most, whatever dies when.
ALTER TABLE donations ADD COLUMN pledge_id BIGINT;
ALTER TABLE donations ADD COLUMN pledge_no BIGINT;
CREATE UNIQUE INDEX donations_of_pledge ON donations (pledge_id, pledge_no) WHERE pledge_id IS NOT NULL;
