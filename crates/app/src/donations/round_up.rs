//! Rounding a purchase up for a campaign that the shop chose (E13). The gift is offered once the order is safe: it goes to
//! another payee and is a charge of its own, so that no sum changes under the finger that buys, and a gift that is
//! refused leaves the order as it is.

use domain::access::{Actor, AtMerchant, MerchantAct, Permit};
use domain::donation::round_up::round_up;
use domain::donation::state::DonationState;
use domain::gate::{Asker, Feature};
use domain::ids::{CampaignId, MerchantId, OrderId};
use domain::money::Money;
use domain::nonprofit::Nonprofit;
use domain::nonprofit::campaign::Campaign;
use domain::order::OrderState;
use store::changes::{self, ChangeKind};
use store::{DbError, donations, round_ups};

use super::begin::{Begin, BeginError, Begun, Known, begin_with};
use crate::checkout::PurchaseView;
use crate::{Ctx, gates, nonprofits, staff_log};

/// What is offered to a buyer who has just bought.
#[derive(Debug, Clone)]
pub struct Offered {
    /// For what.
    pub campaign: Campaign,
    /// To whom.
    pub nonprofit: Nonprofit,
    /// How much.
    pub gift: Money,
    /// What both come to.
    pub whole: Money,
    order: (MerchantId, OrderId),
}

/// What can be given with this purchase, where its shop chose a campaign that takes gifts now in the purchase's currency,
/// and nothing was given so before. Of several shops the first that chose one.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn offered(ctx: &Ctx, view: &PurchaseView) -> Result<Option<Offered>, DbError> {
    for part in &view.parts {
        let Some(order) = &part.order else { continue };
        if !matches!(order.state, OrderState::Placed | OrderState::Confirmed) {
            continue;
        }
        let (merchant, id) = (order.merchant, order.id);
        let Some(campaign) = chosen_by(ctx, merchant).await? else { continue };
        let asker = Asker { account: view.purchase.account, merchant: Some(merchant), ..Asker::default() };
        if !gates::ask(ctx, Feature::RoundUp, &asker).await?.shows() {
            continue;
        }
        let before = ctx
            .db()
            .read(move |conn| match round_ups::of_order(conn, id)? {
                Some(gift) => donations::by_id(conn, gift),
                None => Ok(None),
            })
            .await?;
        if before.is_some_and(|gift| !matches!(gift.state, DonationState::Open | DonationState::Ended)) {
            continue;
        }
        let Some((campaign, nonprofit)) = nonprofits::campaign(ctx, campaign).await? else { continue };
        let giver = Asker::giving(asker.account, &nonprofit);
        if !gates::ask(ctx, Feature::Donate, &giver).await?.is_open() {
            continue;
        }
        let currency = order.total.currency;
        let total = view.parts.iter().filter_map(|part| part.order.as_ref()).filter_map(|order| {
            let is_placed = matches!(order.state, OrderState::Placed | OrderState::Confirmed);
            (is_placed && order.total.currency == currency).then_some(order.total.amount)
        });
        let total = Money::new(total.sum(), currency);
        if campaign.presets_in(currency).is_none() || !takes_gifts(ctx, &campaign, &nonprofit) {
            continue;
        }
        let payments = &ctx.ports().payments;
        let Some(gift) = round_up(total, |gift| payments.can_charge(gift).is_ok()) else { continue };
        let Ok(whole) = total.checked_add(gift) else { continue };
        return Ok(Some(Offered { campaign, nonprofit, gift, whole, order: (merchant, id) }));
    }
    Ok(None)
}

/// The campaign that a shop chose, from memory: it is asked for at every placed order, and most shops chose none.
async fn chosen_by(ctx: &Ctx, merchant: MerchantId) -> Result<Option<CampaignId>, DbError> {
    let kept = &ctx.memory().round_ups;
    if let Some(known) = kept.get(&merchant) {
        return Ok(known);
    }
    let mark = kept.mark();
    let chosen = ctx.db().read(move |conn| round_ups::chosen(conn, merchant)).await?;
    kept.put(mark, merchant, chosen);
    Ok(chosen)
}

