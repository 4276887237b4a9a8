//! A small shop's books: one order in every state, all of it sound.

use std::io::Write;
use std::path::PathBuf;

use buyline_audit::Report;

/// The clock of the tests: 2026-01-01, in microseconds.
const NOW: i64 = 1_767_225_600_000_000;

const SOUND: &str = "
INSERT INTO variants (id, merchant_id, product_id, currency, price, tracked, on_hand, reserved)
VALUES (10, 1, 7, 'EUR', 1000, 1, 5, 3), (11, 1, 7, 'EUR', 1000, 0, 0, 0);

INSERT INTO checkouts (id, merchant_id, purchase_id, state, currency, total, order_id, expires_at)
VALUES (301, 1, 401, 'ordered', 'EUR', 1400, 101, {soon}), (302, 1, 402, 'ordered', 'EUR', 2400, 102, {soon}),
       (303, 1, 403, 'ordered', 'EUR', 2400, 103, {old}), (304, 1, 404, 'ordered', 'EUR', 2400, 104, {old}),
       (305, 1, 405, 'open', 'EUR', 2400, NULL, {soon});

INSERT INTO orders (id, merchant_id, number, purchase_id, checkout_id, state, cancel_reason, currency, subtotal,
                    shipping, tax, tax_included, total, refunded, undo_until, created_at, placed_at)
VALUES (101, 1, 'BL-1', 401, 301, 'pending', '', 'EUR', 1000, 400, 200, 1, 1400, 0, NULL, {old}, NULL),
       (102, 1, 'BL-2', 402, 302, 'placed', '', 'EUR', 2000, 0, 400, 0, 2400, 0, {old}, {old}, {old}),
       (103, 1, 'BL-3', 403, 303, 'confirmed', '', 'EUR', 2000, 400, 0, 1, 2400, 500, {old}, {old}, {old}),
       (104, 1, 'BL-4', 404, 304, 'canceled', 'buyer', 'EUR', 2000, 400, 0, 1, 2400, 2400, {old}, {old}, {old}),
       (105, 1, 'BL-5', 405, 305, 'canceled', 'declined', 'EUR', 2000, 400, 0, 1, 2400, 0, NULL, {old}, NULL);

INSERT INTO order_lines (id, merchant_id, order_id, product_id, variant_id, quantity, unit_price, subtotal, tax, tracked)
VALUES (2011, 1, 101, 7, 10, 1, 1000, 1000, 150, 1), (2021, 1, 102, 7, 10, 2, 1000, 2000, 400, 1),
       (2031, 1, 103, 7, 10, 2, 1000, 2000, 0, 1), (2041, 1, 104, 7, 10, 2, 1000, 2000, 0, 1),
       (2051, 1, 105, 7, 11, 2, 1000, 2000, 0, 0);

INSERT INTO payments (id, merchant_id, order_id, attempt_key, provider, state, currency, amount, captured, refunded,
                      updated_at)
VALUES (501, 1, 101, 'k1', 'sandbox', 'started', 'EUR', 1400, 0, 0, {old}),
       (502, 1, 102, 'k2', 'sandbox', 'authorized', 'EUR', 2400, 0, 0, {old}),
       (503, 1, 103, 'k3', 'sandbox', 'captured', 'EUR', 2400, 2400, 500, {old}),
       (504, 1, 104, 'k4', 'sandbox', 'captured', 'EUR', 2400, 2400, 2400, {old}),
       (505, 1, 105, 'k5', 'sandbox', 'failed', 'EUR', 2400, 0, 0, {old});

INSERT INTO refunds (id, merchant_id, order_id, payment_id, refund_key, state, amount, currency)
VALUES (603, 1, 103, 503, 'r3', 'done', 500, 'EUR'), (604, 1, 104, 504, 'r4', 'done', 2400, 'EUR');

INSERT INTO disputes (id, merchant_id, order_id, payment_id, payee, provider_ref, state, is_inquiry, reason, currency,
                      amount, opened_at)
VALUES (803, 1, 103, 503, '', 'dp_1', 'won', 0, 'fraudulent', 'EUR', 1900, {old}),
       (804, 1, 103, 503, '', 'dp_2', 'waiting', 1, 'fraudulent', 'EUR', 1900, {old});

INSERT INTO payouts (id, merchant_id, payee, provider_ref, state, currency, total, amount, itemized, created_at,
                     arrives_at)
VALUES (851, 1, '', 'po_1', 'paid', 'EUR', 500, 500, 1, {old}, {old}),
       (852, 1, '', 'po_2', 'failed', 'EUR', -40, -40, 0, {old}, {old});

INSERT INTO payout_lines (merchant_id, payout_id, provider_ref, kind, order_id, told, booked, source, happened_at)
VALUES (1, 851, 'txn_1', 'charge', 103, 400, 400, 'ch_1', {old}), (1, 851, 'txn_2', 'other', 0, 100, 0, 'ch_2', {old});

