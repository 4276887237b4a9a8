//! Archives: everything of somebody and nothing of anybody else, for whoever asked, until it goes away.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use buyline_app as app;

use std::io::{Cursor, Read};

use app::archives::{self, Archive, AskError, KEPT, Whose};
use app::upkeep;
use domain::access::{Actor, AsAccount, AtMerchant, MerchantAct, Person, Role};
use domain::archive::ArchiveState;
use domain::ids::AccountId;
use domain::nonprofit::staff::NonprofitAct;
use jiff::SignedDuration;
use serde_json::Value;
use store::DbError;
use store::accounts::NewAccount;
use store::archive::Opened;
use testkit::house::{DieAfter, Goods, House, On, Plan, Shop, actor, give_with, pay_with, person_who};

const PRINT: Goods = Goods { title: "Lac du matin", price: 2_490, units: Some(90) };
const CARD: &str = "card_ok";

async fn person(house: &House, handle: &str) -> AccountId {
    let is = |it: &mut NewAccount| {
        it.display_name = format!("The name of {handle}");
        it.password_hash = Some("argon2-secret".to_owned());
    };
    person_who(&house.ctx, handle, is).await
}

fn own(account: AccountId) -> Whose {
    Whose::own(&actor(account).may(AsAccount(account)).unwrap())
}

fn owner(shop: &Shop) -> Actor {
    let staff_of = [(shop.merchant, Role::Owner)].into();
    Actor::Person(Person { account: shop.account, staff_of, nonprofits: [].into(), operator: false })
}

/// An order of the shop, bought by an account.
async fn bought(house: &House, shop: &Shop, account: AccountId) {
    let view = shop.tap(&house.ctx, &[(0, 1)]).await;
    pay_with(&house.ctx, &view, CARD).await;
    let purchase = view.purchase.id;
    let write = move |tx: &mut store::Tx<'_>| {
        tx.execute(
            "UPDATE orders SET account_id = $1 WHERE purchase_id = $2",
            &[account.0.into(), purchase.0.into()],
        )?;
        Ok::<_, DbError>(())
    };
    house.ctx.db().write("buyer", write).await.unwrap();
}

/// Asks, lets the job run, and reads what came of it.
async fn made(house: &House, whose: Whose, who: &Actor) -> (Archive, Opened<Cursor<Vec<u8>>>) {
    let id = archives::ask(&house.ctx, whose).await.unwrap();
    house.drain().await;
    let archive = archives::find(&house.ctx, who, id).await.unwrap().expect("ready");
    let bytes = archives::part(&house.ctx, &archive, 0, u64::MAX).await.unwrap();
    assert_eq!(bytes.len() as u64, archive.bytes);
    (archive, Opened::open(Cursor::new(bytes.to_vec())).unwrap())
}

