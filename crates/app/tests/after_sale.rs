//! What happens to an order after it was placed: shipped, given back, asked about, told about, counted.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use buyline_app as app;

use app::checkout::Part;
use app::figures::Card;
use app::orders::{self, Answer, AnswerError, AskError, CancelError, FulfillError, Parcel, RefundError};
use domain::access::{Actor, AtMerchant, MerchantAct, OwnOrder, Permit, Person, Role};
use domain::figures::Funnel;
use domain::ids::{AccountId, MailId, OrderId, PostId};
use domain::money::{Currency, Money};
use domain::order::{
    AskRefusal, FulfillmentLine, Order, OrderState, ParcelRefusal, RefundLine, RefundRefusal, RefundWish,
    RequestKind, RequestState, Shipped,
};
use domain::view::orders::{OrderFilter, Todo};
use jiff::SignedDuration;
use testkit::house::{Goods, House, On, Shop, pay_with};

const PRINT: Goods = Goods { title: "Lac du matin", price: 2_490, units: Some(10) };
const MUG: Goods = Goods { title: "Mug", price: 1_900, units: Some(5) };

/// A shop with a confirmed order of so many prints and mugs.
struct Sale {
    house: House,
    shop: Shop,
    order: OrderId,
    guest: Actor,
}

impl Sale {
    async fn of(on: On, wanted: &[(usize, u32)]) -> Option<Self> {
        let house = House::new(on)?;
        let shop = house.shop(&[PRINT, MUG]).await;
        let (order, guest) = buy(&house, &shop, wanted).await;
        Some(Self { house, shop, order, guest })
    }

    fn may(&self, act: MerchantAct) -> Permit<AtMerchant> {
        staff(&self.shop).may(AtMerchant { merchant: self.shop.merchant, act }).unwrap()
    }

    fn own(&self) -> Permit<OwnOrder> {
        let Actor::Guest(purchase) = self.guest else { panic!("bought by a guest") };
        self.guest.may(OwnOrder { order: self.order, purchase, account: None }).unwrap()
    }

    async fn order(&self) -> Order {
        let id = self.order;
        self.house.ctx.db().read(move |conn| store::orders::by_id(conn, id)).await.unwrap().unwrap()
    }

    async fn ship(&self, lines: &[(usize, u32)]) -> Result<domain::order::Fulfillment, FulfillError> {
        let order = self.order().await;
        let lines = lines
            .iter()
            .map(|(index, quantity)| FulfillmentLine { line: order.lines[*index].id, quantity: *quantity })
            .collect();
        let parcel = Parcel {
            lines,
            carrier: "La Poste".to_owned(),
            tracking_number: "6A123".to_owned(),
            tracking_url: "https://laposte.example/6A123".to_owned(),
            tell_buyer: true,
        };
        orders::fulfill(&self.house.ctx, &self.may(MerchantAct::FulfillOrders), self.order, parcel).await
    }

    async fn give_back(&self, wish: RefundWish) -> Result<Money, RefundError> {
        let may = self.may(MerchantAct::ReturnMoney);
        let key = self.house.ctx.id::<domain::ids::RefundId>().to_string();
        let promised = orders::refund(&self.house.ctx, &may, self.order, wish, "", key, [0; 32]).await?;
        Ok(promised.expect("a key of its own"))
    }

    async fn ask(&self, kind: RequestKind) -> Result<domain::order::BuyerRequest, AskError> {
        orders::ask(&self.house.ctx, &self.own(), self.shop.merchant, kind, "Too small").await
    }

    /// Subjects of the mails written so far, oldest first.
    async fn subjects(&self) -> Vec<String> {
        self.house.drain().await;
        let mails = app::mails::newest(&self.house.ctx, None::<MailId>).await.unwrap();
        mails.into_iter().rev().map(|mail| mail.subject).collect()
    }

    async fn left_on_shelf(&self, index: usize) -> i64 {
        let variant = self.shop.goods[index].variant;
        let merchant = self.shop.merchant;
        self.house
            .ctx
            .db()
            .write("look", move |tx| store::stock::lock(tx, &[(merchant, variant)]))
            .await
            .unwrap()[0]
            .on_hand
    }

