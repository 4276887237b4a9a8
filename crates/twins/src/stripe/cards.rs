//! Stripe's published test cards, by number and by name, and what each of them does.

use serde_json::{Value, json};

/// When a card asks for its holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// Never.
    Never,
    /// At every payment, even when it was set up before.
    Always,
    /// On the session, always; off the session, unless it was set up for later use.
    UntilSetUp,
    /// On the session, always; off the session, never.
    OnSession,
}

/// What a card does when it is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    /// It pays.
    Pays,
    /// It is declined, with the error's code and the bank's.
    Declines(&'static str, &'static str),
    /// It can be saved, and is declined when charged.
    DeclinesOnceSaved,
    /// It pays, and is disputed for this reason; `true` for an inquiry only.
    Disputed(&'static str, bool),
    /// It pays; its refunds stay pending for a while.
    RefundsLater,
    /// It pays; its refunds fail after a while.
    RefundsFail,
}

/// One test card.
#[derive(Debug, Clone, Copy)]
pub struct TestCard {
    /// Its number.
    pub number: &'static str,
    /// Its name as a ready payment method, such as `pm_card_visa`.
    pub name: &'static str,
    /// `visa`, `mastercard`, …
    pub brand: &'static str,
    /// When it asks for its holder.
    pub asks: Asks,
    /// What it does.
    pub does: Does,
}

const fn card(number: &'static str, name: &'static str, does: Does) -> TestCard {
    TestCard { number, name, brand: "visa", asks: Asks::Never, does }
}

const fn of(brand: &'static str, number: &'static str, name: &'static str) -> TestCard {
    TestCard { number, name, brand, asks: Asks::Never, does: Does::Pays }
}

const fn asks(number: &'static str, name: &'static str, asks: Asks, does: Does) -> TestCard {
    TestCard { number, name, brand: "visa", asks, does }
}

const NO_FUNDS: Does = Does::Declines("card_declined", "insufficient_funds");
const DECLINED: Does = Does::Declines("card_declined", "generic_decline");

/// All of them. Source: docs.stripe.com/testing.
pub const CARDS: &[TestCard] = &[
    card("4242424242424242", "pm_card_visa", Does::Pays),
    card("4000056655665556", "pm_card_visa_debit", Does::Pays),
    card("4000002500001001", "pm_card_fr", Does::Pays),
    card("4000002760000016", "pm_card_de", Does::Pays),
    of("mastercard", "5555555555554444", "pm_card_mastercard"),
    of("amex", "378282246310005", "pm_card_amex"),
    of("discover", "6011111111111117", "pm_card_discover"),
    of("diners", "3056930009020004", "pm_card_diners"),
    of("jcb", "3566002020360505", "pm_card_jcb"),
    of("unionpay", "6200000000000005", "pm_card_unionpay"),
    card("4000000000000077", "pm_card_bypassPending", Does::Pays),
    card("4000000000000002", "pm_card_visa_chargeDeclined", DECLINED),
    card("4000000000009995", "pm_card_visa_chargeDeclinedInsufficientFunds", NO_FUNDS),
    card(
        "4000000000009987",
        "pm_card_visa_chargeDeclinedLostCard",
        Does::Declines("card_declined", "lost_card"),
    ),
    card(
        "4000000000009979",
        "pm_card_visa_chargeDeclinedStolenCard",
        Does::Declines("card_declined", "stolen_card"),
    ),
    card(
        "4000000000000069",
        "pm_card_chargeDeclinedExpiredCard",
        Does::Declines("expired_card", "expired_card"),
    ),
    card(
        "4000000000000127",
        "pm_card_chargeDeclinedIncorrectCvc",
        Does::Declines("incorrect_cvc", "incorrect_cvc"),
    ),
    card(
        "4000000000000119",
        "pm_card_chargeDeclinedProcessingError",
        Does::Declines("processing_error", "processing_error"),
    ),
    card(
        "4000000000006975",
        "pm_card_visa_chargeDeclinedVelocityLimitExceeded",
        Does::Declines("card_declined", "card_velocity_exceeded"),
    ),
    card("4100000000000019", "pm_card_radarBlock", Does::Declines("card_declined", "fraudulent")),
    card("4000000000000341", "pm_card_chargeCustomerFail", Does::DeclinesOnceSaved),
    asks("4000002500003155", "pm_card_authenticationRequiredOnSetup", Asks::UntilSetUp, Does::Pays),
    asks("4000002760003184", "pm_card_authenticationRequired", Asks::Always, Does::Pays),
    asks("4000003800000446", "pm_card_authenticationRequiredSetupForOffSession", Asks::OnSession, Does::Pays),
    asks(
        "4000008260003178",
        "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds",
        Asks::Always,
        NO_FUNDS,
    ),
    asks("4000000000003220", "pm_card_threeDSecure2Required", Asks::Always, Does::Pays),
    asks("4000000000003063", "pm_card_threeDSecureRequired", Asks::Always, Does::Pays),
    asks("4000008400001629", "pm_card_threeDSecureRequiredChargeDeclined", Asks::Always, DECLINED),
    card("4000000000003055", "pm_card_threeDSecureOptional", Does::Pays),
    card("4000000000000259", "pm_card_createDispute", Does::Disputed("fraudulent", false)),
    card(
        "4000000000002685",
        "pm_card_createDisputeProductNotReceived",
        Does::Disputed("product_not_received", false),
    ),
    card("4000000000001976", "pm_card_createDisputeInquiry", Does::Disputed("fraudulent", true)),
    card("4000000000007726", "pm_card_pendingRefund", Does::RefundsLater),
    card("4000000000005126", "pm_card_refundFail", Does::RefundsFail),
];

