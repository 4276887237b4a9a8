//! A pledge as its donor sees it, and as its nonprofit does.

use domain::access::{Actor, Permit};
use domain::donation::Donation;
use domain::donation::amount::FeeRule;
use domain::donation::pledge::{Pledge, PledgeState};
use domain::hex::hex;
use domain::ids::PledgeId;
use domain::money::Money;
use domain::nonprofit::Nonprofit;
use domain::nonprofit::campaign::Campaign;
use domain::nonprofit::staff::{AtNonprofit, NonprofitAct};
use store::{DbError, campaigns, donations, pledges, wallet};

use crate::Ctx;
use crate::donations::OpenError;
use crate::nonprofits::permitted;

/// Pledges, and gifts of one, that are shown at once.
const SHOWN_MAX: u32 = 100;

/// A pledge with everything its page needs.
#[derive(Debug, Clone)]
pub struct PledgeView {
    /// The pledge.
    pub pledge: Pledge,
    /// The secret of its link.
    pub token: String,
    /// The first gift: who gives.
    pub first: Donation,
    /// What for.
    pub campaign: Campaign,
    /// To whom.
    pub nonprofit: Nonprofit,
    /// What it brought, the newest first, each with the secret of its link.
    pub gifts: Vec<(Donation, String)>,
    /// The gift that is due and not given, with the secret of its link.
    pub owed: Option<(Donation, String)>,
    /// The donor's saved ways to pay that this nonprofit can be paid with, where the donor is signed in.
    pub methods: Vec<wallet::Method>,
}

/// The secret of a pledge's link, made from its seed with the server's key.
#[must_use]
pub fn link_token(ctx: &Ctx, pledge: &Pledge) -> String {
    let mut data = pledge.id.0.to_be_bytes().to_vec();
    data.extend_from_slice(&pledge.link_seed);
    hex(&ctx.seal("pledge link", &data))
}

/// The path of a pledge's page.
pub(crate) fn href(ctx: &Ctx, pledge: &Pledge) -> String {
    format!("/pledges/{}/{}", pledge.id, link_token(ctx, pledge))
}

/// The address of the page where a gift's pledge is changed and ended, where it has one.
pub(crate) async fn link_of(ctx: &Ctx, gift: &Donation) -> Result<Option<String>, DbError> {
    let pledge = super::of_gift(ctx, gift).await?.filter(|pledge| !pledge.state.is_over());
    Ok(pledge.map(|pledge| format!("{}{}", ctx.base_url(), href(ctx, &pledge))))
}

/// Opens a pledge for whoever holds its link, which is in every mail about it: ending one must not need a password. Somebody
/// else's account is told of none.
///
/// # Errors
/// [`OpenError::NotFound`] also for a wrong secret, and for another account.
pub async fn open_by_link(
    ctx: &Ctx,
    actor: &Actor,
    id: PledgeId,
    token: &str,
) -> Result<PledgeView, OpenError> {
    let mut view = load(ctx, id).await?.ok_or(OpenError::NotFound)?;
    // Constant time: the comparison must not tell how much of a guess was right.
    if !bool::from(subtle::ConstantTimeEq::ct_eq(view.token.as_bytes(), token.as_bytes())) {
        return Err(OpenError::NotFound);
    }
    match (view.pledge.account, actor.account()) {
        (Some(donor), Some(looking)) if donor != looking => return Err(OpenError::NotFound),
        (Some(_), Some(_)) => {}
        // The link leads to the pledge, not into the wallet.
        (Some(_) | None, _) => view.methods.clear(),
    }
    if view.pledge.state == PledgeState::New {
        return Err(OpenError::NotFound);
    }
    Ok(view)
}

