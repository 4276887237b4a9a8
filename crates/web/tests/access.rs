//! Every operation × role × own and other (I13), made from the route list: whoever may not is turned away before a
//! handler runs, and no form works without its token.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use buyline_web as web;

use app::accounts::sign_in_as;
use axum::body::Body;
use domain::access::Role;
use domain::ids::{AccountId, MerchantId};
use domain::view::people::AccountKind;
use http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use store::accounts::NewAccount;
use testkit::house::{Goods, House};
use tower::ServiceExt;
use web::html::routes::ROUTES;
use web::{Route, Web, WebConfig, Who};

const BASE: &str = "http://shop.test";

/// A visitor of the test: what their browser carries.
struct Browser {
    cookie: String,
    csrf: String,
}

struct Town {
    house: House,
    router: axum::Router,
    ours: MerchantId,
    theirs: MerchantId,
}

impl Town {
    async fn new() -> Self {
        let house = House::sqlite();
        let print = Goods { title: "Print", price: 100, units: Some(3) };
        let ours = house.shop(&[print]).await.merchant;
        let theirs = house.shop(&[print]).await.merchant;
        let config = WebConfig {
            base_url: BASE.to_owned(),
            server_name: "Test".to_owned(),
            demo: false,
            test_mode: true,
            trusted_proxies: Vec::new(),
        };
        let router = web::router(Web::new(house.ctx.clone(), config));
        Self { house, router, ours, theirs }
    }

    async fn account(&self, handle: &str, operator: bool) -> AccountId {
        let ctx = &self.house.ctx;
        let account = NewAccount {
            id: ctx.id(),
            handle: handle.to_owned(),
            display_name: handle.to_owned(),
            kind: AccountKind::Person,
            email: Some(format!("{handle}@example.org")),
            password_hash: None,
            locale: "en".to_owned(),
            operator,
            created_at: ctx.now(),
        };
        let id = account.id;
        ctx.db().write("account", move |tx| store::accounts::insert(tx, &account)).await.unwrap();
        id
    }

    async fn member(&self, handle: &str, role: Role) -> AccountId {
        let id = self.account(handle, false).await;
        let (merchant, now) = (self.ours, self.house.ctx.now());
        self.house
            .ctx
            .db()
            .write("member", move |tx| {
                use store::Param;
                tx.execute(
                    "INSERT INTO staff (merchant_id, account_id, role, created_at) VALUES ($1, $2, $3, $4)",
                    &[Param::id(merchant), Param::id(id), role.as_str().into(), now.into()],
                )
            })
            .await
            .unwrap();
        id
    }

    /// A browser that is signed in as `account`, or a stranger's.
    async fn browser(&self, account: Option<AccountId>) -> Browser {
        let mut cookie = String::new();
        if let Some(account) = account {
            let session = sign_in_as(&self.house.ctx, account, "").await.unwrap();
            let token: String = session.token.iter().map(|byte| format!("{byte:02x}")).collect();
            cookie = format!("buyline={token}");
        }
        let page = self.send("GET", "/explore", &cookie, Body::empty()).await;
        if let Some(set) = page.headers().get(header::SET_COOKIE) {
            let pair = set.to_str().unwrap().split(';').next().unwrap();
            cookie = format!("{cookie}; {pair}");
        }
        let html = self.send("GET", "/sign-in", &cookie, Body::empty()).await;
        let html = if html.status() == StatusCode::OK {
            text(html).await
        } else {
            text(self.send("GET", "/account/security", &cookie, Body::empty()).await).await
        };
        let csrf = html.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        Browser { cookie, csrf }
    }

    async fn send(&self, method: &str, path: &str, cookie: &str, body: Body) -> Response<Body> {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "shop.test")
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body)
            .unwrap();
        self.router.clone().oneshot(request).await.unwrap()
    }

    async fn call(&self, route: &Route, path: &str, browser: &Browser) -> Response<Body> {
        let body = if route.method == "GET" { String::new() } else { format!("csrf={}", browser.csrf) };
        self.send(route.method, path, &browser.cookie, Body::from(body)).await
    }
}

async fn text(response: Response<Body>) -> String {
    String::from_utf8(response.into_body().collect().await.unwrap().to_bytes().to_vec()).unwrap()
}