    async fn audit(&self) {
        self.house.audit().await;
    }
}

fn staff(shop: &Shop) -> Actor {
    let staff_of = [(shop.merchant, Role::Owner)].into();
    Actor::Person(Person { account: shop.account, staff_of, nonprofits: [].into(), operator: false })
}

async fn buy(house: &House, shop: &Shop, wanted: &[(usize, u32)]) -> (OrderId, Actor) {
    let view = shop.tap(&house.ctx, wanted).await;
    let result = pay_with(&house.ctx, &view, "card_ok").await;
    let Part::Placed(order) = result[0].1 else { panic!("{result:?}") };
    house.clock.advance(SignedDuration::from_mins(3));
    house.drain().await;
    (order, Actor::Guest(view.purchase.id))
}

fn eur(amount: i64) -> Money {
    Money::new(amount, Currency::EUR)
}

fn amount(minor: i64) -> RefundWish {
    RefundWish { amount: Some(eur(minor)), ..RefundWish::default() }
}

#[tokio::test]
async fn an_order_leaves_in_parts_and_arrives() {
    for on in On::BOTH {
        let Some(sale) = Sale::of(on, &[(0, 2), (1, 1)]).await else { continue };
        sale.ship(&[(0, 1)]).await.unwrap();
        assert_eq!(sale.order().await.shipped(), Shipped::Partly);
        assert!(sale.order().await.fulfilled_at.is_none());
        sale.ship(&[]).await.unwrap();
        let order = sale.order().await;
        assert_eq!((order.shipped(), order.fulfilled_at.is_some()), (Shipped::Fully, true), "{on:?}");
        let refusal = sale.ship(&[]).await;
        assert!(matches!(refusal, Err(FulfillError::Refused(ParcelRefusal::Nothing))), "{refusal:?}");

        let permit = sale.may(MerchantAct::FulfillOrders);
        let ctx = &sale.house.ctx;
        let story = orders::find(ctx, &sale.may(MerchantAct::ViewOrders), sale.order).await.unwrap().unwrap();
        assert_eq!(story.fulfillments.len(), 2);
        let first = Some(story.fulfillments[0].id);
        orders::mark_delivered(ctx, &permit, sale.order, first).await.unwrap();
        assert!(sale.order().await.delivered_at.is_none(), "one parcel is still on its way");
        orders::mark_delivered(ctx, &permit, sale.order, None).await.unwrap();
        assert!(sale.order().await.delivered_at.is_some(), "{on:?}");
        let shipped = sale.subjects().await.into_iter().filter(|subject| subject.contains("on its way"));
        assert_eq!(shipped.count(), 2, "one mail per parcel");
        sale.audit().await;
    }
}

#[tokio::test]
async fn two_tabs_cannot_ship_the_same_units() {
    for on in On::BOTH {
        let Some(sale) = Sale::of(on, &[(0, 3)]).await else { continue };
        let (one, two) = tokio::join!(sale.ship(&[(0, 2)]), sale.ship(&[(0, 2)]));
        assert_eq!(u32::from(one.is_ok()) + u32::from(two.is_ok()), 1, "{on:?} {one:?} {two:?}");
        let order = sale.order().await;
        assert_eq!(order.lines[0].shipped, 2, "{on:?}");
        sale.audit().await;
    }
}

#[tokio::test]
async fn two_refunds_at_once_never_exceed_what_was_taken() {
    for on in On::BOTH {
        // 24.90 and 4.90 shipping: 29.80; each of the two wants 20.00.
        let Some(sale) = Sale::of(on, &[(0, 1)]).await else { continue };
        let (one, two) = tokio::join!(sale.give_back(amount(2_000)), sale.give_back(amount(2_000)));
        let refused = [one, two].into_iter().filter_map(Result::err).collect::<Vec<_>>();
        assert_eq!(refused.len(), 1, "{on:?}");
        let left = RefundRefusal::TooMuch { left: eur(980) };
        assert!(matches!(&refused[0], RefundError::Refused(said) if *said == left), "{refused:?}");
        sale.house.drain().await;
        assert_eq!(sale.order().await.refunded, eur(2_000));
        assert_eq!(sale.give_back(RefundWish::default()).await.unwrap(), eur(980));
        sale.house.drain().await;
        assert_eq!(sale.order().await.refunded, sale.order().await.total);
        sale.audit().await;
    }
}

