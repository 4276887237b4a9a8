//! The whole life of buying, rehearsed on a calendar: by invitation, for one in twenty, in one country, for all; then
//! the end with its days, everything taken away, and what is left erased. With orders in every state and a donation
//! drive that goes on through all of it. `docs/operating/rehearsal.md` tells the same as a walk-through.

use buyline_app as app;

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use app::archives::{self, Whose};
use app::donations::Given;
use app::erasure::{self, EraseError};
use app::gates::{self, ChangeGate};
use app::orders::{self, Answer as Reply};
use app::pledges;
use app::sunsets::{self, Hindrance, Wish};
use domain::access::{AsAccount, MerchantAct};
use domain::donation::interval::Interval;
use domain::erasure::{ErasureOf, ErasureState};
use domain::gate::{Asker, Feature, Rule};
use domain::ids::{AccountId, OrderId, SunsetId};
use domain::money::BasisPoints;
use domain::nonprofit::staff::{NonprofitAct, NonprofitRole};
use domain::order::{OrderState, RequestKind};
use domain::place::Refusal;
use domain::sunset::calendar::{Days, Step};
use domain::sunset::{Audience, Scope, Successor};
use domain::view::posts::CardSale;
use jiff::civil::date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use store::archive::Opened;
use store::{DatabaseUrl, Read};
use testkit::house::{House, On, Plan, actor, give_with};

use crate::place::{Bought, Place};
use crate::{go_to, operator, person, plan, run};

const BUY: Scope = Scope::Feature(Feature::Buy);
const DAY: SignedDuration = SignedDuration::from_hours(24);
const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);
/// Who lives here when it begins.
const PEOPLE: usize = 120;

/// The place with everybody in it, and the drive that goes on.
struct Life {
    on: On,
    place: Place,
    people: Vec<AccountId>,
    /// Gifts of 15 € so far, one in each stage.
    given: i64,
    /// What was bought while it opened, not shipped until the end.
    early: Vec<OrderId>,
}

impl Life {
    fn house(&self) -> &House {
        &self.place.house
    }

    async fn turn(&self, change: ChangeGate) {
        let read = |conn: &mut store::Conn| store::gates::of(conn, Feature::Buy);
        let version = self.house().ctx.db().read(read).await.unwrap().map_or(0, |gate| gate.version);
        let why = "The roll-out goes on";
        gates::change(&self.house().ctx, &operator(), (Feature::Buy, version), change, why).await.unwrap();
        app::feed::catch_up(&self.house().ctx).await.unwrap();
    }

    /// Who may buy, as every node says it.
    async fn let_in(&self) -> BTreeSet<AccountId> {
        let neighbour = self.house().neighbour(7, Plan::default());
        app::feed::catch_up(&neighbour).await.unwrap();
        let mut inside = BTreeSet::new();
        for account in &self.people {
            let asker = Asker { account: Some(*account), ..Asker::default() };
            let here = gates::ask(&self.house().ctx, Feature::Buy, &asker).await.unwrap().is_open();
            let there = gates::ask(&neighbour, Feature::Buy, &asker).await.unwrap().is_open();
            assert_eq!(here, there, "{:?}: every node says the same", self.on);
            if here {
                inside.insert(*account);
            }
        }
        gates::write_seen(&self.house().ctx).await.unwrap();
        inside
    }

    /// Days pass, each with what is done on it.
    async fn pass(&self, span: SignedDuration) {
        let until = self.house().ctx.now() + span;
        self.pass_until(until).await;
    }

    async fn pass_until(&self, until: Timestamp) {
        while self.house().ctx.now() < until {
            let next = (self.house().ctx.now() + DAY).min(until);
            go_to(self.house(), next);
            app::upkeep::tidy(&self.house().ctx).await;
            self.house().drain().await;
        }
        app::feed::catch_up(&self.house().ctx).await.unwrap();
    }