/// The route's path with `merchant` where it names one and ids of nothing elsewhere.
fn path_of(route: &Route, merchant: MerchantId) -> String {
    let part = |part: &str| match part {
        "{merchant}" => merchant.to_string(),
        "{at}" => "@nobody-there".to_owned(),
        part if part.starts_with('{') => "none".to_owned(),
        part => part.to_owned(),
    };
    route.path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// All but signing out: it would end the visit that the routes after it are tried with.
fn stays(route: &&Route) -> bool {
    route.path != "/sign-out"
}

fn is_sign_in(response: &Response<Body>) -> bool {
    let to = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
    response.status() == StatusCode::SEE_OTHER && to.is_some_and(|to| to.starts_with("/sign-in?back="))
}

#[tokio::test]
async fn strangers_are_asked_to_sign_in_and_others_find_nothing() {
    let town = Town::new().await;
    let stranger = town.browser(None).await;
    let person = town.account("somebody", false).await;
    let person = town.browser(Some(person)).await;
    for route in ROUTES.iter().filter(stays) {
        let path = path_of(route, town.ours);
        let as_stranger = town.call(route, &path, &stranger).await;
        let as_person = town.call(route, &path, &person).await;
        match route.who {
            Who::Anyone | Who::Holder => {
                assert!(!as_stranger.status().is_server_error(), "{route:?}: {}", as_stranger.status());
                assert!(!as_person.status().is_server_error(), "{route:?}: {}", as_person.status());
            }
            Who::Person => {
                assert!(is_sign_in(&as_stranger), "{route:?} for a stranger: {}", as_stranger.status());
                assert!(!is_sign_in(&as_person), "{route:?} for a person");
                assert!(!as_person.status().is_server_error(), "{route:?}: {}", as_person.status());
            }
            Who::AnyStaff | Who::Staff(_) | Who::Operator => {
                assert!(is_sign_in(&as_stranger), "{route:?} for a stranger: {}", as_stranger.status());
                assert_eq!(as_person.status(), StatusCode::NOT_FOUND, "{route:?} for a person");
            }
            Who::Key(_) | Who::HolderOrKey(_) => unreachable!("pages know no keys"),
            Who::Demo => {
                assert_eq!(as_stranger.status(), StatusCode::NOT_FOUND, "{route:?} outside the demo");
                assert_eq!(as_person.status(), StatusCode::NOT_FOUND, "{route:?} outside the demo");
            }
        }
    }
}

#[tokio::test]
async fn staff_reach_what_their_role_names_in_their_own_shop_only() {
    use domain::access::{Actor, AtMerchant, Person};
    let town = Town::new().await;
    let operator = town.account("runs-it", true).await;
    let operator = town.browser(Some(operator)).await;
    for role in Role::ALL {
        let account = town.member(role.as_str(), role).await;
        let browser = town.browser(Some(account)).await;
        let actor = Actor::Person(Person { account, staff_of: [(town.ours, role)].into(), operator: false });
        for route in ROUTES {
            let Who::Staff(act) = route.who else { continue };
            let may = actor.may(AtMerchant { merchant: town.ours, act }).is_ok();
            let own = town.call(route, &path_of(route, town.ours), &browser).await;
            // Ids of nothing are not found either; a page without further ids tells the difference.
            if !may {
                assert_eq!(own.status(), StatusCode::NOT_FOUND, "{route:?} for {role:?}");
            } else if route.path.matches('{').count() == 1 {
                assert_ne!(own.status(), StatusCode::NOT_FOUND, "{route:?} for {role:?}");
            }
            assert!(!own.status().is_server_error(), "{route:?} for {role:?}: {}", own.status());
            let other = town.call(route, &path_of(route, town.theirs), &browser).await;
            assert_eq!(other.status(), StatusCode::NOT_FOUND, "{route:?} for {role:?} elsewhere");
        }
        for route in ROUTES.iter().filter(|route| route.who == Who::Operator) {
            let refused = town.call(route, &path_of(route, town.ours), &browser).await;
            assert_eq!(refused.status(), StatusCode::NOT_FOUND, "{route:?} for {role:?}");
        }
    }
    for route in ROUTES.iter().filter(stays) {
        let answer = town.call(route, &path_of(route, town.ours), &operator).await;
        match route.who {
            Who::Staff(_) => {
                assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{route:?}: operators run no shop");
            }
            Who::Operator if !route.path.contains('{') => {
                assert_ne!(answer.status(), StatusCode::NOT_FOUND, "{route:?}");
            }
            _ => {}
        }
        assert!(!answer.status().is_server_error(), "{route:?}: {}", answer.status());
    }
}

#[tokio::test]
async fn no_form_works_without_its_token_or_from_elsewhere() {
    let town = Town::new().await;
    let account = town.account("somebody", false).await;
    let browser = town.browser(Some(account)).await;
    for route in ROUTES.iter().filter(|route| route.method != "GET") {
        if !matches!(route.who, Who::Anyone | Who::Holder | Who::Person) {
            continue;
        }
        let path = path_of(route, town.ours);
        for body in ["", "csrf=", "csrf=00000000000000000000000000000000"] {
            let refused = town.send(route.method, &path, &browser.cookie, Body::from(body)).await;
            assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{route:?} with {body:?}");
        }
        let request = Request::builder()
            .method(route.method)
            .uri(&path)
            .header(header::ORIGIN, "https://evil.example")
            .header(header::HOST, "shop.test")
            .header(header::COOKIE, &browser.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(format!("csrf={}", browser.csrf)))
            .unwrap();
        let refused = town.router.clone().oneshot(request).await.unwrap();
        assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{route:?} from elsewhere");
    }
}

#[tokio::test]
async fn every_page_carries_its_headers() {
    let town = Town::new().await;
    let account = town.account("somebody", false).await;
    let browser = town.browser(Some(account)).await;
    for path in ["/", "/explore", "/account", "/sign-in", "/nothing/here/at/all"] {
        for cookie in ["", browser.cookie.as_str()] {
            let page = town.send("GET", path, cookie, Body::empty()).await;
            let headers = page.headers();
            assert_eq!(headers["x-content-type-options"], "nosniff", "{path}");
            assert!(headers.contains_key("referrer-policy"), "{path}");
            let cache = if cookie.is_empty() { "private, no-cache" } else { "no-store" };
            assert_eq!(headers["cache-control"], cache, "{path}");
            if page.status() == StatusCode::SEE_OTHER {
                continue;
            }
            let policy = headers["content-security-policy"].to_str().unwrap().to_owned();
            for part in
                ["default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]
            {
                assert!(policy.contains(part), "{path}: {policy}");
            }
            let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
            let html = text(page).await;
            for script in html.split("<script").skip(1) {
                assert!(script.contains(&format!("nonce=\"{nonce}\"")), "{path}: a script without the nonce");
            }
            assert!(!html.contains(" onclick=") && !html.contains(" style="), "{path}: inline code");
        }
    }
}
