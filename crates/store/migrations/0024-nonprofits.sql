-- Nonprofits. Whom the payment provider pays stands in merchants, as for everybody that is paid, and so do payees,
-- payouts and books; who vouches for a nonprofit, and on what grounds, stands here. A nonprofit sells nothing.
ALTER TABLE merchants ADD COLUMN kind TEXT NOT NULL DEFAULT 'shop' CHECK (kind IN ('shop', 'nonprofit'));

-- consent_key: the signed consent as a file; consent_name: what its owner called it. standing_at: when the operator last
-- saw it in good standing at its registry.
CREATE TABLE nonprofits (
    merchant_id BIGINT NOT NULL REFERENCES merchants (id),
    state TEXT NOT NULL CHECK (state IN ('applied', 'refused', 'verified', 'suspended')),
    state_reason TEXT NOT NULL DEFAULT '',
    registry TEXT NOT NULL,
    registry_number TEXT NOT NULL,
    mission TEXT NOT NULL DEFAULT '',
    consent_key TEXT NOT NULL DEFAULT '',
    consent_name TEXT NOT NULL DEFAULT '',
    consent_at BIGINT,
    standing_at BIGINT,
    -- What a tax office wants to read on a receipt, in the nonprofit's own words.
    receipt_note TEXT NOT NULL DEFAULT '',
    logo_id BIGINT REFERENCES images (id),
    applied_at BIGINT NOT NULL,
    decided_by BIGINT,
    decided_at BIGINT,
    PRIMARY KEY (merchant_id)
) @keyed_table;
-- One number, one nonprofit: whoever comes second must talk to the operator.
CREATE UNIQUE INDEX nonprofits_by_number ON nonprofits (registry, registry_number) WHERE state <> 'refused';
CREATE INDEX nonprofits_by_state ON nonprofits (state, merchant_id);

CREATE TABLE nonprofit_staff (
    merchant_id BIGINT NOT NULL REFERENCES merchants (id),
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    role TEXT NOT NULL CHECK (role IN ('owner', 'fundraiser', 'donor_care', 'treasurer')),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (merchant_id, account_id)
) @table;
CREATE INDEX nonprofit_staff_of_account ON nonprofit_staff (account_id);

-- Places that were offered by mail. Of the secret in a link only the hash is kept.
CREATE TABLE nonprofit_invitations (
    @own,
    email TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('owner', 'fundraiser', 'donor_care', 'treasurer')),
    token_hash BYTEA NOT NULL,
    invited_by BIGINT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    accepted_at BIGINT
) @table;
CREATE INDEX nonprofit_invitations_by_hash ON nonprofit_invitations (token_hash);
CREATE INDEX invitations_of_nonprofit ON nonprofit_invitations (merchant_id, id);

-- What nonprofit and operator said to each other about the application; account_id: who wrote it.
CREATE TABLE nonprofit_notes (
    @own,
    by_operator BIGINT NOT NULL CHECK (by_operator IN (0, 1)),
    account_id BIGINT,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL
) @table;
CREATE INDEX notes_of_nonprofit ON nonprofit_notes (merchant_id, id);

-- What is asked for. presets: minor units with spaces between. designations: one a line, what a donor may choose.
-- raised and gifts: settled and not given back, in the campaign's currency and in all; written with the donation.
CREATE TABLE campaigns (
    @own,
    title TEXT NOT NULL,
    story TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
    currency TEXT NOT NULL,
    goal BIGINT CHECK (goal > 0),
    presets TEXT NOT NULL,
    designations TEXT NOT NULL DEFAULT '',
    image_id BIGINT REFERENCES images (id),
    starts_at BIGINT,
    ends_at BIGINT,
    raised BIGINT NOT NULL DEFAULT 0,
    gifts BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL
) @table;
CREATE INDEX campaigns_of_nonprofit ON campaigns (merchant_id, state, id);

ALTER TABLE posts ADD COLUMN campaign_id BIGINT;
ALTER TABLE posts ADD COLUMN campaign_merchant_id BIGINT;
CREATE INDEX posts_of_campaign ON posts (campaign_id, id) WHERE campaign_id IS NOT NULL;

