//! The port's calls, each as the few requests Stripe takes for it.

use app::Secret;
use app::ports::{
    Answer, Attempt, Authorize, Books, HearError, Heard, MethodForm, NewMethod, PaymentError, Payments,
    Presence, Returned, SavedMethod, Saving, Seen,
};
use domain::money::Money;
use domain::payee::own_key_account;
use domain::payment::Observed;
use domain::quote::Unpayable;
use jiff::Timestamp;

use super::amount::{chargeable, to_stripe};
use super::api::ApiError;
use super::client::Stripe;
use super::event;
use super::form::Form;
use super::intent::{ATTEMPT, Intent, SERVER};
use super::methods::{TEST_METHOD, TOKEN, Usable, serves};
use super::payees::fee;
use super::places::Waits;

/// Methods that can hold money before it is taken. All others take it at once, and undoing is a refund.
const HOLDABLE: [&str; 9] = [
    "card",
    "link",
    "klarna",
    "afterpay_clearpay",
    "affirm",
    "amazon_pay",
    "paypal",
    "revolut_pay",
    "cashapp",
];
/// Methods that take days to say yes or no: nobody would hold goods for so long.
pub const TAKES_DAYS: [&str; 11] = [
    "acss_debit",
    "au_becs_debit",
    "bacs_debit",
    "boleto",
    "customer_balance",
    "konbini",
    "multibanco",
    "nz_bank_account",
    "oxxo",
    "sepa_debit",
    "us_bank_account",
];
/// Keys that one request may go through when Stripe fails for good under each.
pub(super) const KEYS_MAX: usize = 5;
/// Objects asked for at once.
pub(super) const PAGE: i64 = 100;
/// Asked for with every payment, so that what was kept is known with the capture.
pub(super) const EXPAND: &str = "latest_charge.balance_transaction";

impl Stripe {
    async fn make(&self, request: Authorize) -> Result<Seen, PaymentError> {
        let Authorize { attempt, method, order, return_url, fee_basis_points, keep, presence, server } =
            request;
        let amount = to_stripe(attempt.amount).map_err(|error| PaymentError::Refused(error.to_string()))?;
        let method = self.usable((&attempt.payee, &attempt.key), &method).await?;
        let mut form = Form::new()
            .number("amount", amount)
            .with("currency", attempt.amount.currency.code().to_lowercase())
            .with("confirm", "true")
            .with("automatic_payment_methods[enabled]", "true")
            // Not the default "automatic_async": there the fees are known seconds after the capture only.
            .with("capture_method", "automatic")
            .with("return_url", return_url)
            .with("metadata[order]", order)
            .with(&format!("metadata[{ATTEMPT}]"), &attempt.key)
            .with(&format!("metadata[{SERVER}]"), server)
            .with("expand[0]", EXPAND);
        for kind in HOLDABLE {
            form = form.with(&format!("payment_method_options[{kind}][capture_method]"), "manual");
        }
        for (at, kind) in TAKES_DAYS.iter().enumerate() {
            form = form.with(&format!("excluded_payment_method_types[{at}]"), kind);
        }
        let later = match presence {
            Presence::Here => keep.then_some("on_session"),
            Presence::HereForMore => Some("off_session"),
            Presence::Away => {
                form = form.with("off_session", "true");
                None
            }
        };
        form = match &method {
            Usable::Token(token) if let Some(later) = later => form
                .with("confirmation_token", token)
                .with("customer", self.customer(&attempt.payee, token).await?)
                .with("setup_future_usage", later),
            // What is copied to the paid account is good once there, unless it becomes somebody's.
            Usable::Method { customer, method } if presence == Presence::HereForMore => {
                let customer = match customer.as_str() {
                    "" => self.customer(&attempt.payee, method).await?,
                    known => known.to_owned(),
                };
                form.with("payment_method", method)
                    .with("customer", customer)
                    .with("setup_future_usage", "off_session")
            }
            Usable::Token(token) => form.with("confirmation_token", token),
            Usable::Method { customer, method } => {
                form.with("payment_method", method).with("customer", customer)
            }
        };
        // A fee is taken in an application's name only, and with a key of its owner's an account is in no other's.
        let takes_fee = !attempt.payee.is_empty() && own_key_account(&attempt.payee).is_none();
        let fee = if takes_fee { fee(amount, fee_basis_points) } else { 0 };
        // Stripe takes no fee of nothing.
        if fee > 0 {
            form = form.number("application_fee_amount", fee);
        }
        let made =
            self.post::<Intent>("/v1/payment_intents".to_owned(), form, &attempt.payee, &attempt.key).await;
        match made {
            Ok(intent) => self.told_and_closed(&attempt, &intent).await,
            Err(ApiError::Card(refusal)) => match refusal.payment_intent.clone() {
                Some(intent) => {
                    let intent = serde_json::from_value(intent).map_err(|_| PaymentError::Unknown)?;
                    self.told_and_closed(&attempt, &intent).await
                }
                None => Err(PaymentError::Unknown),
            },
            Err(error) => Err(uncertain(error)),
        }
    }