fn takes_gifts(ctx: &Ctx, campaign: &Campaign, nonprofit: &Nonprofit) -> bool {
    campaign.pause(ctx.now()).is_none()
        && nonprofit.takes_donations()
        && (!ctx.needs_payees() || nonprofit.payee.takes)
}

/// Begins the gift that was offered, by the buyer; the one that was begun before, where there is one.
///
/// # Errors
/// [`BeginError::NotFound`] when nothing is offered any more; nothing has changed then.
pub async fn begin(ctx: &Ctx, actor: &Actor, view: &PurchaseView, back: String) -> Result<Begun, BeginError> {
    let offered = offered(ctx, view).await?.ok_or(BeginError::NotFound)?;
    let purchase = &view.purchase;
    let begin = Begin {
        campaign: offered.campaign.id,
        amount: offered.gift,
        designation: String::new(),
        post: None,
        locale: purchase.locale.clone(),
        back,
    };
    let known = Known {
        email: purchase.email.clone(),
        name: purchase.address.as_ref().map_or_else(String::new, |address| address.name.clone()),
        rounds_up: Some(offered.order),
    };
    begin_with(ctx, actor, begin, known).await
}

/// Why a campaign cannot be chosen.
#[derive(Debug, thiserror::Error)]
pub enum ChooseError {
    /// There is none, or it takes no gifts now.
    #[error("there is no such campaign that takes gifts now")]
    NotTaking,
    /// It takes another currency than the shop sells in.
    #[error("this campaign takes {0}, in which the shop does not sell")]
    Currency(domain::money::Currency),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Chooses for which campaign the shop's buyers may round up; `None`: for none.
///
/// # Errors
/// [`ChooseError`]; nothing has changed then.
pub async fn choose(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    campaign: Option<CampaignId>,
) -> Result<(), ChooseError> {
    let merchant = staff_log::permitted(permit, MerchantAct::EditSettings);
    if let Some(id) = campaign {
        let (campaign, nonprofit) = nonprofits::campaign(ctx, id).await?.ok_or(ChooseError::NotTaking)?;
        if !takes_gifts(ctx, &campaign, &nonprofit) {
            return Err(ChooseError::NotTaking);
        }
        let shop = ctx.db().read(move |conn| store::merchants::pricing(conn, merchant)).await?;
        let sells_in = shop.map(|shop| shop.currencies()).unwrap_or_default();
        if !sells_in.iter().any(|currency| campaign.presets_in(*currency).is_some()) {
            return Err(ChooseError::Currency(campaign.currency));
        }
    }
    let (by, now) = (permit.by().account(), ctx.now());
    let line = staff_log::line(ctx, permit.by(), merchant, "round_up.choose", merchant, String::new());
    ctx.db()
        .write("choose_round_up", move |tx| {
            round_ups::choose(tx, merchant, campaign, by, now)?;
            changes::note(tx, ChangeKind::Merchant, merchant.0, merchant.0, now)?;
            store::staff_actions::note(tx, &line)
        })
        .await?;
    Ok(())
}

/// What a shop chose, and what its buyers gave so: sums by currency, each with the number of gifts.
#[derive(Debug, Clone)]
pub struct Chosen {
    /// The campaign with its nonprofit.
    pub campaign: Option<(Campaign, Nonprofit)>,
    /// What was given.
    pub given: Vec<(Money, i64)>,
}

/// What the shop chose.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn chosen(ctx: &Ctx, permit: &Permit<AtMerchant>) -> Result<Chosen, DbError> {
    let merchant = staff_log::permitted(permit, MerchantAct::EditSettings);
    let (campaign, given) = ctx
        .db()
        .read(move |conn| {
            Ok::<_, DbError>((round_ups::chosen(conn, merchant)?, round_ups::given(conn, merchant)?))
        })
        .await?;
    let campaign = match campaign {
        Some(campaign) => nonprofits::campaign(ctx, campaign).await?,
        None => None,
    };
    Ok(Chosen { campaign, given })
}
