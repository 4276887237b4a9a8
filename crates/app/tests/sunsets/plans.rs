//! Writing plans, changing them, and what they close on every node.

use buyline_app as app;

use app::donations::{self, BeginError};
use app::gates;
use app::merchants::sign_up::{OpenShop, OpenShopError, open_shop};
use app::sunsets::{self, Hindrance, PlanError, Wish};
use domain::access::{Actor, AsAccount};
use domain::gate::{Answer, Asker, Feature};
use domain::money::Currency;
use domain::sunset::calendar::Step;
use domain::sunset::{Audience, PlanState, Scope, Successor};
use domain::view::posts::CardSale;
use jiff::SignedDuration;
use testkit::house::{Goods, House, On, Plan, actor};

use crate::{USUAL, go_to, operator, person, plan, run, wish};

const PRINT: Goods = Goods { title: "Lac du matin", price: 2_490, units: Some(90) };
const BUY: Scope = Scope::Feature(Feature::Buy);

pub(crate) async fn sale(house: &House, shop: &testkit::house::Shop) -> CardSale {
    let card = app::timeline::card(&house.ctx, shop.goods[0].offer, None).await.unwrap().unwrap();
    card.sale(house.ctx.now())
}

pub(crate) async fn opens_shop(house: &House, handle: &str) -> bool {
    let owner = person(house, handle).await;
    let form = OpenShop {
        handle: format!("{handle}-s"),
        display_name: "Lumen".to_owned(),
        legal_name: "Lumen SARL".to_owned(),
        contact_email: "hello@lumen.example".to_owned(),
        postal_address: "1 rue du Lac\n74000 Annecy".to_owned(),
        country: "FR".parse().unwrap(),
        currency: Currency::EUR,
    };
    match open_shop(&house.ctx, &actor(owner).may(AsAccount(owner)).unwrap(), form).await {
        Ok(_) => true,
        Err(OpenShopError::NotOpen) => false,
        Err(other) => panic!("{other}"),
    }
}

#[tokio::test]
async fn buying_closes_by_its_days_new_shops_first_and_giving_stays() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let (shop, charity) = (house.shop(&[PRINT]).await, house.charity().await);
        let id = run(&house, BUY, wish(&house, [2, 10, 31, 60, 120, 150])).await;
        let calendar = plan(&house, id).await.calendar;
        let neighbour = house.neighbour(7, Plan::default());
        for step in Step::ALL {
            go_to(&house, calendar.at(*step) - SignedDuration::from_micros(1));
            let asker = Asker { merchant: Some(shop.merchant), ..Asker::default() };
            let before = gates::ask(&house.ctx, Feature::Buy, &asker).await.unwrap();
            assert_eq!(before == Answer::Ended, *step > Step::NoSales, "{on:?}: just before {step:?}");
            go_to(&house, calendar.at(*step));
            let closed = *step >= Step::NoSales;
            for ctx in [&house.ctx, &neighbour] {
                app::feed::catch_up(ctx).await.unwrap();
                let answer = gates::ask(ctx, Feature::Buy, &asker).await.unwrap();
                assert_eq!(answer == Answer::Ended, closed, "{on:?}: {step:?}");
            }
            let wanted = if closed { CardSale::Ended } else { CardSale::Open };
            assert_eq!(sale(&house, &shop).await, wanted, "{on:?}: {step:?}");
            let takes_shops = *step < Step::NoOnboarding;
            assert_eq!(
                opens_shop(&house, &format!("shop{}", step.index())).await,
                takes_shops,
                "{on:?}: {step:?}"
            );
            let gift = donations::begin(&house.ctx, &Actor::Anonymous, charity.wish(1_000)).await;
            assert!(gift.is_ok(), "{on:?}: {step:?}: giving stays");
        }
    }
}

#[tokio::test]
async fn a_card_says_when_buying_ends_once_people_may_know() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    let id = run(&house, BUY, wish(&house, [5, 10, 31, 60, 120, 150])).await;
    let closing = || async {
        app::timeline::card(&house.ctx, shop.goods[0].offer, None).await.unwrap().unwrap().closing
    };
    assert_eq!(closing().await, None, "nobody was told yet");
    let calendar = plan(&house, id).await.calendar;
    go_to(&house, calendar.at(Step::Notice));
    let said = closing().await.unwrap();
    assert_eq!((said.at, said.day), (calendar.at(Step::NoSales), calendar.day(Step::NoSales)));
    sunsets::withdraw(&house.ctx, &operator(), (id, 2), "We go on").await.unwrap();
    app::feed::catch_up(&house.ctx).await.unwrap();
    assert_eq!(closing().await, None);
}

