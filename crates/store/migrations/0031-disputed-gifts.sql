-- Gifts that donors' banks take back: as disputes are about orders.
CREATE TABLE donation_disputes (
    @own,
    donation_id BIGINT NOT NULL,
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
    @fk(donation_id, donations),
    @fk(payment_id, donation_payments)
) @table;
CREATE INDEX disputes_of_donation ON donation_disputes (merchant_id, donation_id, id);
CREATE UNIQUE INDEX donation_disputes_by_ref ON donation_disputes (merchant_id, provider_ref);
CREATE INDEX donation_disputes_by_name ON donation_disputes (provider_ref);
CREATE INDEX disputes_of_nonprofit ON donation_disputes (merchant_id, id);
CREATE INDEX donation_disputes_waiting ON donation_disputes (merchant_id, due_at) WHERE state = 'waiting';
CREATE INDEX donation_disputes_open ON donation_disputes (state, id) WHERE state IN ('waiting', 'under_review');

-- Whose gifts were paid on an account at a provider.
CREATE INDEX donation_payments_by_payee ON donation_payments (provider, payee, merchant_id);

-- A part of a gift may go back: its receipt is voided, and the next one is about what is left. revision counts them, from 0;
-- the void of a revision voids the receipt of the same one.
CREATE TABLE receipts_revised (
    merchant_id BIGINT NOT NULL REFERENCES merchants (id),
    donation_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('donation', 'void')),
    is_test BIGINT NOT NULL CHECK (is_test IN (0, 1)),
    year BIGINT NOT NULL,
    number BIGINT NOT NULL CHECK (number > 0),
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    parties TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 0 CHECK (revision >= 0),
    PRIMARY KEY (merchant_id, donation_id, kind, revision),
    @fk(donation_id, donations)
) @keyed_table;
INSERT INTO receipts_revised (merchant_id, donation_id, kind, is_test, year, number, currency, amount, parties, issued_at)
SELECT merchant_id, donation_id, kind, is_test, year, number, currency, amount, parties, issued_at FROM receipts;
DROP TABLE receipts;
ALTER TABLE receipts_revised RENAME TO receipts;
CREATE UNIQUE INDEX receipt_numbers ON receipts (merchant_id, is_test, year, number);

@append_only(receipts)
-- What was added to a gift is taken back part by part where the gift goes back so: one row adds to it, several may take.
DROP INDEX entries_of_gift;
CREATE INDEX entries_of_gift ON match_entries (merchant_id, donation_id, match_id, number) WHERE donation_id IS NOT NULL;
CREATE UNIQUE INDEX one_row_of_gift ON match_entries (merchant_id, donation_id, match_id) WHERE kind = 'gift';

-- How far it was told that the last look into a nonprofit's register ends: with standing_at it says whether gifts are taken.
ALTER TABLE nonprofits ADD COLUMN standing TEXT NOT NULL DEFAULT 'good' CHECK (standing IN ('good', 'soon', 'over'));
CREATE INDEX nonprofits_by_standing ON nonprofits (state, standing_at, merchant_id);
CREATE INDEX accounts_of_operators ON accounts (id) WHERE is_operator = 1;
