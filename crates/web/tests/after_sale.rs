//! An order's life over HTTP, after it was placed: staff ships and refunds, the buyer follows and withdraws, all with
//! plain forms.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use buyline_web as web;

use app::accounts::sign_in_as;
use app::checkout::Part;
use axum::body::Body;
use domain::access::Role;
use domain::ids::{AccountId, OrderId};
use domain::view::people::AccountKind;
use http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use jiff::SignedDuration;
use store::accounts::NewAccount;
use testkit::house::{Goods, House, Shop, pay_with};
use tower::ServiceExt;
use web::{Web, WebConfig};

const PRINT: Goods = Goods { title: "<b>Lac</b> du matin", price: 2_490, units: Some(10) };

struct Town {
    house: House,
    router: axum::Router,
    shop: Shop,
    order: OrderId,
    key: String,
}

/// What somebody's browser carries.
#[derive(Default)]
struct Browser {
    cookie: String,
}

struct Page {
    status: StatusCode,
    location: String,
    body: String,
}

impl Town {
    async fn new() -> Self {
        let house = House::sqlite();
        let shop = house.shop(&[PRINT]).await;
        let config = WebConfig {
            base_url: "http://shop.test".to_owned(),
            server_name: "Test".to_owned(),
            demo: true,
            test_mode: true,
            trusted_proxies: Vec::new(),
        };
        let router = web::router(Web::new(house.ctx.clone(), config));
        let view = shop.tap(&house.ctx, &[(0, 2)]).await;
        let Part::Placed(order) = pay_with(&house.ctx, &view, "card_ok").await[0].1 else { panic!("placed") };
        house.clock.advance(SignedDuration::from_mins(3));
        house.drain().await;
        Self { house, router, shop, order, key: view.token }
    }

    async fn owner(&self) -> Browser {
        let ctx = &self.house.ctx;
        let account = NewAccount {
            id: ctx.id(),
            handle: "nora".to_owned(),
            display_name: "Nora".to_owned(),
            kind: AccountKind::Person,
            email: Some("nora@example.org".to_owned()),
            password_hash: None,
            locale: "en".to_owned(),
            operator: false,
            created_at: ctx.now(),
        };
        let (id, merchant, now): (AccountId, _, _) = (account.id, self.shop.merchant, ctx.now());
        ctx.db()
            .write("open_account", move |tx| {
                use store::Param;
                store::accounts::insert(tx, &account)?;
                tx.execute(
                    "INSERT INTO staff (merchant_id, account_id, role, created_at) VALUES ($1, $2, $3, $4)",
                    &[Param::id(merchant), Param::id(id), Role::Owner.as_str().into(), now.into()],
                )
            })
            .await
            .unwrap();
        let session = sign_in_as(ctx, id, "").await.unwrap();
        let token: String = session.token.iter().map(|byte| format!("{byte:02x}")).collect();
        Browser { cookie: format!("buyline={token}") }
    }

    async fn send(&self, browser: &Browser, method: &str, path: &str, form: &str) -> Page {
        let mut request = Request::builder().method(method).uri(path).header(header::ACCEPT_LANGUAGE, "en");
        if !browser.cookie.is_empty() {
            request = request.header(header::COOKIE, &browser.cookie);
        }
        if method == "POST" {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let request = request.body(Body::from(form.to_owned())).unwrap();
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let location = answer
            .headers()
            .get(header::LOCATION)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        let status = answer.status();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        Page { status, location, body: String::from_utf8(bytes.to_vec()).unwrap() }
    }

    async fn get(&self, browser: &Browser, path: &str) -> String {
        let page = self.send(browser, "GET", path, "").await;
        assert_eq!(page.status, StatusCode::OK, "{path}: {}", page.body);
        page.body
    }

    /// Opens `page`, takes its token and sends `form` to `path`.
    async fn post(&self, browser: &Browser, page: &str, path: &str, form: &str) -> Page {
        let body = self.get(browser, page).await;
        let token = hidden(&body, "csrf").expect("a form");
        let once = hidden(&body, "once").map(|once| format!("&once={once}")).unwrap_or_default();
        self.send(browser, "POST", path, &format!("csrf={token}&{form}{once}")).await
    }
}

/// The value of a form's hidden field.
fn hidden<'a>(page: &'a str, name: &str) -> Option<&'a str> {
    page.split_once(&format!("name=\"{name}\" value=\""))?.1.split('"').next()
}