    async fn capture_held(&self, attempt: &Attempt) -> Result<Seen, PaymentError> {
        for again in 0..KEYS_MAX {
            let intent = self.find(attempt).await?;
            let intent =
                intent.ok_or_else(|| PaymentError::Refused("nothing is held for this order".to_owned()))?;
            if intent.status != "requires_capture" {
                return match told(attempt, &intent)? {
                    seen if seen.observed == Observed::Captured => Ok(seen),
                    _ => Err(PaymentError::Refused("nothing is held for this order".to_owned())),
                };
            }
            let path = format!("/v1/payment_intents/{}/capture", intent.id);
            let form = Form::new().with("expand[0]", EXPAND);
            let key = nth(&format!("{}-capture", intent.id), again);
            match self.post::<Intent>(path, form, &attempt.payee, &key).await {
                Ok(intent) => return told(attempt, &intent),
                Err(ApiError::Card(refusal)) => return Err(PaymentError::Refused(refusal.message)),
                Err(ApiError::Refused(refusal)) => return Err(refusal.meaning()),
                // That key gets the same answer for a day. Whether it was done is looked up; if not, another one is used.
                Err(ApiError::Failed(_)) => {}
                Err(error) => return Err(uncertain(error)),
            }
        }
        Err(PaymentError::Unknown)
    }

    async fn let_go(&self, attempt: &Attempt) -> Result<Seen, PaymentError> {
        let mut attempt = attempt.clone();
        for again in 0..KEYS_MAX {
            let intent = match self.find_soon(&attempt).await? {
                Some(intent) => Some(intent),
                None => self.fence(&attempt).await?,
            };
            let Some(intent) = intent else { return Ok(nothing(&attempt)) };
            let attempt = &mut attempt;
            // Asked for by its name from here on: a fence is answered again as it was made, not as it is.
            attempt.reference.clone_from(&intent.id);
            match intent.status.as_str() {
                "succeeded" | "canceled" => return told(attempt, &intent),
                "processing" => return Err(PaymentError::Unknown),
                _ => {}
            }
            match self.cancel(attempt, &intent, again).await {
                Ok(intent) => return told(attempt, &intent),
                Err(ApiError::Refused(refusal)) if matches!(refusal.meaning(), PaymentError::NotNow(_)) => {
                    return Err(refusal.meaning());
                }
                // Done all the same, or moved meanwhile: the next look shows where to.
                Err(ApiError::Failed(_) | ApiError::Refused(_) | ApiError::Card(_)) => {}
                Err(error) => return Err(uncertain(error)),
            }
        }
        Err(PaymentError::Unknown)
    }

    async fn cancel(&self, attempt: &Attempt, intent: &Intent, again: usize) -> Result<Intent, ApiError> {
        let path = format!("/v1/payment_intents/{}/cancel", intent.id);
        let key = nth(&format!("{}-cancel", intent.id), again);
        self.post(path, Form::new(), &attempt.payee, &key).await
    }

    /// What the intent says. One that was refused is closed: whoever has its secret could confirm it with another card
    /// later, and pay a second time.
    async fn told_and_closed(&self, attempt: &Attempt, intent: &Intent) -> Result<Seen, PaymentError> {
        let seen = told(attempt, intent)?;
        if seen.observed == Observed::Failed
            && let Err(error) = self.cancel(attempt, intent, 0).await
        {
            tracing::warn!(intent = %intent.id, %error, "a refused payment was not closed");
        }
        Ok(seen)
    }
}

/// What the intent says, when it is the attempt's and of its amount: anything else is nobody's answer (F18).
fn told(attempt: &Attempt, intent: &Intent) -> Result<Seen, PaymentError> {
    let seen = intent.seen()?;
    let owned = intent.metadata.get(ATTEMPT).is_some_and(|key| *key == attempt.key);
    if !owned || seen.amount != attempt.amount {
        tracing::error!(
            intent = %intent.id,
            attempt = %attempt.key,
            "Stripe answered for another attempt or another amount; nothing is recorded"
        );
        return Err(PaymentError::Unknown);
    }
    Ok(seen)
}

/// The key of a request that is sent again after Stripe failed for good under the one before.
pub(super) fn nth(key: &str, again: usize) -> String {
    if again == 0 { key.to_owned() } else { format!("{key}-{again}") }
}

/// Nothing is held, and nothing will be.
fn nothing(attempt: &Attempt) -> Seen {
    Seen {
        observed: Observed::Voided,
        amount: attempt.amount,
        reference: String::new(),
        decline: None,
        challenge: None,
        kept: Vec::new(),
    }
}

/// What an error means once the deed itself was asked for.
pub(super) fn uncertain(error: ApiError) -> PaymentError {
    match error {
        ApiError::NotSent(_) => PaymentError::Down,
        ApiError::Refused(refusal) => refusal.meaning(),
        ApiError::Missing => PaymentError::Refused("Stripe knows no such object".to_owned()),
        ApiError::Unknown(_)
        | ApiError::Failed(_)
        | ApiError::InFlight
        | ApiError::KeyReused
        | ApiError::Card(_) => PaymentError::Unknown,
    }
}

