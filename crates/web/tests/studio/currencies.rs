//! Prices in further currencies, from the shop's settings to the order.

use domain::access::Role;
use domain::money::{Currency, Money};
use http::StatusCode;
use testkit::house::{Goods, House, On};

use crate::town::{Town, between};

pub const SHOP: [(&str, &str); 5] = [
    ("display_name", "Atelier Nord"),
    ("legal_name", "Atelier Nord SARL"),
    ("country", "FR"),
    ("contact_email", "hello@example.com"),
    ("low_stock_at", "2"),
];

fn product<'a>(variant: &'a [(String, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("title", "Print"),
        ("status", "active"),
        ("tax_class", "standard"),
        ("requires_shipping", "on"),
    ];
    fields.extend(variant.iter().map(|(name, value)| (name.as_str(), *value)));
    fields
}

#[tokio::test(flavor = "multi_thread")]
async fn a_buyer_pays_in_a_further_currency_of_the_shop_on_both_engines() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let shop = house.shop(&[Goods { title: "Print", price: 2_490, units: Some(10) }]).await;
        let town = Town::of(house);
        let owner = town.staff("camille", shop.merchant, Role::Owner).await;
        let studio = format!("/studio/{}", shop.merchant);
        let mut settings = SHOP.to_vec();
        settings.push(("more_currencies", "jpy, KWD"));
        let saved = owner.post(&format!("{studio}/settings"), &settings).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);

        let (page, variant) = (format!("{studio}/products/{}", shop.goods[0].product), shop.goods[0].variant);
        let form = owner.get(&page).await.text;
        assert!(form.contains(&format!("name=\"price_JPY_{variant}\"")), "{form}");
        let field = |name: &str| format!("{name}_{variant}");
        let own = || vec![(field("price"), "24.90"), (field("units"), "10"), (field("grams"), "500")];
        for (name, wrong) in
            [("price_JPY", "39.90"), ("price_KWD", "8.2505"), ("price_JPY", "-1"), ("compare_at_KWD", "9")]
        {
            let mut fields = own();
            fields.push((field(name), wrong));
            let refused = owner.post_files(&page, &product(&fields), None).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} {wrong}");
            assert!(refused.text.contains(&format!("value=\"{wrong}\"")), "{wrong} is lost");
        }
        let mut fields = own();
        fields.extend([(field("price_JPY"), "3990"), (field("compare_at_JPY"), "4500")]);
        fields.push((field("price_KWD"), "8.250"));
        let saved = owner.post_files(&page, &product(&fields), None).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);

        // Without a rate in yen nobody is promised yen.
        let guest = town.guest().await;
        let product_page = format!("/products/{}", shop.goods[0].product);
        assert!(!guest.get(&product_page).await.text.contains("/currency/JPY"));
        let rate = |at: usize, currency: &'static str, price: &'static str| {
            [
                (format!("name_{at}"), "Parcel"),
                (format!("kind_{at}"), "flat"),
                (format!("countries_{at}"), "*"),
                (format!("currency_{at}"), currency),
                (format!("price_{at}"), price),
                (format!("days_min_{at}"), "2"),
                (format!("days_max_{at}"), "4"),
            ]
        };
        let rates: Vec<(String, &str)> =
            [rate(0, "EUR", "4.90"), rate(1, "JPY", "800")].into_iter().flatten().collect();
        let rates: Vec<(&str, &str)> = rates.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        let saved = owner.post(&format!("{studio}/settings/shipping"), &rates).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
        let offered = guest.get(&product_page).await.text;
        assert!(offered.contains("/currency/JPY?back=") && !offered.contains("/currency/KWD"), "{offered}");
        assert!(offered.contains("€24.90"), "{offered}");

        let cookie = format!("{}; buyline-currency=JPY", guest.cookie);
        let guest = crate::town::Browser { town: &town, cookie, csrf: guest.csrf.clone() };
        let shown = guest.get(&product_page).await.text;
        assert!(shown.contains("¥3,990") && shown.contains("¥4,500"), "{shown}");
        let offer = format!("{}.{variant}", shop.goods[0].offer);
        let tapped = guest.post("/buy", &[("offer", &offer), ("quantity", "2")]).await;
        let path = tapped.location;
        let details = [
            ("email", "ana@example.org"),
            ("name", "Ana"),
            ("line1", "1-1 Chiyoda"),
            ("city", "Tokyo"),
            ("postal_code", "100-0001"),
            ("country", "JP"),
            ("payment", "card_ok"),
        ];
        let said = guest.post(&format!("{path}/details"), &details).await;
        assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text);
        let review = guest.get(&path).await.text;
        assert!(review.contains("¥8,780") && review.contains("/change/currency"), "{review}");

        // There and back: the total is asked again in what was chosen.
        let back = guest.post(&format!("{path}/change/currency"), &[("currency", "EUR")]).await;
        assert_eq!(back.status, StatusCode::SEE_OTHER);
        assert!(guest.get(&path).await.text.contains("€54.70"));
        guest.post(&format!("{path}/change/currency"), &[("currency", "JPY")]).await;
        let none = guest.post(&format!("{path}/change/currency"), &[("currency", "KWD")]).await;
        assert_eq!(none.status, StatusCode::SEE_OTHER);
        let review = guest.get(&path).await.text;
        assert!(review.contains("¥8,780"), "dinars are not offered: {review}");

        // A price that changes meanwhile is shown, not charged.
        let seen = between(&review, "name=\"seen\" value=\"", "\"").unwrap().to_owned();
        let key = between(&review, "name=\"key\" value=\"", "\"").unwrap().to_owned();
        let mut fields = own();
        fields.push((field("price_JPY"), "4100"));
        owner.post_files(&page, &product(&fields), None).await;
        let asked = guest.post(&format!("{path}/pay"), &[("seen", &seen), ("key", &key)]).await;
        assert!(
            asked.text.contains("¥9,000") && !asked.text.contains("data-step=\"placed\""),
            "{}",
            asked.text
        );
        let seen = between(&asked.text, "name=\"seen\" value=\"", "\"").unwrap().to_owned();
        let paid = guest.post(&format!("{path}/pay"), &[("seen", &seen), ("key", &key)]).await;
        let paid = if paid.status == StatusCode::SEE_OTHER {
            guest.get(&paid.location).await.text
        } else {
            paid.text
        };
        assert!(paid.contains("data-step=\"placed\""), "{paid}");
        let orders =
            town.house.ctx.db().read(move |conn| store::orders::of_email(conn, "ana@example.org", 5));
        let total = orders.await.unwrap()[0].total;
        assert_eq!(total, Money::new(9_000, Currency::JPY));
        town.house.clock.advance(jiff::SignedDuration::from_mins(3));
        town.house.drain().await;
        assert!(owner.get(&format!("{studio}/orders")).await.text.contains("¥9,000"));

        // A currency taken off the list takes its prices with it.
        let saved = owner.post(&format!("{studio}/settings"), &SHOP).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
        assert!(guest.get(&product_page).await.text.contains("€24.90"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn zones_and_currencies_that_are_none_are_named_at_their_field() {
    let house = House::sqlite();
    let shop = house.shop(&[]).await;
    let town = Town::of(house);
    let owner = town.staff("camille", shop.merchant, Role::Owner).await;
    let page = format!("/studio/{}/settings", shop.merchant);
    for (name, value) in [
        ("more_currencies", "XXX"),
        ("more_currencies", "XAU"),
        ("more_currencies", "dollars"),
        ("more_currencies", "EUR"),
        ("more_currencies", "USD usd"),
        ("more_currencies", "USD CAD AUD NZD GBP JPY CHF SEK NOK"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "+02:00"),
        ("time_zone", "../../etc/passwd"),
    ] {
        let mut fields = SHOP.to_vec();
        fields.push((name, value));
        let wrong = owner.post(&page, &fields).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{value}");
        assert!(wrong.text.contains(&format!("id=\"f-{name}-error\"")), "{value}: {}", wrong.text);
        assert!(wrong.text.contains(&format!("value=\"{value}\"")), "{value} is lost");
    }
    let mut fields = SHOP.to_vec();
    fields.extend([("time_zone", "Asia/Tokyo"), ("more_currencies", "USD")]);
    assert_eq!(owner.post(&page, &fields).await.status, StatusCode::SEE_OTHER);
    assert!(owner.get(&page).await.text.contains("value=\"Asia/Tokyo\""));
}
