//! Pages: every route × caller × own and other.

use std::fmt::Write;

use axum::body::Body;
use buyline_web::html::routes::ROUTES;
use buyline_web::{Route, Who};
use domain::access::{Actor, AtMerchant, Person, Role};
use http::{Response, StatusCode, header};

use crate::town::{Bought, Browser, Side, Town, request};
use crate::watch::Watch;

/// Who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Caller {
    /// Nobody we know.
    Stranger,
    /// A program that shows a merchant's key on a page.
    Key,
    /// Somebody who bought nothing here.
    Other,
    /// Whoever bought `bought`.
    Buyer,
    Staff(Role),
    /// The owner of the other shop.
    Rival,
    Operator,
}

const CALLERS: [Caller; 10] = [
    Caller::Stranger,
    Caller::Key,
    Caller::Other,
    Caller::Buyer,
    Caller::Staff(Role::Owner),
    Caller::Staff(Role::Manager),
    Caller::Staff(Role::Support),
    Caller::Staff(Role::Analyst),
    Caller::Rival,
    Caller::Operator,
];

/// Whose ids stand in the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ids {
    /// Our shop's; for buyers the order of `bought`, with its secret where the path has one.
    Own,
    /// The other shop's; for buyers the guest's order at our shop.
    Other,
    /// Our shop's in `{merchant}`, the other's in the rest: what a member of our staff might try.
    Mixed,
}

/// What a caller must meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meets {
    /// The page that asks to sign in, and comes back.
    SignIn,
    /// Nothing: 404, and nothing has changed.
    Nothing,
    /// The handler.
    Handler,
}

/// The rule, by who may call. A new kind of `Who` does not compile without its row.
fn rule(town: &Town, route: &Route, caller: Caller, ids: Ids) -> Meets {
    let known = !matches!(caller, Caller::Stranger | Caller::Key);
    let signed_in = |may: bool| match (known, may) {
        (false, _) => Meets::SignIn,
        (true, true) => Meets::Handler,
        (true, false) => Meets::Nothing,
    };
    match route.who {
        Who::Anyone => Meets::Handler,
        Who::Person if is_own(route) => signed_in(owns(route, caller)),
        Who::Person => signed_in(true),
        // A secret in the path opens for everybody who has it; an order without it for its buyer.
        Who::Holder if route.path.contains("{token}") => match ids {
            Ids::Own => Meets::Handler,
            Ids::Other | Ids::Mixed => Meets::Nothing,
        },
        Who::Holder => match (caller, ids) {
            (Caller::Buyer, Ids::Own) => Meets::Handler,
            _ => Meets::Nothing,
        },
        Who::AnyStaff => signed_in(matches!(caller, Caller::Staff(_) | Caller::Rival)),
        Who::Staff(act) => {
            let staff_of = match caller {
                Caller::Staff(role) => vec![(town.ours.shop.merchant, role)],
                Caller::Rival => vec![(town.theirs.shop.merchant, Role::Owner)],
                _ => Vec::new(),
            };
            let merchant =
                if ids == Ids::Other { town.theirs.shop.merchant } else { town.ours.shop.merchant };
            let person = Person {
                account: town.other,
                staff_of: staff_of.into(),
                nonprofits: [].into(),
                operator: false,
            };
            let may = known && Actor::Person(person).may(AtMerchant { merchant, act }).is_ok();
            signed_in(may && ids != Ids::Mixed)
        }
        // Whoever works for a shop, buys or runs the server does not work for the nonprofit; those who do are tried in
        // `team`.
        Who::Team(_) => signed_in(false),
        Who::Operator => signed_in(caller == Caller::Operator),
        Who::Demo => Meets::Nothing,
        Who::Key(_) | Who::HolderOrKey(_) => panic!("{route:?}: pages know no keys"),
    }
}

/// Routes for everybody who is signed in, about one thing that is somebody's.
fn is_own(route: &Route) -> bool {
    let is_kept = ["{address}", "{method}", "{archive}"].iter().any(|part| route.path.contains(part));
    is_kept || (route.method == "POST" && matches!(route.path, "/posts/{post}/delete"))
}

