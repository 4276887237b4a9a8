//! Stock that falls to the shop's mark.

use super::*;

const CUP: Goods = Goods { title: "Cup", price: 900, units: Some(4) };

fn told(endpoints: &Endpoints) -> Vec<serde_json::Value> {
    let bodies =
        endpoints.heard(URL).into_iter().map(|message| serde_json::from_slice(&message.body).unwrap());
    bodies.filter(|body: &serde_json::Value| body["type"] == "product.stock_low").collect()
}

async fn fill_up(house: &House, shop: &Shop, units: i64) {
    let (merchant, variant) = (shop.merchant, shop.goods[0].variant);
    let fill = move |tx: &mut store::Tx<'_>| store::variants::set_stock(tx, merchant, variant, Some(units));
    house.ctx.db().write("fill_up", fill).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn stock_that_falls_to_the_mark_is_told_once_and_again_after_it_was_filled_up() {
    for on in On::BOTH {
        let Some((house, endpoints)) = listening(on) else { continue };
        let shop = house.shop(&[CUP, PRINT]).await;
        listen(&house.ctx, &shop, URL).await;
        let buy_one = async || {
            sell(&house, &shop).await;
            house.clock.advance(SignedDuration::from_mins(30));
            house.settle().await;
            told(&endpoints).len()
        };
        assert_eq!((buy_one().await, buy_one().await, buy_one().await), (0, 1, 1), "{on:?}");
        let first = &told(&endpoints)[0]["data"];
        assert_eq!(
            (&first["available"], &first["low_at"], &first["title"]),
            (&2.into(), &2.into(), &"Cup".into())
        );
        assert_eq!(first["variant"], shop.goods[0].variant.to_string());
        fill_up(&house, &shop, 4).await;
        assert_eq!((buy_one().await, buy_one().await), (1, 2), "{on:?}");
        let listed = webhooks::list(&house.ctx, &view(&shop)).await.unwrap();
        let sent =
            webhooks::deliveries(&house.ctx, &view(&shop), listed[0].0.id, None).await.unwrap().unwrap();
        let about = sent.deliveries.iter().filter(|it| it.event == HookEvent::StockLow);
        assert!(about.map(|it| it.name.as_str()).eq(["Cup", "Cup"]));
    }
}
