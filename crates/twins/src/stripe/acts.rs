//! What happens at Stripe, at banks and in offices, told to the twin.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::error::Refusal;
use super::twin::Twin;

/// Something that nobody asked for through the API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum Act {
    /// The buyer's bank disputes a charge.
    Dispute {
        /// The charge.
        charge: String,
        /// Stripe's word for why, such as `product_not_received`.
        reason: String,
    },
    /// The bank decides about a dispute.
    Decide {
        /// The dispute.
        dispute: String,
        /// For the merchant.
        won: bool,
    },
    /// A refund comes back.
    FailRefund {
        /// The refund.
        refund: String,
    },
    /// What is available is paid out now.
    PayOut {
        /// The account.
        account: String,
    },
    /// The bank sends a payout back.
    FailPayout {
        /// The payout.
        payout: String,
    },
    /// An account's owner fills in what Stripe asks.
    Onboard {
        /// The account.
        account: String,
    },
    /// A capability of an account becomes `active`, `inactive` or `pending`.
    Capability {
        /// The account.
        account: String,
        /// Its name, such as `card_payments`.
        name: String,
        /// The state.
        state: String,
    },
    /// An account's owner takes the platform's access away.
    Deauthorize {
        /// The account.
        account: String,
    },
    /// A debit that is on its way settles now.
    Settle {
        /// The payment intent.
        payment_intent: String,
    },
    /// A hold runs out.
    Expire {
        /// The payment intent.
        payment_intent: String,
    },
    /// Somebody pays this without any request of ours: an orphan at the provider.
    Orphan {
        /// The account.
        account: String,
        /// How much.
        amount: i64,
        /// Of what.
        currency: String,
    },
}

impl Twin {
    /// Lets something happen; answers the object it happened to.
    ///
    /// # Errors
    /// When an id names nothing of its kind.
    pub fn act(&mut self, now_ms: i64, act: &Act) -> Result<Value, Refusal> {
        self.pass(now_ms);
        let known = |id: &String, kind: &str| match self.store.any(id) {
            Some((_, doc)) if doc.text("object") == Some(kind) => Ok(()),
            _ => Err(Refusal::missing(kind, id)),
        };
        let id = match act {
            Act::Dispute { charge, reason } => {
                known(charge, "charge")?;
                if !self.store.doc(charge).is("captured") {
                    return Err(Refusal::state(
                        "charge_not_refundable",
                        "Only a charge that was captured is disputed.",
                    ));
                }
                self.open_dispute(charge, reason, false)
            }
            Act::Decide { dispute, won } => {
                known(dispute, "dispute")?;
                self.decide_dispute(dispute, *won);
                dispute.clone()
            }
            Act::FailRefund { refund } => {
                known(refund, "refund")?;
                self.refund_returns(refund);
                refund.clone()
            }
            Act::PayOut { account } => {
                known(account, "account")?;
                let paid = self.pay_out(account);
                return Ok(json!(paid.iter().map(|id| self.shown(id)).collect::<Vec<_>>()));
            }
            Act::FailPayout { payout } => {
                known(payout, "payout")?;
                self.payout_fails(payout);
                payout.clone()
            }
            Act::Onboard { account } => {
                known(account, "account")?;
                self.finish_onboarding(account);
                account.clone()
            }
            Act::Capability { account, name, state } => {
                known(account, "account")?;
                if !["active", "inactive", "pending"].contains(&state.as_str()) {
                    return Err(
                        Refusal::invalid("A capability is active, inactive or pending.").param("state")
                    );
                }
                self.set_capability(account, name, state);
                account.clone()
            }
            Act::Deauthorize { account } => {
                known(account, "account")?;
                self.deauthorize(account);
                account.clone()
            }
            Act::Settle { payment_intent } => {
                known(payment_intent, "payment_intent")?;
                self.debit_settles(payment_intent);
                payment_intent.clone()
            }
            Act::Expire { payment_intent } => {
                known(payment_intent, "payment_intent")?;
                self.hold_ends(payment_intent);
                payment_intent.clone()
            }
            Act::Orphan { account, amount, currency } => {
                known(account, "account")?;
                let cx = self.cx_of(account);
                let p = json!({
                    "amount": amount, "currency": currency, "confirm": true, "payment_method": "pm_card_visa",
                    "automatic_payment_methods": { "enabled": true, "allow_redirects": "never" },
                });
                return self.create_intent(&cx, p.as_object().expect("just made"));
            }
        };
        Ok(self.shown(&id))
    }
}