fn owns(route: &Route, caller: Caller) -> bool {
    match route.path {
        // The post is our shop's: whoever posts for it, and the operator.
        "/posts/{post}/delete" => {
            matches!(caller, Caller::Operator | Caller::Staff(Role::Owner | Role::Manager))
        }
        path if path.starts_with("/account/addresses/") || path.starts_with("/account/cards/") => {
            caller == Caller::Buyer
        }
        // Nobody here asked for one.
        "/archives/{archive}" => false,
        other => panic!("say whose {other} is"),
    }
}

/// The ids that are tried: others' only where the path names something that is somebody's.
fn tried(route: &Route) -> &'static [Ids] {
    let inside = route.path.matches('{').count() > 1;
    match route.who {
        Who::Staff(_) if inside && !names_words_only(route) => &[Ids::Own, Ids::Other, Ids::Mixed],
        Who::Staff(_) | Who::Holder => &[Ids::Own, Ids::Other],
        Who::Anyone
        | Who::Person
        | Who::AnyStaff
        | Who::Team(_)
        | Who::Operator
        | Who::Demo
        | Who::Key(_)
        | Who::HolderOrKey(_) => &[Ids::Own],
    }
}

/// Beside the merchant the path holds words, not ids.
fn names_words_only(route: &Route) -> bool {
    matches!(
        route.path,
        "/studio/{merchant}/figures/{file}" | "/studio/{merchant}/settings/channels/new/{platform}"
    )
}

/// The path with ids of `ids` filled in.
async fn path_of(town: &Town, route: &Route, ids: Ids) -> String {
    let side: &Side = if ids == Ids::Own { &town.ours } else { &town.theirs };
    // A guest's purchase, with its own secret, or with that of another.
    let open: (String, String) = match ids {
        Ids::Own => (town.open.0.to_string(), town.open.1.clone()),
        Ids::Other | Ids::Mixed => (town.open.0.to_string(), town.ours.sold.token.clone()),
    };
    let bought: &Bought = if ids == Ids::Own { &town.bought } else { &town.ours.sold };
    let gift: (String, String) = match ids {
        Ids::Own => (town.gift.0.to_string(), town.gift.1.clone()),
        Ids::Other | Ids::Mixed => (town.gift.0.to_string(), town.ours.sold.token.clone()),
    };
    let pledge: (String, String) = match ids {
        Ids::Own => (town.pledge.0.to_string(), town.pledge.1.clone()),
        Ids::Other | Ids::Mixed => (town.pledge.0.to_string(), town.gift.1.clone()),
    };
    let in_studio = route.path.starts_with("/studio");
    let in_console = route.path.starts_with("/console");
    let mut parts = Vec::new();
    for part in route.path.split('/') {
        parts.push(match part {
            "{merchant}" if ids == Ids::Mixed => town.ours.shop.merchant.to_string(),
            "{merchant}" => side.shop.merchant.to_string(),
            "{order}" if in_studio => side.sold.order.to_string(),
            "{order}" => bought.order.to_string(),
            "{product}" => side.shop.goods[0].product.to_string(),
            "{import}" => side.import.to_string(),
            "{offer}" => side.shop.goods[0].offer.to_string(),
            "{invitation}" => town.invitation(side).await.to_string(),
            "{code}" => "USD".to_owned(),
            "{what}" if route.path.contains("{offer}") => "close".to_owned(),
            "{request}" => side.request.to_string(),
            "{payout}" => side.payout.to_string(),
            "{dispute}" => side.dispute.to_string(),
            "{job}" => side.job.to_string(),
            "{key}" => side.key.to_string(),
            "quotes" => town.quotes().await,
            "{connection}" => town.connection(side).await.to_string(),
            "{platform}" => "elsewhere".to_owned(),
            "{send}" => domain::ids::SendId(1).to_string(),
            "{webhook}" => town.webhook(side).await.to_string(),
            "{delivery}" => side.delivery.to_string(),
            "{account}" if in_studio => side.member.to_string(),
            "{account}" => town.crowd.to_string(),
            "{post}" => town.post(side).await.to_string(),
            "{address}" => town.address().await.to_string(),
            "{method}" => town.method().await.to_string(),
            "{reader}" => "00".to_owned(),
            "{session}" => town.session.to_string(),
            "{report}" => town.report.to_string(),
            "{purchase}" => open.0.clone(),
            "{token}" if route.path.contains("/join/") => "none".to_owned(),
            "{token}" if route.path.starts_with("/gifts") => gift.1.clone(),
            "{token}" if route.path.starts_with("/statements") && ids == Ids::Own => {
                statement_token(town).await
            }
            "{pledge}" => pledge.0.clone(),
            "{token}" if route.path.starts_with("/pledges") => pledge.1.clone(),
            "{archive}" => domain::ids::ArchiveId(1).to_string(),
            "{erasure}" => erased(town).await.to_string(),
            "{token}" if route.path.starts_with("/erasures") && ids == Ids::Own => {
                app::erasure::token(&town.house.ctx, erased(town).await)
            }
            "{nonprofit}" => town.charity.nonprofit.to_string(),
            "{campaign}" => town.charity.campaign.to_string(),
            "{donation}" => gift.0.clone(),
            "{match}" => domain::ids::MatchId(1).to_string(),
            "{claim}" => "1".to_owned(),
            "{year}" => statement_year(town).to_string(),
            "{subject}" if route.path.starts_with("/console/nonprofits") => {
                town.charity.nonprofit.to_string()
            }
            "{what}" if route.path.starts_with("/console/nonprofits") => "suspend".to_owned(),
            "{what}" if route.path.contains("{campaign}") => "close".to_owned(),
            "{token}" => open.1.clone(),
            "{subject}" if route.path.contains("{kind}") => town.theirs.shop.merchant.0.to_string(),
            "{subject}" => town.theirs.shop.merchant.to_string(),
            "{at}" => "@crowd".to_owned(),
            "{tag}" if route.path.starts_with("/language") => "fr".to_owned(),
            "{tag}" => "bowls".to_owned(),
            "{kind}" => "merchant".to_owned(),
            "{status}" => "archived".to_owned(),
            "{role}" => "support".to_owned(),
            "{file}" => "posts.csv".to_owned(),
            "{mail}" => "1".to_owned(),
            "{what}" if route.path.starts_with("/console/reports") => "dismiss".to_owned(),
            "{sunset}" => town.sunset.to_string(),
            "{what}" if route.path.contains("{sunset}") => "withdraw".to_owned(),
            "{feature}" => "buy".to_owned(),
            "{what}" if route.path.contains("{feature}") => "open".to_owned(),
            "{what}" if in_console => "limit".to_owned(),
            "{what}" if route.path.starts_with("/checkout") => "contact".to_owned(),
            "{what}" => "withdraw".to_owned(),
            unknown if unknown.starts_with('{') => {
                panic!("{route:?}: say in tests/access/pages.rs what {unknown} is")
            }
            word => word.to_owned(),
        });
    }
    parts.join("/")
}