#[tokio::test]
async fn a_shop_and_a_nonprofit_end_alone() {
    let house = House::sqlite();
    let (shop, other) = (house.shop(&[PRINT]).await, house.shop(&[PRINT]).await);
    let charity = house.charity().await;
    let id = run(&house, Scope::Shop(shop.merchant), wish(&house, USUAL)).await;
    run(&house, Scope::Nonprofit(charity.nonprofit), wish(&house, USUAL)).await;
    go_to(&house, plan(&house, id).await.calendar.at(Step::NoSales));
    assert_eq!(sale(&house, &shop).await, CardSale::Ended);
    assert_eq!(sale(&house, &other).await, CardSale::Open);
    let gift = donations::begin(&house.ctx, &Actor::Anonymous, charity.wish(1_000)).await;
    assert!(matches!(gift, Err(BeginError::NotOpen)));
}

#[tokio::test]
async fn what_cannot_be_right_is_refused_with_the_reason_and_changes_nothing() {
    let house = House::sqlite();
    let refused = |wish: Wish, why: &'static str| {
        let ctx = house.ctx.clone();
        async move { sunsets::draft(&ctx, &operator(), BUY, wish, why).await.unwrap_err().to_string() }
    };
    let usual = || wish(&house, USUAL);
    let days = |numbers| wish(&house, numbers);
    let today = crate::today(&house);
    assert_eq!(refused(usual(), " ").await, "a reason is needed");
    let early = refused(days([40, 40, 31, 60, 120, 150]), "x").await;
    assert!(
        early.starts_with("no-sales on ") && early.contains("cannot come before no-onboarding"),
        "{early}"
    );
    let past = refused(days([-3, 10, 31, 60, 120, 150]), "x").await;
    assert!(past.ends_with(&format!("is in the past: today is {today}")), "{past}");
    for url in ["http://plain.example", "https://", "javascript:alert(1)", "https://a.example/\"><script>"] {
        let successor = Some(Successor { name: "Elsewhere".to_owned(), url: url.to_owned() });
        let said = refused(Wish { successor, ..usual() }, "x").await;
        assert!(said.starts_with("a successor has a name"), "{url}: {said}");
    }
    let (permit, unknown) = (operator(), Scope::Shop(domain::ids::MerchantId(404)));
    let nobody = sunsets::draft(&house.ctx, &permit, unknown, usual(), "x");
    assert!(matches!(nobody.await, Err(PlanError::NoSuchParty)));
    assert_eq!(sunsets::list(&house.ctx, &operator()).await.unwrap(), [], "nothing was written");
}

#[tokio::test]
async fn a_plan_is_changed_by_who_has_seen_it_and_two_for_one_thing_do_not_run() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let shop = house.shop(&[PRINT]).await;
        let id = run(&house, BUY, wish(&house, USUAL)).await;
        let second = sunsets::draft(&house.ctx, &operator(), BUY, wish(&house, USUAL), "x").await.unwrap();
        let twice = sunsets::start(&house.ctx, &operator(), (second, 1), "x").await;
        assert!(matches!(twice, Err(PlanError::Another(other)) if other == id), "{on:?}");
        let calendar = plan(&house, id).await.calendar;
        go_to(&house, calendar.at(Step::NoSales));
        assert_eq!(sale(&house, &shop).await, CardSale::Ended, "{on:?}");
        // The days of the plan as it runs may stay where they were reached; the end is put off.
        let mut later = wish(&house, USUAL);
        later.days = *calendar.days();
        later.days.0[Step::NoSales.index()] = calendar.day(Step::ReadOnly);
        let late = sunsets::change(&house.ctx, &operator(), (id, 1), later.clone(), "More time").await;
        assert!(matches!(late, Err(PlanError::Meanwhile)), "{on:?}");
        sunsets::change(&house.ctx, &operator(), (id, 2), later, "More time").await.unwrap();
        app::feed::catch_up(&house.ctx).await.unwrap();
        assert_eq!(sale(&house, &shop).await, CardSale::Open, "{on:?}: put off");
        sunsets::withdraw(&house.ctx, &operator(), (id, 3), "We go on").await.unwrap();
        let shown = sunsets::show(&house.ctx, &operator(), id).await.unwrap().unwrap();
        assert_eq!(shown.plan.state, PlanState::Withdrawn);
        let done: Vec<_> =
            shown.changes.iter().map(|it| (it.revision, it.action.as_str(), it.reason.as_str())).collect();
        let wanted = [
            (4, "withdraw", "We go on"),
            (3, "change", "More time"),
            (2, "start", "It begins"),
            (1, "draft", "It was decided"),
        ];
        assert_eq!(done, wanted, "{on:?}");
        sunsets::start(&house.ctx, &operator(), (second, 1), "x").await.unwrap_err();
    }
}

