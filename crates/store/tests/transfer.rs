//! A whole database moves between the engines and back without losing a row, a byte or an order of rows.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use buyline_store::{DatabaseUrl, Db, DbError, DbOptions, export, transfer};

/// A little of everything: NULLs, bytes, text beyond ASCII, a reply older than what it answers, more than a page.
const FILL: &str = "
INSERT INTO accounts (id, handle, display_name, kind, email, created_at)
VALUES (1, 'mara', 'Mara Öğüt ☕', 'person', NULL, 1), (2, 'atelier', 'Atelier', 'merchant', 'a@example.org', 2);
INSERT INTO sessions (id, token_hash, account_id, created_at, seen_at, expires_at)
VALUES (3, x'00ff10', 1, 1, 1, 9);
INSERT INTO follows (follower_id, followee_id, created_at) VALUES (1, 2, 5);
INSERT INTO posts (id, author_id, body, reply_to, root_id, created_at)
VALUES (10, 1, 'an answer, by a clock that was behind', 11, 11, 1), (11, 2, 'a post', NULL, NULL, 2);
INSERT INTO merchants (id, account_id, state, legal_name, contact_email, country, currency, created_at)
VALUES (20, 2, 'verified', 'Atelier SARL', 'a@example.org', 'FR', 'EUR', 1);
INSERT INTO products (id, merchant_id, external_id, title, status, created_at, updated_at)
VALUES (30, 20, 'p1', 'Cup', 'active', 1, 1);
INSERT INTO orders (id, merchant_id, number, purchase_id, checkout_id, state, currency, subtotal, shipping, tax,
                    tax_included, total, email, buyer_name, destination, country, locale, created_at, confirmed_at)
VALUES (40, 20, 'BL-1', 1, 1, 'confirmed', 'EUR', 100, 0, 17, 1, 100, 'm@example.org', 'Mara', '', 'FR', 'fr', 1, 2);
INSERT INTO invoices (merchant_id, order_id, is_test, number, currency, legal_name, postal_address, contact_email,
                      vat_number, register_number, rates, issued_at)
VALUES (20, 40, 0, 1, 'EUR', 'Atelier SARL', '1 quai', 'a@example.org', 'FR1', 'RCS 1',
        '{\"lines\":[2000],\"parts\":[[2000,83,17]]}', 3);
INSERT INTO campaigns (id, merchant_id, title, currency, presets, created_at) VALUES (50, 20, 'Roof', 'EUR', '1000', 1);
INSERT INTO matches (id, merchant_id, campaign_id, sponsor, is_test, currency, ratio, cap, starts_at, ends_at, created_at)
VALUES (51, 20, 50, 'Kervella', 1, 'EUR', 10000, 500, 1, 9, 1);
INSERT INTO match_entries (merchant_id, match_id, number, kind, amount, left_after, happened_at)
VALUES (20, 51, 1, 'promised', 500, 500, 1);
INSERT INTO gates (feature, is_open, rules, auto_stop, version, changed_at) VALUES ('buy', 0, '[]', 'null', 1, 1);
INSERT INTO sunset_plans (id, kind, subject, state, revision, zone, notice_on, no_onboarding_on, no_sales_on, read_only_on,
                          export_ends_on, erasure_on, audience, created_at, changed_at)
VALUES (60, 'feature', 7, 'running', 2, 'UTC', '2027-01-01', '2027-01-02', '2027-02-01', '2027-03-01', '2027-04-01',
        '2027-05-01', 'partners', 1, 2),
       (61, 'shop', 20, 'draft', 1, 'UTC', '2027-01-01', '2027-01-02', '2027-02-01', '2027-03-01', '2027-04-01',
        '2027-05-01', 'partners', 1, 1);
INSERT INTO sunset_notices (plan_id, account_id, revision, notice, created_at) VALUES (60, 1, 2, 'announced', 3);
INSERT INTO settings (name, value) VALUES ('name', 'Ours');
INSERT INTO nodes (number, leased_until) VALUES (7, 1);
INSERT INTO changes (kind, subject, owner, created_at) VALUES ('post', 10, 1, 1), ('post', 11, 2, 2);
WITH RECURSIVE counted (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 2345)
INSERT INTO post_tags (tag, post_id) SELECT 'tag' || n, 10 FROM counted;
";

