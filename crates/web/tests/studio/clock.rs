//! A shop reads times by its own clock, summer and winter; an operator reads them in UTC.

use app::checkout::Part;
use domain::access::Role;
use domain::ids::OrderId;
use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use testkit::house::{Goods, House, Shop, pay_with};

use crate::currencies::SHOP;
use crate::town::{Browser, Town};

/// Half past ten in the evening in New York in winter, half past eleven in summer: the next day already in UTC.
const WINTER: &str = "2026-11-23T03:30:00Z";
const SUMMER: &str = "2027-06-23T03:30:00Z";

/// An order that is confirmed at `instant`.
async fn order_at(town: &Town, shop: &Shop, instant: &str) -> OrderId {
    let undone_until = SignedDuration::from_mins(3);
    let wanted: Timestamp = instant.parse().unwrap();
    town.house.clock.advance(wanted.duration_since(town.house.ctx.now()) - undone_until);
    town.house.drain().await;
    let view = shop.tap(&town.house.ctx, &[(0, 1)]).await;
    let paid = pay_with(&town.house.ctx, &view, "card_ok").await;
    let Part::Placed(order) = paid[0].1 else { panic!("not placed") };
    town.house.clock.advance(undone_until);
    town.house.drain().await;
    order
}

async fn shows(browser: &Browser<'_>, path: &str, wanted: &[&str], unwanted: &[&str]) {
    let page = browser.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}");
    for text in wanted {
        assert!(page.text.contains(text), "{path} lacks {text}: {}", page.text);
    }
    for text in unwanted {
        assert!(!page.text.contains(text), "{path} says {text}: {}", page.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_reads_its_own_clock_in_summer_and_winter_and_the_operator_utc() {
    let house = House::sqlite();
    let shop = house.shop(&[Goods { title: "Print", price: 2_490, units: Some(10) }]).await;
    let town = Town::of(house);
    let studio = format!("/studio/{}", shop.merchant);
    let owner = town.staff("camille", shop.merchant, Role::Owner).await;
    let winter = order_at(&town, &shop, WINTER).await;
    let order_page = format!("{studio}/orders/{winter}");
    shows(&owner, &order_page, &["23 Nov 2026, 03:30", "UTC"], &["22:30"]).await;

    let mut settings = SHOP.to_vec();
    settings.push(("time_zone", "America/New_York"));
    let saved = owner.post(&format!("{studio}/settings"), &settings).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let zone = "America/New_York";
    shows(&owner, &order_page, &["22 Nov 2026, 22:30", zone], &["03:30"]).await;
    shows(&owner, &format!("{studio}/orders"), &["22 Nov 2026, 22:30", zone], &["03:30"]).await;
    shows(&owner, &format!("{studio}/log"), &["22 Nov 2026, 22:30", zone], &["03:30"]).await;
    shows(&owner, &format!("{studio}/customers"), &["22 November 2026", zone], &["23 November"]).await;
    shows(&owner, &studio, &["22 Nov 2026, 22:30"], &["03:30"]).await;
    for paper in ["packing-slip", "invoice"] {
        shows(&owner, &format!("{order_page}/{paper}"), &["22 November 2026"], &["23 November"]).await;
    }

    let summer = order_at(&town, &shop, SUMMER).await;
    // Half a year later, somebody signs in anew.
    let owner = town.staff("claire", shop.merchant, Role::Owner).await;
    shows(&owner, &format!("{studio}/orders/{summer}"), &["22 Jun 2027, 23:30", zone], &["03:30"]).await;
    let both = ["22 Jun 2027, 23:30", "22 Nov 2026, 22:30"];
    shows(&owner, &format!("{studio}/orders"), &both, &["03:30"]).await;
    shows(&owner, &format!("{studio}/orders/{summer}/invoice"), &["22 June 2027"], &["23 June"]).await;

    let operator = town.browser("olga", true).await;
    let closed = operator.post("/console/switches", &[("subject", "@lumen"), ("reason", "x")]).await;
    assert_eq!(closed.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody has this handle");
    let subject = shop.merchant.to_string();
    let closed = operator.post("/console/switches", &[("subject", &subject), ("reason", "Complaints")]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text);
    shows(&operator, "/console/switches", &["23 Jun 2027, 03:30 UTC"], &[]).await;
    shows(&operator, "/console/log", &["23 Jun 2027, 03:30 UTC"], &[]).await;
    shows(&operator, "/console", &["23 Jun 2027, 03:30 UTC"], &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_staff_who_may_post_for_a_shop_is_asked_whether_to_delete_its_post() {
    let house = House::sqlite();
    let shop = house.shop(&[Goods { title: "Print", price: 2_490, units: Some(10) }]).await;
    let town = Town::of(house);
    let owner = town.staff("camille", shop.merchant, Role::Owner).await;
    let offer = shop.goods[0].offer.to_string();
    let posted = owner.post_files("/posts", &[("text", "Fresh prints"), ("product", &offer)], None).await;
    assert_eq!(posted.status, StatusCode::SEE_OTHER, "{}", posted.text);
    let profile = owner.get(&format!("/@shop{}", shop.account.0)).await.text;
    let post = crate::town::between(&profile, "id=\"post-", "\"").expect("the shop's post").to_owned();
    for (handle, role, may) in
        [("manon", Role::Manager, true), ("sami", Role::Support, false), ("anna", Role::Analyst, false)]
    {
        let staff = town.staff(handle, shop.merchant, role).await;
        let thread = staff.get(&format!("/posts/{post}")).await;
        assert_eq!(thread.text.contains(&format!("/posts/{post}/delete")), may, "{role:?}: {}", thread.text);
        let asked = staff.get(&format!("/posts/{post}/delete")).await.status;
        assert_eq!(asked, if may { StatusCode::OK } else { StatusCode::NOT_FOUND }, "{role:?} is asked");
        if !may {
            let deleted = staff.post(&format!("/posts/{post}/delete"), &[]).await.status;
            assert_eq!(deleted, StatusCode::NOT_FOUND, "{role:?} deletes");
        }
    }
}