/// What is sent where an empty form would be refused for another reason.
fn form_of(route: &Route) -> &'static str {
    match route.path {
        "/account/addresses" | "/account/addresses/{address}" => {
            "&name=B&line1=1+rue&city=Rennes&postal_code=35000&country=FR"
        }
        "/studio/{merchant}/orders/{order}/refund" => "&everything=on&once=00112233445566778899aabbccddeeff",
        "/studio/{merchant}/orders/{order}/requests/{request}" => "&decision=accept",
        "/studio/{merchant}/orders/{order}/notes" => "&note=hello",
        "/studio/{merchant}/disputes/{dispute}/answer" => "&answer=hello",
        "/studio/{merchant}/settings/keys" => "&name=x&scope_orders-read=on",
        "/studio/{merchant}/settings/quotes" => {
            "&url=https://shop.example/quotes&stock=on&deadline_ms=1000&on_failure=use-ours&on=on"
        }
        "/studio/{merchant}/settings/channels/new/{platform}" => "&key=open&note=each&takes=all",
        "/studio/{merchant}/settings/channels/{connection}" => "&takes=all&margin=1",
        "/studio/{merchant}/settings/channels/{connection}/keys" => "&key=open",
        "/studio/{merchant}/settings/webhooks" => "&url=https://shop.example/x&order-placed=on",
        "/studio/{merchant}/settings/webhooks/{webhook}" => {
            "&url=https://shop.example/x&order-placed=on&on=on"
        }
        "/console/merchants/{subject}/{what}" => "&orders=5&reason=x",
        "/checkout/{purchase}/{token}/change/{what}" => "&email=new%40example.org",
        "/checkout/{purchase}/{token}/quantity" => "&line=var_0000000000001&quantity=2",
        "/checkout/{purchase}/{token}/pay" => "&seen=",
        "/orders/{order}/{what}" => "&step=confirm",
        _ => "",
    }
}

