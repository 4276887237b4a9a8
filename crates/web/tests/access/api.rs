//! The API: every route × caller × own and other.

use std::fmt::Write;

use app::carts;
use app::checkout::Wanted;
use axum::body::Body;
use buyline_web::rest::routes::ROUTES;
use buyline_web::{Route, Who};
use domain::access::{Actor, MerchantAct, Scope};
use domain::quantity::Quantity;
use http::{Request, header};
use serde_json::{Value, json};

use crate::town::{Side, Town, permit, text};
use crate::watch::Watch;

/// Who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller {
    /// Nobody: no header at all.
    Nobody,
    /// The browser of the shop's owner, or of the operator: the API knows no cookies.
    OwnerCookie,
    OperatorCookie,
    /// A guest with the token of the very thing, and one with that of another.
    Holder,
    OtherHolder,
    /// A program of our shop's with one scope, with all, with a test key.
    Key(Scope),
    KeyAll,
    TestKey,
    /// A program of the other shop's with all scopes.
    RivalKey,
    /// A key that was taken back, and one that never was.
    Revoked,
    Invented,
}

const CALLERS: [Caller; 18] = [
    Caller::Nobody,
    Caller::OwnerCookie,
    Caller::OperatorCookie,
    Caller::Holder,
    Caller::OtherHolder,
    Caller::Key(Scope::CatalogRead),
    Caller::Key(Scope::CatalogWrite),
    Caller::Key(Scope::OrdersRead),
    Caller::Key(Scope::OrdersWrite),
    Caller::Key(Scope::PostsWrite),
    Caller::Key(Scope::ReportsRead),
    Caller::Key(Scope::WebhooksRead),
    Caller::Key(Scope::WebhooksWrite),
    Caller::KeyAll,
    Caller::TestKey,
    Caller::RivalKey,
    Caller::Revoked,
    Caller::Invented,
];

/// Whose ids stand in the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ids {
    Own,
    Other,
}

/// What a caller must meet: a status, or the handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meets {
    Unknown = 401,
    Forbidden = 403,
    Nothing = 404,
    Handler = 0,
}

/// The rule, by who may call. A new kind of `Who` does not compile without its row.
fn rule(route: &Route, caller: Caller, ids: Ids) -> Meets {
    match route.who {
        Who::Anyone => Meets::Handler,
        Who::Holder => match (caller, ids) {
            (Caller::Nobody | Caller::OwnerCookie | Caller::OperatorCookie, _) => Meets::Unknown,
            (Caller::Holder, Ids::Own) => Meets::Handler,
            _ => Meets::Nothing,
        },
        Who::Key(act) => by_key(act, route, caller, ids).unwrap_or(Meets::Unknown),
        Who::HolderOrKey(act) => match (caller, ids) {
            (Caller::Holder, Ids::Own) => Meets::Handler,
            (Caller::Holder | Caller::OtherHolder, _) => Meets::Nothing,
            _ => by_key(act, route, caller, ids).unwrap_or(Meets::Unknown),
        },
        Who::Person | Who::AnyStaff | Who::Staff(_) | Who::Team(_) | Who::Operator | Who::Demo => {
            panic!("{route:?}: the API knows no people")
        }
    }
}

/// What a caller with a key meets; `None` for one without.
fn by_key(act: MerchantAct, route: &Route, caller: Caller, ids: Ids) -> Option<Meets> {
    let scope = act.scope().expect("a key's route has a scope");
    let own = ids == Ids::Own;
    let named = route.path.contains('{');
    let (has_scope, is_theirs) = match caller {
        Caller::Key(given) => (given == scope, own),
        Caller::KeyAll | Caller::TestKey => (true, own),
        Caller::RivalKey => (true, !own),
        Caller::Nobody
        | Caller::OwnerCookie
        | Caller::OperatorCookie
        | Caller::Holder
        | Caller::OtherHolder
        | Caller::Revoked
        | Caller::Invented => return None,
    };
    Some(match (has_scope, is_theirs || !named) {
        (false, _) => Meets::Forbidden,
        (true, true) => Meets::Handler,
        (true, false) => Meets::Nothing,
    })
}

