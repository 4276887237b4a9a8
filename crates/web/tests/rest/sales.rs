//! Sales over the API: prices by currency or a percentage, and the log that says only what changed.

use domain::access::{Actor, AtMerchant, MerchantAct};
use serde_json::{Value, json};
use testkit::house::On;

use crate::api::Api;

/// How often the log says that prices were set.
async fn priced(api: &Api) -> usize {
    let ask = AtMerchant { merchant: api.shop.merchant, act: MerchantAct::ViewAuditLog };
    let log =
        app::staff_log::of_merchant(&api.house.ctx, &Actor::System.may(ask).unwrap(), None).await.unwrap();
    log.lines.iter().filter(|line| line.action == "prices.set").count()
}

#[tokio::test]
async fn a_program_puts_a_product_on_sale_by_currency_or_by_percentage_and_ends_it() {
    for on in On::BOTH {
        let Some(api) = Api::on(on).await else { continue };
        let key = api.key().await;
        let goods = api.shop.goods[0];
        let (product, variant) = (goods.product.to_string(), goods.variant.to_string());
        let money = |amount: i64, currency: &str| json!({ "amount": amount, "currency": currency });
        let path = format!("/commerce/v1/products/{product}");
        let own =
            api.get(&path, &key).await.expect(200).body["variants"][0]["price"]["amount"].as_i64().unwrap();
        let yen = json!({ "prices": [{ "price": money(6_400, "JPY"), "compare_at": null }] });
        let prices = format!("/commerce/v1/variants/{variant}/prices");
        for _ in 0..2 {
            api.json("PUT", &prices, &key, &yen).await.expect(200);
        }
        assert_eq!(priced(&api).await, 1, "what is as before is no deed");

        let sale = format!("{path}/sale");
        let none = api.get(&sale, &key).await.expect(200);
        assert_eq!(none.body["variants"], json!([]));
        let at = |ends_at: &str, prices: Value| json!({ "ends_at": ends_at, "prices": prices });
        let of = |price: Value| json!({ "variant": variant, "price": price });
        let later = "2999-01-01T00:00:00Z";
        for (wrong, field) in [
            (at("2020-01-01T00:00:00Z", json!([of(money(1, "EUR"))])), "ends_at"),
            (at(later, json!([])), "prices"),
            (at(later, json!([of(money(6_000, "JPY"))])), "prices[0].price"),
            (at(later, json!([of(money(1, "EUR")), of(money(6_400, "JPY"))])), "prices[1].price"),
            (at(later, json!([of(money(1, "EUR")), of(money(1, "KWD"))])), "prices[1].price"),
            (json!({ "ends_at": later, "percent_off": 100 }), "percent_off"),
            (json!({ "ends_at": later, "percent_off": 5, "prices": [of(money(1, "EUR"))] }), "percent_off"),
        ] {
            let refused = api.json("PUT", &sale, &key, &wrong).await.expect(422);
            assert_eq!(refused.text("/errors/0/field"), field, "{wrong}: {}", refused.body);
        }
        assert_eq!(api.get(&sale, &key).await.expect(200).body, none.body, "nothing has changed");

        let terms = at(later, json!([of(money(5_000, "JPY")), of(money(own - 100, "EUR"))]));
        let set = api.json("PUT", &sale, &key, &terms).await.expect(200);
        let shown = &set.body["variants"][0];
        assert_eq!(
            (&shown["running"], &shown["prices"][0]["usual_price"]),
            (&json!(true), &money(own, "EUR"))
        );
        assert_eq!(
            shown["prices"][1],
            json!({ "price": money(5_000, "JPY"), "usual_price": money(6_400, "JPY") })
        );
        let on_sale = api.get(&path, &key).await.expect(200);
        assert_eq!(on_sale.body["variants"][0]["price"], money(own - 100, "EUR"));
        assert_eq!(on_sale.body["variants"][0]["prices"][0]["price"], money(5_000, "JPY"));
        assert_eq!(on_sale.body["variants"][0]["prices"][0]["compare_at"], money(6_400, "JPY"));

        // Another sale in its place counts from the normal prices; euros alone leave yen as they are.
        let half = json!({ "ends_at": later, "percent_off": 50 });
        let set = api.json("PUT", &sale, &key, &half).await.expect(200);
        assert_eq!(set.body["variants"][0]["prices"][1]["price"], money(3_200, "JPY"));
        let euros = at(later, json!([of(money(own - 1, "EUR"))]));
        api.json("PUT", &sale, &key, &euros).await.expect(200);
        let shown = api.get(&path, &key).await.expect(200);
        assert_eq!(
            shown.body["variants"][0]["prices"][0],
            json!({ "price": money(6_400, "JPY"), "compare_at": null })
        );
        for _ in 0..2 {
            api.json("DELETE", &sale, &key, &json!({})).await.expect(204);
        }
        assert_eq!(api.get(&path, &key).await.expect(200).body["variants"][0]["price"], money(own, "EUR"));
    }
}
