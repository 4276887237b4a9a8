//! What a merchant is told before it may sell, and every mistake of a form at once, each by the name of its field.

use domain::access::Role;
use domain::ids::MerchantId;
use domain::merchant::MerchantState;
use http::StatusCode;
use testkit::house::{Goods, House};

use crate::town::{Browser, Page, Town, between};

const PRINT: Goods = Goods { title: "Print", price: 2_490, units: Some(10) };

/// The summary above a form: the field each entry leads to, and what it says.
fn summary(page: &Page) -> Vec<(String, String)> {
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", page.text);
    let list = between(&page.text, "id=\"errors\">", "</ul>").expect("a summary");
    let entries = list.split("<li>").skip(1).map(|entry| {
        let (link, text) = entry.split_once("\">").unwrap_or_else(|| panic!("no link in {entry}"));
        (link.replace("<a href=\"#", ""), text.split('<').next().unwrap().to_owned())
    });
    entries.collect()
}

/// The summary says exactly this, and each of it stands at its field too.
#[track_caller]
fn told(page: &Page, wanted: &[(&str, &str)]) {
    let found = summary(page);
    let found: Vec<(&str, &str)> =
        found.iter().map(|(field, says)| (field.as_str(), says.as_str())).collect();
    assert_eq!(found, wanted);
    for (field, _) in wanted {
        assert!(page.text.contains(&format!("id=\"{field}\"")), "{field} is no place on the page");
        assert!(page.text.contains(&format!("id=\"{field}-error\"")), "nothing stands at {field}");
    }
}