INSERT INTO payout_others (id, merchant_id, payout_id, amount, found_at)
VALUES (861, 1, 851, 120, {old}), (862, 1, 851, -20, {old});

INSERT INTO ledger (merchant_id, order_id, kind, source_id, debit, credit, currency, amount, happened_at)
VALUES (1, 103, 'charge', 503, 'balance', 'sales', 'EUR', 2400, {old}),
       (1, 103, 'refund', 603, 'refunds', 'balance', 'EUR', 500, {old}),
       (1, 103, 'dispute', 803, 'disputes', 'balance', 'EUR', 1900, {old}),
       (1, 103, 'dispute_fee', 803, 'provider_fees', 'balance', 'EUR', 1500, {old}),
       (1, 103, 'dispute_won', 803, 'balance', 'disputes', 'EUR', 1900, {old}),
       (1, 0, 'payout', 851, 'bank', 'balance', 'EUR', 500, {old}),
       (1, 0, 'other_in', 861, 'balance', 'other', 'EUR', 120, {old}),
       (1, 0, 'other_out', 862, 'other', 'balance', 'EUR', 20, {old}),
       (1, 0, 'payout_taken', 852, 'balance', 'bank', 'EUR', 40, {old}),
       (1, 0, 'payout', 852, 'bank', 'balance', 'EUR', 40, {old}),
       (1, 104, 'charge', 504, 'balance', 'sales', 'EUR', 2400, {old}),
       (1, 104, 'refund', 604, 'refunds', 'balance', 'EUR', 2400, {old}),
       (2, 0, 'donation', 521, 'balance', 'donations', 'EUR', 1040, {old}),
       (2, 0, 'donation', 522, 'balance', 'donations', 'EUR', 500, {old}),
       (2, 0, 'donation', 523, 'balance', 'donations', 'EUR', 500, {old}),
       (2, 0, 'donation', 525, 'balance', 'donations', 'EUR', 900, {old}),
       (2, 0, 'donation', 526, 'balance', 'donations', 'EUR', 800, {old}),
       (2, 0, 'donation_refund', 625, 'donation_refunds', 'balance', 'EUR', 300, {old}),
       (2, 0, 'dispute', 806, 'disputes', 'balance', 'EUR', 800, {old}),
       (2, 0, 'dispute_fee', 806, 'provider_fees', 'balance', 'EUR', 1500, {old}),
       (2, 0, 'donation_refund', 622, 'donation_refunds', 'balance', 'EUR', 500, {old}),
       (2, 0, 'donation_refund', 623, 'donation_refunds', 'balance', 'EUR', 500, {old});

INSERT INTO campaigns (id, merchant_id, currency, raised, gifts) VALUES (150, 2, 'EUR', 1600, 2);

INSERT INTO donations (id, merchant_id, campaign_id, state, currency, amount, cover, refunded, is_test, settled_at)
VALUES (151, 2, 150, 'settled', 'EUR', 1000, 40, 0, 1, {old}), (152, 2, 150, 'settled', 'EUR', 500, 0, 500, 1, {old}),
       (153, 2, 150, 'ended', 'EUR', 500, 0, 0, 1, NULL), (154, 2, 150, 'paying', 'EUR', 700, 0, 0, 1, NULL),
       (155, 2, 150, 'settled', 'EUR', 900, 0, 300, 1, {old}), (156, 2, 150, 'settled', 'EUR', 800, 0, 800, 1, {old});
INSERT INTO donations (id, merchant_id, campaign_id, state, currency, amount, cover, refunded, is_test, pledge_id, is_promised)
VALUES (159, 2, 150, 'open', 'EUR', 900, 0, 0, 1, 160, 1);
INSERT INTO pledges (id, merchant_id, campaign_id, donation_id, state, owed_id, tried_on, next_at)
VALUES (160, 2, 150, 159, 'active', 159, '', {soon});

INSERT INTO donation_payments (id, merchant_id, donation_id, attempt_key, provider, state, currency, amount, captured,
                               refunded, updated_at)
VALUES (521, 2, 151, 'g1', 'sandbox', 'captured', 'EUR', 1040, 1040, 0, {old}),
       (522, 2, 152, 'g2', 'sandbox', 'captured', 'EUR', 500, 500, 500, {old}),
       (523, 2, 153, 'g3', 'sandbox', 'captured', 'EUR', 500, 500, 500, {old}),
       (525, 2, 155, 'g5', 'sandbox', 'captured', 'EUR', 900, 900, 300, {old}),
       (526, 2, 156, 'g6', 'sandbox', 'captured', 'EUR', 800, 800, 0, {old}),
       (524, 2, 154, 'g4', 'sandbox', 'started', 'EUR', 700, 0, 0, {old});

