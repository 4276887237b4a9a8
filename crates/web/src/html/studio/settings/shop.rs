//! Seller of record, contact, policies.

use app::merchants::profile::{self, ProfileError, ProfileProblem};
use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::ids::MerchantId;
use domain::merchant::{Merchant, MerchantProfile, MerchantState};
use domain::money::Currency;
use domain::policy::SellerPolicies;
use jiff::tz::TimeZone;
use words::{Words, zone_name};

use super::super::desk::{Place, desk, id, may};
use super::super::start;
use super::blank;
use crate::Web;
use crate::html::field::{Field, Kind, Width};
use crate::html::mistakes::{answer, at, mark};
use crate::html::pages::desk::{Group, Settings};
use crate::html::parts::FormError;
use crate::html::said::say;
use crate::html::typed::Typed;
use crate::html::{Failure, Visit, render};

/// The page.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit, Path(merchant): Path<String>) -> Result<Response, Failure> {
    page(&web, &visit, id(&merchant)?, None, Vec::new()).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    merchant: MerchantId,
    typed: Option<&Typed>,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    may(visit, merchant, MerchantAct::EditSettings)?;
    let (mut p, shop) = desk(web, visit, merchant, Place::Settings).await?;
    let w = visit.words();
    if shop.state == MerchantState::New && p.notice.is_none() {
        let lacks = app::merchants::trust::lacks(web.ctx(), merchant).await?;
        p.notice = Some(start::waiting(w, &lacks));
    }
    let mut groups = vec![seller(w, &shop, typed), policies(w, &shop, typed)];
    for group in &mut groups {
        mark(&mut group.fields, &mut errors);
    }
    let is_wrong = !errors.is_empty();
    let page = render(&Settings {
        action: format!("/studio/{merchant}/settings"),
        groups,
        errors,
        ..blank(&p, visit, merchant, "settings")
    })?;
    Ok(answer(page, is_wrong))
}

/// A field with what was typed, else what is stored.
fn field(w: &Words, typed: Option<&Typed>, name: &str, key: &str, stored: &str) -> Field {
    Field::new(name, w.text(key)).value(typed.map_or(stored, |typed| typed.get(name)))
}

fn seller(w: &Words, shop: &Merchant, typed: Option<&Typed>) -> Group {
    let profile = &shop.profile;
    let optional = w.text("state-optional");
    let field = |name: &str, key: &str, stored: &str| field(w, typed, name, key, stored);
    Group {
        title: w.text("settings-shop").to_owned(),
        text: String::new(),
        fields: vec![
            field("display_name", words::key!("settings-shop-name"), &shop.display_name).limit(60),
            field("legal_name", words::key!("settings-legal-name"), &profile.legal_name)
                .hint(w.text("settings-legal-name-hint"))
                .limit(200),
            field("postal_address", words::key!("settings-postal-address"), &profile.postal_address)
                .kind(Kind::Area),
            field("country", words::key!("field-country"), profile.country.code())
                .kind(Kind::country(w))
                .width(Width::Half),
            field("register_number", words::key!("settings-register-number"), &profile.register_number)
                .optional(optional)
                .width(Width::Half),
            field("vat_number", words::key!("settings-tax-number"), &profile.vat_number)
                .hint(w.text("settings-tax-number-hint"))
                .optional(optional)
                .width(Width::Half),
            field("contact_email", words::key!("settings-contact-email"), &profile.contact_email)
                .kind(Kind::Email)
                .width(Width::Half),
            field("phone", words::key!("field-phone"), &profile.phone)
                .kind(Kind::Tel)
                .optional(optional)
                .width(Width::Half),
            field("time_zone", words::key!("settings-time-zone"), zone_name(&profile.time_zone))
                .hint(w.text("settings-time-zone-hint"))
                .width(Width::Half),
            field(
                "more_currencies",
                words::key!("settings-more-currencies"),
                &codes(&profile.more_currencies),
            )
            .hint(w.text("settings-more-currencies-hint"))
            .optional(optional)
            .width(Width::Half),
            field("accent", words::key!("settings-accent"), &profile.accent)
                .hint("#2b6cb0")
                .optional(optional)
                .width(Width::Half),
            field("low_stock_at", words::key!("settings-low-stock"), &profile.low_stock_at.to_string())
                .kind(Kind::Number)
                .width(Width::Half),
        ],
    }
}

fn codes(currencies: &[Currency]) -> String {
    currencies.iter().map(|currency| currency.code()).collect::<Vec<_>>().join(", ")
}

