//! What a shop's own platform pushes: products, stock, prices; each entry for itself, in any order, as often as it likes.

use domain::ids::Id as _;
use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::house::On;

use crate::api::Api;

const PRODUCTS: &str = "/commerce/v1/channel/products";
const STOCK: &str = "/commerce/v1/channel/stock";
const PRICES: &str = "/commerce/v1/channel/prices";
const HEALTH: &str = "/commerce/v1/channel/health";

fn eur(amount: i64) -> Value {
    json!({ "amount": amount, "currency": "EUR" })
}

/// A lamp in two sizes.
fn lamp() -> Value {
    json!({
        "external_id": "lamp", "title": "Lamp", "description": "<p>Bright</p><script>x()</script>", "option_names": ["Size"],
        "tags": ["light"], "link": "https://shop.example/lamp",
        "images": [{ "url": "https://shop.example/lamp.jpg", "alt": "A lamp" }],
        "variants": [
            { "external_id": "lamp-s", "sku": "LAMP-S", "options": ["S"], "price": eur(4_990), "on_hand": 5,
              "prices": [{ "price": { "amount": 7_900, "currency": "JPY" }, "compare_at": null }] },
            { "external_id": "lamp-l", "sku": "LAMP-L", "options": ["L"], "price": eur(5_990), "compare_at": eur(6_990),
              "on_hand": null, "weight_grams": 900 },
        ],
    })
}

/// A download of one variant.
fn song(name: &str) -> Value {
    let variant = json!({ "external_id": name, "sku": name, "price": eur(99), "on_hand": null, "requires_shipping": false,
                          "tax_class": "reduced" });
    json!({ "external_id": name, "title": name, "variants": [variant] })
}

async fn push(api: &Api, key: &str, products: &[Value]) -> Value {
    api.json("PUT", PRODUCTS, key, &json!({ "products": products })).await.expect(200).body
}

async fn stock(api: &Api, key: &str, rows: Value) -> Value {
    api.json("PATCH", STOCK, key, &json!({ "rows": rows })).await.expect(200).body
}

async fn prices(api: &Api, key: &str, rows: Value) -> Value {
    api.json("PATCH", PRICES, key, &json!({ "rows": rows })).await.expect(200).body
}

fn statuses(taken: &Value) -> Vec<&str> {
    taken["results"].as_array().unwrap().iter().map(|it| it["status"].as_str().unwrap()).collect()
}

/// An instant so many seconds from the house's now.
fn at(api: &Api, seconds: i64) -> String {
    (api.house.ctx.now() + SignedDuration::from_secs(seconds)).to_string()
}

/// The product as anybody sees it.
async fn shown(api: &Api, product: &str) -> Value {
    let path = format!("/commerce/v1/merchants/{}/products/{product}", api.shop.merchant);
    api.get(&path, "").await.body
}

