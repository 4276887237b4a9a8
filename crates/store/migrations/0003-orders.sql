-- From a cart to a paid order.
CREATE TABLE carts (
    id BIGINT @id,
    token_hash BYTEA UNIQUE,
    account_id BIGINT UNIQUE REFERENCES accounts (id),
    updated_at BIGINT NOT NULL
) @table;

CREATE TABLE cart_lines (
    cart_id BIGINT NOT NULL REFERENCES carts (id),
    merchant_id BIGINT NOT NULL,
    variant_id BIGINT NOT NULL,
    offer_id BIGINT,
    post_id BIGINT,
    quantity BIGINT NOT NULL CHECK (quantity BETWEEN 1 AND 999),
    added_at BIGINT NOT NULL,
    PRIMARY KEY (cart_id, merchant_id, variant_id)
) @table;

-- One attempt to buy, over one or several merchants: who, where to, how it is paid. The parent tells the story.
CREATE TABLE purchases (
    id BIGINT @id,
    -- Random; the secret of the purchase's link is made from it with the server's key, so that neither a copy of
    -- the database nor the key alone opens an order.
    link_seed BYTEA NOT NULL,
    account_id BIGINT,
    cart_id BIGINT,
    email TEXT NOT NULL DEFAULT '',
    -- name, line1, line2, city, region, postal_code, country, phone: one JSON object, erased with the person.
    destination TEXT NOT NULL DEFAULT '',
    country TEXT NOT NULL DEFAULT '',
    locale TEXT NOT NULL DEFAULT 'en',
    method_id BIGINT,
    -- The provider's token of a method typed for this purchase, and whether to keep it; never a card number.
    method_token TEXT NOT NULL DEFAULT '',
    remember_method BIGINT NOT NULL DEFAULT 0 CHECK (remember_method IN (0, 1)),
    -- The post or page it was begun on, to go back to.
    back TEXT NOT NULL DEFAULT '',
    marketing_opt_in BIGINT NOT NULL DEFAULT 0 CHECK (marketing_opt_in IN (0, 1)),
    is_test BIGINT NOT NULL DEFAULT 0 CHECK (is_test IN (0, 1)),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
) @table;
CREATE INDEX purchases_of_account ON purchases (account_id, id) WHERE account_id IS NOT NULL;

-- One merchant's part. lines and quote are what the buyer was shown, as JSON of the store's own rows.
CREATE TABLE checkouts (
    @own,
    purchase_id BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'ordered')),
    currency TEXT NOT NULL,
    lines TEXT NOT NULL,
    quote TEXT NOT NULL DEFAULT '',
    fingerprint BIGINT NOT NULL DEFAULT 0,
    total BIGINT NOT NULL DEFAULT 0,
    pricing_version BIGINT NOT NULL DEFAULT 0,
    rate_id BIGINT,
    order_id BIGINT,
    -- How often it was paid for and refused: the epoch of the next order's payment key.
    attempt BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
) @table;
CREATE INDEX checkouts_of_purchase ON checkouts (purchase_id);

CREATE TABLE orders (
    @own,
    number TEXT NOT NULL,
    purchase_id BIGINT NOT NULL,
    checkout_id BIGINT NOT NULL,
    account_id BIGINT,
    state TEXT NOT NULL CHECK (state IN ('pending', 'placed', 'confirmed', 'canceled')),
    cancel_reason TEXT NOT NULL DEFAULT '',
    -- Why it is about to end: written before the provider is asked to let go of the money.
    cancel_wish TEXT NOT NULL DEFAULT '',
    -- What staff told the buyer about it.
    cancel_note TEXT NOT NULL DEFAULT '',
    currency TEXT NOT NULL,
    subtotal BIGINT NOT NULL CHECK (subtotal >= 0),
    shipping BIGINT NOT NULL CHECK (shipping >= 0),
    tax BIGINT NOT NULL CHECK (tax >= 0),
    tax_included BIGINT NOT NULL CHECK (tax_included IN (0, 1)),
    total BIGINT NOT NULL CHECK (total >= 0),
    refunded BIGINT NOT NULL DEFAULT 0 CHECK (refunded >= 0),
    email TEXT NOT NULL,
    buyer_name TEXT NOT NULL,
    destination TEXT NOT NULL,
    country TEXT NOT NULL,
    locale TEXT NOT NULL,
    rate_name TEXT NOT NULL DEFAULT '',
    days_min BIGINT NOT NULL DEFAULT 0,
    days_max BIGINT NOT NULL DEFAULT 0,
    post_id BIGINT,
    marketing_opt_in BIGINT NOT NULL DEFAULT 0 CHECK (marketing_opt_in IN (0, 1)),
    is_test BIGINT NOT NULL DEFAULT 0 CHECK (is_test IN (0, 1)),
    undo_until BIGINT,
    created_at BIGINT NOT NULL,
    placed_at BIGINT,
    confirmed_at BIGINT,
    canceled_at BIGINT,
    fulfilled_at BIGINT,
    delivered_at BIGINT,
    CHECK (refunded <= total),
    CHECK ((state = 'canceled') = (cancel_reason <> '')),
    CHECK (total = subtotal + shipping + CASE WHEN tax_included = 1 THEN 0 ELSE tax END)
) @table;
-- One live order per checkout, whatever is tapped, reloaded or retried (I6).
CREATE UNIQUE INDEX one_order_per_checkout ON orders (merchant_id, checkout_id) WHERE state <> 'canceled';
CREATE INDEX orders_of_purchase ON orders (purchase_id);
CREATE INDEX orders_of_account ON orders (account_id, id) WHERE account_id IS NOT NULL;
CREATE INDEX orders_of_merchant ON orders (merchant_id, id);
CREATE INDEX open_orders ON orders (state, created_at) WHERE state IN ('pending', 'placed');
CREATE INDEX orders_by_email ON orders (email);
CREATE INDEX orders_to_ship ON orders (merchant_id, id) WHERE state = 'confirmed' AND fulfilled_at IS NULL;
CREATE INDEX orders_by_confirmed ON orders (merchant_id, confirmed_at) WHERE confirmed_at IS NOT NULL;

