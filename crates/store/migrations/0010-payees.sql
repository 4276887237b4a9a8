-- Whose account at the provider took the money, as the provider names it; empty: the operator's own. It stays with the
-- payment: money goes back from where it went to, whatever the merchant has connected since.
ALTER TABLE payments ADD COLUMN payee TEXT NOT NULL DEFAULT '';
