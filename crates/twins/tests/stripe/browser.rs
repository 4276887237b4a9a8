//! Chromium pays: a page of another origin, a strict policy, and the script that stands in for Stripe.js.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use axum::{Json, Router, routing};
use buyline_twins::server::Served;
use buyline_twins::stripe::Request;
use serde_json::{Value, json};
use testkit::browser::{Browser, Scheme, View};

use crate::desk::{PUBLIC, SECRET, text};
use crate::served::served;

/// A shop's pay page as Buyline builds it: a deferred payment element, a token, an intent made on the server.
const PAGE: &str = r##"<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Shop</title>
<main><h1>Pay</h1><div id="element"></div><button id="pay">Pay</button><p id="told" role="status"></p></main>
<script nonce="shop" src="{twin}/v3/"></script>
<script nonce="shop" type="module">
const told = document.getElementById("told");
const stripe = Stripe("{key}", { stripeAccount: "{account}" });
const options = {options};
const elements = stripe.elements(options);
const element = elements.create("payment");
element.on("ready", () => { told.textContent = "ready"; });
element.mount("#element");
const tell = (result) => {
  const intent = result.paymentIntent ?? result.setupIntent;
  told.textContent = result.error ? `error ${result.error.code ?? ""}: ${result.error.message}` : `done ${intent.status}`;
};
document.getElementById("pay").addEventListener("click", async () => {
  told.textContent = "…";
  const submitted = await elements.submit();
  if (submitted.error) return tell(submitted);
  const made = await stripe.createConfirmationToken({ elements, params: { return_url: location.origin + "/back" } });
  if (made.error) return tell(made);
  const asked = await fetch("/pay", { method: "POST", body: JSON.stringify({ token: made.confirmationToken.id, mode: options.mode }) });
  const intent = await asked.json();
  if (intent.error) return tell(intent);
  tell(intent.status === "requires_action"
    ? await stripe.handleNextAction({ clientSecret: intent.client_secret })
    : { paymentIntent: intent });
});
</script></html>"##;

struct Shop {
    twin: Served,
    account: String,
    mode: &'static str,
}

async fn page(State(shop): State<Arc<Shop>>) -> Response {
    let twin = shop.twin.base();
    let options = match shop.mode {
        "setup" => json!({ "mode": "setup", "currency": "eur" }),
        mode => json!({ "mode": mode, "amount": 1990, "currency": "eur" }),
    };
    let html = PAGE
        .replace("{twin}", twin)
        .replace("{key}", PUBLIC)
        .replace("{account}", &shop.account)
        .replace("{options}", &options.to_string());
    let policy = format!(
        "default-src 'none'; script-src 'nonce-shop'; frame-src {twin}; connect-src 'self' {twin}; base-uri 'none'"
    );
    ([("content-security-policy", policy)], Html(html)).into_response()
}

/// The server's part: the intent, made and confirmed with the token.
async fn pay(State(shop): State<Arc<Shop>>, body: String) -> Json<Value> {
    let asked: Value = serde_json::from_str(&body).unwrap();
    let token = text(&asked, "token");
    let request = match shop.mode {
        "setup" => Request::new("POST", "/v1/setup_intents", SECRET)
            .form(&[("confirm", "true"), ("confirmation_token", &token)]),
        _ => Request::new("POST", "/v1/payment_intents", SECRET).form(&[
            ("amount", "1990"),
            ("currency", "eur"),
            ("confirm", "true"),
            ("confirmation_token", &token),
            ("payment_method_options[card][capture_method]", "manual"),
        ]),
    };
    let request = request.on(&shop.account);
    Json(shop.twin.with(|twin, now_ms| twin.call(now_ms, &request)).answer.unwrap().body)
}

/// A shop that is open, and a browser on its pay page; `None` without Chromium.
async fn visit(mode: &'static str) -> Option<(Arc<Shop>, Browser)> {
    let browser = Browser::open(View::PHONE).await?;
    let twin = served().await;
    let account = twin.with(|twin, now_ms| twin.connect(now_ms, SECRET));
    let shop = Arc::new(Shop { twin, account, mode });
    let app = Router::new()
        .route("/", routing::get(page))
        .route("/pay", routing::post(pay))
        .route(
            "/back",
            routing::get(|| async { Html("<!doctype html><title>Back</title><p id=back>Back</p>") }),
        )
        .with_state(Arc::clone(&shop));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    browser.goto(&format!("http://{address}/")).await.unwrap();
    told(&browser, "ready").await;
    Some((shop, browser))
}

async fn told(browser: &Browser, start: &str) {
    browser
        .until(&format!("document.getElementById('told')?.textContent.startsWith({start:?})"))
        .await
        .unwrap();
}

/// Types a card into the frame, as its holder does.
async fn type_card(browser: &Browser, number: &str) {
    browser.see("#element iframe").await.unwrap().enter_frame().await.unwrap();
    for (field, value) in [("#number", number), ("#expiry", "1234"), ("#cvc", "123")] {
        browser.fill(field, value).await.unwrap();
    }
    browser.enter_parent_frame().await.unwrap();
}

async fn answer_challenge(browser: &Browser, button: &str) {
    browser.see("#twin-challenge").await.unwrap().enter_frame().await.unwrap();
    browser.tap(button).await.unwrap();
    browser.enter_parent_frame().await.unwrap();
}

