//! Setting a program up, and what that does to prices that buyers look at.

use app::callbacks::SetUpError;

use super::*;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_set_up_is_said_and_changes_nothing() {
    for on in On::BOTH {
        let Some((house, shop, _)) = house(on, Does::Gone).await else { continue };
        let ctx = &house.ctx;
        let tries = [
            SetUp { topics: Vec::new(), ..all() },
            SetUp { topics: vec![Topic::Tax, Topic::Stock], ..all() },
            SetUp { deadline_ms: 299, ..all() },
            SetUp { deadline_ms: 3_001, ..all() },
            SetUp { url: "https://shop.example/a b".to_owned(), ..all() },
        ];
        let mut said = Vec::new();
        for wanted in tries {
            let error = callbacks::set_up(ctx, &edit(&shop), wanted).await.map(|_| ()).unwrap_err();
            said.push(match error {
                SetUpError::NoTopic => "topic",
                SetUpError::TaxAlone => "tax",
                SetUpError::Deadline => "deadline",
                SetUpError::Url(_) => "url",
                SetUpError::NotFound | SetUpError::Db(_) => "else",
            });
        }
        assert_eq!(said, ["topic", "tax", "deadline", "deadline", "url"]);
        let sees = may(shop.merchant, MerchantAct::ViewWebhooks);
        assert_eq!(callbacks::find(ctx, &sees).await.unwrap(), None);
        assert!(matches!(callbacks::rotate(ctx, &edit(&shop)).await, Err(SetUpError::NotFound)));
        assert!(matches!(callbacks::remove(ctx, &edit(&shop)).await, Err(SetUpError::NotFound)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_secret_is_said_once_and_the_old_one_signs_for_a_day() {
    let (house, shop, program) = house(On::Sqlite, Does::Answers(TERMS)).await.unwrap();
    let ctx = &house.ctx;
    let first = callbacks::set_up(ctx, &edit(&shop), all()).await.unwrap().secret.unwrap();
    let changed = callbacks::set_up(ctx, &edit(&shop), SetUp { deadline_ms: 900, ..all() }).await.unwrap();
    assert!(changed.secret.is_none() && changed.callback.deadline_ms == 900);
    let second = callbacks::rotate(ctx, &edit(&shop)).await.unwrap().secret.unwrap();
    let signed = |secret: &app::Secret| {
        let told = program.last();
        let header = |name: &str| told.headers.iter().find(|(known, _)| *known == name).unwrap().1.clone();
        let (id, at, signature) =
            (header("webhook-id"), header("webhook-timestamp"), header("webhook-signature"));
        app::webhooks::is_signed(secret, (&id, at.parse().unwrap(), &told.body), &signature)
    };
    shop.tap(ctx, &[(0, 1)]).await;
    assert!(signed(&first) && signed(&second));
    house.clock.advance(SignedDuration::from_hours(25));
    shop.tap(ctx, &[(0, 2)]).await;
    assert!(!signed(&first) && signed(&second));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_set_up_counts_at_once_also_for_who_looks_at_a_price_already() {
    for on in On::BOTH {
        let Some((house, shop, program)) = house(on, Does::Answers(TERMS)).await else { continue };
        let ctx = &house.ctx;
        let view = shop.tap(ctx, &[(0, 1)]).await;
        assert_eq!(total(&view), 2_980);
        callbacks::set_up(ctx, &edit(&shop), all()).await.unwrap();
        // What was shown before is not sold any more.
        assert_eq!(pay_with(ctx, &view, "card_ok").await[0].1, Part::Refused(Refusal::Changed));
        let view = again(ctx, &view).await;
        assert_eq!(total(&view), 2_333);
        callbacks::set_up(ctx, &edit(&shop), SetUp { is_on: false, ..all() }).await.unwrap();
        let asked = program.asked();
        assert_eq!(total(&again(ctx, &view).await), 2_980);
        callbacks::set_up(ctx, &edit(&shop), all()).await.unwrap();
        callbacks::remove(ctx, &edit(&shop)).await.unwrap();
        assert_eq!((total(&again(ctx, &view).await), program.asked()), (2_980, asked));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_answers_what_it_is_said_to_answer_and_our_tables_the_rest() {
    for (topics, paid) in [
        (vec![Topic::Stock], 2_980),
        (vec![Topic::Discounts], 2_490),
        (vec![Topic::Shipping], 2_823),
        (vec![Topic::Shipping, Topic::Tax], 2_823),
        (Topic::ALL.to_vec(), 2_333),
    ] {
        let (house, shop, _) =
            house(On::Sqlite, Does::Answers(Terms { line_tax: 300, ..TERMS })).await.unwrap();
        let ctx = &house.ctx;
        callbacks::set_up(ctx, &edit(&shop), SetUp { topics: topics.clone(), ..all() }).await.unwrap();
        let view = shop.tap(ctx, &[(0, 1)]).await;
        assert_eq!((total(&view), view.parts[0].priced.is_ok()), (paid, true), "{topics:?}");
        assert!(matches!(pay_with(ctx, &view, "card_ok").await[0].1, Part::Placed(_)), "{topics:?}");
        house.clock.advance(SignedDuration::from_mins(5));
        house.audit().await;
    }
}