#[tokio::test]
async fn a_refund_form_that_is_sent_twice_gives_back_once() {
    let town = Town::new().await;
    let owner = town.owner().await;
    let order = format!("/studio/{}/orders/{}", town.shop.merchant, town.order);
    let refund = format!("{order}/refund");
    let page = town.get(&owner, &refund).await;
    let (csrf, once) = (hidden(&page, "csrf").unwrap(), hidden(&page, "once").unwrap());
    let sent = format!("csrf={csrf}&once={once}&amount=10.00");
    for _ in 0..2 {
        let answer = town.send(&owner, "POST", &refund, &sent).await;
        assert_eq!((answer.status, answer.location.as_str()), (StatusCode::SEE_OTHER, order.as_str()));
    }
    let changed = town.send(&owner, "POST", &refund, &format!("csrf={csrf}&once={once}&amount=20.00")).await;
    let keyless = town.send(&owner, "POST", &refund, &format!("csrf={csrf}&amount=20.00")).await;
    for refused in [changed, keyless] {
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("This form was sent before"), "{}", refused.body);
        assert!(refused.body.contains("value=\"20.00\""), "what was typed is kept");
    }
    town.house.drain().await;
    assert!(town.get(&owner, &order).await.contains("€10.00 refunded"));
}

#[tokio::test]
async fn staff_ships_and_refunds_with_plain_forms() {
    let town = Town::new().await;
    let owner = town.owner().await;
    let studio = format!("/studio/{}", town.shop.merchant);
    let order = format!("{studio}/orders/{}", town.order);
    let line = {
        let id = town.order;
        town.house.ctx.db().read(move |conn| store::orders::by_id(conn, id)).await.unwrap().unwrap().lines[0]
            .id
    };
    assert!(town.get(&owner, &studio).await.contains("to ship"));
    assert!(town.get(&owner, &format!("{studio}/orders?view=to-ship&q=camille")).await.contains("Camille"));
    let page = town.get(&owner, &order).await;
    assert!(page.contains("&#60;b&#62;Lac") && !page.contains("<b>Lac"), "names are text");

    let ship = format!("{order}/ship");
    let sent = town.post(&owner, &ship, &ship, &format!("line_{line}=1&carrier=Poste&mail=on")).await;
    assert_eq!((sent.status, sent.location.as_str()), (StatusCode::SEE_OTHER, order.as_str()));
    let again = town.post(&owner, &ship, &ship, &format!("line_{line}=2")).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.body.contains("Only 1 of it is left to ship."), "{}", again.body);

    let refund = format!("{order}/refund");
    let empty = town.post(&owner, &refund, &refund, "amount=").await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY, "an empty form gives nothing back");
    let wrong = town.post(&owner, &refund, &refund, "amount=1,000").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "nobody's amount is guessed");
    let much = town.post(&owner, &refund, &refund, "amount=1000").await;
    assert!(much.body.contains("At most €54.70"), "{}", much.body);
    let given = town.post(&owner, &refund, &refund, "amount=10.00&reason=Sorry").await;
    assert_eq!(given.status, StatusCode::SEE_OTHER);
    town.house.drain().await;
    let page = town.get(&owner, &order).await;
    assert!(page.contains("€10.00 refunded"));
    let money =
        page.split_once("<h2 class=\"section\">Money</h2>").unwrap().1.split_once("</section>").unwrap().0;
    for line in ["Paid by the buyer ·", "Given back ·", "−€10.00", "Left for you"] {
        assert!(money.contains(line), "{line} in {money}");
    }

    for paper in ["packing-slip", "invoice"] {
        assert!(town.get(&owner, &format!("{order}/{paper}")).await.contains("Camille R."), "{paper}");
    }
    let figures = town.get(&owner, &format!("{studio}/figures?days=7")).await;
    assert!(figures.contains("<svg role=\"img\"") && figures.contains("€49.80"), "{figures}");
    let csv = town.get(&owner, &format!("{studio}/figures/products.csv?days=7")).await;
    assert!(csv.contains("EUR,49.80,9.10,40.70"), "{csv}");
    for page in ["customers", "customers.csv", "orders.csv", "errors"] {
        town.get(&owner, &format!("{studio}/{page}")).await;
    }
}