CREATE TABLE order_lines (
    @own,
    order_id BIGINT NOT NULL,
    product_id BIGINT NOT NULL,
    variant_id BIGINT NOT NULL,
    post_id BIGINT,
    title TEXT NOT NULL,
    variant_title TEXT NOT NULL DEFAULT '',
    sku TEXT NOT NULL DEFAULT '',
    image_id BIGINT,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    unit_price BIGINT NOT NULL CHECK (unit_price >= 0),
    subtotal BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    tracked BIGINT NOT NULL CHECK (tracked IN (0, 1)),
    requires_shipping BIGINT NOT NULL CHECK (requires_shipping IN (0, 1)),
    shipped BIGINT NOT NULL DEFAULT 0 CHECK (shipped >= 0),
    refunded BIGINT NOT NULL DEFAULT 0 CHECK (refunded >= 0),
    restocked BIGINT NOT NULL DEFAULT 0 CHECK (restocked >= 0),
    CHECK (subtotal = unit_price * quantity),
    CHECK (shipped <= quantity),
    CHECK (restocked <= refunded AND refunded <= quantity),
    @fk(order_id, orders)
) @table;
CREATE INDEX lines_of_order ON order_lines (merchant_id, order_id);

-- One try to collect an order's money. key: what the provider knows it by; it never changes.
CREATE TABLE payments (
    @own,
    order_id BIGINT NOT NULL,
    attempt_key TEXT NOT NULL,
    provider TEXT NOT NULL,
    method TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('started', 'requires_action', 'authorized', 'captured', 'voided', 'failed')),
    currency TEXT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount >= 0),
    captured BIGINT NOT NULL DEFAULT 0 CHECK (captured >= 0),
    refunded BIGINT NOT NULL DEFAULT 0 CHECK (refunded >= 0),
    provider_ref TEXT NOT NULL DEFAULT '',
    action_url TEXT NOT NULL DEFAULT '',
    decline TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    CHECK (captured <= amount AND refunded <= captured),
    @fk(order_id, orders)
) @table;
CREATE INDEX payments_of_order ON payments (merchant_id, order_id);
CREATE INDEX payments_by_key ON payments (attempt_key);
CREATE INDEX open_payments ON payments (state, updated_at) WHERE state IN ('started', 'requires_action');

CREATE TABLE refunds (
    @own,
    order_id BIGINT NOT NULL,
    payment_id BIGINT NOT NULL,
    refund_key TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('started', 'done', 'failed')),
    amount BIGINT NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    created_by BIGINT,
    created_at BIGINT NOT NULL,
    settled_at BIGINT,
    @fk(order_id, orders),
    @fk(payment_id, payments)
) @table;
CREATE INDEX refunds_of_order ON refunds (merchant_id, order_id);

CREATE TABLE fulfillments (
    @own,
    order_id BIGINT NOT NULL,
    carrier TEXT NOT NULL DEFAULT '',
    tracking_number TEXT NOT NULL DEFAULT '',
    tracking_url TEXT NOT NULL DEFAULT '',
    created_by BIGINT,
    created_at BIGINT NOT NULL,
    delivered_at BIGINT,
    @fk(order_id, orders)
) @table;
CREATE INDEX fulfillments_of_order ON fulfillments (merchant_id, order_id);

CREATE TABLE fulfillment_lines (
    merchant_id BIGINT NOT NULL,
    fulfillment_id BIGINT NOT NULL,
    order_line_id BIGINT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    PRIMARY KEY (merchant_id, fulfillment_id, order_line_id),
    @fk(fulfillment_id, fulfillments),
    @fk(order_line_id, order_lines)
) @table;

-- A buyer's wish: cancel before shipping, return after, withdraw as the law gives it.
CREATE TABLE buyer_requests (
    @own,
    order_id BIGINT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('cancel', 'return', 'withdrawal')),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'accepted', 'refused', 'done')),
    reason TEXT NOT NULL DEFAULT '',
    answer TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    decided_by BIGINT,
    decided_at BIGINT,
    @fk(order_id, orders)
) @table;
CREATE INDEX requests_of_order ON buyer_requests (merchant_id, order_id);
CREATE INDEX waiting_requests ON buyer_requests (merchant_id, state, id);

-- Order numbers people read: 'BL-' and a number per merchant would tell a rival the trade, so they are drawn.
CREATE UNIQUE INDEX order_numbers ON orders (merchant_id, number);

CREATE TABLE addresses (
    id BIGINT @id,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    destination TEXT NOT NULL,
    is_default BIGINT NOT NULL DEFAULT 0 CHECK (is_default IN (0, 1)),
    created_at BIGINT NOT NULL
) @table;
CREATE INDEX addresses_of_account ON addresses (account_id, id);

-- A saved way to pay: the provider's token, never a card number.
CREATE TABLE payment_methods (
    id BIGINT @id,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    provider TEXT NOT NULL,
    token TEXT NOT NULL,
    brand TEXT NOT NULL,
    last4 TEXT NOT NULL,
    expires TEXT NOT NULL DEFAULT '',
    is_default BIGINT NOT NULL DEFAULT 0 CHECK (is_default IN (0, 1)),
    created_at BIGINT NOT NULL
) @table;
CREATE INDEX methods_of_account ON payment_methods (account_id, id);