#[tokio::test]
async fn pushed_products_are_made_and_the_same_push_again_changes_nothing() {
    for on in On::BOTH {
        let Some(api) = Api::on(on).await else { continue };
        let key = api.key().await;
        let first = push(&api, &key, &[lamp(), song("song")]).await;
        assert_eq!(statuses(&first), ["created", "created"], "{first:#}");
        assert_eq!((&first["created"], &first["refused"]), (&json!(2), &json!(0)));
        let again = push(&api, &key, &[lamp(), song("song")]).await;
        assert_eq!(statuses(&again), ["unchanged", "unchanged"], "{again:#}");
        assert_eq!(again["results"][0]["product"], first["results"][0]["product"]);

        let product = first["results"][0]["product"].as_str().unwrap().to_owned();
        let seen = shown(&api, &product).await;
        assert_eq!((&seen["title"], &seen["description_html"]), (&json!("Lamp"), &json!("<p>Bright</p>")));
        assert_eq!(seen["variants"][0]["available"], 5);
        assert_eq!(seen["variants"][0]["prices"][0]["price"], json!({ "amount": 7_900, "currency": "JPY" }));
        assert_eq!(seen["variants"][1]["available"], Value::Null);
        assert_eq!(seen["variants"][1]["compare_at"], eur(6_990));
        assert_eq!(seen["offers"][0]["open"], true, "it can be bought at once");

        // Each kind of change is a change, and only that product's.
        let mut other = lamp();
        other["variants"][0]["on_hand"] = json!(4);
        let taken = push(&api, &key, &[other.clone(), song("song")]).await;
        assert_eq!(statuses(&taken), ["changed", "unchanged"]);
        other["variants"][0]["prices"][0]["price"]["amount"] = json!(8_000);
        assert_eq!(statuses(&push(&api, &key, &[other.clone()]).await), ["changed"]);
        assert_eq!(statuses(&push(&api, &key, &[other.clone()]).await), ["unchanged"]);
        // What is left out stays; a variant that is not named goes.
        other["variants"][0].as_object_mut().unwrap().remove("prices");
        other["variants"][0].as_object_mut().unwrap().remove("on_hand");
        assert_eq!(statuses(&push(&api, &key, &[other.clone()]).await), ["unchanged"]);
        other["variants"].as_array_mut().unwrap().pop();
        assert_eq!(statuses(&push(&api, &key, &[other.clone()]).await), ["changed"]);
        assert_eq!(statuses(&push(&api, &key, &[other.clone()]).await), ["unchanged"]);
        let seen = shown(&api, &product).await;
        assert_eq!(seen["variants"].as_array().unwrap().len(), 1);
        assert_eq!(seen["variants"][0]["available"], 4);
        assert_eq!(seen["variants"][0]["prices"][0]["price"]["amount"], 8_000);
        assert_eq!(statuses(&push(&api, &key, &[lamp()]).await), ["changed"], "and comes back");
        assert_eq!(shown(&api, &product).await["variants"].as_array().unwrap().len(), 2);
    }
}

#[tokio::test]
async fn a_bad_product_is_answered_by_field_and_stops_no_other() {
    for on in On::BOTH {
        let Some(api) = Api::on(on).await else { continue };
        let key = api.key().await;
        let mut wrong = lamp();
        wrong["external_id"] = json!("wrong");
        wrong["title"] = json!(" ");
        wrong["variants"][1]["price"] = json!({ "amount": -1, "currency": "USD" });
        wrong["variants"][0]["options"] = json!([]);
        let mut text = song("text");
        text["variants"][0]["price"] = json!("0.99");
        let mut more = song("more");
        more["discount"] = json!(5);
        let products = [
            song("a"),
            wrong,
            text,
            more,
            json!(7),
            json!(["x"]),
            json!({ "title": "Nameless" }),
            song("a"),
            lamp(),
        ];
        let taken = push(&api, &key, &products).await;
        assert_eq!(
            statuses(&taken),
            [
                "created", "refused", "refused", "refused", "refused", "refused", "refused", "refused",
                "created"
            ]
        );
        let fields = |index: usize| -> Vec<String> {
            let errors = taken["results"][index]["errors"].as_array().unwrap();
            errors.iter().map(|it| it["field"].as_str().unwrap().to_owned()).collect()
        };
        let prices = ["variants[1].price.currency", "variants[1].price.amount", "variants[1].compare_at"];
        assert_eq!(fields(1)[..2], ["title", "variants[0].options"]);
        assert_eq!(fields(1)[2..], prices);
        assert_eq!(fields(2), ["variants[0].price"]);
        assert_eq!(fields(3), ["discount"]);
        assert_eq!(fields(4), ["."]);
        assert_eq!(fields(5), ["."]);
        assert_eq!(fields(6), ["external_id"]);
        assert_eq!(fields(7), ["external_id"], "twice in one call");
        assert_eq!(taken["results"][3]["external_id"], "more");

        // What is wrong is told on the page of health until it is pushed rightly.
        let health = api.get(HEALTH, &key).await.expect(200).body;
        let names = |health: &Value| -> Vec<String> {
            let mut names: Vec<String> = health["refused"]
                .as_array()
                .unwrap()
                .iter()
                .map(|it| it["name"].as_str().unwrap().to_owned())
                .collect();
            names.sort_unstable();
            names
        };
        assert_eq!(names(&health), ["", "more", "text", "wrong"]);
        push(&api, &key, &[song("text"), song("more")]).await;
        let health = api.get(HEALTH, &key).await.expect(200).body;
        assert_eq!(names(&health), ["", "wrong"]);
        let pushes = &health["pushes"][0];
        assert_eq!((&pushes["kind"], &pushes["refused_of_day"]), (&json!("products"), &json!(7)));
        assert_eq!((&pushes["changed_of_day"], &pushes["unchanged_of_day"]), (&json!(4), &json!(0)));
        assert!(health["advice"].to_string().contains("Some of what was pushed is refused"), "{health:#}");
    }
}

