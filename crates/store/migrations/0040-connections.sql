-- Shops that stay where they are, and what goes there and comes from there (docs/merchants/channels.md).
CREATE TABLE connections (
    id BIGINT @id,
    merchant_id BIGINT NOT NULL REFERENCES merchants (id),
    platform TEXT NOT NULL,
    -- The platform's own id of the shop, and its name there.
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    currency TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('on', 'paused', 'broken', 'closed')),
    -- Sealed with the server's key (ADR 0007); empty once it is closed.
    keys BYTEA NOT NULL,
    keys_end_at BIGINT,
    -- Whoever gets new keys has until then; nobody else asks for some.
    renewing_until BIGINT NOT NULL DEFAULT 0,
    -- What is bought here at once: everything, or what is chosen.
    takes TEXT NOT NULL CHECK (takes IN ('all', 'chosen')),
    -- Units of each variant that are not sold here.
    margin BIGINT NOT NULL DEFAULT 0 CHECK (margin >= 0),
    -- The job that reads it, and where that stands: what it does, as which run, and after which page.
    sync_job BIGINT NOT NULL,
    pass TEXT NOT NULL CHECK (pass IN ('load', 'sweep', 'compare', 'orders', 'idle')),
    run BIGINT NOT NULL,
    cursor TEXT NOT NULL DEFAULT '',
    pass_as_of BIGINT,
    pass_seen BIGINT NOT NULL DEFAULT 0,
    pass_total BIGINT,
    pass_repaired BIGINT NOT NULL DEFAULT 0,
    -- As of when everything that changed is known, by the platform's clock: of goods, and of orders.
    goods_as_of BIGINT,
    orders_as_of BIGINT,
    loaded_at BIGINT,
    swept_at BIGINT,
    compared_at BIGINT,
    -- How many products the last full compare found to be another than was known.
    drift BIGINT NOT NULL DEFAULT 0,
    -- When a comparison last met so few of what is on sale that nothing was taken off; NULL: it was as usual.
    shrunk_at BIGINT,
    listening_at BIGINT,
    heard_at BIGINT,
    next_sweep_at BIGINT NOT NULL,
    next_compare_at BIGINT NOT NULL,
    -- Nothing is asked before; and how often in a row it could not be reached.
    not_before BIGINT NOT NULL DEFAULT 0,
    fails BIGINT NOT NULL DEFAULT 0,
    trouble TEXT NOT NULL DEFAULT '',
    trouble_at BIGINT,
    created_at BIGINT NOT NULL,
    closed_at BIGINT
) @table;
CREATE UNIQUE INDEX one_connection_each ON connections (platform, account) WHERE state <> 'closed';
CREATE INDEX connections_of_merchant ON connections (merchant_id, id);

-- Whose a product is: a connected shop's, or, where this is NULL, a file's, a program's or a hand's.
ALTER TABLE products ADD COLUMN connection_id BIGINT;
CREATE INDEX products_of_connection ON products (connection_id, id) WHERE connection_id IS NOT NULL;

-- What is on its way to a shop: one row for an order, for money given back, for a cancellation.
CREATE TABLE connection_sends (
    id BIGINT @id,
    merchant_id BIGINT NOT NULL REFERENCES merchants (id),
    connection_id BIGINT NOT NULL REFERENCES connections (id),
    order_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('order', 'refund', 'cancel', 'trial')),
    -- The order, the refund, or the trial itself.
    about BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'asked', 'done', 'stuck', 'dropped')),
    since BIGINT NOT NULL,
    -- When it is tried next; while it is being sent, when whoever sends it counts as dead.
    run_at BIGINT NOT NULL,
    is_sending BIGINT NOT NULL DEFAULT 0 CHECK (is_sending IN (0, 1)),
    tries BIGINT NOT NULL DEFAULT 0,
    -- Until when the shop may have been asked: from then on a search that does not find it counts.
    asked_at BIGINT,
    done_at BIGINT,
    -- What the shop calls it: its id, the number that people read, and what it adds up to.
    reference TEXT NOT NULL DEFAULT '',
    number TEXT NOT NULL DEFAULT '',
    total BIGINT,
    -- What is wrong with it, or what differs.
    remark TEXT NOT NULL DEFAULT '',
    -- It was canceled in the shop.
    ended_there BIGINT NOT NULL DEFAULT 0 CHECK (ended_there IN (0, 1))
) @table;
CREATE UNIQUE INDEX one_send_each ON connection_sends (connection_id, kind, about);
CREATE INDEX connection_sends_due ON connection_sends (connection_id, run_at, id) WHERE state IN ('waiting', 'asked');
CREATE INDEX connection_sends_open ON connection_sends (connection_id, id) WHERE state IN ('waiting', 'asked', 'stuck');
CREATE INDEX connection_sends_stuck ON connection_sends (merchant_id, id) WHERE state = 'stuck';
CREATE INDEX connection_sends_done ON connection_sends (connection_id, done_at);
CREATE INDEX connection_sends_of_order ON connection_sends (merchant_id, order_id);

-- Parcels and refunds of a shop that were written down here, each once.
CREATE TABLE connection_seen (
    connection_id BIGINT NOT NULL REFERENCES connections (id),
    kind TEXT NOT NULL CHECK (kind IN ('parcel', 'refund')),
    their_id TEXT NOT NULL,
    merchant_id BIGINT NOT NULL REFERENCES merchants (id),
    order_id BIGINT NOT NULL,
    -- The parcel or the refund here.
    ours BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (connection_id, kind, their_id)
) @keyed_table;
CREATE INDEX connection_seen_ours ON connection_seen (connection_id, ours);

-- Messages that were heard, each once, and what they gave reason to ask about.
CREATE TABLE connection_messages (
    connection_id BIGINT NOT NULL REFERENCES connections (id),
    message_id TEXT NOT NULL,
    heard_at BIGINT NOT NULL,
    PRIMARY KEY (connection_id, message_id)
) @keyed_table;
CREATE INDEX connection_messages_by_age ON connection_messages (heard_at);

CREATE TABLE connection_wishes (
    connection_id BIGINT NOT NULL REFERENCES connections (id),
    kind TEXT NOT NULL CHECK (kind IN ('product', 'stock', 'order')),
    name TEXT NOT NULL,
    wished_at BIGINT NOT NULL,
    PRIMARY KEY (connection_id, kind, name)
) @keyed_table;
CREATE INDEX connection_wishes_in_order ON connection_wishes (connection_id, wished_at);

-- Products of a shop that cannot be sold here, and why, until they can.
CREATE TABLE connection_refusals (
    connection_id BIGINT NOT NULL REFERENCES connections (id),
    name TEXT NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    -- The word of the problem, and what belongs to it.
    code TEXT NOT NULL,
    argument TEXT NOT NULL,
    run BIGINT NOT NULL,
    refused_at BIGINT NOT NULL,
    PRIMARY KEY (connection_id, name)
) @keyed_table;

-- How asking it went, counted by the hour.
CREATE TABLE connection_hours (
    connection_id BIGINT NOT NULL REFERENCES connections (id),
    hour BIGINT NOT NULL,
    asked BIGINT NOT NULL,
    failed BIGINT NOT NULL,
    busy BIGINT NOT NULL,
    PRIMARY KEY (connection_id, hour)
) @keyed_table;
CREATE INDEX connection_hours_by_age ON connection_hours (hour);
