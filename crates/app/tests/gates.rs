//! Gates: who gets in, what stays when they close, and that every node says the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use buyline_app as app;

use app::checkout::{self, Part, PurchaseView};
use app::donations::{self, BeginError};
use app::gates::{self, ChangeError, ChangeGate};
use app::imports::{self, FileMode, FileReport, ImportFileError};
use app::merchants::sign_up::{OpenShop, OpenShopError, open_shop};
use app::{feed, timeline, upkeep};
use domain::access::{Actor, AsAccount, AtMerchant, MerchantAct, Permit, Person, Role, RunServer};
use domain::gate::{Asker, AutoStop, Feature, Rule};
use domain::ids::AccountId;
use domain::money::{BasisPoints, Currency};
use domain::place::Refusal;
use domain::view::posts::CardSale;
use domain::view::staff::Switch;
use jiff::SignedDuration;
use testkit::house::{Goods, House, On, Plan, Shop, actor, begin_as, pay_with, person};

const PRINT: Goods = Goods { title: "Lac du matin", price: 2_490, units: Some(90) };

fn operator() -> Permit<RunServer> {
    Actor::System.may(RunServer).unwrap()
}

/// Changes the gate as it stands now.
async fn change(house: &House, feature: Feature, change: ChangeGate) {
    let known = house.ctx.db().read(move |conn| store::gates::of(conn, feature)).await.unwrap();
    let version = known.map_or(0, |gate| gate.version);
    gates::change(&house.ctx, &operator(), (feature, version), change, "We try it").await.unwrap();
    feed::catch_up(&house.ctx).await.unwrap();
}

async fn may(house: &House, feature: Feature, account: Option<AccountId>) -> bool {
    let asker = Asker { account, ..Asker::default() };
    gates::ask(&house.ctx, feature, &asker).await.unwrap().is_open()
}

async fn sale(house: &House, shop: &Shop, reader: Option<AccountId>) -> CardSale {
    let card = timeline::card(&house.ctx, shop.goods[0].offer, reader).await.unwrap().unwrap();
    card.sale(house.ctx.now())
}

async fn begun(house: &House, shop: &Shop, buyer: &Actor) -> PurchaseView {
    begin_as(&house.ctx, buyer, vec![shop.wanted(0, 1)]).await.unwrap()
}

async fn part(house: &House, view: &PurchaseView) -> Part {
    pay_with(&house.ctx, view, "card_ok").await.remove(0).1
}

#[tokio::test]
async fn buying_opens_for_exactly_whom_the_rules_name_and_what_was_ordered_goes_on() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let shop = house.shop(&[PRINT]).await;
        let other = house.shop(&[PRINT]).await;
        let (invited, stranger) = (person(&house.ctx, "camille").await, person(&house.ctx, "lou").await);
        let before = begun(&house, &shop, &actor(stranger)).await;
        let ordered = begun(&house, &shop, &actor(stranger)).await;
        assert!(matches!(part(&house, &ordered).await, Part::Placed(_)));

        change(&house, Feature::Buy, ChangeGate::OpenByRules).await;
        assert_eq!(sale(&house, &shop, Some(invited)).await, CardSale::Gated, "{on:?}: no rule, nobody");
        let rule = Rule { people: vec![invited], merchants: vec![shop.merchant], ..Rule::everybody() };
        change(&house, Feature::Buy, ChangeGate::AddRule(rule)).await;
        assert_eq!(sale(&house, &shop, Some(invited)).await, CardSale::Open, "{on:?}");
        assert_eq!(sale(&house, &other, Some(invited)).await, CardSale::Gated, "{on:?}");
        assert_eq!(sale(&house, &shop, Some(stranger)).await, CardSale::Gated, "{on:?}");
        assert_eq!(sale(&house, &shop, None).await, CardSale::Gated, "{on:?}: a guest");

        assert_eq!(part(&house, &before).await, Part::Refused(Refusal::Gated), "{on:?}: begun before");
        let obstacles = checkout::obstacles(&house.ctx, &before).await.unwrap();
        assert_eq!(obstacles, [(before.parts[0].checkout.id, Refusal::Gated)], "{on:?}: and says so before");
        let theirs = begun(&house, &shop, &actor(invited)).await;
        assert!(matches!(part(&house, &theirs).await, Part::Placed(_)), "{on:?}");
        house.clock.advance(SignedDuration::from_mins(10));
        house.drain().await;
        let count = |conn: &mut store::Conn| {
            let text = "SELECT count(*) FROM orders WHERE state = 'confirmed'";
            store::Read::one(conn, "orders", text, &[], |row| row.int(0))
        };
        let confirmed = house.ctx.db().read(count).await;
        assert_eq!(confirmed.unwrap(), 2, "{on:?}: both orders were captured behind the closed gate");

        change(&house, Feature::Buy, ChangeGate::OpenToAll).await;
        assert!(matches!(part(&house, &before).await, Part::Placed(_)), "{on:?}: nothing was lost");
    }
}