-- One gift. amount is what is meant to arrive, cover what the donor adds for the provider's fee; both are charged, and the
-- receipt says both.
CREATE TABLE donations (
    @own,
    campaign_id BIGINT NOT NULL,
    -- Random; the secret of the gift's link is made from it with the server's key.
    link_seed BYTEA NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'paying', 'settled', 'ended')),
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    cover BIGINT NOT NULL DEFAULT 0 CHECK (cover >= 0),
    refunded BIGINT NOT NULL DEFAULT 0 CHECK (refunded >= 0),
    designation TEXT NOT NULL DEFAULT '',
    account_id BIGINT,
    email TEXT NOT NULL DEFAULT '',
    donor_name TEXT NOT NULL DEFAULT '',
    -- The postal address where a receipt needs one; erased with the person.
    donor_address TEXT NOT NULL DEFAULT '',
    locale TEXT NOT NULL DEFAULT 'en',
    hide_name BIGINT NOT NULL DEFAULT 0 CHECK (hide_name IN (0, 1)),
    hide_amount BIGINT NOT NULL DEFAULT 0 CHECK (hide_amount IN (0, 1)),
    contact_opt_in BIGINT NOT NULL DEFAULT 0 CHECK (contact_opt_in IN (0, 1)),
    tribute TEXT NOT NULL DEFAULT '',
    tribute_email TEXT NOT NULL DEFAULT '',
    post_id BIGINT,
    method_id BIGINT,
    method_token TEXT NOT NULL DEFAULT '',
    remember_method BIGINT NOT NULL DEFAULT 0 CHECK (remember_method IN (0, 1)),
    -- How often it was paid for and refused: the number of the next payment's key.
    attempt BIGINT NOT NULL DEFAULT 0,
    is_test BIGINT NOT NULL DEFAULT 0 CHECK (is_test IN (0, 1)),
    back TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    settled_at BIGINT,
    CHECK (refunded <= amount + cover),
    CHECK ((state = 'settled') = (settled_at IS NOT NULL)),
    @fk(campaign_id, campaigns)
) @table;
CREATE INDEX donations_of_nonprofit ON donations (merchant_id, id) WHERE state = 'settled';
CREATE INDEX donations_of_campaign ON donations (merchant_id, campaign_id, id) WHERE state = 'settled';
CREATE INDEX donations_of_account ON donations (account_id, id) WHERE account_id IS NOT NULL;
CREATE INDEX donations_open ON donations (expires_at) WHERE state = 'open';
CREATE INDEX donations_by_email ON donations (email) WHERE state = 'settled';

-- One try to collect a gift. attempt_key: what the provider knows it by; it never changes.
CREATE TABLE donation_payments (
    @own,
    donation_id BIGINT NOT NULL,
    attempt_key TEXT NOT NULL,
    provider TEXT NOT NULL,
    method TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('started', 'requires_action', 'authorized', 'captured', 'voided', 'failed')),
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    captured BIGINT NOT NULL DEFAULT 0 CHECK (captured >= 0),
    refunded BIGINT NOT NULL DEFAULT 0 CHECK (refunded >= 0),
    provider_ref TEXT NOT NULL DEFAULT '',
    action_url TEXT NOT NULL DEFAULT '',
    decline TEXT NOT NULL DEFAULT '',
    payee TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CHECK (captured <= amount AND refunded <= captured),
    @fk(donation_id, donations)
) @table;
CREATE INDEX payments_of_donation ON donation_payments (merchant_id, donation_id);
CREATE UNIQUE INDEX donation_payments_by_key ON donation_payments (attempt_key);

CREATE TABLE donation_refunds (
    @own,
    donation_id BIGINT NOT NULL,
    payment_id BIGINT NOT NULL,
    refund_key TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('started', 'done', 'failed')),
    amount BIGINT NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    provider_ref TEXT NOT NULL DEFAULT '',
    created_by BIGINT,
    created_at BIGINT NOT NULL,
    settled_at BIGINT,
    @fk(donation_id, donations),
    @fk(payment_id, donation_payments)
) @table;
CREATE INDEX refunds_of_donation ON donation_refunds (merchant_id, donation_id);
CREATE INDEX donation_refunds_by_ref ON donation_refunds (provider_ref) WHERE provider_ref <> '';

-- Receipts: numbered per nonprofit and year without a gap, one for each donation that was settled, and another document
-- for each that was given back; gifts of test keys are counted apart. Who gave to whom stands as it was then: one JSON
-- object of the store's own.
CREATE TABLE receipts (
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
    PRIMARY KEY (merchant_id, donation_id, kind),
    @fk(donation_id, donations)
) @keyed_table;
CREATE UNIQUE INDEX receipt_numbers ON receipts (merchant_id, is_test, year, number);

@append_only(receipts)