/// A card by its number, blanks allowed.
#[must_use]
pub fn by_number(number: &str) -> Option<&'static TestCard> {
    let digits: String = number.chars().filter(|character| *character != ' ').collect();
    CARDS.iter().find(|card| card.number == digits)
}

/// A card by the name of its ready payment method.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static TestCard> {
    CARDS.iter().find(|card| card.name == name)
}

impl TestCard {
    /// The last four digits.
    #[must_use]
    pub fn last4(&self) -> &'static str {
        &self.number[self.number.len() - 4..]
    }

    /// What stands under `card` of a payment method.
    #[must_use]
    pub fn shown(&self, exp_month: i64, exp_year: i64) -> Value {
        json!({
            "brand": self.brand, "display_brand": self.brand, "last4": self.last4(),
            "exp_month": exp_month, "exp_year": exp_year, "country": "US",
            "funding": if self.name.ends_with("_debit") { "debit" } else { "credit" },
            "fingerprint": format!("fp{}", &self.number[self.number.len() - 14..]),
            "checks": { "address_line1_check": null, "address_postal_code_check": null, "cvc_check": "pass" },
            "generated_from": null, "wallet": null, "regulated_status": "unregulated",
            "networks": { "available": [self.brand], "preferred": null },
            "three_d_secure_usage": { "supported": true },
        })
    }

    /// What stands under `card` of a charge.
    #[must_use]
    pub fn charged(&self, amount: i64, held_until: Option<i64>, asked: bool) -> Value {
        let mut shown = json!({
            "amount_authorized": amount, "authorization_code": null, "brand": self.brand, "country": "US",
            "checks": { "address_line1_check": null, "address_postal_code_check": null, "cvc_check": "pass" },
            "electronic_commerce_indicator": null, "exp_month": 12, "exp_year": 2034,
            "fingerprint": format!("fp{}", &self.number[self.number.len() - 14..]),
            "funding": "credit", "installments": null, "last4": self.last4(), "mandate": null,
            "network": self.brand, "network_transaction_id": null, "regulated_status": "unregulated",
            "three_d_secure": null, "transaction_link_id": null, "wallet": null,
        });
        if let Some(until) = held_until {
            shown["capture_before"] = json!(until);
        }
        if asked {
            shown["three_d_secure"] = json!({
                "authentication_flow": "challenge", "electronic_commerce_indicator": "05",
                "exemption_indicator": null, "result": "authenticated", "result_reason": null,
                "transaction_id": null, "version": "2.2.0",
            });
        }
        shown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_are_given_once_and_pass_the_check_digit() {
        for (at, card) in CARDS.iter().enumerate() {
            let others = &CARDS[at + 1..];
            assert!(others.iter().all(|other| other.number != card.number && other.name != card.name));
            let sum: u32 = card
                .number
                .chars()
                .rev()
                .enumerate()
                .map(|(place, digit)| {
                    let digit = digit.to_digit(10).unwrap() * if place % 2 == 1 { 2 } else { 1 };
                    digit / 10 + digit % 10
                })
                .sum();
            assert_eq!(sum % 10, 0, "{}", card.number);
        }
    }
}
