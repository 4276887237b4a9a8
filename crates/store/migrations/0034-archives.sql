-- Archives that people take away, erasures with their certificates, and what came in the archive of another server.
CREATE TABLE archives (
    id BIGINT @id,
    scope TEXT NOT NULL CHECK (scope IN ('person', 'shop', 'nonprofit', 'server')),
    -- Whose everything it is; 0 for the server's.
    subject BIGINT NOT NULL,
    -- Who asked: nobody else may download it.
    asked_by BIGINT NOT NULL REFERENCES accounts (id),
    state TEXT NOT NULL CHECK (state IN ('making', 'ready', 'failed', 'gone')),
    file_key TEXT NOT NULL DEFAULT '',
    bytes BIGINT NOT NULL DEFAULT 0,
    sha256 TEXT NOT NULL DEFAULT '',
    records BIGINT NOT NULL DEFAULT 0,
    asked_at BIGINT NOT NULL,
    made_at BIGINT,
    expires_at BIGINT
) @table;
CREATE INDEX archives_of ON archives (scope, subject, id);
CREATE INDEX archives_by_asker ON archives (asked_by, id);
CREATE INDEX archives_by_end ON archives (expires_at) WHERE state = 'ready';
CREATE UNIQUE INDEX one_archive_at_a_time ON archives (scope, subject, asked_by) WHERE state = 'making';

-- An erasure and, when it is done, its certificate. It never holds what was erased: values are kept sealed while they are
-- searched for, and as hashes afterwards.
CREATE TABLE erasures (
    id BIGINT @id,
    scope TEXT NOT NULL CHECK (scope IN ('person', 'shop', 'nonprofit', 'server')),
    subject BIGINT NOT NULL,
    -- 0: by the operator's command line, or by a plan.
    asked_by BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('erasing', 'proving', 'done')),
    sealed BYTEA,
    -- JSON of the store's own: what was erased, what was kept, what the search found.
    erased TEXT NOT NULL DEFAULT '',
    proof TEXT NOT NULL DEFAULT '',
    begun_at BIGINT NOT NULL,
    done_at BIGINT,
    CHECK ((state = 'done') = (done_at IS NOT NULL))
) @table;
CREATE UNIQUE INDEX one_erasure_each ON erasures (scope, subject);

ALTER TABLE accounts ADD COLUMN erased_at BIGINT;

-- Orders, gifts and money from before somebody came here from another server: to read, never to act upon.
CREATE TABLE history (
    id BIGINT @id,
    -- The file of the archive without its ending: 'orders', 'donations', 'ledger' …
    kind TEXT NOT NULL,
    account_id BIGINT,
    merchant_id BIGINT,
    body TEXT NOT NULL,
    imported_at BIGINT NOT NULL,
    CHECK ((account_id IS NULL) <> (merchant_id IS NULL))
) @table;
CREATE INDEX history_of_account ON history (account_id, id) WHERE account_id IS NOT NULL;
CREATE INDEX history_of_merchant ON history (merchant_id, id) WHERE merchant_id IS NOT NULL;

-- Whoever gave may be erased from a receipt; number, amount and day stay for good.
@redactable(receipts, parties, merchant_id donation_id kind is_test year number currency amount issued_at revision)

CREATE INDEX images_of_account ON images (account_id, id) WHERE account_id IS NOT NULL;
CREATE INDEX products_in_order ON products (merchant_id, id);
CREATE INDEX donations_in_order ON donations (merchant_id, id);
CREATE INDEX tags_of_post ON post_tags (post_id);
CREATE INDEX donations_by_mail ON donations (email);
CREATE INDEX gift_statements_of_gift ON gift_statements (donation_id);
CREATE INDEX product_images_by_image ON product_images (image_id) WHERE image_id IS NOT NULL;
CREATE INDEX post_images_by_image ON post_images (image_id);
