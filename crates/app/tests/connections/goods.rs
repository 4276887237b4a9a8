//! What comes in.

use std::io::{Cursor, Read};

use buyline_app as app;

use app::connections::{self, HearError, Terms};
use app::imports::{FileMode, import_file};
use domain::access::MerchantAct;
use domain::catalog::draft::{DraftStatus, StockDraft};
use domain::catalog::problem::Problem;
use domain::connection::{ConnectionState, Pass, Takes};
use domain::ids::ConnectionId;
use domain::money::{Currency, Money};
use jiff::SignedDuration;
use testkit::house::{On, Trouble};

use crate::kit::{TERMS, apart, together};

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_is_loaded_page_by_page_and_can_be_bought_from() {
    for on in On::BOTH {
        let Some((kit, id)) = together(on, 8).await else { continue };
        let seen = kit.seen(id).await;
        assert_eq!((seen.connection.state, seen.connection.pass), (ConnectionState::On, Pass::Idle));
        assert!(seen.connection.loaded_at.is_some() && seen.connection.compared_at.is_none());
        assert_eq!((seen.health.products, seen.health.failed), (8, 0));
        assert_eq!(kit.there.asked("goods"), 3, "three pages of three");
        assert_eq!(kit.shelf().await[0], ("p00000".to_owned(), 10, true));
        kit.sell("p00003", 1).await;
        kit.house.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_load_goes_on_at_the_page_at_which_it_was_interrupted() {
    for on in On::BOTH {
        let Some(kit) = apart(on, 8).await else { continue };
        kit.there.trouble_after(2, "goods", Trouble::Busy(30));
        let id = kit.connect(TERMS).await;
        kit.house.drain().await;
        let seen = kit.seen(id).await;
        assert_eq!((kit.shelf().await.len(), seen.connection.pass_seen), (6, 6));
        assert_eq!((seen.connection.pass_total, seen.health.busy), (Some(8), 1));
        kit.house.clock.advance(SignedDuration::from_secs(31));
        kit.house.drain().await;
        assert_eq!(kit.shelf().await.len(), 8);
        assert_eq!(kit.there.asked("goods"), 4, "no page was read again");
        assert!(kit.there.listens().is_some(), "it tells of changes as soon as it is loaded");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_there_changes_here_by_a_message_by_the_clock_or_by_comparing() {
    for on in On::BOTH {
        let Some((kit, id)) = together(on, 4).await else { continue };
        kit.wait(SignedDuration::from_mins(1)).await;
        // A message: asked about at once.
        kit.there.change("p00000", false, |product| product.variants[0].stock = StockDraft::Units(4));
        kit.tell(id, "m1 stock:p00000-v").await;
        assert_eq!(kit.units("p00000").await, 4);
        // A message that was lost: the sweep finds it.
        kit.there.change("p00001", false, |product| product.variants[0].stock = StockDraft::Units(3));
        kit.wait(SignedDuration::from_mins(11)).await;
        assert_eq!(kit.units("p00001").await, 3);
        assert_eq!(kit.there.listens().unwrap(), format!("https://buyline.test/hooks/platforms/{id}"));
        // A change that the shop's own list does not have: the comparison of the day finds, counts and mends it.
        kit.there.change("p00002", true, |product| product.variants[0].stock = StockDraft::Units(2));
        kit.there.remove("p00003");
        kit.wait(SignedDuration::from_mins(30)).await;
        assert_eq!(kit.units("p00002").await, 10);
        kit.wait(SignedDuration::from_hours(24)).await;
        let shelf = kit.shelf().await;
        assert_eq!(shelf[2], ("p00002".to_owned(), 2, true));
        assert_eq!(shelf[3], ("p00003".to_owned(), 10, false), "gone there, off sale here");
        let seen = kit.seen(id).await;
        assert_eq!(seen.connection.drift, 2);
        assert!(seen.connection.compared_at.is_some());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_counts_once_and_only_when_it_is_the_shops() {
    for on in On::BOTH {
        let Some((kit, id)) = together(on, 2).await else { continue };
        for _ in 0..3 {
            kit.tell(id, "m1 product:p00001").await;
        }
        assert_eq!(kit.there.asked("named"), 1);
        for forged in [&b"other m2 product:p00001"[..], b"", b"\xff\xfe", b"closed"] {
            let heard = connections::hear(kit.ctx(), id, &[], forged).await;
            assert!(matches!(heard, Err(HearError::NotTheirs(_))), "{heard:?}");
        }
        let nobody = connections::hear(kit.ctx(), ConnectionId(1), &[], b"open m3 product:p00001").await;
        assert!(matches!(nobody, Err(HearError::NotFound)));
        kit.house.drain().await;
        assert_eq!(kit.there.asked("named"), 1);
        // What is gone is taken off sale.
        kit.there.remove("p00001");
        kit.tell(id, "m4 product:p00001").await;
        assert!(!kit.shelf().await[1].2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_answers_with_nothing_empties_no_shelf_until_it_says_so_twice() {
    for on in On::BOTH {
        let Some((kit, id)) = together(on, 4).await else { continue };
        for name in ["p00000", "p00001", "p00002", "p00003"] {
            kit.there.remove(name);
        }
        kit.wait(SignedDuration::from_hours(24) + SignedDuration::from_mins(5)).await;
        assert!(kit.shelf().await.iter().all(|(_, _, on_sale)| *on_sale));
        kit.wait(SignedDuration::from_hours(2)).await;
        assert!(kit.shelf().await.iter().all(|(_, _, on_sale)| !*on_sale));
        assert_eq!(kit.seen(id).await.connection.drift, 4);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_sold_here_is_named_with_its_reason_until_it_can() {
    for on in On::BOTH {
        let Some((kit, id)) = together(on, 2).await else { continue };
        let dollars = Money::new(2_000, Currency::USD);
        kit.there.change("p00001", false, |product| product.variants[0].price = dollars);
        kit.tell(id, "m1 product:p00001").await;
        let seen = kit.seen(id).await;
        let [refused] = &seen.refused[..] else { panic!("{:?}", seen.refused) };
        assert_eq!((refused.name.as_str(), refused.field.as_str()), ("p00001", "price"));
        assert_eq!(refused.reason, Problem::ForeignCurrency { expected: Currency::EUR });
        assert!(!kit.shelf().await[1].2, "it is not sold at its old price");
        let euros = Money::new(2_500, Currency::EUR);
        kit.there.change("p00001", false, |product| product.variants[0].price = euros);
        kit.tell(id, "m2 product:p00001").await;
        assert!(kit.seen(id).await.refused.is_empty() && kit.shelf().await[1].2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn units_are_kept_back_and_what_is_chosen_is_offered_by_hand() {
    for on in On::BOTH {
        let Some(kit) = apart(on, 2).await else { continue };
        let id = kit.connect(Terms { takes: Takes::Chosen, margin: 3 }).await;
        kit.house.drain().await;
        assert_eq!(kit.units("p00000").await, 7);
        let count = |conn: &mut store::Conn| {
            use store::Read as _;
            conn.one("offers", "SELECT count(*) FROM offers", &[], |row| row.int(0))
        };
        assert_eq!(kit.ctx().db().read(count).await.unwrap(), 0, "nothing is offered by itself");
        let terms = Terms { takes: Takes::All, margin: 9 };
        connections::set_terms(kit.ctx(), &kit.edit(), id, terms).await.unwrap();
        kit.house.drain().await;
        assert_eq!(kit.units("p00000").await, 1);
        assert_eq!(kit.ctx().db().read(count).await.unwrap(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn goods_of_another_source_are_not_taken_over() {
    for on in On::BOTH {
        let Some(kit) = apart(on, 1).await else { continue };
        assert_eq!(take_in(&kit, &["p00000", "mine"]).await, (2, 0));
        let id = kit.connect(TERMS).await;
        kit.house.drain().await;
        let seen = kit.seen(id).await;
        assert_eq!(seen.refused[0].reason, Problem::OtherSource);
        // And the other way round: a file cannot touch what the shop owns, and does not miss it.
        kit.there.put("theirs", 4);
        kit.tell(id, "m1 product:theirs").await;
        assert_eq!(take_in(&kit, &["p00000", "theirs", "mine"]).await, (0, 1));
        assert_eq!(kit.units("theirs").await, 4);
        assert_eq!(take_in(&kit, &["p00000", "mine"]).await, (0, 0));
        let shelf = kit.shelf().await;
        assert!(shelf.iter().all(|(_, _, on_sale)| *on_sale), "{shelf:?}");
        // Taken off sale there, it is anybody's.
        kit.there.change("theirs", false, |product| product.status = DraftStatus::Archived);
        kit.tell(id, "m2 product:theirs").await;
        assert_eq!(take_in(&kit, &["p00000", "theirs", "mine"]).await, (0, 0));
        assert_eq!(kit.units("theirs").await, 99);
    }
}

/// A file with 99 of each of these. Products created, and rows refused.
async fn take_in(kit: &crate::kit::Kit, names: &[&str]) -> (u64, u64) {
    const HEADER: &str = "Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Tracker,\
                          Variant Inventory Qty,Variant Price,Status\n";
    let rows: String =
        names.iter().map(|name| format!("{name},From a file,,,{name},shopify,99,9.00,active\n")).collect();
    let text = format!("{HEADER}{rows}");
    let open = || Ok(Box::new(Cursor::new(text.clone().into_bytes())) as Box<dyn Read + Send>);
    let permit = kit.may(MerchantAct::EditCatalog);
    let report = import_file(kit.ctx(), &permit, "goods.csv", open, FileMode::Write).await.unwrap();
    (report.counts.created, report.counts.refused)
}