/// The secrets that callers show, and a cart of each guest.
pub struct Secrets {
    owner_cookie: String,
    operator_cookie: String,
    keys: Vec<(Scope, String)>,
    test: String,
    revoked: String,
    /// Id and token.
    cart: (String, String),
    other_cart: (String, String),
}

pub async fn secrets(town: &Town) -> Secrets {
    let ctx = &town.house.ctx;
    let may = permit(&town.ours.shop, MerchantAct::EditStaff);
    let make = async |scopes: Vec<Scope>, is_test| {
        app::merchants::keys::make(ctx, &may, "x", scopes, is_test).await.unwrap()
    };
    let mut keys = Vec::new();
    for scope in Scope::ALL {
        keys.push((scope, make(vec![scope], false).await.1));
    }
    let (revoked, revoked_secret) = make(Scope::ALL.to_vec(), false).await;
    assert!(app::merchants::keys::revoke(ctx, &may, revoked.id).await.unwrap());
    Secrets {
        owner_cookie: town.browser(Some(town.ours.owner)).await.cookie,
        operator_cookie: town.browser(Some(town.operator().await)).await.cookie,
        keys,
        test: make(Scope::ALL.to_vec(), true).await.1,
        revoked: revoked_secret,
        cart: cart(town, "0123456789abcdef0123456789abcdef").await,
        other_cart: cart(town, "fedcba9876543210fedcba9876543210").await,
    }
}

async fn cart(town: &Town, token: &str) -> (String, String) {
    let whose = carts::Whose::of(&Actor::Anonymous, token.as_bytes());
    let offer = town.ours.shop.goods[0].offer;
    let wanted = Wanted { offer, variant: None, quantity: Quantity::ONE, post: None };
    carts::add(&town.house.ctx, whose, wanted).await.unwrap();
    let view = carts::view(&town.house.ctx, whose, None).await.unwrap().unwrap();
    (view.id.to_string(), token.to_owned())
}

pub async fn path_of(town: &Town, secrets: &Secrets, route: &Route, ids: Ids) -> String {
    let side: &Side = if ids == Ids::Own { &town.ours } else { &town.theirs };
    let mut parts = Vec::new();
    for part in route.path.split('/') {
        parts.push(match part {
            "{merchant}" => side.shop.merchant.to_string(),
            "{product}" => side.shop.goods[0].product.to_string(),
            // In a cart of ours and of the other guest alike.
            "{variant}" if route.path.contains("/carts/") => town.ours.shop.goods[0].variant.to_string(),
            "{variant}" => side.shop.goods[0].variant.to_string(),
            "{offer}" => side.shop.goods[0].offer.to_string(),
            "{order}" => side.sold.order.to_string(),
            "{fulfillment}" => side.parcel.to_string(),
            "{request}" => side.request.to_string(),
            "{import}" => side.import.to_string(),
            "quotes" => town.quotes().await,
            "{webhook}" => town.webhook(side).await.to_string(),
            "{delivery}" => side.delivery.to_string(),
            "{external_id}" => town.pushed(side).await,
            "{position}" => "1".to_owned(),
            "{post}" => town.post(side).await.to_string(),
            "{cart}" if ids == Ids::Own => secrets.cart.0.clone(),
            "{cart}" => secrets.other_cart.0.clone(),
            "{checkout}" if ids == Ids::Own => town.open.0.to_string(),
            "{checkout}" => town.theirs.sold.purchase.to_string(),
            "{problem}" => "not-found".to_owned(),
            unknown if unknown.starts_with('{') => {
                panic!("{route:?}: say in tests/access/api.rs what {unknown} is")
            }
            word => word.to_owned(),
        });
    }
    let query = if route.path == "/commerce/v1/merchants" { "?handle=nobody" } else { "" };
    format!("{}{query}", parts.join("/"))
}

