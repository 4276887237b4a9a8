//! Several shops on one server, each paid on an account of its own at Stripe, which its twin plays.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod basket;
mod nonprofit;
mod out_of_reach;
mod own_key;
mod own_key_audit;
mod own_key_refused;
mod own_key_replaced;
mod pages;
mod standing;
mod town;

use app::checkout::Part;
use app::payees::ConnectError;
use app::ports::{LinkWanted, NewPayee, Payees, PaymentError};
use domain::access::MerchantAct;
use domain::place::Refusal;
use domain::quote::{QuoteError, Unpayable};
use testkit::house::{Goods, On, pay_with};
use town::Town;
use twins::stripe::{Act, What};

#[tokio::test(flavor = "multi_thread")]
async fn each_shop_is_paid_on_its_own_account_and_the_operator_keeps_a_share() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let ours = town.connect(&town.ours).await;
        let theirs = town.connect(&town.theirs).await;
        assert_ne!(ours, theirs);
        town.ctx.tuning().set_fee_basis_points(500);
        for shop in [&town.ours, &town.theirs] {
            let view = shop.tap(&town.ctx, &[(0, 1)]).await;
            let paid = pay_with(&town.ctx, &view, "pm_card_visa").await;
            assert!(matches!(paid[0].1, Part::Placed(_)), "{paid:?}");
        }
        let charges = town.twin.with(|twin, _| twin.charges());
        let at: Vec<&str> = charges.iter().map(|charge| charge.account.as_str()).collect();
        assert_eq!(at, [&ours, &theirs]);
        town.house.clock.advance(jiff::SignedDuration::from_mins(10));
        town.twin.set_clock(town.ctx.now().as_millisecond(), true);
        town.drain().await;
        let merchant = town.ours.merchant;
        let kept = town.ctx.db().read(move |conn| kept_of(conn, merchant)).await.unwrap();
        assert_eq!(kept, 124, "five percent of 24.90, rounded down, stand in the books");
        town.twin.with(|twin, now_ms| {
            let platform = twin.account_of(now_ms, "sk_test_market");
            assert_eq!(twin.totals(&platform)["eur"].earned, 248);
        });
    }
}