#[tokio::test]
async fn how_much_is_taken_at_once_is_bounded_and_what_is_no_push_changes_nothing() {
    let api = Api::new().await;
    let key = api.key().await;
    let before = api.everything();
    let many: Vec<Value> = (0..251).map(|number| song(&format!("song-{number}"))).collect();
    let rows: Vec<Value> =
        (0..1_001).map(|_| json!({ "sku": "x", "on_hand": 1, "at": "2026-01-01T00:00:00Z" })).collect();
    let early = json!({ "products": [song("a")], "stock_at": at(&api, 301) });
    for (method, path, body, field) in [
        ("PUT", PRODUCTS, json!({ "products": [] }), "products"),
        ("PUT", PRODUCTS, json!({ "products": many }), "products"),
        ("PUT", PRODUCTS, json!({ "products": {} }), "products"),
        ("PUT", PRODUCTS, json!({ "products": [song("a")], "more": 1 }), "more"),
        ("PUT", PRODUCTS, json!({ "products": [song("a\0")] }), "products[0].external_id"),
        ("PUT", PRODUCTS, early, "stock_at"),
        ("PATCH", STOCK, json!({ "rows": [] }), "rows"),
        ("PATCH", STOCK, json!({ "rows": rows }), "rows"),
        ("PATCH", PRICES, json!({ "rows": [] }), "rows"),
    ] {
        let refused = api.json(method, path, &key, &body).await.expect(422);
        assert_eq!(refused.text("/errors/0/field"), field, "{path}");
    }
    let huge = json!({ "products": [{ "external_id": "x".repeat(4 * 1024 * 1024) }] });
    assert_eq!(api.json("PUT", PRODUCTS, &key, &huge).await.problem(), "too-large");
    assert_eq!(api.everything(), before);
    // As many as may be are taken, in several transactions.
    let taken = push(&api, &key, &many[..250]).await;
    assert_eq!((&taken["created"], taken["results"].as_array().unwrap().len()), (&json!(250), 250));
    let taken = push(&api, &key, &many[..250]).await;
    assert_eq!(taken["unchanged"], 250);
}

