//! Keys that take the place of another account: what is lost is asked about first, the old account hears no more of us, and
//! nobody is paid on an account that is another shop's.

use app::orders::RefundError;
use app::payees::{KeyError, Leave};
use domain::access::{MerchantAct, Role};
use domain::order::RefundWish;
use domain::payee::{LeftThere, Way, account_name};
use http::StatusCode;
use jiff::SignedDuration;
use testkit::house::{On, Shop};
use twins::stripe::Request;

use super::own_key::{ALL, PUBLISHABLE};
use super::town::Town;

/// The account that is taken next.
const OTHER: &str = "sk_test_elsewhere";

impl Town {
    async fn paste(&self, shop: &Shop, key: &str, leave: Leave) -> Result<(), KeyError> {
        let permit = self.owner(shop, MerchantAct::EditPayee);
        app::payees::bring_key(&self.ctx, &permit, PUBLISHABLE, key, leave).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_of_another_account_asks_before_orders_are_cut_off_and_hangs_up_on_the_old_one() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let account = town.make_key("rk_test_first", &ALL);
        town.bring("rk_test_first").await.unwrap();
        let order = town.buy(&town.ours).await;
        town.pass(SignedDuration::from_mins(10)).await;
        town.twin.with(|twin, now_ms| twin.restrict(now_ms, "rk_test_other", OTHER, &ALL));
        match town.paste(&town.ours, "rk_test_other", Leave::Ask).await {
            Err(KeyError::Leaves(left)) => {
                assert_eq!(account_name(&left.0.account), account, "{on:?}");
                assert_eq!(left.1, LeftThere { refundable: 1, ..LeftThere::default() }, "{on:?}");
            }
            other => panic!("{on:?} {other:?}"),
        }
        let hooks = || {
            let request = Request::new("GET", "/v1/webhook_endpoints", OTHER);
            town.twin.call(&request).unwrap().body["data"].as_array().unwrap().len()
        };
        assert_eq!((hooks(), town.webhooks().len()), (0, 1), "{on:?}: nothing was begun");

        let nora = town.member(&town.ours, "nora", Role::Owner).await;
        let path = format!("/studio/{}/settings/payments", town.ours.merchant);
        let form = format!("publishable_key={PUBLISHABLE}&secret_key=rk_test_other");
        let asked = town.send(nora, &format!("{path}/key"), &form).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY, "{on:?}");
        let named = format!("of another account than {account}");
        for said in [&named, "1 order was paid on it and could still be paid back", "name=\"leave\""] {
            assert!(asked.html.contains(said), "{on:?} {said}: {}", asked.html);
        }
        assert!(!asked.html.contains("rk_test_other"), "{on:?}: a key is never shown again");
        let sent = town.send(nora, &format!("{path}/key"), &format!("{form}&leave=on")).await;
        assert_eq!((sent.status, sent.location), (StatusCode::SEE_OTHER, path), "{on:?} {}", sent.html);
        assert_eq!((hooks(), town.webhooks().len()), (1, 0), "{on:?}: our webhook does not stay behind");

