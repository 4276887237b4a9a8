//! Connecting an account and letting it go.

use std::sync::Arc;

use domain::access::{AtMerchant, MerchantAct, Permit, RunServer};
use domain::ids::MerchantId;
use domain::payee::{Account, Standing};
use store::changes::{self, ChangeKind};
use store::{DbError, staff_actions};

use crate::payments::ask;
use crate::ports::{LinkWanted, NewPayee, Payees, PaymentError};
use crate::staff_log::{self, permitted};
use crate::{Ctx, merchants};

/// Why nothing was connected, or disconnected.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// On this server the operator's own account takes all money.
    #[error("on this server the operator's own account takes all money")]
    NotHere,
    /// There is no such merchant, or it has no account.
    #[error("there is no account here")]
    Unknown,
    /// Orders wait for their money to be taken: their provider must stay within reach.
    #[error("{0} orders are still being paid; wait until their money is taken")]
    OnTheWay(i64),
    /// The provider gave no answer to build on. Asking again is fine.
    #[error(transparent)]
    Provider(#[from] PaymentError),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The merchant's account, for its staff.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn find(ctx: &Ctx, permit: &Permit<AtMerchant>) -> Result<Option<Account>, DbError> {
    let merchant = permitted(permit, MerchantAct::EditSettings);
    ctx.db().read(move |conn| store::payees::of_merchant(conn, merchant)).await
}

/// A merchant's account, for the operator.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn of_merchant(
    ctx: &Ctx,
    _permit: &Permit<RunServer>,
    merchant: MerchantId,
) -> Result<Option<Account>, DbError> {
    ctx.db().read(move |conn| store::payees::of_merchant(conn, merchant)).await
}

/// Opens an account for the merchant, unless it has one, and says where its owner goes to finish it. `page` is the
/// address of the studio's page: the provider sends its visitor back to what lies below it.
///
/// # Errors
/// [`ConnectError`]; asking again opens no second account.
pub async fn connect(ctx: &Ctx, permit: &Permit<AtMerchant>, page: &str) -> Result<String, ConnectError> {
    let merchant = permitted(permit, MerchantAct::EditPayee);
    let payees = provider(ctx)?;
    let known = ctx.db().read(move |conn| store::payees::of_merchant(conn, merchant)).await?;
    let account = match known {
        Some(known) => known.account,
        None => open(ctx, permit, merchant, payees).await?,
    };
    link(ctx, payees, &account, page).await
}

/// Where the owner of a merchant's account goes on, after a link that was too old or used up.
///
/// # Errors
/// [`ConnectError`].
pub async fn go_on(ctx: &Ctx, permit: &Permit<AtMerchant>, page: &str) -> Result<String, ConnectError> {
    let merchant = permitted(permit, MerchantAct::EditPayee);
    let payees = provider(ctx)?;
    let known = ctx.db().read(move |conn| store::payees::of_merchant(conn, merchant)).await?;
    link(ctx, payees, &known.ok_or(ConnectError::Unknown)?.account, page).await
}

fn provider(ctx: &Ctx) -> Result<&Arc<dyn Payees>, ConnectError> {
    ctx.ports().payees.as_ref().ok_or(ConnectError::NotHere)
}

async fn link(
    ctx: &Ctx,
    payees: &Arc<dyn Payees>,
    account: &str,
    page: &str,
) -> Result<String, ConnectError> {
    let page = format!("{}{page}", ctx.base_url());
    let wanted = LinkWanted {
        account: account.to_owned(),
        refresh_url: format!("{page}/again"),
        return_url: format!("{page}/back"),
    };
    Ok(ask(payees.link(wanted)).await?)
}

async fn open(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    merchant: MerchantId,
    payees: &Arc<dyn Payees>,
) -> Result<String, ConnectError> {
    let found = merchants::find(ctx, merchant).await?.ok_or(ConnectError::Unknown)?;
    let wanted = NewPayee {
        // The same until it is in the database: a lost answer, a second tap and a second tab find one account.
        key: format!("{merchant}-payee-{}", found.pricing_version),
        name: found.display_name.clone(),
        email: found.profile.contact_email.clone(),
        country: found.profile.country.code().to_owned(),
        url: format!("{}/@{}", ctx.base_url(), found.handle),
        merchant: merchant.to_string(),
    };
    let account = ask(payees.open(wanted)).await?;
    let standing = ask(payees.look(&account)).await?.unwrap_or_else(Standing::gone);
    let line = staff_log::line(ctx, permit.by(), merchant, "payee.connect", merchant, account.clone());
    let provider = ctx.ports().payments.name();
    let (now, opened) = (ctx.now(), account.clone());
    let written = ctx
        .db()
        .write("connect_payee", move |tx| {
            store::payees::connect(tx, merchant, provider, &opened, &standing, now)?;
            staff_actions::note(tx, &line)?;
            changes::note(tx, ChangeKind::Merchant, merchant.0, merchant.0, now)
        })
        .await;
    match written {
        Ok(()) => Ok(account),
        // Somebody was quicker: theirs it is.
        Err(error) if error.is_unique() => {
            let known = ctx.db().read(move |conn| store::payees::of_merchant(conn, merchant)).await?;
            Ok(known.ok_or(ConnectError::Unknown)?.account)
        }
        Err(error) => Err(error.into()),
    }
}

/// Lets the merchant's account go. What was paid to it stays there and can be given back, as far as the provider still
/// lets us; nothing new is sold until another one is connected.
///
/// # Errors
/// [`ConnectError::OnTheWay`] while money of open orders would be out of reach.
pub async fn disconnect(ctx: &Ctx, permit: &Permit<AtMerchant>) -> Result<(), ConnectError> {
    let merchant = permitted(permit, MerchantAct::EditPayee);
    provider(ctx)?;
    let line = staff_log::line(ctx, permit.by(), merchant, "payee.disconnect", merchant, "");
    let now = ctx.now();
    ctx.db()
        .write("disconnect_payee", move |tx| {
            let waiting = store::payees::on_the_way(tx, merchant)?;
            if waiting > 0 {
                return Err(ConnectError::OnTheWay(waiting));
            }
            if store::payees::disconnect(tx, merchant)? {
                staff_actions::note(tx, &line)?;
                changes::note(tx, ChangeKind::Merchant, merchant.0, merchant.0, now)?;
            }
            Ok(())
        })
        .await
}
