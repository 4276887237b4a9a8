//! There and back.

use std::io::{Read, Write};
use std::path::Path;
use std::thread::JoinHandle;

use buyline::{Config, Running, Server};
use domain::ids::OrderId;
use domain::order::Order;
use serde_json::json;

use crate::newcomer::{ARRIVES_WITHIN, Answer, Newcomer, form};
use crate::seeded::copy_of_seeded;
use crate::support::{connect, rest};

/// The folder of the other day.
pub const FOLDER: &str = "demo-other-day";

/// The demo's settings, on a folder that has its world.
pub fn demo(data: &Path) -> Config {
    Config { demo: true, good_standing_days: 0, ..Config::sandboxed(data) }
}

async fn started(data: &Path) -> Running {
    Server::start(demo(data)).await.unwrap()
}

/// Buys what the first card of the timeline sells, with the card that is saved. Gives the order.
fn buy(browser: &Newcomer) -> OrderId {
    let review = browser.follow(browser.send(&browser.see("/"), "/buy", &[]));
    assert!(review.body.contains("/pay\""), "the saved card and address are known: {}", review.body);
    let placed = browser.follow(browser.send(&review, "/pay", &[]));
    assert_eq!(placed.status, 200, "{placed:?}");
    let (_, after) = placed.body.split_once("ord_").unwrap_or_else(|| panic!("placed: {}", placed.body));
    let end = after.find(|sign: char| !sign.is_ascii_alphanumeric()).unwrap();
    format!("ord_{}", &after[..end]).parse().unwrap()
}

async fn order(running: &Running, id: OrderId) -> Order {
    running.ctx.db().read(move |conn| store::orders::by_id(conn, id)).await.unwrap().unwrap()
}

fn count(data: &Path, table: &str) -> i64 {
    let conn = rusqlite::Connection::open(data.join("buyline.db")).unwrap();
    conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
}

fn api(running: &Running, path: &str, body: &serde_json::Value) -> Answer {
    let text = body.to_string();
    let mut stream = connect(running.addr);
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{text}",
        text.len()
    )
    .unwrap();
    let answer = rest(stream);
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    Answer { status: head[9..12].parse().unwrap(), head: head.to_owned(), body: body.to_owned() }
}

fn slip_into(browser: &Newcomer, role: &str) {
    let page = browser.see("/demo/jump");
    assert_eq!(browser.send(&page, "/demo/become", &[("role", role)]).status, 303);
}

/// The first address of `page` that begins so, of a link or a field.
fn link(page: &str, begins: &str) -> String {
    let found = page.split('"').find(|part| part.starts_with(begins));
    found.unwrap_or_else(|| panic!("no {begins} in {page}")).to_owned()
}

