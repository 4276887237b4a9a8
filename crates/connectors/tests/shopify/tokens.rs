//! Opening a shop, and tokens that end.

use app::ports::{Keys, Platform, PlatformError, Wanted};
use buyline_connectors::shopify::grant::returned;
use serde_json::json;
use twins::platform::What;
use twins::shopify::{CLIENT_SECRET, SHOP, TOKEN, signed_query};

use super::desk::{Desk, entered};

const HOUR_MS: i64 = 3_600_000;

fn without_token() -> Keys {
    let mut keys = entered();
    keys.set("access_token", "");
    keys
}

#[tokio::test]
async fn what_was_entered_wrongly_is_said_in_words() {
    let desk = Desk::open(10).await;
    for (word, value, said) in [
        ("access_token", "wrong", "Invalid API key"),
        ("access_token", "wr\nong", "characters"),
        ("shop", "evil.example/x", "example.myshopify.com"),
        ("client_secret", "", "client secret"),
        ("client_id", "", "client ID"),
    ] {
        let mut keys = entered();
        keys.set(word, value);
        let refused = desk.shop.open(&keys).await;
        let Err(PlatformError::Keys(why)) = refused else { panic!("{word}: {refused:?}") };
        assert!(why.contains(said), "{word}: {why}");
    }
    let mut keys = without_token();
    keys.set("client_secret", "wrong");
    assert!(matches!(desk.shop.open(&keys).await, Err(PlatformError::Keys(_))));
    desk.twin.with(|twin, _| twin.settings.scopes.retain(|scope| scope != "write_orders"));
    let Err(PlatformError::Keys(why)) = desk.shop.open(&entered()).await else { panic!("not enough scopes") };
    assert!(why.contains("read_orders, write_orders"), "{why}");
    desk.twin.act(json!({ "act": "revoke" }));
    let dead = desk.shop.goods(&desk.link, &Wanted::default()).await;
    assert!(matches!(dead, Err(PlatformError::Keys(_))), "{dead:?}");
    assert_eq!(desk.shop.close(&desk.link).await, Ok(()), "nothing is left to be closed");
}

#[tokio::test]
async fn a_token_that_was_made_for_the_merchant_never_ends() {
    let desk = Desk::open(10).await;
    assert_eq!(desk.shop.renew(&desk.link).await, Ok(None));
    desk.twin.advance(1_000 * HOUR_MS);
    assert!(desk.shop.goods(&desk.link, &Wanted::default()).await.is_ok());
}

#[tokio::test]
async fn an_app_without_a_token_gets_one_by_its_name_and_secret_and_the_next_in_time() {
    let desk = Desk::open(10).await;
    let opened = desk.shop.open(&without_token()).await.unwrap();
    let ends = opened.expires_at.unwrap();
    let mut link = desk.link.clone();
    link.keys = opened.keys;
    assert_ne!(link.keys.get("access_token"), TOKEN);
    assert!(desk.shop.goods(&link, &Wanted::default()).await.is_ok());
    desk.twin.advance(24 * HOUR_MS);
    assert!(ends.as_millisecond() < desk.twin.with(|_, now_ms| now_ms), "it is renewed before it ends");
    let dead = desk.shop.goods(&link, &Wanted::default()).await;
    assert!(matches!(dead, Err(PlatformError::Keys(_))), "{dead:?}");
    let (keys, next) = desk.shop.renew(&link).await.unwrap().unwrap();
    assert!(next.unwrap() > ends);
    link.keys = keys;
    assert!(desk.shop.goods(&link, &Wanted::default()).await.is_ok());
}

#[tokio::test]
async fn a_merchant_says_yes_and_tokens_follow_one_another_though_answers_are_lost() {
    let desk = Desk::open(10).await;
    let consent = desk.shop.consent(&without_token(), "https://buyline.example/back", "state1").unwrap();
    assert!(
        consent
            .starts_with("https://twin.myshopify.com/admin/oauth/authorize?client_id=twin_client_id&scope=")
    );
    assert!(
        consent.contains("&state=state1")
            && consent.contains("redirect_uri=https%3A%2F%2Fbuyline.example%2Fback")
    );
    let query = desk.twin.act(json!({ "act": "consent", "state": "state1" }));
    let back = returned(query["query"].as_str().unwrap(), CLIENT_SECRET).unwrap();
    assert_eq!((back.shop.as_str(), back.state.as_str()), (SHOP, "state1"));
    let (keys, ends) = desk.shop.redeem(&without_token(), &back).await.unwrap();
    assert!(desk.shop.redeem(&without_token(), &back).await.is_err(), "a code is taken once");
    let opened = desk.shop.open(&keys).await.unwrap();
    assert_eq!(opened.expires_at, None, "whoever redeemed the code knows when the token ends");
    let mut link = desk.link.clone();
    link.keys = opened.keys;
    let mut last = ends.unwrap();
    for lost in [None, Some(What::LostAfter), Some(What::LostBefore), None] {
        desk.twin.advance(HOUR_MS);
        assert!(matches!(desk.shop.goods(&link, &Wanted::default()).await, Err(PlatformError::Keys(_))));
        if let Some(what) = lost {
            desk.fault("token", what);
            let in_doubt = desk.shop.renew(&link).await;
            assert!(matches!(in_doubt, Err(PlatformError::Down(_))), "{in_doubt:?}");
        }
        let (keys, ends) = desk.shop.renew(&link).await.unwrap().unwrap();
        let used_up = link.clone();
        link.keys = keys;
        assert!(desk.shop.goods(&link, &Wanted::default()).await.is_ok());
        assert!(ends.unwrap() > last);
        last = ends.unwrap();
        let (keys, _) = desk.shop.renew(&link).await.unwrap().unwrap();
        link.keys = keys;
        let refused = desk.shop.renew(&used_up).await;
        assert!(matches!(refused, Err(PlatformError::Keys(_))), "its successor was used: {refused:?}");
    }
}

#[test]
fn what_comes_back_is_shopifys_own_or_nothing() {
    let fields = [("code", "c0de"), ("shop", SHOP), ("state", "s"), ("timestamp", "1796000000")];
    let right = signed_query(CLIENT_SECRET, &fields);
    assert_eq!(returned(&right, CLIENT_SECRET).unwrap().code, "c0de");
    let other = [("code", "c0de"), ("shop", "evil.example"), ("state", "s")];
    for wrong in [
        signed_query("another", &fields),
        signed_query(CLIENT_SECRET, &other),
        signed_query(CLIENT_SECRET, &fields[..2]),
        right.replace("c0de", "c1de"),
        format!("{right}&shop=evil.example"),
        format!("{right}&more=1"),
        right.split("&hmac").next().unwrap().to_owned(),
        String::new(),
    ] {
        assert_eq!(returned(&wrong, CLIENT_SECRET), None, "{wrong}");
    }
    assert_eq!(returned(&signed_query("", &fields), ""), None, "an empty secret signs nothing");
}
