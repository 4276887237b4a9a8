-- What may be forgotten once its time is over, without walking past everything that became an order.
CREATE INDEX open_checkouts_by_end ON checkouts (expires_at) WHERE state = 'open' AND attempt = 0;
