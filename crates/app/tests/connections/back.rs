//! What happens to an order in its shop.

use domain::connection::SendState;
use domain::order::OrderState;
use jiff::SignedDuration;
use testkit::house::{On, their_parcel, their_refund};

use crate::kit::together;

#[tokio::test(flavor = "multi_thread")]
async fn parcels_refunds_and_a_cancellation_there_happen_here_once_each() {
    for on in On::BOTH {
        let Some((kit, id)) = together(on, 2).await else { continue };
        let order = kit.sell("p00000", 3).await;
        kit.there.change_order(|theirs| {
            let mut first = their_parcel("f1");
            first.lines = vec![("p00000-v".to_owned(), 1)];
            theirs.parcels = vec![first];
            theirs.refunds = vec![their_refund("r1", 2_000, &[("p00000-v", 1, true)])];
        });
        for message in ["m1", "m2", "m3"] {
            kit.tell(id, &format!("{message} order:their-1")).await;
        }
        let ours = kit.found(order).await;
        assert_eq!((ours.lines[0].shipped, ours.lines[0].refunded, ours.refunded.amount), (1, 1, 2_000));
        let parcels = parcels(&kit, order).await;
        assert_eq!(parcels, [("Colissimo".to_owned(), "6A123".to_owned())]);
        assert_eq!(kit.there.refunds().len(), 0, "the shop is not told of its own refund");
        // What is left leaves, and the sweep finds it without a message.
        kit.there.change_order(|theirs| theirs.parcels.push(their_parcel("f2")));
        kit.wait(SignedDuration::from_mins(12)).await;
        let ours = kit.found(order).await;
        assert_eq!((ours.lines[0].shipped, ours.lines[0].to_ship()), (2, 0));
        assert!(ours.fulfilled_at.is_some());
        kit.house.audit().await;
    }
}

async fn parcels(kit: &crate::kit::Kit, order: domain::ids::OrderId) -> Vec<(String, String)> {
    let merchant = kit.shop.merchant;
    let read = move |conn: &mut store::Conn| store::fulfillments::of_order(conn, merchant, order);
    let parcels = kit.ctx().db().read(read).await.unwrap();
    parcels.into_iter().map(|parcel| (parcel.carrier, parcel.tracking_number)).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_canceled_there_is_canceled_here_and_paid_back() {
    for on in On::BOTH {
        let Some((kit, id)) = together(on, 1).await else { continue };
        let order = kit.sell("p00000", 1).await;
        kit.there.change_order(|theirs| theirs.is_canceled = true);
        kit.tell(id, "m1 order:their-1").await;
        kit.tell(id, "m2 order:their-1").await;
        kit.house.settle().await;
        let ours = kit.found(order).await;
        assert_eq!((ours.state, ours.refunded), (OrderState::Canceled, ours.total));
        assert_eq!(kit.there.asked("cancel"), 0, "it is not told of its own cancellation");
        assert!(kit.seen(id).await.open.is_empty());
        kit.house.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn more_is_never_given_back_than_is_left_and_what_cannot_be_followed_is_not_tried_for_ever() {
    for on in On::BOTH {
        let Some((kit, id)) = together(on, 1).await else { continue };
        let order = kit.sell("p00000", 1).await;
        let total = kit.found(order).await.total;
        kit.there.change_order(|theirs| {
            theirs.refunds =
                vec![their_refund("r1", 500, &[]), their_refund("r2", 9_000_000, &[("p00000-v", 5, false)])];
            theirs.parcels = vec![their_parcel("f1"), their_parcel("f2")];
        });
        kit.tell(id, "m1 order:their-1").await;
        kit.tell(id, "m2 order:their-1").await;
        kit.house.settle().await;
        let ours = kit.found(order).await;
        assert_eq!(ours.refunded, total);
        assert_eq!(parcels(&kit, order).await.len(), 1, "nothing was left for the second");
        kit.house.audit().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_told_of_orders_of_somebody_else_changes_nothing() {
    for on in On::BOTH {
        let Some((kit, id)) = together(on, 2).await else { continue };
        let order = kit.sell("p00000", 1).await;
        let other = kit.sell("p00001", 1).await;
        // The first order claims to be the other one, which is there as "their-2".
        kit.there.change_order(|theirs| {
            theirs.ours = other.to_string();
            theirs.is_canceled = true;
        });
        kit.tell(id, "m1 order:their-1 order:nothing order:").await;
        assert_eq!(kit.state(order).await, OrderState::Confirmed);
        assert_eq!(kit.state(other).await, OrderState::Confirmed);
        assert!(kit.seen(id).await.sent.iter().all(|send| send.state == SendState::Done));
    }
}