fn policies(w: &Words, shop: &Merchant, typed: Option<&Typed>) -> Group {
    let policies = &shop.profile.policies;
    let optional = w.text("state-optional");
    let field = |name: &str, key: &str, stored: &str| field(w, typed, name, key, stored);
    let days = policies.returns_days.map(|days| days.to_string()).unwrap_or_default();
    Group {
        title: w.text("settings-policies").to_owned(),
        text: String::new(),
        fields: vec![
            field("returns_days", words::key!("settings-policy-returns-days"), &days)
                .kind(Kind::Number)
                .optional(optional)
                .width(Width::Half),
            field("returns_text", words::key!("settings-policy-returns"), &policies.returns_text)
                .kind(Kind::Area),
            field("shipping_text", words::key!("settings-shipping"), &policies.shipping_text)
                .kind(Kind::Area)
                .optional(optional),
            field(
                "terms_url",
                words::key!("settings-policy-terms"),
                policies.terms_url.as_deref().unwrap_or_default(),
            )
            .kind(Kind::Url)
            .optional(optional),
            field(
                "privacy_url",
                words::key!("settings-policy-privacy"),
                policies.privacy_url.as_deref().unwrap_or_default(),
            )
            .kind(Kind::Url)
            .optional(optional),
        ],
    }
}

/// Takes the form.
pub async fn save(
    web: State<Web>,
    visit: Visit,
    Path(merchant): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditSettings)?;
    let shop = app::merchants::find(web.ctx(), merchant).await?.ok_or(Failure::NotFound)?;
    let w = visit.words();
    let display_name = typed.get("display_name");
    let (profile, mut errors) = read(w, &typed, &shop);
    if !errors.is_empty() {
        errors.extend(profile::problems(display_name, &profile).into_iter().map(|problem| said(w, problem)));
        return page(&web, &visit, merchant, Some(&typed), errors).await;
    }
    match profile::change(web.ctx(), &permit, display_name, profile).await {
        Ok(()) => Ok(say(&web, words::key!("action-saved"), &format!("/studio/{merchant}/settings"))),
        Err(ProfileError::Problems(problems)) => {
            let errors = problems.into_iter().map(|problem| said(w, problem)).collect();
            page(&web, &visit, merchant, Some(&typed), errors).await
        }
        Err(ProfileError::Db(error)) => Err(error.into()),
    }
}

/// What was typed. What does not read is told, and has a value that stands for it and is right in itself.
fn read(w: &Words, typed: &Typed, shop: &Merchant) -> (MerchantProfile, Vec<FormError>) {
    let mut errors = Vec::new();
    let country = typed.get("country").parse().unwrap_or_else(|_| {
        errors.push(at("country", w.text("field-country-invalid").to_owned()));
        shop.profile.country
    });
    let mut number = |name: &str| match typed.get(name) {
        "" => None,
        text => text
            .parse::<u16>()
            .map_err(|_| errors.push(at(name, w.text("field-number-invalid").to_owned())))
            .ok(),
    };
    let (returns_days, low_stock_at) = (number("returns_days"), number("low_stock_at"));
    let time_zone = match typed.get("time_zone") {
        "" => Some(shop.profile.time_zone.clone()),
        name => TimeZone::get(name).ok().filter(|zone| zone.iana_name().is_some()),
    };
    let time_zone = time_zone.unwrap_or_else(|| {
        errors.push(at("time_zone", w.text("settings-time-zone-hint").to_owned()));
        TimeZone::UTC
    });
    let more = typed.get("more_currencies").split([' ', ',', ';']).filter(|code| !code.is_empty());
    let more_currencies: Result<Vec<Currency>, _> = more.map(str::parse).collect();
    let more_currencies = more_currencies.unwrap_or_else(|_| {
        errors.push(at("more_currencies", w.text("settings-more-currencies-hint").to_owned()));
        Vec::new()
    });
    let text = |name: &str| typed.get(name).to_owned();
    let profile = MerchantProfile {
        legal_name: text("legal_name"),
        contact_email: text("contact_email"),
        phone: text("phone"),
        postal_address: text("postal_address"),
        register_number: text("register_number"),
        vat_number: text("vat_number"),
        country,
        currency: shop.profile.currency,
        more_currencies,
        time_zone,
        accent: text("accent"),
        policies: SellerPolicies {
            returns_days,
            returns_text: text("returns_text"),
            shipping_text: text("shipping_text"),
            terms_url: Some(text("terms_url")),
            privacy_url: Some(text("privacy_url")),
        },
        prices_include_tax: shop.profile.prices_include_tax,
        low_stock_at: low_stock_at.map_or(shop.profile.low_stock_at, u32::from),
    };
    (profile, errors)
}

/// What is wrong with a profile, at its field.
#[must_use]
pub fn said(w: &Words, problem: ProfileProblem) -> FormError {
    let (field, key) = match problem {
        ProfileProblem::NoName(field) => (field, words::key!("field-required")),
        ProfileProblem::TooLong(field) => (field, words::key!("settings-too-long")),
        ProfileProblem::Email => ("contact_email", words::key!("field-email-invalid")),
        ProfileProblem::Url(field) => (field, words::key!("field-url-invalid")),
        ProfileProblem::Accent => ("accent", words::key!("settings-accent-invalid")),
        ProfileProblem::ReturnsDays => ("returns_days", words::key!("field-number-invalid")),
        ProfileProblem::MoreCurrencies => ("more_currencies", words::key!("settings-more-currencies-wrong")),
        ProfileProblem::CurrencyInUse => ("currency", words::key!("settings-currency-in-use")),
    };
    at(field, w.text(key).to_owned())
}
