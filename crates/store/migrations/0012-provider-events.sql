-- What payment providers told us, each event once however often it is sent (F13). Kept for a while, for people who ask.
CREATE TABLE provider_events (
    provider TEXT NOT NULL,
    event_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    payee TEXT NOT NULL,
    reference TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (provider, event_id)
) @table;
CREATE INDEX provider_events_by_age ON provider_events (received_at);
