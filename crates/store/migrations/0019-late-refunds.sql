-- Units that a refund was given for: a refund that fails days later gives them up again, and no others.
CREATE TABLE refund_lines (
    merchant_id BIGINT NOT NULL,
    refund_id BIGINT NOT NULL,
    order_line_id BIGINT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    restocked BIGINT NOT NULL CHECK (restocked BETWEEN 0 AND quantity),
    PRIMARY KEY (merchant_id, refund_id, order_line_id),
    @fk(refund_id, refunds),
    @fk(order_line_id, order_lines)
) @table;

-- The provider's own name of a refund; empty until it was told.
ALTER TABLE refunds ADD COLUMN provider_ref TEXT NOT NULL DEFAULT '';
CREATE INDEX refunds_by_ref ON refunds (provider_ref) WHERE provider_ref <> '';
CREATE INDEX refunds_by_key ON refunds (refund_key);
