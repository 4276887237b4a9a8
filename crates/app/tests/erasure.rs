//! I26: whoever is erased is found nowhere afterwards, what they paid stays, and a crash only delays it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use buyline_app as app;

use app::Ctx;
use app::checkout::{self, Details};
use app::donations;
use app::erasure::{self, EraseError};
use app::orders::{self, Parcel};
use domain::access::{Actor, AtMerchant, MerchantAct, Permit, RunServer};
use domain::checkout::PostalAddress;
use domain::erasure::{ErasureOf, ErasureState, Obstacle};
use domain::ids::{AccountId, OrderId};
use domain::view::people::AccountKind;
use jiff::SignedDuration;
use serde_json::Value;
use store::accounts::NewAccount;
use store::{DatabaseUrl, DbError, Read};
use testkit::house::{Charity, DieAfter, Goods, House, On, Plan, Shop, donor, give_with, pay_with};

const PRINT: Goods = Goods { title: "Lac du matin", price: 2_490, units: Some(900) };
const CARD: &str = "card_ok";

/// A value that stands in one place of one person's data and nowhere else.
fn planted(person: usize, place: &str) -> String {
    format!("zq{person:03}{place}xk")
}

/// Where something is planted.
const PLACES: [&str; 30] = [
    "handle",
    "shown",
    "about",
    "mail",
    "adrname",
    "adrline1",
    "adrline2",
    "adrphone",
    "body",
    "warning",
    "alt",
    "buyer",
    "line1",
    "line2",
    "phone",
    "wish",
    "answer",
    "parcel",
    "track",
    "card",
    "report",
    "donor",
    "street",
    "honor",
    "noticemail",
    "noticeto",
    "notice",
    "told",
    "last",
    "house",
];

fn operator() -> Permit<RunServer> {
    Actor::System.may(RunServer).unwrap()
}

async fn write(house: &House, sql: &'static str, params: Vec<Text>) {
    house
        .ctx
        .db()
        .write("plant", move |tx| {
            let params: Vec<store::Param<'_>> = params
                .iter()
                .map(|param| match param {
                    Text::Int(value) => (*value).into(),
                    Text::Of(text) => text.into(),
                })
                .collect();
            tx.execute(sql, &params).map(|_| ())
        })
        .await
        .unwrap_or_else(|error: DbError| panic!("{sql}: {error}"));
}

#[derive(Clone)]
enum Text {
    Int(i64),
    Of(String),
}

/// A person with an order that was shipped and a gift, and something planted in every place.
async fn person(house: &House, shop: &Shop, charity: &Charity, number: usize) -> AccountId {
    let ctx = &house.ctx;
    let id: AccountId = ctx.id();
    let at = |place: &str| Text::Of(planted(number, place));
    let email = format!("{}@example.org", planted(number, "mail"));
    let account = NewAccount {
        id,
        handle: planted(number, "handle"),
        display_name: planted(number, "shown"),
        kind: AccountKind::Person,
        email: Some(email.clone()),
        password_hash: Some(app::accounts::hash_password("four quiet words here".to_owned()).await),
        locale: "en".to_owned(),
        operator: false,
        created_at: ctx.now(),
    };
    ctx.db().write("person", move |tx| store::accounts::insert(tx, &account)).await.unwrap();
    let me = Text::Int(id.0);
    write(
        house,
        "UPDATE accounts SET bio = $1, email_confirmed_at = 1 WHERE id = $2",
        vec![at("about"), me.clone()],
    )
    .await;
    let destination = |name: &str, line1: &str, line2: &str, phone: &str| PostalAddress {
        name: planted(number, name),
        line1: planted(number, line1),
        line2: planted(number, line2),
        city: "Rennes".to_owned(),
        region: String::new(),
        postal_code: "35000".to_owned(),
        country: "FR".parse().unwrap(),
        phone: planted(number, phone),
    };
    let kept = destination("adrname", "adrline1", "adrline2", "adrphone");
    let (address, now) = (ctx.id(), ctx.now());
    ctx.db()
        .write("address", move |tx| store::wallet::keep_address(tx, address, id, &kept, now))
        .await
        .unwrap();
    let post = Text::Int(ctx.id::<domain::ids::PostId>().0);
    let image = Text::Int(ctx.id::<domain::ids::ImageId>().0);
    write(
        house,
        "INSERT INTO posts (id, author_id, body, content_warning, created_at) VALUES ($1, $2, $3, $4, 1)",
        vec![post.clone(), me.clone(), at("body"), at("warning")],
    )
    .await;
    write(house, "INSERT INTO images (id, account_id, file_key, width, height, created_at) VALUES ($1, $2, 'images/x.webp', 1, 1, 1)", vec![image.clone(), me.clone()]).await;
    write(
        house,
        "INSERT INTO post_images (post_id, position, image_id, alt) VALUES ($1, 0, $2, $3)",
        vec![post.clone(), image, at("alt")],
    )
    .await;
    write(house, "INSERT INTO post_reports (id, post_id, reporter_id, reason, comment, created_at) VALUES ($1, $1, $2, 'spam', $3, 1)", vec![post, me.clone(), at("report")]).await;
    write(house, "INSERT INTO payment_methods (id, account_id, provider, token, brand, last4, created_at) VALUES ($1, $1, 'sandbox', $2, 'visa', '4242', 1)", vec![me.clone(), at("card")]).await;
    order(house, shop, id, &email, destination("buyer", "line1", "line2", "phone"), number).await;
    gift(house, charity, id, &email, number).await;
    id
}