/// A body that is refused for nothing but who sends it.
pub fn body_of(side: &Side, route: &Route) -> Option<Value> {
    let goods = side.shop.goods[0];
    let (offer, product, variant) =
        (goods.offer.to_string(), goods.product.to_string(), goods.variant.to_string());
    let price = json!({ "amount": 2_000, "currency": "EUR" });
    let written = |id: Option<String>| json!({ "title": "Bowl", "status": "active", "variants": [{ "id": id, "price": price, "units": 400 }] });
    Some(match (route.method, route.path.trim_start_matches("/commerce/v1")) {
        ("GET" | "DELETE", _) => return None,
        ("POST", "/carts" | "/checkouts") => json!({ "items": [{ "offer": offer, "quantity": 1 }] }),
        ("POST", "/carts/{cart}/items") => json!({ "offer": offer, "quantity": 1 }),
        ("PUT", "/carts/{cart}/items/{variant}") => json!({ "quantity": 2 }),
        ("POST", "/orders/{order}/refunds") => json!({ "everything": true }),
        ("POST", "/carts/{cart}/checkout") => json!({}),
        ("PATCH", "/checkouts/{checkout}") => json!({ "email": "new@example.org" }),
        ("POST", "/checkouts/{checkout}/complete") => {
            json!({ "payment": { "token": "card_ok" }, "parts": [] })
        }
        ("POST", "/orders/{order}/requests") => json!({ "kind": "cancel" }),
        ("POST", "/orders/{order}/requests/{request}/answer") => json!({ "accept": true }),
        ("PUT", "/channel/products") => {
            let variant = json!({ "external_id": "cup", "price": price, "on_hand": 3 });
            json!({ "products": [{ "external_id": "cup", "title": "Cup", "variants": [variant] }] })
        }
        ("PATCH", "/channel/stock") => {
            json!({ "rows": [{ "sku": "cup", "on_hand": 3, "at": "2026-11-22T12:00:00Z" }] })
        }
        ("PATCH", "/channel/prices") => {
            json!({ "rows": [{ "sku": "cup", "price": price, "at": "2026-11-22T12:00:00Z" }] })
        }
        ("PUT", "/orders/{order}/reference") => json!({ "reference": "1001" }),
        ("POST", "/products") => written(None),
        ("PUT", "/products/{product}") => written(Some(variant)),
        ("PUT", "/variants/{variant}/stock") => json!({ "units": 300 }),
        ("PUT", "/variants/{variant}/prices") => json!({ "prices": [] }),
        ("PUT", "/products/{product}/sale") => {
            json!({ "ends_at": "2999-01-01T00:00:00Z", "percent_off": 10 })
        }
        ("POST", "/offers") => json!({ "product": product, "limit_per_buyer": 3 }),
        ("PATCH", "/offers/{offer}") => json!({ "open": true }),
        ("POST", "/imports" | "/products/{product}/images") => json!({ "as": "a file" }),
        ("POST", "/imports/url") => json!({ "url": "https://shop.example/x.csv" }),
        ("POST", "/webhooks") => json!({ "url": "https://shop.example/more" }),
        ("PUT", "/channel/quotes") => json!({ "url": "https://shop.example/quotes", "answers": ["stock"] }),
        ("PATCH", "/webhooks/{webhook}") => json!({ "state": "on" }),
        ("POST", "/webhooks/{webhook}/replay") => json!({ "failed": true }),
        ("POST", "/posts") => json!({ "text": "hello" }),
        (
            "POST",
            "/orders/{order}/undo"
            | "/orders/{order}/fulfillments"
            | "/orders/{order}/fulfillments/{fulfillment}/delivered"
            | "/orders/{order}/cancel"
            | "/imports/{import}/confirm"
            | "/channel/quotes/rotate"
            | "/webhooks/{webhook}/rotate"
            | "/webhooks/{webhook}/ping"
            | "/webhooks/{webhook}/deliveries/{delivery}/resend",
        ) => json!({}),
        (method, path) => panic!("say in tests/access/api.rs what {method} {path} takes"),
    })
}

