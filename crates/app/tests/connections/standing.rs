//! Connecting, pausing, letting go.

use buyline_app as app;

use app::connections::{self, Connect, ConnectError, Terms};
use domain::connection::{CONNECTIONS_MAX, ConnectionState, MARGIN_MAX, SendState, Takes};
use domain::order::OrderState;
use jiff::SignedDuration;
use store::Read as _;
use testkit::house::{Elsewhere, On};

use crate::kit::{TERMS, apart, together};

fn wanted(key: &str) -> Connect {
    Connect { platform: "elsewhere".to_owned(), entered: Elsewhere::keys(key), terms: TERMS }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_and_changes_nothing() {
    for on in On::BOTH {
        let Some(kit) = apart(on, 1).await else { continue };
        let edit = kit.edit();
        let connect = |wanted: Connect| connections::connect(kit.ctx(), &edit, wanted);
        let unknown = Connect { platform: "nowhere".to_owned(), ..wanted("open") };
        assert!(matches!(connect(unknown).await, Err(ConnectError::UnknownPlatform)));
        assert!(matches!(connect(wanted(" ")).await, Err(ConnectError::Field("key"))));
        assert!(matches!(connect(wanted(&"k".repeat(5_000))).await, Err(ConnectError::Field("key"))));
        assert!(matches!(connect(wanted("wrong")).await, Err(ConnectError::Platform(_))));
        let terms = Terms { takes: Takes::All, margin: MARGIN_MAX + 1 };
        assert!(matches!(connect(Connect { terms, ..wanted("open") }).await, Err(ConnectError::Margin)));
        let first = connect(wanted("open")).await.unwrap();
        assert!(matches!(connect(wanted("open")).await, Err(ConnectError::Taken)), "one shop, once");
        connections::close(kit.ctx(), &edit, first).await.unwrap();
        let second = connect(wanted("open")).await.unwrap();
        assert_ne!(first, second);
        let listed = connections::list(kit.ctx(), &edit_view(&kit)).await.unwrap();
        assert_eq!(listed.len(), 2);
        assert!(listed.len() < CONNECTIONS_MAX);
        for gone in [
            connections::close(kit.ctx(), &edit, first).await,
            connections::pause(kit.ctx(), &edit, first).await,
        ] {
            assert!(matches!(gone, Err(ConnectError::NotFound)));
        }
    }
}

fn edit_view(kit: &crate::kit::Kit) -> domain::access::Permit<domain::access::AtMerchant> {
    kit.may(domain::access::MerchantAct::ViewWebhooks)
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_lie_sealed_and_are_gone_once_a_shop_is_let_go_of() {
    for on in On::BOTH {
        let Some((kit, id)) = together(on, 1).await else { continue };
        let keys = |conn: &mut store::Conn| {
            conn.one("keys", "SELECT keys FROM connections", &[], |row| row.bytes(0))
        };
        let sealed = kit.ctx().db().read(keys).await.unwrap();
        assert!(sealed.len() > 20 && !sealed.windows(4).any(|part| part == b"open"));
        let order = kit.sell("p00000", 1).await;
        connections::pause(kit.ctx(), &kit.edit(), id).await.unwrap();
        let waits = kit.sell("p00000", 1).await;
        connections::close(kit.ctx(), &kit.edit(), id).await.unwrap();
        assert!(kit.there.is_closed());
        assert!(kit.ctx().db().read(keys).await.unwrap().is_empty());
        let seen = kit.seen(id).await;
        assert_eq!(seen.connection.state, ConnectionState::Closed);
        assert!(seen.connection.closed_at.is_some() && seen.open.is_empty());
        assert!(kit.shelf().await.iter().all(|(_, _, on_sale)| !*on_sale), "its goods are off sale");
        for order in [order, waits] {
            assert_eq!(kit.state(order).await, OrderState::Confirmed, "orders stay");
        }
        let permit = kit.may(domain::access::MerchantAct::ViewOrders);
        let sends = connections::of_order(kit.ctx(), &permit, waits).await.unwrap();
        assert_eq!(sends[0].state, SendState::Dropped);
        let heard = connections::hear(kit.ctx(), id, &[], b"open m1 product:p00000").await;
        assert!(matches!(heard, Err(connections::HearError::NotFound)));
        let asked = kit.there.asked("goods");
        kit.wait(SignedDuration::from_mins(30)).await;
        assert_eq!(kit.there.asked("goods"), asked, "nobody reads it any more");
        kit.house.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paused_shop_is_left_alone_and_goes_on_where_it_was() {
    for on in On::BOTH {
        let Some((kit, id)) = together(on, 2).await else { continue };
        connections::pause(kit.ctx(), &kit.edit(), id).await.unwrap();
        let asked = kit.there.asked("goods");
        kit.there.change("p00000", false, |product| product.title = "Another".to_owned());
        kit.tell(id, "m1 product:p00000").await;
        let order = kit.sell("p00001", 1).await;
        kit.wait(SignedDuration::from_mins(30)).await;
        assert_eq!((kit.there.asked("goods"), kit.there.asked("named")), (asked, 0));
        assert!(kit.there.orders().is_empty());
        connections::turn_on(kit.ctx(), &kit.edit(), id).await.unwrap();
        kit.house.drain().await;
        assert_eq!(kit.there.orders()[0].0.ours, order.to_string());
        assert_eq!(kit.there.asked("named"), 1, "what it told meanwhile was kept");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_removes_us_is_not_sold_from_any_more() {
    for on in On::BOTH {
        let Some((kit, id)) = together(on, 2).await else { continue };
        kit.tell(id, "m1 closed:now").await;
        let seen = kit.seen(id).await;
        assert_eq!(seen.connection.state, ConnectionState::Broken);
        assert!(kit.shelf().await.iter().all(|(_, _, on_sale)| !*on_sale));
        connections::give_keys(kit.ctx(), &kit.edit(), id, Elsewhere::keys("open")).await.unwrap();
        kit.house.drain().await;
        assert!(kit.shelf().await.iter().all(|(_, _, on_sale)| *on_sale));
    }
}