/// Bought as a guest under the person's confirmed mail address, shipped, and asked about.
async fn order(
    house: &House,
    shop: &Shop,
    account: AccountId,
    email: &str,
    to: PostalAddress,
    number: usize,
) {
    let ctx = &house.ctx;
    let mut view = shop.tap(ctx, &[(0, 1)]).await;
    let details =
        Details { email: email.to_owned(), address: Some(to), marketing_opt_in: false, remember: false };
    checkout::set_details(ctx, &mut view, details).await.unwrap();
    pay_with(ctx, &view, CARD).await;
    house.clock.advance(SignedDuration::from_mins(3));
    house.drain().await;
    let purchase = view.purchase.id;
    let order: OrderId = ctx
        .db()
        .read(move |conn| {
            conn.one("order", "SELECT id FROM orders WHERE purchase_id = $1", &[purchase.0.into()], |row| {
                row.id(0)
            })
        })
        .await
        .map_err(|error: DbError| error)
        .unwrap();
    let permit = |act| Actor::System.may(AtMerchant { merchant: shop.merchant, act }).unwrap();
    let story = orders::find(ctx, &permit(MerchantAct::ViewOrders), order).await.unwrap().unwrap();
    let lines =
        story.order.lines.iter().map(|line| domain::order::FulfillmentLine { line: line.id, quantity: 1 });
    let parcel = Parcel {
        lines: lines.collect(),
        carrier: "La Poste".to_owned(),
        tracking_number: planted(number, "parcel"),
        tracking_url: format!("https://example.org/{}", planted(number, "track")),
        tell_buyer: true,
    };
    orders::fulfill(ctx, &permit(MerchantAct::FulfillOrders), order, parcel).await.unwrap();
    house.drain().await;
    // Half of them have taken their order over into their account.
    if number.is_multiple_of(2) {
        write(
            house,
            "UPDATE orders SET account_id = $1 WHERE id = $2",
            vec![Text::Int(account.0), Text::Int(order.0)],
        )
        .await;
    }
    let texts = vec![
        Text::Int(order.0),
        Text::Int(shop.merchant.0),
        Text::Of(planted(number, "wish")),
        Text::Of(planted(number, "answer")),
    ];
    write(house, "INSERT INTO buyer_requests (id, merchant_id, order_id, kind, state, reason, answer, created_at) VALUES ($1, $2, $1, 'return', 'refused', $3, $4, 1)", texts).await;
}

