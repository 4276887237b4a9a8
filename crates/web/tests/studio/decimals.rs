//! Money without decimals and with three, through every page that shows or takes an amount, in both languages.

use http::StatusCode;
use jiff::SignedDuration;

use crate::told::in_state;
use crate::town::{Browser, Town, between};
use domain::merchant::MerchantState;

/// A shop whose money has no decimals, or three: what is typed, and what must be read.
struct Case {
    currency: &'static str,
    country: &'static str,
    /// Typed as the price of one, as shipping, and as what is given back.
    typed: [&'static str; 3],
    /// One amount too fine for the currency.
    too_fine: &'static str,
    /// Price, total, what was given back: in English and French.
    read: [[&'static str; 2]; 3],
    /// The total as files and forms write it.
    plain: &'static str,
}

const CASES: [Case; 2] = [
    Case {
        currency: "JPY",
        country: "JP",
        typed: ["3980", "800", "1200"],
        too_fine: "1200.5",
        read: [
            ["¥3,980", "3\u{202f}980\u{a0}JPY"],
            ["¥4,780", "4\u{202f}780\u{a0}JPY"],
            ["¥1,200", "1\u{202f}200\u{a0}JPY"],
        ],
        plain: "4780",
    },
    Case {
        currency: "KWD",
        country: "KW",
        typed: ["8.275", "1.500", "0.125"],
        too_fine: "0.1255",
        read: [
            ["KWD\u{a0}8.275", "8,275\u{a0}KWD"],
            ["KWD\u{a0}9.775", "9,775\u{a0}KWD"],
            ["KWD\u{a0}0.125", "0,125\u{a0}KWD"],
        ],
        plain: "9.775",
    },
];

/// The same person, reading in another language.
fn in_language<'t>(browser: &Browser<'t>, language: &str) -> Browser<'t> {
    let cookie = format!("{}; buyline-language={language}", browser.cookie);
    Browser { town: browser.town, cookie, csrf: browser.csrf.clone() }
}

async fn reads(browser: &Browser<'_>, path: &str, amounts: &[&[&str; 2]]) {
    for (language, at) in [("en", 0), ("fr", 1)] {
        let page = in_language(browser, language).get(path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let shown = page.text.replace("&nbsp;", "\u{a0}");
        for amount in amounts {
            assert!(shown.contains(amount[at]), "{path} in {language} lacks {}: {shown}", amount[at]);
        }
    }
}

async fn open(town: &Town, owner: &Browser<'_>, case: &Case) -> String {
    let handle = format!("shop{}", case.currency.to_lowercase());
    let opened = owner
        .post(
            "/sell",
            &[
                ("shop_name", "Lumen"),
                ("handle", &handle),
                ("legal_name", "Lumen"),
                ("contact_email", "hello@lumen.example"),
                ("country", case.country),
                ("currency", case.currency),
            ],
        )
        .await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text);
    let shop = opened.location.split('/').nth(2).unwrap().to_owned();
    in_state(town, shop.parse().unwrap(), MerchantState::Verified).await;
    let rate = [
        ("name_0", "Parcel"),
        ("kind_0", "flat"),
        ("countries_0", "*"),
        ("price_0", case.typed[1]),
        ("days_min_0", "2"),
        ("days_max_0", "4"),
    ];
    let saved = owner.post(&format!("/studio/{shop}/settings/shipping"), &rate).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
    shop
}

async fn bought(guest: &Browser<'_>, case: &Case, product: &str) -> String {
    let [_, total, _] = &case.read;
    let page = guest.get(product).await.text;
    let offer = between(&page, "name=\"offer\" value=\"", "\"").expect("a card").to_owned();
    let path = guest.post("/buy", &[("offer", &offer), ("quantity", "1")]).await.location;
    let details = [
        ("email", "ana@example.org"),
        ("name", "Ana"),
        ("line1", "1 Main Street"),
        ("city", "Town"),
        ("postal_code", "10000"),
        ("country", case.country),
        ("payment", "card_ok"),
    ];
    let said = guest.post(&format!("{path}/details"), &details).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text);
    reads(guest, &path, &[total]).await;
    let review = guest.get(&path).await.text;
    let seen = between(&review, "name=\"seen\" value=\"", "\"").expect("a review").to_owned();
    let key = between(&review, "name=\"key\" value=\"", "\"").unwrap().to_owned();
    let paid = guest.post(&format!("{path}/pay"), &[("seen", &seen), ("key", &key)]).await;
    assert_eq!(paid.status, StatusCode::SEE_OTHER, "{}", paid.text);
    let placed = guest.get(&paid.location).await.text;
    assert!(placed.contains("data-step=\"placed\""), "{placed}");
    let order = between(&placed, "href=\"/orders/", "\"").expect("a way to the order");
    format!("/orders/{}", order.replace("&amp;", "&"))
}

