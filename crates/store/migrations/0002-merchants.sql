-- Merchants and their goods. @own is the key of merchant-owned rows: the row's address in SQLite,
-- (merchant_id, id) in PostgreSQL, so that a distributed database can keep a merchant together.
CREATE TABLE merchants (
    id BIGINT @id,
    account_id BIGINT NOT NULL UNIQUE REFERENCES accounts (id),
    state TEXT NOT NULL CHECK (state IN ('new', 'verified', 'limited', 'suspended')),
    state_reason TEXT NOT NULL DEFAULT '',
    legal_name TEXT NOT NULL,
    contact_email TEXT NOT NULL,
    phone TEXT NOT NULL DEFAULT '',
    postal_address TEXT NOT NULL DEFAULT '',
    register_number TEXT NOT NULL DEFAULT '',
    country TEXT NOT NULL,
    currency TEXT NOT NULL,
    accent TEXT NOT NULL DEFAULT '',
    -- NULL: not said. The law of the buyer's country may give more.
    returns_days BIGINT CHECK (returns_days >= 0),
    returns_text TEXT NOT NULL DEFAULT '',
    shipping_text TEXT NOT NULL DEFAULT '',
    terms_url TEXT NOT NULL DEFAULT '',
    privacy_url TEXT NOT NULL DEFAULT '',
    prices_include_tax BIGINT NOT NULL DEFAULT 1 CHECK (prices_include_tax IN (0, 1)),
    -- Grows whenever a price rule, shipping or tax changes: a quote of another version is asked again.
    pricing_version BIGINT NOT NULL DEFAULT 1,
    low_stock_at BIGINT NOT NULL DEFAULT 2,
    orders_per_day_max BIGINT,
    verified_at BIGINT,
    created_at BIGINT NOT NULL
) @table;

CREATE TABLE staff (
    merchant_id BIGINT NOT NULL REFERENCES merchants (id),
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    role TEXT NOT NULL CHECK (role IN ('owner', 'manager', 'support', 'analyst')),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (merchant_id, account_id)
) @table;
CREATE INDEX staff_of_account ON staff (account_id);

-- A place on the staff, offered by mail. The link carries 128 random bits; only their hash is kept.
CREATE TABLE staff_invitations (
    @own,
    email TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('owner', 'manager', 'support', 'analyst')),
    token_hash BYTEA NOT NULL,
    invited_by BIGINT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    accepted_at BIGINT
) @table;
CREATE INDEX invitations_by_hash ON staff_invitations (token_hash);

CREATE TABLE api_keys (
    @own,
    name TEXT NOT NULL,
    key_hash BYTEA NOT NULL,
    scopes TEXT NOT NULL,
    is_test BIGINT NOT NULL CHECK (is_test IN (0, 1)),
    created_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
) @table;
CREATE INDEX api_keys_by_hash ON api_keys (key_hash);

CREATE TABLE products (
    @own,
    external_id TEXT NOT NULL,
    title TEXT NOT NULL,
    description_html TEXT NOT NULL DEFAULT '',
    brand TEXT NOT NULL DEFAULT '',
    product_type TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '',
    link TEXT NOT NULL DEFAULT '',
    option1_name TEXT NOT NULL DEFAULT '',
    option2_name TEXT NOT NULL DEFAULT '',
    option3_name TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL CHECK (status IN ('active', 'draft', 'archived')),
    -- What the last import said, and which one it was; NULL for a product made by hand, which no file removes.
    import_hash BIGINT NOT NULL DEFAULT 0,
    import_id BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (merchant_id, external_id)
) @table;
CREATE INDEX products_of_merchant ON products (merchant_id, status, id);

CREATE TABLE product_images (
    merchant_id BIGINT NOT NULL,
    product_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    image_id BIGINT REFERENCES images (id),
    source_url TEXT NOT NULL DEFAULT '',
    alt TEXT NOT NULL DEFAULT '',
    -- How often fetching it failed.
    tries BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (merchant_id, product_id, position),
    @fk(product_id, products)
) @table;
CREATE INDEX images_to_fetch ON product_images (merchant_id, source_url) WHERE image_id IS NULL;

CREATE TABLE variants (
    @own,
    product_id BIGINT NOT NULL,
    external_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    option1 TEXT NOT NULL DEFAULT '',
    option2 TEXT NOT NULL DEFAULT '',
    option3 TEXT NOT NULL DEFAULT '',
    sku TEXT NOT NULL DEFAULT '',
    barcode TEXT NOT NULL DEFAULT '',
    currency TEXT NOT NULL,
    price BIGINT NOT NULL CHECK (price >= 0),
    compare_at BIGINT CHECK (compare_at >= 0),
    tax_class TEXT NOT NULL DEFAULT 'standard' CHECK (tax_class IN ('standard', 'reduced', 'exempt')),
    weight_grams BIGINT NOT NULL DEFAULT 0 CHECK (weight_grams >= 0),
    requires_shipping BIGINT NOT NULL DEFAULT 1 CHECK (requires_shipping IN (0, 1)),
    image_position BIGINT,
    status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'archived')),
    import_hash BIGINT NOT NULL DEFAULT 0,
    import_id BIGINT,
    -- Units on the shelf and units promised to open orders. Not tracked: never sold out.
    tracked BIGINT NOT NULL CHECK (tracked IN (0, 1)),
    on_hand BIGINT NOT NULL CHECK (on_hand >= 0),
    reserved BIGINT NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    -- Since when its merchant knows that few are left; NULL: enough are.
    low_since BIGINT,
    CHECK (tracked = 0 OR reserved <= on_hand),
    UNIQUE (merchant_id, product_id, external_id),
    @fk(product_id, products)
) @table;
CREATE INDEX variants_of_product ON variants (merchant_id, product_id, position);

