-- How much room a picture takes in all its sizes, and which merchant's product it was kept for; 0 for a person's own.
-- Pictures from before count as nothing.
ALTER TABLE images ADD COLUMN bytes BIGINT NOT NULL DEFAULT 0;
ALTER TABLE images ADD COLUMN merchant_id BIGINT NOT NULL DEFAULT 0;
CREATE INDEX images_of_merchant ON images (merchant_id, bytes);
