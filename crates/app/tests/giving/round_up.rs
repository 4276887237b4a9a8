//! Rounding a purchase up.

use app::checkout::{self, Part, PurchaseView};
use app::donations::round_up::{self as offers, ChooseError};
use app::donations::{self, BeginError, Given};
use buyline_app as app;
use domain::access::{Actor, AtMerchant, MerchantAct, Person, Role};
use domain::ids::CampaignId;
use testkit::house::{Goods, House, On, Shop, donor, give_with, pay_with};

use super::{change_campaign, euros, meter};

/// Sells a mug for 24.90 and 4.90 shipping.
async fn bought(house: &House, shop: &Shop) -> PurchaseView {
    let view = shop.tap(&house.ctx, &[(0, 1)]).await;
    let paid = pay_with(&house.ctx, &view, "card_ok").await;
    assert!(matches!(paid[0].1, Part::Placed(_)), "{paid:?}");
    checkout::open_by_link(&house.ctx, &Actor::Anonymous, view.purchase.id, &view.token).await.unwrap()
}

async fn choose(house: &House, shop: &Shop, campaign: Option<CampaignId>) -> Result<(), ChooseError> {
    let staff_of = [(shop.merchant, Role::Owner)].into();
    let owner =
        Actor::Person(Person { account: shop.account, staff_of, nonprofits: [].into(), operator: false });
    let asked = AtMerchant { merchant: shop.merchant, act: MerchantAct::EditSettings };
    let chosen = offers::choose(&house.ctx, &owner.may(asked).unwrap(), campaign).await;
    // As every page does before it asks the memory.
    app::feed::catch_up(&house.ctx).await?;
    chosen
}

#[tokio::test]
async fn a_purchase_is_rounded_up_once_where_its_shop_asks_for_it() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { continue };
        let charity = house.charity().await;
        let shop = house.shop(&[Goods { title: "Mug", price: 2_490, units: Some(9) }]).await;
        let before = bought(&house, &shop).await;
        assert!(offers::offered(&house.ctx, &before).await.unwrap().is_none(), "nobody chose a campaign");
        choose(&house, &shop, Some(charity.campaign)).await.unwrap();

        let view = bought(&house, &shop).await;
        let offered = offers::offered(&house.ctx, &view).await.unwrap().unwrap();
        // 29.80 and 20 cents would be a gift for the fee alone.
        assert_eq!((offered.gift, offered.whole), (euros(120), euros(3_100)), "{on:?}");
        let begin = || offers::begin(&house.ctx, &Actor::Anonymous, &view, String::new());
        let (begun, again) = (begin().await.unwrap(), begin().await.unwrap());
        assert_eq!(begun, again, "{on:?}: a second tap finds the gift of the first");
        let open = || donations::open_by_link(&house.ctx, &Actor::Anonymous, begun.donation, &begun.token);
        let mut gift = open().await.unwrap();
        // Who buys is known, and may add that the fee is covered; less than others begin with is no mistake here.
        assert_eq!(gift.donation.donor.email, view.purchase.email);
        donations::change(&house.ctx, &mut gift, donor(euros(120))).await.unwrap();
        assert_eq!(give_with(&house.ctx, &gift, "card_ok").await, Given::Settled, "{on:?}");
        assert!(offers::offered(&house.ctx, &view).await.unwrap().is_none(), "{on:?}: it is given");
        assert!(matches!(begin().await, Err(BeginError::NotFound)));
        assert_eq!(meter(&house, &charity).await, (120, 1), "{on:?}");
        let merchant = shop.merchant;
        let given = house.ctx.db().read(move |conn| store::round_ups::given(conn, merchant)).await.unwrap();
        assert_eq!(given, [(euros(120), 1)]);
        house.audit().await;
    }
}

#[tokio::test]
async fn rounding_up_is_offered_only_while_the_gift_can_be_taken() {
    let house = House::sqlite();
    let charity = house.charity().await;
    let shop = house.shop(&[Goods { title: "Mug", price: 2_490, units: Some(9) }]).await;
    let nothing = choose(&house, &shop, Some(CampaignId(7))).await;
    assert!(matches!(nothing, Err(ChooseError::NotTaking)), "{nothing:?}");
    change_campaign(&house, &charity, |campaign| campaign.open = false).await;
    let closed = choose(&house, &shop, Some(charity.campaign)).await;
    assert!(matches!(closed, Err(ChooseError::NotTaking)), "{closed:?}");
    change_campaign(&house, &charity, |campaign| campaign.open = true).await;
    choose(&house, &shop, Some(charity.campaign)).await.unwrap();

    let view = bought(&house, &shop).await;
    assert!(offers::offered(&house.ctx, &view).await.unwrap().is_some());
    change_campaign(&house, &charity, |campaign| campaign.open = false).await;
    assert!(offers::offered(&house.ctx, &view).await.unwrap().is_none());
    let late = offers::begin(&house.ctx, &Actor::Anonymous, &view, String::new()).await;
    assert!(matches!(late, Err(BeginError::NotFound)), "{late:?}");
    change_campaign(&house, &charity, |campaign| campaign.open = true).await;
    choose(&house, &shop, None).await.unwrap();
    assert!(
        offers::offered(&house.ctx, &view).await.unwrap().is_none(),
        "the shop asks for nothing any more"
    );
}
