//! Pushes and deaths: whatever dies after whichever commit, the push again makes it whole, and makes nothing twice.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use buyline_app as app;

use app::channel::{
    Name, NewProduct, NewVariant, ProductsPush, RowStatus, Status, StockRow, push_products, push_stock,
};
use app::{Ctx, DbError};
use domain::access::{Actor, AtMerchant, MerchantAct, Permit};
use domain::ids::MerchantId;
use domain::money::{Currency, Money};
use store::Read as _;
use testkit::house::{DieAfter, House, On, Plan, Shop};

/// More than one transaction takes.
const PRODUCTS: usize = 120;

fn may(shop: &Shop) -> Permit<AtMerchant> {
    Actor::System.may(AtMerchant { merchant: shop.merchant, act: MerchantAct::EditCatalog }).unwrap()
}

fn push() -> ProductsPush {
    let product = |number: usize| {
        let external_id = format!("song-{number}");
        let variant = NewVariant {
            external_id: external_id.clone(),
            sku: external_id.clone(),
            barcode: String::new(),
            options: Vec::new(),
            price: Money::new(99, Currency::EUR),
            compare_at: None,
            prices: None,
            on_hand: Some(Some(5)),
            weight_grams: 0,
            requires_shipping: false,
            tax_class: String::new(),
            image_url: String::new(),
        };
        let title = format!("Song {number}");
        Ok(NewProduct { external_id, title, variants: vec![variant], ..NewProduct::default() })
    };
    ProductsPush { products: (0..PRODUCTS).map(product).collect(), stock_at: None }
}

fn rows(ctx: &Ctx) -> Vec<Result<StockRow, app::channel::Unreadable>> {
    let row = |number: usize| {
        let name = Name { sku: Some(format!("song-{number}")), ..Name::default() };
        Ok(StockRow { name, on_hand: Some(8), at: ctx.now() })
    };
    (0..PRODUCTS).map(row).collect()
}

/// Products, variants that are on sale, offers, units of them.
async fn stands(house: &House, merchant: MerchantId) -> [i64; 4] {
    let sql = "SELECT (SELECT CAST(count(*) AS BIGINT) FROM products WHERE merchant_id = $1),
                      (SELECT CAST(count(*) AS BIGINT) FROM variants WHERE merchant_id = $1 AND status = 'active'),
                      (SELECT CAST(count(*) AS BIGINT) FROM offers WHERE merchant_id = $1),
                      (SELECT CAST(coalesce(sum(on_hand), 0) AS BIGINT) FROM variants WHERE merchant_id = $1)";
    let read = move |conn: &mut store::Conn| {
        conn.one("counts", sql, &[store::Param::id(merchant)], |row| {
            Ok([row.int(0)?, row.int(1)?, row.int(2)?, row.int(3)?])
        })
    };
    house.ctx.db().read(read).await.map_err(|error: DbError| error).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_push_that_died_anywhere_is_made_whole_by_the_same_push() {
    for on in On::BOTH {
        for deaths in 1..=3 {
            let Some(house) = House::new(on) else { continue };
            let shop = house.shop(&[]).await;
            let dying =
                house.neighbour(2, Plan { faults: Some(DieAfter::commits(deaths)), ..Plan::default() });
            // It dies with or before its last commit; what is said of that is nobody's to hear.
            let _ = push_products(&dying, &may(&shop), push()).await;
            drop(dying);
            let written = stands(&house, shop.merchant).await[0];
            assert_eq!(written, i64::from(deaths.min(3) * 50).min(120), "{on:?}: fifty at once");
            let results = push_products(&house.ctx, &may(&shop), push()).await.unwrap();
            let count =
                |status| i64::try_from(results.iter().filter(|it| it.status == status).count()).unwrap();
            assert_eq!((count(Status::Unchanged), count(Status::Created)), (written, 120 - written));
            assert_eq!(stands(&house, shop.merchant).await, [120, 120, 120, 600]);

            let dying = house.neighbour(3, Plan { faults: Some(DieAfter::commits(1)), ..Plan::default() });
            let _ = push_stock(&dying, &may(&shop), rows(&house.ctx)).await;
            drop(dying);
            assert_eq!(stands(&house, shop.merchant).await[3], 600 + 3 * 100, "{on:?}: a hundred at once");
            let results = push_stock(&house.ctx, &may(&shop), rows(&house.ctx)).await.unwrap();
            let changed = results.iter().filter(|it| it.status == RowStatus::Changed).count();
            assert_eq!((changed, stands(&house, shop.merchant).await[3]), (20, 960));
        }
    }
}
