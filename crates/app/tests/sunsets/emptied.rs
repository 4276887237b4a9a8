//! The erasure of features and of the server: what was kept for them alone goes, and nothing else.

use buyline_app as app;

use domain::archive::ArchiveOf;
use domain::gate::Feature;
use domain::sunset::Scope;
use store::{DbError, Read};
use testkit::house::{On, give_with};

use crate::ending::{PLANTED, PLANTED_AID, World, world};
use crate::erased::{due, erase, pages_open};
use crate::person;

/// How many rows a question finds.
async fn count(world: &World, sql: &'static str) -> i64 {
    let read = move |conn: &mut store::Conn| conn.one("a count", sql, &[], |row| row.int(0));
    world.house.ctx.db().read(read).await.map_err(|error: DbError| error).unwrap()
}

async fn end(world: &World, feature: Feature) {
    let id = due(world, Scope::Feature(feature)).await;
    erase(world, id).await;
    world.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_feature_goes_with_what_was_kept_for_it_alone() {
    for on in On::BOTH {
        let Some(world) = world(on).await else { continue };
        let me = world.buyer.0;
        for feature in ["buy", "selling", "donate", "asking", "pledges", "round-up"] {
            let see = move |tx: &mut store::Tx<'_>| {
                let params: [store::Param<'_>; 2] = [feature.into(), me.into()];
                tx.execute(
                    "INSERT INTO gate_exposures (feature, account_id, seen_at) VALUES ($1, $2, 1)",
                    &params,
                )
                .map(|_| ())
            };
            world.house.ctx.db().write("see", see).await.map_err(|error: DbError| error).unwrap();
        }
        let seen = || count(&world, "SELECT count(*) FROM gate_exposures");
        end(&world, Feature::RoundUp).await;
        assert_eq!((count(&world, "SELECT count(*) FROM round_ups").await, seen().await), (0, 5), "{on:?}");
        end(&world, Feature::Selling).await;
        assert_eq!(seen().await, 4, "{on:?}: buying was seen, too");
        end(&world, Feature::Pledges).await;
        let before = world.archive(ArchiveOf::Nonprofit(world.still.nonprofit)).await;
        world
            .write(
                "UPDATE nonprofits SET state = 'refused' WHERE merchant_id = $1",
                &[world.charity.nonprofit.0],
            )
            .await;
        end(&world, Feature::Asking).await;
        let gone = "SELECT count(*) FROM nonprofits WHERE registry_number = ''";
        assert_eq!(count(&world, gone).await, 0, "{on:?}: one who got gifts stays, whatever was decided");
        let id = due(&world, Scope::Feature(Feature::Imports)).await;
        let goods = count(&world, "SELECT count(*) FROM products WHERE title <> ''").await;
        erase(&world, id).await;
        assert_eq!(count(&world, "SELECT count(*) FROM imports").await, 0, "{on:?}");
        assert_eq!(count(&world, "SELECT count(*) FROM products WHERE title <> ''").await, goods, "{on:?}");

        // Buying ends: baskets and addresses go, saved cards stay for giving, and giving is as it was.
        world.write("INSERT INTO carts (id, account_id, updated_at) VALUES ($1, $2, 1)", &[me, me]).await;
        world
            .write(
                "INSERT INTO addresses (id, account_id, destination, created_at)
                 VALUES ($1, $2, '{\"name\":\"zqplanted address\",\"line1\":\"zqplanted home\"}', 1)",
                &[me, me],
            )
            .await;
        world
            .write(
                "INSERT INTO payment_methods (id, account_id, provider, token, brand, last4, created_at)
                 VALUES ($1, $2, 'sandbox', 'a card for giving', 'visa', '4242', 1)",
                &[me, me],
            )
            .await;
        let books = world.books().await;
        end(&world, Feature::Buy).await;
        let left = "SELECT (SELECT count(*) FROM carts) + (SELECT count(*) FROM addresses)
                         + (SELECT count(*) FROM offers) + (SELECT count(*) FROM restock_alerts)";
        assert_eq!(count(&world, left).await, 0, "{on:?}");
        assert_eq!(count(&world, "SELECT count(*) FROM payment_methods").await, 1, "{on:?}");
        assert_eq!(world.planted(PLANTED).await, (Vec::new(), 0), "{on:?}");
        assert_eq!(world.books().await, books, "{on:?}");
        pages_open(&world).await;
        assert!(world.archive(ArchiveOf::Nonprofit(world.still.nonprofit)).await == before, "{on:?}");
        let gift = world.still.begin(&world.house.ctx, 1_500).await;
        assert_eq!(
            give_with(&world.house.ctx, &gift, "card_ok").await,
            app::donations::Given::Settled,
            "{on:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_the_server_leaves_books_certificates_and_operators() {
    for on in On::BOTH {
        let Some(world) = world(on).await else { continue };
        let someone = person(&world.house, "zqplantedone").await;
        let operator = person(&world.house, "olga").await;
        world.write("UPDATE accounts SET is_operator = 1 WHERE id = $1", &[operator.0]).await;
        world.write("UPDATE accounts SET bio = 'zqplanted life' WHERE id = $1", &[someone.0]).await;
        let books = world.books().await;
        let id = due(&world, Scope::Server).await;
        erase(&world, id).await;
        assert_eq!(world.planted(PLANTED).await, (Vec::new(), 0), "{on:?}");
        assert_eq!(world.planted(PLANTED_AID).await, (Vec::new(), 0), "{on:?}");
        assert_eq!(world.books().await, books, "{on:?}");
        let left = "SELECT count(*) FROM accounts WHERE erased_at IS NULL";
        assert_eq!(count(&world, left).await, 1, "{on:?}: whoever reads the certificate");
        assert_eq!(count(&world, "SELECT count(*) FROM mails").await, 0, "{on:?}");
        assert_eq!(count(&world, "SELECT count(*) FROM erasures").await, 1, "{on:?}");
        world.audit().await;
        pages_open(&world).await;
    }
}
