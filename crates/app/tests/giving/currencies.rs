//! Gifts in other currencies than the one that a campaign counts in.

use app::donations::{self, BeginError, ChangeError, Given};
use buyline_app as app;
use domain::access::Actor;
use domain::money::{Currency, Money};
use domain::nonprofit::campaign::{AlsoTaken, Campaign};
use domain::nonprofit::staff::NonprofitAct;
use testkit::house::{Charity, House, On, donor, give_with};

use super::{change_campaign, euros, fresh, meter};

fn dollars(cents: i64) -> Money {
    Money::new(cents, Currency::USD)
}

fn takes_dollars(campaign: &mut Campaign) {
    campaign.more = vec![AlsoTaken { presets: vec![dollars(1_000), dollars(2_500)], raised: dollars(0) }];
}

async fn campaign(house: &House, charity: &Charity) -> Campaign {
    let id = charity.campaign;
    house.ctx.db().read(move |conn| store::campaigns::by_id(conn, id)).await.unwrap().unwrap()
}

#[tokio::test]
async fn a_gift_in_another_currency_is_counted_apart_and_given_back_from_there() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let charity = house.charity().await;
        let begin = |amount| donations::Begin { amount, ..charity.wish(1_000) };
        let early = donations::begin(&house.ctx, &Actor::Anonymous, begin(dollars(1_000))).await;
        assert!(matches!(early, Err(BeginError::Currency(Currency::EUR))), "{on:?}: {early:?}");
        change_campaign(&house, &charity, takes_dollars).await;

        let begun = donations::begin(&house.ctx, &Actor::Anonymous, begin(dollars(1_200))).await.unwrap();
        let open = || donations::open_by_link(&house.ctx, &Actor::Anonymous, begun.donation, &begun.token);
        let mut view = open().await.unwrap();
        let in_euros = donations::change(&house.ctx, &mut view, donor(euros(1_200))).await;
        assert!(matches!(in_euros, Err(ChangeError::Problems(_))), "{on:?}: {in_euros:?}");
        donations::change(&house.ctx, &mut view, donor(dollars(1_500))).await.unwrap();
        assert_eq!(give_with(&house.ctx, &view, "card_ok").await, Given::Settled, "{on:?}");
        let ours = charity.begin(&house.ctx, 700).await;
        assert_eq!(give_with(&house.ctx, &ours, "card_ok").await, Given::Settled);
        assert_eq!(meter(&house, &charity).await, (700, 2), "{on:?}: the goal counts euros");
        assert_eq!(campaign(&house, &charity).await.more[0].raised, dollars(1_500), "{on:?}");
        assert_eq!(fresh(&house, &view).await.receipts[0].amount, dollars(1_500));
        house.audit().await;

        // Not taken any more: what was given stays, and goes back from where it is counted.
        change_campaign(&house, &charity, |campaign| campaign.more.clear()).await;
        let late = donations::begin(&house.ctx, &Actor::Anonymous, begin(dollars(1_000))).await;
        assert!(matches!(late, Err(BeginError::Currency(Currency::EUR))), "{on:?}: {late:?}");
        assert_eq!(campaign(&house, &charity).await.more[0].raised, dollars(1_500));
        let may = charity.may(NonprofitAct::ReturnGift);
        donations::give_back(&house.ctx, &may, view.donation.id, "a mistake").await.unwrap();
        house.drain().await;
        assert_eq!(campaign(&house, &charity).await.more[0].raised, dollars(0), "{on:?}");
        assert_eq!(meter(&house, &charity).await, (700, 1), "{on:?}");
        house.audit().await;
    }
}
