//! `docs/protocols/rest.md` says what is: its list of calls is the list of routes, and its walk-through runs; so does that of
//! `channel.md`.

use std::collections::{BTreeSet, HashMap};

use axum::body::Body;
use buyline_web::Who;
use buyline_web::rest::routes::ROUTES;
use http::Request;
use serde_json::Value;
use testkit::house::Goods;

use crate::api::Api;

const PAGE: &str = include_str!("../../../../docs/protocols/rest.md");
const CHANNEL: &str = include_str!("../../../../docs/protocols/channel.md");

#[test]
fn the_page_lists_every_call_with_who_may() {
    let listed: BTreeSet<(&str, &str, String)> = PAGE
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| ")?.split(" | ");
            let (method, path, who) = (cells.next()?, cells.next()?, cells.next()?);
            let path = path.strip_prefix("`/")?.strip_suffix('`')?;
            Some((method, path, who.trim_end_matches(" |").to_owned()))
        })
        .collect();
    let routed: BTreeSet<(&str, &str, String)> = ROUTES
        .iter()
        .map(|route| {
            let scope = |act: domain::access::MerchantAct| format!("`{}`", act.scope().unwrap().as_str());
            let who = match route.who {
                Who::Anyone => "anybody".to_owned(),
                Who::Holder => "token".to_owned(),
                Who::Key(act) => scope(act),
                Who::HolderOrKey(act) => format!("token or {}", scope(act)),
                Who::Person | Who::AnyStaff | Who::Staff(_) | Who::Team(_) | Who::Operator | Who::Demo => {
                    panic!("{route:?}: the API knows no people")
                }
            };
            (route.method, route.path.trim_start_matches('/'), who)
        })
        .collect();
    assert_eq!(listed, routed);
}

/// A step of the walk-through.
enum Step<'a> {
    /// Time passes.
    Wait,
    /// Somebody buys what was pushed.
    Buy,
    /// A call, as its shell block says it, and a part of its answer.
    Call(&'a str, &'a str),
}

