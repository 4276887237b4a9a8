//! Connecting an account and letting it go.

use std::sync::Arc;

use domain::access::{Permit, RunServer};
use domain::ids::MerchantId;
use domain::payee::{Account, Standing, Way};
use store::changes::{self, ChangeKind};
use store::{DbError, staff_actions};

use super::look::look_at;
use super::own_key::{hang_up, key_of};
use crate::paid::Paid;
use crate::payments::ask;
use crate::ports::{LinkWanted, NewPayee, Payees, PaymentError};
use crate::{Ctx, merchants, staff_log};

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

/// The account of a merchant or a nonprofit, for its own people.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn find(ctx: &Ctx, permit: &impl Paid) -> Result<Option<Account>, DbError> {
    let merchant = permit.sees_account();
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

/// Lines of the log about accounts of one merchant that are looked through.
const LINES_MAX: u32 = 100;

/// Opens an account for the merchant, unless it has one or had one that can be used still, and says where its owner goes
/// to finish it. `page` is the address of the studio's page: the provider sends its visitor back to what lies below it.
///
/// # Errors
/// [`ConnectError`]; asking again opens no second account.
pub async fn connect(ctx: &Ctx, permit: &impl Paid, page: &str) -> Result<String, ConnectError> {
    let merchant = permit.changes_account();
    let payees = provider(ctx)?;
    let known = ctx.db().read(move |conn| store::payees::of_merchant(conn, merchant)).await?;
    let account = match known {
        // Nothing is to be finished from here where its owner brought a key.
        Some(known) if known.way == Way::Key => return Err(ConnectError::Unknown),
        Some(known) => known.account,
        None => open(ctx, permit, merchant, payees).await?,
    };
    link(ctx, payees, &account, page).await
}

/// Where the owner of a merchant's account goes on, after a link that was too old or used up.
///
/// # Errors
/// [`ConnectError`].
pub async fn go_on(ctx: &Ctx, permit: &impl Paid, page: &str) -> Result<String, ConnectError> {
    let merchant = permit.changes_account();
    let payees = provider(ctx)?;
    let known = ctx.db().read(move |conn| store::payees::of_merchant(conn, merchant)).await?;
    let known = known.filter(|known| known.way == Way::Onboarded).ok_or(ConnectError::Unknown)?;
    link(ctx, payees, &known.account, page).await
}

pub(super) fn provider(ctx: &Ctx) -> Result<&Arc<dyn Payees>, ConnectError> {
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
    permit: &impl Paid,
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
    let (account, standing) = match had_before(ctx, merchant, payees).await? {
        Some(known) => known,
        None => {
            let account = ask(payees.open(wanted)).await?;
            let standing = ask(payees.look(&account)).await?.unwrap_or_else(Standing::gone);
            (account, standing)
        }
    };
    let line = staff_log::line(ctx, permit.asked_by(), merchant, "payee.connect", merchant, account.clone());
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

/// The account that was opened for the merchant last, where the operator's key reaches it still: what its owner told the
/// provider once need not be told again. The log knows its name.
async fn had_before(
    ctx: &Ctx,
    merchant: MerchantId,
    payees: &Arc<dyn Payees>,
) -> Result<Option<(String, Standing)>, ConnectError> {
    let about = merchant.to_string();
    let opened = ctx
        .db()
        .read(move |conn| staff_actions::about(conn, merchant, "payee.connect", &about, LINES_MAX))
        .await?;
    let Some(account) = opened.into_iter().next_back().map(|line| line.detail) else { return Ok(None) };
    let standing = ask(payees.look(&account)).await?;
    Ok(standing.filter(|standing| !standing.is_out_of_reach()).map(|standing| (account, standing)))
}

/// Lets the merchant's account go. What was paid to it stays there and can be given back, as far as the provider still
/// lets us; nothing new is sold until another one is connected.
///
/// # Errors
/// [`ConnectError::OnTheWay`] while money of open orders would be out of reach. Where it is so already, nothing is waited
/// for: it would never come.
pub async fn disconnect(ctx: &Ctx, permit: &impl Paid) -> Result<(), ConnectError> {
    let merchant = permit.changes_account();
    let payees = provider(ctx)?;
    // Opened while it is there: with the row goes the key.
    let key = key_of(ctx, merchant).await?;
    let known = ctx.db().read(move |conn| store::payees::of_merchant(conn, merchant)).await?;
    let line = staff_log::line(ctx, permit.asked_by(), merchant, "payee.disconnect", merchant, "");
    let now = ctx.now();
    let done = ctx
        .db()
        .write("disconnect_payee", move |tx| {
            if let Some(known) = store::payees::of_merchant(tx, merchant)? {
                let left = store::payees::left_there(tx, merchant, &known.account)?;
                if left.on_the_way > 0 && !known.standing.is_out_of_reach() {
                    return Err(ConnectError::OnTheWay(left.on_the_way));
                }
            }
            if store::payees::disconnect(tx, merchant)? {
                staff_actions::note(tx, &line)?;
                changes::note(tx, ChangeKind::Merchant, merchant.0, merchant.0, now)?;
            }
            Ok(())
        })
        .await;
    if let (Err(ConnectError::OnTheWay(_)), Some(known)) = (&done, known) {
        // Perhaps nobody told us that it is out of reach. Whoever is asked once more reads how it is now.
        if let Err(error) = look_at(ctx, &known.account).await {
            tracing::warn!(merchant.id = %merchant, %error, "an account could not be looked at");
        }
    }
    done?;
    if let Some(key) = key {
        hang_up(ctx, payees, merchant, &key).await;
    }
    Ok(())
}
