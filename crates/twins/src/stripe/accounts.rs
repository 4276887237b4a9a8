//! Accounts: the key holder's own, and those connected to it.

use serde_json::{Map, Value, json};

use super::doc::Doc;
use super::error::Refusal;
use super::list::page;
use super::timers::Timer;
use super::twin::{Cx, Twin};

/// What Stripe asks of an account that is not finished.
const DUE: [&str; 5] = [
    "business_profile.url",
    "external_account",
    "individual.verification.document",
    "tos_acceptance.date",
    "tos_acceptance.ip",
];

/// A link for onboarding is good for minutes.
const LINK_S: i64 = 300;
const DAY_MS: i64 = 24 * 3_600_000;

impl Twin {
    /// The account of a key; made when the key is first seen.
    pub(super) fn holder(&mut self, name: &str) -> String {
        if let Some(account) = self.holders.get(name) {
            return account.clone();
        }
        let account = self.new_account(None, &Map::new());
        self.open_account(&account);
        self.holders.insert(name.to_owned(), account.clone());
        account
    }

    /// The account of a key such as `sk_test_shop`; `pk_test_shop` and `rk_test_shop` belong to the same.
    pub fn account_of(&mut self, now_ms: i64, key: &str) -> String {
        self.pass(now_ms);
        let name = key.split_once("_test_").map_or(key, |(_, name)| name).to_owned();
        self.holder(&name)
    }

    /// A connected account that is ready to charge.
    pub fn connect(&mut self, now_ms: i64, platform_key: &str) -> String {
        let platform = self.account_of(now_ms, platform_key);
        let account = self.new_account(Some(&platform), &Map::new());
        self.open_account(&account);
        account
    }

    fn new_account(&mut self, platform: Option<&str>, p: &Map<String, Value>) -> String {
        let id = format!("acct_{}", self.chance.letters(16));
        let due = json!(DUE);
        let requirements = json!({
            "alternatives": [], "current_deadline": null, "currently_due": due, "disabled_reason": "requirements.past_due",
            "errors": [], "eventually_due": due, "past_due": due, "pending_verification": [],
        });
        let mut capabilities = Map::new();
        for (name, asked) in p.get("capabilities").and_then(Value::as_object).into_iter().flatten() {
            if asked["requested"] == true {
                capabilities.insert(name.clone(), json!("inactive"));
            }
        }
        if capabilities.is_empty() {
            capabilities = Map::from_iter([
                ("card_payments".to_owned(), json!("inactive")),
                ("transfers".to_owned(), json!("inactive")),
            ]);
        }
        let mut doc = Doc::from(json!({
            "id": id, "object": "account", "business_profile": null, "business_type": null,
            "capabilities": capabilities, "charges_enabled": false, "country": "US", "created": self.seconds(),
            "default_currency": "usd", "details_submitted": false, "email": null,
            "external_accounts": {
                "object": "list", "data": [], "has_more": false, "url": format!("/v1/accounts/{id}/external_accounts"),
            },
            "metadata": {}, "payouts_enabled": false, "requirements": requirements, "type": "standard",
            "future_requirements": {
                "alternatives": [], "current_deadline": null, "currently_due": [], "disabled_reason": null,
                "errors": [], "eventually_due": [], "past_due": [], "pending_verification": [],
            },
            "controller": if platform.is_some() {
                json!({ "type": "application", "is_controller": true })
            } else {
                json!({ "type": "account" })
            },
            "settings": {
                "branding": { "icon": null, "logo": null, "primary_color": null, "secondary_color": null },
                "card_payments": {
                    "decline_on": { "avs_failure": false, "cvc_failure": true }, "statement_descriptor_prefix": null,
                    "statement_descriptor_prefix_kana": null, "statement_descriptor_prefix_kanji": null,
                },
                "dashboard": { "display_name": null, "timezone": "Etc/UTC" },
                "payments": {
                    "statement_descriptor": null, "statement_descriptor_kana": null, "statement_descriptor_kanji": null,
                    "statement_descriptor_prefix_kana": null, "statement_descriptor_prefix_kanji": null,
                },
                "payouts": {
                    "debit_negative_balances": true, "schedule": { "delay_days": 2, "interval": "daily" },
                    "statement_descriptor": null,
                },
            },
            "tos_acceptance": { "date": null, "ip": null, "user_agent": null },
        }));
        doc.take(p, &["country", "default_currency", "email", "type", "business_type"]);
        let owner = id.clone();
        self.store.add(&owner, "account", doc);
        if let Some(platform) = platform {
            self.platforms.insert(id.clone(), platform.to_owned());
        }
        id
    }