-- Prices in further currencies; the variant's own row holds the merchant's main one.
CREATE TABLE variant_prices (
    merchant_id BIGINT NOT NULL,
    variant_id BIGINT NOT NULL,
    currency TEXT NOT NULL,
    price BIGINT NOT NULL CHECK (price >= 0),
    compare_at BIGINT CHECK (compare_at >= 0),
    PRIMARY KEY (merchant_id, variant_id, currency),
    @fk(variant_id, variants)
) @table;

-- A lower price for a time. While it runs, the variant's own price is the lower one and the usual one waits here,
-- so that whoever reads a price reads one column.
CREATE TABLE variant_sales (
    merchant_id BIGINT NOT NULL,
    variant_id BIGINT NOT NULL,
    price BIGINT NOT NULL CHECK (price >= 0),
    usual_price BIGINT NOT NULL CHECK (usual_price > price),
    usual_compare_at BIGINT,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    running BIGINT NOT NULL DEFAULT 0 CHECK (running IN (0, 1)),
    CHECK (starts_at < ends_at),
    PRIMARY KEY (merchant_id, variant_id),
    @fk(variant_id, variants)
) @table;
CREATE INDEX sales_to_start ON variant_sales (starts_at) WHERE running = 0;
CREATE INDEX sales_to_end ON variant_sales (ends_at) WHERE running = 1;

-- A product made buyable from posts, perhaps for a limited time or a limited number each.
CREATE TABLE offers (
    @own,
    product_id BIGINT NOT NULL,
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closed')),
    starts_at BIGINT,
    ends_at BIGINT,
    limit_per_buyer BIGINT CHECK (limit_per_buyer > 0),
    created_at BIGINT NOT NULL,
    @fk(product_id, products)
) @table;
CREATE INDEX offers_of_product ON offers (merchant_id, product_id);

CREATE TABLE pinned_products (
    merchant_id BIGINT NOT NULL,
    product_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (merchant_id, product_id),
    @fk(product_id, products)
) @table;

-- countries: space-separated ISO 3166 codes, '*' for the rest of the world; regions likewise, empty for all.
CREATE TABLE shipping_zones (
    @own,
    name TEXT NOT NULL,
    countries TEXT NOT NULL,
    regions TEXT NOT NULL DEFAULT ''
) @table;

-- kind 'flat': price. 'free_above': price below threshold. 'by_weight': bands 'grams:price grams:price'.
CREATE TABLE shipping_rates (
    @own,
    zone_id BIGINT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('flat', 'free_above', 'by_weight')),
    price BIGINT NOT NULL DEFAULT 0 CHECK (price >= 0),
    threshold BIGINT NOT NULL DEFAULT 0 CHECK (threshold >= 0),
    bands TEXT NOT NULL DEFAULT '',
    days_min BIGINT NOT NULL DEFAULT 2,
    days_max BIGINT NOT NULL DEFAULT 5,
    position BIGINT NOT NULL DEFAULT 0,
    @fk(zone_id, shipping_zones)
) @table;

CREATE TABLE tax_rates (
    merchant_id BIGINT NOT NULL REFERENCES merchants (id),
    country TEXT NOT NULL,
    region TEXT NOT NULL DEFAULT '',
    class TEXT NOT NULL CHECK (class IN ('standard', 'reduced', 'exempt')),
    rate_basis_points BIGINT NOT NULL CHECK (rate_basis_points BETWEEN 0 AND 10000),
    included BIGINT NOT NULL CHECK (included IN (0, 1)),
    on_shipping BIGINT NOT NULL CHECK (on_shipping IN (0, 1)),
    PRIMARY KEY (merchant_id, country, region, class)
) @table;

CREATE TABLE imports (
    @own,
    source TEXT NOT NULL,
    format TEXT NOT NULL DEFAULT '',
    file_key TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('preview', 'running', 'held', 'done', 'failed', 'discarded')),
    bytes_total BIGINT NOT NULL DEFAULT 0,
    bytes_read BIGINT NOT NULL DEFAULT 0,
    rows_read BIGINT NOT NULL DEFAULT 0,
    created_count BIGINT NOT NULL DEFAULT 0,
    changed_count BIGINT NOT NULL DEFAULT 0,
    same_count BIGINT NOT NULL DEFAULT 0,
    missing_count BIGINT NOT NULL DEFAULT 0,
    refused_count BIGINT NOT NULL DEFAULT 0,
    message TEXT NOT NULL DEFAULT '',
    created_by BIGINT,
    created_at BIGINT NOT NULL,
    finished_at BIGINT
) @table;

CREATE TABLE import_problems (
    merchant_id BIGINT NOT NULL,
    import_id BIGINT NOT NULL,
    position BIGINT NOT NULL,
    -- A refused row, or a note about one that was taken.
    kind TEXT NOT NULL CHECK (kind IN ('refused', 'note')),
    line BIGINT NOT NULL,
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (merchant_id, import_id, position),
    @fk(import_id, imports)
) @table;

CREATE TABLE restock_alerts (
    merchant_id BIGINT NOT NULL,
    variant_id BIGINT NOT NULL,
    email TEXT NOT NULL,
    locale TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (merchant_id, variant_id, email),
    @fk(variant_id, variants)
) @table;