#[tokio::test]
async fn a_line_given_back_returns_to_the_shelf_once() {
    for on in On::BOTH {
        let Some(sale) = Sale::of(on, &[(0, 2)]).await else { continue };
        assert_eq!(sale.left_on_shelf(0).await, 8);
        let line = sale.order().await.lines[0].id;
        let wish = |quantity| RefundWish {
            lines: vec![RefundLine { line, quantity, restock: true }],
            ..RefundWish::default()
        };
        assert_eq!(sale.give_back(wish(1)).await.unwrap(), eur(2_490));
        assert_eq!(sale.left_on_shelf(0).await, 9);
        let refusal = sale.give_back(wish(2)).await;
        assert!(
            matches!(refusal, Err(RefundError::Refused(RefundRefusal::TooMany { left: 1, .. }))),
            "{refusal:?}"
        );
        assert_eq!(sale.left_on_shelf(0).await, 9, "a refusal changes nothing");
        // Canceling the rest brings back the other unit, not both.
        let permit = sale.may(MerchantAct::ReturnMoney);
        orders::cancel(&sale.house.ctx, &permit, sale.order, "Broken in the kiln").await.unwrap();
        assert_eq!(sale.left_on_shelf(0).await, 10, "{on:?}");
        sale.house.drain().await;
        let order = sale.order().await;
        assert_eq!((order.state, order.refunded), (OrderState::Canceled, order.total));
        sale.audit().await;
    }
}

#[tokio::test]
async fn staff_cancels_before_and_after_the_money_was_taken_but_not_after_shipping() {
    for on in On::BOTH {
        let Some(sale) = Sale::of(on, &[(1, 1)]).await else { continue };
        let ctx = &sale.house.ctx;
        let permit = sale.may(MerchantAct::ReturnMoney);
        sale.ship(&[]).await.unwrap();
        let refusal = orders::cancel(ctx, &permit, sale.order, "").await;
        assert!(matches!(refusal, Err(CancelError::Shipped)), "{refusal:?}");

        let view = sale.shop.tap(ctx, &[(0, 1)]).await;
        let Part::Placed(placed) = pay_with(ctx, &view, "card_ok").await[0].1 else { panic!("placed") };
        orders::cancel(ctx, &permit, placed, "We are closing").await.unwrap();
        orders::cancel(ctx, &permit, placed, "We are closing").await.unwrap();
        let order = ctx.db().read(move |conn| store::orders::by_id(conn, placed)).await.unwrap().unwrap();
        assert_eq!((order.state, order.confirmed_at), (OrderState::Canceled, None));
        assert_eq!(sale.left_on_shelf(0).await, 10);
        let subjects = sale.subjects().await;
        let wanted = format!("Order {} is canceled", order.number);
        assert_eq!(subjects.iter().filter(|subject| **subject == wanted).count(), 1, "{subjects:?}");
        sale.audit().await;
    }
}

#[tokio::test]
async fn a_buyer_asks_and_the_merchant_answers() {
    for on in On::BOTH {
        let Some(sale) = Sale::of(on, &[(0, 1)]).await else { continue };
        let ctx = &sale.house.ctx;
        let permit = sale.may(MerchantAct::FulfillOrders);
        let too_early = sale.ask(RequestKind::Return).await;
        assert!(matches!(too_early, Err(AskError::Refused(AskRefusal::NotShipped))), "{too_early:?}");
        let request = sale.ask(RequestKind::Cancel).await.unwrap();
        assert!(matches!(sale.ask(RequestKind::Cancel).await, Err(AskError::AskedAlready)));
        let waiting = orders::waiting(ctx, &sale.may(MerchantAct::ViewOrders)).await.unwrap();
        assert_eq!(waiting.iter().map(|it| it.id).collect::<Vec<_>>(), [request.id]);

        orders::answer(ctx, &permit, request.order, request.id, Answer::Refuse, "It is packed")
            .await
            .unwrap();
        let again = orders::answer(ctx, &permit, request.order, request.id, Answer::Accept, "").await;
        assert!(matches!(again, Err(AnswerError::NotWaiting)), "{again:?}");
        let second = sale.ask(RequestKind::Cancel).await.unwrap();
        orders::answer(ctx, &permit, second.order, second.id, Answer::Accept, "").await.unwrap();
        sale.house.drain().await;
        let order = sale.order().await;
        assert_eq!((order.state, order.refunded), (OrderState::Canceled, order.total), "{on:?}");
        let number = order.number;
        let subjects = sale.subjects().await;
        for wanted in [
            format!("A request about order {number} waits for you"),
            format!("Your request about order {number} is accepted"),
            format!("Order {number} is canceled"),
            format!("€29.80 refunded for order {number}"),
        ] {
            assert!(subjects.contains(&wanted), "{wanted} is not in {subjects:?}");
        }
        sale.audit().await;
    }
}

