//! The twin over HTTP.

use buyline_twins::server::platform::start;
use buyline_twins::shopify::{CLIENT, CLIENT_SECRET, TOKEN, Twin};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};

use super::ask::PATH;

#[tokio::test]
async fn served_it_answers_over_http_and_brings_its_messages() {
    let heard = std::sync::Arc::new(parking_lot::Mutex::new(Vec::<String>::new()));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let ear = listener.local_addr().unwrap();
    let app = axum::Router::new().fallback(axum::routing::any({
        let heard = std::sync::Arc::clone(&heard);
        async move |headers: http::HeaderMap| {
            heard.lock().push(headers["x-shopify-topic"].to_str().unwrap().to_owned());
        }
    }));
    let ears = tokio::spawn(async move { axum::serve(listener, app).await });
    let twin = start(tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap(), Twin::new(1, 10)).unwrap();
    let client =
        hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new()).build_http();
    let send = async |path: &str, kind: &str, body: String| {
        let request = http::Request::post(format!("{}{path}", twin.base()))
            .header("x-shopify-access-token", TOKEN)
            .header("content-type", kind)
            .body(http_body_util::Full::new(bytes::Bytes::from(body)))
            .unwrap();
        let answer = client.request(request).await.unwrap();
        assert!(answer.status().is_success(), "{path}");
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        serde_json::from_slice::<Value>(&body).unwrap_or_default()
    };
    let ask = async |text: String| send(PATH, "application/json", json!({ "query": text }).to_string()).await;
    let hook = format!(
        "mutation {{ webhookSubscriptionCreate(topic: PRODUCTS_UPDATE, webhookSubscription: {{ uri: \"https://{ear}/hooks\" }}) \
         {{ userErrors {{ message }} }} }}"
    );
    assert_eq!(ask(hook).await["data"]["webhookSubscriptionCreate"]["userErrors"], json!([]));
    let price = json!({ "act": "price", "variant": 40_000, "price": "3.00" }).to_string();
    send("/_twin/act", "application/json", price).await;
    while heard.lock().is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(heard.lock().as_slice(), ["products/update"]);
    let form = format!("grant_type=client_credentials&client_id={CLIENT}&client_secret={CLIENT_SECRET}");
    let token = send("/admin/oauth/access_token", "application/x-www-form-urlencoded", form).await;
    assert_eq!(token["expires_in"], 86_399);
    ears.abort();
}
