//! Which accounts can be asked about, and what is left to be done on one that is let go.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::ids::MerchantId;
use domain::payee::{Account, LeftThere, account_name, is_out_of_reach, own_key_account};
use store::payments::Payment;
use store::{Conn, DbError};

use crate::Ctx;
use crate::paid::Paid;
use crate::payments::ask;
use crate::staff_log::permitted;

/// The account that a merchant is paid on, with what is left to be done there: for whoever is asked before it is let go.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn left(ctx: &Ctx, permit: &impl Paid) -> Result<Option<(Account, LeftThere)>, DbError> {
    let merchant = permit.changes_account();
    ctx.db().read(move |conn| left_of(conn, merchant)).await
}

fn left_of(conn: &mut Conn, merchant: MerchantId) -> Result<Option<(Account, LeftThere)>, DbError> {
    let Some(known) = store::payees::of_merchant(conn, merchant)? else { return Ok(None) };
    let left = store::payees::left_there(conn, merchant, &known.account)?;
    Ok(Some((known, left)))
}

/// Accounts that cannot be asked about any more, by the provider's names, each with the number of orders that could be
/// given back on it: for whoever looks at the merchant's money.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn out_of_reach(ctx: &Ctx, permit: &Permit<AtMerchant>) -> Result<Vec<(String, i64)>, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewFigures);
    ctx.db()
        .read(move |conn| {
            let now = store::payees::of_merchant(conn, merchant)?;
            let mut lost = Vec::new();
            let paid_on = store::payees::paid_on(conn, merchant)?;
            if let Some(now) = now.as_ref().filter(|now| now.standing.is_out_of_reach()) {
                let orders = paid_on.iter().find(|(payee, _)| *payee == now.account);
                lost.push((account_name(&now.account).to_owned(), orders.map_or(0, |(_, orders)| *orders)));
            }
            let is_now = |payee: &str| now.as_ref().is_some_and(|now| now.account == payee);
            // The key of an account of its owner's is forgotten with it.
            let left = paid_on.iter().filter(|(payee, _)| own_key_account(payee).is_some() && !is_now(payee));
            lost.extend(left.map(|(payee, orders)| (account_name(payee).to_owned(), *orders)));
            Ok(lost)
        })
        .await
}

/// Something can be asked about an account: always by the operator's key, by its owner's while it is here.
pub(crate) async fn is_reached(ctx: &Ctx, payee: &str) -> Result<bool, DbError> {
    if own_key_account(payee).is_none() {
        return Ok(true);
    }
    let payee = payee.to_owned();
    Ok(ctx.db().read(move |conn| store::payees::sealed_key(conn, &payee)).await?.is_some())
}

/// What was paid with `payment` can go back, as far as the account it is on is concerned. What there is nothing to be given
/// back of needs no account.
pub(crate) async fn can_go_back(ctx: &Ctx, payment: &Payment) -> Result<bool, DbError> {
    if payment.payee.is_empty() || !payment.holds_money() {
        return Ok(true);
    }
    let payee = payment.payee.clone();
    let known = ctx.db().read(move |conn| store::payees::reason(conn, &payee)).await?;
    if let Some(reason) = known {
        return Ok(!is_out_of_reach(&reason));
    }
    if own_key_account(&payment.payee).is_some() {
        return Ok(false);
    }
    // It was let go, and nobody was told anything about it since.
    let Some(payees) = &ctx.ports().payees else { return Ok(true) };
    match ask(payees.look(&payment.payee)).await {
        Ok(standing) => Ok(standing.is_some_and(|standing| !standing.is_out_of_reach())),
        // Whoever gives back tries again until there is an answer.
        Err(_) => Ok(true),
    }
}
