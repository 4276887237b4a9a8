-- Where a merchant's clock hangs, what it prices in besides its main currency (codes between spaces), and what each
-- shipping rate is priced in. An empty currency is the merchant's main one.
ALTER TABLE merchants ADD COLUMN time_zone TEXT NOT NULL DEFAULT 'UTC';
ALTER TABLE merchants ADD COLUMN more_currencies TEXT NOT NULL DEFAULT '';
ALTER TABLE shipping_rates ADD COLUMN currency TEXT NOT NULL DEFAULT '';
