//! Ways to pay: typed now, saved for later, copied to whom is paid, forgotten.

use app::ports::{Attempt, Challenge, NewMethod, PaymentError, SavedMethod, Saving};
use domain::payee::own_key_account;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::api::ApiError;
use super::client::Stripe;
use super::form::Form;
use super::intent::NextAction;
use super::provider::{KEYS_MAX, early, nth, uncertain};

/// What Stripe's form makes of what a buyer typed begins so.
pub(super) const TOKEN: &str = "ctoken_";
/// Stripe's own names for test cards, which belong to nobody: `pm_card_visa`.
pub(super) const TEST_METHOD: &str = "pm_card_";
/// What a saved method is, between Stripe's names: the customer and the method; before them the connected account that
/// it was saved with, where it was one.
const BETWEEN: char = '/';

/// A way to pay, as the paid account knows it.
pub(super) enum Usable {
    /// What Stripe's form made of what the buyer typed.
    Token(String),
    /// A method, and whose it is where it is somebody's.
    Method { customer: String, method: String },
}

#[derive(Deserialize)]
struct Named {
    id: String,
}

/// Of a SetupIntent: the buyer's bank wants the buyer.
const ASKS: &str = "requires_action";

#[derive(Deserialize)]
struct Setup {
    id: String,
    status: String,
    client_secret: Option<String>,
    next_action: Option<NextAction>,
    payment_method: Option<SetMethod>,
}

#[derive(Deserialize)]
struct Paid {
    status: String,
    setup_future_usage: Option<String>,
    customer: Option<String>,
    payment_method: Option<SetMethod>,
}

/// What a browser collected.
#[derive(Deserialize)]
struct Typed {
    payment_method_preview: Option<Preview>,
}

#[derive(Deserialize)]
struct Preview {
    card: Option<TypedCard>,
}

#[derive(Deserialize)]
struct TypedCard {
    fingerprint: Option<String>,
}

#[derive(Deserialize)]
struct SetMethod {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    card: Option<CardFace>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct CardFace {
    brand: String,
    last4: String,
    exp_month: Option<i64>,
    exp_year: Option<i64>,
}

impl SetMethod {
    /// As it is kept, saved with `customer` of `account`.
    fn saved(self, account: &str, customer: &str) -> SavedMethod {
        let card = self.card.unwrap_or_default();
        SavedMethod {
            token: match account {
                "" => format!("{customer}{BETWEEN}{}", self.id),
                account => format!("{account}{BETWEEN}{customer}{BETWEEN}{}", self.id),
            },
            brand: if card.brand.is_empty() { self.kind } else { brand(&card.brand) },
            last4: card.last4,
            expires: card.exp_year.map_or_else(String::new, |year| {
                format!("{:02}/{:02}", card.exp_month.unwrap_or(0), year % 100)
            }),
        }
    }
}

/// A saved method, taken apart.
struct Saved<'a> {
    /// The connected account it was saved with; empty: the operator's own.
    account: &'a str,
    customer: &'a str,
    method: &'a str,
}

impl<'a> Saved<'a> {
    fn of(token: &'a str) -> Option<Self> {
        let (first, rest) = token.split_once(BETWEEN)?;
        Some(match rest.split_once(BETWEEN) {
            Some((customer, method)) => Self { account: first, customer, method },
            None => Self { account: "", customer: first, method: rest },
        })
    }
}

/// What was saved with the operator is copied to whoever is paid, but not to an account that a key of its owner's reaches:
/// it knows of no operator. What was saved with a shop stays there.
pub(super) fn serves(token: &str, payee: &str) -> bool {
    let copies = own_key_account(payee).is_none();
    Saved::of(token).is_none_or(|saved| saved.account == payee || (saved.account.is_empty() && copies))
}

/// `visa` as people write it.
fn brand(word: &str) -> String {
    match word {
        "visa" => "Visa".to_owned(),
        "mastercard" => "Mastercard".to_owned(),
        "amex" => "American Express".to_owned(),
        "discover" => "Discover".to_owned(),
        "diners" => "Diners Club".to_owned(),
        "jcb" => "JCB".to_owned(),
        "unionpay" => "UnionPay".to_owned(),
        other => other.to_owned(),
    }
}

impl Stripe {
    /// The method as the paid account may use it: one saved with the operator is copied to a connected account.
    pub(super) async fn usable(
        &self,
        (payee, key): (&str, &str),
        method: &str,
    ) -> Result<Usable, PaymentError> {
        let Some(Saved { account, customer, method }) = Saved::of(method) else {
            return Ok(if method.starts_with(TOKEN) {
                Usable::Token(method.to_owned())
            } else {
                Usable::Method { customer: String::new(), method: method.to_owned() }
            });
        };
        if account == payee {
            return Ok(Usable::Method { customer: customer.to_owned(), method: method.to_owned() });
        }
        if !account.is_empty() || own_key_account(payee).is_some() {
            let reason = "this method was saved elsewhere and stays there";
            return Err(PaymentError::Refused(reason.to_owned()));
        }
        let form = Form::new().with("customer", customer).with("payment_method", method);
        let key = format!("{key}-method");
        let copy: Named = self.make_harmless("/v1/payment_methods", &form, payee, &key).await?;
        Ok(Usable::Method { customer: String::new(), method: copy.id })
    }