#[tokio::test]
async fn a_withdrawal_is_received_and_cannot_be_refused() {
    for on in On::BOTH {
        let Some(sale) = Sale::of(on, &[(0, 1)]).await else { continue };
        let ctx = &sale.house.ctx;
        sale.ship(&[]).await.unwrap();
        orders::mark_delivered(ctx, &sale.may(MerchantAct::FulfillOrders), sale.order, None).await.unwrap();
        sale.house.clock.advance(SignedDuration::from_hours(13 * 24));
        let request = sale.ask(RequestKind::Withdrawal).await.unwrap();
        let number = sale.order().await.number;
        let receipt = format!("Receipt of your withdrawal, order {number}");
        assert!(sale.subjects().await.contains(&receipt));
        let permit = sale.may(MerchantAct::FulfillOrders);
        let refused = orders::answer(ctx, &permit, request.order, request.id, Answer::Refuse, "").await;
        assert!(matches!(refused, Err(AnswerError::MustAccept)), "{refused:?}");
        orders::answer(ctx, &permit, request.order, request.id, Answer::Accept, "Send it back")
            .await
            .unwrap();
        assert_eq!(sale.order().await.state, OrderState::Confirmed, "what is out must come back first");
        sale.give_back(RefundWish::default()).await.unwrap();
        let story = orders::find(ctx, &sale.may(MerchantAct::ViewOrders), sale.order).await.unwrap().unwrap();
        assert_eq!(story.requests[0].state, RequestState::Done);

        let late = Sale::of(on, &[(0, 1)]).await.unwrap();
        late.ship(&[]).await.unwrap();
        let permit = late.may(MerchantAct::FulfillOrders);
        orders::mark_delivered(&late.house.ctx, &permit, late.order, None).await.unwrap();
        late.house.clock.advance(SignedDuration::from_hours(20 * 24));
        let refused = late.ask(RequestKind::Withdrawal).await;
        assert!(matches!(refused, Err(AskError::Refused(AskRefusal::TooLate))), "{refused:?}");
    }
}

#[tokio::test]
async fn a_withdrawal_is_received_while_the_merchant_thinks_about_something_else() {
    for on in On::BOTH {
        let Some(sale) = Sale::of(on, &[(0, 1)]).await else { continue };
        let asked = sale.ask(RequestKind::Cancel).await.unwrap();
        let again = sale.ask(RequestKind::Cancel).await;
        assert!(matches!(again, Err(AskError::AskedAlready)), "{again:?}");
        let withdrawn = sale.ask(RequestKind::Withdrawal).await.unwrap();
        let twice = sale.ask(RequestKind::Withdrawal).await;
        assert!(matches!(twice, Err(AskError::AskedAlready)), "{twice:?}");
        let number = sale.order().await.number;
        assert!(sale.subjects().await.contains(&format!("Receipt of your withdrawal, order {number}")));
        let permit = sale.may(MerchantAct::ViewOrders);
        let story = orders::find(&sale.house.ctx, &permit, sale.order).await.unwrap().unwrap();
        let states: Vec<_> = story.requests.iter().map(|request| (request.id, request.state)).collect();
        assert_eq!(states, [(asked.id, RequestState::Done), (withdrawn.id, RequestState::Waiting)]);
        sale.audit().await;
    }
}