fn kept_of(conn: &mut store::Conn, merchant: domain::ids::MerchantId) -> Result<i64, store::DbError> {
    use store::Read;
    conn.one(
        "what the operator kept",
        "SELECT CAST(coalesce(sum(amount), 0) AS BIGINT) FROM ledger WHERE merchant_id = $1 AND kind = 'application_fee'",
        &[store::Param::id(merchant)],
        |row| row.int(0),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_without_an_account_sells_nothing_and_says_so_before_anybody_pays() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let view = town.ours.tap(&town.ctx, &[(0, 1)]).await;
        let obstacles = app::checkout::obstacles(&town.ctx, &view).await.unwrap();
        assert_eq!(obstacles, [(view.parts[0].checkout.id, Refusal::MerchantClosed)]);
        let paid = pay_with(&town.ctx, &view, "pm_card_visa").await;
        assert_eq!(paid[0].1, Part::Refused(Refusal::MerchantClosed));
        assert!(town.twin.with(|twin, _| twin.charges()).is_empty());
        // Opened and not finished is no account that takes money.
        let permit = town.owner(&town.ours, MerchantAct::EditPayee);
        app::payees::connect(&town.ctx, &permit, "/x").await.unwrap();
        assert!(!town.account(&town.ours).await.unwrap().standing.charges_enabled);
        let view = town.ours.tap(&town.ctx, &[(0, 1)]).await;
        let paid = pay_with(&town.ctx, &view, "pm_card_visa").await;
        assert_eq!(paid[0].1, Part::Refused(Refusal::MerchantClosed));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn connecting_twice_and_every_lost_answer_make_one_account() {
    let town = Town::sqlite().await;
    let permit = town.owner(&town.ours, MerchantAct::EditPayee);
    for (call, what) in [
        ("Accounts_create", What::LostBefore),
        ("Accounts_create", What::LostAfter),
        ("Accounts_create", What::TooMany),
        ("Accounts_retrieve", What::LostAfter),
        ("AccountLinks_create", What::LostAfter),
    ] {
        town.fault(call, what);
        let failed = app::payees::connect(&town.ctx, &permit, "/x").await;
        assert!(matches!(failed, Err(ConnectError::Provider(PaymentError::Down))), "{call}: {failed:?}");
    }
    let (first, second) = tokio::join!(
        app::payees::connect(&town.ctx, &permit, "/x"),
        app::payees::connect(&town.ctx, &permit, "/x")
    );
    assert_ne!(first.unwrap(), second.unwrap(), "each link is good once");
    let request = twins::stripe::Request::new("GET", "/v1/accounts", "sk_test_market");
    let accounts = town.twin.call(&request).unwrap().body;
    assert_eq!(accounts["data"].as_array().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_of_somebody_else_is_nobodys_here() {
    let town = Town::sqlite().await;
    let account = town.connect(&town.ours).await;
    let stranger = town::stripe(&town.twin, "sk_test_stranger");
    assert_eq!(stranger.look(&account).await, Ok(None), "not connected to that key");
    assert_eq!(stranger.look("acct_none").await, Ok(None));
    let wanted = LinkWanted {
        account,
        refresh_url: "https://x.example/again".to_owned(),
        return_url: "https://x.example/back".to_owned(),
    };
    // 403: an access that may be given again.
    assert!(matches!(stranger.link(wanted).await, Err(PaymentError::NotNow(_))));
    let strange = NewPayee {
        key: "k".to_owned(),
        name: "Shop".to_owned(),
        email: "shop@example.com".to_owned(),
        country: "FR".to_owned(),
        url: "https://shop.example/@shop".to_owned(),
        merchant: "mer_1".to_owned(),
    };
    let live = town::stripe(&town.twin, "sk_live_market");
    assert!(
        matches!(live.open(strange).await, Err(PaymentError::NotNow(_))),
        "the twin takes test keys only"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_let_go_only_when_nothing_is_on_its_way_and_money_still_goes_back() {
    let town = Town::sqlite().await;
    let account = town.connect(&town.ours).await;
    let view = town.ours.tap(&town.ctx, &[(0, 1)]).await;
    let paid = pay_with(&town.ctx, &view, "pm_card_visa").await;
    let Part::Placed(order) = paid[0].1 else { panic!("{paid:?}") };
    let permit = town.owner(&town.ours, MerchantAct::EditPayee);
    let refused = app::payees::disconnect(&town.ctx, &permit).await;
    assert!(matches!(refused, Err(ConnectError::OnTheWay(1))), "{refused:?}");
    assert_eq!(town.account(&town.ours).await.unwrap().account, account);

    town.house.clock.advance(jiff::SignedDuration::from_mins(10));
    town.twin.set_clock(town.ctx.now().as_millisecond(), true);
    town.drain().await;
    app::payees::disconnect(&town.ctx, &permit).await.unwrap();
    assert_eq!(town.account(&town.ours).await, None);
    let view = town.ours.tap(&town.ctx, &[(0, 1)]).await;
    let next = pay_with(&town.ctx, &view, "pm_card_visa").await;
    assert_eq!(next[0].1, Part::Refused(Refusal::MerchantClosed));

    let money = town.owner(&town.ours, MerchantAct::ReturnMoney);
    app::orders::cancel(&town.ctx, &money, order, "").await.unwrap();
    town.drain().await;
    let charges = town.twin.with(|twin, _| twin.charges());
    assert_eq!((charges.len(), charges[0].captured, charges[0].refunded), (1, 2_490, 2_490));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_lost_its_account_between_review_and_tap_is_named_and_not_the_card() {
    let town = Town::sqlite().await;
    let account = town.connect(&town.ours).await;
    let view = town.ours.tap(&town.ctx, &[(0, 1)]).await;
    // Nobody told us yet.
    town.capability(&account, "inactive");
    let paid = pay_with(&town.ctx, &view, "pm_card_visa").await;
    assert_eq!(paid[0].1, Part::Refused(Refusal::MerchantClosed), "it is not the card that is wrong");
    assert!(town.twin.with(|twin, _| twin.charges()).is_empty());
    assert!(!town.account(&town.ours).await.unwrap().standing.charges_enabled, "and it is known from now on");
    town.act(&Act::Deauthorize { account });
    let permit = town.owner(&town.ours, MerchantAct::EditPayee);
    app::payees::look(&town.ctx, &permit).await.unwrap();
    assert_eq!(town.account(&town.ours).await.unwrap().standing, domain::payee::Standing::gone());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_total_that_stripe_cannot_charge_is_refused_before_anybody_pays() {
    let town = Town::sqlite().await;
    let dear = town.house.shop(&[Goods { title: "Tower", price: 100_000_000, units: Some(1) }]).await;
    town.connect(&dear).await;
    let view = dear.tap(&town.ctx, &[(0, 1)]).await;
    let most = domain::money::Money::new(99_999_900, domain::money::Currency::EUR);
    assert_eq!(view.parts[0].priced, Err(QuoteError::Unpayable(Unpayable::TooLarge(most))));
    let paid = pay_with(&town.ctx, &view, "pm_card_visa").await;
    assert_eq!(paid[0].1, Part::Refused(Refusal::Incomplete));
    assert!(town.twin.with(|twin, _| twin.charges()).is_empty());
    let page = town.see(dear.account, &format!("/checkout/{}/{}", view.purchase.id, view.token)).await;
    assert!(page.html.contains("the most that can be paid at once"), "{}", page.html);
}
