-- Payments that buyers' banks take back: one row per dispute, as its provider last told it.
CREATE TABLE disputes (
    @own,
    order_id BIGINT NOT NULL,
    payment_id BIGINT NOT NULL,
    payee TEXT NOT NULL,
    provider_ref TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'under_review', 'won', 'lost', 'closed')),
    is_inquiry BIGINT NOT NULL CHECK (is_inquiry IN (0, 1)),
    reason TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    due_at BIGINT,
    answer TEXT NOT NULL DEFAULT '',
    answered_at BIGINT,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT,
    @fk(order_id, orders),
    @fk(payment_id, payments)
) @table;
CREATE INDEX disputes_of_order ON disputes (merchant_id, order_id);
CREATE UNIQUE INDEX disputes_by_ref ON disputes (merchant_id, provider_ref);
CREATE INDEX disputes_of_merchant ON disputes (merchant_id, id);
CREATE INDEX disputes_waiting ON disputes (merchant_id, due_at) WHERE state = 'waiting';
CREATE INDEX disputes_open ON disputes (state, id) WHERE state IN ('waiting', 'under_review');