    /// The account may charge and be paid out from now on.
    pub(super) fn open_account(&mut self, account: &str) {
        let doc = self.store.edit(account);
        for name in ["charges_enabled", "payouts_enabled", "details_submitted"] {
            doc.set(name, true);
        }
        let mut requirements = doc.get("requirements").clone();
        for list in ["currently_due", "eventually_due", "past_due"] {
            requirements[list] = json!([]);
        }
        requirements["disabled_reason"] = Value::Null;
        doc.set("requirements", requirements);
        let mut capabilities = doc.get("capabilities").clone();
        for state in capabilities.as_object_mut().into_iter().flat_map(Map::values_mut) {
            *state = json!("active");
        }
        doc.set("capabilities", capabilities);
        if doc.is("_pays_out") {
            return;
        }
        doc.set("_pays_out", true);
        let first = self.now_ms - self.now_ms.rem_euclid(DAY_MS) + DAY_MS;
        self.timers.set(first, Timer::PayDay { account: account.to_owned() });
    }

    pub(super) fn create_account(&mut self, cx: &Cx, p: &Map<String, Value>) -> Result<Value, Refusal> {
        self.metadata(&Value::Null, p)?;
        let account = self.new_account(Some(cx.holder()), p);
        self.take_account(&account, p)?;
        self.emit(&account, "account.updated", &account);
        Ok(self.shown(&account))
    }

    fn take_account(&mut self, account: &str, p: &Map<String, Value>) -> Result<(), Refusal> {
        let metadata = self.metadata(self.store.doc(account).get("metadata"), p)?;
        let doc = self.store.edit(account);
        doc.set("metadata", metadata);
        doc.take(p, &["default_currency", "email", "business_type"]);
        if let Some(name) = p.get("business_profile").and_then(|profile| profile.get("name")) {
            let mut settings = doc.get("settings").clone();
            settings["dashboard"]["display_name"] = name.clone();
            doc.set("settings", settings);
        }
        Ok(())
    }

    /// The account meant, if the key may see it.
    fn own_account(&self, cx: &Cx, id: &str) -> Result<(), Refusal> {
        let ours = id == cx.account || self.platforms.get(id).is_some_and(|platform| platform == cx.holder());
        if ours {
            return Ok(());
        }
        let message = format!(
            "The provided key does not have access to account '{id}' (or that account does not exist). \
             Application access may have been revoked."
        );
        Err(Refusal::invalid(message).status(403).code("account_invalid"))
    }

    pub(super) fn retrieve_account(&self, cx: &Cx, id: &str) -> Result<Value, Refusal> {
        self.own_account(cx, id)?;
        Ok(self.shown(id))
    }

    pub(super) fn update_account(
        &mut self,
        cx: &Cx,
        id: &str,
        p: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        self.own_account(cx, id)?;
        self.take_account(id, p)?;
        self.emit(id, "account.updated", id);
        Ok(self.shown(id))
    }

    pub(super) fn delete_account(&mut self, cx: &Cx, id: &str) -> Result<Value, Refusal> {
        self.own_account(cx, id)?;
        self.platforms.remove(id);
        Ok(json!({ "id": id, "object": "account", "deleted": true }))
    }

