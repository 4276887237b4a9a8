//! A gift as its donor sees it.

use domain::access::{Actor, Permit};
use domain::dispute::{Dispute, DisputeState, Disputed};
use domain::donation::Donation;
use domain::donation::amount::FeeRule;
use domain::donation::pledge::{Pledge, PledgeState};
use domain::hex::hex;
use domain::ids::{CampaignId, DonationId, MethodId, NonprofitId};
use domain::money::Money;
use domain::nonprofit::Nonprofit;
use domain::nonprofit::campaign::Campaign;
use domain::nonprofit::staff::{AtNonprofit, NonprofitAct};
use store::DbError;
use store::donations::payments::GiftPayment;
use store::donations::receipts::{self, Receipt};
use store::{campaigns, donations, pledges, wallet};

use super::gift_aid::{self, Aid};
use crate::Ctx;
use crate::asked::{self, AskedOf};
use crate::checkout::{MethodChoice, is_email};
use crate::nonprofits::permitted;

/// Gifts on one page.
pub const PAGE_GIFTS: u32 = 50;

/// A gift with everything its pages need.
#[derive(Debug, Clone)]
pub struct DonationView {
    /// The gift.
    pub donation: Donation,
    /// The secret of its link.
    pub token: String,
    /// What for.
    pub campaign: Campaign,
    /// To whom.
    pub nonprofit: Nonprofit,
    /// The donor's saved ways to pay that this nonprofit can be paid with.
    pub methods: Vec<wallet::Method>,
    /// The newest try.
    pub payment: Option<GiftPayment>,
    /// Its receipts.
    pub receipts: Vec<Receipt>,
    /// What the donor's bank asked, or took back, of it.
    pub disputes: Vec<Dispute>,
    /// What the law of the nonprofit's country wants to know of its donor, if anything.
    pub asked: Option<AskedOf>,
    /// Gift Aid, where the charity claims it.
    pub aid: Option<Aid>,
    /// The pledge it belongs to.
    pub pledge: Option<Pledge>,
}

/// Why a gift cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is none, or it is someone else's: which, nobody is told.
    #[error("there is no such gift")]
    NotFound,
    /// It is an account's, and nobody is signed in.
    #[error("sign in to see this gift")]
    SignIn,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The secret of a gift's link, made from its seed with the server's key.
#[must_use]
pub fn link_token(ctx: &Ctx, donation: DonationId, seed: &[u8]) -> String {
    let mut data = donation.0.to_be_bytes().to_vec();
    data.extend_from_slice(seed);
    hex(&ctx.seal("donation link", &data))
}

/// Opens a gift for whoever holds its link; one that an account began, for that account alone.
///
/// # Errors
/// [`OpenError::NotFound`] also for a wrong secret, and for another account.
pub async fn open_by_link(
    ctx: &Ctx,
    actor: &Actor,
    id: DonationId,
    token: &str,
) -> Result<DonationView, OpenError> {
    let mut view = load(ctx, id).await?.ok_or(OpenError::NotFound)?;
    // Constant time: the comparison must not tell how much of a guess was right.
    if !bool::from(subtle::ConstantTimeEq::ct_eq(view.token.as_bytes(), token.as_bytes())) {
        return Err(OpenError::NotFound);
    }
    match (view.donation.donor.account, actor.account()) {
        (Some(donor), Some(looking)) if donor != looking => Err(OpenError::NotFound),
        // A gift that came by itself is confirmed from a mail: its link leads to it, and not into the wallet.
        (Some(_), None) if view.came_by_itself() => {
            view.methods.clear();
            Ok(view)
        }
        (Some(_), None) => Err(OpenError::SignIn),
        (Some(_), Some(_)) | (None, _) => Ok(view),
    }
}

pub(super) async fn load(ctx: &Ctx, id: DonationId) -> Result<Option<DonationView>, DbError> {
    let loaded = ctx
        .db()
        .read(move |conn| {
            let Some(donation) = donations::by_id(conn, id)? else { return Ok(None) };
            let Some(campaign) = campaigns::by_id(conn, donation.campaign)? else { return Ok(None) };
            let Some(nonprofit) = store::nonprofits::by_id(conn, donation.nonprofit)? else {
                return Ok(None);
            };
            let methods = match donation.donor.account {
                Some(account) => wallet::methods(conn, account)?,
                None => Vec::new(),
            };
            let payments = donations::payments::of_donation(conn, donation.nonprofit, id)?;
            let issued = receipts::of_donation(conn, donation.nonprofit, id)?;
            let disputes = store::disputes::of(conn, donation.nonprofit.party(), Disputed::Gift(id))?;
            let papers = (issued, disputes);
            let aid = gift_aid::of(conn, &nonprofit, &donation)?;
            let pledge = match donation.pledge {
                Some((pledge, _)) => pledges::by_id(conn, pledge)?,
                None => None,
            };
            let told = (payments, papers, aid, pledge);
            Ok::<_, DbError>(Some((donation, campaign, nonprofit, methods, told)))
        })
        .await?;
    let Some((donation, campaign, nonprofit, mut methods, told)) = loaded else { return Ok(None) };
    let (payments, (receipts, disputes), aid, pledge) = told;
    let token = link_token(ctx, id, &donation.link_seed);
    let provider = &ctx.ports().payments;
    let payee = payee_of(ctx, &nonprofit);
    methods.retain(|method| method.provider == provider.name() && provider.serves(&method.token, payee));
    let payment = payments.into_iter().next();
    let asked = asked::of(ctx, &nonprofit, &donation, &donation.donor.email).await?;
    Ok(Some(DonationView {
        donation,
        token,
        campaign,
        nonprofit,
        methods,
        payment,
        receipts,
        disputes,
        asked,
        aid,
        pledge,
    }))
}

