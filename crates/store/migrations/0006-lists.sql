-- Lists and sweeps that read whole tables until now.
CREATE INDEX purchases_by_email ON purchases (email) WHERE account_id IS NULL;
CREATE INDEX api_keys_of_merchant ON api_keys (merchant_id, id);
CREATE INDEX zones_of_merchant ON shipping_zones (merchant_id, id);
CREATE INDEX rates_of_merchant ON shipping_rates (merchant_id, zone_id, position, id);
CREATE INDEX invitations_of_merchant ON staff_invitations (merchant_id, id);
CREATE INDEX imports_of_merchant ON imports (merchant_id, id);
CREATE INDEX import_files ON imports (id) WHERE file_key <> '';
CREATE INDEX merchants_by_state ON merchants (state, id);
CREATE INDEX dead_jobs_by_id ON jobs (id) WHERE state = 'dead';
CREATE INDEX sessions_by_end ON sessions (expires_at);
CREATE INDEX codes_by_end ON codes (expires_at);
