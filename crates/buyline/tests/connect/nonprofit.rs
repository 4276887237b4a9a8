//! A nonprofit is paid as a shop is: its owner connects an account, and nobody else does.

use domain::ids::AccountId;
use domain::nonprofit::staff::NonprofitRole;
use http::StatusCode;
use testkit::house::Charity;
use twins::stripe::Act;

use super::town::Town;

async fn account(town: &Town, charity: &Charity) -> Option<domain::payee::Account> {
    let party = charity.nonprofit.party();
    town.ctx.db().read(move |conn| store::payees::of_merchant(conn, party)).await.unwrap()
}

/// Somebody of its people.
async fn person(town: &Town, charity: &Charity, role: NonprofitRole) -> AccountId {
    let id = town.house.charity().await.owner;
    let (nonprofit, now) = (charity.nonprofit, town.ctx.now());
    let put = move |tx: &mut store::Tx<'_>| store::nonprofits::put_staff(tx, nonprofit, id, role, now);
    town.ctx.db().write("person", put).await.unwrap();
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nonprofits_owner_connects_an_account_and_is_told_when_it_stops() {
    let town = Town::sqlite().await;
    let charity = town.house.charity().await;
    let desk = format!("/nonprofits/{}", charity.nonprofit);
    let home = format!("{desk}/settings/payments");
    let steps = town.see(charity.owner, &desk).await.html;
    assert!(steps.contains("Account for the money") && steps.contains(&home), "{steps}");
    let page = town.see(charity.owner, &home).await;
    assert!(page.html.contains("Nobody can give to you yet"), "{}", page.html);

    let sent = town.send(charity.owner, &format!("{home}/connect"), "").await;
    let base = town.twin.base().to_owned();
    assert!(sent.location.starts_with(&format!("{base}/_twin/onboarding/link_")), "{}", sent.location);
    let page = town.see(charity.owner, &home).await;
    assert!(page.html.contains("Donors cannot give to you at the moment"), "{}", page.html);
    assert!(
        page.policy.contains("form-action 'self' "),
        "the form may lead to the provider: {}",
        page.policy
    );

    let known = account(&town, &charity).await.unwrap().account;
    town.act(&Act::Onboard { account: known.clone() });
    let back = town.see(charity.owner, &format!("{home}/back")).await;
    assert_eq!((back.status, back.location), (StatusCode::SEE_OTHER, home.clone()));
    let page = town.see(charity.owner, &home).await;
    assert!(page.html.contains("Donors can give to you") && page.html.contains(&known), "{}", page.html);
    assert!(
        !town.see(charity.owner, &desk).await.html.contains("Account for the money"),
        "nothing is missing"
    );

    // The provider stops it: its owner reads so in a mail that leads to the desk.
    let owner = charity.owner;
    let confirm = move |tx: &mut store::Tx<'_>| {
        tx.execute("UPDATE accounts SET email_confirmed_at = 1 WHERE id = $1", &[store::Param::id(owner)])
    };
    town.ctx.db().write("confirm", confirm).await.unwrap();
    town.capability(&known, "inactive");
    town.send(charity.owner, &format!("{home}/look"), "").await;
    town.drain().await;
    let mails = app::mails::newest(&town.ctx, None).await.unwrap();
    let told = mails.iter().find(|mail| mail.subject.contains("Donors cannot give to Sauveteurs du Port"));
    let told = told.unwrap_or_else(|| panic!("{mails:?}"));
    assert!(told.text.contains(&home), "{}", told.text);

    let asked = town.see(charity.owner, &format!("{home}/disconnect")).await;
    assert!(asked.html.contains("until an account is connected again"), "it asks once");
    town.send(charity.owner, &format!("{home}/disconnect"), "").await;
    assert!(account(&town, &charity).await.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_its_owner_reaches_the_account_of_a_nonprofit() {
    let town = Town::sqlite().await;
    let charity = town.house.charity().await;
    let home = format!("/nonprofits/{}/settings/payments", charity.nonprofit);
    let mut others = vec![town.house.charity().await.owner];
    for role in [NonprofitRole::Fundraiser, NonprofitRole::DonorCare, NonprofitRole::Treasurer] {
        others.push(person(&town, &charity, role).await);
    }
    for who in others {
        assert_eq!(town.see(who, &home).await.status, StatusCode::NOT_FOUND);
        for path in ["connect", "look", "disconnect"] {
            let answer = town.send(who, &format!("{home}/{path}"), "").await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        }
        // Nor by the way of shops, with the same party's name.
        let shop = format!("/studio/{}/settings/payments/connect", charity.nonprofit.party());
        assert_eq!(town.send(who, &shop, "").await.status, StatusCode::NOT_FOUND);
    }
    assert!(account(&town, &charity).await.is_none(), "nothing has changed");
}