        let refused = town.give_back(order, RefundWish::default()).await;
        assert!(matches!(refused, Err(RefundError::OutOfReach)), "{on:?} {refused:?}");
        let shown = town.see(nora, &format!("/studio/{}/money", town.ours.merchant)).await.html;
        assert!(shown.contains("An account is out of reach") && shown.contains(&account), "{shown}");
        // The first key once more, and the order is within reach again.
        town.bring("rk_test_first").await.unwrap();
        assert!(town.give_back(order, RefundWish::default()).await.unwrap().is_some(), "{on:?}");
        town.drain().await;
        let charges = town.twin.with(|twin, _| twin.charges());
        assert_eq!((charges[0].captured, charges[0].refunded), (2_490, 2_490), "{on:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_taken_no_more_can_be_left_with_what_is_held_by_it() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        town.make_key("rk_test_first", &ALL);
        town.bring("rk_test_first").await.unwrap();
        town.buy(&town.ours).await;
        town.twin.with(|twin, now_ms| {
            twin.restrict(now_ms, "rk_test_other", OTHER, &ALL);
            twin.revoke("rk_test_first");
        });
        let permit = town.owner(&town.ours, MerchantAct::EditPayee);
        app::payees::look(&town.ctx, &permit).await.unwrap();
        let nora = town.member(&town.ours, "nora", Role::Owner).await;
        let page = town.see(nora, &format!("/studio/{}/settings/payments", town.ours.merchant)).await.html;
        assert!(
            page.contains("Paste a new one") && page.contains("As long as it cannot be reached"),
            "{page}"
        );
        assert!(!page.contains("still paid out and paid back"), "{on:?}: untrue");
        match town.paste(&town.ours, "rk_test_other", Leave::Ask).await {
            Err(KeyError::Leaves(left)) => assert_eq!(left.1.on_the_way, 1, "{on:?}"),
            other => panic!("{on:?} {other:?}"),
        }
        town.paste(&town.ours, "rk_test_other", Leave::Sure).await.unwrap();
        app::payees::disconnect(&town.ctx, &permit).await.unwrap();
        assert!(town.account(&town.ours).await.is_none(), "{on:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_paid_on_an_account_that_is_or_was_another_shops() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        town.make_key("rk_test_first", &ALL);
        town.make_key("rk_test_second", &ALL);
        town.bring("rk_test_first").await.unwrap();
        let refused = town.paste(&town.theirs, "rk_test_second", Leave::Sure).await;
        assert!(matches!(refused, Err(KeyError::Anothers)), "{on:?}: is {refused:?}");
        let rita = town.member(&town.theirs, "rita", Role::Owner).await;
        let path = format!("/studio/{}/settings/payments/key", town.theirs.merchant);
        let form = format!("publishable_key={PUBLISHABLE}&secret_key=rk_test_second");
        let told = town.send(rita, &path, &form).await;
        assert!(told.html.contains("Another shop on this server is or was paid"), "{}", told.html);
        town.buy(&town.ours).await;
        town.pass(SignedDuration::from_mins(10)).await;
        let permit = town.owner(&town.ours, MerchantAct::EditPayee);
        app::payees::disconnect(&town.ctx, &permit).await.unwrap();
        let refused = town.paste(&town.theirs, "rk_test_second", Leave::Sure).await;
        assert!(matches!(refused, Err(KeyError::Anothers)), "{on:?}: was {refused:?}");
        assert!(town.account(&town.theirs).await.is_none() && town.webhooks().is_empty(), "{on:?}");
        town.bring("rk_test_second").await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_over_a_connected_account_asks_first_and_the_account_is_taken_up_again() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let account = town.connect(&town.ours).await;
        let order = town.buy(&town.ours).await;
        town.make_key("rk_test_first", &ALL);
        let nora = town.member(&town.ours, "nora", Role::Owner).await;
        let path = format!("/studio/{}/settings/payments", town.ours.merchant);
        let form = format!("publishable_key={PUBLISHABLE}&secret_key=rk_test_first");
        let asked = town.send(nora, &format!("{path}/key"), &form).await;
        assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY, "{on:?}");
        assert!(asked.html.contains("the same account is taken up"), "{}", asked.html);
        assert_eq!(town.account(&town.ours).await.unwrap().account, account, "{on:?}: nothing was changed");
        town.bring("rk_test_first").await.unwrap();
        // What was held on the connected account is taken there, and goes back there.
        town.pass(SignedDuration::from_mins(10)).await;
        assert!(town.give_back(order, RefundWish::default()).await.unwrap().is_some(), "{on:?}");
        let permit = town.owner(&town.ours, MerchantAct::EditPayee);
        app::payees::disconnect(&town.ctx, &permit).await.unwrap();

        app::payees::connect(&town.ctx, &permit, "/studio/x/settings/payments").await.unwrap();
        let known = town.account(&town.ours).await.unwrap();
        assert_eq!((known.account.as_str(), known.way), (account.as_str(), Way::Onboarded), "{on:?}");
        assert!(known.standing.charges_enabled, "{on:?}: nothing is asked twice");
        let asked = town.see(nora, &format!("{path}/disconnect")).await;
        assert!(asked.html.contains("takes the same account up"), "{}", asked.html);
        town.buy(&town.ours).await;
    }
}