#[tokio::test]
async fn stock_counts_by_when_it_was_said_and_never_falls_below_what_is_promised() {
    for on in On::BOTH {
        let Some(api) = Api::on(on).await else { continue };
        let key = api.key().await;
        let made = push(&api, &key, &[lamp(), song("song")]).await;
        let product = made["results"][0]["product"].as_str().unwrap().to_owned();
        let available = async || shown(&api, &product).await["variants"][0]["available"].clone();
        let rows = json!([
            { "variant": "lamp-s", "on_hand": 9, "at": at(&api, -10) },
            { "sku": "song", "on_hand": 3, "at": at(&api, -10) },
            { "product": "lamp", "variant": "lamp-l", "on_hand": null, "at": at(&api, -10) },
        ]);
        let taken = stock(&api, &key, rows.clone()).await;
        assert_eq!(statuses(&taken), ["changed", "changed", "unchanged"], "{taken:#}");
        assert_eq!(available().await, 9);
        // Heard before: what was sold since is not undone.
        assert_eq!(statuses(&stock(&api, &key, rows).await), ["unchanged", "unchanged", "unchanged"]);
        let fraction = api.house.ctx.now() - SignedDuration::from_secs(10) + SignedDuration::from_micros(1);
        let rows = json!([
            { "variant": "lamp-s", "on_hand": 7, "at": fraction.to_string() },
            { "variant": "lamp-s", "on_hand": 100, "at": at(&api, -10) },
            { "variant": "lamp-s", "on_hand": 101, "at": at(&api, -11) },
            { "variant": "lamp-s", "on_hand": 6, "at": at(&api, -9) },
            { "variant": "lamp-s", "on_hand": 5, "at": at(&api, 301) },
            { "variant": "lamp-s", "on_hand": -1, "at": at(&api, 0) },
            { "variant": "lamp-s", "on_hand": "4", "at": at(&api, 0) },
            { "variant": "lamp-s", "on_hand": 4, "at": "yesterday" },
            { "variant": "nothing", "on_hand": 4, "at": at(&api, 0) },
            { "on_hand": 4, "at": at(&api, 0) },
        ]);
        let taken = stock(&api, &key, rows).await;
        let wanted = ["changed", "stale", "stale", "changed", "refused"];
        assert_eq!(statuses(&taken)[..5], wanted, "{taken:#}");
        assert_eq!(statuses(&taken)[5..], ["refused"; 5]);
        let fields: Vec<&str> =
            (4..10).map(|index| taken["results"][index]["errors"][0]["field"].as_str().unwrap()).collect();
        assert_eq!(fields, ["at", "on_hand", "on_hand", "at", "variant", "sku"]);
        assert_eq!(available().await, 6, "the later of two in one push");

        // Two are in an order that is not paid out of the shelf yet.
        let offer = shown(&api, &product).await["offers"][0]["id"].clone();
        let items = json!({ "items": [{ "offer": offer, "variant": made_variant(&api, &product).await, "quantity": 2 }] });
        let started = api.json("POST", "/commerce/v1/checkouts", "", &items).await.expect(201);
        let (path, token) =
            (format!("/commerce/v1/checkouts/{}", started.text("/id")), started.text("/token"));
        let ready = api.json("PATCH", &path, &token, &crate::api::details()).await.expect(200);
        api.pay(&path, &token, "k", "card_ok", &ready).await.expect(200);
        let rows = json!([{ "variant": "lamp-s", "on_hand": 1, "at": at(&api, -8) }]);
        let taken = stock(&api, &key, rows).await;
        assert_eq!((statuses(&taken), &taken["results"][0]["raised_to"]), (vec!["changed"], &json!(2)));
        assert_eq!(available().await, 0, "nothing more is sold, and nothing is taken from who bought");

        // A whole push from before says nothing of stock any more; its text counts.
        let mut late = lamp();
        late["title"] = json!("Lamp again");
        let body = json!({ "products": [late], "stock_at": at(&api, -20) });
        let taken = api.json("PUT", PRODUCTS, &key, &body).await.expect(200).body;
        assert_eq!(statuses(&taken), ["changed"]);
        assert_eq!(taken["results"][0]["notes"][0]["field"], "variants[0].on_hand");
        assert_eq!(available().await, 0);
        let taken = api.json("PUT", PRODUCTS, &key, &body).await.expect(200).body;
        assert_eq!(statuses(&taken), ["unchanged"]);
        let body = json!({ "products": [lamp()], "stock_at": at(&api, -1) });
        api.json("PUT", PRODUCTS, &key, &body).await.expect(200);
        assert_eq!(available().await, 3, "five there, two promised");
        let rows = json!([{ "variant": "lamp-s", "on_hand": 50, "at": at(&api, -2) }]);
        assert_eq!(statuses(&stock(&api, &key, rows).await), ["stale"]);
    }
}

async fn made_variant(api: &Api, product: &str) -> Value {
    shown(api, product).await["variants"][0]["id"].clone()
}