#[tokio::test]
async fn a_country_decides_once_it_is_known() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    change(&house, Feature::Buy, ChangeGate::OpenByRules).await;
    let only = |code: &str| {
        ChangeGate::AddRule(Rule { countries: vec![code.parse().unwrap()], ..Rule::everybody() })
    };
    change(&house, Feature::Buy, only("DE")).await;
    assert_eq!(sale(&house, &shop, None).await, CardSale::Open, "where the parcel goes is not known yet");
    let view = begun(&house, &shop, &Actor::Anonymous).await;
    assert_eq!(part(&house, &view).await, Part::Refused(Refusal::Gated), "it goes to France");
    change(&house, Feature::Buy, only("FR")).await;
    assert!(matches!(part(&house, &view).await, Part::Placed(_)));
}

#[tokio::test]
async fn whoever_was_picked_and_has_seen_it_keeps_it_on_every_node_and_after_a_restart() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        change(&house, Feature::RoundUp, ChangeGate::OpenByRules).await;
        let share = |points| ChangeGate::AddRule(Rule { share: BasisPoints(points), ..Rule::everybody() });
        change(&house, Feature::RoundUp, share(5_000)).await;
        let mut people = Vec::new();
        for number in 0..40 {
            people.push(person(&house.ctx, &format!("reader{number}")).await);
        }
        let mut picked = Vec::new();
        for account in &people {
            if may(&house, Feature::RoundUp, Some(*account)).await {
                picked.push(*account);
            }
        }
        assert!((8..33).contains(&picked.len()), "{on:?}: about half, {}", picked.len());
        gates::write_seen(&house.ctx).await.unwrap();

        change(&house, Feature::RoundUp, ChangeGate::DropRule(0)).await;
        change(&house, Feature::RoundUp, share(1)).await;
        let again = house.neighbour(7, Plan::default());
        for (node, ctx) in [("the same node", &house.ctx), ("a node that has just begun", &again)] {
            feed::catch_up(ctx).await.unwrap();
            for account in &picked {
                let asker = Asker { account: Some(*account), ..Asker::default() };
                let answer = gates::ask(ctx, Feature::RoundUp, &asker).await.unwrap();
                assert!(answer.is_open(), "{on:?}: {node}: {account}");
            }
        }
        let stranger = person(&house.ctx, "stranger").await;
        assert!(!may(&house, Feature::RoundUp, Some(stranger)).await, "{on:?}: one of ten thousand");
    }
}

#[tokio::test]
async fn every_feature_has_its_gate_and_none_its_neighbours() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let shop = house.shop(&[PRINT]).await;
    let owner = person(&house.ctx, "camille").await;
    let open = |handle: &str| {
        let form = OpenShop {
            handle: handle.to_owned(),
            display_name: "Lumen".to_owned(),
            legal_name: "Lumen SARL".to_owned(),
            contact_email: "hello@lumen.example".to_owned(),
            postal_address: "1 rue du Lac\n74000 Annecy".to_owned(),
            country: "FR".parse().unwrap(),
            currency: Currency::EUR,
        };
        let ctx = house.ctx.clone();
        async move { open_shop(&ctx, &actor(owner).may(AsAccount(owner)).unwrap(), form).await }
    };
    for feature in Feature::ALL {
        change(&house, *feature, ChangeGate::OpenByRules).await;
        let can_buy = sale(&house, &shop, None).await == CardSale::Open;
        assert_eq!(can_buy, *feature != Feature::Buy, "{feature:?}");
        let gift = donations::begin(&house.ctx, &Actor::Anonymous, charity.wish(1_000)).await;
        assert_eq!(matches!(gift, Err(BeginError::NotOpen)), *feature == Feature::Donate, "{feature:?}");
        let sold = open(&feature.word().replace('-', "_")).await;
        assert_eq!(matches!(sold, Err(OpenShopError::NotOpen)), *feature == Feature::Selling, "{feature:?}");
        let brought = import(&house, &shop).await;
        let is_shut = matches!(brought, Err(ImportFileError::Shut(imports::Shut::NotOpen)));
        assert_eq!(is_shut, *feature == Feature::Imports, "{feature:?}: {brought:?}");
        change(&house, *feature, ChangeGate::OpenToAll).await;
    }
}

/// What a look at a product file says.
async fn import(house: &House, shop: &Shop) -> Result<FileReport, ImportFileError> {
    let owner = Actor::Person(Person {
        account: shop.account,
        staff_of: [(shop.merchant, Role::Owner)].into(),
        nonprofits: [].into(),
        operator: false,
    });
    let permit = owner.may(AtMerchant { merchant: shop.merchant, act: MerchantAct::EditCatalog }).unwrap();
    let file = || {
        Ok(Box::new(&b"id,title,price,link,image_link,availability\n1,Lamp,5.00 EUR,,,in_stock\n"[..]) as _)
    };
    imports::import_file(&house.ctx, &permit, "lamps.csv", file, FileMode::DryRun).await
}