INSERT INTO donation_refunds (id, merchant_id, donation_id, payment_id, refund_key, state, amount, currency)
VALUES (625, 2, 155, 525, 'r25', 'done', 300, 'EUR'), (622, 2, 152, 522, 'r22', 'done', 500, 'EUR'), (623, 2, 153, 523, 'r23', 'done', 500, 'EUR');

INSERT INTO receipts (merchant_id, donation_id, kind, revision, is_test, year, number, currency, amount, issued_at)
VALUES (2, 151, 'donation', 0, 1, 2025, 1, 'EUR', 1040, {old}), (2, 152, 'donation', 0, 1, 2025, 2, 'EUR', 500, {old}),
       (2, 152, 'void', 0, 1, 2025, 3, 'EUR', 500, {old}), (2, 155, 'donation', 0, 1, 2025, 4, 'EUR', 900, {old}),
       (2, 155, 'void', 0, 1, 2025, 5, 'EUR', 900, {old}), (2, 155, 'donation', 1, 1, 2025, 6, 'EUR', 600, {old}),
       (2, 156, 'donation', 0, 1, 2025, 7, 'EUR', 800, {old}), (2, 156, 'void', 0, 1, 2025, 8, 'EUR', 800, {old});

INSERT INTO donation_disputes (id, merchant_id, donation_id, payment_id, payee, provider_ref, state, is_inquiry, reason,
                               currency, amount, opened_at)
VALUES (806, 2, 156, 526, '', 'dp_6', 'lost', 0, 'fraudulent', 'EUR', 800, {old}),
       (807, 2, 151, 521, '', 'dp_7', 'waiting', 1, 'fraudulent', 'EUR', 1040, {old});

INSERT INTO matches (id, merchant_id, campaign_id, is_test, currency, ratio, cap, matched, starts_at, ends_at, ended_at)
VALUES (170, 2, 150, 1, 'EUR', 10000, 2800, 1600, 1, {soon}, NULL),
       (171, 2, 150, 1, 'EUR', 10000, 500, 0, 1, {soon}, 2);

INSERT INTO match_entries (merchant_id, match_id, number, kind, donation_id, amount, left_after, happened_at)
VALUES (2, 170, 1, 'promised', NULL, 1200, 1200, 1), (2, 170, 2, 'gift', 151, 1000, 200, {old}),
       (2, 170, 3, 'gift', 152, 200, 0, {old}), (2, 170, 4, 'back', 152, 200, 200, {old}),
       (2, 170, 5, 'promised', NULL, 1600, 1800, {old}), (2, 170, 6, 'gift', 155, 900, 900, {old}),
       (2, 170, 7, 'back', 155, 300, 1200, {old}), (2, 170, 8, 'gift', 156, 800, 400, {old}),
       (2, 170, 9, 'back', 156, 800, 1200, {old}),
       (2, 171, 1, 'promised', NULL, 500, 500, 1);

UPDATE donations SET gift_aid_by = 151 WHERE id = 151;
INSERT INTO gift_aid_declarations (merchant_id, donation_id, scope) VALUES (2, 151, 'gift');
INSERT INTO gift_aid_claims (merchant_id, number, is_test, gifts, currency, amount) VALUES (2, 1, 1, 1, 'EUR', 1040);
INSERT INTO gift_aid_claimed (merchant_id, donation_id, number, declared_with, amount) VALUES (2, 151, 1, 151, 1040);

INSERT INTO invoices (merchant_id, order_id, is_test, number, currency)
VALUES (1, 103, 0, 1, 'EUR'), (1, 104, 0, 2, 'EUR');

INSERT INTO jobs (id, kind, merchant_id, subject, unique_key, state)
VALUES (901, 'capture', 1, 102, 'j1', 'ready'), (902, 'mail', 1, 999, NULL, 'ready'),
       (903, 'drive_donation', 2, 524, NULL, 'ready');

INSERT INTO mails (id, unique_key) VALUES (701, 'm1'), (702, 'm2');
";

