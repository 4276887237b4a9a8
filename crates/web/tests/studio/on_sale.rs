//! What is put on sale is for sale, also before a post carries it: on its own page and in its shop, on both engines.

use domain::access::Role;
use domain::merchant::MerchantState;
use http::StatusCode;
use testkit::house::{House, On};

use crate::told::in_state;
use crate::town::{Browser, Town};

const LAMP: &[(&str, &str)] =
    &[("title", "Lamp"), ("tax_class", "standard"), ("requires_shipping", "on"), ("price_new", "49.90")];

/// What a card says that can be bought from.
const OPEN: &str = "data-open=\"1\"";

/// Makes a product by hand. Its pages: in the studio, and the buyers'.
async fn made(owner: &Browser<'_>, home: &str, status: &str) -> (String, String) {
    let fields = [LAMP, &[("status", status)]].concat();
    let made = owner.post_files(home, &fields, None).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    let page = format!("/products/{}", made.location.rsplit('/').next().unwrap());
    (made.location, page)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_without_a_post_is_sold_from_its_page_and_its_shop() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let shop = house.shop(&[]).await;
        let town = Town::of(house);
        let owner = town.staff("camille", shop.merchant, Role::Owner).await;
        let seller = app::merchants::find(&town.house.ctx, shop.merchant).await.unwrap().unwrap();
        let profile = format!("/@{}", seller.handle);
        let guest = town.guest().await;
        let home = format!("/studio/{}/products", shop.merchant);

        let (studio, page) = made(&owner, &home, "draft").await;
        assert_eq!(guest.get(&page).await.status, StatusCode::NOT_FOUND, "a draft is nobody's business");
        owner.post(&format!("{studio}/status/active"), &[]).await;
        let shown = guest.get(&page).await;
        assert_eq!(shown.status, StatusCode::OK, "what \"View\" leads to");
        assert!(shown.text.contains(OPEN), "{}", shown.text);
        assert!(shown.text.contains("Atelier Nord SARL"), "who sells by law: {}", shown.text);
        let offer = crate::town::between(&shown.text, "name=\"offer\" value=\"", "\"").unwrap().to_owned();
        let tapped = guest.post("/buy", &[("offer", &offer), ("quantity", "1")]).await;
        assert_eq!(tapped.status, StatusCode::SEE_OTHER, "{}", tapped.text);
        assert!(guest.get(&format!("{profile}/shop")).await.text.contains("Lamp"));

        assert!(!guest.get(&profile).await.text.contains("Lamp"), "nothing is pinned");
        let before = owner.get(&studio).await.text;
        assert!(before.contains("Pin to the shop") && !before.contains("Unpin"), "{before}");
        owner.post(&format!("{studio}/pin"), &[]).await;
        assert!(guest.get(&profile).await.text.contains("Lamp"));
        let after = owner.get(&studio).await.text;
        assert!(after.contains("Unpin") && !after.contains("Pin to the shop"), "{after}");

        // Whoever closes the offer means it: no later step opens it again.
        let plain = offer.split('.').next().unwrap();
        owner.post(&format!("{studio}/offers/{plain}/close"), &[]).await;
        owner.post(&format!("{studio}/status/archived"), &[]).await;
        owner.post(&format!("{studio}/status/active"), &[]).await;
        let closed = guest.get(&page).await;
        assert!(closed.status == StatusCode::OK && !closed.text.contains(OPEN), "{}", closed.text);
        let ends = [("limit_per_buyer", "1")];
        assert_eq!(owner.post(&format!("{studio}/offers"), &ends).await.status, StatusCode::SEE_OTHER);
        let limited = guest.get(&page).await.text;
        assert!(limited.contains("1 per person") && limited.contains(OPEN), "{limited}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_fills_the_shop() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let shop = house.shop(&[]).await;
        let town = Town::of(house);
        let owner = town.staff("camille", shop.merchant, Role::Owner).await;
        let seller = app::merchants::find(&town.house.ctx, shop.merchant).await.unwrap().unwrap();
        let file = "Handle,Title,Variant Price,Status\nlamp,Lamp,49.90,active\nmug,Mug,9.90,draft\n";
        let home = format!("/studio/{}/import", shop.merchant);
        for _ in ["new", "known"] {
            let brought = owner.post_files(&home, &[], Some(("file", file.as_bytes()))).await;
            town.house.drain().await;
            owner.post(&format!("{}/confirm", brought.location), &[]).await;
            town.house.drain().await;
        }
        let shown = town.guest().await.get(&format!("/@{}/shop", seller.handle)).await.text;
        assert!(shown.contains("Lamp") && !shown.contains("Mug"), "{shown}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_looks_at_the_goods_of_a_shop_that_nobody_vouched_for() {
    let town = Town::new();
    let owner = town.browser("camille", false).await;
    let shop = owner.open_shop("lumen").await;
    let (_, page) = made(&owner, &format!("/studio/{shop}/products"), "active").await;
    let guest = town.guest().await;
    let operator = town.browser("olga", true).await;
    let is_shown = async |browser: &Browser<'_>| {
        let shop = browser.get("/@lumen/shop").await.text.contains("Lamp");
        let page = browser.get(&page).await.status;
        assert_eq!(shop, page == StatusCode::OK, "the shop shows what has a page");
        shop
    };
    assert!(!is_shown(&guest).await);
    assert!(is_shown(&owner).await, "whoever sells it looks at it first");
    assert!(is_shown(&operator).await, "whoever decides sees what it is about");
    in_state(&town, shop, MerchantState::Verified).await;
    assert!(is_shown(&guest).await);
}
