//! Offers for a limited time and a limited number each: made in the studio, counted down on the card, honoured when
//! paying, on both engines.

use domain::access::Role;
use http::StatusCode;
use jiff::SignedDuration;
use testkit::house::{Goods, House, On};

use crate::town::{Browser, Town, between};

/// A guest who says who they are, and pays. What the page says then.
async fn buy(guest: &Browser<'_>, offer: &str, email: &str, quantity: &str) -> String {
    let tapped = guest.post("/buy", &[("offer", offer), ("quantity", quantity)]).await;
    assert_eq!(tapped.status, StatusCode::SEE_OTHER, "{}", tapped.text);
    let path = tapped.location;
    let details = [
        ("email", email),
        ("name", "Camille R."),
        ("line1", "12 rue des Lilas"),
        ("city", "Rennes"),
        ("postal_code", "35000"),
        ("country", "FR"),
        ("payment", "card_ok"),
    ];
    let said = guest.post(&format!("{path}/details"), &details).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text);
    let review = guest.get(&path).await.text;
    let Some(seen) = between(&review, "name=\"seen\" value=\"", "\"") else { return review };
    let key = between(&review, "name=\"key\" value=\"", "\"").expect("a review").to_owned();
    let paid = guest.post(&format!("{path}/pay"), &[("seen", seen), ("key", &key)]).await;
    if paid.status == StatusCode::SEE_OTHER { guest.get(&paid.location).await.text } else { paid.text }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_offer_is_sold_in_its_time_and_to_its_limit_on_both_engines() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let shop = house.shop(&[Goods { title: "Print", price: 2_490, units: Some(10) }]).await;
        let town = Town::of(house);
        let owner = town.staff("camille", shop.merchant, Role::Owner).await;
        let home = format!("/studio/{}/products/{}/offers", shop.merchant, shop.goods[0].product);
        // It is noon of 22 November by the shop's clock.
        let terms =
            [("starts_at", "2026-11-22T13:00"), ("ends_at", "2026-11-22T15:00"), ("limit_per_buyer", "2")];
        let made = owner.post(&home, &terms).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
        let page = owner.get(&home).await.text;
        assert!(page.contains("Not begun") && page.contains("2 per person"), "{page}");
        // Newest first: the plain offer comes after it.
        let offer = between(&page, "/compose?product=off_", "\"").expect("a link to post it");
        let offer = format!("off_{offer}");

        let compose = owner.get(&format!("/compose?product={offer}")).await.text;
        assert!(compose.contains(&format!("value=\"{offer}\" data-title=\"Print\" checked")), "{compose}");
        let posted =
            owner.post_files("/posts", &[("text", "For two hours"), ("product", &offer)], None).await;
        assert_eq!(posted.status, StatusCode::SEE_OTHER, "{}", posted.text);
        let guest = town.guest().await;
        let card = guest.get("/public").await.text;
        assert!(
            card.contains("starts in ") && card.contains("data-until=\"2026-11-22T13:00:00Z\""),
            "{card}"
        );

        let early = buy(&guest, &offer, "ana@example.org", "1").await;
        assert!(early.contains("data-step=\"ended\""), "{early}");
        town.house.clock.advance(SignedDuration::from_mins(61));
        let card = guest.get("/public").await.text;
        assert!(card.contains("data-until=\"2026-11-22T15:00:00Z\""), "{card}");
        let greedy = buy(&guest, &offer, "ana@example.org", "3").await;
        assert!(greedy.contains("2 per person") || greedy.contains("at most 2"), "{greedy}");
        let placed = buy(&guest, &offer, "ana@example.org", "2").await;
        assert!(placed.contains("data-step=\"placed\""), "{placed}");
        let again = buy(&guest, &offer, "Ana@Example.org", "1").await;
        assert!(!again.contains("data-step=\"placed\""), "the limit counts earlier orders: {again}");
        let other = buy(&guest, &offer, "ben@example.org", "1").await;
        assert!(other.contains("data-step=\"placed\""), "{other}");

        let closed = owner.post(&format!("{home}/{offer}/close"), &[]).await;
        assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text);
        let refused = buy(&guest, &offer, "cleo@example.org", "1").await;
        assert!(!refused.contains("data-step=\"placed\""), "{refused}");
        assert_eq!(owner.post(&format!("{home}/{offer}/open"), &[]).await.status, StatusCode::SEE_OTHER);
        town.house.clock.advance(SignedDuration::from_hours(2));
        assert!(guest.get("/public").await.text.contains("This offer has ended"));
        let late = buy(&guest, &offer, "cleo@example.org", "1").await;
        assert!(!late.contains("data-step=\"placed\""), "{late}");
        let variant = shop.goods[0].variant;
        let picked = town.house.ctx.db().read(move |conn| store::selling::picked(conn, variant)).await;
        assert_eq!(picked.unwrap().unwrap().free, Some(7), "two and one were sold");
        let log = owner.get(&format!("/studio/{}/log", shop.merchant)).await.text;
        assert!(log.contains("Made an offer") && log.contains("Closed an offer"), "{log}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn terms_that_cannot_be_are_named_at_their_field_and_kept() {
    let house = House::sqlite();
    let shop = house.shop(&[Goods { title: "Print", price: 2_490, units: Some(10) }]).await;
    let town = Town::of(house);
    let owner = town.staff("camille", shop.merchant, Role::Owner).await;
    let home = format!("/studio/{}/products/{}/offers", shop.merchant, shop.goods[0].product);
    // starts, ends, limit; the field that is wrong.
    let cases = [
        ("", "", "", "ends_at"),
        ("soon", "", "", "starts_at"),
        ("", "2026-11-22T11:59", "", "ends_at"),
        ("2026-11-23T10:00", "2026-11-23T10:00", "", "ends_at"),
        ("2026-11-23T10:00", "2026-11-22T10:00", "", "ends_at"),
        ("", "99999-01-01T00:00", "", "ends_at"),
        ("", "2026-02-30T00:00", "", "ends_at"),
        ("", "", "0", "limit_per_buyer"),
        ("", "", "-1", "limit_per_buyer"),
        ("", "", "1.5", "limit_per_buyer"),
        ("", "", "1000", "limit_per_buyer"),
        ("", "", "99999999999999999999", "limit_per_buyer"),
        ("", "", "<script>", "limit_per_buyer"),
    ];
    for (starts, ends, limit, field) in cases {
        let terms = [("starts_at", starts), ("ends_at", ends), ("limit_per_buyer", limit)];
        let wrong = owner.post(&home, &terms).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{terms:?}");
        assert!(wrong.text.contains(&format!("id=\"f-{field}-error\"")), "{terms:?}: {}", wrong.text);
        assert!(!wrong.text.contains("<script>\""), "{}", wrong.text);
        for (name, value) in terms.iter().filter(|(_, value)| !value.is_empty() && !value.contains('<')) {
            assert!(wrong.text.contains(&format!("value=\"{value}\"")), "{name} is lost: {}", wrong.text);
        }
        let offers = owner.get(&home).await.text.matches("/compose?product=off_").count();
        assert_eq!(offers, 1, "only the plain offer is there: {terms:?}");
    }
    let analyst = town.staff("ana", shop.merchant, Role::Analyst).await;
    let looked = analyst.get(&home).await;
    assert_eq!(looked.status, StatusCode::OK);
    assert!(!looked.text.contains("name=\"limit_per_buyer\""), "who may only look is shown no form");
    assert_eq!(analyst.post(&home, &[("limit_per_buyer", "1")]).await.status, StatusCode::NOT_FOUND);
}
