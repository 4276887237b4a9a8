//! What a buyer's browser does: collect a card, confirm, answer the bank. It holds a publishable key and an
//! intent's client secret, and nothing else.

use serde_json::{Map, Value, json};

use super::error::Refusal;
use super::twin::{Cx, Twin};

/// What a buyer filled in.
#[derive(Debug, Clone, Default)]
pub struct Paper(pub Map<String, Value>);

impl Paper {
    /// A card by its number.
    #[must_use]
    pub fn card(number: &str) -> Self {
        let card = json!({ "number": number, "exp_month": 12, "exp_year": 2034, "cvc": "123" });
        Self::default().with("payment_method_data", json!({ "type": "card", "card": card }))
    }

    /// Another way to pay, by its type.
    #[must_use]
    pub fn of(kind: &str) -> Self {
        Self::default().with("payment_method_data", json!({ "type": kind }))
    }

    /// A method saved before.
    #[must_use]
    pub fn saved(method: &str) -> Self {
        Self::default().with("payment_method", json!(method))
    }

    /// The same with `return_url`, `setup_future_usage` or `shipping`.
    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Self {
        self.0.insert(name.to_owned(), value);
        self
    }
}

impl Twin {
    /// `stripe.createConfirmationToken`: the id of a token for the account the page named.
    ///
    /// # Errors
    /// A wrong key, or a card whose number, expiry or code cannot be right.
    pub fn tokenize(
        &mut self,
        now_ms: i64,
        key: &str,
        account: Option<&str>,
        paper: &Paper,
    ) -> Result<Value, Refusal> {
        self.pass(now_ms);
        let cx = self.visitor(key, account)?;
        let mut fields = paper.0.clone();
        fields.insert("_browser".to_owned(), json!(true));
        let id = self.new_token(&cx, &fields)?;
        Ok(self.shown(&id))
    }

    /// `stripe.confirmPayment` and `confirmSetup`: confirms an intent by its client secret.
    ///
    /// # Errors
    /// As the API's own confirming.
    pub fn confirm_in_browser(
        &mut self,
        now_ms: i64,
        key: &str,
        account: Option<&str>,
        client_secret: &str,
        token: Option<&str>,
        return_url: Option<&str>,
    ) -> Result<Value, Refusal> {
        self.pass(now_ms);
        let cx = self.visitor(key, account)?;
        let id = self.by_secret(&cx, client_secret)?;
        let mut fields = Map::from_iter([("use_stripe_sdk".to_owned(), json!(true))]);
        for (name, value) in [("confirmation_token", token), ("return_url", return_url)] {
            if let Some(value) = value {
                fields.insert(name.to_owned(), json!(value));
            }
        }
        if id.starts_with("seti_") {
            self.confirm_setup(&cx, &id, &fields)
        } else {
            self.confirm_intent(&cx, &id, &fields)
        }
    }

    /// `stripe.retrievePaymentIntent` and `retrieveSetupIntent`.
    ///
    /// # Errors
    /// A wrong key or secret.
    pub fn retrieve_in_browser(
        &mut self,
        now_ms: i64,
        key: &str,
        account: Option<&str>,
        client_secret: &str,
    ) -> Result<Value, Refusal> {
        self.pass(now_ms);
        let cx = self.visitor(key, account)?;
        let id = self.by_secret(&cx, client_secret)?;
        Ok(self.shown(&id))
    }

    /// The buyer answers what the bank asks: passes, or fails. The answer is the intent as it is then; a decline
    /// after a challenge that was passed stands in its `last_payment_error`.
    ///
    /// # Errors
    /// A wrong secret, or an intent that asks nothing.
    pub fn challenge(&mut self, now_ms: i64, client_secret: &str, passed: bool) -> Result<Value, Refusal> {
        self.pass(now_ms);
        let id = client_secret.split("_secret_").next().unwrap_or_default().to_owned();
        let known =
            self.store.any(&id).is_some_and(|(_, doc)| doc.text("client_secret") == Some(client_secret));
        if !known {
            return Err(Refusal::missing("payment_intent", &id));
        }
        let cx = self.cx_of(&id);
        let outcome = if id.starts_with("seti_") {
            self.setup_challenged(&cx, &id, passed)
        } else {
            self.challenged(&cx, &id, passed)
        };
        match outcome {
            Err(refusal) if refusal.kind != "card_error" => Err(refusal),
            _ => Ok(self.shown(&id)),
        }
    }

    fn visitor(&mut self, key: &str, account: Option<&str>) -> Result<Cx, Refusal> {
        let Some(("pk", name)) = key.split_once("_test_").filter(|(_, name)| !name.is_empty()) else {
            return Err(Refusal::invalid(format!("Invalid API Key provided: {key}")).status(401));
        };
        let holder = self.holder(name);
        match account {
            None => Ok(Cx { account: holder, platform: None }),
            Some(one) if one == holder => Ok(Cx { account: holder, platform: None }),
            Some(one) if self.platforms.get(one) == Some(&holder) => {
                Ok(Cx { account: one.to_owned(), platform: Some(holder) })
            }
            Some(one) => {
                let message = format!("The provided key does not have access to account '{one}'.");
                Err(Refusal::invalid(message).status(403).code("account_invalid"))
            }
        }
    }

    fn by_secret(&self, cx: &Cx, client_secret: &str) -> Result<String, Refusal> {
        let id = client_secret.split("_secret_").next().unwrap_or_default();
        let kind = if id.starts_with("seti_") { "setup_intent" } else { "payment_intent" };
        let doc = self.meant(cx, kind, id)?;
        if doc.text("client_secret") == Some(client_secret) {
            return Ok(id.to_owned());
        }
        let message =
            format!("The client_secret provided does not match the client_secret associated with {id}.");
        Err(Refusal::state("payment_intent_invalid_parameter", message).param("client_secret"))
    }
}