    /// Saves what was typed: with the operator's own account for several merchants, or with the one account it is to pay.
    /// Asked again under the same key, goes on where the buyer's bank left it.
    pub(super) async fn keep(&self, new: &NewMethod) -> Result<Saving, PaymentError> {
        let NewMethod { token, key, payee, is_for_pledge, return_url } = new;
        let (form, customer) = match self.usable((payee, key), token).await? {
            Usable::Token(token) => {
                (Form::new().with("confirmation_token", token), self.customer(payee, key).await?)
            }
            // Saved for visits, and to be good for more: its bank may ask.
            Usable::Method { customer, method } => {
                let customer = match customer.as_str() {
                    "" => self.customer(payee, key).await?,
                    known => known.to_owned(),
                };
                (Form::new().with("payment_method", method), customer)
            }
        };
        let form = match return_url.as_str() {
            "" => form,
            back => form.with("return_url", back),
        };
        let form = form
            .with("confirm", "true")
            .with("customer", &customer)
            .with("usage", if *is_for_pledge { "off_session" } else { "on_session" })
            .with("automatic_payment_methods[enabled]", "true")
            .with("automatic_payment_methods[allow_redirects]", "never")
            .with("expand[0]", "payment_method");
        let mut setup: Setup =
            self.make_harmless("/v1/setup_intents", &form, payee, &format!("{key}-setup")).await?;
        if setup.status == ASKS {
            // The key gets its first answer for ever; what the bank was told since is at the object alone.
            let path = format!("/v1/setup_intents/{}", setup.id);
            setup = self
                .get(path, Form::new().with("expand[0]", "payment_method"), payee)
                .await
                .map_err(early)?;
        }
        match (setup.status.as_str(), setup.payment_method, setup.client_secret) {
            ("succeeded", Some(method), _) => Ok(Saving::Saved(method.saved(payee, &customer))),
            (ASKS, _, Some(secret)) => {
                let page = setup.next_action.as_ref().and_then(NextAction::page);
                Ok(Saving::Asks(Challenge { url: page.unwrap_or(secret) }))
            }
            (_, _, _) => Err(PaymentError::Refused("the bank did not let this method be saved".to_owned())),
        }
    }

    /// What Stripe tells cards apart by, of what its form gave out and was not used yet.
    /// Source: <https://docs.stripe.com/api/confirmation_tokens/object>, `payment_method_preview`.
    pub(super) async fn typed_card(&self, token: &str, payee: &str) -> Result<Option<String>, PaymentError> {
        let is_name = token.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        if !token.starts_with(TOKEN) || !is_name {
            return Ok(None);
        }
        let path = format!("/v1/confirmation_tokens/{token}");
        let typed: Typed = self.get(path, Form::new(), payee).await.map_err(early)?;
        let card = typed.payment_method_preview.and_then(|preview| preview.card);
        Ok(card.and_then(|card| card.fingerprint).filter(|it| !it.is_empty()))
    }

    /// A customer of Stripe's, to save a method with; the same for the same key.
    pub(super) async fn customer(&self, account: &str, key: &str) -> Result<String, PaymentError> {
        let made: Named =
            self.make_harmless("/v1/customers", &Form::new(), account, &format!("{key}-customer")).await?;
        Ok(made.id)
    }

    /// Makes something that moves no money. Where Stripe failed for good under a key, and keeps saying so, another one is
    /// used: what may have been made under the first is nobody's.
    async fn make_harmless<T: DeserializeOwned>(
        &self,
        path: &str,
        form: &Form,
        account: &str,
        key: &str,
    ) -> Result<T, PaymentError> {
        for again in 0..KEYS_MAX {
            match self.post(path.to_owned(), form.clone(), account, &nth(key, again)).await {
                Ok(made) => return Ok(made),
                Err(ApiError::Failed(_)) => {}
                Err(error) => return Err(early(error)),
            }
        }
        Err(PaymentError::Down)
    }

    /// What was saved with the payment of an attempt.
    pub(super) async fn saved_with(&self, attempt: &Attempt) -> Result<Option<SavedMethod>, PaymentError> {
        let path = format!("/v1/payment_intents/{}", attempt.reference);
        let form = Form::new().with("expand[0]", "payment_method");
        let paid: Paid = self.get(path, form, &attempt.payee).await.map_err(uncertain)?;
        let is_kept =
            paid.setup_future_usage.is_some() && ["requires_capture", "succeeded"].contains(&&*paid.status);
        Ok(paid
            .payment_method
            .zip(paid.customer)
            .filter(|_| is_kept)
            .map(|(method, customer)| method.saved(&attempt.payee, &customer)))
    }

    pub(super) async fn let_method_go(&self, token: &str) -> Result<(), PaymentError> {
        let Some(Saved { account, method, .. }) = Saved::of(token) else { return Ok(()) };
        let path = format!("/v1/payment_methods/{method}/detach");
        match self.post::<Named>(path, Form::new(), account, &format!("{method}-detach")).await {
            // What is not attached any more is forgotten already.
            Ok(_) | Err(ApiError::Missing | ApiError::Refused(_)) => Ok(()),
            Err(error) => Err(uncertain(error)),
        }
    }
}