    /// A stage ends: somebody gives, and the books are sound.
    async fn close_stage(&mut self) {
        let gift = self.place.charity.begin(&self.house().ctx, 1_500).await;
        assert_eq!(give_with(&self.house().ctx, &gift, "card_ok").await, Given::Settled, "{:?}", self.on);
        self.given += 1;
        self.place.audit().await;
    }

    /// Somebody has one sent to a country, and it waits to be shipped.
    async fn buys(&mut self, account: AccountId, country: &str) {
        self.early.push(self.place.buy_as(account, country).await.unwrap());
    }

    async fn count(&self, of: &'static str) -> i64 {
        let read = move |conn: &mut store::Conn| conn.one("count", of, &[], |row| row.int(0));
        self.house().ctx.db().read(read).await.unwrap()
    }
}

/// One order in each state that lasts, and one that can still be undone.
struct Standing {
    to_ship: Bought,
    shipped: Bought,
    partly: Bought,
    refunded: Bought,
    asking: Bought,
    disputed: Bought,
    undoing: Bought,
}

async fn rehearse(on: On) {
    let Some(house) = House::new(on) else { return };
    let place = Place::on(house).await;
    let mut people = Vec::new();
    for number in 0..PEOPLE {
        people.push(person(&place.house, &format!("p{number}")).await);
    }
    let mut life = Life { on, place, people, given: 0, early: Vec::new() };
    roll_out(&mut life).await;
    promise(&mut life).await;
    let standing = trade(&life).await;
    life.close_stage().await;
    let (ended, bought) = close(&mut life, standing).await;
    pages_open(&life, &bought).await;
    // From 20 December to 2 March, behind the closed door too.
    nothing_was_missed(&life, 3).await;
    take_away(&life, &bought).await;
    erase(&mut life, ended).await;
    pages_open(&life, &bought).await;
}

/// By invitation, for one in twenty, in one country, for all.
async fn roll_out(life: &mut Life) {
    let on = life.on;
    let invited = life.people[..3].to_vec();
    life.turn(ChangeGate::OpenByRules).await;
    life.turn(ChangeGate::AddRule(Rule { people: invited.clone(), ..Rule::everybody() })).await;
    assert_eq!(life.let_in().await, invited.iter().copied().collect(), "{on:?}: exactly who was invited");
    life.buys(invited[0], "FR").await;
    assert_eq!(life.place.buy_as(life.people[50], "FR").await, Err(Refusal::Gated), "{on:?}");
    life.pass(WEEK).await;
    life.close_stage().await;

    life.turn(ChangeGate::AddRule(Rule { share: BasisPoints(500), ..Rule::everybody() })).await;
    let twentieth = life.let_in().await;
    let lucky: Vec<_> = twentieth.iter().copied().filter(|it| !invited.contains(it)).collect();
    assert!((1..=20).contains(&lucky.len()), "{on:?}: about 5 % of {PEOPLE}, and not {}", lucky.len());
    life.buys(lucky[0], "FR").await;
    life.pass(WEEK).await;
    assert_eq!(life.let_in().await, twentieth, "{on:?}: the same people a week later");
    life.close_stage().await;

    let france = Rule { countries: vec!["FR".parse().unwrap()], ..Rule::everybody() };
    life.turn(ChangeGate::AddRule(france)).await;
    let (here, there) = (life.people[50], life.people[51]);
    for account in [here, there] {
        assert!(!twentieth.contains(&account), "{on:?}: two who were not picked");
    }
    life.buys(here, "FR").await;
    assert_eq!(life.place.buy_as(there, "DE").await, Err(Refusal::Gated), "{on:?}: not there yet");
    life.buys(lucky[0], "DE").await;
    life.pass(WEEK).await;
    life.close_stage().await;

    life.turn(ChangeGate::OpenToAll).await;
    life.buys(there, "DE").await;
    assert_eq!(life.let_in().await.len(), PEOPLE, "{on:?}");
    life.pass(WEEK).await;
    life.close_stage().await;
}

