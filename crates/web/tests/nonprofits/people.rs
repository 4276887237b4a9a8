//! Who works for a nonprofit: joining by a link, roles, the last owner; and from desk to desk.

use domain::access::Role;
use domain::nonprofit::staff::NonprofitRole;
use http::StatusCode;
use testkit::house::{Goods, House};

use crate::town::{Town, between};
use crate::{apply, everything, mails_to, member, towns};

#[tokio::test(flavor = "multi_thread")]
async fn somebody_joins_by_the_link_of_a_mail_and_nobody_else_can_use_it() {
    for (on, town) in towns() {
        let owner = town.browser("anne", false).await;
        let id = apply(&owner).await;
        let staff = format!("/nonprofits/{id}/settings/staff");
        let wrong = owner.post(&staff, &[("email", "nobody"), ("role", "king")]).await;
        crate::refused(&wrong, "email", "");
        crate::refused(&wrong, "role", "Choose one of the list.");
        let invited = owner.post(&staff, &[("email", "bob@example.org"), ("role", "treasurer")]).await;
        assert_eq!(invited.status, StatusCode::OK, "{}", invited.text);
        let shown =
            between(&invited.text, "<code class=\"ltr\">http://shop.test", "</code>").unwrap().to_owned();
        let mails = mails_to(&town, "bob@example.org").await;
        assert!(mails[0].subject.contains("invites you to work for Sauveteurs"), "{on:?}: {mails:?}");
        assert!(mails[0].text.contains(&shown), "{shown} in {}", mails[0].text);
        let thief = town.browser("thief", false).await;
        assert_eq!(thief.get(&shown).await.status, StatusCode::FORBIDDEN);
        assert_eq!(thief.post(&shown, &[]).await.status, StatusCode::FORBIDDEN);
        let bob = town.browser("bob", false).await;
        assert_eq!(bob.get(&format!("/nonprofits/{id}")).await.status, StatusCode::NOT_FOUND);
        assert!(bob.get(&shown).await.text.contains("Treasurer"));
        let joined = bob.post(&shown, &[]).await;
        assert_eq!(joined.location, format!("/nonprofits/{id}"), "{on:?}: {}", joined.text);
        assert_eq!(bob.get(&format!("/nonprofits/{id}/gifts")).await.status, StatusCode::OK);
        assert_eq!(bob.get(&staff).await.status, StatusCode::NOT_FOUND, "a treasurer changes nothing");
        assert_eq!(bob.post(&shown, &[]).await.status, StatusCode::GONE, "once");
        // From the place where one enters the studio, too.
        assert_eq!(bob.get("/studio").await.location, format!("/nonprofits/{id}"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_change_at_once_and_the_last_owner_stays() {
    for (on, town) in towns() {
        let owner = town.browser("anne", false).await;
        let id = apply(&owner).await;
        let staff = format!("/nonprofits/{id}/settings/staff");
        let invited = owner.post(&staff, &[("email", "bob@example.org"), ("role", "fundraiser")]).await;
        let link =
            between(&invited.text, "<code class=\"ltr\">http://shop.test", "</code>").unwrap().to_owned();
        let bob = town.browser("bob", false).await;
        bob.post(&link, &[]).await;
        let page = owner.get(&staff).await.text;
        let account_of = |handle: &str| {
            let row = page.split(&format!("href=\"/@{handle}\"")).nth(1).unwrap();
            between(row, &format!("{staff}/"), "/").unwrap().to_owned()
        };
        let (anne_id, bob_id) = (account_of("anne"), account_of("bob"));
        for path in [format!("{staff}/{anne_id}/remove"), format!("{staff}/{anne_id}/role/treasurer")] {
            let answer = owner.post(&path, &[]).await;
            assert_eq!(answer.status, StatusCode::OK.max(answer.status), "{path}");
            assert!(answer.text.contains("A nonprofit needs an owner"), "{on:?} {path}: {}", answer.text);
        }
        assert_eq!(bob.get(&format!("/nonprofits/{id}/gifts")).await.status, StatusCode::NOT_FOUND);
        let raised = owner.post(&format!("{staff}/{bob_id}/role/owner"), &[]).await;
        assert_eq!(raised.status, StatusCode::SEE_OTHER);
        assert_eq!(bob.get(&format!("/nonprofits/{id}/gifts")).await.status, StatusCode::OK, "at once");
        let left = owner.post(&format!("{staff}/{anne_id}/remove"), &[]).await;
        assert_eq!((left.status, left.location.as_str()), (StatusCode::SEE_OTHER, "/"), "{on:?}");
        assert_eq!(owner.get(&format!("/nonprofits/{id}")).await.status, StatusCode::NOT_FOUND);
        let unknown = bob.post(&format!("{staff}/{anne_id}/role/owner"), &[]).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND, "who left is not called back by a form");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offered_place_is_taken_back() {
    let town = Town::new();
    let owner = town.browser("anne", false).await;
    let id = apply(&owner).await;
    let staff = format!("/nonprofits/{id}/settings/staff");
    let invited = owner.post(&staff, &[("email", "bob@example.org"), ("role", "owner")]).await;
    let link = between(&invited.text, "<code class=\"ltr\">http://shop.test", "</code>").unwrap().to_owned();
    let withdraw = between(&invited.text, &format!("{staff}/invitations/"), "/withdraw").unwrap().to_owned();
    let back = owner.post(&format!("{staff}/invitations/{withdraw}/withdraw"), &[]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    let bob = town.browser("bob", false).await;
    assert_eq!(bob.get(&link).await.status, StatusCode::GONE);
    let before = everything::of(&town.house);
    assert_eq!(bob.post(&link, &[]).await.status, StatusCode::GONE);
    assert_eq!(everything::of(&town.house), before, "nothing has changed");
    assert!(mails_to(&town, "bob@example.org").await.is_empty(), "nobody is mailed a dead link");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_works_for_a_shop_and_a_nonprofit_goes_from_one_to_the_other() {
    let house = House::sqlite();
    let shop = house.shop(&[Goods { title: "Print", price: 2_490, units: Some(10) }]).await;
    let charity = house.charity().await;
    let town = Town::of(house);
    let merchant = town.staff("camille", shop.merchant, Role::Owner).await;
    assert_eq!(
        merchant.get(&format!("/nonprofits/{}", charity.nonprofit)).await.status,
        StatusCode::NOT_FOUND
    );
    drop(merchant);
    let both = member(&town, &charity, "both", NonprofitRole::Fundraiser).await;
    assert_eq!(
        both.get(&format!("/studio/{}", charity.nonprofit.party())).await.status,
        StatusCode::NOT_FOUND
    );
    let shop_id = both.open_shop("lumen").await;
    let studio = both.get(&format!("/studio/{shop_id}")).await.text;
    assert!(studio.contains(&format!("href=\"/nonprofits/{}\"", charity.nonprofit)), "{studio}");
    let desk = both.get(&format!("/nonprofits/{}", charity.nonprofit)).await.text;
    assert!(desk.contains(&format!("href=\"/studio/{shop_id}/products\"")), "{desk}");
    assert!(both.get("/").await.text.contains("href=\"/studio\""), "the way in stands on every page");
}
