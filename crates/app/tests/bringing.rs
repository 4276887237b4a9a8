//! The round trip: an archive of one server, taken in by another, is the same again, record by record.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use buyline_app as app;

use std::collections::HashMap;
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;

use app::archives::{self, BringError};
use domain::access::{Actor, Permit, RunServer};
use domain::archive::ArchiveOf;
use domain::ids::{self, AccountId};
use serde_json::{Map, Value, json};
use store::accounts::NewAccount;
use store::archive::{Imported, Opened};
use store::{DbError, archive};
use testkit::house::{Goods, House, On, give_with, pay_with, person_who};

const PRINT: Goods = Goods { title: "Lac du matin", price: 2_490, units: Some(90) };
const CARD: &str = "card_ok";

fn operator() -> Permit<RunServer> {
    Actor::System.may(RunServer).unwrap()
}

async fn person(house: &House, handle: &str) -> AccountId {
    let is = |it: &mut NewAccount| {
        it.display_name = format!("The name of {handle}");
        it.password_hash = Some("argon2-secret".to_owned());
        it.locale = "fr".to_owned();
        it.operator = true;
    };
    person_who(&house.ctx, handle, is).await
}

/// The archive of somebody as it is on disk.
async fn archived(house: &House, of: ArchiveOf) -> Vec<u8> {
    let (url, now) = (house.url.clone(), house.ctx.now());
    let write = move || {
        let mut bytes = Vec::new();
        archive::write(&url, of, ("https://old.test", now), &mut |_| Ok(None), &mut bytes).unwrap();
        bytes
    };
    tokio::task::spawn_blocking(write).await.unwrap()
}

fn records(bytes: &[u8], path: &str) -> Vec<Value> {
    let mut opened = Opened::open(Cursor::new(bytes.to_vec())).unwrap();
    if !opened.has(path) {
        return Vec::new();
    }
    let mut text = String::new();
    opened.reader(path).unwrap().read_to_string(&mut text).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

async fn bring(house: &House, bytes: &[u8], owner: Option<AccountId>) -> Result<Imported, BringError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("archive.zip");
    std::fs::write(&path, bytes).unwrap();
    archives::bring(&house.ctx, &operator(), &path, owner).await
}

/// A record under its new names: what did not come along is nobody.
fn renamed(value: &Value, known: &HashMap<i64, i64>, key: &str) -> Value {
    match value {
        // The merchant's own name for it, whatever it looks like.
        Value::String(_) if key == "external_id" => value.clone(),
        Value::String(text) => match ids::raw(text) {
            Some(old) => match known.get(&old) {
                Some(new) => Value::from(ids::text(&text[..3], *new)),
                None if key == "id" || key.ends_with("_id") || key.ends_with("_by") => Value::Null,
                None => value.clone(),
            },
            None => value.clone(),
        },
        Value::Array(all) => Value::Array(all.iter().map(|it| renamed(it, known, key)).collect()),
        Value::Object(all) => {
            Value::Object(all.iter().map(|(key, it)| (key.clone(), renamed(it, known, key))).collect())
        }
        other => other.clone(),
    }
}

/// Takes out what is knowingly another one here.
fn without(mut value: Value, names: &[&str]) -> Value {
    fn cut(value: &mut Value, names: &[&str]) {
        match value {
            Value::Object(all) => {
                all.retain(|name, _| !names.contains(&name.as_str()));
                all.values_mut().for_each(|value| cut(value, names));
            }
            Value::Array(all) => all.iter_mut().for_each(|value| cut(value, names)),
            _ => {}
        }
    }
    cut(&mut value, names);
    value
}

/// What is another one: standing, promised stock, counts of what others did, what stays behind.
const OTHER: [&str; 33] = [
    "handle",
    "is_operator",
    "email_confirmed_at",
    "suspended_at",
    "state",
    "state_reason",
    "verified_at",
    "payee",
    "on_hand",
    "reserved",
    "like_count",
    "boost_count",
    "reply_count",
    "follows",
    "blocks",
    "mutes",
    "likes",
    "cards",
    "staff",
    "nonprofit_staff",
    "rounds_up_for",
    "webhooks",
    "gift_aid_claims",
    "nonprofit_notes",
    "raised",
    "gifts",
    "standing",
    "standing_at",
    "decided_by",
    "decided_at",
    "file_key",
    "logo_id",
    "merchant_id",
];

/// Every record of `before` is there again, alive or as history.
fn compare(on: On, before: &[u8], after: &[u8], imported: &Imported) -> usize {
    let known: HashMap<i64, i64> = imported.ids.iter().copied().collect();
    let history: Vec<Value> = records(after, "data/history.jsonl");
    let mut compared = 0;
    let opened = Opened::open(Cursor::new(before.to_vec())).unwrap();
    for file in opened.manifest.files.iter().filter(|file| file.path.starts_with("data/")) {
        let kind = file.path.trim_start_matches("data/").trim_end_matches(".jsonl");
        let was: Vec<Value> = records(before, &file.path).iter().map(|it| renamed(it, &known, "")).collect();
        let is: Vec<Value> = match kind {
            "images" | "accounts" | "merchants" | "products" | "variant_prices" | "posts" => {
                records(after, &file.path)
            }
            kind => history.iter().filter(|it| it["kind"] == kind).map(|it| it["body"].clone()).collect(),
        };
        let plain = |all: Vec<Value>| -> Vec<Value> {
            let is_live =
                ["images", "accounts", "merchants", "products", "variant_prices", "posts"].contains(&kind);
            all.into_iter().map(|it| if is_live { without(it, &OTHER) } else { it }).collect()
        };
        let (was, is) = (plain(was), plain(is));
        assert_eq!(was.len(), is.len(), "{kind} on {on:?}");
        for (was, is) in was.iter().zip(&is) {
            assert_eq!(was, is, "{kind} on {on:?}");
            compared += 1;
        }
    }
    compared
}

