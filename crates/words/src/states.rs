//! What the states and choices of the domain are called. Each `match` is complete: a new variant asks for its words here.

use domain::access::Role;
use domain::ledger::Movement;
use domain::merchant::MerchantProfile;
use domain::order::{CancelReason, GivenBack, Order, Shipped, Standing};
use domain::payment::{Decline, PaymentState};
use domain::payout::Returned;
use domain::policy::PayWording;
use domain::tax::TaxClass;
use domain::view::orders::{AtEnd, PaymentFacts};

use crate::{Arg, Words};

impl Words {
    /// Where an order stands, in a word for lists: `Partly shipped`.
    #[must_use]
    pub fn standing(&self, standing: Standing) -> &str {
        self.text(match standing {
            Standing::Pending => key!("order-state-pending"),
            Standing::Placed => key!("order-state-placed"),
            Standing::Confirmed => key!("order-state-confirmed"),
            Standing::PartlyShipped => key!("order-state-partially-shipped"),
            Standing::Shipped => key!("order-state-shipped"),
            Standing::Delivered => key!("order-state-delivered"),
            // Money that went back says so in a word of its own.
            Standing::NothingToShip => key!("order-state-refunding"),
            Standing::Refunded => key!("order-state-refunded"),
            Standing::Canceled => key!("order-state-canceled"),
            Standing::Undone => key!("order-state-undone"),
        })
    }