/// Whose account takes a nonprofit's money; empty: the operator's own.
pub(crate) fn payee_of<'a>(ctx: &Ctx, nonprofit: &'a Nonprofit) -> &'a str {
    if ctx.needs_payees() { &nonprofit.payee.account } else { "" }
}

impl DonationView {
    /// It is one of a pledge, and was taken, or is to be, when its day came.
    fn came_by_itself(&self) -> bool {
        let later = |pledge: &Pledge| pledge.starts_on.is_some() && pledge.state != PledgeState::New;
        self.donation.pledge.is_some_and(|(_, number)| number > 0) || self.pledge.as_ref().is_some_and(later)
    }

    /// The pledge that begins with it on a later day, while it is not promised yet.
    #[must_use]
    pub fn later(&self) -> Option<&Pledge> {
        crate::pledges::later(self.pledge.as_ref())
    }

    /// The donor's bank took it back for good.
    #[must_use]
    pub fn is_taken_back(&self) -> bool {
        self.disputes.iter().any(|dispute| dispute.state == DisputeState::Lost && !dispute.is_inquiry)
    }

    /// The receipt that counts: it was not voided.
    #[must_use]
    pub fn standing_receipt(&self) -> Option<&Receipt> {
        receipts::standing(&self.receipts)
    }

    /// What the donor's bank has not decided yet.
    #[must_use]
    pub fn disputed(&self) -> Option<&Dispute> {
        self.disputes.iter().find(|dispute| !dispute.state.is_over())
    }

    /// What would be added to `gift` to cover the provider's fee; nothing where that cannot be told.
    #[must_use]
    pub fn cover_of(&self, gift: Money) -> Money {
        let rule = FeeRule::published(self.nonprofit.profile.country, gift.currency);
        rule.cover(gift).unwrap_or(Money::zero(gift.currency))
    }

    /// How the donor chose to pay, if they did.
    #[must_use]
    pub fn method(&self) -> Option<MethodChoice> {
        let donation = &self.donation;
        if !donation.method_token.is_empty() {
            return Some(MethodChoice::New {
                token: donation.method_token.clone(),
                remember: donation.remember,
            });
        }
        let saved: MethodId = donation.method?;
        self.methods.iter().any(|method| method.id == saved).then_some(MethodChoice::Saved(saved))
    }

    /// Everything is answered that the law of the nonprofit's country asks.
    #[must_use]
    pub fn is_answered(&self) -> bool {
        self.asked.as_ref().is_none_or(|asked| asked.is_answered(&self.donation))
    }

    /// Everything is known that a receipt and a payment need.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        let donor = &self.donation.donor;
        is_email(&donor.email) && !donor.name.is_empty() && self.method().is_some() && self.is_answered()
    }
}

/// One page of the gifts to a nonprofit, newest first, for those who may see its donors.
///
/// # Errors
/// [`DbError`] when the database cannot be read; so for all functions here.
pub async fn donations_of(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
    before: Option<DonationId>,
    limit: u32,
) -> Result<Vec<Donation>, DbError> {
    let nonprofit = permitted(permit, NonprofitAct::ViewDonors);
    ctx.db().read(move |conn| donations::of_nonprofit(conn, nonprofit, before, limit)).await
}

/// The newest gifts to a campaign, for everybody: names and amounts only as far as their donors show them.
pub async fn newest_gifts(
    ctx: &Ctx,
    nonprofit: NonprofitId,
    campaign: CampaignId,
    limit: u32,
) -> Result<Vec<(Option<String>, Option<Money>)>, DbError> {
    let gifts = ctx.db().read(move |conn| donations::of_campaign(conn, (nonprofit, campaign), limit)).await?;
    let shown = |gift: Donation| {
        let kept = Some(gift.kept()).filter(|_| !gift.donor.hide_amount);
        let name = Some(gift.donor.name).filter(|name| !gift.donor.hide_name && !name.is_empty());
        (name, kept)
    };
    Ok(gifts.into_iter().filter(|gift| !gift.is_all_back()).map(shown).collect())
}

/// Ends what was begun and never given, and forgets whom it was from.
pub async fn end_old(ctx: &Ctx) -> Result<(), DbError> {
    let now = ctx.now();
    ctx.db().write("end_old_donations", move |tx| donations::end_old(tx, now).map(|_| ())).await
}

/// What the actor gave, newest first, each with the secret of its link.
pub async fn of_account(ctx: &Ctx, actor: &Actor) -> Result<Vec<(Donation, String)>, DbError> {
    let Some(account) = actor.account() else { return Ok(Vec::new()) };
    let gifts = ctx.db().read(move |conn| donations::of_account(conn, account, PAGE_GIFTS)).await?;
    Ok(gifts
        .into_iter()
        .map(|gift| {
            let token = link_token(ctx, gift.id, &gift.link_seed);
            (gift, token)
        })
        .collect())
}
