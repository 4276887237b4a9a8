//! Nothing on a page leads nowhere: every link of every page answers, every form has a handler.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use app::posts::{Attach, Publish, publish};
use buyline_web::html::routes::ROUTES;
use domain::access::{Actor, Person, Role};
use http::StatusCode;

use super::town::{Browser, Town};

/// Pages looked at per visitor; a town has fewer.
const PAGES_MAX: usize = 400;

fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    html.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

fn has_handler(method: &str, path: &str) -> bool {
    let path = path.split(['?', '#']).next().unwrap();
    ROUTES.iter().filter(|route| route.method == method).any(|route| {
        let (wanted, given): (Vec<&str>, Vec<&str>) =
            (route.path.split('/').collect(), path.split('/').collect());
        wanted.len() == given.len()
            && wanted.iter().zip(&given).all(|(wanted, given)| match *wanted {
                "{at}" => given.starts_with('@'),
                parameter if parameter.starts_with('{') => !given.is_empty(),
                literal => literal == *given,
            })
    })
}

/// Follows every link from `/`, and says which led nowhere, with the page they stood on.
async fn crawl(town: &Town, browser: &Browser, who: &str) -> (usize, BTreeSet<String>) {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    let mut queue = VecDeque::from(["/".to_owned(), "/explore".to_owned(), "/basket".to_owned()]);
    let mut broken = BTreeSet::new();
    let mut pages = 0;
    while let Some(path) = queue.pop_front() {
        if pages >= PAGES_MAX {
            break;
        }
        pages += 1;
        let page = town.get(browser, &path).await;
        let from = seen.get(&path).cloned().unwrap_or_default();
        let is_broken = page.status.is_server_error()
            || matches!(page.status, StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED);
        if is_broken {
            broken.insert(format!("{who}: GET {path} on {from}: {}", page.status));
            continue;
        }
        let kind = page.headers.get("content-type").map_or("", |kind| kind.to_str().unwrap_or(""));
        let mut links: Vec<String> = vec![page.location().to_owned()];
        if kind.starts_with("text/html") {
            links.extend(
                values(&page.body, "href")
                    .into_iter()
                    .map(|href| href.replace("&#38;", "&").replace("&amp;", "&")),
            );
            links.extend(values(&page.body, "src").into_iter().map(str::to_owned));
            for form in page.body.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next()) {
                let head = form.split('>').next().unwrap();
                let method = if head.contains("method=\"post\"") { "POST" } else { "GET" };
                let actions = values(head, "action").into_iter().chain(values(form, "formaction"));
                for action in actions.filter(|action| action.starts_with('/')) {
                    if !has_handler(method, action) {
                        broken.insert(format!("{who}: {method} {action} on {path}: no handler"));
                    }
                }
            }
        }
        for link in links {
            let link = link.split('#').next().unwrap().to_owned();
            // The page of a language leads back to itself; live streams never end.
            let is_ours = link.starts_with('/') && !link.starts_with("//") && !link.starts_with("/live");
            if is_ours && !seen.contains_key(&link) {
                seen.insert(link.clone(), path.clone());
                queue.push_back(link);
            }
        }
    }
    (pages, broken)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_link_and_no_form_of_any_page_leads_nowhere() {
    let town = Town::new().await;
    let ctx = &town.house.ctx;
    let shop = Actor::Person(Person {
        account: town.shop.account,
        staff_of: [(town.shop.merchant, Role::Owner)].into(),
        nonprofits: [].into(),
        operator: false,
    });
    for goods in &town.shop.goods {
        let post = Publish {
            text: "New in #ceramics".to_owned(),
            attach: Some(Attach::Product(town.shop.merchant, goods.product)),
            ..Publish::default()
        };
        publish(ctx, &shop, post).await.unwrap();
    }
    let (buyer, owner, operator) = (
        town.account("camille", false).await,
        town.account("nora", false).await,
        town.account("oper", true).await,
    );
    let (merchant, now) = (town.shop.merchant, ctx.now());
    ctx.db()
        .write("staff", move |tx| {
            use store::Param;
            tx.execute(
                "INSERT INTO staff (merchant_id, account_id, role, created_at) VALUES ($1, $2, $3, $4)",
                &[Param::id(merchant), Param::id(owner), Role::Owner.as_str().into(), now.into()],
            )
        })
        .await
        .unwrap();
    let guest = Browser::default();
    let camille = town.signed_in(buyer).await;
    for browser in [&guest, &camille] {
        let at = town.checkout(browser).await;
        let review = town.get(browser, &at).await;
        let seen = values(review.body.split("name=\"seen\"").nth(1).unwrap(), "value")[0].to_owned();
        town.post(browser, &format!("{at}/pay"), &format!("seen={seen}")).await.expect(303);
    }
    town.post(&guest, "/basket/add", &format!("offer={}", town.choice(0))).await.expect(303);
    let mut broken = BTreeSet::new();
    for (who, browser) in [
        ("a guest", guest),
        ("a buyer", camille),
        ("an owner", town.signed_in(owner).await),
        ("an operator", town.signed_in(operator).await),
    ] {
        let (pages, found) = crawl(&town, &browser, who).await;
        assert!(pages > 15, "{who} found only {pages} pages");
        broken.extend(found);
    }
    assert!(broken.is_empty(), "{broken:#?}");
}