pub async fn in_state(town: &Town, shop: MerchantId, state: MerchantState) {
    let now = town.house.ctx.now();
    let set = town.house.ctx.db().write("state", move |tx| {
        store::merchants::set_state(tx, shop, state, "", None, now)?;
        store::changes::note(tx, store::changes::ChangeKind::Merchant, shop.0, shop.0, now)
    });
    set.await.unwrap();
    app::feed::catch_up(&town.house.ctx).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_shop_is_told_what_it_waits_for_and_what_to_do_meanwhile() {
    let town = Town::new();
    let owner = town.browser("camille", false).await;
    let shop = owner.open_shop("lumen").await;
    let studio = format!("/studio/{shop}");
    let today = owner.get(&studio).await.text;
    for says in ["Your shop is not verified yet", "Still missing:", "bring your products", "Get verified"] {
        assert!(today.contains(says), "{says}: {today}");
    }
    for way in ["settings", "import", "settings/shipping"] {
        assert!(
            today.contains(&format!("class=\"btn buy\" href=\"{studio}/{way}\""))
                || today.contains(&format!("class=\"btn\" href=\"{studio}/{way}\"")),
            "{way}: {today}"
        );
    }
    assert!(!today.contains("Nothing waits for you."), "{today}");
    let settings = [
        ("display_name", "Lumen"),
        ("legal_name", "Lumen SARL"),
        ("postal_address", "1 rue du Lac, Annecy"),
        ("country", "FR"),
        ("contact_email", "camille@example.org"),
        ("low_stock_at", "3"),
        ("returns_text", "Thirty days."),
    ];
    assert_eq!(owner.post(&format!("{studio}/settings"), &settings).await.status, StatusCode::SEE_OTHER);
    let rate = [
        ("name_0", "Parcel"),
        ("kind_0", "flat"),
        ("countries_0", "FR"),
        ("price_0", "4.90"),
        ("days_min_0", "2"),
        ("days_max_0", "4"),
    ];
    let shipping = format!("{studio}/settings/shipping");
    assert_eq!(owner.post(&shipping, &rate).await.status, StatusCode::SEE_OTHER);
    owner.get(&studio).await;
    let today = owner.get(&studio).await.text;
    for says in [
        "Waiting for the operator’s check",
        "only you and your people can buy from it",
        "bring your products",
    ] {
        assert!(today.contains(says), "{says}: {today}");
    }
    assert!(!today.contains("Still missing:"), "{today}");
    in_state(&town, shop, MerchantState::Verified).await;
    let today = owner.get(&studio).await.text;
    assert!(!today.contains("Waiting for the operator") && !today.contains("Get verified"), "{today}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_before_verification_is_explained_at_once_and_what_was_typed_is_kept() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    let town = Town::of(house);
    in_state(&town, shop.merchant, MerchantState::New).await;
    let owner = town.staff("camille", shop.merchant, Role::Owner).await;
    let product = format!("{}.{}", shop.merchant, shop.goods[0].product);
    let says = ["A Buy card needs a verified shop.", "goes out without a card and in your own name."];
    for chosen in [product.clone(), shop.goods[0].offer.to_string()] {
        let page = owner.get(&format!("/compose?product={chosen}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(says.iter().all(|says| page.text.contains(says)), "{}", page.text);
        assert!(
            !page.text.contains(&format!("value=\"{chosen}\"")),
            "the card is still offered: {}",
            page.text
        );
    }
    let typed = [("text", "Three prints are left"), ("warning", "Art"), ("product", product.as_str())];
    let refused = owner.post_files("/posts", &typed, None).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for kept in ["Three prints are left", "value=\"Art\"", says[0], says[1]] {
        assert!(refused.text.contains(kept), "{kept}: {}", refused.text);
    }
    in_state(&town, shop.merchant, MerchantState::Verified).await;
    let page = owner.get(&format!("/compose?product={product}")).await.text;
    assert!(page.contains(&format!("value=\"{product}\"")) && !page.contains(says[0]), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_limited_shop_reads_what_that_means_in_the_studio_and_where_it_writes() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    let town = Town::of(house);
    let now = town.house.ctx.now();
    let merchant = shop.merchant;
    let limited = town.house.ctx.db().write("limit", move |tx| {
        store::merchants::set_state(tx, merchant, MerchantState::Limited, "Parcels are late.", Some(5), now)?;
        store::changes::note(tx, store::changes::ChangeKind::Merchant, merchant.0, merchant.0, now)
    });
    limited.await.unwrap();
    app::feed::catch_up(&town.house.ctx).await.unwrap();
    let owner = town.staff("camille", merchant, Role::Owner).await;
    let studio = owner.get(&format!("/studio/{merchant}")).await.text;
    for says in ["Limited", "Parcels are late.", "takes 5 orders a day at most"] {
        assert!(studio.contains(says), "{says}: {studio}");
    }
    let compose = owner.get(&format!("/compose?product={merchant}.{}", shop.goods[0].product)).await.text;
    assert!(compose.contains("Your shop is limited:"), "{compose}");
    assert!(!compose.contains("Until your shop is verified"), "{compose}");
}

#[tokio::test(flavor = "multi_thread")]
async fn opening_a_shop_tells_all_mistakes_at_once_and_takes_no_country_for_granted() {
    let town = Town::new();
    let owner = town.browser("camille", false).await;
    owner.open_shop("lumen").await;
    let form = owner.get("/sell").await.text;
    let countries = between(&form, "id=\"f-country\"", "</select>").unwrap();
    let first = between(countries, "<option ", "</option>").unwrap();
    assert_eq!(first, "value=\"\" selected>Choose a country");
    assert_eq!(countries.matches(" selected").count(), 1);
    let wrong = [
        ("shop_name", " "),
        ("handle", "l"),
        ("legal_name", ""),
        ("contact_email", "nobody"),
        ("country", ""),
        ("currency", "XXX"),
    ];
    told(
        &owner.post("/sell", &wrong).await,
        &[
            ("f-shop_name", "Name of your shop is missing."),
            (
                "f-handle",
                "Handle: Use 2 to 30 letters, digits and hyphens. A few names, such as admin, are kept for the server.",
            ),
            ("f-legal_name", "Seller of record is missing."),
            (
                "f-contact_email",
                "Contact for customers: This is not a complete email address, like name@example.org.",
            ),
            ("f-country", "Country: Choose a country from the list."),
            ("f-currency", "Currency of your prices: This is not a currency code, like EUR."),
        ],
    );
    let taken = [
        ("shop_name", "Lumen"),
        ("handle", "lumen"),
        ("legal_name", ""),
        ("country", "FR"),
        ("currency", "EUR"),
    ];
    let fields: Vec<String> =
        summary(&owner.post("/sell", &taken).await).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["f-handle", "f-legal_name"]);
}

async fn settings_of(town: &Town) -> (Browser<'_>, String, MerchantId) {
    let owner = town.browser("camille", false).await;
    let shop = owner.open_shop("lumen").await;
    (owner, format!("/studio/{shop}/settings"), shop)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_shops_settings_tell_all_mistakes_at_once() {
    let town = Town::new();
    let (owner, settings, shop) = settings_of(&town).await;
    let stored = async || app::merchants::find(&town.house.ctx, shop).await.unwrap();
    let before = stored().await;
    let wrong = [
        ("display_name", ""),
        ("legal_name", ""),
        ("country", ""),
        ("contact_email", "nobody"),
        ("time_zone", "Europe/Nowhere"),
        ("accent", "blue"),
        ("low_stock_at", "few"),
        ("returns_days", "soon"),
        ("terms_url", "javascript:alert(1)"),
        ("privacy_url", "ours"),
    ];
    let mut fields: Vec<String> =
        summary(&owner.post(&settings, &wrong).await).into_iter().map(|(field, _)| field).collect();
    fields.sort();
    let mut wanted = wrong.map(|(name, _)| format!("f-{name}"));
    wanted.sort();
    assert_eq!(fields, wanted);
    assert_eq!(stored().await, before, "something has changed");
    let far = [
        ("display_name", "Lumen"),
        ("legal_name", "Lumen"),
        ("country", "FR"),
        ("returns_days", "400"),
        ("accent", "#12"),
    ];
    told(
        &owner.post(&settings, &far).await,
        &[
            ("f-accent", "Accent colour: Write the colour as #2b6cb0."),
            ("f-returns_days", "Days to return: Give a whole number."),
        ],
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn shipping_and_tax_tell_all_mistakes_of_all_rates_at_once() {
    let town = Town::new();
    let (owner, settings, _) = settings_of(&town).await;
    let shipping = [
        ("name_0", ""),
        ("kind_0", "flat"),
        ("countries_0", "Atlantis"),
        ("price_0", "free"),
        ("days_min_0", "soon"),
        ("days_max_0", "4"),
        ("name_1", "Express"),
        ("kind_1", "flat"),
        ("countries_1", "FR"),
        ("price_1", "9.90"),
        ("days_min_1", "4"),
        ("days_max_1", ""),
    ];
    let page = owner.post(&format!("{settings}/shipping"), &shipping).await;
    let found = summary(&page);
    let fields: Vec<&str> = found.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["f-name_0", "f-countries_0", "f-price_0", "f-days_min_0", "f-days_max_1"]);
    assert!(found[4].1.starts_with("Express · "), "the summary names the rate: {found:?}");
    let tax = [
        ("country_0", ""),
        ("class_0", "x"),
        ("rate_0", "200"),
        ("way_0", "included"),
        ("country_1", "FR"),
        ("class_1", "standard"),
        ("rate_1", ""),
        ("way_1", "included"),
    ];
    let page = owner.post(&format!("{settings}/tax"), &tax).await;
    let fields: Vec<String> = summary(&page).into_iter().map(|(field, _)| field).collect();
    assert_eq!(fields, ["f-country_0", "f-class_0", "f-rate_0", "f-rate_1"]);
    let twice = [
        ("country_0", "FR"),
        ("class_0", "standard"),
        ("rate_0", "20"),
        ("way_0", "included"),
        ("country_1", "FR"),
        ("class_1", "standard"),
        ("rate_1", "10"),
        ("way_1", "included"),
    ];
    let found = summary(&owner.post(&format!("{settings}/tax"), &twice).await);
    assert!(found.len() == 1 && found[0].0 == "f-country_1", "{found:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_console_shows_what_staff_and_operators_did_to_a_merchant() {
    let town = Town::new();
    let owner = town.browser("camille", false).await;
    let shop = owner.open_shop("lumen").await;
    let other = owner.open_shop("other").await;
    let settings = [
        ("display_name", "Lumen"),
        ("legal_name", "Lumen"),
        ("postal_address", "Annecy"),
        ("country", "FR"),
        ("contact_email", "camille@example.org"),
        ("low_stock_at", "3"),
    ];
    let saved = owner.post(&format!("/studio/{shop}/settings"), &settings).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    let operator = town.browser("olga", true).await;
    let page = format!("/console/merchants/{shop}");
    let limit = [("orders", "5"), ("reason", "Late parcels")];
    assert_eq!(operator.post(&format!("{page}/limit"), &limit).await.status, StatusCode::SEE_OTHER);
    let closed = operator.post("/console/switches", &[("subject", "@lumen"), ("reason", "Complaints")]).await;
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text);
    let log = operator.get(&page).await.text;
    let log = between(&log, "Activity log</h2>", "</table>").unwrap_or_else(|| panic!("no log: {log}"));
    let rows: Vec<&str> = log.split("<tr").skip(2).collect();
    let wanted = [
        ("olga", "Complaints"),
        ("olga", "Late parcels"),
        ("camille", "Changed the shop’s settings"),
        ("camille", "Opened the shop"),
    ];
    assert_eq!(rows.len(), wanted.len(), "{log}");
    for (row, (who, what)) in rows.iter().zip(wanted) {
        assert!(row.contains(who) && row.contains(what), "{who}, {what}: {row}");
    }
    let own = owner.get(&format!("/studio/{shop}/log")).await.text;
    assert!(own.contains("Late parcels") && !own.contains("olga"), "the merchant is not told who: {own}");
    let others = operator.get(&format!("/console/merchants/{other}")).await.text;
    assert!(!others.contains("Complaints") && others.contains("Opened the shop"), "{others}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_shop_is_shown_the_way_to_its_test_order() {
    let house = House::sqlite();
    let shop = house.shop(&[PRINT]).await;
    let town = Town::of(house);
    in_state(&town, shop.merchant, MerchantState::New).await;
    let owner = town.staff("camille", shop.merchant, Role::Owner).await;
    let studio = format!("/studio/{}", shop.merchant);
    let product = format!("/products/{}", shop.goods[0].product);
    let today = owner.get(&studio).await.text;
    for says in ["Place a test order", &format!("href=\"{product}\""), "Next: place a test order"] {
        assert!(today.contains(says), "{says}: {today}");
    }
    let page = owner.get(&product).await.text;
    assert!(page.contains("A test order: your shop is not verified yet"), "{page}");
    let choice = format!("{}.{}", shop.goods[0].offer, shop.goods[0].variant);
    let tapped = owner.post("/buy", &[("offer", choice.as_str()), ("quantity", "1")]).await;
    assert_eq!(tapped.status, StatusCode::SEE_OTHER, "{}", tapped.text);
    let other = town.browser("mallory", false).await;
    assert_eq!(other.get(&product).await.status, StatusCode::NOT_FOUND);
    let refused = other.post("/buy", &[("offer", choice.as_str()), ("quantity", "1")]).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND, "{}", refused.text);
}
