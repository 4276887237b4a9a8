//! What a merchant says about itself: seller of record, contact, policies.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::ids::MerchantId;
use domain::merchant::MerchantProfile;
use store::changes::{self, ChangeKind};
use store::{DbError, Tx, products, staff_actions};

use super::trust;
use crate::Ctx;
use crate::staff_log::{self, permitted};

/// Characters of a one-line text that are taken.
const LINE_CHARS_MAX: usize = 200;
/// Characters of a policy that are taken: two printed pages.
const TEXT_CHARS_MAX: usize = 10_000;
/// The most days a merchant may promise for returns.
const RETURNS_DAYS_MAX: u16 = 365;

/// Further currencies of one merchant; each is a field of every variant.
const MORE_CURRENCIES_MAX: usize = 8;

/// What is wrong with a profile. Each names its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProfileProblem {
    /// Buyers must know who sells. The field that is empty.
    #[error("{0} is missing")]
    NoName(&'static str),
    /// A text is longer than any honest one. The field that holds it.
    #[error("{0} is too long")]
    TooLong(&'static str),
    /// Not a mail address.
    #[error("the contact must be a mail address")]
    Email,
    /// Not an absolute web address. The field that holds it.
    #[error("{0} must begin with https:// or http://")]
    Url(&'static str),
    /// Not a colour.
    #[error("the colour is written as #rrggbb")]
    Accent,
    /// More days than a merchant may promise.
    #[error("at most {RETURNS_DAYS_MAX} days for returns")]
    ReturnsDays,
    /// More further currencies than a form can show, or the main one among them.
    #[error("at most {MORE_CURRENCIES_MAX} further currencies, each once and none of them the main one")]
    MoreCurrencies,
    /// Prices exist already.
    #[error("the currency cannot change once there are products")]
    CurrencyInUse,
}

/// Why a profile was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// Something in it cannot be right: all of it, in the order of the fields.
    #[error("{}", told(.0))]
    Problems(Vec<ProfileProblem>),
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// All problems in one line, for logs and programs.
pub(super) fn told(problems: &[impl ToString]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Replaces what the merchant says about itself. Open checkouts are asked again: the pricing version grows. A
/// merchant that has everything now is verified where the setting allows it.
///
/// # Errors
/// See [`ProfileError`]; nothing has changed then.
pub async fn change(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    display_name: &str,
    profile: MerchantProfile,
) -> Result<(), ProfileError> {
    let merchant = permitted(permit, MerchantAct::EditSettings);
    let (display_name, profile) = checked(display_name, profile).map_err(ProfileError::Problems)?;
    let line = staff_log::line(ctx, permit.by(), merchant, "profile.change", merchant, "");
    let now = ctx.now();
    ctx.db()
        .write("change_profile", move |tx| {
            may_change_currency(tx, merchant, &profile)?;
            forget_dropped(tx, merchant, &profile)?;
            store::merchants::update_profile(tx, merchant, &profile)?;
            store::merchants::rename(tx, merchant, &display_name)?;
            staff_actions::note(tx, &line)?;
            changes::note(tx, ChangeKind::Merchant, merchant.0, merchant.0, now)?;
            Ok::<_, ProfileError>(())
        })
        .await?;
    trust::verify_if_complete(ctx, merchant).await?;
    Ok(())
}

fn may_change_currency(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    profile: &MerchantProfile,
) -> Result<(), ProfileError> {
    let before = store::merchants::by_id(tx, merchant)?.ok_or(DbError::Missing("merchant"))?;
    let has_goods = products::counts(tx, merchant)?.iter().any(|count| *count > 0);
    if has_goods && before.profile.currency != profile.currency {
        return Err(ProfileError::Problems(vec![ProfileProblem::CurrencyInUse]));
    }
    Ok(())
}

/// Prices in a currency that is taken off the list are gone: put back on it, they would be old ones.
fn forget_dropped(tx: &mut Tx<'_>, merchant: MerchantId, profile: &MerchantProfile) -> Result<(), DbError> {
    let Some(before) = store::merchants::by_id(tx, merchant)? else { return Ok(()) };
    for dropped in &before.profile.more_currencies {
        if !profile.more_currencies.contains(dropped) {
            store::variants::forget_prices(tx, merchant, *dropped)?;
        }
    }
    Ok(())
}

/// Everything that is wrong with a name and a profile, in the order of their fields.
#[must_use]
pub fn problems(display_name: &str, profile: &MerchantProfile) -> Vec<ProfileProblem> {
    checked(display_name, profile.clone()).err().unwrap_or_default()
}

/// The name and the profile with their texts trimmed and bounded, or all that is wrong with them.
pub(super) fn checked(
    display_name: &str,
    profile: MerchantProfile,
) -> Result<(String, MerchantProfile), Vec<ProfileProblem>> {
    let mut problems = Vec::new();
    let mut taken = |text: Result<String, ProfileProblem>| {
        text.unwrap_or_else(|problem| {
            problems.push(problem);
            String::new()
        })
    };
    let display_name = taken(name(display_name, "display_name"));
    let legal_name = taken(name(&profile.legal_name, "legal_name"));
    let postal_address = taken(text(&profile.postal_address, "postal_address"));
    let register_number = taken(line(&profile.register_number, "register_number"));
    let vat_number = taken(line(&profile.vat_number, "vat_number"));
    let contact_email = taken(contact(&profile.contact_email));
    let phone = taken(line(&profile.phone, "phone"));
    let accent = taken(colour(&profile.accent));
    let mut policies = profile.policies;
    policies.returns_text = taken(text(&policies.returns_text, "returns_text"));
    policies.shipping_text = taken(text(&policies.shipping_text, "shipping_text"));
    for (url, field) in [(&mut policies.terms_url, "terms_url"), (&mut policies.privacy_url, "privacy_url")] {
        *url = self::url(url.take(), field).unwrap_or_else(|problem| {
            problems.push(problem);
            None
        });
    }
    if policies.returns_days.is_some_and(|days| days > RETURNS_DAYS_MAX) {
        problems.push(ProfileProblem::ReturnsDays);
    }
    let more = &profile.more_currencies;
    let twice = more.iter().enumerate().any(|(index, currency)| more[..index].contains(currency));
    if more.len() > MORE_CURRENCIES_MAX || twice || more.contains(&profile.currency) {
        problems.push(ProfileProblem::MoreCurrencies);
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let profile = MerchantProfile {
        legal_name,
        contact_email,
        phone,
        postal_address,
        register_number,
        vat_number,
        accent,
        policies,
        ..profile
    };
    Ok((display_name, profile))
}

/// A name as people may have it: one line, not empty.
fn name(text: &str, field: &'static str) -> Result<String, ProfileProblem> {
    let name = line(text, field)?;
    if name.is_empty() { Err(ProfileProblem::NoName(field)) } else { Ok(name) }
}

/// A mail address, or none yet.
fn contact(email: &str) -> Result<String, ProfileProblem> {
    let email = line(email, "contact_email")?;
    let is_wrong = !email.is_empty() && domain::account::email(&email).is_err();
    if is_wrong { Err(ProfileProblem::Email) } else { Ok(email) }
}

/// A colour, or none.
fn colour(accent: &str) -> Result<String, ProfileProblem> {
    let accent = accent.trim().to_lowercase();
    let is_colour = accent.len() == 7
        && accent.starts_with('#')
        && accent[1..].bytes().all(|byte| byte.is_ascii_hexdigit());
    if accent.is_empty() || is_colour { Ok(accent) } else { Err(ProfileProblem::Accent) }
}

fn line(text: &str, field: &'static str) -> Result<String, ProfileProblem> {
    let text: String = text.trim().chars().filter(|sign| !sign.is_control()).collect();
    if text.chars().count() > LINE_CHARS_MAX { Err(ProfileProblem::TooLong(field)) } else { Ok(text) }
}

fn text(text: &str, field: &'static str) -> Result<String, ProfileProblem> {
    let text: String = text.trim().replace("\r\n", "\n");
    let text: String = text.chars().filter(|sign| *sign == '\n' || !sign.is_control()).collect();
    if text.chars().count() > TEXT_CHARS_MAX { Err(ProfileProblem::TooLong(field)) } else { Ok(text) }
}

fn url(url: Option<String>, field: &'static str) -> Result<Option<String>, ProfileProblem> {
    let Some(url) = url.map(|url| url.trim().to_owned()).filter(|url| !url.is_empty()) else {
        return Ok(None);
    };
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    if !is_web || url.chars().any(|sign| sign.is_whitespace() || sign.is_control()) {
        return Err(ProfileProblem::Url(field));
    }
    if url.len() > 2_000 { Err(ProfileProblem::TooLong(field)) } else { Ok(Some(url)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_must_be_of_the_web() {
        assert_eq!(url(Some(" ".to_owned()), "it"), Ok(None));
        assert!(url(Some("https://a.example/x".to_owned()), "it").is_ok());
        for bad in ["javascript:alert(1)", "//a.example", "https://a b"] {
            assert_eq!(url(Some(bad.to_owned()), "it"), Err(ProfileProblem::Url("it")), "{bad}");
        }
    }
}
