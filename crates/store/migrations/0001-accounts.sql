-- The server itself, people and what they say to each other.
CREATE TABLE nodes (
    number BIGINT @id,
    leased_until BIGINT NOT NULL
) @table;

CREATE TABLE settings (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) @table;

-- kind: 'server', 'merchant' or 'offer'; subject: 0 for the server.
CREATE TABLE kill_switches (
    kind TEXT NOT NULL CHECK (kind IN ('server', 'merchant', 'offer')),
    subject BIGINT NOT NULL,
    reason TEXT NOT NULL,
    set_by BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (kind, subject)
) @table;

-- The one change feed. On PostgreSQL xid keeps readers behind the oldest open transaction: ids are not commit order.
CREATE TABLE changes (
    @feed_seq,
    kind TEXT NOT NULL,
    subject BIGINT NOT NULL,
    owner BIGINT NOT NULL,
    created_at BIGINT NOT NULL
) @table;

CREATE TABLE images (
    id BIGINT @id,
    account_id BIGINT,
    file_key TEXT NOT NULL,
    width BIGINT NOT NULL CHECK (width > 0),
    height BIGINT NOT NULL CHECK (height > 0),
    created_at BIGINT NOT NULL
) @table;

CREATE TABLE accounts (
    id BIGINT @id,
    handle TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    bio TEXT NOT NULL DEFAULT '',
    kind TEXT NOT NULL CHECK (kind IN ('person', 'merchant', 'charity')),
    email TEXT UNIQUE,
    email_confirmed_at BIGINT,
    password_hash TEXT,
    locale TEXT NOT NULL DEFAULT 'en',
    avatar_id BIGINT REFERENCES images (id),
    banner_id BIGINT REFERENCES images (id),
    is_operator BIGINT NOT NULL DEFAULT 0 CHECK (is_operator IN (0, 1)),
    suspended_at BIGINT,
    created_at BIGINT NOT NULL
) @table;
CREATE INDEX suspended_accounts ON accounts (id) WHERE suspended_at IS NOT NULL;

CREATE TABLE sessions (
    id BIGINT @id,
    token_hash BYTEA NOT NULL UNIQUE,
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    user_agent TEXT NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
) @table;
CREATE INDEX sessions_of_account ON sessions (account_id);

-- Six-digit codes sent by mail; purpose says what typing one proves. subject: the mail address it went to.
CREATE TABLE codes (
    id BIGINT @id,
    purpose TEXT NOT NULL CHECK (purpose IN ('confirm_email', 'reset_password', 'claim_orders')),
    subject TEXT NOT NULL,
    account_id BIGINT REFERENCES accounts (id),
    code_hash BYTEA NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
) @table;
CREATE INDEX codes_of_subject ON codes (subject, purpose, id);

CREATE TABLE follows (
    follower_id BIGINT NOT NULL REFERENCES accounts (id),
    followee_id BIGINT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (follower_id, followee_id)
) @table;
CREATE INDEX followers_of ON follows (followee_id, follower_id);

CREATE TABLE blocks (
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    target_id BIGINT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, target_id)
) @table;
CREATE INDEX blocked_by ON blocks (target_id, account_id);

CREATE TABLE mutes (
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    target_id BIGINT NOT NULL REFERENCES accounts (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, target_id)
) @table;

CREATE TABLE posts (
    id BIGINT @id,
    author_id BIGINT NOT NULL REFERENCES accounts (id),
    body TEXT NOT NULL,
    content_warning TEXT NOT NULL DEFAULT '',
    reply_to BIGINT REFERENCES posts (id),
    root_id BIGINT,
    boost_of BIGINT REFERENCES posts (id),
    offer_id BIGINT,
    offer_merchant_id BIGINT,
    like_count BIGINT NOT NULL DEFAULT 0,
    boost_count BIGINT NOT NULL DEFAULT 0,
    reply_count BIGINT NOT NULL DEFAULT 0,
    created_at BIGINT NOT NULL,
    deleted_at BIGINT
) @table;
CREATE INDEX posts_of_author ON posts (author_id, id);
CREATE INDEX posts_of_thread ON posts (root_id, id);
CREATE INDEX replies_of ON posts (reply_to, id);
CREATE UNIQUE INDEX one_boost_each ON posts (author_id, boost_of) WHERE boost_of IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX boosts_of ON posts (boost_of) WHERE boost_of IS NOT NULL;
CREATE INDEX posts_that_sell ON posts (id) WHERE offer_id IS NOT NULL;
CREATE INDEX posts_of_offer ON posts (offer_id, id) WHERE offer_id IS NOT NULL;

CREATE TABLE post_images (
    post_id BIGINT NOT NULL REFERENCES posts (id),
    position BIGINT NOT NULL,
    image_id BIGINT NOT NULL REFERENCES images (id),
    alt TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (post_id, position)
) @table;

CREATE TABLE post_tags (
    tag TEXT NOT NULL,
    post_id BIGINT NOT NULL REFERENCES posts (id),
    PRIMARY KEY (tag, post_id)
) @table;

CREATE TABLE likes (
    account_id BIGINT NOT NULL REFERENCES accounts (id),
    post_id BIGINT NOT NULL REFERENCES posts (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, post_id)
) @table;

CREATE TABLE post_reports (
    id BIGINT @id,
    post_id BIGINT NOT NULL REFERENCES posts (id),
    reporter_id BIGINT NOT NULL REFERENCES accounts (id),
    reason TEXT NOT NULL,
    comment TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'removed', 'dismissed')),
    decided_by BIGINT,
    decided_at BIGINT,
    created_at BIGINT NOT NULL
) @table;
CREATE INDEX open_post_reports ON post_reports (state, id);