/// Forms with pictures or a product file.
fn takes_files(route: &Route) -> bool {
    matches!(
        route.path,
        "/nonprofits/{nonprofit}/application"
            | "/studio/{merchant}/products"
            | "/studio/{merchant}/products/{product}"
            | "/studio/{merchant}/import"
    )
}

fn with_files(csrf: &str) -> String {
    let part = |name: &str, value: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    format!("{}{}{}--b--\r\n", part("csrf", csrf), part("title", "Bowl"), part("status", "active"))
}

/// All but signing out: it would end the visit that the routes after it are tried with.
fn stays(route: &&Route) -> bool {
    route.path != "/sign-out"
}

fn is_sign_in(response: &Response<Body>) -> bool {
    let to = response.headers().get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned());
    response.status() == StatusCode::SEE_OTHER && to.is_some_and(|to| to.starts_with("/sign-in?back="))
}

struct Visitor {
    caller: Caller,
    browser: Browser,
    /// Sent as `Authorization`.
    bearer: Option<String>,
}

async fn visitors(town: &Town) -> Vec<Visitor> {
    let mut visitors = Vec::new();
    for caller in CALLERS {
        let account = match caller {
            Caller::Stranger | Caller::Key => None,
            Caller::Other => Some(town.other),
            Caller::Buyer => Some(town.buyer),
            Caller::Staff(role) => Some(town.staff(role).await),
            Caller::Rival => Some(town.theirs.owner),
            Caller::Operator => Some(town.operator().await),
        };
        let bearer = (caller == Caller::Key).then(|| town.ours.secret.clone());
        visitors.push(Visitor { caller, browser: town.browser(account).await, bearer });
    }
    visitors
}

#[tokio::test]
async fn every_page_meets_every_caller_as_the_rule_says() {
    let town = Town::new().await;
    let visitors = visitors(&town).await;
    let mut watch = Watch::new(&town.house);
    let mut table = String::new();
    for route in ROUTES.iter().filter(stays) {
        for ids in tried(route) {
            let _ = write!(table, "{} {} {ids:?}:", route.method, route.path);
            for visitor in &visitors {
                let path = path_of(&town, route, *ids).await;
                watch.again(&town.house);
                let meets = rule(&town, route, visitor.caller, *ids);
                let mut sent = request(route.method, &path, &visitor.browser.cookie);
                if let Some(key) = &visitor.bearer {
                    sent = sent.header(header::AUTHORIZATION, format!("Bearer {key}"));
                }
                let body = match route.method {
                    "GET" => Body::empty(),
                    _ if takes_files(route) => {
                        let kind = header::HeaderValue::from_static("multipart/form-data; boundary=b");
                        sent.headers_mut().expect("a good request").insert(header::CONTENT_TYPE, kind);
                        Body::from(with_files(&visitor.browser.csrf))
                    }
                    _ => Body::from(format!("csrf={}{}", visitor.browser.csrf, form_of(route))),
                };
                let answer = town.send(sent.body(body).unwrap()).await;
                let status = answer.status();
                let what = format!("{route:?} {ids:?} for {:?}: {status}", visitor.caller);
                match meets {
                    Meets::SignIn => assert!(is_sign_in(&answer), "{what}"),
                    Meets::Nothing => assert_eq!(status, StatusCode::NOT_FOUND, "{what}"),
                    Meets::Handler => {
                        assert!(!is_sign_in(&answer) && !status.is_server_error(), "{what}");
                        assert!(!matches!(status.as_u16(), 401 | 403 | 405), "{what}");
                    }
                }
                if meets == Meets::Handler {
                    let _ = write!(table, " {}={}", name(visitor.caller), status.as_u16());
                    watch.again(&town.house);
                } else {
                    assert!(!watch.changed(&town.house), "{what}, and something has changed");
                }
            }
            table.push('\n');
        }
    }
    // Who is let in, and what they are told: reviewed by reading. A new route fails here until it was.
    insta::assert_snapshot!("pages", table);
}

