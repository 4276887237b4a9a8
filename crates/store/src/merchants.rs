//! Merchants: who they are, how far they are trusted, what goes into their prices.

use domain::ids::{AccountId, MerchantId};
use domain::merchant::{Merchant, MerchantProfile, MerchantState, Pricing};
use domain::payee::Payee;
use domain::policy::SellerPolicies;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::{DbError, Param, Read, Row, Tx, callbacks, shipping, taxes};

/// The merchant with this id.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn by_id(read: &mut impl Read, merchant: MerchantId) -> Result<Option<Merchant>, DbError> {
    read.first(
        "SELECT m.id, m.account_id, a.handle, a.display_name,
                (SELECT count(*) FROM staff s JOIN accounts o ON o.id = s.account_id
                  WHERE s.merchant_id = m.id AND s.role = 'owner' AND o.email_confirmed_at IS NOT NULL),
                m.state, m.state_reason,
                m.orders_per_day_max, m.pricing_version, m.legal_name, m.contact_email, m.phone,
                m.postal_address, m.register_number, m.country, m.currency, m.accent, m.returns_days,
                m.returns_text, m.shipping_text, m.terms_url, m.privacy_url, m.prices_include_tax, m.low_stock_at,
                m.time_zone, m.more_currencies, m.vat_number, m.payee, m.payee_takes
           FROM merchants m
           JOIN accounts a ON a.id = m.account_id
          WHERE m.id = $1",
        &[Param::id(merchant)],
        to_merchant,
    )
}

/// The merchant that posts as this account.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn of_account(read: &mut impl Read, account: AccountId) -> Result<Option<MerchantId>, DbError> {
    read.first("SELECT id FROM merchants WHERE account_id = $1", &[Param::id(account)], |row| row.id(0))
}

/// The merchant whose account has this handle.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn of_handle(read: &mut impl Read, handle: &str) -> Result<Option<MerchantId>, DbError> {
    read.first(
        "SELECT m.id
           FROM accounts a
           JOIN merchants m ON m.account_id = a.id
          WHERE a.handle = $1",
        &[handle.into()],
        |row| row.id(0),
    )
}

/// The language of a merchant's staff: that of the account it is run by.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn locale_of(read: &mut impl Read, merchant: MerchantId) -> Result<Option<String>, DbError> {
    read.first(
        "SELECT a.locale FROM merchants m JOIN accounts a ON a.id = m.account_id WHERE m.id = $1",
        &[Param::id(merchant)],
        |row| row.text(0),
    )
}

/// Everything of a merchant that goes into a price and onto the review step.
///
/// # Errors
/// [`DbError`] when the database refused, or when stored rates contradict each other.
pub fn pricing(read: &mut impl Read, merchant: MerchantId) -> Result<Option<Pricing>, DbError> {
    let Some(found) = by_id(read, merchant)? else { return Ok(None) };
    let shipping = shipping::table(read, merchant, found.profile.currency)?;
    let tax = taxes::table(read, merchant)?;
    let callback = callbacks::find(read, merchant)?.filter(|callback| callback.is_on);
    Ok(Some(Pricing { merchant: found, shipping, tax, callback }))
}

/// The number that grows whenever prices, shipping, tax or policies change: whoever keeps a [`Pricing`] compares.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn pricing_version(read: &mut impl Read, merchant: MerchantId) -> Result<Option<i64>, DbError> {
    read.first("SELECT pricing_version FROM merchants WHERE id = $1", &[Param::id(merchant)], |row| {
        row.int(0)
    })
}

/// Says that prices, shipping, tax or policies of `merchant` are about to be other ones.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn bump_pricing(tx: &mut Tx<'_>, merchant: MerchantId) -> Result<(), DbError> {
    tx.execute(
        "UPDATE merchants SET pricing_version = pricing_version + 1 WHERE id = $1",
        &[Param::id(merchant)],
    )?;
    Ok(())
}

/// Keeps a merchant that signs up, in state `new`.
///
/// # Errors
/// [`DbError::is_unique`] when the account is a merchant already.
pub fn insert(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    account: AccountId,
    profile: &MerchantProfile,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO merchants (id, account_id, state, legal_name, contact_email, country, currency, created_at)
         VALUES ($1, $2, 'new', $3, $4, $5, $6, $7)",
        &[
            Param::id(merchant),
            Param::id(account),
            (&profile.legal_name).into(),
            (&profile.contact_email).into(),
            profile.country.code().into(),
            profile.currency.code().into(),
            now.into(),
        ],
    )?;
    update_profile(tx, merchant, profile)
}

/// Replaces what the merchant says about itself; its currency and country included.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn update_profile(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    profile: &MerchantProfile,
) -> Result<(), DbError> {
    let policies = &profile.policies;
    let more: Vec<&str> = profile.more_currencies.iter().map(|currency| currency.code()).collect();
    let more = more.join(" ");
    tx.execute(
        "UPDATE merchants
            SET legal_name = $1, contact_email = $2, phone = $3, postal_address = $4, register_number = $5,
                country = $6, currency = $7, accent = $8, returns_days = $9, returns_text = $10,
                shipping_text = $11, terms_url = $12, privacy_url = $13, prices_include_tax = $14,
                low_stock_at = $15, time_zone = $16, more_currencies = $17, vat_number = $18,
                pricing_version = pricing_version + 1
          WHERE id = $19",
        &[
            (&profile.legal_name).into(),
            (&profile.contact_email).into(),
            (&profile.phone).into(),
            (&profile.postal_address).into(),
            (&profile.register_number).into(),
            profile.country.code().into(),
            profile.currency.code().into(),
            (&profile.accent).into(),
            policies.returns_days.map(u32::from).into(),
            (&policies.returns_text).into(),
            (&policies.shipping_text).into(),
            policies.terms_url.as_deref().unwrap_or_default().into(),
            policies.privacy_url.as_deref().unwrap_or_default().into(),
            profile.prices_include_tax.into(),
            profile.low_stock_at.into(),
            profile.time_zone.iana_name().unwrap_or("UTC").into(),
            (&more).into(),
            (&profile.vat_number).into(),
            Param::id(merchant),
        ],
    )?;
    Ok(())
}

