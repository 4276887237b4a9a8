//! Every page, in every window: nothing serious for axe-core, nothing in the console, nothing that jumps, nothing
//! that breaks when it is mirrored, enlarged or printed.

use testkit::browser::{Browser, View};

use super::buyer::{VIEWS, become_role, buy_button, check};
use super::world::World;

/// Pages of a buyer.
const BUYER: [&str; 19] = [
    "/",
    "/public",
    "/shops",
    "/explore",
    "/explore?q=lac",
    "/tags/jazz",
    "/@ateliernord",
    "/@ateliernord/shop",
    "/@camille",
    "/basket",
    "/orders",
    "/account",
    "/account/security",
    "/account/blocks",
    "/compose",
    "/sell",
    "/nonprofits/apply",
    "/nothing-is-here",
    "/demo/mails",
];
/// Pages of somebody without an account.
const GUEST: [&str; 5] = ["/sign-up", "/sign-in", "/forgot", "/orders/find", "/commerce/v1/docs"];
/// Pages of the shop, below its address.
const STUDIO: [&str; 13] = [
    "",
    "/orders",
    "/products",
    "/products/new",
    "/import",
    "/customers",
    "/figures",
    "/errors",
    "/settings",
    "/settings/shipping",
    "/settings/tax",
    "/settings/staff",
    "/log",
];
/// Pages of a nonprofit's desk, below its address.
const DESK: [&str; 11] = [
    "",
    "/campaigns",
    "/campaigns/new",
    "/gifts",
    "/pledges",
    "/donors",
    "/payouts",
    "/application",
    "/settings",
    "/settings/staff",
    "/log",
];
/// Pages of the operator.
const CONSOLE: [&str; 10] = [
    "/console",
    "/console/queue",
    "/console/reports",
    "/console/merchants",
    "/console/nonprofits",
    "/console/switches",
    "/console/gates",
    "/console/gates/buy",
    "/console/settings",
    "/console/log",
];

/// How far things may move by themselves before a reader notices: the threshold of "good" is 0.1.
const SHIFT_MAX: f64 = 0.02;

async fn visit(browser: &mut Browser, world: &World, views: &[View], paths: &[String]) {
    for view in views {
        browser.look(*view).await.unwrap();
        for path in paths {
            browser.goto(&world.at(path)).await.unwrap();
            let state = format!("{path} at {}×{} {:?}", view.width, view.height, view.scheme);
            // A page that is not there says so in the console, too.
            if path.contains("nothing") {
                browser.complaints().await.unwrap();
            }
            check(browser, &state).await;
        }
    }
}

fn below(root: &str, paths: &[&str]) -> Vec<String> {
    paths.iter().map(|path| format!("{root}{path}")).collect()
}

#[tokio::test]
async fn every_page_of_buyers_is_sound_in_the_browser() {
    let Some(mut browser) = Browser::open(View::PHONE).await else { return };
    let world = World::open();
    browser.goto(&world.url).await.unwrap();
    let card = buy_button(&browser, "Lac du matin").await;
    let product = browser
        .ask(&format!("return document.querySelector(\"{card}\").closest('buy-card').querySelector('.card-title a').pathname"))
        .await
        .unwrap();
    let post =
        browser.ask("return document.querySelector('.who-sub a[href^=\"/posts/\"]').pathname").await.unwrap();
    let mut paths = below("", &BUYER);
    paths.extend([product.as_str().unwrap().to_owned(), post.as_str().unwrap().to_owned()]);
    browser.goto(&world.at("/orders")).await.unwrap();
    let order = browser.ask("return document.querySelector('a.list-row').pathname").await.unwrap();
    let order = order.as_str().unwrap().to_owned();
    paths.extend([format!("{order}/invoice"), order]);
    visit(&mut browser, &world, &VIEWS, &paths).await;

    browser.delete_all_cookies().await.unwrap();
    browser.goto(&world.at("/sign-in")).await.unwrap();
    visit(&mut browser, &world, &VIEWS, &below("", &GUEST)).await;
}

#[tokio::test]
async fn every_page_of_the_studio_is_sound_in_the_browser() {
    let Some(mut browser) = Browser::open(View::DESKTOP).await else { return };
    let world = World::open();
    browser.goto(&world.url).await.unwrap();
    become_role(&browser, "clemence").await;
    let studio = browser.current_url().await.unwrap().path().to_owned();
    let mut paths = below(&studio, &STUDIO);
    browser.goto(&world.at(&format!("{studio}/orders?view=to-ship"))).await.unwrap();
    let order = browser.ask("return document.querySelector('td.lead a').pathname").await.unwrap();
    let order = order.as_str().unwrap().to_owned();
    for page in ["", "/ship", "/cancel", "/refund", "/packing-slip", "/invoice"] {
        paths.push(format!("{order}{page}"));
    }
    browser.goto(&world.at(&format!("{studio}/products"))).await.unwrap();
    let product = browser.ask("return document.querySelector('td.lead a').pathname").await.unwrap();
    paths.push(product.as_str().unwrap().to_owned());
    visit(&mut browser, &world, &VIEWS, &paths).await;
}

