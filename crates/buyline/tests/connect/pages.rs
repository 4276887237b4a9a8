//! The page in the studio and what the operator sees, by role.

use domain::access::Role;
use http::StatusCode;

use super::town::Town;

fn path(town: &Town, rest: &str) -> String {
    format!("/studio/{}/settings/payments{rest}", town.ours.merchant)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_connects_an_account_and_reads_what_is_missing() {
    let town = Town::sqlite().await;
    let owner = town.member(&town.ours, "nora", Role::Owner).await;
    let page = town.see(owner, &path(&town, "")).await;
    assert_eq!(page.status, StatusCode::OK);
    for said in ["Nobody can pay you yet", "Connect an account", "Kept by the operator", "Nothing"] {
        assert!(page.html.contains(said), "{said} is missing");
    }
    let today = town.see(owner, &format!("/studio/{}", town.ours.merchant)).await;
    assert!(today.html.contains("wanted by the payment provider"), "it waits among what there is to do");
    assert!(today.html.contains("Nobody can pay your shop"));

    let sent = town.send(owner, &path(&town, "/connect"), "").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let base = town.twin.base().to_owned();
    assert!(sent.location.starts_with(&format!("{base}/_twin/onboarding/link_")), "{}", sent.location);

    let page = town.see(owner, &path(&town, "")).await;
    for said in [
        "Buyers cannot pay you at the moment",
        "A bank account for payouts",
        "A proof of identity",
        "The address of your shop’s page",
        "Go on at the provider",
    ] {
        assert!(page.html.contains(said), "{said} is missing");
    }
    assert!(!page.html.contains("individual.verification"), "no word of the provider's");
    // Coming back is no proof of anything.
    let back = town.see(owner, &path(&town, "/back")).await;
    assert_eq!((back.status, back.location), (StatusCode::SEE_OTHER, path(&town, "")));
    assert!(!town.account(&town.ours).await.unwrap().standing.charges_enabled);
    let again = town.see(owner, &path(&town, "/again")).await;
    assert!(again.location.starts_with(&format!("{base}/_twin/onboarding/link_")), "{}", again.location);

    let account = town.account(&town.ours).await.unwrap().account;
    town.act(&twins::stripe::Act::Onboard { account: account.clone() });
    town.see(owner, &path(&town, "/back")).await;
    let page = town.see(owner, &path(&town, "")).await;
    assert!(page.html.contains("Buyers can pay you") && page.html.contains(&account), "{}", page.html);
    assert!(!page.html.contains("Go on at the provider"));
    let today = town.see(owner, &format!("/studio/{}", town.ours.merchant)).await;
    assert!(!today.html.contains("Nobody can pay your shop"));

    let asked = town.see(owner, &path(&town, "/disconnect")).await;
    assert!(asked.html.contains("until an account is connected again"), "it asks once");
    town.send(owner, &path(&town, "/disconnect"), "").await;
    assert!(town.account(&town.ours).await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_manager_reads_and_only_an_owner_connects() {
    let town = Town::sqlite().await;
    town.connect(&town.ours).await;
    let before = town.account(&town.ours).await;
    let manager = town.member(&town.ours, "max", Role::Manager).await;
    let support = town.member(&town.ours, "sue", Role::Support).await;
    let rival = town.member(&town.theirs, "ria", Role::Owner).await;
    let page = town.see(manager, &path(&town, "")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.html.contains("Disconnect"), "no button that is not theirs");
    assert_eq!(town.see(support, &path(&town, "")).await.status, StatusCode::NOT_FOUND);
    for who in [manager, support, rival] {
        for rest in ["/connect", "/look", "/disconnect"] {
            assert_eq!(town.send(who, &path(&town, rest), "").await.status, StatusCode::NOT_FOUND, "{rest}");
        }
        for rest in ["/back", "/again", "/disconnect"] {
            assert_eq!(town.see(who, &path(&town, rest)).await.status, StatusCode::NOT_FOUND, "{rest}");
        }
    }
    assert_eq!(town.account(&town.ours).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_page_that_leads_to_the_provider_lets_a_form_go_there() {
    let town = Town::sqlite().await;
    let owner = town.member(&town.ours, "nora", Role::Owner).await;
    let base = town.twin.base().to_owned();
    let payments = town.see(owner, &path(&town, "")).await;
    assert!(payments.policy.contains(&format!("form-action 'self' {base};")), "{}", payments.policy);
    let other = town.see(owner, &format!("/studio/{}/settings", town.ours.merchant)).await;
    assert!(other.policy.contains("form-action 'self';"), "{}", other.policy);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_is_down_is_named_and_nothing_is_connected() {
    let town = Town::sqlite().await;
    let owner = town.member(&town.ours, "nora", Role::Owner).await;
    town.fault("Accounts_create", twins::stripe::What::LostBefore);
    let sent = town.send(owner, &path(&town, "/connect"), "").await;
    assert_eq!((sent.status, sent.location), (StatusCode::SEE_OTHER, path(&town, "")));
    assert!(town.account(&town.ours).await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_operator_sees_who_can_be_paid_and_sets_a_share() {
    let town = Town::sqlite().await;
    let account = town.connect(&town.ours).await;
    town.capability(&account, "inactive");
    app::payees::look(&town.ctx, &town.owner(&town.ours, domain::access::MerchantAct::EditPayee))
        .await
        .unwrap();
    let operator = town.member(&town.theirs, "ops", Role::Analyst).await;
    town.ctx
        .db()
        .write("promote", move |tx| {
            tx.execute("UPDATE accounts SET is_operator = 1 WHERE id = $1", &[store::Param::id(operator)])
        })
        .await
        .unwrap();
    let list = town.see(operator, "/console/merchants").await;
    assert!(list.html.contains("Cannot be paid") && list.html.contains("Not connected"), "{}", list.html);
    let one = town.see(operator, &format!("/console/merchants/{}", town.ours.merchant)).await;
    assert!(one.html.contains(&account) && one.html.contains("A proof of identity"), "{}", one.html);

    let form = "server_name=&contact=&sign_up=open&undo_seconds=120&fee=";
    for (fee, points) in [("2.5", 250), ("50", 5_000), ("", 0)] {
        let saved = town.send(operator, "/console/settings", &format!("{form}{fee}")).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{fee}");
        assert_eq!(town.ctx.tuning().fee_basis_points(), points);
    }
    for wrong in ["51", "-1", "x", "2.555"] {
        let refused = town.send(operator, "/console/settings", &format!("{form}{wrong}")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(refused.html.contains("Give a percentage from 0 to 50"), "{}", refused.html);
        assert_eq!(town.ctx.tuning().fee_basis_points(), 0, "nothing has changed");
    }
}
