//! A shop and a nonprofit, orders in it, and what their staff does with them.

use buyline_app as app;

use app::checkout::{self, Part, Start, StartError};
use app::orders::{self, Parcel};
use domain::access::{Actor, AtMerchant, MerchantAct, OwnOrder, Permit, Person, Role};
use domain::dispute::{Dispute, DisputeReason, DisputeState, Disputed};
use domain::ids::{AccountId, OrderId, PurchaseId, RefundId};
use domain::money::{Currency, Money};
use domain::order::{Order, RefundWish};
use domain::place::Refusal;
use testkit::house::{Charity, Goods, House, Shop, actor, details, pay_with};

const PRINT: Goods = Goods { title: "Lac du matin", price: 2_490, units: None };

pub(crate) struct Place {
    pub(crate) house: House,
    pub(crate) shop: Shop,
    pub(crate) charity: Charity,
}

/// An order with what opens it.
#[derive(Clone)]
pub(crate) struct Bought {
    pub(crate) order: OrderId,
    pub(crate) purchase: PurchaseId,
    pub(crate) token: String,
}

impl Place {
    pub(crate) async fn on(house: House) -> Self {
        let (shop, charity) = (house.shop(&[PRINT]).await, house.charity().await);
        Self { house, shop, charity }
    }

    /// Whoever opened the shop.
    pub(crate) fn owner(&self) -> Actor {
        Actor::Person(Person {
            account: self.shop.account,
            staff_of: [(self.shop.merchant, Role::Owner)].into(),
            nonprofits: [].into(),
            operator: false,
        })
    }

    pub(crate) fn may(&self, act: MerchantAct) -> Permit<AtMerchant> {
        self.owner().may(AtMerchant { merchant: self.shop.merchant, act }).unwrap()
    }

    pub(crate) fn own(&self, bought: &Bought) -> Permit<OwnOrder> {
        let own = OwnOrder { order: bought.order, purchase: bought.purchase, account: None };
        Actor::Guest(bought.purchase).may(own).unwrap()
    }

    pub(crate) async fn buy(&self) -> Bought {
        let view = self.shop.tap(&self.house.ctx, &[(0, 1)]).await;
        let result = pay_with(&self.house.ctx, &view, "card_ok").await;
        let Part::Placed(order) = result[0].1 else { panic!("{result:?}") };
        Bought { order, purchase: view.purchase.id, token: view.token }
    }

    /// Somebody with an account has one sent to a country; or why not.
    pub(crate) async fn buy_as(&self, account: AccountId, country: &str) -> Result<OrderId, Refusal> {
        let (ctx, who) = (&self.house.ctx, actor(account));
        let start = Start {
            items: vec![self.shop.wanted(0, 1)],
            cart: None,
            locale: "en".to_owned(),
            country: None,
            currency: None,
            back: String::new(),
        };
        let started = match checkout::start(ctx, &who, start).await {
            Ok(started) => started,
            Err(StartError::Ended) => return Err(Refusal::Ended),
            Err(error) => panic!("{error}"),
        };
        let open = checkout::open_by_link(ctx, &who, started.purchase, &started.token);
        let mut view = open.await.unwrap();
        let mut typed = details();
        typed.email = format!("{account}@example.org");
        typed.address.as_mut().unwrap().country = country.parse().unwrap();
        checkout::set_details(ctx, &mut view, typed).await.unwrap();
        match pay_with(ctx, &view, "card_ok").await.remove(0).1 {
            Part::Placed(order) => Ok(order),
            Part::Refused(refusal) => Err(refusal),
            other => panic!("{other:?}"),
        }
    }

    pub(crate) async fn order(&self, id: OrderId) -> Order {
        self.house.ctx.db().read(move |conn| store::orders::by_id(conn, id)).await.unwrap().unwrap()
    }

    pub(crate) async fn ship(&self, id: OrderId) {
        let parcel = Parcel {
            lines: Vec::new(),
            carrier: "La Poste".to_owned(),
            tracking_number: "6A1".to_owned(),
            tracking_url: String::new(),
            tell_buyer: true,
        };
        orders::fulfill(&self.house.ctx, &self.may(MerchantAct::FulfillOrders), id, parcel).await.unwrap();
    }

    pub(crate) async fn give_back(&self, id: OrderId, cents: Option<i64>) {
        let wish = RefundWish {
            amount: cents.map(|cents| Money::new(cents, Currency::EUR)),
            ..RefundWish::default()
        };
        let key = self.house.ctx.id::<RefundId>().to_string();
        let may = self.may(MerchantAct::ReturnMoney);
        orders::refund(&self.house.ctx, &may, id, wish, "", key, [0; 32]).await.unwrap();
    }

    /// A bank asks about a payment; no money has moved.
    pub(crate) async fn inquire(&self, id: OrderId) {
        let (ctx, merchant) = (&self.house.ctx, self.shop.merchant);
        let (dispute, now) = (ctx.id(), ctx.now());
        let write = move |tx: &mut store::Tx<'_>| {
            let payment = store::payments::of_order(tx, merchant, id)?.pop().unwrap();
            let dispute = Dispute {
                id: dispute,
                merchant,
                about: Disputed::Order(id),
                payment: payment.id,
                reference: format!("inq_{}", id.0),
                payee: String::new(),
                state: DisputeState::Waiting,
                is_inquiry: true,
                reason: DisputeReason::Unrecognized,
                amount: payment.amount,
                due_at: None,
                answer: String::new(),
                answered_at: None,
                opened_at: now,
                closed_at: None,
            };
            store::disputes::insert(tx, &dispute)
        };
        ctx.db().write("inquire", write).await.unwrap();
    }

    /// The inquiry leads to nothing.
    pub(crate) async fn let_rest(&self, id: OrderId) {
        let (ctx, merchant, now) = (&self.house.ctx, self.shop.merchant, self.house.ctx.now());
        let write = move |tx: &mut store::Tx<'_>| {
            for dispute in store::disputes::of(tx, merchant, Disputed::Order(id))? {
                let closed = Dispute { state: DisputeState::Closed, closed_at: Some(now), ..dispute };
                store::disputes::update(tx, &closed)?;
            }
            Ok::<_, store::DbError>(())
        };
        ctx.db().write("let_rest", write).await.unwrap();
    }

    pub(crate) async fn audit(&self) {
        self.house.audit().await;
    }
}