#[tokio::test]
async fn a_card_is_typed_in_a_frame_and_held_for_the_merchant() {
    let Some((shop, browser)) = visit("payment").await else { return };
    type_card(&browser, "4242 4242 4242 4242").await;
    let page = browser.ask("return document.documentElement.outerHTML").await.unwrap();
    browser.tap("#pay").await.unwrap();
    told(&browser, "done requires_capture").await;
    assert!(!page.as_str().unwrap().contains("4242"), "the page never holds the card");
    let lines = shop.twin.with(|twin, _| twin.charges());
    assert_eq!(
        (lines.len(), lines[0].amount, lines[0].status.as_str(), &lines[0].account),
        (1, 1990, "requires_capture", &shop.account)
    );
    assert_eq!(browser.complaints().await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_wrong_number_is_said_in_the_frame_and_a_decline_in_the_page() {
    let Some((shop, browser)) = visit("payment").await else { return };
    type_card(&browser, "4242 4242 4242 4241").await;
    browser.tap("#pay").await.unwrap();
    told(&browser, "error invalid_number").await;
    type_card(&browser, "4000 0000 0000 9995").await;
    browser.tap("#pay").await.unwrap();
    told(&browser, "error card_declined: Your card was declined.").await;
    assert!(shop.twin.with(|twin, _| twin.charges()).is_empty());
    type_card(&browser, "4242 4242 4242 4242").await;
    browser.tap("#pay").await.unwrap();
    told(&browser, "done requires_capture").await;
}

#[tokio::test]
async fn a_challenge_is_failed_and_passed_over_the_page() {
    let Some((shop, browser)) = visit("payment").await else { return };
    type_card(&browser, "4000 0027 6000 3184").await;
    browser.tap("#pay").await.unwrap();
    answer_challenge(&browser, "#twin-fail").await;
    told(&browser, "error payment_intent_authentication_failure").await;
    assert!(shop.twin.with(|twin, _| twin.charges()).is_empty());
    browser.tap("#pay").await.unwrap();
    answer_challenge(&browser, "#twin-pass").await;
    told(&browser, "done requires_capture").await;
    assert_eq!(shop.twin.with(|twin, _| twin.charges()).len(), 1);
    assert_eq!(browser.complaints().await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn another_method_leads_away_and_back() {
    let Some((shop, browser)) = visit("payment").await else { return };
    browser.see("#element iframe").await.unwrap().enter_frame().await.unwrap();
    browser.see("#kind").await.unwrap().select_by_value("ideal").await.unwrap();
    browser.enter_parent_frame().await.unwrap();
    browser.tap("#pay").await.unwrap();
    browser.tap("#twin-pass").await.unwrap();
    browser.see("#back").await.unwrap();
    let back = browser.current_url().await.unwrap();
    let asked: std::collections::HashMap<_, _> = back.query_pairs().into_owned().collect();
    assert_eq!(asked["redirect_status"], "succeeded");
    let lines = shop.twin.with(|twin, _| twin.charges());
    assert_eq!((lines[0].captured, &lines[0].payment_intent), (1990, &asked["payment_intent"]));
}

#[tokio::test]
async fn a_card_is_saved_without_paying() {
    let Some((shop, browser)) = visit("setup").await else { return };
    type_card(&browser, "4000 0025 0000 3155").await;
    browser.tap("#pay").await.unwrap();
    answer_challenge(&browser, "#twin-pass").await;
    told(&browser, "done succeeded").await;
    assert!(shop.twin.with(|twin, _| twin.charges()).is_empty());
}

#[tokio::test]
async fn using_the_script_wrongly_throws_as_the_real_one_does() {
    let Some((_shop, browser)) = visit("payment").await else { return };
    let wrong = [
        "Stripe('sk_test_1')",
        "Stripe('pk_live_1')",
        "Stripe('pk_test_1').elements({ mode: 'payment', currency: 'eur' })",
        "Stripe('pk_test_1').elements({ mode: 'payment', amount: 19.9, currency: 'eur' })",
        "Stripe('pk_test_1').elements({ mode: 'payment', amount: 19, currency: 'EUR' })",
        "Stripe('pk_test_1').elements({ mode: 'setup' }).create('card')",
    ];
    for call in wrong {
        let script = format!("try {{ {call}; return 'nothing' }} catch (error) {{ return error.name }}");
        assert_eq!(browser.ask(&script).await.unwrap(), "IntegrationError", "{call}");
    }
    let early =
        "return Stripe('pk_test_1').handleNextAction({ clientSecret: 'x' }).catch((error) => error.name)";
    assert_eq!(browser.ask(early).await.unwrap(), "IntegrationError");
}

#[tokio::test]
async fn the_twins_own_pages_have_no_barriers() {
    let Some(mut browser) = Browser::open(View::PHONE).await else { return };
    let twin = served().await;
    let link = twin.with(|twin, now_ms| {
        let account = twin.connect(now_ms, SECRET);
        let request = Request::new("POST", "/v1/account_links", SECRET).form(&[
            ("account", &account),
            ("type", "account_onboarding"),
            ("refresh_url", "https://b.example/again"),
            ("return_url", "https://b.example/back"),
        ]);
        text(&twin.call(now_ms, &request).answer.unwrap().body, "url")
    });
    let challenge = format!("{}/_twin/challenge/pi_1?client_secret=pi_1_secret_1", twin.base());
    for page in [challenge, link, format!("{}/_twin/element", twin.base())] {
        browser.look(View::PHONE).await.unwrap();
        browser.goto(&page).await.unwrap();
        for view in [View::PHONE, View::DESKTOP.with_scheme(Scheme::Dark)] {
            browser.look(view).await.unwrap();
            assert_eq!(browser.barriers().await.unwrap(), Vec::new(), "{page}");
        }
    }
}