pub(super) async fn load(ctx: &Ctx, id: PledgeId) -> Result<Option<PledgeView>, DbError> {
    let loaded = ctx
        .db()
        .read(move |conn| {
            let Some(pledge) = pledges::by_id(conn, id)? else { return Ok(None) };
            let Some(campaign) = campaigns::by_id(conn, pledge.campaign)? else { return Ok(None) };
            let Some(nonprofit) = store::nonprofits::by_id(conn, pledge.nonprofit)? else { return Ok(None) };
            let Some(first) = donations::by_id(conn, pledge.first)? else { return Ok(None) };
            let gifts = donations::of_pledge(conn, id, SHOWN_MAX)?;
            // What waits for its first day is owed to nobody yet.
            let owed = match pledge.owed.filter(|_| !pledge.waits_for_first()) {
                Some(owed) => donations::by_id(conn, owed)?,
                None => None,
            };
            let methods = match pledge.account {
                Some(account) => wallet::methods(conn, account)?,
                None => Vec::new(),
            };
            Ok::<_, DbError>(Some((pledge, campaign, nonprofit, first, gifts, owed, methods)))
        })
        .await?;
    let Some((pledge, campaign, nonprofit, first, gifts, owed, mut methods)) = loaded else {
        return Ok(None);
    };
    let provider = &ctx.ports().payments;
    let payee = if ctx.needs_payees() { nonprofit.payee.account.as_str() } else { "" };
    methods.retain(|method| method.provider == provider.name() && provider.serves(&method.token, payee));
    let linked = |gift: Donation| {
        let token = crate::donations::link_token(ctx, gift.id, &gift.link_seed);
        (gift, token)
    };
    Ok(Some(PledgeView {
        token: link_token(ctx, &pledge),
        pledge,
        first,
        campaign,
        nonprofit,
        gifts: gifts.into_iter().map(linked).collect(),
        owed: owed.map(linked),
        methods,
    }))
}

impl PledgeView {
    /// What would be added to `gift` to cover the provider's fee; nothing where that cannot be told.
    #[must_use]
    pub fn cover_of(&self, gift: Money) -> Money {
        let rule = FeeRule::published(self.nonprofit.profile.country, gift.currency);
        rule.cover(gift).unwrap_or(Money::zero(gift.currency))
    }
}

/// The actor's pledges, newest first, each with its campaign and the secret of its link.
///
/// # Errors
/// [`DbError`] when the database cannot be read; so for all functions here.
pub async fn of_account(ctx: &Ctx, actor: &Actor) -> Result<Vec<(Pledge, Campaign, String)>, DbError> {
    let Some(account) = actor.account() else { return Ok(Vec::new()) };
    let found = ctx
        .db()
        .read(move |conn| {
            let mut found = Vec::new();
            for pledge in pledges::of_account(conn, account, SHOWN_MAX)? {
                found.extend(campaigns::by_id(conn, pledge.campaign)?.map(|campaign| (pledge, campaign)));
            }
            Ok::<_, DbError>(found)
        })
        .await?;
    let linked = |(pledge, campaign)| {
        let token = link_token(ctx, &pledge);
        (pledge, campaign, token)
    };
    Ok(found.into_iter().map(linked).collect())
}

/// A pledge whose gift is due and was refused, and whose donor was written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AtRisk {
    /// The pledge.
    pub pledge: Pledge,
    /// What for.
    pub campaign: String,
    /// The donor's name.
    pub name: String,
    /// Their mail address.
    pub email: String,
}

/// The nonprofit's pledges that bring nothing unless their donors do something, newest first.
pub async fn at_risk(ctx: &Ctx, permit: &Permit<AtNonprofit>) -> Result<Vec<AtRisk>, DbError> {
    let nonprofit = permitted(permit, NonprofitAct::ViewDonors);
    ctx.db()
        .read(move |conn| {
            let mut risky = pledges::in_state(conn, nonprofit, PledgeState::AtRisk, SHOWN_MAX)?;
            risky.extend(pledges::in_state(conn, nonprofit, PledgeState::NeedsAuthentication, SHOWN_MAX)?);
            let mut found = Vec::with_capacity(risky.len());
            for pledge in risky {
                let campaign = campaigns::by_id(conn, pledge.campaign)?;
                let first = donations::by_id(conn, pledge.first)?;
                let (Some(campaign), Some(first)) = (campaign, first) else { continue };
                found.push(AtRisk {
                    pledge,
                    campaign: campaign.title,
                    name: first.donor.name,
                    email: first.donor.email,
                });
            }
            Ok(found)
        })
        .await
}