fn steps(page: &'static str, headline: &str) -> Vec<Step<'static>> {
    let mut steps = Vec::new();
    let mut rest = page.split(headline).nth(1).expect("the page has a walk-through");
    while let Some(at) = rest.find("```sh\n") {
        if rest[..at].contains("<!-- the undo window passes -->") {
            steps.push(Step::Wait);
        }
        if rest[..at].contains("<!-- somebody buys -->") {
            steps.push(Step::Buy);
        }
        let (shell, after) = rest[at + 6..].split_once("\n```\n").expect("a block ends");
        let after = after.strip_prefix("```json\n").expect("a call is followed by its answer");
        let (answer, after) = after.split_once("\n```\n").expect("a block ends");
        steps.push(Step::Call(shell, answer));
        rest = after;
    }
    steps
}

/// The words of a command as a shell reads them, variables filled in.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for sign in command.replace("\\\n", " ").chars() {
        match sign {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            other => words.last_mut().expect("there is a word").push(other),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn filled(text: &str, known: &HashMap<String, String>) -> String {
    let mut names: Vec<&String> = known.keys().collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let filled =
        names.iter().fold(text.to_owned(), |text, name| text.replace(&format!("${name}"), &known[*name]));
    assert!(!filled.contains('$'), "a variable nobody set: {filled}");
    filled
}

fn request(shell: &str, known: &HashMap<String, String>) -> Request<Body> {
    let (command, body) = match shell.split_once(" <<JSON\n") {
        Some((command, body)) => (command, Some(body.strip_suffix("\nJSON").expect("the body ends"))),
        None => (shell, None),
    };
    let words = words(&filled(command, known));
    assert_eq!(words[0], "curl");
    let mut request = Request::builder().method(if body.is_some() { "POST" } else { "GET" });
    let mut at = 1;
    while at < words.len() {
        match words[at].as_str() {
            "-X" => {
                request = request.method(words[at + 1].as_str());
                at += 2;
            }
            "-H" => {
                let (name, value) = words[at + 1].split_once(": ").expect("a header has a value");
                request = request.header(name, value);
                at += 2;
            }
            "--json" => {
                assert_eq!(words[at + 1], "@-");
                request = request.header("content-type", "application/json");
                at += 2;
            }
            url => {
                request = request.uri(url.strip_prefix("http://buyline.test").expect("an address of ours"));
                at += 1;
            }
        }
    }
    request.body(body.map_or_else(Body::empty, |body| Body::from(filled(body, known)))).unwrap()
}

/// What the page shows is in the answer; `"$NAME"` stands for what is learned from it, or was learned before.
fn compare(shown: &Value, answer: &Value, known: &mut HashMap<String, String>, place: &str) {
    match (shown, answer) {
        (Value::Object(shown), Value::Object(_)) => {
            for (name, value) in shown {
                compare(value, &answer[name], known, &format!("{place}.{name}"));
            }
        }
        (Value::Array(shown), Value::Array(entries)) => {
            assert!(shown.len() <= entries.len(), "{place}: {answer}");
            for (at, (shown, entry)) in shown.iter().zip(entries).enumerate() {
                compare(shown, entry, known, &format!("{place}[{at}]"));
            }
        }
        (Value::String(text), Value::String(said)) if text.starts_with('$') => {
            let before = known.entry(text[1..].to_owned()).or_insert_with(|| said.clone());
            assert_eq!(before, said, "{place}");
        }
        (shown, answer) => assert_eq!(shown, answer, "{place}"),
    }
}

#[tokio::test]
async fn the_walk_through_is_what_happens() {
    let print = Goods { title: "Lac du matin", price: 2_490, units: Some(3) };
    let api = Api::stocked(&[print], app::limits::Rates::OFF).await;
    let account = api.shop.account;
    api.house
        .ctx
        .db()
        .write("name_shop", move |tx| {
            let params = [store::Param::id(account)];
            tx.execute("UPDATE accounts SET handle = 'ateliernord' WHERE id = $1", &params)
        })
        .await
        .unwrap();
    let steps = steps(PAGE, "## From catalog to paid order");
    assert!(steps.len() > 10, "the walk-through was read");
    walk(&api, steps).await;
}

#[tokio::test]
async fn the_walk_through_of_a_channel_is_what_happens() {
    let api = Api::limited(app::limits::Rates::OFF).await;
    let steps = steps(CHANNEL, "## From your catalog to your order");
    assert!(steps.len() > 9, "the walk-through was read");
    walk(&api, steps).await;
}

async fn walk(api: &Api, steps: Vec<Step<'_>>) {
    let mut known = HashMap::from([
        ("BUYLINE".to_owned(), "http://buyline.test".to_owned()),
        ("KEY".to_owned(), api.key().await),
    ]);
    for step in steps {
        match step {
            Step::Wait => api.settle().await,
            Step::Buy => buy(api, &known["PRODUCT"]).await,
            Step::Call(shell, shown) => {
                let answer = api.send(request(shell, &known)).await;
                assert!(answer.status.is_success(), "{shell}\n{answer:?}");
                let shown: Value = serde_json::from_str(shown).expect("what is shown is JSON");
                compare(&shown, &answer.body, &mut known, shell);
            }
        }
    }
}

/// A guest buys one of `product`, and its merchant has the order.
async fn buy(api: &Api, product: &str) {
    let path = format!("/commerce/v1/merchants/{}/products/{product}", api.shop.merchant);
    let offer = api.get(&path, "").await.expect(200).text("/offers/0/id");
    let items = serde_json::json!({ "items": [{ "offer": offer, "quantity": 1 }] });
    let started = api.json("POST", "/commerce/v1/checkouts", "", &items).await.expect(201);
    let (path, token) = (format!("/commerce/v1/checkouts/{}", started.text("/id")), started.text("/token"));
    let ready = api.json("PATCH", &path, &token, &crate::api::details()).await.expect(200);
    api.pay(&path, &token, "buy", "card_ok", &ready).await.expect(200);
    api.settle().await;
}