/// The drive has a donor who gives every month from here on.
async fn promise(life: &mut Life) {
    let ctx = &life.house().ctx;
    let view = life.place.charity.begin(ctx, 2_000).await;
    let (nonprofit, donation) = (view.donation.nonprofit, view.donation.id);
    pledges::promise(ctx, (nonprofit, donation), Some(pledges::Wish::each(Interval::Monthly))).await.unwrap();
    let open = app::donations::open_by_link(ctx, &domain::access::Actor::Anonymous, donation, &view.token);
    let view = open.await.unwrap();
    assert_eq!(give_with(ctx, &view, "card_ok").await, Given::Settled);
    life.house().drain().await;
}

/// Orders in every state, a few weeks before the end.
async fn trade(life: &Life) -> Standing {
    let place = &life.place;
    let mut bought = Vec::new();
    for _ in 0..6 {
        bought.push(place.buy().await);
    }
    life.pass(DAY).await;
    let [to_ship, shipped, partly, refunded, asking, disputed] =
        <[Bought; 6]>::try_from(bought).ok().unwrap();
    for one in [&shipped, &asking] {
        place.ship(one.order).await;
    }
    place.give_back(partly.order, Some(500)).await;
    place.give_back(refunded.order, None).await;
    place.inquire(disputed.order).await;
    life.house().drain().await;
    Standing { to_ship, shipped, partly, refunded, asking, disputed, undoing: place.buy().await }
}

/// The end: announced, nobody new, closed on 1 February, read-only on 1 March. What was begun goes on to its end.
async fn close(life: &mut Life, standing: Standing) -> (SunsetId, Vec<Bought>) {
    let (on, zone) = (life.on, TimeZone::get("Europe/Paris").unwrap());
    let wish = Wish {
        days: Days([
            date(2027, 1, 1),
            date(2027, 1, 15),
            date(2027, 2, 1),
            date(2027, 3, 1),
            date(2027, 5, 1),
            date(2027, 6, 1),
        ]),
        zone,
        successor: Some(Successor {
            name: "The shops' own pages".to_owned(),
            url: "https://shops.example/where".to_owned(),
        }),
        audience: Audience::Everybody,
        reason: "The board decided it in December".to_owned(),
    };
    let id = run(life.house(), BUY, wish).await;
    let calendar = plan(life.house(), id).await.calendar;
    let told = async |life: &Life| crate::notices::mails(life.house()).await;
    let subject = |mails: &std::collections::BTreeMap<(String, String), i64>, words: &str| {
        let of = mails.iter().filter(|((_, subject), _)| subject.contains(words));
        let counts: Vec<i64> = of.map(|(_, count)| *count).collect();
        assert!(counts.iter().all(|count| *count == 1), "each of them once: {words}");
        counts.len()
    };
    assert_eq!(subject(&told(life).await, "ends on"), 0, "{on:?}: nobody knows before its day");

    life.pass_until(calendar.at(Step::Notice)).await;
    life.pass(SignedDuration::from_hours(1)).await;
    let everybody = told(life).await;
    assert!(subject(&everybody, "Buying ends on") + subject(&everybody, "prend fin le") >= PEOPLE, "{on:?}");
    assert!(crate::plans::opens_shop(life.house(), "early").await, "{on:?}: still taken in");
    life.close_stage().await;

    life.pass_until(calendar.at(Step::NoOnboarding)).await;
    assert!(!crate::plans::opens_shop(life.house(), "late").await, "{on:?}: nobody new");
    assert_eq!(crate::plans::sale(life.house(), &life.place.shop).await, CardSale::Open, "{on:?}");
    life.close_stage().await;

    life.pass_until(calendar.at(Step::NoSales) - SignedDuration::from_mins(1)).await;
    let last = life.place.buy().await;
    let second = life.place.buy().await;
    go_to(life.house(), calendar.at(Step::NoSales));
    assert_eq!(crate::plans::sale(life.house(), &life.place.shop).await, CardSale::Ended, "{on:?}: a link");
    assert_eq!(life.place.buy_as(life.people[0], "FR").await, Err(Refusal::Ended), "{on:?}");
    let undone = orders::undo(&life.house().ctx, &life.place.own(&second), life.place.shop.merchant).await;
    undone.unwrap();
    life.pass(DAY).await;
    assert_eq!(life.place.order(last.order).await.state, OrderState::Confirmed, "{on:?}: bought in time");
    life.close_stage().await;

    // Erasing is far, and says everything that stands against it.
    let against = sunsets::may_erase(&life.house().ctx, BUY).await.unwrap().unwrap_err();
    for hindrance in
        [Hindrance::NotYet(calendar.day(Step::Erasure)), Hindrance::ToShip(10), Hindrance::Disputes(1)]
    {
        assert!(against.contains(&hindrance), "{on:?}: {hindrance:?} is not in {against:?}");
    }

    life.pass_until(calendar.at(Step::ReadOnly)).await;
    let place = &life.place;
    let may = |act| domain::access::AtMerchant { merchant: place.shop.merchant, act };
    for (act, stays) in [
        (MerchantAct::EditCatalog, false),
        (MerchantAct::FulfillOrders, true),
        (MerchantAct::ReturnMoney, true),
    ] {
        let still = sunsets::shop_still_may(&life.house().ctx, may(act)).await.unwrap();
        assert_eq!(still, stays, "{on:?}: {act:?}");
    }
    let orders = settle(life, standing, last).await;
    life.close_stage().await;
    (id, orders)
}