fn sqlite(folder: &Path, name: &str) -> DatabaseUrl {
    DatabaseUrl::Sqlite(folder.join(name))
}

fn filled(folder: &Path) -> DatabaseUrl {
    let url = sqlite(folder, "source.db");
    drop(Db::open(&url, DbOptions::default()).unwrap());
    rusqlite::Connection::open(folder.join("source.db")).unwrap().execute_batch(FILL).unwrap();
    url
}

/// Every row of every table but the two that stay behind, as text.
fn contents(file: &Path) -> Vec<String> {
    let conn = rusqlite::Connection::open(file).unwrap();
    let mut tables = conn
        .prepare(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
        )
        .unwrap();
    let tables: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut all = Vec::new();
    for table in tables.iter().filter(|name| !["schema_migrations", "nodes"].contains(&name.as_str())) {
        let mut rows = conn.prepare(&format!("SELECT t.* FROM {table} AS t ORDER BY 1, 2")).unwrap();
        let width = rows.column_count();
        let mut rows = rows.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let cells: Vec<String> =
                (0..width).map(|column| format!("{:?}", row.get_ref(column).unwrap())).collect();
            all.push(format!("{table}: {}", cells.join(" | ")));
        }
    }
    all
}

#[test]
fn a_move_between_files_keeps_every_row_and_leaves_leases_behind() {
    let folder = tempfile::tempdir().unwrap();
    let from = filled(folder.path());
    let to = sqlite(folder.path(), "target.db");
    let mut told = 0;
    let moved = transfer::move_all(&from, &to, |_| told += 1).unwrap();
    assert_eq!(moved.len(), told);
    assert_eq!(moved.iter().find(|table| table.table == "post_tags").unwrap().rows, 2_345);
    assert!(moved.iter().all(|table| table.table != "nodes"));
    let before = contents(&folder.path().join("source.db"));
    assert!(before.len() > 2_345 + 10);
    assert_eq!(before, contents(&folder.path().join("target.db")));
}

#[test]
fn a_target_that_holds_rows_is_refused_and_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let from = filled(folder.path());
    let to = sqlite(folder.path(), "target.db");
    transfer::move_all(&from, &to, |_| {}).unwrap();
    let before = contents(&folder.path().join("target.db"));
    let error = transfer::move_all(&from, &to, |_| {}).unwrap_err().to_string();
    assert!(error.contains("is not empty"), "{error}");
    assert_eq!(before, contents(&folder.path().join("target.db")));
}

#[test]
fn a_dangling_reference_is_found_and_nothing_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let from = filled(folder.path());
    rusqlite::Connection::open(folder.path().join("source.db"))
        .unwrap()
        .execute_batch("PRAGMA foreign_keys = OFF; DELETE FROM merchants")
        .unwrap();
    let error =
        transfer::move_all(&from, &sqlite(folder.path(), "target.db"), |_| {}).unwrap_err().to_string();
    assert!(error.contains("a reference leads nowhere"), "{error}");
    assert_eq!(contents(&folder.path().join("target.db")), Vec::<String>::new());
}

#[test]
fn a_source_that_is_not_there_is_an_error_and_makes_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let from = sqlite(folder.path(), "nothing.db");
    let error = transfer::move_all(&from, &sqlite(folder.path(), "target.db"), |_| {}).unwrap_err();
    assert!(matches!(error, DbError::Open(_)), "{error}");
    assert!(!folder.path().join("nothing.db").exists());
}

#[test]
fn a_backup_is_one_file_with_every_row_and_never_overwrites() {
    let folder = tempfile::tempdir().unwrap();
    let from = filled(folder.path());
    // In use, as on a running server.
    let _open = Db::open(&from, DbOptions::default()).unwrap();
    let file = folder.path().join("copy.db");
    transfer::backup(&from, &file).unwrap();
    assert_eq!(contents(&folder.path().join("source.db")), contents(&file));
    let error = transfer::backup(&from, &file).unwrap_err().to_string();
    assert!(error.contains("never overwrites"), "{error}");
}