#[tokio::test]
async fn product_files_open_shop_by_shop_and_close_by_their_switch() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let (first, second) = (house.shop(&[PRINT]).await, house.shop(&[PRINT]).await);
        change(&house, Feature::Imports, ChangeGate::OpenByRules).await;
        let rule = Rule { merchants: vec![first.merchant], ..Rule::everybody() };
        change(&house, Feature::Imports, ChangeGate::AddRule(rule)).await;
        assert!(import(&house, &first).await.is_ok(), "{on:?}");
        let shut = |brought: Result<FileReport, ImportFileError>| {
            matches!(brought, Err(ImportFileError::Shut(imports::Shut::NotOpen)))
        };
        assert!(shut(import(&house, &second).await), "{on:?}");
        let abroad = Rule { countries: vec!["FR".parse().unwrap()], ..Rule::everybody() };
        change(&house, Feature::Imports, ChangeGate::AddRule(abroad)).await;
        assert!(import(&house, &second).await.is_ok(), "{on:?}: both are in France");
        let switch = Switch::Feature(Feature::Imports);
        app::switches::throw(&house.ctx, &operator(), switch, "A parser is attacked").await.unwrap();
        feed::catch_up(&house.ctx).await.unwrap();
        assert!(shut(import(&house, &first).await), "{on:?}");
        app::switches::lift(&house.ctx, &operator(), switch).await.unwrap();
        feed::catch_up(&house.ctx).await.unwrap();
        assert!(import(&house, &first).await.is_ok(), "{on:?}");
    }
}

#[tokio::test]
async fn a_kill_switch_closes_a_feature_whatever_its_rules_say() {
    let house = House::sqlite();
    let charity = house.charity().await;
    app::switches::throw(&house.ctx, &operator(), Switch::Feature(Feature::Donate), "Card testing")
        .await
        .unwrap();
    feed::catch_up(&house.ctx).await.unwrap();
    let gift = donations::begin(&house.ctx, &Actor::Anonymous, charity.wish(1_000)).await;
    assert!(matches!(gift, Err(BeginError::NotOpen)));
    assert!(app::switches::lift(&house.ctx, &operator(), Switch::Feature(Feature::Donate)).await.unwrap());
    feed::catch_up(&house.ctx).await.unwrap();
    assert!(donations::begin(&house.ctx, &Actor::Anonymous, charity.wish(1_000)).await.is_ok());
}

#[tokio::test]
async fn a_feature_that_fails_too_often_stops_by_itself_and_says_why() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let shop = house.shop(&[PRINT]).await;
        let conditions = AutoStop { least: 4, refunded: None, failed: Some(BasisPoints(5_000)) };
        change(&house, Feature::Buy, ChangeGate::AutoStop(Some(conditions))).await;
        for card in ["card_ok", "card_declined", "card_ok"] {
            let view = begun(&house, &shop, &Actor::Anonymous).await;
            pay_with(&house.ctx, &view, card).await;
        }
        upkeep::tidy(&house.ctx).await;
        feed::catch_up(&house.ctx).await.unwrap();
        assert_eq!(sale(&house, &shop, None).await, CardSale::Open, "{on:?}: too few to tell");
        let view = begun(&house, &shop, &Actor::Anonymous).await;
        pay_with(&house.ctx, &view, "card_declined").await;
        upkeep::tidy(&house.ctx).await;
        feed::catch_up(&house.ctx).await.unwrap();
        assert_eq!(sale(&house, &shop, None).await, CardSale::Stopped, "{on:?}");
        let thrown = house.ctx.db().read(store::kill_switches::list).await.unwrap();
        assert_eq!(thrown.len(), 1, "{on:?}");
        assert_eq!(thrown[0].switch, Switch::Server, "{on:?}");
        assert_eq!(thrown[0].reason, "2 of 4 tries were refused within a day", "{on:?}");
    }
}

#[tokio::test]
async fn a_change_needs_a_reason_and_must_have_seen_the_one_before() {
    let house = House::sqlite();
    let change = |version, reason: &str| {
        let (ctx, reason) = (house.ctx.clone(), reason.to_owned());
        async move {
            let open = ChangeGate::OpenByRules;
            gates::change(&ctx, &operator(), (Feature::Buy, version), open, &reason).await
        }
    };
    assert!(matches!(change(0, "  ").await, Err(ChangeError::NoReason)));
    let long = "x".repeat(501);
    assert!(matches!(change(0, &long).await, Err(ChangeError::ReasonTooLong)));
    assert!(may(&house, Feature::Buy, None).await, "nothing has changed");
    change(0, "First").await.unwrap();
    assert!(matches!(change(0, "Second").await, Err(ChangeError::Meanwhile)));
    let lines = house
        .ctx
        .db()
        .read(|conn| store::staff_actions::list(conn, store::staff_actions::SERVER, None, None, 50))
        .await
        .unwrap();
    let told: Vec<_> = lines
        .iter()
        .map(|line| (line.action.as_str(), line.subject.as_str(), line.detail.as_str()))
        .collect();
    assert_eq!(told, [("gate.restrict", "buy", "First")]);
}
