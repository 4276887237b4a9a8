//! What stands beside a shop's orders: programs that are told of them, payouts, what banks ask.

use domain::access::MerchantAct;
use domain::dispute::{Dispute, DisputeReason, DisputeState, Disputed};
use domain::ids::{ConnectionId, DisputeId, OrderId, PayoutId, WebhookId};
use domain::money::{Currency, Money};
use domain::payout::{Payout, PayoutState};
use testkit::house::{Elsewhere, House, Shop};

use crate::town::permit;

/// A program of the shop's is told everything.
pub async fn listen(house: &House, shop: &Shop) -> WebhookId {
    let events = domain::webhook::HookEvent::ALL.to_vec();
    let edits = permit(shop, MerchantAct::EditWebhooks);
    let made = app::webhooks::make(&house.ctx, &edits, "https://shop.example/hooks", events).await;
    made.unwrap().webhook.id
}

/// The shop is connected with another elsewhere.
pub async fn connect(house: &House, shop: &Shop) -> ConnectionId {
    let mut entered = Elsewhere::keys("open");
    entered.set("note", "each");
    let terms = app::connections::Terms { takes: domain::connection::Takes::All, margin: 0 };
    let wanted = app::connections::Connect { platform: "elsewhere".to_owned(), entered, terms };
    app::connections::connect(&house.ctx, &permit(shop, MerchantAct::EditWebhooks), wanted).await.unwrap()
}

/// A program of the shop's is set up to be asked for quotes.
pub async fn asked(house: &House, shop: &Shop) {
    let set_up = app::callbacks::SetUp {
        url: "https://shop.example/quotes".to_owned(),
        topics: vec![domain::callback::Topic::Stock],
        deadline_ms: domain::callback::DEADLINE_MS,
        on_failure: domain::callback::OnFailure::UseOurs,
        is_on: false,
    };
    app::callbacks::set_up(&house.ctx, &permit(shop, MerchantAct::EditWebhooks), set_up).await.unwrap();
}

/// Something was paid out to the shop.
pub async fn payout(house: &House, shop: &Shop) -> PayoutId {
    let (id, now) = (house.ctx.id(), house.ctx.now());
    let payout = Payout {
        id,
        merchant: shop.merchant,
        payee: String::new(),
        reference: format!("po_{}", shop.merchant),
        state: PayoutState::Paid,
        total: Money::new(100, Currency::EUR),
        amount: Money::new(100, Currency::EUR),
        is_itemized: true,
        failure: String::new(),
        created_at: now,
        arrives_at: now,
    };
    house.ctx.db().write("payout", move |tx| store::payouts::put(tx, &payout)).await.unwrap();
    id
}

/// The buyer's bank asks about an order; no money is held.
pub async fn inquiry(house: &House, shop: &Shop, order: OrderId) -> DisputeId {
    let (id, merchant, now) = (house.ctx.id(), shop.merchant, house.ctx.now());
    house
        .ctx
        .db()
        .write("inquiry", move |tx| {
            let payment = store::payments::of_order(tx, merchant, order)?.remove(0);
            let dispute = Dispute {
                id,
                merchant,
                about: Disputed::Order(order),
                payment: payment.id,
                reference: format!("dp_{order}"),
                payee: String::new(),
                state: DisputeState::Waiting,
                is_inquiry: true,
                reason: DisputeReason::NotReceived,
                amount: payment.amount,
                due_at: None,
                answer: String::new(),
                answered_at: None,
                opened_at: now,
                closed_at: None,
            };
            store::disputes::insert(tx, &dispute)
        })
        .await
        .unwrap();
    id
}
