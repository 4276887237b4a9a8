//! Card testers, as the provider sees them.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use app::checkout::MethodChoice;
use app::donations::shield::Trier;
use app::donations::{self, DonationView, Give, Given};
use app::ports::{
    Answer, Attempt, Authorize, NewMethod, PaymentError, Payments, Returned, SavedMethod, Saving, Seen,
};
use domain::money::Money;
use jiff::SignedDuration;
use testkit::house::House;

use super::{app, fresh};

/// Gives with a card from an address and a browser.
async fn attempt(ctx: &app::Ctx, view: &DonationView, card: &str, from: Trier) -> Given {
    let method = MethodChoice::New { token: card.to_owned(), remember: false };
    let seen = view.donation.total();
    let give = Give { method, seen, from_day: None, return_url: String::new(), from: Some(from) };
    donations::give(ctx, view, give).await.unwrap()
}

fn from(place: usize) -> Trier {
    let low = u8::try_from(place % 256).unwrap();
    Trier { ip: IpAddr::from([203, low, 113, 7]), device: format!("browser {place}") }
}

#[tokio::test]
async fn a_thousand_stolen_cards_from_fifty_addresses_reach_the_provider_five_times() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let mut gifts = Vec::new();
    for _ in 0..50 {
        gifts.push(charity.begin(&house.ctx, 500).await);
    }
    let (mut declined, mut stopped) = (0, 0);
    for attempt in 0..1_000_usize {
        let place = attempt % gifts.len();
        let view = fresh(&house, &gifts[place]).await;
        let low = u8::try_from(place).unwrap();
        let from = Trier { ip: IpAddr::from([203, low, 113, 7]), device: format!("bot {attempt}") };
        let method = MethodChoice::New { token: format!("card_declined#{attempt}"), remember: false };
        let seen = view.donation.total();
        let give = Give { method, seen, from_day: None, return_url: String::new(), from: Some(from) };
        match donations::give(&house.ctx, &view, give).await.unwrap() {
            Given::Declined(_) => declined += 1,
            Given::Stopped(_) => stopped += 1,
            other => panic!("{other:?}"),
        }
        house.clock.advance(SignedDuration::from_millis(200));
    }
    assert_eq!((declined, stopped), (5, 995));
    let record = std::fs::read_to_string(house.sandbox_record()).unwrap();
    assert!(record.lines().count() <= 5, "{record}");
    assert_eq!(house.ctx.memory().shield.figures().stopped, 995);
}

/// One card, fifty addresses, fifty browsers, a try each quarter of an hour: too slow for every other limit.
#[tokio::test]
async fn one_card_tried_from_fifty_addresses_and_browsers_meets_a_limit_of_its_own() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let tried = |card: &'static str, place: usize| {
        let (house, charity) = (&house, &charity);
        async move {
            let view = charity.begin(&house.ctx, 500).await;
            let given = attempt(&house.ctx, &view, card, from(place)).await;
            house.clock.advance(SignedDuration::from_mins(15));
            match given {
                Given::Declined(_) => 1,
                Given::Stopped(_) => 0,
                other => panic!("{other:?}"),
            }
        }
    };
    let mut reached = 0;
    for place in 0..50 {
        reached += tried("card_declined#4711", place).await;
    }
    assert!(reached <= 15, "{reached} of 50 reached the provider in twelve hours");
    // What the same pace does with cards that nothing tells apart: only the other limits count.
    let mut others = 0;
    for place in 50..100 {
        others += tried("card_declined", place).await;
    }
    assert_eq!(others, 50, "honest donors far apart are not stopped");
    // The card that is blocked is blocked for everybody; another one is not.
    let view = charity.begin(&house.ctx, 500).await;
    assert_eq!(attempt(&house.ctx, &view, "card_ok#1", from(200)).await, Given::Settled);
}

/// A provider that never says which card it is, and counts how often it was asked.
struct Silent {
    sandbox: Arc<dyn Payments>,
    asked: AtomicU32,
}

impl Payments for Silent {
    fn name(&self) -> &'static str {
        self.sandbox.name()
    }
    fn is_test(&self) -> bool {
        self.sandbox.is_test()
    }
    fn save(&self, method: NewMethod) -> Answer<'_, Result<Saving, PaymentError>> {
        self.sandbox.save(method)
    }
    fn kept(&self, attempt: Attempt) -> Answer<'_, Result<Option<SavedMethod>, PaymentError>> {
        self.sandbox.kept(attempt)
    }
    fn forget<'a>(&'a self, token: &'a str) -> Answer<'a, Result<(), PaymentError>> {
        self.sandbox.forget(token)
    }
    fn fingerprint<'a>(&'a self, _: &'a str, _: &'a str) -> Answer<'a, Result<Option<String>, PaymentError>> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        Box::pin(std::future::pending())
    }
    fn authorize(&self, request: Authorize) -> Answer<'_, Result<Seen, PaymentError>> {
        self.sandbox.authorize(request)
    }
    fn capture(&self, attempt: Attempt) -> Answer<'_, Result<Seen, PaymentError>> {
        self.sandbox.capture(attempt)
    }
    fn void(&self, attempt: Attempt) -> Answer<'_, Result<Seen, PaymentError>> {
        self.sandbox.void(attempt)
    }
    fn refund<'a>(
        &'a self,
        attempt: Attempt,
        refund_key: &'a str,
        amount: Money,
    ) -> Answer<'a, Result<Returned, PaymentError>> {
        self.sandbox.refund(attempt, refund_key, amount)
    }
    fn look_up(&self, attempt: Attempt) -> Answer<'_, Result<Option<Seen>, PaymentError>> {
        self.sandbox.look_up(attempt)
    }
}

#[tokio::test]
async fn a_provider_that_does_not_say_which_card_it_is_holds_no_gift_up_and_is_asked_once_a_try() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let silent =
        Arc::new(Silent { sandbox: Arc::clone(&house.ctx.ports().payments), asked: AtomicU32::new(0) });
    let ctx = house.paid_by(Arc::clone(&silent) as Arc<dyn Payments>);
    let view = charity.begin(&ctx, 500).await;
    assert_eq!(
        attempt(&ctx, &view, "card_declined#1", from(1)).await,
        Given::Declined(domain::payment::Decline::Generic)
    );
    let view = fresh(&house, &view).await;
    assert_eq!(attempt(&ctx, &view, "card_ok#2", from(1)).await, Given::Settled);
    assert_eq!(silent.asked.load(Ordering::SeqCst), 2);
    assert_eq!(attempt(&ctx, &fresh(&house, &view).await, "card_ok#2", from(1)).await, Given::Settled);
    assert_eq!(silent.asked.load(Ordering::SeqCst), 2, "a gift that was given asks nobody");
}
