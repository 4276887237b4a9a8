-- What a plan ended is erased, too: also a feature, and product files.
ALTER TABLE erasures RENAME TO erasures_before;
CREATE TABLE erasures (
    id BIGINT @id,
    scope TEXT NOT NULL CHECK (scope IN ('person', 'feature', 'imports', 'shop', 'nonprofit', 'server')),
    subject BIGINT NOT NULL,
    -- 0: by the operator's command line.
    asked_by BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('erasing', 'proving', 'done')),
    sealed BYTEA,
    -- JSON of whoever wrote it: what was erased, what was kept, what the search found.
    erased TEXT NOT NULL DEFAULT '',
    proof TEXT NOT NULL DEFAULT '',
    begun_at BIGINT NOT NULL,
    done_at BIGINT,
    CHECK ((state = 'done') = (done_at IS NOT NULL))
) @table;
INSERT INTO erasures (id, scope, subject, asked_by, state, sealed, erased, proof, begun_at, done_at)
    SELECT id, scope, subject, asked_by, state, sealed, erased, proof, begun_at, done_at FROM erasures_before;
DROP TABLE erasures_before;
CREATE UNIQUE INDEX one_erasure_each ON erasures (scope, subject);

-- No law asks for the mail address on an invoice: it goes with the shop.
@redactable(invoices, contact_email, merchant_id order_id is_test number currency legal_name postal_address vat_number register_number rates issued_at)