#[tokio::test]
async fn prices_count_by_when_they_were_said_and_a_sale_goes_on_until_the_usual_price_is_another() {
    for on in On::BOTH {
        let Some(api) = Api::on(on).await else { continue };
        let key = api.key().await;
        let made = push(&api, &key, &[lamp()]).await;
        let product = made["results"][0]["product"].as_str().unwrap().to_owned();
        let price = async || shown(&api, &product).await["variants"][0]["price"]["amount"].clone();
        let row = |amount: i64, seconds: i64| json!({ "variant": "lamp-s", "price": eur(amount), "at": at(&api, seconds) });
        let yen = json!([{ "price": { "amount": 9_000, "currency": "JPY" }, "compare_at": null }]);
        let mut further = row(4_990, -30);
        further["prices"] = yen.clone();
        assert_eq!(statuses(&prices(&api, &key, json!([further.clone()])).await), ["changed"]);
        assert_eq!(shown(&api, &product).await["variants"][0]["prices"], yen);
        further["at"] = json!(at(&api, -29));
        assert_eq!(statuses(&prices(&api, &key, json!([further])).await), ["unchanged"]);

        let sale = json!({ "ends_at": "2999-01-01T00:00:00Z", "percent_off": 10 });
        api.json("PUT", &format!("/commerce/v1/products/{product}/sale"), &key, &sale).await.expect(200);
        assert_eq!(price().await, 4_491);
        assert_eq!(statuses(&prices(&api, &key, json!([row(4_990, -20)])).await), ["unchanged"]);
        assert_eq!(price().await, 4_491, "it is the usual price");
        let taken = prices(&api, &key, json!([row(4_500, -10), row(9_999, -15), row(4_500, -10)])).await;
        assert_eq!(statuses(&taken), ["changed", "stale", "unchanged"]);
        assert_eq!(price().await, 4_500);

        let mut wrong = row(1_000, -5);
        wrong["compare_at"] = eur(900);
        let usd = json!({ "sku": "LAMP-S", "price": { "amount": 1, "currency": "USD" }, "at": at(&api, -5) });
        let taken = prices(&api, &key, json!([wrong, usd])).await;
        assert_eq!(statuses(&taken), ["refused", "refused"]);
        assert_eq!(taken["results"][0]["errors"][0]["field"], "compare_at");
        assert_eq!(taken["results"][1]["errors"][0]["field"], "price.currency");
        assert_eq!(price().await, 4_500);
        // The whole product is compared with what is so now, not with what was pushed last.
        assert_eq!(statuses(&push(&api, &key, &[lamp()]).await), ["changed"]);
        assert_eq!(price().await, 4_990);
    }
}

#[tokio::test]
async fn a_product_is_taken_off_sale_by_its_name_and_only_what_was_pushed() {
    for on in On::BOTH {
        let Some(api) = Api::on(on).await else { continue };
        let key = api.key().await;
        let made = push(&api, &key, &[lamp(), song("a/b c")]).await;
        let product = made["results"][0]["product"].as_str().unwrap().to_owned();
        for _ in 0..2 {
            api.raw("DELETE", &format!("{PRODUCTS}/lamp"), &key, "", "").await.expect(204);
        }
        api.raw("DELETE", &format!("{PRODUCTS}/a%2Fb%20c"), &key, "", "").await.expect(204);
        let path = format!("/commerce/v1/products/{product}");
        assert_eq!(api.get(&path, &key).await.expect(200).body["status"], "archived");
        assert_eq!(statuses(&push(&api, &key, &[lamp()]).await), ["changed"]);
        assert_eq!(api.get(&path, &key).await.expect(200).body["status"], "active");
        // What was made by hand is known by its own id, and is not this program's.
        let by_hand = domain::ids::ProductId::from_raw(api.shop.goods[0].product.raw());
        for name in ["nothing", "a%00b", &by_hand.to_string()] {
            let gone = api.raw("DELETE", &format!("{PRODUCTS}/{name}"), &key, "", "").await.expect(404);
            assert_eq!(gone.problem(), "not-found");
        }
    }
}

