//! The forms of the sheet, as they are sent and as they are shown again.

use app::checkout::{Details, FieldIssue, Missing};
use domain::checkout::PostalAddress;
use domain::country::Country;
use domain::policy::SellerPolicies;
use serde::Deserialize;
use words::Words;

use crate::html::field::{Field, Kind, Width};
use crate::html::mistakes::beside;
use crate::html::parts::FormError;

/// Longest text of a field; the use case decides, this only tells the browser.
const FIELD_CHARACTERS_MAX: u32 = 120;

/// Everything a step may send; each step reads its own part.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    /// Mail address.
    pub email: String,
    /// Name of who receives.
    pub name: String,
    /// Street and number.
    pub line1: String,
    /// Floor, company.
    pub line2: String,
    /// Town.
    pub city: String,
    /// State or province.
    pub region: String,
    /// Postal code.
    pub postal_code: String,
    /// ISO code.
    pub country: String,
    /// Telephone.
    pub phone: String,
    /// `adr_…` for one that the account keeps, `new` for the fields above; empty where none is kept.
    pub address: String,
    /// `mth_…` or a provider's token.
    pub payment: String,
    /// `rat_…`.
    pub delivery: String,
    /// What to pay in.
    pub currency: String,
    /// Which checkout the delivery is for.
    pub checkout: String,
    /// Keep address and card.
    pub keep: String,
    /// News from the shop.
    pub marketing: String,
}

impl Sent {
    /// What was typed, as a command; `None` when the country is no country.
    pub(in crate::html) fn details(&self, needs_address: bool) -> Option<Details> {
        let country: Option<Country> = self.country.parse().ok();
        let address = match (needs_address || !self.line1.is_empty(), country) {
            (true, Some(country)) => Some(PostalAddress {
                name: self.name.trim().to_owned(),
                line1: self.line1.trim().to_owned(),
                line2: self.line2.trim().to_owned(),
                city: self.city.trim().to_owned(),
                region: self.region.trim().to_owned(),
                postal_code: self.postal_code.trim().to_owned(),
                country,
                phone: self.phone.trim().to_owned(),
            }),
            (true, None) => return None,
            (false, _) => None,
        };
        Some(Details {
            email: self.email.trim().to_owned(),
            address,
            marketing_opt_in: !self.marketing.is_empty(),
            remember: !self.keep.is_empty(),
        })
    }

    /// What is known already, as if it had been typed.
    pub(in crate::html) fn of(
        email: &str,
        address: Option<&PostalAddress>,
        country: Option<Country>,
    ) -> Self {
        let mut sent = Self { email: email.to_owned(), ..Self::default() };
        if let Some(address) = address {
            sent.name.clone_from(&address.name);
            sent.line1.clone_from(&address.line1);
            sent.line2.clone_from(&address.line2);
            sent.city.clone_from(&address.city);
            sent.region.clone_from(&address.region);
            sent.postal_code.clone_from(&address.postal_code);
            sent.phone.clone_from(&address.phone);
        }
        let country = address.map(|address| address.country).or(country);
        sent.country = country.map_or_else(String::new, |country| country.code().to_owned());
        sent
    }
}

/// The sentence for one issue.
pub(in crate::html) fn sentence(w: &Words, missing: Missing) -> String {
    match missing {
        Missing::Empty => w.text("field-required").to_owned(),
        Missing::NotAnEmail => w.text("field-email-invalid").to_owned(),
        Missing::TooLong => w.count("field-too-long", FIELD_CHARACTERS_MAX),
    }
}

/// The summary above the form.
pub(in crate::html) fn errors(w: &Words, issues: &[FieldIssue]) -> Vec<FormError> {
    issues
        .iter()
        .map(|issue| {
            beside(&format!("f-{}", issue.field), label_of(w, issue.field), sentence(w, issue.missing))
        })
        .collect()
}

/// What a field is called.
fn label_of<'w>(w: &'w Words, field: &str) -> &'w str {
    match field {
        "email" => w.text("field-email"),
        "name" => w.text("field-name"),
        "country" => w.text("field-country"),
        "line1" => w.text("field-address-line1"),
        "line2" => w.text("field-address-line2"),
        "postal_code" => w.text("field-postal-code"),
        "city" => w.text("field-city"),
        "region" => w.text("field-region"),
        "phone" => w.text("field-phone"),
        _ => "",
    }
}

fn error_of(w: &Words, issues: &[FieldIssue], field: &str) -> String {
    issues.iter().find(|issue| issue.field == field).map_or_else(String::new, |it| sentence(w, it.missing))
}

/// The mail address.
pub(in crate::html) fn contact(w: &Words, sent: &Sent, issues: &[FieldIssue]) -> Vec<Field> {
    vec![
        Field::new("email", w.text("field-email"))
            .kind(Kind::Email)
            .value(&sent.email)
            .hint(w.text("buy-email-hint"))
            .autocomplete("email")
            .limit(254)
            .error(&error_of(w, issues, "email")),
    ]
}

/// The postal address, in the order people write it.
pub(in crate::html) fn address(w: &Words, sent: &Sent, issues: &[FieldIssue]) -> Vec<Field> {
    let optional = w.text("state-optional");
    let field = |name: &'static str, label: &str, value: &str, token: &'static str| {
        Field::new(name, label)
            .value(value)
            .autocomplete(token)
            .limit(FIELD_CHARACTERS_MAX)
            .error(&error_of(w, issues, name))
    };
    vec![
        field("name", w.text("field-name"), &sent.name, "name"),
        field("country", w.text("field-country"), &sent.country, "country").kind(Kind::country(w)),
        field("line1", w.text("field-address-line1"), &sent.line1, "address-line1"),
        field("line2", w.text("field-address-line2"), &sent.line2, "address-line2").optional(optional),
        field("postal_code", w.text("field-postal-code"), &sent.postal_code, "postal-code")
            .width(Width::Third),
        field("city", w.text("field-city"), &sent.city, "address-level2").width(Width::TwoThirds),
        field("region", w.text("field-region"), &sent.region, "address-level1").optional(optional),
        field("phone", w.text("field-phone"), &sent.phone, "tel").kind(Kind::Tel).optional(optional),
    ]
}

/// The seller's own pages about the sale.
pub(in crate::html) fn policies(
    w: &Words,
    shop: &str,
    policies: &SellerPolicies,
) -> Vec<crate::html::parts::Link> {
    let link = |key: &'static str, href: &Option<String>| {
        href.as_ref()
            .filter(|href| href.starts_with("https://"))
            .map(|href| crate::html::parts::Link { label: w.fill(key, "merchant", shop), href: href.clone() })
    };
    [link("review-policies", &policies.terms_url), link("review-privacy", &policies.privacy_url)]
        .into_iter()
        .flatten()
        .collect()
}
