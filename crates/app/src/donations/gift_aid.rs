//! Gift Aid: what a donor declares with a gift, which gifts that covers, and the claims a charity closes.

use domain::access::Permit;
use domain::donation::Donation;
use domain::donation::gift_aid::{self, AidProblem, CLAIMED_MAX, Declaration, Scope, Taxpayer};
use domain::ids::{DonationId, NonprofitId};
use domain::money::{Currency, Money};
use domain::nonprofit::Nonprofit;
use domain::nonprofit::staff::{AtNonprofit, NonprofitAct};
use jiff::Timestamp;
use store::donations::gift_aid as kept;
use store::{DbError, Read};
use words::{Arg, Words};

pub use store::donations::gift_aid::{AidedGift, Claim};

use super::view::DonationView;
use crate::Ctx;
use crate::nonprofits::permitted;
use crate::staff_log::{self, note_detail};

/// Claims and gifts that were claimed and given back, as many as a page shows.
const SHOWN_MAX: u32 = 100;

/// What a donor declares, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// Which gifts it is about.
    pub scope: Scope,
    /// Who declares.
    pub taxpayer: Taxpayer,
    /// What is declared, as the donor read it.
    pub statement: String,
}

/// Gift Aid of one gift, where its charity claims it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aid {
    /// What was declared with this gift.
    pub own: Option<Declaration>,
    /// What covers it: its own, or an earlier declaration; of a gift that is not settled, an earlier one of the account.
    pub covering: Option<(DonationId, Declaration)>,
}

/// The charity claims, and the gift is in pounds.
#[must_use]
pub fn is_offered(nonprofit: &Nonprofit, currency: Currency) -> bool {
    nonprofit.profile.country.code() == "GB"
        && !nonprofit.gift_aid_ref.is_empty()
        && currency == Currency::GBP
}

/// What the donor reads, and declares by filling in the rest.
#[must_use]
pub fn statement(w: &Words, nonprofit: &Nonprofit, scope: Scope) -> String {
    let key = match scope {
        Scope::ThisGift => "gift-aid-statement-gift",
        Scope::FromNow => "gift-aid-statement-all",
    };
    w.with(key, &[("nonprofit", Arg::Text(&nonprofit.profile.legal_name))])
}

/// Gift Aid of a gift; `None` where it is not offered and nothing was declared.
pub(super) fn of(
    read: &mut impl Read,
    nonprofit: &Nonprofit,
    gift: &Donation,
) -> Result<Option<Aid>, DbError> {
    if nonprofit.profile.country.code() != "GB" {
        return Ok(None);
    }
    let own = kept::with_gift(read, gift.nonprofit, gift.id)?;
    let covering = match (gift.settled_at, gift.donor.account) {
        (Some(_), _) => kept::covering(read, gift.nonprofit, gift.id)?,
        // Who gives as a guest has declared nothing that covers another gift than those of the same pledge.
        (None, Some(account)) => kept::enduring_of_account(read, gift.nonprofit, account)?,
        (None, None) => None,
    };
    let is_there = is_offered(nonprofit, gift.currency()) || own.is_some() || covering.is_some();
    Ok(is_there.then_some(Aid { own, covering }))
}

/// The declaration as it is kept.
///
/// # Errors
/// Everything that is wrong with it.
pub(super) fn read(declared: &Declared, now: Timestamp) -> Result<Declaration, Vec<AidProblem>> {
    Ok(Declaration {
        scope: declared.scope,
        taxpayer: gift_aid::read(&declared.taxpayer)?,
        statement: declared.statement.clone(),
        declared_at: now,
        withdrawn_at: None,
    })
}

