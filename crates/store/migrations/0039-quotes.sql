-- A shop's own program that is asked at checkout for stock, shipping, tax and discounts (docs/protocols/channel.md).
CREATE TABLE quote_callbacks (
    merchant_id BIGINT NOT NULL REFERENCES merchants (id),
    url TEXT NOT NULL,
    -- Words, space-separated.
    topics TEXT NOT NULL,
    deadline_ms BIGINT NOT NULL CHECK (deadline_ms BETWEEN 300 AND 3000),
    on_failure TEXT NOT NULL CHECK (on_failure IN ('use-ours', 'refuse')),
    is_on BIGINT NOT NULL CHECK (is_on IN (0, 1)),
    -- Sealed with the server's key (ADR 0007). The one before the newest is empty where there is none.
    secret BYTEA NOT NULL,
    old_secret BYTEA NOT NULL,
    old_until BIGINT,
    created_at BIGINT NOT NULL,
    last_failure_at BIGINT,
    last_failure TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (merchant_id)
) @keyed_table;

-- How its questions went, counted by the hour.
CREATE TABLE quote_hours (
    merchant_id BIGINT NOT NULL REFERENCES merchants (id),
    hour BIGINT NOT NULL,
    asked BIGINT NOT NULL,
    answered BIGINT NOT NULL,
    late BIGINT NOT NULL,
    wrong BIGINT NOT NULL,
    fell_back BIGINT NOT NULL,
    PRIMARY KEY (merchant_id, hour)
) @keyed_table;
CREATE INDEX quote_hours_by_age ON quote_hours (hour);

-- What it took off one unit, and what buyers read beside it. unit_price is what was paid, without it.
ALTER TABLE order_lines ADD COLUMN discount BIGINT NOT NULL DEFAULT 0 CHECK (discount >= 0);
ALTER TABLE order_lines ADD COLUMN discount_title TEXT NOT NULL DEFAULT '';