/// Every order comes to its end behind the closed door.
async fn settle(life: &Life, standing: Standing, last: Bought) -> Vec<Bought> {
    let (ctx, place) = (&life.house().ctx, &life.place);
    let Standing { to_ship, shipped, partly, refunded, asking, disputed, undoing } = standing;
    for one in [&to_ship, &partly, &undoing, &last, &disputed] {
        place.ship(one.order).await;
    }
    for order in &life.early {
        place.ship(*order).await;
    }
    let fulfill = place.may(MerchantAct::FulfillOrders);
    orders::mark_delivered(ctx, &fulfill, shipped.order, None).await.unwrap();
    let request =
        orders::ask(ctx, &place.own(&asking), place.shop.merchant, RequestKind::Withdrawal, "").await;
    orders::answer(ctx, &fulfill, asking.order, request.unwrap().id, Reply::Accept, "").await.unwrap();
    place.give_back(asking.order, None).await;
    place.let_rest(disputed.order).await;
    life.pass(DAY).await;
    vec![to_ship, shipped, partly, refunded, asking, disputed, undoing, last]
}

/// Before the export ends, the shop, the nonprofit and a buyer each take everything of theirs.
async fn take_away(life: &Life, bought: &[Bought]) {
    let (on, ctx, place) = (life.on, &life.house().ctx, &life.place);
    let buyer = life.people[0];
    let orders: Vec<OrderId> =
        bought.iter().map(|bought| bought.order).chain(life.early.iter().copied()).collect();
    let shop = Whose::shop(&place.may(MerchantAct::EditStaff)).unwrap();
    let charity = Whose::nonprofit(&place.charity.may(NonprofitAct::EditStaff)).unwrap();
    let own = Whose::own(&actor(buyer).may(AsAccount(buyer)).unwrap());
    let gifts = life.count("SELECT count(*) FROM donations").await;
    for (whose, who, file, at_least) in [
        (shop, place.owner(), "data/orders.jsonl", orders.len()),
        (
            charity,
            place.charity.staff(NonprofitRole::Owner),
            "data/donations.jsonl",
            usize::try_from(gifts).unwrap(),
        ),
        (own, actor(buyer), "data/orders.jsonl", 1),
    ] {
        let id = archives::ask(ctx, whose).await.unwrap();
        life.house().drain().await;
        let archive = archives::find(ctx, &who, id).await.unwrap().expect("ready");
        let bytes = archives::part(ctx, &archive, 0, u64::MAX).await.unwrap();
        let mut opened = Opened::open(Cursor::new(bytes.to_vec())).unwrap();
        let mut text = String::new();
        opened.reader(file).unwrap().read_to_string(&mut text).unwrap();
        assert!(text.lines().count() >= at_least, "{on:?}: {file}: {} lines", text.lines().count());
        if at_least > 1 && file.ends_with("orders.jsonl") {
            assert!(orders.iter().all(|order| text.contains(&order.to_string())), "{on:?}: each of them");
        }
    }
    life.place.audit().await;
}

