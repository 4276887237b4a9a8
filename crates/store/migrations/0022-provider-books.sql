-- A shop's part of what its provider pays out. total is the whole payout, which may hold the money of several shops;
-- itemized: the provider named the movements it is made of.
CREATE TABLE payouts (
    @own,
    payee TEXT NOT NULL,
    provider_ref TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'paid', 'failed', 'canceled')),
    currency TEXT NOT NULL,
    total BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    itemized BIGINT NOT NULL CHECK (itemized IN (0, 1)),
    failure TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    arrives_at BIGINT NOT NULL
) @table;
CREATE UNIQUE INDEX payouts_by_ref ON payouts (merchant_id, provider_ref);
CREATE INDEX payouts_by_arrival ON payouts (merchant_id, arrives_at, id);

-- What a payout is made of: what the provider's books say, and what ours say for the same.
CREATE TABLE payout_lines (
    merchant_id BIGINT NOT NULL,
    payout_id BIGINT NOT NULL,
    provider_ref TEXT NOT NULL,
    kind TEXT NOT NULL,
    order_id BIGINT NOT NULL DEFAULT 0,
    told BIGINT NOT NULL,
    booked BIGINT NOT NULL,
    source TEXT NOT NULL,
    happened_at BIGINT NOT NULL,
    PRIMARY KEY (merchant_id, payout_id, provider_ref),
    @fk(payout_id, payouts)
) @table;

-- How far the provider's own lists were looked through, account by account, and when that is due again. Whoever moves
-- due_at on does it, so that two servers do not do it at once.
CREATE TABLE sweeps (
    payee TEXT NOT NULL,
    swept_until BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    PRIMARY KEY (payee)
) @table;

-- Money at the provider that carries this server's name and belongs to no order here, and what became of it.
CREATE TABLE orphans (
    payee TEXT NOT NULL,
    provider_ref TEXT NOT NULL,
    attempt_key TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('found', 'voided', 'refunded')),
    found_at BIGINT NOT NULL,
    settled_at BIGINT,
    PRIMARY KEY (payee, provider_ref)
) @table;
CREATE INDEX orphans_by_time ON orphans (found_at);

CREATE INDEX disputes_by_name ON disputes (provider_ref);
CREATE INDEX ledger_by_time ON ledger (merchant_id, happened_at, order_id, kind, source_id);