const CHARGES: &str = r#"{"key":"k2","event":"authorized","amount":2400,"currency":"EUR","at":1}
{"key":"k3","event":"authorized","amount":2400,"currency":"EUR","at":1}
{"key":"k3","event":"captured","amount":2400,"currency":"EUR","at":2}
{"key":"k3","event":"refunded","amount":500,"currency":"EUR","refund_key":"r3","at":3}
{"key":"k4","event":"authorized","amount":2400,"currency":"EUR","at":1}
{"key":"k4","event":"captured","amount":2400,"currency":"EUR","at":2}
{"key":"k4","event":"refunded","amount":2400,"currency":"EUR","refund_key":"r4","at":3}
{"key":"k5","event":"failed","amount":2400,"currency":"EUR","at":1}
{"key":"g1","event":"authorized","amount":1040,"currency":"EUR","at":1}
{"key":"g1","event":"captured","amount":1040,"currency":"EUR","at":2}
{"key":"g2","event":"authorized","amount":500,"currency":"EUR","at":1}
{"key":"g2","event":"captured","amount":500,"currency":"EUR","at":2}
{"key":"g2","event":"refunded","amount":500,"currency":"EUR","refund_key":"r22","at":3}
{"key":"g5","event":"captured","amount":900,"currency":"EUR","at":2}
{"key":"g5","event":"refunded","amount":300,"currency":"EUR","refund_key":"r25","at":3}
{"key":"g6","event":"captured","amount":800,"currency":"EUR","at":2}
{"key":"g3","event":"authorized","amount":500,"currency":"EUR","at":1}
{"key":"g3","event":"captured","amount":500,"currency":"EUR","at":2}
{"key":"g3","event":"refunded","amount":500,"currency":"EUR","refund_key":"r23","at":3}
"#;

/// The tables that the audit reads.
const TABLES: [&str; 27] = [
    "variants",
    "checkouts",
    "orders",
    "order_lines",
    "payments",
    "refunds",
    "disputes",
    "payouts",
    "payout_lines",
    "payout_others",
    "ledger",
    "invoices",
    "jobs",
    "mails",
    "campaigns",
    "campaign_currencies",
    "donations",
    "donation_payments",
    "donation_refunds",
    "donation_disputes",
    "receipts",
    "pledges",
    "matches",
    "match_entries",
    "gift_aid_declarations",
    "gift_aid_claims",
    "gift_aid_claimed",
];

enum Hand {
    Sqlite(rusqlite::Connection),
    Postgres(Box<postgres::Client>, testkit::postgres::TestDatabase),
}

/// A database without constraints, and a provider's record beside it.
pub struct World {
    url: String,
    hand: Hand,
    record: PathBuf,
    _folder: tempfile::TempDir,
}

impl World {
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let real = folder.path().join("real.db");
        drop(open_store(&format!("sqlite:{}", real.display())));
        let lax = folder.path().join("lax.db");
        let conn = rusqlite::Connection::open(&lax).unwrap();
        conn.pragma_update(None, "synchronous", "OFF").unwrap();
        conn.execute("ATTACH ?1 AS real", [real.to_str().unwrap()]).unwrap();
        for table in TABLES {
            conn.execute_batch(&format!("CREATE TABLE {table} AS SELECT * FROM real.{table} WHERE false"))
                .unwrap();
        }
        conn.execute_batch("DETACH real").unwrap();
        let url = format!("sqlite:{}", lax.display());
        Self { url, hand: Hand::Sqlite(conn), record: folder.path().join("charges.jsonl"), _folder: folder }
    }

    pub fn postgres(database: testkit::postgres::TestDatabase) -> Self {
        let folder = tempfile::tempdir().unwrap();
        drop(open_store(&database.url));
        let mut client = postgres::Client::connect(&database.url, postgres::NoTls).unwrap();
        for table in TABLES {
            client
                .batch_execute(&format!(
                    "ALTER TABLE {table} RENAME TO real_{table};
                     CREATE TABLE {table} AS SELECT * FROM real_{table} WHERE false"
                ))
                .unwrap();
        }
        let record = folder.path().join("charges.jsonl");
        let hand = Hand::Postgres(Box::new(client), database);
        let Hand::Postgres(_, database) = &hand else { unreachable!("made in the line above") };
        Self { url: database.url.clone(), hand, record, _folder: folder }
    }

    /// Puts the books back in order.
    pub fn make_sound(&mut self) {
        for table in TABLES {
            self.run(&format!("DELETE FROM {table}"));
        }
        let soon = (NOW + 600_000_000).to_string();
        let old = (NOW - 3_600_000_000).to_string();
        self.run(&SOUND.replace("{soon}", &soon).replace("{old}", &old));
        std::fs::write(&self.record, CHARGES).unwrap();
    }

    pub fn run(&mut self, sql: &str) {
        match &mut self.hand {
            Hand::Sqlite(conn) => conn.execute_batch(sql).unwrap(),
            Hand::Postgres(client, _) => client.batch_execute(sql).unwrap(),
        }
    }

    /// Adds a line to the provider's record.
    pub fn charge(&mut self, line: &str) {
        let mut record = std::fs::OpenOptions::new().append(true).open(&self.record).unwrap();
        writeln!(record, "{line}").unwrap();
    }

    pub fn forget_charges(&mut self) {
        std::fs::write(&self.record, "").unwrap();
    }

    pub fn audit(&self) -> Report {
        buyline_audit::run_at(&self.url, Some(&self.record), NOW).unwrap()
    }
}

fn open_store(url: &str) -> store::Db {
    store::Db::open(&url.parse().unwrap(), store::DbOptions::default()).unwrap()
}
