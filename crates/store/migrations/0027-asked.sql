-- What donors are asked beyond name and amount.

-- In whose honour or memory a gift is: the name stands in tribute, where a notice goes in tribute_email. told: whether the
-- notice was asked for when the gift settled, or held because too many went out that day.
ALTER TABLE donations ADD COLUMN tribute_kind TEXT NOT NULL DEFAULT '' CHECK (tribute_kind IN ('', 'honor', 'memory'));
ALTER TABLE donations ADD COLUMN tribute_to TEXT NOT NULL DEFAULT '';
ALTER TABLE donations ADD COLUMN tribute_message TEXT NOT NULL DEFAULT '';
ALTER TABLE donations ADD COLUMN tribute_amount BIGINT NOT NULL DEFAULT 0 CHECK (tribute_amount IN (0, 1));
ALTER TABLE donations ADD COLUMN tribute_told TEXT NOT NULL DEFAULT '' CHECK (tribute_told IN ('', 'sent', 'held'));
CREATE INDEX donations_by_notice ON donations (tribute_email, settled_at) WHERE tribute_told = 'sent';

-- What the law of the nonprofit's country wants to know of the donor: a JSON object, each answer under the key of its field.
ALTER TABLE donations ADD COLUMN answers TEXT NOT NULL DEFAULT '{}';

-- Gift Aid. gift_aid_ref: what HMRC knows the charity by; empty where it claims nothing.
ALTER TABLE nonprofits ADD COLUMN gift_aid_ref TEXT NOT NULL DEFAULT '';

-- What a donor declared with a gift, word for word. While the gift is open it may be made anew; from its payment on only
-- withdrawn_at is written.
CREATE TABLE gift_aid_declarations (
    merchant_id BIGINT NOT NULL,
    donation_id BIGINT NOT NULL,
    account_id BIGINT,
    -- The donor's mail address in small letters.
    email TEXT NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('gift', 'all')),
    title TEXT NOT NULL DEFAULT '',
    first_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    house TEXT NOT NULL,
    address TEXT NOT NULL,
    postcode TEXT NOT NULL,
    statement TEXT NOT NULL,
    declared_at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    PRIMARY KEY (merchant_id, donation_id),
    @fk(donation_id, donations)
) @keyed_table;
CREATE INDEX gift_aid_by_email ON gift_aid_declarations (merchant_id, email) WHERE scope = 'all';
CREATE INDEX gift_aid_by_account ON gift_aid_declarations (merchant_id, account_id) WHERE scope = 'all';

-- The gift whose declaration covers this one, found when it settled.
ALTER TABLE donations ADD COLUMN gift_aid_by BIGINT;
CREATE INDEX donations_with_gift_aid ON donations (merchant_id, id) WHERE gift_aid_by IS NOT NULL;

-- Claims, numbered one after the other for each charity, and the gifts in them: each in one at most.
CREATE TABLE gift_aid_claims (
    merchant_id BIGINT NOT NULL,
    number BIGINT NOT NULL CHECK (number > 0),
    is_test BIGINT NOT NULL CHECK (is_test IN (0, 1)),
    gifts BIGINT NOT NULL CHECK (gifts > 0),
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    created_by BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (merchant_id, number)
) @keyed_table;
CREATE TABLE gift_aid_claimed (
    merchant_id BIGINT NOT NULL,
    donation_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    declared_with BIGINT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount > 0),
    PRIMARY KEY (merchant_id, donation_id)
) @keyed_table;
CREATE INDEX gift_aid_claimed_by_number ON gift_aid_claimed (merchant_id, number, donation_id);
@append_only(gift_aid_claims)
@append_only(gift_aid_claimed)

-- Annual statements that were asked for: one for each donor, nonprofit and year. statements_year: of the newest year whose
-- donors have all been thought of.
ALTER TABLE nonprofits ADD COLUMN statements_year BIGINT NOT NULL DEFAULT 0;
CREATE INDEX nonprofits_by_statements ON nonprofits (statements_year);
CREATE TABLE gift_statements (
    merchant_id BIGINT NOT NULL,
    year BIGINT NOT NULL,
    email TEXT NOT NULL,
    -- The donor's newest gift of the year: who they are, and what the link is made from.
    donation_id BIGINT NOT NULL,
    issued_at BIGINT NOT NULL,
    PRIMARY KEY (merchant_id, year, email),
    @fk(donation_id, donations)
) @keyed_table;