/// Takes back what covers a settled gift, for whoever may open it. What was given while it stood stays claimed; nothing
/// given afterwards is covered by it. `false`: there is nothing to take back.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn withdraw(ctx: &Ctx, view: &DonationView) -> Result<bool, DbError> {
    let Some((with, _)) = view.aid.as_ref().and_then(|aid| aid.covering.clone()) else { return Ok(false) };
    let (nonprofit, now) = (view.donation.nonprofit, ctx.now());
    ctx.db().write("withdraw_gift_aid", move |tx| kept::withdraw(tx, nonprofit, with, now)).await
}

/// What a charity's people see: what can be claimed next, claims, and what was claimed and given back since.
#[derive(Debug, Clone)]
pub struct AidDesk {
    /// Gifts of the next claim, the oldest first.
    pub claimable: Vec<AidedGift>,
    /// There are more than one claim takes.
    pub more: bool,
    /// Claims, the newest first.
    pub claims: Vec<Claim>,
    /// Gift, claim and what went back.
    pub back: Vec<(DonationId, i64, Money)>,
}

/// The page of a charity's Gift Aid.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn desk(ctx: &Ctx, permit: &Permit<AtNonprofit>) -> Result<AidDesk, DbError> {
    let nonprofit = permitted(permit, NonprofitAct::ViewDonors);
    let is_test = ctx.ports().payments.is_test();
    ctx.db()
        .read_long(move |conn| {
            let mut claimable = kept::claimable(conn, nonprofit, is_test, CLAIMED_MAX + 1)?;
            let most = usize::try_from(CLAIMED_MAX).unwrap_or(usize::MAX);
            let more = claimable.len() > most;
            claimable.truncate(most);
            let claims = kept::claims(conn, nonprofit, SHOWN_MAX)?;
            let back = kept::claimed_and_back(conn, nonprofit, SHOWN_MAX)?;
            Ok(AidDesk { claimable, more, claims, back })
        })
        .await
}

/// Why no claim was closed.
#[derive(Debug, thiserror::Error)]
pub enum ClaimError {
    /// Nothing can be claimed.
    #[error("there is no gift to claim for")]
    Nothing,
    /// HMRC's reference is not known.
    #[error("HMRC's reference of the charity is not known")]
    NoReference,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Closes a claim over what can be claimed: its gifts are in no later one.
///
/// # Errors
/// [`ClaimError`]; nothing has changed then.
pub async fn close(ctx: &Ctx, permit: &Permit<AtNonprofit>) -> Result<Claim, ClaimError> {
    let nonprofit = permitted(permit, NonprofitAct::Claim);
    let by = permit.by().account();
    let (is_test, now) = (ctx.ports().payments.is_test(), ctx.now());
    let line = staff_log::line(ctx, permit.by(), nonprofit.party(), "gift_aid.close", "", "");
    ctx.db()
        .write("close_gift_aid_claim", move |tx| {
            let known = store::nonprofits::by_id(tx, nonprofit)?.ok_or(DbError::Missing("nonprofit"))?;
            if known.gift_aid_ref.is_empty() {
                return Err(ClaimError::NoReference);
            }
            let claim = kept::close(tx, nonprofit, (is_test, CLAIMED_MAX), by, now)?;
            let claim = claim.ok_or(ClaimError::Nothing)?;
            note_detail(tx, &line, &claim.gifts.to_string())?;
            Ok(claim)
        })
        .await
}

/// The gifts of a claim, for its file. That a file was made is written in the log.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn claimed(
    ctx: &Ctx,
    permit: &Permit<AtNonprofit>,
    number: i64,
) -> Result<Vec<AidedGift>, DbError> {
    let nonprofit: NonprofitId = permitted(permit, NonprofitAct::ViewDonors);
    let gifts = ctx.db().read_long(move |conn| kept::claimed(conn, nonprofit, number)).await?;
    if !gifts.is_empty() {
        let line = staff_log::line(ctx, permit.by(), nonprofit.party(), "gift_aid.export", "", "");
        let count = gifts.len().to_string();
        ctx.db().write("log_gift_aid_export", move |tx| note_detail(tx, &line, &count)).await?;
    }
    Ok(gifts)
}