#[tokio::test]
async fn files_and_pushes_leave_each_others_products_alone() {
    for on in On::BOTH {
        let Some(api) = Api::on(on).await else { continue };
        let key = api.key().await;
        let made = push(&api, &key, &[lamp()]).await;
        let pushed = made["results"][0]["product"].as_str().unwrap().to_owned();
        let header = "Handle,Title,Variant SKU,Variant Price,Status\n";
        for rows in ["mug,Mug,MUG,12.00,active\ncup,Cup,CUP,9.00,active\n", "mug,Mug,MUG,12.00,active\n"] {
            let file = format!("{header}{rows}");
            let brought = api.raw("POST", "/commerce/v1/imports", &key, "text/csv", file).await;
            let import = format!("/commerce/v1/imports/{}", brought.text("/id"));
            api.house.drain().await;
            let confirm = json!({ "removal_confirmed": true });
            let confirmed = api.json("POST", &format!("{import}/confirm"), &key, &confirm).await;
            assert!(confirmed.status.is_success(), "{confirmed:?}");
            api.house.drain().await;
            assert_eq!(api.get(&import, &key).await.expect(200).body["state"], "done");
        }
        let status = async |title: &str| {
            let found = api.get(&format!("/commerce/v1/products?q={title}"), &key).await.expect(200);
            found.text("/data/0/status")
        };
        assert_eq!(status("Cup").await, "archived", "the second file does not name it");
        assert_eq!(status("Mug").await, "active");
        let path = format!("/commerce/v1/products/{pushed}");
        assert_eq!(api.get(&path, &key).await.expect(200).body["status"], "active");
        api.raw("DELETE", &format!("{PRODUCTS}/mug"), &key, "", "").await.expect(404);
        // Whoever names it last describes it.
        let mut mug = song("mug");
        mug["title"] = json!("Mug, pushed");
        assert_eq!(statuses(&push(&api, &key, &[mug]).await), ["changed"]);
        api.raw("DELETE", &format!("{PRODUCTS}/mug"), &key, "", "").await.expect(204);
    }
}

#[tokio::test]
async fn two_that_push_the_same_at_once_make_one_of_each() {
    for on in On::BOTH {
        let Some(api) = Api::on(on).await else { continue };
        let key = api.key().await;
        let products: Vec<Value> = (0..20).map(|number| song(&format!("song-{number}"))).collect();
        let all = futures_util::future::join_all((0..8).map(|_| push(&api, &key, &products))).await;
        let count = |word: &str| -> u64 { all.iter().map(|taken| taken[word].as_u64().unwrap()).sum() };
        assert_eq!((count("created"), count("unchanged"), count("refused")), (20, 140, 0), "{on:?}");
        let rows = |units: i64, seconds: i64| {
            let row = |number| json!({ "sku": format!("song-{number}"), "on_hand": units, "at": at(&api, seconds) });
            json!((0..20).map(row).collect::<Vec<_>>())
        };
        let pushes = (1..9).map(|number| stock(&api, &key, rows(number, number - 100)));
        futures_util::future::join_all(pushes).await;
        let left = api.get("/commerce/v1/products?q=song-7", &key).await.expect(200);
        assert_eq!(left.body["data"][0]["available"], 8, "the last word, whoever came first");
    }
}