#[tokio::test]
async fn every_page_of_a_nonprofits_desk_is_sound_in_the_browser() {
    let Some(mut browser) = Browser::open(View::DESKTOP).await else { return };
    let world = World::open();
    browser.goto(&world.url).await.unwrap();
    become_role(&browser, "erwan").await;
    browser.goto(&world.at("/nonprofits")).await.unwrap();
    let desk = browser.current_url().await.unwrap().path().to_owned();
    let mut paths = below(&desk, &DESK);
    let first = async |page: &str, find: &str| {
        browser.goto(&world.at(page)).await.unwrap();
        let path = browser.ask(&format!("return document.querySelector(\"{find}\").pathname")).await.unwrap();
        path.as_str().unwrap().to_owned()
    };
    let gift = first(&format!("{desk}/gifts"), "td.lead a").await;
    let matches = first(&format!("{desk}/campaigns"), "a[href$='/matches']").await;
    let one = first(&matches, "td.lead a").await;
    for page in ["", "/thank", "/return"] {
        paths.push(format!("{gift}{page}"));
    }
    for page in ["", "/raise", "/end"] {
        paths.push(format!("{one}{page}"));
    }
    paths.extend([format!("{matches}/new"), matches]);
    visit(&mut browser, &world, &VIEWS, &paths).await;
}

#[tokio::test]
async fn every_page_of_the_console_is_sound_in_the_browser() {
    let Some(mut browser) = Browser::open(View::DESKTOP).await else { return };
    let world = World::open();
    browser.goto(&world.url).await.unwrap();
    become_role(&browser, "regie").await;
    visit(&mut browser, &world, &VIEWS, &below("", &CONSOLE)).await;
}

#[tokio::test]
async fn nothing_jumps_mirrored_or_enlarged_pages_hold_in_the_browser() {
    let Some(mut browser) = Browser::open(View::PHONE).await else { return };
    let world = World::open();
    for view in [View::PHONE, View::DESKTOP] {
        browser.look(view).await.unwrap();
        for path in ["/", "/@ateliernord", "/@ateliernord/shop", "/explore", "/orders", "/basket"] {
            browser.goto(&world.at(path)).await.unwrap();
            let state = format!("{path} at {}", view.width);
            browser.until("document.readyState === 'complete'").await.unwrap();
            let shift = browser
                .ask(
                    "let sum = 0; new PerformanceObserver(() => {}).observe({ type: 'layout-shift', buffered: true }); \
                     for (const it of performance.getEntriesByType('layout-shift')) sum += it.value; return sum",
                )
                .await
                .unwrap();
            assert!(shift.as_f64().unwrap() <= SHIFT_MAX, "{state} jumps by {shift}");
            for (what, change) in [
                ("mirrored", "document.documentElement.dir = 'rtl'"),
                (
                    "with letters of twice the size",
                    "document.documentElement.dir = 'ltr'; document.documentElement.style.fontSize = '200%'",
                ),
            ] {
                browser.ask(&format!("{change}; return 1")).await.unwrap();
                let wide =
                    browser.ask("return document.documentElement.scrollWidth - innerWidth").await.unwrap();
                assert!(wide.as_i64().unwrap() <= 0, "{state}, {what}, is {wide} px too wide");
            }
        }
    }
    // 200 % zoom of a 1280 px window, and the width that WCAG 1.4.10 asks for.
    for width in [640, 320] {
        browser.look(View { width, height: 450, ..View::DESKTOP }).await.unwrap();
        for path in ["/", "/explore", "/orders", "/basket", "/sign-in"] {
            browser.goto(&world.at(path)).await.unwrap();
            let wide = browser.ask("return document.documentElement.scrollWidth - innerWidth").await.unwrap();
            assert!(wide.as_i64().unwrap() <= 0, "{path} at {width} px is {wide} px too wide");
        }
    }
}

/// Bytes of a first visit to the timeline, pictures left out, as they travel.
const PAGE_BYTES_MAX: i64 = 160 * 1024;

#[tokio::test]
async fn a_first_visit_is_light_and_picks_fitting_pictures_in_the_browser() {
    let Some(browser) = Browser::open(View::DESKTOP).await else { return };
    let world = World::open();
    browser.goto(&world.url).await.unwrap();
    browser.until("document.readyState === 'complete'").await.unwrap();
    let bytes = browser
        .ask(
            "return performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))\
             .filter(it => it.initiatorType !== 'img').reduce((sum, it) => sum + it.transferSize, 0)",
        )
        .await
        .unwrap();
    assert!(bytes.as_i64().unwrap() < PAGE_BYTES_MAX, "{bytes} bytes without pictures");
    let tags = browser
        .ask("return [...document.querySelectorAll('buy-card img')].every(it => it.srcset && it.sizes && it.width && it.height)")
        .await
        .unwrap();
    assert_eq!(tags, true, "every picture of a card says its sizes");
}