async fn gift(house: &House, charity: &Charity, account: AccountId, email: &str, number: usize) {
    let ctx = &house.ctx;
    let mut view = charity.begin(ctx, 2_500).await;
    let change = donations::Change {
        email: email.to_owned(),
        name: planted(number, "donor"),
        address: planted(number, "street"),
        ..donor(view.donation.amount)
    };
    donations::change(ctx, &mut view, change).await.unwrap();
    give_with(ctx, &view, CARD).await;
    house.drain().await;
    let gift = Text::Int(view.donation.id.0);
    let at = |place: &str| Text::Of(planted(number, place));
    if number % 2 == 1 {
        write(
            house,
            "UPDATE donations SET account_id = $1 WHERE id = $2",
            vec![Text::Int(account.0), gift.clone()],
        )
        .await;
    }
    write(house, "UPDATE donations SET tribute_kind = 'honor', tribute = $1, tribute_email = $2, tribute_to = $3, tribute_message = $4, answers = $5 WHERE id = $6",
        vec![at("honor"), at("noticemail"), at("noticeto"), at("notice"), Text::Of(format!("{{\"x\":\"{}\"}}", planted(number, "told"))), gift.clone()]).await;
    write(house, "INSERT INTO gift_aid_declarations (merchant_id, donation_id, email, scope, first_name, last_name, house, address, postcode, statement, declared_at)
         VALUES ($1, $2, '', 'gift', 'A', $3, $4, '', '', 'I am a taxpayer', 1)",
        vec![Text::Int(charity.nonprofit.0), gift, at("last"), at("house")]).await;
}

/// How many planted values of a person stand in the tables.
async fn in_tables(house: &House, person: usize) -> usize {
    let values: Vec<String> = PLACES.iter().map(|place| planted(person, place)).collect();
    let url = house.url.clone();
    let search = move || {
        let needles = store::erasures::Needles::new(values.iter().map(String::as_str));
        store::erasures::search_tables(&url, &needles).unwrap().words.len()
    };
    tokio::task::spawn_blocking(search).await.unwrap()
}

/// How many planted values of a person the database's own bytes hold, or its tables where those bytes are elsewhere.
async fn hits(house: &House, person: usize) -> u64 {
    let values: Vec<String> = PLACES.iter().map(|place| planted(person, place)).collect();
    let url = house.url.clone();
    let search = move || {
        let needles = store::erasures::Needles::new(values.iter().map(String::as_str));
        let in_tables = store::erasures::search_tables(&url, &needles).unwrap().words.len() as u64;
        let DatabaseUrl::Sqlite(path) = &url else { return in_tables };
        let mut count = in_tables;
        for ending in ["", "-wal", "-journal"] {
            let mut name = path.clone().into_os_string();
            name.push(ending);
            if let Ok(file) = std::fs::File::open(name) {
                count += needles.count(file, &std::collections::HashSet::new()).unwrap();
            }
        }
        count
    };
    tokio::task::spawn_blocking(search).await.unwrap()
}

/// Every line of the books, and every number and amount of what was bought and given.
async fn books(ctx: &Ctx) -> Vec<String> {
    ctx.db()
        .read(|conn| {
            let mut all = Vec::new();
            for sql in [
                "SELECT kind || ' ' || debit || ' ' || credit || ' ' || amount || ' ' || happened_at FROM ledger ORDER BY 1",
                "SELECT number || ' ' || state || ' ' || total || ' ' || refunded FROM orders ORDER BY 1",
                "SELECT number || ' ' || amount || ' ' || issued_at FROM receipts ORDER BY 1",
                "SELECT state || ' ' || captured || ' ' || provider_ref FROM payments ORDER BY 1",
            ] {
                all.extend(conn.rows(sql, &[], |row| row.text(0))?);
            }
            Ok::<_, DbError>(all)
        })
        .await
        .unwrap()
}

async fn erase(house: &House, account: AccountId) -> store::erasures::Erasure {
    let id = erasure::erase_account(&house.ctx, &operator(), account, "They asked by letter").await.unwrap();
    house.settle().await;
    let found = house.ctx.db().read(move |conn| store::erasures::by_id(conn, id)).await;
    let found = found.map_err(|error: DbError| error).unwrap().unwrap();
    assert_eq!(found.state, ErasureState::Done, "{} {:?}", found.erased, house.failures().await);
    found
}

