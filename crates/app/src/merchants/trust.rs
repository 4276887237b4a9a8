//! How far a merchant is trusted: verified by itself where the setting allows it, else by the operator.

use domain::access::{Actor, Permit, RunServer};
use domain::ids::MerchantId;
use domain::merchant::{Merchant, MerchantState, Missing, missing};
use store::changes::{self, ChangeKind};
use store::{DbError, staff_actions};

use crate::{Ctx, mails, settings, staff_log};

/// Merchants on one page of the console.
pub const PAGE_MERCHANTS: u32 = 50;
/// The most orders a day that are still a limit.
pub const LIMIT_ORDERS_MAX: u32 = 100_000;
/// The longest reason, in characters.
pub const REASON_CHARS_MAX: usize = 500;

/// What an operator decides about a merchant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It may sell.
    Verify,
    /// It may sell so many orders a day and add no new cards.
    Limit {
        /// Orders a day.
        orders_per_day_max: u32,
        /// Why; the merchant reads it.
        reason: String,
    },
    /// It may sell nothing; open orders are still fulfilled.
    Suspend {
        /// Why; the merchant reads it.
        reason: String,
    },
}

/// Why nothing was decided.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// There is no such merchant.
    #[error("there is no such merchant")]
    Unknown,
    /// No order at all, or more than [`LIMIT_ORDERS_MAX`]: the one is a suspension, the other no limit.
    #[error("a limit is from 1 to {LIMIT_ORDERS_MAX} orders a day")]
    Orders,
    /// The merchant must be able to read why.
    #[error("a reason is needed")]
    NoReason,
    /// The reason is longer than [`REASON_CHARS_MAX`].
    #[error("a reason has at most {REASON_CHARS_MAX} characters")]
    ReasonTooLong,
    /// Buyers would not know whom they buy from.
    #[error("the merchant's profile is not complete; missing: {}", listed(.0))]
    Incomplete(Vec<Missing>),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

fn listed(missing: &[Missing]) -> String {
    missing.iter().map(|wanted| wanted.as_str()).collect::<Vec<_>>().join(", ")
}

/// Carries out an operator's decision. Verifying asks for a legal name, a contact and an address (D5), not for what
/// a person can judge: a contact that was seen in another way, goods that need no shipping.
///
/// # Errors
/// See [`TrustError`]; nothing has changed then.
pub async fn decide(
    ctx: &Ctx,
    permit: &Permit<RunServer>,
    merchant: MerchantId,
    decision: Decision,
) -> Result<(), TrustError> {
    let (to, reason, most, action) = match decision {
        Decision::Verify => (MerchantState::Verified, String::new(), None, "merchant.verify"),
        Decision::Limit { orders_per_day_max, reason } => {
            (MerchantState::Limited, reason, Some(orders_per_day_max), "merchant.limit")
        }
        Decision::Suspend { reason } => (MerchantState::Suspended, reason, None, "merchant.suspend"),
    };
    let reason = reason.trim().to_owned();
    if to != MerchantState::Verified && reason.is_empty() {
        return Err(TrustError::NoReason);
    }
    if reason.chars().count() > REASON_CHARS_MAX {
        return Err(TrustError::ReasonTooLong);
    }
    if most.is_some_and(|most| !(1..=LIMIT_ORDERS_MAX).contains(&most)) {
        return Err(TrustError::Orders);
    }
    let server_line = staff_log::server_line(ctx, permit, action, merchant, reason.clone());
    let now = ctx.now();
    let merchants_line = staff_actions::NewAction {
        created_at: server_line.created_at,
        ..staff_log::line(ctx, &Actor::System, merchant, action, merchant, reason.clone())
    };
    let house = ctx.clone();
    ctx.db()
        .write("decide_merchant", move |tx| {
            let found = store::merchants::by_id(tx, merchant)?.ok_or(TrustError::Unknown)?;
            if store::erasures::is_erased(tx, found.account)? {
                return Err(TrustError::Unknown);
            }
            if to == MerchantState::Verified {
                let lacks: Vec<Missing> = missing(&found, &domain::shipping::ShippingTable::default())
                    .into_iter()
                    .filter(|lack| {
                        matches!(lack, Missing::LegalName | Missing::PostalAddress | Missing::ContactEmail)
                    })
                    .collect();
                if !lacks.is_empty() {
                    return Err(TrustError::Incomplete(lacks));
                }
            }
            if store::merchants::set_state(tx, merchant, to, &reason, most, now)? {
                staff_actions::note(tx, &server_line)?;
                staff_actions::note(tx, &merchants_line)?;
                mails::tell_owners(tx, &house, merchant, (found.state, to), (most, &reason), now)?;
                changes::note(tx, ChangeKind::Merchant, merchant.0, merchant.0, now)?;
            }
            Ok(())
        })
        .await
}

/// What `merchant` lacks before it is verified by itself.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn lacks(ctx: &Ctx, merchant: MerchantId) -> Result<Vec<Missing>, DbError> {
    ctx.db()
        .read(move |conn| {
            let found = store::merchants::pricing(conn, merchant)?.ok_or(DbError::Missing("merchant"))?;
            Ok(missing(&found.merchant, &found.shipping))
        })
        .await
}

/// Verifies a new merchant that has everything, where the setting allows it. Asked after every change that could
/// have completed a profile; asking in vain does nothing.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn verify_if_complete(ctx: &Ctx, merchant: MerchantId) -> Result<(), DbError> {
    if !settings::load(ctx).await?.self_serve_merchants {
        return Ok(());
    }
    let line = staff_log::line(ctx, &Actor::System, merchant, "merchant.verify", merchant, "");
    let now = ctx.now();
    let house = ctx.clone();
    ctx.db()
        .write("verify_merchant", move |tx| {
            let Some(found) = store::merchants::pricing(tx, merchant)? else { return Ok(()) };
            let ready = found.merchant.state == MerchantState::New
                && missing(&found.merchant, &found.shipping).is_empty();
            if ready && store::merchants::set_state(tx, merchant, MerchantState::Verified, "", None, now)? {
                staff_actions::note(tx, &line)?;
                let became = (MerchantState::New, MerchantState::Verified);
                mails::tell_owners(tx, &house, merchant, became, (None, ""), now)?;
                changes::note(tx, ChangeKind::Merchant, merchant.0, merchant.0, now)?;
            }
            Ok(())
        })
        .await
}

/// One page of merchants for the operator, newest first; one state or all.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn list(
    ctx: &Ctx,
    _permit: &Permit<RunServer>,
    state: Option<MerchantState>,
    before: Option<MerchantId>,
) -> Result<Vec<Merchant>, DbError> {
    ctx.db().read(move |conn| store::merchants::list(conn, state, before, PAGE_MERCHANTS)).await
}