#[test]
fn a_move_to_postgres_and_back_keeps_every_row() {
    let Some(database) = testkit::postgres::fresh_database() else { return };
    let folder = tempfile::tempdir().unwrap();
    let from = filled(folder.path());
    let postgres: DatabaseUrl = database.url.parse().unwrap();
    transfer::move_all(&from, &postgres, |_| {}).unwrap();
    let back = sqlite(folder.path(), "back.db");
    transfer::move_all(&postgres, &back, |_| {}).unwrap();
    assert_eq!(contents(&folder.path().join("source.db")), contents(&folder.path().join("back.db")));
    let copy = folder.path().join("copy.db");
    transfer::backup(&postgres, &copy).unwrap();
    assert_eq!(contents(&folder.path().join("source.db")), contents(&copy));
    assert!(!folder.path().join("copy.unfinished").exists());

    let mut client = postgres::Client::connect(&database.url, postgres::NoTls).unwrap();
    let next: i64 = client
        .query_one(
            "INSERT INTO changes (kind, subject, owner, created_at) VALUES ('post', 1, 1, 1) RETURNING seq",
            &[],
        )
        .unwrap()
        .get(0);
    assert_eq!(next, 3, "the feed goes on after what was moved");
    let dangling =
        client.execute("INSERT INTO follows (follower_id, followee_id, created_at) VALUES (1, 99, 1)", &[]);
    assert!(dangling.is_err(), "references are kept again");
    let error = transfer::move_all(&from, &postgres, |_| {}).unwrap_err().to_string();
    assert!(error.contains("is not empty"), "{error}");
}

#[test]
fn an_export_is_json_lines_with_what_belongs_together_and_no_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let from = filled(folder.path());
    let conn = rusqlite::Connection::open(folder.path().join("source.db")).unwrap();
    conn.execute("UPDATE accounts SET password_hash = 'argon2-secret' WHERE id = 1", []).unwrap();
    let to = folder.path().join("out");
    let exported = export::export(&from, &to).unwrap();
    let lines: Vec<(&str, u64)> = exported.iter().map(|file| (file.file, file.lines)).collect();
    assert_eq!(
        lines,
        [
            ("accounts.jsonl", 2),
            ("merchants.jsonl", 1),
            ("donations.jsonl", 0),
            ("pledges.jsonl", 0),
            ("matches.jsonl", 1),
            ("products.jsonl", 1),
            ("variant_prices.jsonl", 0),
            ("orders.jsonl", 1),
            ("fulfillment_lines.jsonl", 0),
            ("refund_lines.jsonl", 0),
            ("payouts.jsonl", 0),
            ("ledger.jsonl", 0),
            ("posts.jsonl", 2),
            ("gates.jsonl", 1),
            ("sunset_plans.jsonl", 2),
            ("history.jsonl", 0),
            ("images.jsonl", 0)
        ]
    );
    let accounts = std::fs::read_to_string(to.join("accounts.jsonl")).unwrap();
    assert!(!accounts.contains("argon2-secret"), "{accounts}");
    let first: serde_json::Value = serde_json::from_str(accounts.lines().next().unwrap()).unwrap();
    assert_eq!(first["id"], "acc_0000000000001");
    assert_eq!(first["display_name"], "Mara Öğüt ☕");
    assert_eq!(first["created_at"], "1970-01-01T00:00:00.000001Z");
    assert_eq!(first["is_operator"], false);
    assert_eq!(first["follows"][0]["followee_id"], "acc_0000000000002");
    let orders = std::fs::read_to_string(to.join("orders.jsonl")).unwrap();
    let order: serde_json::Value = serde_json::from_str(orders.lines().next().unwrap()).unwrap();
    let invoice = &order["invoices"][0];
    assert_eq!((&invoice["number"], &invoice["vat_number"]), (&1.into(), &"FR1".into()), "{order}");
    assert_eq!(invoice["rates"]["parts"][0], serde_json::json!([2_000, 83, 17]));
    let plans = std::fs::read_to_string(to.join("sunset_plans.jsonl")).unwrap();
    let plans: Vec<serde_json::Value> =
        plans.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(
        (&plans[0]["subject"], &plans[1]["subject"]),
        (&"imports".into(), &"mer_000000000000m".into())
    );
    assert_eq!(plans[0]["notices"][0]["account_id"], "acc_0000000000001", "{}", plans[0]);
    let posts = std::fs::read_to_string(to.join("posts.jsonl")).unwrap();
    let post: serde_json::Value = serde_json::from_str(posts.lines().next().unwrap()).unwrap();
    assert_eq!(post["tags"].as_array().unwrap().len(), 2_345);
    let error = export::export(&from, &to).unwrap_err().to_string();
    assert!(error.contains("is not empty"), "{error}");
}