/// What an error means before any money was asked for: nothing was charged, whatever it was.
pub(super) fn early(error: ApiError) -> PaymentError {
    match error {
        ApiError::NotSent(_) | ApiError::Unknown(_) | ApiError::Failed(_) | ApiError::InFlight => {
            PaymentError::Down
        }
        ApiError::Card(refusal) => PaymentError::Refused(refusal.message),
        ApiError::Refused(refusal) => refusal.meaning(),
        ApiError::KeyReused | ApiError::Missing => {
            PaymentError::Refused("this payment method cannot be used".to_owned())
        }
    }
}

impl Payments for Stripe {
    fn name(&self) -> &'static str {
        "stripe"
    }

    fn is_test(&self) -> bool {
        self.is_test
    }

    fn save(&self, method: NewMethod) -> Answer<'_, Result<Saving, PaymentError>> {
        self.errand(Waits::Somebody, async move { self.keep(&method).await })
    }

    fn kept(&self, attempt: Attempt) -> Answer<'_, Result<Option<SavedMethod>, PaymentError>> {
        self.errand(Waits::Nobody, async move { self.saved_with(&attempt).await })
    }

    fn forget<'a>(&'a self, token: &'a str) -> Answer<'a, Result<(), PaymentError>> {
        self.errand(Waits::Nobody, self.let_method_go(token))
    }

    fn authorize(&self, request: Authorize) -> Answer<'_, Result<Seen, PaymentError>> {
        self.errand(Waits::Somebody, self.make(request))
    }

    fn capture(&self, attempt: Attempt) -> Answer<'_, Result<Seen, PaymentError>> {
        self.errand(Waits::Nobody, async move { self.capture_held(&attempt).await })
    }

    fn void(&self, attempt: Attempt) -> Answer<'_, Result<Seen, PaymentError>> {
        self.errand(Waits::Nobody, async move { self.let_go(&attempt).await })
    }

    fn refund<'a>(
        &'a self,
        attempt: Attempt,
        refund_key: &'a str,
        amount: Money,
    ) -> Answer<'a, Result<Returned, PaymentError>> {
        self.errand(Waits::Nobody, async move { self.give_back(&attempt, refund_key, amount).await })
    }

    fn method_form(&self) -> Option<&MethodForm> {
        Some(&self.form)
    }

    fn form_amount(&self, amount: Money) -> Option<i64> {
        to_stripe(amount).ok()
    }

    fn can_charge(&self, amount: Money) -> Result<(), Unpayable> {
        chargeable(amount)
    }

    fn takes(&self, token: &str) -> bool {
        token.starts_with(TOKEN) || (self.is_test && token.starts_with(TEST_METHOD))
    }

    fn is_used_once(&self, token: &str) -> bool {
        token.starts_with(TOKEN)
    }

    fn fingerprint<'a>(
        &'a self,
        token: &'a str,
        payee: &'a str,
    ) -> Answer<'a, Result<Option<String>, PaymentError>> {
        self.errand(Waits::Somebody, self.typed_card(token, payee))
    }

    fn serves(&self, token: &str, payee: &str) -> bool {
        serves(token, payee)
    }

    fn hear(&self, body: &[u8], signature: &str, now: Timestamp) -> Result<Heard, HearError> {
        if self.webhook_secrets.is_empty() {
            return Err(HearError::Deaf);
        }
        let secrets: Vec<&str> = self.webhook_secrets.iter().map(String::as_str).collect();
        self.believed(&secrets, body, signature, now).map(event::Event::heard)
    }

    fn hear_from(
        &self,
        payee: &str,
        secrets: &[Secret],
        body: &[u8],
        signature: &str,
        now: Timestamp,
    ) -> Result<Heard, HearError> {
        let secrets: Vec<&str> = secrets.iter().map(Secret::reveal).collect();
        self.believed(&secrets, body, signature, now).map(|event| event.about(payee))
    }

    fn look_up_named<'a>(
        &'a self,
        payee: &'a str,
        reference: &'a str,
    ) -> Answer<'a, Result<Option<(String, Seen)>, PaymentError>> {
        Box::pin(async move {
            let path = format!("/v1/payment_intents/{reference}");
            let intent = match self.get::<Intent>(path, Form::new().with("expand[0]", EXPAND), payee).await {
                Ok(intent) => intent,
                Err(ApiError::Missing) => return Ok(None),
                Err(error) => return Err(uncertain(error)),
            };
            match intent.metadata.get(ATTEMPT).cloned() {
                Some(key) => Ok(Some((key, intent.seen()?))),
                None => Ok(None),
            }
        })
    }

    fn books(&self) -> Option<&dyn Books> {
        Some(self)
    }

    fn look_up(&self, attempt: Attempt) -> Answer<'_, Result<Option<Seen>, PaymentError>> {
        self.errand(Waits::Nobody, async move {
            match self.find_soon(&attempt).await? {
                Some(intent) => self.told_and_closed(&attempt, &intent).await.map(Some),
                None => Ok(None),
            }
        })
    }
}