#[tokio::test]
async fn the_dry_run_says_who_is_told_what_is_open_and_why_nothing_is_erased() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let (shop, charity) = (house.shop(&[PRINT]).await, house.charity().await);
        for number in 0..5 {
            person(&house, &format!("reader{number}")).await;
        }
        let view = shop.tap(&house.ctx, &[(0, 1)]).await;
        testkit::house::pay_with(&house.ctx, &view, "card_ok").await;
        let id = sunsets::draft(&house.ctx, &operator(), BUY, wish(&house, USUAL), "x").await.unwrap();
        let foreseen = sunsets::foresee(&house.ctx, &operator(), &plan(&house, id).await).await.unwrap();
        assert_eq!(foreseen.closes, [(Feature::Buy, Step::NoSales), (Feature::Selling, Step::NoOnboarding)]);
        assert_eq!(foreseen.orders.undoable, 1, "{on:?}");
        assert_eq!(foreseen.gifts, sunsets::OpenGifts::default(), "{on:?}: giving is none of its business");
        assert!(foreseen.counted.others >= 5, "{on:?}: {:?}", foreseen.counted);
        assert_eq!(foreseen.told.len(), 3, "{on:?}: announcement and two reminders");
        assert_eq!(foreseen.hindrances, [Hindrance::NoPlan], "{on:?}");
        let queued = house.drain().await;
        let _ = (charity, queued);

        sunsets::start(&house.ctx, &operator(), (id, 1), "x").await.unwrap();
        let calendar = plan(&house, id).await.calendar;
        house.clock.advance(SignedDuration::from_hours(1));
        house.drain().await;
        go_to(&house, calendar.at(Step::Erasure) - SignedDuration::from_secs(1));
        let said = sunsets::may_erase(&house.ctx, BUY).await.unwrap().unwrap_err();
        assert_eq!(said, [Hindrance::NotYet(calendar.day(Step::Erasure)), Hindrance::ToShip(1)], "{on:?}");
        go_to(&house, calendar.at(Step::Erasure));
        let said = sunsets::may_erase(&house.ctx, Scope::Shop(shop.merchant)).await.unwrap().unwrap_err();
        assert_eq!(said, [Hindrance::ToShip(1)], "{on:?}: the shop ends with buying");
        let update = "UPDATE orders SET fulfilled_at = 1 WHERE merchant_id = $1";
        let shop = shop.merchant;
        house
            .ctx
            .db()
            .write("ship", move |tx| tx.execute(update, &[shop.0.into()]).map(|_| ()))
            .await
            .unwrap();
        assert_eq!(sunsets::may_erase(&house.ctx, BUY).await.unwrap(), Ok(id), "{on:?}");
        assert_eq!(
            sunsets::may_erase(&house.ctx, Scope::Server).await.unwrap(),
            Err(vec![Hindrance::NoPlan])
        );
    }
}

#[tokio::test]
async fn the_audience_follows_from_what_ends() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    let staff = person(&house, "owner").await;
    let merchant = shop.merchant;
    let now = house.ctx.now();
    house
        .ctx
        .db()
        .write("staff", move |tx| store::staff::put(tx, merchant, staff, domain::access::Role::Owner, now))
        .await
        .unwrap();
    let id = sunsets::draft(&house.ctx, &operator(), BUY, wish(&house, USUAL), "x").await.unwrap();
    let mut wanted = plan(&house, id).await;
    let count = |plan: domain::sunset::Plan| {
        let ctx = house.ctx.clone();
        async move { sunsets::foresee(&ctx, &operator(), &plan).await.unwrap().told[0].count }
    };
    wanted.audience = Audience::Partners;
    assert_eq!(count(wanted.clone()).await, 1);
    wanted.audience = Audience::Everybody;
    assert_eq!(count(wanted).await, 2, "the shop's own account has an address here, too");
}
