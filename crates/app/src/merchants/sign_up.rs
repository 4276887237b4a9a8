//! A person opens a shop: an account that posts in its name, the merchant, and the person as its owner.

use domain::access::{AsAccount, Permit, Role};
use domain::account::AccountProblem;
use domain::country::Country;
use domain::gate::{Asker, Feature};
use domain::ids::{AccountId, MerchantId};
use domain::merchant::MerchantProfile;
use domain::money::Currency;
use domain::policy::SellerPolicies;
use domain::view::people::AccountKind;
use store::accounts::{self, NewAccount};
use store::changes::{self, ChangeKind};
use store::{DbError, staff, staff_actions};

use super::profile::{self, ProfileProblem};
use crate::{Ctx, gates, staff_log};

/// Shops that one person may open.
const SHOPS_PER_PERSON_MAX: usize = 10;

/// What the form asks for: enough to be reachable, the rest follows in the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenShop {
    /// The shop's handle, without the `@`.
    pub handle: String,
    /// The name people see.
    pub display_name: String,
    /// The seller of record.
    pub legal_name: String,
    /// Where buyers write to.
    pub contact_email: String,
    /// The postal address.
    pub postal_address: String,
    /// Where the merchant is established.
    pub country: Country,
    /// What its prices are in.
    pub currency: Currency,
}

/// What is wrong with the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenShopProblem {
    /// The handle has a form that no handle has.
    #[error(transparent)]
    Handle(AccountProblem),
    /// Someone has it already.
    #[error("this handle is taken")]
    HandleTaken,
    /// Something about the business cannot be right.
    #[error(transparent)]
    Profile(ProfileProblem),
}

/// Why no shop was opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenShopError {
    /// Something in the form cannot be right: all of it.
    #[error("{}", profile::told(.0))]
    Problems(Vec<OpenShopProblem>),
    /// New shops are not taken now, or not from this person.
    #[error("this server does not take new shops now")]
    NotOpen,
    /// The person has as many shops as one may have.
    #[error("one person may open at most {SHOPS_PER_PERSON_MAX} shops")]
    TooMany,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Opens a shop owned by the person that `permit` is for. It is `new`: it prepares its goods, and sells once it is
/// verified.
///
/// # Errors
/// See [`OpenShopError`]; nothing has changed then.
pub async fn open_shop(
    ctx: &Ctx,
    permit: &Permit<AsAccount>,
    form: OpenShop,
) -> Result<MerchantId, OpenShopError> {
    let owner = permit.action().0;
    let (handle, display_name, profile) = checked(form).map_err(OpenShopError::Problems)?;
    let asker = Asker { account: Some(owner), country: Some(profile.country), ..Asker::default() };
    if !gates::ask(ctx, Feature::Selling, &asker).await?.is_open() {
        return Err(OpenShopError::NotOpen);
    }
    let (account, merchant): (AccountId, MerchantId) = (ctx.id(), ctx.id());
    let now = ctx.now();
    let shop = NewAccount {
        id: account,
        handle: handle.clone(),
        display_name,
        kind: AccountKind::Merchant,
        email: None,
        password_hash: None,
        locale: "en".to_owned(),
        operator: false,
        created_at: now,
    };
    let line = staff_log::line(ctx, permit.by(), merchant, "merchant.open", merchant, handle);
    ctx.db()
        .write("open_shop", move |tx| {
            if accounts::taken(tx, &shop.handle, "")?.0 {
                return Err(OpenShopError::Problems(vec![OpenShopProblem::HandleTaken]));
            }
            if store::merchants::owned_by(tx, owner)? >= SHOPS_PER_PERSON_MAX {
                return Err(OpenShopError::TooMany);
            }
            accounts::insert(tx, &shop)?;
            store::merchants::insert(tx, merchant, account, &profile, now)?;
            staff::put(tx, merchant, owner, Role::Owner, now)?;
            staff_actions::note(tx, &line)?;
            changes::note(tx, ChangeKind::Merchant, merchant.0, merchant.0, now)?;
            changes::note(tx, ChangeKind::Session, 0, owner.0, now)?;
            Ok(())
        })
        .await?;
    tracing::info!(merchant.id = %merchant, "opened merchant {merchant}");
    Ok(merchant)
}

/// Everything that is wrong with the form, a handle that somebody has included.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn problems(ctx: &Ctx, form: &OpenShop) -> Result<Vec<OpenShopProblem>, DbError> {
    let mut problems = checked(form.clone()).err().unwrap_or_default();
    if let Ok(handle) = domain::account::handle(&form.handle)
        && ctx.db().read(move |conn| accounts::taken(conn, &handle, "")).await?.0
    {
        problems.push(OpenShopProblem::HandleTaken);
    }
    Ok(problems)
}

/// Handle, name and profile of the shop, or all that is wrong with them.
fn checked(form: OpenShop) -> Result<(String, String, MerchantProfile), Vec<OpenShopProblem>> {
    let handle = domain::account::handle(&form.handle);
    let profile = MerchantProfile {
        legal_name: form.legal_name,
        contact_email: form.contact_email,
        phone: String::new(),
        postal_address: form.postal_address,
        register_number: String::new(),
        vat_number: String::new(),
        country: form.country,
        currency: form.currency,
        more_currencies: Vec::new(),
        time_zone: jiff::tz::TimeZone::get(form.country.time_zone()).unwrap_or(jiff::tz::TimeZone::UTC),
        accent: String::new(),
        policies: SellerPolicies::default(),
        prices_include_tax: form.country.code() != "US",
        low_stock_at: 2,
    };
    match (handle, profile::checked(&form.display_name, profile)) {
        (Ok(handle), Ok((display_name, profile))) => Ok((handle, display_name, profile)),
        (handle, profile) => {
            let of_profile = profile.err().unwrap_or_default().into_iter().map(OpenShopProblem::Profile);
            Err(handle.err().map(OpenShopProblem::Handle).into_iter().chain(of_profile).collect())
        }
    }
}
