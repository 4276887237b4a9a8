-- What stands for a reader's address in the link that ends all their wishes.
ALTER TABLE restock_alerts ADD COLUMN reader TEXT NOT NULL DEFAULT '';
CREATE INDEX restock_alerts_of_reader ON restock_alerts (reader);
-- Whether somebody else still pays with what one person wants forgotten.
CREATE INDEX payment_methods_by_token ON payment_methods (token);
