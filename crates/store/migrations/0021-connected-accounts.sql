-- The account at the payment provider that takes a merchant's money, where each merchant has one of its own. due and
-- overdue: the provider's words for what is missing, with spaces between. A key that its owner brought is sealed with
-- the server's key, and so is the secret of its webhook; last4 is all that is ever shown of it.
CREATE TABLE payees (
    merchant_id BIGINT NOT NULL REFERENCES merchants (id),
    provider TEXT NOT NULL,
    account TEXT NOT NULL CHECK (account <> ''),
    way TEXT NOT NULL CHECK (way IN ('onboarded', 'key')),
    charges_enabled BIGINT NOT NULL CHECK (charges_enabled IN (0, 1)),
    payouts_enabled BIGINT NOT NULL CHECK (payouts_enabled IN (0, 1)),
    due TEXT NOT NULL DEFAULT '',
    overdue TEXT NOT NULL DEFAULT '',
    disabled_reason TEXT NOT NULL DEFAULT '',
    deadline BIGINT,
    connected_at BIGINT NOT NULL,
    looked_at BIGINT NOT NULL,
    sealed_key BYTEA,
    last4 TEXT NOT NULL DEFAULT '',
    publishable TEXT NOT NULL DEFAULT '',
    sealed_secret BYTEA,
    CHECK ((way = 'key') = (sealed_key IS NOT NULL)),
    PRIMARY KEY (merchant_id)
) @table;
CREATE INDEX payees_by_account ON payees (account);
CREATE INDEX payees_by_look ON payees (looked_at);

-- What every sale must know of it, beside the rest that a sale reads. Written with the row above, never alone.
ALTER TABLE merchants ADD COLUMN payee TEXT NOT NULL DEFAULT '';
ALTER TABLE merchants ADD COLUMN payee_takes BIGINT NOT NULL DEFAULT 0 CHECK (payee_takes IN (0, 1));
