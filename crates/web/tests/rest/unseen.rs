//! What nobody may look at cannot be looked at by buying it: drafts, and the goods of a shop that nobody vouched for.

use domain::catalog::draft::DraftStatus;
use domain::merchant::MerchantState;
use serde_json::json;

use crate::api::Api;

/// Everything that shows a product, and what it answers.
async fn answers(api: &Api) -> Vec<(String, u16)> {
    let (merchant, product, offer) = (api.shop.merchant, api.shop.goods[0].product, api.offer(0));
    let items = json!({ "items": [{ "offer": offer, "quantity": 1 }], "country": "FR" });
    let variant = json!({ "items": [
        { "offer": offer, "variant": api.shop.goods[0].variant.to_string(), "quantity": 1 }] });
    let cart = json!({ "items": [{ "offer": offer, "quantity": 1 }] });
    let mut all = Vec::new();
    for path in [
        format!("/commerce/v1/merchants/{merchant}/products/{product}"),
        format!("/commerce/v1/offers/{offer}"),
    ] {
        all.push((path.clone(), api.get(&path, "").await.status.as_u16()));
    }
    for (path, body) in [
        ("/commerce/v1/checkouts", &items),
        ("/commerce/v1/checkouts", &variant),
        ("/commerce/v1/carts", &cart),
    ] {
        all.push((path.to_owned(), api.json("POST", path, "", body).await.status.as_u16()));
    }
    all
}

async fn listed(api: &Api) -> usize {
    let path = format!("/commerce/v1/merchants/{}/products", api.shop.merchant);
    api.get(&path, "").await.expect(200).body["data"].as_array().unwrap().len()
}

#[tokio::test]
async fn what_nobody_may_look_at_is_not_shown_by_a_checkout_either() {
    let api = Api::new().await;
    let (merchant, product) = (api.shop.merchant, api.shop.goods[0].product);
    let set = async |status: DraftStatus, state: MerchantState| {
        let now = api.house.ctx.now();
        let written = api.house.ctx.db().write("set", move |tx| {
            store::products::set_status(tx, merchant, product, status, now)?;
            store::merchants::set_state(tx, merchant, state, "", None, now)
        });
        written.await.unwrap();
    };
    assert!(answers(&api).await.iter().all(|(_, status)| *status < 300), "{:?}", answers(&api).await);
    for (status, state) in
        [(DraftStatus::Draft, MerchantState::Verified), (DraftStatus::Active, MerchantState::New)]
    {
        set(status, state).await;
        for (path, answer) in answers(&api).await {
            // A body that names it is told that it names nothing.
            let wanted = if path.ends_with('s') { 422 } else { 404 };
            assert_eq!(answer, wanted, "{path} with {status:?}, {state:?}");
        }
        assert_eq!(listed(&api).await, if state == MerchantState::New { 0 } else { 2 });
    }
}