/// What a form shows, it also takes: the price is sent as it stands there.
async fn saved_again_unchanged(owner: &Browser<'_>, page: &str, made_with: &[(&str, &str)]) {
    for language in ["en", "fr"] {
        let owner = in_language(owner, language);
        let form = owner.get(page).await.text;
        let name = format!("price_{}", between(&form, "name=\"price_", "\"").expect("a price"));
        let value = between(&form, &format!("name=\"{name}\" type=\"text\" value=\""), "\"").unwrap();
        let value = value.replace("&nbsp;", "\u{a0}");
        let mut fields = made_with[..4].to_vec();
        fields.push((&name, &value));
        let saved = owner.post_files(page, &fields, None).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{value:?} in {language}: {}", saved.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn yen_and_dinars_are_right_on_every_page_in_both_languages() {
    for case in &CASES {
        let [price, total, back] = &case.read;
        let town = Town::new();
        let owner = town.browser("camille", false).await;
        let shop = open(&town, &owner, case).await;
        let studio = format!("/studio/{shop}");
        let mut fields = vec![
            ("title", "Lamp"),
            ("status", "active"),
            ("tax_class", "standard"),
            ("requires_shipping", "on"),
            ("units_new", "5"),
        ];
        fields.push(("price_new", case.too_fine));
        let refused = owner.post_files(&format!("{studio}/products"), &fields, None).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", case.too_fine);
        fields.pop();
        fields.push(("price_new", case.typed[0]));
        let made = owner.post_files(&format!("{studio}/products"), &fields, None).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
        saved_again_unchanged(&owner, &made.location, &fields).await;
        reads(&owner, &format!("{studio}/products"), &[price]).await;

        let product = format!("/products/{}", made.location.rsplit('/').next().unwrap());
        let guest = town.guest().await;
        reads(&guest, &product, &[price]).await;
        let handle = format!("/@shop{}", case.currency.to_lowercase());
        reads(&guest, &format!("{handle}/shop"), &[price]).await;
        let order = bought(&guest, case, &product).await;
        reads(&guest, &order, &[total]).await;
        town.house.clock.advance(SignedDuration::from_mins(3));
        town.house.drain().await;

        let list = format!("{studio}/orders");
        reads(&owner, &list, &[total]).await;
        let number = order.trim_start_matches("/orders/").split('?').next().unwrap();
        let one = format!("{studio}/orders/{number}");
        reads(&owner, &one, &[price, total]).await;
        reads(&owner, &format!("{one}/invoice"), &[price, total]).await;
        let refund = format!("{one}/refund");
        let form = owner.get(&refund).await.text;
        let once = between(&form, "name=\"once\" value=\"", "\"").expect("the form's own key");
        let refused = owner.post(&refund, &[("amount", case.too_fine), ("once", once)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", refused.text);
        let given = owner.post(&refund, &[("amount", case.typed[2]), ("once", once)]).await;
        assert_eq!(given.status, StatusCode::SEE_OTHER, "{}", given.text);
        town.house.drain().await;
        reads(&owner, &one, &[back]).await;
        reads(&guest, &order, &[total, back]).await;

        reads(&owner, &format!("{studio}/figures?days=7"), &[price]).await;
        for (file, amount) in [("orders.csv", case.plain), ("figures/products.csv?days=7", case.typed[0])] {
            let file = owner.get(&format!("{studio}/{file}")).await.text;
            assert!(file.contains(amount) && file.contains(case.currency), "{file}");
        }
        let mails = app::mails::newest(&town.house.ctx, None).await.unwrap();
        let sent: String = mails.iter().map(|mail| format!("{}{}", mail.text, mail.html)).collect();
        for amount in [total[0], back[0]] {
            assert!(sent.contains(amount), "no mail says {amount}: {sent}");
        }
    }
}