#[tokio::test]
async fn a_guest_follows_and_withdraws_in_two_steps() {
    let town = Town::new().await;
    let guest = Browser { cookie: "buyline-visitor=00112233445566778899aabbccddeeff".to_owned() };
    let order = format!("/orders/{}", town.order);
    let key = format!("?key={}", town.key);
    assert_eq!(town.send(&guest, "GET", &order, "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(town.send(&guest, "GET", &format!("{order}?key=00"), "").await.status, StatusCode::NOT_FOUND);
    let page = town.get(&guest, &format!("{order}{key}")).await;
    assert!(page.contains("Withdraw from the contract here"), "{page}");

    let withdraw = format!("{order}/withdraw{key}");
    let second = town.post(&guest, &withdraw, &withdraw, "name=Camille").await;
    assert_eq!(second.status, StatusCode::OK);
    assert!(second.body.contains("Confirm withdrawal"), "nothing is sent by the first step");
    let sent = town.post(&guest, &withdraw, &withdraw, "name=Camille&step=confirm").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    assert!(town.get(&guest, &sent.location).await.contains("Your withdrawal has been received"));
    town.house.drain().await;
    let mails = town.get(&guest, "/demo/mails").await;
    assert!(mails.contains("Receipt of your withdrawal"), "{mails}");
    assert!(!town.get(&guest, &format!("{order}{key}")).await.contains("Withdraw from the contract here"));
}

#[tokio::test]
async fn a_lost_link_gets_the_same_answer_for_everybody() {
    let town = Town::new().await;
    let guest = Browser { cookie: "buyline-visitor=00112233445566778899aabbccddeeff".to_owned() };
    let known = town.post(&guest, "/orders/find", "/orders/find", "email=camille%40example.com").await;
    let unknown = town.post(&guest, "/orders/find", "/orders/find", "email=nobody%40example.com").await;
    assert_eq!((known.status, &known.location), (unknown.status, &unknown.location));
    assert_eq!((known.status, known.body), (StatusCode::SEE_OTHER, unknown.body));
}

#[tokio::test]
async fn what_was_given_back_before_it_left_is_never_called_shipped() {
    let town = Town::new().await;
    let owner = town.owner().await;
    let order = format!("/studio/{}/orders/{}", town.shop.merchant, town.order);
    let refund = format!("{order}/refund");
    let line = town.get(&owner, &refund).await;
    let line = line.split_once("name=\"line_").unwrap().1.split_once('"').unwrap().0.to_owned();
    let both = town.post(&owner, &refund, &refund, &format!("line_{line}=1&amount=1.00")).await;
    assert_eq!(both.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", both.body);
    assert!(both.body.contains("not both"), "{}", both.body);

    let one = town.post(&owner, &refund, &refund, &format!("line_{line}=1")).await;
    assert_eq!(one.status, StatusCode::SEE_OTHER, "{}", one.body);
    assert!(town.get(&owner, &order).await.contains("/ship\""), "the other one is still to be shipped");
    let rest = town.post(&owner, &refund, &refund, "everything=on").await;
    assert_eq!(rest.status, StatusCode::SEE_OTHER, "{}", rest.body);
    town.house.drain().await;
    let page = town.get(&owner, &order).await;
    assert!(page.contains("Given back") && !page.contains("/ship\"") && !page.contains("Shipped"), "{page}");
    let buyers = town
        .get(&Browser { cookie: String::new() }, &format!("/orders/{}?key={}", town.order, town.key))
        .await;
    assert!(buyers.contains("Nothing is on its way"), "{buyers}");
    let file = town.get(&owner, &format!("/studio/{}/orders.csv", town.shop.merchant)).await;
    assert!(file.contains("given_back"), "{file}");
}
