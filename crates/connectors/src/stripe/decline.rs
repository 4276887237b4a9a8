//! Stripe's reasons for a refusal, as far as a buyer can act on them.
//! Source: <https://docs.stripe.com/declines/codes> and <https://docs.stripe.com/error-codes>.

use domain::payment::Decline;

/// What a refusal with this error code and, for a bank's, this decline code means to the buyer.
pub(super) fn decline(code: &str, decline_code: &str) -> Decline {
    match (code, decline_code) {
        (_, "insufficient_funds" | "withdrawal_count_limit_exceeded" | "card_velocity_exceeded") => {
            Decline::InsufficientFunds
        }
        ("expired_card", _) | (_, "expired_card") => Decline::ExpiredCard,
        (
            "incorrect_cvc"
            | "invalid_cvc"
            | "incorrect_number"
            | "invalid_number"
            | "invalid_expiry_month"
            | "invalid_expiry_year"
            | "incorrect_zip"
            | "incorrect_address",
            _,
        )
        | (_, "incorrect_cvc" | "invalid_cvc" | "incorrect_number" | "invalid_number" | "incorrect_zip") => {
            Decline::IncorrectDetails
        }
        (
            "authentication_required"
            | "payment_intent_authentication_failure"
            | "setup_intent_authentication_failure",
            _,
        )
        | (_, "authentication_required") => Decline::AuthenticationFailed,
        (_, "fraudulent" | "lost_card" | "stolen_card" | "merchant_blacklist" | "pickup_card") => {
            // Told as any other refusal: whoever tries a stolen card learns nothing.
            Decline::Generic
        }
        ("card_decline_rate_limit_exceeded", _) => Decline::Blocked,
        (_, _) => Decline::Generic,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_a_buyer_can_act_on() {
        let cases = [
            ("card_declined", "generic_decline", Decline::Generic),
            ("card_declined", "insufficient_funds", Decline::InsufficientFunds),
            ("card_declined", "stolen_card", Decline::Generic),
            ("expired_card", "expired_card", Decline::ExpiredCard),
            ("incorrect_cvc", "incorrect_cvc", Decline::IncorrectDetails),
            ("incorrect_number", "", Decline::IncorrectDetails),
            ("authentication_required", "authentication_required", Decline::AuthenticationFailed),
            ("payment_intent_authentication_failure", "", Decline::AuthenticationFailed),
            ("card_decline_rate_limit_exceeded", "", Decline::Blocked),
            ("processing_error", "processing_error", Decline::Generic),
            ("", "", Decline::Generic),
        ];
        for (code, reason, expected) in cases {
            assert_eq!(decline(code, reason), expected, "{code} {reason}");
        }
    }
}
