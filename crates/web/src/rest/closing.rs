//! What ends, said in the headers of what has to do with it: `Deprecation` (RFC 9745), `Sunset` (RFC 8594) and `Link`. What
//! begins something new is refused by the use cases; here is only said since when, and what takes its place.

use app::gates::Gates;
use axum::body::Body;
use axum::extract::State;
use axum::middleware::Next;
use axum::response::Response;
use domain::gate::Feature;
use domain::ids::MerchantId;
use domain::sunset::calendar::Step;
use domain::sunset::{Plan, Scope};
use http::{HeaderMap, HeaderName, HeaderValue, Request, header};

use crate::Web;

const DEPRECATION: HeaderName = HeaderName::from_static("deprecation");
const SUNSET: HeaderName = HeaderName::from_static("sunset");
/// What the API's addresses begin with.
const ROOT: &str = "/commerce/v1/";

/// The layer around the API. Where nothing ends it costs a look into memory.
pub(crate) async fn tell(State(web): State<Web>, request: Request<Body>, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    let now = web.ctx().now();
    // An answer is not withheld because nobody can say what ends.
    let Ok(gates) = Gates::of(web.ctx()).await else { return response };
    let concerned = gates.plans().iter().filter(|plan| plan.is_public(now) && concerns(plan.scope, &path));
    // Of several, what ends first.
    if let Some(plan) = concerned.min_by_key(|plan| plan.calendar.at(Step::NoSales)) {
        add(response.headers_mut(), plan, &web.config().base_url);
    }
    response
}

/// The address has something to do with what ends.
fn concerns(scope: Scope, path: &str) -> bool {
    let Some(rest) = path.strip_prefix(ROOT) else { return false };
    let mut parts = rest.split('/');
    let (first, second) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let is_bought = matches!(
        first,
        "carts" | "channel" | "checkouts" | "offers" | "orders" | "products" | "variants" | "merchants"
    );
    match scope {
        Scope::Server => !matches!(first, "openapi.json" | "docs"),
        Scope::Feature(Feature::Buy) => is_bought,
        Scope::Feature(Feature::Imports) => first == "imports",
        Scope::Shop(merchant) => {
            first == "merchants" && second.parse::<MerchantId>().is_ok_and(|named| named == merchant)
        }
        // The API opens no shops and takes no gifts.
        Scope::Feature(
            Feature::Selling | Feature::Donate | Feature::Asking | Feature::Pledges | Feature::RoundUp,
        )
        | Scope::Nonprofit(_) => false,
    }
}

fn add(headers: &mut HeaderMap, plan: &Plan, base: &str) {
    let since = plan.calendar.at(Step::Notice).as_second();
    let ends = plan.calendar.at(Step::NoSales);
    // Source: RFC 9745, section 2: a date of structured fields; RFC 8594, section 3: an HTTP date.
    set(headers, DEPRECATION, &format!("@{since}"));
    set(headers, SUNSET, &ends.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string());
    let page = format!("{base}/closing/{}", plan.id);
    let mut links = vec![
        format!("<{page}>; rel=\"deprecation\"; type=\"text/html\""),
        format!("<{page}>; rel=\"sunset\"; type=\"text/html\""),
    ];
    if let Some(successor) = &plan.successor {
        links.push(format!("<{}>; rel=\"successor-version\"", successor.url));
    }
    for link in links {
        if let Ok(link) = HeaderValue::from_str(&link) {
            headers.append(header::LINK, link);
        }
    }
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_stand_where_something_ends_and_nowhere_else() {
        let shop = MerchantId(1 << 40);
        let own = format!("/commerce/v1/merchants/{shop}/products");
        let cases = [
            (Scope::Feature(Feature::Buy), "/commerce/v1/checkouts", true),
            (Scope::Feature(Feature::Buy), "/commerce/v1/orders/ord_1/refunds", true),
            (Scope::Feature(Feature::Buy), "/commerce/v1/channel/stock", true),
            (Scope::Feature(Feature::Buy), "/commerce/v1/posts", false),
            (Scope::Feature(Feature::Buy), "/", false),
            (Scope::Feature(Feature::Donate), "/commerce/v1/checkouts", false),
            (Scope::Feature(Feature::Imports), "/commerce/v1/imports/url", true),
            (Scope::Feature(Feature::Imports), "/commerce/v1/products", false),
            (Scope::Server, "/commerce/v1/posts", true),
            (Scope::Server, "/commerce/v1/docs", false),
            (Scope::Shop(shop), own.as_str(), true),
            (Scope::Shop(MerchantId(7)), own.as_str(), false),
        ];
        for (scope, path, wanted) in cases {
            assert_eq!(concerns(scope, path), wanted, "{scope:?} {path}");
        }
    }
}