async fn nothing_is_left(on: On, people: usize) {
    let Some(house) = House::new(on) else { return };
    let (shop, charity) = (house.shop(&[PRINT]).await, house.charity().await);
    let mut accounts = Vec::new();
    for number in 0..people {
        accounts.push(person(&house, &shop, &charity, number).await);
    }
    house.must_be_clean().await;
    let before = books(&house.ctx).await;
    assert_eq!(in_tables(&house, 0).await, PLACES.len(), "what is planted is found before");
    for (number, account) in accounts.iter().enumerate() {
        let found = erase(&house, *account).await;
        let proof: Value = serde_json::from_str(&found.proof).unwrap();
        assert!(proof["values"].as_u64().unwrap() >= 30, "{proof}");
        assert_eq!(proof["in_words_of_others"], serde_json::json!({}), "{proof}");
        assert_eq!(found.sealed, None);
        assert!(
            !found.proof.contains("zq") && !found.erased.contains("zq"),
            "no certificate repeats what was erased"
        );
        if number == 0 {
            println!("{on:?}: {} {}", found.erased, proof["bytes"]);
        }
    }
    let mut left = 0;
    for number in 0..people {
        left += hits(&house, number).await;
    }
    assert_eq!(left, 0, "of {people} × {} planted values on {on:?}", PLACES.len());
    assert_eq!(books(&house.ctx).await, before, "the books are as they were");
    house.must_be_clean().await;
    println!("{on:?}: {people} people × {} values: {left} hits", PLACES.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_was_planted_is_found_after_an_erasure_and_the_books_stay() {
    let people = std::env::var("BUYLINE_ERASED").ok().and_then(|text| text.parse().ok()).unwrap_or(8);
    nothing_is_left(On::Sqlite, people).await;
    nothing_is_left(On::Postgres, people.min(4)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_death_after_any_commit_only_delays_an_erasure() {
    for commits in 1..=8 {
        let house = House::sqlite();
        let (shop, charity) = (house.shop(&[PRINT]).await, house.charity().await);
        let account = person(&house, &shop, &charity, 7).await;
        erasure::erase_account(&house.ctx, &operator(), account, "They asked").await.unwrap();
        let plan = Plan { faults: Some(DieAfter::commits(commits)), ..Plan::default() };
        let dying = house.neighbour(5, plan);
        let _ = app::jobs::drain(&dying).await;
        drop(dying);
        house.clock.advance(SignedDuration::from_mins(5));
        house.settle().await;
        let found =
            house.ctx.db().read(move |conn| store::erasures::of(conn, ErasureOf::Person(account))).await;
        let found = found.map_err(|error: DbError| error).unwrap().unwrap();
        assert_eq!(
            found.state,
            ErasureState::Done,
            "death after {commits} commits: {:?}",
            house.failures().await
        );
        assert_eq!(hits(&house, 7).await, 0, "death after {commits} commits");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_open_is_refused_with_its_reason_and_nothing_changes() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let shop = house.shop(&[PRINT]).await;
        let charity = house.charity().await;
        let account = person(&house, &shop, &charity, 3).await;
        let before = in_tables(&house, 3).await;
        let by = operator();
        let asked = |account| erasure::erase_account(&house.ctx, &by, account, "They asked");
        let view = shop.tap(&house.ctx, &[(0, 1)]).await;
        pay_with(&house.ctx, &view, CARD).await;
        let purchase = Text::Int(view.purchase.id.0);
        write(
            &house,
            "UPDATE orders SET account_id = $1 WHERE purchase_id = $2",
            vec![Text::Int(account.0), purchase],
        )
        .await;
        match asked(account).await {
            Err(EraseError::Obstacles(found)) => assert_eq!(found, [(Obstacle::OpenOrders, 1)]),
            other => panic!("{other:?}"),
        }
        let alone = vec![Text::Int(shop.merchant.0), Text::Int(account.0)];
        let sql = "INSERT INTO staff (merchant_id, account_id, role, created_at) VALUES ($1, $2, 'owner', 1)";
        write(&house, sql, alone).await;
        for (account, wanted) in [
            (account, Obstacle::OwnShop),
            (charity.owner, Obstacle::OwnNonprofit),
            (shop.account, Obstacle::Operator),
        ] {
            match asked(account).await {
                Err(EraseError::Obstacles(found)) => {
                    assert!(found.iter().any(|(obstacle, _)| *obstacle == wanted), "{wanted:?}: {found:?}");
                }
                other => panic!("{wanted:?}: {other:?}"),
            }
        }
        assert!(matches!(asked(AccountId(1)).await, Err(EraseError::Unknown)));
        assert!(matches!(
            erasure::erase_account(&house.ctx, &operator(), account, " ").await,
            Err(EraseError::NoReason)
        ));
        assert_eq!(in_tables(&house, 3).await, before, "nothing has changed");
    }
}
