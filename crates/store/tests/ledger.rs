//! The ledger only ever grows, on both engines, also for whoever has the database's console.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use buyline_store as store;

use domain::ids::{MerchantId, OrderId};
use domain::ledger::{Entry, Movement};
use domain::money::{Currency, Money};
use testkit::house::{House, On};

fn entry(merchant: MerchantId, movement: Movement, source: i64, amount: i64) -> Entry {
    let order = Some(OrderId(7)).filter(|_| movement != Movement::Payout);
    Entry { merchant, order, movement, source, amount: Money::new(amount, Currency::EUR) }
}

#[tokio::test]
async fn what_was_booked_is_found_summed_and_never_changed() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let merchant = house.shop(&[]).await.merchant;
        let db = house.ctx.db();
        let at = house.ctx.now();
        let book = |entries: Vec<Entry>| db.write("book", move |tx| store::ledger::post(tx, &entries, at));
        book(vec![
            entry(merchant, Movement::Charge, 1, 2_490),
            entry(merchant, Movement::Refund, 2, 490),
            entry(merchant, Movement::Payout, 3, 2_000),
            entry(merchant, Movement::ProviderFee, 1, 0),
        ])
        .await
        .unwrap();
        assert!(book(vec![entry(merchant, Movement::Charge, 1, 5)]).await.is_err(), "{on:?}: booked twice");
        assert!(book(vec![entry(merchant, Movement::Charge, 9, -5)]).await.is_err(), "{on:?}: below zero");

        for act in ["UPDATE ledger SET amount = 1", "DELETE FROM ledger"] {
            let refused = db.write("tamper", move |tx| tx.execute(act, &[])).await;
            assert!(refused.is_err(), "{on:?} took {act}");
        }
        if on == On::Postgres {
            let refused = db.write("tamper", |tx| tx.execute("TRUNCATE ledger", &[])).await;
            assert!(refused.is_err());
        }

        let lines = db.read(move |conn| store::ledger::of_order(conn, merchant, OrderId(7))).await.unwrap();
        let told: Vec<_> = lines.iter().map(|line| (line.entry.movement, line.entry.amount.amount)).collect();
        assert_eq!(told, [(Movement::Charge, 2_490), (Movement::Refund, 490)], "{on:?}");
    }
}
