//! No form works without its token, or sent from elsewhere (I14).

use axum::body::Body;
use buyline_web::html::routes::ROUTES;
use buyline_web::{Route, Who};
use domain::access::Role;
use http::{StatusCode, header};

use crate::town::{BASE, Browser, Town, request};
use crate::watch::Watch;

/// Somebody who would be let in, had the form been right.
async fn let_in(town: &Town) -> (Browser, Browser, Browser, Browser) {
    let owner = town.browser(Some(town.ours.owner)).await;
    let operator = town.browser(Some(town.operator().await)).await;
    let person = town.browser(Some(town.staff(Role::Manager).await)).await;
    let giver = town.browser(Some(town.charity.owner)).await;
    (owner, operator, person, giver)
}

/// The path with the ids of our shop: enough to come as far as the form's check.
fn path_of(town: &Town, route: &Route) -> String {
    let part = |part: &str| match part {
        "{merchant}" => town.ours.shop.merchant.to_string(),
        "{nonprofit}" => town.charity.nonprofit.to_string(),
        "{order}" => town.bought.order.to_string(),
        "{purchase}" => town.open.0.to_string(),
        "{token}" => town.open.1.clone(),
        part if part.starts_with('{') => "none".to_owned(),
        part => part.to_owned(),
    };
    route.path.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn every_form_needs_its_token_and_comes_from_our_own_pages() {
    let town = Town::new().await;
    let (owner, operator, person, giver) = let_in(&town).await;
    let stranger = town.browser(None).await;
    let mut watch = Watch::new(&town.house);
    let mut count = 0;
    for route in ROUTES.iter().filter(|route| route.method != "GET") {
        let browser = match route.who {
            Who::Staff(_) | Who::AnyStaff => &owner,
            Who::Team(_) => &giver,
            Who::Operator => &operator,
            Who::Person => &person,
            Who::Anyone | Who::Holder => &stranger,
            // Outside the demo they are not there.
            Who::Demo => continue,
            Who::Key(_) | Who::HolderOrKey(_) => panic!("{route:?}: pages know no keys"),
        };
        count += 1;
        let path = path_of(&town, route);
        let right = format!("csrf={}", browser.csrf);
        let of_another =
            format!("csrf={}", if browser.csrf == owner.csrf { &person.csrf } else { &owner.csrf });
        let wrong_tokens = ["", "csrf=", "csrf=00000000000000000000000000000000", "csrf=%00", &of_another];
        for form in wrong_tokens {
            let refused = town.post_form(&path, &browser.cookie, form.to_owned()).await;
            assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{route:?} with {form:?}");
        }
        for (name, value) in [
            ("origin", "https://evil.example"),
            ("origin", "null"),
            ("origin", "http://shop.test.evil.example"),
            ("origin", "http://shop.test:8080"),
            ("sec-fetch-site", "cross-site"),
            ("sec-fetch-site", "same-site"),
        ] {
            let sent = request("POST", &path, &browser.cookie).header(name, value);
            let refused = town.send(sent.body(Body::from(right.clone())).unwrap()).await;
            assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{route:?} with {name}: {value}");
        }
        // The token in a header helps nobody who sends it from elsewhere, and a wrong one beside a right form neither.
        let headers = [(Some("https://evil.example"), browser.csrf.as_str()), (Some(BASE), "0"), (None, "")];
        for (origin, token) in headers {
            let mut sent = request("POST", &path, &browser.cookie).header("x-csrf-token", token);
            if let Some(origin) = origin {
                sent = sent.header(header::ORIGIN, origin);
            }
            let refused = town.send(sent.body(Body::from(right.clone())).unwrap()).await;
            assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{route:?} from {origin:?} with {token:?}");
        }
        // Another way to write the body does not get around it.
        for kind in ["text/plain", "application/json", "multipart/form-data; boundary=b", ""] {
            let sent = http::Request::builder()
                .method("POST")
                .uri(&path)
                .header(header::HOST, "shop.test")
                .header(header::COOKIE, &browser.cookie)
                .header(header::CONTENT_TYPE, kind);
            let refused = town.send(sent.body(Body::from(right.clone())).unwrap()).await;
            assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{route:?} as {kind:?}");
        }
        assert!(!watch.changed(&town.house), "{route:?}: something has changed");
    }
    assert!(count > 60, "the list was read");
}
