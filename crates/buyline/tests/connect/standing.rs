//! What follows when an account changes: the provider tells, the account is asked for, and only that counts.

use app::checkout::Part;
use domain::access::Role;
use domain::place::Refusal;
use http::StatusCode;
use jiff::SignedDuration;
use testkit::house::{On, pay_with};
use twins::stripe::{Act, What};

use super::town::{SECRET, Town};

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_lost_its_capabilities_cannot_be_paid_until_it_has_them_again() {
    for on in On::BOTH {
        let Some(town) = Town::on(on).await else { continue };
        let account = town.connect(&town.ours).await;
        town.member(&town.ours, "nora", Role::Owner).await;
        town.member(&town.ours, "max", Role::Manager).await;
        let open = town.ours.tap(&town.ctx, &[(0, 1)]).await;
        let paid = pay_with(&town.ctx, &open, "pm_card_visa").await;
        assert!(matches!(paid[0].1, Part::Placed(_)), "{paid:?}");

        town.capability(&account, "inactive");
        for id in ["evt_1", "evt_1", "evt_2"] {
            assert_eq!(town.tell(id, "account.updated", &account, SECRET).await, StatusCode::OK);
            town.drain().await;
        }
        let standing = town.account(&town.ours).await.unwrap().standing;
        assert!(!standing.charges_enabled);
        assert_eq!(standing.wanted(), ["individual.verification.document"]);
        assert_eq!(standing.disabled_reason, "requirements.past_due");
        let mails = app::mails::newest(&town.ctx, None).await.unwrap();
        let told: Vec<&str> = mails
            .iter()
            .filter(|mail| mail.subject.starts_with("Buyers cannot pay"))
            .map(|mail| mail.recipient.as_str())
            .collect();
        assert_eq!(told, ["nora@example.com"], "its owner, once");

        let view = town.ours.tap(&town.ctx, &[(0, 1)]).await;
        let refused = pay_with(&town.ctx, &view, "pm_card_visa").await;
        assert_eq!(refused[0].1, Part::Refused(Refusal::MerchantClosed));
        let card =
            app::timeline::card_of_product(&town.ctx, town.ours.merchant, town.ours.goods[0].product, None);
        let card = card.await.unwrap().unwrap();
        assert_eq!(card.sale(town.ctx.now()), domain::view::posts::CardSale::NotSelling);
        // The other shop, and what was paid, are none of it.
        assert!(town.account(&town.theirs).await.is_none());
        town.house.clock.advance(SignedDuration::from_mins(10));
        town.twin.set_clock(town.ctx.now().as_millisecond(), true);
        town.drain().await;
        let charges = town.twin.with(|twin, _| twin.charges());
        assert_eq!((charges.len(), charges[0].captured), (1, 2_490), "what was held is taken");

        town.capability(&account, "active");
        assert_eq!(town.tell("evt_3", "capability.updated", &account, SECRET).await, StatusCode::OK);
        town.drain().await;
        let view = town.ours.tap(&town.ctx, &[(0, 1)]).await;
        let paid = pay_with(&town.ctx, &view, "pm_card_visa").await;
        assert!(matches!(paid[0].1, Part::Placed(_)), "it comes back by itself: {paid:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_is_a_reason_to_ask_and_nothing_else() {
    let town = Town::sqlite().await;
    let account = town.connect(&town.ours).await;
    let before = town.account(&town.ours).await.unwrap();
    // Whatever it says, the account is as the provider has it.
    assert_eq!(
        town.tell("evt_1", "account.application.deauthorized", &account, SECRET).await,
        StatusCode::OK
    );
    assert_eq!(town.tell("evt_2", "account.updated", "acct_unknown", SECRET).await, StatusCode::OK);
    assert_eq!(
        town.tell("evt_3", "account.updated", &account, "whsec_forged").await,
        StatusCode::BAD_REQUEST
    );
    town.drain().await;
    assert_eq!(town.account(&town.ours).await.unwrap().standing, before.standing);

    town.act(&Act::Deauthorize { account: account.clone() });
    town.fault("Accounts_retrieve", What::LostAfter);
    assert_eq!(
        town.tell("evt_4", "account.application.deauthorized", &account, SECRET).await,
        StatusCode::OK
    );
    town.drain().await;
    town.house.clock.advance(SignedDuration::from_mins(10));
    town.drain().await;
    let standing = town.account(&town.ours).await.unwrap().standing;
    assert_eq!(standing, domain::payee::Standing::gone(), "asked again until it was answered");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_never_came_is_made_up_for_within_a_day() {
    let town = Town::sqlite().await;
    let account = town.connect(&town.ours).await;
    town.capability(&account, "inactive");
    app::payees::look_at_all(&town.ctx).await.unwrap();
    assert!(town.account(&town.ours).await.unwrap().standing.charges_enabled, "looked at a moment ago");
    town.house.clock.advance(SignedDuration::from_hours(25));
    app::payees::look_at_all(&town.ctx).await.unwrap();
    assert!(!town.account(&town.ours).await.unwrap().standing.charges_enabled);
}
