//! What a payment provider asks of an account, in words: its own field names mean little to the person who must answer.
//! Source: "Required verification information" of Stripe's documentation, read in November 2026.

use domain::payee::Permission;
use words::Words;

use super::own_key::named;

/// A part of a field's name and what it is about; the first that fits counts.
const PARTS: &[(&str, &str)] = &[
    ("external_account", words::key!("wanted-bank")),
    ("tos_acceptance", words::key!("wanted-terms")),
    ("business_profile.url", words::key!("wanted-shop-page")),
    ("business_profile.mcc", words::key!("wanted-trade")),
    ("business_profile.product_description", words::key!("wanted-trade")),
    ("business_profile", words::key!("wanted-business")),
    ("business_type", words::key!("wanted-business-type")),
    ("statement_descriptor", words::key!("wanted-statement")),
    ("company.verification", words::key!("wanted-business-proof")),
    ("company.tax_id", words::key!("wanted-tax-number")),
    ("company.vat_id", words::key!("wanted-tax-number")),
    ("company.registration_number", words::key!("wanted-register-number")),
    ("company.address", words::key!("wanted-business-address")),
    ("company.owners_provided", words::key!("wanted-owners")),
    ("company.directors_provided", words::key!("wanted-owners")),
    ("company.executives_provided", words::key!("wanted-owners")),
    ("owners.", words::key!("wanted-owners")),
    ("directors.", words::key!("wanted-owners")),
    ("relationship", words::key!("wanted-owners")),
    ("company", words::key!("wanted-business")),
    (".verification.", words::key!("wanted-identity")),
    (".dob.", words::key!("wanted-birth")),
    (".address", words::key!("wanted-address")),
    (".first_name", words::key!("wanted-name")),
    (".last_name", words::key!("wanted-name")),
    (".id_number", words::key!("wanted-id-number")),
    (".ssn_last_4", words::key!("wanted-id-number")),
    (".email", words::key!("wanted-contact")),
    (".phone", words::key!("wanted-contact")),
];

/// Each thing once, in the order it was asked for. A name that nobody knows stands as it is: better than nothing.
#[must_use]
pub fn wanted(w: &Words, names: &[&str]) -> Vec<String> {
    let mut wanted: Vec<String> = Vec::new();
    for name in names {
        if let Some(permission) = Permission::from_word(name) {
            wanted.push(named(w, permission));
            continue;
        }
        let known = PARTS.iter().find(|(part, _)| name.contains(part));
        let words = known.map_or(*name, |(_, key)| w.text(key));
        if !wanted.iter().any(|known| known == words) {
            wanted.push(words.to_owned());
        }
    }
    wanted
}

/// Why an account is not paid, in words; empty where what is wanted says it already.
#[must_use]
pub fn why(w: &Words, reason: &str) -> String {
    let key = match reason.split('.').next().unwrap_or_default() {
        "" | "requirements" | "action_required" => return String::new(),
        domain::payee::ACCESS_GONE => words::key!("payments-why-gone"),
        domain::payee::KEY_GONE => words::key!("payments-why-key-gone"),
        domain::payee::KEY_LACKS => words::key!("payments-why-key-lacks"),
        "under_review" => words::key!("payments-why-review"),
        "rejected" => words::key!("payments-why-rejected"),
        "listed" => words::key!("payments-why-review"),
        "platform_paused" => words::key!("payments-why-paused"),
        _ => return reason.to_owned(),
    };
    w.text(key).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wanted_is_said_once_and_in_words() {
        let w = Words::of(words::Locale::En);
        let names = [
            "tos_acceptance.date",
            "tos_acceptance.ip",
            "external_account",
            "individual.verification.document",
            "person_1Nv0.dob.year",
            "company.name",
            "something.new",
            "permission.refunds",
        ];
        let said = wanted(w, &names);
        assert_eq!(
            said,
            [
                "Your agreement to the provider’s terms",
                "A bank account for payouts",
                "A proof of identity",
                "A date of birth",
                "Details of the business",
                "something.new",
                "Charges and Refunds, write",
            ]
        );
    }

    #[test]
    fn a_reason_is_said_where_it_is_more_than_what_is_wanted() {
        let w = Words::of(words::Locale::En);
        assert_eq!(why(w, "requirements.past_due"), "");
        assert_eq!(why(w, "rejected.fraud"), w.text("payments-why-rejected"));
        assert_eq!(why(w, "other"), "other");
    }
}
