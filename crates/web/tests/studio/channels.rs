//! Connected shops in the studio: without scripts, from the keys to an order that the shop did not take.

use std::sync::Arc;

use domain::access::Role;
use http::StatusCode;
use jiff::SignedDuration;
use testkit::house::{Elsewhere, House, MovableClock, On, Plan, Trouble, pay_with};

use crate::town::{Town, between};

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_connects_a_shop_sees_what_it_did_not_take_and_sends_it_again() {
    let clock = Arc::new(MovableClock::default());
    let there = Elsewhere::new(clock.clone(), 4);
    let plan = Plan { clock: Some(clock), platforms: vec![there.clone()], ..Plan::default() };
    let house = House::planned(On::Sqlite, plan).unwrap();
    let mut shop = house.shop(&[]).await;
    let town = Town::of(house);
    let owner = town.staff("camille", shop.merchant, Role::Owner).await;
    let list = format!("/studio/{}/settings/channels", shop.merchant);
    let page = owner.get(&list).await.text;
    assert!(page.contains("Elsewhere") && page.contains(&format!("{list}/new/elsewhere")), "{page}");
    let form = format!("{list}/new/elsewhere");
    for (fields, said) in [
        (&[("takes", "all")][..], "Please fill this in"),
        (&[("key", "wrong"), ("takes", "all")], "does not take these keys"),
        (&[("key", "open"), ("takes", "all"), ("margin", "lots")], "a whole number from 0 to 1,000"),
    ] {
        let wrong = owner.post(&form, fields).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains(said), "{said}: {}", wrong.text);
        assert!(!wrong.text.contains("value=\"wrong\""), "a secret is not shown again");
    }
    assert_eq!(owner.get(&format!("{list}/new/nowhere")).await.status, StatusCode::NOT_FOUND);
    there.trouble("goods", Trouble::Busy(30));
    let made = owner.post(&form, &[("key", "open"), ("takes", "all"), ("margin", "1")]).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let home = made.location;
    town.house.drain().await;
    assert!(owner.get(&home).await.text.contains("Read 0 products"), "it is told how far it is");
    town.house.clock.advance(SignedDuration::from_secs(31));
    town.house.drain().await;
    let page = owner.get(&home).await.text;
    assert!(page.contains("The Print Room") && page.contains("Up to date as of"), "{page}");
    assert!(owner.get(&format!("/studio/{}/products", shop.merchant)).await.text.contains("Print p00003"));

    // An order that the shop does not take waits for its merchant, everywhere they look.
    there.trouble("push_order", Trouble::Refused("the <b>postcode</b> is not valid"));
    shop.goods.push(town.house.first_good(shop.merchant).await);
    let ctx = &town.house.ctx;
    let view = shop.tap(ctx, &[(0, 1)]).await;
    pay_with(ctx, &view, "card_ok").await;
    town.house.clock.advance(SignedDuration::from_mins(5));
    town.house.drain().await;
    let page = owner.get(&home).await.text;
    assert!(page.contains("Waits for you") && !page.contains("<b>postcode"), "{page}");
    let today = owner.get(&format!("/studio/{}", shop.merchant)).await.text;
    assert!(today.contains("connected shop needs you"), "{today}");
    let order = between(&page, &format!("/studio/{}/orders/", shop.merchant), "\"").unwrap().to_owned();
    let order = format!("/studio/{}/orders/{order}", shop.merchant);
    assert!(owner.get(&order).await.text.contains("Order to the shop"));
    let send = between(&page, &format!("{home}/sends/"), "/resend").unwrap();
    let sent = owner.post(&format!("{home}/sends/{send}/resend"), &[]).await;
    assert_eq!((sent.status, sent.location.as_str()), (StatusCode::SEE_OTHER, home.as_str()));
    town.house.drain().await;
    assert_eq!(there.orders().len(), 1);
    assert!(owner.get(&order).await.text.contains("#0001"));

    // New terms, new keys, a pause, a look.
    let saved = owner.post(&home, &[("takes", "chosen"), ("margin", "2")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    assert_eq!(owner.post(&home, &[("margin", "-1")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    there.rekey("second");
    owner.post(&format!("{home}/look"), &[]).await;
    town.house.drain().await;
    assert!(owner.get(&home).await.text.contains("Needs new keys"));
    let wrong = owner.post(&format!("{home}/keys"), &[("key", "third")]).await;
    assert!(wrong.text.contains("does not take these keys"), "{}", wrong.text);
    assert_eq!(owner.post(&format!("{home}/keys"), &[("key", "second")]).await.status, StatusCode::SEE_OTHER);
    assert!(!owner.get(&home).await.text.contains("Needs new keys"));
    for path in ["pause", "on", "compare"] {
        assert_eq!(owner.post(&format!("{home}/{path}"), &[]).await.location, home, "{path}");
    }

    // Letting go asks first.
    let asked = owner.get(&format!("{home}/close")).await.text;
    assert!(asked.contains("taken off sale here"), "{asked}");
    assert_eq!(owner.post(&format!("{home}/close"), &[]).await.location, home);
    assert!(there.is_closed());
    let page = owner.get(&home).await.text;
    assert!(page.contains("Disconnected") && !page.contains("Enter new keys"), "{page}");
    assert_eq!(owner.get(&format!("{home}/close")).await.status, StatusCode::NOT_FOUND);
    let log = owner.get(&format!("/studio/{}/log", shop.merchant)).await.text;
    for said in ["Connected a shop", "Entered new keys of a shop", "Paused a shop", "Disconnected a shop"] {
        assert!(log.contains(said), "{said} is not in the log");
    }
    let analyst = town.staff("ana", shop.merchant, Role::Analyst).await;
    assert_eq!(analyst.get(&list).await.status, StatusCode::NOT_FOUND);
}
