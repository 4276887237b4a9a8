-- Plans by which something ends on a date. kind, subject: what ends, see domain::sunset::Scope. Days are YYYY-MM-DD in zone.
CREATE TABLE sunset_plans (
    id BIGINT @id,
    kind TEXT NOT NULL CHECK (kind IN ('feature', 'imports', 'shop', 'nonprofit', 'server')),
    subject BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'running', 'withdrawn')),
    revision BIGINT NOT NULL CHECK (revision > 0),
    zone TEXT NOT NULL,
    notice_on TEXT NOT NULL,
    no_onboarding_on TEXT NOT NULL,
    no_sales_on TEXT NOT NULL,
    read_only_on TEXT NOT NULL,
    export_ends_on TEXT NOT NULL,
    erasure_on TEXT NOT NULL,
    successor_name TEXT NOT NULL DEFAULT '',
    successor_url TEXT NOT NULL DEFAULT '',
    audience TEXT NOT NULL CHECK (audience IN ('partners', 'concerned', 'everybody')),
    reason TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    erased_at BIGINT,
    CHECK (notice_on < no_sales_on AND notice_on <= no_onboarding_on AND no_onboarding_on <= no_sales_on),
    CHECK (no_sales_on <= read_only_on AND read_only_on < export_ends_on AND export_ends_on <= erasure_on),
    CHECK ((successor_name = '') = (successor_url = ''))
) @table;
-- Two plans for one thing would contradict each other.
CREATE UNIQUE INDEX one_running_sunset ON sunset_plans (kind, subject) WHERE state = 'running';

-- Every change of a plan: who, why, and the days as they were from then on, in their order with the zone.
CREATE TABLE sunset_changes (
    plan_id BIGINT NOT NULL REFERENCES sunset_plans (id),
    revision BIGINT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('draft', 'start', 'change', 'withdraw')),
    days TEXT NOT NULL,
    reason TEXT NOT NULL,
    changed_by BIGINT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (plan_id, revision)
) @keyed_table;

-- How far a telling has come through its audience, in the order of account ids.
CREATE TABLE sunset_rounds (
    plan_id BIGINT NOT NULL REFERENCES sunset_plans (id),
    revision BIGINT NOT NULL,
    round TEXT NOT NULL CHECK (round IN ('announce', 'ending', 'exporting', 'withdraw')),
    reached BIGINT NOT NULL DEFAULT 0,
    told BIGINT NOT NULL DEFAULT 0 CHECK (told >= 0),
    began_at BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (plan_id, revision, round)
) @keyed_table;

-- Who was told what, once each: written with the job of the mail.
CREATE TABLE sunset_notices (
    plan_id BIGINT NOT NULL REFERENCES sunset_plans (id),
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    revision BIGINT NOT NULL,
    notice TEXT NOT NULL CHECK (notice IN ('announced', 'changed', 'ending', 'exporting', 'withdrawn')),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (plan_id, account_id, revision, notice)
) @keyed_table;