pub fn secret_of<'a>(town: &'a Town, secrets: &'a Secrets, route: &Route, caller: Caller) -> Option<&'a str> {
    let of_cart = route.path.contains("{cart}");
    let of_checkout = route.path.contains("{checkout}");
    Some(match caller {
        Caller::Nobody | Caller::OwnerCookie | Caller::OperatorCookie => return None,
        Caller::Holder if of_cart => &secrets.cart.1,
        Caller::Holder if of_checkout => &town.open.1,
        Caller::Holder => &town.ours.sold.token,
        // A secret that opens something, but neither of what is asked for.
        Caller::OtherHolder => &town.bought.token,
        Caller::Key(scope) => &secrets.keys.iter().find(|(known, _)| *known == scope)?.1,
        Caller::KeyAll => &town.ours.secret,
        Caller::TestKey => &secrets.test,
        Caller::RivalKey => &town.theirs.secret,
        Caller::Revoked => &secrets.revoked,
        Caller::Invented => "blk_live_000000000000000000000000000000000000000000000000",
    })
}

#[tokio::test]
async fn every_operation_meets_every_caller_as_the_rule_says() {
    let town = Town::new().await;
    let secrets = secrets(&town).await;
    let mut watch = Watch::new(&town.house);
    let mut table = String::new();
    let mut count = 0;
    for route in ROUTES {
        let named = route.path.contains('{') && route.who != Who::Anyone;
        for ids in if named { &[Ids::Own, Ids::Other][..] } else { &[Ids::Own] } {
            let side = if *ids == Ids::Own { &town.ours } else { &town.theirs };
            let _ = write!(table, "{} {} {ids:?}:", route.method, route.path);
            for caller in CALLERS {
                let path = path_of(&town, &secrets, route, *ids).await;
                watch.again(&town.house);
                count += 1;
                let mut request = Request::builder()
                    .method(route.method)
                    .uri(&path)
                    .header(header::CONTENT_TYPE, "application/json")
                    .header("idempotency-key", format!("try-{count}"));
                if let Some(secret) = secret_of(&town, &secrets, route, caller) {
                    request = request.header(header::AUTHORIZATION, format!("Bearer {secret}"));
                }
                request = match caller {
                    Caller::OwnerCookie => request.header(header::COOKIE, &secrets.owner_cookie),
                    Caller::OperatorCookie => request.header(header::COOKIE, &secrets.operator_cookie),
                    _ => request,
                };
                // A program writes about its own shop.
                let side = if caller == Caller::RivalKey && !named { &town.theirs } else { side };
                let body = body_of(side, route).map_or_else(Body::empty, |body| Body::from(body.to_string()));
                let answer = town.send(request.body(body).unwrap()).await;
                let status = answer.status().as_u16();
                let meets = rule(route, caller, *ids);
                let what = format!("{route:?} {ids:?} for {caller:?}: {status}");
                if meets == Meets::Handler {
                    assert!(!matches!(status, 401 | 403 | 404 | 405 | 415) && status < 500, "{what}");
                    let _ = write!(table, " {caller:?}={status}");
                    watch.again(&town.house);
                } else {
                    let body = text(answer).await;
                    assert_eq!(status, meets as u16, "{what}: {body}");
                    assert!(!watch.changed(&town.house), "{what}, and something has changed");
                }
            }
            table.push('\n');
        }
    }
    // Who is let in, and what they are told: reviewed by reading. A new route fails here until it was.
    insta::assert_snapshot!("api", table);
}