    /// Where an order stands, in sentences for its buyer; `merchant` is the seller's name, `at_end` what became of the
    /// money where the order has ended.
    #[must_use]
    pub fn standing_text(&self, order: &Order, at_end: AtEnd, merchant: &str) -> String {
        let given_back = order.given_back();
        let standing = order.standing();
        let said = match standing {
            Standing::Pending => self.text("order-state-pending-text").to_owned(),
            Standing::Placed => self.fill("order-state-placed-text", "merchant", merchant),
            Standing::Confirmed if order.travels() => {
                self.fill("order-state-confirmed-text", "merchant", merchant)
            }
            Standing::Confirmed => self.fill("order-state-received-text", "merchant", merchant),
            Standing::PartlyShipped => self.text("order-state-partially-shipped-text").to_owned(),
            Standing::Shipped => self.text("order-state-shipped-text").to_owned(),
            Standing::Delivered => self.text("order-state-delivered-text").to_owned(),
            Standing::NothingToShip if given_back == GivenBack::Nothing => {
                self.fill("order-state-refunding-text", "merchant", merchant)
            }
            Standing::NothingToShip => self.text("order-state-nothing-to-ship-text").to_owned(),
            Standing::Refunded if order.shipped() == Shipped::GivenBack => {
                self.text("order-state-given-back-text").to_owned()
            }
            Standing::Refunded => self.text("order-given-back").to_owned(),
            Standing::Undone => self.text("order-state-undone-text").to_owned(),
            Standing::Canceled => self.text("order-state-canceled-text").to_owned(),
        };
        let (why, money) = match standing {
            Standing::Undone => ("", self.charged(at_end).to_owned()),
            Standing::Canceled => (
                order.cancel.map_or("", |reason| self.cancel_reason(reason)),
                self.charged(at_end).to_owned(),
            ),
            Standing::Refunded => ("", String::new()),
            Standing::Pending
            | Standing::Placed
            | Standing::Confirmed
            | Standing::PartlyShipped
            | Standing::Shipped
            | Standing::Delivered
            | Standing::NothingToShip => (
                "",
                match given_back {
                    GivenBack::Nothing => String::new(),
                    GivenBack::Partly | GivenBack::Wholly => {
                        self.fill("order-part-given-back", "amount", order.refunded)
                    }
                },
            ),
        };
        let parts = [said.as_str(), why, money.as_str()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// What became of a payment, refunds counted: `Partly refunded`.
    #[must_use]
    pub fn paid(&self, payment: &PaymentFacts) -> &str {
        match (payment.state, payment.given_back()) {
            (PaymentState::Captured, GivenBack::Partly) => self.text("payment-state-partially-refunded"),
            (PaymentState::Captured, GivenBack::Wholly) => self.text("payment-state-refunded"),
            (state, _) => self.payment_state(state),
        }
    }

    /// What became of the money of an order that ended without a sale.
    #[must_use]
    pub fn charged(&self, at_end: AtEnd) -> &str {
        self.text(match at_end {
            AtEnd::NothingTaken => key!("order-nothing-charged"),
            AtEnd::GivenBack => key!("order-given-back"),
            AtEnd::StillThere => key!("order-not-given-back"),
        })
    }

    /// Why an order ended without a sale, as a sentence for either side.
    #[must_use]
    pub fn cancel_reason(&self, reason: CancelReason) -> &str {
        self.text(match reason {
            CancelReason::Declined => key!("cancel-reason-declined"),
            CancelReason::Expired => key!("cancel-reason-expired"),
            CancelReason::Undone => key!("cancel-reason-undone"),
            CancelReason::Merchant => key!("cancel-reason-merchant"),
            CancelReason::Buyer => key!("cancel-reason-buyer"),
            CancelReason::CaptureFailed => key!("cancel-reason-capture-failed"),
            CancelReason::Operator => key!("cancel-reason-operator"),
        })
    }

    /// The label of a payment: `Reserved on the card`.
    #[must_use]
    pub fn payment_state(&self, state: PaymentState) -> &str {
        self.text(match state {
            PaymentState::Started => key!("payment-state-started"),
            PaymentState::RequiresAction => key!("payment-state-requires-action"),
            PaymentState::Authorized => key!("payment-state-authorized"),
            PaymentState::Captured => key!("payment-state-captured"),
            PaymentState::Voided => key!("payment-state-voided"),
            PaymentState::Failed => key!("payment-state-failed"),
        })
    }

    /// Where to send back what a shop takes back.
    #[must_use]
    pub fn return_address(&self, seller: &MerchantProfile) -> String {
        let address = seller.postal_address.replace('\n', ", ");
        self.with(
            "return-address",
            &[("merchant", seller.legal_name.as_str().into()), ("address", address.as_str().into())],
        )
    }

    /// What moved in a merchant's books: `Paid by the buyer`.
    #[must_use]
    pub fn movement(&self, movement: Movement) -> &str {
        self.text(match movement {
            Movement::Charge => key!("money-charge"),
            Movement::Refund => key!("money-refund"),
            Movement::RefundFailed => key!("money-refund-failed"),
            Movement::ProviderFee => key!("money-provider-fee"),
            Movement::ApplicationFee => key!("money-application-fee"),
            Movement::ApplicationFeeRefund => key!("money-application-fee-refund"),
            Movement::Dispute => key!("money-dispute"),
            Movement::DisputeFee => key!("money-dispute-fee"),
            Movement::DisputeFeeBack => key!("money-dispute-fee-back"),
            Movement::DisputeWon => key!("money-dispute-won"),
            Movement::Payout => key!("money-payout"),
            Movement::PayoutTaken => key!("money-payout-taken"),
            Movement::PayoutFailed => key!("money-payout-failed"),
            Movement::OtherIn => key!("money-other-in"),
            Movement::OtherOut => key!("money-other-out"),
            Movement::Donation => key!("money-donation"),
            Movement::DonationRefund => key!("money-donation-refund"),
            Movement::DonationRefundFailed => key!("money-donation-refund-failed"),
        })
    }

    /// Why a payout came back, from what is stored of it: a sentence of ours, or the provider's own words marked so.
    #[must_use]
    pub fn payout_failure(&self, stored: &str) -> String {
        let Some(why) = Returned::from_word(stored) else {
            return self.fill("payout-failure-told", "words", stored);
        };
        let key = match why {
            Returned::AccountClosed => key!("payout-failure-account-closed"),
            Returned::AccountFrozen => key!("payout-failure-account-frozen"),
            Returned::AccountRestricted => key!("payout-failure-account-restricted"),
            Returned::OwnerChanged => key!("payout-failure-owner-changed"),
            Returned::NoAccount => key!("payout-failure-no-account"),
            Returned::WrongNumber => key!("payout-failure-wrong-number"),
            Returned::WrongHolder => key!("payout-failure-wrong-holder"),
            Returned::WrongCurrency => key!("payout-failure-wrong-currency"),
            Returned::NotAuthorized => key!("payout-failure-not-authorized"),
            Returned::TooLittle => key!("payout-failure-too-little"),
            Returned::Declined => key!("payout-failure-declined"),
        };
        self.text(key).to_owned()
    }

    /// Why the payment was refused, and what to try.
    #[must_use]
    pub fn declined(&self, decline: Decline) -> &str {
        self.text(match decline {
            Decline::Generic => key!("declined-generic"),
            Decline::InsufficientFunds => key!("declined-insufficient-funds"),
            Decline::ExpiredCard => key!("declined-expired-card"),
            Decline::IncorrectDetails => key!("declined-incorrect-details"),
            Decline::AuthenticationFailed => key!("declined-authentication-failed"),
            Decline::Blocked => key!("declined-blocked"),
        })
    }

    /// The paying button: `Pay €24.90`, or what the law asks it to say.
    #[must_use]
    pub fn pay_button<'a>(&self, wording: PayWording, total: impl Into<Arg<'a>>) -> String {
        self.fill(
            match wording {
                PayWording::Pay => key!("pay-button"),
                PayWording::OrderWithObligationToPay => key!("pay-button-eu"),
            },
            "total",
            total,
        )
    }

    /// The name of a role among a merchant's staff.
    #[must_use]
    pub fn role(&self, role: Role) -> &str {
        self.text(match role {
            Role::Owner => key!("role-owner"),
            Role::Manager => key!("role-manager"),
            Role::Support => key!("role-support"),
            Role::Analyst => key!("role-analyst"),
        })
    }

    /// What a role may do, in a line.
    #[must_use]
    pub fn role_text(&self, role: Role) -> &str {
        self.text(match role {
            Role::Owner => key!("role-owner-text"),
            Role::Manager => key!("role-manager-text"),
            Role::Support => key!("role-support-text"),
            Role::Analyst => key!("role-analyst-text"),
        })
    }

    /// The name of a tax class.
    #[must_use]
    pub fn tax_class(&self, class: TaxClass) -> &str {
        self.text(match class {
            TaxClass::Standard => key!("product-tax-standard"),
            TaxClass::Reduced => key!("product-tax-reduced"),
            TaxClass::Exempt => key!("product-tax-exempt"),
        })
    }
}

#[cfg(test)]
mod tests {
    use domain::money::{Currency, Money};

    use super::*;
    use crate::Locale;

    #[test]
    fn the_paying_button_says_what_the_law_asks() {
        let total = Money::new(2490, Currency::EUR);
        let button = |locale, wording| Words::of(locale).pay_button(wording, total).replace('\u{a0}', " ");
        assert_eq!(button(Locale::En, PayWording::Pay), "Pay €24.90");
        assert_eq!(button(Locale::Fr, PayWording::Pay), "Payer 24,90 €");
        let law = PayWording::OrderWithObligationToPay;
        assert_eq!(button(Locale::En, law), "Order with obligation to pay – €24.90");
        assert_eq!(button(Locale::Fr, law), "Commande avec obligation de paiement – 24,90 €");
    }

    #[test]
    fn why_a_payout_came_back_is_said_in_the_readers_language_or_as_the_providers_words() {
        let say = |locale, stored| Words::of(locale).payout_failure(stored).replace('\u{a0}', " ");
        assert_eq!(say(Locale::En, "account_closed"), "The bank account is closed.");
        assert_eq!(say(Locale::Fr, "account_closed"), "Le compte bancaire est clos.");
        let told = say(Locale::Fr, "The sky fell");
        assert_eq!(told, "Le prestataire de paiement dit : « The sky fell »");
    }
}