#[tokio::test]
async fn an_order_is_found_by_the_number_it_has_in_the_shops_books() {
    for on in On::BOTH {
        let Some(api) = Api::on(on).await else { continue };
        let key = api.key().await;
        let (first, _) = api.confirmed(0, 1).await;
        let (path, token, ready) = api.checkout(2, 1).await;
        let second =
            api.pay(&path, &token, "pay-2", "card_ok", &ready).await.expect(200).text("/parts/0/order");
        let refer = async |order: &str, body: Value| {
            api.json("PUT", &format!("/commerce/v1/orders/{order}/reference"), &key, &body).await
        };
        assert_eq!(refer(&second, json!({ "reference": "1002" })).await.expect(404).problem(), "not-found");
        api.settle().await;
        let find = async |reference: &str| {
            let path = format!("/commerce/v1/orders?reference={reference}");
            let found = api.get(&path, &key).await.expect(200).body["data"].clone();
            found.as_array().unwrap().iter().map(|it| it["id"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(find("1001").await, Vec::<Value>::new());
        for _ in 0..2 {
            let named = refer(&first, json!({ "reference": " 1001 " })).await.expect(200);
            assert_eq!(named.text("/reference"), "1001");
        }
        assert_eq!(find("1001").await, [json!(first)]);
        let taken = refer(&second, json!({ "reference": "1001" })).await.expect(409);
        assert_eq!((taken.problem(), taken.text("/order")), ("state-conflict", first.clone()));
        // Two programs took the same order: the second is told instead of writing over the first.
        let other = refer(&first, json!({ "reference": "1009" })).await.expect(409);
        assert_eq!(other.text("/reference"), "1001");
        let replaced = refer(&first, json!({ "reference": "1009", "instead_of": "1001" })).await.expect(200);
        assert_eq!(replaced.text("/reference"), "1009");
        assert_eq!((find("1001").await.len(), find("1009").await), (0, vec![json!(first)]));
        refer(&second, json!({ "reference": "1001" })).await.expect(200);
        for wrong in ["", "  ", "a\nb", &"x".repeat(101)] {
            let refused = refer(&first, json!({ "reference": wrong })).await.expect(422);
            assert_eq!(refused.text("/errors/0/field"), "reference");
        }
        let searched = api.get("/commerce/v1/orders?q=1009", &key).await.expect(200);
        assert_eq!(searched.text("/data/0/id"), first);
    }
}

#[tokio::test]
async fn one_number_goes_to_one_of_many_orders_that_want_it_at_once() {
    for on in On::BOTH {
        let Some(api) = Api::on(on).await else { continue };
        let key = api.key().await;
        let mut orders = Vec::new();
        for number in 0..4 {
            let (path, token, ready) = api.checkout(2, 1).await;
            let paid = api.pay(&path, &token, &format!("p{number}"), "card_ok", &ready).await.expect(200);
            orders.push(paid.text("/parts/0/order"));
        }
        api.settle().await;
        let body = json!({ "reference": "1001" });
        let named = futures_util::future::join_all(orders.iter().map(async |order| {
            api.json("PUT", &format!("/commerce/v1/orders/{order}/reference"), &key, &body)
                .await
                .status
                .as_u16()
        }))
        .await;
        let count = |status: u16| named.iter().filter(|it| **it == status).count();
        assert_eq!((count(200), count(409)), (1, 3), "{on:?} {named:?}");
    }
}

#[tokio::test]
async fn health_says_what_came_when_and_what_to_do() {
    let api = Api::new().await;
    let key = api.key().await;
    let empty = api.get(HEALTH, &key).await.expect(200).body;
    assert_eq!(
        (&empty["pushes"], &empty["refused"], &empty["webhooks"]),
        (&json!([]), &json!([]), &json!([]))
    );
    assert_eq!(empty["advice"].as_array().unwrap().len(), 2, "{empty:#}");
    push(&api, &key, &[song("song")]).await;
    let row = |seconds| json!({ "sku": "song", "on_hand": 1, "at": at(&api, seconds) });
    stock(&api, &key, json!([row(-5), row(-6), row(-7), { "sku": "no" }])).await;
    let health = api.get(HEALTH, &key).await.expect(200).body;
    let stock_push = health["pushes"].as_array().unwrap().iter().find(|it| it["kind"] == "stock").unwrap();
    assert_eq!((&stock_push["stale_of_day"], &stock_push["refused_of_day"]), (&json!(2), &json!(1)));
    assert_eq!(stock_push["last_at"], json!(api.house.ctx.now().to_string()));
    assert_eq!(
        (&health["refused"][0]["name"], &health["refused"][0]["field"]),
        (&json!("no"), &json!("on_hand"))
    );
    assert!(health["advice"].to_string().contains("older than what was known"), "{health:#}");
    // A day later the day is over; a month later all of it is forgotten.
    api.house.clock.advance(SignedDuration::from_hours(25));
    let later = api.get(HEALTH, &key).await.expect(200).body;
    assert_eq!((&later["refused"], &later["pushes"][0]["changed_of_day"]), (&json!([]), &json!(0)));
    assert!(later["advice"].to_string().contains("more than a day ago"), "{later:#}");
    api.house.clock.advance(SignedDuration::from_hours(24 * 31));
    app::upkeep::tidy(&api.house.ctx).await;
    assert_eq!(api.get(HEALTH, &key).await.expect(200).body["pushes"], json!([]));
    let catalog = api.key_of(&api.shop, &[domain::access::Scope::CatalogRead]).await;
    let narrow = api.get(HEALTH, &catalog).await.expect(200).body;
    assert_eq!(narrow["webhooks"], Value::Null, "its scopes do not reach them");
}