fn name(caller: Caller) -> String {
    match caller {
        Caller::Staff(role) => role.as_str().to_owned(),
        Caller::Stranger => "stranger".to_owned(),
        Caller::Key => "key".to_owned(),
        Caller::Other => "other".to_owned(),
        Caller::Buyer => "buyer".to_owned(),
        Caller::Rival => "rival".to_owned(),
        Caller::Operator => "operator".to_owned(),
    }
}

#[tokio::test]
async fn a_secret_link_opens_its_own_order_and_no_other() {
    let town = Town::new().await;
    let stranger = town.browser(None).await;
    let other = town.browser(Some(town.other)).await;
    let mut watch = Watch::new(&town.house);
    for route in ROUTES.iter().filter(|it| it.who == Who::Holder && it.path.starts_with("/orders")) {
        for browser in [&stranger, &other] {
            let tries = [
                ("", 404),
                ("?key=", 404),
                ("?key=0000", 404),
                (&format!("?key={}", town.theirs.sold.token), 404),
                (&format!("?key={}", town.bought.token), 404),
                (&format!("?key={}x", town.ours.sold.token), 404),
                (&format!("?key={}", town.ours.sold.token), 200),
            ];
            for (key, status) in tries {
                let path = format!("{}{key}", path_of(&town, route, Ids::Other).await);
                let answer = match route.method {
                    "GET" => town.get(&path, &browser.cookie).await,
                    _ => {
                        let form = format!("csrf={}{}", browser.csrf, form_of(route));
                        town.post_form(&path, &browser.cookie, form).await
                    }
                };
                let what = format!("{route:?} with {key:?}: {}", answer.status());
                if status == 404 {
                    assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{what}");
                    assert!(!watch.changed(&town.house), "{what}, and something has changed");
                } else {
                    assert!(answer.status().is_success() || answer.status().is_redirection(), "{what}");
                    watch.again(&town.house);
                }
            }
        }
    }
}

#[tokio::test]
async fn nobody_ends_the_session_of_another() {
    let town = Town::new().await;
    let other = town.browser(Some(town.other)).await;
    let count = || {
        let account = town.buyer;
        town.house.ctx.db().read(move |conn| {
            use store::Read;
            conn.one(
                "sessions",
                "SELECT count(*) FROM sessions WHERE account_id = $1",
                &[store::Param::id(account)],
                |row| row.int(0),
            )
        })
    };
    assert_eq!(count().await.unwrap(), 1);
    let path = format!("/account/sessions/{}/end", town.session);
    town.post_form(&path, &other.cookie, format!("csrf={}", other.csrf)).await;
    assert_eq!(count().await.unwrap(), 1, "it goes on");
    let buyer = town.browser(Some(town.buyer)).await;
    town.post_form(&path, &buyer.cookie, format!("csrf={}", buyer.csrf)).await;
    assert_eq!(count().await.unwrap(), 1, "only the browser's own is left");
}

/// The year in which the town's gift was given.
/// The erasure of somebody who is gone already.
async fn erased(town: &Town) -> domain::ids::ErasureId {
    let (id, now) = (domain::ids::ErasureId(1), town.house.ctx.now());
    let of = domain::erasure::ErasureOf::Person(domain::ids::AccountId(1));
    let begin = move |tx: &mut store::Tx<'_>| store::erasures::begin(tx, id, of, 0, &[], now);
    town.house.ctx.db().write("erased", begin).await.unwrap();
    id
}

fn statement_year(town: &Town) -> i16 {
    town.house.ctx.now().to_zoned(jiff::tz::TimeZone::UTC).year()
}

/// What opens the statement of the town's gift: the end of the link that its mail brings.
async fn statement_token(town: &Town) -> String {
    let id = town.gift.0;
    let gift =
        town.house.ctx.db().read(move |conn| store::donations::by_id(conn, id)).await.unwrap().unwrap();
    let link = app::donations::statements::link(&town.house.ctx, &gift, statement_year(town));
    link.rsplit('/').next().unwrap().to_owned()
}
