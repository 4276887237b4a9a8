-- The campaign for which a shop's buyers may round up what they paid.
CREATE TABLE round_ups (
    merchant_id BIGINT PRIMARY KEY REFERENCES merchants (id),
    campaign_id BIGINT NOT NULL,
    chosen_by BIGINT,
    chosen_at BIGINT NOT NULL
) @table;

-- Orders that a gift rounds up, each once, and who sold them.
CREATE TABLE rounded_orders (
    order_id BIGINT PRIMARY KEY,
    merchant_id BIGINT NOT NULL REFERENCES merchants (id),
    donation_id BIGINT NOT NULL
) @table;
CREATE INDEX rounded_orders_of_merchant ON rounded_orders (merchant_id);
