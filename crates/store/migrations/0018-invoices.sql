-- A shop's number for VAT, which is another one than that of the trade register.
ALTER TABLE merchants ADD COLUMN vat_number TEXT NOT NULL DEFAULT '';

-- Invoices: numbered per merchant, without a gap, once per order; orders of test keys are counted apart. They keep who
-- sold and what was taxed at which rate as it was when the number was given. rates: one JSON object of the store's own.
CREATE TABLE invoices (
    merchant_id BIGINT NOT NULL REFERENCES merchants (id),
    order_id BIGINT NOT NULL,
    is_test BIGINT NOT NULL CHECK (is_test IN (0, 1)),
    number BIGINT NOT NULL CHECK (number > 0),
    currency TEXT NOT NULL,
    legal_name TEXT NOT NULL,
    postal_address TEXT NOT NULL,
    contact_email TEXT NOT NULL,
    vat_number TEXT NOT NULL,
    register_number TEXT NOT NULL,
    rates TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    PRIMARY KEY (merchant_id, order_id),
    @fk(order_id, orders)
) @keyed_table;
CREATE UNIQUE INDEX invoice_numbers ON invoices (merchant_id, is_test, number);

@append_only(invoices)
