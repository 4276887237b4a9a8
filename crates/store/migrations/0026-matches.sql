-- Sponsors who promise to match gifts to a campaign. ratio: basis points of a gift; gift_cap: the most that is added to
-- one; cap and matched: what match_entries say in sum, written with them. is_test: made where no real money moves, and
-- for such gifts alone. ended_at: ended before its time. Everything but cap, matched and ended_at stays as it was made.
CREATE TABLE matches (
    @own,
    campaign_id BIGINT NOT NULL,
    sponsor TEXT NOT NULL,
    link TEXT NOT NULL DEFAULT '',
    is_test BIGINT NOT NULL CHECK (is_test IN (0, 1)),
    currency TEXT NOT NULL,
    ratio BIGINT NOT NULL CHECK (ratio > 0),
    cap BIGINT NOT NULL CHECK (cap > 0),
    gift_cap BIGINT CHECK (gift_cap > 0),
    matched BIGINT NOT NULL DEFAULT 0 CHECK (matched >= 0),
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    ended_at BIGINT,
    created_at BIGINT NOT NULL,
    CHECK (matched <= cap),
    CHECK (starts_at < ends_at),
    @fk(campaign_id, campaigns)
) @table;
CREATE INDEX matches_of_campaign ON matches (merchant_id, campaign_id, starts_at, id);

-- The account of each promise, row by row in the order in which they count: what the sponsor promised, what was added to
-- each gift that settled in its time (nothing where nothing was left), what came back with a gift. left_after: what was left
-- of the promise after the row.
CREATE TABLE match_entries (
    merchant_id BIGINT NOT NULL REFERENCES merchants (id),
    match_id BIGINT NOT NULL,
    number BIGINT NOT NULL CHECK (number > 0),
    kind TEXT NOT NULL CHECK (kind IN ('promised', 'gift', 'back')),
    donation_id BIGINT,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    left_after BIGINT NOT NULL CHECK (left_after >= 0),
    entered_by BIGINT,
    happened_at BIGINT NOT NULL,
    CHECK ((kind = 'promised') = (donation_id IS NULL)),
    PRIMARY KEY (merchant_id, match_id, number),
    @fk(match_id, matches),
    @fk(donation_id, donations)
) @keyed_table;
-- One gift is matched once by one promise, and taken back once, whatever is told twice.
CREATE UNIQUE INDEX entries_of_gift ON match_entries (merchant_id, donation_id, match_id, kind)
    WHERE donation_id IS NOT NULL;
CREATE INDEX entries_by_time ON match_entries (merchant_id, match_id, happened_at, number);

@append_only(match_entries)
