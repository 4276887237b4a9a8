//! Invoices have numbers of their own: one after the other per merchant, given once, without a gap.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use buyline_app as app;

use app::checkout::Part;
use app::orders;
use domain::access::{Actor, AtMerchant, MerchantAct, OwnOrder, Permit, Person, Role};
use domain::ids::{OrderId, PurchaseId};
use domain::invoice::Invoice;
use domain::money::BasisPoints;
use jiff::SignedDuration;
use testkit::house::{Goods, House, On, Shop, pay_with};

const PRINT: Goods = Goods { title: "Print", price: 2_490, units: None };

fn may(shop: &Shop, act: MerchantAct) -> Permit<AtMerchant> {
    let staff_of = [(shop.merchant, Role::Owner)].into();
    let staff =
        Actor::Person(Person { account: shop.account, staff_of, nonprofits: [].into(), operator: false });
    staff.may(AtMerchant { merchant: shop.merchant, act }).unwrap()
}

async fn place(house: &House, shop: &Shop) -> (OrderId, PurchaseId) {
    let view = shop.tap(&house.ctx, &[(0, 1)]).await;
    let Part::Placed(order) = pay_with(&house.ctx, &view, "card_ok").await[0].1 else { panic!("placed") };
    (order, view.purchase.id)
}

/// So many orders that the merchant has.
async fn sold(house: &House, shop: &Shop, count: usize) -> Vec<(OrderId, PurchaseId)> {
    let mut orders = Vec::new();
    for _ in 0..count {
        orders.push(place(house, shop).await);
    }
    house.clock.advance(SignedDuration::from_mins(3));
    house.drain().await;
    orders
}

async fn invoice(house: &House, shop: &Shop, order: OrderId) -> Option<Invoice> {
    orders::invoice(&house.ctx, &may(shop, MerchantAct::ViewOrders), order).await.unwrap()
}

#[tokio::test]
async fn numbers_are_given_once_and_follow_each_other_whoever_asks_first() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let (shop, other) = (house.shop(&[PRINT]).await, house.shop(&[PRINT]).await);
        let orders = sold(&house, &shop, 3).await;
        let elsewhere = sold(&house, &other, 1).await;
        let (second, first) = (orders[1], orders[0]);
        assert_eq!(invoice(&house, &shop, second.0).await.unwrap().number, 1, "{on:?}");
        house.clock.advance(SignedDuration::from_hours(48));
        let own = OwnOrder { order: first.0, purchase: first.1, account: None };
        let permit = Actor::Guest(first.1).may(own).unwrap();
        let bought = orders::own_invoice(&house.ctx, &permit, shop.merchant).await.unwrap().unwrap();
        assert_eq!(bought.number, 2, "{on:?}: the buyer's is the next");
        assert_eq!(bought.issued_at, house.ctx.now());
        house.clock.advance(SignedDuration::from_hours(48));
        assert_eq!(
            invoice(&house, &shop, first.0).await,
            Some(bought),
            "{on:?}: asked again, it is the same"
        );
        assert_eq!(invoice(&house, &shop, orders[2].0).await.unwrap().number, 3);
        assert_eq!(
            invoice(&house, &other, elsewhere[0].0).await.unwrap().number,
            1,
            "each shop counts for itself"
        );
        house.audit().await;
    }
}

#[tokio::test]
async fn many_at_once_leave_no_gap_and_none_is_given_twice() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let shop = house.shop(&[PRINT]).await;
        let orders = sold(&house, &shop, 8).await;
        // Each is asked for three times at the same moment.
        let asked = orders.iter().cycle().take(24).map(|(order, _)| invoice(&house, &shop, *order));
        let mut given: Vec<(OrderId, i64)> = futures_util::future::join_all(asked)
            .await
            .into_iter()
            .map(|invoice| invoice.unwrap())
            .map(|invoice| (invoice.order, invoice.number))
            .collect();
        given.sort_unstable();
        given.dedup();
        let mut numbers: Vec<i64> = given.iter().map(|(_, number)| *number).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=8).collect::<Vec<_>>(), "{on:?}");
        house.audit().await;
    }
}

