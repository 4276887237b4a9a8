-- Work to do, what was said, what was counted.

-- The outbox. unique_key makes an effect happen once per transition and channel (F30); NULL: any number.
CREATE TABLE jobs (
    id BIGINT @id,
    kind TEXT NOT NULL,
    merchant_id BIGINT NOT NULL DEFAULT 0,
    subject BIGINT NOT NULL DEFAULT 0,
    payload TEXT NOT NULL DEFAULT '',
    unique_key TEXT UNIQUE,
    state TEXT NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'dead')),
    run_at BIGINT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    last_error TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL
) @table;
CREATE INDEX ready_jobs ON jobs (run_at, id) WHERE state = 'ready';
CREATE INDEX dead_jobs ON jobs (merchant_id, id) WHERE state = 'dead';

-- Key and outcome of a request that may be repeated, kept in the transaction of its effect.
CREATE TABLE idempotency (
    scope TEXT NOT NULL,
    request_key TEXT NOT NULL,
    request_hash BYTEA NOT NULL,
    status BIGINT NOT NULL,
    response TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (scope, request_key)
) @table;
CREATE INDEX idempotency_by_age ON idempotency (created_at);

-- Mails sent or, in the demo, only shown. unique_key: one per order, transition and reader.
CREATE TABLE mails (
    id BIGINT @id,
    unique_key TEXT NOT NULL UNIQUE,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT NOT NULL,
    sent_at BIGINT,
    created_at BIGINT NOT NULL
) @table;

-- Counted views, taps and started checkouts; orders are counted from orders. day: days since 1970 in UTC.
CREATE TABLE funnel (
    merchant_id BIGINT NOT NULL,
    day BIGINT NOT NULL,
    post_id BIGINT NOT NULL,
    product_id BIGINT NOT NULL,
    impressions BIGINT NOT NULL DEFAULT 0,
    taps BIGINT NOT NULL DEFAULT 0,
    checkouts BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (merchant_id, day, post_id, product_id)
) @table;

-- What staff and operators did. Written in the transaction of the act, never changed.
CREATE TABLE staff_actions (
    id BIGINT @id,
    merchant_id BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL
) @table;
CREATE INDEX staff_actions_of ON staff_actions (merchant_id, id);
CREATE INDEX staff_actions_about ON staff_actions (merchant_id, subject, id);
