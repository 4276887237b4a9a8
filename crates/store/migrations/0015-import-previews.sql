-- The first products that an import creates and changes, for people to look at before they let it.
CREATE TABLE import_previews (
    merchant_id BIGINT NOT NULL,
    import_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('create', 'change')),
    position BIGINT NOT NULL,
    line BIGINT NOT NULL,
    external_id TEXT NOT NULL,
    title TEXT NOT NULL,
    details TEXT NOT NULL,
    details_left_out BIGINT NOT NULL,
    PRIMARY KEY (merchant_id, import_id, kind, position),
    @fk(import_id, imports)
) @keyed_table;
