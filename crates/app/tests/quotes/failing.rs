//! Programs that are slow, dead or lying.

use domain::callback::Asked;

use super::*;

async fn standing(ctx: &Ctx, shop: &Shop) -> (domain::callback::Callback, Asked) {
    callbacks::flush(ctx).await.unwrap();
    callbacks::find(ctx, &may(shop.merchant, MerchantAct::ViewWebhooks)).await.unwrap().unwrap()
}

fn source(view: &PurchaseView) -> Source {
    view.parts[0].checkout.agreed.as_ref().unwrap().source
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_never_answers_costs_its_deadline_once_and_not_each_buyer() {
    for on in On::BOTH {
        let Some((house, shop, program)) = house(on, Does::Hangs).await else { continue };
        let ctx = &house.ctx;
        callbacks::set_up(ctx, &edit(&shop), all()).await.unwrap();
        for count in 1..=10 {
            let view = shop.tap(ctx, &[(0, count)]).await;
            assert_eq!((source(&view), total(&view)), (Source::FellBack, 2_490 * i64::from(count) + 490));
        }
        assert_eq!(program.asked(), 1);
        // After a while one buyer tries it; it is away still, and the pause is twice as long.
        house.clock.advance(SignedDuration::from_secs(16));
        shop.tap(ctx, &[(0, 1)]).await;
        house.clock.advance(SignedDuration::from_secs(16));
        shop.tap(ctx, &[(0, 1)]).await;
        assert_eq!(program.asked(), 2);
        program.now(Does::Answers(TERMS));
        house.clock.advance(SignedDuration::from_secs(15));
        let view = shop.tap(ctx, &[(0, 1)]).await;
        assert_eq!(source(&view), Source::Answered);

        let (callback, of_day) = standing(ctx, &shop).await;
        assert_eq!((of_day.late, of_day.wrong, of_day.asked - of_day.answered), (2, 0, 2));
        assert!(of_day.fell_back > 20, "{of_day:?}");
        assert_eq!(callback.last_failure, "no answer within 300 ms");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_that_would_rather_not_sell_sells_nothing_without_an_answer() {
    let (house, shop, program) = house(On::Sqlite, Does::Gone).await.unwrap();
    let ctx = &house.ctx;
    callbacks::set_up(ctx, &edit(&shop), SetUp { on_failure: OnFailure::Refuse, ..all() }).await.unwrap();
    let view = shop.tap(ctx, &[(0, 1)]).await;
    assert_eq!(view.parts[0].priced, Err(QuoteError::NotAnswered));
    assert_eq!(pay_with(ctx, &view, "card_ok").await[0].1, Part::Refused(Refusal::MerchantClosed));
    program.now(Does::Answers(TERMS));
    house.clock.advance(SignedDuration::from_secs(16));
    let view = again(ctx, &view).await;
    assert!(matches!(pay_with(ctx, &view, "card_ok").await[0].1, Part::Placed(_)));
    house.clock.advance(SignedDuration::from_mins(5));
    house.audit().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_lies_is_not_believed_and_its_shop_reads_where() {
    let lie = |change: fn(&mut Value)| {
        let question = serde_json::json!({
            "currency": "EUR", "asked": ["stock", "shipping", "tax", "discounts"], "destination": {},
            "lines": [{ "requires_shipping": true }],
        });
        let mut answer = program::answer(&question, &Terms { line_tax: 300, ..TERMS });
        change(&mut answer);
        Does::Says(200, answer.to_string())
    };
    let lies: [(Does, &str); 8] = [
        (
            lie(|it| it["lines"][0]["tax"]["amount"]["currency"] = "USD".into()),
            "lines[0].tax.amount.currency",
        ),
        (lie(|it| it["lines"][0]["tax"]["amount"]["amount"] = 2_001.into()), "lines[0].tax.amount.amount"),
        (lie(|it| it["lines"][0]["discount"]["unit_amount"]["amount"] = 2_491.into()), "lines[0].discount"),
        (lie(|it| it["shipping"][0]["price"]["amount"] = i64::MAX.into()), "shipping[0].price.amount"),
        (lie(|it| it["total"] = 1.into()), "total"),
        (Does::Says(200, "<html>".to_owned()), "the answer"),
        (Does::Says(302, String::new()), "HTTP 302"),
        (Does::Says(200, "x".repeat(65 * 1_024)), "the answer has more than 65536 bytes"),
    ];
    for (does, begins) in lies {
        let (house, shop, program) = house(On::Sqlite, does).await.unwrap();
        let ctx = &house.ctx;
        callbacks::set_up(ctx, &edit(&shop), SetUp { deadline_ms: 3_000, ..all() }).await.unwrap();
        let mut view = shop.tap(ctx, &[(0, 1)]).await;
        assert_eq!((source(&view), total(&view)), (Source::FellBack, 2_980), "{begins}");
        // What is wrong for this cart is not asked about at each tap.
        let asked = program.asked();
        view = again(ctx, &view).await;
        assert_eq!(program.asked(), asked, "{begins}");
        assert!(matches!(pay_with(ctx, &view, "card_ok").await[0].1, Part::Placed(_)), "{begins}");
        let (callback, of_day) = standing(ctx, &shop).await;
        assert!(of_day.wrong > 0 && of_day.late == 0, "{begins}: {of_day:?}");
        assert!(callback.last_failure.starts_with(begins), "{begins}: {}", callback.last_failure);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_says_it_cannot_now_is_left_alone_like_one_that_is_silent() {
    let (house, shop, program) = house(On::Sqlite, Does::Says(503, String::new())).await.unwrap();
    let ctx = &house.ctx;
    callbacks::set_up(ctx, &edit(&shop), all()).await.unwrap();
    for count in 1..=5 {
        shop.tap(ctx, &[(0, count)]).await;
    }
    assert_eq!(program.asked(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_hangs_up_while_a_program_is_asked_leaves_its_place_to_others() {
    let (house, shop, program) = house(On::Sqlite, Does::Hangs).await.unwrap();
    let ctx = &house.ctx;
    callbacks::set_up(ctx, &edit(&shop), SetUp { deadline_ms: 3_000, ..all() }).await.unwrap();
    for _ in 0..domain::callback::UNDER_WAY_MAX {
        let before = program.asked();
        let (ctx, shop) = (ctx.clone(), shop.clone());
        let buyer = tokio::spawn(async move { shop.tap(&ctx, &[(0, 1)]).await });
        while program.asked() == before {
            tokio::task::yield_now().await;
        }
        buyer.abort();
        assert!(buyer.await.is_err_and(|error| error.is_cancelled()));
    }
    program.now(Does::Answers(TERMS));
    assert_eq!(source(&shop.tap(ctx, &[(0, 1)]).await), Source::Answered);
}