    pub(super) fn list_accounts(&self, cx: &Cx, p: &Map<String, Value>) -> Result<Value, Refusal> {
        let connected = self.platforms.iter().filter(|(_, platform)| *platform == cx.holder());
        let mut docs: Vec<&Doc> = connected.map(|(id, _)| self.store.doc(id)).collect();
        docs.sort_by_key(|doc| (std::cmp::Reverse(doc.int("created")), doc.id()));
        page(docs, "account", "/v1/accounts", p)
    }

    pub(super) fn create_account_link(&mut self, cx: &Cx, p: &Map<String, Value>) -> Result<Value, Refusal> {
        let account = super::params::need(p, "account")?;
        self.own_account(cx, account)?;
        for name in ["refresh_url", "return_url"] {
            let url = super::params::need(p, name)?;
            if !url.starts_with("https://") && !url.starts_with("http://") {
                return Err(Refusal::invalid("Not a valid URL").code("url_invalid").param(name));
            }
        }
        let secret = self.chance.letters(12);
        let id = format!("link_{secret}");
        let kept = json!({
            "id": id, "object": "account_link", "_account": account, "_return": p["return_url"],
            "_refresh": p["refresh_url"], "_expires": self.seconds() + LINK_S,
        });
        self.add(account, "account_link", kept);
        Ok(json!({
            "object": "account_link", "created": self.seconds(), "expires_at": self.seconds() + LINK_S,
            "url": format!("{}/_twin/onboarding/{id}", self.base),
        }))
    }

    /// What a visit to an onboarding link leads to: once, and in time, the form; else back for a new link.
    pub fn onboarding(&mut self, now_ms: i64, link: &str) -> Option<Onboarding> {
        self.pass(now_ms);
        let seconds = self.seconds();
        let (_, doc) = self.store.any(link).filter(|(_, doc)| doc.text("object") == Some("account_link"))?;
        let (account, refresh, back) = (doc.own("_account")?, doc.own("_refresh")?, doc.own("_return")?);
        if doc.is("_used") || doc.int("_expires") < seconds {
            return Some(Onboarding::Again(refresh));
        }
        self.store.edit(link).set("_used", true);
        Some(Onboarding::Form { account, back })
    }

    /// The account's owner fills everything in.
    pub(super) fn finish_onboarding(&mut self, account: &str) {
        self.open_account(account);
        self.emit(account, "account.updated", account);
    }

    /// A capability is lost or given back; without `card_payments` nothing can be charged.
    pub(super) fn set_capability(&mut self, account: &str, name: &str, state: &str) {
        let doc = self.store.edit(account);
        let mut capabilities = doc.get("capabilities").clone();
        capabilities[name] = json!(state);
        doc.set("capabilities", capabilities);
        if name == "card_payments" {
            doc.set("charges_enabled", state == "active");
            let mut requirements = doc.get("requirements").clone();
            let (due, reason) = if state == "active" {
                (json!([]), Value::Null)
            } else {
                (json!(["individual.verification.document"]), json!("requirements.past_due"))
            };
            requirements["currently_due"] = due.clone();
            requirements["past_due"] = due;
            requirements["disabled_reason"] = reason;
            doc.set("requirements", requirements);
        }
        self.emit(account, "account.updated", account);
    }

    /// The owner takes the platform's access away.
    pub(super) fn deauthorize(&mut self, account: &str) {
        let application = json!({ "id": "ca_twin", "object": "application", "name": "Buyline" });
        self.emit_value(account, "account.application.deauthorized", application);
        self.platforms.remove(account);
    }
}

/// What an onboarding link shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Onboarding {
    /// The link is used up or too old: to this address.
    Again(String),
    /// The form for this account, and where it leads to afterwards.
    Form {
        /// The account.
        account: String,
        /// The return address.
        back: String,
    },
}