#[tokio::test]
async fn lists_find_orders_and_todos_count_them() {
    for on in On::BOTH {
        let Some(sale) = Sale::of(on, &[(0, 1)]).await else { continue };
        let ctx = &sale.house.ctx;
        let (second, _) = buy(&sale.house, &sale.shop, &[(1, 5)]).await;
        let permit = sale.may(MerchantAct::ViewOrders);
        let find = async |filter, text: &str| -> Vec<OrderId> {
            let page = orders::list(ctx, &permit, filter, text.to_owned(), None).await.unwrap();
            page.orders.iter().map(|order| order.id).collect()
        };
        let number = sale.order().await.number.to_lowercase();
        assert_eq!(find(OrderFilter::All, "").await, [second, sale.order], "{on:?}");
        assert_eq!(find(OrderFilter::All, &number).await, [sale.order]);
        assert_eq!(find(OrderFilter::All, " CAMILLE@example ").await.len(), 2);
        assert_eq!(find(OrderFilter::All, "100%").await, []);
        sale.ship(&[]).await.unwrap();
        assert_eq!(find(OrderFilter::ToShip, "").await, [second]);
        assert_eq!(find(OrderFilter::Shipped, "").await, [sale.order]);
        let todo = orders::todo(ctx, &sale.may(MerchantAct::ViewCatalog)).await.unwrap();
        assert_eq!(todo, Todo { to_ship: 1, sold_out: 1, ..Todo::default() });
        let customers = sale.may(MerchantAct::ViewCustomers);
        let (customers, next) = app::customers::list(ctx, &customers, None).await.unwrap();
        assert_eq!(next, None);
        assert_eq!((customers[0].orders, customers[0].spent), (2, eur(2_980 + 9_500 + 490)));
        let low = sale.subjects().await.into_iter().filter(|subject| subject.contains("running low"));
        assert_eq!(low.count(), 1, "{on:?}: one mail when the mark is crossed");
    }
}

#[tokio::test]
async fn a_lost_link_is_sent_to_its_address_and_not_too_often() {
    let sale = Sale::of(On::Sqlite, &[(0, 1)]).await.unwrap();
    let ctx = &sale.house.ctx;
    let count = async || {
        let subjects = sale.subjects().await;
        subjects.iter().filter(|subject| subject.starts_with("Your link to order")).count()
    };
    let ip = std::net::IpAddr::from([127, 0, 0, 1]);
    orders::send_links(ctx, "nobody@example.com", ip).await.unwrap();
    orders::send_links(ctx, " Camille@Example.com ", ip).await.unwrap();
    orders::send_links(ctx, "camille@example.com", ip).await.unwrap();
    assert_eq!(count().await, 1);
    sale.house.clock.advance(SignedDuration::from_mins(6));
    orders::send_links(ctx, "camille@example.com", ip).await.unwrap();
    assert_eq!(count().await, 2);
    let mails = app::mails::newest(ctx, None).await.unwrap();
    let mail = mails.iter().find(|mail| mail.subject.starts_with("Your link")).unwrap();
    let key = mail.text.split("?key=").nth(1).unwrap().lines().next().unwrap().to_owned();
    let opened = orders::open(ctx, &Actor::Anonymous, Some(&key), sale.order).await.unwrap();
    assert_eq!(opened.story.order.id, sale.order);
    assert!(orders::open(ctx, &Actor::Anonymous, Some("0"), sale.order).await.is_err());
    assert!(orders::open(ctx, &Actor::Anonymous, None, sale.order).await.is_err());
}

