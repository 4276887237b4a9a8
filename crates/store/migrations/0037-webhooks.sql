-- Where merchants' own programs listen, and what they are told.
CREATE TABLE webhooks (
    id BIGINT @id,
    merchant_id BIGINT NOT NULL REFERENCES merchants (id),
    url TEXT NOT NULL,
    -- Words, space-separated.
    events TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('on', 'paused', 'stopped')),
    -- Sealed with the server's key (ADR 0007). The one before the newest is empty where there is none.
    secret BYTEA NOT NULL,
    old_secret BYTEA NOT NULL,
    old_until BIGINT,
    created_at BIGINT NOT NULL,
    last_success_at BIGINT,
    last_failure_at BIGINT,
    last_failure TEXT NOT NULL DEFAULT ''
) @table;
CREATE INDEX webhooks_of_merchant ON webhooks (merchant_id, id);

-- One row per endpoint and event, whatever dies when. No words of a buyer's are in it, only what the endpoint answered.
CREATE TABLE webhook_deliveries (
    id BIGINT @id,
    merchant_id BIGINT NOT NULL REFERENCES merchants (id),
    webhook_id BIGINT NOT NULL REFERENCES webhooks (id),
    event TEXT NOT NULL,
    order_id BIGINT NOT NULL,
    -- What the event is about: a refund, a parcel, a request, or the order itself.
    about BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'failed')),
    happened_at BIGINT NOT NULL,
    -- Since when it is tried: patience is counted from there.
    since BIGINT NOT NULL,
    -- When it is tried next; while it is being sent, when whoever sends it counts as dead.
    run_at BIGINT NOT NULL,
    is_sending BIGINT NOT NULL DEFAULT 0 CHECK (is_sending IN (0, 1)),
    tries BIGINT NOT NULL DEFAULT 0,
    tried_at BIGINT,
    status BIGINT,
    answer TEXT NOT NULL DEFAULT '',
    delivered_at BIGINT
) @table;
CREATE UNIQUE INDEX one_delivery_each ON webhook_deliveries (webhook_id, event, about);
CREATE INDEX webhook_deliveries_in_order ON webhook_deliveries (webhook_id, id);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook_id, run_at, id) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_failed ON webhook_deliveries (webhook_id, id) WHERE state = 'failed';
CREATE INDEX webhook_deliveries_tried ON webhook_deliveries (webhook_id, tried_at);
CREATE INDEX webhook_deliveries_of_order ON webhook_deliveries (merchant_id, order_id);
CREATE INDEX webhook_deliveries_by_age ON webhook_deliveries (happened_at);