/// Follows the offers of a page until the server ends it. The connection itself stays.
fn follow_live(running: &Running, offer: &str) -> JoinHandle<String> {
    let mut stream = connect(running.addr);
    write!(stream, "GET /live?offers={offer} HTTP/1.1\r\nHost: test\r\n\r\n").unwrap();
    stream.set_read_timeout(Some(ARRIVES_WITHIN)).unwrap();
    std::thread::spawn(move || {
        let (mut told, mut bytes) = (Vec::new(), [0; 4_096]);
        loop {
            let read = stream.read(&mut bytes).unwrap();
            told.extend_from_slice(&bytes[..read]);
            if read == 0 || told.ends_with(b"0\r\n\r\n") {
                return String::from_utf8_lossy(&told).into_owned();
            }
        }
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn buying_has_ended_there_what_was_begun_goes_on_and_today_is_as_it_was() {
    let data = copy_of_seeded();
    let running = started(data.path()).await;
    let browser = Newcomer::at(running.addr);
    let today = browser.see("/");
    assert!(today.body.contains("Jump to") && today.body.contains("Camille"), "{}", today.body);
    let bought = buy(&browser);
    let before = order(&running, bought).await;
    let (plans, gifts) = (count(data.path(), "sunset_plans"), count(data.path(), "donations"));
    let card = form(&today.body, "/buy").unwrap();
    let offer = card.fields.iter().find(|(name, _)| name == "offer").unwrap().1.clone();
    let offer = offer.split('.').next().unwrap().to_owned();
    let live = follow_live(&running, &offer);

    // A second tap, while the days pass, begins nothing.
    let from = browser.see("/demo/jump");
    for _ in 0..3 {
        assert_eq!(browser.send(&from, "/demo/jump", &[]).status, 303);
    }
    let (there, way) = browser.arrive();
    assert!(way.iter().any(|page| page.contains("On the way to 1 February")), "{way:?}");
    assert!(live.join().unwrap().contains("text/event-stream"), "the page of before was let go");

    // What closed, who was told, what is open, what stays, whether all is right.
    let page = &there.body;
    for says in ["No shop takes an order any more", "/closing/sun_", "/console/sunsets/sun_"] {
        assert!(page.contains(says), "{says}: {page}");
    }
    for round in ["Announcement", "Reminder before the end"] {
        assert!(page.contains(round), "{round}: {page}");
    }
    assert!(!page.contains("Reminder to take data away"), "its day has not come: {page}");
    assert!(page.contains("nothing is broken"), "{page}");
    let mail = browser.see(&link(page, "/demo/mails?id="));
    assert!(mail.body.contains("prend fin le 1er février"), "in the language of its reader: {}", mail.body);
    let closing = browser.see(&link(page, "/closing/"));
    assert!(closing.body.contains("Donations go on as before"), "{}", closing.body);

    // Cards are links; the tap of before is told that buying has ended; the API says it in headers.
    let cards = browser.see("/");
    assert!(form(&cards.body, "/buy").is_none(), "nothing can be bought: {}", cards.body);
    assert!(cards.body.contains("Buying here ended on 1 February"), "{}", cards.body);
    assert!(cards.body.contains("data-ahead=\"") && cards.body.contains("Camille"), "{}", cards.body);
    let tapped = browser.follow(browser.post("/buy", &card.fields));
    assert!(tapped.body.contains("Buying here has ended"), "{tapped:?}");
    let items = json!({ "items": [{ "offer": offer, "quantity": 1 }] });
    let gone = api(&running, "/commerce/v1/carts", &items);
    assert_eq!(gone.status, 410, "{gone:?}");
    for header in ["deprecation", "sunset", "link"] {
        assert!(gone.header(header).is_some(), "{header}: {gone:?}");
    }

    // The order of before is there, and an open one leaves, by whoever works at its shop.
    let own = browser.see(&format!("/orders/{bought}"));
    assert!(own.body.contains(&before.number), "{}", own.body);
    let waiting = page.matches("action=\"/demo/ship\"").count();
    assert!(waiting > 1, "what was bought a moment ago, and what the world left open: {page}");
    let open: OrderId = form(page, "/demo/ship")
        .unwrap()
        .fields
        .iter()
        .find(|it| it.0 == "order")
        .unwrap()
        .1
        .parse()
        .unwrap();
    let shipped = browser.follow(browser.send(&there, "/demo/ship", &[]));
    assert!(
        shipped.body.contains("Shipped") && shipped.body.contains("nothing is broken"),
        "{}",
        shipped.body
    );
    let desk = link(page, "/studio/mer_");
    let merchant =
        browser.follow(browser.send(&there, "/demo/become", &[("to", &desk), ("role", "clemence")]));
    assert!(merchant.status == 200 && merchant.body.contains("Shipped"), "{merchant:?}");

    // Giving goes on.
    slip_into(&browser, "camille");
    let campaign = link(page, "/donate/");
    let asked = browser.see(&campaign);
    let review = browser.follow(browser.send(&asked, &campaign, &[("preset", "other"), ("amount", "10")]));
    let thanks = browser.follow(browser.send(&review, "/give", &[]));
    assert!(thanks.body.contains("Thank you"), "{}", thanks.body);
    assert!(browser.see("/demo/jump").body.contains("nothing is broken"), "after all of it");

    // Whoever slipped into somebody there is them today, too.
    slip_into(&browser, "clemence");
    let back = browser.jump_back();
    assert!(back.body.contains("It is today again") && back.body.contains("Clémence"), "{}", back.body);
    assert!(!back.body.contains("data-ahead"), "{}", back.body);
    assert!(!data.path().join(FOLDER).exists(), "nothing of the other day is left");
    let now = order(&running, bought).await;
    assert_eq!((now.number, now.total), (before.number, before.total));
    assert_eq!(order(&running, open).await.fulfilled_at, None, "it was shipped on the other day only");
    assert_eq!(count(data.path(), "sunset_plans"), plans);
    assert_eq!(count(data.path(), "donations"), gifts);
    slip_into(&browser, "camille");
    buy(&browser);

    // And once more.
    let (again, _) = browser.jump();
    assert!(again.body.contains("nothing is broken") && again.body.contains("/demo/ship"), "{}", again.body);
    running.shutdown().await.unwrap();
    assert!(!data.path().join(FOLDER).exists(), "a demo that ends there leaves nothing of it");
}