async fn round_trip(on: On) {
    let Some(old) = House::new(on) else { return };
    let Some(new) = House::new(on) else { return };
    let shop = old.shop(&[PRINT, Goods { title: "Tasse", price: 1_200, units: None }]).await;
    let (mara, owner) = (person(&old, "mara").await, person(&new, "owner").await);
    // The new server has something of its own already, made in the same moments.
    new.shop(&[PRINT]).await;
    for _ in 0..3 {
        let view = shop.tap(&old.ctx, &[(0, 2), (1, 1)]).await;
        pay_with(&old.ctx, &view, CARD).await;
    }
    old.clock.advance(jiff::SignedDuration::from_mins(10));
    new.clock.advance(jiff::SignedDuration::from_mins(20));
    old.drain().await;
    let write = move |tx: &mut store::Tx<'_>| {
        tx.execute("UPDATE orders SET account_id = $1", &[mara.0.into()])?;
        for (author, base) in [(mara, 1_000), (shop.account, 2_000)] {
            for at in 0..3_i64 {
                tx.execute(
                    "INSERT INTO posts (id, author_id, body, reply_to, root_id, created_at) VALUES ($1, $2, $3, $4, $4, 5)",
                    &[(base + at).into(), author.0.into(), "A thought".into(), if at > 0 { (base + at - 1).into() } else { store::Param::Null }],
                )?;
                tx.execute("INSERT INTO post_tags (tag, post_id) VALUES ('ink', $1)", &[(base + at).into()])?;
            }
        }
        Ok::<_, DbError>(())
    };
    old.ctx.db().write("posts", write).await.unwrap();
    let before_books = audit(&new).await;

    for (of, owner) in [(ArchiveOf::Person(mara), None), (ArchiveOf::Merchant(shop.merchant), Some(owner))] {
        let before = archived(&old, of).await;
        let imported = bring(&new, &before, owner).await.unwrap();
        let after = archived(&new, imported.of).await;
        let compared = compare(on, &before, &after, &imported);
        assert!(imported.history >= 3 && compared > 6, "{compared}");
        println!(
            "{on:?} {}: {compared} records compared, {} live, {} history",
            of.word(),
            imported.live,
            imported.history
        );
    }
    let charity = old.charity().await;
    let gift = charity.begin(&old.ctx, 2_500).await;
    give_with(&old.ctx, &gift, CARD).await;
    old.drain().await;
    let before = archived(&old, ArchiveOf::Nonprofit(charity.nonprofit)).await;
    let imported = bring(&new, &before, Some(owner)).await.unwrap();
    let after = archived(&new, imported.of).await;
    println!("{on:?} nonprofit: {} records compared", compare(on, &before, &after, &imported));

    assert_eq!(
        audit(&new).await,
        before_books,
        "the books here are as they were, and no mail or work came of it"
    );
    let again =
        bring(&new, &archived(&old, ArchiveOf::Person(mara)).await, None).await.unwrap_err().to_string();
    assert!(again.contains("mara@example.org has an account here"), "{again}");
}

/// Nothing is broken; counts of what may not move.
async fn audit(house: &House) -> Map<String, Value> {
    house.must_be_clean().await;
    let mut counts = Map::new();
    for sql in [
        "SELECT count(*) FROM ledger",
        "SELECT count(*) FROM orders",
        "SELECT count(*) FROM payments",
        "SELECT count(*) FROM donations",
        "SELECT count(*) FROM jobs",
        "SELECT count(*) FROM mails",
    ] {
        let count: i64 = house
            .ctx
            .db()
            .read(move |conn| store::Read::one(conn, "count", sql, &[], |row| row.int(0)))
            .await
            .map_err(|error: DbError| error)
            .unwrap();
        counts.insert(sql.to_owned(), json!(count));
    }
    counts
}

#[tokio::test(flavor = "multi_thread")]
async fn an_archive_taken_in_elsewhere_is_the_same_again_record_by_record() {
    for on in On::BOTH {
        round_trip(on).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_is_refused_and_nothing_is_kept() {
    let (old, new) = (House::sqlite(), House::sqlite());
    let shop = old.shop(&[PRINT]).await;
    let bytes = archived(&old, ArchiveOf::Merchant(shop.merchant)).await;
    let nobody = bring(&new, &bytes, None).await.unwrap_err().to_string();
    assert!(nobody.contains("--owner"), "{nobody}");
    let mut broken = bytes.clone();
    let middle = broken.len() / 2;
    broken[middle] ^= 0xff;
    assert!(matches!(bring(&new, &broken, None).await, Err(BringError::Refused(_))));
    let server = bring(&new, &archived(&old, ArchiveOf::Server).await, None).await.unwrap_err().to_string();
    assert!(server.contains("whole server"), "{server}");
    let missing = archives::bring(&new.ctx, &operator(), Path::new("/nowhere.zip"), None).await;
    assert!(matches!(missing, Err(BringError::Refused(_))));
    assert!(File::open("/nowhere.zip").is_err());
    let accounts: i64 = new
        .ctx
        .db()
        .read(|conn| store::Read::one(conn, "count", "SELECT count(*) FROM accounts", &[], |row| row.int(0)))
        .await
        .map_err(|error: DbError| error)
        .unwrap();
    assert_eq!(accounts, 0, "nothing was kept");
}