/// Gives the merchant's account another name.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn rename(tx: &mut Tx<'_>, merchant: MerchantId, display_name: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE accounts
            SET display_name = $1
          WHERE id = (SELECT account_id FROM merchants WHERE id = $2)",
        &[display_name.into(), Param::id(merchant)],
    )?;
    Ok(())
}

/// How many merchants `account` owns.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn owned_by(read: &mut impl Read, account: AccountId) -> Result<usize, DbError> {
    let count = read.one(
        "a count",
        "SELECT count(*) FROM staff WHERE account_id = $1 AND role = 'owner'",
        &[Param::id(account)],
        |row| row.int(0),
    )?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Trusts `merchant` as far as `to` says, with the operator's reason. Says whether anything changed.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn set_state(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    to: MerchantState,
    reason: &str,
    orders_per_day_max: Option<u32>,
    now: Timestamp,
) -> Result<bool, DbError> {
    let verified_at: Param<'_> = match to {
        MerchantState::Verified => now.into(),
        MerchantState::New | MerchantState::Limited | MerchantState::Suspended => Param::Null,
    };
    let changed = tx.execute(
        "UPDATE merchants
            SET state = $1, state_reason = $2, orders_per_day_max = $3,
                verified_at = coalesce(verified_at, CAST($4 AS BIGINT)), pricing_version = pricing_version + 1
          WHERE id = $5
            AND (state <> $1 OR state_reason <> $2 OR orders_per_day_max IS DISTINCT FROM $3)",
        &[to.as_str().into(), reason.into(), orders_per_day_max.into(), verified_at, Param::id(merchant)],
    )?;
    Ok(changed > 0)
}

/// Merchants for the operator, newest first, before the id `before`, at most `limit`; one state or all.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn list(
    read: &mut impl Read,
    state: Option<MerchantState>,
    before: Option<MerchantId>,
    limit: u32,
) -> Result<Vec<Merchant>, DbError> {
    read.rows(
        "SELECT m.id, m.account_id, a.handle, a.display_name,
                (SELECT count(*) FROM staff s JOIN accounts o ON o.id = s.account_id
                  WHERE s.merchant_id = m.id AND s.role = 'owner' AND o.email_confirmed_at IS NOT NULL),
                m.state, m.state_reason,
                m.orders_per_day_max, m.pricing_version, m.legal_name, m.contact_email, m.phone,
                m.postal_address, m.register_number, m.country, m.currency, m.accent, m.returns_days,
                m.returns_text, m.shipping_text, m.terms_url, m.privacy_url, m.prices_include_tax, m.low_stock_at,
                m.time_zone, m.more_currencies, m.vat_number, m.payee, m.payee_takes
           FROM merchants m
           JOIN accounts a ON a.id = m.account_id
          WHERE m.id < $1
            AND m.kind = 'shop'
            AND (CAST($2 AS TEXT) IS NULL OR m.state = $2)
          ORDER BY m.id DESC
          LIMIT $3",
        &[
            before.map_or(Param::Int(i64::MAX), Param::id),
            state.map(MerchantState::as_str).into(),
            limit.into(),
        ],
        to_merchant,
    )
}

fn to_merchant(row: &Row<'_>) -> Result<Merchant, DbError> {
    let url = |text: String| (!text.is_empty()).then_some(text);
    Ok(Merchant {
        id: row.id(0)?,
        account: row.id(1)?,
        handle: row.text(2)?,
        display_name: row.text(3)?,
        contact_confirmed: row.int(4)? > 0,
        state: row.word(5, "merchant state", MerchantState::from_word)?,
        state_reason: row.text(6)?,
        orders_per_day_max: row.opt_int(7)?.and_then(|most| u32::try_from(most).ok()),
        payee: Payee { account: row.text(27)?, takes: row.flag(28)? },
        pricing_version: row.int(8)?,
        profile: MerchantProfile {
            legal_name: row.text(9)?,
            contact_email: row.text(10)?,
            phone: row.text(11)?,
            postal_address: row.text(12)?,
            register_number: row.text(13)?,
            vat_number: row.text(26)?,
            country: row.word(14, "country", |code| code.parse().ok())?,
            currency: row.word(15, "currency", |code| code.parse().ok())?,
            accent: row.text(16)?,
            policies: SellerPolicies {
                returns_days: row.opt_int(17)?.and_then(|days| u16::try_from(days).ok()),
                returns_text: row.text(18)?,
                shipping_text: row.text(19)?,
                terms_url: url(row.text(20)?),
                privacy_url: url(row.text(21)?),
            },
            prices_include_tax: row.flag(22)?,
            low_stock_at: row.count(23)?,
            time_zone: row.word(24, "time zone", |name| TimeZone::get(name).ok())?,
            more_currencies: row.word(25, "list of currencies", |codes| {
                codes.split_whitespace().map(|code| code.parse().ok()).collect()
            })?,
        },
    })
}
