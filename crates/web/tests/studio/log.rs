//! The log of a shop and of the server, as people read it: names and amounts, and only what really changed.

use domain::access::{Actor, AtMerchant, MerchantAct, Role};
use testkit::house::{Goods, House};

use crate::town::Town;

/// The table of a log page as one line of words.
fn lines(page: &str) -> String {
    let table = page.split_once("<tbody").unwrap().1.split_once("</tbody>").unwrap().0;
    let said = table.split('<').filter_map(|part| part.split_once('>')).map(|(_, said)| said);
    said.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_log_speaks_of_names_and_words_and_never_of_ids() {
    let house = House::sqlite();
    let shop = house.shop(&[Goods { title: "Print", price: 2_490, units: Some(10) }]).await;
    let town = Town::of(house);
    let owner = town.staff("camille", shop.merchant, Role::Owner).await;
    let (product, variant) = (shop.goods[0].product, shop.goods[0].variant);
    let ctx = &town.house.ctx;
    let studio = format!("/studio/{}", shop.merchant);
    let handle = app::merchants::find(ctx, shop.merchant).await.unwrap().unwrap().handle;

    owner.post(&format!("{studio}/products/{product}/status/archived"), &[]).await;
    let act = AtMerchant { merchant: shop.merchant, act: MerchantAct::EditCatalog };
    app::catalog::stock::set(ctx, &Actor::System.may(act).unwrap(), variant, Some(7)).await.unwrap();
    owner.post(&format!("{studio}/settings/keys"), &[("name", "till"), ("catalog:read", "on")]).await;
    let log = lines(&owner.get(&format!("{studio}/log")).await.text);
    for said in ["Print · Archived", "Buyline Set stock Print · 7 units", "camille Made an API key till"] {
        assert!(log.contains(said), "{said} is not in {log}");
    }
    for raw in ["prd_", "var_", "key_", "acc_", "mer_", "system", "archived"] {
        assert!(!log.contains(raw), "{raw} is in {log}");
    }

    let operator = town.browser("olga", true).await;
    let subject = format!("@{handle}");
    operator.post("/console/switches", &[("subject", subject.as_str()), ("reason", "Complaints")]).await;
    operator.post("/console/settings", &[("undo_seconds", "60"), ("sign_up", "closed")]).await;
    for path in ["/console/log", "/console"] {
        let log = lines(&operator.get(path).await.text);
        let stopped = format!("{subject} · Complaints");
        for said in [stopped.as_str(), "Undo window in seconds · 60", "Who may open an account · Nobody"] {
            assert!(log.contains(said), "{path}: {said} is not in {log}");
        }
        for raw in ["mer_", "undo_seconds", "sign_up_open", "server_name", "Contact of the operator"] {
            assert!(!log.contains(raw), "{path}: {raw} is in {log}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_saved_price_leaves_no_line_about_pictures_that_stayed() {
    let town = Town::new();
    let owner = town.browser("camille", false).await;
    let shop = owner.open_shop("lumen").await;
    let home = format!("/studio/{shop}/products");
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(40, 30).write_to(&mut png, image::ImageFormat::Png).unwrap();
    let fields = [("title", "Lamp"), ("status", "active"), ("tax_class", "standard"), ("price_new", "49.90")];
    let made = owner.post_files(&home, &fields, Some(("picture", png.get_ref()))).await.location;
    let variant = app::catalog::shop(&town.house.ctx, shop, 5).await.unwrap()[0].variants[0].id;
    let price = format!("price_{variant}");
    let log = async || lines(&owner.get(&format!("/studio/{shop}/log")).await.text);

    for (amount, alt, described) in [("39.90", "", 0), ("29.90", "", 0), ("29.90", "A lamp", 1)] {
        let fields = [
            ("title", "Lamp"),
            ("status", "active"),
            ("tax_class", "standard"),
            (price.as_str(), amount),
            ("kept", "1"),
            ("kept_alt", alt),
        ];
        let saved = owner.post_files(&made, &fields, None).await;
        assert_eq!(saved.status, http::StatusCode::SEE_OTHER, "{}", saved.text);
        let log = log().await;
        assert_eq!(log.matches("Described a picture").count(), described, "{amount} {alt}: {log}");
    }
    let log = log().await;
    assert!(log.contains("Described a picture Lamp · picture 1"), "{log}");
    assert_eq!(log.matches("Added a picture Lamp").count(), 1, "{log}");
}
