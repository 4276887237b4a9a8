//! Keys that are not taken, answers that are lost on the way, and what is said then.

use app::payees::{ConnectError, KeyError};
use app::ports::PaymentError;
use domain::access::{MerchantAct, Role};
use domain::payee::Permission;
use http::StatusCode;
use testkit::house::On;
use twins::stripe::What;

use super::own_key::{ALL, PUBLISHABLE};
use super::town::Town;

fn path(town: &Town, rest: &str) -> String {
    format!("/studio/{}/settings/payments{rest}", town.ours.merchant)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_lacks_permissions_is_told_which_and_is_not_kept() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        for (at, permission) in Permission::ALL.into_iter().enumerate() {
            let mut given = ALL.to_vec();
            given.remove(at);
            town.make_key("rk_test_first", &given);
            match town.bring("rk_test_first").await {
                Err(KeyError::Lacks(lacks)) => assert_eq!(lacks, [permission], "{on:?}"),
                other => panic!("{on:?} {permission:?}: {other:?}"),
            }
        }
        town.make_key("rk_test_first", &["customer_write"]);
        let owner = town.member(&town.ours, "nora", Role::Owner).await;
        let form = format!("publishable_key={PUBLISHABLE}&secret_key=rk_test_first");
        let page = town.send(owner, &path(&town, "/key"), &form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(page.html.matches(">Missing<").count(), 9, "{}", page.html);
        assert_eq!(page.html.matches(">There<").count(), 1);
        assert!(page.html.contains("The key lacks permissions") && page.html.contains(PUBLISHABLE));
        assert!(!page.html.contains("rk_test_first"), "it is not shown again, not even to whoever typed it");
        assert_eq!((town.account(&town.ours).await, town.webhooks().len()), (None, 0), "{on:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_restricted_key_of_this_mode_is_refused_in_a_sentence_and_changes_nothing() {
    let town = Town::sqlite().await;
    let owner = town.member(&town.ours, "nora", Role::Owner).await;
    let calls = town.twin.with(|twin, _| twin.log().len());
    for (publishable, secret, said) in [
        (PUBLISHABLE, "sk_test_atelier", "whoever has it may do everything"),
        (PUBLISHABLE, "sk_live_atelier", "whoever has it may do everything"),
        (PUBLISHABLE, "rk_live_atelier", "Payments are not real here"),
        ("pk_live_atelier", "rk_test_atelier", "Payments are not real here"),
        (PUBLISHABLE, "", "This is no restricted key"),
        (PUBLISHABLE, "whsec_atelier", "This is no restricted key"),
        (PUBLISHABLE, "rk_test_a%0d%0aX-Evil%3a+1", "This is no restricted key"),
        ("rk_test_atelier", "rk_test_atelier", "This is no publishable key"),
        ("", "rk_test_atelier", "This is no publishable key"),
    ] {
        let form = format!("publishable_key={publishable}&secret_key={secret}");
        let page = town.send(owner, &path(&town, "/key"), &form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{secret}");
        assert!(page.html.contains(said), "{secret}: {}", page.html);
        assert!(!page.html.contains("sk_test_atelier") && !page.html.contains("sk_live_atelier"));
    }
    assert_eq!(town.twin.with(|twin, _| twin.log().len()), calls, "Stripe was not even asked");
    town.make_key("rk_test_first", &ALL);
    town.twin.with(|twin, _| twin.revoke("rk_test_first"));
    assert!(matches!(town.bring("rk_test_first").await, Err(KeyError::Unknown)));
    let account = town.make_key("rk_test_first", &ALL);
    let named = format!("rk_test_5{}uvw", account.trim_start_matches("acct_"));
    town.make_key(&named, &ALL);
    assert!(matches!(town.bring(&named).await, Err(KeyError::TwoAccounts)));
    assert!(town.webhooks().is_empty());
    assert!(town.account(&town.ours).await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_owner_brings_a_key() {
    let town = Town::sqlite().await;
    town.make_key("rk_test_first", &ALL);
    let form = format!("publishable_key={PUBLISHABLE}&secret_key=rk_test_first");
    for (name, role) in [("max", Role::Manager), ("sue", Role::Support)] {
        let who = town.member(&town.ours, name, role).await;
        assert_eq!(town.send(who, &path(&town, "/key"), &form).await.status, StatusCode::NOT_FOUND, "{name}");
    }
    let manager = town.member(&town.ours, "mia", Role::Manager).await;
    assert!(!town.see(manager, &path(&town, "")).await.html.contains("secret_key"));
    let rival = town.member(&town.theirs, "ria", Role::Owner).await;
    assert_eq!(town.send(rival, &path(&town, "/key"), &form).await.status, StatusCode::NOT_FOUND);
    assert!(town.account(&town.ours).await.is_none());
    let owner = town.member(&town.ours, "nora", Role::Owner).await;
    let sent = town.send(owner, &path(&town, "/key"), &form).await;
    assert_eq!((sent.status, sent.location), (StatusCode::SEE_OTHER, path(&town, "")));
    let page = town.see(owner, &path(&town, "")).await;
    assert!(page.html.contains("Buyers can pay you") && page.html.contains("rk_…irst"), "{}", page.html);
    assert!(page.html.contains("Nothing, with a key of your own") && !page.html.contains("rk_test_first"));
    let asked = town.see(owner, &path(&town, "/disconnect")).await;
    assert!(asked.html.contains("The key is forgotten"), "{}", asked.html);
    assert_eq!(town.send(owner, &path(&town, "/connect"), "").await.status, StatusCode::NOT_FOUND);
    let log = town.see(owner, &format!("/studio/{}/log", town.ours.merchant)).await;
    assert!(log.html.contains("Own key brought") && !log.html.contains("rk_test_first"), "{}", log.html);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_lost_answer_changes_nothing_and_the_next_try_makes_one_webhook() {
    let calls = [
        "Accounts_retrieveCurrent",
        "PaymentIntents_cancel",
        "Refunds_update",
        "Customers_update",
        "PaymentMethods_detach",
        "Disputes_update",
        "Payouts_list",
        "BalanceTransactions_list",
        "Events_list",
        "WebhookEndpoints_update",
        "WebhookEndpoints_create",
        "WebhookEndpoints_retrieve",
    ];
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        town.make_key("rk_test_first", &ALL);
        for call in calls {
            for what in [What::LostBefore, What::LostAfter, What::TooMany] {
                town.fault(call, what.clone());
                let failed = town.bring("rk_test_first").await;
                assert!(
                    matches!(failed, Err(KeyError::Connect(ConnectError::Provider(PaymentError::Down)))),
                    "{on:?} {call} {what:?}: {failed:?}"
                );
                assert!(town.account(&town.ours).await.is_none(), "{on:?} {call} {what:?}");
            }
        }
        assert_eq!(town.webhooks().len(), 1, "{on:?}: however often it was asked for");
        // Failing for good under a key is answered by another key.
        town.make_key("rk_test_second", &ALL);
        town.fault("WebhookEndpoints_create", What::Stored500 { acted: true });
        town.bring("rk_test_second").await.unwrap();
        assert_eq!(town.webhooks().len(), 1, "{on:?}: what was made and not told is taken away");
        // The old one is not taken away now; that is no reason not to take the key.
        town.make_key("rk_test_third", &ALL);
        town.fault("WebhookEndpoints_list", What::LostBefore);
        town.bring("rk_test_third").await.unwrap();
        assert_eq!(town.webhooks().len(), 2, "{on:?}");
        town.fault("WebhookEndpoints_del", What::LostAfter);
        let permit = town.owner(&town.ours, MerchantAct::EditPayee);
        app::payees::disconnect(&town.ctx, &permit).await.unwrap();
        assert!(town.account(&town.ours).await.is_none(), "{on:?}");
    }
}
