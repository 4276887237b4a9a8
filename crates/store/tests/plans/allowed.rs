//! What may read a whole table or sort, and why.

use super::texts::Text;

const FEW: &str = "one owner's few rows, found by an index and put in the order people read them in";
const BATCH: &str = "the rows of one batch, found by key and locked in one order";
const SEARCH: &str = "a search inside words reads the words";
const SWEEP: &str = "a sweep that runs a few times an hour, beside the writes";
const SMALL: &str = "a table of a few rows for the whole server";
const ERASED: &str = "an erasure is rare, and asks by the person what nobody else asks by";
const ENDED: &str =
    "a shop, a nonprofit or a feature is erased once, and all that is its own is read and goes";
const PART: &str = "the beginning of several texts, without their conditions";

/// File, a part of the text, and the reason.
pub const REASONS: &[(&str, &str, &str)] = &[
    ("campaigns.rs", "gifts FROM campaigns", PART),
    ("carts.rs", "FROM cart_lines WHERE cart_id = $1 ORDER BY added_at", FEW),
    ("carts.rs", "WHERE l.cart_id = $1", FEW),
    ("changes.rs", "DELETE FROM changes WHERE created_at < $1", SWEEP),
    ("changes.rs", "WHERE (xid, seq) > ($1, $2)", "PostgreSQL's half of the feed, asked there only"),
    (
        "customers.rs",
        "FROM orders WHERE merchant_id = $2",
        "the customers are made from the orders of one merchant",
    ),
    ("db.rs", "FROM orders WHERE state = 'confirmed')", "asked by the load driver, never by the server"),
    ("erasures/mod.rs", "FROM erasures WHERE state <> 'done'", SMALL),
    ("erasures/redact.rs", "FROM mutes", ERASED),
    ("erasures/redact.rs", "UPDATE post_reports", ERASED),
    ("erasures/redact.rs", "FROM gate_exposures", ERASED),
    ("erasures/redact.rs", "FROM codes", ERASED),
    ("erasures/redact.rs", "FROM staff_invitations", ERASED),
    ("erasures/redact.rs", "FROM nonprofit_invitations", ERASED),
    ("erasures/redact.rs", "FROM restock_alerts", ERASED),
    ("erasures/redact.rs", "FROM mails", ERASED),
    ("erasures/redact.rs", "UPDATE staff_actions SET", ERASED),
    ("erasures/redact.rs", "DELETE FROM images WHERE id = $1", ERASED),
    ("erasures/scrub.rs", "FROM mails", ERASED),
    ("erasures/scrub.rs", "FROM idempotency", ERASED),
    ("erasures/scrub.rs", "FROM jobs", ERASED),
    ("erasures/scrub.rs", "UPDATE staff_actions SET", ERASED),
    ("erasures/scrub.rs", "FROM staff_actions WHERE", ERASED),
    ("erasures/party.rs", "merchant_id = $1", ENDED),
    ("erasures/party.rs", "a.erased_at IS", ENDED),
    ("erasures/party.rs", "subject = $1", ENDED),
    ("erasures/party.rs", "FROM mails", ENDED),
    ("erasures/party.rs", "DELETE FROM images WHERE id = $1", ENDED),
    ("erasures/party_values.rs", "merchant_id = $1", ENDED),
    ("erasures/party_values.rs", "subject = $1", ENDED),
    ("erasures/scope.rs", "DELETE FROM", ENDED),
    ("erasures/scope.rs", "UPDATE", ENDED),
    ("erasures/scope.rs", "SELECT", ENDED),
    ("erasures/search.rs", "FROM sqlite_master", SMALL),
    ("erasures/values.rs", "FROM post_reports", ERASED),
    ("erasures/values.rs", "SELECT i.id, i.file_key FROM images i", ERASED),
    ("figures.rs", "o.confirmed_at >= $2", "one merchant's orders of the days asked for"),
    ("fulfillments.rs", "WHERE f.merchant_id = $1 AND f.order_id = $2", FEW),
    ("images.rs", "i.image_id IS NULL AND i.source_url <> ''", FEW),
    ("import_goods/products.rs", "external_id IN (SELECT value FROM json_each($2))", BATCH),
    ("import_goods/variants.rs", "product_id IN (SELECT value FROM json_each($2))", BATCH),
    ("imports.rs", "FROM import_problems", "at most a thousand remarks of one import"),
    ("jobs.rs", "GROUP BY kind", "a dozen kinds"),
    (
        "jobs.rs",
        "count(*) FILTER (WHERE state = 'dead')",
        "finished jobs are gone: what is counted is what waits",
    ),
    ("kill_switches.rs", "FROM kill_switches", SMALL),
    ("ledger.rs", "AND order_id = $2 ORDER BY", FEW),
    ("ledger.rs", "GROUP BY kind, currency ORDER BY", "a dozen kinds of movements, summed over an index"),
    ("matching.rs", "starts_at, ends_at, ended_at FROM matches", PART),
    ("matching.rs", "e.happened_at FROM match_entries e", PART),
    ("nodes.rs", "FROM nodes", SMALL),
    (
        "nonprofits.rs",
        "(m.kind = 'shop' AND m.state <> 'new')",
        "an operator compares a name with all others, page by page along their key",
    ),
    ("nonprofits.rs", "FROM nonprofit_staff WHERE account_id = $1", FEW),
    ("nonprofit_staff.rs", "ORDER BY CASE s.role", FEW),
    ("offers.rs", "ORDER BY CASE WHEN state = 'open'", FEW),
    ("orders/read.rs", "ORDER BY", FEW),
    ("orders/search.rs", "ORDER BY", "one page of orders with their lines"),
    (
        "payees.rs",
        "SELECT 1 FROM payments WHERE payee IN ($1, $2)",
        "asked beside the writes when a key is pasted, a few times in a shop's life",
    ),
    ("payouts.rs", "ORDER BY happened_at, provider_ref", FEW),
    (
        "payouts.rs",
        "FROM payments ORDER BY id DESC LIMIT $1",
        "the newest payments, read from the end of their key",
    ),
    (
        "payouts.rs",
        "FROM donation_payments ORDER BY id DESC LIMIT $1",
        "the newest payments of gifts, read from the end of their key",
    ),
    ("people.rs", "LIKE $1 ESCAPE '!'", SEARCH),
    ("people.rs", "merchants.state = 'verified'", "suggestions weigh every verified shop"),
    ("pledges.rs", "asked_key, asked_url FROM pledges", PART),
    ("posts.rs", "LEFT JOIN posts passed ON passed.id = p.boost_of", PART),
    ("posts.rs", "GROUP BY tag", "the tags of the newest posts, so many as are asked for"),
    ("posts.rs", "lower(products.title) LIKE $1", SEARCH),
    ("products.rs", "WITH page AS", "one page, sorted again after its images are joined"),
    ("products.rs", "coalesce(n.position, 1000000)", "a shop page puts the pinned ones first"),
    ("products.rs", "FROM pinned_products WHERE merchant_id = $1", FEW),
    ("selling.rs", "o.product_id, v.id", FEW),
    ("selling.rs", "v.requires_shipping, v.tracked, v.on_hand - v.reserved", FEW),
    ("sessions.rs", "FROM staff WHERE account_id = $1", FEW),
    ("sessions.rs", "FROM sessions WHERE account_id = $1", FEW),
    (
        "sessions.rs",
        "UPDATE sessions SET seen_at = $1, expires_at = $2 WHERE expires_at > $1",
        "all sessions of a demo, once when it goes to another day",
    ),
    ("shipping.rs", "FROM shipping_rates", FEW),
    ("staff.rs", "ORDER BY CASE s.role", FEW),
    (
        "sweeps.rs",
        "UPDATE sweeps SET due_at = $1",
        "a row per account that money is taken on, every half minute",
    ),
    ("sweeps.rs", "FROM orphans", "orphans are rare: each is a fault"),
    ("wallet.rs", "FROM addresses WHERE account_id = $1", FEW),
    ("wallet.rs", "FROM payment_methods WHERE account_id = $1", FEW),
    ("connections/mod.rs", "FROM connections c", SWEEP),
    ("connections/mod.rs", "UPDATE connections SET state = 'paused'", "once in a copy of a demo"),
    ("webhooks.rs", "FROM webhooks w", SWEEP),
    ("webhooks.rs", "UPDATE webhooks SET state = 'paused' WHERE state = 'on'", "once in a copy of a demo"),
    ("callbacks.rs", "FROM quote_callbacks WHERE is_on = 1", "once in a copy of a demo"),
    ("callbacks.rs", "UPDATE quote_callbacks SET is_on = 0", "once in a copy of a demo"),
    ("sunsets/mod.rs", "FROM sunset_plans ORDER BY id DESC", SMALL),
    (
        "sunsets/notices.rs",
        "count(CASE WHEN g.is_partner = 1 THEN 1 END)",
        "everybody is counted when an operator looks at a plan, a few times in its life",
    ),
];

/// Whether a reason stands for the text. Words count, not the spaces between them.
pub fn explains(text: &Text) -> bool {
    REASONS.iter().any(|(file, part, _)| text.file == *file && flat(&text.sql).contains(part))
}

/// The text on one line.
pub fn flat(sql: &str) -> String {
    sql.split_whitespace().collect::<Vec<_>>().join(" ")
}