/// What was paid and given, to the cent.
async fn books(life: &Life) -> Vec<i64> {
    let mut books = Vec::new();
    for of in [
        "SELECT count(*) FROM orders",
        "SELECT CAST(sum(total) AS BIGINT) FROM orders",
        "SELECT count(*) FROM ledger",
        "SELECT count(*) FROM receipts",
    ] {
        books.push(life.count(of).await);
    }
    books
}

/// The day comes: what was kept for buying goes, and nothing else.
async fn erase(life: &mut Life, ended: SunsetId) {
    let on = life.on;
    let calendar = plan(life.house(), ended).await.calendar;
    life.pass_until(calendar.at(Step::Erasure) - SignedDuration::from_hours(1)).await;
    let early = erasure::erase_end(&life.house().ctx, &operator(), ended, "Too early").await;
    assert!(matches!(early, Err(EraseError::Hindered(_))), "{on:?}: {early:?}");
    life.pass_until(calendar.at(Step::Erasure) + DAY).await;
    life.close_stage().await;
    let before = books(life).await;
    erasure::erase_end(&life.house().ctx, &operator(), ended, "Its day has come").await.unwrap();
    for _ in 0..4 {
        life.house().drain().await;
        life.house().clock.advance(SignedDuration::from_mins(2));
    }
    let read = |conn: &mut store::Conn| store::erasures::of(conn, ErasureOf::End(BUY));
    let certificate = life.house().ctx.db().read(read).await.unwrap().unwrap();
    assert_eq!(certificate.state, ErasureState::Done, "{on:?}: {}", certificate.erased);
    assert_eq!(books(life).await, before, "{on:?}: the books are as they were");
    // Typed by buyers alone, on SQLite also searched for in every byte of the file.
    let address = "SELECT count(*) FROM orders WHERE destination LIKE '%rue des Lilas%'";
    assert_eq!(life.count(address).await, 0, "{on:?}");
    if let DatabaseUrl::Sqlite(file) = &life.house().url {
        let bytes = std::fs::read(file).unwrap();
        let typed = b"12 rue des Lilas";
        assert!(!bytes.windows(typed.len()).any(|window| window == typed), "nothing stays that should go");
    }
    life.close_stage().await;
    // Six months of it, December to May.
    nothing_was_missed(life, 6).await;
}

/// Whoever bought still reads what, and what became of it.
async fn pages_open(life: &Life, bought: &[Bought]) {
    for one in bought {
        let (order, _) = orders::open_by_link(&life.house().ctx, one.order, &one.token).await.unwrap();
        assert_eq!(order.lines[0].title, "Lac du matin", "{:?}", life.on);
    }
}

/// The drive got every gift: one in each stage, and one each month.
async fn nothing_was_missed(life: &Life, months: i64) {
    let read = |conn: &mut store::Conn| {
        let text =
            "SELECT amount, count(*) FROM donations WHERE state = 'settled' GROUP BY amount ORDER BY amount";
        conn.rows(text, &[], |row| Ok((row.int(0)?, row.int(1)?)))
    };
    let gifts = life.house().ctx.db().read(read).await.unwrap();
    assert_eq!(gifts, [(1_500, life.given), (2_000, months)], "{:?}", life.on);
    let receipts = life.count("SELECT count(*) FROM receipts").await;
    assert_eq!(receipts, life.given + months, "{:?}: each with its receipt", life.on);
}

#[tokio::test]
async fn the_whole_life_of_buying_loses_nothing_that_should_stay() {
    rehearse(On::Sqlite).await;
}

#[tokio::test]
async fn the_whole_life_of_buying_loses_nothing_that_should_stay_on_postgres() {
    rehearse(On::Postgres).await;
}