#[tokio::test]
async fn none_is_due_before_the_money_was_taken_or_after_the_order_ended_without_one() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    let (placed, purchase) = place(&house, &shop).await;
    let own = OwnOrder { order: placed, purchase, account: None };
    let permit = Actor::Guest(purchase).may(own).unwrap();
    assert_eq!(orders::own_invoice(&house.ctx, &permit, shop.merchant).await.unwrap(), None);
    house.clock.advance(SignedDuration::from_mins(3));
    house.drain().await;
    orders::cancel(&house.ctx, &may(&shop, MerchantAct::ReturnMoney), placed, "").await.unwrap();
    assert_eq!(invoice(&house, &shop, placed).await, None, "it ended without one");
    let invoiced = sold(&house, &shop, 1).await[0].0;
    let issued = invoice(&house, &shop, invoiced).await.unwrap();
    assert_eq!(issued.number, 1, "what was refused took no number");
    orders::cancel(&house.ctx, &may(&shop, MerchantAct::ReturnMoney), invoiced, "").await.unwrap();
    assert_eq!(invoice(&house, &shop, invoiced).await, Some(issued), "what was issued stays");
    house.audit().await;
}

#[tokio::test]
async fn test_orders_are_counted_apart() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    let orders = sold(&house, &shop, 2).await;
    // What the sandbox takes is a test; this one is as if it were not.
    let real = orders[1].0;
    let marked = house.ctx.db().write("real", move |tx| {
        tx.execute("UPDATE orders SET is_test = 0 WHERE id = $1", &[store::Param::id(real)])
    });
    marked.await.unwrap();
    assert_eq!(invoice(&house, &shop, orders[0].0).await.unwrap().label(), "TEST-000001");
    assert_eq!(invoice(&house, &shop, real).await.unwrap().label(), "000001");
    house.audit().await;
}

#[tokio::test]
async fn an_invoice_keeps_the_seller_and_the_rates_of_its_day() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let shop = house.shop(&[PRINT]).await;
        let merchant = shop.merchant;
        let set = |statement: &'static str| {
            house.ctx.db().write("set", move |tx| tx.execute(statement, &[store::Param::id(merchant)]))
        };
        set("UPDATE merchants SET vat_number = 'FR12345678901', register_number = 'RCS Brest 1',
                    pricing_version = pricing_version + 1 WHERE id = $1")
        .await
        .unwrap();
        let order = sold(&house, &shop, 1).await[0].0;
        // The shop moves and the law changes before anybody asks for the invoice, and once more after.
        set("UPDATE tax_rates SET rate_basis_points = 1000 WHERE merchant_id = $1").await.unwrap();
        let issued = invoice(&house, &shop, order).await.unwrap();
        assert_eq!(issued.seller.vat_number, "FR12345678901");
        assert_eq!(issued.seller.register_number, "RCS Brest 1");
        assert_eq!(issued.line_rates, [BasisPoints(2_000)]);
        let parts: Vec<_> = issued
            .parts
            .iter()
            .map(|part| (part.rate.0, part.net.amount, part.tax.amount, part.gross().amount))
            .collect();
        assert_eq!(parts, [(2_000, 2_483, 497, 2_980)], "{on:?}: goods and shipping at their rate");
        set("UPDATE merchants SET legal_name = 'Sold SA', vat_number = '', pricing_version = pricing_version + 1
              WHERE id = $1")
        .await
        .unwrap();
        assert_eq!(invoice(&house, &shop, order).await, Some(issued), "{on:?}");
        for act in ["UPDATE invoices SET number = 9", "DELETE FROM invoices"] {
            let refused = house.ctx.db().write("tamper", move |tx| tx.execute(act, &[])).await;
            assert!(refused.is_err(), "{on:?} took {act}");
        }
    }
}
