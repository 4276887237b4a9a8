-- Money that moved, as double entries: each row takes its amount from the account `credit` and puts it on `debit`.
-- What moved (kind) and what it happened to (source_id: a payment, a refund …) name a row, so that nothing is booked
-- twice. order_id is 0 where no order is meant.
CREATE TABLE ledger (
    merchant_id BIGINT NOT NULL REFERENCES merchants (id),
    order_id BIGINT NOT NULL DEFAULT 0,
    kind TEXT NOT NULL,
    source_id BIGINT NOT NULL,
    debit TEXT NOT NULL,
    credit TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    happened_at BIGINT NOT NULL,
    CHECK (debit <> credit),
    PRIMARY KEY (merchant_id, order_id, kind, source_id)
) @keyed_table;

-- What was taken and given back before there was a ledger.
INSERT INTO ledger (merchant_id, order_id, kind, source_id, debit, credit, currency, amount, happened_at)
SELECT p.merchant_id, p.order_id, 'charge', p.id, 'balance', 'sales', p.currency, p.captured,
       coalesce(o.confirmed_at, p.updated_at)
  FROM payments p JOIN orders o ON o.merchant_id = p.merchant_id AND o.id = p.order_id
 WHERE p.captured > 0;
INSERT INTO ledger (merchant_id, order_id, kind, source_id, debit, credit, currency, amount, happened_at)
SELECT r.merchant_id, r.order_id, 'refund', r.id, 'refunds', 'balance', r.currency, r.amount,
       coalesce(r.settled_at, r.created_at)
  FROM refunds r WHERE r.state = 'done';

@append_only(ledger)
