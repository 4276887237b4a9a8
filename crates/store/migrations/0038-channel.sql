-- What a shop's own program pushes of its goods, and what it calls an order (docs/protocols/channel.md).

-- As of when, by the program's own clock, the stock and the price were said last: an older word changes nothing.
ALTER TABLE variants ADD COLUMN stock_at BIGINT;
ALTER TABLE variants ADD COLUMN price_at BIGINT;
CREATE INDEX variants_by_external_id ON variants (merchant_id, external_id);
CREATE INDEX variants_by_sku ON variants (merchant_id, sku);

-- The order's number in the shop's own books; empty where it has none.
ALTER TABLE orders ADD COLUMN reference TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX order_references ON orders (merchant_id, reference) WHERE reference <> '';

-- What was pushed, counted by the hour in which it began.
CREATE TABLE channel_pushes (
    merchant_id BIGINT NOT NULL REFERENCES merchants (id),
    kind TEXT NOT NULL CHECK (kind IN ('products', 'stock', 'prices')),
    hour BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    stale BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    PRIMARY KEY (merchant_id, kind, hour)
) @keyed_table;
CREATE INDEX channel_pushes_by_age ON channel_pushes (hour);

-- What of it was refused, each name once, until it is pushed rightly.
CREATE TABLE channel_refusals (
    merchant_id BIGINT NOT NULL REFERENCES merchants (id),
    kind TEXT NOT NULL CHECK (kind IN ('products', 'stock', 'prices')),
    name TEXT NOT NULL,
    field TEXT NOT NULL,
    reason TEXT NOT NULL,
    refused_at BIGINT NOT NULL,
    PRIMARY KEY (merchant_id, kind, name)
) @keyed_table;
CREATE INDEX channel_refusals_in_order ON channel_refusals (merchant_id, refused_at, kind, name);
CREATE INDEX channel_refusals_by_age ON channel_refusals (refused_at);
