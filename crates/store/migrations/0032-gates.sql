-- A kill switch may stop a feature, too: kind 'feature', subject its number.
ALTER TABLE kill_switches RENAME TO kill_switches_before;
CREATE TABLE kill_switches (
    kind TEXT NOT NULL CHECK (kind IN ('server', 'merchant', 'offer', 'feature')),
    subject BIGINT NOT NULL,
    reason TEXT NOT NULL,
    set_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (kind, subject)
) @table;
INSERT INTO kill_switches (kind, subject, reason, set_by, created_at)
    SELECT kind, subject, reason, set_by, created_at FROM kill_switches_before;
DROP TABLE kill_switches_before;

-- For whom features are open; a feature without a row is open to all. rules, auto_stop: JSON, see store::gates.
CREATE TABLE gates (
    feature TEXT NOT NULL PRIMARY KEY,
    is_open BIGINT NOT NULL CHECK (is_open IN (0, 1)),
    rules TEXT NOT NULL,
    auto_stop TEXT NOT NULL,
    version BIGINT NOT NULL,
    changed_at BIGINT NOT NULL
) @table;

-- Who has seen a feature by a rule that picked them, once each: they keep it.
CREATE TABLE gate_exposures (
    feature TEXT NOT NULL,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (feature, account_id)
) @keyed_table;
CREATE INDEX gate_exposures_by_time ON gate_exposures (seen_at);