fn text(opened: &mut Opened<Cursor<Vec<u8>>>, path: &str) -> String {
    let mut text = String::new();
    opened.reader(path).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn records(opened: &mut Opened<Cursor<Vec<u8>>>, path: &str) -> Vec<Value> {
    text(opened, path).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

async fn a_person_takes_everything_of_theirs(on: On) {
    let Some(house) = House::new(on) else { return };
    let shop = house.shop(&[PRINT]).await;
    let (mara, noor) = (person(&house, "mara").await, person(&house, "noor").await);
    bought(&house, &shop, mara).await;
    bought(&house, &shop, noor).await;
    let (archive, mut opened) = made(&house, own(mara), &actor(mara)).await;
    assert_eq!((archive.state, archive.asked_by), (ArchiveState::Ready, mara));
    assert_eq!(opened.manifest.scope, "person");
    assert_eq!(opened.manifest.subject, mara.to_string());
    let accounts = records(&mut opened, "data/accounts.jsonl");
    assert_eq!(accounts.len(), 1);
    assert_eq!(accounts[0]["handle"], "mara");
    let orders = records(&mut opened, "data/orders.jsonl");
    assert_eq!(orders.len(), 1, "their own order and nobody else's");
    assert_eq!(orders[0]["account_id"], mara.to_string());
    assert_eq!(orders[0]["lines"][0]["title"], "Lac du matin");
    assert_eq!(orders[0]["payments"][0].get("payee"), None, "whose account took it is the shop's");
    let csv = text(&mut opened, "csv/order_lines.csv");
    assert!(csv.starts_with("order_id,id,product_id"), "{csv}");
    assert_eq!(csv.lines().count(), 2, "{csv}");
    assert!(!opened.has("data/merchants.jsonl") && !opened.has("data/ledger.jsonl"));
    let paths: Vec<String> = opened.manifest.files.iter().map(|file| file.path.clone()).collect();
    for path in paths {
        let text = text(&mut opened, &path);
        for secret in ["argon2-secret", CARD, "noor"] {
            assert!(!text.contains(secret), "{secret} stands in {path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_takes_everything_of_theirs_and_nothing_of_anybody_elses() {
    for on in On::BOTH {
        a_person_takes_everything_of_theirs(on).await;
    }
}

async fn a_shop_and_a_nonprofit(on: On) {
    let Some(house) = House::new(on) else { return };
    let (shop, other) = (house.shop(&[PRINT]).await, house.shop(&[PRINT]).await);
    let mara = person(&house, "mara").await;
    bought(&house, &shop, mara).await;
    bought(&house, &other, mara).await;
    house.clock.advance(SignedDuration::from_mins(10));
    house.drain().await;
    let boss = owner(&shop);
    let permit = boss.may(AtMerchant { merchant: shop.merchant, act: MerchantAct::EditStaff }).unwrap();
    let (_, mut opened) = made(&house, Whose::shop(&permit).unwrap(), &boss).await;
    let orders = records(&mut opened, "data/orders.jsonl");
    assert_eq!(orders.len(), 1);
    assert_eq!(orders[0]["email"], "camille@example.com", "a shop keeps its customers");
    assert_eq!(records(&mut opened, "data/products.jsonl").len(), 1);
    assert_eq!(records(&mut opened, "data/ledger.jsonl").len(), 1);
    assert_eq!(records(&mut opened, "data/merchants.jsonl")[0]["id"], shop.merchant.to_string());

    let charity = house.charity().await;
    let gift = charity.begin(&house.ctx, 2_500).await;
    give_with(&house.ctx, &gift, CARD).await;
    house.drain().await;
    let whose = Whose::nonprofit(&charity.may(NonprofitAct::EditStaff)).unwrap();
    let who = charity.may(NonprofitAct::EditStaff).by().clone();
    let (_, mut opened) = made(&house, whose, &who).await;
    let gifts = records(&mut opened, "data/donations.jsonl");
    assert_eq!(gifts.len(), 1);
    assert_eq!(gifts[0]["receipts"][0]["amount"], 2_500);
    assert!(!opened.has("data/orders.jsonl"));
}

#[tokio::test(flavor = "multi_thread")]
async fn shops_and_nonprofits_take_their_customers_donors_and_books() {
    for on in On::BOTH {
        a_shop_and_a_nonprofit(on).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_who_asked_and_still_may_downloads_until_it_goes_away() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    let mara = person(&house, "mara").await;
    let id = archives::ask(&house.ctx, own(mara)).await.unwrap();
    assert!(matches!(archives::ask(&house.ctx, own(mara)).await, Err(AskError::Making)));
    assert_eq!(archives::find(&house.ctx, &actor(mara), id).await.unwrap(), None, "not made yet");
    house.drain().await;
    assert!(archives::find(&house.ctx, &actor(mara), id).await.unwrap().is_some());
    for other in [Actor::Anonymous, actor(person(&house, "noor").await), owner(&shop)] {
        assert_eq!(archives::find(&house.ctx, &other, id).await.unwrap(), None);
    }
    let boss = owner(&shop);
    let permit = boss.may(AtMerchant { merchant: shop.merchant, act: MerchantAct::EditStaff }).unwrap();
    let of_shop = archives::ask(&house.ctx, Whose::shop(&permit).unwrap()).await.unwrap();
    house.drain().await;
    assert!(archives::find(&house.ctx, &boss, of_shop).await.unwrap().is_some());
    assert_eq!(
        archives::find(&house.ctx, &actor(shop.account), of_shop).await.unwrap(),
        None,
        "no owner any more"
    );

    for _ in 0..2 {
        archives::ask(&house.ctx, own(mara)).await.unwrap();
        house.drain().await;
    }
    assert!(matches!(archives::ask(&house.ctx, own(mara)).await, Err(AskError::TooMany(_))));

    let archive = archives::find(&house.ctx, &actor(mara), id).await.unwrap().unwrap();
    house.clock.advance(KEPT);
    assert_eq!(archives::find(&house.ctx, &actor(mara), id).await.unwrap(), None);
    upkeep::tidy(&house.ctx).await;
    assert!(archives::part(&house.ctx, &archive, 0, 1).await.is_err(), "its file is gone");
    assert!(
        archives::list(&house.ctx, own(mara)).await.unwrap().iter().all(|it| it.state == ArchiveState::Gone)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_over_an_archive_leaves_it_to_the_next() {
    for commits in 1..=3 {
        let house = House::sqlite();
        let mara = person(&house, "mara").await;
        let id = archives::ask(&house.ctx, own(mara)).await.unwrap();
        let plan = Plan { faults: Some(DieAfter::commits(commits)), ..Plan::default() };
        let dying = house.neighbour(5, plan);
        let _ = app::jobs::drain(&dying).await;
        house.clock.advance(SignedDuration::from_mins(5));
        house.drain().await;
        let found = archives::find(&house.ctx, &actor(mara), id).await.unwrap();
        // The neighbour keeps files of its own: what it finished before it died lies there.
        let made = house.ctx.db().read(move |conn| store::archives::by_id(conn, id)).await.unwrap().unwrap();
        assert_eq!(made.state, ArchiveState::Ready, "{commits}: {found:?}");
    }
}