/// The description of archives is the program's own.
#[test]
fn the_description_of_archives_says_what_is_in_them() {
    const BORDER: &str = "--test transfer -->\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/operating/archive.md");
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, _) = text.split_once(BORDER).unwrap();
    let wanted = format!("{before}{BORDER}\n{}", buyline_store::archive::schema(None));
    if std::env::var_os("BUYLINE_WRITE_DOCS").is_some() {
        std::fs::write(&path, &wanted).unwrap();
    }
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text == wanted, "docs/operating/archive.md is old; write it anew with BUYLINE_WRITE_DOCS=1");
}

/// The most memory that this process held so far, in KiB.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

/// `BUYLINE_ORDERS` says how many; a million is the bar.
#[test]
fn an_archive_of_many_orders_needs_no_more_memory_than_one_of_few() {
    let count: i64 =
        std::env::var("BUYLINE_ORDERS").ok().and_then(|text| text.parse().ok()).unwrap_or(20_000);
    let folder = tempfile::tempdir().unwrap();
    let from = filled(folder.path());
    let mut conn = rusqlite::Connection::open(folder.path().join("source.db")).unwrap();
    let tx = conn.transaction().unwrap();
    for sql in [
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
         INSERT INTO orders (id, merchant_id, number, purchase_id, checkout_id, state, currency, subtotal, shipping, tax,
                tax_included, total, email, buyer_name, destination, country, locale, created_at, confirmed_at)
         SELECT 1000 + i, 20, 'CL-' || i, i, 1000 + i, 'confirmed', 'EUR', 100, 0, 17, 1, 100, 'm' || i || '@example.org',
                'Mara ' || i, '{\"name\":\"Mara\",\"line1\":\"12 quai\"}', 'FR', 'fr', i, i FROM n",
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
         INSERT INTO order_lines (id, merchant_id, order_id, product_id, variant_id, title, quantity, unit_price, subtotal,
                tax, tracked, requires_shipping)
         SELECT 1000 + i, 20, 1000 + i, 30, 30, 'Cup', 1, 100, 100, 17, 1, 1 FROM n",
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?1)
         INSERT INTO payments (id, merchant_id, order_id, attempt_key, provider, method, state, currency, amount, captured,
                created_at, updated_at)
         SELECT 1000 + i, 20, 1000 + i, 'k' || i, 'sandbox', '', 'captured', 'EUR', 100, 100, i, i FROM n",
    ] {
        tx.execute(sql, [count]).unwrap();
    }
    tx.commit().unwrap();
    drop(conn);
    let (before, begun) = (peak_kib(), std::time::Instant::now());
    let path = folder.path().join("archive.zip");
    let out = std::io::BufWriter::new(std::fs::File::create(&path).unwrap());
    let of = domain::archive::ArchiveOf::Merchant(domain::ids::MerchantId(20));
    let now = jiff::Timestamp::UNIX_EPOCH;
    let made = buyline_store::archive::write(&from, of, ("", now), &mut |_| Ok(None), out).unwrap();
    let (took, grown) = (begun.elapsed(), peak_kib().saturating_sub(before));
    let size = std::fs::metadata(&path).unwrap().len();
    println!(
        "{count} orders, {made:?}: {took:?}, {size} bytes, {grown} KiB more than before, peak {} KiB",
        peak_kib()
    );
    assert!(made.records > u64::try_from(count).unwrap());
    assert!(grown < 64 * 1024, "{grown} KiB for {count} orders");
}