#[tokio::test]
async fn figures_follow_a_card_from_view_to_money_kept() {
    for on in On::BOTH {
        let Some(sale) = Sale::of(on, &[(0, 2)]).await else { continue };
        let ctx = &sale.house.ctx;
        let product = sale.shop.goods[0].product;
        let card = Card { merchant: sale.shop.merchant, post: Some(PostId(77)), product };
        app::figures::seen(ctx, [card; 3]);
        app::figures::flush(ctx).await.unwrap();
        app::figures::seen(ctx, [card]);
        app::figures::tapped(ctx, card);
        sale.give_back(amount(1_000)).await.unwrap();
        sale.house.drain().await;
        let figures = app::figures::report(ctx, &sale.may(MerchantAct::ViewFigures), 30).await.unwrap();
        let wanted = Funnel { impressions: 4, taps: 2, checkouts: 1, orders: 1, ..Funnel::default() };
        assert_eq!(figures.report.total.funnel, wanted, "{on:?}");
        let earned = figures.report.by_product[&product].in_currency(Currency::EUR);
        // 10.00 of 54.70, of which 49.80 are goods: 9.10.
        assert_eq!((earned.gross, earned.refunds, earned.net()), (eur(4_980), eur(910), eur(4_070)));
        assert_eq!(figures.products[&product], "Lac du matin");
    }
}

#[tokio::test]
async fn a_basket_counts_each_of_its_products_in_every_stage_on_the_day_of_the_shops_clock() {
    for on in On::BOTH {
        let Some(sale) = Sale::of(on, &[(0, 1), (1, 2)]).await else { continue };
        let ctx = &sale.house.ctx;
        let (merchant, now) = (sale.shop.merchant, ctx.now());
        // In Auckland the day after has begun an hour ago.
        let moved = ctx.db().write("move", move |tx| {
            tx.execute("UPDATE merchants SET time_zone = 'Pacific/Auckland'", &[])?;
            store::changes::note(tx, store::changes::ChangeKind::Merchant, merchant.0, merchant.0, now)
        });
        moved.await.unwrap();
        app::feed::catch_up(ctx).await.unwrap();
        let card = Card { merchant, post: None, product: sale.shop.goods[0].product };
        app::figures::seen(ctx, [card; 3]);
        sale.house.drain().await;
        let named = app::figures::report(ctx, &sale.may(MerchantAct::ViewFigures), 7).await.unwrap();
        let total = &named.report.total;
        let wanted = Funnel { impressions: 3, taps: 2, checkouts: 2, orders: 2, ..Funnel::default() };
        assert_eq!((total.funnel, total.orders), (wanted, 1), "{on:?}");
        let tomorrow = domain::figures::day_in(now, &jiff::tz::TimeZone::UTC) + 1;
        assert_eq!((named.span.until, named.zone.iana_name()), (tomorrow, Some("Pacific/Auckland")));
        let day = &named.report.by_day[&tomorrow];
        assert_eq!((day.funnel.impressions, day.orders, day.units), (3, 1, 3), "{on:?}");
    }
}

#[tokio::test]
async fn whoever_works_elsewhere_gets_no_permit() {
    let sale = Sale::of(On::Sqlite, &[(0, 1)]).await.unwrap();
    let stranger = Actor::Person(Person {
        account: AccountId(5),
        staff_of: [].into(),
        nonprofits: [].into(),
        operator: true,
    });
    let act = MerchantAct::ReturnMoney;
    assert!(stranger.may(AtMerchant { merchant: sale.shop.merchant, act }).is_err());
    assert!(orders::open(&sale.house.ctx, &stranger, None, sale.order).await.is_err());
}

/// Within the undo window the order is the buyer's alone, also where the money was taken at once.
#[tokio::test]
async fn nothing_is_given_back_within_the_undo_window() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let shop = house.shop(&[PRINT]).await;
        let view = shop.tap(&house.ctx, &[(0, 2)]).await;
        let Part::Placed(order) = pay_with(&house.ctx, &view, "card_at_once").await[0].1 else {
            panic!("charged at once")
        };
        let sale = Sale { house, shop, order, guest: Actor::Guest(view.purchase.id) };
        assert!(matches!(sale.give_back(RefundWish::default()).await, Err(RefundError::NotFound)), "{on:?}");
        sale.house.clock.advance(SignedDuration::from_mins(3));
        sale.house.drain().await;
        assert_eq!(sale.left_on_shelf(0).await, 8, "{on:?}");
        sale.give_back(RefundWish::default()).await.unwrap();
        assert_eq!(sale.left_on_shelf(0).await, 10, "{on:?}");
        sale.audit().await;
    }
}
